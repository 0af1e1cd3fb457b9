package networks_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

// keeper is a connector that keeps pictures, or fails to.
type keeper struct {
	networks.Connector
	err error
}

func (k keeper) Keep(_ context.Context, s networks.Session, i networks.Image) (string, error) {
	return "https://" + s.Credential.Secret + "/" + i.Name, k.err
}

// plain is a connector that keeps none.
type plain struct{ networks.Connector }

func TestPicturesArePutOnAnAccountThatKeepsThem(t *testing.T) {
	clock := app.FixedClock(time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC))
	for _, tt := range []struct {
		name  string
		state networks.AccountState
		err   error
		want  string
		code  app.Code
		after networks.AccountState
	}{
		{"kept", networks.AccountConnected, nil, "https://secret/a.jpg", "", networks.AccountConnected},
		{"fed by hand", networks.AccountHandFed, nil, "", app.CodeNotFound, networks.AccountHandFed},
		{"expired", networks.AccountExpired, nil, "", app.CodeUnavailable, networks.AccountExpired},
		{"dead now", networks.AccountConnected, app.Fail(app.CodeUnauthorised, "x.y"), "", app.CodeUnavailable, networks.AccountExpired},
		{"a bad picture", networks.AccountConnected, app.Fail(app.CodeInvalid, "x.y"), "", app.CodeInvalid, networks.AccountConnected},
		{"at no public address", networks.AccountConnected, app.Fail(app.CodeNotFound, "x.y"), "", app.CodeNotFound, networks.AccountConnected},
		{"a quota", networks.AccountConnected, app.Fail(app.CodeLimited, "x.y"), "", app.CodeLimited, networks.AccountConnected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			accounts, vault := &networkstest.Accounts{}, &networkstest.Vault{}
			for id, a := range map[app.ID]networks.Account{
				"1": {ID: "1", Network: networks.Instagram, State: networks.AccountConnected},
				"2": {ID: "2", Network: networks.Facebook, Handle: "Martin", State: tt.state},
			} {
				if err := errors.Join(accounts.SaveAccount(t.Context(), a), vault.Store(t.Context(), "b", id, networks.Credential{Secret: "secret"})); err != nil {
					t.Fatal(err)
				}
			}
			directory := networks.Connectors{networks.Instagram: plain{}, networks.Facebook: keeper{err: tt.err}}
			hosts := networks.Hosts{Directory: directory, Accounts: accounts, Sessions: networks.NewSessions("b", accounts, vault, clock, app.NewEvents())}
			got, err := hosts.Put(t.Context(), networks.Image{Name: "a.jpg"})
			if app.CodeOf(err) != tt.code || err == nil && got != tt.want {
				t.Errorf("%q, %v", got, err)
			}
			if a, err := accounts.Account(t.Context(), "2"); err != nil || a.State != tt.after {
				t.Errorf("the account is %s (%v), want %s", a.State, err, tt.after)
			}
		})
	}
	if _, err := (networks.Hosts{}).Put(t.Context(), networks.Image{}); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("no host at all: %v", err)
	}
}

// TestPicturesArePutOnTheNextAccount: what one account cannot keep, another may.
func TestPicturesArePutOnTheNextAccount(t *testing.T) {
	clock := app.FixedClock(time.Date(2026, time.November, 21, 13, 32, 0, 0, time.UTC))
	accounts, vault := &networkstest.Accounts{}, &networkstest.Vault{}
	for id, n := range map[app.ID]networks.Network{"1": networks.WordPress, "2": networks.Facebook} {
		if err := errors.Join(accounts.SaveAccount(t.Context(), networks.Account{ID: id, Network: n, State: networks.AccountConnected}),
			vault.Store(t.Context(), "b", id, networks.Credential{Secret: "secret"})); err != nil {
			t.Fatal(err)
		}
	}
	sessions := networks.NewSessions("b", accounts, vault, clock, app.NewEvents())
	for _, failing := range []networks.Network{networks.WordPress, networks.Facebook} {
		directory := networks.Connectors{networks.WordPress: keeper{}, networks.Facebook: keeper{}}
		directory[failing] = keeper{err: app.Fail(app.CodeUnavailable, "x.y")}
		hosts := networks.Hosts{Directory: directory, Accounts: accounts, Sessions: sessions}
		if got, err := hosts.Put(t.Context(), networks.Image{Name: "a.jpg"}); err != nil || got != "https://secret/a.jpg" {
			t.Errorf("without %s: %q, %v", failing, got, err)
		}
	}
}
