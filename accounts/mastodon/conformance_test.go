package mastodon_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/mastodon"
	"parvis/accounts/mastodon/mastodontest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// softwares are those that Parvis knows in particular.
var softwares = []networks.Software{networks.SoftwareMastodon, networks.SoftwareGoToSocial, networks.SoftwarePixelfed}

// content uses all that a post can hold.
func content(t testing.TB) networks.Content {
	t.Helper()
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 4, 3))); err != nil {
		t.Fatal(err)
	}
	return networks.Content{
		Text: "Le pain au levain sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/levain?jour=vendredi&four=1\n\n" +
			"Merci @Mairie@nantes.social & à tous !\n#PainAuLevain",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: picture.Bytes()},
		},
	}
}

// client gives each test its own connections.
func client(t testing.TB) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestConformance(t *testing.T) {
	for _, software := range softwares {
		t.Run(string(software), func(t *testing.T) {
			accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
				clock := networkstest.NewClock(now)
				server := mastodontest.Start(t, clock, software)
				account := server.CreateAccount("boulangerie_martin", mastodontest.MoreScopes...)
				anne := server.CreateAccount("anne")
				return &accountstest.Harness{
					Connector: mastodon.New(client(t), clock, nil), Clock: clock,
					Service: server.URL, Identifier: account.Username, Secret: account.Token,
					Content:   content(t),
					Faults:    server.Faults,
					Records:   func(*testing.T) int { return len(server.Statuses(account.ID)) },
					Kept:      func(*testing.T) int { return len(server.Scheduled(account.ID)) },
					TokenLife: 30 * 24 * time.Hour, // they do not expire
					Patience:  5 * time.Minute,
					Revoke:    func(*testing.T) { server.Revoke(account.ID) },
					Beside: accountstest.Beside{
						Text:      func(_ *testing.T, id string) string { return server.Status(id).Text },
						Changing:  mastodontest.Changing,
						Like:      func(_ *testing.T, id string) { server.Change(id, func(s *mastodontest.Status) { s.Favourites++ }) },
						Followers: mastodontest.Fans,
						Say:       func(_ *testing.T, id, text string) string { return server.Say(anne.ID, id, text) },
						Answers:   func(_ *testing.T, id string) int { return server.Answers(account.ID, id) },
						Seen:      func(*testing.T, string) bool { return true },
						Blocked:   func(_ *testing.T, id string) bool { return server.Blocked(account.ID, id) },
					},
				}
			})
		})
	}
}

// world is a server with one account, and a session that speaks for it.
type world struct {
	*networks.Session
	connector *mastodon.Connector
	server    *mastodontest.Server
	clock     *networkstest.Clock
	account   mastodontest.Account
}

func newWorld(t testing.TB, software networks.Software) *world {
	t.Helper()
	clock := networkstest.NewClock(now)
	w := &world{clock: clock, server: mastodontest.Start(t, clock, software), connector: mastodon.New(client(t), clock, nil)}
	w.account = w.server.CreateAccount("martin", mastodontest.EveryScope...)
	account, credential, err := w.connector.Connect(t.Context(), w.server.URL, "", w.account.Token)
	if err != nil {
		t.Fatal(err)
	}
	w.Session = &networks.Session{Account: account, Credential: credential}
	return w
}

// send prepares and publishes.
func (w *world) send(t testing.TB, c networks.Content) networks.Result {
	t.Helper()
	note, err := w.connector.Prepare(t.Context(), *w.Session, c, "")
	if err != nil {
		t.Fatalf("Prepare: %v", err)
	}
	return w.connector.Publish(t.Context(), *w.Session, c, note, w.connector.Identify(w.clock.Now()))
}
