package telegram_test

import (
	"bytes"
	"io"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/telegram/telegramtest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestAFilm goes out in one call with its text, alone or in an album.
func TestAFilm(t *testing.T) {
	for name, images := range map[string]int{"alone": 0, "with a picture": 1, "with nine": 9} {
		h, server, channel := harness(t, "boulangerie_martin", 0)
		s := connected(t, h)
		film, data := networkstest.Film(300_000)
		post := networks.Content{Text: words, Film: film, Images: pictures(t, images)}
		note, err := h.Connector.Prepare(t.Context(), s, post, "")
		if err != nil || note != "" {
			t.Fatalf("%s: note %q, %v", name, note, err)
		}
		id := h.Connector.Identify(now)
		r := h.Connector.Publish(t.Context(), s, post, note, id)
		if r.Outcome != networks.Created {
			t.Fatalf("%s: %s (%v)", name, r.Outcome, r.Err)
		}
		held := server.Posts(channel.ID)
		if len(held) != 1 || held[0].Text != words || held[0].Photos != images || !bytes.Equal(held[0].Film, data) || len(held[0].Messages) != images+1 {
			t.Errorf("%s: the channel holds %d posts", name, len(held))
		}
		if finding, _ := h.Connector.Find(t.Context(), s, post, id); finding != networks.Present {
			t.Errorf("%s: read back %s", name, finding)
		}
		editing, ok := h.Connector.(networks.Editing)
		if !ok {
			t.Fatal("posts cannot be changed")
		}
		post.Text = "Le four s’ouvre"
		if r := editing.Edit(t.Context(), s, r.RemoteID, post); r.Outcome != networks.Created || server.Posts(channel.ID)[0].Text != post.Text {
			t.Errorf("%s: edited, %s (%v)", name, r.Outcome, r.Err)
		}
	}
}

func TestConformanceWithAFilm(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := harness(t, "boulangerie_martin", 0)
		h.Content.Film, _ = networkstest.Film(300_000)
		h.Beside.Changing = telegramtest.ChangingCaption
		return h
	})
}

// TestAFilmNeverGoesMissing: without it nothing is sent.
func TestAFilmNeverGoesMissing(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s := connected(t, h)
	film, _ := networkstest.Film(1000)
	moved := *film
	moved.Open = func() (io.ReadSeekCloser, error) {
		return nil, app.Fail(app.CodeInvalid, "media.video.error.moved", "Name", "four.mp4")
	}
	r := h.Connector.Publish(t.Context(), s, networks.Content{Text: words, Film: &moved}, "", h.Connector.Identify(now))
	if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeInvalid {
		t.Errorf("moved: %s (%v)", r.Outcome, r.Err)
	}
	for name, c := range map[string]struct {
		size   int64
		images int
		key    string
	}{
		"too heavy for Telegram": {50_000_001, 0, networks.ProblemVideoTooHeavy},
		"too heavy for a call":   {49_000_000, 0, "telegram.error.heavy"},
		"one too many":           {1000, 10, networks.ProblemTooManyImages},
	} {
		other := *film
		other.Size = c.size
		_, err := h.Connector.Prepare(t.Context(), s, networks.Content{Text: words, Film: &other, Images: pictures(t, c.images)}, "")
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
		wantKey(t, err, c.key)
	}
	if held := server.Posts(channel.ID); len(held) != 0 {
		t.Errorf("the channel holds %d posts", len(held))
	}
}

// TestAFilmCutShort leaves it unknown what the network took.
func TestAFilmCutShort(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s := connected(t, h)
	film, _ := networkstest.Film(300_000)
	film.Size += 10
	r := h.Connector.Publish(t.Context(), s, networks.Content{Text: words, Film: film}, "", h.Connector.Identify(now))
	if r.Outcome != networks.Unknown || len(server.Posts(channel.ID)) != 0 {
		t.Errorf("%s (%v) with %d posts", r.Outcome, r.Err, len(server.Posts(channel.ID)))
	}
}
