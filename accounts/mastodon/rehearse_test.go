package mastodon_test

import (
	"strings"
	"testing"
	"time"

	"parvis/accounts/accountstest"
	"parvis/accounts/mastodon/mastodontest"
	"parvis/app"
	"parvis/app/networks"
)

func TestRehearse(t *testing.T) {
	for _, software := range []networks.Software{networks.SoftwareMastodon, networks.SoftwareGoToSocial} {
		w := newWorld(t, software)
		rehearse := func(c networks.Content) error { return w.connector.Rehearse(t.Context(), *w.Session, c) }
		long := networks.Content{Text: strings.Repeat("é", 400)}
		accountstest.Want(t, "400 characters", rehearse(long), "", "")
		there := w.server.Add(w.account.ID, "1/2", "", now.Add(-time.Hour))
		reply := networks.Content{Text: "2/2", Answers: networks.Thread{Root: there.ID, Parent: there.ID}}
		accountstest.Want(t, "a reply", rehearse(reply), "", "")
		w.server.Remove(there.ID)
		accountstest.Want(t, "a reply to what is gone", rehearse(reply), app.CodeInvalid, "connector.error.reply")
		// The server has lowered its limit since the account was connected.
		w.server.Characters = 300
		accountstest.Want(t, "400 characters where 300 are taken", rehearse(long), app.CodeInvalid, networks.ProblemTooLong)
		other := w.server.CreateAccount("dupont", mastodontest.EveryScope...)
		w.Credential.Secret = other.Token
		accountstest.Want(t, "the token of another account", rehearse(long), app.CodeConflict, "connector.error.other_account")
	}
}

// TestRehearseWithoutAPermission: a token that lost one still opens the account.
func TestRehearseWithoutAPermission(t *testing.T) {
	for _, tt := range []struct {
		software networks.Software
		scopes   []string
		code     app.Code
	}{
		{networks.SoftwareMastodon, []string{"read:accounts", "read:statuses", "write:media"}, app.CodeInvalid},
		{networks.SoftwareMastodon, []string{"read:statuses", "write"}, app.CodeInvalid},
		{networks.SoftwareGoToSocial, []string{"read:statuses", "write"}, app.CodeInvalid},
	} {
		w := newWorld(t, tt.software)
		// Of the same name, so that only its permissions differ.
		weak := w.server.Weaken(w.account.ID, tt.scopes...)
		w.Credential.Secret = weak
		err := w.connector.Rehearse(t.Context(), *w.Session, networks.Content{Text: "Bonjour"})
		accountstest.Want(t, string(tt.software)+" "+strings.Join(tt.scopes, " "), err, tt.code, "connector.error.permission")
	}
}

func TestQuotasOfEachSoftware(t *testing.T) {
	for software, resets := range map[networks.Software]bool{
		networks.SoftwareMastodon: true, networks.SoftwareGoToSocial: true, networks.SoftwarePixelfed: false,
	} {
		w := newWorld(t, software)
		got, err := w.connector.Quotas(t.Context(), *w.Session)
		if err != nil || len(got) != 1 {
			t.Fatalf("%s: %+v, %v", software, got, err)
		}
		if q := got[0]; q.Kind != networks.QuotaCalls || q.Max != mastodontest.Calls || q.Left <= 0 || q.Left >= q.Max ||
			resets != q.Resets.Equal(now.Truncate(mastodontest.CallSpan).Add(mastodontest.CallSpan)) {
			t.Errorf("%s: %+v", software, q)
		}
	}
}
