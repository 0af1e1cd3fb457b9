package discord_test

import (
	"strings"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/discord"
	"parvis/accounts/discord/discordtest"
	"parvis/app"
	"parvis/app/networks"
)

// connected signs in with what a harness has.
func connected(t *testing.T, h *accountstest.Harness) networks.Session {
	t.Helper()
	account, credential, err := h.Connector.Connect(t.Context(), h.Service, h.Identifier, h.Secret)
	if err != nil {
		t.Fatal(err)
	}
	return networks.Session{Account: account, Credential: credential}
}

func TestConnect(t *testing.T) {
	h, server, webhook := harness(t, 0)
	for _, typed := range []string{
		webhook.URL, "  " + webhook.URL + "/\n", strings.Replace(webhook.URL, "/api/", "/api/v10/", 1), "\u200e" + webhook.URL,
	} {
		account, credential, err := h.Connector.Connect(t.Context(), h.Service+"/", "", typed)
		want := networks.Account{
			Network: networks.Discord, Handle: "Boulangerie Martin", Service: h.Service, RemoteID: webhook.Guild + "/" + webhook.Channel,
		}
		if err != nil || account != want || credential.Session != "" {
			t.Errorf("%q: %+v, %v; want %+v", typed, account, err, want)
		}
	}
	// Another webhook of the same channel opens the same account.
	h.Secret = server.CreateWebhook("Martin", webhook).URL
	if account := connected(t, h).Account; account.RemoteID != webhook.Guild+"/"+webhook.Channel || account.Handle != "Martin" {
		t.Errorf("another webhook of the channel opens %+v", account)
	}
	h.Secret = server.CreateWebhook(" ").URL
	if account := connected(t, h).Account; account.Handle != "Discord" {
		t.Errorf("a webhook without a name is %+v", account)
	}
}

// TestTokenGoesToDiscordOnly proves that the address of a webhook elsewhere is
// refused before anything is called: the client has nothing to call with.
func TestTokenGoesToDiscordOnly(t *testing.T) {
	path := "/api/webhooks/" + hook + "/" + token
	for _, tt := range []struct {
		service, secret string
		code            app.Code
	}{
		{"", "https://discord.com" + path, app.CodeUnavailable},
		{"", "https://DISCORD.com" + path, app.CodeUnavailable},
		{"", "https://discordapp.com" + path, app.CodeUnavailable},
		{"", "https://canary.discord.com" + path, app.CodeUnavailable},
		{"https://discord.com", "https://ptb.discord.com" + path, app.CodeUnavailable},
		{"", "http://discord.com" + path, app.CodeUnauthorised},
		{"", "https://discord.com.exemple.fr" + path, app.CodeUnauthorised},
		{"", "https://discord.com@exemple.fr" + path, app.CodeUnauthorised},
		{"", "https://exemple.fr" + path, app.CodeUnauthorised},
		{"", "http://127.0.0.1:1" + path, app.CodeUnauthorised},
		{"http://127.0.0.1:1", "https://discord.com" + path, app.CodeUnauthorised},
		{"http://127.0.0.1:1", "http://127.0.0.1:2" + path, app.CodeUnauthorised},
		{"", "https://discord.com" + path + "/slack", app.CodeUnauthorised},
		{"", "https://discord.com" + path + "?thread_id=1", app.CodeUnauthorised},
		{"", "https://discord.com/channels/" + guild + "/" + channel, app.CodeUnauthorised},
		{"", "https://discord.com/api/webhooks/" + hook, app.CodeUnauthorised},
		{"", token, app.CodeUnauthorised},
		{"", " ", app.CodeInvalid},
		{"exemple", "https://discord.com" + path, app.CodeInvalid},
	} {
		_, _, err := discord.New(nobody(), app.FixedClock(now), nil).Connect(t.Context(), tt.service, "", tt.secret)
		if app.CodeOf(err) != tt.code {
			t.Errorf("%q at %q: %v, want %s", tt.secret, tt.service, err, tt.code)
		}
		for _, text := range errorTexts(err) {
			if strings.Contains(text, token) {
				t.Errorf("the token is told: %q", text)
			}
		}
	}
}

func TestWhatCannotBeConnected(t *testing.T) {
	for _, tt := range []struct {
		name    string
		arrange func(*accountstest.Harness, *discordtest.Server, discordtest.Webhook)
		code    app.Code
		key     string
	}{
		{"deleted", func(_ *accountstest.Harness, s *discordtest.Server, w discordtest.Webhook) { s.Revoke(w.ID) }, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"another token", func(h *accountstest.Harness, _ *discordtest.Server, w discordtest.Webhook) {
			h.Secret = strings.Replace(w.URL, w.Token, token, 1)
		}, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"a follower of announcements", func(_ *accountstest.Harness, s *discordtest.Server, w discordtest.Webhook) { s.Turn(w.ID, 2) }, app.CodeInvalid, "discord.error.kind"},
		{"of an application", func(_ *accountstest.Harness, s *discordtest.Server, w discordtest.Webhook) { s.Turn(w.ID, 3) }, app.CodeInvalid, "discord.error.kind"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, webhook := harness(t, 0)
			tt.arrange(h, server, webhook)
			_, _, err := h.Connector.Connect(t.Context(), h.Service, "", h.Secret)
			if app.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
			wantKey(t, err, tt.key)
		})
	}
	for _, tt := range []struct {
		status int
		body   string
		code   app.Code
		key    string
	}{
		{200, `{}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{200, `<html>Connectez-vous au Wi-Fi</html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{200, `{"id":"1150000000000000009","type":1,"guild_id":"` + guild + `","channel_id":"` + channel + `"}`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{200, `{"id":"` + hook + `","type":1,"guild_id":null,"channel_id":"` + channel + `"}`, app.CodeInvalid, "discord.error.kind"},
		{404, `<html>Unknown Webhook</html>`, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{404, said("0", "404: Not Found"), app.CodeUnavailable, "connector.error.connect_unavailable"},
		{302, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
		{429, `{"message":"You are being rate limited.","retry_after":1.5}`, app.CodeLimited, "connector.error.limited"},
		{502, ``, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		c, s := speaking(t, answers(tt.status, nil, tt.body))
		_, credential, err := c.Connect(t.Context(), s.Account.Service, "", s.Account.Service+"/api/webhooks/"+hook+"/"+token)
		if app.CodeOf(err) != tt.code || credential != (networks.Credential{}) {
			t.Errorf("%d %s: %v, want %s", tt.status, tt.body, err, tt.code)
		}
		wantKey(t, err, tt.key)
	}
}
