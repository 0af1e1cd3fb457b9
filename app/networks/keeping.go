package networks

import (
	"context"
	"time"
)

// Keeping is a connector whose network can keep a post and make it public by itself
// at its moment, so that the computer may be off then.
type Keeping interface {
	Connector
	// Keeps says how far ahead the server of an account takes a post to keep; the
	// zero Window where it takes none.
	Keeps(a Account) Window
	// Entrust gives the network a prepared post to be made public at an instant, in
	// whole minutes and within Keeps: the single mutating call, with the outcomes of
	// Publish. Created gives as RemoteID what TakeBack and FindEntrusted know the kept
	// post by, and no permalink; with a permalink it says that the network has made
	// the post public at once, under RemoteID. Like Publish it may be repeated with the
	// same identity and instant once FindEntrusted has proved absence ByIdentity.
	Entrust(ctx context.Context, s Session, c Content, p Prepared, id Identity, at time.Time) Result
	// TakeBack makes sure that a kept post never becomes public. Created says that it
	// will not; the network keeps it no more. A post that is public already is not
	// touched: whatever does not prove that nothing will appear is Unknown, and
	// FindEntrusted tells. The other outcomes are those of Publish. It may be repeated.
	TakeBack(ctx context.Context, s Session, remoteID string) Result
	// FindEntrusted reads what became of an entrusted post, as Find does: Kept with
	// what TakeBack knows it by as RemoteID, Present with the identifier and permalink
	// of the public post, also where Publish made it under the same identity, Absent
	// when it is neither kept nor public. c has no pictures.
	FindEntrusted(ctx context.Context, s Session, c Content, e Entrusted) (Finding, Result)
}

// Entrusted is what a network was given to keep.
type Entrusted struct {
	Identity Identity // of the attempt
	At       time.Time
	RemoteID string // what the network said it keeps, "" while that is not known
}

// Kept is the finding of a post that its network keeps and has not made public yet.
const Kept Finding = "kept"

// Window is how long before its moment a network takes a post to keep.
type Window struct {
	Shortest time.Duration
	Longest  time.Duration
}

// IsZero reports whether nothing is taken.
func (w Window) IsZero() bool { return w.Longest <= 0 }

// Takes reports whether a post for an instant is taken now.
func (w Window) Takes(now, at time.Time) bool {
	ahead := at.Sub(now)
	return !w.IsZero() && ahead >= w.Shortest && ahead <= w.Longest
}

// KeepsOf says how far ahead a connector lets its network keep the posts of an
// account; the zero Window for one that is nil or not Keeping.
func KeepsOf(c Connector, a Account) Window {
	if k, ok := c.(Keeping); ok {
		return k.Keeps(a)
	}
	return Window{}
}
