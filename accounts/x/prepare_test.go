package x_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/x/xtest"
	"parvis/app"
	"parvis/app/networks"
)

func TestPostHoldsWhatWasWritten(t *testing.T) {
	s, session := signedIn(t)
	one := content(t)
	several := content(t)
	several.Text = ""
	second := several.Images[0]
	second.Alt = ""
	several.Images = append(several.Images, second, several.Images[0])
	for _, post := range []networks.Content{one, several} {
		note, err := s.connector.Prepare(t.Context(), *session, post, "")
		if err != nil {
			t.Fatal(err)
		}
		if r := s.connector.Publish(t.Context(), *session, post, note, s.connector.Identify(s.clock.Now())); r.Outcome != networks.Created {
			t.Fatalf("%q: %s (%v)", post.Text, r.Outcome, r.Err)
		}
	}
	held, alt := s.Posts(s.account), one.Images[0].Alt
	for i := range held {
		held[i].ID = ""
	}
	want := []xtest.Post{{Text: one.Text, Alts: []string{alt}, Made: now}, {Alts: []string{alt, "", alt}, Made: now}}
	if !cmp.Equal(held, want) {
		t.Errorf("held %+v, want %+v", held, want)
	}
}

func TestPicturesAreUploadedOnce(t *testing.T) {
	s, session := signedIn(t)
	note, err := s.connector.Prepare(t.Context(), *session, content(t), "")
	if err != nil || s.Uploads() != 1 {
		t.Fatalf("%d uploads (%v), want 1", s.Uploads(), err)
	}
	s.clock.Advance(20 * time.Minute)
	if _, err := s.connector.Prepare(t.Context(), *session, content(t), note); err != nil || s.Uploads() != 1 {
		t.Errorf("%d uploads (%v), want no more", s.Uploads(), err)
	}
	s.clock.Advance(20 * time.Minute)
	if note, err = s.connector.Prepare(t.Context(), *session, content(t), note); err != nil || s.Uploads() != 2 {
		t.Errorf("%d uploads (%v), want it again", s.Uploads(), err)
	}
	// Another alternative text belongs to another upload.
	other := content(t)
	other.Images[0].Alt = "La même, autrement"
	if _, err := s.connector.Prepare(t.Context(), *session, other, note); err != nil || s.Uploads() != 3 {
		t.Errorf("%d uploads (%v), want one more", s.Uploads(), err)
	}
}

// TestPreparationGoesOn: what was done before an error is not done again.
func TestPreparationGoesOn(t *testing.T) {
	uploads, described := 0, 0
	var taken bool
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/2/media/upload":
			uploads++
			answers(200, nil, `{"data":{"id":"7"}}`)(w, r)
		case taken:
			described++
			answers(200, nil, `{"data":{"id":"7"}}`)(w, r)
		default:
			answers(503, nil, ``)(w, r)
		}
	})
	note, err := c.Prepare(t.Context(), s, content(t), "")
	if app.CodeOf(err) != app.CodeUnavailable || note == "" {
		t.Fatalf("%q, %v, want %s", note, err, app.CodeUnavailable)
	}
	taken = true
	if _, err := c.Prepare(t.Context(), s, content(t), note); err != nil || uploads != 1 || described != 1 {
		t.Errorf("%d uploads and %d descriptions (%v), want one of each", uploads, described, err)
	}
}

// TestPictureNotTaken: X says the same of a picture that it lost and of one that it
// does not like.
func TestPictureNotTaken(t *testing.T) {
	s, session := signedIn(t)
	note, err := s.connector.Prepare(t.Context(), *session, content(t), "")
	if err != nil {
		t.Fatal(err)
	}
	several := content(t)
	several.Images = append(several.Images, several.Images[0])
	two, err := s.connector.Prepare(t.Context(), *session, several, note)
	if err != nil {
		t.Fatal(err)
	}
	s.DropMedia()
	for _, tt := range []struct {
		post networks.Content
		note networks.Prepared
		key  string
	}{
		{content(t), note, "connector.error.image"},
		{several, two, "connector.error.refused"}, // X does not say which
	} {
		r := s.connector.Publish(t.Context(), *session, tt.post, tt.note, s.connector.Identify(s.clock.Now()))
		if r.Outcome != networks.Refused || keyOf(r.Err) != tt.key {
			t.Errorf("just uploaded: %s (%v), want %s", r.Outcome, r.Err, tt.key)
		}
	}
	s.clock.Advance(30 * time.Minute)
	r := s.connector.Publish(t.Context(), *session, content(t), note, s.connector.Identify(s.clock.Now()))
	if r.Outcome != networks.Limited || keyOf(r.Err) != "connector.error.dropped" {
		t.Fatalf("%s (%v), want %s: preparing again mends it", r.Outcome, r.Err, networks.Limited)
	}
	if note, err = s.connector.Prepare(t.Context(), *session, content(t), note); err != nil {
		t.Fatal(err)
	}
	if r := s.connector.Publish(t.Context(), *session, content(t), note, s.connector.Identify(s.clock.Now())); r.Outcome != networks.Created {
		t.Errorf("prepared again: %s (%v)", r.Outcome, r.Err)
	}
}

func TestPictureNotPrepared(t *testing.T) {
	s, session := signedIn(t)
	r := s.connector.Publish(t.Context(), *session, content(t), "", s.connector.Identify(s.clock.Now()))
	if r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.not_prepared" || s.Passed() != 0 {
		t.Errorf("%s (%v) after %d calls, want %s after none", r.Outcome, r.Err, s.Passed(), networks.Refused)
	}
}

func TestNothingLeavesThatWouldBeRefused(t *testing.T) {
	c, s := speaking(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was sent", r.URL) })
	image := networks.Image{MIME: "image/png", Alt: "a", Bytes: []byte("x")}
	for name, post := range map[string]networks.Content{
		"empty":             {},
		"too long":          {Text: strings.Repeat("a", 281)},
		"too heavy a text":  {Text: strings.Repeat("語", 141)},
		"answers nothing":   {Text: "a", Answers: networks.Thread{Root: "1"}},
		"too many pictures": {Images: []networks.Image{image, image, image, image, image}},
		"too heavy":         {Images: []networks.Image{{MIME: "image/png", Bytes: make([]byte, 5_000_001)}}},
	} {
		if _, err := c.Prepare(t.Context(), s, post, ""); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
}

func TestUploadErrors(t *testing.T) {
	for _, tt := range []struct {
		name      string
		status    int
		body      string
		described bool // the picture is taken, its description refused
		code      app.Code
		key       string
	}{
		{"picture refused", 400, invalid, false, app.CodeInvalid, "connector.error.image"},
		{"picture too heavy", 413, ``, false, app.CodeInvalid, "connector.error.image"},
		{"400 from something on the way", 400, `<html>`, false, app.CodeUnavailable, "connector.error.trouble"},
		{"no credits", 402, problem(402, "about:blank", "CreditsDepleted", ""), false, app.CodeConflict, "x.error.credits"},
		{"too many", 429, ``, false, app.CodeLimited, "connector.error.limited"},
		{"trouble", 503, ``, false, app.CodeUnavailable, "connector.error.trouble"},
		{"no name", 200, `{"data":{}}`, false, app.CodeUnavailable, "connector.error.trouble"},
		{"dead token, no renewal for now", 401, unauthorized, false, app.CodeUnavailable, "test.no_renewal"},
		{"description refused for credits", 402, problem(402, "about:blank", "CreditsDepleted", ""), true, app.CodeConflict, "x.error.credits"},
		{"trouble with the description", 500, ``, true, app.CodeUnavailable, "connector.error.trouble"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if tt.described && r.URL.Path == "/2/media/upload" {
					answers(200, nil, `{"data":{"id":"7"}}`)(w, r)
					return
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			if _, err := c.Prepare(t.Context(), s, content(t), ""); app.CodeOf(err) != tt.code || keyOf(err) != tt.key {
				t.Errorf("%v, want %s %s", err, tt.code, tt.key)
			}
		})
	}
}

func TestThread(t *testing.T) {
	s, session := signedIn(t)
	root := s.publish(t, *session, "Le début")
	part := networks.Content{Text: "La suite & la fin", Answers: networks.Thread{Root: root.RemoteID, Parent: root.RemoteID}}
	id := s.connector.Identify(s.clock.Now())
	r := s.connector.Publish(t.Context(), *session, part, "", id)
	if held := s.Posts(s.account); r.Outcome != networks.Created || held[1].ReplyTo != root.RemoteID {
		t.Fatalf("%s (%v): %+v", r.Outcome, r.Err, held)
	}
	if finding, found := s.connector.Find(t.Context(), *session, part, id); finding != networks.Present || found.RemoteID != r.RemoteID {
		t.Errorf("read back: %s %+v", finding, found)
	}
	for range 2 {
		if d := s.connector.Delete(t.Context(), *session, root.RemoteID); d.Outcome != networks.Created || len(s.Posts(s.account)) != 1 {
			t.Errorf("deleting: %s (%v)", d.Outcome, d.Err)
		}
	}
	again := networks.Content{Text: "Encore", Answers: part.Answers}
	if r := s.connector.Publish(t.Context(), *session, again, "", id); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.reply" {
		t.Errorf("an answer to what is gone: %s (%v)", r.Outcome, r.Err)
	}
}
