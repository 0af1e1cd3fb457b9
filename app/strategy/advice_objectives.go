package strategy

import (
	"math"
	"slices"

	"parvis/app"
	"parvis/app/metrics"
)

// maxObjectives is how many objectives a small business keeps up with.
const maxObjectives = 2

// shortDays is how long a change takes to be seen: our own bound, two weeks.
const shortDays = 14

// How much faster than before is still realistic, and still possible: our own
// bounds. The pace is that of a month.
const (
	realisticTimes = 1.5
	ambitiousTimes = 3
	month          = 30
)

// effortMetrics are those that posts placed do not move by themselves: what the
// business answers and asks for, and the posts themselves.
var effortMetrics = []metrics.Metric{metrics.Answers, metrics.Reviews, metrics.Published}

func (n *notes) objectives(s Strategy, f Facts) {
	if len(s.Objectives) == 0 {
		n.say(AskObjectives, app.Say("strategy.advice.objective_missing"), app.Say("strategy.advice.why.objective_missing"))
		return
	}
	if count := len(s.Objectives); count > maxObjectives {
		n.say(AskObjectives, app.Say("strategy.advice.objectives_many", "Count", count, "Max", maxObjectives),
			app.Say("strategy.advice.why.objectives_many", "Count", count))
	}
	for i, o := range s.Objectives {
		n.smart(o, f)
		if slices.ContainsFunc(s.Objectives[:i], func(other Objective) bool { return other.Metric == o.Metric }) {
			n.objective(o, app.Say("strategy.advice.objective_twice", "Metric", nameOf(o.Metric)),
				app.Say("strategy.advice.why.objective_twice", "Metric", nameOf(o.Metric)))
		}
		if fit := o.Goal.Metrics(); slices.Contains(Goals(), o.Goal) && !slices.Contains(fit, o.Metric) {
			n.objective(o, app.Say("strategy.advice.objective_unfit", "Metric", nameOf(fit[0])),
				app.Say("strategy.advice.why.objective_unfit", "Metric", nameOf(o.Metric), "Goal", app.Say("strategy.goal."+string(o.Goal))))
		}
	}
}

// smart checks that an objective is complete, then measurable, then realistic.
func (n *notes) smart(o Objective, f Facts) {
	if o.Target == nil {
		n.objective(o, app.Say("strategy.advice.objective_no_target"), app.Say("strategy.advice.why.objective_no_target"))
	}
	dated := false
	switch {
	case o.Due.IsZero():
		n.objective(o, app.Say("strategy.advice.objective_no_due"), app.Say("strategy.advice.why.objective_no_due"))
	case !o.Due.After(o.Start):
		n.objective(o, app.Say("strategy.advice.objective_due_first"),
			app.Say("strategy.advice.why.objective_due_first", "Start", o.Start, "Due", o.Due))
	case o.Due.Before(f.Today):
		n.objective(o, app.Say("strategy.advice.objective_over"), app.Say("strategy.advice.why.objective_over", "Day", o.Due))
	default:
		dated = true
	}
	switch {
	case o.From == nil:
		n.objective(o, app.Say("strategy.advice.objective_no_start"), app.Say("strategy.advice.why.objective_no_start"))
	case o.Target != nil && *o.Target == *o.From:
		n.objective(o, app.Say("strategy.advice.objective_no_change"),
			app.Say("strategy.advice.why.objective_no_change", "Value", valueOf(o.Metric, *o.Target)))
		return
	}
	pace := f.Paces[o.Metric]
	if pace.Current == nil {
		n.unmeasured(o, pace)
		return
	}
	if o.Target == nil {
		return
	}
	gap := *o.Target - *pace.Current
	if o.arrived(*pace.Current) {
		n.objective(o, app.Say("strategy.advice.objective_reached"), app.Say("strategy.advice.why.objective_reached",
			"Current", valueOf(o.Metric, *pace.Current), "Day", pace.AsOf, "Target", valueOf(o.Metric, *o.Target)))
		return
	}
	if dated {
		n.calendar(o, gap, f)
		n.posts(o, f)
		n.realistic(o, gap, pace, f.Today)
	}
}

// arrived reports whether a value is at the target. Some objectives go down;
// without a start, up is meant.
func (o Objective) arrived(value float64) bool {
	if o.From != nil && *o.Target < *o.From {
		return value <= *o.Target
	}
	return value >= *o.Target
}

// unmeasured says where to type what nobody measured.
func (n *notes) unmeasured(o Objective, pace Pace) {
	reason := pace.Reason
	if reason.IsZero() {
		reason = app.Say("metrics.reason.no_reading")
	}
	reason = app.Say("strategy.advice.why.objective_unmeasured", "Metric", nameOf(o.Metric), "Reason", reason)
	switch o.Metric {
	case metrics.Published:
		n.objective(o, app.Say("strategy.advice.objective_uncounted"), reason)
	case metrics.EngagementRate:
		n.objective(o, app.Say("strategy.advice.objective_unmeasured_rate"), reason)
	default:
		n.objective(o, app.Say("strategy.advice.objective_unmeasured", "Metric", nameOf(o.Metric)), reason)
	}
}

// calendar holds an objective against the days left. Little time does not matter
// to what arrives at its pace.
func (n *notes) calendar(o Objective, gap float64, f Facts) {
	switch left := f.Today.DaysUntil(o.Due); {
	case left == 0:
		n.objective(o, app.Say("strategy.advice.objective_today"),
			app.Say("strategy.advice.why.objective_today", "Gap", changeOf(o.Metric, gap), "Day", o.Due))
	case left < shortDays && !o.withinTimes(gap, f.Paces[o.Metric], realisticTimes):
		n.objective(o, app.Say("strategy.advice.objective_short", "Count", left),
			app.Say("strategy.advice.why.objective_short", "Day", o.Due, "Gap", changeOf(o.Metric, gap), "Count", shortDays))
	}
}

// posts says when no post that could move the figure is placed.
func (n *notes) posts(o Objective, f Facts) {
	placed := func(p Posting) bool { return !p.Day.Before(f.Today) && !p.Day.After(o.Due) }
	if slices.Contains(effortMetrics, o.Metric) || slices.ContainsFunc(f.Ahead, placed) {
		return
	}
	n.objective(o, app.Say("strategy.advice.objective_no_posts"),
		app.Say("strategy.advice.why.objective_no_posts", "Today", f.Today, "Day", o.Due))
}

// realistic holds what is needed since the last reading against the pace of the
// last thirty days.
func (n *notes) realistic(o Objective, gap float64, pace Pace, today app.Date) {
	needed, ok := metrics.NeededPerMonth(*pace.Current, *o.Target, pace.AsOf, o.Due)
	if !ok || today == o.Due {
		return // said by calendar: there is no day left to go faster in
	}
	left := pace.AsOf.DaysUntil(o.Due)
	if pace.PerMonth == nil {
		why := pace.PaceReason
		if why.IsZero() {
			why = app.Say("metrics.reason.no_pace")
		}
		n.objective(o, app.Say("strategy.advice.objective_pace_unknown"), app.Say("strategy.advice.why.objective_pace_unknown",
			"Gap", changeOf(o.Metric, gap), "From", pace.AsOf, "Due", o.Due, "Count", left, "Needed", changeOf(o.Metric, needed), "Reason", why))
		return
	}
	reason, alike := paceReason(o, gap, needed, pace)
	toward := *pace.PerMonth
	if gap < 0 {
		toward = -toward
	}
	if toward <= 0 {
		n.objective(o, app.Say("strategy.advice.objective_against"), reason)
		return
	}
	within, days := o.withinReach(gap, pace)
	switch times := math.Abs(needed) / toward; {
	case times <= 1 || alike && times <= realisticTimes:
		n.objective(o, app.Say("strategy.advice.objective_realistic"), reason).Good = true
	case times <= realisticTimes:
		n.objective(o, app.Say("strategy.advice.objective_stretch"), reason).Good = true
	case times <= ambitiousTimes || o.arrived(within):
		n.objective(o, app.Say("strategy.advice.objective_ambitious", "Times", times), reason)
	case days <= AheadDays:
		n.objective(o, app.Say("strategy.advice.objective_far", "Within", valueOf(o.Metric, within), "Due", o.Due,
			"Target", valueOf(o.Metric, *o.Target), "Later", pace.AsOf.AddDays(int(days))), reason)
	default:
		n.objective(o, app.Say("strategy.advice.objective_far_target", "Within", valueOf(o.Metric, within), "Due", o.Due), reason)
	}
}

// withinTimes reports whether going so many times as fast as before arrives in
// time.
func (o Objective) withinTimes(gap float64, pace Pace, times float64) bool {
	needed, ok := metrics.NeededPerMonth(*pace.Current, *o.Target, pace.AsOf, o.Due)
	if !ok || pace.PerMonth == nil {
		return false
	}
	toward := math.Copysign(1, gap) * *pace.PerMonth
	return toward > 0 && math.Abs(needed) <= times*toward
}

// withinReach returns the value that a realistic effort reaches by the due day,
// and in how many days from the last reading it reaches the target. What is
// counted is rounded towards the target: a proposal is no standstill.
func (o Objective) withinReach(gap float64, pace Pace) (value, days float64) {
	perDay := *pace.PerMonth / month * realisticTimes
	value = *pace.Current + perDay*float64(pace.AsOf.DaysUntil(o.Due))
	switch {
	case o.Metric.Ratio():
	case gap < 0:
		value = math.Floor(value)
	default:
		value = math.Ceil(value)
	}
	return value, math.Ceil(gap / perDay)
}

// paceReason is the computation: how much in how many days since the last
// reading, how much that is per day (per month for what is slow, or a sum of
// thirty days), and how much it was. The two are alike when they are written the
// same.
func paceReason(o Objective, gap, needed float64, pace Pace) (reason app.Message, alike bool) {
	key, perMonth := "strategy.advice.why.pace_month", *pace.PerMonth
	change := func(v float64) any { return changeOf(o.Metric, v) }
	if o.Metric.Level() && max(math.Abs(needed), math.Abs(perMonth)) >= month && tenths(needed/month) != 0 && tenths(perMonth/month) != 0 {
		key, needed, perMonth = "strategy.advice.why.pace_day", needed/month, perMonth/month
	}
	written := func(v float64) float64 {
		if o.Metric.Ratio() {
			v *= 100 // points
		}
		return tenths(v)
	}
	return app.Say(key, "Gap", change(gap), "From", pace.AsOf, "Due", o.Due, "Count", pace.AsOf.DaysUntil(o.Due),
		"Needed", change(needed), "Pace", change(perMonth)), written(needed) == written(perMonth)
}

// tenths is a figure as precise as a sentence writes it.
func tenths(v float64) float64 { return math.Round(v*10) / 10 }

// objective adds advice about one objective.
func (n *notes) objective(o Objective, text, reason app.Message) *Advice {
	told := n.say(AskObjectives, text, reason)
	told.ID = o.ID
	return told
}

func nameOf(m metrics.Metric) app.Message { return app.Say("metrics." + string(m)) }

// valueOf is a value of a metric as a message says it.
func valueOf(m metrics.Metric, v float64) any {
	if m.Ratio() {
		return app.Ratio(v)
	}
	return v
}

// changeOf is a change of a metric as a message says it: points of a ratio, which
// are hundredths.
func changeOf(m metrics.Metric, v float64) any {
	if m.Ratio() {
		return app.Say("metrics.points", "Points", app.Signed(v*100))
	}
	return app.Signed(v)
}
