package linkedin_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/linkedin"
	"parvis/app"
	"parvis/app/networks"
)

const (
	pageURN = "urn:li:organization:5583111"
	postURN = "urn:li:share:7141138937766391808"
	secret  = "AQXdSP_W41_UPs5ioT_t8HESyODB4FqbkJ8LrV_5mff4gPODzOYR"
)

var identity = networks.Identity{Key: "attempt", CreatedAt: now}

// speaking returns a session of a page whose LinkedIn answers with handler.
func speaking(t *testing.T, handler http.HandlerFunc) (*linkedin.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return linkedin.New(client(t), app.FixedClock(now), nil), networks.Session{
		Account:    networks.Account{Network: networks.LinkedIn, Handle: "boulangerie-martin", Service: server.URL, RemoteID: pageURN},
		Credential: networks.Credential{Secret: secret},
	}
}

func answers(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// says is a refusal in LinkedIn's form.
func says(status int, code, message string) string {
	b, err := json.Marshal(map[string]any{"status": status, "code": code, "message": message})
	if err != nil {
		panic(err)
	}
	return string(b)
}

const duplicate = `{"errorDetailType":"com.linkedin.common.error.BadRequest","message":"Content is a duplicate of urn:li:share:7141138937766391808",` +
	`"errorDetails":{"inputErrors":[{"description":"Duplicate post is detected","input":{},"code":"DUPLICATE_POST"}]},"status":422}`

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	named := func(urn string) map[string]string { return map[string]string{"x-restli-id": urn} }
	for _, tt := range []struct {
		name   string
		status int
		header map[string]string
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 201, named(postURN), ``, networks.Created, ""},
		{"created, of another kind", 201, named("urn:li:ugcPost:7141138937766391808"), ``, networks.Created, ""},
		{"200 with a name", 200, named(postURN), ``, networks.Unknown, "connector.error.unknown"},
		{"no name", 201, nil, ``, networks.Unknown, "connector.error.unknown"},
		{"name of a comment", 201, named("urn:li:comment:(urn:li:activity:1,2)"), ``, networks.Unknown, "connector.error.unknown"},
		{"name with more", 201, named(postURN + "/../evil"), ``, networks.Unknown, "connector.error.unknown"},
		{"a page", 200, nil, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, "connector.error.unknown"},
		{"refusal inside", 200, nil, says(400, "ILLEGAL_ARGUMENT", "no"), networks.Unknown, "connector.error.unknown"},
		{"too long", 201, nil, strings.Repeat(" ", 2<<20), networks.Unknown, "connector.error.unknown"},
		{"redirect", 302, map[string]string{"Location": "/elsewhere"}, ``, networks.Unknown, "connector.error.unknown"},
		{"bad request", 400, nil, says(400, "ILLEGAL_ARGUMENT", "ERROR :: /commentary"), networks.Refused, "connector.error.refused"},
		{"another status inside", 400, nil, says(500, "ILLEGAL_ARGUMENT", "no"), networks.Unknown, "connector.error.unknown"},
		{"no words", 400, nil, `{"status":400}`, networks.Unknown, "connector.error.unknown"},
		{"400 from something on the way", 400, nil, `<html>Bad Request</html>`, networks.Unknown, "connector.error.unknown"},
		{"401 from something on the way", 401, nil, `who are you`, networks.Unknown, "connector.error.unknown"},
		{"403 from something on the way", 403, nil, `blocked`, networks.Unknown, "connector.error.unknown"},
		{"revoked", 401, nil, says(401, "REVOKED_ACCESS_TOKEN", "The token used in the request has been revoked by the user"), networks.Refused, "connector.error.credential"},
		{"expired", 401, nil, says(401, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired"), networks.Refused, "connector.error.credential"},
		{"older words", 401, nil, `{"serviceErrorCode":65600,"message":"Invalid access token","status":401}`, networks.Refused, "connector.error.credential"},
		{"not permitted", 403, nil, says(403, "ACCESS_DENIED", "Not enough permissions to access: posts.CREATE.20260501"), networks.Refused, "connector.error.permission"},
		{"not found", 404, nil, says(404, "NOT_FOUND", "no such thing"), networks.Refused, "connector.error.refused"},
		{"duplicate", 422, nil, duplicate, networks.Unknown, "connector.error.unknown"},
		{"duplicate in a 400", 400, nil, says(400, "ILLEGAL_ARGUMENT", "Content is a duplicate of urn:li:share:1"), networks.Unknown, "connector.error.unknown"},
		{"not to be processed", 422, nil, says(422, "UNPROCESSABLE_ENTITY", "Invalid text"), networks.Refused, "connector.error.refused"},
		{"conflict", 409, nil, says(409, "CONFLICT", "no"), networks.Unknown, "connector.error.unknown"},
		{"request timed out", 408, nil, says(408, "TIMEOUT", "no"), networks.Unknown, "connector.error.unknown"},
		{"too early", 425, nil, says(425, "EARLY", "no"), networks.Unknown, "connector.error.unknown"},
		{"version retired", 426, nil, says(426, "NONEXISTENT_VERSION", "Requested version 20260501 is not active"), networks.Refused, "linkedin.error.version"},
		{"426 from something on the way", 426, nil, ``, networks.Unknown, "connector.error.unknown"},
		{"too many", 429, nil, says(429, "TOO_MANY_REQUESTS", "throttled"), networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", 429, nil, `slow down`, networks.Limited, "connector.error.limited"},
		{"500", 500, nil, says(500, "INTERNAL_SERVER_ERROR", "Internal Server Error"), networks.Unknown, "connector.error.unknown"},
		{"502", 502, nil, `<html>`, networks.Unknown, "connector.error.unknown"},
		{"504", 504, nil, says(504, "GATEWAY_TIMEOUT", "no"), networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, tt.header, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST /rest/posts" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != tt.header["x-restli-id"] || r.Permalink != "https://www.linkedin.com/feed/update/"+r.RemoteID+"/" || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			if key := keyOf(r.Err); key != tt.key || r.RemoteID != "" {
				t.Errorf("error %v and proof %q, want %s", r.Err, r.RemoteID, tt.key)
			}
			if dead := app.CodeOf(r.Err) == app.CodeUnauthorised; dead != (tt.key == "connector.error.credential") {
				t.Errorf("%v: dead is %v", r.Err, dead)
			}
		})
	}
}

func keyOf(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Key
}

func TestWhenToComeBack(t *testing.T) {
	day := says(429, "TOO_MANY_REQUESTS", "Resource level throttle APPLICATION DAY limit for calls to this resource is reached.")
	for _, tt := range []struct {
		name   string
		header map[string]string
		body   string
		want   time.Time
	}{
		{"the header", map[string]string{"Retry-After": "90"}, day, now.Add(90 * time.Second)},
		{"quota of the day", nil, day, time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)},
		{"nothing said", nil, `slow down`, now.Add(5 * time.Minute)},
	} {
		c, s := speaking(t, answers(429, tt.header, tt.body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if r.Outcome != networks.Limited || !r.RetryAfter.Equal(tt.want) {
			t.Errorf("%s: %s until %v, want %v", tt.name, r.Outcome, r.RetryAfter, tt.want)
		}
	}
}

func TestComments(t *testing.T) {
	const urn = "urn:li:comment:(urn:li:activity:6631349431612559360,6636062862760562688)"
	first := networks.Content{Text: "Le lien (réservations) : https://martin.fr", Answers: networks.Thread{Root: postURN, Parent: postURN, Comment: true}}
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 201, `{"commentUrn":"` + urn + `","id":"6636062862760562688"}`, networks.Created, ""},
		{"created, in older words", 201, `{"$URN":"` + urn + `"}`, networks.Created, ""},
		{"no name", 201, `{"id":"6636062862760562688"}`, networks.Unknown, "connector.error.unknown"},
		{"cut", 201, `{"commentUrn":"` + urn, networks.Unknown, "connector.error.unknown"},
		{"the post is gone", 404, says(404, "NOT_FOUND", "Thread not found"), networks.Refused, "connector.error.reply"},
		{"404 from something on the way", 404, `<html>`, networks.Unknown, "connector.error.unknown"},
		{"not permitted", 403, says(403, "ACCESS_DENIED", "Not enough permissions"), networks.Refused, "connector.error.permission"},
		{"duplicate", 409, says(409, "CONFLICT", "Duplicate comment"), networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var path, body string
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				b, _ := io.ReadAll(r.Body)
				path, body = r.URL.EscapedPath(), string(b)
				answers(tt.status, map[string]string{"x-restli-id": "6636062862760562688"}, tt.body)(w, r)
			})
			r := c.Publish(t.Context(), s, first, "", identity)
			if r.Outcome != tt.want || keyOf(r.Err) != tt.key {
				t.Fatalf("outcome %s (%v), want %s %s", r.Outcome, r.Err, tt.want, tt.key)
			}
			if path != "/rest/socialActions/urn%3Ali%3Ashare%3A7141138937766391808/comments" ||
				body != `{"actor":"`+pageURN+`","object":"`+postURN+`","message":{"text":"Le lien (réservations) : https://martin.fr"}}` {
				t.Errorf("sent to %s: %s", path, body)
			}
			if tt.want == networks.Created && (r.RemoteID != urn || r.Permalink != "https://www.linkedin.com/feed/update/"+postURN+"/") {
				t.Errorf("proof %+v", r)
			}
		})
	}
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	first.Answers.Root = "3m6abcdefgh2z"
	if r := c.Publish(t.Context(), s, first, "", identity); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.reply" {
		t.Errorf("a comment on nothing of LinkedIn's: %s (%v)", r.Outcome, r.Err)
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		var calls int
		c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			calls++
			http.Redirect(w, r, "/rest/posts", status)
		})
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if calls != 1 || r.Outcome != networks.Unknown {
			t.Errorf("%d: %s after %d calls, want %s after 1", status, r.Outcome, calls, networks.Unknown)
		}
	}
}

func TestDelete(t *testing.T) {
	const comment = "urn:li:comment:(urn:li:activity:1,2)"
	for _, tt := range []struct {
		name, id string
		status   int
		body     string
		want     networks.Outcome
		path     string
	}{
		{"gone", postURN, 204, ``, networks.Created, "/rest/posts/urn%3Ali%3Ashare%3A7141138937766391808"},
		{"gone before", postURN, 404, says(404, "NOT_FOUND", "no"), networks.Created, "/rest/posts/urn%3Ali%3Ashare%3A7141138937766391808"},
		{"a comment", comment, 204, ``, networks.Created, "/rest/socialActions/urn%3Ali%3Aactivity%3A1/comments/2?actor=urn%3Ali%3Aorganization%3A5583111"},
		{"404 from something on the way", postURN, 404, `<html>`, networks.Unknown, ""},
		{"200", postURN, 200, `{}`, networks.Unknown, ""},
		{"not permitted", postURN, 403, says(403, "ACCESS_DENIED", "no"), networks.Refused, ""},
		{"dead token", postURN, 401, says(401, "EXPIRED_ACCESS_TOKEN", "no"), networks.Refused, ""},
		{"too many", postURN, 429, ``, networks.Limited, ""},
		{"trouble", postURN, 500, ``, networks.Unknown, ""},
		{"nothing of LinkedIn's", "../userinfo", 204, ``, networks.Refused, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked string
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.RequestURI()
				answers(tt.status, nil, tt.body)(w, r)
			})
			r := c.Delete(t.Context(), s, tt.id)
			if r.Outcome != tt.want || tt.path != "" && asked != tt.path {
				t.Errorf("%s (%v) by %s, want %s by %s", r.Outcome, r.Err, asked, tt.want, tt.path)
			}
			if (tt.want == networks.Created) != (r.RemoteID == tt.id) {
				t.Errorf("proof %+v", r)
			}
		})
	}
}

// TestNothingTellsASecret lets a hostile server echo whatever it was sent, in
// every kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 201, 302, 400, 401, 403, 404, 422, 426, 429, 500}).Draw(rt, "status")
		form := rapid.SampledFrom([]string{"body", "refusal", "image"}).Draw(rt, "form")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := r.Header.Get("Authorization")
			switch form {
			case "refusal":
				echo = says(status, echo, echo)
			case "image":
				echo = `{"value":{"image":"urn:li:image:C4E","uploadUrl":"http://` + r.Host + `/` + strings.TrimPrefix(echo, "Bearer ") + `"}}`
			}
			answers(status, map[string]string{"x-restli-id": r.Header.Get("Authorization")}, echo)(w, r)
		}))
		defer server.Close()
		c := linkedin.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := networks.Session{
			Account:    networks.Account{Handle: "boulangerie-martin", Service: server.URL, RemoteID: pageURN},
			Credential: networks.Credential{Secret: secret},
		}
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink)
			told = append(told, errorTexts(r.Err)...)
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", identity))
		_, found := c.Find(rt.Context(), s, networks.Content{Text: "Bonjour"}, identity)
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		add(c.Delete(rt.Context(), s, postURN))
		_, err := c.Prepare(rt.Context(), s, networks.Content{Images: []networks.Image{{MIME: "image/png", Bytes: []byte("x")}}}, "")
		told = append(told, errorTexts(err)...)
		for _, identifier := range []string{"", "boulangerie-martin", "123"} {
			account, _, err := c.Connect(rt.Context(), server.URL, identifier, secret)
			told = append(told, account.Handle, account.RemoteID)
			told = append(told, errorTexts(err)...)
		}
		for _, text := range told {
			if strings.Contains(text, secret) {
				rt.Fatalf("the token is told in %q", text)
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
