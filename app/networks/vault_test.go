package networks_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
)

const phrase = "quatre miches dorées au levain"

// strongbox is a vault in memory with a passphrase.
type strongbox struct {
	networkstest.Vault
	protection networks.Protection
	unready    error
	refuse     error
	asked      []string
}

func (s *strongbox) Protection(context.Context, app.ID) (networks.Protection, error) {
	return s.protection, nil
}
func (s *strongbox) Ready(context.Context, app.ID) error { return s.unready }

func (s *strongbox) ask(what string) error {
	s.asked = append(s.asked, what)
	return s.refuse
}

func (s *strongbox) Unlock(_ context.Context, b app.ID, p string) error {
	return s.ask("unlock " + string(b) + " " + p)
}

func (s *strongbox) UsePassphrase(_ context.Context, _ app.ID, p string, leaving bool) error {
	if leaving {
		p += " leaving"
	}
	return s.ask("use " + p)
}
func (s *strongbox) UseKeyring(context.Context, app.ID) error { return s.ask("keyring") }

func (s *strongbox) ChangePassphrase(_ context.Context, _ app.ID, former, p string) error {
	return s.ask("change " + former + " " + p)
}
func (s *strongbox) BeginAnew(context.Context, app.ID) error { return s.ask("anew") }

// Load implements networks.Vault.
func (s *strongbox) Load(ctx context.Context, b, a app.ID) (networks.Credential, error) {
	if s.protection.Locked {
		return networks.Credential{}, app.Fail(app.CodeUnavailable, networks.KeyVaultLocked).Because(networks.ErrVaultLocked)
	}
	return s.Vault.Load(ctx, b, a)
}

func TestStrength(t *testing.T) {
	for text, want := range map[string]networks.Strength{
		"": networks.StrengthShort, "levain": networks.StrengthShort, "éééééé": networks.StrengthShort,
		"onze carac.": networks.StrengthShort, "douze caract": networks.StrengthFair,
		"aaaaaaaaaaaaaaaaaaaaaaaa": networks.StrengthRepeated, "abcabcabcabcabcabcabcabcabc": networks.StrengthRepeated,
		"ouvre-toi sésame": networks.StrengthFair, phrase: networks.StrengthGood,
	} {
		if got := networks.StrengthOf(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestVaultServiceTellsOfChanges(t *testing.T) {
	box, events := &strongbox{}, app.NewEvents()
	changes := 0
	app.On(events, func(networks.VaultChanged) { changes++ })
	s := networks.NewVaultService("b", box, events)
	ctx := t.Context()
	for name, do := range map[string]func() error{
		"short":    func() error { return s.UsePassphrase(ctx, "court", true) },
		"repeated": func() error { return s.UsePassphrase(ctx, strings.Repeat("ab", 20), true) },
		"long":     func() error { return s.ChangePassphrase(ctx, phrase, strings.Repeat(phrase, 100)) },
	} {
		err := do()
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != "vault.error.passphrase_"+name {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(box.asked) != 0 || changes != 0 {
		t.Errorf("asked %q, told %d times", box.asked, changes)
	}
	for _, err := range []error{
		s.UsePassphrase(ctx, phrase, true), s.Unlock(ctx, "x"), s.ChangePassphrase(ctx, "x", phrase), s.UseKeyring(ctx), s.BeginAnew(ctx),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	want := []string{"use " + phrase + " leaving", "unlock b x", "change x " + phrase, "keyring", "anew"}
	if strings.Join(box.asked, "|") != strings.Join(want, "|") || changes != len(want) {
		t.Errorf("asked %q, told %d times", box.asked, changes)
	}
	box.refuse = app.Fail(app.CodeInvalid, "vault.error.passphrase_wrong")
	if err := s.Unlock(ctx, "y"); app.CodeOf(err) != app.CodeInvalid || changes != len(want) {
		t.Errorf("refused: %v, told %d times", err, changes)
	}
}

func TestVaultServiceTellsWhatIsThere(t *testing.T) {
	box := &strongbox{protection: networks.Protection{Passphrase: true, Locked: true}}
	s := networks.NewVaultService("b", box, app.NewEvents())
	if locked, err := s.Locked(t.Context()); locked || err != nil {
		t.Errorf("empty, it waits for its passphrase: %v, %v", locked, err)
	}
	box.protection.Kept = []app.ID{"a"}
	if locked, err := s.Locked(t.Context()); !locked || err != nil {
		t.Errorf("it waits for its passphrase: %v, %v", locked, err)
	}
	p, err := s.Protection(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	connected := networks.Account{ID: "a", State: networks.AccountConnected}
	other := networks.Account{ID: "b", State: networks.AccountConnected}
	if p.Lacks(connected) || !p.Lacks(other) || p.Lacks(networks.Account{ID: "b", State: networks.AccountHandFed}) {
		t.Errorf("what is lacking is not told of %+v", p)
	}
	// Where there is nothing to choose nothing is lacking, and nothing can be moved.
	s = networks.NewVaultService("b", nil, app.NewEvents())
	p, err = s.Protection(t.Context())
	if p.Lacks(connected) || err != nil || !p.Fixed || app.CodeOf(s.UsePassphrase(t.Context(), phrase, false)) != app.CodeConflict {
		t.Errorf("without a vault: %+v, %v", p, err)
	}
}

// TestNetworkIsNotAskedForNothing: before a vault that could keep nothing, no network
// is signed in to.
func TestNetworkIsNotAskedForNothing(t *testing.T) {
	box := &strongbox{unready: app.Fail(app.CodeUnavailable, "vault.error.keyring_missing").Because(networks.ErrNoKeyring)}
	events := app.NewEvents()
	accounts, clock := &networkstest.Accounts{}, networkstest.NewClock(now)
	sessions := networks.NewSessions("b", accounts, box, clock, events)
	// A connector that answers nothing: to ask it would panic.
	s := networks.NewAccountService(networks.Connectors{networks.Bluesky: mute{}}, accounts, sessions, app.NewIDs(clock, nil), clock, events)
	if _, err := s.Connect(t.Context(), networks.Bluesky, "", "martin", "secret"); !errors.Is(err, networks.ErrNoKeyring) {
		t.Errorf("Connect: %v", err)
	}
	if _, err := s.WithLoopback(noLoopback{}).SignIn(t.Context(), networks.Bluesky, "", networks.Client{}, nil); !errors.Is(err, networks.ErrNoKeyring) {
		t.Errorf("SignIn: %v", err)
	}
}

type mute struct{ networks.Asking }

type noLoopback struct{ networks.Loopback }

// TestLockedVaultSaysThatItIsNeeded: whoever opens an account has the passphrase asked
// for.
func TestLockedVaultSaysThatItIsNeeded(t *testing.T) {
	box := &strongbox{protection: networks.Protection{Passphrase: true, Locked: true}}
	events := app.NewEvents()
	needed := 0
	app.On(events, func(networks.VaultNeeded) { needed++ })
	accounts := &networkstest.Accounts{}
	a := networks.Account{ID: "a", Network: networks.Bluesky, State: networks.AccountConnected}
	if err := accounts.SaveAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	sessions := networks.NewSessions("b", accounts, box, networkstest.NewClock(now), events)
	if _, err := sessions.Open(t.Context(), "a"); !errors.Is(err, networks.ErrVaultLocked) || app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("Open: %v", err)
	}
	if needed != 1 {
		t.Errorf("told %d times", needed)
	}
}
