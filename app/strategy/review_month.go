package strategy

import (
	"context"
	"math"
	"slices"

	"parvis/app"
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
	s, err := r.service.Strategy(ctx)
	if err != nil {
		return Review{}, err
	}
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

// Counted returns the review with what is counted of its days: posts, cadence,
// shares, slots and actions, against s and what was published on them.
func (r Review) Counted(s Strategy, published []Posting) Review {
	r.count(s, published)
	return r
}

// count fills in what is counted: posts, cadence, shares, slots and actions.
func (r *Review) count(s Strategy, published []Posting) {
	days := r.Month.DaysUntil(r.To) + 1
	r.Posts = len(published)
	r.Channels = nil
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
	r.Pillars = nil
	for _, p := range s.Pillars {
		r.Pillars = append(r.Pillars, r.shareOf(p, byPillar[p.ID]))
	}
	if n := byPillar[""]; n > 0 {
		r.Pillars = append(r.Pillars, r.shareOf(Pillar{}, n))
	}
	r.Slots = SlotsReview{}
	for i := range days {
		day, planned := r.Month.AddDays(i), 0
		for _, slot := range s.Slots {
			if slot.Weekday == day.Weekday() {
				planned++
			}
		}
		r.Slots.Planned += planned
		r.Slots.Kept += min(planned, byDay[day])
	}
	r.Actions = nil
	for _, a := range s.Actions {
		if !a.Day.IsZero() && !a.Day.Before(r.Month) && !a.Day.After(r.To) {
			r.Actions = append(r.Actions, a)
		}
	}
}

func (r *Review) shareOf(p Pillar, posts int) PillarReview {
	one := PillarReview{PillarID: p.ID, Name: p.Name, ShareBP: p.ShareBP, Posts: posts}
	if r.Posts > 0 {
		one.GotBP = int(math.Round(float64(posts) * wholeBP / float64(r.Posts)))
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
