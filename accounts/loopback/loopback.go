// Package loopback waits on this machine for a browser that its owner was sent
// away with to give consent to a network, as RFC 8252 (section 7.3) describes it:
// on 127.0.0.1 alone, for one answer that proves to be ours, for five minutes.
package loopback

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// patience is how long a browser may stay away.
const patience = 5 * time.Minute

// Bounds of what a browser may send and how long it may take.
const (
	maxHeader   = 16 << 10 // bytes
	maxCode     = 4 << 10  // bytes; codes are seldom longer than 500
	readTimeout = 10 * time.Second
	farewell    = 2 * time.Second // for the page to reach the browser
)

// Loopback opens addresses. It fulfils networks.Loopback.
type Loopback struct {
	random io.Reader
	// after tells that a time has passed: tests say when.
	after func(time.Duration) <-chan time.Time
}

var _ networks.Loopback = (*Loopback)(nil)

// New returns a Loopback. A nil random means the system's secure source.
func New(random io.Reader) *Loopback {
	if random == nil {
		random = rand.Reader
	}
	return &Loopback{random: random, after: time.After}
}

// Listen implements networks.Loopback.
func (l *Loopback) Listen(ctx context.Context, ports []int) (networks.Return, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(l.random, secret); err != nil {
		return nil, app.Fail(app.CodeInternal, "networks.sign_in.port").Because(err)
	}
	listener, err := listen(ctx, ports)
	if err != nil {
		return nil, err
	}
	w := &waiting{
		host: listener.Addr().String(), port: listener.Addr().(*net.TCPAddr).Port,
		state:   base64.RawURLEncoding.EncodeToString(secret),
		answers: make(chan answer, 1), late: l.after(patience),
	}
	w.server = &http.Server{
		Handler: w, ReadTimeout: readTimeout, WriteTimeout: readTimeout, MaxHeaderBytes: maxHeader,
		// What comes here may hold codes: none of it goes to the log.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	w.server.SetKeepAlivesEnabled(false)
	w.ended.Go(func() { _ = w.server.Serve(listener) })
	return w, nil
}

func listen(ctx context.Context, ports []int) (net.Listener, error) {
	if len(ports) == 0 {
		ports = []int{0}
	}
	var refused []error
	for _, port := range ports {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp4", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return listener, nil
		}
		refused = append(refused, err)
	}
	return nil, app.Fail(app.CodeUnavailable, "networks.sign_in.port").Because(errors.Join(refused...))
}

// answer is what a browser brought back.
type answer struct {
	code string
	err  error
}

// waiting is one address that waits.
type waiting struct {
	host    string // the only one it answers to: 127.0.0.1:port
	port    int
	state   string
	server  *http.Server
	late    <-chan time.Time
	answers chan answer // of one
	ended   sync.WaitGroup

	mu   sync.Mutex
	used bool
}

// Address implements networks.Return.
func (w *waiting) Address() string { return networks.Callback(w.port) }

// State implements networks.Return.
func (w *waiting) State() string { return w.state }

// Wait implements networks.Return.
func (w *waiting) Wait(ctx context.Context) (string, error) {
	select {
	case a := <-w.answers:
		return a.code, a.err
	case <-w.late:
		return "", app.Fail(app.CodeUnavailable, "networks.sign_in.late")
	case <-ctx.Done():
		return "", app.Fail(app.CodeUnavailable, "networks.error.interrupted").Because(ctx.Err())
	}
}

// Close implements networks.Return.
func (w *waiting) Close() {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	if w.server.Shutdown(ctx) != nil {
		_ = w.server.Close()
	}
	w.ended.Wait()
}

// use reports whether an answer is the first that proves to be ours.
func (w *waiting) use(state string) (ours, first bool) {
	if subtle.ConstantTimeCompare([]byte(state), []byte(w.state)) != 1 {
		return false, false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	first = !w.used
	w.used = true
	return true, first
}
