package networks

import (
	"context"
	"strings"
	"unicode/utf8"

	"parvis/app"
)

// maxHandle bounds what an owner can type as the name of an account, in
// characters: a domain name has 253 at most (RFC 1035).
const maxHandle = 253

// AccountService is what owners do with the accounts of their business. It is
// safe for concurrent use.
type AccountService struct {
	directory Directory
	accounts  AccountStore
	sessions  *Sessions
	ids       *app.IDs
	clock     app.Clock
	events    *app.Events
	loopback  Loopback // nil where no browser can come back
	// reclaim takes back what the network of an account keeps, nil for nothing.
	reclaim func(ctx context.Context, account app.ID) error
}

// NewAccountService returns the service of one business; sessions is the one
// that everything else of the business uses.
func NewAccountService(directory Directory, accounts AccountStore, sessions *Sessions, ids *app.IDs, clock app.Clock, events *app.Events) *AccountService {
	return &AccountService{directory: directory, accounts: accounts, sessions: sessions, ids: ids, clock: clock, events: events}
}

// WithLoopback gives the service what browsers come back through, and returns it:
// without, no network can be signed in to in a browser.
func (s *AccountService) WithLoopback(l Loopback) *AccountService {
	s.loopback = l
	return s
}

// WithReclaim gives the service what takes back the posts that the network of an
// account keeps until their moment, and returns it. CodeUnavailable says that some
// could not be, CodeConflict that some are public by now.
func (s *AccountService) WithReclaim(f func(ctx context.Context, account app.ID) error) *AccountService {
	s.reclaim = f
	return s
}

// Accounts returns every account, in the order they were added.
func (s *AccountService) Accounts(ctx context.Context) ([]Account, error) {
	return s.accounts.Accounts(ctx)
}

// Connectable reports whether Parvis can publish to a network.
func (s *AccountService) Connectable(n Network) bool {
	_, ok := s.directory.Connector(n)
	return ok
}

// Connect signs in with what the owner typed and keeps the account and its
// credential. An account that the business already has there is connected
// again under its ID, a hand-fed one of the same name becomes a connected one.
// service may be empty. Nothing is kept once ctx has ended. Errors: CodeInvalid (no
// such network, address that is none), CodeUnauthorised (wrong credential),
// CodeUnavailable (network or keyring out of reach, vault that waits for its
// passphrase: nothing was asked of the network then), CodeLimited (asked too often).
func (s *AccountService) Connect(ctx context.Context, n Network, service, identifier, secret string) (Account, error) {
	signed, credential, err := s.signIn(ctx, n, service, identifier, secret)
	if err != nil {
		return Account{}, err
	}
	return s.enter(ctx, signed, credential)
}

// enter keeps an account just signed in to: under the ID it has if the business
// has it already.
func (s *AccountService) enter(ctx context.Context, signed Account, c Credential) (Account, error) {
	known, err := s.accounts.Accounts(ctx)
	if err != nil {
		return Account{}, err
	}
	for _, a := range known {
		if same(a, signed) {
			return s.save(ctx, a.ID, signed, c)
		}
	}
	return s.save(ctx, "", signed, c)
}

// Reconnect signs in again to an account whose credential died or was
// forgotten. identifier may be empty: the account's own name is used where the
// network signs in with that, or else what it was signed in to with before. It fails
// with CodeConflict when the credential opens another account, otherwise as Connect
// does.
func (s *AccountService) Reconnect(ctx context.Context, id app.ID, identifier, secret string) (Account, error) {
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if strings.TrimSpace(identifier) == "" {
		identifier = s.identifier(ctx, a)
	}
	signed, credential, err := s.signIn(ctx, a.Network, a.Service, identifier, secret)
	if err != nil {
		return Account{}, err
	}
	return s.enterAgain(ctx, a, signed, credential)
}

// identifier returns what an account signs in with, "" when that is not known any more.
func (s *AccountService) identifier(ctx context.Context, a Account) string {
	if EntryOf(a.Network).named() {
		return a.Handle
	}
	kept, err := s.sessions.kept(ctx, a.ID)
	if err != nil {
		return "" // the connector says what is missing
	}
	return kept.Identifier
}

// enterAgain keeps what a known account was signed in to with, if it is that one.
func (s *AccountService) enterAgain(ctx context.Context, a, signed Account, c Credential) (Account, error) {
	if !same(a, signed) {
		return Account{}, app.Fail(app.CodeConflict, "networks.error.other_account", "Account", a.Handle, "Other", signed.Handle)
	}
	return s.save(ctx, a.ID, signed, c)
}

// Disconnect forgets the credential of an account. The account stays, hand-fed:
// its readings, its messages and the proof of what was sent name it. What its network
// keeps until its moment is taken back first: CodeUnavailable, and nothing is changed,
// when that is not possible now. An account that must be connected again can be
// disconnected all the same: nobody could take anything back with it.
func (s *AccountService) Disconnect(ctx context.Context, id app.ID) error {
	if err := s.takeBack(ctx, id); err != nil {
		return err
	}
	return s.change(ctx, id, func(a Account) error {
		a.State = AccountHandFed
		return s.accounts.SaveAccount(ctx, a)
	})
}

func (s *AccountService) takeBack(ctx context.Context, id app.ID) error {
	if s.reclaim == nil {
		return nil
	}
	a, err := s.accounts.Account(ctx, id)
	if err != nil || a.State != AccountConnected {
		return err
	}
	if err := s.reclaim(ctx, id); err != nil && app.CodeOf(err) != app.CodeConflict {
		if app.CodeOf(err) == app.CodeUnavailable {
			return app.Fail(app.CodeUnavailable, "networks.error.entrusted", "Account", a.Handle, "Network", a.Network.Name()).Because(err)
		}
		return err
	}
	return nil
}

// Remove forgets an account with its credential, its readings and its messages.
// It fails with CodeConflict when deliveries refer to it, and changes nothing.
func (s *AccountService) Remove(ctx context.Context, id app.ID) error {
	return s.change(ctx, id, func(a Account) error { return s.accounts.RemoveAccount(ctx, a.ID) })
}

// change makes a change to an account after which it has no credential.
func (s *AccountService) change(ctx context.Context, id app.ID, f func(Account) error) error {
	unlock, err := s.sessions.lock(ctx, id)
	if err != nil {
		return err
	}
	defer unlock()
	a, err := s.accounts.Account(ctx, id)
	if err != nil {
		return err
	}
	if err := f(a); err != nil {
		return err
	}
	app.Emit(s.events, AccountsChanged{})
	if err := s.sessions.forget(context.WithoutCancel(ctx), id); err != nil && app.CodeOf(err) != app.CodeNotFound {
		return err
	}
	return nil
}

// AddHandFed adds an account for which readings are typed: nothing is ever sent
// to it. It fails with CodeInvalid for an empty or endless name or a network
// Parvis does not know, CodeConflict when the account is already there.
func (s *AccountService) AddHandFed(ctx context.Context, n Network, handle string) (Account, error) {
	handle = strings.TrimPrefix(strings.Join(strings.Fields(handle), " "), "@")
	if handle == "" || utf8.RuneCountInString(handle) > maxHandle || !utf8.ValidString(handle) {
		return Account{}, app.Fail(app.CodeInvalid, "networks.error.handle")
	}
	if _, ok := names[n]; !ok {
		return Account{}, app.Fail(app.CodeInvalid, "networks.error.network")
	}
	known, err := s.accounts.Accounts(ctx)
	if err != nil {
		return Account{}, err
	}
	for _, a := range known {
		if a.Network == n && strings.EqualFold(a.Handle, handle) {
			return Account{}, app.Fail(app.CodeConflict, "networks.error.already_there", "Account", handle, "Network", n.Name())
		}
	}
	a := Account{ID: s.ids.New(), Network: n, Handle: handle, State: AccountHandFed, CreatedAt: s.clock.Now().UTC()}
	if err := s.accounts.SaveAccount(ctx, a); err != nil {
		return Account{}, err
	}
	app.Emit(s.events, AccountsChanged{})
	return a, nil
}

func (s *AccountService) signIn(ctx context.Context, n Network, service, identifier, secret string) (Account, Credential, error) {
	connector, ok := s.directory.Connector(n)
	if !ok {
		return Account{}, Credential{}, app.Fail(app.CodeInvalid, "networks.error.no_connector", "Network", n.Name())
	}
	if err := s.sessions.ready(ctx); err != nil {
		return Account{}, Credential{}, err
	}
	return connector.Connect(ctx, service, identifier, secret)
}

// save keeps a signed-in account and its credential under id, or a new one. The
// credential comes first: an account said to be connected always has one.
func (s *AccountService) save(ctx context.Context, id app.ID, signed Account, c Credential) (Account, error) {
	isNew := id == ""
	if isNew {
		id = s.ids.New()
	}
	unlock, err := s.sessions.lock(ctx, id)
	if err != nil {
		return Account{}, err
	}
	defer unlock()
	if err := ctx.Err(); err != nil {
		return Account{}, interrupted(err)
	}
	// From here on all of it is kept or, told by an error, none: whoever gives up
	// now is too late.
	ctx = context.WithoutCancel(ctx)
	now := s.clock.Now().UTC()
	signed.ID, signed.State, signed.LastSuccess, signed.CreatedAt = id, AccountConnected, now, now
	if !isNew {
		before, err := s.accounts.Account(ctx, id)
		if err != nil {
			return Account{}, err
		}
		signed.CreatedAt = before.CreatedAt
	}
	if err := s.sessions.replace(ctx, id, c); err != nil {
		return Account{}, err
	}
	if err := s.accounts.SaveAccount(ctx, signed); err != nil {
		if isNew {
			// Nothing refers to the credential any more; should forgetting fail
			// too, an unreferenced ciphertext stays in the vault.
			_ = s.sessions.forget(ctx, id)
		}
		return Account{}, err
	}
	app.Emit(s.events, AccountsChanged{})
	return signed, nil
}

// same reports whether a freshly signed-in account is one the business has: by
// the network's own identifier, or by name for one that was fed by hand.
func same(known, signed Account) bool {
	if known.Network != signed.Network {
		return false
	}
	if known.RemoteID != "" {
		return known.RemoteID == signed.RemoteID
	}
	return strings.EqualFold(known.Handle, signed.Handle)
}
