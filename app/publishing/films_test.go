package publishing_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/storage/storagetest"
)

// filming is a connector that sends films, and keeps what it is given.
type filming struct {
	seen
	sends bool
}

func (f filming) SendsFilms() bool { return f.sends }

// TestFilms: a film leaves from where its owner keeps it, and a post never leaves
// without its film.
func TestFilms(t *testing.T) {
	film, err := os.ReadFile("../media/testdata/landscape.mp4")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		silent bool // the connector sends no films
		before func(path string) error
		state  publishing.State
		key    string
	}{
		"where it was": {state: publishing.Published},
		"a connector that sends none": {
			silent: true, state: publishing.Refused, key: "publishing.error.no_films",
		},
		"moved":   {before: os.Remove, state: publishing.Refused, key: "media.video.error.moved"},
		"changed": {before: func(path string) error { return os.WriteFile(path, film[1:], 0o600) }, state: publishing.Refused, key: "media.video.error.changed"},
		"touched": {
			before: func(path string) error { return os.Chtimes(path, testNow, testNow.Add(time.Second)) },
			state:  publishing.Refused, key: "media.video.error.changed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			f := storagetest.New(t)
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			path := filepath.Join(t.TempDir(), "four.mp4")
			must(os.WriteFile(path, film, 0o600))
			must(os.Chtimes(path, testNow, testNow))
			account := networks.Account{ID: accountOf(networks.Bluesky), Network: networks.Bluesky, Handle: "martin", RemoteID: "did", State: networks.AccountConnected, CreatedAt: storagetest.Now()}
			must(f.Networks().SaveAccount(t.Context(), account))
			videos := media.NewVideos(f.Media(), w.clock, w.events)
			kept, err := videos.Add(t.Context(), path, nil)
			must(err)
			due := w.clock.Now().Add(-time.Minute)
			must(f.Editorial().SavePost(t.Context(), editorial.Post{
				ID: "post", Text: "Le four", Stage: editorial.Draft, At: app.CivilOf(due), Lateness: time.Hour, Accounts: []app.ID{account.ID}, Video: kept.Hash,
			}))
			must(f.Publishing().Plan(t.Context(), "post", []publishing.Delivery{{
				ID: "delivery", PostID: "post", AccountID: account.ID, State: publishing.Scheduled, DueAt: due, Lateness: time.Hour,
			}}))
			vault := &networkstest.Vault{}
			must(vault.Store(t.Context(), "business", account.ID, networks.Credential{Secret: "secret"}))
			if c.before != nil {
				must(c.before(path))
			}
			var sent networks.Content
			engine := publishing.New(publishing.Parts{
				Store: f.Publishing(), Accounts: f.Networks(), Sessions: networks.NewSessions("business", f.Networks(), vault, w.clock, w.events),
				Business: f.Business(), Films: videos, Clock: w.clock, Events: w.events,
				Connectors: networks.Connectors{networks.Bluesky: filming{seen{connector{w.networks[networks.Bluesky], w.life}, &sent}, !c.silent}},
			}, w.pace)
			must(engine.Rehearse(t.Context()))
			_, err = engine.Tick(t.Context())
			must(err)
			d, err := f.Publishing().Delivery(t.Context(), "delivery")
			must(err)
			if d.State != c.state || d.ErrorKey != c.key {
				t.Errorf("the delivery is %s: %q", d.State, d.ErrorKey)
			}
			if c.state != publishing.Published {
				if len(w.networks[networks.Bluesky].calls) > 0 {
					t.Errorf("made %v", w.networks[networks.Bluesky].calls)
				}
				return
			}
			got := sent.Film
			if got == nil || got.Name != "four.mp4" || got.MIME != "video/mp4" || got.Hash != string(kept.Hash) || got.Size != int64(len(film)) || got.Codec != kept.VideoCodec {
				t.Fatalf("sent %+v", got)
			}
			opened, err := got.Open()
			must(err)
			defer opened.Close()
			if read, err := io.ReadAll(opened); err != nil || !bytes.Equal(read, film) {
				t.Errorf("read %d bytes, %v", len(read), err)
			}
			// A reading back knows the film, and has nothing to send of it.
			again, _, err := f.Publishing().Content(t.Context(), "delivery")
			must(err)
			if again.Film == nil || again.Film.Open != nil || again.Piece().Video == nil {
				t.Errorf("read back with %+v", again.Film)
			}
		})
	}
}

// TestALongUploadKeepsNobodyWaiting: what comes due for others while a film is sent
// leaves meanwhile.
func TestALongUploadKeepsNobodyWaiting(t *testing.T) {
	w := newWorld(t)
	w.pace.Look = time.Millisecond
	w.start(-1, false)
	film := w.plan("film", networks.Bluesky, testNow, time.Hour)
	other := w.plan("bread", networks.Mastodon, testNow.Add(time.Minute), time.Hour)
	out := make(chan struct{})
	w.networks[networks.Mastodon].during = func() { close(out) }
	w.networks[networks.Bluesky].uploads = func() {
		w.clock.add(2 * time.Minute)
		select {
		case <-out:
		case <-time.After(10 * time.Second):
			t.Error("the other post waits for the upload")
		}
	}
	w.tick()
	w.want(film, publishing.Published, "")
	w.want(other, publishing.Published, "")
	if n := w.networks[networks.Mastodon].count("bread"); n != 1 {
		t.Errorf("%d posts, want 1", n)
	}
}

// TestAPauseDuringALongUpload: nothing else leaves once everything is suspended, nor
// what was being uploaded.
func TestAPauseDuringALongUpload(t *testing.T) {
	w := newWorld(t)
	w.pace.Look = time.Millisecond
	w.start(-1, false)
	film := w.plan("film", networks.Bluesky, testNow, time.Hour)
	other := w.plan("bread", networks.Mastodon, testNow.Add(time.Minute), time.Hour)
	w.networks[networks.Bluesky].uploads = func() {
		if err := w.ledger.Pause(t.Context(), publishing.Pause{Since: testNow}); err != nil {
			t.Error(err)
		}
		w.clock.add(2 * time.Minute)
	}
	w.tick()
	for _, id := range []app.ID{film, other} {
		if d := w.row(id); d.State != publishing.Scheduled {
			t.Errorf("%s is %s", id, d.State)
		}
	}
}
