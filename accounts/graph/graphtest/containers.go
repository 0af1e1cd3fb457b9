package graphtest

import (
	"fmt"
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

// Dialect is what Instagram and Threads do not share.
type Dialect struct {
	Version, Make, Publish, Limit string   // the version of the API and edges of an account
	Lists                         []string // edges that list posts: those of their own, then replies where there are some
	Grant                         string   // of a renewal
	Status, Why                   string   // fields of a container
	Text                          string   // name of the text of a post
	Me                            []string // fields of the account itself
	Parameters                    []string // that a container takes
	Children                      int      // pictures that one post may hold
	Posts, Replies                int      // that an account may publish in a day; replies count as posts when 0
	Formats                       []string // media types of pictures
	Site                          string   // before the name of a post in its address
	// Expanded is the one field of a listed post that has fields of its own, Comments what
	// it tells; "" and nil where there is none.
	Expanded string
	Comments func(Post) any
	// Extra adds methods, which are answered one call at a time like the others.
	Extra func(s *Server, handle Handle)
	// Check refuses a container for what its parameters say.
	Check func(url.Values) *Refusal
}

// Handle adds a method to a server.
type Handle func(pattern string, method func(*http.Request, []byte) (any, *Refusal))

// Lives of tokens and containers.
const (
	TokenLife     = 60 * 24 * time.Hour
	renewableFrom = 24 * time.Hour
	containerLife = 24 * time.Hour
	quotaSpan     = 24 * time.Hour
)

// Account is an account of the server.
type Account struct{ ID, Username, Token string }

// Post is what the server made public.
type Post struct {
	ID, Text, Permalink string
	Parent              string // what a reply or a comment is to
	Alts                []string
	Created             time.Time
	Likes               int
	Hidden              bool
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	dialect Dialect
	clock   app.Clock

	mu         sync.Mutex
	accounts   []*account
	containers map[string]*container
	serial     int
	renewals   int
	withheld   bool   // tokens may not publish
	blind      bool   // posts cannot be read for now
	working    int    // looks that a new container takes to be ready
	failing    string // why the next container fails, "" when it does not
	secretive  bool   // what a token is, is not told
}

type account struct {
	Account
	tokens map[string]*token
	posts  []Post
}

type token struct{ made, ends time.Time }

type container struct {
	owner    *account
	child    bool
	text     string
	parent   string
	alts     []string
	made     time.Time
	working  int
	why      string
	released bool
}

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, clock app.Clock, d Dialect) *Server {
	t.Helper()
	s := &Server{dialect: d, clock: clock, containers: make(map[string]*container)}
	mux := http.NewServeMux()
	handle := func(pattern string, method func(*http.Request, []byte) (any, *Refusal)) {
		mux.HandleFunc(pattern, Answer(&s.mu, method))
	}
	handle("GET /refresh_access_token", s.refresh)
	handle("GET "+d.Version+"/me", s.me)
	handle("GET "+d.Version+"/{id}/"+d.Limit, s.limit)
	handle("POST "+d.Version+"/{id}/"+d.Make, s.make)
	handle("POST "+d.Version+"/{id}/"+d.Publish, s.publish)
	handle("GET "+d.Version+"/{id}", s.get)
	for i, edge := range d.Lists {
		handle("GET "+d.Version+"/{id}/"+edge, func(r *http.Request, _ []byte) (any, *Refusal) { return s.list(r, i) })
	}
	if d.Extra != nil {
		d.Extra(s, handle)
	}
	s.Faults = accountstest.NewFaults(mux, func(r *http.Request) bool {
		return r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/"+d.Publish) ||
			strings.HasSuffix(r.URL.Path, "/comments") || strings.HasSuffix(r.URL.Path, "/replies"))
	}, answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// answers are the words of a Graph API for the faults. What it says of a
// container that is published already is not documented.
func answers() map[accountstest.Fault]accountstest.Answer {
	said := func(status, code, subcode int, message string) accountstest.Answer {
		return accountstest.Answer{Status: status, Body: Refuse(status, code, subcode, "%s", message).Body()}
	}
	limit := said(http.StatusForbidden, 4, 0, "Application request limit reached")
	limit.Header = map[string]string{
		"X-Business-Use-Case-Usage": `{"1":[{"type":"instagram","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":2}]}`,
	}
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: said(http.StatusOK, 100, 0, "Invalid parameter"),
		accountstest.Limit:        limit,
		accountstest.DeadToken:    said(http.StatusUnauthorized, 190, 460, "Error validating access token: The session has been invalidated"),
		accountstest.Duplicate:    said(http.StatusBadRequest, 100, 0, "The container was already published"),
	}
}

// CreateAccount makes an account with a token.
func (s *Server) CreateAccount(username string) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := &account{Account: Account{ID: s.Next(), Username: username}, tokens: make(map[string]*token)}
	a.Token = s.mint(a)
	s.accounts = append(s.accounts, a)
	return a.Account
}

// Next returns a new identifier. It is called by a method that is being answered.
func (s *Server) Next() string {
	s.serial++
	return fmt.Sprintf("1784%013d", s.serial)
}

func (s *Server) mint(a *account) string {
	s.serial++
	text, now := fmt.Sprintf("THAAtoken%040d", s.serial), s.clock.Now()
	a.tokens[text] = &token{made: now, ends: now.Add(TokenLife)}
	return text
}

// Posts returns what an account made public, oldest first.
func (s *Server) Posts(id string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.byID(id); a != nil {
		return slices.Clone(a.posts)
	}
	return nil
}

// Write adds a post that the account made elsewhere, and returns its ID.
func (s *Server) Write(id string, p Post) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Release(id, p)
}

// Release makes a post public and returns its ID. It is called by a method that
// is being answered.
func (s *Server) Release(id string, p Post) string {
	p.ID = s.Next()
	p.Permalink = s.dialect.Site + "C" + p.ID
	a := s.byID(id)
	a.posts = append(a.posts, p)
	return p.ID
}

// Remove takes a post away. It is called by a method that is being answered.
func (s *Server) Remove(id string) {
	for _, a := range s.accounts {
		a.posts = slices.DeleteFunc(a.posts, func(p Post) bool { return p.ID == id })
	}
}

// Renewals returns how often tokens were renewed.
func (s *Server) Renewals() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.renewals
}

// Containers returns how many containers were made.
func (s *Server) Containers() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.containers)
}

// Revoke ends every token of an account.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.byID(id).tokens)
}

// Locked calls f while no method is being answered.
func (s *Server) Locked(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

// Set changes how the server behaves from now on.
func (s *Server) Set(change func(*Behaviour)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b := Behaviour{s.withheld, s.blind, s.working, s.failing, s.secretive}
	change(&b)
	s.withheld, s.blind, s.working, s.failing, s.secretive = b.Withheld, b.Blind, b.Working, b.Failing, b.Secretive
}

// Behaviour is what tests can set.
type Behaviour struct {
	Withheld bool   // tokens may not publish
	Blind    bool   // posts cannot be read for now
	Working  int    // looks that a new container takes to be ready
	Failing  string // why new containers fail, "" when they do not
	// Secretive: the token's owner has no role in the application.
	Secretive bool
}

func (s *Server) byID(id string) *account {
	i := slices.IndexFunc(s.accounts, func(a *account) bool { return a.ID == id })
	if i < 0 {
		return nil
	}
	return s.accounts[i]
}

// Speaker returns the account whose living token a call has. It is called by a
// method that is being answered.
func (s *Server) Speaker(r *http.Request) (Account, *Refusal) {
	a, refused := s.speaker(Bearer(r))
	if refused != nil {
		return Account{}, refused
	}
	return a.Account, nil
}

func (s *Server) speaker(text string) (*account, *Refusal) {
	for _, a := range s.accounts {
		if t := a.tokens[text]; t != nil && s.clock.Now().Before(t.ends) {
			return a, nil
		}
	}
	return nil, DeadToken()
}

// Find returns a post of any account. It is called by a method that is being
// answered.
func (s *Server) Find(id string) (Post, bool) {
	for _, a := range s.accounts {
		for _, p := range a.posts {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Post{}, false
}
