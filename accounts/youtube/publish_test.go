package youtube_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/youtube"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

const (
	videoID = "dQw4w9WgXcQ"
	session = `{"client":"client-id","client_secret":"GOCSPX-opaque-secret","access_token":"ya29.opaque-access","refresh_token":"1//opaque-refresh"}`
)

func resource(privacy string) string {
	return `{"kind":"youtube#video","id":"` + videoID + `","snippet":{"title":"Le four"},"status":{"uploadStatus":"uploaded","privacyStatus":"` + privacy + `"}}`
}

// refusal is an error in Google's form.
func refusal(status int, reason, message string) string {
	b, err := json.Marshal(map[string]any{"error": map[string]any{
		"code": status, "message": message, "errors": []any{map[string]string{"reason": reason, "message": message, "domain": "youtube"}},
	}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// speaking returns a session at a YouTube that answers with handler, and what was
// prepared there. Nobody renews it.
func speaking(t *testing.T, handler http.HandlerFunc) (*youtube.Connector, networks.Session, networks.Content, networks.Prepared, networks.Identity) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	post := content()
	post.Film, _ = networkstest.Film(1000)
	address := server.URL + "/upload/youtube/v3/videos?upload_id=opaque-upload"
	return youtube.New(client(t), app.FixedClock(now), nil), networks.Session{
		Account:    networks.Account{Network: networks.YouTube, Handle: "martin", Service: server.URL, RemoteID: "UC0000000000000000000001"},
		Credential: networks.Credential{Session: session},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
		},
	}, post, networks.Prepared(`{"key":"k","session":"` + address + `"}`), networks.Identity{Key: address, CreatedAt: now}
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

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	const unknown = "connector.error.unknown"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"made", 201, resource("public"), networks.Created, ""},
		{"made, as a state", 200, resource("public"), networks.Created, ""},
		{"made and kept private", 201, resource("private"), networks.Unknown, "youtube.error.private"},
		{"made and not listed", 201, resource("unlisted"), networks.Unknown, "youtube.error.private"},
		{"made, without who sees it", 201, `{"kind":"youtube#video","id":"` + videoID + `"}`, networks.Unknown, unknown},
		{"no name", 201, `{"status":{"privacyStatus":"public"}}`, networks.Unknown, unknown},
		{"a name that is none", 201, strings.Replace(resource("public"), videoID, "../../evil", 1), networks.Unknown, unknown},
		{"refusal inside", 200, refusal(403, "forbidden", "Access forbidden"), networks.Unknown, unknown},
		{"nothing", 200, ``, networks.Unknown, unknown},
		{"HTML", 200, `<html>Wi-Fi</html>`, networks.Unknown, unknown},
		{"too long", 201, strings.Repeat(" ", 2<<20), networks.Unknown, unknown},
		{"not whole", 308, ``, networks.Unknown, unknown},
		{"redirect", 302, ``, networks.Unknown, unknown},
		{"bad metadata", 400, refusal(400, "invalidTitle", "bad title"), networks.Refused, "connector.error.refused"},
		{"another status inside", 400, refusal(500, "x", "y"), networks.Unknown, unknown},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"too many videos of the channel", 400, refusal(400, "uploadLimitExceeded", "too many"), networks.Limited, "youtube.error.uploads"},
		{"401 from something on the way", 401, `who`, networks.Unknown, unknown},
		{"dead access, no renewal for now", 401, refusal(401, "authError", "Invalid Credentials"), networks.Limited, "test.no_renewal"},
		{"no channel", 401, refusal(401, "youtubeSignupRequired", "Unauthorized"), networks.Refused, "youtube.error.no_channel"},
		{"quota", 403, refusal(403, "quotaExceeded", "quota"), networks.Limited, "youtube.error.quota"},
		{"too fast", 403, refusal(403, "rateLimitExceeded", "slow down"), networks.Limited, "connector.error.limited"},
		{"API not enabled", 403, refusal(403, "accessNotConfigured", "enable it"), networks.Refused, "youtube.error.api"},
		{"no permission", 403, refusal(403, "insufficientPermissions", "scope"), networks.Refused, "connector.error.permission"},
		{"suspended", 403, refusal(403, "authenticatedUserAccountSuspended", "suspended"), networks.Refused, "connector.error.account_closed"},
		{"forbidden", 403, refusal(403, "forbidden", "no"), networks.Refused, "connector.error.refused"},
		{"403 from something on the way", 403, `blocked`, networks.Unknown, unknown},
		{"session not known", 404, ``, networks.Unknown, unknown},
		{"session not known, in words", 404, refusal(404, "notFound", "not found"), networks.Unknown, unknown},
		{"session gone", 410, refusal(410, "gone", "gone"), networks.Unknown, unknown},
		{"time-out", 408, refusal(408, "timeout", "slow"), networks.Unknown, unknown},
		{"conflict", 409, refusal(409, "conflict", "busy"), networks.Unknown, unknown},
		{"too many", 429, ``, networks.Limited, "connector.error.limited"},
		{"trouble", 500, refusal(500, "backendError", "Backend Error"), networks.Unknown, unknown},
		{"busy", 503, `<html>`, networks.Unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s, post, note, id := speaking(t, answers(tt.status, nil, tt.body))
			r := c.Publish(t.Context(), s, post, note, id)
			if r.Outcome != tt.want || keyOf(r.Err) != tt.key {
				t.Fatalf("%s %v, want %s %s", r.Outcome, r.Err, tt.want, tt.key)
			}
			if r.Outcome == networks.Created && (r.RemoteID != videoID || r.Permalink != "https://www.youtube.com/watch?v="+videoID) {
				t.Errorf("proof %+v", r)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}

// TestQuotaLastsUntilMidnightInCalifornia, in summer and in winter.
func TestQuotaLastsUntilMidnightInCalifornia(t *testing.T) {
	for at, want := range map[string]string{
		"2026-11-21T13:32:00Z": "2026-11-22T08:00:00Z",
		"2026-11-21T07:59:00Z": "2026-11-21T08:00:00Z",
		"2026-07-14T06:30:00Z": "2026-07-14T07:00:00Z",
		"2026-11-01T08:30:00Z": "2026-11-02T08:00:00Z", // the day that has 25 hours
	} {
		server := httptest.NewServer(answers(403, nil, refusal(403, "quotaExceeded", "quota")))
		instant, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		_, s, post, _, _ := speaking(t, nil)
		s.Account.Service = server.URL
		address := server.URL + "/upload/youtube/v3/videos?upload_id=u"
		c := youtube.New(client(t), app.FixedClock(instant), nil)
		r := c.Publish(t.Context(), s, post, networks.Prepared(`{"session":"`+address+`"}`), networks.Identity{Key: address, CreatedAt: instant})
		if r.Outcome != networks.Limited || r.RetryAfter.Format(time.RFC3339) != want {
			t.Errorf("at %s: %s until %v, want %s", at, r.Outcome, r.RetryAfter, want)
		}
		server.Close()
	}
}

// TestNothingIsSentUnprepared: without the session of the attempt nothing leaves.
func TestNothingIsSentUnprepared(t *testing.T) {
	c, s, post, note, id := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	other := id
	other.Key += "-other"
	elsewhere := strings.Replace(id.Key, "/upload/youtube/v3/videos", "/elsewhere", 1)
	for name, try := range map[string]struct {
		note networks.Prepared
		id   networks.Identity
	}{
		"no note":         {"", id},
		"another session": {note, other},
		"too little":      {networks.Prepared(fmt.Sprintf(`{"session":%q,"got":-1}`, id.Key)), id},
		"too much":        {networks.Prepared(fmt.Sprintf(`{"session":%q,"got":1001}`, id.Key)), id},
		"no upload":       {networks.Prepared(fmt.Sprintf(`{"session":%q}`, elsewhere)), networks.Identity{Key: elsewhere}},
	} {
		if r := c.Publish(t.Context(), s, post, try.note, try.id); r.Outcome != networks.Refused && r.Outcome != networks.Limited {
			t.Errorf("%s: %s %v", name, r.Outcome, r.Err)
		}
	}
}

// TestAccessGoesToGoogleAlone: a session elsewhere is never called.
func TestAccessGoesToGoogleAlone(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("called") }))
	t.Cleanup(elsewhere.Close)
	c, s, post, _, _ := speaking(t, answers(200, map[string]string{"Location": elsewhere.URL + "/upload/youtube/v3/videos?upload_id=u"}, ""))
	if note, err := c.Prepare(t.Context(), s, post, ""); err == nil || c.Named(note) != "" {
		t.Errorf("opened elsewhere: %q, %v", note, err)
	}
	s.Account.Service = ""
	address := elsewhere.URL + "/upload/youtube/v3/videos?upload_id=u"
	if r := c.Publish(t.Context(), s, post, networks.Prepared(`{"session":"`+address+`"}`), networks.Identity{Key: address}); r.Outcome != networks.Limited {
		t.Errorf("published elsewhere: %s %v", r.Outcome, r.Err)
	}
}

// TestAnyAnswerIsSafe: whatever is answered, a proof is a proof.
func TestAnyAnswerIsSafe(t *testing.T) {
	var status int
	var body string
	c, s, post, note, id := speaking(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
	rapid.Check(t, func(rt *rapid.T) {
		status = rapid.IntRange(200, 599).Draw(rt, "status")
		body = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			resource("public"), resource("private"), refusal(400, "x", "y"), refusal(403, "quotaExceeded", "y"), refusal(401, "authError", "z"), "null", "[]", "{}",
		})).Draw(rt, "body")
		r := c.Publish(t.Context(), s, post, note, id)
		if r.Outcome == networks.Created && (status > 299 || body != resource("public")) {
			rt.Errorf("%d %q is created", status, body)
		}
		if r.Outcome == networks.Refused && (status < 400 || status > 499) {
			rt.Errorf("%d %q is refused", status, body)
		}
		finding, _ := c.Find(t.Context(), s, post, id)
		if finding == networks.Absent && status != 308 || finding == networks.Present && (status > 201 || body != resource("public")) {
			rt.Errorf("%d %q is %s", status, body, finding)
		}
	})
}

// TestNoSecretIsTold: whatever a server echoes of what it was sent, neither errors nor excerpts hold what
// opens the account or the upload.
func TestNoSecretIsTold(t *testing.T) {
	secrets := []string{"ya29.opaque-access", "1//opaque-refresh", "GOCSPX-opaque-secret", "opaque-upload"}
	for _, status := range []int{200, 308, 400, 401, 403, 404, 500} {
		c, s, post, note, id := speaking(t, func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			_, _ = fmt.Fprint(w, refusal(status, "x", r.Header.Get("Authorization")+" "+r.URL.String()))
		})
		r := c.Publish(t.Context(), s, post, note, id)
		_, found := c.Find(t.Context(), s, post, id)
		_, err := c.Prepare(t.Context(), s, post, note)
		told := fmt.Sprint(r.Call, r.Err, r.RemoteID, r.Permalink, found.Call, found.Err, err)
		for _, e := range []error{r.Err, found.Err, err} {
			var said *app.Error
			if ok := asError(e, &said); ok {
				told += fmt.Sprint(said.Args)
			}
		}
		for _, secret := range secrets {
			if strings.Contains(told, secret) {
				t.Errorf("%d tells %s: %s", status, secret, told)
			}
		}
	}
	// A server that is gone is told without the address of the upload.
	c, s, post, note, id := speaking(t, nil)
	s.Account.Service = "http://127.0.0.1:1"
	if r := c.Publish(t.Context(), s, post, note, id); strings.Contains(fmt.Sprint(r.Call, r.Err), "opaque-upload") {
		t.Errorf("tells the upload: %v", r.Err)
	}
}
