package mastodon_test

import (
	"bytes"
	"io"
	"testing"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestAFilm is uploaded once, waited for until the server has made it ready, and goes
// out with its text.
func TestAFilm(t *testing.T) {
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			w := newWorld(t, software)
			film, data := networkstest.Film(300_000)
			post := networks.Content{Text: "Le four s’ouvre", Language: "fr", Film: film}
			note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
			if software == networks.SoftwareMastodon {
				if app.CodeOf(err) != app.CodeUnavailable || keyOf(err) != "connector.error.working" {
					t.Fatalf("not ready: %v", err)
				}
				w.server.Process(false)
				note, err = w.connector.Prepare(t.Context(), *w.Session, post, note)
			}
			if err != nil || w.server.Uploads() != 1 {
				t.Fatalf("%v after %d uploads", err, w.server.Uploads())
			}
			r := w.connector.Publish(t.Context(), *w.Session, post, note, w.connector.Identify(w.clock.Now()))
			if r.Outcome != networks.Created {
				t.Fatalf("%s (%v)", r.Outcome, r.Err)
			}
			sent := w.server.Pictures(w.server.Statuses(w.account.ID)[0])
			if len(sent) != 1 || sent[0].MIME != "video/mp4" || !bytes.Equal(sent[0].Bytes, data) {
				t.Errorf("sent %d attachments", len(sent))
			}
		})
	}
}

// TestAFilmNeverGoesMissing: without it nothing is published.
func TestAFilmNeverGoesMissing(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	film, _ := networkstest.Film(1000)
	post := networks.Content{Text: "Le four s’ouvre", Film: film}
	if r := w.connector.Publish(t.Context(), *w.Session, post, "", w.connector.Identify(w.clock.Now())); r.Outcome != networks.Refused || w.server.Passed() != 0 {
		t.Errorf("not prepared: %s", r.Outcome)
	}
	moved := app.Fail(app.CodeInvalid, "media.video.error.moved", "Name", "four.mp4")
	film.Open = func() (io.ReadSeekCloser, error) { return nil, moved }
	if _, err := w.connector.Prepare(t.Context(), *w.Session, post, ""); keyOf(err) != moved.Key || w.server.Uploads() != 0 {
		t.Errorf("moved: %v", err)
	}
	heavy, _ := networkstest.Film(1000)
	heavy.Size = 1 << 40
	post.Film = heavy
	if _, err := w.connector.Prepare(t.Context(), *w.Session, post, ""); keyOf(err) != networks.ProblemVideoTooHeavy {
		t.Errorf("too heavy: %v", err)
	}
}

func TestEveryAnswerToAFilm(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   app.Code
		key    string
	}{
		{"taken", 200, `{"id":"1"}`, "", ""},
		{"not ready", 202, `{"id":"1"}`, app.CodeUnavailable, "connector.error.working"},
		{"refused", 422, `{"error":"Validation failed: File content type is invalid"}`, app.CodeInvalid, "connector.error.film"},
		{"too heavy for something on the way", 413, `<html>`, app.CodeInvalid, "connector.error.film"},
		{"422 from something on the way", 422, `<html>`, app.CodeUnavailable, "connector.error.trouble"},
		{"trouble", 500, `{"error":"x"}`, app.CodeUnavailable, "connector.error.trouble"},
	} {
		c, s := speaking(t, networks.SoftwareMastodon, answers(tt.status, nil, tt.body))
		film, _ := networkstest.Film(1000)
		if _, err := c.Prepare(t.Context(), s, networks.Content{Text: "Le four", Film: film}, ""); app.CodeOf(err) != tt.want || keyOf(err) != tt.key {
			t.Errorf("%s: %v, want %q %q", tt.name, err, tt.want, tt.key)
		}
	}
}
