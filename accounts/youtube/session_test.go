package youtube_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"parvis/accounts/youtube"
	"parvis/accounts/youtube/youtubetest"
	"parvis/app"
	"parvis/app/networks"
)

func third[A, B any](_ A, _ B, err error) error { return err }

func keyOf(err error) string {
	var e *app.Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Key
}

func TestAsk(t *testing.T) {
	c := youtube.New(client(t), app.FixedClock(now), strings.NewReader(strings.Repeat("parvis-random-source", 10)))
	r := networks.Request{Client: networks.Client{ID: " id\n", Secret: " GOCSPX-secret "}, Redirect: networks.Callback(53682), State: "a b+c"}
	consent, err := c.Ask(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(consent.Page)
	if err != nil || u.Scheme != "https" || u.Host != "accounts.google.com" || u.Path != "/o/oauth2/v2/auth" {
		t.Errorf("page %s", consent.Page)
	}
	q := u.Query()
	if q.Get("state") != "a b+c" || q.Get("client_id") != "id" || q.Get("redirect_uri") != r.Redirect || q.Get("access_type") != "offline" ||
		q.Get("prompt") != "consent" || q.Get("scope") != "https://www.googleapis.com/auth/youtube.upload https://www.googleapis.com/auth/youtube.readonly" {
		t.Errorf("asked with %v", q)
	}
	if len(consent.Verifier) != 64 || strings.Contains(consent.Page, consent.Verifier) || strings.Contains(consent.Page, "GOCSPX") {
		t.Errorf("verifier %q in %s", consent.Verifier, consent.Page)
	}
	for name, r := range map[string]networks.Request{
		"no client":  {Client: networks.Client{ID: " ", Secret: "s"}},
		"no secret":  {Client: networks.Client{ID: "id", Secret: "\u200b"}},
		"no address": {Client: r.Client, Service: "http://example.org"},
	} {
		if _, err := c.Ask(t.Context(), r); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%s: %v, want %s", name, err, app.CodeInvalid)
		}
	}
	if _, _, err := c.Connect(t.Context(), "", "", "pasted"); keyOf(err) != "youtube.error.browser" {
		t.Errorf("pasted: %v", err)
	}
}

func TestAnswered(t *testing.T) {
	s, session := signedIn(t)
	if session.Account != (networks.Account{Network: networks.YouTube, Handle: "boulangerie-martin", Service: s.URL, RemoteID: s.channel}) {
		t.Errorf("account %+v", session.Account)
	}
	if got := s.connector.ClientOf(session.Credential); got != s.request().Client {
		t.Errorf("the application is %+v", got)
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
	code := func(scopes ...string) string {
		code, _ := s.Consent(consent.Page, s.channel, scopes...)
		return code
	}
	for name, give := range map[string]func() (networks.Consent, string, app.Code, string){
		"a code used before": func() (networks.Consent, string, app.Code, string) {
			code := code()
			if err := third(s.connector.Answered(t.Context(), consent, code)); err != nil {
				t.Error(err)
			}
			return consent, code, app.CodeUnauthorised, "youtube.error.consent"
		},
		"the code of another question": func() (networks.Consent, string, app.Code, string) {
			code, _ := s.Consent(ask(func(*networks.Request) {}).Page, s.channel)
			return consent, code, app.CodeUnauthorised, "youtube.error.consent"
		},
		"another secret": func() (networks.Consent, string, app.Code, string) {
			return ask(func(r *networks.Request) { r.Client.Secret = "GOCSPX-other" }), code(), app.CodeUnauthorised, "youtube.error.consent"
		},
		"may not upload": func() (networks.Consent, string, app.Code, string) {
			return consent, code("https://www.googleapis.com/auth/youtube.readonly"), app.CodeInvalid, "connector.error.permission"
		},
		"may not read": func() (networks.Consent, string, app.Code, string) {
			return consent, code("https://www.googleapis.com/auth/youtube.upload"), app.CodeInvalid, "connector.error.permission"
		},
		"nobody listens": func() (networks.Consent, string, app.Code, string) {
			return ask(func(r *networks.Request) { r.Service = "http://127.0.0.1:1" }), "code", app.CodeUnavailable, "connector.error.connect_unavailable"
		},
	} {
		asked, code, want, key := give()
		err := third(s.connector.Answered(t.Context(), asked, code))
		if app.CodeOf(err) != want || keyOf(err) != key {
			t.Errorf("%s: %v, want %s %s", name, err, want, key)
		}
	}
	s.CloseChannel(s.channel)
	if err := third(s.connector.Answered(t.Context(), consent, code())); keyOf(err) != "youtube.error.no_channel" {
		t.Errorf("without a channel: %v", err)
	}
}

// TestRenewalKeepsWhatRenews: Google answers a renewal without what renews it.
func TestRenewalKeepsWhatRenews(t *testing.T) {
	s, session := signedIn(t)
	for turn := range 3 {
		s.clock.Advance(youtubetest.TokenLife)
		if _, err := s.connector.Prepare(t.Context(), *session, content(), ""); err != nil {
			t.Fatalf("turn %d: %v", turn, err)
		}
	}
	if s.Renewals() != 3 {
		t.Errorf("renewed %d times", s.Renewals())
	}
}

// TestTestingEnds: what an application in testing is given dies after seven days, which
// is told beforehand.
func TestTestingEnds(t *testing.T) {
	s, session := signedIn(t)
	if ends := s.connector.Expires(session.Credential); !ends.IsZero() {
		t.Errorf("in production it ends at %v", ends)
	}
	s.InTesting()
	_, credential, err := consenting{s.connector, s}.Connect(t.Context(), "", "", password)
	if err != nil {
		t.Fatal(err)
	}
	if ends := s.connector.Expires(credential); !ends.Equal(now.Add(7 * 24 * time.Hour)) {
		t.Errorf("in testing it ends at %v", ends)
	}
	session.Credential = credential
	session.Renew = renewing(session)
	s.clock.Advance(youtubetest.TestingLife)
	_, err = s.connector.Prepare(t.Context(), *session, content(), "")
	if app.CodeOf(err) != app.CodeUnauthorised || keyOf(err) != "connector.error.credential" {
		t.Errorf("after its end: %v", err)
	}
}
