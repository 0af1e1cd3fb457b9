package bluesky

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Names of the procedures and queries spoken.
const (
	createSession  = "com.atproto.server.createSession"
	refreshSession = "com.atproto.server.refreshSession"
	resolveHandle  = "com.atproto.identity.resolveHandle"
	uploadBlob     = "com.atproto.repo.uploadBlob"
	createRecord   = "com.atproto.repo.createRecord"
	getRecord      = "com.atproto.repo.getRecord"
)

const (
	maxAnswer     = 1 << 20 // bytes read of an answer
	shortTimeout  = 30 * time.Second
	recordTimeout = time.Minute
	uploadTimeout = 3 * time.Minute
)

// request is one call to a server.
type request struct {
	name    string
	base    string     // address of the server
	query   url.Values // for a query
	mime    string     // of body, "" for a query or an empty body
	body    []byte
	post    bool
	token   string
	secrets []string // never to be seen in an excerpt, besides token
	private bool     // the answer itself is a secret when it is a success
	timeout time.Duration
}

// answer is what came of a call: a complete answer, or err.
type answer struct {
	call   networks.Call
	status int
	header http.Header
	body   []byte
	err    error // no complete answer came
	// reached says that a connection was there to write the request to. Without
	// it not one byte of the request left.
	reached bool
	secrets []string
}

// exchange sends one request and reads its answer; it never sends it twice.
func (c *Connector) exchange(ctx context.Context, r request) answer {
	a := answer{call: networks.Call{Name: r.name}, secrets: append(r.secrets, r.token)}
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	var reached atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { reached.Store(true) },
	})
	address := r.base + "/xrpc/" + r.name
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	method := http.MethodGet
	if r.post {
		method = http.MethodPost
	}
	sent, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(r.body))
	if err != nil {
		return a.broken(err)
	}
	sent.Header.Set("Accept", "application/json")
	sent.Header.Set("User-Agent", "Parvis")
	if r.mime != "" {
		sent.Header.Set("Content-Type", r.mime)
	}
	if r.token != "" {
		sent.Header.Set("Authorization", "Bearer "+r.token)
	}
	response, err := c.client.Do(sent)
	a.reached = reached.Load()
	if err != nil {
		return a.broken(err)
	}
	defer response.Body.Close()
	a.status, a.header, a.call.Status = response.StatusCode, response.Header, response.StatusCode
	a.body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if !r.private || a.status >= 300 {
		a.call.Excerpt = excerpt(a.body, a.secrets...)
	}
	if err == nil && len(a.body) > maxAnswer {
		err = errors.New("the answer is too long")
	}
	if err != nil {
		return a.broken(err)
	}
	return a
}

// broken notes why no complete answer came. What a server sent can be quoted in
// err: its text is cleaned like an excerpt.
func (a answer) broken(err error) answer {
	a.err = errors.New(excerpt([]byte(err.Error()), a.secrets...))
	return a
}

// errorForm is that of the name of an error in the protocol's answers.
var errorForm = regexp.MustCompile(`^[A-Za-z]{1,64}$`)

// refusal returns the error a server names in its own words, or false when the
// answer is not a refusal in the protocol's form: only the server itself, not
// something on the way, proves anything.
func (a answer) refusal() (name, message string, ok bool) {
	if a.err != nil || a.status < 400 {
		return "", "", false
	}
	var said struct {
		Error   string `json:"error"`
		Message string `json:"message"`
	}
	if json.Unmarshal(a.body, &said) != nil || !errorForm.MatchString(said.Error) {
		return "", "", false
	}
	return said.Error, excerpt([]byte(said.Message), a.secrets...), true
}

// decode reads a success.
func (a answer) decode(into any) error {
	if a.err != nil {
		return a.err
	}
	if a.status < 200 || a.status > 299 {
		return fmt.Errorf("status %d", a.status)
	}
	return json.Unmarshal(a.body, into)
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
		return a.status == http.StatusBadRequest || a.status == http.StatusUnauthorized
	}
	return a.status == http.StatusUnauthorized && !closed(name)
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

// later is the cause of an error that ends at a known instant.
type later struct{ until time.Time }

func (l later) Error() string { return "until " + l.until.UTC().Format(time.RFC3339) }

// failure turns the answer of a call that changes nothing public into an error.
func (a answer) failure(now time.Time) *app.Error {
	name, _, refused := a.refusal()
	switch {
	case a.status == http.StatusTooManyRequests:
		return app.Fail(app.CodeLimited, "bluesky.error.limited").Because(later{a.retryAfter(now)})
	case refused && closed(name):
		return app.Fail(app.CodeConflict, "bluesky.error.account_closed").Because(errors.New(name))
	case a.err != nil && !a.reached:
		return app.Fail(app.CodeUnavailable, "bluesky.error.unreachable").Because(a.err)
	}
	cause := a.err
	if cause == nil {
		cause = fmt.Errorf("%s: status %d %s", a.call.Name, a.status, name)
	}
	return app.Fail(app.CodeUnavailable, "bluesky.error.trouble").Because(cause)
}

// Bounds of what a server may ask us to wait, and what is assumed when it does
// not say.
const (
	shortestWait = time.Second
	usualWait    = 5 * time.Minute
	longestWait  = 24 * time.Hour
)

// retryAfter reads when a limited call may be made again: Retry-After (seconds
// or a date, RFC 9110), or RateLimit-Reset, which the AT Protocol server writes
// as a Unix time and others as seconds to wait.
func (a answer) retryAfter(now time.Time) time.Time {
	wait := usualWait
	if v := a.header.Get("Retry-After"); v != "" {
		if n, err := strconv.ParseInt(v, 10, 32); err == nil {
			wait = time.Duration(n) * time.Second
		} else if t, err := http.ParseTime(v); err == nil {
			wait = t.Sub(now)
		}
	} else if n, err := strconv.ParseInt(a.header.Get("RateLimit-Reset"), 10, 64); err == nil {
		const aUnixTime = 1_000_000_000
		if n >= aUnixTime {
			n = max(n-now.Unix(), 0)
		}
		if n >= 0 {
			wait = time.Duration(min(n, int64(longestWait/time.Second))) * time.Second
		}
	}
	return now.Add(min(max(wait, shortestWait), longestWait)).UTC()
}
