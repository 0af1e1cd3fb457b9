package linkedin

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// request is one call to the API.
type request struct {
	name    string // method and path, for the ledger
	method  string // "" is GET
	service string // as the account has it
	path    string // escaped
	query   url.Values
	restli  string // the method in the terms of Rest.li, where the way of HTTP does not tell it
	body    any    // written as JSON, nil for none
	token   string
	timeout time.Duration
}

// answer is what came of a call, in LinkedIn's own terms.
type answer struct{ wire.Answer }

// exchange makes one call; it never makes it twice.
func (c *Connector) exchange(ctx context.Context, r request) answer {
	sent := wire.Request{
		Name: r.name, Method: r.method, URL: cmp.Or(r.service, official) + r.path, Query: r.query, Token: r.token, Timeout: r.timeout,
		Header: map[string]string{"LinkedIn-Version": version, "X-Restli-Protocol-Version": "2.0.0"},
	}
	if r.restli != "" {
		maps.Copy(sent.Header, map[string]string{"X-RestLi-Method": r.restli})
	}
	if r.body != nil {
		body, err := json.Marshal(r.body)
		if err != nil {
			return answer{wire.Answer{Call: networks.Call{Name: r.name}, Err: err}}
		}
		sent.MIME, sent.Body = "application/json", body
	}
	return answer{wire.Send(ctx, c.client, sent)}
}

// refusal is an error in the form of LinkedIn's answers.
type refusal struct {
	Status  int    `json:"status"` // that of HTTP again
	Code    string `json:"code"`
	Message string `json:"message"`
	Details struct {
		Inputs []struct {
			Code        string `json:"code"`
			Description string `json:"description"`
		} `json:"inputErrors"`
	} `json:"errorDetails"`
}

// refusal returns what LinkedIn refused in its own words, or false when the
// answer is no such thing: only LinkedIn itself, not something on the way,
// proves anything.
func (a answer) refusal() (refusal, bool) {
	var said refusal
	if a.Err != nil || a.Status < 400 || json.Unmarshal(a.Body, &said) != nil || said.Status != a.Status || said.Message == "" {
		return refusal{}, false
	}
	return said, true
}

// taken reports whether LinkedIn says that it holds the same post already: it
// may be the one of this attempt.
func (r refusal) taken() bool {
	said := strings.ToLower(r.Code + " " + r.Message)
	for _, input := range r.Details.Inputs {
		said += strings.ToLower(" " + input.Code + " " + input.Description)
	}
	return strings.Contains(said, "duplicate") || strings.Contains(said, "already")
}

// dead reports whether LinkedIn said that the token serves no more: the gateway
// looks at it before anything is processed.
func (a answer) dead() bool {
	_, refused := a.refusal()
	return refused && a.Status == http.StatusUnauthorized
}

// forbidden reports whether the token lacks a permission, or its member the role
// on the page.
func (a answer) forbidden() bool {
	_, refused := a.refusal()
	return refused && a.Status == http.StatusForbidden
}

// failure turns the answer of a call that changes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error {
	said, refused := a.refusal()
	switch {
	case a.Status == http.StatusTooManyRequests:
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", networks.LinkedIn.Name()).Because(wire.Later{Until: a.retryAfter(now)})
	case refused && a.Status == http.StatusUpgradeRequired:
		return app.Fail(app.CodeConflict, "linkedin.error.version").Because(errors.New(a.Reason(said.Message)))
	}
	return a.Failure(networks.LinkedIn, now)
}

// unanswered turns the answer to a question that was not answered into an error.
func (a answer) unanswered(account networks.Account, permission, what string, now time.Time) *app.Error {
	_, refused := a.refusal()
	switch {
	case a.dead():
		return dying(account)
	case a.forbidden():
		return wire.Lacks(networks.LinkedIn, permission)
	case refused && a.Status == http.StatusNotFound:
		return wire.Gone(networks.LinkedIn)
	}
	return a.not(what).failure(now)
}

// unchanged maps the answer to a change that does not say it was made.
func (c *Connector) unchanged(a answer, account networks.Account, permission string) networks.Result {
	now := c.clock.Now()
	said, refused := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests, refused && a.Status == http.StatusUpgradeRequired:
		return c.unsent(a.failure(now), a.Call)
	case !refused || !wire.Proof(a.Status):
		return a.ChangeDoubt(networks.LinkedIn)
	case a.dead():
		return c.unsent(dying(account), a.Call)
	case a.forbidden():
		return c.unsent(wire.Lacks(networks.LinkedIn, permission), a.Call)
	case a.Status == http.StatusNotFound:
		return c.unsent(wire.Gone(networks.LinkedIn), a.Call)
	}
	return a.ChangeRefusal(networks.LinkedIn, now, said.Message)
}

// retryAfter is when to come back. A quota of the day ends at midnight UTC
// (Rate limiting, read 2026-11), which no header tells.
func (a answer) retryAfter(now time.Time) time.Time {
	said, _ := a.refusal()
	if a.Header.Get("Retry-After") == "" && strings.Contains(said.Message, " DAY ") {
		return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
	return a.RetryAfter(now)
}

// dying is the error of an account whose token LinkedIn takes for dead.
func dying(account networks.Account) *app.Error {
	return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.LinkedIn.Name(), "Account", account.Handle)
}

// lacking is the error of a token without a permission.
func lacking(permission string) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.permission", "Network", networks.LinkedIn.Name(), "Missing", permission)
}

// not returns a success that is not what was asked for as an answer that never
// came whole; any other answer stays as it is.
func (a answer) not(what string) answer {
	if a.OK() {
		a.Err = fmt.Errorf("%s: the answer is not %s", a.Call.Name, what)
	}
	return a
}
