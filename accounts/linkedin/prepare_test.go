package linkedin_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/linkedin/linkedintest"
	"parvis/app"
	"parvis/app/networks"
)

// connected returns a scene and a session of its page.
func connected(t *testing.T) (*scene, networks.Session) {
	t.Helper()
	s := start(t)
	account, credential, err := s.connector.Connect(t.Context(), s.URL, "boulangerie-martin", s.Token(s.member, forPages...))
	if err != nil {
		t.Fatal(err)
	}
	return s, networks.Session{Account: account, Credential: credential}
}

func TestPostHoldsWhatWasWritten(t *testing.T) {
	s, session := connected(t)
	one := content(t)
	several := content(t)
	several.Text = "Trois photos"
	second := several.Images[0]
	second.Bytes, second.Alt = append(fournil(t), 'x'), ""
	several.Images = append(several.Images, second, several.Images[0])
	for _, post := range []networks.Content{one, several, {Text: "Sans photo"}} {
		note, err := s.connector.Prepare(t.Context(), session, post, "")
		if err != nil {
			t.Fatal(err)
		}
		if r := s.connector.Publish(t.Context(), session, post, note, s.connector.Identify(s.clock.Now())); r.Outcome != networks.Created {
			t.Fatalf("%q: %s (%v)", post.Text, r.Outcome, r.Err)
		}
	}
	held := s.Posts(s.page)
	if held[0].Text != one.Text {
		t.Errorf("people read %q, want %q", held[0].Text, one.Text)
	}
	var alts [][]string
	for _, p := range held {
		var of []string
		for _, picture := range p.Pictures {
			of = append(of, picture.Alt)
		}
		alts = append(alts, of)
	}
	alt := one.Images[0].Alt
	if want := [][]string{{alt}, {alt, "", alt}, nil}; !cmp.Equal(alts, want) {
		t.Errorf("pictures say %q, want %q", alts, want)
	}
}

func TestPicturesAreUploadedOnce(t *testing.T) {
	s, session := connected(t)
	note, err := s.connector.Prepare(t.Context(), session, content(t), "")
	if err != nil || s.Uploads() != 1 {
		t.Fatalf("%d uploads (%v), want 1", s.Uploads(), err)
	}
	s.clock.Advance(20 * time.Minute)
	if _, err := s.connector.Prepare(t.Context(), session, content(t), note); err != nil || s.Uploads() != 1 {
		t.Errorf("%d uploads (%v), want no more", s.Uploads(), err)
	}
	s.clock.Advance(20 * time.Minute)
	if _, err := s.connector.Prepare(t.Context(), session, content(t), note); err != nil || s.Uploads() != 2 {
		t.Errorf("%d uploads (%v), want it again", s.Uploads(), err)
	}
}

func TestPictureDropped(t *testing.T) {
	s, session := connected(t)
	note, err := s.connector.Prepare(t.Context(), session, content(t), "")
	if err != nil {
		t.Fatal(err)
	}
	s.DropImages()
	r := s.connector.Publish(t.Context(), session, content(t), note, s.connector.Identify(s.clock.Now()))
	if r.Outcome != networks.Limited || keyOf(r.Err) != "connector.error.dropped" {
		t.Fatalf("%s (%v), want %s: nothing was made and time mends it", r.Outcome, r.Err, networks.Limited)
	}
	s.clock.Advance(r.RetryAfter.Sub(s.clock.Now()))
	if note, err = s.connector.Prepare(t.Context(), session, content(t), note); err != nil {
		t.Fatal(err)
	}
	if r := s.connector.Publish(t.Context(), session, content(t), note, s.connector.Identify(s.clock.Now())); r.Outcome != networks.Created {
		t.Errorf("at the time told: %s (%v)", r.Outcome, r.Err)
	}
}

func TestPictureNotPrepared(t *testing.T) {
	s, session := connected(t)
	r := s.connector.Publish(t.Context(), session, content(t), "", s.connector.Identify(s.clock.Now()))
	if r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.not_prepared" || s.Passed() != 0 {
		t.Errorf("%s (%v) after %d calls, want %s after none", r.Outcome, r.Err, s.Passed(), networks.Refused)
	}
}

func TestNothingLeavesThatWouldBeRefused(t *testing.T) {
	c, s := speaking(t, func(_ http.ResponseWriter, r *http.Request) { t.Errorf("%s was sent", r.URL) })
	thread := networks.Thread{Root: postURN, Comment: true}
	for name, post := range map[string]networks.Content{
		"empty":                   {},
		"too long":                {Text: strings.Repeat("a", 3001)},
		"a comment too long":      {Text: strings.Repeat("a", 1251), Answers: thread},
		"a comment with pictures": {Text: "a", Answers: thread, Images: []networks.Image{{MIME: "image/png", Alt: "a", Bytes: []byte("x")}}},
		"a comment on nothing":    {Text: "a", Answers: networks.Thread{Comment: true}},
		"a comment on a comment":  {Text: "a", Answers: networks.Thread{Root: "urn:li:comment:(urn:li:activity:1,2)", Comment: true}},
		"another format":          {Images: []networks.Image{{MIME: "image/webp", Bytes: []byte("x")}}},
	} {
		if _, err := c.Prepare(t.Context(), s, post, ""); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
}

func TestTokenIsSentToLinkedInAlone(t *testing.T) {
	for _, elsewhere := range []string{"https://linkedin.com.example.org/u", "https://example.org/u", "http://127.0.0.1:1/u", "https://me@www.linkedin.com/u", "ftp://www.linkedin.com", ""} {
		c, s := speaking(t, answers(200, nil, `{"value":{"image":"urn:li:image:C4E","uploadUrl":"`+elsewhere+`"}}`))
		if _, err := c.Prepare(t.Context(), s, content(t), ""); app.CodeOf(err) != app.CodeUnavailable || keyOf(err) != "connector.error.trouble" {
			t.Errorf("to %q: %v, want %s", elsewhere, err, app.CodeUnavailable)
		}
	}
}

// TestPlaceOfAPictureIsToldToNobody: whoever has the address may fill it.
func TestPlaceOfAPictureIsToldToNobody(t *testing.T) {
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			panic(http.ErrAbortHandler)
		}
		answers(200, nil, `{"value":{"image":"urn:li:image:C4E","uploadUrl":"http://`+r.Host+`/dms-uploads/sauce-secrete"}}`)(w, r)
	})
	_, err := c.Prepare(t.Context(), s, content(t), "")
	if app.CodeOf(err) != app.CodeUnavailable || strings.Contains(err.Error(), "sauce-secrete") {
		t.Errorf("%v", err)
	}
}

func TestUploadErrors(t *testing.T) {
	for _, tt := range []struct {
		name      string
		status    int
		body      string
		registers bool // the place is given, the picture refused
		code      app.Code
	}{
		{"dead token", 401, says(401, "EXPIRED_ACCESS_TOKEN", "no"), false, app.CodeUnauthorised},
		{"not permitted", 403, says(403, "ACCESS_DENIED", "no"), false, app.CodeInvalid},
		{"too many", 429, ``, false, app.CodeLimited},
		{"trouble", 503, ``, false, app.CodeUnavailable},
		{"picture refused", 400, ``, true, app.CodeInvalid},
		{"picture too heavy", 413, ``, true, app.CodeInvalid},
		{"trouble with the picture", 500, ``, true, app.CodeUnavailable},
		{"who are you", 401, ``, true, app.CodeUnavailable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				if tt.registers && r.Method == http.MethodPost {
					answers(200, nil, `{"value":{"image":"urn:li:image:C4E","uploadUrl":"http://`+r.Host+`/u"}}`)(w, r)
					return
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			if _, err := c.Prepare(t.Context(), s, content(t), ""); app.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
		})
	}
}

func TestFirstComment(t *testing.T) {
	s, session := connected(t)
	post := networks.Content{Text: "Le pain est là"}
	made := s.connector.Publish(t.Context(), session, post, "", s.connector.Identify(s.clock.Now()))
	first := networks.Content{Text: "Réservez : https://martin.fr (merci)", Answers: networks.Thread{Root: made.RemoteID, Parent: made.RemoteID, Comment: true}}
	note, err := s.connector.Prepare(t.Context(), session, first, "")
	if err != nil {
		t.Fatal(err)
	}
	id := s.connector.Identify(s.clock.Now())
	if finding, _ := s.connector.Find(t.Context(), session, first, id); finding != networks.Absent {
		t.Errorf("before: %s", finding)
	}
	r := s.connector.Publish(t.Context(), session, first, note, id)
	if r.Outcome != networks.Created {
		t.Fatalf("%s (%v)", r.Outcome, r.Err)
	}
	held := s.Comments(made.RemoteID)
	want := []linkedintest.Comment{{URN: r.RemoteID, Root: made.RemoteID, Actor: s.page, Text: first.Text, MadeMS: now.UnixMilli()}}
	if !cmp.Equal(held, want) {
		t.Errorf("held %+v, want %+v", held, want)
	}
	if finding, found := s.connector.Find(t.Context(), session, first, id); finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
		t.Errorf("read back: %s %+v", finding, found)
	}
	if d := s.connector.Delete(t.Context(), session, r.RemoteID); d.Outcome != networks.Created || len(s.Comments(made.RemoteID)) != 0 {
		t.Errorf("deleting: %s (%v)", d.Outcome, d.Err)
	}
	for range 2 {
		if d := s.connector.Delete(t.Context(), session, made.RemoteID); d.Outcome != networks.Created || len(s.Posts(s.page)) != 0 {
			t.Errorf("deleting the post: %s (%v)", d.Outcome, d.Err)
		}
	}
	r = s.connector.Publish(t.Context(), session, first, note, id)
	if r.Outcome != networks.Limited || keyOf(r.Err) != "linkedin.error.not_yet" || r.RetryAfter.After(s.clock.Now().Add(time.Minute)) {
		t.Errorf("a comment on what may not be there yet: %s (%v) until %v", r.Outcome, r.Err, r.RetryAfter)
	}
	s.clock.Advance(10 * time.Minute)
	if r := s.connector.Publish(t.Context(), session, first, note, id); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.reply" {
		t.Errorf("a comment on what is gone: %s (%v)", r.Outcome, r.Err)
	}
}
