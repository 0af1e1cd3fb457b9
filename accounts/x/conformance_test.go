package x_test

import (
	"context"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/x"
	"parvis/accounts/x/xtest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// content uses all that a post can hold.
func content(t *testing.T) networks.Content {
	t.Helper()
	return networks.Content{
		Text: "Le pain & les brioches <3 sortent du four à 7 h 🥖 — réservez sur boulangerie-martin.fr ou " +
			"https://boulangerie-martin.fr/levain?jour=samedi&four=2 #PainAuLevain",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: fournil(t)},
		},
	}
}

func fournil(t *testing.T) []byte {
	t.Helper()
	picture, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// scene is a fake with an account.
type scene struct {
	*xtest.Server
	clock     *networkstest.Clock
	connector *x.Connector
	account   string
}

func start(t *testing.T) *scene {
	t.Helper()
	clock := networkstest.NewClock(now)
	s := &scene{Server: xtest.Start(t, clock), clock: clock, connector: x.New(client(t), clock, nil)}
	s.account = s.CreateAccount("boulangerie_m")
	return s
}

// pasted are the four values as an owner copies them.
func (s *scene) pasted() string {
	v := s.Values(s.account)
	return "API Key: " + v[0] + "\nAPI Key Secret: " + v[1] + "\nAccess Token: " + v[2] + "\nAccess Token Secret: " + v[3] + "\n"
}

// request is what consent is asked with.
func (s *scene) request() networks.Request {
	return networks.Request{Service: s.URL, Client: networks.Client{ID: s.ClientID}, Redirect: s.Callback, State: "state-of-this-question"}
}

// consenting connects by a consent: whatever is typed is the owner's password in
// a browser.
type consenting struct {
	*x.Connector
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
		code, _ = c.scene.Consent(consent.Page, c.scene.account)
	}
	return c.Answered(ctx, consent, code)
}

func (s *scene) harness(t *testing.T) *accountstest.Harness {
	anne := s.CreateAccount("anne")
	return &accountstest.Harness{
		Connector: s.connector, Clock: s.clock,
		Service: s.URL, Secret: s.pasted(),
		Content: content(t),
		Faults:  s.Faults,
		Reads:   xtest.Reads, Unasked: true,
		Records: func(*testing.T) int { return len(s.Posts(s.account)) },
		Revoke:  func(*testing.T) { s.Revoke(s.account) },
		Beside: accountstest.Beside{
			Changing:  xtest.Changing,
			Like:      func(_ *testing.T, id string) { s.Change(id, func(p *xtest.Post) { p.Likes++ }) },
			Followers: xtest.Fans,
			Say:       func(_ *testing.T, id, text string) string { return s.Say(anne, id, text) },
			Answers: func(_ *testing.T, id string) int {
				n := 0
				for _, p := range s.Posts(s.account) {
					if p.ReplyTo == id {
						n++
					}
				}
				return n
			},
			Seen: func(_ *testing.T, id string) bool {
				return slices.ContainsFunc(s.Posts(anne), func(p xtest.Post) bool { return p.ID == id && !p.Hidden })
			},
		},
	}
}

func TestConformanceWithFourValues(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness { return start(t).harness(t) })
}

func TestConformanceWithConsent(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		s := start(t)
		h := s.harness(t)
		h.Connector, h.Secret, h.TokenLife, h.Renewals = consenting{s.connector, s}, password, xtest.TokenLife, s.Renewals
		h.Unasked = false
		h.Faults.Answers[accountstest.DeadToken] = xtest.DeadToken()
		h.Beside.Seen = nil // consent is not asked for what measures take
		return h
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
	kept := credential
	session.Renew = func(ctx context.Context, stale string, obtain networks.Obtain) (string, error) {
		if kept.Session != stale {
			return kept.Session, nil
		}
		renewed, err := obtain(ctx, kept)
		if err == nil {
			kept.Session = renewed
		}
		return renewed, err
	}
	return s, session
}

func (s *scene) publish(t *testing.T, session networks.Session, text string) networks.Result {
	t.Helper()
	return s.connector.Publish(t.Context(), session, networks.Content{Text: text}, "", s.connector.Identify(s.clock.Now()))
}
