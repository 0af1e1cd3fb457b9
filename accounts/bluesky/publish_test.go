package bluesky_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/bluesky"
	"parvis/app"
	"parvis/app/networks"
)

const did = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"

var identity = networks.Identity{Key: "3m6abcdefgh2z", CreatedAt: now}

const (
	uri = "at://" + did + "/app.bsky.feed.post/3m6abcdefgh2z"
	cid = "bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a"
)

// appPassword is the secret of the sessions that tests make by hand.
const appPassword = "abcd-efgh-ijkl-mnop"

// speaking returns a session whose account lives at a server that answers with
// handler, and whose token is fresh. Nobody renews it.
func speaking(t *testing.T, handler http.HandlerFunc) (*bluesky.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return bluesky.New(client(t), app.FixedClock(now), nil), networks.Session{
		Account: networks.Account{Network: networks.Bluesky, Handle: "martin.bsky.social", Service: server.URL, RemoteID: did},
		Credential: networks.Credential{
			Identifier: "martin.bsky.social", Secret: appPassword,
			Session: `{"accessJwt":"opaque-access-token","refreshJwt":"opaque-refresh-token"}`,
		},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
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

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	xrpc := func(name, message string) string { return `{"error":"` + name + `","message":"` + message + `"}` }
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 200, `{"uri":"` + uri + `","cid":"` + cid + `"}`, networks.Created, ""},
		{"another key", 200, `{"uri":"at://` + did + `/app.bsky.feed.post/3m6other","cid":"` + cid + `"}`, networks.Unknown, "bluesky.error.unknown"},
		{"another account", 200, `{"uri":"at://did:plc:other/app.bsky.feed.post/3m6abcdefgh2z","cid":"` + cid + `"}`, networks.Unknown, "bluesky.error.unknown"},
		{"no CID", 200, `{"uri":"` + uri + `"}`, networks.Unknown, "bluesky.error.unknown"},
		{"nothing", 200, ``, networks.Unknown, "bluesky.error.unknown"},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, "bluesky.error.unknown"},
		{"array", 200, `[]`, networks.Unknown, "bluesky.error.unknown"},
		{"wrong types", 200, `{"uri":1,"cid":{}}`, networks.Unknown, "bluesky.error.unknown"},
		{"too long", 200, strings.Repeat(" ", 2<<20), networks.Unknown, "bluesky.error.unknown"},
		{"no content", 204, ``, networks.Unknown, "bluesky.error.unknown"},
		{"redirect", 302, ``, networks.Unknown, "bluesky.error.unknown"},
		{"bad record", 400, xrpc("InvalidRequest", "Invalid app.bsky.feed.post record: text too long"), networks.Refused, "bluesky.error.refused"},
		{"bad blob", 400, xrpc("InvalidMimeType", "Wrong type of file"), networks.Refused, "bluesky.error.refused"},
		{"too large", 413, xrpc("PayloadTooLarge", "request entity too large"), networks.Refused, "bluesky.error.refused"},
		{"key taken", 400, xrpc("InvalidRequest", "There is already a value at key: app.bsky.feed.post/3m6"), networks.Unknown, "bluesky.error.unknown"},
		{"record exists", 400, xrpc("RecordAlreadyExists", "Record exists"), networks.Unknown, "bluesky.error.unknown"},
		{"conflict", 409, xrpc("Conflict", ""), networks.Unknown, "bluesky.error.unknown"},
		{"request timed out", 408, xrpc("Timeout", ""), networks.Unknown, "bluesky.error.unknown"},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, "bluesky.error.unknown"},
		{"403 from something on the way", 403, `blocked by the firewall`, networks.Unknown, "bluesky.error.unknown"},
		{"401 from something on the way", 401, `who are you`, networks.Unknown, "bluesky.error.unknown"},
		{"taken down", 401, xrpc("AccountTakedown", "Account has been taken down"), networks.Refused, "bluesky.error.account_closed"},
		{"deactivated", 401, xrpc("AccountDeactivated", "Account is deactivated"), networks.Refused, "bluesky.error.account_closed"},
		{"dead token, no renewal for now", 400, xrpc("ExpiredToken", "Token has expired"), networks.Limited, "test.no_renewal"},
		{"bad token, no renewal for now", 400, xrpc("InvalidToken", "Token could not be verified"), networks.Limited, "test.no_renewal"},
		{"no token", 401, xrpc("AuthMissing", ""), networks.Limited, "test.no_renewal"},
		{"picture dropped", 400, xrpc("BlobNotFound", "Could not find blob: bafk"), networks.Limited, "bluesky.error.image_dropped"},
		{"too many", 429, xrpc("RateLimitExceeded", ""), networks.Limited, "bluesky.error.limited"},
		{"too many, from something on the way", 429, `slow down`, networks.Limited, "bluesky.error.limited"},
		{"500", 500, xrpc("InternalServerError", "Internal Server Error"), networks.Unknown, "bluesky.error.unknown"},
		{"502", 502, `<html>`, networks.Unknown, "bluesky.error.unknown"},
		{"503", 503, xrpc("NotEnoughResources", ""), networks.Unknown, "bluesky.error.unknown"},
		{"504", 504, ``, networks.Unknown, "bluesky.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, http.Header{"Location": {"/elsewhere"}}, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "com.atproto.repo.createRecord" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != uri || r.Permalink != "https://bsky.app/profile/"+did+"/post/"+identity.Key || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			var e *app.Error
			if !errors.As(r.Err, &e) || e.Key != tt.key {
				t.Errorf("error %v, want %s", r.Err, tt.key)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}

func TestRefusalTellsTheServersReason(t *testing.T) {
	c, s := speaking(t, answers(400, nil, `{"error":"InvalidRequest","message":"  Record/text must\nnot be longer `+strings.Repeat("x", 500)+`"}`))
	r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	var e *app.Error
	if !errors.As(r.Err, &e) {
		t.Fatal(r.Err)
	}
	said, _ := e.Args["Reason"].(string)
	if !strings.HasPrefix(said, "InvalidRequest Record/text must not be longer xxx") || len([]rune(said)) > 200 || !strings.HasSuffix(said, "…") {
		t.Errorf("reason %q", said)
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	var calls int
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		calls++
		switch calls {
		case 1:
			http.Redirect(w, r, "/xrpc/com.atproto.repo.createRecord", http.StatusPermanentRedirect)
		default:
			t.Error("the mutating call was made again")
		}
	})
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestRetryAfter(t *testing.T) {
	for _, tt := range []struct {
		name, value string
		want        time.Duration
	}{
		{"Retry-After", "90", 90 * time.Second},
		{"Retry-After", now.Add(3 * time.Minute).Format(http.TimeFormat), 3 * time.Minute},
		{"Retry-After", "0", time.Second},
		{"Retry-After", "-5", time.Second},
		{"Retry-After", "99999999", 24 * time.Hour},
		{"Retry-After", "demain", 5 * time.Minute},
		{"RateLimit-Reset", strconv.FormatInt(now.Add(2*time.Minute).Unix(), 10), 2 * time.Minute},
		{"RateLimit-Reset", "60", time.Minute},
		{"RateLimit-Reset", "-60", 5 * time.Minute},
		{"RateLimit-Reset", "9223372036854775807", 24 * time.Hour},
		{"X-Other", "1", 5 * time.Minute},
	} {
		c, s := speaking(t, answers(429, http.Header{tt.name: {tt.value}}, `{}`))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if got := r.RetryAfter.Sub(now); r.Outcome != networks.Limited || got != tt.want {
			t.Errorf("%s: %s: %s for %v, want %v", tt.name, tt.value, r.Outcome, got, tt.want)
		}
	}
}

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	record := func(uri, cid, created string) string {
		b, err := json.Marshal(map[string]any{"uri": uri, "cid": cid, "value": map[string]string{"createdAt": created}})
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	const created = "2026-11-21T13:32:00.000Z"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Finding
	}{
		{"there", 200, record(uri, cid, created), networks.Present},
		{"there, written otherwise", 200, record(uri, cid, "2026-11-21T14:32:00+01:00"), networks.Present},
		{"somebody else's", 200, record(uri, cid, "2026-11-20T13:32:00.000Z"), networks.Undecided},
		{"no time", 200, record(uri, cid, ""), networks.Undecided},
		{"another record", 200, record("at://x/y/z", cid, created), networks.Undecided},
		{"nonsense", 200, `{}`, networks.Undecided},
		{"cut", 200, record(uri, cid, created)[:40], networks.Undecided},
		{"not there", 400, `{"error":"RecordNotFound","message":"Could not locate record"}`, networks.Absent},
		{"not there, in other words", 404, `{"error":"RecordNotFound"}`, networks.Absent},
		{"no such account here", 400, `{"error":"InvalidRequest","message":"Could not locate record"}`, networks.Undecided},
		{"a page is not there", 404, `<html>RecordNotFound</html>`, networks.Undecided},
		{"too many", 429, `{"error":"RateLimitExceeded"}`, networks.Undecided},
		{"redirect", 307, ``, networks.Undecided},
		{"trouble", 500, `{"error":"RecordNotFound"}`, networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked http.Request
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				asked = *r
				answers(tt.status, nil, tt.body)(w, r)
			})
			finding, r := c.Find(t.Context(), s, networks.Content{}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			q := asked.URL.Query()
			if asked.Method != http.MethodGet || q.Get("repo") != did || q.Get("rkey") != identity.Key || asked.Header.Get("Authorization") != "" {
				t.Errorf("asked %s %s with %v", asked.Method, asked.URL, asked.Header)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
		})
	}
}

// TestNothingTellsASecret lets a hostile server echo whatever it was sent, in
// every kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 429, 500}).Draw(rt, "status")
		name := rapid.SampledFrom([]string{"InvalidRequest", "ExpiredToken", "RecordNotFound", "opaque-access-token", appPassword}).Draw(rt, "name")
		where := rapid.SampledFrom([]string{"body", "json", "status line"}).Draw(rt, "where")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := r.Header.Get("Authorization") + " " + appPassword + " opaque-refresh-token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc"
			switch where {
			case "json":
				echo = `{"error":"` + name + `","message":"` + echo + `"}`
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
		c := bluesky.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := networks.Session{
			Account:    networks.Account{Handle: "martin.bsky.social", Service: server.URL, RemoteID: did},
			Credential: networks.Credential{Identifier: "martin", Secret: appPassword, Session: `{"accessJwt":"opaque-access-token","refreshJwt":"opaque-refresh-token"}`},
		}
		s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
			return obtain(ctx, s.Credential)
		}
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt)
			told = append(told, errorTexts(r.Err)...)
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", identity))
		_, found := c.Find(rt.Context(), s, networks.Content{}, identity)
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		_, unread := c.Quotas(rt.Context(), s)
		add(networks.Result{Err: unread})
		add(c.Delete(rt.Context(), s, "at://"+did+"/app.bsky.feed.post/3lbabcdefghij"))
		_, err := c.Prepare(rt.Context(), s, networks.Content{Text: "Merci @mairie.fr", Images: []networks.Image{{MIME: "image/png", Bytes: []byte("x")}}}, "")
		told = append(told, errorTexts(err)...)
		_, err = c.Prepare(rt.Context(), s, networks.Content{Images: []networks.Image{{MIME: "image/png", Bytes: []byte("x")}}}, "")
		told = append(told, errorTexts(err)...)
		for _, text := range told {
			for _, secret := range []string{appPassword, "opaque-access-token", "opaque-refresh-token", "eyJ"} {
				if strings.Contains(text, secret) {
					rt.Fatalf("%q is told in %q", secret, text)
				}
			}
		}
		_, _, err = c.Connect(rt.Context(), server.URL, "martin.bsky.social", appPassword)
		for _, text := range errorTexts(err) {
			if strings.Contains(text, appPassword) || strings.Contains(text, "eyJ") {
				rt.Fatalf("signing in tells a secret: %q", text)
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
