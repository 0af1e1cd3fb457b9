// Package roundtrip lets the calendar leave Parvis and come back: as a workbook
// whose edits are merged, as a pack that someone approves without an account, and
// as the spreadsheets of strangers taken in through a mapping that is remembered.
//
// One row of a sheet is one post with its common text. A row for one network of
// it would carry the ID of the post, a slash and the network: what follows a
// slash is refused until such rows are written.
package roundtrip

import (
	"context"
	"image"
	"time"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/media"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// Values are the cells of a row in the form they are compared in, without those
// that are empty: days as 2026-11-27, times as 09:30, networks and states by
// their identifiers, other cells as their text.
type Values map[Column]string

// Kept is a post as the file holds it, with what sheets added to it.
type Kept struct {
	Post    editorial.Post
	State   editorial.State
	Links   []string // where it was published, in the order of its accounts
	Besides Values   // only columns of that role
}

// Kind says what an Export is for.
type Kind string

// The kinds of exports.
const (
	KindCalendar Kind = "calendar"
	KindApproval Kind = "approval"
)

// Export is what left Parvis at an instant: the base that what comes back is
// compared with.
type Export struct {
	ID     app.ID
	Kind   Kind
	MadeAt time.Time
	Rows   map[app.ID]Values // by post
}

// Range selects posts: those placed on From..To inclusive, and those without a
// day when Unplaced is true. Dropped ones are left out.
type Range struct {
	From, To app.Date
	Unplaced bool
}

// Batch is what one merge, one import or one set of answers changes in the file.
type Batch struct {
	// Posts are added, or replace those of the same ID.
	Posts []editorial.Post
	// Seen is when each post that was there already had been saved last, as it
	// was shown: the batch fails when one was saved since.
	Seen map[app.ID]time.Time
	// Unplan lists those of Posts that are taken off the ledger first.
	Unplan []app.ID
	// Remove lists posts to forget.
	Remove []app.ID
	// Besides replaces what is kept beside a post.
	Besides map[app.ID]Values
	// Notes are what was said about posts; Unsaid takes back those of the same
	// post, kind and instant.
	Notes, Unsaid []approval.Note
	// Base replaces rows of the base of ExportID.
	ExportID app.ID
	Base     map[app.ID]Values
	// File is what the batch was read from, the zero File for none.
	File File
}

// File is a spreadsheet that was taken in.
type File struct {
	Sum  string // SHA-256 of its content, in hexadecimal
	Name string
	At   time.Time
	Rows int // that became posts
}

// Store keeps exports, what sheets add to posts, and what was taken in.
type Store interface {
	// Posts returns the posts of a range by moment, those without a day last.
	Posts(ctx context.Context, r Range) ([]Kept, error)
	// PostsByID returns those of the posts that are there.
	PostsByID(ctx context.Context, ids []app.ID) (map[app.ID]Kept, error)
	// Said returns the day, the title and the text of every post that was not
	// given up, and nothing else of it: what comes in is compared with them.
	Said(ctx context.Context) ([]editorial.Post, error)
	// SaveExport keeps the base of an export. Only the newest are kept.
	SaveExport(ctx context.Context, e Export) error
	// Export returns the base of an export, or an error with CodeNotFound.
	Export(ctx context.Context, id app.ID) (Export, error)
	// Apply makes all of a batch in one transaction, or nothing of it. It fails
	// with CodeConflict when a post was saved or began to leave meanwhile.
	Apply(ctx context.Context, b Batch) error
	// Mapping returns what the columns of sheets with this signature mean, nil
	// when nobody said.
	Mapping(ctx context.Context, signature string) (map[int]Column, error)
	// SaveMapping remembers it.
	SaveMapping(ctx context.Context, signature string, m map[int]Column) error
	// Taken returns the file of this content that was taken in last, the zero
	// File when there is none.
	Taken(ctx context.Context, sum string) (File, error)
}

// Planner plans the posts of the ledger, as editorial.Planner.
type Planner interface {
	Schedule(ctx context.Context, post app.ID) error
	Moved(post app.ID)
	Reclaim(ctx context.Context, posts ...app.ID) error
}

// Rooms are the rooms that this one asks.
type Rooms struct {
	Business interface {
		Business(ctx context.Context) (business.Business, error)
	}
	Strategy interface {
		Strategy(ctx context.Context) (strategy.Strategy, error)
	}
	Accounts interface {
		Accounts(ctx context.Context) ([]networks.Account, error)
	}
	Images interface {
		Image(ctx context.Context, h media.Hash) (media.Image, error)
		Thumbnail(ctx context.Context, h media.Hash, edge int) (image.Image, error)
	}
	Figures interface {
		Posts(ctx context.Context, period metrics.Period) ([]metrics.PostFigures, error)
	}
	KeyDates interface {
		Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
	}
	Planner Planner
	// Approval tells whether a post must be approved before it is scheduled.
	Approval interface {
		Needed(ctx context.Context) (bool, error)
	}
}

// Service is what the interface asks of this room. It is safe for concurrent
// use.
type Service struct {
	store  Store
	rooms  Rooms
	events *app.Events
	clock  app.Clock
	ids    *app.IDs
	words  []*translations.Catalogue // of every language, as files may be in any
}

// NewService returns the service over a store and the other rooms, all of which
// must be set.
func NewService(store Store, rooms Rooms, events *app.Events, clock app.Clock, ids *app.IDs) *Service {
	s := &Service{store: store, rooms: rooms, events: events, clock: clock, ids: ids}
	for _, l := range translations.Languages() {
		c, err := translations.Load(l)
		if err != nil {
			panic("roundtrip: " + err.Error()) // the sentences are part of the program
		}
		s.words = append(s.words, c)
	}
	return s
}

// Step tells how far work has come: Done of Total parts.
type Step struct{ Done, Total int }

// house is what sheets refer to, as it is now.
type house struct {
	business business.Business
	strategy strategy.Strategy
	accounts []networks.Account
	zone     *time.Location
	now      app.Civil
	// approval tells that posts must be approved before they are scheduled.
	approval bool
}

func (s *Service) house(ctx context.Context) (h house, err error) {
	if h.business, err = s.rooms.Business.Business(ctx); err != nil {
		return h, err
	}
	if h.strategy, err = s.rooms.Strategy.Strategy(ctx); err != nil {
		return h, err
	}
	if h.accounts, err = s.rooms.Accounts.Accounts(ctx); err != nil {
		return h, err
	}
	if h.approval, err = s.rooms.Approval.Needed(ctx); err != nil {
		return h, err
	}
	h.zone = h.business.Location()
	h.now = app.CivilOf(s.clock.Now().In(h.zone))
	return h, nil
}

// past reports whether a moment is over; the running minute is not.
func (h house) past(at app.Civil) bool { return !at.IsZero() && at.Before(h.now) }
