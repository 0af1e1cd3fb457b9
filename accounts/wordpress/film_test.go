package wordpress_test

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestAFilm goes into the library once, and is shown by a block of the editor.
func TestAFilm(t *testing.T) {
	c, server, user, s := signedIn(t)
	film, data := networkstest.Film(300_000)
	post := content(t)
	post.Film = film
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := c.Prepare(t.Context(), *s, post, note); err != nil || again != note {
		t.Errorf("prepared again: %q, %v", again, err)
	}
	if r := c.Publish(t.Context(), *s, post, note, c.Identify(now)); r.Outcome != networks.Created {
		t.Fatalf("%s (%v)", r.Outcome, r.Err)
	}
	media, posts := server.Media(), server.Posts(user.ID)
	if len(media) != 2 || media[1].MIME != "video/mp4" || media[1].Name != "four.mp4" || !bytes.Equal(media[1].Bytes, data) {
		t.Fatalf("the library holds %d files", len(media))
	}
	want := `<figure class="wp-block-video"><video controls src="` + media[1].SourceURL + `"></video></figure>`
	if len(posts) != 1 || !strings.HasSuffix(posts[0].Content, want+"\n<!-- /wp:video -->") || posts[0].FeaturedMedia != media[0].ID {
		t.Errorf("the site holds %+v", posts)
	}
	post.Text = "Le four s’ouvre, autrement dit."
	if r := c.Edit(t.Context(), *s, postOf(posts[0].ID), post); r.Outcome != networks.Created {
		t.Fatalf("edited: %s (%v)", r.Outcome, r.Err)
	}
	if edited := server.Posts(user.ID)[0].Content; !strings.Contains(edited, want) || !strings.Contains(edited, "autrement dit") {
		t.Errorf("edited, the post says\n%s", edited)
	}
}

func postOf(id int64) string { return "posts/" + strconv.FormatInt(id, 10) }

func TestConformanceWithAFilm(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := fake(t)
		h.Content.Film, _ = networkstest.Film(300_000)
		return h
	})
}

// TestAFilmNeverGoesMissing: without it nothing is published.
func TestAFilmNeverGoesMissing(t *testing.T) {
	c, server, user, s := signedIn(t)
	film, _ := networkstest.Film(1000)
	post := networks.Content{Text: "Le four s’ouvre.", Film: film}
	r := c.Publish(t.Context(), *s, post, "", c.Identify(now))
	if r.Outcome != networks.Refused {
		t.Errorf("not prepared: %s (%v)", r.Outcome, r.Err)
	}
	wantKey(t, r.Err, "connector.error.film_not_prepared")
	film.Open = func() (io.ReadSeekCloser, error) {
		return nil, app.Fail(app.CodeInvalid, "media.video.error.moved", "Name", "four.mp4")
	}
	_, err := c.Prepare(t.Context(), *s, post, "")
	wantKey(t, err, "media.video.error.moved")
	other, _ := networkstest.Film(1000)
	other.MIME = "video/webm" // which it is not
	post.Film = other
	_, err = c.Prepare(t.Context(), *s, post, "")
	wantKey(t, err, "connector.error.film")
	if len(server.Posts(user.ID)) != 0 {
		t.Error("something was published")
	}
}
