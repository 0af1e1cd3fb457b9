package editorial

import (
	"context"

	"parvis/app"
)

// Change is what to do to several posts at once. The zero Change does nothing.
type Change struct {
	// Where to: at most one of Days, Day and Unplace.
	Days    int            // shift by so many days; posts without a day are refused
	Day     app.Date       // put on that day; one without a moment takes a free slot, as Place does
	Unplace bool           // take the moment away
	Time    *app.TimeOfDay // the time of the day, nil to leave it; posts without a day are refused unless Day is given
	// Stage is "" to leave it. Scheduled plans the post, any other takes a
	// scheduled one back.
	Stage Stage
	// Classification: nil to leave it, "" to take it away. Published posts can
	// be given another as well.
	Pillar, Objective, Audience, Campaign *app.ID
	Author                                *string
	// Duplicate keeps copies, as Duplicate does, and changes those instead.
	Duplicate bool
	// Delete forgets the posts, as Delete does; the rest does not count then.
	Delete bool
}

// Refusal is a post that a command left as it was, and why.
type Refusal struct {
	ID     app.ID
	Title  string // Label of the post
	Reason app.Message
}

// Outcome is what a command did.
type Outcome struct {
	Done    []app.ID  // changed or removed, in the order asked
	Made    []app.ID  // the new posts
	Refused []Refusal // in the order asked
	Undo    Undo      // takes all of it back; nil when nothing was done
}

// Bulk changes posts in one transaction, to be taken back as one: all that can be
// changed is, the others are refused each with its reason. Planning a post
// (Stage Scheduled) follows the transaction: one that cannot go out stays as it
// was and is refused.
func (s *Service) Bulk(ctx context.Context, posts []app.ID, c Change) (Outcome, error) {
	return Outcome{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Rename gives a post another title.
func (s *Service) Rename(ctx context.Context, id app.ID, title string) error {
	return app.Fail(app.CodeUnavailable, "error.unavailable")
}
