// Package facebook publishes to a Facebook Page with an access token that the
// owner pasted, and reads back what it published.
//
// Facts come from developers.facebook.com, "Pages API" (Getting Started, Manage
// Pages, Posts and Comments), read 2026-11, unless a comment says otherwise.
package facebook

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Connector speaks to the Graph API of Pages. It fulfils networks.Conversing, Deleting,
// Editing, Listing, Measuring and Moderating.
type Connector struct {
	api    graph.API
	random io.Reader
}

var (
	_ networks.Answering  = (*Connector)(nil)
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Editing    = (*Connector)(nil)
	_ networks.Expiring   = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
	_ networks.Rehearsing = (*Connector)(nil)
)

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used. A nil random means the system's secure source.
func New(client *http.Client, clock app.Clock, random io.Reader) *Connector {
	if random == nil {
		random = rand.Reader
	}
	return &Connector{
		api: graph.API{
			Network: networks.Facebook, Client: wire.NewClient(client), Clock: clock,
			// The documentation shows v25.0 and v26.0; a version lives two years.
			Official: "https://graph.facebook.com", Version: "/v25.0",
		},
		random: random,
	}
}

// Network returns networks.Facebook.
func (c *Connector) Network() networks.Network { return networks.Facebook }

// ReadBack returns networks.ByList: nothing of a post is ours to choose.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// Under returns comments: the network has no threads.
func (c *Connector) Under() networks.Under { return networks.Under{Comments: true} }

// Identify chooses a key for the ledger alone, which the network never sees, and
// the time that reading back goes by.
func (c *Connector) Identify(now time.Time) networks.Identity {
	key := make([]byte, 16)
	if _, err := io.ReadFull(c.random, key); err != nil {
		// The system's source never fails; without it nothing else is safe.
		panic("facebook: " + err.Error())
	}
	return networks.Identity{Key: hex.EncodeToString(key), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

func of(a networks.Account, permission string) graph.Account {
	return graph.Account{Network: networks.Facebook, Handle: a.Handle, Permission: permission}
}

// secretsOf lists what no excerpt may show.
func secretsOf(c networks.Credential) []string { return []string{c.Secret, tokenOf(c)} }
