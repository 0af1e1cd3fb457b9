// Package discord publishes to a channel of a Discord server through a webhook,
// which its owner makes in the settings of the channel.
//
// Facts come from Discord's own documentation (discord/discord-api-docs:
// resources/webhook, resources/message, topics/rate-limits and the list of
// codes, read 2026-11), unless a comment says otherwise.
package discord

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	official = "https://discord.com"
	api      = "/api/v10"
)

// Connector speaks to webhooks. It fulfils networks.Deleting, Editing, Filming and
// Rehearsing: a webhook reads and counts nothing.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *wire.Keys
}

var (
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Editing    = (*Connector)(nil)
	_ networks.Filming    = (*Connector)(nil)
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

// Network returns networks.Discord.
func (c *Connector) Network() networks.Network { return networks.Discord }

// ReadBack returns networks.ByOwner: a webhook can read a message whose number
// it knows, never list those it made, and takes no nonce.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByOwner }

// Identify chooses a key for the ledger alone: webhooks take none.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: c.keys.Next(), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

// Find asks nothing: only members of the server can look.
func (c *Connector) Find(context.Context, networks.Session, networks.Content, networks.Identity) (networks.Finding, networks.Result) {
	return networks.Unreadable, networks.Result{Call: networks.Call{Name: "webhook"}}
}
