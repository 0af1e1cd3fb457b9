package youtube_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"parvis/accounts/youtube/youtubetest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

const unit = 256 << 10

// TestTheWholeFilmArrives, whatever it weighs, in pieces of which the last is the one
// that publishes.
func TestTheWholeFilmArrives(t *testing.T) {
	for _, size := range []int{1, unit - 1, unit, unit + 1, 2 * unit, 32*unit + 1, 65*unit + 7} {
		s, session := signedIn(t)
		post := content()
		var want []byte
		post.Film, want = networkstest.Film(size)
		note, err := s.connector.Prepare(t.Context(), *session, post, "")
		if err != nil {
			t.Fatalf("%d bytes: %v", size, err)
		}
		if n := len(s.Videos(s.channel)); n != 0 {
			t.Fatalf("%d bytes: %d videos after the preparation", size, n)
		}
		before := s.Pieces()
		id := networks.IdentityFor(s.connector, now, note, networks.Identity{})
		if r := s.connector.Publish(t.Context(), *session, post, note, id); r.Outcome != networks.Created {
			t.Fatalf("%d bytes: %s %v", size, r.Outcome, r.Err)
		}
		all := s.Videos(s.channel)
		if len(all) != 1 || !bytes.Equal(all[0].Film, want) || s.Pieces() != before+1 {
			t.Errorf("%d bytes: %d videos, %d pieces in the end", size, len(all), s.Pieces()-before)
		}
	}
}

func TestWhatYouTubeIsTold(t *testing.T) {
	s, session := signedIn(t)
	post := content()
	note, err := s.connector.Prepare(t.Context(), *session, post, "")
	if err != nil {
		t.Fatal(err)
	}
	s.connector.Publish(t.Context(), *session, post, note, networks.IdentityFor(s.connector, now, note, networks.Identity{}))
	v := s.Videos(s.channel)[0]
	if v.Title != post.Title || v.Description != post.Text || v.Privacy != "public" || v.ForKids || v.MIME != "video/mp4" ||
		strings.Join(v.Tags, " ") != "PainAuLevain Four" {
		t.Errorf("told %+v", v)
	}
}

// TestPrepareGoesOn from where the one before stopped, and opens one upload only.
func TestPrepareGoesOn(t *testing.T) {
	s, session := signedIn(t)
	post := content()
	whole, _ := networkstest.Film(80 * unit)
	post.Film = whole
	torn := *whole
	reads := 0
	torn.Open = func() (io.ReadSeekCloser, error) {
		if reads++; reads > 1 {
			return nil, app.Fail(app.CodeInvalid, "media.video.error.changed", "Name", "four.mp4")
		}
		return whole.Open()
	}
	post.Film = &torn
	note, err := s.connector.Prepare(t.Context(), *session, post, "")
	if app.CodeOf(err) != app.CodeInvalid || keyOf(err) != "media.video.error.changed" || note == "" {
		t.Fatalf("a film changed meanwhile: %q, %v", note, err)
	}
	if s.Pieces() != 1 {
		t.Fatalf("%d pieces", s.Pieces())
	}
	post.Film = whole
	again, err := s.connector.Prepare(t.Context(), *session, post, note)
	if err != nil || s.Uploads() != 1 || s.Pieces() != 3 {
		t.Fatalf("%v; %d uploads, %d pieces", err, s.Uploads(), s.Pieces())
	}
	if s.connector.Named(again) != s.connector.Named(note) || s.connector.Named(note) == "" {
		t.Errorf("named %q, then %q", s.connector.Named(note), s.connector.Named(again))
	}
	// Other words are another upload, and so is an upload that YouTube forgot.
	post.Text += " !"
	other, err := s.connector.Prepare(t.Context(), *session, post, again)
	if err != nil || s.connector.Named(other) == s.connector.Named(again) {
		t.Errorf("other words: %v, named %q", err, s.connector.Named(other))
	}
	s.ForgetUploads()
	anew, err := s.connector.Prepare(t.Context(), *session, post, other)
	if err != nil || s.connector.Named(anew) == s.connector.Named(other) {
		t.Errorf("forgotten: %v, named %q", err, s.connector.Named(anew))
	}
	s.clock.Advance(youtubetest.UploadLife)
	if late, err := s.connector.Prepare(t.Context(), *session, post, anew); err != nil || s.connector.Named(late) == s.connector.Named(anew) {
		t.Errorf("grown old: %v, named %q", err, s.connector.Named(late))
	}
}

// TestNothingLeavesThatWouldBeRefused, by what is known of the limits.
func TestNothingLeavesThatWouldBeRefused(t *testing.T) {
	s, session := signedIn(t)
	before := s.Uploads()
	for key, change := range map[string]func(*networks.Content){
		networks.ProblemTitleMissing:  func(c *networks.Content) { c.Title = " " },
		networks.ProblemTitleTooLong:  func(c *networks.Content) { c.Title = strings.Repeat("a", 101) },
		networks.ProblemSigns:         func(c *networks.Content) { c.Text = "5 < 6" },
		networks.ProblemTooHeavy:      func(c *networks.Content) { c.Text = strings.Repeat("é", 2501) },
		networks.ProblemVideoMissing:  func(c *networks.Content) { c.Film = nil },
		networks.ProblemImagesRefused: func(c *networks.Content) { c.Images = []networks.Image{{Name: "a.png"}} },
	} {
		post := content()
		change(&post)
		if _, err := s.connector.Prepare(t.Context(), *session, post, ""); app.CodeOf(err) != app.CodeInvalid || keyOf(err) != key {
			t.Errorf("%s: %v", key, err)
		}
	}
	if s.Uploads() != before {
		t.Errorf("%d uploads were opened", s.Uploads()-before)
	}
}

func TestQuotaBeforeAnything(t *testing.T) {
	s, session := signedIn(t)
	s.Spend()
	if _, err := s.connector.Prepare(t.Context(), *session, content(), ""); app.CodeOf(err) != app.CodeLimited || keyOf(err) != "youtube.error.quota" {
		t.Errorf("without quota: %v", err)
	}
}
