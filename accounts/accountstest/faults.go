package accountstest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// Fault is something that goes wrong with a mutating call.
type Fault string

// The faults. Those that speak a network's own language take their words from
// Faults.Answers.
const (
	None         Fault = ""
	CutBefore    Fault = "connection cut before the server took the request"
	CutAfter     Fault = "answer dropped after the server accepted"
	FailBefore   Fault = "5xx before the server accepted"
	FailAfter    Fault = "5xx after the server accepted"
	Stall        Fault = "no answer after the server accepted"
	CutAnswer    Fault = "connection cut in the middle of the answer"
	HalfJSON     Fault = "answer complete in its length and cut in its JSON"
	Nonsense     Fault = "200 with something else after the server accepted"
	RefuseInside Fault = "200 with a refusal inside"
	Limit        Fault = "429 with a time to come back"
	DeadToken    Fault = "token declared dead in the middle"
	Duplicate    Fault = "refused as a duplicate after the server accepted"
	Redirect     Fault = "redirect"
)

// Answer is what a server says.
type Answer struct {
	Status int
	Header map[string]string
	Body   string
}

// Faults lets calls through to a server, real or fake, until one is told to go
// wrong. It is an http.Handler and safe for concurrent use.
type Faults struct {
	// Mutating recognises the call that makes a post public.
	Mutating func(*http.Request) bool
	// Answers are the network's own words for RefuseInside, Limit (come back in
	// two minutes), DeadToken and Duplicate.
	Answers map[Fault]Answer
	// Before and After, when set before the first call, are called around each
	// mutating call that the server gets: a test can end a process there.
	Before, After func()

	next http.Handler

	mu      sync.Mutex
	watch   func(*http.Request)
	down    bool
	fault   Fault
	aimed   func(*http.Request) bool // at other calls than the mutating one
	replay  map[string]*httptest.ResponseRecorder
	calls   int
	stalled chan struct{}
	passed  int
}

// NewFaults returns faults in front of next.
func NewFaults(next http.Handler, mutating func(*http.Request) bool, answers map[Fault]Answer) *Faults {
	return &Faults{Mutating: mutating, Answers: answers, next: next, stalled: make(chan struct{}, 1)}
}

// Break makes the next mutating call go wrong.
func (f *Faults) Break(fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fault = fault
}

// BreakCall makes the next call go wrong that recognised says it is, which may be any.
func (f *Faults) BreakCall(recognised func(*http.Request) bool, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.aimed, f.fault = recognised, fault
}

// Replay makes the server answer each question, until told otherwise, as it answered
// the first of the same path: a list never ends.
func (f *Faults) Replay(on bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.replay = nil
	if on {
		f.replay = make(map[string]*httptest.ResponseRecorder)
	}
}

// Calls returns how many calls were made, whatever came of them.
func (f *Faults) Calls() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

// Down cuts every call, as a network that is gone does, until told otherwise.
func (f *Faults) Down(down bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.down = down
}

// Watch calls f with every call from now on, before it is answered; f must not read
// the body.
func (f *Faults) Watch(watch func(*http.Request)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.watch = watch
}

// Stalled tells when a call that was broken by Stall has been accepted.
func (f *Faults) Stalled() <-chan struct{} { return f.stalled }

// Passed returns how many mutating calls reached the server.
func (f *Faults) Passed() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.passed
}

// ServeHTTP implements http.Handler.
func (f *Faults) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.calls++
	down, aimed, watch := f.down, f.aimed, f.watch
	f.mu.Unlock()
	if watch != nil {
		watch(r)
	}
	if down {
		panic(http.ErrAbortHandler)
	}
	hit := aimed != nil && aimed(r)
	mutating := f.Mutating(r)
	switch {
	case !hit && !mutating && r.Method == http.MethodGet:
		f.question(w, r)
		return
	case !hit && (!mutating || aimed != nil):
		f.next.ServeHTTP(w, r)
		return
	}
	f.mu.Lock()
	fault := f.fault
	f.fault, f.aimed = None, nil
	f.mu.Unlock()
	switch fault {
	case CutBefore:
		panic(http.ErrAbortHandler)
	case FailBefore:
		write(w, Answer{Status: http.StatusServiceUnavailable, Body: "<html>busy</html>"})
		return
	case Redirect:
		write(w, Answer{Status: http.StatusTemporaryRedirect, Header: map[string]string{"Location": r.URL.String()}})
		return
	case RefuseInside, Limit, DeadToken:
		write(w, f.Answers[fault])
		return
	}
	accepted := f.pass(r, mutating)
	switch fault {
	case CutAfter:
		panic(http.ErrAbortHandler)
	case FailAfter:
		write(w, Answer{Status: http.StatusBadGateway, Body: "<html>bad gateway</html>"})
	case Stall:
		select {
		case f.stalled <- struct{}{}:
		default: // nobody waits to be told
		}
		<-r.Context().Done()
	case CutAnswer:
		w.Header().Set("Content-Length", strconv.Itoa(accepted.Body.Len()))
		w.WriteHeader(accepted.Code)
		_, _ = w.Write(accepted.Body.Bytes()[:accepted.Body.Len()/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case HalfJSON:
		write(w, Answer{Status: accepted.Code, Body: accepted.Body.String()[:accepted.Body.Len()/2]})
	case Nonsense:
		write(w, Answer{Status: http.StatusOK, Body: `{"status":"ok"}`})
	case Duplicate:
		write(w, f.Answers[fault])
	default:
		copyAnswer(w, accepted)
	}
}

// question gives a call that changes nothing to the server, or replays its answer.
func (f *Faults) question(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	replay := f.replay
	answer := replay[r.URL.Path]
	f.mu.Unlock()
	if replay == nil {
		f.next.ServeHTTP(w, r)
		return
	}
	if answer == nil {
		answer = httptest.NewRecorder()
		f.next.ServeHTTP(answer, r)
		f.mu.Lock()
		replay[r.URL.Path] = answer
		f.mu.Unlock()
	}
	copyAnswer(w, answer)
}

func copyAnswer(w http.ResponseWriter, answer *httptest.ResponseRecorder) {
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// pass gives a call to the server and returns its whole answer.
func (f *Faults) pass(r *http.Request, mutating bool) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	if !mutating {
		f.next.ServeHTTP(answer, r)
		return answer
	}
	if f.Before != nil {
		f.Before()
	}
	f.next.ServeHTTP(answer, r)
	f.mu.Lock()
	f.passed++
	f.mu.Unlock()
	if f.After != nil {
		f.After()
	}
	return answer
}

func write(w http.ResponseWriter, a Answer) {
	w.Header().Set("Content-Type", "application/json")
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write([]byte(a.Body))
}

// Proxy is Faults in front of a real server, under an address of its own.
type Proxy struct {
	*Faults
	URL string
}

// NewProxy starts a proxy in front of the server at upstream and stops it when
// the test ends. Answers that name the server's own address name the proxy's
// instead, so that no call goes around it.
func NewProxy(t testing.TB, upstream string, mutating func(*http.Request) bool, answers map[Fault]Answer) *Proxy {
	t.Helper()
	target, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	reverse := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = target.Host
		// A whole answer in the clear can be rewritten.
		r.Out.Header.Set("Accept-Encoding", "identity")
	}}
	p := &Proxy{}
	p.Faults = NewFaults(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := httptest.NewRecorder()
		reverse.ServeHTTP(answer, r)
		for name, values := range answer.Header() {
			if !strings.EqualFold(name, "Content-Length") {
				w.Header()[name] = values
			}
		}
		w.WriteHeader(answer.Code)
		_, _ = w.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte(upstream), []byte(p.URL)))
	}), mutating, answers)
	server := httptest.NewServer(p.Faults)
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}
