package youtube_test

import (
	"errors"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/youtube/youtubetest"
	"parvis/app"
	"parvis/app/networks"
)

func asError(err error, into **app.Error) bool { return errors.As(err, into) }

// published returns a scene whose post was sent, whatever came of it.
func published(t *testing.T, before func(*scene)) (*scene, *networks.Session, networks.Content, networks.Identity, networks.Result) {
	t.Helper()
	s, session := signedIn(t)
	if before != nil {
		before(s)
	}
	post := content()
	note, err := s.connector.Prepare(t.Context(), *session, post, "")
	if err != nil {
		t.Fatal(err)
	}
	id := networks.IdentityFor(s.connector, s.clock.Now(), note, networks.Identity{})
	return s, session, post, id, s.connector.Publish(t.Context(), *session, post, note, id)
}

// TestPrivateIsNotPublished: what an application that was not audited sends is there,
// is not claimed to be published, and becomes so once its owner shows it.
func TestPrivateIsNotPublished(t *testing.T) {
	s, session, post, id, r := published(t, func(s *scene) { s.Unaudited() })
	if r.Outcome != networks.Unknown || keyOf(r.Err) != "youtube.error.private" || len(s.Videos(s.channel)) != 1 {
		t.Fatalf("%s %v with %d videos", r.Outcome, r.Err, len(s.Videos(s.channel)))
	}
	if finding, found := s.connector.Find(t.Context(), *session, post, id); finding != networks.Undecided || keyOf(found.Err) != "youtube.error.private" {
		t.Errorf("read back: %s %v", finding, found.Err)
	}
	s.SetPrivacy(s.channel, "public")
	finding, found := s.connector.Find(t.Context(), *session, post, id)
	if finding != networks.Present || found.RemoteID != s.Videos(s.channel)[0].ID {
		t.Errorf("once shown: %s %+v", finding, found)
	}
}

// TestAForgottenUpload: the channel's own videos can prove that it was made, and
// nothing proves that it was not.
func TestAForgottenUpload(t *testing.T) {
	s, session, post, id, r := published(t, nil)
	s.ForgetUploads()
	finding, found := s.connector.Find(t.Context(), *session, post, id)
	if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
		t.Errorf("read back: %s %+v, want %+v", finding, found, r)
	}
	// The same video twice is told apart by nobody.
	twin := s.Videos(s.channel)[0]
	s.AddVideo(s.channel, twin)
	if finding, _ := s.connector.Find(t.Context(), *session, post, id); finding != networks.Undecided {
		t.Errorf("one of two: %s", finding)
	}
}

func TestAnUploadThatNeverEnded(t *testing.T) {
	for name, c := range map[string]struct {
		other youtubetest.Video
	}{
		"nothing there":         {},
		"other words":           {youtubetest.Video{Title: "Le four", Description: "Autre chose", At: now, Privacy: "public"}},
		"the same, long before": {youtubetest.Video{Title: content().Title, Description: content().Text, At: now.Add(-time.Hour), Privacy: "public"}},
	} {
		s, session, post, id, r := published(t, func(s *scene) {
			s.Break(accountstest.CutBefore)
			if c.other.Title != "" {
				s.AddVideo(s.channel, c.other)
			}
		})
		if r.Outcome != networks.Unknown {
			t.Fatalf("%s: %s", name, r.Outcome)
		}
		if finding, _ := s.connector.Find(t.Context(), *session, post, id); finding != networks.Absent {
			t.Errorf("%s: while the upload is known it is %s", name, finding)
		}
		s.clock.Advance(youtubetest.UploadLife)
		if finding, _ := s.connector.Find(t.Context(), *session, post, id); finding != networks.Undecided {
			t.Errorf("%s: once it is not, it is %s", name, finding)
		}
	}
}
