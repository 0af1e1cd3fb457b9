package networks

import (
	"context"
	"time"
)

// Listing is a connector that lists what its account published, be it with Parvis or
// not.
type Listing interface {
	Connector
	// Posts reads the account's own posts created at since or later, newest first, at
	// most limit of them. What others wrote and was only passed on is left out. It
	// changes nothing and asks for a bounded number of pages. Errors are those of
	// Prepare; CodeConflict when the credential was given without the permission.
	Posts(ctx context.Context, s Session, since time.Time, limit int) (Posts, error)
}

// Posts is a list of posts, newest first.
type Posts struct {
	List []Post
	// Whole says that nothing since the instant asked for is missing.
	Whole bool
}

// Post is a post as its network tells of it.
type Post struct {
	ID        string // as Result.RemoteID
	Permalink string // https, or http on this machine
	Text      string // plain text of at most MessageLength characters, "" for a post of pictures alone
	CreatedAt time.Time
}
