// Package feeds finds and reads feeds over HTTP for app/watch. What it reads
// comes from strangers: sizes, times, redirects and reachable addresses are
// bounded, and only plain text and http(s) links come out.
package feeds

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/watch"
)

// Limits of one reading.
const (
	maxBytes     = 5 << 20 // of an answer, once decompressed
	maxHeader    = 256 << 10
	maxRedirects = 5
	maxItems     = 500
	maxTitle     = 300 // characters
	maxDepth     = 500 // nested elements of a feed; careless ones leave <br> open
	maxWait      = 7 * 24 * time.Hour
	visitTime    = 20 * time.Second // for one answer, from the call to its last byte
)

// DefaultInterval is the least time between two requests to one host.
const DefaultInterval = time.Second

// Options configures a Reader.
type Options struct {
	// Version of Parvis, told to the servers that are asked.
	Version string
	// Interval is the least time between two requests to one host;
	// DefaultInterval when zero.
	Interval time.Duration
	// AllowLocal lets the reader reach loopback and private addresses. It is
	// for tests: what a stranger's site redirects to must never be a machine of
	// the owner's own network.
	AllowLocal bool
}

// Reader implements watch.Reader. It is safe for concurrent use.
type Reader struct {
	clock  app.Clock
	client *http.Client
	agent  string
}

var _ watch.Reader = (*Reader)(nil)

// New returns a reader. The clock dates answers and bounds future dates.
func New(clock app.Clock, options Options) *Reader {
	return newReader(clock, options, newTransport(options.AllowLocal))
}

func newReader(clock app.Clock, options Options, transport http.RoundTripper) *Reader {
	interval := options.Interval
	if interval == 0 {
		interval = DefaultInterval
	}
	version := options.Version
	if version == "" {
		version = "0"
	}
	return &Reader{
		clock: clock,
		agent: "Parvis/" + version + " (desktop feed reader)",
		client: &http.Client{
			Transport:     &politeness{next: transport, interval: interval, limit: visitTime, hosts: make(map[string]*visits)},
			CheckRedirect: checkRedirect,
		},
	}
}

// Read reads a feed, conditionally when etag or lastModified are given.
func (r *Reader) Read(ctx context.Context, address, etag, lastModified string) (watch.Feed, error) {
	if !httpAddress(address) {
		return watch.Feed{}, app.Fail(app.CodeInvalid, "watch.error.address")
	}
	page, err := r.fetch(ctx, address, etag, lastModified)
	if err != nil {
		return watch.Feed{}, err
	}
	if page.status == http.StatusNotModified {
		return watch.Feed{
			Address: page.address, NotModified: true,
			ETag: first(page.etag, etag), LastModified: first(page.lastModified, lastModified),
		}, nil
	}
	if err := page.failure(r.clock.Now()); err != nil {
		return watch.Feed{}, err
	}
	feed, err := parse(page.body, page.contentType, page.address, r.clock.Now())
	if err != nil {
		return watch.Feed{}, app.Fail(app.CodeInvalid, "watch.error.not_a_feed").Because(err)
	}
	feed.Address, feed.ETag, feed.LastModified = page.address, page.etag, page.lastModified
	return feed, nil
}

// failure maps an answer that brings no document to its error.
func (p page) failure(now time.Time) error {
	switch {
	case p.status == http.StatusOK:
		return nil
	case p.status == http.StatusTooManyRequests,
		p.status == http.StatusServiceUnavailable && p.retryAfter != "":
		return app.Fail(app.CodeLimited, "watch.error.limited", "RetryAfter", retryAt(p.retryAfter, now))
	case p.status == http.StatusGone:
		return app.Fail(app.CodeInvalid, "watch.error.gone")
	case p.status == http.StatusNotFound:
		return app.Fail(app.CodeInvalid, "watch.error.not_found")
	case p.status == http.StatusUnauthorized, p.status == http.StatusForbidden:
		return app.Fail(app.CodeUnavailable, "watch.error.refused").Because(p.statusError())
	default:
		return app.Fail(app.CodeUnavailable, "watch.error.site_fault").Because(p.statusError())
	}
}

func (p page) statusError() error { return errors.New("answered " + strconv.Itoa(p.status)) }

// retryAt reads a Retry-After header (RFC 9110, section 10.2.3: seconds or a
// date). A server that gives none, nonsense or the past is left alone for an
// hour; none is obeyed for more than a week.
func retryAt(header string, now time.Time) time.Time {
	header = strings.TrimSpace(header)
	at := now.Add(time.Hour)
	if seconds, err := strconv.ParseInt(header, 10, 32); err == nil && seconds >= 0 {
		at = now.Add(time.Duration(seconds) * time.Second)
	} else if date, err := http.ParseTime(header); err == nil && date.After(now) {
		at = date
	}
	if latest := now.Add(maxWait); at.After(latest) {
		return latest
	}
	return at
}

func first(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
