package strategy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// SlotIdea is a moment of the week to publish at, and why. There is always a
// reason.
type SlotIdea struct {
	Weekday time.Weekday
	Time    app.TimeOfDay
	Pillar  app.ID // "" for any pillar
	Reasons []app.Message
}

// rushes says just before when customers decide, by trade: our own judgement of
// November 2026.
var rushes = map[business.Trade][]app.TimeOfDay{
	business.Bakery:      {{Hour: 11}, {Hour: 16, Minute: 30}},
	business.Restaurant:  {{Hour: 11}, {Hour: 17, Minute: 30}},
	business.Hairdresser: {{Hour: 12}, {Hour: 18}},
	business.Craft:       {{Hour: 12}, {Hour: 18}},
	business.Shop:        {{Hour: 12}, {Hour: 17, Minute: 30}},
	business.Garage:      {{Hour: 12}, {Hour: 18}},
	business.Consultancy: {{Hour: 8, Minute: 30}, {Hour: 12}},
	business.Association: {{Hour: 12}, {Hour: 18}},
	business.Other:       {{Hour: 12}, {Hour: 18}},
}

// usualMoments is when a slot for an audience falls in each part of the day.
var usualMoments = map[Moment]app.TimeOfDay{
	Morning: {Hour: 7, Minute: 30}, Noon: {Hour: 12}, Afternoon: {Hour: 16}, Evening: {Hour: 18, Minute: 30}, Weekend: {Hour: 10},
}

// usualDays is the order days are taken in, so that a few are spread over the
// week.
var usualDays = []time.Weekday{
	time.Tuesday, time.Friday, time.Saturday, time.Thursday, time.Wednesday, time.Sunday, time.Monday,
}

// The earliest time that is worth a slot before opening, and how long before it
// is.
const (
	earliestSlot  = 7 * 60
	beforeOpening = 60
)

// The weights of what speaks for a slot: our own.
const (
	audienceWeight = 3
	openingWeight  = 2
	rushWeight     = 1
)

// SuggestSlots proposes the slots that the rhythm still needs, spread over the
// week: when the audiences look, before opening, and just before customers
// decide. None is at the time of a slot there is, nor when the audiences do not
// look, once their moments are known: there may be fewer than needed.
func SuggestSlots(s Strategy, f Facts) []SlotIdea {
	wanted := s.leastSlots() - len(s.Slots)
	if wanted <= 0 {
		return nil
	}
	taken := make(map[time.Weekday]int)
	for _, slot := range s.Slots {
		taken[slot.Weekday]++
	}
	candidates := slotCandidates(s, f)
	var ideas []SlotIdea
	for len(ideas) < wanted && len(candidates) > 0 {
		best := 0
		for i, c := range candidates {
			// A day that is free first, then what most speaks for.
			if better := cmp.Or(taken[c.Weekday]-taken[candidates[best].Weekday], candidates[best].weight-c.weight); better < 0 {
				best = i
			}
		}
		chosen := candidates[best]
		candidates = slices.Delete(candidates, best, best+1)
		taken[chosen.Weekday]++
		ideas = append(ideas, chosen.SlotIdea)
	}
	slices.SortStableFunc(ideas, func(a, b SlotIdea) int {
		return cmp.Or((int(a.Weekday)+6)%7-(int(b.Weekday)+6)%7, a.Time.Minutes()-b.Time.Minutes())
	})
	sharePillars(ideas, s)
	return ideas
}

// candidate is a slot and how much speaks for it.
type candidate struct {
	SlotIdea
	weight int
}

// slotCandidates lists what may be proposed, each moment once.
func slotCandidates(s Strategy, f Facts) []candidate {
	var all []candidate
	moments := s.moments()
	add := func(day time.Weekday, at app.TimeOfDay, weight int, reason app.Message) {
		if slices.ContainsFunc(s.Slots, func(o Slot) bool { return o.Weekday == day && o.Time == at }) {
			return
		}
		if len(moments) > 0 && !seen(day, at, moments) {
			return
		}
		for i, c := range all {
			if c.Weekday == day && c.Time == at {
				all[i].weight += weight
				all[i].Reasons = append(all[i].Reasons, reason)
				return
			}
		}
		all = append(all, candidate{SlotIdea{Weekday: day, Time: at, Reasons: []app.Message{reason}}, weight})
	}
	trade := tradeOf(f.Business)
	for _, day := range usualDays {
		weekend := day == time.Saturday || day == time.Sunday
		for _, m := range moments {
			if m == Weekend == weekend {
				add(day, usualMoments[m], audienceWeight, app.Say("strategy.advice.why.slot_audience",
					"Audiences", listed(s.lookingDuring(m)), "Moment", app.Say("strategy.moment."+string(m))))
			}
		}
		stretches := f.Business.Opening.On(day)
		if first, open := opens(stretches); open && first.Minutes()-beforeOpening >= earliestSlot {
			before := first.Minutes() - beforeOpening
			add(day, app.TimeOfDay{Hour: before / 60, Minute: before % 60}, openingWeight,
				app.Say("strategy.advice.why.slot_opening", "Weekday", day, "From", first))
		}
		if len(f.Business.Opening) > 0 && len(stretches) == 0 || len(f.Business.Opening) == 0 && day == time.Sunday {
			continue // nobody comes on that day
		}
		for _, at := range rushes[trade] {
			if open := f.Business.Opening; len(open) == 0 || openSoon(stretches, at) {
				add(day, at, rushWeight, app.Say("strategy.advice.why.slot_rush", "Trade", app.Say("business.trade."+string(trade)), "Time", at))
			}
		}
	}
	return all
}

// lookingDuring names the audiences that look at a moment.
func (s Strategy) lookingDuring(m Moment) []app.Message {
	var names []app.Message
	for _, a := range s.Audiences {
		if slices.Contains(a.Moments, m) {
			names = append(names, app.Say("strategy.advice.audience", "Name", calledOf(a)))
		}
	}
	return names
}

// opens returns when a day's first stretch begins.
func opens(day []business.Hours) (app.TimeOfDay, bool) {
	if len(day) == 0 {
		return app.TimeOfDay{}, false
	}
	first := slices.MinFunc(day, func(a, b business.Hours) int { return a.From.Minutes() - b.From.Minutes() })
	return first.From, true
}

// openSoon reports whether people who read a post at a time can come within two
// hours.
func openSoon(day []business.Hours, at app.TimeOfDay) bool {
	return slices.ContainsFunc(day, func(h business.Hours) bool {
		return h.From.Minutes() <= at.Minutes()+2*60 && at.Minutes() < h.To.Minutes()
	})
}

// sharePillars gives each idea the pillar that is furthest from its share among
// the slots of the week, those there are included.
func sharePillars(ideas []SlotIdea, s Strategy) {
	have := make(map[app.ID]int)
	for _, slot := range s.Slots {
		have[slot.PillarID]++
	}
	total := len(s.Slots) + len(ideas)
	for i := range ideas {
		var best Pillar
		short := 0
		for _, p := range s.Pillars {
			if gap := p.ShareBP*total - have[p.ID]*wholeBP; said(p.Name) && gap > short {
				best, short = p, gap
			}
		}
		if short == 0 {
			continue
		}
		have[best.ID]++
		ideas[i].Pillar = best.ID
		ideas[i].Reasons = append(ideas[i].Reasons, app.Say("strategy.advice.why.slot_pillar",
			"Pillar", strings.TrimSpace(best.Name), "Share", share(best.ShareBP)))
	}
}
