// Package bluesky publishes to Bluesky and to any other AT Protocol server with
// an app password, and reads back what it published.
//
// Facts of the protocol come from the source of the AT Protocol server
// (@atproto/pds 0.4.217, read 2026-11) and from the lexicons it ships, unless a
// comment says otherwise.
package bluesky

import (
	"crypto/rand"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// collection is where an account's posts live.
const collection = "app.bsky.feed.post"

// Connector speaks to AT Protocol servers. It fulfils networks.Connector, and all that
// is optional but Editing: the network knows no edited posts, and whether people would
// see the new text of a record that was changed was not checked.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *keys
}

var (
	_ networks.Answering  = (*Connector)(nil)
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Filming    = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Metered    = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
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
	return &Connector{
		client: wire.NewClient(client),
		clock:  clock,
		keys:   &keys{random: random},
	}
}

// Network returns networks.Bluesky.
func (c *Connector) Network() networks.Network { return networks.Bluesky }

// ReadBack returns networks.ByIdentity: a server never holds two records under
// one key.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByIdentity }

// Under returns threads: a reply is a post. The network has no other comments.
func (c *Connector) Under() networks.Under { return networks.Under{Threads: true} }

// Identify chooses a record key and a creation time. Keys of one connector
// always grow.
func (c *Connector) Identify(now time.Time) networks.Identity {
	created := now.UTC().Truncate(time.Millisecond)
	return networks.Identity{Key: c.keys.next(created), CreatedAt: created}
}
