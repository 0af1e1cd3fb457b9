package wordpress_test

import (
	"strings"
	"testing"
	"time"

	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// keepingSite is a site with a post that it keeps for an hour, and who entrusted it.
type keepingSite struct {
	*wordpresstest.Server
	clock     *networkstest.Clock
	connector *wordpress.Connector
	session   networks.Session
	content   networks.Content
	user      wordpresstest.User
	what      networks.Entrusted
}

func newKeepingSite(t *testing.T) *keepingSite {
	t.Helper()
	h, server, user := fake(t)
	s := &keepingSite{Server: server, clock: h.Clock, connector: wordpress.New(client(t), h.Clock, nil), user: user, content: networks.Content{Text: "Bonjour"}}
	account, credential, err := s.connector.Connect(t.Context(), server.URL, user.Login, user.AppPassword)
	if err != nil {
		t.Fatal(err)
	}
	s.session = networks.Session{Account: account, Credential: credential}
	s.what = networks.Entrusted{Identity: s.connector.Identify(now), At: now.Add(time.Hour)}
	r := s.entrust(t, s.what.Identity, s.what.At)
	if r.Outcome != networks.Created || r.Permalink != "" {
		t.Fatalf("entrusting: %+v", r)
	}
	s.what.RemoteID = r.RemoteID
	return s
}

func (s *keepingSite) entrust(t *testing.T, id networks.Identity, at time.Time) networks.Result {
	t.Helper()
	return s.connector.Entrust(t.Context(), s.session, s.content, "", id, at)
}

func TestEntrustedByTheClockOfTheSite(t *testing.T) {
	s := newKeepingSite(t)
	posts := s.Posts(s.user.ID)
	if len(posts) != 1 || posts[0].Status != "future" || !posts[0].Date.Equal(s.what.At) || !strings.HasPrefix(posts[0].Slug, "bonjour-") {
		t.Fatalf("the site keeps %+v", posts)
	}
	// By its clock the moment has passed: it is public, and that is told.
	r := s.entrust(t, s.connector.Identify(now), now.Add(-time.Hour))
	if r.Outcome != networks.Created || r.RemoteID == "" || r.Permalink == "" {
		t.Errorf("made public at once: %+v", r)
	}
	s.Behave(wordpresstest.Way{Pending: true})
	if r := s.entrust(t, s.connector.Identify(now), s.what.At); r.Outcome != networks.Unknown {
		t.Errorf("kept for somebody to read: %s", r.Outcome)
	}
	s.Behave(wordpresstest.Way{})
	s.Change(s.user.ID, func(u *wordpresstest.User) { u.Capabilities["publish_posts"] = false })
	r = s.entrust(t, s.connector.Identify(now), s.what.At)
	wantRefused(t, r, "wordpress.error.role")
}

// TestWhatBecameOfAKeptPost: its owner may do anything with it on the site.
func TestWhatBecameOfAKeptPost(t *testing.T) {
	for _, tt := range []struct {
		status   string
		finding  networks.Finding
		takeBack networks.Outcome
		left     int
	}{
		{"future", networks.Kept, networks.Created, 0},
		{"publish", networks.Present, networks.Unknown, 1},
		{"trash", networks.Absent, networks.Created, 0},
		{"draft", networks.Kept, networks.Created, 0},
		{"pending", networks.Kept, networks.Created, 0},
		{"private", networks.Undecided, networks.Unknown, 1},
		{"gone", networks.Absent, networks.Created, 0},
	} {
		t.Run(tt.status, func(t *testing.T) {
			s := newKeepingSite(t)
			s.ChangePosts(func(p *wordpresstest.Post) { p.Status = tt.status })
			if tt.status == "gone" {
				s.RemovePosts()
			}
			if finding, r := s.connector.FindEntrusted(t.Context(), s.session, s.content, s.what); finding != tt.finding {
				t.Errorf("read back: %s (%v), want %s", finding, r.Err, tt.finding)
			}
			if r := s.connector.TakeBack(t.Context(), s.session, s.what.RemoteID); r.Outcome != tt.takeBack {
				t.Errorf("taken back: %s (%v), want %s", r.Outcome, r.Err, tt.takeBack)
			}
			if n := len(s.Posts(s.user.ID)); n != tt.left {
				t.Errorf("the site holds %d posts, want %d", n, tt.left)
			}
		})
	}
}

// TestNotTakenBackAtTheLastMoment: it could be public by the time it is deleted.
func TestNotTakenBackAtTheLastMoment(t *testing.T) {
	for before, want := range map[time.Duration]networks.Outcome{
		2 * time.Minute: networks.Created, time.Minute: networks.Unknown, time.Second: networks.Unknown, -time.Second: networks.Unknown,
	} {
		s := newKeepingSite(t)
		s.clock.Advance(time.Hour - before)
		if r := s.connector.TakeBack(t.Context(), s.session, s.what.RemoteID); r.Outcome != want {
			t.Errorf("%v before its moment: %s (%v), want %s", before, r.Outcome, r.Err, want)
		}
	}
	s := newKeepingSite(t)
	for _, id := range []string{"", "comments/1", "posts/x"} {
		if r := s.connector.TakeBack(t.Context(), s.session, id); r.Outcome != networks.Refused {
			t.Errorf("%q: %s", id, r.Outcome)
		}
	}
}
