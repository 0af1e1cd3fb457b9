package wordpress_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app"
	"parvis/app/networks"
)

// appPassword is the secret of the sessions that tests make by hand.
const appPassword = "abcdEFGHijklMNOPqrstUVWX"

var identity = networks.Identity{Key: "k7m2p9x4qz", CreatedAt: now}

const (
	slug = "bonjour-k7m2p9x4qz"
	link = "https://boulangerie-martin.fr/bonjour-k7m2p9x4qz/"
)

// speaking returns a session whose account lives on a site that answers every
// call to a route of posts or comments with handler; whose password it is is
// answered by what me says.
func speaking(t interface{ Cleanup(func()) }, me, handler http.HandlerFunc) (*wordpress.Connector, *networks.Session) {
	mux := http.NewServeMux()
	mux.HandleFunc("/wp-json/wp/v2/users/me", me)
	mux.HandleFunc("/", handler)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s := &networks.Session{
		Account: networks.Account{
			Network: networks.WordPress, Handle: "boulangerie-martin.fr", Service: server.URL + "/wp-json", RemoteID: "boulangerie-martin.fr#7",
		},
		Credential: networks.Credential{Identifier: "martin", Secret: appPassword, Session: `{"checked_ms":1}`},
	}
	s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		return obtain(ctx, s.Credential)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	return wordpress.New(&http.Client{Transport: transport}, app.FixedClock(now), nil), s
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

// refusal is an error in WordPress's form.
func refusal(status int, code string) string {
	b, err := json.Marshal(map[string]any{"code": code, "message": "Sorry.", "data": map[string]int{"status": status}})
	if err != nil {
		panic(err)
	}
	return string(b)
}

var (
	accepted = answers(200, nil, `{"id":7,"capabilities":{"publish_posts":true,"upload_files":true}}`)
	nobody   = answers(401, nil, refusal(401, "rest_not_logged_in"))
)

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	made := func(id, slug, status, link string) string {
		return `{"id":` + id + `,"slug":"` + slug + `","status":"` + status + `","link":"` + link + `"}`
	}
	const unknown = "connector.error.unknown"
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 201, made("12", slug, "publish", link), networks.Created, ""},
		{"created under a taken slug", 201, made("12", slug+"-2", "publish", link), networks.Created, ""},
		{"another slug", 201, made("12", "bonjour", "publish", link), networks.Unknown, unknown},
		{"no number", 201, made("0", slug, "publish", link), networks.Unknown, unknown},
		{"no address", 201, made("12", slug, "publish", ""), networks.Unknown, unknown},
		{"an address of another kind", 201, made("12", slug, "publish", "javascript:alert(1)"), networks.Unknown, unknown},
		{"waiting for a review", 201, made("12", slug, "pending", link), networks.Unknown, "wordpress.error.not_public"},
		{"for later", 201, made("12", slug, "future", link), networks.Unknown, "wordpress.error.not_public"},
		{"the post, but not made", 200, made("12", slug, "publish", link), networks.Unknown, unknown},
		{"nothing", 201, ``, networks.Unknown, unknown},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, unknown},
		{"array", 201, `[]`, networks.Unknown, unknown},
		{"a notice of PHP before the JSON", 201, "<b>Notice</b>: " + made("12", slug, "publish", link), networks.Unknown, unknown},
		{"refused inside a success", 200, refusal(403, "rest_cannot_publish"), networks.Unknown, unknown},
		{"too long", 201, strings.Repeat(" ", 2<<20), networks.Unknown, unknown},
		{"redirect", 302, ``, networks.Unknown, unknown},
		{"may not publish", 403, refusal(403, "rest_cannot_publish"), networks.Refused, "wordpress.error.role"},
		{"may not write", 403, refusal(403, "rest_cannot_create"), networks.Refused, "wordpress.error.role"},
		{"closed", 403, refusal(403, "rest_forbidden"), networks.Refused, "connector.error.refused"},
		{"closed by a plugin, nobody knows when", 403, refusal(403, "firewall_denied"), networks.Unknown, unknown},
		{"not signed in for a plugin, nobody knows when", 401, refusal(401, "firewall_denied"), networks.Unknown, unknown},
		{"wrong parameter", 400, refusal(400, "rest_invalid_param"), networks.Refused, "connector.error.refused"},
		{"broken request", 400, refusal(400, "rest_invalid_json"), networks.Refused, "connector.error.refused"},
		{"empty", 400, refusal(400, "empty_content"), networks.Refused, "connector.error.refused"},
		{"no such route", 404, refusal(404, "rest_no_route"), networks.Refused, "connector.error.refused"},
		{"a plugin's word, perhaps once the post was there", 400, refusal(400, "seo_failed"), networks.Unknown, unknown},
		{"terms that failed once the post was there", 400, refusal(400, "invalid_taxonomy"), networks.Unknown, unknown},
		{"another status inside", 400, refusal(500, "rest_invalid_param"), networks.Unknown, unknown},
		{"no data", 400, `{"code":"rest_invalid_param","message":""}`, networks.Unknown, unknown},
		{"conflict", 409, refusal(409, "comment_duplicate"), networks.Unknown, unknown},
		{"request timed out", 408, refusal(408, "rest_invalid_param"), networks.Unknown, unknown},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"401 from something on the way", 401, `who are you`, networks.Unknown, unknown},
		{"403 from something on the way", 403, `blocked by the firewall`, networks.Unknown, unknown},
		{"404 from something on the way", 404, `<html>Not Found</html>`, networks.Unknown, unknown},
		{"413 from something on the way", 413, `<html>Too Large</html>`, networks.Unknown, unknown},
		{"not signed in for once", 401, refusal(401, "rest_cannot_create"), networks.Limited, "connector.error.renewed"},
		{"wrong password for once", 401, refusal(401, "incorrect_password"), networks.Limited, "connector.error.renewed"},
		{"too many", 429, `<html>slow down</html>`, networks.Limited, "connector.error.limited"},
		{"too fast, of comments", 400, refusal(400, "comment_flood"), networks.Limited, "connector.error.limited"},
		{"database", 500, refusal(500, "db_insert_error"), networks.Unknown, unknown},
		{"PHP died", 500, refusal(500, "internal_server_error"), networks.Unknown, unknown},
		{"502", 502, `<html>`, networks.Unknown, unknown},
		{"maintenance", 503, `<html>Briefly unavailable for scheduled maintenance.</html>`, networks.Unknown, unknown},
		{"504", 504, ``, networks.Unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, accepted, answers(tt.status, map[string]string{"Location": "/elsewhere"}, tt.body))
			r := c.Publish(t.Context(), *s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST /wp/v2/posts" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != "posts/12" || r.Permalink != link || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			wantKey(t, r.Err, tt.key)
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
			if app.CodeOf(r.Err) == app.CodeUnauthorised {
				t.Errorf("a good password is declared dead: %v", r.Err)
			}
		})
	}
}

func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var e *app.Error
	if !errors.As(err, &e) || e.Key != key {
		t.Errorf("error %v, want %s", err, key)
	}
}

func TestWhoWasNotSignedIn(t *testing.T) {
	for _, tt := range []struct {
		name    string
		me      http.HandlerFunc
		outcome networks.Outcome
		code    app.Code
		key     string
	}{
		{"for once", accepted, networks.Limited, app.CodeUnavailable, "connector.error.renewed"},
		{"taken for nobody", nobody, networks.Refused, app.CodeUnauthorised, "wordpress.error.not_seen"},
		{"wrong password", answers(401, nil, refusal(401, "incorrect_password")), networks.Refused, app.CodeUnauthorised, "wordpress.error.password"},
		{"no such user", answers(401, nil, refusal(401, "invalid_username")), networks.Refused, app.CodeUnauthorised, "wordpress.error.password"},
		{"disabled", answers(401, nil, refusal(401, "application_passwords_disabled_for_user")), networks.Refused, app.CodeUnauthorised, "wordpress.error.disabled"},
		{"somebody else", answers(200, nil, `{"id":8,"capabilities":{}}`), networks.Refused, app.CodeConflict, "connector.error.other_account"},
		{"closed by a plugin", answers(403, nil, refusal(403, "rest_disabled")), networks.Refused, app.CodeConflict, "wordpress.error.blocked"},
		{"a page", answers(200, nil, `<html>`), networks.Limited, app.CodeUnavailable, "connector.error.trouble"},
		{"401 from something on the way", answers(401, nil, `<html>`), networks.Limited, app.CodeUnavailable, "connector.error.trouble"},
		{"trouble", answers(500, nil, ``), networks.Limited, app.CodeUnavailable, "connector.error.trouble"},
		{"challenged", answers(403, map[string]string{"Cf-Mitigated": "challenge"}, `<html>`), networks.Limited, app.CodeUnavailable, "wordpress.error.challenge"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, tt.me, answers(401, nil, refusal(401, "rest_cannot_create")))
			r := c.Publish(t.Context(), *s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.outcome || app.CodeOf(r.Err) != tt.code {
				t.Errorf("outcome %s (%v), want %s and %s", r.Outcome, r.Err, tt.outcome, tt.code)
			}
			wantKey(t, r.Err, tt.key)
		})
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	var calls int
	c, s := speaking(t, accepted, func(w http.ResponseWriter, r *http.Request) {
		if calls++; calls > 1 {
			t.Error("the mutating call was made again")
		}
		http.Redirect(w, r, r.URL.String(), http.StatusPermanentRedirect)
	})
	c.Publish(t.Context(), *s, networks.Content{Text: "Bonjour"}, "", identity)
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestFindTellsOnlyWhatIsProven(t *testing.T) {
	held := func(slug, status string) string {
		return `{"id":12,"slug":"` + slug + `","status":"` + status + `","link":"` + link + `"}`
	}
	for _, tt := range []struct {
		name    string
		visitor bool
		status  int
		body    string
		want    networks.Finding
	}{
		{"there", false, 200, "[" + held(slug, "publish") + "]", networks.Present},
		{"there under a taken slug", false, 200, "[" + held(slug+"-2", "publish") + "]", networks.Present},
		{"there for everybody", true, 200, "[" + held(slug, "publish") + "]", networks.Present},
		{"twice", false, 200, "[" + held(slug, "publish") + "," + held(slug+"-2", "publish") + "]", networks.Undecided},
		{"not public", false, 200, "[" + held(slug, "pending") + "]", networks.Undecided},
		{"not there", false, 200, "[]", networks.Absent},
		{"not there for visitors", true, 200, "[]", networks.Undecided},
		{"the newest posts instead", false, 200, "[" + held("bonjour", "publish") + "]", networks.Undecided},
		{"no list", false, 200, held(slug, "publish"), networks.Undecided},
		{"a page", false, 200, "<html>", networks.Undecided},
		{"cut", false, 200, "[" + held(slug, "publish"), networks.Undecided},
		{"refused", false, 403, refusal(403, "rest_forbidden_status"), networks.Undecided},
		{"not signed in", false, 401, refusal(401, "rest_forbidden_status"), networks.Undecided},
		{"too many", false, 429, "", networks.Undecided},
		{"redirect", false, 307, "", networks.Undecided},
		{"trouble", false, 500, "[]", networks.Undecided},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked *http.Request // first
			c, s := speaking(t, accepted, func(w http.ResponseWriter, r *http.Request) {
				if asked == nil {
					asked = r.Clone(context.Background())
				}
				answers(tt.status, nil, tt.body)(w, r)
			})
			if tt.visitor {
				s.Credential = networks.Credential{}
			}
			finding, r := c.Find(t.Context(), *s, networks.Content{Text: "Bonjour"}, identity)
			if finding != tt.want {
				t.Fatalf("%s (%v), want %s", finding, r.Err, tt.want)
			}
			if finding == networks.Present && (r.RemoteID != "posts/12" || r.Permalink != link) {
				t.Errorf("proof %+v", r)
			}
			if (finding == networks.Undecided) != (r.Err != nil) {
				t.Errorf("%s with error %v", finding, r.Err)
			}
			q := asked.URL.Query()
			if asked.Method != http.MethodGet || q.Get("slug") != slug+","+slug+"-2" {
				t.Errorf("asked %s %s", asked.Method, asked.URL)
			}
			if _, _, signed := asked.BasicAuth(); signed == tt.visitor || (q.Get("status") == "any") == tt.visitor {
				t.Errorf("asked %s, signed in: %v", asked.URL, signed)
			}
		})
	}
}

// TestFindKnowsThePostByItsKey looks for a post whose title has changed since,
// and that stands among others.
func TestFindKnowsThePostByItsKey(t *testing.T) {
	c, server, user, s := signedIn(t)
	id := c.Identify(now)
	r := c.Publish(t.Context(), *s, networks.Content{Title: "Le pain", Text: "Bonjour"}, "", id)
	server.AddPost(wordpresstest.Post{Author: user.ID, Slug: "le-pain", Status: "publish"})
	for _, session := range []networks.Session{*s, {Account: s.Account}} {
		finding, found := c.Find(t.Context(), session, networks.Content{Title: "La baguette", Text: "Bonjour"}, id)
		if finding != networks.Present || found.RemoteID != r.RemoteID || found.Permalink != r.Permalink {
			t.Errorf("read back: %s %+v, want %+v", finding, found, r)
		}
	}
	other := c.Identify(now)
	if finding, _ := c.Find(t.Context(), *s, networks.Content{Title: "Le pain", Text: "Bonjour"}, other); finding != networks.Absent {
		t.Errorf("another attempt's post is taken for its own: %s", finding)
	}
}

func TestIdentitiesDiffer(t *testing.T) {
	c := wordpress.New(nil, app.FixedClock(now), nil)
	at := now.Add(123456 * time.Nanosecond)
	seen := make(map[string]bool)
	for range 1000 {
		id := c.Identify(at)
		if len(id.Key) != 10 || strings.Trim(id.Key, "23456789bcdfghjkmnpqrstvwxz") != "" || seen[id.Key] {
			t.Fatalf("key %q", id.Key)
		}
		if !id.CreatedAt.Equal(now) {
			t.Fatalf("created at %v", id.CreatedAt)
		}
		seen[id.Key] = true
	}
}

// TestNothingTellsASecret lets a hostile site echo whatever it was sent, in every
// kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	const spaced = "abcd EFGH ijkl MNOP qrst UVWX"
	sent := base64.StdEncoding.EncodeToString([]byte("martin:" + appPassword))
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 201, 302, 400, 401, 403, 404, 413, 429, 500}).Draw(rt, "status")
		code := rapid.SampledFrom([]string{"rest_invalid_param", "incorrect_password", "rest_upload_no_data", appPassword, "rest_disabled"}).Draw(rt, "code")
		where := rapid.SampledFrom([]string{"body", "json", "status line"}).Draw(rt, "where")
		echo := func(w http.ResponseWriter, r *http.Request) {
			said := r.Header.Get("Authorization") + " " + appPassword + " " + spaced
			switch where {
			case "json":
				said = strings.Replace(refusal(status, code), "Sorry.", said, 1)
			case "status line":
				conn, _, err := http.NewResponseController(w).Hijack()
				if err == nil {
					_, _ = conn.Write([]byte("HTTP/9 " + said + "\r\n\r\n"))
					_ = conn.Close()
				}
				return
			}
			answers(status, nil, said)(w, r)
		}
		me := rapid.SampledFrom([]http.HandlerFunc{echo, accepted, nobody}).Draw(rt, "me")
		c, s := speaking(rt, me, echo)
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink)
			told = append(told, errorTexts(r.Err)...)
		}
		under := networks.Content{Text: "Bonjour", Answers: networks.Thread{Root: "posts/3", Comment: true}}
		for _, said := range []networks.Content{{Text: "Bonjour"}, under} {
			add(c.Publish(rt.Context(), *s, said, "", identity))
			_, found := c.Find(rt.Context(), *s, said, identity)
			add(found)
			add(networks.Result{Err: c.Rehearse(rt.Context(), *s, said)})
		}
		add(c.Delete(rt.Context(), *s, "posts/3"))
		pictured := networks.Content{Text: "Bonjour", Images: []networks.Image{{Name: "a.png", MIME: "image/png", Bytes: []byte("x")}}}
		for _, said := range []networks.Content{under, pictured} {
			_, err := c.Prepare(rt.Context(), *s, said, "")
			told = append(told, errorTexts(err)...)
		}
		_, _, err := c.Connect(rt.Context(), s.Account.Service, "martin", spaced)
		told = append(told, errorTexts(err)...)
		for _, text := range told {
			for _, secret := range []string{appPassword, spaced, sent} {
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
