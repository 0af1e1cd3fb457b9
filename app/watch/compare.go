package watch

import (
	"context"
	"time"

	"parvis/app"
)

// MaxWeeks bounds how many weeks are compared.
const MaxWeeks = 52

// Week is an ISO week. Complete means that it was over on the day asked for.
type Week struct {
	Year     int // of the ISO week
	Number   int
	Monday   app.Date
	Complete bool
}

// WeekCount is how many posts one business published in one week. Count is nil
// when nothing of that week is known. Partial means that only a part of it was
// counted: it is not over, or what is known begins or ends within it.
type WeekCount struct {
	Count   *int
	Partial bool
}

// Row is one business of a comparison.
type Row struct {
	CompetitorID app.ID // "" for the business of the file
	Name         string
	// PostsPerWeek is the number of posts of the complete weeks that are known
	// whole, divided by their number; nil when there is none, for Reason.
	PostsPerWeek *float64
	// Measured is the number of those weeks. Note says so when they are fewer
	// than those of the comparison, zero otherwise.
	Measured int
	Note     app.Message
	Reason   app.Message
	// Counts holds one count for each week of the comparison.
	Counts []WeekCount
}

// Comparison sets the rhythm of the business beside that of its competitors,
// on the same weeks and by the same count: posts divided by complete weeks.
type Comparison struct {
	Weeks []Week // oldest first; the last one holds the day asked for
	// Complete is the number of weeks that are over: the denominator of those
	// that are known whole.
	Complete int
	Rows     []Row // the business first, then competitors in their order
}

// known is the stretch of time over which every post of a business is known,
// empty when the end does not come after the start.
type known struct{ from, until time.Time }

func (k known) covers(from, until time.Time) bool {
	return !k.from.After(from) && !k.until.Before(until)
}

func (k known) touches(from, until time.Time) bool {
	return k.from.Before(k.until) && k.from.Before(until) && from.Before(k.until)
}

// Comparison compares the last weeks up to the one that holds today, a day of
// the business's zone. Weeks below one or above MaxWeeks are brought back
// within.
func (s *Service) Comparison(ctx context.Context, today app.Date, weeks int) (Comparison, error) {
	b, err := s.profile.Business(ctx)
	if err != nil {
		return Comparison{}, err
	}
	zone := b.Location()
	c := Comparison{Weeks: weeksUntil(today, min(max(weeks, 1), MaxWeeks))}
	for _, week := range c.Weeks {
		if week.Complete {
			c.Complete++
		}
	}
	start := startOf(c.Weeks[0].Monday, zone)

	instants, since, err := s.ownKnown(ctx, start, b.CreatedAt)
	if err != nil {
		return Comparison{}, err
	}
	tomorrow := startOf(today.AddDays(1), zone)
	own := c.row(instants, known{since, tomorrow}, zone)
	own.Name = b.Name
	c.Rows = append(c.Rows, own)

	followed, err := s.Followed(ctx)
	if err != nil {
		return Comparison{}, err
	}
	for _, f := range followed {
		row, err := s.measure(ctx, c, f, start, zone)
		if err != nil {
			return Comparison{}, err
		}
		row.CompetitorID, row.Name = f.ID, f.Name
		c.Rows = append(c.Rows, row)
	}
	return c, nil
}

// ownKnown returns the business's posts since start, and from when on the file
// knows them: since the business was created here, or since its first post when
// older ones were brought in.
func (s *Service) ownKnown(ctx context.Context, start, created time.Time) ([]time.Time, time.Time, error) {
	if !created.After(start) {
		instants, err := s.own.PublishedDays(ctx, start)
		return instants, created, err
	}
	instants, err := s.own.PublishedDays(ctx, time.Time{})
	since := created
	for _, t := range instants {
		if t.Before(since) {
			since = t
		}
	}
	return instants, since, err
}

// measure counts one competitor over what its sources let know.
func (s *Service) measure(ctx context.Context, c Comparison, f Followed, start time.Time, zone *time.Location) (Row, error) {
	if len(f.Sources) == 0 {
		return c.unmeasured(app.Say("watch.reason.no_source")), nil
	}
	var common known
	for i, source := range f.Sources {
		if source.LastSuccess.IsZero() {
			return c.unmeasured(app.Say("watch.reason.never_read")), nil
		}
		since := source.KnownSince
		if since.IsZero() {
			var err error
			if since, err = s.oldestItem(ctx, source); err != nil {
				return Row{}, err
			}
		}
		if i == 0 || since.After(common.from) {
			common.from = since
		}
		if i == 0 || source.LastSuccess.Before(common.until) {
			common.until = source.LastSuccess
		}
	}
	items, err := s.store.ItemsSince(ctx, f.ID, start)
	if err != nil {
		return Row{}, err
	}
	instants := make([]time.Time, len(items))
	for i, item := range items {
		instants[i] = item.Published
	}
	return c.row(instants, common, zone), nil
}

// oldestItem bounds what is known of a source that did not record it.
func (s *Service) oldestItem(ctx context.Context, source Source) (time.Time, error) {
	items, err := s.store.ItemsSince(ctx, source.CompetitorID, time.Time{})
	if err != nil {
		return time.Time{}, err
	}
	for _, item := range items {
		if item.SourceID == source.ID {
			return item.Published, nil
		}
	}
	return source.LastSuccess, nil
}

// row counts posts over what is known.
func (c Comparison) row(instants []time.Time, k known, zone *time.Location) Row {
	perDay := make(map[app.Date]int, len(instants))
	for _, t := range instants {
		// What lies outside is not complete: counting it would mix the two.
		if !t.Before(k.from) && !t.After(k.until) {
			perDay[app.DateOf(t.In(zone))]++
		}
	}
	row := Row{Counts: make([]WeekCount, len(c.Weeks))}
	total := 0
	for i, week := range c.Weeks {
		from, until := startOf(week.Monday, zone), startOf(week.Monday.AddDays(7), zone)
		if !k.touches(from, until) {
			continue
		}
		count := 0
		for day := range 7 {
			count += perDay[week.Monday.AddDays(day)]
		}
		whole := week.Complete && k.covers(from, until)
		row.Counts[i] = WeekCount{Count: &count, Partial: !whole}
		if whole {
			total += count
			row.Measured++
		}
	}
	switch {
	case row.Measured > 0:
		rate := float64(total) / float64(row.Measured)
		row.PostsPerWeek = &rate
		if row.Measured < c.Complete {
			row.Note = app.Say("watch.note.fewer_weeks", "Count", row.Measured, "Total", c.Complete)
		}
	case c.Complete == 0:
		row.Reason = app.Say("watch.reason.no_complete_week")
	default:
		row.Reason = app.Say("watch.reason.not_far_enough")
	}
	return row
}

func (c Comparison) unmeasured(reason app.Message) Row {
	return Row{Reason: reason, Counts: make([]WeekCount, len(c.Weeks))}
}

// weeksUntil returns the last n ISO weeks, the last one holding today. A week is
// over from the Monday after it on.
func weeksUntil(today app.Date, n int) []Week {
	weeks := make([]Week, n)
	current := today.Monday()
	for i := range weeks {
		monday := current.AddDays(-7 * (n - 1 - i))
		year, number := monday.UTC().ISOWeek()
		weeks[i] = Week{Year: year, Number: number, Monday: monday, Complete: monday.Before(current)}
	}
	return weeks
}

// startOf returns the first instant of a day.
func startOf(d app.Date, zone *time.Location) time.Time { return app.Civil{Date: d}.In(zone) }

// News is one item of the flow, with whose it is.
type News struct {
	Item
	CompetitorID app.ID
	Competitor   string // its name
	Source       string // title of the feed
}

// Flow returns the newest items of every source, newest first.
func (s *Service) Flow(ctx context.Context, limit int) ([]News, error) {
	items, err := s.store.Items(ctx, limit)
	if err != nil {
		return nil, err
	}
	followed, err := s.Followed(ctx)
	if err != nil {
		return nil, err
	}
	flow := make([]News, 0, len(items))
	for _, item := range items {
		news := News{Item: item}
		for _, f := range followed {
			for _, source := range f.Sources {
				if source.ID == item.SourceID {
					news.CompetitorID, news.Competitor, news.Source = f.ID, f.Name, source.Title
				}
			}
		}
		// Removed between the two readings of the file.
		if news.CompetitorID != "" {
			flow = append(flow, news)
		}
	}
	return flow, nil
}

// Summary tells how the watch is doing.
type Summary struct {
	Sources  int
	Failing  int       // whose last reading failed
	LastRead time.Time // the last one that succeeded, zero when none did
}

// Summary returns the state of all sources at a glance.
func (s *Service) Summary(ctx context.Context) (Summary, error) {
	sources, err := s.store.Sources(ctx)
	if err != nil {
		return Summary{}, err
	}
	sum := Summary{Sources: len(sources)}
	for _, source := range sources {
		if source.Failures > 0 {
			sum.Failing++
		}
		if source.LastSuccess.After(sum.LastRead) {
			sum.LastRead = source.LastSuccess
		}
	}
	return sum, nil
}
