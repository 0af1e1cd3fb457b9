package networks

import (
	"context"
	"time"
)

// Editing is a connector that can change what a published post says.
type Editing interface {
	Connector
	// Edits says how far posts can be changed. It never changes.
	Edits() Edits
	// Edit makes a post of the account say c.Text, under c.Title where posts have
	// titles; the rest of the post, its pictures among it, stays as it is. remoteID is
	// that of Publish or Find. Whatever must be read first, one call changes something,
	// and it is made once. Created: the post says so now, and RemoteID and Permalink are
	// those it has from now on. Refused has CodeNotFound when the post is gone, CodeInvalid
	// when the network does not take the text. Unknown: the post says what it said before,
	// or what it was to say; it is repeated blindly only where Edits.Repeatable. The rest
	// is as of Publish.
	Edit(ctx context.Context, s Session, remoteID string, c Content) Result
}

// Edits is how a network lets posts be changed.
type Edits struct {
	Titles bool // their titles too
	// Repeatable says that an edit made twice leaves what it left when made once: an
	// Unknown one may be made again.
	Repeatable bool
	Within     time.Duration // how long after it was published, 0 for ever
}

// EditsOf returns how a connector changes posts, false for one that does not.
func EditsOf(c Connector) (Edits, bool) {
	e, ok := c.(Editing)
	if !ok {
		return Edits{}, false
	}
	return e.Edits(), true
}
