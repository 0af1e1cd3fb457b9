// Package blueskytest is a strict AT Protocol server in memory, for tests: it
// speaks the wire format of @atproto/pds 0.4.217 for what Parvis uses, refuses
// what that server or the lexicons refuse, and goes wrong on demand.
package blueskytest

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// Lives of tokens.
const (
	AccessLife  = 2 * time.Hour
	RefreshLife = 90 * 24 * time.Hour
)

// Account is an account of the server.
type Account struct {
	Handle, DID, Email, AppPassword string
}

// Record is a post that the server holds.
type Record struct {
	URI   string          `json:"uri"`
	CID   string          `json:"cid"`
	Value json.RawMessage `json:"value"`
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock app.Clock

	mu       sync.Mutex
	accounts []*account
	tokens   map[string]*token
	serial   int
	signIns  int
	renewals int
	uploads  int
	calls    int       // since span
	span     time.Time // when the calls began to be counted
}

type account struct {
	Account
	revoked bool // the app password serves no more
	shut    bool // the account is deactivated
	blobs   map[string]blob
	records []Record
	others  []Record // of other collections
	notices []notice
	likes   map[string]int // of its posts
	fans    int
}

type blob struct {
	Type string `json:"$type"`
	Ref  struct {
		Link string `json:"$link"`
	} `json:"ref"`
	MIME string `json:"mimeType"`
	Size int    `json:"size"`
}

type token struct {
	owner   *account
	refresh bool
	ends    time.Time
	dead    bool
}

// Start starts a server whose tokens live by clock, and stops it when the test
// ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock, tokens: make(map[string]*token)}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /xrpc/com.atproto.server.createSession", s.answer(s.createSession))
	mux.HandleFunc("POST /xrpc/com.atproto.server.refreshSession", s.answer(s.refreshSession))
	mux.HandleFunc("GET /xrpc/com.atproto.server.getSession", s.answer(s.getSession))
	mux.HandleFunc("GET /xrpc/com.atproto.identity.resolveHandle", s.answer(s.resolveHandle))
	mux.HandleFunc("POST /xrpc/com.atproto.repo.uploadBlob", s.answer(s.uploadBlob))
	mux.HandleFunc("POST /xrpc/com.atproto.repo.createRecord", s.answer(s.createRecord))
	mux.HandleFunc("GET /xrpc/com.atproto.repo.getRecord", s.answer(s.getRecord))
	mux.HandleFunc("GET /xrpc/com.atproto.repo.listRecords", s.answer(s.listRecords))
	mux.HandleFunc("POST /xrpc/com.atproto.repo.putRecord", s.answer(s.putRecord))
	mux.HandleFunc("POST /xrpc/com.atproto.repo.deleteRecord", s.answer(s.deleteRecord))
	mux.HandleFunc("GET /xrpc/app.bsky.actor.getProfile", s.answer(s.getProfile))
	mux.HandleFunc("GET /xrpc/app.bsky.feed.getPosts", s.answer(s.getPosts))
	mux.HandleFunc("GET /xrpc/app.bsky.notification.listNotifications", s.answer(s.listNotifications))
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the call that makes a post public.
func Mutating(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/xrpc/com.atproto.repo.createRecord"
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Path == "/xrpc/com.atproto.repo.putRecord"
}

// Reads recognises the calls that open a session or renew it.
func Reads(r *http.Request) bool {
	return r.URL.Path == "/xrpc/com.atproto.server.createSession" || r.URL.Path == "/xrpc/com.atproto.server.refreshSession"
}

// Answers are the protocol's words for the faults.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: {Status: 200, Body: `{"error":"InvalidRequest","message":"Record refused"}`},
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120"},
			Body: `{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}`,
		},
		accountstest.DeadToken: {Status: 400, Body: `{"error":"ExpiredToken","message":"Token has expired"}`},
		// The server has no word of its own for a key that is taken: the tree of
		// records throws, and that is a 500.
		accountstest.Duplicate: {Status: 500, Body: `{"error":"InternalServerError","message":"Internal Server Error"}`},
	}
}

// CreateAccount makes an account with an app password.
func (s *Server) CreateAccount(handle string) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	a := &account{
		Account: Account{
			Handle: handle, DID: "did:plc:" + strings.ToLower(sum(handle)[:24]), Email: "patron@" + handle,
			AppPassword: fmt.Sprintf("abcd-efgh-ijkl-%04d", s.serial),
		},
		blobs: make(map[string]blob), likes: make(map[string]int), fans: Fans,
	}
	s.accounts = append(s.accounts, a)
	return a.Account
}

// Records returns the posts of an account, oldest first.
func (s *Server) Records(did string) []Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.find(did); a != nil {
		return append([]Record(nil), a.records...)
	}
	return nil
}

// Renewals returns how many sessions were opened or renewed, but for the first
// of each account.
func (s *Server) Renewals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewals + max(s.signIns-len(s.accounts), 0)
}

// Uploads returns how many pictures were taken.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// Delete removes the posts of an account, as its owner may on the network.
func (s *Server) Delete(did string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(did).records = nil
}

// DropBlobs forgets the pictures that no record uses, as servers do in time.
func (s *Server) DropBlobs(did string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.find(did).blobs)
}

// EndSessions declares the tokens of an account dead, long before their time.
func (s *Server) EndSessions(did string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.tokens {
		t.dead = t.dead || t.owner.DID == did
	}
}

// Revoke takes back the app password of an account, and its sessions.
func (s *Server) Revoke(did string) {
	s.EndSessions(did)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(did).revoked = true
}

// find returns an account by DID, handle or e-mail address, or nil.
func (s *Server) find(name string) *account {
	for _, a := range s.accounts {
		if name == a.DID || name == a.Handle || name == a.Email {
			return a
		}
	}
	return nil
}

// refusal is an error in the protocol's form.
type refusal struct {
	status        int
	name, message string
}

func refuse(status int, name, format string, args ...any) *refusal {
	return &refusal{status, name, fmt.Sprintf(format, args...)}
}

// answer serves a method of the protocol, one call at a time.
func (s *Server) answer(method func(*http.Request, []byte) (any, *refusal)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
		if err != nil {
			return
		}
		s.mu.Lock()
		answer, refused := method(r, body)
		s.counted(w)
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if refused != nil {
			w.WriteHeader(refused.status)
			answer = map[string]string{"error": refused.name, "message": refused.message}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}
}

func (s *Server) createSession(r *http.Request, body []byte) (any, *refusal) {
	var in struct {
		Identifier string `json:"identifier"`
		Password   string `json:"password"`
	}
	if refused := input(r, body, &in); refused != nil {
		return nil, refused
	}
	a := s.find(strings.ToLower(in.Identifier))
	if a == nil || a.revoked || in.Password != a.AppPassword {
		return nil, refuse(401, "AuthenticationRequired", "Invalid identifier or password")
	}
	s.signIns++
	return s.open(a), nil
}

func (s *Server) refreshSession(r *http.Request, body []byte) (any, *refusal) {
	if len(body) > 0 {
		return nil, refuse(400, "InvalidRequest", "A request body was provided when none was expected")
	}
	t, refused := s.authorised(r, true)
	if refused != nil {
		return nil, refused
	}
	// The real server gives the old token two more hours; here it serves once.
	t.dead = true
	s.renewals++
	return s.open(t.owner), nil
}

func (s *Server) getSession(r *http.Request, _ []byte) (any, *refusal) {
	t, refused := s.authorised(r, false)
	if refused != nil {
		return nil, refused
	}
	return map[string]any{"did": t.owner.DID, "handle": t.owner.Handle, "active": !t.owner.shut}, nil
}

// Shut deactivates an account, as its owner may on the network.
func (s *Server) Shut(did string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.find(did).shut = true
}

// Calls is how many calls the server takes from one address in CallSpan.
const (
	Calls    = 3000
	CallSpan = 5 * time.Minute
)

// counted tells what is left of the calls: the real server counts in spans that begin
// with the first call.
func (s *Server) counted(w http.ResponseWriter) {
	now := s.clock.Now()
	if !now.Before(s.span.Add(CallSpan)) {
		s.span, s.calls = now, 0
	}
	s.calls++
	w.Header().Set("RateLimit-Limit", strconv.Itoa(Calls))
	w.Header().Set("RateLimit-Remaining", strconv.Itoa(max(Calls-s.calls, 0)))
	w.Header().Set("RateLimit-Reset", strconv.FormatInt(s.span.Add(CallSpan).Unix(), 10))
	w.Header().Set("RateLimit-Policy", "3000;w=300")
}

func (s *Server) open(a *account) any {
	return map[string]any{
		"accessJwt": s.mint(a, false), "refreshJwt": s.mint(a, true),
		"did": a.DID, "handle": a.Handle, "active": true,
		"didDoc": map[string]any{"id": a.DID, "service": []any{map[string]string{
			"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": s.URL,
		}}},
	}
}

func (s *Server) mint(a *account, refresh bool) string {
	life, scope := AccessLife, "com.atproto.appPass"
	if refresh {
		life, scope = RefreshLife, "com.atproto.refresh"
	}
	s.serial++
	ends := s.clock.Now().Add(life)
	payload, err := json.Marshal(map[string]any{"sub": a.DID, "scope": scope, "exp": ends.Unix(), "jti": s.serial})
	if err != nil {
		panic(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"typ":"at+jwt","alg":"HS256"}`)) + "." + encode(payload) + "." + sum(string(payload))
	s.tokens[text] = &token{owner: a, refresh: refresh, ends: ends}
	return text
}

func (s *Server) authorised(r *http.Request, refresh bool) (*token, *refusal) {
	text, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return nil, refuse(401, "AuthMissing", "Authentication Required")
	}
	switch t := s.tokens[text]; {
	case t == nil || t.refresh != refresh:
		return nil, refuse(400, "InvalidToken", "Token could not be verified")
	case t.dead:
		return nil, refuse(400, "ExpiredToken", "Token has been revoked")
	case !s.clock.Now().Before(t.ends):
		return nil, refuse(400, "ExpiredToken", "Token has expired")
	default:
		return t, nil
	}
}

func (s *Server) resolveHandle(r *http.Request, _ []byte) (any, *refusal) {
	a := s.find(r.URL.Query().Get("handle"))
	if a == nil {
		return nil, refuse(400, "InvalidRequest", "Unable to resolve handle")
	}
	return map[string]string{"did": a.DID}, nil
}

// input reads a JSON body, strictly.
func input(r *http.Request, body []byte, into any) *refusal {
	if r.Header.Get("Content-Type") != "application/json" {
		return refuse(400, "InvalidRequest", "Wrong request encoding (Content-Type): %s", r.Header.Get("Content-Type"))
	}
	if err := strict(body, into); err != nil {
		return refuse(400, "InvalidRequest", "Input %v", err)
	}
	return nil
}

// sum is a hash in the alphabet of content identifiers.
func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(h[:]))
}
