package feeds

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"syscall"
	"time"

	"parvis/app"
)

var (
	errForbiddenAddress = errors.New("address of a private or special network")
	errTooLarge         = errors.New("answer too large")
	errRedirect         = errors.New("redirect refused")
)

// page is a whole answer.
type page struct {
	status       int
	address      string // after redirects
	contentType  string
	etag         string
	lastModified string
	retryAfter   string
	body         []byte // of a 200 only
}

// fetch gets one address with its redirects. Errors are *app.Error: the answer
// never came, or is too large to be a feed or a page.
func (r *Reader) fetch(ctx context.Context, address, etag, lastModified string) (page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return page{}, app.Fail(app.CodeInvalid, "watch.error.address").Because(err)
	}
	req.Header.Set("User-Agent", r.agent)
	req.Header.Set("Accept", "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5")
	if etag != "" {
		req.Header.Set("If-None-Match", etag)
	}
	if lastModified != "" {
		req.Header.Set("If-Modified-Since", lastModified)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return page{}, callFailure(ctx, err)
	}
	defer resp.Body.Close()
	p := page{
		status:       resp.StatusCode,
		address:      withoutFragment(resp.Request.URL),
		contentType:  resp.Header.Get("Content-Type"),
		etag:         validator(resp.Header.Get("ETag")),
		lastModified: validator(resp.Header.Get("Last-Modified")),
		retryAfter:   resp.Header.Get("Retry-After"),
	}
	if p.status != http.StatusOK {
		return p, nil
	}
	// The transport decompresses: the limit bounds what comes out, so that a
	// small answer cannot unfold into gigabytes.
	p.body, err = io.ReadAll(io.LimitReader(resp.Body, maxBytes+1))
	if err != nil {
		return page{}, callFailure(ctx, err)
	}
	if len(p.body) > maxBytes {
		return page{}, app.Fail(app.CodeInvalid, "watch.error.too_large").Because(errTooLarge)
	}
	return p, nil
}

// callFailure maps a call that brought no answer to its error; a call that was
// cancelled stays recognisable as such.
func callFailure(ctx context.Context, err error) error {
	var timeout net.Error
	switch {
	case ctx.Err() != nil:
		return app.Fail(app.CodeUnavailable, "watch.error.cancelled").Because(ctx.Err())
	case errors.Is(err, errForbiddenAddress):
		return app.Fail(app.CodeInvalid, "watch.error.private_address").Because(err)
	case errors.Is(err, errRedirect):
		return app.Fail(app.CodeInvalid, "watch.error.redirects").Because(err)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return app.Fail(app.CodeUnavailable, "watch.error.slow").Because(err)
	default:
		return app.Fail(app.CodeUnavailable, "watch.error.unreachable").Because(err)
	}
}

// validator keeps an ETag or date only when it is of a sensible size: it is
// stored and sent back at each reading.
func validator(s string) string {
	if len(s) > 512 {
		return ""
	}
	return s
}

func withoutFragment(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment = "", ""
	return c.String()
}

func httpAddress(address string) bool {
	u, err := url.Parse(address)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("%w: more than %d", errRedirect, maxRedirects)
	}
	if req.URL.Scheme != "http" && req.URL.Scheme != "https" {
		return fmt.Errorf("%w: to scheme %q", errRedirect, req.URL.Scheme)
	}
	// A site must not make us sign in elsewhere.
	req.URL.User = nil
	// Where one came from is nobody's business.
	req.Header.Del("Referer")
	return nil
}

// newTransport returns the transport that reaches sites. It uses no proxy: the
// address that is checked must be the one that is reached.
func newTransport(allowLocal bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	if !allowLocal {
		// Checked on the resolved address of each connection, redirects
		// included: a name that resolves to a harmless address first and to a
		// private one next gains nothing.
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			host, err := netip.ParseAddrPort(address)
			if err != nil {
				return fmt.Errorf("%w: %w", errForbiddenAddress, err)
			}
			if !public(host.Addr()) {
				return fmt.Errorf("%w: %s", errForbiddenAddress, host.Addr())
			}
			return nil
		}
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: maxHeader,
	}
}

// special lists the ranges that no public site has, beyond those that netip
// names (IANA special-purpose address registries, read 2026-11).
func special() []netip.Prefix {
	return []netip.Prefix{
		netip.MustParsePrefix("0.0.0.0/8"),
		netip.MustParsePrefix("100.64.0.0/10"), // shared by carriers
		netip.MustParsePrefix("192.0.0.0/24"),
		netip.MustParsePrefix("192.0.2.0/24"), // documentation
		netip.MustParsePrefix("192.88.99.0/24"),
		netip.MustParsePrefix("198.18.0.0/15"), // measurements
		netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"),
		netip.MustParsePrefix("240.0.0.0/4"),
		netip.MustParsePrefix("64:ff9b:1::/48"),
		netip.MustParsePrefix("100::/64"),
		netip.MustParsePrefix("2001::/23"), // Teredo and protocol assignments
		netip.MustParsePrefix("2001:db8::/32"),
		netip.MustParsePrefix("2002::/16"), // 6to4, carries any IPv4 address
		netip.MustParsePrefix("3fff::/20"),
		netip.MustParsePrefix("5f00::/16"),
		netip.MustParsePrefix("fec0::/10"),
	}
}

// public reports whether an address can be that of a public site.
func public(address netip.Addr) bool {
	address = address.Unmap().WithZone("")
	// Networks without IPv4 reach it through this prefix (RFC 6052): what
	// counts is the address inside.
	if nat64 := netip.MustParsePrefix("64:ff9b::/96"); nat64.Contains(address) {
		b := address.As16()
		address = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	for _, prefix := range special() {
		if prefix.Contains(address) {
			return false
		}
	}
	return true
}

// politeness lets through one request at a time to each host, the next one not
// before the interval has passed since the last ended, and bounds the time of
// each.
type politeness struct {
	next     http.RoundTripper
	interval time.Duration
	limit    time.Duration

	mu    sync.Mutex
	hosts map[string]*visits
}

// visits is the state of one host: turn holds one token while nobody is being
// answered.
type visits struct {
	turn    chan struct{}
	ended   time.Time
	waiting int
}

func (p *politeness) RoundTrip(req *http.Request) (*http.Response, error) {
	end, err := p.begin(req.Context(), strings.ToLower(req.URL.Hostname()))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), p.limit)
	finish := sync.OnceFunc(func() {
		cancel()
		end()
	})
	resp, err := p.next.RoundTrip(req.WithContext(ctx))
	if err != nil {
		finish()
		return nil, err
	}
	resp.Body = answer{resp.Body, finish}
	return resp, nil
}

// begin waits for the host's turn and returns the function that gives it back.
func (p *politeness) begin(ctx context.Context, host string) (end func(), err error) {
	p.mu.Lock()
	v := p.hosts[host]
	if v == nil {
		v = &visits{turn: make(chan struct{}, 1)}
		v.turn <- struct{}{}
		p.hosts[host] = v
	}
	v.waiting++
	p.mu.Unlock()
	leave := func() {
		p.mu.Lock()
		v.waiting--
		p.mu.Unlock()
	}
	select {
	case <-v.turn:
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
	if wait := p.interval - time.Since(v.ended); wait > 0 && !v.ended.IsZero() {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
			v.turn <- struct{}{}
			leave()
			return nil, ctx.Err()
		}
	}
	return func() {
		v.ended = time.Now()
		v.turn <- struct{}{}
		leave()
		p.forget()
	}, nil
}

// forget drops the hosts that nobody asks any more, so that years of redirects
// leave nothing behind.
func (p *politeness) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for host, v := range p.hosts {
		if v.waiting == 0 && time.Since(v.ended) > p.interval {
			delete(p.hosts, host)
		}
	}
}

// answer is a body that ends its visit when closed.
type answer struct {
	io.ReadCloser
	finish func()
}

func (a answer) Close() error {
	defer a.finish()
	return a.ReadCloser.Close()
}
