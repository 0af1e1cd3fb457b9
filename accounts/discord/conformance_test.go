package discord_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/discord"
	"parvis/accounts/discord/discordtest"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// now is the instant of tests.
var now = time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC)

const words = "Le pain au levain sort du four à 7 h 🥖 — réservez sur https://boulangerie-martin.fr/levain?a=1&b=2\n\n#PainAuLevain <3 @everyone"

// pictures returns n pictures.
func pictures(t testing.TB, n int) []networks.Image {
	t.Helper()
	b, err := os.ReadFile("testdata/fournil.png")
	if err != nil {
		t.Fatal(err)
	}
	all := make([]networks.Image, n)
	for i := range all {
		all[i] = networks.Image{Name: "Fournil de Mme Martin.png", MIME: "image/png", Width: 4, Height: 3, Alt: "Une miche dorée", Bytes: b}
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

func harness(t *testing.T, images int) (*accountstest.Harness, *discordtest.Server, discordtest.Webhook) {
	t.Helper()
	clock := networkstest.NewClock(now)
	server := discordtest.Start(t, clock)
	webhook := server.CreateWebhook("Boulangerie  Martin")
	return &accountstest.Harness{
		Connector: discord.New(client(t), clock, nil), Clock: clock,
		Service: server.URL, Secret: webhook.URL,
		Content: networks.Content{Text: words, Language: "fr", Images: pictures(t, images)},
		Faults:  server.Faults,
		Records: func(*testing.T) int { return len(server.Messages(webhook.ID)) },
		Revoke:  func(*testing.T) { server.Revoke(webhook.ID) },
		Beside: accountstest.Beside{
			Text: func(_ *testing.T, id string) string {
				for _, m := range server.Messages(webhook.ID) {
					if strings.HasSuffix(id, "/"+m.ID) {
						return m.Content
					}
				}
				return ""
			},
			Changing: discordtest.Changing,
		},
	}, server, webhook
}

func TestConformance(t *testing.T) {
	for name, images := range map[string]int{"a text": 0, "with pictures": 2} {
		t.Run(name, func(t *testing.T) {
			accountstest.Run(t, func(t *testing.T) *accountstest.Harness {
				h, _, _ := harness(t, images)
				return h
			})
		})
	}
}
