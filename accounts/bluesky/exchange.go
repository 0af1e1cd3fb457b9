package bluesky

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Names of the procedures and queries spoken.
const (
	createSession  = "com.atproto.server.createSession"
	refreshSession = "com.atproto.server.refreshSession"
	getSession     = "com.atproto.server.getSession"
	resolveHandle  = "com.atproto.identity.resolveHandle"
	uploadBlob     = "com.atproto.repo.uploadBlob"
	createRecord   = "com.atproto.repo.createRecord"
	getRecord      = "com.atproto.repo.getRecord"
	putRecord      = "com.atproto.repo.putRecord"
	deleteRecord   = "com.atproto.repo.deleteRecord"
	listRecords    = "com.atproto.repo.listRecords"
	// A server passes these on to the one that knows all of the network
	// (https://atproto.com/specs/xrpc#service-proxying, read 2026-11), for app
	// passwords too (pipethrough.js).
	getProfile        = "app.bsky.actor.getProfile"
	getPosts          = "app.bsky.feed.getPosts"
	listNotifications = "app.bsky.notification.listNotifications"
)

// request is one call to a server.
type request struct {
	name  string
	base  string     // address of the server
	query url.Values // for a query
	mime  string     // of body, "" for a query or an empty body
	body  []byte
	// open gives a body of length bytes that is read as it leaves, in the place of body.
	open    func() (io.ReadCloser, error)
	length  int64
	post    bool
	token   string
	secrets []string // never to be seen in an excerpt, besides token
	private bool     // the answer itself is a secret when it is a success
	timeout time.Duration
}

// answer is what came of a call, in the protocol's own terms.
type answer struct{ wire.Answer }

// exchange sends one request and reads its answer; it never sends it twice.
func (c *Connector) exchange(ctx context.Context, r request) answer {
	sent := wire.Request{
		Name: r.name, URL: r.base + "/xrpc/" + r.name, Query: r.query, MIME: r.mime, Body: r.body,
		Token: r.token, Secrets: r.secrets, Private: r.private, Timeout: r.timeout,
	}
	if r.post {
		sent.Method = http.MethodPost
	}
	if r.open != nil {
		body, err := r.open()
		if err != nil {
			return answer{wire.Answer{Call: networks.Call{Name: r.name}, Err: err}}
		}
		defer body.Close()
		sent.Stream, sent.Length = body, r.length
	}
	return answer{wire.Send(ctx, c.client, sent)}
}

// repeatable sends a request that may be made twice, with the account's token, and once
// more with a new one where the server no longer takes that. With an error there is no
// answer.
func (c *Connector) repeatable(ctx context.Context, s networks.Session, r request) (answer, error) {
	token, session, err := c.access(ctx, s)
	if err != nil {
		return answer{}, err
	}
	r.base, r.token, r.secrets = s.Account.Service, token, secretsOf(s.Credential, session)
	a := c.exchange(ctx, r)
	if a.dead() {
		if session, _, err = c.renew(ctx, s, session); err != nil {
			return answer{}, err
		}
		r.token, r.secrets = parseTokens(session).Access, secretsOf(s.Credential, session)
		a = c.exchange(ctx, r)
	}
	if a.dead() {
		return answer{}, app.Fail(app.CodeUnauthorised, "bluesky.error.password")
	}
	return a, nil
}

// read asks a question in the account's name and reads the answer.
func (c *Connector) read(ctx context.Context, s networks.Session, name string, query url.Values, into any) error {
	a, err := c.repeatable(ctx, s, request{name: name, query: query, timeout: wire.ShortTimeout})
	if err != nil {
		return err
	}
	if err := a.Decode(into); err != nil {
		return a.failure(c.clock.Now())
	}
	return nil
}

// mutate makes a mutating call, once. With an error nothing was done: a token that the
// server no longer takes is renewed, and the same call may be made at once.
func (c *Connector) mutate(ctx context.Context, s networks.Session, name string, input map[string]any) (answer, error) {
	unsent := answer{wire.Answer{Call: networks.Call{Name: name}}}
	token, session, err := c.access(ctx, s)
	if err != nil {
		return unsent, err
	}
	body, err := json.Marshal(input)
	if err != nil {
		return unsent, app.Fail(app.CodeInternal, "bluesky.error.trouble").Because(err)
	}
	a := c.exchange(ctx, request{
		name: name, base: s.Account.Service, post: true, mime: "application/json", body: body,
		token: token, secrets: secretsOf(s.Credential, session), timeout: wire.PostTimeout,
	})
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return a, a.failure(c.clock.Now())
	case a.dead():
		if _, _, err := c.renew(ctx, s, session); err != nil {
			return a, err
		}
		return a, app.Fail(app.CodeUnavailable, "bluesky.error.renewed").Because(wire.Later{Until: c.clock.Now().Add(wire.RetryAtOnce)})
	}
	return a, nil
}

// errorForm is that of the name of an error in the protocol's answers.
var errorForm = regexp.MustCompile(`^[A-Za-z]{1,64}$`)

// refusal returns the error a server names in its own words, or false when the
// answer is not a refusal in the protocol's form: only the server itself, not
// something on the way, proves anything.
func (a answer) refusal() (name, message string, ok bool) {
	if a.Err != nil || a.Status < 400 {
		return "", "", false
	}
	var said struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}
	if json.Unmarshal(a.Body, &said) != nil || !errorForm.MatchString(said.Error) {
		return "", "", false
	}
	return said.Error, a.Clean(said.Message), true
}

// dead reports whether the server said that the token of the call serves no
// more. All of these are said before a call is processed.
func (a answer) dead() bool {
	name, _, ok := a.refusal()
	if !ok {
		return false
	}
	switch name {
	case "ExpiredToken", "InvalidToken":
		return a.Status == http.StatusBadRequest || a.Status == http.StatusUnauthorized
	}
	return a.Status == http.StatusUnauthorized && !closed(name)
}

// closed reports whether an error means that the account itself is shut:
// signing in again would not help.
func closed(name string) bool {
	switch name {
	case "AccountTakedown", "AccountDeactivated", "AccountSuspended", "AccountNotFound":
		return true
	}
	return false
}

// failure turns the answer of a call that changes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error {
	name, _, refused := a.refusal()
	switch {
	case a.Status == http.StatusTooManyRequests:
		return app.Fail(app.CodeLimited, "bluesky.error.limited").Because(wire.Later{Until: a.RetryAfter(now)})
	case refused && closed(name):
		return app.Fail(app.CodeConflict, "bluesky.error.account_closed").Because(fmt.Errorf("%s", name))
	case a.Err != nil && !a.Reached:
		return app.Fail(app.CodeUnavailable, "bluesky.error.unreachable").Because(a.Err)
	}
	cause := a.Err
	if cause == nil {
		cause = fmt.Errorf("%s: status %d %s", a.Call.Name, a.Status, name)
	}
	return app.Fail(app.CodeUnavailable, "bluesky.error.trouble").Because(cause)
}
