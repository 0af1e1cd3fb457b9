// Package xtest is a strict X in memory, for tests: it speaks the documented wire
// format of version 2 of its API for what Parvis uses, checks both kinds of
// authorisation, refuses what X refuses, shortens links as X does, and goes wrong
// on demand.
package xtest

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
	CodeLife  = 30 * time.Second
	TokenLife = 2 * time.Hour
	MediaLife = 24 * time.Hour
)

// Server is a running server with one application. Its methods are safe for
// concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults
	// ClientID is that of the application, which is a Native App; Callback is the
	// one address that it comes back to.
	ClientID, Callback string

	clock app.Clock

	mu       sync.Mutex
	serial   int64
	accounts []*account
	codes    map[string]grant
	tokens   map[string]*token
	refresh  map[string]*token
	nonces   map[string]bool
	media    map[string]*picture
	broke    bool // the application has no credits
	readOnly bool // the application may only read
	renewals int
	uploads  int
	told     int
}

type account struct {
	id, name      string
	key, secret   string // of the access token of OAuth 1.0a, "" once revoked
	revokedTokens bool
	posts         []*Post
}

// Start starts a server that lives by clock, and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{
		ClientID: "rG9n6402A3dbUJKzXTNX4oWHJ", Callback: "http://127.0.0.1:53682/callback", clock: clock, serial: 1_990_000_000_000_000_000,
		codes: make(map[string]grant), tokens: make(map[string]*token), refresh: make(map[string]*token),
		nonces: make(map[string]bool), media: make(map[string]*picture),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /2/oauth2/token", s.exchange)
	mux.HandleFunc("GET /2/users/me", s.answer(s.me, "tweet.read users.read", "user.fields"))
	mux.HandleFunc("POST /2/media/upload", s.answer(s.upload, "tweet.write media.write"))
	mux.HandleFunc("POST /2/media/upload/initialize", s.answer(s.openFilm, "tweet.write media.write"))
	mux.HandleFunc("POST /2/media/upload/{id}/append", s.answer(s.appendFilm, "tweet.write media.write"))
	mux.HandleFunc("POST /2/media/upload/{id}/finalize", s.answer(s.endFilm, "tweet.write media.write"))
	mux.HandleFunc("GET /2/media/upload", s.answer(s.askFilm, "tweet.write media.write", "command", "media_id"))
	mux.HandleFunc("POST /2/media/metadata", s.answer(s.describe, "tweet.write media.write"))
	mux.HandleFunc("POST /2/tweets", s.answer(s.create, "tweet.read tweet.write users.read"))
	mux.HandleFunc("DELETE /2/tweets/{id}", s.answer(s.remove, "tweet.read tweet.write users.read"))
	mux.HandleFunc("GET /2/users/{id}/tweets", s.answer(s.list, "tweet.read users.read",
		"max_results", "start_time", "exclude", "tweet.fields", "pagination_token"))
	mux.HandleFunc("GET /2/users/{id}/mentions", s.answer(s.mentions, "tweet.read users.read",
		"max_results", "start_time", "tweet.fields", "pagination_token"))
	mux.HandleFunc("GET /2/tweets", s.answer(s.measure, "tweet.read users.read", "ids", "tweet.fields"))
	mux.HandleFunc("PUT /2/tweets/{id}/hidden", s.answer(s.hide, "tweet.read users.read tweet.moderate.write"))
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Reads recognises the call that renews tokens.
func Reads(r *http.Request) bool { return r.URL.Path == "/2/oauth2/token" }

// Mutating recognises the call that makes a post public.
func Mutating(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/2/tweets"
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool { return r.Method == http.MethodPut }

// Answers are X's words for the faults.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {
			Status: 200,
			Body:   `{"errors":[{"title":"Forbidden","detail":"You are not permitted to perform this action.","type":"about:blank","status":403}]}`,
		},
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120"},
			Body: `{"title":"Too Many Requests","detail":"Too Many Requests","type":"about:blank","status":429}`,
		},
		accountstest.Duplicate: {
			Status: 403,
			Body:   `{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}`,
		},
	}
}

// DeadToken are X's words for a token that serves no more, for accounts whose
// tokens can be renewed.
func DeadToken() accountstest.Answer {
	return accountstest.Answer{Status: 401, Body: `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`}
}

// CreateAccount makes an account and returns its number.
func (s *Server) CreateAccount(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &account{id: s.next(), name: name}
	a.key = a.id + "-" + strings.Repeat("k", 39) + "1"
	a.secret = fmt.Sprintf("%045s", "tokensecret"+a.id)
	s.accounts = append(s.accounts, a)
	return a.id
}

// The values of the application for OAuth 1.0a.
const (
	apiKey    = "xvz1evFS4wEEPTGEFPHBog012"
	apiSecret = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Y7Z9u8w7v6t5"
)

// Values returns the four values of OAuth 1.0a for an account: API key and its
// secret, access token and its secret.
func (s *Server) Values(id string) [4]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(id)
	return [4]string{apiKey, apiSecret, a.key, a.secret}
}

// Revoke takes back all that was given for an account.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.find(id)
	a.secret, a.revokedTokens = "", true
}

// EndTokens declares the tokens of an account dead, long before their time; they
// can be renewed.
func (s *Server) EndTokens(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		if t.owner.id == id {
			t.ends = s.clock.Now()
		}
	}
}

// RunOut takes the credits of the application away.
func (s *Server) RunOut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.broke = true
}

// ReadOnly makes the application one that may only read, in OAuth 1.0a.
func (s *Server) ReadOnly() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.readOnly = true
}

// Renewals returns how many tokens were renewed.
func (s *Server) Renewals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewals
}

// Uploads returns how many pictures were taken.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// Told returns how many posts were told, each of which X bills.
func (s *Server) Told() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.told
}

func (s *Server) next() string {
	s.serial++
	return fmt.Sprint(s.serial)
}

func (s *Server) find(id string) *account {
	for _, a := range s.accounts {
		if a.id == id {
			return a
		}
	}
	return nil
}

// call is a request of somebody who may make it.
type call struct {
	*http.Request
	account *account
	body    []byte
}

// reply is an answer of the API.
type reply struct {
	status int
	body   any
}

// problem is an error in the form of RFC 9457, as X has it.
func problem(status int, kind, title, format string, args ...any) *reply {
	return &reply{status, map[string]any{"type": kind, "title": title, "detail": fmt.Sprintf(format, args...), "status": status}}
}

func invalid(format string, args ...any) *reply {
	said := fmt.Sprintf(format, args...)
	return &reply{400, map[string]any{
		"errors": []any{map[string]any{"message": said, "parameters": map[string]any{}}}, "title": "Invalid Request",
		"detail": "One or more parameters to your request was invalid.", "type": "https://api.x.com/2/problems/invalid-request",
	}}
}

func forbidden(format string, args ...any) *reply {
	return problem(403, "about:blank", "Forbidden", format, args...)
}

// answer serves a method of the API, one call at a time; scopes are those that a
// token needs, params those that the method takes.
func (s *Server) answer(method func(call) *reply, scopes string, params ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
		if err != nil {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		said := s.pass(r, body, method, strings.Fields(scopes), params)
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if said.status >= 400 {
			w.Header().Set("Content-Type", "application/problem+json")
		}
		w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
		if s.readOnly {
			w.Header().Set("X-Access-Level", "read")
		}
		w.WriteHeader(said.status)
		_ = json.NewEncoder(w).Encode(said.body)
	}
}

func (s *Server) pass(r *http.Request, body []byte, method func(call) *reply, scopes, params []string) *reply {
	owner, granted := s.authorised(r)
	if owner == nil {
		return problem(401, "about:blank", "Unauthorized", "Unauthorized")
	}
	signed := granted == nil
	if signed && s.readOnly && r.Method != http.MethodGet {
		return problem(403, "https://api.x.com/2/problems/oauth1-permissions", "Forbidden",
			"Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.")
	}
	for _, scope := range scopes {
		if !signed && !slices.Contains(granted, scope) {
			return forbidden("Forbidden")
		}
	}
	if s.broke {
		return problem(402, "https://api.x.com/2/problems/credits", "CreditsDepleted",
			"Your enrolled account [%s] does not have any credits to fulfill this request.", owner.id)
	}
	for name := range r.URL.Query() {
		if !slices.Contains(params, name) {
			return invalid("The query parameter [%s] is not one of [%s]", name, strings.Join(params, ","))
		}
	}
	return method(call{Request: r, account: owner, body: body})
}

func (s *Server) me(c call) *reply {
	told := map[string]any{"id": c.account.id, "name": "Boulangerie", "username": c.account.name}
	if c.URL.Query().Get("user.fields") == "public_metrics" {
		told["public_metrics"] = map[string]int{"followers_count": Fans, "following_count": 3, "tweet_count": len(c.account.posts)}
	}
	return &reply{200, map[string]any{"data": told}}
}
