package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// Business tells the zone, the trade and the default lateness of the business.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Strategy tells what posts refer to, the slots and the voice.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
}

// Accounts tells where posts can go.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
}

// Images describes stored pictures.
type Images interface {
	Image(ctx context.Context, h media.Hash) (media.Image, error)
}

// Planner makes the deliveries of a post and takes them back. Schedule refuses
// what cannot go out or must be approved first, and gives the deliveries that did
// not leave the post's moment. Unschedule leaves the post a draft, approved where
// posts must be; once something of it may be out, it stops the rest, or fails with
// CodeConflict.
type Planner interface {
	Schedule(ctx context.Context, post app.ID) error
	Unschedule(ctx context.Context, post app.ID) error
	// Moved tells that a scheduled post was given another moment or fewer
	// accounts in the file: its deliveries have followed.
	Moved(post app.ID)
	// Reclaim takes back what networks keep of posts until their moment, before they
	// are changed. It fails with CodeConflict when something of them is public or may
	// be, and with CodeUnavailable when that is not known yet.
	Reclaim(ctx context.Context, posts ...app.ID) error
}

// Approval tells whether a post must be approved before it is scheduled.
type Approval interface {
	Needed(ctx context.Context) (bool, error)
}

// KeyDates tells the days the business may speak of.
type KeyDates interface {
	// Between returns the dates that begin on the days from..to inclusive, by day.
	Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
	// Holidays returns the school holidays of which a day lies in from..to
	// inclusive, by first day.
	Holidays(ctx context.Context, from, to app.Date) ([]keydates.Holiday, error)
}

// Neighbours are the rooms that editorial asks. Without Spelling, texts are not
// read for mistakes; without Connectors, Parvis is taken to publish nothing under a
// post and to send no film; the others must be set.
type Neighbours struct {
	Business Business
	Strategy Strategy
	Accounts Accounts
	Images   Images
	Planner  Planner
	Law      Law
	Approval Approval
	Rights   Rights
	Videos   Videos
	KeyDates KeyDates
	Spelling Spelling
	// Connectors tell what is published under a post, threads and first comments, and
	// where films are sent.
	Connectors networks.Directory
}
