package threads_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/graph/graphtest"
	"parvis/accounts/threads"
	"parvis/app"
	"parvis/app/networks"
)

func TestFigures(t *testing.T) {
	s := fake(t, words())
	c, opened := s.Connector.(*threads.Connector), s.connected(t)
	id := s.server.Write(s.account.ID, graphtest.Post{Text: "Pain", Created: now, Likes: 3})
	all, err := c.PostFigures(t.Context(), opened, []string{id, "404"})
	want := map[string][]networks.Figure{id: {
		{Metric: networks.Impressions, Value: 900, ReadAt: now, Source: "insights views"},
		{Metric: networks.Interactions, Value: 3, ReadAt: now, Source: "insights likes+replies+reposts+quotes+shares"},
	}}
	if diff := cmp.Diff(want, all); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	figures, err := c.AccountFigures(t.Context(), opened)
	if err != nil || len(figures) != 3 || figures[2].Metric != networks.Impressions || !figures[2].To.Equal(now.Truncate(24*time.Hour)) {
		t.Errorf("%+v, %v", figures, err)
	}
}

// TestMentions: without the permission for them a reading is not whole.
func TestMentions(t *testing.T) {
	mentions := `{"data":[{"id":"9","text":"@martin 🥖","username":"anne","timestamp":"2026-11-21T13:00:00+0000","permalink":"https://www.threads.com/@anne/post/C9"}]}`
	status := http.StatusOK
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		body := `{"data":[]}`
		if strings.HasSuffix(r.URL.Path, "/mentions") {
			body = mentions
			w.WriteHeader(status)
		}
		_, _ = w.Write([]byte(body))
	})
	inbox, err := c.Messages(t.Context(), s, "", 10)
	want := networks.Inbox{Whole: true, Next: "2026-11-21T13:00:00Z", Messages: []networks.Message{{
		ID: "9", Kind: networks.Mentioning, Author: networks.Author{Name: "anne"}, Text: "@martin 🥖", SentAt: time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC),
		Permalink: "https://www.threads.com/@anne/post/C9", Answers: networks.Thread{Root: "9", Parent: "9"},
	}}}
	if diff := cmp.Diff(want, inbox); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	status, mentions = http.StatusForbidden, refusal(10, 0, "Application does not have permission for this action")
	if inbox, err := c.Messages(t.Context(), s, "", 10); err != nil || inbox.Whole || len(inbox.Messages) != 0 {
		t.Errorf("without the permission: %+v, %v", inbox, err)
	}
	status, mentions = http.StatusBadGateway, "<html>"
	if _, err := c.Messages(t.Context(), s, "", 10); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("in trouble: %v", err)
	}
}
