package bluesky_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
)

func TestPicturesAreUploadedOnce(t *testing.T) {
	c, server, clock, s := signedIn(t)
	post := content(t)
	second := post.Images[0]
	second.Bytes = append([]byte("x"), second.Bytes...)
	post.Images = append(post.Images, second, post.Images[0])
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil || server.Uploads() != 2 {
		t.Fatalf("%d uploads (%v), want 2: the third picture is the first", server.Uploads(), err)
	}
	clock.Advance(20 * time.Minute)
	if _, err := c.Prepare(t.Context(), *s, post, note); err != nil || server.Uploads() != 2 {
		t.Errorf("%d uploads (%v), want no more", server.Uploads(), err)
	}
	// The server keeps what no record uses for an hour at least, not for ever.
	clock.Advance(20 * time.Minute)
	if _, err := c.Prepare(t.Context(), *s, post, note); err != nil || server.Uploads() != 4 {
		t.Errorf("%d uploads (%v), want both again", server.Uploads(), err)
	}
}

func TestPictureDroppedByTheServer(t *testing.T) {
	c, server, clock, s := signedIn(t)
	post := content(t)
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	server.DropBlobs(s.Account.RemoteID)
	r := c.Publish(t.Context(), *s, post, note, c.Identify(clock.Now()))
	if r.Outcome != networks.Limited {
		t.Fatalf("outcome %s (%v), want %s: nothing was made and time mends it", r.Outcome, r.Err, networks.Limited)
	}
	clock.Advance(r.RetryAfter.Sub(clock.Now()))
	if note, err = c.Prepare(t.Context(), *s, post, note); err != nil {
		t.Fatal(err)
	}
	if r := c.Publish(t.Context(), *s, post, note, c.Identify(clock.Now())); r.Outcome != networks.Created {
		t.Errorf("at the time told: %s (%v)", r.Outcome, r.Err)
	}
}

func TestPictureNotPrepared(t *testing.T) {
	c, server, clock, s := signedIn(t)
	r := c.Publish(t.Context(), *s, content(t), "", c.Identify(clock.Now()))
	if r.Outcome != networks.Refused || server.Passed() != 0 {
		t.Errorf("outcome %s (%v) after %d calls, want %s and none", r.Outcome, r.Err, server.Passed(), networks.Refused)
	}
}

func TestUploadWithATokenFoundDead(t *testing.T) {
	c, server, _, s := signedIn(t)
	server.EndSessions(s.Account.RemoteID)
	if _, err := c.Prepare(t.Context(), *s, content(t), ""); err != nil || server.Uploads() != 1 {
		t.Errorf("%d uploads, %v", server.Uploads(), err)
	}
}

func TestMentionsAreLookedUpBeforehand(t *testing.T) {
	c, server, clock, s := signedIn(t)
	mairie := server.CreateAccount("mairie.test")
	post := networks.Content{Text: "Merci @mairie.test, @nobody.test et @MAIRIE.test"}
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	if r := c.Publish(t.Context(), *s, post, note, c.Identify(clock.Now())); r.Outcome != networks.Created {
		t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
	}
	var record struct {
		Facets []struct {
			Index    struct{ ByteStart, ByteEnd int }
			Features []struct{ DID string }
		}
	}
	if err := json.Unmarshal(server.Records(s.Account.RemoteID)[0].Value, &record); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range record.Facets {
		told = append(told, post.Text[f.Index.ByteStart:f.Index.ByteEnd]+" "+f.Features[0].DID)
	}
	if diff := cmp.Diff([]string{"@mairie.test " + mairie.DID, "@MAIRIE.test " + mairie.DID}, told); diff != "" {
		t.Errorf("mentions (-want +got):\n%s", diff)
	}
}

func TestPreparationGoesOnWhereItStopped(t *testing.T) {
	c, server, _, s := signedIn(t)
	post := content(t)
	tooLate := *s
	note, err := c.Prepare(t.Context(), *s, post, "")
	if err != nil {
		t.Fatal(err)
	}
	broken := post
	broken.Images = append(broken.Images[:1:1], networks.Image{Name: "vide.png", MIME: "text/html", Alt: "x", Bytes: []byte("<html>")})
	partial, err := c.Prepare(t.Context(), tooLate, broken, "")
	if app.CodeOf(err) != app.CodeInvalid {
		t.Fatalf("a picture that is none: %v, want %s", err, app.CodeInvalid)
	}
	if partial != note {
		t.Errorf("the note after the failure is %q, want what was done: %q", partial, note)
	}
	before := server.Uploads()
	if _, err := c.Prepare(t.Context(), *s, post, partial); err != nil || server.Uploads() != before {
		t.Errorf("%d more uploads (%v), want none", server.Uploads()-before, err)
	}
}

func TestPrepareRefusesWhatTheNetworkWould(t *testing.T) {
	c, server, _, s := signedIn(t)
	for name, post := range map[string]networks.Content{
		"too long": {Text: strings.Repeat("é", 301)},
		"empty":    {},
		"heavy":    {Text: "x", Images: []networks.Image{{Name: "a.jpg", MIME: "image/jpeg", Bytes: make([]byte, 1_000_001)}}},
	} {
		if _, err := c.Prepare(t.Context(), *s, post, ""); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
	if server.Uploads() != 0 {
		t.Error("something was sent")
	}
}
