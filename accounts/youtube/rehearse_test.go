package youtube_test

import (
	"testing"

	"parvis/accounts/accountstest"
	"parvis/app"
)

func TestRehearse(t *testing.T) {
	s, session := signedIn(t)
	accountstest.Want(t, "a film", s.connector.Rehearse(t.Context(), *session, content()), "", "")
	session.Account.RemoteID = "UC0000000000000000000000"
	err := s.connector.Rehearse(t.Context(), *session, content())
	accountstest.Want(t, "another channel", err, app.CodeConflict, "connector.error.other_account")
}
