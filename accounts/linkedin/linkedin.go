// Package linkedin publishes to LinkedIn, as a member or as a page, with an
// access token that the owner makes in LinkedIn's developer portal, and reads
// back what a page published.
//
// Facts come from LinkedIn's own documentation (learn.microsoft.com/linkedin:
// Posts, Images, Comments, Organizations and "little" text, read 2026-11) unless
// a comment says otherwise. None was tried against LinkedIn itself.
//
// A token lives sixty days and is not renewed: LinkedIn gives the means to its
// approved partners only. Neither its end nor its permissions can be read
// without the secret of the application, so that what it permits is tried
// instead, with calls that show nothing to anybody.
package linkedin

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
	official = "https://api.linkedin.com"
	// version is that of the API spoken. Each is served for a year, then refused
	// with 426: this one was documented in 2026-05.
	version = "202605"
)

// Connector speaks LinkedIn's REST API. It fulfils networks.Conversing, Deleting, Editing,
// Listing, Measuring and Moderating; of what it reads, a member's account tells nothing.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *wire.Keys
}

var (
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Editing    = (*Connector)(nil)
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

// Network returns networks.LinkedIn.
func (c *Connector) Network() networks.Network { return networks.LinkedIn }

// ReadBack returns networks.ByList, which is true of pages. Find answers
// Unreadable for members: the permission to read their posts is granted to few
// programs.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// ReadBackOf tells pages, which are read back by list, from members.
func (c *Connector) ReadBackOf(a networks.Account, _ networks.Identity) networks.ReadBack {
	if isPage(a) {
		return networks.ByList
	}
	return networks.ByOwner
}

// Under says that LinkedIn has comments and no threads.
func (c *Connector) Under() networks.Under { return networks.Under{Comments: true} }

// Identify chooses the identity of an attempt. LinkedIn takes no key: this one
// tells attempts apart for the ledger alone.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: c.keys.Next(), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}
