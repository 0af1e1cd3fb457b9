package review

import (
	"slices"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// decisions is the card of what is suggested and decided.
func (v *View) decisions() fyne.CanvasObject {
	text := v.host.Text()
	column := kit.VStack(kit.Gap, kit.Section(text.T("strategy.review.decisions")))
	v.last = nil
	if v.review.Closed() {
		v.decided(column)
		return kit.NewCard(column)
	}
	column.Add(kit.Secondary(text.T("strategy.review.decisions_why")).Wrapped())
	for i := range v.review.Decisions {
		column.Add(v.decisionRow(i))
	}
	add := func(kind strategy.Kind) func() {
		return func() {
			v.review.Decisions = append(slices.Clone(v.review.Decisions), strategy.Decision{
				ID: v.services.Strategy.NewID(), Kind: kind, Kept: true, Day: app.DateOf(v.host.Now()).AddDays(7),
			})
			v.again()
			if v.last != nil {
				v.last()
			}
		}
	}
	if len(v.review.Decisions) < strategy.MaxDecisions {
		column.Add(kit.Flow(8,
			kit.NewButton(text.T("strategy.guide.task_add"), add(strategy.KindTask)).WithIcon(icons.Plus).Compact(),
			kit.NewButton(text.T("strategy.guide.idea_add"), add(strategy.KindIdea)).WithIcon(icons.Plus).Compact(),
		))
	}
	column.Add(v.wrong)
	return kit.NewCard(column)
}

// decided lists what a closed review came to.
func (v *View) decided(column *fyne.Container) {
	text, none := v.host.Text(), true
	for _, d := range v.review.Decisions {
		if d.Kept {
			none = false
			column.Add(kit.NewCheckRow(kit.ToneGood, d.Text, text.T("strategy.kind."+string(d.Kind))+" · "+text.Day(d.Day)))
		}
	}
	if none {
		column.Add(kit.Secondary(text.T("strategy.review.decided_none")).Wrapped())
	}
}

// again shows the decisions anew after one was added or removed.
func (v *View) again() {
	v.typed()
	keep := kit.KeepFocus(v.host.Window().Canvas(), v.column)
	v.column.Objects = []fyne.CanvasObject{v.decisions(), v.words()}
	v.column.Refresh()
	v.place.Refresh()
	keep()
}

// decisionRow is a decision to keep or not, whose words and day are the owner's.
func (v *View) decisionRow(i int) fyne.CanvasObject {
	text, d := v.host.Text(), &v.review.Decisions[i]
	kept := kit.NewCheckbox(text.T("strategy.kind."+string(d.Kind)), d.Kept, func(checked bool) {
		d.Kept = checked
		v.touched(d)
	})
	words := kit.NewTextArea("").WithPlaceholder(text.T("strategy.guide.action_what." + string(d.Kind)))
	words.SetRows(2)
	words.SetText(d.Text)
	words.OnChanged = func(typed string) {
		d.Text = typed
		v.touched(d)
	}
	v.last = words.Focus
	day := kit.NewDateField(text, "", func() app.Date { return app.DateOf(v.host.Now()) })
	day.SetDate(d.Day)
	day.OnChanged = func(chosen app.Date) {
		d.Day = chosen
		v.touched(d)
	}
	what := kit.Flow(8, kept, kit.TextWidth(136, day))
	if d.Kind == strategy.KindIdea {
		what.Add(v.pillarOf(d))
	}
	column := kit.VStack(8)
	if d.Cause != "" {
		column.Add(words)
	} else {
		column.Add(kit.HStackTop(8, kit.Grow(words), kit.NewQuietIconButton(icons.Trash, text.T("strategy.review.decision_remove"), func() {
			v.review.Decisions = slices.Delete(slices.Clone(v.review.Decisions), i, i+1)
			v.again()
		})))
	}
	if d.Why != "" {
		column.Add(kit.NewText(d.Why, kit.StyleCaption).Wrapped())
	}
	column.Add(what)
	return kit.NewSurface(column, kit.ColorCard, kit.ColorLine, 8, 12)
}

func (v *View) pillarOf(d *strategy.Decision) fyne.CanvasObject {
	names, ids := []string{v.host.Text().T("strategy.slots.any")}, []app.ID{""}
	for _, p := range v.pillars {
		names, ids = append(names, v.named(p.Name)), append(ids, p.ID)
	}
	return kit.TextWidth(150, kit.NewSelect(names, max(slices.Index(ids, d.PillarID), 0), "", func(i int) {
		d.PillarID = ids[i]
		v.touched(d)
	}))
}

// touched keeps what the owner made of a decision, suggested or not.
func (v *View) touched(d *strategy.Decision) {
	d.Touched = true
	v.typed()
}

// words are what the owner makes of the month.
func (v *View) words() fyne.CanvasObject {
	text := v.host.Text()
	column := kit.VStack(kit.Gap, kit.Section(text.T("strategy.review.words")))
	for _, one := range []struct {
		key   string
		value *string
	}{{"well", &v.review.Well}, {"badly", &v.review.Badly}, {"notes", &v.review.Notes}} {
		label := text.T("strategy.review." + one.key)
		if v.review.Closed() {
			said := *one.value
			if said == "" {
				said = "—"
			}
			column.Add(kit.VStack(1, kit.Caption(label), kit.Secondary(said).Wrapped().Colored(kit.ColorInk)))
			continue
		}
		area := kit.NewTextArea(label)
		area.SetRows(3)
		area.SetText(*one.value)
		area.OnChanged = func(typed string) {
			*one.value = typed
			v.typed()
		}
		column.Add(area)
	}
	return kit.NewCard(column)
}
