package telegram_test

import (
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/telegram"
	"parvis/accounts/telegram/telegramtest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

const words = "Le pain au levain sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/levain?jour=samedi&heure=7\n\n#PainAuLevain @boulangerie_martin <3 L’équipe"

// pictures returns n pictures.
func pictures(t testing.TB, n int) []networks.Image {
	t.Helper()
	b, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	all := make([]networks.Image, n)
	for i := range all {
		all[i] = networks.Image{Name: "fournil.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée", Bytes: b}
	}
	return all
}

// client gives each test its own connections.
func client(t testing.TB) *http.Client {
	t.Helper()
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func harness(t *testing.T, name string, images int) (*accountstest.Harness, *telegramtest.Server, telegramtest.Channel) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := telegramtest.Start(t, clock)
	channel := server.CreateChannel(name, "Boulangerie Martin")
	h := &accountstest.Harness{
		Connector: telegram.New(client(t), clock, nil), Clock: clock,
		Service: server.URL, Identifier: "t.me/" + name, Secret: channel.Token,
		Content: networks.Content{Text: words, Language: "fr", Images: pictures(t, images)},
		Faults:  server.Faults,
		Reads:   telegramtest.Reads,
		Records: func(*testing.T) int { return len(server.Posts(channel.ID)) },
		Revoke:  func(*testing.T) { server.Revoke(channel.ID) },
		Beside: accountstest.Beside{
			Text: func(_ *testing.T, id string) string {
				first, _, _ := strings.Cut(id, ",")
				for _, p := range server.Posts(channel.ID) {
					if strconv.FormatInt(p.Messages[0], 10) == first {
						return p.Text
					}
				}
				return ""
			},
			Changing:  telegramtest.ChangingText,
			Followers: telegramtest.Subscribers,
		},
	}
	if images > 0 {
		h.Beside.Changing = telegramtest.ChangingCaption
	}
	if name == "" {
		h.ReadBack, h.Beside.Unread, h.Beside.Followers = networks.ByOwner, true, 0
		h.Identifier = "https://t.me/c/" + strings.TrimPrefix(strconv.FormatInt(channel.ID, 10), "-100") + "/12"
	}
	return h, server, channel
}

func TestConformance(t *testing.T) {
	for _, tt := range []struct {
		name, channel string
		images        int
	}{
		{"a text", "boulangerie_martin", 0},
		{"a picture", "boulangerie_martin", 1},
		{"an album", "boulangerie_martin", 3},
		{"a private channel", "", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
				h, _, _ := harness(t, tt.channel, tt.images)
				return h
			})
		})
	}
}
