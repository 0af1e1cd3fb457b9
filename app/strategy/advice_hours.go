package strategy

import (
	"cmp"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// trialNetworks is how many networks are advised while nobody said how much time
// there is.
const trialNetworks = 2

// hours is the time of a week that networks share: those chosen first, at what
// they are planned to cost, then the others, the best first.
type hours struct {
	rhythm Rhythm
	total  int // minutes of the week, 0 when nobody said
	left   int // minutes left beside the networks chosen, below 0 when there are none
	taken  int // networks chosen or advised so far
	tried  int // networks chosen that are advised so far, while nobody said how much time there is
	// crowded are the networks chosen that find no time even when each has one
	// post a week, with the minutes that the better ones leave them. The best one
	// is never crowded; it is tight when it lacks time by itself.
	crowded map[networks.Network]int
	tight   networks.Network
}

// newHours shares a week among the networks chosen, in the order of ranked.
func newHours(s Strategy, ranked []weighed) *hours {
	h := &hours{
		rhythm: s.Rhythm, total: s.Profile.MinutesPerWeek, taken: len(s.Channels), crowded: make(map[networks.Network]int),
	}
	spare := h.total - s.Rhythm.Answering()
	h.left = spare - s.plannedMinutes()
	if h.total == 0 {
		return h
	}
	rank := func(c Channel) int {
		at := slices.IndexFunc(ranked, func(w weighed) bool { return w.network == c.Network })
		if at < 0 {
			return len(ranked) // one that a later version knows
		}
		return at
	}
	chosen := slices.SortedStableFunc(slices.Values(s.Channels), func(a, b Channel) int { return cmp.Compare(rank(a), rank(b)) })
	for i, c := range chosen {
		cost := s.Rhythm.MinutesFor(c.Format)
		switch {
		case cost <= spare:
			spare -= cost
		case i == 0:
			spare -= cost
			h.tight = c.Network
		default:
			h.crowded[c.Network] = max(spare, 0)
		}
	}
	return h
}

// plannedMinutes is what the posts of a week take on the networks chosen. One
// without a rhythm yet will have a post a week at least.
func (s Strategy) plannedMinutes() int {
	total := 0
	for _, c := range s.Channels {
		total += max(c.PerWeek, 1) * s.Rhythm.MinutesFor(c.Format)
	}
	return total
}

// hold judges a network chosen by its own format and rhythm.
func (h *hours) hold(a *NetworkAdvice, c Channel) {
	a.Role, a.Format, a.PerWeek = c.Role, c.Format, max(c.PerWeek, 1)
	each := h.rhythm.MinutesFor(c.Format)
	left, crowded := h.crowded[c.Network]
	switch {
	case a.Fit == FitNo:
	case h.total == 0:
		h.try(a, &h.tried)
	case crowded:
		a.lower(app.Say("strategy.advice.why.network_crowded", "Cost", minutes(each), "Left", minutes(left), "Total", minutes(h.total)))
	case c.Network == h.tight:
		a.Reasons = append(a.Reasons, app.Say("strategy.advice.why.network_first",
			"Cost", minutes(each), "Answers", minutes(h.rhythm.Answering()), "Total", minutes(h.total)))
	case c.PerWeek > 0:
		a.Reasons = append(a.Reasons, app.Say("strategy.advice.why.network_planned",
			"Count", c.PerWeek, "Each", minutes(each), "Cost", minutes(c.PerWeek*each)))
	}
}

// try takes one of the few networks to begin with, while nobody said how much
// time there is.
func (h *hours) try(a *NetworkAdvice, taken *int) {
	switch {
	case a.Fit != FitYes:
	case *taken >= trialNetworks:
		a.lower(app.Say("strategy.advice.why.network_trial", "Count", trialNetworks))
	default:
		*taken++
	}
}

// limit takes the time that one more network costs, or says that there is not
// enough: less often first, then maybe, then no. The best network is always
// kept when none is chosen.
func (h *hours) limit(a *NetworkAdvice) {
	switch {
	case a.Fit == FitNo:
		return
	case h.total == 0:
		h.try(a, &h.taken)
		return
	}
	each := h.rhythm.MinutesFor(a.Format)
	for a.PerWeek > 1 && a.PerWeek*each > h.left {
		a.PerWeek--
	}
	cost := a.PerWeek * each
	switch {
	case cost <= h.left:
		a.Reasons = append(a.Reasons, app.Say("strategy.advice.why.network_cost",
			"Count", a.PerWeek, "Each", minutes(each), "Cost", minutes(cost), "Left", minutes(h.left)))
		if a.Fit == FitYes {
			h.left -= cost
			h.taken++
		}
	case a.Fit == FitYes && h.taken == 0:
		h.left -= cost
		h.taken++
		a.Reasons = append(a.Reasons, app.Say("strategy.advice.why.network_first",
			"Cost", minutes(cost), "Answers", minutes(h.rhythm.Answering()), "Total", minutes(h.total)))
	default:
		a.lower(app.Say("strategy.advice.why.network_hours", "Cost", minutes(cost), "Left", minutes(max(h.left, 0)), "Total", minutes(h.total)))
	}
}

// lower makes a yes a maybe and a maybe a no, for a reason that comes first.
func (a *NetworkAdvice) lower(reason app.Message) {
	if a.Fit == FitYes {
		a.Fit = FitMaybe
	} else {
		a.Fit = FitNo
	}
	a.Reasons = slices.Insert(a.Reasons, 0, reason)
}

// minutes is a number of minutes as a message says it.
func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }
