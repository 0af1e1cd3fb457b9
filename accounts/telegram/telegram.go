// Package telegram publishes to a Telegram channel through a bot of the owner's
// (Bot API), and reads back what a public channel shows to everybody on the web.
//
// Methods and their limits come from the documentation of the Bot API
// (https://core.telegram.org/bots/api, read 2026-11 as client libraries quote
// it). The words of its refusals and the form of the public page are documented
// nowhere: they are those that other programs' test data showed in 2026-11, and
// were never checked against Telegram itself.
package telegram

import (
	"crypto/rand"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Where Telegram is. A server given in its place, as tests do, stands for both.
const (
	officialAPI  = "https://api.telegram.org"
	officialSite = "https://t.me"
)

// Connector speaks the Bot API. It fulfils networks.Deleting, Editing, Filming, Listing,
// Measuring and Rehearsing. What people say of a channel they say in another chat.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *wire.Keys
}

var (
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Editing    = (*Connector)(nil)
	_ networks.Filming    = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Rehearsing = (*Connector)(nil)
)

// SendsFilms says that it sends films.
func (c *Connector) SendsFilms() bool { return true }

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used, never its cookies nor its way with redirects. A nil random
// means the system's secure source.
func New(client *http.Client, clock app.Clock, random io.Reader) *Connector {
	if random == nil {
		random = rand.Reader
	}
	return &Connector{client: wire.NewClient(client), clock: clock, keys: wire.NewKeys(random)}
}

// Network returns networks.Telegram.
func (c *Connector) Network() networks.Network { return networks.Telegram }

// ReadBack returns networks.ByList: bots cannot list what they posted, but
// everybody can read a public channel. Of a private one Find says Unreadable.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// Identify chooses a key for the ledger alone: Telegram takes none.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: c.keys.Next(), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}
