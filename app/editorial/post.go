// Package editorial holds posts and the calendar: writing, placing, checking
// and balancing what the business will say.
package editorial

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/legal"
	"parvis/app/media"
	"parvis/app/networks"
	"parvis/app/search"
)

// Stage is how far the owner has brought a post. What became of it on the
// networks is the Delivery's to tell; State joins both.
type Stage string

// Stages of a post, in the order of the flow.
const (
	Idea      Stage = "idea"
	Draft     Stage = "draft"
	ToReview  Stage = "to_review"
	ToFix     Stage = "to_fix"
	Approved  Stage = "approved"
	Scheduled Stage = "scheduled" // its deliveries exist
	Dropped   Stage = "dropped"
)

// approved reports whether a post at the stage may leave, where posts must be
// approved: what it says was.
func (s Stage) approved() bool { return s == Approved || s == Scheduled }

// State is what the owner is shown: the stage until deliveries exist, then what
// became of them. Its translated name is "editorial.state.<state>".
type State string

// States of a post.
const (
	StateIdea      State = "idea"
	StateDraft     State = "draft"
	StateToReview  State = "to_review"
	StateToFix     State = "to_fix"
	StateApproved  State = "approved"
	StateScheduled State = "scheduled"
	StateSending   State = "sending"   // on its way right now
	StatePublished State = "published" // every delivery is proven
	StatePartial   State = "partial"   // some are proven, the others wait or will not go
	StateFailed    State = "failed"    // every delivery was refused
	StateToCheck   State = "to_check"  // the outcome of one is not known
	StateMissed    State = "missed"    // came due while nothing could send it
	StateDropped   State = "dropped"   // given up, or every delivery taken back
)

// PostImage is the use of a picture in a post.
type PostImage struct {
	Hash media.Hash
	Alt  string // alternative text, "" until written
	// Crop is the part that is shown, the zero Crop for the whole picture.
	Crop media.Crop
}

// Post is one content, whatever the number of networks it goes to.
type Post struct {
	ID          app.ID
	Title       string // for the owner, never published; "" shows the first line
	Text        string // common to the networks without a variant, like Comment and Images
	Comment     string // the first comment, "" for none
	Stage       Stage
	PillarID    app.ID // "" when none
	ObjectiveID app.ID // "" when none
	AudienceID  app.ID // "" when none
	CampaignID  app.ID // "" when none
	Author      string // who writes it, "" when not told
	At          app.Civil
	// Lateness is how late it may still go out.
	Lateness time.Duration
	Images   []PostImage
	Video    media.Hash // shown everywhere, "" for none
	Variants []Variant  // one at most for each network
	Accounts []app.ID   // where it is to go, in the order chosen
	// Disclosures are what its owner declares of it, which the law wants said.
	Disclosures []legal.Disclosure
	CreatedAt   time.Time
	UpdatedAt   time.Time
}

// Label returns what names the post in lists: its title, or the first line of
// its text cut at 60 characters, "" when both are empty.
func (p Post) Label() string { return Label(p.Title, p.Text) }

// OtherTexts returns the texts that are read with the title and the text: the first
// comment, the variants and the alternative texts, each once.
func (p Post) OtherTexts() []string {
	var all []string
	for _, text := range p.Texts() {
		if text != p.Text {
			all = append(all, text)
		}
	}
	for _, i := range p.EveryImage() {
		all = append(all, i.Alt)
	}
	return all
}

// Summary is a post as calendars and lists show it.
type Summary struct {
	ID         app.ID
	Title      string // Label of the post
	PillarID   app.ID // "" when none, like the two others
	AudienceID app.ID
	CampaignID app.ID
	Author     string // "" when not told
	Series     app.ID // of recurring posts, "" when of none
	At         app.Civil
	State      State
	Networks   []networks.Network // where it goes or went, each once
	// KeptBy are the networks that keep it and make it public by themselves at its
	// moment, each once; Here says that some of it leaves from this computer then.
	KeptBy    []networks.Network
	Here      bool
	UpdatedAt time.Time
}

// Kept reports whether networks keep all of a scheduled post: the computer may be off
// at its moment.
func (s Summary) Kept() bool { return s.State == StateScheduled && len(s.KeptBy) > 0 && !s.Here }

// Fixed reports whether the post can no longer be moved or edited, only
// duplicated.
func (s Summary) Fixed() bool { return s.State.Fixed() }

// Fixed reports whether a post in this state can no longer be moved or edited.
func (s State) Fixed() bool {
	switch s {
	case StateSending, StatePublished, StatePartial, StateToCheck:
		return true
	}
	return false
}

// Store keeps posts in the file.
type Store interface {
	Journal
	// Post returns one post, or an error with CodeNotFound.
	Post(ctx context.Context, id app.ID) (Post, error)
	// PostState returns what State makes of a post and its deliveries.
	PostState(ctx context.Context, id app.ID) (State, error)
	// SavePost adds a post or replaces the one of the same ID, with its images,
	// variants and accounts, in one transaction. The deliveries of a scheduled post that
	// did not leave follow it to its new moment; those of an account no longer
	// chosen are forgotten, or dropped when they were tried. It fails with CodeConflict and key "editorial.error.fixed"
	// when the post is fixed and its texts, time, images, variants or accounts
	// would change.
	SavePost(ctx context.Context, p Post) error
	// SavePosts saves posts like SavePost, all or none.
	SavePosts(ctx context.Context, posts []Post) error
	// RemovePost forgets a post. Of one that was tried and of which nothing was
	// made, the ledger keeps the trace: it becomes Dropped. It fails with
	// CodeConflict when something of it is on its way, out or in doubt.
	RemovePost(ctx context.Context, id app.ID) error
	// Overrides returns why warnings about a post were overridden, in that order.
	Overrides(ctx context.Context, id app.ID) ([]Override, error)
	// AddOverrides keeps more of them; CodeNotFound when there is no such post.
	AddOverrides(ctx context.Context, id app.ID, overrides []Override) error
	// Placed returns the posts placed on the days from..to inclusive, by
	// moment, dropped ones left out.
	Placed(ctx context.Context, from, to app.Date) ([]Summary, error)
	// Unplaced returns the posts without a day, newest first, dropped ones left
	// out.
	Unplaced(ctx context.Context) ([]Summary, error)
	// PublishedTexts returns the texts of posts published since an instant and of
	// their variants, other than the given post: for the near-duplicate check.
	PublishedTexts(ctx context.Context, since time.Time, except app.ID) ([]string, error)
	// List, Count, IDs and Authors answer those of Service.
	List(ctx context.Context, q Query) ([]Summary, error)
	Count(ctx context.Context, f Filter) (int, error)
	IDs(ctx context.Context, f Filter, order Sort) ([]app.ID, error)
	Authors(ctx context.Context) ([]string, error)
	// Search returns the posts of any state that answer, the best first, at
	// most limit.
	Search(ctx context.Context, q search.Question, limit int) ([]Hit, error)
	// Following returns a post, then those of its series that are placed at its
	// moment or later, by moment, dropped ones left out; nothing when there is
	// no such post.
	Following(ctx context.Context, id app.ID) ([]Summary, error)
}

// PostChanged is emitted after a post was added, saved or removed. ID is "" when
// one command did that to several.
type PostChanged struct{ ID app.ID }
