package bluesky_test

import (
	"encoding/json"
	"errors"
	"io"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/bluesky/pdstest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// filmed is a post with a film.
func filmed() networks.Content {
	film, _ := networkstest.Film(300_000)
	return networks.Content{Text: "Le four s’ouvre à 5 h", Language: "fr", Film: film}
}

func TestConformanceWithAFilm(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := fake(t)
		h.Content = filmed()
		return h
	})
}

// wantFilm holds a record against the film that was sent.
func wantFilm(t *testing.T, record json.RawMessage) {
	t.Helper()
	var kept struct {
		Embed struct {
			Type  string `json:"$type"`
			Video struct {
				MIME string `json:"mimeType"`
				Size int64  `json:"size"`
			} `json:"video"`
			Ratio struct{ Width, Height int } `json:"aspectRatio"`
		} `json:"embed"`
	}
	if err := json.Unmarshal(record, &kept); err != nil {
		t.Fatal(err)
	}
	if e := kept.Embed; e.Type != "app.bsky.embed.video" || e.Video.MIME != "video/mp4" || e.Video.Size != 300_000 || e.Ratio.Width != 1280 || e.Ratio.Height != 720 {
		t.Errorf("the post holds %s", record)
	}
}

func TestAFilm(t *testing.T) {
	c, server, clock, s := signedIn(t)
	post := filmed()
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil || server.Uploads() != 1 {
		t.Fatalf("%d uploads, %v", server.Uploads(), err)
	}
	if again, err := c.Prepare(t.Context(), *s, post, note); err != nil || again != note || server.Uploads() != 1 {
		t.Errorf("prepared again: %d uploads, %v", server.Uploads(), err)
	}
	server.DropBlobs(s.Account.RemoteID)
	r := c.Publish(t.Context(), *s, post, note, c.Identify(clock.Now()))
	if r.Outcome != networks.Limited {
		t.Fatalf("dropped: %s (%v)", r.Outcome, r.Err)
	}
	wantKey(t, r.Err, "connector.error.film_dropped")
	clock.Advance(r.RetryAfter.Sub(clock.Now()))
	if note, err = c.Prepare(t.Context(), *s, post, note); err != nil {
		t.Fatal(err)
	}
	if r := c.Publish(t.Context(), *s, post, note, c.Identify(clock.Now())); r.Outcome != networks.Created {
		t.Fatalf("%s (%v)", r.Outcome, r.Err)
	}
	wantFilm(t, server.Records(s.Account.RemoteID)[0].Value)
}

// TestAFilmNeverGoesMissing: without it nothing is published.
func TestAFilmNeverGoesMissing(t *testing.T) {
	c, server, clock, s := signedIn(t)
	post := filmed()
	r := c.Publish(t.Context(), *s, post, "", c.Identify(clock.Now()))
	if r.Outcome != networks.Refused || server.Passed() != 0 {
		t.Errorf("not prepared: %s (%v)", r.Outcome, r.Err)
	}
	wantKey(t, r.Err, "connector.error.film_not_prepared")
	moved, heavy, quick := *post.Film, *post.Film, *post.Film
	moved.Open = func() (io.ReadSeekCloser, error) {
		return nil, app.Fail(app.CodeInvalid, "media.video.error.moved", "Name", "four.mp4")
	}
	heavy.Size = 50_000_001
	quick.MIME = "video/quicktime"
	for key, film := range map[string]*networks.Film{
		"media.video.error.moved": &moved, networks.ProblemVideoTooHeavy: &heavy, "connector.error.film": &quick,
	} {
		post.Film = film
		_, err := c.Prepare(t.Context(), *s, post, "")
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", key, err)
		}
		wantKey(t, err, key)
	}
	if server.Uploads() != 0 {
		t.Errorf("%d uploads", server.Uploads())
	}
}

func TestRealServerTakesAFilm(t *testing.T) {
	server := pdstest.Start(t)
	c, s := realSession(t, server, "film.test")
	post := filmed()
	note, err := c.Prepare(t.Context(), s, post, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	id := c.Identify(time.Now())
	r := c.Publish(t.Context(), s, post, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("outcome %s: %v\n%s", r.Outcome, r.Err, r.Call.Excerpt)
	}
	records := server.ListRecords(t, s.Account.RemoteID)
	if len(records) != 1 || records[0].URI != r.RemoteID {
		t.Fatalf("the server holds %+v, want %s", records, r.RemoteID)
	}
	wantFilm(t, records[0].Value)
	if finding, found := c.Find(t.Context(), s, post, id); finding != networks.Present || found.RemoteID != r.RemoteID {
		t.Errorf("read back: %s %+v", finding, found)
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *app.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("%v, want %s", err, key)
	}
}
