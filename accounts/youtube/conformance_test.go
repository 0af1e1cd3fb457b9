package youtube_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/youtube"
	"parvis/accounts/youtube/youtubetest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// content uses all that a video can have.
func content() networks.Content {
	f, _ := networkstest.Film(700_000)
	return networks.Content{
		Title: "Le four à bois, à 5 h", Text: "Le pain & les brioches sortent du four 🥖 : https://boulangerie-martin.fr #PainAuLevain #Four #painaulevain",
		Language: "fr", Film: f,
	}
}

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// scene is a fake with a channel.
type scene struct {
	*youtubetest.Server
	clock     *networkstest.Clock
	connector *youtube.Connector
	channel   string
}

func start(t *testing.T) *scene {
	t.Helper()
	clock := networkstest.NewClock(now)
	s := &scene{Server: youtubetest.Start(t, clock), clock: clock, connector: youtube.New(client(t), clock, nil)}
	s.channel = s.CreateChannel("@boulangerie-martin")
	return s
}

// request is what consent is asked with.
func (s *scene) request() networks.Request {
	return networks.Request{
		Service: s.URL, Client: networks.Client{ID: s.ClientID, Secret: s.ClientSecret}, Redirect: networks.Callback(53682), State: "state-of-this-question",
	}
}

// consenting connects by a consent: whatever is typed is the owner's password in a
// browser.
type consenting struct {
	*youtube.Connector
	scene *scene
}

const password = "owner-says-yes"

func (c consenting) Connect(ctx context.Context, _, _, secret string) (networks.Account, networks.Credential, error) {
	consent, err := c.Ask(ctx, c.scene.request())
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	code := secret
	if secret == password {
		code, _ = c.scene.Consent(consent.Page, c.scene.channel)
	}
	return c.Answered(ctx, consent, code)
}

func TestConformance(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		s := start(t)
		return &accountstest.Harness{
			Connector: consenting{s.connector, s}, Clock: s.clock, Service: s.URL, Secret: password,
			Content: content(), Faults: s.Faults,
			Records:   func(*testing.T) int { return len(s.Videos(s.channel)) },
			TokenLife: youtubetest.TokenLife, Renewals: s.Renewals,
			Revoke: func(*testing.T) { s.Revoke(s.channel) },
			Reads:  func(r *http.Request) bool { return r.URL.Path == "/token" },
		}
	})
}

// signedIn returns a scene and a session; Renew is that of a vault of one.
func signedIn(t *testing.T) (*scene, *networks.Session) {
	t.Helper()
	s := start(t)
	account, credential, err := consenting{s.connector, s}.Connect(t.Context(), "", "", password)
	if err != nil {
		t.Fatal(err)
	}
	session := &networks.Session{Account: account, Credential: credential}
	session.Renew = renewing(session)
	return s, session
}

// renewing is how the session is renewed, as by a vault of one.
func renewing(session *networks.Session) func(context.Context, string, networks.Obtain) (string, error) {
	kept := session.Credential
	return func(ctx context.Context, stale string, obtain networks.Obtain) (string, error) {
		if kept.Session != stale {
			return kept.Session, nil
		}
		renewed, err := obtain(ctx, kept)
		if err == nil {
			kept.Session = renewed
		}
		return renewed, err
	}
}
