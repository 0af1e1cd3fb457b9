// Package wordpress publishes posts and comments on a WordPress site with an
// application password, and reads back what it published.
//
// Facts come from the source of WordPress 6.1.9 (wp-includes/rest-api,
// wp-includes/user.php, read 2026-11), unless a comment says otherwise.
package wordpress

import (
	"crypto/rand"
	"io"
	"net/http"
	"sync"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Connector speaks to the REST API of WordPress sites. It fulfils
// networks.Conversing, Deleting, Editing, Filming, Keeping, Listing and Moderating. A
// site counts nothing but comments.
type Connector struct {
	client *http.Client
	clock  app.Clock

	mu     sync.Mutex // of random
	random io.Reader
}

var (
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Editing    = (*Connector)(nil)
	_ networks.Filming    = (*Connector)(nil)
	_ networks.Keeping    = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
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
	return &Connector{client: wire.NewClient(client), clock: clock, random: random}
}

// Network returns networks.WordPress.
func (c *Connector) Network() networks.Network { return networks.WordPress }

// SendsFilms says that it sends films.
func (c *Connector) SendsFilms() bool { return true }

// ReadBack returns networks.ByList. A post is recognised by a slug of its own,
// but a site refuses no slug: it keeps a second post of the same slug under
// another one, so that an attempt made again would be a second post, and a
// request that the server still works on can make a post that was just read as
// absent.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByList }

// Under returns nothing: comments are for the visitors of a site, whom it answers.
func (c *Connector) Under() networks.Under { return networks.Under{} }

// The alphabet of keys makes no words and has nothing that is taken for something
// else.
const (
	keyAlphabet = "23456789bcdfghjkmnpqrstvwxz"
	keyLength   = 10
)

// Identify chooses what ends the slug of the attempt's post: one in some 10^14.
func (c *Connector) Identify(now time.Time) networks.Identity {
	c.mu.Lock()
	defer c.mu.Unlock()
	var key [keyLength]byte
	for i := 0; i < len(key); {
		var drawn [1]byte
		if _, err := io.ReadFull(c.random, drawn[:]); err != nil {
			// The system's source never fails on the systems Go supports; a seeded
			// reader that runs dry is a programming error.
			panic("wordpress: random source failed: " + err.Error())
		}
		// Every letter is as likely as any other.
		if int(drawn[0]) < 256/len(keyAlphabet)*len(keyAlphabet) {
			key[i] = keyAlphabet[int(drawn[0])%len(keyAlphabet)]
			i++
		}
	}
	return networks.Identity{Key: string(key[:]), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

// fail is an error about a WordPress site; args as of app.Fail.
func fail(code app.Code, key string, args ...any) *app.Error {
	return app.Fail(code, key, append(args, "Network", networks.WordPress.Name())...)
}
