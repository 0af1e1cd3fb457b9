package instagram_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"parvis/accounts/facebook"
	"parvis/accounts/facebook/facebooktest"
	"parvis/accounts/instagram"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// TestPicturesKeptByAPage publishes to Instagram what a Facebook Page of the
// same business keeps without showing it.
func TestPicturesKeptByAPage(t *testing.T) {
	s := fake(t, 2)
	pages := facebooktest.Start(t, s.Clock)
	page := pages.CreatePage("Boulangerie Martin")
	accounts, vault, events := &networkstest.Accounts{}, &networkstest.Vault{}, app.NewEvents()
	sessions := networks.NewSessions("b", accounts, vault, s.Clock, events)
	directory := networks.Connectors{networks.Facebook: facebook.New(client(t), s.Clock, nil)}
	connector := instagram.New(client(t), s.Clock, nil, networks.Hosts{Directory: directory, Accounts: accounts, Sessions: sessions})
	connector.SetPause(func(context.Context, time.Duration) error { return errors.New("waited") })
	directory[networks.Instagram] = connector
	service := networks.NewAccountService(directory, accounts, sessions, app.NewIDs(s.Clock, nil), s.Clock, events)

	account, err := service.Connect(t.Context(), networks.Instagram, s.Service, "", s.Secret)
	if err != nil {
		t.Fatal(err)
	}
	session, err := sessions.Open(t.Context(), account.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := connector.Prepare(t.Context(), session, s.Content, ""); app.CodeOf(err) != app.CodeInvalid || key(err) != "connector.error.no_host" {
		t.Errorf("before the Page was connected: %v", err)
	}
	if _, err := service.Connect(t.Context(), networks.Facebook, pages.URL, "", page.Person); err != nil {
		t.Fatal(err)
	}
	note, err := connector.Prepare(t.Context(), session, s.Content, "")
	if err != nil {
		t.Fatal(err)
	}
	id := networks.IdentityFor(connector, s.Clock.Now(), note, networks.Identity{})
	if r := connector.Publish(t.Context(), session, s.Content, note, id); r.Outcome != networks.Created || len(pages.Posts(page.ID)) != 0 {
		t.Errorf("outcome %s (%v), %d posts on the Page", r.Outcome, r.Err, len(pages.Posts(page.ID)))
	}
	// A Page that is no longer ours is the Page's trouble, not Instagram's.
	pages.Revoke(page.ID)
	other := s.Content
	other.Text = "Autre"
	if _, err := connector.Prepare(t.Context(), session, other, ""); app.CodeOf(err) != app.CodeUnavailable || key(err) != "networks.error.host" {
		t.Errorf("with a Page that is lost: %v", err)
	}
	if kept, err := accounts.Account(t.Context(), account.ID); err != nil || kept.State != networks.AccountConnected {
		t.Errorf("the account is %s (%v)", kept.State, err)
	}
}
