// Package networkstest holds what stands in for the file, the keyring and the
// clock in the tests of accounts and connectors.
package networkstest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Clock is a clock that tests set.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that stands at now.
func NewClock(now time.Time) *Clock { return &Clock{now: now} }

// Now implements app.Clock.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Accounts is a networks.AccountStore in memory that stops when its context does. Err, when set, is what saving
// answers; Held are accounts that deliveries refer to.
type Accounts struct {
	mu   sync.Mutex
	all  []networks.Account
	Err  error
	Held map[app.ID]bool
}

var _ networks.AccountStore = (*Accounts)(nil)

// Accounts implements networks.AccountStore.
func (s *Accounts) Accounts(context.Context) ([]networks.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all), nil
}

// Account implements networks.AccountStore.
func (s *Accounts) Account(_ context.Context, id app.ID) (networks.Account, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.all {
		if a.ID == id {
			return a, nil
		}
	}
	return networks.Account{}, app.Fail(app.CodeNotFound, "networkstest.not_found")
}

// SaveAccount implements networks.AccountStore.
func (s *Accounts) SaveAccount(ctx context.Context, a networks.Account) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(s.Err, ctx.Err()); err != nil {
		return err
	}
	for i := range s.all {
		if s.all[i].ID == a.ID {
			s.all[i] = a
			return nil
		}
	}
	s.all = append(s.all, a)
	return nil
}

// RemoveAccount implements networks.AccountStore.
func (s *Accounts) RemoveAccount(_ context.Context, id app.ID) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.Held[id] {
		return app.Fail(app.CodeConflict, "networkstest.held")
	}
	s.all = slices.DeleteFunc(s.all, func(a networks.Account) bool { return a.ID == id })
	return nil
}

// Vault is a networks.Vault in memory that stops when its context does. Err, when set, is what storing answers.
type Vault struct {
	mu   sync.Mutex
	kept map[[2]app.ID]networks.Credential
	Err  error
}

var _ networks.Vault = (*Vault)(nil)

// Store implements networks.Vault.
func (v *Vault) Store(ctx context.Context, business, account app.ID, c networks.Credential) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := errors.Join(v.Err, ctx.Err()); err != nil {
		return err
	}
	if v.kept == nil {
		v.kept = make(map[[2]app.ID]networks.Credential)
	}
	v.kept[[2]app.ID{business, account}] = c
	return nil
}

// Load implements networks.Vault.
func (v *Vault) Load(_ context.Context, business, account app.ID) (networks.Credential, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	c, ok := v.kept[[2]app.ID{business, account}]
	if !ok {
		return c, app.Fail(app.CodeNotFound, "vault.error.not_found")
	}
	return c, nil
}

// Forget implements networks.Vault.
func (v *Vault) Forget(_ context.Context, business, account app.ID) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if _, ok := v.kept[[2]app.ID{business, account}]; !ok {
		return app.Fail(app.CodeNotFound, "vault.error.not_found")
	}
	delete(v.kept, [2]app.ID{business, account})
	return nil
}

// Len returns how many credentials are kept.
func (v *Vault) Len() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.kept)
}
