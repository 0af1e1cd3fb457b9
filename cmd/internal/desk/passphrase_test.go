package desk_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"parvis/accounts/vault"
	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
)

// passphrase is what the owner chooses where there is no keyring.
const passphrase = "quatre miches dorées au levain"

// noRing is a computer without a keyring.
type noRing struct{}

var errNoRing = errors.New("the name org.freedesktop.secrets was not provided by any .service files")

func (noRing) Get(string, string) (string, error) { return "", errNoRing }
func (noRing) Set(string, string, string) error   { return errNoRing }
func (noRing) Delete(string, string) error        { return errNoRing }

// TestPublishingWaitsForThePassphrase: without a keyring an account is connected once a
// passphrase was chosen; after a restart what is due waits for it, planned, and leaves
// by the pass that follows.
func TestPublishingWaitsForThePassphrase(t *testing.T) {
	clock := networkstest.NewClock(saturday)
	owner, sky := newComputer(t), skyRival(t, clock)
	options := owner.options(clock)
	options.Vault = vault.New(owner.paths.Vault(), noRing{})
	d := desk.New(options)
	w := bakery(t, d)
	s := d.Services()
	connect := func() error {
		_, err := s.Accounts.Connect(t.Context(), sky.network, sky.service, sky.identifier, sky.secret)
		return err
	}
	if err := connect(); !errors.Is(err, networks.ErrNoKeyring) || app.CodeOf(err) != app.CodeUnavailable {
		t.Fatalf("without a keyring: %v", err)
	}
	must(t, s.Vault.UsePassphrase(t.Context(), passphrase, true))
	must(t, connect())
	p, err := s.Editorial.New(t.Context(), app.CivilOf(clock.Now().Add(time.Hour).In(w.Business.Location())))
	must(t, err)
	p.Text, p.Lateness = "Voici la fournée de 7 h.", 6*time.Hour
	must(t, s.Editorial.Save(t.Context(), p))
	must(t, s.Ledger.Schedule(t.Context(), p.ID))
	w.Close()

	options.Vault = vault.New(owner.paths.Vault(), noRing{})
	d = desk.New(options)
	s = open(t, d, w.Path)
	needed := 0
	app.On(s.Events, func(networks.VaultNeeded) { needed++ })
	if locked, err := s.Vault.Locked(t.Context()); err != nil || !locked {
		t.Fatalf("after a restart it is locked: %v, %v", locked, err)
	}
	runEngine(t, s, clock, 2*time.Hour)
	if e := entry(t, s, p.ID); e.Delivery.State != publishing.Scheduled || e.Delivery.ErrorKey != networks.KeyVaultLocked || needed == 0 {
		t.Fatalf("it is %s (%s), the passphrase was needed %d times", e.Delivery.State, e.Delivery.ErrorKey, needed)
	}
	if err := s.Vault.Unlock(t.Context(), "une autre phrase secrète"); app.CodeOf(err) != app.CodeInvalid {
		t.Fatalf("a wrong passphrase: %v", err)
	}
	must(t, s.Vault.Unlock(t.Context(), passphrase))
	_, err = s.Engine.Tick(context.Background())
	must(t, err)
	if e := entry(t, s, p.ID); e.Delivery.State != publishing.Published || len(sky.posts()) != 1 {
		t.Errorf("unlocked, it is %s (%s), and %d are public", e.Delivery.State, e.Delivery.ErrorKey, len(sky.posts()))
	}
}
