// Package mastodontest is a strict server of Mastodon's network in memory, for
// tests: it speaks for what Parvis uses the API of Mastodon 4.5, of GoToSocial
// 0.20 or of Pixelfed 0.12, refuses what they refuse and every parameter that
// they do not know, and goes wrong on demand.
package mastodontest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
)

// keyLife is how long Mastodon keeps the key of an attempt.
const keyLife = time.Hour

// EveryScope are the scopes of an account's token that may do all that Parvis
// does.
var EveryScope = []string{"read:accounts", "read:statuses", "write:statuses", "write:media"}

// MoreScopes are those of a token that may also read and act on what others say.
var MoreScopes = append([]string{"read:notifications", "write:blocks"}, EveryScope...)

// Account is an account of the server.
type Account struct{ ID, Username, Token string }

// Status is a status that the server holds.
type Status struct {
	ID, Text, Language, InReplyTo, Visibility string
	Media                                     []string
	CreatedAt                                 time.Time
	Warning                                   string
	Sensitive, Poll                           bool
	Favourites                                int
	owner                                     *account
}

// Picture is an uploaded picture.
type Picture struct {
	ID, MIME, Description string
	Size                  int
	Bytes                 []byte
	owner                 *account
	status                string
	processing            bool
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults
	// Characters is how long a status may be. Domain names the accounts, "" is
	// the server's own address. Set before the first call.
	Characters int
	Domain     string

	clock    app.Clock
	software networks.Software

	mu         sync.Mutex
	serial     int
	accounts   []*account
	tokens     map[string]*token
	clients    map[string]client
	codes      map[string]grant
	statuses   []*Status
	scheduled  []*Status
	pictures   map[string]*Picture
	keys       map[string]used
	notices    []notice
	blocks     map[string]bool
	uploads    int
	calls      int
	processing bool
	old        bool
	mute       bool
	closed     bool
	prompt     bool // what is being made ready is so once it was asked for
}

type account struct{ Account }

type token struct {
	owner  *account
	scopes []string
	client string // registered by Parvis, "" for one made in the settings
}

type used struct {
	status    string
	at        time.Time
	scheduled bool
}

// Start starts a server of a software, and stops it when the test ends.
func Start(t testing.TB, clock app.Clock, software networks.Software) *Server {
	t.Helper()
	s := &Server{
		Characters: 500, clock: clock, software: software,
		tokens: make(map[string]*token), clients: make(map[string]client), codes: make(map[string]grant),
		pictures: make(map[string]*Picture), keys: make(map[string]used), blocks: make(map[string]bool),
	}
	mux := http.NewServeMux()
	handle := func(pattern string, serve func(*http.Request, []byte) reply) {
		mux.HandleFunc(pattern, s.answer(serve))
	}
	handle("GET /api/v2/instance", s.instance)
	handle("GET /api/v1/instance", s.firstInstance)
	handle("GET /.well-known/nodeinfo", s.nodeinfo)
	handle("GET /nodeinfo/2.0", s.node)
	handle("GET /.well-known/oauth-authorization-server", s.metadata)
	handle("POST /api/v1/apps", s.register)
	mux.HandleFunc("/oauth/authorize", s.consent)
	handle("POST /oauth/token", s.token)
	handle("GET /api/v1/accounts/verify_credentials", s.verify)
	handle("GET /api/v1/apps/verify_credentials", s.verifyApp)
	handle("GET /api/v1/accounts/{id}/statuses", s.list)
	handle("POST /api/v2/media", s.upload)
	handle("GET /api/v1/media/{id}", s.media)
	handle("POST /api/v1/statuses", s.post)
	handle("GET /api/v1/statuses/{id}", s.show)
	handle("DELETE /api/v1/statuses/{id}", s.remove)
	handle("PUT /api/v1/statuses/{id}", s.edit)
	handle("GET /api/v1/statuses", s.several)
	handle("GET /api/v1/notifications", s.notifications)
	handle("POST /api/v1/accounts/{id}/block", s.block)
	handle("GET /api/v1/scheduled_statuses", s.listScheduled)
	handle("GET /api/v1/scheduled_statuses/{id}", s.showScheduled)
	handle("DELETE /api/v1/scheduled_statuses/{id}", s.removeScheduled)
	s.Faults = accountstest.NewFaults(mux, Mutating, s.words())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the call that makes a post public, now or later, and the one
// that takes it back.
func Mutating(r *http.Request) bool {
	if r.Method == http.MethodDelete && strings.HasPrefix(r.URL.Path, "/api/v1/scheduled_statuses/") {
		return true
	}
	return r.Method == http.MethodPost && r.URL.Path == "/api/v1/statuses"
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodPut || r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/block")
}

// words are the software's for the faults. Tokens do not expire, so that none
// has a word for one that could be renewed; only Pixelfed has one for a key that
// was used.
func (s *Server) words() map[accountstest.Fault]accountstest.Answer {
	back := s.clock.Now().Add(2 * time.Minute)
	words := map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {Status: 200, Body: `{"error":"Validation failed"}`},
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"X-RateLimit-Reset": back.UTC().Format("2006-01-02T15:04:05.000000Z")},
			Body: `{"error":"Too many requests"}`,
		},
	}
	switch s.software {
	case networks.SoftwareGoToSocial:
		words[accountstest.Limit] = accountstest.Answer{
			Status: 429, Header: map[string]string{"X-RateLimit-Reset": strconv.FormatInt(back.Unix(), 10)}, Body: `{"error":"rate limit reached"}`,
		}
	case networks.SoftwarePixelfed:
		words[accountstest.Limit] = accountstest.Answer{Status: 429, Header: map[string]string{"Retry-After": "120"}, Body: `{"message":"Too Many Attempts."}`}
		words[accountstest.Duplicate] = accountstest.Answer{Status: 400, Body: `{"error":"Duplicate idempotency key."}`}
	}
	return words
}

// CreateAccount makes an account with a token made in the settings.
func (s *Server) CreateAccount(username string, scopes ...string) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &account{Account{ID: s.newID(), Username: username}}
	s.accounts = append(s.accounts, a)
	a.Token = s.mint(&token{owner: a, scopes: scopes})
	return a.Account
}

// Weaken makes one more token of an account, with scopes of its own, and returns it.
func (s *Server) Weaken(id string, scopes ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mint(&token{owner: s.find(id), scopes: scopes})
}

// Statuses returns what an account published, oldest first.
func (s *Server) Statuses(id string) []Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mature()
	var all []Status
	for _, one := range s.statuses {
		if one.owner.ID == id {
			all = append(all, *one)
		}
	}
	return all
}

// Pictures returns the pictures of a status, in its order.
func (s *Server) Pictures(one Status) []Picture {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Picture
	for _, id := range one.Media {
		all = append(all, *s.pictures[id])
	}
	return all
}

// Add publishes a status that Parvis did not send.
func (s *Server) Add(id, text, inReplyTo string, at time.Time) Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := &Status{ID: s.newID(), Text: text, InReplyTo: inReplyTo, Visibility: "public", CreatedAt: at, owner: s.find(id)}
	s.statuses = append(s.statuses, one)
	return *one
}

// Remove takes a status back, as its owner does on the server.
func (s *Server) Remove(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.statuses = slices.DeleteFunc(s.statuses, func(one *Status) bool { return one.ID == id })
}

// Uploads returns how many pictures were taken.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// DropPictures forgets the pictures that no status uses, as servers do in time.
func (s *Server) DropPictures() { s.with(func() { clear(s.pictures) }) }

// Process says whether pictures take time to be made ready; without, all are.
func (s *Server) Process(takesTime bool) {
	s.with(func() {
		s.processing = takesTime
		for _, p := range s.pictures {
			p.processing = takesTime
		}
	})
}

// ReadyOnceAsked makes what is being made ready be so after somebody asked for it once.
func (s *Server) ReadyOnceAsked() { s.with(func() { s.prompt = true }) }

// Revoke takes the tokens of an account back.
func (s *Server) Revoke(id string) {
	s.with(func() {
		for text, t := range s.tokens {
			if t.owner.ID == id {
				delete(s.tokens, text)
			}
		}
	})
}

// Age makes the server one of before Mastodon 4.0: no second version of its
// instance, no metadata of its OAuth, no scopes told.
func (s *Server) Age() { s.with(func() { s.old = true }) }

// Mute makes the server say nothing of its software but its version.
func (s *Server) Mute() { s.with(func() { s.mute = true }) }

// Close makes the server speak to its own accounts only.
func (s *Server) Close() { s.with(func() { s.closed = true }) }

func (s *Server) with(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *Server) find(id string) *account {
	for _, a := range s.accounts {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func (s *Server) status(id string) *Status {
	for _, one := range s.statuses {
		if one.ID == id {
			return one
		}
	}
	return nil
}

// newID is an identifier in the software's form, greater than those before.
func (s *Server) newID() string {
	s.serial++
	if s.software == networks.SoftwareGoToSocial {
		return fmt.Sprintf("01KB8VQ2Z4%016d", s.serial)
	}
	return fmt.Sprintf("1156%014d", s.serial)
}

func (s *Server) mint(t *token) string {
	s.serial++
	text := fmt.Sprintf("opaque-token-%04d-of-%s", s.serial, t.owner.Username)
	s.tokens[text] = t
	return text
}

// reply is what the server answers.
type reply struct {
	status int
	body   any
}

func ok(body any) reply { return reply{200, body} }

// refuse is a refusal in the form of the API.
func refuse(status int, format string, args ...any) reply {
	return reply{status, map[string]string{"error": fmt.Sprintf(format, args...)}}
}

// answer serves one call at a time.
func (s *Server) answer(serve func(*http.Request, []byte) reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
		if err != nil {
			return
		}
		s.mu.Lock()
		s.mature()
		answered := serve(r, body)
		s.counted(w)
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if answered.status == http.StatusUnauthorized {
			w.Header().Set("WWW-Authenticate", `Bearer realm="Doorkeeper", error="invalid_token"`)
		}
		w.WriteHeader(answered.status)
		_ = json.NewEncoder(w).Encode(answered.body)
	}
}

// Calls is how many calls the server takes from an account in CallSpan.
const (
	Calls    = 300
	CallSpan = 5 * time.Minute
)

// counted tells what is left of the calls, as the software does; Pixelfed tells no
// reset.
func (s *Server) counted(w http.ResponseWriter) {
	s.calls++
	reset := s.clock.Now().Truncate(CallSpan).Add(CallSpan).UTC()
	w.Header().Set("X-RateLimit-Limit", strconv.Itoa(Calls))
	w.Header().Set("X-RateLimit-Remaining", strconv.Itoa(max(Calls-s.calls, 0)))
	switch s.software {
	case networks.SoftwareMastodon:
		w.Header().Set("X-RateLimit-Reset", reset.Format("2006-01-02T15:04:05.000000Z"))
	case networks.SoftwareGoToSocial:
		w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
	}
}

// authorised returns the token of a call, held to a scope.
func (s *Server) authorised(r *http.Request, scope string) (*token, *reply) {
	text, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	t := s.tokens[text]
	refused := refuse(401, "The access token is invalid")
	switch {
	case t == nil && s.software == networks.SoftwareGoToSocial:
		refused = refuse(401, "Unauthorized: token not recognized")
	case t == nil && s.software == networks.SoftwarePixelfed:
		refused = reply{401, map[string]string{"message": "Unauthenticated."}}
	case t == nil:
	case holds(t.scopes, scope):
		return t, nil
	case s.software == networks.SoftwareGoToSocial:
		refused = refuse(403, "Forbidden: token has insufficient scope permission")
	case s.software == networks.SoftwarePixelfed:
		refused = reply{403, map[string]string{"message": "Invalid scope(s) provided."}}
	default:
		refused = refuse(403, "This action is outside the authorized scopes")
	}
	return nil, &refused
}

// holds reports whether scopes hold one: "write" holds "write:media".
func holds(scopes []string, scope string) bool {
	whole, _, _ := strings.Cut(scope, ":")
	return scope == "" || slices.Contains(scopes, scope) || slices.Contains(scopes, whole)
}
