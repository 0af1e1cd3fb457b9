package threads_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/threads"
	"parvis/app"
	"parvis/app/networks"
)

func key(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Key
}

func TestWhatAPostSays(t *testing.T) {
	for _, tt := range []struct {
		name   string
		images int
		text   string
	}{
		{"words", 0, "Bonjour & <bienvenue> @mairie\r\n#Pain"},
		{"one picture", 1, "Bonjour"},
		{"one picture alone", 1, ""},
		{"several", 2, "Bonjour"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := fake(t, words())
			session := s.connected(t)
			post := networks.Content{Text: tt.text, Images: carousel(t).Images[:tt.images]}
			note, err := s.Connector.Prepare(t.Context(), session, post, "")
			if err != nil {
				t.Fatal(err)
			}
			if r := s.Connector.Publish(t.Context(), session, post, note, s.identify(note)); r.Outcome != networks.Created {
				t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
			}
			held := s.server.Posts(s.account.ID)[0]
			var alts []string
			for _, i := range post.Images {
				alts = append(alts, i.Alt)
			}
			if held.Text != networks.Normalise(tt.text) || !slices.Equal(held.Alts, alts) {
				t.Errorf("held %+v", held)
			}
		})
	}
}

func TestPictureShownTwice(t *testing.T) {
	s := fake(t, carousel(t))
	session := s.connected(t)
	s.Content.Images[1] = s.Content.Images[0]
	if _, err := s.Connector.Prepare(t.Context(), session, s.Content, ""); err != nil || s.server.Containers() != 3 {
		t.Errorf("%d containers (%v), want 3", s.server.Containers(), err)
	}
}

// TestPreparationGoesOn stops a preparation after each of its calls that make
// something, and starts it again: nothing is made twice.
func TestPreparationGoesOn(t *testing.T) {
	for stop := 1; stop <= 2; stop++ {
		s := fake(t, carousel(t))
		session := s.connected(t)
		made := 0
		host := s.host
		host.Before = func() error {
			if made++; made == stop {
				return app.Fail(app.CodeUnavailable, "test.stopped")
			}
			return nil
		}
		note, err := s.Connector.Prepare(t.Context(), session, s.Content, "")
		if key(err) != "test.stopped" {
			t.Fatalf("stopped before picture %d: %v", stop, err)
		}
		note, err = s.Connector.Prepare(t.Context(), session, s.Content, note)
		if err != nil || s.server.Containers() != 3 {
			t.Errorf("stopped before picture %d: %d containers (%v), want 3", stop, s.server.Containers(), err)
		}
		if again, err := s.Connector.Prepare(t.Context(), session, s.Content, note); err != nil || again != note {
			t.Errorf("prepared again: %q, %v", again, err)
		}
	}
}

func TestAnswersThatAreNoContainer(t *testing.T) {
	for _, body := range []string{"", "<html>", "[]", `{"id":"../me"}`, `{"id":1}`} {
		calls := 0
		c, s := speaking(t, func(w http.ResponseWriter, _ *http.Request) {
			calls++
			_, _ = w.Write([]byte(body))
		})
		if note, err := c.Prepare(t.Context(), s, words(), ""); app.CodeOf(err) != app.CodeUnavailable || graph.Named(note) != "" || calls != 1 {
			t.Errorf("%q: %v after %d calls", body, err, calls)
		}
	}
}

func TestContainerIsWaitedFor(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	s.server.Set(func(b *graphtest.Behaviour) { b.Working = 3 })
	if _, err := s.Connector.Prepare(t.Context(), session, words(), ""); err != nil || s.waited != 3 {
		t.Errorf("waited %d times (%v), want 3", s.waited, err)
	}
	// One that takes longer is found again the next time.
	s.server.Set(func(b *graphtest.Behaviour) { b.Working = 15 })
	other := networks.Content{Text: "Autre"}
	note, err := s.Connector.Prepare(t.Context(), session, other, "")
	if key(err) != "connector.error.working" || app.CodeOf(err) != app.CodeUnavailable {
		t.Fatalf("error %v", err)
	}
	made := s.server.Containers()
	if again, err := s.Connector.Prepare(t.Context(), session, other, note); err != nil || again != note || s.server.Containers() != made {
		t.Errorf("prepared again: %v, %d containers, want %d", err, s.server.Containers(), made)
	}
	ctx, cancel := context.WithCancel(t.Context())
	s.server.Set(func(b *graphtest.Behaviour) { b.Working = 5 })
	s.Connector.(*threads.Connector).SetPause(func(ctx context.Context, _ time.Duration) error { cancel(); return ctx.Err() })
	if note, err := s.Connector.Prepare(ctx, session, networks.Content{Text: "Encore"}, ""); app.CodeOf(err) != app.CodeUnavailable || graph.Named(note) == "" {
		t.Errorf("stopped while waiting: %q, %v", note, err)
	}
}

func TestContainerThatServesNoMore(t *testing.T) {
	s := fake(t, carousel(t))
	session := s.connected(t)
	note, err := s.Connector.Prepare(t.Context(), session, s.Content, "")
	if err != nil || s.server.Containers() != 3 {
		t.Fatalf("%d containers (%v), want 3", s.server.Containers(), err)
	}
	id := s.identify(note)
	// Another text: another container, of the same pictures.
	changed := s.Content
	changed.Text = "Autre"
	note, err = s.Connector.Prepare(t.Context(), session, changed, note)
	if err != nil || s.server.Containers() != 4 || graph.Named(note) == id.Key {
		t.Fatalf("%d containers (%v), want 4", s.server.Containers(), err)
	}
	// A day later it has expired, and its pictures with it.
	s.Clock.Advance(24 * time.Hour)
	id = s.identify(note)
	if r := s.Connector.Publish(t.Context(), session, changed, note, id); r.Outcome != networks.Limited || key(r.Err) != "connector.error.dropped" {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
	if finding, _ := s.Connector.Find(t.Context(), session, changed, id); finding != networks.Absent {
		t.Errorf("expired: %s, want %s", finding, networks.Absent)
	}
	note, err = s.Connector.Prepare(t.Context(), session, changed, note)
	if err != nil || s.server.Containers() != 7 {
		t.Fatalf("%d containers (%v), want 7", s.server.Containers(), err)
	}
	again := networks.IdentityFor(s.Connector, s.Clock.Now(), note, id)
	if again.Key == id.Key {
		t.Error("the attempt keeps a container that has expired")
	}
	if r := s.Connector.Publish(t.Context(), session, changed, note, again); r.Outcome != networks.Created || s.Records(t) != 1 {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}

func TestWhatWouldBeRefusedIsNotSent(t *testing.T) {
	s := fake(t, words())
	session := s.connected(t)
	many := make([]networks.Image, 21)
	for i := range many {
		many[i] = carousel(t).Images[0]
	}
	for _, tt := range []struct {
		name    string
		content networks.Content
		key     string
	}{
		{"nothing", networks.Content{Text: " "}, networks.ProblemEmpty},
		{"too long", networks.Content{Text: strings.Repeat("é", 501)}, networks.ProblemTooLong},
		{"too many pictures", networks.Content{Images: many}, networks.ProblemTooManyImages},
		{"an answer to no identifier", networks.Content{Text: "x", Answers: networks.Thread{Root: "../me", Parent: "../me"}}, "connector.error.reply"},
	} {
		if _, err := s.Connector.Prepare(t.Context(), session, tt.content, ""); app.CodeOf(err) != app.CodeInvalid || key(err) != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
	if n := s.server.Containers(); n != 0 {
		t.Errorf("%d containers, want none", n)
	}
}

func TestWhatTheNetworkRefusesToPrepare(t *testing.T) {
	broken := carousel(t)
	broken.Images[1].Bytes = []byte("<html>")
	alone := broken
	alone.Images = broken.Images[1:]
	gone := networks.Content{Text: "Merci", Answers: networks.Thread{Root: mediaID, Parent: mediaID}}
	for _, tt := range []struct {
		name    string
		content networks.Content
		set     func(*graphtest.Behaviour)
		code    app.Code
		key     string
	}{
		{"a picture that is none", alone, nil, app.CodeInvalid, "connector.error.image"},
		{"one of several that is none", broken, nil, app.CodeInvalid, "connector.error.image"},
		{"an answer to what is gone", gone, nil, app.CodeInvalid, "connector.error.reply"},
		{"a container that fails", words(), func(b *graphtest.Behaviour) { b.Failing = "UNKNOWN" }, app.CodeInvalid, "connector.error.refused"},
		{"a picture that fails", carousel(t), func(b *graphtest.Behaviour) { b.Failing = "UNKNOWN" }, app.CodeInvalid, "connector.error.image"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := fake(t, tt.content)
			session := s.connected(t)
			if tt.set != nil {
				s.server.Set(tt.set)
			}
			if _, err := s.Connector.Prepare(t.Context(), session, tt.content, ""); app.CodeOf(err) != tt.code || key(err) != tt.key {
				t.Errorf("error %v, want %s", err, tt.key)
			}
			if n := s.Records(t); n != 0 {
				t.Errorf("%d posts, want none", n)
			}
		})
	}
}

func TestPicturesNeedAHost(t *testing.T) {
	s := fake(t, carousel(t))
	session := s.connected(t)
	bare := threads.New(client(t), s.Clock, nil)
	if _, err := bare.Prepare(t.Context(), session, carousel(t), ""); app.CodeOf(err) != app.CodeInvalid || key(err) != "connector.error.no_host" {
		t.Errorf("without a host: %v", err)
	}
	if _, err := bare.Prepare(t.Context(), session, words(), ""); err != nil {
		t.Errorf("words without a host: %v", err)
	}
	s.host.Before = func() error { return app.Fail(app.CodeUnavailable, "test.no_host") }
	for n := 1; n <= 2; n++ {
		post := carousel(t)
		post.Images = post.Images[:n]
		if _, err := s.Connector.Prepare(t.Context(), session, post, ""); key(err) != "test.no_host" {
			t.Errorf("%d pictures on a host in trouble: %v", n, err)
		}
	}
}
