package instagram_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"net/http"
	"slices"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/graph"
	"parvis/accounts/graph/graphtest"
	"parvis/accounts/instagram"
	"parvis/accounts/instagram/instagramtest"
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

// picture returns the bytes of a JPEG of a size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// post uses all that a post can hold, with some of its two pictures.
func post(t *testing.T, pictures int) networks.Content {
	return networks.Content{
		Text:     "Le pain au levain sort du four à 7 h 🥖\n\n— merci @mairie & <tous> #PainAuLevain\n",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.jpg", MIME: "image/jpeg", Width: 4, Height: 4, Alt: "Une miche dorée sur la pelle", Bytes: picture(t, 4, 4)},
			{Name: "vitrine.jpg", MIME: "image/jpeg", Width: 5, Height: 5, Bytes: picture(t, 5, 5)},
		}[:pictures],
	}
}

// scene is an account on a fake server, and its harness.
type scene struct {
	*accountstest.Harness
	server  *instagramtest.Server
	account graphtest.Account
	host    *graphtest.Host
}

func fake(t *testing.T, pictures int) *scene {
	t.Helper()
	clock := networkstest.NewClock(now)
	s := &scene{server: instagramtest.Start(t, clock), host: graphtest.StartHost(t)}
	s.account = s.server.CreateAccount("boulangerie.martin")
	connector := instagram.New(client(t), clock, nil, s.host)
	connector.SetPause(func(context.Context, time.Duration) error { return errors.New("waited") })
	s.Harness = &accountstest.Harness{
		Connector: connector, Clock: clock,
		Service: s.server.URL, Secret: s.account.Token,
		Content:   post(t, pictures),
		Faults:    s.server.Faults,
		Records:   func(*testing.T) int { return len(s.server.Posts(s.account.ID)) },
		TokenLife: graph.FirstRenewal,
		Renewals:  s.server.Renewals,
		Revoke:    func(*testing.T) { s.server.Revoke(s.account.ID) },
		Beside: accountstest.Beside{
			Changing:  instagramtest.Changing,
			Like:      func(_ *testing.T, id string) { s.server.Change(id, func(p *graphtest.Post) { p.Likes++ }) },
			Followers: graphtest.Fans,
			Say:       func(_ *testing.T, id, text string) string { return s.server.Say(id, text) },
			Answers: func(_ *testing.T, id string) int {
				n := 0
				for _, c := range s.server.Comments() {
					if c.Parent == id && c.Username == s.account.Username {
						n++
					}
				}
				return n
			},
			Seen: func(_ *testing.T, id string) bool {
				return slices.ContainsFunc(s.server.Comments(), func(c instagramtest.Comment) bool { return c.ID == id && !c.Hidden })
			},
		},
	}
	return s
}

func TestConformanceOfOnePicture(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness { return fake(t, 1).Harness })
}

func TestConformanceOfSeveralPictures(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness { return fake(t, 2).Harness })
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
