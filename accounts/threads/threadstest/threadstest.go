// Package threadstest is a strict Threads API in memory, for tests: it speaks
// the documented wire format for what Parvis uses, refuses what the
// documentation forbids, and goes wrong on demand.
package threadstest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/accounts/graph/graphtest"
	"parvis/app"
)

// Start starts a server and stops it when the test ends.
func Start(t testing.TB, clock app.Clock) *graphtest.Server {
	t.Helper()
	return graphtest.Start(t, clock, graphtest.Dialect{
		Version: "/v1.0", Make: "threads", Publish: "threads_publish", Limit: "threads_publishing_limit",
		Lists: []string{"threads", "replies"}, Grant: "th_refresh_token", Status: "status", Why: "error_message",
		Text: "text", Me: []string{"id"}, Children: 20, Posts: 250, Replies: 1000, Formats: []string{"image/jpeg", "image/png"},
		Parameters: []string{"media_type", "text", "image_url", "alt_text", "is_carousel_item", "children", "reply_to_id"},
		Site:       "https://www.threads.com/@martin/post/",
		Check:      check, Extra: extra,
	})
}

// check holds a container to the rules of its media type.
func check(v url.Values) *graphtest.Refusal {
	wanted := map[string]string{"TEXT": "text", "IMAGE": "image_url", "CAROUSEL": "children"}[v.Get("media_type")]
	switch {
	case wanted == "" || !v.Has(wanted):
		return graphtest.Refuse(400, 100, 0, "Param %s must not be empty for media_type %q", wanted, v.Get("media_type"))
	case wanted != "image_url" && (v.Has("image_url") || v.Has("alt_text") || v.Has("is_carousel_item")),
		wanted != "children" && v.Has("children"), v.Has("is_carousel_item") && v.Has("text"):
		return graphtest.Refuse(400, 100, 0, "A parameter that media_type %s does not take", v.Get("media_type"))
	case len([]rune(v.Get("text"))) > 500:
		return graphtest.Refuse(400, 100, 0, "Param text must be at most 500 characters long.")
	case len([]rune(v.Get("alt_text"))) > 1000:
		return graphtest.Refuse(400, 100, 0, "Param alt_text must be at most 1000 characters long.")
	}
	return nil
}

// Changing recognises the calls that change what is there.
func Changing(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/manage_reply")
}

// extra adds deletion, answers, mentions and figures.
func extra(s *graphtest.Server, handle graphtest.Handle) {
	handle("GET /v1.0/{id}/conversation", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		if _, refused := s.Speaker(r); refused != nil {
			return nil, refused
		}
		q, refused := graphtest.Query(r, "fields", "reverse", "limit")
		if refused != nil || q.Get("reverse") != "true" {
			return nil, graphtest.Refuse(400, 100, 0, "reverse %q", q.Get("reverse"))
		}
		if _, there := s.Find(r.PathValue("id")); !there {
			return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
		}
		data := []any{}
		s.Below(r.PathValue("id"), func(a graphtest.Account, p graphtest.Post) {
			data = append(data, map[string]any{
				"id": p.ID, "text": p.Text, "username": a.Username, "timestamp": graphtest.Time(p.Created), "permalink": p.Permalink,
				"replied_to": map[string]string{"id": p.Parent},
			})
		})
		return map[string]any{"data": data}, graphtest.Fields(r, "Media", "id", "text", "username", "timestamp", "permalink", "replied_to")
	})
	handle("GET /v1.0/{id}/mentions", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		if _, refused := s.Speaker(r); refused != nil {
			return nil, refused
		}
		return map[string]any{"data": []any{}}, graphtest.Fields(r, "Media", "id", "text", "username", "timestamp", "permalink", "replied_to")
	})
	handle("POST /v1.0/{id}/manage_reply", func(r *http.Request, body []byte) (any, *graphtest.Refusal) {
		if _, refused := s.Speaker(r); refused != nil {
			return nil, refused
		}
		v, refused := graphtest.Form(r, body, "hide")
		if refused != nil || v.Get("hide") != "true" && v.Get("hide") != "false" {
			return nil, graphtest.Refuse(400, 100, 0, "hide")
		}
		if !s.Alter(r.PathValue("id"), func(p *graphtest.Post) { p.Hidden = v.Get("hide") == "true" }) {
			return nil, graphtest.NotThere(r.Method, r.PathValue("id"))
		}
		return map[string]bool{"success": true}, nil
	})
	handle("GET /v1.0/{id}/insights", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		return s.Insights(r, "views,likes,replies,reposts,quotes,shares")
	})
	handle("GET /v1.0/{id}/threads_insights", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		if _, refused := s.Speaker(r); refused != nil {
			return nil, refused
		}
		q, refused := graphtest.Query(r, "metric", "since", "until")
		if refused != nil || q.Get("metric") != "followers_count,views" {
			return nil, graphtest.Refuse(400, 100, 0, "metric %q", q.Get("metric"))
		}
		followers := map[string]any{"name": "followers_count", "period": "day", "total_value": map[string]int{"value": graphtest.Fans}}
		return map[string]any{"data": []any{s.Days("views"), followers}}, nil
	})
	handle("GET /v1.0/debug_token", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		return s.DescribeToken(r, "threads_basic", "threads_content_publish", "threads_delete")
	})
	handle("DELETE /v1.0/{id}", func(r *http.Request, _ []byte) (any, *graphtest.Refusal) {
		if _, refused := s.Speaker(r); refused != nil {
			return nil, refused
		}
		id := r.PathValue("id")
		if _, there := s.Find(id); !there {
			return nil, graphtest.NotThere(r.Method, id)
		}
		s.Remove(id)
		return map[string]any{"success": true, "deleted_id": id}, nil
	})
}
