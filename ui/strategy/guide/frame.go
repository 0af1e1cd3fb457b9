package guide

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app/strategy"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// frame is the page around a question: steps, question, summary.
func (v *View) frame() fyne.CanvasObject {
	text := v.host.Text()
	v.header = kit.NewPageHeader(text.T("strategy.title"), v.context(), []fyne.CanvasObject{v.tabs},
		kit.NewButton(text.T("strategy.guide.later"), func() { v.host.Go(page.Target{Room: page.Home}) }))
	// The buttons have a background of their own, that what scrolls passes under.
	foot := container.NewStack(kit.NewBackground(kit.ColorCard), kit.PadSides(14, 0, 0, 0, v.moves()))
	question := kit.NewCard(kit.VStack(0, kit.Grow(kit.VScroll(v.column)), foot))
	// Why comes first: the summary below grows.
	side := kit.VStack(14,
		kit.NewNote(kit.VStack(8,
			kit.Section(text.T("strategy.why.title")).Wrapped(),
			kit.Secondary(v.sentence("why")).Wrapped().Colored(kit.ColorInk),
		), kit.TonePrimary),
		kit.NewCard(kit.VStack(kit.Gap, kit.Section(text.T("strategy.guide.summary")).Wrapped(), v.summary)),
	)
	scale := kit.TextScale(v.place)
	return kit.NewPage(v.header, kit.Columns(kit.CardGap,
		kit.Col(1, 132*scale, kit.NewCard(kit.VScroll(v.steps()))),
		kit.Col(2.5, 320*scale, shrinking(question)),
		kit.Col(1.5, 190*scale, kit.VScroll(side)),
	))
}

// context says how far the owner is.
func (v *View) context() string {
	text := v.host.Text()
	step := v.question.Step()
	args := []any{"Step", slices.Index(strategy.Steps(), step) + 1, "Steps", len(strategy.Steps())}
	if left := v.path.MinutesLeft(); left > 0 {
		return text.N("strategy.guide.context", left, args...)
	}
	return text.T("strategy.guide.context_done", args...)
}

// steps lists the ten steps; any of them can be reached at any time.
func (v *View) steps() fyne.CanvasObject {
	text, here := v.host.Text(), v.question.Step()
	steps := make([]kit.Step, len(strategy.Steps()))
	for i, s := range strategy.Steps() {
		steps[i].Label = text.T("strategy.step." + string(s))
		switch {
		case s == here:
			steps[i].State = kit.StepCurrent
		case v.path.Finished(s, v.answers):
			steps[i].State = kit.StepDone
		}
	}
	return kit.NewStepper(steps, func(i int) { v.open(v.entry(strategy.Steps()[i])) })
}

// entry is the question of a step to begin with: the first not passed, or else
// the first.
func (v *View) entry(s strategy.Step) strategy.Question {
	all := s.Questions()
	if i := slices.IndexFunc(all, func(q strategy.Question) bool { return !v.path.Passed(q) }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// moves are the buttons that lead to the question before and to the next.
func (v *View) moves() fyne.CanvasObject {
	text := v.host.Text()
	row := kit.HStack(kit.Gap)
	if former := v.beside(-1); former != "" {
		row.Add(kit.NewButton(text.T("strategy.guide.back"), func() { v.open(former) }))
	}
	row.Add(kit.GrowSpace())
	label := text.T("strategy.guide.validate")
	if next := v.beside(1); next != "" {
		label = text.T("strategy.guide.next", "What", text.T("strategy.question."+string(next)+".short"))
	}
	row.Add(kit.NewPrimaryButton(label, v.goOn))
	return row
}

// reason shows what follows from the answers as typed: the summary, the advice,
// and what the question shows of other answers.
func (v *View) reason() {
	text := v.host.Text()
	if v.reasons != nil {
		v.reasons()
		v.reasons = nil
	}
	v.follow()
	var rows []fyne.CanvasObject
	for _, l := range strategy.Summary(v.answers, v.facts.Business, text) {
		said := l.Text
		if said == "" {
			said = "—"
		}
		rows = append(rows, kit.VStack(1, kit.Caption(l.Label), kit.Secondary(said).Wrapped().Colored(kit.ColorInk)))
	}
	v.summary.Objects = []fyne.CanvasObject{kit.Rows(5, rows...)}
	for _, beside := range v.aside {
		beside.Objects = nil
	}
	v.general.Objects = nil
	for _, a := range strategy.Advise(v.answers, v.facts) {
		if a.Question != v.question {
			continue
		}
		to := v.general
		if beside, ok := v.aside[a.ID]; ok && a.ID != "" {
			to = beside
		} else if beside, ok := v.aside[a.Network]; ok && a.Network != "" {
			to = beside
		}
		to.Add(v.advice(a))
	}
	v.place.Refresh()
}

// follow shows what the question says of its own answers: sums, costs, the text to
// publish.
func (v *View) follow() {
	for _, one := range v.changed {
		one()
	}
}

// advice is one piece of advice with its reason.
func (v *View) advice(a strategy.Advice) fyne.CanvasObject {
	text := v.host.Text()
	tone := kit.ToneAttention
	if a.Good {
		tone = kit.ToneGood
	}
	return kit.NewNote(kit.NewCheckRow(tone, text.Say(a.Text), text.Say(a.Reason)), tone)
}

// adviceOn is where the advice on one row (an ID) or one network is shown.
func (v *View) adviceOn(key any) *fyne.Container {
	c := kit.VStack(6)
	v.aside[key] = c
	return c
}
