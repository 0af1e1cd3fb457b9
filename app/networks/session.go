package networks

import (
	"context"
	"errors"
	"sync"

	"parvis/app"
)

// Sessions opens the accounts of one business and is the only place where their
// credentials are read, renewed and kept: one refresher per account. It is safe
// for concurrent use.
type Sessions struct {
	business app.ID
	accounts AccountStore
	vault    Vault
	clock    app.Clock
	events   *app.Events

	mu    sync.Mutex
	locks map[app.ID]chan struct{}
	// unsaved holds what the vault refused to take for the moment: the network
	// may have let the older session die already.
	unsaved map[app.ID]Credential
}

// NewSessions returns the sessions of a business.
func NewSessions(business app.ID, accounts AccountStore, vault Vault, clock app.Clock, events *app.Events) *Sessions {
	return &Sessions{
		business: business, accounts: accounts, vault: vault, clock: clock, events: events,
		locks: make(map[app.ID]chan struct{}), unsaved: make(map[app.ID]Credential),
	}
}

// Open returns an account with its credential, ready for a connector. Errors:
// CodeNotFound when the account or its credential is not there (the owner must
// reconnect it), CodeConflict for a hand-fed account, CodeUnauthorised when the
// network said that the credential is dead, CodeUnavailable when the keyring
// cannot be reached or the vault waits for its passphrase (ErrVaultLocked).
func (s *Sessions) Open(ctx context.Context, id app.ID) (Session, error) {
	unlock, err := s.lock(ctx, id)
	if err != nil {
		return Session{}, err
	}
	defer unlock()
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return Session{}, err
	}
	switch a.State {
	case AccountHandFed:
		return Session{}, app.Fail(app.CodeConflict, "networks.error.hand_fed", "Account", a.Handle, "Network", a.Network.Name())
	case AccountExpired:
		return Session{}, expired(a)
	}
	c, err := s.load(ctx, id)
	if err != nil {
		return Session{}, err
	}
	return Session{
		Account: a, Credential: c,
		Renew: func(ctx context.Context, stale string, obtain Obtain) (string, error) {
			return s.renew(ctx, id, stale, obtain)
		},
	}, nil
}

// Report records what a call made with an account's credential came to: nil
// tells that it worked, CodeUnauthorised that the network declared it dead. Any
// other error says nothing about the credential and changes nothing.
func (s *Sessions) Report(ctx context.Context, id app.ID, outcome error) error {
	if outcome != nil && app.CodeOf(outcome) != app.CodeUnauthorised {
		return nil
	}
	unlock, err := s.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	a, err := s.accounts.Account(ctx, id)
	// A call that began before the credential died does not bring it back.
	if err != nil || outcome == nil && a.State == AccountExpired {
		return err
	}
	return s.record(ctx, id, outcome == nil)
}

func (s *Sessions) renew(ctx context.Context, id app.ID, stale string, obtain Obtain) (string, error) {
	unlock, err := s.lock(ctx, id)
	if err != nil {
		return "", err
	}
	defer unlock()
	c, err := s.load(ctx, id)
	if err != nil {
		return "", err
	}
	if c.Session != "" && c.Session != stale {
		return c.Session, nil
	}
	session, err := obtain(ctx, c)
	// What the network has answered is written down even if the caller stopped
	// waiting meanwhile.
	ctx = context.WithoutCancel(ctx)
	if err != nil {
		if app.CodeOf(err) == app.CodeUnauthorised {
			err = errors.Join(err, s.record(ctx, id, false))
		}
		return "", err
	}
	if session == "" {
		return "", app.Fail(app.CodeInternal, "networks.error.empty_session")
	}
	c.Session = session
	s.keep(ctx, id, c)
	// The session serves even when the file cannot be written just now: only the
	// time of its last success is missed.
	_ = s.record(ctx, id, true)
	return session, nil
}

// keep hands a renewed credential to the vault, or holds it in memory until the
// vault takes it.
func (s *Sessions) keep(ctx context.Context, id app.ID, c Credential) {
	err := s.vault.Store(ctx, s.business, id, c)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.unsaved[id] = c
		return
	}
	delete(s.unsaved, id)
}

func (s *Sessions) load(ctx context.Context, id app.ID) (Credential, error) {
	s.mu.Lock()
	c, held := s.unsaved[id]
	s.mu.Unlock()
	if held {
		s.keep(ctx, id, c)
		return c, nil
	}
	c, err := s.vault.Load(ctx, s.business, id)
	if errors.Is(err, ErrVaultLocked) {
		app.Emit(s.events, VaultNeeded{})
	}
	return c, err
}

// ready returns why a credential could not be kept now, nil when it could: asked
// before a network is, whose consent would be given for nothing.
func (s *Sessions) ready(ctx context.Context) error {
	if v, ok := s.vault.(Protected); ok {
		return v.Ready(ctx, s.business)
	}
	return nil
}

// peek returns the credential of an account as it is known now, without waiting for
// whoever renews it.
func (s *Sessions) peek(ctx context.Context, id app.ID) (Credential, error) {
	s.mu.Lock()
	c, held := s.unsaved[id]
	s.mu.Unlock()
	if held {
		return c, nil
	}
	return s.vault.Load(ctx, s.business, id)
}

// kept returns what an account was signed in to with, be it dead.
func (s *Sessions) kept(ctx context.Context, id app.ID) (Credential, error) {
	unlock, err := s.lock(ctx, id)
	if err != nil {
		return Credential{}, err
	}
	defer unlock()
	return s.load(ctx, id)
}

// record writes what is known of the credential of an account that is still
// there and not hand-fed.
func (s *Sessions) record(ctx context.Context, id app.ID, worked bool) error {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return err
	}
	switch {
	case a.State == AccountHandFed:
		return nil
	case worked:
		a.State, a.LastSuccess = AccountConnected, s.clock.Now().UTC()
	default:
		a.State = AccountExpired
	}
	if err := s.accounts.SaveAccount(ctx, a); err != nil {
		return err
	}
	app.Emit(s.events, AccountsChanged{})
	return nil
}

// replace stores the credential of a new or newly connected account; forget
// removes it. The caller holds the account's lock.
func (s *Sessions) replace(ctx context.Context, id app.ID, c Credential) error {
	if err := s.vault.Store(ctx, s.business, id, c); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.unsaved, id)
	return nil
}

func (s *Sessions) forget(ctx context.Context, id app.ID) error {
	s.mu.Lock()
	delete(s.unsaved, id)
	s.mu.Unlock()
	return s.vault.Forget(ctx, s.business, id)
}

// lock waits for its turn on an account, or for the end of ctx.
func (s *Sessions) lock(ctx context.Context, id app.ID) (unlock func(), err error) {
	s.mu.Lock()
	turn, ok := s.locks[id]
	if !ok {
		turn = make(chan struct{}, 1)
		s.locks[id] = turn
	}
	s.mu.Unlock()
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, interrupted(ctx.Err())
	}
}

// interrupted tells that what was asked for was given up before its end.
func interrupted(cause error) error {
	return app.Fail(app.CodeUnavailable, "networks.error.interrupted").Because(cause)
}

func expired(a Account) error {
	return app.Fail(app.CodeUnauthorised, "networks.error.expired", "Account", a.Handle, "Network", a.Network.Name())
}
