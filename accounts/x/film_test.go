package x_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

const piece = 4 << 20

// preparedFilm prepares a post until X has made its film ready.
func (s *scene) preparedFilm(t *testing.T, session networks.Session, post networks.Content, note networks.Prepared) networks.Prepared {
	t.Helper()
	for range 5 {
		var err error
		note, err = s.connector.Prepare(t.Context(), session, post, note)
		if err == nil {
			return note
		}
		if app.CodeOf(err) != app.CodeUnavailable || keyOf(err) != "connector.error.working" {
			t.Fatalf("not ready: %v", err)
		}
	}
	t.Fatal("the film is never ready")
	return ""
}

// TestAFilm is sent in pieces, waited for, and goes out with its text.
func TestAFilm(t *testing.T) {
	for _, size := range []int{1000, piece, 2*piece + 7} {
		s, session := signedIn(t)
		film, data := networkstest.Film(size)
		post := networks.Content{Text: "Le four s’ouvre à 5 h", Film: film}
		note := s.preparedFilm(t, *session, post, "")
		if want := (size + piece - 1) / piece; s.Uploads() != want {
			t.Errorf("%d bytes in %d pieces, want %d", size, s.Uploads(), want)
		}
		before := s.Uploads()
		if again, err := s.connector.Prepare(t.Context(), *session, post, note); err != nil || again != note || s.Uploads() != before {
			t.Errorf("prepared again: %v, %d pieces more", err, s.Uploads()-before)
		}
		id := s.connector.Identify(s.clock.Now())
		r := s.connector.Publish(t.Context(), *session, post, note, id)
		if r.Outcome != networks.Created {
			t.Fatalf("%s (%v)", r.Outcome, r.Err)
		}
		if posts := s.Posts(s.account); len(posts) != 1 || !bytes.Equal(posts[0].Film, data) {
			t.Errorf("X holds %d posts", len(posts))
		}
		if finding, found := s.connector.Find(t.Context(), *session, post, id); finding != networks.Present || found.RemoteID != r.RemoteID {
			t.Errorf("read back: %s %+v", finding, found)
		}
	}
}

// TestAFilmGoesOn from the piece where the preparation before stopped, and anew when X
// forgot it or it grew old.
func TestAFilmGoesOn(t *testing.T) {
	s, session := signedIn(t)
	film, _ := networkstest.Film(3 * piece)
	torn := *film
	reads := 0
	torn.Open = func() (io.ReadSeekCloser, error) {
		if reads++; reads == 2 {
			return nil, app.Fail(app.CodeUnavailable, "test.trouble")
		}
		return film.Open()
	}
	post := networks.Content{Text: "Le four", Film: &torn}
	note, err := s.connector.Prepare(t.Context(), *session, post, "")
	if keyOf(err) != "test.trouble" || s.Uploads() != 1 {
		t.Fatalf("%v after %d pieces", err, s.Uploads())
	}
	ready := s.preparedFilm(t, *session, post, note)
	if s.Uploads() != 3 {
		t.Errorf("%d pieces, want each once", s.Uploads())
	}
	s.clock.Advance(time.Hour)
	if again := s.preparedFilm(t, *session, post, ready); again == ready || s.Uploads() != 6 {
		t.Errorf("grown old: %d pieces", s.Uploads())
	}
	s.DropMedia()
	forgotten, err := s.connector.Prepare(t.Context(), *session, post, note)
	if keyOf(err) != "connector.error.film_dropped" {
		t.Fatalf("forgotten: %v", err)
	}
	s.preparedFilm(t, *session, post, forgotten)
}

// TestAFilmNeverGoesMissing: without it nothing is published.
func TestAFilmNeverGoesMissing(t *testing.T) {
	s, session := signedIn(t)
	film, _ := networkstest.Film(1000)
	post := networks.Content{Text: "Le four", Film: film}
	note, err := s.connector.Prepare(t.Context(), *session, post, "")
	if keyOf(err) != "connector.error.working" {
		t.Fatal(err)
	}
	for _, n := range []networks.Prepared{"", note} {
		if r := s.connector.Publish(t.Context(), *session, post, n, s.connector.Identify(s.clock.Now())); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.film_not_prepared" {
			t.Errorf("not ready: %s (%v)", r.Outcome, r.Err)
		}
	}
	sound := *film
	sound.Hash = "other"
	sound.Open = func() (io.ReadSeekCloser, error) {
		return roll{bytes.NewReader(make([]byte, 1000))}, nil
	}
	post.Film = &sound
	note, err = s.connector.Prepare(t.Context(), *session, post, "")
	for range 3 {
		if err == nil || keyOf(err) == "connector.error.film" {
			break
		}
		note, err = s.connector.Prepare(t.Context(), *session, post, note)
	}
	if app.CodeOf(err) != app.CodeInvalid || keyOf(err) != "connector.error.film" {
		t.Errorf("no film: %v", err)
	}
	if len(s.Posts(s.account)) != 0 {
		t.Error("something was published")
	}
}

type roll struct{ *bytes.Reader }

func (roll) Close() error { return nil }
