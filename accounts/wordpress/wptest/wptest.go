package wptest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// User is a fresh user of a test site.
type User struct {
	ID          int64
	Login       string
	AppPassword string // as WordPress shows it
}

// Text is a text of the site as it is kept, and as visitors see it.
type Text struct {
	Raw, Rendered string
}

// Post is a post of the site.
type Post struct {
	ID             int64
	Slug, Status   string
	Link           string
	Title, Content Text
	FeaturedMedia  int64 `json:"featured_media"`
}

// Media is a file of the library.
type Media struct {
	ID        int64
	Slug      string
	AltText   string `json:"alt_text"`
	SourceURL string `json:"source_url"`
	MIME      string `json:"mime_type"`
	Title     Text
}

// Comment is a comment of the site.
type Comment struct {
	ID, Post, Parent, Author int64
	Date                     string `json:"date_gmt"`
	Status                   string
	Content                  Text
}

// Start starts a site and stops it when the test ends. Where it is not installed the test is skipped with a loud line,
// or fails if the environment says PARVIS_REQUIRE_REAL=1.
func Start(t testing.TB) *Server {
	t.Helper()
	server, err := StartProcess()
	switch {
	case errors.Is(err, ErrNotInstalled) && os.Getenv("PARVIS_REQUIRE_REAL") != "1":
		t.Skipf("*** SKIPPED: nothing was proved against the real WordPress: %v ***", err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	return server
}

// CreateUser makes a user with a role, such as author, and an application password.
func (s *Server) CreateUser(t testing.TB, login, role string) User {
	t.Helper()
	user := User{Login: login}
	s.call(t, http.MethodPost, "/wp/v2/users", map[string]any{
		"username": login, "email": login + "@example.test", "password": "mot-de-passe-de-" + login, "roles": []string{role},
	}, &user)
	var made struct{ Password string }
	s.call(t, http.MethodPost, passwords(user.ID), map[string]string{"name": "parvis"}, &made)
	user.AppPassword = made.Password
	return user
}

// Revoke takes every application password of a user back, as its owner does in the profile.
func (s *Server) Revoke(t testing.TB, user int64) {
	t.Helper()
	s.call(t, http.MethodDelete, passwords(user), nil, nil)
}

func passwords(user int64) string {
	return "/wp/v2/users/" + strconv.FormatInt(user, 10) + "/application-passwords"
}

// Posts reads the posts of an author, newest first, those in the trash left out.
func (s *Server) Posts(t testing.TB, author int64) []Post {
	t.Helper()
	var posts []Post
	s.list(t, "/wp/v2/posts", url.Values{"author": {strconv.FormatInt(author, 10)}, "status": {"any"}}, &posts)
	return posts
}

// Media reads the files that an author put into the library, newest first.
func (s *Server) Media(t testing.TB, author int64) []Media {
	t.Helper()
	var media []Media
	s.list(t, "/wp/v2/media", url.Values{"author": {strconv.FormatInt(author, 10)}}, &media)
	return media
}

// Comments reads the comments on a post, newest first, whatever their status.
func (s *Server) Comments(t testing.TB, post int64) []Comment {
	t.Helper()
	var comments []Comment
	s.list(t, "/wp/v2/comments", url.Values{"post": {strconv.FormatInt(post, 10)}, "status": {"all"}}, &comments)
	return comments
}

// Say makes a visitor comment on a post at an instant and returns the comment's number. The site keeps no longer text
// than 65 525 bytes.
func (s *Server) Say(t testing.TB, post int64, text string, at time.Time) int64 {
	t.Helper()
	var made Comment
	s.call(t, http.MethodPost, "/wp/v2/comments", map[string]any{
		"post": post, "content": strings.ToValidUTF8(text[:min(len(text), 60_000)], ""), "status": "approved",
		"author_name": "Anne", "author_email": "anne@example.test", "date_gmt": at.UTC().Format("2006-01-02T15:04:05"),
	}, &made)
	return made.ID
}

// Answers returns how many answers of a user a comment has.
func (s *Server) Answers(t testing.TB, author, comment int64) int {
	t.Helper()
	var comments []Comment
	s.list(t, "/wp/v2/comments", url.Values{
		"parent": {strconv.FormatInt(comment, 10)}, "author": {strconv.FormatInt(author, 10)}, "status": {"all"},
	}, &comments)
	return len(comments)
}

// Seen reports whether visitors see a comment.
func (s *Server) Seen(t testing.TB, comment int64) bool {
	t.Helper()
	var held Comment
	s.call(t, http.MethodGet, "/wp/v2/comments/"+strconv.FormatInt(comment, 10), nil, &held)
	return held.Status == "approved"
}

// Update changes a post as its owner does by hand.
func (s *Server) Update(t testing.TB, post int64, fields map[string]any) {
	t.Helper()
	s.call(t, http.MethodPost, "/wp/v2/posts/"+strconv.FormatInt(post, 10), fields, nil)
}

// Mature lets the moments of the posts that are kept for an author pass, as if time had, and somebody visited the site.
func (s *Server) Mature(t testing.TB, author int64) {
	t.Helper()
	script := filepath.Join(s.folder, "mature.php")
	if _, err := run(s.environment, s.php, script, filepath.Join(s.folder, "site"), strconv.FormatInt(author, 10)); err != nil {
		t.Fatal(err)
	}
}

// Settings changes settings of the site, by the names of the REST API.
func (s *Server) Settings(t testing.TB, fields map[string]any) {
	t.Helper()
	s.call(t, http.MethodPost, "/wp/v2/settings", fields, nil)
}

func (s *Server) list(t testing.TB, route string, query url.Values, into any) {
	t.Helper()
	query.Set("context", "edit")
	query.Set("per_page", "100")
	s.call(t, http.MethodGet, route+"?"+query.Encode(), nil, into)
}

// call sends one request as the administrator and fails the test on any refusal. into may be nil.
func (s *Server) call(t testing.TB, method, route string, body, into any) {
	t.Helper()
	if err := s.try(method, route, body, into); err != nil {
		t.Fatalf("%s %s: %v", method, route, err)
	}
}

func (s *Server) try(method, route string, body, into any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequest(method, s.URL+"/wp-json"+route, bytes.NewReader(sent))
	if err != nil {
		return err
	}
	if body == nil {
		request.Body, request.ContentLength = http.NoBody, 0
	}
	request.Header.Set("Content-Type", "application/json")
	request.SetBasicAuth(s.login, s.secret)
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	received, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s: %s", response.Status, received)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(received, into)
}
