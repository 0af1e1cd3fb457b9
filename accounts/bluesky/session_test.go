package bluesky_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"parvis/accounts/bluesky"
	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// signedIn returns a session at a strict fake; Renew is that of a vault of one.
func signedIn(t *testing.T) (*bluesky.Connector, *blueskytest.Server, *networkstest.Clock, *networks.Session) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := blueskytest.Start(t, clock)
	account := server.CreateAccount("martin.test")
	c := bluesky.New(client(t), clock, nil)
	opened, credential, err := c.Connect(t.Context(), server.URL, "@Martin.test", " "+account.AppPassword+"\n")
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	s := &networks.Session{Account: opened, Credential: credential}
	kept := credential
	s.Renew = func(ctx context.Context, stale string, obtain networks.Obtain) (string, error) {
		if kept.Session != stale {
			return kept.Session, nil
		}
		session, err := obtain(ctx, kept)
		if err == nil {
			kept.Session = session
		}
		return session, err
	}
	return c, server, clock, s
}

func publish(t *testing.T, c *bluesky.Connector, s *networks.Session, clock app.Clock) networks.Result {
	t.Helper()
	return c.Publish(t.Context(), *s, networks.Content{Text: "Bonjour", Language: "fr"}, "", c.Identify(clock.Now()))
}

func TestConnectTellsTheAccount(t *testing.T) {
	_, server, _, s := signedIn(t)
	account := server.CreateAccount("autre.test")
	if s.Account.Handle != "martin.test" || s.Account.Service != server.URL || s.Account.RemoteID == account.DID || s.Account.Network != networks.Bluesky {
		t.Errorf("account %+v", s.Account)
	}
	if s.Credential.Identifier != "martin.test" || s.Credential.Secret == "" || s.Credential.Session == "" {
		t.Errorf("credential %+v", s.Credential)
	}
}

func TestSessionIsKeptWhileItLives(t *testing.T) {
	c, server, clock, s := signedIn(t)
	for range 3 {
		if r := publish(t, c, s, clock); r.Outcome != networks.Created {
			t.Fatalf("outcome %s (%v)", r.Outcome, r.Err)
		}
		clock.Advance(30 * time.Minute)
	}
	if n := server.Renewals(); n != 0 {
		t.Errorf("%d renewals within the life of the token, want none: signing in is limited", n)
	}
}

func TestRefreshTokenAlsoDead(t *testing.T) {
	c, server, clock, s := signedIn(t)
	clock.Advance(blueskytest.RefreshLife + time.Hour)
	if r := publish(t, c, s, clock); r.Outcome != networks.Created {
		t.Errorf("outcome %s (%v): the password still serves", r.Outcome, r.Err)
	}
	if n := server.Renewals(); n != 1 {
		t.Errorf("%d renewals, want 1", n)
	}
}

func TestClockAheadOfTheServer(t *testing.T) {
	_, server, clock, s := signedIn(t)
	// Our own clock is a year ahead: every token of the server looks dead.
	ahead := networkstest.NewClock(now.AddDate(1, 0, 0))
	c := bluesky.New(client(t), ahead, nil)
	if r := publish(t, c, s, clock); r.Outcome != networks.Created {
		t.Errorf("outcome %s (%v)", r.Outcome, r.Err)
	}
	if n := server.Renewals(); n != 1 {
		t.Errorf("%d renewals, want 1", n)
	}
}

func TestClockBehindTheServer(t *testing.T) {
	_, server, clock, s := signedIn(t)
	behind := networkstest.NewClock(now)
	c := bluesky.New(client(t), behind, nil)
	clock.Advance(blueskytest.AccessLife + time.Hour) // only the server knows
	r := publish(t, c, s, clock)
	if r.Outcome != networks.Limited || len(server.Records(s.Account.RemoteID)) != 0 {
		t.Fatalf("outcome %s (%v), want %s: the token was found dead before anything was made", r.Outcome, r.Err, networks.Limited)
	}
	if wait := r.RetryAfter.Sub(behind.Now()); wait > time.Minute {
		t.Errorf("come back in %v, want at once", wait)
	}
	// The session was renewed in the meantime.
	s.Credential.Session, _ = s.Renew(t.Context(), "", nil)
	if r := publish(t, c, s, clock); r.Outcome != networks.Created {
		t.Errorf("again: %s (%v)", r.Outcome, r.Err)
	}
}

func TestSignInErrors(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		body   string
		want   app.Code
		key    string
	}{
		{"wrong password", 401, `{"error":"AuthenticationRequired","message":"Invalid identifier or password"}`, app.CodeUnauthorised, "bluesky.error.password"},
		{"second factor", 401, `{"error":"AuthFactorTokenRequired","message":"A sign in code has been sent"}`, app.CodeUnauthorised, "bluesky.error.second_factor"},
		{"taken down", 401, `{"error":"AccountTakedown","message":""}`, app.CodeConflict, "bluesky.error.account_closed"},
		{"not active", 200, `{"accessJwt":"a","refreshJwt":"b","did":"` + did + `","handle":"x.fr","active":false}`, app.CodeConflict, "bluesky.error.account_closed"},
		{"bad identifier", 400, `{"error":"InvalidRequest","message":"Input/identifier must be"}`, app.CodeInvalid, "bluesky.error.identifier"},
		{"401 from something on the way", 401, `<html>proxy</html>`, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
		{"too many", 429, `{"error":"RateLimitExceeded"}`, app.CodeLimited, "bluesky.error.limited"},
		{"trouble", 502, ``, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
		{"a page", 200, `<html>`, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
		{"no tokens", 200, `{"did":"` + did + `"}`, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
		{"no DID", 200, `{"accessJwt":"a","refreshJwt":"b","did":"x"}`, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
		{"redirect", 301, ``, app.CodeUnavailable, "bluesky.error.connect_unavailable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, s := speaking(t, answers(tt.status, http.Header{"Location": {"https://example.org"}}, tt.body))
			_, _, err := c.Connect(t.Context(), s.Account.Service, "martin.bsky.social", appPassword)
			e, ok := err.(*app.Error)
			if !ok || e.Code != tt.want || e.Key != tt.key {
				t.Errorf("Connect: %v, want %s %s", err, tt.want, tt.key)
			}
		})
	}
	c, s := speaking(t, answers(200, nil, ""))
	for name, err := range map[string]error{
		"no password": third(c.Connect(t.Context(), s.Account.Service, "martin.fr", " \n")),
		"no name":     third(c.Connect(t.Context(), s.Account.Service, "", appPassword)),
		"no address":  third(c.Connect(t.Context(), "http://example.org", "martin.fr", appPassword)),
	} {
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
	if err := third(c.Connect(t.Context(), "http://127.0.0.1:1", "martin.fr", appPassword)); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("nobody listens: %v, want %s", err, app.CodeUnavailable)
	}
}

func third[A, B any](_ A, _ B, err error) error { return err }

// TestTroubleWhileRenewingIsNoDisconnection: what is in the way of a renewal
// never becomes "your password is dead".
func TestTroubleWhileRenewingIsNoDisconnection(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"trouble": answers(503, nil, `{"error":"NotEnoughResources"}`),
		"a page":  answers(401, nil, `<html>hotel Wi-Fi</html>`),
		"limited": answers(429, nil, `{"error":"RateLimitExceeded"}`),
		"cut":     func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			c, s := speaking(t, handler)
			s.Credential.Session = `{"refreshJwt":"opaque-refresh-token"}`
			s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
				return obtain(ctx, s.Credential)
			}
			r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
			if r.Outcome != networks.Limited || app.CodeOf(r.Err) == app.CodeUnauthorised {
				t.Errorf("outcome %s (%v), want %s", r.Outcome, r.Err, networks.Limited)
			}
		})
	}
}

func TestRenewalThatOpensAnotherAccount(t *testing.T) {
	c, s := speaking(t, answers(200, nil, `{"accessJwt":"a","refreshJwt":"b","did":"did:plc:somebodyelse","handle":"x.fr"}`))
	s.Credential.Session = ""
	s.Renew = func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		return obtain(ctx, s.Credential)
	}
	r := c.Publish(t.Context(), s, networks.Content{Text: "Bonjour"}, "", identity)
	if r.Outcome != networks.Refused || app.CodeOf(r.Err) != app.CodeConflict {
		t.Errorf("outcome %s (%v), want %s: nothing goes to another account", r.Outcome, r.Err, networks.Refused)
	}
}

func TestSessionHoldsBothTokens(t *testing.T) {
	_, _, _, s := signedIn(t)
	var kept map[string]string
	if err := json.Unmarshal([]byte(s.Credential.Session), &kept); err != nil || kept["accessJwt"] == "" || kept["refreshJwt"] == "" {
		t.Errorf("session %v, %v", kept, err)
	}
}
