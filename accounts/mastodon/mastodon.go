// Package mastodon publishes to servers that speak Mastodon's API: Mastodon
// itself, GoToSocial and Pixelfed. It reads back what it published.
//
// Facts come from Mastodon's documentation (docs.joinmastodon.org) and source,
// and from the source of GoToSocial and Pixelfed, all read between 2026-08 and
// 2026-11, unless a comment says that they were not checked.
package mastodon

import (
	"crypto/rand"
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// keyLife is how long an attempt is relied on to be recognised. Mastodon keeps
// an Idempotency-Key for an hour after it made the status (PostStatusService);
// what is left is for the call itself, and for clocks that do not agree.
const keyLife = 55 * time.Minute

// settleTime is how long a server may still be at work on a call whose answer
// never came. The key is kept once the status is made, and versions of Mastodon
// without a lock around that would let a repetition overtake the first call.
const settleTime = 5 * time.Minute

// Connector speaks to servers of Mastodon's network. It fulfils
// networks.Connector and all that is optional, but that there is nothing to name before
// it is published.
type Connector struct {
	client *http.Client
	clock  app.Clock
	random io.Reader
}

var (
	_ networks.Asking      = (*Connector)(nil)
	_ networks.Conversing  = (*Connector)(nil)
	_ networks.Deleting    = (*Connector)(nil)
	_ networks.Editing     = (*Connector)(nil)
	_ networks.Keeping     = (*Connector)(nil)
	_ networks.Listing     = (*Connector)(nil)
	_ networks.Measuring   = (*Connector)(nil)
	_ networks.Moderating  = (*Connector)(nil)
	_ networks.Recognising = (*Connector)(nil)
	_ networks.Rehearsing  = (*Connector)(nil)
	_ networks.Metered     = (*Connector)(nil)
)

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used, never its cookies nor its way with redirects. A nil random
// means the system's secure source.
func New(client *http.Client, clock app.Clock, random io.Reader) *Connector {
	if random == nil {
		random = rand.Reader
	}
	return &Connector{client: wire.NewClient(client), clock: clock, random: random}
}

// Network returns networks.Mastodon.
func (c *Connector) Network() networks.Network { return networks.Mastodon }

// ReadBack returns networks.ByList: what an account published is listed, and no
// more can be said of every server.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// ReadBackOf returns networks.ByIdentity for an attempt on a server of Mastodon
// that has had its time and whose key is kept: a repetition makes nothing new.
// GoToSocial ignores the
// key, and Pixelfed refuses a second use of it without telling what the first
// made; of other software nothing is known.
func (c *Connector) ReadBackOf(a networks.Account, id networks.Identity) networks.ReadBack {
	if keepsKeys(a) && c.recognised(id) && c.age(id) >= settleTime {
		return networks.ByIdentity
	}
	return networks.ByList
}

// keepsKeys reports whether the server of an account answers a repeated attempt
// with what the first made.
func keepsKeys(a networks.Account) bool { return a.Instance.Software == networks.SoftwareMastodon }

// recognised reports whether an attempt is young enough for its key to be kept.
func (c *Connector) recognised(id networks.Identity) bool {
	age := c.age(id)
	return age >= 0 && age < keyLife
}

// age is how long ago an attempt was made, negative once the clock was set back.
func (c *Connector) age(id networks.Identity) time.Duration { return c.clock.Now().Sub(id.CreatedAt) }

// Under implements networks.Answering. Comments are answers like any other, which
// owners write as parts of a thread.
func (c *Connector) Under() networks.Under { return networks.Under{Threads: true} }

// Identify draws a key of 128 bits, in the form of a UUID.
func (c *Connector) Identify(now time.Time) networks.Identity {
	b := c.draw(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80 // version 4 (RFC 9562)
	h := hex.EncodeToString(b)
	return networks.Identity{
		Key:       h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:],
		CreatedAt: now.UTC().Truncate(time.Millisecond),
	}
}

// draw returns random bytes.
func (c *Connector) draw(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(c.random, b); err != nil {
		// The system's source never fails on the systems Go supports; a seeded
		// reader that runs dry is a programming error.
		panic("mastodon: random source failed: " + err.Error())
	}
	return b
}
