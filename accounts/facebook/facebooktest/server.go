// Package facebooktest is a strict Graph API for Pages in memory, for tests: it
// speaks the documented wire format for what Parvis uses, refuses what the
// documentation forbids, and goes wrong on demand. It does not refuse a text
// that was just posted: Faults say that where a test wants it.
package facebooktest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph/graphtest"
	"parvis/app"
)

// Page is a Page of the server.
type Page struct {
	ID, Name string
	Token    string // its own
	Person   string // the token of who manages it
}

// Post is a post, or a comment, that the server holds.
type Post struct {
	ID, Message, Link string
	Parent            string   // what a comment is on, "" for a post
	Photos            []string // alternative texts of what it shows
	From              string
	Name              string // of a person who wrote it
	Created           time.Time
	Hidden            bool
	Reactions         int
}

// Server is a running server. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock   app.Clock
	started time.Time

	mu      sync.Mutex
	pages   []*page
	posts   []Post
	photos  map[string]*photo
	lacking []string // permissions that no person has
	serial  int
	uploads int
	unread  bool // nothing can be read for now
}

type page struct {
	Page
	tasks []string
}

type photo struct {
	owner, alt string
	data       []byte
	used       bool
}

// Permissions are those that the person of every Page has.
var permissions = []string{"pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement"}

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock, started: clock.Now(), photos: make(map[string]*photo)}
	mux := http.NewServeMux()
	for pattern, method := range map[string]func(*http.Request, []byte) (any, *graphtest.Refusal){
		"GET /v25.0/me":                   s.me,
		"GET /v25.0/me/permissions":       s.mePermissions,
		"GET /v25.0/me/accounts":          s.meAccounts,
		"GET /v25.0/debug_token":          s.debugToken,
		"GET /v25.0/{id}/published_posts": s.publishedPosts,
		"POST /v25.0/{id}/photos":         s.upload,
		"POST /v25.0/{id}/feed":           s.feed,
		"POST /v25.0/{id}/comments":       s.comment,
		"GET /v25.0/{id}/comments":        s.comments,
		"GET /v25.0/{id}":                 s.get,
		"DELETE /v25.0/{id}":              s.remove,
		"POST /v25.0/{id}":                s.update,
		"GET /v25.0/{id}/insights":        s.insights,
	} {
		mux.HandleFunc(pattern, graphtest.Answer(&s.mu, method))
	}
	mux.HandleFunc("GET /kept/{id}", s.kept)
	s.Faults = accountstest.NewFaults(mux, Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the calls that make something public.
func Mutating(r *http.Request) bool {
	return r.Method == http.MethodPost && (strings.HasSuffix(r.URL.Path, "/feed") || strings.HasSuffix(r.URL.Path, "/comments"))
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.Count(r.URL.Path, "/") == 2
}

// Answers are the network's words for the faults.
func Answers() map[accountstest.Fault]accountstest.Answer {
	said := func(status, code, subcode int, message string) accountstest.Answer {
		return accountstest.Answer{Status: status, Body: graphtest.Refuse(status, code, subcode, "%s", message).Body()}
	}
	limit := said(http.StatusBadRequest, 32, 0, "(#32) Page request limit reached")
	limit.Header = map[string]string{
		"X-Business-Use-Case-Usage": `{"1":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":2}]}`,
	}
	return map[accountstest.Fault]accountstest.Answer{
		accountstest.RefuseInside: said(http.StatusOK, 100, 0, "(#100) Invalid parameter"),
		accountstest.Limit:        limit,
		accountstest.DeadToken:    said(http.StatusUnauthorized, 190, 460, "Error validating access token: The session has been invalidated"),
		accountstest.Duplicate:    said(http.StatusBadRequest, 506, 1455006, "Duplicate status message"),
	}
}

// CreatePage makes a Page and a person who manages it.
func (s *Server) CreatePage(name string) Page {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serial++
	return s.add(name, fmt.Sprintf("EAAperson%032d", s.serial))
}

// SecondPage makes one more Page for the same person.
func (s *Server) SecondPage(p Page, name string) Page {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(name, p.Person)
}

func (s *Server) add(name, person string) Page {
	s.serial++
	p := &page{
		Page:  Page{ID: fmt.Sprintf("10%013d", s.serial), Name: name, Token: fmt.Sprintf("EAApage%034d", s.serial), Person: person},
		tasks: []string{"ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT"},
	}
	s.pages = append(s.pages, p)
	return p.Page
}

// Restrict leaves the person of a Page with some tasks there.
func (s *Server) Restrict(id string, tasks ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pages {
		if p.ID == id {
			p.tasks = tasks
		}
	}
}

// Withhold takes permissions from every person.
func (s *Server) Withhold(names ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lacking = names
}

// Revoke ends the token of a Page and of its person.
func (s *Server) Revoke(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pages {
		if p.ID == id {
			p.Token, p.Person = "", ""
		}
	}
}

// Rotate ends the token of a Page, whose person can take another.
func (s *Server) Rotate(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.pages {
		if p.ID == id {
			s.serial++
			p.Token = fmt.Sprintf("EAApage%034d", s.serial)
		}
	}
}

// Blind makes every reading of a post fail, or no longer.
func (s *Server) Blind(unread bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unread = unread
}

// Posts returns what a Page posted and commented, oldest first.
func (s *Server) Posts(page string) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	var held []Post
	for _, p := range s.posts {
		if p.From == page {
			held = append(held, p)
		}
	}
	return held
}

// Write adds a post or a comment that somebody else made, and returns its ID.
func (s *Server) Write(p Post) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(p)
}

func (s *Server) write(p Post) string {
	s.serial++
	owner := p.From
	if p.Parent != "" {
		_, owner, _ = strings.Cut(p.Parent, "_")
	}
	p.ID = fmt.Sprintf("%s_122%012d", owner, s.serial)
	s.posts = append(s.posts, p)
	return p.ID
}

// Uploads returns how many pictures were taken.
func (s *Server) Uploads() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.uploads
}

// byToken returns the Page of a Page's own token, or nil.
func (s *Server) byToken(token string) *page {
	i := slices.IndexFunc(s.pages, func(p *page) bool { return token != "" && p.Token == token })
	if i < 0 {
		return nil
	}
	return s.pages[i]
}

// ofPerson returns the Pages of a person's token.
func (s *Server) ofPerson(token string) []*page {
	var found []*page
	for _, p := range s.pages {
		if token != "" && p.Person == token {
			found = append(found, p)
		}
	}
	return found
}
