package metrics

import (
	"context"
	"slices"

	"parvis/app"
)

// sparkPeriods is how many periods the small curve of a figure shows, the
// figure's own being the last.
const sparkPeriods = 12

// DeltaKind says how the change of a figure is best shown.
type DeltaKind string

// Kinds of change.
const (
	DeltaAbsolute DeltaKind = "absolute" // +86: Delta, with Relative beside it
	DeltaPercent  DeltaKind = "percent"  // +12 %: Relative
	DeltaPoints   DeltaKind = "points"   // +0.6 pt: Delta, of a ratio
)

// Delta returns how the change of a metric is best shown.
func (m Metric) Delta() DeltaKind {
	switch {
	case m.Ratio():
		return DeltaPoints
	case m.Level(), m == Published:
		return DeltaAbsolute
	}
	return DeltaPercent
}

// Definition returns the key of the sentence that defines the metric.
func (m Metric) Definition() string { return "metrics." + string(m) + ".definition" }

// Denominator returns the key of the words that name what a ratio is divided
// by, "" for a metric that is no ratio.
func (m Metric) Denominator() string {
	if m.Ratio() {
		return "metrics." + string(m) + ".denominator"
	}
	return ""
}

// Figure is one metric over one period, beside the period before.
type Figure struct {
	Metric Metric
	Period Period
	// Value is nil when the period was not measured, for Reason.
	Value  *float64
	Reason app.Message
	AsOf   app.Date // last day measured for all accounts
	// Previous is the value before, over the days PreviousFrom to PreviousTo: as
	// many as have passed when the period is not over and the metric adds up,
	// the whole period before otherwise.
	Previous                 *float64
	PreviousFrom, PreviousTo app.Date
	// Delta is Value less Previous; Relative is Delta divided by Previous. Both
	// are nil when they would compare what cannot be compared, for DeltaReason.
	Delta       *float64
	Relative    *float64
	DeltaKind   DeltaKind
	DeltaReason app.Message
	// Spark holds the period and the eleven before it, oldest first.
	Spark []Point
}

// Figure returns a metric over a period, for all accounts together.
func (s *Service) Figure(ctx context.Context, metric Metric, period Period) (Figure, error) {
	today, _, err := s.today(ctx)
	if err != nil {
		return Figure{}, err
	}
	f := Figure{Metric: metric, Period: period, DeltaKind: metric.Delta()}
	all := make([]Period, sparkPeriods)
	for i := range all {
		all[i] = period.Shift(i - sparkPeriods + 1)
	}
	src, err := s.source(ctx, metric, "", "", all[0], period.To)
	if err != nil {
		return Figure{}, err
	}
	f.Spark = points(src, all)

	before := period.Shift(-1)
	f.PreviousFrom, f.PreviousTo = before.From, before.To
	if !metric.Level() && !metric.Ratio() && period.Contains(today) {
		passed := period.From.DaysUntil(today)
		if same := before.From.AddDays(passed); same.Before(before.To) {
			f.PreviousTo = same
		}
	}
	now, reason := src.over(period.From, period.To)
	previous, previousReason := src.over(f.PreviousFrom, f.PreviousTo)
	if previousReason.IsZero() {
		f.Previous = &previous.value
	}
	if !reason.IsZero() {
		f.Reason, f.DeltaReason = reason, reason
		return f, nil
	}
	f.Value, f.AsOf = &now.value, now.asOf
	switch {
	case !previousReason.IsZero():
		f.DeltaReason = app.Say("metrics.reason.no_previous")
	case !slices.Equal(now.accounts, previous.accounts):
		// A new account is no growth.
		f.DeltaReason = app.Say("metrics.reason.accounts_changed")
	default:
		delta := now.value - previous.value
		f.Delta = &delta
		if previous.value > 0 {
			relative := delta / previous.value
			f.Relative = &relative
		} else if f.DeltaKind == DeltaPercent {
			f.DeltaReason = app.Say("metrics.reason.previous_zero")
		}
	}
	return f, nil
}
