package mastodon_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/accounts/mastodon/mastodontest"
	"parvis/app"
	"parvis/app/networks"
)

func TestAnEditKeepsTheRest(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		r := w.send(t, content(t))
		w.server.Change(r.RemoteID, func(s *mastodontest.Status) { s.Warning, s.Sensitive = "Faim", true })
		before := w.server.Status(r.RemoteID)
		edited := w.connector.Edit(t.Context(), *w.Session, r.RemoteID, networks.Content{Text: "À 8 h\r\nmardi", Language: "fr"})
		if edited.Outcome != networks.Created || edited.RemoteID != r.RemoteID || edited.Permalink != r.Permalink {
			t.Fatalf("%s: %+v", software, edited)
		}
		after := w.server.Status(r.RemoteID)
		if !strings.HasPrefix(after.Text, "À 8 h\n") || !slices.Equal(after.Media, before.Media) || len(after.Media) != 1 || after.Warning != "Faim" || !after.Sensitive {
			t.Errorf("%s: %+v", software, after)
		}
	}
}

func TestAPollIsNotLostToAnEdit(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	one := w.server.Add(w.account.ID, "Pain ou brioche ?", "", now)
	w.server.Change(one.ID, func(s *mastodontest.Status) { s.Poll = true })
	if r := w.connector.Edit(t.Context(), *w.Session, one.ID, networks.Content{Text: "Pain"}); r.Outcome != networks.Refused || !w.server.Status(one.ID).Poll {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}

func TestTheStatusOfAnotherIsNotEdited(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	anne := w.server.CreateAccount("anne")
	one := w.server.Add(anne.ID, "Bonjour", "", now)
	if r := w.connector.Edit(t.Context(), *w.Session, one.ID, networks.Content{Text: "Non"}); r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeNotFound {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
}

// TestATokenThatOnlyPublishes: what it may not do is said, and it goes on publishing.
func TestATokenThatOnlyPublishes(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		anne := w.server.CreateAccount("anne")
		_, err := w.connector.Messages(t.Context(), *w.Session, "", 10)
		r := w.connector.Moderate(t.Context(), *w.Session, networks.Block, networks.Message{ID: "1", Author: networks.Author{ID: anne.ID}})
		for _, err := range []error{err, r.Err} {
			if app.CodeOf(err) != app.CodeConflict || app.MessageOf(err).Key != "connector.error.lacks" {
				t.Errorf("%s: %v", software, err)
			}
		}
		if r.Outcome != networks.Refused || w.server.Blocked(w.account.ID, anne.ID) {
			t.Errorf("%s: %+v", software, r)
		}
	}
}

func TestMessagesAsTheyAre(t *testing.T) {
	const one = `{"id":"7","type":"mention","created_at":"2026-11-21T13:00:00.000Z",
		"account":{"id":"43","acct":"anne@ailleurs.example","display_name":"Anne"},
		"status":{"id":"99","url":"https://ailleurs.example/@anne/99","created_at":"1970-01-01T00:00:00Z","visibility":"public",
		"content":"<p>Bonjour <script>alert(1)</script>&amp; <span class=\"h-card\">@<span>martin</span></span></p><p>À 7&nbsp;h&nbsp;?</p>",
		"in_reply_to_id":"5","in_reply_to_account_id":"42","account":{"id":"43"}}}`
	want := networks.Message{
		ID: "99", Kind: networks.Commenting, Parent: "5", Author: networks.Author{ID: "43", Name: "Anne"},
		Text: "Bonjour alert(1)& @martin\n\nÀ 7\u00a0h\u00a0?", SentAt: time.Date(2026, 11, 21, 13, 0, 0, 0, time.UTC), Permalink: "https://ailleurs.example/@anne/99",
		Answers: networks.Thread{Root: "99", Parent: "99"}, Salutation: "@anne@ailleurs.example",
	}
	whispered, elsewhere, nameless, unopened := want, want, want, want
	whispered.Answers = networks.Thread{}
	elsewhere.Kind = networks.Mentioning
	nameless.Author.Name, nameless.Salutation = "an ne\"", ""
	unopened.Permalink = ""
	for name, tt := range map[string]struct {
		replace []string
		want    []networks.Message
	}{
		"a comment":             {nil, []networks.Message{want}},
		"for the account alone": {[]string{`"public"`, `"direct"`}, []networks.Message{whispered}},
		"under another's":       {[]string{`"in_reply_to_account_id":"42"`, `"in_reply_to_account_id":"3"`}, []networks.Message{elsewhere}},
		"a name that is none":   {[]string{"anne@ailleurs.example", `an\nne\"`, `"display_name":"Anne"`, `"display_name":""`}, []networks.Message{nameless}},
		"a page that is none":   {[]string{"https://ailleurs.example/@anne/99", "javascript:alert(1)"}, []networks.Message{unopened}},
		"its own":               {[]string{`"43"`, `"42"`}, nil},
		"said by another":       {[]string{`"account":{"id":"43"}}}`, `"account":{"id":"44"}}}`}, nil},
		"no mention":            {[]string{`"mention"`, `"favourite"`}, nil},
		"no time":               {[]string{"2026-11-21T13:00:00.000Z", "hier"}, nil},
		"no status":             {[]string{`"id":"99"`, `"id":"../99"`}, nil},
	} {
		body := "[" + strings.NewReplacer(append([]string{"\x00", ""}, tt.replace...)...).Replace(one) + "]"
		first := true
		c, s := speaking(t, networks.SoftwareMastodon, func(w http.ResponseWriter, r *http.Request) {
			if !first {
				body = "[]"
			}
			first = false
			answers(http.StatusOK, nil, body)(w, r)
		})
		inbox, err := c.Messages(t.Context(), s, "", 10)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(tt.want, inbox.Messages); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFiguresOfManyStatuses(t *testing.T) {
	for _, old := range []bool{false, true} {
		w := newWorld(t, networks.SoftwareMastodon)
		if old {
			w.server.Age()
		}
		anne := w.server.CreateAccount("anne")
		var ids []string
		for range 25 {
			ids = append(ids, w.server.Add(w.account.ID, "Pain", "", now).ID)
		}
		ids = append(ids, w.server.Add(anne.ID, "Pain", "", now).ID)
		all, err := w.connector.PostFigures(t.Context(), *w.Session, ids)
		if err != nil || len(all) != 25 {
			t.Errorf("old %v: %d figures, %v", old, len(all), err)
		}
	}
}

func TestWhispersAreNoPosts(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	anne := w.server.CreateAccount("anne")
	asked := w.server.Add(anne.ID, "Bonjour", "", now)
	w.server.Whisper(w.account.ID, asked.ID, "Entre nous")
	w.server.Add(w.account.ID, "Pour tous", "", now)
	posts, err := w.connector.Posts(t.Context(), *w.Session, now.Add(-time.Hour), 10)
	if err != nil || len(posts.List) != 1 || posts.List[0].Text != "Pour tous" {
		t.Errorf("%+v, %v", posts, err)
	}
}

func TestEveryAnswerToABlockHasOneOutcome(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		status     int
		want       networks.Outcome
		code       app.Code
	}{
		{"blocked", `{"id":"43","blocking":true}`, 200, networks.Created, ""},
		{"not blocked", `{"id":"43","blocking":false}`, 200, networks.Unknown, app.CodeUnknown},
		{"another", `{"id":"44","blocking":true}`, 200, networks.Unknown, app.CodeUnknown},
		{"HTML", `<html>`, 502, networks.Unknown, app.CodeUnknown},
		{"gone", `{"error":"Record not found"}`, 404, networks.Refused, app.CodeNotFound},
		{"no page of the server's", `<html>`, 404, networks.Unknown, app.CodeUnknown},
		{"dead", `{"error":"The access token is invalid"}`, 401, networks.Refused, app.CodeUnauthorised},
		{"refused", `{"error":"Validation failed"}`, 422, networks.Refused, app.CodeInvalid},
	} {
		c, s := speaking(t, networks.SoftwareMastodon, answers(tt.status, nil, tt.body))
		r := c.Moderate(t.Context(), s, networks.Block, networks.Message{ID: "9", Author: networks.Author{ID: "43"}})
		if r.Outcome != tt.want || app.CodeOf(r.Err) != tt.code {
			t.Errorf("%s: %s (%v), want %s", tt.name, r.Outcome, r.Err, tt.want)
		}
	}
	c, s := speaking(t, networks.SoftwareMastodon, func(http.ResponseWriter, *http.Request) { t.Error("the account would block itself") })
	c.Moderate(t.Context(), s, networks.Block, networks.Message{ID: "9", Author: networks.Author{ID: "42"}})
}
