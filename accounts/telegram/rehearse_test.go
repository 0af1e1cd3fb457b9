package telegram_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	h, server, channel := harness(t, "boulangerie_martin", 0)
	s := connected(t, h)
	rehearse := func() error { return h.Connector.(networks.Rehearsing).Rehearse(t.Context(), s, h.Content) }
	accountstest.Want(t, "as it was", rehearse(), "", "")
	server.Rename(channel.ID, "fournil_martin")
	accountstest.Want(t, "under another name", rehearse(), "", "")
	server.Demote(channel.ID, "member")
	accountstest.Want(t, "no longer an administrator", rehearse(), app.CodeInvalid, "telegram.error.admin")
	server.Demote(channel.ID, "left")
	accountstest.Want(t, "put out", rehearse(), app.CodeInvalid, "telegram.error.admin")
	s.Account.RemoteID = "-1009999999999"
	accountstest.Want(t, "a channel that is gone", rehearse(), app.CodeConflict, "telegram.error.barred")
}
