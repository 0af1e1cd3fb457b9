package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Methods of the Bot API that are called.
const (
	getMe          = "getMe"
	getChat        = "getChat"
	getChatMember  = "getChatMember"
	sendMessage    = "sendMessage"
	sendPhoto      = "sendPhoto"
	sendVideo      = "sendVideo"
	sendMediaGroup = "sendMediaGroup"
	deleteMessage  = "deleteMessage"
	deleteMessages = "deleteMessages"

	editMessageText    = "editMessageText"
	editMessageCaption = "editMessageCaption"
	getChatMemberCount = "getChatMemberCount"
)

// call is one method with its parameters.
type call struct {
	method  string
	mime    string
	body    []byte
	stream  io.Reader // a body of length bytes read as it leaves, in the place of body
	length  int64
	timeout time.Duration
}

// calling returns a call whose parameters are written in JSON.
func calling(method string, parameters map[string]any, timeout time.Duration) call {
	body, err := json.Marshal(parameters)
	if err != nil {
		// Maps of strings and numbers always have a JSON form.
		panic("telegram: " + err.Error())
	}
	return call{method: method, mime: "application/json", body: body, timeout: timeout}
}

// answer is what came of a call, with what the Bot API wrote in it.
type answer struct {
	wire.Answer
	said said
}

// said is the form of every answer of the Bot API.
type said struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int64 `json:"retry_after"` // seconds
	} `json:"parameters"`
}

// exchange makes one call as a bot; it never makes it twice. The token is part
// of the address: it is in no name, and hidden wherever an answer or an error
// quotes it.
func (c *Connector) exchange(ctx context.Context, service, token string, m call) answer {
	base := service
	if base == "" {
		base = officialAPI
	}
	a := answer{Answer: wire.Send(ctx, c.client, wire.Request{
		Name: m.method, Method: http.MethodPost, URL: base + "/bot" + token + "/" + m.method,
		MIME: m.mime, Body: m.body, Stream: m.stream, Length: m.length, Secrets: secretsOf(token), Timeout: m.timeout,
	})}
	if a.Err == nil && json.Unmarshal(a.Body, &a.said) != nil {
		a.said = said{}
	}
	return a
}

// secretsOf lists what no excerpt may show: the token, and what of it is secret
// by itself.
func secretsOf(token string) []string {
	_, key, _ := strings.Cut(token, ":")
	return []string{token, key}
}

// result reads what a successful call gave.
func (a answer) result(into any) error {
	switch {
	case a.Err != nil:
		return a.Err
	case !a.Answer.OK() || !a.said.OK || a.said.Code != 0:
		return errors.New("the call did not succeed")
	}
	return json.Unmarshal(a.said.Result, into)
}

// refusal returns the reason of a refusal in the Bot API's own form, where the
// status of the answer and the code inside it agree; of anything else, a page
// from something on the way or an error inside a success, false.
func (a answer) refusal() (string, bool) {
	if a.Err != nil || a.Status < 400 || a.said.OK || a.said.Code != a.Status || a.said.Description == "" {
		return "", false
	}
	return a.said.Description, true
}

// ask asks about the channel of the account.
func (c *Connector) ask(ctx context.Context, s networks.Session, method string, into any) error {
	a := c.exchange(ctx, s.Account.Service, s.Credential.Secret, calling(method, map[string]any{"chat_id": s.Account.RemoteID}, wire.ShortTimeout))
	if description, refused := a.refusal(); refused && wire.Proof(a.Status) {
		reason := errors.New(a.Reason(description))
		if a.Status == http.StatusUnauthorized {
			return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.Telegram.Name(), "Account", s.Account.Handle).Because(reason)
		}
		return app.Fail(app.CodeConflict, "telegram.error.barred", "Account", s.Account.Handle).Because(reason)
	}
	if err := a.result(into); err != nil {
		return c.unexpected(a, err.Error())
	}
	return nil
}

// failure turns the answer of a call that changed nothing into an error.
func (a answer) failure(now time.Time) *app.Error {
	if a.Status == http.StatusTooManyRequests {
		until := a.RetryAfter(now)
		if wait := a.said.Parameters.RetryAfter; wait > 0 {
			const aDay = 24 * 60 * 60
			until = wire.Wait(now, time.Duration(min(wait, aDay))*time.Second)
		}
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", networks.Telegram.Name()).Because(wire.Later{Until: until})
	}
	return a.Failure(networks.Telegram, now)
}
