package networks

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"parvis/app"
)

// Vault keeps credentials outside the file, encrypted. Its errors carry
// CodeUnavailable when its key cannot be had for now and CodeNotFound when it holds
// nothing for the account.
type Vault interface {
	Store(ctx context.Context, business, account app.ID, c Credential) error
	Load(ctx context.Context, business, account app.ID) (Credential, error)
	Forget(ctx context.Context, business, account app.ID) error
}

// KeyVaultLocked is the sentence of what waits for the passphrase of the vault.
const KeyVaultLocked = "vault.error.passphrase"

// ErrVaultLocked is in the chain of errors about a vault whose passphrase was not
// given since the program started; their code is CodeUnavailable.
var ErrVaultLocked = errors.New("the passphrase of the vault was not given yet")

// ErrNoKeyring is in the chain of errors about a keyring that is missing, locked or
// silent; their code is CodeUnavailable.
var ErrNoKeyring = errors.New("the keyring cannot be reached")

// Protection says what keeps the key of a business's vault.
type Protection struct {
	// Passphrase: it is wrapped with a passphrase of the owner's. Otherwise the
	// keyring of the system holds it.
	Passphrase bool
	// Locked: the passphrase was not given since the program started.
	Locked bool
	// Kept are the accounts of which the vault holds something.
	Kept []app.ID
	// Fixed: there is nothing to choose (the sample business keeps no credential).
	Fixed bool
}

// Protected is a Vault whose key a passphrase can protect where there is no
// keyring. A move from one to the other changes the key, and is whole or has not
// happened. Passphrases are never part of an error.
type Protected interface {
	Vault
	// Protection reads what protects a vault, and asks no keyring.
	Protection(ctx context.Context, business app.ID) (Protection, error)
	// Ready returns nil when Store would find a key now, and its error otherwise: it
	// makes the key where there is none yet.
	Ready(ctx context.Context, business app.ID) error
	// Unlock opens a vault for as long as the program runs. It fails with
	// CodeInvalid for a wrong passphrase, as often as one is given.
	Unlock(ctx context.Context, business app.ID, passphrase string) error
	// UsePassphrase moves a vault from the keyring to a passphrase. leaving says to
	// go on without what a keyring out of reach has the key of: it stays sealed
	// until the vault moves back to that keyring or the account is connected again.
	// It fails with CodeConflict when a passphrase protects the vault already.
	UsePassphrase(ctx context.Context, business app.ID, passphrase string, leaving bool) error
	// UseKeyring moves an open vault from a passphrase to the keyring.
	UseKeyring(ctx context.Context, business app.ID) error
	// ChangePassphrase replaces the passphrase. It fails with CodeInvalid when
	// former is not the present one.
	ChangePassphrase(ctx context.Context, business app.ID, former, passphrase string) error
	// BeginAnew forgets all that a forgotten passphrase protects.
	BeginAnew(ctx context.Context, business app.ID) error
}

// Lacks reports whether an account that was connected has nothing in the vault: on this
// computer it must be connected again.
func (p Protection) Lacks(a Account) bool {
	return !p.Fixed && a.State == AccountConnected && !slices.Contains(p.Kept, a.ID)
}

// VaultNeeded is emitted when something needed the vault and found it locked.
type VaultNeeded struct{}

// VaultChanged is emitted after the vault was opened, or is protected otherwise.
type VaultChanged struct{}

// Bounds of a passphrase, in characters. ANSSI's guide on passwords (October 2021)
// asks for 12 at least where guessing is not limited to a few tries; the other one
// only keeps absurd input out.
const (
	MinPassphrase = 12
	MaxPassphrase = 1024
	// minDistinct is how many different characters a passphrase has at least.
	minDistinct = 6
)

// Strength is how well a passphrase resists guessing. Its translated name is
// "vault.strength.<strength>".
type Strength string

// Strengths; the first two are refused.
const (
	StrengthShort    Strength = "short"
	StrengthRepeated Strength = "repeated" // the same few characters
	StrengthFair     Strength = "fair"
	StrengthGood     Strength = "good"
)

// StrengthOf judges a passphrase by its length and its variety: a word for its owner,
// who knows better than any table whether it can be guessed.
func StrengthOf(passphrase string) Strength {
	distinct := make(map[rune]bool)
	for _, r := range passphrase {
		distinct[r] = true
	}
	switch n := utf8.RuneCountInString(passphrase); {
	case n < MinPassphrase:
		return StrengthShort
	case len(distinct) < minDistinct:
		return StrengthRepeated
	case n >= 20 && len(distinct) >= 10:
		return StrengthGood
	}
	return StrengthFair
}

// acceptable returns why a passphrase cannot be chosen, nil when it can.
func acceptable(passphrase string) error {
	switch s := StrengthOf(passphrase); {
	case s == StrengthShort:
		return app.Fail(app.CodeInvalid, "vault.error.passphrase_short", "Min", MinPassphrase)
	case s == StrengthRepeated:
		return app.Fail(app.CodeInvalid, "vault.error.passphrase_repeated")
	case utf8.RuneCountInString(passphrase) > MaxPassphrase, !utf8.ValidString(passphrase):
		return app.Fail(app.CodeInvalid, "vault.error.passphrase_long", "Max", MaxPassphrase)
	}
	return nil
}

// VaultService is what the owner of one business does with its vault. It is safe for
// concurrent use.
type VaultService struct {
	business app.ID
	vault    Protected // nil where there is nothing to choose
	events   *app.Events
}

// NewVaultService returns the service of one business. A vault that is nil, or no
// Protected, leaves nothing to choose.
func NewVaultService(business app.ID, vault Vault, events *app.Events) *VaultService {
	protected, _ := vault.(Protected)
	return &VaultService{business: business, vault: protected, events: events}
}

// Protection returns what protects the vault.
func (s *VaultService) Protection(ctx context.Context) (Protection, error) {
	if s.vault == nil {
		return Protection{Fixed: true}, nil
	}
	return s.vault.Protection(ctx, s.business)
}

// Locked reports whether the vault waits for its passphrase, and something is in it.
func (s *VaultService) Locked(ctx context.Context) (bool, error) {
	p, err := s.Protection(ctx)
	return p.Locked && len(p.Kept) > 0, err
}

// Unlock opens the vault with its passphrase for as long as the program runs. It
// fails with CodeInvalid for a wrong one.
func (s *VaultService) Unlock(ctx context.Context, passphrase string) error {
	return s.change(func(v Protected) error { return v.Unlock(ctx, s.business, passphrase) })
}

// UsePassphrase protects the vault with a passphrase instead of the keyring, as
// Protected.UsePassphrase does. It fails with CodeInvalid for one that is too weak.
func (s *VaultService) UsePassphrase(ctx context.Context, passphrase string, leaving bool) error {
	if err := acceptable(passphrase); err != nil {
		return err
	}
	return s.change(func(v Protected) error { return v.UsePassphrase(ctx, s.business, passphrase, leaving) })
}

// UseKeyring protects the vault with the keyring instead of a passphrase.
func (s *VaultService) UseKeyring(ctx context.Context) error {
	return s.change(func(v Protected) error { return v.UseKeyring(ctx, s.business) })
}

// ChangePassphrase replaces the passphrase. It fails with CodeInvalid when former is
// not the present one or the new one is too weak.
func (s *VaultService) ChangePassphrase(ctx context.Context, former, passphrase string) error {
	if err := acceptable(passphrase); err != nil {
		return err
	}
	return s.change(func(v Protected) error { return v.ChangePassphrase(ctx, s.business, former, passphrase) })
}

// BeginAnew gives a forgotten passphrase up: every account must be connected again,
// and nothing else is lost.
func (s *VaultService) BeginAnew(ctx context.Context) error {
	return s.change(func(v Protected) error { return v.BeginAnew(ctx, s.business) })
}

func (s *VaultService) change(do func(v Protected) error) error {
	if s.vault == nil {
		return app.Fail(app.CodeConflict, "vault.error.no_passphrase")
	}
	if err := do(s.vault); err != nil {
		return err
	}
	app.Emit(s.events, VaultChanged{})
	return nil
}
