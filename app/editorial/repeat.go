package editorial

import (
	"context"

	"parvis/app"
)

// MaxRepeat is how many posts a series can add: two years of weeks.
const MaxRepeat = 104

// Every is how often a post comes back.
type Every string

// How often a post can come back.
const (
	EveryWeek     Every = "week"
	EveryTwoWeeks Every = "two_weeks"
	EveryMonth    Every = "month"
	EveryYear     Every = "year"
)

// Repeat says when a post comes back, counted from its own moment.
type Repeat struct {
	Every Every
	// ByWeekday, of EveryMonth: the same weekday of the same week of the month
	// ("the third Thursday", the last when there is no fifth) instead of the
	// same day of the month.
	ByWeekday bool
	// Until is the last day that counts, Count how many dates there are after
	// the post itself, those left out included. One of them is given, or both:
	// the first reached ends it.
	Until app.Date
	Count int
	// SkipClosed leaves out public holidays and the days of the week on which
	// the business is closed.
	SkipClosed bool
}

// Occurrence is a date on which a post comes back.
type Occurrence struct {
	At app.Civil
	// Real is when it goes out by the clocks of that day: At, but for a time
	// that clocks skip.
	Real app.Civil
	// Moved: the month is too short, At is its last day.
	Moved bool
	// Closed says why the business is closed that day; zero when it is open.
	Closed app.Message
	// Skipped: left out as Closed.
	Skipped bool
}

// RepeatDates returns the dates on which a post would come back, the post itself
// left out. It fails with CodeInvalid for a post without a day, without an end,
// with more than MaxRepeat dates or with none.
func (s *Service) RepeatDates(ctx context.Context, id app.ID, r Repeat) ([]Occurrence, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Repeat keeps a draft like a post on each date of RepeatDates that is not
// skipped, all or none, to be taken back as one. They and the post are one series
// from then on.
func (s *Service) Repeat(ctx context.Context, id app.ID, r Repeat) (Outcome, error) {
	return Outcome{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Following returns the posts of the series of a post that come after it and can
// still change, the post itself first, by moment; only the post when it is of no
// series.
func (s *Service) Following(ctx context.Context, id app.ID) ([]Summary, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// CopyToFollowing gives the posts that follow a post in its series what it holds:
// all but moment, stage and author.
func (s *Service) CopyToFollowing(ctx context.Context, id app.ID) (Outcome, error) {
	return Outcome{}, app.Fail(app.CodeUnavailable, "error.unavailable")
}
