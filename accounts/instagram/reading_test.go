package instagram_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/graph/graphtest"
	"parvis/accounts/instagram"
	"parvis/accounts/instagram/instagramtest"
	"parvis/app/networks"
)

func TestFigures(t *testing.T) {
	s := fake(t, 1)
	c, opened := s.Connector.(*instagram.Connector), s.connected(t)
	id := s.server.Write(s.account.ID, graphtest.Post{Text: "Pain", Created: now, Likes: 3})
	all, err := c.PostFigures(t.Context(), opened, []string{id, "404"})
	want := map[string][]networks.Figure{id: {
		{Metric: networks.Reach, Value: 310, ReadAt: now, Source: "insights reach"},
		{Metric: networks.Impressions, Value: 900, ReadAt: now, Source: "insights views"},
		{Metric: networks.Interactions, Value: 3, ReadAt: now, Source: "insights likes+comments+shares"},
	}}
	if diff := cmp.Diff(want, all); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	figures, err := c.AccountFigures(t.Context(), opened)
	if err != nil || len(figures) != 3 || figures[2].Metric != networks.Reach || !figures[2].To.Equal(now.Truncate(24*time.Hour)) || figures[2].Value != 42 {
		t.Errorf("%+v, %v", figures, err)
	}
}

// TestAnswersToComments: what answers a comment stands under it, and is answered there.
func TestAnswersToComments(t *testing.T) {
	s := fake(t, 1)
	c, opened := s.Connector.(*instagram.Connector), s.connected(t)
	id := s.server.Write(s.account.ID, graphtest.Post{Text: "Pain", Created: now})
	first := s.server.Say(id, "À quelle heure ?")
	s.server.Comment(instagramtest.Comment{ID: "77", Post: id, Parent: first, Text: "Oui, à quelle heure ?", Username: "luc", At: now})
	s.server.Comment(instagramtest.Comment{ID: "78", Post: id, Parent: first, Text: "7 h", Username: s.account.Username, At: now})
	inbox, err := c.Messages(t.Context(), opened, "", 10)
	if err != nil || len(inbox.Messages) != 2 || !inbox.Whole {
		t.Fatalf("%+v, %v", inbox, err)
	}
	for _, m := range inbox.Messages {
		want := networks.Message{
			ID: first, Kind: networks.Commenting, Parent: id, Author: networks.Author{ID: "42", Name: "anne"}, Text: "À quelle heure ?",
			SentAt: now, Permalink: "https://www.instagram.com/p/C" + id, Answers: networks.Thread{Root: id, Parent: first},
		}
		if m.ID == "77" {
			want.ID, want.Parent, want.Author.Name, want.Text = "77", first, "luc", "Oui, à quelle heure ?"
		}
		if diff := cmp.Diff(want, m); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// TestWhatIsNoLongerCountedIsAbsent: networks drop metrics.
func TestWhatIsNoLongerCountedIsAbsent(t *testing.T) {
	s, opened := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/insights") {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(refusal(100, 0, "(#100) metric[0] must be a valid insights metric")))
			return
		}
		_, _ = w.Write([]byte(`{"followers_count":128,"id":"1"}`))
	})
	c := s.Connector.(*instagram.Connector)
	if all, err := c.PostFigures(t.Context(), opened, []string{"1"}); err != nil || len(all) != 0 {
		t.Errorf("%v, %v", all, err)
	}
	if figures, err := c.AccountFigures(t.Context(), opened); err != nil || len(figures) != 1 {
		t.Errorf("%v, %v", figures, err)
	}
}
