package strategy

import (
	"slices"
	"time"

	"parvis/app"
)

// leapTimes is how many times faster than before a rhythm is a leap: our own
// bound.
const leapTimes = 3

// roomMinutes is how much spare time is worth a word.
const roomMinutes = 30

// cadence holds the posts per week against the hours and against the past.
func (n *notes) cadence(s Strategy, f Facts) {
	planned, whole := 0, true
	for _, c := range s.Channels {
		if planned += c.PerWeek; c.PerWeek == 0 {
			whole = false
			n.say(AskCadence, app.Say("strategy.advice.cadence_none", "Network", c.Network),
				app.Say("strategy.advice.why.cadence_none", "Network", c.Network)).Network = c.Network
		}
	}
	if planned == 0 {
		return
	}
	if total := s.Profile.MinutesPerWeek; total > 0 {
		cost := s.WeekMinutes()
		reason := app.Say("strategy.advice.why.cadence", "Sum", summed(s.weekTerms()), "Cost", minutes(cost), "Total", minutes(total))
		switch left := total - cost; {
		case left < 0:
			n.say(AskCadence, app.Say("strategy.advice.cadence_over", "Over", minutes(-left)), reason)
		case !whole:
			// What is left is for the networks without a rhythm.
		case left < roomMinutes:
			n.say(AskCadence, app.Say("strategy.advice.cadence_fits"), reason).Good = true
		default:
			n.say(AskCadence, app.Say("strategy.advice.cadence_room", "Left", minutes(left)), reason).Good = true
		}
	}
	if f.daysSince(f.Business.CreatedAt) < PastDays {
		return // what was published before, Parvis cannot know
	}
	if past, weeks := pastPerWeek(f); past > 0 && float64(planned) >= leapTimes*past {
		n.say(AskCadence, app.Say("strategy.advice.cadence_leap", "Planned", planned),
			app.Say("strategy.advice.why.cadence_leap", "Count", weeks, "Past", past, "Planned", planned))
	}
}

// weekTerms are the terms of WeekMinutes: each channel that posts, and answers.
func (s Strategy) weekTerms() []app.Message {
	var terms []app.Message
	for _, c := range s.Channels {
		if c.PerWeek > 0 {
			terms = append(terms, app.Say("strategy.advice.cost", "Network", c.Network, "PerWeek", c.PerWeek, "Each", minutes(s.Rhythm.MinutesFor(c.Format))))
		}
	}
	return append(terms, app.Say("strategy.advice.cost_answers", "Cost", minutes(s.Rhythm.Answering())))
}

// pastPerWeek returns how much was published a week, a post on two networks
// counting twice as it does in the plan, over the weeks since the first post but
// PastDays at most. It is 0 when nothing was.
func pastPerWeek(f Facts) (perWeek float64, weeks int) {
	total, first := 0, f.Today
	for _, p := range f.Past {
		total += len(p.Networks)
		if p.Day.Before(first) {
			first = p.Day
		}
	}
	weeks = min(max((first.DaysUntil(f.Today)+6)/7, 1), PastDays/7)
	return float64(total) / float64(weeks), weeks
}

// leastSlots and mostSlots bound the moments that a week of posts takes: posts of
// one format can be the same one on several networks, or each its own.
func (s Strategy) leastSlots() int {
	most := make(map[Format]int)
	for _, c := range s.Channels {
		most[c.Format] = max(most[c.Format], c.PerWeek)
	}
	total := 0
	for _, n := range most {
		total += n
	}
	return min(total, MaxSlots)
}

func (s Strategy) mostSlots() int {
	total := 0
	for _, c := range s.Channels {
		total += c.PerWeek
	}
	return total
}

func (n *notes) slots(s Strategy, f Facts) {
	count, least, most := len(s.Slots), s.leastSlots(), s.mostSlots()
	if count == 0 {
		n.say(AskSlots, app.Say("strategy.advice.slots_missing"), app.Say("strategy.advice.why.slots_missing", "Count", max(least, 1)))
		return
	}
	before, moments, candidates := len(*n), s.moments(), slotCandidates(s, f)
	switch {
	case most == 0:
	case count > most:
		n.say(AskSlots, app.Say("strategy.advice.slots_many", "Count", count-most), app.Say("strategy.advice.why.slots_many", "Count", count, "Most", most))
	case count < least && len(moments) > 0 && len(candidates) == 0:
		n.say(AskSlots, app.Say("strategy.advice.slots_few", "Count", least-count),
			app.Say("strategy.advice.why.slots_none", "Moments", listed(saidMoments(moments))))
	case count < least:
		n.say(AskSlots, app.Say("strategy.advice.slots_few", "Count", least-count), app.Say("strategy.advice.why.slots_few", "Count", count, "Least", least))
	}
	day := s.Slots[0].Weekday
	if count > 1 && !slices.ContainsFunc(s.Slots, func(o Slot) bool { return o.Weekday != day }) &&
		slices.ContainsFunc(candidates, func(o candidate) bool { return o.Weekday != day }) {
		n.say(AskSlots, app.Say("strategy.advice.slots_same_day"), app.Say("strategy.advice.why.slots_same_day", "Count", count, "Weekday", day))
	}
	if len(moments) > 0 {
		for _, slot := range s.Slots {
			if !seen(slot.Weekday, slot.Time, moments) {
				n.say(AskSlots, app.Say("strategy.advice.slot_unseen", "Weekday", slot.Weekday, "Time", slot.Time),
					app.Say("strategy.advice.why.slot_unseen", "Moments", listed(saidMoments(moments)))).ID = slot.ID
			}
		}
	}
	if most > 0 && len(*n) == before {
		n.say(AskSlots, app.Say("strategy.advice.slots_fit"), app.Say("strategy.advice.why.slots_fit", "Count", count, "Least", least, "Most", most)).Good = true
	}
}

// moments returns when the audiences look, in the order of Moments.
func (s Strategy) moments() []Moment {
	return slices.DeleteFunc(Moments(), func(m Moment) bool {
		return !slices.ContainsFunc(s.Audiences, func(a Audience) bool { return slices.Contains(a.Moments, m) })
	})
}

func saidMoments(all []Moment) []app.Message {
	words := make([]app.Message, len(all))
	for i, m := range all {
		words[i] = app.Say("strategy.moment." + string(m))
	}
	return words
}

// parts says when the parts of a day are, from and until, in minutes since
// midnight: our own bounds. They hold on every day, as habits do.
var parts = map[Moment][2]int{
	Morning: {6 * 60, 11 * 60}, Noon: {11 * 60, 14 * 60}, Afternoon: {14 * 60, 18 * 60}, Evening: {18 * 60, 23 * 60},
}

// seen reports whether a time falls into one of the moments.
func seen(day time.Weekday, at app.TimeOfDay, moments []Moment) bool {
	weekend := day == time.Saturday || day == time.Sunday
	return slices.ContainsFunc(moments, func(m Moment) bool {
		if m == Weekend {
			return weekend
		}
		part, ok := parts[m]
		return ok && at.Minutes() >= part[0] && at.Minutes() < part[1]
	})
}
