package composer

import (
	"context"
	"image"
	"io"
	"time"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/ui/editorial/history"
	uimedia "parvis/ui/media"
	"parvis/ui/snippets"
)

// Posts is what the composer asks about posts.
type Posts interface {
	New(ctx context.Context, at app.Civil) (editorial.Post, error)
	Post(ctx context.Context, id app.ID) (editorial.Post, editorial.State, error)
	Save(ctx context.Context, p editorial.Post) error
	Checks(ctx context.Context, p editorial.Post) ([]editorial.Check, error)
	// Override keeps why the post goes out in spite of warnings.
	Override(ctx context.Context, id app.ID, warnings []editorial.Check, reason string) error
	Duplicate(ctx context.Context, id app.ID) (editorial.Post, error)
	Delete(ctx context.Context, id app.ID) (editorial.Undo, error)
}

// Ledger plans what leaves, and tells what left.
type Ledger interface {
	Schedule(ctx context.Context, post app.ID) error
	Unschedule(ctx context.Context, post app.ID) error
	// Hold keeps the post from leaving before an instant, while it is written in;
	// Release ends that.
	Hold(post app.ID, until time.Time)
	Release(post app.ID)
	PostEntries(ctx context.Context, post app.ID) ([]publishing.Entry, error)
}

// Accounts tells where a post can go.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
}

// Images takes pictures in and gives them back.
type Images interface {
	Add(ctx context.Context, name string, r io.Reader) (media.Image, error)
	Image(ctx context.Context, h media.Hash) (media.Image, error)
	Render(ctx context.Context, h media.Hash, c media.Crop, b media.Bounds) (media.Rendered, error)
	Thumbnail(ctx context.Context, h media.Hash, edge int) (image.Image, error)
}

// Strategy tells what a post can be for, and takes a new campaign in.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
	// AddCampaign keeps a campaign and returns it with its ID.
	AddCampaign(ctx context.Context, c strategy.Campaign) (strategy.Campaign, error)
}

// Approval is who lets posts leave.
type Approval interface {
	Setting(ctx context.Context) (approval.Setting, error)
	Notes(ctx context.Context, post app.ID) ([]approval.Note, error)
	Say(ctx context.Context, n approval.Note) (approval.Undo, error)
}

// Services are what the composer asks.
type Services struct {
	Posts    Posts
	Ledger   Ledger
	Accounts Accounts
	Images   Images
	Strategy Strategy
	Approval Approval
	Snippets snippets.Services
	Library  uimedia.Services
	History  history.Services
	Spelling Spelling
	Events   *app.Events
	// Pick asks the owner for a picture by the system's own dialog. chosen is
	// called on any goroutine, with a nil reader when the owner gave up; it
	// closes the reader.
	Pick func(title string, chosen func(name string, r io.ReadCloser, err error))
}
