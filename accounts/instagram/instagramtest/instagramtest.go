// Package instagramtest is a strict Instagram API in memory, for tests: it
// speaks the documented wire format for what Parvis uses, refuses what the
// documentation forbids, and goes wrong on demand.
package instagramtest

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/graph/graphtest"
	"parvis/app"
)

// Comment is a comment that the server holds.
type Comment struct {
	ID, Post, Text, Username string
	Parent                   string // the comment it answers, "" for one on the post
	At                       time.Time
	Hidden                   bool
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
		Check:      check, Extra: s.extra, Comments: s.commentsOn,
		Expanded: "comments.limit(50){id,text,timestamp,username,from,replies.limit(50){id,text,timestamp,username,from}}",
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
	s.moderation(handle)
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
			if c.Post == r.PathValue("id") && c.Parent == "" {
				data = append(data, map[string]string{"id": c.ID, "text": c.Text, "timestamp": graphtest.Time(c.At), "username": c.Username})
			}
		}
		return map[string]any{"data": data}, graphtest.Fields(r, "IGComment", "id", "text", "timestamp", "username")
	})
}

// commentsOn is what is said on a post, with the answers to it.
func (s *Server) commentsOn(p graphtest.Post) any { return s.under(p.ID, "") }

func (s *Server) under(post, parent string) any {
	data := []any{}
	for _, c := range s.comments {
		if c.Post == post && c.Parent == parent {
			one := map[string]any{"id": c.ID, "text": c.Text, "timestamp": graphtest.Time(c.At), "username": c.Username, "from": map[string]string{"id": "42"}}
			if parent == "" {
				one["replies"] = s.under(post, c.ID)
			}
			data = append(data, one)
		}
	}
	return map[string]any{"data": data}
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.Count(r.URL.Path, "/") == 2
}

// moderation adds answers to comments, what can be done about them, and figures.
func (s *Server) moderation(handle graphtest.Handle) {
	handle("POST /v25.0/{id}/replies", func(r *http.Request, body []byte) (any, *graphtest.Refusal) {
		who, on, refused := s.comment(r)
		if refused != nil {
			return nil, refused
		}
		v, refused := graphtest.Form(r, body, "message")
		if refused != nil || !v.Has("message") || on.Parent != "" {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) message, on a comment of a post")
		}
		c := Comment{ID: s.Next(), Post: on.Post, Parent: on.ID, Text: v.Get("message"), Username: who.Username, At: s.clock.Now()}
		s.comments = append(s.comments, c)
		return map[string]string{"id": c.ID}, nil
	})
	handle("GET /v25.0/{id}/replies", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		_, on, refused := s.comment(r)
		if refused != nil {
			return nil, refused
		}
		return s.under(on.Post, on.ID), graphtest.Fields(r, "IGComment", "id", "text", "timestamp", "username")
	})
	handle("POST /v25.0/{id}", func(r *http.Request, body []byte) (any, *graphtest.Refusal) {
		_, on, refused := s.comment(r)
		if refused != nil {
			return nil, refused
		}
		v, refused := graphtest.Form(r, body, "hide")
		if refused != nil || v.Get("hide") != "true" && v.Get("hide") != "false" {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) hide")
		}
		on.Hidden = v.Get("hide") == "true"
		return map[string]bool{"success": true}, nil
	})
	handle("DELETE /v25.0/{id}", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		_, on, refused := s.comment(r)
		if refused != nil {
			return nil, refused
		}
		id := on.ID
		s.comments = slices.DeleteFunc(s.comments, func(c Comment) bool { return c.ID == id })
		return map[string]bool{"success": true}, nil
	})
	handle("GET /v25.0/{id}/insights", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		who, refused := s.Speaker(r)
		if refused != nil {
			return nil, refused
		}
		if r.PathValue("id") != who.ID {
			return s.Insights(r, "reach,views,likes,comments,shares")
		}
		q, refused := graphtest.Query(r, "metric", "period", "since", "until")
		if refused != nil || q.Get("metric") != "reach" || q.Get("period") != "day" {
			return nil, graphtest.Refuse(400, 100, 0, "(#100) metric or period")
		}
		return map[string]any{"data": []any{s.Days("reach")}}, nil
	})
}

// comment returns who calls about a comment that is there.
func (s *Server) comment(r *http.Request) (graphtest.Account, *Comment, *graphtest.Refusal) {
	who, refused := s.Speaker(r)
	if refused != nil {
		return who, nil, refused
	}
	for i := range s.comments {
		if s.comments[i].ID == r.PathValue("id") {
			return who, &s.comments[i], nil
		}
	}
	return who, nil, graphtest.NotThere(r.Method, r.PathValue("id"))
}

// Say makes a stranger comment on a post and returns the comment's ID.
func (s *Server) Say(post, text string) (id string) {
	s.Locked(func() {
		id = s.Next()
		s.comments = append(s.comments, Comment{ID: id, Post: post, Text: text, Username: "anne\u202e", At: s.clock.Now()})
	})
	return id
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
