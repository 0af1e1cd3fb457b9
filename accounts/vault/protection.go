package vault

import (
	"context"
	"encoding/base64"
	"errors"
	"maps"
	"os"
	"slices"

	"parvis/app"
	"parvis/app/networks"
)

// A move from one protection to the other, or to another passphrase, seals
// everything anew with a new key and replaces the file in one step: before it the
// former protection holds, after it the new one. A former copy of the file with the
// former passphrase opens nothing of what is kept later.

var _ networks.Protected = (*Vault)(nil)

// Protection implements networks.Protected. A vault that can no longer be read is
// protected by nothing.
func (v *Vault) Protection(_ context.Context, business app.ID) (networks.Protection, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if errors.Is(err, errDamaged) {
		return networks.Protection{}, nil
	}
	if err != nil {
		return networks.Protection{}, err
	}
	p := networks.Protection{Passphrase: kept.Passphrase != nil, Kept: slices.Sorted(maps.Keys(kept.Accounts))}
	if p.Passphrase {
		_, opened := v.opened(business, kept)
		p.Locked = !opened
	}
	return p, nil
}

// Ready implements networks.Protected.
func (v *Vault) Ready(ctx context.Context, business app.ID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if err != nil && !errors.Is(err, errDamaged) {
		return err // Store mends a damaged one
	}
	_, err = v.keyFor(ctx, business, kept)
	return err
}

// Unlock implements networks.Protected. A vault whose passphrase was stretched less
// than is usual today is wrapped anew.
func (v *Vault) Unlock(_ context.Context, business app.ID, passphrase string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	path := v.path(business)
	kept, err := read(path)
	if err != nil {
		return err
	}
	k, err := unwrap(kept, business, passphrase)
	if err != nil {
		return err
	}
	v.keys[business] = k
	if kept.Passphrase.below(v.cost) {
		kept.Passphrase = k.wrapped(business, passphrase, v.cost)
		// The former wrap serves as long as this one cannot be written.
		_ = v.write(path, kept)
	}
	return nil
}

// unwrap returns the key of a vault that a passphrase protects.
func unwrap(kept contents, business app.ID, passphrase string) (key, error) {
	if kept.Passphrase == nil {
		return key{}, app.Fail(app.CodeConflict, "vault.error.no_passphrase")
	}
	k, err := kept.Passphrase.unwrap(business, passphrase)
	if err != nil {
		return key{}, app.Fail(app.CodeInvalid, "vault.error.passphrase_wrong").Because(err)
	}
	if k.name() != kept.Passphrase.Key {
		return key{}, damaged(errors.New("the wrapped key is not the one named"))
	}
	return k, nil
}

// UsePassphrase implements networks.Protected. What the keyring held is forgotten
// there once the vault no longer needs it.
func (v *Vault) UsePassphrase(ctx context.Context, business app.ID, passphrase string, leaving bool) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := v.readMending(business)
	if err != nil {
		return err
	}
	if kept.Passphrase != nil {
		return app.Fail(app.CodeConflict, "vault.error.has_passphrase")
	}
	former, known := v.opened(business, kept)
	if !known && !leaving {
		switch former, err = v.fromKeyring(ctx, business); {
		case errors.Is(err, errNoKey):
		case err != nil:
			return err
		default:
			known = true
		}
	}
	if err := v.seal(business, kept, passphrase, former); err != nil {
		return err
	}
	if known {
		// Left there it would open former copies of the file only.
		_, _ = v.ask(ctx, func() (string, error) { return "", v.ring.Delete(keyringService, string(business)) })
	}
	return nil
}

// ChangePassphrase implements networks.Protected.
func (v *Vault) ChangePassphrase(_ context.Context, business app.ID, former, passphrase string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if err != nil {
		return err
	}
	k, err := unwrap(kept, business, former)
	if err != nil {
		return err
	}
	return v.seal(business, kept, passphrase, k)
}

// seal seals everything that former opens with a new key, and that with a passphrase.
func (v *Vault) seal(business app.ID, kept contents, passphrase string, former key) error {
	k := key(random(keyLength))
	kept.Accounts = resealed(kept.Accounts, business, k, former)
	kept.Passphrase = k.wrapped(business, passphrase, v.cost)
	if err := v.write(v.path(business), kept); err != nil {
		return err
	}
	v.keys[business] = k
	return nil
}

// UseKeyring implements networks.Protected. A key that the keyring has kept is used
// again, so that nothing sealed with it is lost.
func (v *Vault) UseKeyring(ctx context.Context, business app.ID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if err != nil {
		return err
	}
	if kept.Passphrase == nil {
		return nil
	}
	former, opened := v.opened(business, kept)
	if !opened {
		return passphraseNeeded()
	}
	k, err := v.fromKeyring(ctx, business)
	if errors.Is(err, errNoKey) {
		k, err = v.newKey(ctx, business)
	}
	if err != nil {
		return err
	}
	kept.Accounts, kept.Passphrase = resealed(kept.Accounts, business, k, former), nil
	if err := v.write(v.path(business), kept); err != nil {
		return err
	}
	v.keys[business] = k
	return nil
}

// BeginAnew implements networks.Protected.
func (v *Vault) BeginAnew(_ context.Context, business app.ID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if err != nil {
		return err
	}
	if kept.Passphrase == nil {
		return app.Fail(app.CodeConflict, "vault.error.no_passphrase")
	}
	delete(v.keys, business)
	return v.write(v.path(business), contents{})
}

// resealed returns the entries with those that a former key opens sealed with k. The
// others stay as they are: their key may come back with its keyring.
func resealed(entries map[app.ID]entry, business app.ID, k, former key) map[app.ID]entry {
	all := maps.Clone(entries)
	for account, e := range entries {
		bound := boundTo(business, account)
		if e.Key != former.name() {
			continue
		}
		if plain, err := former.open(e.Sealed, bound); err == nil {
			all[account] = entry{Key: k.name(), Sealed: k.seal(plain, bound)}
		}
	}
	return all
}

// passphraseNeeded is the error of a vault that waits for its passphrase.
func passphraseNeeded() error {
	return app.Fail(app.CodeUnavailable, networks.KeyVaultLocked).Because(networks.ErrVaultLocked)
}

// readMending returns the contents of a vault, and sets one aside that can no longer be
// read.
func (v *Vault) readMending(business app.ID) (contents, error) {
	path := v.path(business)
	kept, err := read(path)
	if !errors.Is(err, errDamaged) {
		return kept, err
	}
	if err := os.Rename(path, path+".damaged"); err != nil {
		return contents{}, diskError(err)
	}
	return contents{}, nil
}

// keyOf reads a key as the keyring keeps it, or returns errNoKey.
func keyOf(text string) (key, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(b) != keyLength {
		return key{}, errNoKey
	}
	return key(b), nil
}
