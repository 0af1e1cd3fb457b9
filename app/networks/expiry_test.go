package networks_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// renewer is a connector that renews credentials and tells quotas.
type renewer struct {
	doorman
	refresh func(ctx context.Context, s networks.Session) error
	quotas  func() ([]networks.Quota, error)
}

func (renewer) Expires(networks.Credential) time.Time { return now.AddDate(0, 0, 20) }

func (k renewer) Refresh(ctx context.Context, s networks.Session) error { return k.refresh(ctx, s) }

func (k renewer) Quotas(context.Context, networks.Session) ([]networks.Quota, error) {
	return k.quotas()
}

var (
	_ networks.Renewing = renewer{}
	_ networks.Metered  = renewer{}
)

func (k renewer) service(o *office) *networks.AccountService {
	return networks.NewAccountService(networks.Connectors{networks.Bluesky: k}, o.accounts, o.sessions,
		app.NewIDs(app.FixedClock(now), nil), app.FixedClock(now), o.events)
}

func TestRefreshRenewsThroughTheOneRefresher(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	service := renewer{refresh: func(ctx context.Context, s networks.Session) error {
		_, err := s.Renew(ctx, s.Credential.Session, gives("two", nil))
		return err
	}}.service(o)
	if err := service.Refresh(t.Context()); err != nil || o.kept(t).Session != "two" {
		t.Errorf("kept %q, %v", o.kept(t).Session, err)
	}
	if e, err := service.Expiry(t.Context(), account); err != nil || !e.Renewed || !e.At.Equal(now.AddDate(0, 0, 20)) {
		t.Errorf("it ends %+v, %v", e, err)
	}
}

func TestRefreshGoesOnAfterTrouble(t *testing.T) {
	for _, tt := range []struct {
		name  string
		err   error
		fails bool
		state networks.AccountState
	}{
		{"dead", app.Fail(app.CodeUnauthorised, "x"), false, networks.AccountExpired},
		{"out of reach", app.Fail(app.CodeUnavailable, "x"), true, networks.AccountConnected},
	} {
		o := newOffice(t)
		o.connected(t)
		second := o.account(t)
		second.ID, second.RemoteID = "019aa6f0-0000-7000-8000-00000000000b", "did:plc:dupont"
		if err := errors.Join(
			o.accounts.SaveAccount(t.Context(), second),
			o.vault.Store(t.Context(), business, second.ID, networks.Credential{Session: "one"}),
			o.accounts.SaveAccount(t.Context(), networks.Account{ID: "fed", Network: networks.Bluesky, State: networks.AccountHandFed}),
			o.accounts.SaveAccount(t.Context(), networks.Account{ID: "other", Network: networks.Mastodon, State: networks.AccountConnected}),
		); err != nil {
			t.Fatal(err)
		}
		var asked []app.ID
		err := renewer{refresh: func(ctx context.Context, s networks.Session) error {
			asked = append(asked, s.Account.ID)
			_, err := s.Renew(ctx, s.Credential.Session, gives("", tt.err))
			return err
		}}.service(o).Refresh(t.Context())
		if (err != nil) != tt.fails || len(asked) != 2 || asked[0] != account || asked[1] != second.ID {
			t.Errorf("%s: asked %v, %v", tt.name, asked, err)
		}
		if got := o.account(t).State; got != tt.state {
			t.Errorf("%s: the account is %s, want %s", tt.name, got, tt.state)
		}
	}
}

// TestExpiryWaitsForNoRenewal: a network that takes its time holds no screen up.
func TestExpiryWaitsForNoRenewal(t *testing.T) {
	o := newOffice(t)
	o.connected(t)
	service := renewer{}.service(o)
	_, err := o.open(t).Renew(t.Context(), "one", func(ctx context.Context, _ networks.Credential) (string, error) {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		if e, err := service.Expiry(ctx, account); err != nil || e.At.IsZero() {
			t.Errorf("during a renewal it ends %+v, %v", e, err)
		}
		return "two", ctx.Err()
	})
	if err != nil {
		t.Errorf("Renew: %v", err)
	}
	// What the vault did not take is known all the same.
	o.vault.Err = errors.New("locked")
	if _, err := o.open(t).Renew(t.Context(), "two", gives("three", nil)); err != nil {
		t.Fatal(err)
	}
	o.vault.Err = nil
	if e, err := service.Expiry(t.Context(), account); err != nil || e.At.IsZero() {
		t.Errorf("it ends %+v, %v", e, err)
	}
	if got := o.kept(t).Session; got != "two" {
		t.Errorf("looking wrote %q into the vault", got)
	}
}

func TestQuotas(t *testing.T) {
	left := []networks.Quota{{Kind: networks.QuotaPosts, Left: 47, Max: 50, Per: 24 * time.Hour}}
	for _, tt := range []struct {
		name  string
		err   error
		state networks.AccountState
	}{
		{"told", nil, networks.AccountConnected},
		{"out of reach", app.Fail(app.CodeUnavailable, "x"), networks.AccountConnected},
		{"dead", app.Fail(app.CodeUnauthorised, "x"), networks.AccountExpired},
	} {
		o := newOffice(t)
		o.connected(t)
		service := renewer{quotas: func() ([]networks.Quota, error) { return left, tt.err }}.service(o)
		if got, err := service.Quotas(t.Context(), account); !errors.Is(err, tt.err) || len(got) != 1 || got[0] != left[0] {
			t.Errorf("%s: %+v, %v", tt.name, got, err)
		}
		if got := o.account(t).State; got != tt.state {
			t.Errorf("%s: the account is %s, want %s", tt.name, got, tt.state)
		}
	}
	o := newOffice(t)
	o.connected(t)
	asked := renewer{quotas: func() ([]networks.Quota, error) { panic("asked") }}
	if err := asked.service(o).Disconnect(t.Context(), account); err != nil {
		t.Fatal(err)
	}
	if got, err := asked.service(o).Quotas(t.Context(), account); err != nil || got != nil {
		t.Errorf("disconnected: %+v, %v", got, err)
	}
	if !asked.service(o).Metered(networks.Bluesky) || asked.service(o).Metered(networks.Mastodon) || newService(o, doorman{}).Metered(networks.Bluesky) {
		t.Error("the networks that tell are not those whose connectors do")
	}
}
