// Package youtubetest is a strict YouTube in memory, for tests: it speaks the
// documented wire format of Google's consent and of version 3 of YouTube's API for what
// Parvis uses, takes uploads in sessions piece by piece, refuses what YouTube refuses,
// and goes wrong on demand.
package youtubetest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// Lives of what the server gives.
const (
	CodeLife    = time.Minute
	TokenLife   = time.Hour
	TestingLife = 7 * 24 * time.Hour // of what renews an access, while the application is in testing
	UploadLife  = 7 * 24 * time.Hour
)

// The permissions that a channel can give.
const (
	mayUpload = "https://www.googleapis.com/auth/youtube.upload"
	mayRead   = "https://www.googleapis.com/auth/youtube.readonly"
)

// Server is a running server with one application. Its methods are safe for
// concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults
	ClientID, ClientSecret string

	clock app.Clock

	mu        sync.Mutex
	serial    int
	channels  []*channel
	codes     map[string]grant
	tokens    map[string]*token
	refresh   map[string]*token
	uploads   map[string]*upload
	renewals  int
	unaudited bool
	testing   bool
	spent     bool
	pieces    int
}

type channel struct {
	id, handle string
	revoked    bool
	none       bool // the Google account has no channel
	videos     []*Video
}

// Start starts a server that lives by clock, and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{
		ClientID: "411-parvis.apps.googleusercontent.com", ClientSecret: "GOCSPX-parvis-client-secret", clock: clock,
		codes: make(map[string]grant), tokens: make(map[string]*token), refresh: make(map[string]*token), uploads: make(map[string]*upload),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", s.exchange)
	mux.HandleFunc("POST "+uploadPath, s.answer(s.open, mayUpload, "uploadType", "part"))
	mux.HandleFunc("PUT "+uploadPath, s.answer(s.put, mayUpload, "uploadType", "upload_id"))
	mux.HandleFunc("GET /youtube/v3/channels", s.answer(s.listChannels, mayRead, "part", "mine"))
	mux.HandleFunc("GET /youtube/v3/videos", s.answer(s.listVideos, mayRead, "part", "id"))
	mux.HandleFunc("GET /youtube/v3/playlistItems", s.answer(s.listUploads, mayRead, "part", "maxResults", "playlistId"))
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Reads recognises the call that renews an access.
func Reads(r *http.Request) bool { return r.URL.Path == "/token" }

// Mutating recognises the call that makes a video: the one that brings its last byte.
func Mutating(r *http.Request) bool {
	var first, last, size int64
	n, _ := fmt.Sscanf(r.Header.Get("Content-Range"), "bytes %d-%d/%d", &first, &last, &size)
	return r.Method == http.MethodPut && n == 3 && last == size-1
}

// Answers are Google's words for the faults.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {Status: 200, Body: said(403, "forbidden", "Access forbidden.")},
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120"}, Body: said(429, "rateLimitExceeded", "Too many requests."),
		},
		accountstest.DeadToken: {Status: 401, Body: said(401, "authError", "Invalid Credentials")},
	}
}

func said(status int, reason, message string) string {
	b, err := json.Marshal(failure(status, reason, "%s", message).body)
	if err != nil {
		panic("youtubetest: " + err.Error())
	}
	return string(b)
}

// CreateChannel makes a channel and returns its identifier.
func (s *Server) CreateChannel(handle string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &channel{id: fmt.Sprintf("UC%022d", s.next()), handle: handle}
	s.channels = append(s.channels, c)
	return c.id
}

// CloseChannel leaves the Google account without a channel.
func (s *Server) CloseChannel(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(id).none = true
}

// Revoke takes back all that was given for a channel.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(id).revoked = true
}

// Unaudited makes the application one whose videos stay private.
func (s *Server) Unaudited() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unaudited = true
}

// InTesting puts the application in testing.
func (s *Server) InTesting() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.testing = true
}

// Spend uses up the quota of the day.
func (s *Server) Spend() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spent = true
}

// ForgetUploads makes the server know no upload any more.
func (s *Server) ForgetUploads() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.uploads)
}

// Renewals returns how many accesses were renewed.
func (s *Server) Renewals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewals
}

// Pieces returns how many pieces of films were taken.
func (s *Server) Pieces() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pieces
}

// Uploads returns how many uploads are known.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.uploads)
}

func (s *Server) next() int {
	s.serial++
	return s.serial
}

func (s *Server) find(id string) *channel {
	for _, c := range s.channels {
		if c.id == id {
			return c
		}
	}
	return nil
}

// call is a request of somebody who may make it.
type call struct {
	*http.Request
	channel *channel
	body    []byte
}

// reply is an answer of the API; no body is none.
type reply struct {
	status int
	header map[string]string
	body   any
}

// failure is an error in the form of Google's APIs.
func failure(status int, reason, format string, args ...any) *reply {
	message := fmt.Sprintf(format, args...)
	return &reply{status: status, body: map[string]any{"error": map[string]any{
		"code": status, "message": message,
		"errors": []any{map[string]any{"message": message, "domain": "youtube", "reason": reason}},
	}}}
}

// answer serves a method of the API, one call at a time; scope is the one it needs,
// params those it takes.
func (s *Server) answer(method func(call) *reply, scope string, params ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
		if err != nil {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		said := s.pass(r, body, method, scope, params)
		for name, value := range said.header {
			w.Header().Set(name, value)
		}
		if said.body == nil {
			w.WriteHeader(said.status)
			return
		}
		w.Header().Set("Content-Type", "application/json; charset=UTF-8")
		w.WriteHeader(said.status)
		_ = json.NewEncoder(w).Encode(said.body)
	}
}

func (s *Server) pass(r *http.Request, body []byte, method func(call) *reply, scope string, params []string) *reply {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	t := s.tokens[text]
	if !ok || t == nil || t.owner.revoked || !s.clock.Now().Before(t.ends) {
		return failure(401, "authError", "Request had invalid authentication credentials.")
	}
	if !slices.Contains(t.scopes, scope) {
		return failure(403, "insufficientPermissions", "Request had insufficient authentication scopes.")
	}
	for name := range r.URL.Query() {
		if !slices.Contains(params, name) {
			return failure(400, "unexpectedParameter", "Unknown name %q", name)
		}
	}
	if s.spent && r.Method != http.MethodPut {
		return failure(403, "quotaExceeded", "The request cannot be completed because you have exceeded your quota.")
	}
	return method(call{Request: r, channel: t.owner, body: body})
}
