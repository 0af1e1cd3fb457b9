// Package linkedintest is a strict LinkedIn in memory, for tests: it speaks the
// documented wire format of its versioned REST API for what Parvis uses, refuses
// what that refuses, cuts texts as LinkedIn cuts them, and goes wrong on demand.
package linkedintest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// TokenLife is how long a token lives.
const TokenLife = 60 * 24 * time.Hour

// Version is the version of the API that the server speaks.
const Version = "202605"

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock app.Clock

	mu       sync.Mutex
	serial   int64
	members  []*member
	pages    []*page
	tokens   map[string]*token
	images   map[string]*image
	posts    []*Post
	comments []*Comment
	uploads  int
}

type member struct{ id, name string }

type page struct {
	number       int64
	vanity, name string
	roles        map[*member]string
}

type token struct {
	owner   *member
	scopes  []string
	ends    time.Time
	revoked bool
}

// Start starts a server whose tokens live by clock, and stops it when the test
// ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock, tokens: make(map[string]*token), images: make(map[string]*image), serial: 7_000_000_000}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/userinfo", s.answer(s.userinfo, false))
	mux.HandleFunc("GET /rest/organizations", s.answer(s.organizations, true, "q", "vanityName"))
	mux.HandleFunc("GET /rest/organizations/{number}", s.answer(s.organizations, true))
	mux.HandleFunc("GET /rest/organizationAcls", s.answer(s.roles, true, "q", "state", "count", "start", "role"))
	mux.HandleFunc("POST /rest/images", s.answer(s.initializeUpload, true, "action"))
	mux.HandleFunc("PUT /dms-uploads/{id}", s.answer(s.upload, false))
	mux.HandleFunc("POST /rest/posts", s.answer(s.createPost, true))
	mux.HandleFunc("GET /rest/posts", s.answer(s.findPosts, true, "q", "author", "count", "start", "sortBy"))
	mux.HandleFunc("DELETE /rest/posts/{urn}", s.answer(s.deletePost, true))
	mux.HandleFunc("POST /rest/socialActions/{urn}/comments", s.answer(s.createComment, true))
	mux.HandleFunc("GET /rest/socialActions/{urn}/comments", s.answer(s.findComments, true, "count", "start"))
	mux.HandleFunc("DELETE /rest/socialActions/{urn}/comments/{id}", s.answer(s.deleteComment, true, "actor"))
	mux.HandleFunc("POST /rest/posts/{urn}", s.answer(s.updatePost, true))
	mux.HandleFunc("GET /rest/networkSizes/{urn}", s.answer(s.followers, true, "edgeType"))
	mux.HandleFunc("GET /rest/organizationalEntityShareStatistics", s.answer(s.statistics, true, "q", "organizationalEntity", "shares"))
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the calls that show something to the public.
func Mutating(r *http.Request) bool {
	return r.Method == http.MethodPost && (r.URL.Path == "/rest/posts" || strings.HasSuffix(r.URL.Path, "/comments"))
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodDelete || r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/rest/posts/")
}

// Answers are LinkedIn's words for the faults. It has none for a refusal inside a
// success, and no token of those that are pasted is ever renewed.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120"},
			Body: `{"status":429,"serviceErrorCode":101,"code":"TOO_MANY_REQUESTS","message":"Resource level throttle MEMBER limit for calls to this resource is reached."}`,
		},
		accountstest.Duplicate: {
			Status: 422,
			Body: `{"errorDetailType":"com.linkedin.common.error.BadRequest","message":"com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of urn:li:share:7141138937766391808",` +
				`"errorDetails":{"inputErrors":[{"description":"Duplicate post is detected","input":{},"code":"DUPLICATE_POST"}]},"status":422}`,
		},
	}
}

// CreateMember makes a member and returns its URN.
func (s *Server) CreateMember(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &member{id: fmt.Sprintf("Mbr%d", s.next()), name: name}
	s.members = append(s.members, m)
	return "urn:li:person:" + m.id
}

// CreatePage makes a page on which members have roles, by their URNs, and
// returns its URN.
func (s *Server) CreatePage(vanity, name string, roles map[string]string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := &page{number: s.next(), vanity: vanity, name: name, roles: make(map[*member]string)}
	for urn, role := range roles {
		p.roles[s.member(urn)] = role
	}
	s.pages = append(s.pages, p)
	return p.urn()
}

// Appoint gives a member another role on a page.
func (s *Server) Appoint(page, member, role string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.page(page).roles[s.member(member)] = role
}

// Token makes a token of a member with scopes, as the token generator of the
// developer portal does.
func (s *Server) Token(urn string, scopes ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := fmt.Sprintf("AQX%016dlinkedin-token_%s", s.next(), strings.Repeat("x", 40))
	s.tokens[text] = &token{owner: s.member(urn), scopes: scopes, ends: s.clock.Now().Add(TokenLife)}
	return text
}

// Revoke takes a token back.
func (s *Server) Revoke(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[text].revoked = true
}

// Uploads returns how many pictures were taken.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

func (s *Server) next() int64 {
	s.serial++
	return s.serial
}

func (s *Server) member(urn string) *member {
	for _, m := range s.members {
		if "urn:li:person:"+m.id == urn {
			return m
		}
	}
	return nil
}

func (p *page) urn() string { return fmt.Sprintf("urn:li:organization:%d", p.number) }

func (s *Server) page(urn string) *page {
	for _, p := range s.pages {
		if p.urn() == urn {
			return p
		}
	}
	return nil
}

// call is a request that the gateway let through.
type call struct {
	*http.Request
	token *token
	body  []byte
}

// reply is an answer of the API.
type reply struct {
	status int
	header map[string]string
	body   any
}

func refuse(status int, code, format string, args ...any) reply {
	return reply{status: status, body: map[string]any{
		"status": status, "code": code, "serviceErrorCode": 100, "message": fmt.Sprintf(format, args...),
	}}
}

// answer serves a method of the API, one call at a time, behind the checks of the
// gateway; params are those it takes.
func (s *Server) answer(method func(call) reply, versioned bool, params ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
		if err != nil {
			return
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		said := s.pass(r, versioned, params, body, method)
		w.Header().Set("Content-Type", "application/json")
		for name, value := range said.header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(said.status)
		if said.body != nil {
			_ = json.NewEncoder(w).Encode(said.body)
		}
	}
}

func (s *Server) pass(r *http.Request, versioned bool, params []string, body []byte, method func(call) reply) reply {
	text, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	t := s.tokens[text]
	switch {
	case text == "":
		return refuse(401, "EMPTY_ACCESS_TOKEN", "Empty oauth2_access_token")
	case t == nil:
		return refuse(401, "INVALID_ACCESS_TOKEN", "Invalid access token")
	case t.revoked:
		return refuse(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user")
	case !s.clock.Now().Before(t.ends):
		return refuse(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired")
	}
	if versioned {
		switch v := r.Header.Get("LinkedIn-Version"); {
		case v == "":
			return refuse(400, "VERSION_MISSING", "A version must be present. Please specify a version by adding the LinkedIn-Version header.")
		case v != Version:
			return refuse(426, "NONEXISTENT_VERSION", "Requested version %s is not active", v)
		case r.Header.Get("X-Restli-Protocol-Version") != "2.0.0":
			return refuse(400, "ILLEGAL_ARGUMENT", "X-RestLi-Protocol-Version must be 2.0.0")
		case r.Method == http.MethodPost && r.Header.Get("Content-Type") != "application/json":
			return refuse(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type %s", r.Header.Get("Content-Type"))
		}
		for name := range r.URL.Query() {
			if !slices.Contains(params, name) {
				return refuse(400, "QUERY_PARAM_NOT_ALLOWED", "Unpermitted query parameter %s", name)
			}
		}
		if finder := r.Header.Get("X-Restli-Method") == "FINDER"; finder != (r.Method == http.MethodGet && r.URL.Query().Get("author") != "") {
			return refuse(400, "ILLEGAL_ARGUMENT", "X-RestLi-Method")
		}
	}
	return method(call{Request: r, token: t, body: body})
}

// can reports whether the token has a scope.
func (c call) can(scope string) bool { return slices.Contains(c.token.scopes, scope) }

func denied(what string) reply {
	return refuse(403, "ACCESS_DENIED", "Not enough permissions to access: %s.%s01", what, Version)
}

// input reads a JSON body that has nothing unknown in it.
func (c call) input(into any) error {
	d := json.NewDecoder(bytes.NewReader(c.body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); err == nil {
		return fmt.Errorf("more than one value")
	}
	return nil
}

func (s *Server) userinfo(c call) reply {
	if !c.can("openid") || !c.can("profile") {
		return denied("userinfo.GET")
	}
	return reply{status: 200, body: map[string]any{
		"sub": c.token.owner.id, "name": c.token.owner.name, "locale": map[string]string{"country": "FR", "language": "fr"},
	}}
}

func (s *Server) organizations(c call) reply {
	if !c.can("rw_organization_admin") {
		return denied("organizations.GET")
	}
	tell := func(p *page) map[string]any {
		return map[string]any{"id": p.number, "vanityName": p.vanity, "localizedName": p.name}
	}
	if number := c.PathValue("number"); number != "" {
		if p := s.page("urn:li:organization:" + number); p != nil {
			return reply{status: 200, body: tell(p)}
		}
		return refuse(404, "NOT_FOUND", "Organization %s not found", number)
	}
	if c.URL.Query().Get("q") != "vanityName" {
		return refuse(400, "ILLEGAL_ARGUMENT", "No finder")
	}
	found := []any{}
	for _, p := range s.pages {
		if p.vanity == c.URL.Query().Get("vanityName") {
			found = append(found, tell(p))
		}
	}
	return list(found)
}

func (s *Server) roles(c call) reply {
	if !c.can("rw_organization_admin") {
		return denied("organizationAcls.FINDER-roleAssignee")
	}
	if c.URL.Query().Get("q") != "roleAssignee" {
		return refuse(400, "ILLEGAL_ARGUMENT", "No finder")
	}
	found := []any{}
	for _, p := range s.pages {
		if role := p.roles[c.token.owner]; role != "" {
			found = append(found, map[string]string{
				"role": role, "organization": p.urn(), "roleAssignee": "urn:li:person:" + c.token.owner.id, "state": "APPROVED",
			})
		}
	}
	return list(found)
}

func list(elements []any) reply {
	return reply{status: 200, body: map[string]any{
		"paging": map[string]any{"start": 0, "count": 100, "links": []any{}}, "elements": elements,
	}}
}

// mayAct reports whether a token may act as an author, with the scope for
// members or that for pages.
func (s *Server) mayAct(c call, author, forMember, forPage string) bool {
	if p := s.page(author); p != nil {
		return c.can(forPage) && slices.Contains([]string{"ADMINISTRATOR", "CONTENT_ADMINISTRATOR"}, p.roles[c.token.owner])
	}
	return c.can(forMember) && author == "urn:li:person:"+c.token.owner.id
}

// urnIn reads a URN that must have come escaped in the path.
func urnIn(c call) (string, bool) {
	urn := c.PathValue("urn")
	return urn, strings.Contains(c.URL.EscapedPath(), url.QueryEscape(urn))
}
