package x

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// access is what a call speaks with: the four values, or a token and the session
// it belongs to.
type access struct {
	values  values
	token   string
	session string
	secrets []string // never to be seen
}

func (a access) signs() bool { return a.values != (values{}) }

// request is one call to the API.
type request struct {
	name    string // method and path, for the ledger
	method  string // "" is GET
	service string // as the account has it
	path    string
	query   url.Values
	body    any // written as JSON, nil for none
	// mime and raw are a body that is not JSON.
	mime    string
	raw     []byte
	access  access
	timeout time.Duration
}

// answer is what came of a call, in X's own terms.
type answer struct{ wire.Answer }

// exchange makes one call; it never makes it twice.
func (c *Connector) exchange(ctx context.Context, r request) answer {
	sent := wire.Request{
		Name: r.name, Method: r.method, URL: cmp.Or(r.service, official) + r.path, Query: r.query, MIME: r.mime, Body: r.raw,
		Token: r.access.token, Secrets: r.access.secrets, Timeout: r.timeout,
	}
	if r.body != nil {
		body, err := json.Marshal(r.body)
		if err != nil {
			return answer{wire.Answer{Call: networks.Call{Name: r.name}, Err: err}}
		}
		sent.MIME, sent.Body = "application/json", body
	}
	client := c.client
	if r.access.signs() {
		client = c.signing(ctx, r.access.values)
	}
	return answer{wire.Send(ctx, client, sent)}
}

// refusal is an error in the forms of X's answers: a problem, or a list of coded
// errors as the older API has it.
type refusal struct {
	Type       string `json:"type"`
	Title      string `json:"title"`
	Detail     string `json:"detail"`
	Status     int    `json:"status"` // that of HTTP again, 0 when left out
	Period     string `json:"period"` // of a cap on use
	Enrollment string `json:"required_enrollment"`
	Errors     []struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
}

// refusal returns what X refused in its own words, or false when the answer is
// no such thing: only X itself, not something on the way, proves anything.
func (a answer) refusal() (refusal, bool) {
	var said refusal
	if a.Err != nil || a.Status < 400 || json.Unmarshal(a.Body, &said) != nil || said.Status != 0 && said.Status != a.Status {
		return refusal{}, false
	}
	problem := said.Type != "" && said.Title != ""
	coded := len(said.Errors) > 0 && said.Errors[0].Code > 0 && said.Errors[0].Message != ""
	return said, problem || coded
}

// words are what a refusal says for people, the most telling first.
func (r refusal) words() string {
	for _, e := range r.Errors {
		if e.Message != "" {
			return e.Message
		}
	}
	if r.Detail != "" {
		return r.Detail
	}
	return r.Title
}

// about reports whether a refusal speaks of something, in lower case.
func (r refusal) about(words ...string) bool {
	said := strings.ToLower(r.words() + " " + r.Detail)
	for _, w := range words {
		if strings.Contains(said, w) {
			return true
		}
	}
	return false
}

// dead reports whether X said that what the call spoke with serves no more. It
// says so before it processes anything.
func (a answer) dead() bool {
	_, refused := a.refusal()
	return refused && a.Status == http.StatusUnauthorized
}

// drift is how far the machine's clock may be from X's before signatures are
// refused for it: five minutes is common knowledge, not checked.
const drift = 5 * time.Minute

// misdated reports whether a signature may have been refused for its time.
func (a answer) misdated(now time.Time) bool {
	there, err := http.ParseTime(a.Header.Get("Date"))
	return err == nil && there.Sub(now).Abs() > drift
}

// failure turns the answer of a call that makes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error {
	said, refused := a.refusal()
	switch {
	case a.Status == http.StatusTooManyRequests && refused && strings.HasSuffix(said.Type, "/usage-capped"):
		return app.Fail(app.CodeLimited, "x.error.cap").Because(wire.Later{Until: capEnds(now, said.Period)})
	case refused && a.Status == http.StatusPaymentRequired:
		return app.Fail(app.CodeConflict, "x.error.credits").Because(errors.New(a.Reason(said.words())))
	case refused && a.Status == http.StatusForbidden && said.about("suspended", "temporarily locked"):
		return app.Fail(app.CodeConflict, "connector.error.account_closed", "Network", networks.X.Name()).Because(errors.New(a.Reason(said.words())))
	case refused && a.Status == http.StatusForbidden && strings.HasSuffix(said.Type, "/oauth1-permissions"):
		return lacking("Read and write")
	case refused && a.Status == http.StatusForbidden && strings.HasSuffix(said.Type, "/client-forbidden"):
		if said.Enrollment == "" {
			said.Enrollment = said.words()
		}
		return lacking(a.Reason(said.Enrollment))
	}
	return a.Failure(networks.X, now)
}

// capEnds is when to look again after a cap on use: at midnight UTC for one of
// the day, else a day later, as it may have been raised meanwhile.
func capEnds(now time.Time, period string) time.Time {
	if strings.EqualFold(period, "daily") {
		return now.UTC().Truncate(24 * time.Hour).Add(24 * time.Hour)
	}
	return wire.Wait(now, 24*time.Hour)
}

// lacking is the error of an access without a permission.
func lacking(permission string) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.permission", "Network", networks.X.Name(), "Missing", permission)
}

// dying is the error of an account whose access X takes for dead. A signature
// that the machine's clock made wrong says nothing of the access.
func (c *Connector) dying(a answer, s access, account networks.Account) *app.Error {
	if s.signs() && a.misdated(c.clock.Now()) {
		return app.Fail(app.CodeUnavailable, "x.error.clock")
	}
	return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.X.Name(), "Account", account.Handle)
}

// not returns a success that is not what was asked for as an answer that never
// came whole; any other answer stays as it is.
func (a answer) not(what string) answer {
	if a.OK() {
		a.Err = fmt.Errorf("%s: the answer is not %s", a.Call.Name, what)
	}
	return a
}
