// Package x publishes to X with the owner's own application: either by a consent
// given in a browser (OAuth 2.0 with PKCE, an application of the kind "Native
// App", which has no secret) or with the four values of OAuth 1.0a that X shows
// to whoever made the application.
//
// Facts come from X's own documentation (docs.x.com and its OpenAPI description
// 2.168, read 2026-11) unless a comment says otherwise. None was tried against X
// itself. X bills each post, each picture's description and each post read: what
// can be left unasked is.
package x

import (
	"crypto/rand"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	official = "https://api.x.com"
	// website is where consent is asked.
	website = "https://x.com"
)

// Connector speaks X's API. It fulfils networks.Asking, Answering, Conversing, Deleting, Filming, Listing,
// Measuring and Moderating. It does not edit: X lets only accounts that pay for it do so,
// for an hour, and what becomes of the pictures was not checked.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *wire.Keys
}

var (
	_ networks.Asking     = (*Connector)(nil)
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
	_ networks.Rehearsing = (*Connector)(nil)
)

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used, never its cookies nor its way with redirects. A nil random
// means the system's secure source.
func New(client *http.Client, clock app.Clock, random io.Reader) *Connector {
	if random == nil {
		random = rand.Reader
	}
	return &Connector{client: wire.NewClient(client), clock: clock, keys: wire.NewKeys(random)}
}

// Network returns networks.X.
func (c *Connector) Network() networks.Network { return networks.X }

// ReadBack returns networks.ByList: X takes no key from its clients. Reading is
// billed by the post, $0.001 to $0.005 (docs.x.com pricing, read 2026-08).
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// Under says that X has threads. X takes answers from programs where the author
// of the post named the account that answers (docs.x.com changelog, 2026-02-23);
// that one's own posts are free of that rule is not said.
func (c *Connector) Under() networks.Under { return networks.Under{Threads: true} }

// Identify chooses the identity of an attempt, which tells attempts apart for the
// ledger alone.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: c.keys.Next(), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}
