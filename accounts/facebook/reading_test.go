package facebook_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/facebook"
	"parvis/accounts/facebook/facebooktest"
	"parvis/app"
	"parvis/app/networks"
)

// opened connects a Page that published one post.
func opened(t *testing.T) (*facebook.Connector, *facebooktest.Server, networks.Session, string) {
	t.Helper()
	h, server, page := fake(t)
	c := h.Connector.(*facebook.Connector)
	account, credential, err := c.Connect(t.Context(), server.URL, "", page.Person)
	if err != nil {
		t.Fatal(err)
	}
	post := server.Write(facebooktest.Post{Message: "Bonjour", From: page.ID, Created: now.Add(-time.Hour)})
	return c, server, networks.Session{Account: account, Credential: credential}, post
}

func TestFigures(t *testing.T) {
	c, server, s, post := opened(t)
	followers := networks.Figure{Metric: networks.Followers, Value: facebooktest.Fans, ReadAt: now, Source: "GET /{page} followers_count"}
	today := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	reach := func(value float64, end time.Time) networks.Figure {
		return networks.Figure{
			Metric: networks.Reach, Value: value, From: end.AddDate(0, 0, -1), To: end, ReadAt: now,
			Source: "GET /{page}/insights page_total_media_view_unique",
		}
	}
	ofPost := []networks.Figure{
		{Metric: networks.Interactions, ReadAt: now, Source: "GET /{post} reactions+comments+shares"},
		{Metric: networks.Reach, Value: 310, ReadAt: now, Source: "GET /{post}/insights post_total_media_view_unique"},
		{Metric: networks.Clicks, Value: 12, ReadAt: now, Source: "GET /{post}/insights post_clicks_by_type[link clicks]"},
	}
	check := func(account, posts []networks.Figure) {
		t.Helper()
		got, err := c.AccountFigures(t.Context(), s)
		if diff := cmp.Diff(account, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		all, err := c.PostFigures(t.Context(), s, []string{post, "1_404"})
		if diff := cmp.Diff(map[string][]networks.Figure{post: posts}, all); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	check([]networks.Figure{followers, reach(41, today.AddDate(0, 0, -1)), reach(42, today)}, ofPost)
	// What the token may not see is absent.
	server.Withhold("read_insights")
	check([]networks.Figure{followers}, ofPost[:1])
}

func TestCommentsOfStrangers(t *testing.T) {
	c, server, s, post := opened(t)
	first := server.Write(facebooktest.Post{Message: "Ouvert\u202e ?", Parent: post, From: "42", Name: "Anne", Created: now.Add(-time.Minute)})
	under := server.Write(facebooktest.Post{Message: "Oui", Parent: first, Created: now}) // by whom is not told
	inbox, err := c.Messages(t.Context(), s, "", 10)
	if err != nil || !inbox.Whole {
		t.Fatalf("%+v, %v", inbox, err)
	}
	want := []networks.Message{
		{
			ID: under, Kind: networks.Commenting, Parent: post, Text: "Oui", SentAt: now, Permalink: "https://www.facebook.com/" + under,
			Answers: networks.Thread{Root: post, Parent: under},
		},
		{
			ID: first, Kind: networks.Commenting, Parent: post, Author: networks.Author{ID: "42", Name: "Anne"}, Text: "Ouvert ?",
			SentAt: now.Add(-time.Minute), Permalink: "https://www.facebook.com/" + first, Answers: networks.Thread{Root: post, Parent: first},
		},
	}
	if diff := cmp.Diff(want, inbox.Messages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	server.Withhold("pages_read_user_content")
	if _, err := c.Messages(t.Context(), s, "", 10); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("without the permission: %v", err)
	}
}

func TestManyPostsAreListed(t *testing.T) {
	c, server, s, _ := opened(t)
	for i := range 230 {
		server.Write(facebooktest.Post{Message: "Pain", From: s.Account.RemoteID, Created: now.Add(time.Duration(i-230) * time.Second)})
	}
	posts, err := c.Posts(t.Context(), s, now.Add(-2*time.Hour), 500)
	if err != nil || len(posts.List) != 231 || !posts.Whole {
		t.Errorf("%d posts, whole %v, %v", len(posts.List), posts.Whole, err)
	}
}

func TestWhatIsAnothersIsNotEdited(t *testing.T) {
	c, server, s, post := opened(t)
	other := server.Write(facebooktest.Post{Message: "Bonjour", Parent: post, From: "42", Created: now})
	r := c.Edit(t.Context(), s, other, networks.Content{Text: "Non"})
	if held, _ := server.Post(other); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeNotFound || held.Message != "Bonjour" {
		t.Errorf("outcome %s (%v), it says %q", r.Outcome, r.Err, held.Message)
	}
}
