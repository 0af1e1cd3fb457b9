package strategy

import (
	"context"
	"math"
	"slices"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/assets/translations"
)

// lookAhead is how many days ahead room is sought for what is decided.
const lookAhead = 60

// fill writes what happened in the month of a review beside what the strategy
// plans, and adds what is suggested.
func (r *Reviews) fill(ctx context.Context, review Review, c *translations.Catalogue) (Review, error) {
	b, err := r.rooms.Business.Business(ctx)
	if err != nil {
		return Review{}, err
	}
	today := app.DateOf(r.clock.Now().In(b.Location()))
	if review.Month.After(today) {
		return Review{}, app.Fail(app.CodeInvalid, "strategy.review.error.future")
	}
	review.To = review.Month.LastOfMonth()
	if review.To.After(today) {
		review.To = today
	}
	s, since, err := r.planOf(ctx, review, b, today)
	if err != nil {
		return Review{}, err
	}
	review.Since = since
	posts, err := r.rooms.Posts.Postings(ctx, review.Month, today.AddDays(lookAhead))
	if err != nil {
		return Review{}, err
	}
	var published, ahead []Posting
	for _, p := range posts {
		switch {
		case p.Published && !p.Day.After(review.To):
			published = append(published, p)
		case p.Day.After(today):
			ahead = append(ahead, p)
		}
	}
	review.count(s, published)
	w := &writer{c: c, pillar: s.pillarName}
	review.Objectives = nil
	for _, o := range s.Objectives {
		if o.Start.After(review.To) || (!o.Due.IsZero() && o.Due.Before(review.Month)) {
			continue
		}
		p, err := r.rooms.Figures.Progress(ctx, metrics.Aim{
			Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due,
		}, review.To)
		if err != nil {
			return Review{}, err
		}
		review.Objectives = append(review.Objectives, w.standing(o, p))
	}
	review.Decisions = r.withSuggested(review, w.suggest(review, s, ahead, today))
	return review, nil
}

// planOf returns the strategy that a month is held against and since when it was
// one, that is since the first version was validated: the present one while the
// month runs, or else the last that was validated by its end. Since is zero when
// none was yet.
func (r *Reviews) planOf(ctx context.Context, review Review, b business.Business, today app.Date) (s Strategy, since app.Date, err error) {
	if s, err = r.service.Strategy(ctx); err != nil {
		return s, since, err
	}
	all, err := r.store.Versions(ctx)
	if err != nil {
		return s, since, err
	}
	dayOf := func(v Version) app.Date { return app.DateOf(v.MadeAt.In(b.Location())) }
	if len(all) > 0 {
		since = dayOf(all[len(all)-1])
	}
	if since.After(review.To) {
		since = app.Date{}
	}
	if !since.IsZero() && since.Before(review.Month) {
		since = review.Month
	}
	if today == review.To {
		return s, since, nil
	}
	for _, v := range all {
		if !dayOf(v).After(review.To) {
			// What is done is known today.
			return v.Strategy.asFarAs(s), since, nil
		}
	}
	return s, since, nil
}

// Counted returns the review with what is counted of its days: posts, cadence,
// shares, slots and actions, against s and what was published on them, as when
// there was a plan all month.
func (r Review) Counted(s Strategy, published []Posting) Review {
	r.Since = r.Month
	r.count(s, published)
	return r
}

// count fills in what is counted: posts, cadence, shares, slots and actions.
func (r *Review) count(s Strategy, published []Posting) {
	r.Posts, r.Channels, r.Pillars, r.Slots = len(published), nil, nil, SlotsReview{}
	r.Actions = nil
	for _, a := range s.Actions {
		if !a.Day.IsZero() && !a.Day.Before(r.Month) && !a.Day.After(r.To) {
			r.Actions = append(r.Actions, a)
		}
	}
	if r.Since.IsZero() {
		return
	}
	published = slices.DeleteFunc(slices.Clone(published), func(p Posting) bool { return p.Day.Before(r.Since) })
	days := r.Since.DaysUntil(r.To) + 1
	for _, ch := range s.Channels {
		one := ChannelReview{Network: ch.Network, Planned: int(math.Round(float64(ch.PerWeek*days) / 7))}
		for _, p := range published {
			if slices.Contains(p.Networks, ch.Network) {
				one.Published++
			}
		}
		r.Channels = append(r.Channels, one)
	}
	byPillar, byDay := make(map[app.ID]int), make(map[app.Date]int)
	for _, p := range published {
		byDay[p.Day]++
		if s.pillar(p.PillarID) == nil {
			p.PillarID = ""
		}
		byPillar[p.PillarID]++
	}
	for _, p := range s.Pillars {
		r.Pillars = append(r.Pillars, shareOf(p, byPillar[p.ID], len(published)))
	}
	if n := byPillar[""]; n > 0 {
		r.Pillars = append(r.Pillars, shareOf(Pillar{}, n, len(published)))
	}
	for i := range days {
		day, planned := r.Since.AddDays(i), 0
		for _, slot := range s.Slots {
			if slot.Weekday == day.Weekday() {
				planned++
			}
		}
		r.Slots.Planned += planned
		r.Slots.Kept += min(planned, byDay[day])
	}
}

// shareOf returns the part that a pillar had in so many posts.
func shareOf(p Pillar, posts, all int) PillarReview {
	one := PillarReview{PillarID: p.ID, Name: p.Name, ShareBP: p.ShareBP, Posts: posts}
	if all > 0 {
		one.GotBP = int(math.Round(float64(posts) * wholeBP / float64(all)))
	}
	return one
}

// pillar returns the pillar of an ID, nil when there is none.
func (s Strategy) pillar(id app.ID) *Pillar {
	for i := range s.Pillars {
		if s.Pillars[i].ID == id {
			return &s.Pillars[i]
		}
	}
	return nil
}

// standing writes where an objective stands.
func (w *writer) standing(o Objective, p metrics.Progress) ObjectiveReview {
	one := ObjectiveReview{
		ObjectiveID: o.ID, Name: o.Name, Metric: o.Metric, From: o.From, Target: o.Target, Due: o.Due,
		Current: p.Current, Expected: p.ExpectedValue, AsOf: p.AsOf, Verdict: p.Verdict,
	}
	if !said(one.Name) {
		one.Name = word(w, "goal", o.Goal)
	}
	if one.Name == "" {
		one.Name = w.c.T("metrics." + string(o.Metric))
	}
	if p.Current == nil {
		one.Reason = w.c.Say(p.Reason)
	}
	return one
}
