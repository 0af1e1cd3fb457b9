package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// caller speaks to one server, with a token where it has one.
type caller struct {
	client  *http.Client
	base    string
	token   string
	secrets []string // besides the token
	// laravel says that refusals may have the form of Pixelfed's framework.
	laravel bool
}

// anonymous speaks to a server without a token.
func (c *Connector) anonymous(base string) caller { return caller{client: c.client, base: base} }

// as speaks for an account. The credential may be missing: so is the token then.
func (c *Connector) as(s networks.Session) caller {
	return caller{
		client: c.client, base: s.Account.Service, token: s.Credential.Secret,
		secrets: []string{registration(s.Credential.Session).Secret},
		laravel: s.Account.Instance.Software == networks.SoftwarePixelfed,
	}
}

// answer is what came of a call, in the API's own terms.
type answer struct {
	wire.Answer
	laravel bool
}

func (c caller) get(ctx context.Context, path string, query url.Values) answer {
	return c.send(ctx, wire.Request{Name: "GET " + path, URL: c.base + path, Query: query, Timeout: wire.ShortTimeout})
}

// send makes a call, once.
func (c caller) send(ctx context.Context, r wire.Request) answer {
	r.Token, r.Secrets = c.token, append(r.Secrets, c.secrets...)
	return answer{wire.Send(ctx, c.client, r), c.laravel}
}

// refusal returns what a server says in refusing, or false when the answer is
// not a refusal in the API's own form: only the server itself, not something on
// the way, proves anything.
func (a answer) refusal() (said string, ok bool) {
	if a.Err != nil || a.Status < 400 {
		return "", false
	}
	var told struct {
		Error       string  `json:"error"`
		Description string  `json:"error_description"`
		Message     *string `json:"message"`
	}
	if json.Unmarshal(a.Body, &told) != nil {
		return "", false
	}
	switch {
	case told.Error != "":
		return strings.TrimSpace(told.Error + " " + told.Description), true
	case a.laravel && told.Message != nil:
		return *told.Message, true
	}
	return "", false
}

// dead reports whether the server said that the token of the call serves no
// more. Tokens do not expire: nothing renews them.
func (a answer) dead() bool {
	_, refused := a.refusal()
	return refused && a.Status == http.StatusUnauthorized
}

// outOfScope reports whether the token was made without the permission for the
// call.
func (a answer) outOfScope() bool {
	said, refused := a.refusal()
	return refused && a.Status == http.StatusForbidden && strings.Contains(strings.ToLower(said), "scope")
}

// loginClosed reports whether the server said that nobody may use the account
// for now.
func (a answer) loginClosed() bool {
	said, refused := a.refusal()
	return refused && a.Status == http.StatusForbidden && strings.Contains(said, "Your login is")
}

// barred turns a refusal that no other content would change into an error, nil
// for any other answer. scope is what the call needs.
func (a answer) barred(account networks.Account, scope string) *app.Error {
	name := networks.Mastodon.Name()
	switch {
	case a.dead():
		return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", name, "Account", account.Handle)
	case a.outOfScope():
		return app.Fail(app.CodeUnauthorised, "connector.error.permission", "Network", name, "Missing", scope)
	case a.loginClosed():
		return app.Fail(app.CodeConflict, "connector.error.account_closed", "Network", name)
	}
	return nil
}

// unanswered turns the answer to a question that was not answered into an error. A token
// that was given without the scope still serves to publish.
func (c *Connector) unanswered(a answer, account networks.Account, scope, what string) *app.Error {
	if a.outOfScope() {
		return wire.Lacks(networks.Mastodon, scope)
	}
	if err := a.barred(account, scope); err != nil {
		return err
	}
	return a.unread(what).failure(c.clock.Now())
}

// failure turns the answer of a call that changes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error { return a.Failure(networks.Mastodon, now) }

// unread turns a success that is not what was asked for into an error.
func (a answer) unread(what string) answer {
	if a.OK() {
		a.Err = errors.New("the answer is not " + what)
	}
	return a
}

// idForm is that of the identifiers of accounts, statuses and media: numbers on
// Mastodon and Pixelfed, ULIDs on GoToSocial.
var idForm = regexp.MustCompile(`^[A-Za-z0-9]{1,64}$`)
