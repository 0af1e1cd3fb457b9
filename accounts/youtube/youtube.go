// Package youtube publishes videos to a channel of YouTube with the owner's own
// application at Google, of the kind "Desktop app", by a consent given in a browser
// (OAuth 2.0 with PKCE).
//
// Facts come from Google's own documentation (developers.google.com, YouTube Data API
// v3, its guide to resumable uploads and OAuth 2.0 for desktop apps, read 2026-11)
// unless a comment says otherwise. None was tried against YouTube itself.
//
// A video is uploaded in a session that has an address. Nothing of it exists before
// its last byte is in: all but the last bytes belong to the preparation, and the call
// that brings those is the one that publishes. The session's address is what an attempt
// is recognised by.
package youtube

import (
	"crypto/rand"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Where Google answers. A server of tests answers for all of them.
const (
	official   = "https://www.googleapis.com"
	consentAt  = "https://accounts.google.com"
	tokensAt   = "https://oauth2.googleapis.com"
	uploadPath = "/upload/youtube/v3/videos"
)

// Connector speaks YouTube's API. It fulfils networks.Asking, networks.Naming,
// networks.Filming, networks.Expiring, networks.Remembering and networks.Rehearsing.
type Connector struct {
	client *http.Client
	clock  app.Clock
	keys   *wire.Keys
}

var (
	_ networks.Asking      = (*Connector)(nil)
	_ networks.Naming      = (*Connector)(nil)
	_ networks.Filming     = (*Connector)(nil)
	_ networks.Expiring    = (*Connector)(nil)
	_ networks.Remembering = (*Connector)(nil)
	_ networks.Rehearsing  = (*Connector)(nil)
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

// Network returns networks.YouTube.
func (c *Connector) Network() networks.Network { return networks.YouTube }

// ReadBack returns networks.ByIdentity: the session of an upload tells what became of
// it, as long as YouTube knows it.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByIdentity }

// SendsFilms says that it sends films, and nothing else.
func (c *Connector) SendsFilms() bool { return true }

// Identify chooses an identity for what has no session, which Publish does not send.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{Key: c.keys.Next(), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

// Named returns the address of the session that a preparation uploaded in.
func (c *Connector) Named(p networks.Prepared) string { return parseNote(p).Session }
