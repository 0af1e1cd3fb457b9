package home

import (
	"context"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
)

// Figure is one number of Accueil. Value, Of, Change and Progress are nil when
// they are not known: missing is not zero.
type Figure struct {
	Metric metrics.Metric
	Label  app.Message
	Value  *float64
	Of     *float64 // what Value is out of ("11 / 16")
	// Change is since the period before; of a ratio, the difference of ratios.
	Change *float64
	// Progress is the part of the way to the objective, 0 to 1.
	Progress *float64
	// Short: at this pace the objective will not be reached, or posts wait to be
	// scheduled.
	Short   bool
	Caption app.Message // the objective, or why there is no value
	Tip     app.Message // what is shown: definition and date, or why nothing is
}

// figures computes the figures of Accueil, in their order.
func (s *Service) figures(ctx context.Context, f facts) ([]Figure, error) {
	var all []Figure
	for _, m := range []metrics.Metric{metrics.Followers, metrics.EngagementRate} {
		measured, err := s.measure(ctx, m, f.today)
		if err != nil {
			return nil, err
		}
		figure := Figure{
			Metric: m, Label: app.Say("home.figure." + string(m)), Value: measured.Value, Change: measured.Delta,
			Caption: app.Say("home.figure.no_objective"),
			Tip:     app.Say("home.figure.tip", "Definition", app.Say(m.Definition()), "Day", measured.AsOf),
		}
		if measured.Value == nil {
			figure.Caption, figure.Tip = app.Say("home.figure.unmeasured"), measured.Reason
		}
		figure.aim(f)
		all = append(all, figure)
	}
	return append(all, publishedThisMonth(f)), nil
}

// measure returns a metric of this month, or of the month before while this one
// has no reading yet.
func (s *Service) measure(ctx context.Context, m metrics.Metric, today app.Date) (metrics.Figure, error) {
	month := metrics.PeriodOf(metrics.Month, today)
	now, err := s.rooms.Figures.Figure(ctx, m, month)
	if err != nil || now.Value != nil {
		return now, err
	}
	before, err := s.rooms.Figures.Figure(ctx, m, month.Shift(-1))
	if err != nil || before.Value != nil {
		return before, err
	}
	return now, nil
}

// aim compares a figure with the first objective on its metric that says how
// much.
func (g *Figure) aim(f facts) {
	for _, o := range f.strategy.Objectives {
		if o.Metric != g.Metric || o.Target == nil {
			continue
		}
		var target any = *o.Target
		if g.Metric.Ratio() {
			target = app.Ratio(*o.Target)
		}
		if o.Due.IsZero() {
			g.Caption = app.Say("home.figure.objective", "Target", target)
		} else {
			g.Caption = app.Say("home.figure.objective_due", "Target", target, "Due", app.ShortDate(o.Due))
		}
		progress := f.progress[o.ID]
		g.Short = progress.Verdict == metrics.Behind || progress.Verdict == metrics.Missed
		switch {
		case g.Value == nil:
		case progress.Done != nil:
			g.Progress = part(*progress.Done)
		case *o.Target > 0:
			g.Progress = part(*g.Value / *o.Target)
		}
		return
	}
}

// part bounds a share to what a bar can show.
func part(share float64) *float64 {
	share = min(max(share, 0), 1)
	return &share
}

// publishedThisMonth compares what came out this month, as metrics.Published
// counts it, with that and what is still to come.
func publishedThisMonth(f facts) Figure {
	var toCome, unscheduled int
	for _, p := range f.placed {
		if p.At.Date.FirstOfMonth() != f.today.FirstOfMonth() || !stands(p.State) || f.published[p.ID] {
			continue
		}
		switch p.State {
		case editorial.StatePublished, editorial.StatePartial:
			// It came out in another month than the one it was placed in.
		case editorial.StateScheduled, editorial.StateSending, editorial.StateToCheck:
			toCome++
		default:
			toCome++
			unscheduled++
		}
	}
	value, of := float64(len(f.published)), float64(len(f.published)+toCome)
	g := Figure{
		Metric: metrics.Published, Label: app.Say("home.figure.published"), Value: &value, Of: &of,
		Caption: app.Say("home.figure.published.none"), Tip: app.Say("home.figure.published.tip"),
	}
	switch {
	case of == 0:
		return g
	case unscheduled > 0:
		g.Short = true
		g.Caption = app.Say("home.figure.published.unscheduled", "Count", unscheduled, "Last", app.ShortDate(f.today.LastOfMonth()))
	case toCome == 0:
		g.Caption = app.Say("home.figure.published.all_out")
	default:
		g.Caption = app.Say("home.figure.published.ready")
	}
	g.Progress = part(value / of)
	return g
}
