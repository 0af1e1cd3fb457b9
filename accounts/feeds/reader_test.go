package feeds

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
)

func testReader() *Reader {
	return New(app.FixedClock(now), Options{Version: "9.9", Interval: time.Nanosecond, AllowLocal: true})
}

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func keyOf(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return ""
}

func TestReadIsConditional(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("User-Agent"); !strings.HasPrefix(got, "Parvis/9.9 ") {
			t.Errorf("User-Agent = %q", got)
		}
		w.Header().Set("ETag", `"v1"`)
		w.Header().Set("Last-Modified", "Fri, 20 Nov 2026 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"v1"` && r.Header.Get("If-Modified-Since") == "Fri, 20 Nov 2026 10:00:00 GMT" {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write(sample(t, "rss-1.0-utf8.xml"))
	})
	reader := testReader()
	feed, err := reader.Read(t.Context(), address, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if feed.Title != "Pains & Co" || len(feed.Items) != 1 || feed.NotModified || feed.ETag != `"v1"` {
		t.Errorf("first reading = %+v", feed)
	}
	again, err := reader.Read(t.Context(), address, feed.ETag, feed.LastModified)
	if err != nil {
		t.Fatal(err)
	}
	if !again.NotModified || len(again.Items) != 0 || again.ETag != `"v1"` {
		t.Errorf("second reading = %+v", again)
	}
}

func TestReadMapsEachFailure(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer http.HandlerFunc
		code   app.Code
		key    string
		retry  time.Time
	}{
		{"too many requests", status(429, "Retry-After", "7200"), app.CodeLimited, "watch.error.limited", now.Add(2 * time.Hour)},
		{"unavailable until a date", status(503, "Retry-After", "Sat, 21 Nov 2026 18:00:00 GMT"), app.CodeLimited, "watch.error.limited", at("2026-11-21T18:00:00Z")},
		{"limited without a time", status(429), app.CodeLimited, "watch.error.limited", now.Add(time.Hour)},
		{"limited for a century", status(429, "Retry-After", "2000000000"), app.CodeLimited, "watch.error.limited", now.Add(maxWait)},
		{"limited until the past", status(429, "Retry-After", "Sat, 21 Nov 2020 18:00:00 GMT"), app.CodeLimited, "watch.error.limited", now.Add(time.Hour)},
		{"limited, negative", status(429, "Retry-After", "-5"), app.CodeLimited, "watch.error.limited", now.Add(time.Hour)},
		{"unavailable", status(503), app.CodeUnavailable, "watch.error.site_fault", time.Time{}},
		{"fault", status(500), app.CodeUnavailable, "watch.error.site_fault", time.Time{}},
		{"gone", status(410), app.CodeInvalid, "watch.error.gone", time.Time{}},
		{"not found", status(404), app.CodeInvalid, "watch.error.not_found", time.Time{}},
		{"forbidden", status(403), app.CodeUnavailable, "watch.error.refused", time.Time{}},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html><body>Bonjour") }, app.CodeInvalid, "watch.error.not_a_feed", time.Time{}},
		{"nothing", func(http.ResponseWriter, *http.Request) {}, app.CodeInvalid, "watch.error.not_a_feed", time.Time{}},
		{"connection cut", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			io.WriteString(w, "<rss>")
		}, app.CodeUnavailable, "watch.error.unreachable", time.Time{}},
		{"too large", func(w http.ResponseWriter, _ *http.Request) {
			w.Write(bytes.Repeat([]byte(" "), maxBytes+1))
		}, app.CodeInvalid, "watch.error.too_large", time.Time{}},
		{"endless redirects", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusFound)
		}, app.CodeInvalid, "watch.error.redirects", time.Time{}},
		{"redirect to a file", status(302, "Location", "file:///etc/passwd"), app.CodeInvalid, "watch.error.redirects", time.Time{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := testReader().Read(t.Context(), serve(t, test.answer), "", "")
			if app.CodeOf(err) != test.code || keyOf(err) != test.key {
				t.Fatalf("error = %v, want %s %s", err, test.code, test.key)
			}
			if !test.retry.IsZero() {
				var e *app.Error
				errors.As(err, &e)
				if got, _ := e.Args["RetryAfter"].(time.Time); !got.Equal(test.retry) {
					t.Errorf("RetryAfter = %v, want %v", got, test.retry)
				}
			}
		})
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

func TestReadBoundsWhatDecompresses(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	spaces := bytes.Repeat([]byte(" "), 1<<20)
	for range 12 {
		z.Write(spaces)
	}
	z.Close()
	if bomb.Len() > maxBytes/10 {
		t.Fatalf("the bomb weighs %d bytes", bomb.Len())
	}
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb.Bytes())
	})
	if _, err := testReader().Read(t.Context(), address, "", ""); keyOf(err) != "watch.error.too_large" {
		t.Errorf("error = %v", err)
	}
}

func TestReadFollowsFewRedirects(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if n := len(r.URL.Path); n <= maxRedirects {
			http.Redirect(w, r, r.URL.Path+"x", http.StatusMovedPermanently)
			return
		}
		w.Write(sample(t, "rss-1.0-utf8.xml"))
	})
	feed, err := testReader().Read(t.Context(), address+"/", "", "")
	if err != nil || feed.Address != address+"/xxxxx" {
		t.Errorf("Read = %q, %v", feed.Address, err)
	}
}

func TestReadRefusesTheOwnersNetwork(t *testing.T) {
	reached := false
	local := serve(t, func(http.ResponseWriter, *http.Request) { reached = true })
	reader := New(app.FixedClock(now), Options{Interval: time.Nanosecond})
	for _, address := range []string{local, strings.Replace(local, "127.0.0.1", "localhost", 1), strings.Replace(local, "127.0.0.1", "[::ffff:127.0.0.1]", 1)} {
		if _, err := reader.Read(t.Context(), address, "", ""); keyOf(err) != "watch.error.private_address" {
			t.Errorf("Read(%s) = %v", address, err)
		}
	}
	if reached {
		t.Error("the local server was reached")
	}
	for _, address := range []string{"", "file:///etc/passwd", "ftp://a.example/feed", "javascript:alert(1)", "https://"} {
		if _, err := reader.Read(t.Context(), address, "", ""); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("Read(%q) = %v", address, err)
		}
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2606:2800:21f:cb07:6820:80da:af6b:8b2c": true, "64:ff9b::5db8:d70e": true,
		"127.0.0.1": false, "::1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false,
		"169.254.169.254": false, "fe80::1": false, "fd00::1": false, "0.0.0.0": false, "::": false,
		"100.64.0.1": false, "224.0.0.1": false, "255.255.255.255": false, "::ffff:192.168.1.1": false,
		"64:ff9b::c0a8:101": false, "2002:c0a8:101::1": false, "2001:0:1::1": false, "198.18.0.1": false,
	} {
		if got := public(netip.MustParseAddr(address)); got != want {
			t.Errorf("public(%s) = %v", address, got)
		}
	}
}

func TestDiscoverReadsWhatAPageAnnounces(t *testing.T) {
	got := announced(pageText(sample(t, "page.html"), "text/html"), "https://maison-legoff.example/")
	want := []string{
		"https://maison-legoff.example/fr/feed/",
		"https://maison-legoff.example/atom.xml",
		"https://maison-legoff.example/fr/comments/feed/",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("announced (-want +got):\n%s", diff)
	}
}

func TestDiscover(t *testing.T) {
	feed := sample(t, "rss-1.0-utf8.xml")
	for _, test := range []struct {
		name string
		path string
		site map[string]string // path and query to document; "" answers 404
		want string
	}{
		{"the address is a feed", "/actus.xml", map[string]string{"/actus.xml": string(feed)}, "/actus.xml"},
		{"announced", "/", map[string]string{"/": `<link rel="alternate" type="application/rss+xml" href="flux">`}, "/flux"},
		{"usual place", "/", map[string]string{"/": "<html>", "/rss.xml": string(feed)}, "/rss.xml"},
		{"query of old sites", "/", map[string]string{"/": "<html>", "/?feed=rss2": string(feed)}, "/?feed=rss2"},
		{"beside the page first", "/blog", map[string]string{"/blog": "<html>", "/blog/feed/": string(feed), "/feed/": string(feed)}, "/blog/feed/"},
		{"the page is missing", "/ancien", map[string]string{"/atom.xml": string(feed)}, "/atom.xml"},
		{"a page at every address is no feed", "/", map[string]string{"/": "<html>", "/feed/": "<html>", "/rss.xml": "<html>"}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			site := serve(t, func(w http.ResponseWriter, r *http.Request) {
				document, ok := test.site[r.URL.RequestURI()]
				if !ok {
					http.NotFound(w, r)
					return
				}
				io.WriteString(w, document)
			})
			got, err := testReader().Discover(t.Context(), site+test.path)
			if test.want == "" {
				if app.CodeOf(err) != app.CodeInvalid || keyOf(err) != "watch.error.no_feed" {
					t.Errorf("Discover = %v, %v", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{site + test.want}, got); diff != "" {
				t.Errorf("Discover (-want +got):\n%s", diff)
			}
		})
	}
}

// wire answers requests without a network.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }

func reply(r *http.Request, body io.Reader) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(body), Request: r}
}

func TestDiscoverTriesHTTPSThenHTTP(t *testing.T) {
	feed := sample(t, "rss-1.0-utf8.xml")
	var asked []string
	reader := newReader(app.FixedClock(now), Options{Interval: time.Nanosecond}, wire(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.String())
		if r.URL.Scheme == "https" {
			return nil, errors.New("connection refused")
		}
		return reply(r, bytes.NewReader(feed)), nil
	}))
	got, err := reader.Discover(t.Context(), " Maison-LeGoff.fr/blog ")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"http://maison-legoff.fr/blog"}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"https://maison-legoff.fr/blog", "http://maison-legoff.fr/blog"}, asked); diff != "" {
		t.Error(diff)
	}
}

func TestDiscoverSaysWhenTheSiteDoesNotAnswer(t *testing.T) {
	reader := newReader(app.FixedClock(now), Options{Interval: time.Nanosecond}, wire(func(*http.Request) (*http.Response, error) {
		return nil, errors.New("no such host")
	}))
	if _, err := reader.Discover(t.Context(), "maison-legoff.fr"); app.CodeOf(err) != app.CodeUnavailable || keyOf(err) != "watch.error.unreachable" {
		t.Errorf("error = %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader.Discover(ctx, "maison-legoff.fr"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOneRequestAtATimeToEachHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		busy := make(map[string]int)
		last := make(map[string]time.Time)
		reader := newReader(app.FixedClock(now), Options{Interval: time.Second}, wire(func(r *http.Request) (*http.Response, error) {
			host := r.URL.Hostname()
			mu.Lock()
			busy[host]++
			if busy[host] > 1 {
				t.Errorf("%d requests at once to %s", busy[host], host)
			}
			if end, asked := last[host]; asked && time.Since(end) < time.Second {
				t.Errorf("%s was asked again after %v", host, time.Since(end))
			}
			mu.Unlock()
			time.Sleep(3 * time.Second)
			mu.Lock()
			busy[host]--
			last[host] = time.Now()
			mu.Unlock()
			return reply(r, strings.NewReader("<rss version='2.0'><channel><title>x</title></channel></rss>")), nil
		}))
		start := time.Now()
		var all sync.WaitGroup
		for i := range 3 {
			for _, host := range []string{"a.example", "b.example"} {
				all.Go(func() {
					if _, err := reader.Read(t.Context(), fmt.Sprintf("https://%s/%d", host, i), "", ""); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		// Three visits of three seconds, a second between them, both hosts side
		// by side.
		if got := time.Since(start); got != 11*time.Second {
			t.Errorf("took %v, want 11s", got)
		}
	})
}

func TestASlowSiteIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reader := newReader(app.FixedClock(now), Options{Interval: time.Second}, wire(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}))
		start := time.Now()
		_, err := reader.Read(t.Context(), "https://a.example/", "", "")
		if app.CodeOf(err) != app.CodeUnavailable || keyOf(err) != "watch.error.slow" {
			t.Errorf("error = %v", err)
		}
		if got := time.Since(start); got != visitTime {
			t.Errorf("left after %v, want %v", got, visitTime)
		}
	})
}
