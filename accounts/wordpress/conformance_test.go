package wordpress_test

import (
	"net/http"
	"os"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/wordpress"
	"parvis/accounts/wordpress/wordpresstest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

// content uses all that a post can hold.
func content(t *testing.T) networks.Content {
	t.Helper()
	picture, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	return networks.Content{
		Title:    "Le pain au levain d’été",
		Text:     "Il sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/levain.\n\nÀ demain\u202f!",
		Language: "fr",
		Images: []networks.Image{
			{Name: "Fournil été.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée, « sur la pelle »", Bytes: picture},
		},
	}
}

func fake(t *testing.T) (*accountstest.Harness, *wordpresstest.Server, wordpresstest.User) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := wordpresstest.Start(t, clock)
	user := server.CreateUser("martin")
	return &accountstest.Harness{
		Connector: wordpress.New(client(t), clock, nil), Clock: clock,
		Service: server.URL, Identifier: user.Login, Secret: user.AppPassword,
		Content: content(t),
		Faults:  server.Faults,
		Records: func(*testing.T) int {
			return withStatus(server.Posts(user.ID), func(status string) bool { return status != "future" })
		},
		Kept: func(*testing.T) int {
			return withStatus(server.Posts(user.ID), func(status string) bool { return status == "future" })
		},
		Revoke: func(*testing.T) { server.Revoke(user.ID) },
		Beside: accountstest.Beside{
			Text: func(t *testing.T, id string) string {
				for _, p := range server.Posts(user.ID) {
					if p.ID == unnumber(t, id, "posts/") {
						return p.Content
					}
				}
				return ""
			},
			Changing: wordpresstest.Changing,
			Say: func(t *testing.T, id, text string) string {
				return "comments/" + number(server.Say(unnumber(t, id, "posts/"), text))
			},
			Answers: func(t *testing.T, id string) int { return server.Answers(user.ID, unnumber(t, id, "comments/")) },
			Seen: func(t *testing.T, id string) bool {
				return server.Comment(unnumber(t, id, "comments/")).Status == "approved"
			},
		},
	}, server, user
}

// withStatus counts posts.
func withStatus(posts []wordpresstest.Post, is func(status string) bool) (n int) {
	for _, p := range posts {
		if is(p.Status) {
			n++
		}
	}
	return n
}

// client gives each test its own connections.
func client(t *testing.T) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestConformanceOnAStrictFake(t *testing.T) {
	accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
		h, _, _ := fake(t)
		return h
	})
}
