package facebook_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

func TestPicturesAreUploadedOnce(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	post := content(t)
	note, err := h.Connector.Prepare(t.Context(), s, post, "")
	if err != nil || server.Uploads() != 2 {
		t.Fatalf("%d uploads (%v), want 2", server.Uploads(), err)
	}
	h.Clock.Advance(11 * time.Hour)
	if again, err := h.Connector.Prepare(t.Context(), s, post, note); err != nil || again != note || server.Uploads() != 2 {
		t.Errorf("%d uploads (%v), want no more", server.Uploads(), err)
	}
	// Another alternative text is another photo.
	post.Images[1].Alt = "La vitrine"
	if note, err = h.Connector.Prepare(t.Context(), s, post, note); err != nil || server.Uploads() != 3 {
		t.Errorf("%d uploads (%v), want one more", server.Uploads(), err)
	}
	if r := h.Connector.Publish(t.Context(), s, post, note, h.Connector.Identify(h.Clock.Now())); r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
	}
	if shown := server.Posts(page.ID)[0].Photos; len(shown) != 2 || shown[0] != post.Images[0].Alt || shown[1] != post.Images[1].Alt {
		t.Errorf("shown %q", shown)
	}
	// The network keeps what no post shows for a day, not for ever.
	h.Clock.Advance(2 * time.Hour)
	if _, err := h.Connector.Prepare(t.Context(), s, post, note); err != nil || server.Uploads() != 4 {
		t.Errorf("%d uploads (%v), want the older one again", server.Uploads(), err)
	}
}

func TestPictureShownTwice(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	post := content(t)
	post.Images = []networks.Image{post.Images[0], post.Images[0]}
	note, err := h.Connector.Prepare(t.Context(), s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	if r := h.Connector.Publish(t.Context(), s, post, note, h.Connector.Identify(now)); r.Outcome != networks.Created || len(server.Posts(page.ID)[0].Photos) != 2 {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}

func TestWhatWouldBeRefusedIsNotSent(t *testing.T) {
	h, server, _ := fake(t)
	s := connected(t, h)
	many := make([]networks.Image, 11)
	for i := range many {
		many[i] = content(t).Images[0]
	}
	for _, tt := range []struct {
		name    string
		content networks.Content
		key     string
	}{
		{"nothing", networks.Content{Text: " "}, networks.ProblemEmpty},
		{"too long", networks.Content{Text: strings.Repeat("é", 63_207)}, networks.ProblemTooLong},
		{"too many pictures", networks.Content{Images: many}, networks.ProblemTooManyImages},
		{"a comment with pictures", networks.Content{Text: "x", Images: many[:1], Answers: networks.Thread{Root: postID, Comment: true}}, networks.ProblemImagesRefused},
		{"a picture that is none", networks.Content{Images: []networks.Image{{Name: "a.png", MIME: "image/png", Bytes: []byte("<html>")}}}, "connector.error.image"},
	} {
		_, err := h.Connector.Prepare(t.Context(), s, tt.content, "")
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
	if server.Uploads() != 0 {
		t.Errorf("%d uploads, want none", server.Uploads())
	}
	r := h.Connector.Publish(t.Context(), s, content(t), "", networks.Identity{Key: "x", CreatedAt: now})
	if r.Outcome != networks.Refused || r.Call.Status != 0 {
		t.Errorf("pictures that were not prepared: %s (%v)", r.Outcome, r.Err)
	}
}

func TestKeysDiffer(t *testing.T) {
	h, _, _ := fake(t)
	clock := networkstest.NewClock(now)
	a, b := h.Connector.Identify(clock.Now()), h.Connector.Identify(clock.Now())
	if a.Key == b.Key || !a.CreatedAt.Equal(now) {
		t.Errorf("%+v and %+v", a, b)
	}
}
