package threads_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"net/http"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/threads"
	"parvis/accounts/threads/threadstest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// picture returns the bytes of a PNG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// words is a post without pictures.
func words() networks.Content {
	return networks.Content{
		Text:     "Le pain au levain sort du four à 7 h 🥖\n\n— réservez sur https://boulangerie-martin.fr/levain. #PainAuLevain #Pain\n",
		Language: "fr",
	}
}

// carousel is a post with several pictures.
func carousel(t *testing.T) networks.Content {
	c := words()
	c.Images = []networks.Image{
		{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: picture(t, 4, 3)},
		{Name: "vitrine.png", MIME: "image/png", Width: 5, Height: 3, Bytes: picture(t, 5, 3)},
	}
	return c
}

// scene is an account on a fake server, and its harness.
type scene struct {
	*accountstest.Harness
	server  *graphtest.Server
	account graphtest.Account
	host    *graphtest.Host
	waited  int
}

func fake(t *testing.T, content networks.Content) *scene {
	t.Helper()
	clock := networkstest.NewClock(now)
	s := &scene{server: threadstest.Start(t, clock), host: graphtest.StartHost(t)}
	s.account = s.server.CreateAccount("boulangerie.martin")
	anne := s.server.CreateAccount("anne\u202e")
	connector := threads.New(client(t), clock, s.host)
	connector.SetPause(func(ctx context.Context, _ time.Duration) error { s.waited++; return ctx.Err() })
	s.Harness = &accountstest.Harness{
		Connector: connector, Clock: clock,
		Service: s.server.URL, Secret: s.account.Token,
		Content:   content,
		Faults:    s.server.Faults,
		Records:   func(*testing.T) int { return len(s.server.Posts(s.account.ID)) },
		TokenLife: graphtest.TokenLife * 2 / 3,
		Renewals:  s.server.Renewals,
		Revoke:    func(*testing.T) { s.server.Revoke(s.account.ID) },
		Beside: accountstest.Beside{
			Changing:  threadstest.Changing,
			Like:      func(_ *testing.T, id string) { s.server.Change(id, func(p *graphtest.Post) { p.Likes++ }) },
			Followers: graphtest.Fans,
			Say: func(_ *testing.T, id, text string) string {
				return s.server.Write(anne.ID, graphtest.Post{Text: text, Parent: id, Created: clock.Now()})
			},
			Answers: func(_ *testing.T, id string) int {
				n := 0
				for _, p := range s.server.Posts(s.account.ID) {
					if p.Parent == id {
						n++
					}
				}
				return n
			},
			Seen: func(_ *testing.T, id string) bool {
				p, there := s.server.Post(id)
				return there && !p.Hidden
			},
		},
	}
	return s
}

func TestConformanceOfWords(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness { return fake(t, words()).Harness })
}

func TestConformanceOfPictures(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness { return fake(t, carousel(t)).Harness })
}

func TestConformanceOfReplies(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		s := fake(t, words())
		root := s.server.Write(s.account.ID, graphtest.Post{Text: "1/2", Created: now.Add(-time.Hour)})
		s.Content.Answers = networks.Thread{Root: root, Parent: root}
		s.Records = func(*testing.T) int { return len(s.server.Posts(s.account.ID)) - 1 }
		s.Beside = accountstest.Beside{}
		return s.Harness
	})
}

// connected returns a session of the scene's account whose token is renewed in
// memory.
func (s *scene) connected(t *testing.T) networks.Session {
	t.Helper()
	account, credential, err := s.Connector.Connect(t.Context(), s.Service, s.Identifier, s.Secret)
	if err != nil {
		t.Fatalf("Connect: %v", err)
	}
	return networks.Session{Account: account, Credential: credential, Renew: func(ctx context.Context, _ string, obtain networks.Obtain) (string, error) {
		return obtain(ctx, credential)
	}}
}

func (s *scene) identify(note networks.Prepared) networks.Identity {
	return networks.IdentityFor(s.Connector, s.Clock.Now(), note, networks.Identity{})
}

var errStopped = errors.New("stopped waiting")
