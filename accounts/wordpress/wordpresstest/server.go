// Package wordpresstest is a strict WordPress site in memory, for tests: it
// speaks the REST API of WordPress 6.1 for what Parvis uses, refuses what that
// refuses and every parameter that it does not know, and goes wrong on demand.
package wordpresstest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/app"
)

// User is a user of the site.
type User struct {
	ID          int64
	Login       string
	Email       string
	AppPassword string // as WordPress shows it, in groups of four
	// Capabilities are those of an author unless a test takes some away.
	Capabilities map[string]bool
}

// Post is a post of the site.
type Post struct {
	ID             int64
	Author         int64
	Title, Content string
	Slug, Status   string
	FeaturedMedia  int64
	Date           time.Time // when it was made unless given; of the status future, when it becomes public
	CommentsClosed bool
}

// Media is a file of the library.
type Media struct {
	ID                           int64
	Slug, Alt, Title, Name, MIME string
	SourceURL                    string
	Bytes                        []byte
	Author                       int64
}

// Comment is a comment on a post.
type Comment struct {
	ID, Post, Parent, Author int64
	Content, Date, Status    string
	Name                     string // of a visitor
}

// Way is how the site behaves as a whole.
type Way struct {
	Outspoken  bool // it names what is wrong with a password, as before 6.3.2
	Plain      bool // addresses are not rewritten: only ?rest_route= works
	NoLink     bool // pages do not name the REST API
	Disabled   bool // no application passwords, for anybody
	Dropped    bool // the Authorization header gets lost on the way
	Closed     bool // the REST API is closed to visitors
	Challenged bool // Cloudflare stands before it
	Held       bool // comments wait for approval
	Pending    bool // a plugin makes posts wait
	NoTrash    bool // deleting is final
}

// Server is a running site. Its methods are safe for concurrent use.
type Server struct {
	URL string
	// Faults make one mutating call go wrong.
	*accountstest.Faults

	clock app.Clock

	mu       sync.Mutex
	way      Way
	pages    int // of the list that is answered
	serial   int64
	users    []*User
	posts    []*Post
	media    []*Media
	comments []*Comment
}

// Start starts a site and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock}
	s.Faults = accountstest.NewFaults(http.HandlerFunc(s.serve), Mutating, Answers())
	server := httptest.NewServer(s.Faults)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// Mutating recognises the calls that make a post or a comment public, and those that
// delete one.
func Mutating(r *http.Request) bool {
	route, _ := routeOf(r)
	if r.Method == http.MethodDelete {
		return true
	}
	return r.Method == http.MethodPost && (route == "/wp/v2/posts" || route == "/wp/v2/comments")
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	route, _ := routeOf(r)
	return r.Method == http.MethodPost && (strings.HasPrefix(route, "/wp/v2/posts/") || strings.HasPrefix(route, "/wp/v2/comments/"))
}

// Answers are WordPress's words for the faults.
func Answers() map[accountstest.Fault]accountstest.Answer {
	return map[accountstest.Fault]accountstest.Answer{
		// Hosts that replace the status of errors exist.
		accountstest.RefuseInside: {Status: 200, Body: refusal{403, "rest_cannot_publish", "Sorry, you are not allowed to publish posts in this post type."}.body()},
		// WordPress has no quota: what stands before it has.
		accountstest.Limit: {
			Status: 429, Header: map[string]string{"Retry-After": "120", "Content-Type": "text/html"},
			Body: `<html><title>429 Too Many Requests</title></html>`,
		},
		accountstest.DeadToken: {Status: 401, Body: refusal{401, "incorrect_password", "The provided password is an invalid application password."}.body()},
		// Said of comments; of posts there are no duplicates.
		accountstest.Duplicate: {Status: 409, Body: refusal{409, "comment_duplicate", "Duplicate comment detected; it looks as though you’ve already said that!"}.body()},
	}
}

// Behave changes how the site behaves.
func (s *Server) Behave(way Way) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.way = way
}

// CreateUser makes an author with an application password.
func (s *Server) CreateUser(login string) User {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := &User{
		ID: s.next(), Login: login, Email: login + "@example.test",
		Capabilities: map[string]bool{"publish_posts": true, "upload_files": true, "edit_posts": true, "read": true},
	}
	u.AppPassword = fmt.Sprintf("abcd EFGH ijkl MNOP qrst %04d", u.ID)
	s.users = append(s.users, u)
	return *u
}

// Change changes a user.
func (s *Server) Change(id int64, change func(*User)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.users {
		if u.ID == id {
			change(u)
		}
	}
}

// Revoke takes the application password of a user back.
func (s *Server) Revoke(id int64) { s.Change(id, func(u *User) { u.AppPassword = "" }) }

// Posts returns the posts of an author, oldest first, those in the trash left
// out.
func (s *Server) Posts(author int64) []Post {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cron()
	var all []Post
	for _, p := range s.posts {
		if p.Author == author && p.Status != "trash" {
			all = append(all, *p)
		}
	}
	return all
}

// ChangePosts changes every post.
func (s *Server) ChangePosts(change func(*Post)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.posts {
		change(p)
	}
}

// RemovePosts deletes every post, as its owner does by hand.
func (s *Server) RemovePosts() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.posts = nil
}

// AddPost puts a post on the site, as its owner does by hand, and returns its
// number.
func (s *Server) AddPost(p Post) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.ID = s.next()
	if p.Date.IsZero() {
		p.Date = s.clock.Now()
	}
	s.posts = append(s.posts, &p)
	return p.ID
}

// Media returns the library, oldest first.
func (s *Server) Media() []Media {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Media
	for _, m := range s.media {
		all = append(all, *m)
	}
	return all
}

// ChangeMedia changes every file of the library.
func (s *Server) ChangeMedia(change func(*Media)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.media {
		change(m)
	}
}

// EmptyLibrary deletes every file.
func (s *Server) EmptyLibrary() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.media = nil
}

// Comments returns the comments of a post, oldest first.
func (s *Server) Comments(post int64) []Comment {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Comment
	for _, c := range s.comments {
		if c.Post == post {
			all = append(all, *c)
		}
	}
	return all
}

func (s *Server) next() int64 {
	s.serial++
	return s.serial
}

// refusal is an error in WordPress's form.
type refusal struct {
	status        int
	code, message string
}

func (r refusal) body() string {
	b, err := json.Marshal(map[string]any{"code": r.code, "message": r.message, "data": map[string]int{"status": r.status}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status, code, fmt.Sprintf(format, args...)}
}

// routeOf returns the route of a call to the REST API, and whether it was told by
// rest_route.
func routeOf(r *http.Request) (route string, plain bool) {
	if route := r.URL.Query().Get("rest_route"); route != "" {
		return route, true
	}
	route, ok := strings.CutPrefix(r.URL.Path, "/wp-json")
	if !ok {
		return "", false
	}
	return route, false
}

var routeForm = regexp.MustCompile(`^/wp/v2/(posts|comments|media|users)(?:/(\d+|me))?$`)

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 8<<20))
	if err != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cron()
	w.Header().Set("Date", s.clock.Now().UTC().Format(http.TimeFormat))
	route, plain := routeOf(r)
	switch {
	case s.way.Challenged:
		w.Header().Set("Cf-Mitigated", "challenge")
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "<html><title>Just a moment...</title></html>")
		return
	case route == "" || s.way.Plain && !plain:
		s.page(w, r)
		return
	}
	s.pages = 0
	status, answer, refused := s.api(r, route, body)
	if s.pages > 0 {
		w.Header().Set("X-WP-TotalPages", strconv.Itoa(s.pages))
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	if refused != nil {
		w.WriteHeader(refused.status)
		_, _ = io.WriteString(w, refused.body())
		return
	}
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

// page is whatever the site shows to people.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	for _, m := range s.media {
		if s.URL+r.URL.Path == m.SourceURL {
			w.Header().Set("Content-Type", m.MIME)
			_, _ = w.Write(m.Bytes)
			return
		}
	}
	if !s.way.NoLink {
		api := s.URL + "/wp-json/"
		if s.way.Plain {
			api = s.URL + "/index.php?rest_route=/"
		}
		w.Header().Set("Link", fmt.Sprintf("<%s>; rel=\"https://api.w.org/\"", api))
	}
	w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	if r.URL.Path != "/" {
		w.WriteHeader(http.StatusNotFound)
	}
	_, _ = io.WriteString(w, "<!DOCTYPE html><title>Boulangerie Martin</title>")
}

func (s *Server) api(r *http.Request, route string, body []byte) (int, any, *refusal) {
	caller, refused := s.signedIn(r)
	switch {
	case refused != nil:
		return 0, nil, refused
	case s.way.Closed && caller == nil:
		return 0, nil, refuse(401, "rest_cannot_access", "DRA: Only authenticated users can access the REST API.")
	case route == "/":
		authentication := any([]any{})
		if !s.way.Disabled {
			authentication = map[string]any{"application-passwords": map[string]any{"endpoints": map[string]string{
				"authorization": s.URL + "/wp-admin/authorize-application.php",
			}}}
		}
		return 200, map[string]any{"namespaces": []string{"oembed/1.0", "wp/v2"}, "authentication": authentication}, nil
	}
	named := routeForm.FindStringSubmatch(route)
	if named == nil {
		return 0, nil, refuse(404, "rest_no_route", "No route was found matching the URL and request method.")
	}
	id, _ := strconv.ParseInt(named[2], 10, 64)
	switch kind := r.Method + " " + named[1]; {
	case kind == "GET users" && named[2] == "me":
		return s.me(r, caller)
	case kind == "GET posts" && id > 0:
		return s.getPost(r, caller, id)
	case kind == "GET posts":
		return s.listPosts(r, caller)
	case kind == "POST posts" && id == 0:
		return s.createPost(r, caller, body)
	case kind == "POST posts" && id > 0:
		return s.updatePost(r, caller, id, body)
	case kind == "DELETE posts" && id > 0:
		return s.deletePost(r, caller, id)
	case kind == "GET media" && id == 0:
		return s.listMedia(r)
	case kind == "POST media" && id == 0:
		return s.createMedia(r, caller, body)
	case kind == "GET comments" && id > 0:
		return s.getComment(r, id)
	case kind == "GET comments":
		return s.listComments(r, caller)
	case kind == "POST comments" && id == 0:
		return s.createComment(r, caller, body)
	case kind == "POST comments" && id > 0:
		return s.updateComment(r, caller, id, body)
	case kind == "DELETE comments" && id > 0:
		return s.deleteComment(r, caller, id)
	}
	return 0, nil, refuse(404, "rest_no_route", "No route was found matching the URL and request method.")
}

// signedIn returns who calls, nil for a visitor.
func (s *Server) signedIn(r *http.Request) (*User, *refusal) {
	login, password, sent := r.BasicAuth()
	if !sent || s.way.Dropped || s.way.Disabled {
		return nil, nil
	}
	for _, u := range s.users {
		if u.Login != login && u.Email != login {
			continue
		}
		if u.AppPassword != "" && strings.ReplaceAll(u.AppPassword, " ", "") == password {
			return u, nil
		}
		if !s.way.Outspoken {
			return nil, nil
		}
		return nil, refuse(401, "incorrect_password", "The provided password is an invalid application password.")
	}
	if !s.way.Outspoken {
		return nil, nil
	}
	return nil, refuse(401, "invalid_username", "Unknown username. Check again or try your email address.")
}

// may is the status of refusing for want of a right.
func may(caller *User) int {
	if caller == nil {
		return 401
	}
	return 403
}

func can(caller *User, right string) bool { return caller != nil && caller.Capabilities[right] }

func (s *Server) me(r *http.Request, caller *User) (int, any, *refusal) {
	if refused := known(r, "context", "_fields"); refused != nil {
		return 0, nil, refused
	}
	if caller == nil {
		return 0, nil, refuse(401, "rest_not_logged_in", "You are not currently logged in.")
	}
	answer := map[string]any{"id": caller.ID, "name": caller.Login}
	if r.URL.Query().Get("context") == "edit" {
		answer["capabilities"] = caller.Capabilities
	}
	return 200, answer, nil
}

// known refuses parameters that this site does not know. The real one leaves
// them alone, and so would hide a mistake.
func known(r *http.Request, names ...string) *refusal {
	for name := range r.URL.Query() {
		if name != "rest_route" && !slices.Contains(names, name) {
			return refuse(400, "rest_invalid_param", "Invalid parameter(s): %s", name)
		}
	}
	return nil
}
