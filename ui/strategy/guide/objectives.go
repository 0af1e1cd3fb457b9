package guide

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/ui/kit"
)

func (v *View) askObjectives() []fyne.CanvasObject {
	var cards []kit.Column
	for _, g := range strategy.Goals() {
		cards = append(cards, kit.Col(1, 112*kit.TextScale(v.place), v.goalCard(g)))
	}
	list := []fyne.CanvasObject{kit.Columns(kit.Gap, cards...)}
	for i := range v.answers.Objectives {
		list = append(list, v.objectiveRow(&v.answers.Objectives[i]))
	}
	return list
}

// goalCard is a goal to choose: a tap adds an objective, another one removes it.
func (v *View) goalCard(g strategy.Goal) fyne.CanvasObject {
	text := v.host.Text()
	at := slices.IndexFunc(v.answers.Objectives, func(o strategy.Objective) bool { return o.Goal == g })
	card := kit.NewChoiceCard(kit.VStack(2,
		kit.Strong(text.T("strategy.goal."+string(g))).Wrapped(),
		kit.NewText(text.T("strategy.goal_of."+string(g)), kit.StyleCaption).Wrapped(),
	), at >= 0, func() {
		if at >= 0 {
			v.removeObjective(v.answers.Objectives[at])
			return
		}
		v.addObjective(g)
	})
	v.begins(v.focus(card))
	return card
}

func (v *View) addObjective(g strategy.Goal) {
	m, today := g.Metrics()[0], v.facts.Today
	from := v.facts.Paces[m].Current
	v.command(func(ctx context.Context) error {
		now, err := v.services.Strategy.Strategy(ctx)
		if err != nil || slices.ContainsFunc(now.Objectives, func(o strategy.Objective) bool { return o.Goal == g }) {
			return err // a double click adds one
		}
		_, err = v.services.Strategy.AddObjective(ctx, g, m, from, today)
		return err
	}, v.focusLast)
}

func (v *View) removeObjective(o strategy.Objective) {
	v.removed(func(ctx context.Context) error { return v.services.Strategy.RemoveObjective(ctx, o.ID) },
		func(ctx context.Context) error { return v.services.Strategy.SaveObjective(ctx, o) })
}

// objectiveRow reads as a sentence: from [x] to [y] [metric] by [day].
func (v *View) objectiveRow(o *strategy.Objective) fyne.CanvasObject {
	text, key := v.host.Text(), "objective "+string(o.ID)
	typed := func() {
		v.keep(key, func() func(ctx context.Context) error {
			kept := *o
			return func(ctx context.Context) error { return v.services.Strategy.SaveObjective(ctx, kept) }
		})
	}
	reading := func(typed string) (*float64, error) { return readRate(typed, o.Metric.Ratio()) }
	from := newFigure(v, "", "", writeOr(text, o.From, o.Metric.Ratio()), &o.From, key+" from", reading, typed)
	to := newFigure(v, "", "", writeOr(text, o.Target, o.Metric.Ratio()), &o.Target, key+" to", reading, typed)
	metric := choice(v, v.metricsFor(*o), v.metricName, &o.Metric, "", func() {
		for _, f := range []*figure[*float64]{from, to} {
			if !o.Metric.Ratio() {
				f.entry.SetText(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(f.entry.Text()), "%")))
			}
			f.before = nil // 2 500 followers are no rate
			f.reread()
		}
		typed()
	})
	due := v.day(&o.Due, typed)
	v.last = to.entry.Focus
	title := text.T("metrics." + string(o.Metric))
	if o.Goal != "" {
		title = text.T("strategy.goal." + string(o.Goal))
	}
	name := v.name("", title, &o.Name, typed)
	after := func(word string, field fyne.CanvasObject) fyne.CanvasObject {
		return kit.HStack(8, kit.Body(text.T(word)), field)
	}
	return v.row(text.T("strategy.objectives.remove"), func() { v.removeObjective(*o) }, name,
		kit.Flow(8,
			after("strategy.guide.from", kit.TextWidth(78, from.entry)),
			after("strategy.guide.to", kit.TextWidth(78, to.entry)),
			kit.TextWidth(196, shrinking(metric)),
			after("strategy.guide.by", kit.TextWidth(136, due)),
		),
		v.adviceOn(o.ID),
	)
}

// metricsFor lists the metrics of a goal first, then the others.
func (v *View) metricsFor(o strategy.Objective) []metrics.Metric {
	all := slices.Clone(o.Goal.Metrics())
	for _, m := range strategy.Measurable() {
		if !slices.Contains(all, m) {
			all = append(all, m)
		}
	}
	return all
}

func (v *View) metricName(m metrics.Metric) string {
	if m.Ratio() {
		return v.host.Text().T("metrics." + string(m) + ".over")
	}
	return v.host.Text().T("metrics." + string(m))
}

// day is a field for a day that may be empty.
func (v *View) day(d *app.Date, typed func()) *kit.DateField {
	f := kit.NewDateField(v.host.Text(), "", func() app.Date { return v.facts.Today })
	f.SetDate(*d)
	f.OnChanged = func(chosen app.Date) {
		*d = chosen
		typed()
	}
	return f
}
