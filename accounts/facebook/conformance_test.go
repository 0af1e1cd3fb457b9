package facebook_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/facebook"
	"parvis/accounts/facebook/facebooktest"
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

// content uses all that a post can hold.
func content(t *testing.T) networks.Content {
	return networks.Content{
		Text:     "Le pain au levain sort du four à 7 h 🥖\n\n— réservez sur https://boulangerie-martin.fr/levain. #PainAuLevain\n",
		Language: "fr",
		Images: []networks.Image{
			{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée sur la pelle", Bytes: picture(t, 4, 3)},
			{Name: "vitrine.png", MIME: "image/png", Width: 5, Height: 3, Bytes: picture(t, 5, 3)},
		},
	}
}

func fake(t *testing.T) (*accountstest.Harness, *facebooktest.Server, facebooktest.Page) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := facebooktest.Start(t, clock)
	page := server.CreatePage("Boulangerie Martin")
	return &accountstest.Harness{
		Connector: facebook.New(client(t), clock, nil), Clock: clock,
		Service: server.URL, Secret: page.Person,
		Content: content(t),
		Faults:  server.Faults,
		Records: func(*testing.T) int { return len(server.Posts(page.ID)) },
		Revoke:  func(*testing.T) { server.Revoke(page.ID) },
		Beside: accountstest.Beside{
			Text: func(_ *testing.T, id string) string {
				p, _ := server.Post(id)
				return p.Message
			},
			Changing:  facebooktest.Changing,
			Like:      func(_ *testing.T, id string) { server.Like(id) },
			Followers: facebooktest.Fans,
			Say: func(_ *testing.T, id, text string) string {
				return server.Write(facebooktest.Post{Message: text, Parent: id, From: "122100000000042", Name: "Anne\u202e <b>", Created: clock.Now()})
			},
			Answers: func(_ *testing.T, id string) int {
				n := 0
				for _, p := range server.Posts(page.ID) {
					if p.Parent == id {
						n++
					}
				}
				return n
			},
			Seen: func(_ *testing.T, id string) bool {
				p, there := server.Post(id)
				return there && !p.Hidden
			},
		},
	}, server, page
}

func TestConformanceWithAPersonsToken(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := fake(t)
		return h
	})
}

func TestConformanceWithThePagesToken(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, page := fake(t)
		h.Secret = page.Token
		// A Page's token has nothing to be renewed with.
		delete(h.Faults.Answers, accountstest.DeadToken)
		return h
	})
}

func TestConformanceOfComments(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, server, page := fake(t)
		post := server.Write(facebooktest.Post{Message: "Bonjour", From: page.ID, Created: now.Add(-time.Hour)})
		h.Content = networks.Content{Text: "Réservez au 01 23 45 67 89", Answers: networks.Thread{Root: post, Parent: post, Comment: true}}
		h.Records = func(*testing.T) int { return len(server.Posts(page.ID)) - 1 }
		h.Beside = accountstest.Beside{}
		return h
	})
}
