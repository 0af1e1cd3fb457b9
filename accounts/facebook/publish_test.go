package facebook_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/facebook"
	"parvis/accounts/facebook/facebooktest"
	"parvis/app"
	"parvis/app/networks"
)

const (
	pageID = "100000000000001"
	postID = "100000000000001_122000000000002"
	token  = "EAApage-opaque-token"
	person = "EAAperson-opaque-token"
)

var identity = networks.Identity{Key: "0123456789abcdef0123456789abcdef", CreatedAt: now}

// speaking returns a session whose Page lives at a server that answers with
// handler. Nobody renews its token.
func speaking(t testing.TB, handler http.HandlerFunc) (*facebook.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return facebook.New(&http.Client{Transport: transport}, app.FixedClock(now), nil), networks.Session{
		Account:    networks.Account{Network: networks.Facebook, Handle: "Boulangerie Martin", Service: server.URL, RemoteID: pageID},
		Credential: networks.Credential{Identifier: pageID, Secret: person, Session: token},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
		},
	}
}

// answers answers a call that writes, and tells the address of a post.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			fmt.Fprintf(w, `{"id":%q,"permalink_url":"https://www.facebook.com/%s"}`, postID, postID)
			return
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func refusal(code, subcode int, message string) string {
	return fmt.Sprintf(`{"error":{"message":%q,"type":"OAuthException","code":%d,"error_subcode":%d,"fbtrace_id":"A"}}`, message, code, subcode)
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
		{"created", 200, `{"id":"` + postID + `"}`, networks.Created, ""},
		{"an identifier that is none", 200, `{"id":"../me"}`, networks.Unknown, unknown},
		{"no identifier", 200, `{"success":true}`, networks.Unknown, unknown},
		{"nothing", 200, ``, networks.Unknown, unknown},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, unknown},
		{"wrong types", 200, `{"id":1}`, networks.Unknown, unknown},
		{"a refusal inside a success", 200, refusal(100, 0, "Invalid parameter"), networks.Unknown, unknown},
		{"redirect", 302, ``, networks.Unknown, unknown},
		{"bad parameter", 400, refusal(100, 0, "(#100) Invalid parameter"), networks.Refused, "connector.error.refused"},
		{"link refused", 400, refusal(100, 1609008, "Links to Facebook"), networks.Refused, "connector.error.refused"},
		{"blocked", 400, refusal(368, 0, "The action attempted has been deemed abusive"), networks.Refused, "connector.error.refused"},
		{"permission missing", 403, refusal(200, 0, "(#200) Permissions error"), networks.Refused, "connector.error.permission"},
		{"application not allowed", 400, refusal(10, 0, "(#10) Permission denied"), networks.Refused, "connector.error.permission"},
		{"duplicate text", 400, refusal(506, 1455006, "Duplicate status message"), networks.Unknown, unknown},
		{"photos already posted", 400, refusal(100, 1366051, "These photos were already posted"), networks.Unknown, unknown},
		{"the network's own trouble", 400, refusal(1, 0, "An unknown error occurred"), networks.Unknown, unknown},
		{"out of service", 503, refusal(2, 0, "Service temporarily unavailable"), networks.Unknown, unknown},
		{"passing trouble", 400, `{"error":{"message":"x","type":"OAuthException","code":100,"is_transient":true}}`, networks.Unknown, unknown},
		{"conflict", 409, refusal(100, 0, "Conflict"), networks.Unknown, unknown},
		{"timed out", 408, refusal(100, 0, "Timeout"), networks.Unknown, unknown},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, unknown},
		{"403 from something on the way", 403, `{"error":"blocked"}`, networks.Unknown, unknown},
		{"400 without a code", 400, `{"error":{"message":"x","type":"OAuthException"}}`, networks.Unknown, unknown},
		{"dead token, no renewal for now", 401, refusal(190, 463, "Session has expired"), networks.Limited, "test.no_renewal"},
		{"another trouble with the token", 401, refusal(102, 0, "Session key invalid"), networks.Refused, "connector.error.refused"},
		{"quota of the application", 403, refusal(4, 0, "(#4) Application request limit reached"), networks.Limited, "connector.error.limited"},
		{"quota of the Page", 400, refusal(32, 0, "(#32) Page request limit reached"), networks.Limited, "connector.error.limited"},
		{"quota of business use", 400, refusal(80001, 0, "There have been too many calls"), networks.Limited, "connector.error.limited"},
		{"posting too fast", 400, refusal(1390008, 0, "too fast"), networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", 429, `slow down`, networks.Limited, "connector.error.limited"},
		{"500", 500, refusal(100, 0, "x"), networks.Unknown, unknown},
		{"502", 502, `<html>`, networks.Unknown, unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST /"+pageID+"/feed" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != postID || r.Permalink != "https://www.facebook.com/"+postID || r.Err != nil {
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

func TestWhatIsMadeIsNotLostWhenItsAddressCannotBeRead(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	server.Blind(true)
	post := networks.Content{Text: "Bonjour"}
	id := h.Connector.Identify(now)
	r := h.Connector.Publish(t.Context(), s, post, "", id)
	if r.Outcome != networks.Unknown || len(server.Posts(page.ID)) != 1 {
		t.Fatalf("outcome %s with %d posts, want %s with one", r.Outcome, len(server.Posts(page.ID)), networks.Unknown)
	}
	finding, found := h.Connector.Find(t.Context(), s, post, id)
	if finding != networks.Present || found.RemoteID != server.Posts(page.ID)[0].ID || found.Permalink == "" {
		t.Errorf("read back: %s %+v", finding, found)
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	calls := 0
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			calls++
			http.Redirect(w, r, r.URL.Path, http.StatusPermanentRedirect)
		}
	})
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	if calls != 1 {
		t.Errorf("%d calls, want 1", calls)
	}
}

func TestWhatAPostSays(t *testing.T) {
	for _, tt := range []struct{ name, text, message, link string }{
		{"a link is shown below", "Voyez https://boulangerie-martin.fr/a?b=1 !", "Voyez https://boulangerie-martin.fr/a?b=1 !", "https://boulangerie-martin.fr/a?b=1"},
		{"the first of two", "https://a.fr/1 puis https://b.fr/2", "https://a.fr/1 puis https://b.fr/2", "https://a.fr/1"},
		{"a link to Facebook stays text", "https://www.facebook.com/martin", "https://www.facebook.com/martin", ""},
		{"no link", "Merci @mairie & <tous> #pain", "Merci @mairie & <tous> #pain", ""},
		{"lines typed on Windows", "un\r\ndeux", "un\ndeux", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, page := fake(t)
			s := connected(t, h)
			r := h.Connector.Publish(t.Context(), s, networks.Content{Text: tt.text}, "", h.Connector.Identify(now))
			held := server.Posts(page.ID)
			if r.Outcome != networks.Created || len(held) != 1 {
				t.Fatalf("outcome %s (%v) with %d posts", r.Outcome, r.Err, len(held))
			}
			if held[0].Message != tt.message || held[0].Link != tt.link {
				t.Errorf("message %q, link %q", held[0].Message, held[0].Link)
			}
		})
	}
}

func TestCommentOnWhatIsGone(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	gone := networks.Content{Text: "Premier !", Answers: networks.Thread{Root: postID, Parent: postID, Comment: true}}
	r := h.Connector.Publish(t.Context(), s, gone, "", h.Connector.Identify(now))
	var e *app.Error
	if r.Outcome != networks.Refused || !errors.As(r.Err, &e) || e.Key != "connector.error.reply" || e.Code != app.CodeInvalid {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
	gone.Answers.Root = "../feed"
	if r := h.Connector.Publish(t.Context(), s, gone, "", h.Connector.Identify(now)); r.Outcome != networks.Refused || r.Call.Status != 0 {
		t.Errorf("an address that is none: %s, status %d", r.Outcome, r.Call.Status)
	}
	if n := len(server.Posts(page.ID)); n != 0 {
		t.Errorf("%d posts, want none", n)
	}
}

func TestDelete(t *testing.T) {
	h, server, page := fake(t)
	s := connected(t, h)
	c := h.Connector.(networks.Deleting)
	mine := server.Write(facebooktest.Post{Message: "Bonjour", From: page.ID, Created: now})
	other := server.Write(facebooktest.Post{Message: "Bonjour", From: "100", Created: now})
	for _, tt := range []struct {
		name, id string
		want     networks.Outcome
	}{
		{"a post", mine, networks.Created},
		{"gone already", mine, networks.Created},
		{"somebody else's", other, networks.Refused},
		{"no identifier", "me/feed", networks.Refused},
	} {
		if r := c.Delete(t.Context(), s, tt.id); r.Outcome != tt.want {
			t.Errorf("%s: %s (%v), want %s", tt.name, r.Outcome, r.Err, tt.want)
		}
	}
	if n := len(server.Posts(page.ID)); n != 0 {
		t.Errorf("%d posts, want none", n)
	}
	server.Blind(true)
	if r := c.Delete(t.Context(), s, mine); r.Outcome == networks.Created {
		t.Error("gone, although it could not be read")
	}
}

// TestNothingTellsASecret lets a hostile server echo whatever it was sent, in
// every kind of answer.
func TestNothingTellsASecret(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 302, 400, 401, 403, 429, 500}).Draw(rt, "status")
		code := rapid.SampledFrom([]int{1, 4, 10, 100, 190, 506}).Draw(rt, "code")
		bare := rapid.Bool().Draw(rt, "bare")
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			echo := r.Header.Get("Authorization") + " " + person + " " + token
			if !bare {
				echo = refusal(code, 33, echo)
			}
			w.WriteHeader(status)
			_, _ = w.Write([]byte(echo))
		}))
		defer server.Close()
		c := facebook.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := networks.Session{
			Account:    networks.Account{Handle: "Martin", Service: server.URL, RemoteID: pageID},
			Credential: networks.Credential{Secret: person, Session: token},
		}
		s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
			return obtain(ctx, s.Credential)
		}
		var told []string
		add := func(r networks.Result) {
			told = append(told, r.Call.Name, r.Call.Excerpt, r.RemoteID, r.Permalink, texts(r.Err))
		}
		add(c.Publish(rt.Context(), s, networks.Content{Text: "Bonjour"}, "", identity))
		add(c.Delete(rt.Context(), s, postID))
		_, found := c.Find(rt.Context(), s, networks.Content{Text: "Bonjour"}, identity)
		add(found)
		add(networks.Result{Err: c.Rehearse(rt.Context(), s, networks.Content{Text: "Bonjour"})})
		_, err := c.Prepare(rt.Context(), s, networks.Content{Images: []networks.Image{{MIME: "image/png", Bytes: []byte("x")}}}, "")
		told = append(told, texts(err))
		// Of the Page's token a form that connects knows nothing yet.
		_, _, err = c.Connect(rt.Context(), server.URL, "", person)
		told = append(told, strings.ReplaceAll(texts(err), token, ""))
		for _, text := range told {
			if strings.Contains(text, person) || strings.Contains(text, token) {
				rt.Fatalf("a secret is told in %q", text)
			}
		}
	})
}

// texts is everything an error can say.
func texts(err error) string {
	var e *app.Error
	if errors.As(err, &e) {
		return fmt.Sprint(err, e.Args)
	}
	return fmt.Sprint(err)
}

func TestComeBackWhenTheNetworkSays(t *testing.T) {
	for header, want := range map[string]time.Duration{
		`{"1":[{"estimated_time_to_regain_access":3},{"estimated_time_to_regain_access":7}]}`: 7 * time.Minute,
		`{"1":[{"estimated_time_to_regain_access":1e300}]}`:                                   24 * time.Hour,
		`{"1":[{"estimated_time_to_regain_access":0}]}`:                                       5 * time.Minute,
		`demain`: 5 * time.Minute,
	} {
		c, s := speaking(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Business-Use-Case-Usage", header)
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(refusal(32, 0, "limit")))
		})
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if got := r.RetryAfter.Sub(now); r.Outcome != networks.Limited || got != want {
			t.Errorf("%s: %s for %v, want %v", header, r.Outcome, got, want)
		}
	}
}
