package x_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/accounts/x"
	"parvis/app"
	"parvis/app/networks"
)

const (
	userID = "2244994945"
	postID = "1445880548472328192"
	values = "xvz1evFS4wEEPTGEFPHBog012\nkAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Y7Z9u8w7v6t5\n370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb\nLswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE1234"
	// session is what a consent gave; its token is fresh.
	session = `{"client":"client-id","access_token":"opaque-access-token","refresh_token":"opaque-refresh-token"}`
)

var identity = networks.Identity{Key: "attempt", CreatedAt: now}

// speaking returns a session after a consent at an X that answers with handler.
// Nobody renews it.
func speaking(t *testing.T, handler http.HandlerFunc) (*x.Connector, networks.Session) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return x.New(client(t), app.FixedClock(now), nil), networks.Session{
		Account:    networks.Account{Network: networks.X, Handle: "boulangerie_m", Service: server.URL, RemoteID: userID},
		Credential: networks.Credential{Identifier: "boulangerie_m", Session: session},
		Renew: func(context.Context, string, networks.Obtain) (string, error) {
			return "", app.Fail(app.CodeUnavailable, "test.no_renewal")
		},
	}
}

// answers answers at the instant of tests.
func answers(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", now.Format(http.TimeFormat))
		for name, value := range header {
			w.Header().Set(name, value)
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// problem is a refusal in X's form.
func problem(status int, kind, title, detail string) string {
	b, err := json.Marshal(map[string]any{"type": kind, "title": title, "detail": detail, "status": status})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func forbidden(detail string) string { return problem(403, "about:blank", "Forbidden", detail) }

func keyOf(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Key
}

const (
	duplicate    = `{"detail":"You are not allowed to create a Tweet with duplicate content.","type":"about:blank","title":"Forbidden","status":403}`
	unauthorized = `{"title":"Unauthorized","type":"about:blank","status":401,"detail":"Unauthorized"}`
	invalid      = `{"errors":[{"parameters":{},"message":"$.text: must be at least 1 characters long"}],"title":"Invalid Request","detail":"One or more parameters to your request was invalid.","type":"https://api.x.com/2/problems/invalid-request"}`
	capped       = `{"title":"UsageCapExceeded","period":"Daily","scope":"Product","detail":"Usage cap exceeded: Daily product cap","type":"https://api.x.com/2/problems/usage-capped"}`
)

func TestEveryAnswerHasOneOutcome(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   networks.Outcome
		key    string
	}{
		{"created", 201, `{"data":{"id":"` + postID + `","text":"Bonjour"}}`, networks.Created, ""},
		{"no name", 201, `{"data":{"text":"Bonjour"}}`, networks.Unknown, "connector.error.unknown"},
		{"no text", 201, `{"data":{"id":"` + postID + `"}}`, networks.Unknown, "connector.error.unknown"},
		{"a name that is none", 201, `{"data":{"id":"1/../2","text":"Bonjour"}}`, networks.Unknown, "connector.error.unknown"},
		{"refusal inside", 200, `{"errors":[{"title":"Forbidden","detail":"You are not permitted","type":"about:blank","status":403}]}`, networks.Unknown, "connector.error.unknown"},
		{"nothing", 200, ``, networks.Unknown, "connector.error.unknown"},
		{"HTML", 200, `<html>Connectez-vous au Wi-Fi</html>`, networks.Unknown, "connector.error.unknown"},
		{"wrong types", 201, `{"data":{"id":1,"text":{}}}`, networks.Unknown, "connector.error.unknown"},
		{"too long", 201, strings.Repeat(" ", 2<<20), networks.Unknown, "connector.error.unknown"},
		{"redirect", 302, ``, networks.Unknown, "connector.error.unknown"},
		{"bad request", 400, invalid, networks.Refused, "connector.error.refused"},
		{"another status inside", 400, problem(500, "about:blank", "Bad", ""), networks.Unknown, "connector.error.unknown"},
		{"400 from something on the way", 400, `<html>Bad Request</html>`, networks.Unknown, "connector.error.unknown"},
		{"400 in another form", 400, `{"error":"bad"}`, networks.Unknown, "connector.error.unknown"},
		{"401 from something on the way", 401, `who are you`, networks.Unknown, "connector.error.unknown"},
		{"403 from something on the way", 403, `blocked`, networks.Unknown, "connector.error.unknown"},
		{"dead token, no renewal for now", 401, unauthorized, networks.Limited, "test.no_renewal"},
		{"dead token, in older words", 401, `{"errors":[{"code":89,"message":"Invalid or expired token."}]}`, networks.Limited, "test.no_renewal"},
		{"no credits", 402, problem(402, "https://api.x.com/2/problems/credits", "CreditsDepleted", "no credits"), networks.Refused, "x.error.credits"},
		{"402 from something on the way", 402, ``, networks.Unknown, "connector.error.unknown"},
		{"duplicate", 403, duplicate, networks.Unknown, "connector.error.unknown"},
		{"duplicate, in older words", 403, `{"errors":[{"code":187,"message":"Status is a duplicate."}]}`, networks.Unknown, "connector.error.unknown"},
		{"not permitted", 403, forbidden("You are not permitted to perform this action."), networks.Refused, "connector.error.refused"},
		{"application that reads only", 403, problem(403, "https://api.twitter.com/2/problems/oauth1-permissions", "Forbidden", "Your client app is not configured"), networks.Refused, "connector.error.permission"},
		{"application without a project", 403, problem(403, "https://api.x.com/2/problems/client-forbidden", "Client Forbidden", "attach it"), networks.Refused, "connector.error.permission"},
		{"suspended", 403, forbidden("Your account is suspended and is not permitted to access this feature."), networks.Refused, "connector.error.account_closed"},
		{"locked", 403, `{"errors":[{"code":326,"message":"To protect our users from spam, this account is temporarily locked."}]}`, networks.Refused, "connector.error.account_closed"},
		{"parent gone, of a post that answers none", 403, forbidden("You attempted to reply to a Tweet that is deleted or not visible to you."), networks.Refused, "connector.error.refused"},
		{"conflict", 409, problem(409, "about:blank", "Conflict", ""), networks.Unknown, "connector.error.unknown"},
		{"request timed out", 408, problem(408, "about:blank", "Timeout", ""), networks.Unknown, "connector.error.unknown"},
		{"too early", 425, problem(425, "about:blank", "Early", ""), networks.Unknown, "connector.error.unknown"},
		{"too many", 429, problem(429, "about:blank", "Too Many Requests", "Too Many Requests"), networks.Limited, "connector.error.limited"},
		{"too many, from something on the way", 429, `slow down`, networks.Limited, "connector.error.limited"},
		{"cap on use", 429, capped, networks.Limited, "x.error.cap"},
		{"500", 500, problem(500, "https://api.x.com/2/problems/internal-error", "Internal Error", ""), networks.Unknown, "connector.error.unknown"},
		{"502", 502, `<html>`, networks.Unknown, "connector.error.unknown"},
		{"503", 503, problem(503, "about:blank", "Service Unavailable", ""), networks.Unknown, "connector.error.unknown"},
		{"504", 504, ``, networks.Unknown, "connector.error.unknown"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, map[string]string{"Location": "/elsewhere"}, tt.body))
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want {
				t.Fatalf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
			if r.Call.Name != "POST /2/tweets" || r.Call.Status != tt.status {
				t.Errorf("call %+v, want status %d", r.Call, tt.status)
			}
			if tt.want == networks.Created {
				if r.RemoteID != postID || r.Permalink != "https://x.com/boulangerie_m/status/"+postID || r.Err != nil {
					t.Errorf("proof %+v", r)
				}
				return
			}
			if key := keyOf(r.Err); key != tt.key || r.RemoteID != "" || app.CodeOf(r.Err) == app.CodeUnauthorised {
				t.Errorf("error %v and proof %q, want %s", r.Err, r.RemoteID, tt.key)
			}
			if r.Outcome == networks.Limited && !r.RetryAfter.After(now) {
				t.Errorf("come back at %v", r.RetryAfter)
			}
		})
	}
}

func TestWhenToComeBack(t *testing.T) {
	monthly := strings.ReplaceAll(capped, "Daily", "Monthly")
	for _, tt := range []struct {
		name   string
		header map[string]string
		body   string
		want   time.Time
	}{
		{"end of the window", map[string]string{"x-rate-limit-reset": "1795268520"}, ``, time.Unix(1795268520, 0)},
		{"the header", map[string]string{"Retry-After": "90"}, ``, now.Add(90 * time.Second)},
		{"cap of the day", nil, capped, time.Date(2026, time.November, 22, 0, 0, 0, 0, time.UTC)},
		{"cap of the month", nil, monthly, now.Add(24 * time.Hour)},
		{"nothing said", nil, ``, now.Add(5 * time.Minute)},
	} {
		c, s := speaking(t, answers(429, tt.header, tt.body))
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if r.Outcome != networks.Limited || !r.RetryAfter.Equal(tt.want) {
			t.Errorf("%s: %s until %v, want %v", tt.name, r.Outcome, r.RetryAfter, tt.want)
		}
	}
}

func TestDeadValues(t *testing.T) {
	for _, tt := range []struct {
		name string
		date time.Time
		want networks.Outcome
		key  string
	}{
		{"revoked", now.Add(4 * time.Minute), networks.Refused, "connector.error.credential"},
		{"the clock is behind", now.Add(6 * time.Minute), networks.Limited, "x.error.clock"},
		{"the clock is ahead", now.Add(-6 * time.Minute), networks.Limited, "x.error.clock"},
	} {
		c, s := speaking(t, answers(401, map[string]string{"Date": tt.date.Format(http.TimeFormat)}, unauthorized))
		s.Credential = networks.Credential{Secret: values}
		r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
		if r.Outcome != tt.want || keyOf(r.Err) != tt.key {
			t.Errorf("%s: %s (%v), want %s %s", tt.name, r.Outcome, r.Err, tt.want, tt.key)
		}
		if _, found := c.Find(t.Context(), s, networks.Content{Text: "Bonjour"}, identity); keyOf(found.Err) != tt.key {
			t.Errorf("%s: reading back: %v", tt.name, found.Err)
		}
	}
}

func TestThreads(t *testing.T) {
	part := networks.Content{Text: "La suite", Answers: networks.Thread{Root: "1", Parent: "2"}}
	var sent string
	c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		sent = string(b)
		answers(403, nil, forbidden("You attempted to reply to a Tweet that is deleted or not visible to you."))(w, r)
	})
	if r := c.Publish(t.Context(), s, part, "", identity); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.reply" {
		t.Errorf("the parent is gone: %s (%v)", r.Outcome, r.Err)
	}
	if want := `{"text":"La suite","reply":{"in_reply_to_tweet_id":"2"}}`; sent != want {
		t.Errorf("sent %s, want %s", sent, want)
	}
	sent = ""
	part.Answers.Parent = "at://did:plc:x/app.bsky.feed.post/3m6"
	if r := c.Publish(t.Context(), s, part, "", identity); r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.reply" || sent != "" {
		t.Errorf("no parent of X's: %s (%v) after %q", r.Outcome, r.Err, sent)
	}
}

func TestMutatingCallIsMadeOnce(t *testing.T) {
	for _, credential := range []networks.Credential{{Session: session}, {Secret: values}} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			var calls int
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				calls++
				http.Redirect(w, r, "/2/tweets", status)
			})
			s.Credential = credential
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if calls != 1 || r.Outcome != networks.Unknown {
				t.Errorf("%d: %s after %d calls, want %s after 1", status, r.Outcome, calls, networks.Unknown)
			}
		}
	}
}

func TestDelete(t *testing.T) {
	for _, tt := range []struct {
		name, id string
		status   int
		body     string
		want     networks.Outcome
	}{
		{"gone", postID, 200, `{"data":{"deleted":true}}`, networks.Created},
		{"gone before", postID, 404, problem(404, "https://api.x.com/2/problems/resource-not-found", "Not Found Error", ""), networks.Created},
		{"404 from something on the way", postID, 404, `<html>`, networks.Unknown},
		{"not deleted", postID, 200, `{"data":{"deleted":false}}`, networks.Unknown},
		{"nothing said", postID, 200, `{}`, networks.Unknown},
		{"somebody else's", postID, 403, forbidden("You are not authorized to delete this Tweet."), networks.Refused},
		{"dead token", postID, 401, unauthorized, networks.Limited},
		{"too many", postID, 429, ``, networks.Limited},
		{"trouble", postID, 500, ``, networks.Unknown},
		{"no post of X's", "../users/me", 200, `{"data":{"deleted":true}}`, networks.Refused},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var asked string
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				asked = r.Method + " " + r.URL.RequestURI()
				answers(tt.status, nil, tt.body)(w, r)
			})
			r := c.Delete(t.Context(), s, tt.id)
			if r.Outcome != tt.want || asked != "" && asked != "DELETE /2/tweets/"+postID {
				t.Errorf("%s (%v) by %s, want %s", r.Outcome, r.Err, asked, tt.want)
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
	ofConsent, ofValues := []string{"opaque-access-token", "opaque-refresh-token"}, strings.Fields(values)
	rapid.Check(t, func(rt *rapid.T) {
		status := rapid.SampledFrom([]int{200, 201, 302, 400, 401, 402, 403, 404, 429, 500}).Draw(rt, "status")
		form := rapid.SampledFrom([]string{"body", "problem", "coded", "oauth"}).Draw(rt, "form")
		signs := rapid.Bool().Draw(rt, "signs")
		secrets := ofConsent
		if signs {
			secrets = ofValues
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			echo := r.Header.Get("Authorization") + " " + string(b) + " " + strings.Join(secrets, " ")
			switch form {
			case "problem":
				echo = problem(status, "https://api.x.com/2/problems/client-forbidden", "Forbidden", echo)
			case "coded":
				quoted, _ := json.Marshal(echo)
				echo = `{"errors":[{"code":1,"message":` + string(quoted) + `}]}`
			case "oauth":
				quoted, _ := json.Marshal(echo)
				echo = `{"error":"invalid_request","error_description":` + string(quoted) + `}`
			}
			answers(status, nil, echo)(w, r)
		}))
		defer server.Close()
		c := x.New(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, app.FixedClock(now), nil)
		s := networks.Session{
			Account:    networks.Account{Handle: "boulangerie_m", Service: server.URL, RemoteID: userID},
			Credential: networks.Credential{Session: session},
		}
		if signs {
			s.Credential = networks.Credential{Secret: values}
		}
		s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
			return obtain(ctx, s.Credential)
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
		add(c.Delete(rt.Context(), s, postID))
		_, err := c.Prepare(rt.Context(), s, networks.Content{Images: []networks.Image{{MIME: "image/png", Bytes: []byte("x")}}}, "")
		told = append(told, errorTexts(err)...)
		for _, text := range told {
			for _, secret := range secrets {
				if strings.Contains(text, secret) {
					rt.Fatalf("%q is told in %q", secret, text)
				}
			}
		}
		_, _, err = c.Connect(rt.Context(), server.URL, "", values)
		for _, text := range errorTexts(err) {
			for _, secret := range ofValues {
				if strings.Contains(text, secret) {
					rt.Fatalf("connecting tells %q in %q", secret, text)
				}
			}
		}
		consent, err := c.Ask(rt.Context(), networks.Request{Service: server.URL, Client: networks.Client{ID: "client-id"}, State: "state"})
		if err != nil {
			rt.Fatal(err)
		}
		_, _, err = c.Answered(rt.Context(), consent, "the-code-of-a-consent")
		for _, text := range errorTexts(err) {
			if strings.Contains(text, "the-code-of-a-consent") || strings.Contains(text, consent.Verifier) {
				rt.Fatalf("a consent is told in %q", text)
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
