package graphtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"parvis/app/networks"
)

// Host is a networks.Host on this machine. Before, when set, is called before a
// picture is put: its error is the answer.
type Host struct {
	Before func() error

	url  string
	mu   sync.Mutex
	held map[string][]byte
	down bool
}

// StartHost starts a host and stops it when the test ends.
func StartHost(t testing.TB) *Host {
	t.Helper()
	h := &Host{held: make(map[string][]byte)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		data, ok := h.held[strings.TrimPrefix(r.URL.Path, "/")]
		ok = ok && !h.down
		h.mu.Unlock()
		if !ok {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(data)
	}))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

// Down makes the addresses it gave lead nowhere, or no longer.
func (h *Host) Down(down bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.down = down
}

// Put implements networks.Host.
func (h *Host) Put(_ context.Context, i networks.Image) (string, error) {
	if h.Before != nil {
		if err := h.Before(); err != nil {
			return "", err
		}
	}
	sum := sha256.Sum256(i.Bytes)
	name := hex.EncodeToString(sum[:])
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held[name] = i.Bytes
	return h.url + "/" + name, nil
}
