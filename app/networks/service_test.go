package networks_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/networks"
)

// doorman is a connector that only signs in: the secret names the account.
type doorman struct {
	networks.Connector
	network networks.Network // "" is Bluesky
	err     error
}

func (d doorman) Connect(_ context.Context, service, identifier, secret string) (networks.Account, networks.Credential, error) {
	if d.err != nil {
		return networks.Account{}, networks.Credential{}, d.err
	}
	handle := secret + ".bsky.social"
	network := d.network
	if network == "" {
		network = networks.Bluesky
	}
	return networks.Account{Network: network, Handle: handle, Service: "https://" + service, RemoteID: "did:plc:" + secret},
		networks.Credential{Identifier: identifier, Secret: secret, Session: "session of " + secret}, nil
}

func newService(o *office, d doorman) *networks.AccountService {
	return networks.NewAccountService(networks.Connectors{networks.Bluesky: d}, o.accounts, o.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events)
}

func TestConnectKeepsTheAccountAndItsCredential(t *testing.T) {
	o := newOffice(t)
	a, err := newService(o, doorman{}).Connect(t.Context(), networks.Bluesky, "pds.fr", "martin", "martin")
	if err != nil {
		t.Fatal(err)
	}
	if a.ID == "" || a.State != networks.AccountConnected || !a.CreatedAt.Equal(now) || !a.LastSuccess.Equal(now) {
		t.Errorf("connected: %+v", a)
	}
	s, err := o.sessions.Open(t.Context(), a.ID)
	if err != nil || s.Credential.Session != "session of martin" || s.Account != a {
		t.Errorf("opened: %+v, %v", s, err)
	}
	if o.changes.Load() != 1 {
		t.Errorf("%d events, want 1", o.changes.Load())
	}
}

func TestConnectingAgainKeepsTheAccount(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	first, err := service.Connect(t.Context(), networks.Bluesky, "pds.fr", "martin", "martin")
	if err != nil {
		t.Fatal(err)
	}
	if err := o.sessions.Report(t.Context(), first.ID, app.Fail(app.CodeUnauthorised, "x")); err != nil {
		t.Fatal(err)
	}
	again, err := service.Connect(t.Context(), networks.Bluesky, "pds.fr", "martin", "martin")
	if err != nil || again.ID != first.ID || again.State != networks.AccountConnected {
		t.Errorf("connected again: %+v, %v; want account %s", again, err, first.ID)
	}
	if all, _ := service.Accounts(t.Context()); len(all) != 1 {
		t.Errorf("%d accounts, want 1", len(all))
	}
}

func TestHandFedAccountBecomesConnected(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	fed, err := service.AddHandFed(t.Context(), networks.Bluesky, " @Martin.bsky.social ")
	if err != nil || fed.Handle != "Martin.bsky.social" || fed.State != networks.AccountHandFed {
		t.Fatalf("hand-fed: %+v, %v", fed, err)
	}
	a, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
	if err != nil || a.ID != fed.ID || a.State != networks.AccountConnected {
		t.Errorf("connected: %+v, %v; want account %s", a, err, fed.ID)
	}
}

func TestReconnect(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	a, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := service.Reconnect(t.Context(), a.ID, "", "dupont"); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("another account's password: %v, want %s", err, app.CodeConflict)
	}
	if s, err := o.sessions.Open(t.Context(), a.ID); err != nil || s.Credential.Secret != "martin" {
		t.Errorf("after the wrong password: %+v, %v", s, err)
	}
	back, err := service.Reconnect(t.Context(), a.ID, "", "martin")
	if err != nil || back.ID != a.ID {
		t.Errorf("reconnected: %+v, %v", back, err)
	}
	if s, err := o.sessions.Open(t.Context(), a.ID); err != nil || s.Credential.Identifier != a.Handle {
		t.Errorf("signed in as %q, %v; want the account's own name", s.Credential.Identifier, err)
	}
}

func TestDisconnectForgetsTheCredentialAndKeepsTheAccount(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	a, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
	if err != nil {
		t.Fatal(err)
	}
	if err := service.Disconnect(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.vault.Load(t.Context(), business, a.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the vault still holds the credential (%v)", err)
	}
	left, err := o.accounts.Account(t.Context(), a.ID)
	if err != nil || left.State != networks.AccountHandFed || left.RemoteID != a.RemoteID {
		t.Errorf("left: %+v, %v", left, err)
	}
	back, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
	if err != nil || back.ID != a.ID {
		t.Errorf("connected again: %+v, %v; want account %s", back, err, a.ID)
	}
}

// TestDisconnectTakesBackFirst: without its credential nothing could be taken back.
func TestDisconnectTakesBackFirst(t *testing.T) {
	for _, tt := range []struct {
		reclaim error
		state   networks.AccountState // before
		code    app.Code
		left    networks.AccountState
	}{
		{nil, networks.AccountConnected, "", networks.AccountHandFed},
		{app.Fail(app.CodeConflict, "publishing.error.fixed"), networks.AccountConnected, "", networks.AccountHandFed},
		{app.Fail(app.CodeUnavailable, "publishing.error.recalling"), networks.AccountConnected, app.CodeUnavailable, networks.AccountConnected},
		{app.Fail(app.CodeUnavailable, "publishing.error.recalling"), networks.AccountExpired, "", networks.AccountHandFed},
	} {
		o := newOffice(t)
		asked := 0
		service := newService(o, doorman{}).WithReclaim(func(context.Context, app.ID) error { asked++; return tt.reclaim })
		a, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
		if err != nil {
			t.Fatal(err)
		}
		a.State = tt.state
		if err := o.accounts.SaveAccount(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if err := service.Disconnect(t.Context(), a.ID); app.CodeOf(err) != tt.code {
			t.Errorf("%v: %v, want %q", tt, err, tt.code)
		}
		left, err := o.accounts.Account(t.Context(), a.ID)
		if err != nil || left.State != tt.left || (asked == 1) != (tt.state == networks.AccountConnected) {
			t.Errorf("%v: left %s (%v), asked %d times", tt, left.State, err, asked)
		}
	}
}

func TestRemove(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	a, err := service.Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
	if err != nil {
		t.Fatal(err)
	}
	o.accounts.Held = map[app.ID]bool{a.ID: true}
	if err := service.Remove(t.Context(), a.ID); app.CodeOf(err) != app.CodeConflict {
		t.Errorf("an account that deliveries refer to: %v", err)
	}
	if _, err := o.sessions.Open(t.Context(), a.ID); err != nil {
		t.Errorf("what could not be removed lost its credential: %v", err)
	}
	o.accounts.Held = nil
	if err := service.Remove(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if all, _ := service.Accounts(t.Context()); len(all) != 0 {
		t.Errorf("%d accounts are left", len(all))
	}
	if _, err := o.vault.Load(t.Context(), business, a.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("the vault still holds the credential (%v)", err)
	}
}

func TestConnectThatFailsLeavesNothing(t *testing.T) {
	full := errors.New("disk full")
	for name, tt := range map[string]struct {
		refused  error
		vault    error
		accounts error
	}{
		"refused":     {refused: app.Fail(app.CodeUnauthorised, "x")},
		"vault":       {vault: app.Fail(app.CodeUnavailable, "vault.error.keyring_locked")},
		"disk":        {accounts: full},
		"unreachable": {refused: app.Fail(app.CodeUnavailable, "x")},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.vault.Err, o.accounts.Err = tt.vault, tt.accounts
			_, err := newService(o, doorman{err: tt.refused}).Connect(t.Context(), networks.Bluesky, "", "martin", "martin")
			if want := errors.Join(tt.refused, tt.vault, tt.accounts); err == nil || want.Error() != err.Error() {
				t.Errorf("Connect: %v, want %v", err, want)
			}
			if all, _ := o.accounts.Accounts(t.Context()); len(all) != 0 || o.vault.Len() != 0 || o.changes.Load() != 0 {
				t.Errorf("left behind: %d accounts, %d credentials, %d events", len(all), o.vault.Len(), o.changes.Load())
			}
		})
	}
}

func TestConnectNeedsAConnector(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	if _, err := service.Connect(t.Context(), networks.Facebook, "", "martin", "martin"); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("Connect: %v, want %s", err, app.CodeInvalid)
	}
	if service.Connectable(networks.Facebook) || !service.Connectable(networks.Bluesky) {
		t.Error("only Bluesky has a connector here")
	}
}

func TestAddHandFedRefuses(t *testing.T) {
	o := newOffice(t)
	service := newService(o, doorman{})
	if _, err := service.AddHandFed(t.Context(), networks.Instagram, "boulangerie.martin"); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		network networks.Network
		handle  string
		want    app.Code
	}{
		"empty":     {networks.Instagram, " @ ", app.CodeInvalid},
		"endless":   {networks.Instagram, strings.Repeat("é", 254), app.CodeInvalid},
		"not UTF-8": {networks.Instagram, "martin\xff", app.CodeInvalid},
		"network":   {"mosaic", "martin", app.CodeInvalid},
		"twice":     {networks.Instagram, "@Boulangerie.Martin", app.CodeConflict},
	} {
		if _, err := service.AddHandFed(t.Context(), tt.network, tt.handle); app.CodeOf(err) != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
	if all, _ := o.accounts.Accounts(t.Context()); len(all) != 1 {
		t.Errorf("%d accounts, want 1", len(all))
	}
}
