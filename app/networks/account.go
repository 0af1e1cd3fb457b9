package networks

import (
	"context"
	"time"

	"parvis/app"
)

// AccountState says whether an account can be used.
type AccountState string

// States of an account.
const (
	AccountConnected AccountState = "connected" // its credential worked last time
	AccountExpired   AccountState = "expired"   // the network said its credential is dead
	AccountHandFed   AccountState = "hand_fed"  // no credential: readings are typed, nothing is sent
)

// Account is a presence of the business on a network. Its credential is never
// here: the vault keeps it under the account's ID.
type Account struct {
	ID       app.ID
	Network  Network
	Handle   string // as shown: boulangerie-martin.bsky.social
	Service  string // base address of the server that holds it, "" where the network has one only
	RemoteID string // the network's own identifier (DID ...), "" when hand-fed
	// Instance is what the server that holds it said of its limits when it was
	// connected, zero where servers have none of their own.
	Instance Instance
	State    AccountState
	// LastSuccess is the last time a call with its credential worked, zero when
	// never.
	LastSuccess time.Time
	CreatedAt   time.Time
}

// Sends reports whether posts may be meant for the account: it was connected, be
// it that its credential has died since, on a network this version knows. To a
// hand-fed account nothing is ever sent.
func (a Account) Sends() bool { return a.State != AccountHandFed && a.Network.Known() }

// Limits returns the bounds that a post meets there, or false on a network that
// this version does not know.
func (a Account) Limits() (Limits, bool) {
	l, ok := LimitsOf(a.Network)
	return l.On(a.Instance), ok
}

// AccountStore keeps accounts in the file.
type AccountStore interface {
	// Accounts returns every account, in the order they were added.
	Accounts(ctx context.Context) ([]Account, error)
	// Account returns one account, or an error with CodeNotFound.
	Account(ctx context.Context, id app.ID) (Account, error)
	// SaveAccount adds an account or replaces the one of the same ID.
	SaveAccount(ctx context.Context, a Account) error
	// RemoveAccount forgets an account. It fails with CodeConflict when
	// deliveries refer to it: their proof names it.
	RemoveAccount(ctx context.Context, id app.ID) error
}

// AccountsChanged is emitted after accounts were added, changed or removed.
type AccountsChanged struct{}

// Credential is what an account signs in with. It exists in memory and in the
// vault only.
type Credential struct {
	Identifier string // handle or e-mail address typed by the owner
	Secret     string // app password
	// Session is the connector's own renewable state (tokens), opaque here.
	Session string
}
