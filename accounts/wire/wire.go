// Package wire makes single calls to the servers of networks, for every
// connector: one request, never sent twice, its answer bounded, timed and told
// to the ledger without secrets; and what an answer proves.
package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"parvis/app/networks"
)

// Time limits of calls.
const (
	ShortTimeout  = 30 * time.Second // of one that reads
	PostTimeout   = time.Minute      // of one that publishes
	UploadTimeout = 3 * time.Minute  // of one that sends a picture
)

// slowest is what a film is taken to leave at where lines are slow, in bytes a second.
const slowest = 64 << 10

// FilmTimeout is the time limit of a call that sends a film of so many bytes.
func FilmTimeout(size int64) time.Duration {
	return UploadTimeout + time.Duration(size/slowest)*time.Second
}

// maxAnswer is how much is read of an answer, in bytes.
const maxAnswer = 1 << 20

// NewClient returns a client for Send. Of a given one the transport is used,
// never its cookies nor its way with redirects; nil means a transport of its own.
func NewClient(given *http.Client) *http.Client {
	transport := http.RoundTripper(&http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:   true,
		TLSHandshakeTimeout: 15 * time.Second,
		MaxIdleConnsPerHost: 2,
		IdleConnTimeout:     30 * time.Second,
	})
	if given != nil {
		transport = given.Transport
	}
	return &http.Client{
		Transport: transport,
		// A redirect could carry a token elsewhere or turn one call into two.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Request is one call to a server.
type Request struct {
	Name   string // for the ledger: method and path or procedure, without secrets
	Method string // "" is GET
	URL    string
	Query  url.Values
	Header map[string]string
	MIME   string // of Body, "" when there is none
	Body   []byte
	// Stream is a body read while it leaves, of Length bytes, in the place of Body.
	Stream io.Reader
	Length int64
	Token  string // sent as a bearer token, "" for none
	// Secrets are never to be seen in an excerpt or an error, besides Token.
	Secrets []string
	Private bool // the answer itself is a secret when it is a success
	Timeout time.Duration
}

// Answer is what came of a call: a complete answer, or Err.
type Answer struct {
	Call   networks.Call
	Status int
	Header http.Header
	Body   []byte
	Err    error // no complete answer came
	// Reached says that a connection was there to write the request to. Without
	// it not one byte of the request left.
	Reached bool
	secrets []string
}

// Send sends one request and reads its answer; it never sends it twice.
func Send(ctx context.Context, client *http.Client, r Request) Answer {
	a := Answer{Call: networks.Call{Name: r.Name}, secrets: append(r.Secrets, r.Token)}
	ctx, cancel := context.WithTimeout(ctx, r.Timeout)
	defer cancel()
	var reached atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { reached.Store(true) },
	})
	sent, err := r.build(ctx)
	if err != nil {
		return a.broken(err)
	}
	response, err := client.Do(sent)
	a.Reached = reached.Load()
	if err != nil {
		return a.broken(err)
	}
	defer response.Body.Close()
	a.Status, a.Header, a.Call.Status = response.StatusCode, response.Header, response.StatusCode
	a.Body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if !r.Private || a.Status >= 300 {
		a.Call.Excerpt = Excerpt(a.Body, a.secrets...)
	}
	if err == nil && len(a.Body) > maxAnswer {
		err = errors.New("the answer is too long")
	}
	if err != nil {
		return a.broken(err)
	}
	return a
}

func (r Request) build(ctx context.Context) (*http.Request, error) {
	address := r.URL
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	body := io.Reader(bytes.NewReader(r.Body))
	if r.Stream != nil {
		body = io.NopCloser(r.Stream) // whoever opened it closes it
	}
	sent, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, err
	}
	if r.Stream != nil {
		sent.ContentLength = r.Length
	}
	// The body could be read again, so that the transport would send a request
	// anew on a connection that died: a mutating one must not be.
	sent.GetBody = nil
	sent.Header.Set("Accept", "application/json")
	sent.Header.Set("User-Agent", "Parvis")
	if r.MIME != "" {
		sent.Header.Set("Content-Type", r.MIME)
	}
	if r.Token != "" {
		sent.Header.Set("Authorization", "Bearer "+r.Token)
	}
	for name, value := range r.Header {
		sent.Header.Set(name, value)
	}
	return sent, nil
}

// broken notes why no complete answer came. What a server sent can be quoted in
// err: its text is cleaned like an excerpt.
func (a Answer) broken(err error) Answer {
	a.Err = errors.New(a.Clean(err.Error()))
	return a
}

// Clean returns a text that may quote the answer or the request without any
// secret of the call.
func (a Answer) Clean(text string) string { return Excerpt([]byte(text), a.secrets...) }

// OK reports whether the answer is complete and a success.
func (a Answer) OK() bool { return a.Err == nil && a.Status >= 200 && a.Status <= 299 }

// Decode reads a success written in JSON.
func (a Answer) Decode(into any) error {
	if a.Err != nil {
		return a.Err
	}
	if !a.OK() {
		return fmt.Errorf("status %d", a.Status)
	}
	return json.Unmarshal(a.Body, into)
}

// Proof reports whether a refusal with this status, said by the network itself
// in its own form, proves that nothing was made: every 4xx but those that tell
// of time or of a state which this very call may have brought about.
func Proof(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly, http.StatusTooManyRequests:
		return false
	}
	return status >= 400 && status < 500
}

// Later is the cause of an error that ends at a known instant.
type Later struct{ Until time.Time }

// Error implements error.
func (l Later) Error() string { return "until " + l.Until.UTC().Format(time.RFC3339) }

// Bounds of what a server may ask us to wait, and what is assumed when it does
// not say.
const (
	shortestWait = time.Second
	usualWait    = 5 * time.Minute
	longestWait  = 24 * time.Hour
)

// RetryAfter reads when a limited call may be made again: Retry-After (seconds
// or a date, RFC 9110), or RateLimit-Reset and X-RateLimit-Reset, which some
// servers write as a Unix time, some as a date of RFC 3339 and others as seconds
// to wait.
func (a Answer) RetryAfter(now time.Time) time.Time {
	wait := usualWait
	if v := a.Header.Get("Retry-After"); v != "" {
		if n, err := strconv.ParseFloat(v, 64); err == nil {
			wait = time.Duration(min(n, longestWait.Seconds()) * float64(time.Second))
		} else if t, err := http.ParseTime(v); err == nil {
			wait = t.Sub(now)
		}
	} else {
		for _, name := range []string{"RateLimit-Reset", "X-RateLimit-Reset", "x-rate-limit-reset"} {
			if w, ok := resetIn(a.Header.Get(name), now); ok {
				wait = w
				break
			}
		}
	}
	return Wait(now, wait)
}

func resetIn(v string, now time.Time) (time.Duration, bool) {
	if t, err := time.Parse(time.RFC3339Nano, v); err == nil {
		return t.Sub(now), true
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < 0 {
		return 0, false
	}
	const aUnixTime = 1_000_000_000
	if n >= aUnixTime {
		n = max(n-now.Unix(), 0)
	}
	return time.Duration(min(n, int64(longestWait/time.Second))) * time.Second, true
}

// Wait returns the instant after a wait that a server asked for, kept within
// reason.
func Wait(now time.Time, wait time.Duration) time.Time {
	return now.Add(min(max(wait, shortestWait), longestWait)).UTC()
}
