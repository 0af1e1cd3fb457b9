package linkedin_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/linkedin/linkedintest"
	"parvis/app"
	"parvis/app/networks"
)

// opened connects the page of a scene, which published one post.
func (s *scene) opened(t *testing.T, scopes ...string) (networks.Session, networks.Result) {
	t.Helper()
	account, credential, err := s.connector.Connect(t.Context(), s.URL, "boulangerie-martin", s.Token(s.member, forPages...))
	if err != nil {
		t.Fatal(err)
	}
	session := networks.Session{Account: account, Credential: credential}
	r := s.connector.Publish(t.Context(), session, networks.Content{Text: "Pain (au levain) #Pain"}, "", s.connector.Identify(now))
	if r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	if len(scopes) > 0 {
		session.Credential.Secret = s.Token(s.member, scopes...)
	}
	return session, r
}

func TestFigures(t *testing.T) {
	s := start(t)
	session, post := s.opened(t)
	figure := func(m networks.Metric, value float64, source string) networks.Figure {
		return networks.Figure{Metric: m, Value: value, ReadAt: now, Source: "GET /rest/organizationalEntityShareStatistics " + source}
	}
	seen := []networks.Figure{figure(networks.Reach, 310, "uniqueImpressionsCount"), figure(networks.Impressions, 900, "impressionCount")}
	for likes, want := range map[int][]networks.Figure{
		3:  append(seen[:2:2], figure(networks.Interactions, 3, "likeCount+commentCount+shareCount")),
		-1: seen, // a like was taken back
	} {
		s.Change(post.RemoteID, func(p *linkedintest.Post) { p.Likes = likes })
		all, err := s.connector.PostFigures(t.Context(), session, []string{post.RemoteID, "urn:li:share:404"})
		if diff := cmp.Diff(map[string][]networks.Figure{post.RemoteID: want}, all); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
}

func TestPostsAsPeopleReadThem(t *testing.T) {
	s := start(t)
	session, post := s.opened(t)
	posts, err := s.connector.Posts(t.Context(), session, now, 10)
	want := networks.Posts{Whole: true, List: []networks.Post{
		{ID: post.RemoteID, Permalink: post.Permalink, Text: "Pain (au levain) #Pain", CreatedAt: now},
	}}
	if diff := cmp.Diff(want, posts); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if r := s.connector.Edit(t.Context(), session, post.RemoteID, networks.Content{Text: "Pain [d’épeautre] #Pain"}); r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	if held := s.Posts(s.page); held[0].Text != "Pain [d’épeautre] #Pain" {
		t.Errorf("people read %q", held[0].Text)
	}
}

// TestATokenThatOnlyPublishes: what it may not do is said, and it goes on publishing.
func TestATokenThatOnlyPublishes(t *testing.T) {
	s := start(t)
	session, post := s.opened(t, "w_organization_social")
	_, listing := s.connector.Posts(t.Context(), session, now, 10)
	_, followers := s.connector.AccountFigures(t.Context(), session)
	_, figures := s.connector.PostFigures(t.Context(), session, []string{post.RemoteID})
	_, messages := s.connector.Messages(t.Context(), session, "", 10)
	for _, err := range []error{listing, followers, figures, messages} {
		if app.CodeOf(err) != app.CodeConflict || app.MessageOf(err).Key != "connector.error.lacks" {
			t.Errorf("%v", err)
		}
	}
	if r := s.connector.Edit(t.Context(), session, post.RemoteID, networks.Content{Text: "Pain"}); r.Outcome != networks.Created {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}
