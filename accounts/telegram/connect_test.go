package telegram_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"parvis/accounts/accountstest"
	"parvis/accounts/telegram"
	"parvis/accounts/telegram/telegramtest"
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
	h, _, channel := harness(t, "boulangerie_martin", 0)
	number := strconv.FormatInt(channel.ID, 10)
	for _, typed := range []string{
		"boulangerie_martin", "@boulangerie_martin", " @Boulangerie_Martin ", "https://t.me/boulangerie_martin", "t.me/s/boulangerie_martin",
		"http://telegram.me/boulangerie_martin/12", "https://t.me/boulangerie_martin?boost", "\u200e@boulangerie_martin", number,
		"https://t.me/c/" + strings.TrimPrefix(number, "-100") + "/12",
	} {
		account, credential, err := h.Connector.Connect(t.Context(), h.Service+"/", typed, "  "+h.Secret+"\n")
		want := networks.Account{Network: networks.Telegram, Handle: "@boulangerie_martin", Service: h.Service, RemoteID: number}
		if err != nil || account != want {
			t.Errorf("%q: %+v, %v; want %+v", typed, account, err, want)
		}
		if credential != (networks.Credential{Identifier: number, Secret: channel.Token}) {
			t.Errorf("%q: credential %+v", typed, credential)
		}
	}
}

func TestPrivateChannelIsKnownByItsTitle(t *testing.T) {
	clock := app.FixedClock(now)
	for title, want := range map[string]string{
		"Le  fournil\n de Martin": "Le fournil de Martin",
		"@boulangerie_martin":     "boulangerie_martin",
		" ":                       "-1001234567001",
	} {
		server := telegramtest.Start(t, clock)
		channel := server.CreateChannel("", title)
		account, _, err := telegram.New(client(t), clock, nil).Connect(t.Context(), server.URL, strconv.FormatInt(channel.ID, 10), channel.Token)
		if err != nil || account.Handle != want {
			t.Errorf("%q: %q, %v; want %q", title, account.Handle, err, want)
		}
	}
}

func TestWhatCannotBeConnected(t *testing.T) {
	for _, tt := range []struct {
		name    string
		arrange func(*accountstest.Harness, *telegramtest.Server, telegramtest.Channel)
		code    app.Code
		key     string
	}{
		{"no token", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) { h.Secret = " " }, app.CodeInvalid, "connector.error.no_credential"},
		{"no token at all", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) {
			h.Secret = "../../s/boulangerie_martin?"
		}, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"somebody else's token", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) { h.Secret = token }, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"a token taken back", func(_ *accountstest.Harness, s *telegramtest.Server, c telegramtest.Channel) { s.Revoke(c.ID) }, app.CodeUnauthorised, "connector.error.wrong_credential"},
		{"an address that is none", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) {
			h.Service = "http://exemple.fr"
		}, app.CodeInvalid, "connector.error.address"},
		{"no channel", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) { h.Identifier = "" }, app.CodeInvalid, "telegram.error.chat"},
		{"an invitation", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) {
			h.Identifier = "https://t.me/+AbCdEfGh"
		}, app.CodeInvalid, "telegram.error.chat"},
		{"a channel nobody has", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) {
			h.Identifier = "@personne"
		}, app.CodeInvalid, "telegram.error.chat"},
		{"a group", func(_ *accountstest.Harness, s *telegramtest.Server, c telegramtest.Channel) {
			s.Turn(c.ID, "supergroup")
		}, app.CodeInvalid, "telegram.error.not_channel"},
		{"a bot that left", func(_ *accountstest.Harness, s *telegramtest.Server, c telegramtest.Channel) { s.Demote(c.ID, "left") }, app.CodeInvalid, "telegram.error.admin"},
		{"a bot that is a member", func(_ *accountstest.Harness, s *telegramtest.Server, c telegramtest.Channel) {
			s.Demote(c.ID, "member")
		}, app.CodeInvalid, "telegram.error.admin"},
		{"a bot without the right to post", func(_ *accountstest.Harness, s *telegramtest.Server, c telegramtest.Channel) {
			s.Demote(c.ID, "administrator")
		}, app.CodeInvalid, "telegram.error.admin"},
		{"a bot of another channel", func(h *accountstest.Harness, s *telegramtest.Server, _ telegramtest.Channel) {
			h.Secret = s.CreateChannel("ailleurs", "Ailleurs").Token
		}, app.CodeInvalid, "telegram.error.admin"},
		{"nobody there", func(h *accountstest.Harness, _ *telegramtest.Server, _ telegramtest.Channel) {
			h.Service = "http://127.0.0.1:1"
		}, app.CodeUnavailable, "connector.error.connect_unavailable"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, server, channel := harness(t, "boulangerie_martin", 0)
			tt.arrange(h, server, channel)
			_, _, err := h.Connector.Connect(t.Context(), h.Service, h.Identifier, h.Secret)
			if app.CodeOf(err) != tt.code {
				t.Errorf("%v, want %s", err, tt.code)
			}
			wantKey(t, err, tt.key)
			for _, text := range errorTexts(err) {
				if secret := strings.TrimSpace(h.Secret); secret != "" && strings.Contains(text, secret) {
					t.Errorf("the token is told: %q", text)
				}
			}
		})
	}
}

// TestConnectBelievesNothingElse lets each of the three questions be answered
// with something else than what was asked for.
func TestConnectBelievesNothingElse(t *testing.T) {
	good := map[string]string{
		"getMe":         sent(`{"id":712345678,"is_bot":true,"username":"fournil_bot"}`),
		"getChat":       sent(`{"id":-1001234567890,"type":"channel","title":"Martin","username":"boulangerie_martin"}`),
		"getChatMember": sent(`{"status":"administrator","can_post_messages":true}`),
	}
	for name := range good {
		for _, tt := range []struct {
			status int
			body   string
			code   app.Code
		}{
			{200, `{}`, app.CodeUnavailable},
			{200, sent(`{}`), app.CodeUnavailable},
			{200, sent(`[]`), app.CodeUnavailable},
			{200, `<html>Connectez-vous au Wi-Fi</html>`, app.CodeUnavailable},
			{200, said("401", "Unauthorized"), app.CodeUnavailable},
			{302, ``, app.CodeUnavailable},
			{403, `<html>`, app.CodeUnavailable},
			{429, said("429", "Too Many Requests: retry after 5"), app.CodeLimited},
			{502, said("502", "Bad Gateway"), app.CodeUnavailable},
		} {
			c, s := speaking(t, func(w http.ResponseWriter, r *http.Request) {
				method := strings.TrimPrefix(r.URL.Path, "/bot"+token+"/")
				if method == name {
					answers(tt.status, nil, tt.body)(w, r)
					return
				}
				answers(200, nil, good[method])(w, r)
			})
			_, credential, err := c.Connect(t.Context(), s.Account.Service, "boulangerie_martin", token)
			if app.CodeOf(err) != tt.code || credential != (networks.Credential{}) {
				t.Errorf("%s answers %d %s: %v, want %s", name, tt.status, tt.body, err, tt.code)
			}
		}
	}
}
