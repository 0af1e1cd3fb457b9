package x_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"parvis/accounts/x"
	"parvis/accounts/x/xtest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

func third[A, B any](_ A, _ B, err error) error { return err }

func TestAsk(t *testing.T) {
	c := x.New(client(t), app.FixedClock(now), strings.NewReader(strings.Repeat("parvis-random-source", 10)))
	r := networks.Request{Client: networks.Client{ID: " rG9n6402A3dbUJKzXTNX4oWHJ "}, Redirect: "http://127.0.0.1:53682/callback", State: "a b+c"}
	consent, err := c.Ask(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(consent.Page)
	if err != nil || u.Scheme != "https" || u.Host != "x.com" || u.Path != "/i/oauth2/authorize" || strings.Contains(u.RawQuery, "+") {
		t.Errorf("page %s", consent.Page)
	}
	q := u.Query()
	if q.Get("state") != "a b+c" || q.Get("client_id") != "rG9n6402A3dbUJKzXTNX4oWHJ" || q.Get("redirect_uri") != r.Redirect ||
		q.Get("scope") != "tweet.read tweet.write users.read media.write offline.access" {
		t.Errorf("asked with %v", q)
	}
	if len(consent.Verifier) != 64 || strings.Contains(consent.Page, consent.Verifier) {
		t.Errorf("verifier %q in %s", consent.Verifier, consent.Page)
	}
	again, err := c.Ask(t.Context(), r)
	if err != nil || again.Verifier == consent.Verifier {
		t.Errorf("the same verifier twice: %q, %v", again.Verifier, err)
	}
	for name, r := range map[string]networks.Request{
		"no client":  {Client: networks.Client{ID: " "}},
		"no address": {Client: r.Client, Service: "http://example.org"},
	} {
		if _, err := c.Ask(t.Context(), r); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
}

func TestAnswered(t *testing.T) {
	s, session := signedIn(t)
	if session.Account != (networks.Account{Network: networks.X, Handle: "boulangerie_m", Service: s.URL, RemoteID: s.account}) {
		t.Errorf("account %+v", session.Account)
	}
	if session.Credential.Secret != "" || !strings.Contains(session.Credential.Session, "refresh-token-") {
		t.Errorf("credential %+v", session.Credential)
	}
	ask := func(change func(*networks.Request)) networks.Consent {
		r := s.request()
		change(&r)
		consent, err := s.connector.Ask(t.Context(), r)
		if err != nil {
			t.Fatal(err)
		}
		return consent
	}
	consent := ask(func(*networks.Request) {})
	for name, give := range map[string]func() (networks.Consent, string, app.Code, string){
		"a code used before": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(consent.Page, s.account)
			if err := third(s.connector.Answered(t.Context(), consent, code)); err != nil {
				t.Error(err)
			}
			return consent, code, app.CodeUnauthorised, "x.error.consent"
		},
		"a code grown old": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(consent.Page, s.account)
			s.clock.Advance(xtest.CodeLife)
			return consent, code, app.CodeUnauthorised, "x.error.consent"
		},
		"the code of another question": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(ask(func(*networks.Request) {}).Page, s.account)
			return consent, code, app.CodeUnauthorised, "x.error.consent"
		},
		"another way back": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(consent.Page, s.account)
			return ask(func(r *networks.Request) { r.Redirect = "http://127.0.0.1:1/" }), code, app.CodeUnauthorised, "x.error.consent"
		},
		"another application": func() (networks.Consent, string, app.Code, string) {
			return ask(func(r *networks.Request) { r.Client.ID = "other" }), "code", app.CodeUnauthorised, "x.error.consent"
		},
		"may not write": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(consent.Page, s.account, "tweet.read", "users.read", "offline.access")
			return consent, code, app.CodeInvalid, "connector.error.permission"
		},
		"may not stay": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(consent.Page, s.account, "tweet.read", "tweet.write", "users.read", "media.write")
			return consent, code, app.CodeInvalid, "connector.error.permission"
		},
		"nobody listens": func() (networks.Consent, string, app.Code, string) {
			return ask(func(r *networks.Request) { r.Service = "http://127.0.0.1:1" }), "code", app.CodeUnavailable, "connector.error.connect_unavailable"
		},
	} {
		asked, code, want, key := give()
		if err := third(s.connector.Answered(t.Context(), asked, code)); app.CodeOf(err) != want || keyOf(err) != key {
			t.Errorf("%s: %v, want %s %s", name, err, want, key)
		}
	}
}

func TestConnectWithFourValues(t *testing.T) {
	s := start(t)
	account, credential, err := s.connector.Connect(t.Context(), s.URL, "boulangerie_m", s.pasted())
	v := s.Values(s.account)
	if err != nil || account.RemoteID != s.account || account.Handle != "boulangerie_m" || account.Service != s.URL {
		t.Fatalf("account %+v, %v", account, err)
	}
	if credential.Secret != strings.Join(v[:], "\n") || credential.Session != "" {
		t.Errorf("credential %+v", credential)
	}
	s.ReadOnly()
	if err := third(s.connector.Connect(t.Context(), s.URL, "", s.pasted())); keyOf(err) != "connector.error.permission" {
		t.Errorf("an application that reads only: %v", err)
	}
	r := s.publish(t, networks.Session{Account: account, Credential: credential}, "Bonjour")
	if r.Outcome != networks.Refused || keyOf(r.Err) != "connector.error.permission" {
		t.Errorf("published by it: %s (%v)", r.Outcome, r.Err)
	}
	s.RunOut()
	if err := third(s.connector.Connect(t.Context(), s.URL, "", s.pasted())); keyOf(err) != "x.error.credits" {
		t.Errorf("without credits: %v", err)
	}
	s.Revoke(s.account)
	if err := third(s.connector.Connect(t.Context(), s.URL, "", strings.Join(v[:], " "))); app.CodeOf(err) != app.CodeUnauthorised {
		t.Errorf("revoked: %v", err)
	}
}

func TestConnectErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		header map[string]string
		body   string
		code   app.Code
		key    string
	}{
		{"dead values", 401, nil, unauthorized, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"the clock is wrong", 401, map[string]string{"Date": now.Add(time.Hour).Format(http.TimeFormat)}, unauthorized, app.CodeConflict, "x.error.clock"},
		{"401 from something on the way", 401, nil, `<html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"no project", 403, nil, `{"client_id":"1","detail":"attach it","reason":"client-not-enrolled","required_enrollment":"Appropriate Level of API Access","title":"Client Forbidden","type":"https://api.x.com/2/problems/client-forbidden"}`, app.CodeInvalid, "connector.error.permission"},
		{"suspended", 403, nil, forbidden("Your account is suspended"), app.CodeConflict, "connector.error.account_closed"},
		{"too many", 429, nil, ``, app.CodeLimited, "connector.error.limited"},
		{"trouble", 502, nil, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"a page", 200, nil, `<html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"nobody", 200, nil, `{"data":{"id":"1"}}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"a strange name", 200, nil, `{"data":{"id":"1","username":"a/b"}}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{"redirect", 301, map[string]string{"Location": "https://example.org"}, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		c, s := speaking(t, answers(tt.status, tt.header, tt.body))
		if err := third(c.Connect(t.Context(), s.Account.Service, "", values)); app.CodeOf(err) != tt.code || keyOf(err) != tt.key {
			t.Errorf("%s: %v, want %s %s", tt.name, err, tt.code, tt.key)
		}
	}
	c, s := speaking(t, func(http.ResponseWriter, *http.Request) { t.Error("something was sent") })
	for name, err := range map[string]error{
		"nothing":    third(c.Connect(t.Context(), s.Account.Service, "", " \n")),
		"no address": third(c.Connect(t.Context(), "http://example.org", "", values)),
	} {
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
	if err := third(c.Connect(t.Context(), s.Account.Service, "", "mot de passe")); app.CodeOf(err) != app.CodeUnauthorised || keyOf(err) != "x.error.values" {
		t.Errorf("no values: %v", err)
	}
}

func TestSessionIsKeptWhileItLives(t *testing.T) {
	s, session := signedIn(t)
	for _, text := range []string{"Un", "Deux", "Trois"} {
		if r := s.publish(t, *session, text); r.Outcome != networks.Created {
			t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
		}
		s.clock.Advance(30 * time.Minute)
	}
	if n := s.Renewals(); n != 0 {
		t.Errorf("%d renewals within the life of the token, want none", n)
	}
	s.clock.Advance(xtest.TokenLife)
	for _, text := range []string{"Quatre", "Cinq"} {
		if r := s.publish(t, *session, text); r.Outcome != networks.Created {
			t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
		}
	}
	if n := s.Renewals(); n != 1 {
		t.Errorf("%d renewals, want 1: what renews serves once", n)
	}
}

func TestTokenEndedInTheMiddle(t *testing.T) {
	s, session := signedIn(t)
	s.EndTokens(s.account)
	r := s.publish(t, *session, "Bonjour")
	if r.Outcome != networks.Limited || keyOf(r.Err) != "connector.error.renewed" || len(s.Posts(s.account)) != 0 {
		t.Fatalf("outcome %s (%v): the token was found dead before anything was made", r.Outcome, r.Err)
	}
	if wait := r.RetryAfter.Sub(s.clock.Now()); wait > time.Minute {
		t.Errorf("come back in %v, want at once", wait)
	}
	session.Credential.Session, _ = session.Renew(t.Context(), "", nil)
	if r := s.publish(t, *session, "Bonjour"); r.Outcome != networks.Created {
		t.Errorf("again: %s (%v)", r.Outcome, r.Err)
	}
	// What shows nothing to anybody is made again on the spot.
	s.EndTokens(s.account)
	if _, err := s.connector.Prepare(t.Context(), *session, content(t), ""); err != nil {
		t.Errorf("preparing: %v", err)
	}
}

func TestClockAheadOfX(t *testing.T) {
	s, session := signedIn(t)
	ahead := x.New(client(t), networkstest.NewClock(now.AddDate(1, 0, 0)), nil)
	r := ahead.Publish(t.Context(), *session, networks.Content{Text: "Bonjour"}, "", identity)
	if r.Outcome != networks.Created || s.Renewals() != 1 {
		t.Errorf("outcome %s (%v) after %d renewals", r.Outcome, r.Err, s.Renewals())
	}
}

// TestTroubleWhileRenewingIsNoDisconnection: what is in the way of a renewal
// never becomes "your access is dead".
func TestTroubleWhileRenewingIsNoDisconnection(t *testing.T) {
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		want    networks.Outcome
		dead    bool
	}{
		{"trouble", answers(503, nil, problem(503, "about:blank", "Service Unavailable", "")), networks.Limited, false},
		{"a page", answers(401, nil, `<html>hotel Wi-Fi</html>`), networks.Limited, false},
		{"limited", answers(429, nil, ``), networks.Limited, false},
		{"another request of ours was wrong", answers(400, nil, `{"error":"invalid_request","error_description":"Missing required parameter [client_id]."}`), networks.Limited, false},
		{"a token of another kind", answers(200, nil, `{"token_type":"mac","access_token":"new-access","refresh_token":"new-refresh"}`), networks.Limited, false},
		{"no token", answers(200, nil, `{"token_type":"bearer"}`), networks.Limited, false},
		{"cut", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, networks.Limited, false},
		{"dead", answers(400, nil, `{"error":"invalid_request","error_description":"Value passed for the token was invalid."}`), networks.Refused, true},
		{"dead, by the book", answers(400, nil, `{"error":"invalid_grant"}`), networks.Refused, true},
		{"the application is gone", answers(401, nil, `{"error":"unauthorized_client"}`), networks.Refused, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, tt.handler)
			s.Credential.Session = `{"client":"id","refresh_token":"opaque-refresh-token"}`
			s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
				return obtain(ctx, s.Credential)
			}
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != tt.want || (app.CodeOf(r.Err) == app.CodeUnauthorised) != tt.dead {
				t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, tt.want)
			}
		})
	}
}

func TestRenewalKeepsWhatXDoesNotReplace(t *testing.T) {
	c, s := speaking(t, answers(200, nil, `{"token_type":"bearer","access_token":"new-access","expires_in":7200,"scope":""}`))
	s.Credential.Session = `{"client":"id","refresh_token":"opaque-refresh-token"}`
	var renewed string
	s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		var err error
		renewed, err = obtain(ctx, s.Credential)
		return renewed, err
	}
	c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	if !strings.Contains(renewed, "opaque-refresh-token") || !strings.Contains(renewed, "new-access") || !strings.Contains(renewed, `"client":"id"`) {
		t.Errorf("renewed to %s", renewed)
	}
}
