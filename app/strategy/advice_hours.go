package strategy

import (
	"slices"
	"time"

	"parvis/app"
)

// trialNetworks is how many networks are advised while nobody said how much time
// there is.
const trialNetworks = 2

// hours is the time of a week that networks share, the best first.
type hours struct {
	rhythm Rhythm
	total  int // minutes of the week, 0 when nobody said
	left   int // minutes left for posts, below 0 when answers alone take more
	taken  int // networks that a yes took so far
}

func newHours(s Strategy) *hours {
	total := s.Profile.MinutesPerWeek
	return &hours{rhythm: s.Rhythm, total: total, left: total - s.Rhythm.Answering()}
}

// limit takes the time that a network costs, or says that there is not enough:
// less often first, then maybe, then no. The best network is always kept.
func (h *hours) limit(a *NetworkAdvice) {
	switch {
	case a.Fit == FitNo:
		return
	case h.total == 0:
		if a.Fit == FitYes && h.taken >= trialNetworks {
			a.lower(app.Say("strategy.advice.why.network_trial", "Count", trialNetworks))
		} else if a.Fit == FitYes {
			h.taken++
		}
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
