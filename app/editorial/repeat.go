package editorial

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
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
	// SkipClosed leaves out public holidays, those of a region that the owner had
	// shown too, and the days of the week on which the business is closed.
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

// lastYear is the last in which days can be written.
const lastYear = 9999

// Check returns what is wrong with r, as an *app.Error with CodeInvalid, or nil.
func (r Repeat) Check() error {
	switch r.Every {
	case EveryWeek, EveryTwoWeeks, EveryMonth, EveryYear:
	default:
		return app.Fail(app.CodeInvalid, "editorial.repeat.every")
	}
	switch {
	case r.Until.IsZero() && r.Count <= 0:
		return app.Fail(app.CodeInvalid, "editorial.repeat.end")
	case r.Count > MaxRepeat:
		return app.Fail(app.CodeInvalid, "editorial.repeat.many", "Max", MaxRepeat)
	}
	return nil
}

// nth returns the nth day after first, counted from first itself so that a short
// month does not shorten those after it. moved: the month was too short.
func (r Repeat) nth(first app.Date, n int) (day app.Date, moved bool) {
	switch r.Every {
	case EveryWeek:
		return first.AddDays(7 * n), false
	case EveryTwoWeeks:
		return first.AddDays(14 * n), false
	case EveryYear:
		day = first.AddMonths(12 * n)
	default:
		if r.ByWeekday {
			return weekdayLike(first, first.FirstOfMonth().AddMonths(n)), false
		}
		day = first.AddMonths(n)
	}
	return day, day.Day != first.Day
}

// weekdayLike returns the day of a month that falls as day does in its own: the
// third Thursday for a third Thursday, the last for a fifth.
func weekdayLike(day, month app.Date) app.Date {
	ahead := (int(day.Weekday()) - int(month.Weekday()) + 7) % 7
	like := month.AddDays(ahead + (day.Day-1)/7*7)
	if like.Month != month.Month {
		like = like.AddDays(-7)
	}
	return like
}

// last returns the last day on which r could come back, or one after it. Check must
// have passed.
func (r Repeat) last(first app.Date) app.Date {
	count := r.Count
	if count == 0 {
		count = MaxRepeat
	}
	day, _ := r.nth(first, count)
	if !r.Until.IsZero() && day.After(r.Until) {
		day = r.Until
	}
	if end := (app.Date{Year: lastYear, Month: time.December, Day: 31}); day.After(end) {
		day = end
	}
	return day
}

// dates returns the dates after a moment, or the error that Check, too many dates
// or none at all make. shown are the key dates that the owner is shown.
func (r Repeat) dates(from app.Civil, b business.Business, shown []keydates.KeyDate) ([]Occurrence, error) {
	if err := r.Check(); err != nil {
		return nil, err
	}
	if from.IsZero() {
		return nil, app.Fail(app.CodeInvalid, "editorial.repeat.unplaced")
	}
	zone := b.Location()
	var all []Occurrence
	kept := 0
	for n := 1; r.Count == 0 || n <= r.Count; n++ {
		day, moved := r.nth(from.Date, n)
		if day.Year > lastYear || !r.Until.IsZero() && day.After(r.Until) {
			break
		}
		if n > MaxRepeat {
			return nil, app.Fail(app.CodeInvalid, "editorial.repeat.many", "Max", MaxRepeat)
		}
		at := app.Civil{Date: day, Time: from.Time}
		o := Occurrence{At: at, Real: app.CivilOf(at.In(zone)), Moved: moved, Closed: closed(day, b, shown)}
		o.Skipped = r.SkipClosed && !o.Closed.IsZero()
		if !o.Skipped {
			kept++
		}
		all = append(all, o)
	}
	if kept == 0 {
		return nil, app.Fail(app.CodeInvalid, "editorial.repeat.none")
	}
	return all, nil
}

// closed says why the business is closed on a day. Without opening hours it is
// open on all days but public holidays, shown or not, and those of its region where
// they are.
func closed(day app.Date, b business.Business, shown []keydates.KeyDate) app.Message {
	for _, k := range slices.Concat(keydates.Of(day.Year, b.Trade), shown) {
		if k.Holiday && k.Date == day {
			return k.Name()
		}
	}
	if len(b.Opening) > 0 && len(b.Opening.On(day.Weekday())) == 0 {
		return app.Say("editorial.repeat.closed", "Day", day.Weekday())
	}
	return app.Message{}
}

// RepeatDates returns the dates on which a post would come back, the post itself
// left out. It fails with CodeInvalid for a post without a day, without an end,
// with more than MaxRepeat dates or with none.
func (s *Service) RepeatDates(ctx context.Context, id app.ID, r Repeat) ([]Occurrence, error) {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return nil, err
	}
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return nil, err
	}
	return s.repeatDates(ctx, r, p.At, b)
}

// repeatDates returns the dates on which a post of a moment would come back.
func (s *Service) repeatDates(ctx context.Context, r Repeat, from app.Civil, b business.Business) ([]Occurrence, error) {
	var shown []keydates.KeyDate
	if r.Check() == nil && !from.IsZero() {
		var err error
		if shown, err = s.rooms.KeyDates.Between(ctx, from.Date, r.last(from.Date)); err != nil {
			return nil, err
		}
	}
	return r.dates(from, b, shown)
}

// Repeat keeps a draft like a post on each date of RepeatDates that is not
// skipped, all or none, to be taken back as one. They and the post are one series
// from then on; they join the series that the post is of already.
func (s *Service) Repeat(ctx context.Context, id app.ID, r Repeat) (Outcome, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return Outcome{}, err
	}
	link, err := s.links(ctx)
	if err != nil {
		return Outcome{}, err
	}
	var o Outcome
	d, err := s.series(ctx, KindRepeat, s.ids.New(), id, []app.ID{id}, func(now map[app.ID]Current) ([]Write, error) {
		current, err := present(now, id)
		if err != nil {
			return nil, err
		}
		dates, err := s.repeatDates(ctx, r, current.Post.At, b)
		if err != nil {
			return nil, err
		}
		var writes []Write
		for _, date := range dates {
			if date.Skipped {
				continue
			}
			p := s.copyOf(current.Post)
			p.At = date.At
			link(&p, Post{})
			writes = append(writes, Write{Post: p})
			o.Made = append(o.Made, p.ID)
		}
		return writes, nil
	})
	if err != nil {
		return Outcome{}, err
	}
	o.Done, o.Undo = []app.ID{id}, s.undoing(d.number)
	return o, nil
}

// Following returns the posts of the series of a post that come after it and can
// still change, the post itself first, by moment; only the post when it is of no
// series.
func (s *Service) Following(ctx context.Context, id app.ID) ([]Summary, error) {
	all, err := s.store.Following(ctx, id)
	if err != nil {
		return nil, err
	}
	var open []Summary
	for _, p := range all {
		if p.ID == id || !p.Fixed() {
			open = append(open, p)
		}
	}
	return open, nil
}

// CopyToFollowing gives the posts that follow a post in its series what it holds:
// all but moment, lateness and author. One that was approved for what it said is to
// review where posts must be, and leaves no more. Those on their way or out are
// refused, and so is one that could not be scheduled for the accounts it would get.
func (s *Service) CopyToFollowing(ctx context.Context, id app.ID) (Outcome, error) {
	following, err := s.store.Following(ctx, id)
	if err != nil {
		return Outcome{}, err
	}
	ids := make([]app.ID, len(following))
	for i, p := range following {
		ids[i] = p.ID
	}
	c := copying{service: s}
	if c.zone, err = s.zone(ctx); err != nil {
		return Outcome{}, err
	}
	if c.mustApprove, err = s.rooms.Approval.Needed(ctx); err != nil {
		return Outcome{}, err
	}
	if c.off, err = s.offLedger(ctx); err != nil {
		return Outcome{}, err
	}
	var o Outcome
	d, err := s.command(ctx, KindCopy, ids, func(now map[app.ID]Current) ([]Write, error) {
		from, err := present(now, id)
		if err != nil {
			return nil, err
		}
		var writes []Write
		for _, other := range ids {
			to, there := now[other]
			if other == id || !there {
				continue
			}
			w, needed, err := c.write(from.Post, to)
			switch {
			case err != nil:
				o.refuse(other, to.Post.Label(), err)
			case needed:
				writes = append(writes, w)
				o.Done = append(o.Done, other)
			}
		}
		return writes, nil
	})
	if err != nil {
		return Outcome{}, err
	}
	for _, w := range d.writes {
		if err := d.planned[w.Post.ID]; err != nil {
			o.Done = slices.DeleteFunc(o.Done, func(id app.ID) bool { return id == w.Post.ID })
			o.refuse(w.Post.ID, w.Post.Label(), err)
		}
	}
	if d.number != 0 {
		o.Undo = s.undoing(d.number)
	}
	return o, nil
}

// copying is what CopyToFollowing needs to know before the transaction.
type copying struct {
	service     *Service
	zone        *time.Location
	mustApprove bool
	off         Stage // of a post that is scheduled no more
}

// write says what becomes of a post that gets what another holds; not needed when it
// holds it already.
func (c copying) write(from Post, to Current) (w Write, needed bool, err error) {
	if to.State.Fixed() {
		return Write{}, false, app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	p := from.Copy()
	p.ID, p.Stage, p.At, p.Lateness, p.Author = to.Post.ID, to.Post.Stage, to.Post.At, to.Post.Lateness, to.Post.Author
	p.CreatedAt, p.UpdatedAt = to.Post.CreatedAt, to.Post.UpdatedAt
	if same(p, to.Post) {
		return Write{}, false, nil
	}
	p.UpdatedAt = c.service.clock.Now()
	switch {
	case c.mustApprove && p.Stage.approved() && !p.SaysTheSame(to.Post):
		p.Stage = ToReview
		return Write{Post: p}, true, nil
	case p.Stage != Scheduled, slices.Equal(p.Accounts, to.Post.Accounts), follows(to.State, to.Post, p):
		return Write{Post: p}, true, nil
	case len(p.Accounts) == 0:
		p.Stage = c.off
		return Write{Post: p}, true, nil
	case c.service.past(p.At, c.zone):
		return Write{}, false, app.Fail(app.CodeConflict, "editorial.error.past", "Moment", p.At)
	}
	return planned(p, c.off), true, nil // an account came or went
}
