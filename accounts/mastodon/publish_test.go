package mastodon_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/mastodon"
	"parvis/app"
	"parvis/app/networks"
)

var identity = networks.Identity{Key: "6f1f2a3e-0f4c-4c55-9a55-0d6f3f0f6f11", CreatedAt: now}

// Secrets of the sessions that tests make by hand.
const (
	token        = "opaque-access-token"
	clientSecret = "opaque-client-secret"
)

// speaking returns a session whose account lives at a server of a software that
// answers with handler.
func speaking(t *testing.T, software networks.Software, handler http.HandlerFunc) (*mastodon.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return mastodon.New(client(t), app.FixedClock(now), nil), sessionAt(server.URL, software)
}

func sessionAt(base string, software networks.Software) networks.Session {
	return networks.Session{
		Account: networks.Account{
			Network: networks.Mastodon, Handle: "martin@nantes.social", Service: base, RemoteID: "nantes.social/42",
			Instance: networks.Instance{Software: software},
		},
		Credential: networks.Credential{Secret: token, Session: `{"ID":"1","Secret":"` + clientSecret + `"}`},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeInternal, "test.no_renewal")
		},
	}
}

func answers(status int, header http.Header, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name := range header {
			w.Header().Set(name, header[name][0])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

const (
	remoteID = "115591234567890123"
	page     = "https://nantes.social/@martin/115591234567890123"
)

// statusBody is a status as servers give it, with parts replaced.
func statusBody(replaced ...string) string {
	return strings.NewReplacer(replaced...).Replace(`{"id":"` + remoteID + `","url":"` + page + `","created_at":"2026-11-21T13:32:00.000Z",` +
		`"content":"<p>Bonjour</p>","in_reply_to_id":null,"reblog":null,"account":{"id":"42"}}`)
}

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	says := func(text string) string { return `{"error":"` + text + `"}` }
	const any, gotosocial, pixelfed = networks.SoftwareMastodon, networks.SoftwareGoToSocial, networks.SoftwarePixelfed
	for _, tt := range []struct {
		name     string
		software networks.Software
		status   int
		body     string
		want     networks.Outcome
		key      string
		code     app.Code
	}{
		{"created", any, 200, statusBody(), networks.Created, "", ""},
		{"created on GoToSocial", gotosocial, 200, statusBody(remoteID, "01KB8VQ2Z4XTC1N5CR4RNQ0P9G"), networks.Created, "", ""},
		{"of another account", any, 200, statusBody(`"42"`, `"43"`), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"no page", any, 200, statusBody(`"`+page+`"`, "null"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"a page nobody may open", any, 200, statusBody("https://nantes", "javascript://nantes"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"an odd identifier", any, 200, statusBody(`"id":"`+remoteID, `"id":"../1`), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"a refusal inside", any, 200, says("Validation failed"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"nothing", any, 200, ``, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"HTML", any, 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"a list", any, 200, `[]`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"wrong types", any, 200, `{"id":1,"account":"x"}`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"too long", any, 200, strings.Repeat(" ", 2<<20), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"no content", any, 204, ``, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"redirect", any, 302, ``, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"too long a text", any, 422, says("Validation failed: Text character limit of 500 exceeded"), networks.Refused, "connector.error.refused", app.CodeInvalid},
		{"bad request", gotosocial, 400, says("Bad Request: status too long"), networks.Refused, "connector.error.refused", app.CodeInvalid},
		{"not allowed", any, 403, says("This action is not allowed"), networks.Refused, "connector.error.refused", app.CodeInvalid},
		{"no pictures on Pixelfed", pixelfed, 403, says("Empty statuses are not allowed"), networks.Refused, "connector.error.refused", app.CodeInvalid},
		{"Pixelfed's framework", pixelfed, 422, `{"message":"The status field is too long.","errors":{}}`, networks.Refused, "connector.error.refused", app.CodeInvalid},
		{"the same words elsewhere", any, 422, `{"message":"The status field is too long."}`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"key used on Pixelfed", pixelfed, 400, says("Duplicate idempotency key."), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"duplicate record", any, 422, says("Duplicate record"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"not found, of no answer", any, 404, says("Record not found"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"conflict", any, 409, says("Conflict"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"request timed out", any, 408, says("Timeout"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"too early", any, 425, says("Too early"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"422 from something on the way", any, 422, `<html>no</html>`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"403 from something on the way", any, 403, `blocked by the firewall`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"401 from something on the way", any, 401, `who are you`, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"dead token", any, 401, says("The access token was revoked"), networks.Refused, "connector.error.credential", app.CodeUnauthorised},
		{"dead token on Pixelfed", pixelfed, 401, `{"message":"Unauthenticated."}`, networks.Refused, "connector.error.credential", app.CodeUnauthorised},
		{"a scope is missing", any, 403, says("This action is outside the authorized scopes"), networks.Refused, "connector.error.permission", app.CodeUnauthorised},
		{"a scope is missing on GoToSocial", gotosocial, 403, says("Forbidden: token has insufficient scope permission"), networks.Refused, "connector.error.permission", app.CodeUnauthorised},
		{"login disabled", any, 403, says("Your login is currently disabled"), networks.Refused, "connector.error.account_closed", app.CodeConflict},
		{"too many", any, 429, says("Too many requests"), networks.Limited, "connector.error.limited", app.CodeLimited},
		{"too many, from something on the way", any, 429, `slow down`, networks.Limited, "connector.error.limited", app.CodeLimited},
		{"500", any, 500, says("Internal server error"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"503", any, 503, says("There was a temporary problem serving your request, please try again"), networks.Unknown, "connector.error.unknown", app.CodeUnknown},
		{"504", any, 504, ``, networks.Unknown, "connector.error.unknown", app.CodeUnknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, tt.software, answers(tt.status, http.Header{"Location": {"/elsewhere"}}, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST /api/v1/statuses" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID == "" || !strings.HasSuffix(r.Permalink, "/@martin/"+r.RemoteID) || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			var e *app.Error
			if !errors.As(r.Err, &e) || e.Key != tt.key || e.Code != tt.code {
				t.Errorf("error %v, want %s %s", r.Err, tt.code, tt.key)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	var calls int
	c, s := speaking(t, networks.SoftwareMastodon, func(w http.ResponseWriter, r *http.Request) {
		calls++
		switch calls {
		case 1:
			http.Redirect(w, r, "/api/v1/statuses", http.StatusPermanentRedirect)
		default:
			t.Error("the mutating call was made again")
		}
	})
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestWhatIsSent(t *testing.T) {
	post := networks.Content{Text: "Bonjour\r\nà tous", Language: "fr"}
	for software, want := range map[networks.Software]string{
		networks.SoftwareMastodon:   `{"status":"Bonjour\nà tous","visibility":"public","language":"fr"}`,
		networks.SoftwarePixelfed:   `{"status":"Bonjour\nà tous","visibility":"public","language":"fr"}`,
		networks.SoftwareGoToSocial: `{"status":"Bonjour\nà tous","visibility":"public","language":"fr","content_type":"text/plain"}`,
	} {
		var got, key, kind, authorisation string
		c, s := speaking(t, software, func(w http.ResponseWriter, r *http.Request) {
			var sent json.RawMessage
			_ = json.NewDecoder(r.Body).Decode(&sent)
			got, key, kind, authorisation = string(sent), r.Header.Get("Idempotency-Key"), r.Header.Get("Content-Type"), r.Header.Get("Authorization")
			_, _ = w.Write([]byte(statusBody()))
		})
		c.Publish(t.Context(), s, post, "", identity)
		if got != want || key != identity.Key || kind != "application/json" || authorisation != "Bearer "+token {
			t.Errorf("%s: %s %s %s %s", software, kind, key, authorisation, got)
		}
	}
}

func TestIdentityIsAUUID(t *testing.T) {
	c := mastodon.New(client(t), app.FixedClock(now), nil)
	id := c.Identify(now.Add(1234 * time.Microsecond))
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id.Key) {
		t.Errorf("key %q", id.Key)
	}
	if !id.CreatedAt.Equal(now.Add(time.Millisecond)) {
		t.Errorf("created at %v", id.CreatedAt)
	}
}

// TestARepetitionThatComesTooLateIsNotSent: once a server may have forgotten the
// key of an attempt, sending it again could double it.
func TestARepetitionThatComesTooLateIsNotSent(t *testing.T) {
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			w := newWorld(t, software)
			post := content(t)
			note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
			if err != nil {
				t.Fatal(err)
			}
			id := w.connector.Identify(w.clock.Now())
			class := func() networks.ReadBack { return networks.ReadBackOf(w.connector, w.Session.Account, id) }
			recognises := software == networks.SoftwareMastodon
			w.connector.Publish(t.Context(), *w.Session, post, note, id)
			w.clock.Advance(4 * time.Minute)
			if got := class(); got != networks.ByList {
				t.Errorf("while the server may be at work: %s", got)
			}
			w.clock.Advance(time.Minute)
			if got := class(); got == networks.ByIdentity != recognises {
				t.Errorf("once it had its time: %s", got)
			}
			w.clock.Advance(49 * time.Minute)
			if got := class(); got == networks.ByIdentity != recognises {
				t.Errorf("within the hour: %s", got)
			}
			if recognises {
				if r := w.connector.Publish(t.Context(), *w.Session, post, note, id); r.Outcome != networks.Created || w.server.Passed() != 2 {
					t.Errorf("within the hour: %s (%v)", r.Outcome, r.Err)
				}
			}
			w.clock.Advance(6 * time.Minute)
			if got := class(); got != networks.ByList {
				t.Errorf("after the hour: %s", got)
			}
			before := w.server.Passed()
			if r := w.connector.Publish(t.Context(), *w.Session, post, note, id); recognises && (r.Outcome != networks.Unknown || w.server.Passed() != before) {
				t.Errorf("after the hour: %s after %d calls", r.Outcome, w.server.Passed()-before)
			}
			if n := len(w.server.Statuses(w.account.ID)); recognises && n != 1 {
				t.Errorf("%d statuses, want 1", n)
			}
			// A clock set back tells nothing.
			id.CreatedAt = w.clock.Now().Add(time.Minute)
			if got := class(); got != networks.ByList {
				t.Errorf("an attempt of the future: %s", got)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			w := newWorld(t, software)
			root := w.send(t, content(t))
			part := networks.Content{Text: "La suite", Language: "fr", Answers: networks.Thread{Root: root.RemoteID, Parent: root.RemoteID}}
			second := w.send(t, part)
			comment := networks.Content{Text: "Un mot", Language: "fr", Answers: networks.Thread{Root: root.RemoteID, Parent: second.RemoteID, Comment: true}}
			if r := w.send(t, comment); r.Outcome != networks.Created {
				t.Fatalf("a comment: %s (%v)", r.Outcome, r.Err)
			}
			held := w.server.Statuses(w.account.ID)
			if len(held) != 3 || held[1].InReplyTo != root.RemoteID || held[2].InReplyTo != root.RemoteID {
				t.Errorf("held: %+v", held)
			}
			w.server.Remove(root.RemoteID)
			if _, err := w.connector.Prepare(t.Context(), *w.Session, part, ""); app.CodeOf(err) != app.CodeInvalid || keyOf(err) != "connector.error.reply" {
				t.Errorf("prepared in answer to nothing: %v", err)
			}
			r := w.connector.Publish(t.Context(), *w.Session, part, "", w.connector.Identify(w.clock.Now()))
			if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeInvalid || keyOf(r.Err) != "connector.error.reply" {
				t.Errorf("in answer to nothing: %s (%v)", r.Outcome, r.Err)
			}
		})
	}
}

// TestAPictureThatWasUsedIsADoubt: the status that has it may be this attempt.
func TestAPictureThatWasUsedIsADoubt(t *testing.T) {
	w := newWorld(t, networks.SoftwareMastodon)
	post := content(t)
	note, err := w.connector.Prepare(t.Context(), *w.Session, post, "")
	if err != nil {
		t.Fatal(err)
	}
	publish := func() networks.Result {
		return w.connector.Publish(t.Context(), *w.Session, post, note, w.connector.Identify(w.clock.Now()))
	}
	if r := publish(); r.Outcome != networks.Created {
		t.Fatal(r.Err)
	}
	if r := publish(); r.Outcome != networks.Unknown || r.Call.Status != http.StatusUnprocessableEntity {
		t.Errorf("another attempt with the same picture: %s (%v)", r.Outcome, r.Err)
	}
}

func TestDelete(t *testing.T) {
	for _, software := range softwares {
		w := newWorld(t, software)
		r := w.send(t, content(t))
		for _, name := range []string{"there", "gone already"} {
			if d := w.connector.Delete(t.Context(), *w.Session, r.RemoteID); d.Outcome != networks.Created {
				t.Errorf("%s, %s: %s (%v)", software, name, d.Outcome, d.Err)
			}
			if n := len(w.server.Statuses(w.account.ID)); n != 0 {
				t.Errorf("%s, %s: %d statuses left", software, name, n)
			}
		}
	}
}

func TestEveryAnswerToADeletionHasOneOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
	}{
		{"deleted", 200, statusBody(), networks.Created},
		{"deleted, in few words", 200, `{}`, networks.Created},
		{"gone", 404, `{"error":"Record not found"}`, networks.Created},
		{"a refusal inside", 200, `{"error":"no"}`, networks.Unknown},
		{"HTML", 200, `<html>`, networks.Unknown},
		{"a page is not there", 404, `<html>`, networks.Unknown},
		{"dead token", 401, `{"error":"The access token is invalid"}`, networks.Refused},
		{"not allowed", 403, `{"error":"This action is not allowed"}`, networks.Refused},
		{"too many", 429, `{"error":"Too many requests"}`, networks.Limited},
		{"trouble", 500, `{"error":"Record not found"}`, networks.Unknown},
		{"redirect", 307, ``, networks.Unknown},
	} {
		c, s := speaking(t, networks.SoftwareMastodon, answers(tt.status, nil, tt.body))
		if r := c.Delete(t.Context(), s, remoteID); r.Outcome != tt.want || (r.Outcome == networks.Created) != (r.Err == nil) {
			t.Errorf("%s: %s (%v), want %s", tt.name, r.Outcome, r.Err, tt.want)
		}
	}
	c, s := speaking(t, networks.SoftwareMastodon, func(http.ResponseWriter, *http.Request) { t.Error("asked to delete something else") })
	if r := c.Delete(t.Context(), s, "../accounts"); r.Outcome != networks.Refused {
		t.Errorf("an odd identifier: %s", r.Outcome)
	}
}

// TestNothingTellsASecret lets a hostile server echo whatever it was sent, in
// every kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	const code = "opaque-authorisation-code"
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 404, 422, 429, 500}).Draw(rt, "status")
		where := rapid.SampledFrom([]string{"body", "json", "status line"}).Draw(rt, "where")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_ = r.ParseForm()
			echo := r.Header.Get("Authorization") + " " + r.Form.Get("client_secret") + " " + r.Form.Get("code")
			switch where {
			case "json":
				echo = `{"error":"` + echo + `","version":"4.5.0"}`
			case "status line":
				conn, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					_, _ = conn.Write([]byte("HTTP/9 " + echo + "\r\n\r\n"))
					_ = conn.Close()
				}
				return
			}
			answers(status, nil, echo)(w, r)
		}))
		defer server.Close()
		c := mastodon.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := sessionAt(server.URL, networks.SoftwareMastodon)
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink)
			told = append(told, errorTexts(r.Err)...)
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", identity))
		_, found := c.Find(rt.Context(), s, networks.Content{}, identity)
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		_, unread := c.Quotas(rt.Context(), s)
		add(networks.Result{Err: unread})
		add(c.Delete(rt.Context(), s, remoteID))
		_, err := c.Prepare(rt.Context(), s, content(t), "")
		told = append(told, errorTexts(err)...)
		client := networks.Client{ID: "1", Secret: clientSecret}
		_, _, err = c.Connect(rt.Context(), server.URL, "", token)
		told = append(told, errorTexts(err)...)
		_, _, err = c.Answered(rt.Context(), networks.Consent{Request: networks.Request{Service: server.URL, Client: client}}, code)
		told = append(told, errorTexts(err)...)
		for _, text := range told {
			for _, secret := range []string{token, clientSecret, code} {
				if strings.Contains(text, secret) {
					rt.Fatalf("%q is told in %q", secret, text)
				}
			}
		}
	})
}

// errorTexts returns everything an error can say.
func errorTexts(err error) []string {
	if err == nil {
		return nil
	}
	texts := []string{err.Error()}
	var e *app.Error
	if errors.As(err, &e) {
		if b, err := json.Marshal(e.Args); err == nil {
			texts = append(texts, string(b))
		}
	}
	return texts
}
