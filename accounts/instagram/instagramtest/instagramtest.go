// Package instagramtest is a strict Instagram API in memory, for tests: it
// speaks the documented wire format for what Parvis uses, refuses what the
// documentation forbids, and goes wrong on demand.
package instagramtest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parvis/accounts/graph/graphtest"
	"parvis/app"
)

// Comment is a comment that the server holds.
type Comment struct {
	ID, Post, Text, Username string
	At                       time.Time
}

// Server is a running server with its comments. Its methods are safe for
// concurrent use.
type Server struct {
	*graphtest.Server
	clock    app.Clock
	comments []Comment
}

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *Server {
	t.Helper()
	s := &Server{clock: clock}
	s.Server = graphtest.Start(t, clock, graphtest.Dialect{
		Version: "/v25.0", Make: "media", Publish: "media_publish", Limit: "content_publishing_limit",
		Lists: []string{"media"}, Grant: "ig_refresh_token", Status: "status_code", Why: "status",
		Text: "caption", Me: []string{"user_id"}, Children: 10, Posts: 100, Formats: []string{"image/jpeg"},
		Parameters: []string{"media_type", "caption", "image_url", "alt_text", "is_carousel_item", "children"},
		Site:       "https://www.instagram.com/p/",
		Check:      check, Extra: s.extra,
	})
	return s
}

// check holds a container to the rules of its media type.
func check(v url.Values) *graphtest.Refusal {
	carousel := v.Get("media_type") == "CAROUSEL"
	switch {
	case v.Has("media_type") && !carousel, carousel != v.Has("children"), carousel == v.Has("image_url"):
		return graphtest.Refuse(400, 100, 0, "Only photo or video can be accepted as media type.")
	case v.Has("is_carousel_item") && (v.Has("caption") || carousel), v.Has("alt_text") && carousel:
		return graphtest.Refuse(400, 100, 0, "A parameter that the container does not take")
	case len([]rune(v.Get("caption"))) > 2200 || strings.Count(v.Get("caption"), "#") > 30 || strings.Count(v.Get("caption"), "@") > 20:
		return graphtest.Refuse(400, 36004, 2207010, "The submitted image with caption was too long")
	case len([]rune(v.Get("alt_text"))) > 1000:
		return graphtest.Refuse(400, 100, 0, "alt_text")
	}
	return nil
}

// Comments returns what was commented, oldest first.
func (s *Server) Comments() (held []Comment) {
	s.Locked(func() { held = append(held, s.comments...) })
	return held
}

// Comment adds a comment that somebody wrote elsewhere.
func (s *Server) Comment(c Comment) {
	s.Locked(func() { s.comments = append(s.comments, c) })
}

// extra adds comments.
func (s *Server) extra(_ *graphtest.Server, handle graphtest.Handle) {
	handle("POST /v25.0/{id}/comments", func(r *http.Request, body []byte) (any, *graphtest.Refusal) {
		who, refused := s.post(r)
		if refused != nil {
			return nil, refused
		}
		v, refused := graphtest.Form(r, body, "message")
		if refused != nil {
			return nil, refused
		}
		if !v.Has("message") {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) The parameter message is required")
		}
		c := Comment{ID: s.Next(), Post: r.PathValue("id"), Text: v.Get("message"), Username: who.Username, At: s.clock.Now()}
		s.comments = append(s.comments, c)
		return map[string]string{"id": c.ID}, nil
	})
	handle("GET /v25.0/{id}/comments", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		if _, refused := s.post(r); refused != nil {
			return nil, refused
		}
		if _, refused := graphtest.Query(r, "fields", "limit"); refused != nil {
			return nil, refused
		}
		data := []any{}
		for _, c := range s.comments {
			if c.Post == r.PathValue("id") {
				data = append(data, map[string]string{"id": c.ID, "text": c.Text, "timestamp": graphtest.Time(c.At), "username": c.Username})
			}
		}
		return map[string]any{"data": data}, graphtest.Fields(r, "IGComment", "id", "text", "timestamp", "username")
	})
}

// post returns who calls about a post that is there.
func (s *Server) post(r *http.Request) (graphtest.Account, *graphtest.Refusal) {
	who, refused := s.Speaker(r)
	if refused != nil {
		return who, refused
	}
	if _, there := s.Find(r.PathValue("id")); !there {
		return who, graphtest.NotThere(r.Method, r.PathValue("id"))
	}
	return who, nil
}
