package discord_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	h, server, webhook := harness(t, 1)
	account, credential, err := h.Connector.Connect(t.Context(), h.Service, "", h.Secret)
	if err != nil {
		t.Fatal(err)
	}
	s := networks.Session{Account: account, Credential: credential}
	rehearse := func(c networks.Content) error {
		return h.Connector.(networks.Rehearsing).Rehearse(t.Context(), s, c)
	}
	accountstest.Want(t, "as it was", rehearse(h.Content), "", "")
	server.Move(webhook.ID)
	accountstest.Want(t, "in another channel", rehearse(h.Content), "", "")
	answer := h.Content
	answer.Answers = networks.Thread{Root: "1/2/3", Parent: "1/2/3"}
	accountstest.Want(t, "an answer", rehearse(answer), app.CodeInvalid, "discord.error.reply")
	server.Turn(webhook.ID, 2)
	accountstest.Want(t, "a webhook that cannot post", rehearse(h.Content), app.CodeInvalid, "discord.error.kind")
}
