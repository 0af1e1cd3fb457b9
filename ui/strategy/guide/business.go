package guide

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// profileTyped keeps the first step.
func (v *View) profileTyped() {
	v.keep("profile", func() func(ctx context.Context) error {
		p := v.answers.Profile
		return func(ctx context.Context) error { return v.services.Strategy.SaveProfile(ctx, p) }
	})
}

// model is the example of the trade, that fields show while they are empty.
func (v *View) model() strategy.Strategy {
	return strategy.ExampleFor(v.facts.Business.Trade, v.host.Text().Language()).Strategy
}

// like shows an example of what may be written.
func (v *View) like(example string) string {
	if example == "" {
		return ""
	}
	return v.host.Text().T("strategy.guide.like", "Example", example)
}

func (v *View) askIdentity() []fyne.CanvasObject {
	text, p, model := v.host.Text(), &v.answers.Profile, v.model().Profile
	staff := newFigure(v, text.T("strategy.guide.staff"), "", count(text, p.Staff), &p.Staff, "staff", readCount, v.profileTyped)
	mission := v.area(text.T("strategy.guide.mission"), v.like(model.Mission), 3, &p.Mission, v.profileTyped)
	offer := v.area(text.T("strategy.guide.offer"), v.like(model.Offer), 3, &p.Offer, v.profileTyped)
	v.first = mission.Focus
	return []fyne.CanvasObject{mission, offer, kit.HStack(0, kit.TextWidth(220, staff.entry), kit.GrowSpace())}
}

func (v *View) askDifference() []fyne.CanvasObject {
	text, p, model := v.host.Text(), &v.answers.Profile, v.model().Profile
	return []fyne.CanvasObject{
		v.area(text.T("strategy.guide.difference"), v.like(model.Difference), 4, &p.Difference, v.profileTyped),
		v.area(text.T("strategy.guide.values"), v.like(model.Values), 3, &p.Values, v.profileTyped),
	}
}

func (v *View) askSWOT() []fyne.CanvasObject {
	text, s, model := v.host.Text(), &v.answers.Profile.SWOT, v.model().Profile.SWOT
	side := func(key string, value *[]string, example []string) fyne.CanvasObject {
		first := ""
		if len(example) > 0 {
			first = example[0]
		}
		return v.list(text.T("strategy.guide.swot."+key), v.like(first), 8, value, v.profileTyped)
	}
	return []fyne.CanvasObject{
		kit.Columns(kit.Gap,
			kit.Col(1, 160, side("strengths", &s.Strengths, model.Strengths)),
			kit.Col(1, 160, side("weaknesses", &s.Weaknesses, model.Weaknesses))),
		kit.Columns(kit.Gap,
			kit.Col(1, 160, side("opportunities", &s.Opportunities, model.Opportunities)),
			kit.Col(1, 160, side("threats", &s.Threats, model.Threats))),
	}
}

func (v *View) askMeans() []fyne.CanvasObject {
	text, p := v.host.Text(), &v.answers.Profile
	shown := ""
	if p.MinutesPerWeek > 0 {
		shown = minutes(text, p.MinutesPerWeek)
	}
	hours := newFigure(v, text.T("strategy.guide.hours"), text.T("strategy.guide.hours_like"), shown, &p.MinutesPerWeek, "hours", readHours, v.profileTyped)
	budget := newFigure(v, text.T("strategy.guide.monthly"), text.T("strategy.guide.monthly_like"), euros(text, p.BudgetCents), &p.BudgetCents, "budget", readCents, v.profileTyped)
	return []fyne.CanvasObject{
		kit.Flow(kit.CardGap, kit.TextWidth(210, hours.entry), kit.TextWidth(210, budget.entry)),
		labelled(text.T("strategy.guide.opening"), v.opening()),
	}
}

// week is the days from Monday.
var week = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}

// opening edits the opening hours: one row a stretch, in the order of the week.
func (v *View) opening() fyne.CanvasObject {
	text := v.host.Text()
	hours := &v.facts.Business.Opening
	slices.SortStableFunc(*hours, func(a, b business.Hours) int {
		if a.Weekday != b.Weekday {
			return slices.Index(week, a.Weekday) - slices.Index(week, b.Weekday)
		}
		return a.From.Minutes() - b.From.Minutes()
	})
	edit := newRows(v, (*[]business.Hours)(hours), "opening", saves(func(ctx context.Context, all []business.Hours) error {
		return v.services.Business.SaveOpening(ctx, all)
	}))
	column := kit.VStack(6)
	for _, h := range edit.each {
		day := choice(v, week, func(d time.Weekday) string { return translations.Capitalise(text.Weekday(d)) }, &h.Weekday, "", edit.typed)
		column.Add(kit.HStack(8,
			kit.TextWidth(138, day),
			kit.TextWidth(84, v.hour(&h.From, edit.typed)), kit.Secondary(text.T("strategy.guide.until")),
			kit.TextWidth(84, v.hour(&h.To, edit.typed)), kit.GrowSpace(),
			kit.NewQuietIconButton(icons.Trash, text.T("strategy.guide.opening_remove"), func() { edit.remove(h) }),
		))
		v.heads[*h] = v.focus(day)
	}
	if len(*hours) < business.MaxHours {
		column.Add(v.more("strategy.guide.opening_add", func() { edit.add(v.nextHours()) }))
	}
	return column
}

// hour is a field for a time that is never empty.
func (v *View) hour(at *app.TimeOfDay, typed func()) *kit.TimeField {
	f := kit.NewTimeField(v.host.Text(), "")
	f.SetTime(*at)
	f.OnChanged = func(t app.TimeOfDay, set bool) {
		if !set {
			f.SetTime(*at)
			return
		}
		*at = t
		typed()
	}
	return f
}

// nextHours proposes the hours of the day after the last one: the same, as most
// businesses keep.
func (v *View) nextHours() business.Hours {
	hours := v.facts.Business.Opening
	if len(hours) == 0 {
		return business.Hours{Weekday: time.Monday, From: app.TimeOfDay{Hour: 9}, To: app.TimeOfDay{Hour: 18}}
	}
	next := hours[len(hours)-1]
	for range week {
		next.Weekday = (next.Weekday + 1) % 7
		if len(hours.On(next.Weekday)) == 0 {
			return next
		}
	}
	return business.Hours{Weekday: time.Monday, From: app.TimeOfDay{Hour: 18}, To: app.TimeOfDay{Hour: 20}}
}
