package youtube

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

// request is one call to the API.
type request struct {
	name    string // method and path, for the ledger
	method  string // "" is GET
	service string // as the account has it
	path    string
	query   url.Values
	// session is the address of an upload, to be called instead of path. It is a
	// secret: whoever knows it may upload there.
	session string
	header  map[string]string
	mime    string
	body    []byte
	access  access
	timeout time.Duration // that of a reading when zero
}

// answer is what came of a call, in Google's own terms.
type answer struct{ wire.Answer }

// exchange makes one call; it never makes it twice.
func (c *Connector) exchange(ctx context.Context, r request) answer {
	sent := wire.Request{
		Name: r.name, Method: r.method, URL: cmp.Or(r.service, official) + r.path, Query: r.query, Header: r.header,
		MIME: r.mime, Body: r.body, Token: r.access.token, Secrets: r.access.secrets, Timeout: cmp.Or(r.timeout, wire.ShortTimeout),
	}
	if r.session != "" {
		u, err := url.Parse(r.session)
		if err != nil || !isSession(u) || r.service == "" && !ofGoogle(u) {
			return answer{wire.Answer{Call: networks.Call{Name: r.name}, Err: errors.New("not an upload of YouTube's")}}
		}
		sent.URL = r.session
		if r.service != "" {
			sent.URL = r.service + u.RequestURI()
		}
		sent.Secrets = append([]string{u.Query().Get("upload_id")}, r.access.secrets...)
	}
	return answer{wire.Send(ctx, c.client, sent)}
}

// isSession reports whether an address is that of an upload. Its access would go there.
func isSession(u *url.URL) bool {
	return strings.HasPrefix(u.Path, uploadPath) && u.Query().Get("upload_id") != "" && u.User == nil
}

func ofGoogle(u *url.URL) bool {
	return u.Scheme == "https" && u.Port() == "" && strings.HasSuffix(u.Hostname(), ".googleapis.com")
}

// harmless makes a call that makes nothing public, so that it may be made again, once,
// with a renewed access.
func (c *Connector) harmless(ctx context.Context, s networks.Session, r request) (answer, error) {
	with, err := c.access(ctx, s)
	if err != nil {
		return answer{}, err
	}
	r.service, r.access = s.Account.Service, with
	a := c.exchange(ctx, r)
	if !a.dead() {
		return a, nil
	}
	session, _, err := c.renew(ctx, s, with.session)
	if err != nil {
		return a, err
	}
	renewed := parseTokens(session).speak()
	renewed.secrets = append(renewed.secrets, with.secrets...)
	r.access = renewed
	if a = c.exchange(ctx, r); a.dead() {
		return a, dying(s.Account)
	}
	return a, nil
}

// refusal is an error in the form of Google's APIs.
type refusal struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Errors  []struct {
		Reason  string `json:"reason"`
		Message string `json:"message"`
	} `json:"errors"`
}

// refusal returns what Google refused in its own words, or false when the answer is no
// such thing: only Google itself, not something on the way, proves anything.
func (a answer) refusal() (refusal, bool) {
	var said struct {
		Error refusal `json:"error"`
	}
	if a.Err != nil || a.Status < 400 || json.Unmarshal(a.Body, &said) != nil {
		return refusal{}, false
	}
	r := said.Error
	return r, r.Code == a.Status && r.Message != ""
}

// reason is the first reason that Google gives, in its own code.
func (r refusal) reason() string {
	if len(r.Errors) == 0 {
		return ""
	}
	return r.Errors[0].Reason
}

// dead reports whether Google said that the access serves no more. It says so before
// it processes anything; of an account without a channel it says 401 too.
func (a answer) dead() bool {
	said, refused := a.refusal()
	return refused && a.Status == http.StatusUnauthorized && said.reason() != "youtubeSignupRequired"
}

// failure turns the answer of a call that makes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error {
	said, refused := a.refusal()
	if !refused {
		return a.Failure(networks.YouTube, now)
	}
	because := errors.New(a.Reason(said.Message))
	switch said.reason() {
	case "quotaExceeded", "dailyLimitExceeded":
		return app.Fail(app.CodeLimited, "youtube.error.quota").Because(wire.Later{Until: quotaEnds(now)})
	case "rateLimitExceeded", "userRateLimitExceeded":
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", networks.YouTube.Name()).Because(wire.Later{Until: a.RetryAfter(now)})
	case "uploadLimitExceeded":
		// Of the channel, in 24 hours.
		return app.Fail(app.CodeLimited, "youtube.error.uploads").Because(wire.Later{Until: wire.Wait(now, 24*time.Hour)})
	case "youtubeSignupRequired":
		return app.Fail(app.CodeInvalid, "youtube.error.no_channel").Because(because)
	case "accessNotConfigured", "SERVICE_DISABLED":
		return app.Fail(app.CodeInvalid, "youtube.error.api").Because(because)
	case "insufficientPermissions":
		return lacking("youtube.upload, youtube.readonly").Because(because)
	case "authenticatedUserAccountClosed", "authenticatedUserAccountSuspended":
		return app.Fail(app.CodeConflict, "connector.error.account_closed", "Network", networks.YouTube.Name()).Because(because)
	}
	return a.Failure(networks.YouTube, now)
}

// quotaEnds is when Google counts anew: at midnight in California.
func quotaEnds(now time.Time) time.Time {
	california, err := time.LoadLocation("America/Los_Angeles")
	if err != nil {
		// A system without time zones: its winter's, at most an hour late.
		california = time.FixedZone("PST", -8*60*60)
	}
	there := now.In(california)
	return time.Date(there.Year(), there.Month(), there.Day()+1, 0, 0, 0, 0, california).UTC()
}

// not returns a success that is not what was asked for as an answer that never came
// whole; any other answer stays as it is.
func (a answer) not(what string) answer {
	if a.OK() {
		a.Err = fmt.Errorf("%s: the answer is not %s", a.Call.Name, what)
	}
	return a
}

// undecided is the result of a reading that showed nothing.
func (a answer) undecided(now time.Time) (networks.Finding, networks.Result) {
	err := a.failure(now)
	r := networks.Result{Call: a.Call, Err: err}
	var l wire.Later
	if errors.As(err, &l) {
		r.RetryAfter = l.Until
	}
	return networks.Undecided, r
}
