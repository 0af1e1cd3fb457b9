package loopback

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// browser is a browser that keeps no connection.
func browser(t *testing.T) *http.Client {
	transport := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func opened(t *testing.T, ports ...int) networks.Return {
	t.Helper()
	back, err := New(nil).Listen(t.Context(), ports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(back.Close)
	return back
}

// page is what a browser was shown.
type page struct {
	status int
	header http.Header
	text   string
}

func visit(t *testing.T, address string, change func(*http.Request)) page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	answer, err := browser(t).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return page{answer.StatusCode, answer.Header, string(body)}
}

func bringing(back networks.Return, values ...string) string {
	query := url.Values{}
	for i := 0; i < len(values); i += 2 {
		query.Add(values[i], values[i+1])
	}
	return back.Address() + "?" + query.Encode()
}

func TestBrowserBringsTheCode(t *testing.T) {
	back := opened(t)
	got := visit(t, bringing(back, "code", "abc 123/é", "state", back.State()), func(r *http.Request) {
		r.Header.Set("Accept-Language", "fr-FR,fr;q=0.9,en;q=0.8")
	})
	if got.status != http.StatusOK || !strings.Contains(got.text, "Vous pouvez fermer cette page et revenir à Parvis") || !strings.Contains(got.text, `lang="fr"`) {
		t.Errorf("shown %d %s", got.status, got.text)
	}
	if code, err := back.Wait(t.Context()); code != "abc 123/é" || err != nil {
		t.Errorf("brought %q, %v", code, err)
	}
}

// The page runs nothing, fetches nothing and tells nobody the address, which
// holds the code.
func TestPageIsAlone(t *testing.T) {
	back := opened(t)
	got := visit(t, bringing(back, "code", "<script>secret</script>", "state", back.State()), nil)
	for _, never := range []string{"<script", "src=", "href=", "url(", "@import", "http:", "https:", "secret"} {
		if strings.Contains(got.text, never) {
			t.Errorf("%q is in the page:\n%s", never, got.text)
		}
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'none'", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
		"X-Content-Type-Options": "nosniff", "Content-Type": "text/html; charset=utf-8",
	} {
		if !strings.HasPrefix(got.header.Get(name), want) {
			t.Errorf("%s is %q, want %q", name, got.header.Get(name), want)
		}
	}
}

func TestPageSpeaksEnglish(t *testing.T) {
	back := opened(t)
	got := visit(t, bringing(back, "error", "access_denied", "state", back.State()), func(r *http.Request) {
		r.Header.Set("Accept-Language", "en-GB,en;q=0.5")
	})
	if !strings.Contains(got.text, "close this page and go back to Parvis") || !strings.Contains(got.text, `lang="en"`) {
		t.Errorf("shown %s", got.text)
	}
}

func TestRefusals(t *testing.T) {
	for name, tt := range map[string]struct {
		brought []string
		want    app.Code
		key     string
	}{
		"owner":       {[]string{"error", "access_denied", "error_description", "no"}, app.CodeUnauthorised, "networks.sign_in.denied"},
		"owner, code": {[]string{"error", "access_denied", "code", "abc"}, app.CodeUnauthorised, "networks.sign_in.denied"},
		"trouble":     {[]string{"error", "server_error"}, app.CodeUnavailable, "networks.sign_in.trouble"},
		"busy":        {[]string{"error", "temporarily_unavailable"}, app.CodeUnavailable, "networks.sign_in.trouble"},
		"scope":       {[]string{"error", "invalid_scope"}, app.CodeInvalid, "networks.sign_in.refused"},
		"nothing":     {nil, app.CodeInvalid, "networks.sign_in.refused"},
		"empty":       {[]string{"code", ""}, app.CodeInvalid, "networks.sign_in.refused"},
		"two":         {[]string{"code", "a", "code", "b"}, app.CodeInvalid, "networks.sign_in.refused"},
		"endless":     {[]string{"code", strings.Repeat("x", maxCode+1)}, app.CodeInvalid, "networks.sign_in.refused"},
	} {
		t.Run(name, func(t *testing.T) {
			back := opened(t)
			got := visit(t, bringing(back, append(tt.brought, "state", back.State())...), nil)
			if !strings.Contains(got.text, "pas été accordé") {
				t.Errorf("shown %s", got.text)
			}
			code, err := back.Wait(t.Context())
			var told *app.Error
			if code != "" || !errors.As(err, &told) || told.Code != tt.want || told.Key != tt.key {
				t.Errorf("waited for %q, %v; want %s %s", code, err, tt.want, tt.key)
			}
		})
	}
}

func TestWhatIsNotOursChangesNothing(t *testing.T) {
	back := opened(t)
	port := strings.TrimPrefix(strings.TrimSuffix(back.Address(), networks.CallbackPath), "http://127.0.0.1")
	good := bringing(back, "code", "abc", "state", back.State())
	for name, tt := range map[string]struct {
		address string
		change  func(*http.Request)
		want    int
	}{
		"no state":      {bringing(back, "code", "abc"), nil, http.StatusBadRequest},
		"two states":    {bringing(back, "code", "abc", "state", back.State(), "state", "x"), nil, http.StatusBadRequest},
		"other state":   {bringing(back, "code", "abc", "state", strings.Repeat("A", len(back.State()))), nil, http.StatusForbidden},
		"part of state": {bringing(back, "code", "abc", "state", back.State()[:10]), nil, http.StatusForbidden},
		"other denial":  {bringing(back, "error", "access_denied", "state", "x"), nil, http.StatusForbidden},
		"bad query":     {back.Address() + "?code=abc;state=" + back.State(), nil, http.StatusBadRequest},
		"root":          {strings.Replace(good, networks.CallbackPath, "/", 1), nil, http.StatusNotFound},
		"other path":    {strings.Replace(good, networks.CallbackPath, networks.CallbackPath+"/x", 1), nil, http.StatusNotFound},
		"icon":          {"http://127.0.0.1" + port + "/favicon.ico", nil, http.StatusNotFound},
		"other host":    {good, func(r *http.Request) { r.Host = "attacker.example" + port }, http.StatusNotFound},
		"localhost":     {good, func(r *http.Request) { r.Host = "localhost" + port }, http.StatusNotFound},
		"no port":       {good, func(r *http.Request) { r.Host = "127.0.0.1" }, http.StatusNotFound},
		"posted":        {good, func(r *http.Request) { r.Method = http.MethodPost }, http.StatusMethodNotAllowed},
		"head":          {good, func(r *http.Request) { r.Method = http.MethodHead }, http.StatusMethodNotAllowed},
	} {
		t.Run(name, func(t *testing.T) {
			if got := visit(t, tt.address, tt.change); got.status != tt.want || strings.Contains(got.text, "revenir à Parvis, qui termine") {
				t.Errorf("shown %d %s, want %d", got.status, got.text, tt.want)
			}
		})
	}
	// The owner's own browser still comes through.
	if got := visit(t, good, nil); got.status != http.StatusOK {
		t.Errorf("shown %d %s", got.status, got.text)
	}
	if code, err := back.Wait(t.Context()); code != "abc" || err != nil {
		t.Errorf("brought %q, %v", code, err)
	}
}

func TestAddressServesOnce(t *testing.T) {
	back := opened(t)
	var done, gone atomic.Int32
	var all sync.WaitGroup
	for _, code := range []string{"a", "b", "c", "d"} {
		all.Go(func() {
			switch visit(t, bringing(back, "code", code, "state", back.State()), nil).status {
			case http.StatusOK:
				done.Add(1)
			case http.StatusNotFound:
				gone.Add(1)
			}
		})
	}
	all.Wait()
	if done.Load() != 1 || gone.Load() != 3 {
		t.Errorf("%d were taken and %d turned away, want 1 and 3", done.Load(), gone.Load())
	}
	if code, err := back.Wait(t.Context()); code == "" || err != nil {
		t.Errorf("brought %q, %v", code, err)
	}
}

func TestBrowserThatNeverComesBack(t *testing.T) {
	l, clock := New(nil), make(chan time.Time, 1)
	var asked time.Duration
	l.after = func(d time.Duration) <-chan time.Time {
		asked = d
		return clock
	}
	back, err := l.Listen(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	clock <- time.Time{}
	code, err := back.Wait(t.Context())
	var told *app.Error
	if code != "" || !errors.As(err, &told) || told.Code != app.CodeUnavailable || told.Key != "networks.sign_in.late" {
		t.Errorf("waited for %q, %v", code, err)
	}
	if asked != 5*time.Minute {
		t.Errorf("it waits %s, want five minutes", asked)
	}
	// Once closed, nobody is there for a browser that comes all the same.
	back.Close()
	if _, err := net.Dial("tcp4", strings.TrimSuffix(strings.TrimPrefix(back.Address(), "http://"), networks.CallbackPath)); err == nil {
		t.Error("the address still answers")
	}
}

func TestCancelling(t *testing.T) {
	back := opened(t)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() {
		_, err := back.Wait(ctx)
		ended <- err
	}()
	cancel()
	if err := <-ended; app.CodeOf(err) != app.CodeUnavailable || !errors.Is(err, context.Canceled) {
		t.Errorf("after giving up: %v", err)
	}
}

func TestOnlyThisMachineIsListenedTo(t *testing.T) {
	back := opened(t)
	if host := back.(*waiting).host; !strings.HasPrefix(host, "127.0.0.1:") {
		t.Errorf("listens on %s", host)
	}
	if want := networks.Callback(back.(*waiting).port); back.Address() != want {
		t.Errorf("the browser is sent to %s, want %s", back.Address(), want)
	}
}

// taken holds a port of this machine that nobody else can listen on.
func taken(t *testing.T) int {
	t.Helper()
	held, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { held.Close() })
	return held.Addr().(*net.TCPAddr).Port
}

func TestFirstFreePortIsTaken(t *testing.T) {
	busy, free := taken(t), opened(t)
	port := free.(*waiting).port
	free.Close()
	if back := opened(t, busy, port); back.Address() != networks.Callback(port) {
		t.Errorf("listens at %s, want port %d", back.Address(), port)
	}
}

func TestNoPortIsFree(t *testing.T) {
	_, err := New(nil).Listen(t.Context(), []int{taken(t), taken(t)})
	if app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("Listen: %v", err)
	}
}

func TestEveryAddressHasAStateOfItsOwn(t *testing.T) {
	a, b := opened(t), opened(t)
	if a.State() == b.State() || len(a.State()) < 43 {
		t.Errorf("states %q and %q", a.State(), b.State())
	}
	if _, err := New(bytes.NewReader(nil)).Listen(t.Context(), nil); err == nil {
		t.Error("listens without randomness")
	}
}
