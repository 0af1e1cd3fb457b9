// Package watch follows competitors by what they make public: their sites'
// feeds are found, read politely and counted.
package watch

import (
	"context"
	"time"

	"parvis/app"
)

// Competitor is another business that is followed. Site is the address the
// owner typed, completed to an http(s) URL.
type Competitor struct {
	ID        app.ID
	Name      string
	Site      string
	CreatedAt time.Time
}

// Source is one feed of a competitor. Feed is its address.
type Source struct {
	ID           app.ID
	CompetitorID app.ID
	Feed         string
	Title        string
	// ETag and LastModified are what the server gave for a conditional request.
	ETag         string
	LastModified string
	LastTry      time.Time // zero when never tried
	LastSuccess  time.Time // zero when never read
	// KnownSince is the moment from which on every item is known: a feed holds
	// its last few entries only, so what is older, or fell between two readings
	// that share no entry, was never seen. Zero when not recorded: the oldest
	// dated item bounds it then.
	KnownSince time.Time
	NextTry    time.Time // not to be asked before
	Failures   int       // in a row
	ErrorKey   string    // sentence of the last failure, "" after a success
}

// Item is one entry of a feed. GUID is unique within its source.
type Item struct {
	ID        int64
	SourceID  app.ID
	GUID      string
	Title     string
	Link      string    // http(s) only, "" otherwise
	Published time.Time // zero when the feed does not say
	SeenAt    time.Time
}

// Store keeps the watch in the file.
type Store interface {
	Competitors(ctx context.Context) ([]Competitor, error)
	SaveCompetitor(ctx context.Context, c Competitor) error
	// RemoveCompetitor forgets a competitor with its sources, items and
	// readings.
	RemoveCompetitor(ctx context.Context, id app.ID) error
	Sources(ctx context.Context) ([]Source, error)
	SaveSource(ctx context.Context, s Source) error
	// SaveReadResult keeps a source and the items read from it in one
	// transaction; items already known by GUID are left as they are. It returns
	// how many were new.
	SaveReadResult(ctx context.Context, s Source, items []Item) (int, error)
	// Items returns the newest items of every source, newest first.
	Items(ctx context.Context, limit int) ([]Item, error)
	// ItemsSince returns the items of a competitor published at or after since,
	// oldest first.
	ItemsSince(ctx context.Context, competitor app.ID, since time.Time) ([]Item, error)
}

// Feed is what a reader got from one address. NotModified means the server
// answered that nothing changed: Items is empty.
type Feed struct {
	Address      string // after redirects
	Title        string
	ETag         string
	LastModified string
	NotModified  bool
	Items        []Item // SourceID, ID and SeenAt left zero
}

// Reader finds and reads feeds on the Internet. Errors are *app.Error:
// CodeInvalid for an address that is none or leads to no feed, CodeLimited
// (Args "RetryAfter" a time.Time) when the server asks to wait, CodeUnavailable
// otherwise.
type Reader interface {
	// Discover returns the addresses of the feeds that a site announces, best
	// first; the address may itself be a feed.
	Discover(ctx context.Context, site string) ([]string, error)
	// Read reads a feed, conditionally when etag or lastModified are given.
	Read(ctx context.Context, address, etag, lastModified string) (Feed, error)
}

// Changed is emitted after competitors, sources or items changed.
type Changed struct{}
