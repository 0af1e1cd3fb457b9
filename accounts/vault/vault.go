// Package vault keeps the credentials of accounts outside the business's file:
// encrypted in the configuration folder, with a key that only the system's keyring
// holds, or that the owner's passphrase opens. It fulfils networks.Protected.
package vault

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"sync"

	"parvis/app"
	"parvis/app/networks"
)

// Vault keeps one file per business in its folder. It is safe for concurrent
// use by one process.
type Vault struct {
	dir  string
	ring Keyring
	cost cost // of deriving a key from a passphrase

	mu   sync.Mutex
	keys map[app.ID]key // of the businesses opened so far
}

var _ networks.Vault = (*Vault)(nil)

// New returns the vault of a folder, which is made when first needed. ring is
// System outside tests.
func New(dir string, ring Keyring) *Vault {
	return &Vault{dir: dir, ring: ring, cost: presentCost, keys: make(map[app.ID]key)}
}

// Store keeps the credential of an account and returns once it is on the disk.
// A vault that can no longer be read is set aside and begun anew: reconnecting
// mends it. Errors: CodeUnavailable when the keyring or the disk cannot be reached
// or the passphrase was not given yet, CodeConflict when a later version of Parvis wrote the vault.
func (v *Vault) Store(ctx context.Context, business, account app.ID, c networks.Credential) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := v.readMending(business)
	if err != nil {
		return err
	}
	k, err := v.keyFor(ctx, business, kept)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(c)
	if err != nil {
		return app.Fail(app.CodeInternal, "vault.error.disk").Because(errors.New("a credential has no JSON form"))
	}
	if kept.Accounts == nil {
		kept.Accounts = make(map[app.ID]entry)
	}
	kept.Accounts[account] = entry{Key: k.name(), Sealed: k.seal(plain, boundTo(business, account))}
	return v.write(v.path(business), kept)
}

// Load returns the credential of an account. Errors: CodeNotFound when the
// vault holds none that can be read (the account must be reconnected),
// CodeUnavailable when the keyring or the disk cannot be reached or the passphrase
// was not given yet, CodeConflict when a later version of Parvis wrote the vault.
func (v *Vault) Load(ctx context.Context, business, account app.ID) (networks.Credential, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	kept, err := read(v.path(business))
	if err != nil {
		return networks.Credential{}, err
	}
	e, ok := kept.Accounts[account]
	if !ok {
		return networks.Credential{}, app.Fail(app.CodeNotFound, "vault.error.not_found")
	}
	k, err := v.key(ctx, business, kept)
	if errors.Is(err, errNoKey) {
		return networks.Credential{}, app.Fail(app.CodeNotFound, "vault.error.not_found").Because(err)
	}
	if err != nil {
		return networks.Credential{}, err
	}
	if e.Key != k.name() {
		return networks.Credential{}, app.Fail(app.CodeNotFound, "vault.error.not_found").Because(errors.New("sealed with another key"))
	}
	plain, err := k.open(e.Sealed, boundTo(business, account))
	var c networks.Credential
	if err != nil || json.Unmarshal(plain, &c) != nil {
		// What was decrypted is never part of an error.
		return networks.Credential{}, damaged(errors.New("an entry cannot be opened"))
	}
	return c, nil
}

// Forget removes the credential of an account; the error has CodeNotFound when
// there was none. It needs no keyring.
func (v *Vault) Forget(_ context.Context, business, account app.ID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	path := v.path(business)
	kept, err := read(path)
	if err != nil {
		return err
	}
	if _, ok := kept.Accounts[account]; !ok {
		return app.Fail(app.CodeNotFound, "vault.error.not_found")
	}
	delete(kept.Accounts, account)
	return v.write(path, kept)
}

func (v *Vault) path(business app.ID) string { return filepath.Join(v.dir, fileName(business)) }
