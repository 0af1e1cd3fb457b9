package ideas

import (
	"context"
	"slices"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Spans of what ideas look at, in days.
const (
	horizon = 14 // how far a date is announced
	lead    = 3  // how long before a date a post may speak of it
	rest    = 90 // how long a post is left alone before it may be said again
	memory  = 3 * 365
	fresh   = 14 // how long what a competitor published is news
)

// newest is how many items of the watch are looked at.
const newest = 40

// facts is what ideas are drawn from.
type facts struct {
	now      app.Civil
	placed   []editorial.Summary // that stand, around the days asked for
	onDay    map[app.Date][]editorial.Summary
	unplaced []editorial.Summary
	strategy strategy.Strategy
	actions  []strategy.Action // of the plan, that are no post yet
	dates    []keydates.KeyDate
	best     []metrics.RankedPost // of more than rest days ago that did better than the median
	texts    map[app.ID]string    // of the best
	median   float64              // of the engagement rates
	measured int                  // posts it is drawn from
	news     []watch.News
}

// gather reads what ideas for the days from..to are drawn from.
func (s *Service) gather(ctx context.Context, from, to app.Date) (facts, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return facts{}, err
	}
	now := s.clock.Now()
	f := facts{now: app.CivilOf(now.In(b.Location()))}
	first, last := from.FirstOfMonth(), to.LastOfMonth()
	if d := from.AddDays(-rest); d.Before(first) {
		first = d
	}
	if d := to.AddDays(rest); d.After(last) {
		last = d
	}
	if f.placed, err = s.rooms.Posts.Placed(ctx, first, last); err != nil {
		return facts{}, err
	}
	f.placed = slices.DeleteFunc(f.placed, func(p editorial.Summary) bool { return !stands(p.State) })
	f.onDay = make(map[app.Date][]editorial.Summary)
	for _, p := range f.placed {
		f.onDay[p.At.Date] = append(f.onDay[p.At.Date], p)
	}
	if f.unplaced, err = s.rooms.Posts.Unplaced(ctx); err != nil {
		return facts{}, err
	}
	if f.strategy, err = s.rooms.Strategy.Strategy(ctx); err != nil {
		return facts{}, err
	}
	if err := s.unused(ctx, &f); err != nil {
		return facts{}, err
	}
	if f.dates, err = s.rooms.KeyDates.Between(ctx, from, to.AddDays(horizon)); err != nil {
		return facts{}, err
	}
	if err := s.evergreens(ctx, &f); err != nil {
		return facts{}, err
	}
	f.news, err = s.rooms.Watch.Flow(ctx, newest)
	f.news = slices.DeleteFunc(f.news, func(n watch.News) bool {
		day := app.DateOf(n.Published.In(b.Location()))
		return n.Published.IsZero() || n.Title == "" || day.DaysUntil(f.now.Date) > fresh
	})
	for i := range f.news {
		f.news[i].Published = f.news[i].Published.In(b.Location())
	}
	return f, err
}

// unused finds the ideas of the action plan that are no post yet: that of an
// action has its ID.
func (s *Service) unused(ctx context.Context, f *facts) error {
	for _, a := range f.strategy.Actions {
		if a.Kind != strategy.KindIdea || a.Done || a.PostID != "" || a.Title == "" {
			continue
		}
		_, _, err := s.rooms.Posts.Post(ctx, a.ID)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			f.actions = append(f.actions, a)
		case err != nil:
			return err
		}
	}
	return nil
}

// stands reports whether a post counts as planned: it went out or still can.
func stands(s editorial.State) bool {
	return s != editorial.StateFailed && s != editorial.StateMissed && s != editorial.StateDropped
}

// evergreens finds the posts that did better than the median, said nothing of a
// date, and were left alone long enough.
func (s *Service) evergreens(ctx context.Context, f *facts) error {
	all, err := s.rooms.Figures.Posts(ctx, metrics.Period{
		Span: metrics.Year, From: f.now.Date.AddDays(-memory), To: f.now.Date,
	})
	if err != nil {
		return err
	}
	ranked := metrics.BestPosts(all, len(all))
	rates := make([]float64, len(ranked))
	for i, p := range ranked {
		rates[i] = p.Rate
	}
	f.median, f.measured = metrics.Median(rates), len(rates)
	if metrics.ConfidenceOf(f.measured) == metrics.Low {
		return nil
	}
	seasons, err := s.rooms.KeyDates.Between(ctx, f.now.Date.AddDays(-memory), f.now.Date.AddDays(lead))
	if err != nil {
		return err
	}
	f.texts = make(map[app.ID]string)
	for _, p := range ranked {
		day := p.Published.Date
		if len(f.best) == bestKept || p.Rate <= f.median {
			break
		}
		about := slices.ContainsFunc(seasons, func(k keydates.KeyDate) bool { return !k.Note && speaksOf(k, day) })
		if about || day.DaysUntil(f.now.Date) <= rest {
			continue
		}
		post, _, err := s.rooms.Posts.Post(ctx, p.PostID)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue
		case err != nil:
			return err
		}
		f.best, f.texts[p.PostID] = append(f.best, p), post.Text
	}
	return nil
}

// bestKept is how many posts that did well are looked at.
const bestKept = 12

// speaksOf reports whether a post of a day may be about a date: on it, or in the
// few days before.
func speaksOf(k keydates.KeyDate, day app.Date) bool {
	before := day.DaysUntil(k.Date)
	return before >= 0 && before <= lead
}

// on returns the posts that stand on a day.
func (f facts) on(day app.Date) []editorial.Summary { return f.onDay[day] }

// at returns the moment a post of a pillar takes on a day.
func (f facts) at(day app.Date, pillar app.ID) app.Civil {
	taken := make(map[app.TimeOfDay]bool)
	for _, p := range f.on(day) {
		taken[p.At.Time] = true
	}
	return app.Civil{Date: day, Time: editorial.FreeTime(f.strategy.Slots, pillar, day, taken, f.now)}
}

// pillar returns the name of a pillar, "" when it is none.
func (f facts) pillar(id app.ID) string {
	for _, p := range f.strategy.Pillars {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}
