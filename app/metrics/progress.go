package metrics

import (
	"context"
	"slices"

	"parvis/app"
)

// window is the number of days that progress is measured over: an objective
// reads "per month", and any thirty days in a row compare with any other.
const window = 30

// Aim is what Progress measures: bring Metric from From to Target between two
// days. Levels are the last reading, flows the sum and ratios the ratio of the
// last thirty days.
type Aim struct {
	Metric       Metric
	From, Target *float64
	Start, Due   app.Date
}

// Verdict says where an objective stands; its translated name is
// "metrics.verdict.<verdict>".
type Verdict string

// Verdicts.
const (
	Reached  Verdict = "reached"
	OnCourse Verdict = "on_course" // at the pace of the last thirty days it will be reached in time
	Behind   Verdict = "behind"    // at that pace it will not
	Missed   Verdict = "missed"    // its day is past
	Unknown  Verdict = "unknown"   // not enough was measured, for Reason
)

// Progress is where an objective stands on a day. What cannot be said is nil.
type Progress struct {
	Current *float64
	AsOf    app.Date // last day measured for all accounts
	// Done is the part of the way from From to Target, 1 when arrived; it may be
	// below 0 or above 1. Expected is the part of the time from Start to Due, 0
	// to 1, and ExpectedValue what a steady pace would have reached by now.
	Done          *float64
	Expected      *float64
	ExpectedValue *float64
	// Projection is the value on the day Due at the pace of the last thirty
	// days; PerMonth is that pace and NeededPerMonth the one that arrives, both
	// for thirty days.
	Projection     *float64
	PerMonth       *float64
	NeededPerMonth *float64
	// PaceReason says why PerMonth is nil, zero when it is not.
	PaceReason app.Message
	Verdict    Verdict
	Reason     app.Message
}

// Progress measures an aim on a day of the business's zone.
func (s *Service) Progress(ctx context.Context, aim Aim, today app.Date) (Progress, error) {
	before := Period{From: today.AddDays(-2 * window), To: today.AddDays(-window)}
	src, err := s.source(ctx, aim.Metric, "", "", before, today)
	if err != nil {
		return Progress{}, err
	}
	p := Progress{Verdict: Unknown}
	if length := aim.Start.DaysUntil(aim.Due); !aim.Start.IsZero() && !aim.Due.IsZero() && length > 0 {
		expected := min(max(float64(aim.Start.DaysUntil(today))/float64(length), 0), 1)
		p.Expected = &expected
		if aim.From != nil && aim.Target != nil {
			value := *aim.From + expected*(*aim.Target-*aim.From)
			p.ExpectedValue = &value
		}
	}
	now, reason := src.over(today.AddDays(1-window), today)
	if !reason.IsZero() {
		p.Reason, p.PaceReason = reason, reason
		return p, nil
	}
	p.Current, p.AsOf = &now.value, now.asOf
	p.PerMonth, p.PaceReason = paceOf(src, now, today)
	p.judge(aim, now, today)
	return p, nil
}

// judge fills what depends on the target.
func (p *Progress) judge(aim Aim, now measure, today app.Date) {
	if aim.Target == nil {
		p.Reason = app.Say("metrics.reason.no_target")
		return
	}
	current, target := now.value, *aim.Target
	// Some objectives go down; without a start, up is meant.
	arrived := func(v float64) bool { return v >= target }
	if aim.From != nil && target < *aim.From {
		arrived = func(v float64) bool { return v <= target }
	}
	if aim.From != nil && target != *aim.From {
		done := (current - *aim.From) / (target - *aim.From)
		p.Done = &done
	}
	if arrived(current) {
		p.Verdict = Reached
	}
	if aim.Due.IsZero() {
		if p.Verdict != Reached {
			p.Reason = app.Say("metrics.reason.no_due")
		}
		return
	}
	if today.After(aim.Due) {
		if p.Verdict != Reached {
			p.Verdict = Missed
		}
		return
	}
	left := float64(now.asOf.DaysUntil(aim.Due))
	if needed, ok := NeededPerMonth(current, target, now.asOf, aim.Due); ok {
		p.NeededPerMonth = &needed
	}
	if p.PerMonth == nil {
		if p.Verdict != Reached {
			p.Reason = p.PaceReason
		}
		return
	}
	projection := max(current+*p.PerMonth*left/window, 0)
	p.Projection = &projection
	switch {
	case p.Verdict == Reached:
	case arrived(projection):
		p.Verdict = OnCourse
	default:
		p.Verdict = Behind
	}
}

// NeededPerMonth returns the change per thirty days that brings a value measured
// on the day asOf to target on the day due; ok is false when due is not after
// asOf.
func NeededPerMonth(current, target float64, asOf, due app.Date) (needed float64, ok bool) {
	left := asOf.DaysUntil(due)
	if left <= 0 {
		return 0, false
	}
	return (target - current) / float64(left) * window, true
}

// paceOf returns the change per thirty days: of a level, the slope of its
// readings; of what adds up or divides, the difference between the last thirty
// days and the thirty before.
func paceOf(src source, now measure, today app.Date) (*float64, app.Message) {
	if levels, ok := src.(*readingSource); ok && levels.metric.Level() {
		return levels.slope(now.accounts, today)
	}
	before, reason := src.over(today.AddDays(1-2*window), today.AddDays(-window))
	switch {
	case !reason.IsZero():
		return nil, app.Say("metrics.reason.no_pace")
	case !slices.Equal(before.accounts, now.accounts):
		return nil, app.Say("metrics.reason.accounts_changed")
	}
	pace := now.value - before.value
	return &pace, app.Message{}
}

// shortestSlope is the fewest days between first and last reading that say
// anything about a month.
const shortestSlope = 7

// slope adds up the slopes of the accounts, each the straight line that passes
// nearest to its readings of the last thirty days and to the last one before
// them, as an owner who types once a month has but one within.
func (s *readingSource) slope(accounts []app.ID, today app.Date) (*float64, app.Message) {
	total := 0.0
	for _, id := range accounts {
		days := within(s.days[id], today.AddDays(1-window), today)
		if before := within(s.days[id], today.AddDays(-2*window), today.AddDays(-window)); len(before) > 0 {
			days = append(slices.Clone(before[len(before)-1:]), days...)
		}
		if len(days) < 2 || days[0].day.DaysUntil(days[len(days)-1].day) < shortestSlope {
			return nil, app.Say("metrics.reason.no_pace")
		}
		total += leastSquares(days)
	}
	pace := total * window
	return &pace, app.Message{}
}

// leastSquares returns the slope per day of the line nearest to at least two
// days.
func leastSquares(days []dayValue) float64 {
	n := float64(len(days))
	meanX, meanY := 0.0, 0.0
	for _, d := range days {
		meanX += float64(days[0].day.DaysUntil(d.day)) / n
		meanY += d.value / n
	}
	xy, xx := 0.0, 0.0
	for _, d := range days {
		x := float64(days[0].day.DaysUntil(d.day)) - meanX
		xy += x * (d.value - meanY)
		xx += x * x
	}
	return xy / xx
}
