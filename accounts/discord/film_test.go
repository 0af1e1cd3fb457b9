package discord_test

import (
	"io"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/discord/discordtest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestAFilm goes out in one call with its text and pictures, under no name of its
// owner's.
func TestAFilm(t *testing.T) {
	for _, images := range []int{0, 1, 9} {
		h, server, webhook := harness(t, 0)
		s := connected(t, h)
		film, data := networkstest.Film(300_000)
		film.Name = "chez Martin.mp4"
		post := networks.Content{Text: words, Film: film, Images: pictures(t, images)}
		note, err := h.Connector.Prepare(t.Context(), s, post, "")
		if err != nil || note != "" {
			t.Fatalf("%d pictures: note %q, %v", images, note, err)
		}
		r := h.Connector.Publish(t.Context(), s, post, note, h.Connector.Identify(now))
		if r.Outcome != networks.Created {
			t.Fatalf("%d pictures: %s (%v)", images, r.Outcome, r.Err)
		}
		held := server.Messages(webhook.ID)
		if len(held) != 1 || held[0].Content != words || len(held[0].Files) != images+1 {
			t.Fatalf("%d pictures: the channel holds %+v", images, held)
		}
		if got, want := held[0].Files[images], (discordtest.File{Name: "video.mp4", MIME: "video/mp4", Size: len(data)}); got != want {
			t.Errorf("%d pictures: file %+v, want %+v", images, got, want)
		}
	}
}

func TestConformanceWithAFilm(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := harness(t, 0)
		h.Content.Film, _ = networkstest.Film(300_000)
		return h
	})
}

// TestAFilmNeverGoesMissing: without it nothing is sent.
func TestAFilmNeverGoesMissing(t *testing.T) {
	h, server, webhook := harness(t, 0)
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
	heavy := *film
	heavy.Size = 10<<20 + 1
	for key, post := range map[string]networks.Content{
		networks.ProblemVideoTooHeavy: {Text: words, Film: &heavy},
		networks.ProblemTooManyImages: {Text: words, Film: film, Images: pictures(t, 10)},
	} {
		_, err := h.Connector.Prepare(t.Context(), s, post, "")
		wantKey(t, err, key)
	}
	if held := server.Messages(webhook.ID); len(held) != 0 {
		t.Errorf("the channel holds %+v", held)
	}
}
