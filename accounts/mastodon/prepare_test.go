package mastodon_test

import (
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/networks"
)

func TestPicturesAreUploadedOnce(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	post := content(t)
	second, third := post.Images[0], post.Images[0]
	second.Alt = "La même, autrement dite"
	post.Images = append(post.Images, second, third)
	note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
	if err != nil || w.server.Uploads() != 2 {
		t.Fatalf("%d uploads (%v), want 2: the third picture is the first", w.server.Uploads(), err)
	}
	if again, err := w.connector.Prepare(t.Context(), *w.Session, post, note); err != nil || again != note || w.server.Uploads() != 2 {
		t.Errorf("%d uploads (%v), want no more", w.server.Uploads(), err)
	}
	w.server.DropPictures()
	again, err := w.connector.Prepare(t.Context(), *w.Session, post, note)
	if err != nil || again == note || w.server.Uploads() != 4 {
		t.Errorf("%d uploads (%v), want those again that the server dropped", w.server.Uploads(), err)
	}
	post.Images = post.Images[:2]
	r := w.connector.Publish(t.Context(), *w.Session, post, again, w.connector.Identify(w.clock.Now()))
	if r.Outcome != networks.Created {
		t.Fatalf("%s (%v)", r.Outcome, r.Err)
	}
	pictures := w.server.Pictures(w.server.Statuses(w.account.ID)[0])
	if len(pictures) != 2 || pictures[0].Description != post.Images[0].Alt || pictures[1].Description != second.Alt ||
		pictures[0].MIME != "image/png" || pictures[0].Size != len(second.Bytes) {
		t.Errorf("pictures %+v", pictures)
	}
}

// TestAPictureThatTakesTime is noted, and asked for again.
func TestAPictureThatTakesTime(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	w.server.Process(true)
	post := content(t)
	note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
	for range 2 {
		if app.CodeOf(err) != app.CodeUnavailable || note == "{}" || w.server.Uploads() != 1 {
			t.Fatalf("%v, note %s, %d uploads", err, note, w.server.Uploads())
		}
		note, err = w.connector.Prepare(t.Context(), *w.Session, post, note)
	}
	w.server.Process(false)
	again, err := w.connector.Prepare(t.Context(), *w.Session, post, note)
	if err != nil || again != note || w.server.Uploads() != 1 {
		t.Errorf("once ready: %v, note %s, %d uploads", err, again, w.server.Uploads())
	}
}

func TestPictureNotPrepared(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	r := w.connector.Publish(t.Context(), *w.Session, content(t), "", w.connector.Identify(w.clock.Now()))
	if r.Outcome != networks.Refused || w.server.Passed() != 0 {
		t.Errorf("outcome %s (%v) after %d calls, want %s and none", r.Outcome, r.Err, w.server.Passed(), networks.Refused)
	}
}

func TestPreparationGoesOnWhereItStopped(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	post := content(t)
	note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
	if err != nil {
		t.Fatal(err)
	}
	broken := post
	broken.Images = append(broken.Images[:1:1], networks.Image{Name: "vide.png", MIME: "image/png", Alt: "x", Bytes: []byte("<html>")})
	partial, err := w.connector.Prepare(t.Context(), *w.Session, broken, "")
	if app.CodeOf(err) != app.CodeInvalid {
		t.Fatalf("a picture that is none: %v, want %s", err, app.CodeInvalid)
	}
	before := w.server.Uploads()
	if partial == note {
		t.Error("the picture was not sent again for another delivery")
	}
	if _, err := w.connector.Prepare(t.Context(), *w.Session, post, partial); err != nil || w.server.Uploads() != before {
		t.Errorf("%d more uploads (%v), want none", w.server.Uploads()-before, err)
	}
}

// TestEveryAnswerToAnUpload: what the owner must mend is invalid, a dead token is
// said to be, and all else may pass.
func TestEveryAnswerToAnUpload(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   app.Code
	}{
		{"taken", 200, `{"id":"1"}`, ""},
		{"not ready", 202, `{"id":"1"}`, app.CodeUnavailable},
		{"no identifier", 200, `{}`, app.CodeUnavailable},
		{"an odd identifier", 200, `{"id":"../1"}`, app.CodeUnavailable},
		{"not a picture", 422, `{"error":"Validation failed: File content type is invalid"}`, app.CodeInvalid},
		{"too heavy for something on the way", 413, `<html>`, app.CodeInvalid},
		{"422 from something on the way", 422, `<html>`, app.CodeUnavailable},
		{"dead token", 401, `{"error":"The access token is invalid"}`, app.CodeUnauthorised},
		{"401 from something on the way", 401, `<html>`, app.CodeUnavailable},
		{"a scope is missing", 403, `{"error":"This action is outside the authorized scopes"}`, app.CodeUnauthorised},
		{"too many", 429, `{"error":"Too many requests"}`, app.CodeLimited},
		{"trouble", 500, `{"error":"Error processing thumbnail for uploaded media"}`, app.CodeUnavailable},
	} {
		c, s := speaking(t, networks.SoftwareMastodon, answers(tt.status, nil, tt.body))
		if _, err := c.Prepare(t.Context(), s, content(t), ""); app.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestWhatIsAnsweredMustBeThere: only the server's own word says that it is not.
func TestWhatIsAnsweredMustBeThere(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   app.Code
	}{
		{"there", 200, statusBody(), ""},
		{"another one", 200, statusBody(remoteID, "7"), app.CodeUnavailable},
		{"gone", 404, `{"error":"Record not found"}`, app.CodeInvalid},
		{"a page is not there", 404, `<html>`, app.CodeUnavailable},
		{"dead token", 401, `{"error":"The access token is invalid"}`, app.CodeUnauthorised},
		{"too many", 429, `{}`, app.CodeLimited},
		{"trouble", 500, `{"error":"no"}`, app.CodeUnavailable},
	} {
		c, s := speaking(t, networks.SoftwareMastodon, answers(tt.status, nil, tt.body))
		post := networks.Content{Text: "Bonjour", Answers: networks.Thread{Root: remoteID, Parent: remoteID}}
		if _, err := c.Prepare(t.Context(), s, post, ""); app.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %q", tt.name, err, tt.want)
		}
	}
}

// TestPrepareHoldsToTheServersLimits sends nothing that its server would refuse,
// and all that it takes.
func TestPrepareHoldsToTheServersLimits(t *testing.T) {
	long := strings.Repeat("é", 4000)
	link := "https://martin.fr/" + strings.Repeat("a", 600)
	for _, software := range softwares {
		w := newWorld(t, software)
		w.server.Characters = 500
		posts := map[string]networks.Content{
			"too long": {Text: long}, "empty": {},
			"too many pictures": {Text: "x", Images: make([]networks.Image, 7)},
			"alt too long":      {Text: "x", Images: []networks.Image{{Name: "a.png", MIME: "image/png", Alt: strings.Repeat("a", 5001), Bytes: []byte("x")}}},
			"a film of TIFF":    {Text: "x", Images: []networks.Image{{Name: "a.tif", MIME: "image/tiff", Bytes: []byte("x")}}},
		}
		if software == networks.SoftwarePixelfed {
			posts["no picture"] = networks.Content{Text: "Bonjour"}
		}
		for name, post := range posts {
			if _, err := w.connector.Prepare(t.Context(), *w.Session, post, ""); app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("%s, %s: %v, want %s", software, name, err, app.CodeInvalid)
			}
		}
		post := content(t)
		post.Text = link
		_, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
		if shortens := software == networks.SoftwareMastodon; shortens != (err == nil) {
			t.Errorf("%s, a long link: %v", software, err)
		}
		w.server.Characters = 5000
		if w.Session.Account, _, err = w.connector.Connect(t.Context(), w.server.URL, "", w.account.Token); err != nil {
			t.Fatal(err)
		}
		post.Text = long
		if r := w.send(t, post); r.Outcome != networks.Created {
			t.Errorf("%s, on a server that takes 5000: %s (%v)", software, r.Outcome, r.Err)
		}
	}
}
