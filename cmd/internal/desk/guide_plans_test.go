package desk_test

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/strategy"
)

func (n *newcomer) cadence() {
	n.t.Helper()
	// How often, the format, its minutes; then the minutes of answers.
	n.choose(3)
	n.tab()
	n.choose(3)
	n.tab()
	n.rewrite("25")
	n.tabTo(n.text.T("strategy.guide.answer_minutes"))
	n.rewrite("40")
	n.gave("the cadence", 2, func(s strategy.Strategy) any { return s.Channels[0].PerWeek })
	n.gave("the format", strategy.FormatCarousel, func(s strategy.Strategy) any { return s.Channels[0].Format })
	n.gave("the minutes", []int{25, 40}, func(s strategy.Strategy) any {
		return []int{s.Rhythm.MinutesFor(strategy.FormatCarousel), s.Rhythm.Answering()}
	})
}

func (n *newcomer) slots() {
	n.t.Helper()
	// A Thursday at half past six for the first pillar, then a slot that comes before
	// it in the week.
	n.press(n.text.T("strategy.slots.add"))
	n.choose(4)
	n.tab()
	n.rewrite("18h30")
	n.tab()
	n.choose(2)
	n.press(n.text.T("strategy.slots.add"))
	n.on("Lundi")
	noon, evening := app.TimeOfDay{Hour: 12}, app.TimeOfDay{Hour: 18, Minute: 30}
	n.gave("the slots", []strategy.Slot{
		{Weekday: time.Thursday, Time: evening, PillarID: n.strategy().Pillars[0].ID}, {Weekday: time.Monday, Time: noon},
	}, func(s strategy.Strategy) any {
		all := slices.Clone(s.Slots)
		for i := range all {
			all[i].ID = ""
		}
		return all
	})
}

func (n *newcomer) articles() {
	n.t.Helper()
	n.write("Bienvenue !")
	n.press(n.text.T("strategy.guide.article_add"))
	n.write("Les insultes")
	n.fill(n.text.T("strategy.guide.article_text"), "Ni injures,\nni moqueries.")
	n.tab()
	n.keys(fyne.KeyRight)
	n.gave("the charter", strategy.Article{Title: "Les insultes", Text: "Ni injures,\nni moqueries.", Measure: strategy.MeasureDelete},
		func(s strategy.Strategy) any { a := s.Charter.Articles[0]; a.ID = ""; return a })
	n.gave("the welcome", "Bienvenue !", func(s strategy.Strategy) any { return s.Charter.Welcome })
}

func (n *newcomer) answering() {
	n.t.Helper()
	n.choose(4)
	n.fill(n.text.T("strategy.guide.who"), "Anaïs")
	n.fill(n.text.T("strategy.guide.contact"), "02 40 00 00 00")
	n.gave("who answers", []any{4, "Anaïs", "02 40 00 00 00"}, func(s strategy.Strategy) any {
		return []any{s.Charter.AnswerHours, s.Charter.Who, s.Charter.Contact}
	})
}

func (n *newcomer) levels() {
	n.t.Helper()
	n.press(n.text.T("strategy.guide.level_add"))
	n.write("Grave")
	n.fill(n.text.T("strategy.guide.signs"), "La presse appelle")
	n.fill(n.text.T("strategy.guide.answer"), "On se tait, on vérifie.")
	n.tabTo(n.text.T("strategy.guide.freeze"))
	n.keys(fyne.KeySpace)
	n.gave("the level", strategy.Level{Name: "Grave", Signs: "La presse appelle", Answer: "On se tait, on vérifie.", Freeze: true},
		func(s strategy.Strategy) any { l := s.Crisis.Levels[0]; l.ID = ""; return l })
}

func (n *newcomer) people(byHand bool) {
	n.t.Helper()
	name := n.text.T("strategy.guide.person")
	if byHand {
		n.press(n.text.T("strategy.guide.person_add"))
	}
	n.on(name)
	n.write("Anaïs O’Neill")
	n.tabTo(n.text.T("strategy.guide.person_role"))
	n.rewrite("Décide et parle")
	n.fill(n.text.T("strategy.guide.phone"), "06 12 34 56 78")
	n.gave("who is called", strategy.Contact{Name: "Anaïs O’Neill", Role: "Décide et parle", Phone: "06 12 34 56 78"},
		func(s strategy.Strategy) any { p := s.Crisis.People[0]; p.ID = ""; return p })
}

func (n *newcomer) messages() {
	n.t.Helper()
	n.press(n.text.T("strategy.guide.message_add"))
	n.write("Un accident")
	n.tab()
	n.tab()
	n.write("Nous venons de l’apprendre.\nNous revenons vers vous à 18 h.")
	n.gave("the message", strategy.Prepared{Title: "Un accident", Text: "Nous venons de l’apprendre.\nNous revenons vers vous à 18 h."},
		func(s strategy.Strategy) any { m := s.Crisis.Messages[0]; m.ID = ""; return m })
}

func (n *newcomer) actions() {
	n.t.Helper()
	n.press(n.text.T("strategy.guide.task_add"))
	n.write("Photographier la vitrine")
	n.tabTo(n.text.T("kit.date.placeholder"))
	n.rewrite("15/12/2026")
	n.fill(n.text.T("strategy.guide.action_who"), "Paul")
	n.press(n.text.T("strategy.guide.idea_add"))
	n.write("La bûche, du plan à la table")
	n.press(n.text.T("strategy.guide.campaign_add"))
	n.write("Noël")
	n.tabTo(n.text.T("kit.date.placeholder"))
	n.rewrite("1/12/2026")
	n.tabTo(n.text.T("kit.date.placeholder"))
	n.rewrite("24/12/2026")
	n.tab()
	day := func(d int) app.Date { return app.Date{Year: 2026, Month: time.December, Day: d} }
	n.gave("the campaign", strategy.Campaign{Name: "Noël", Start: day(1), Due: day(24)},
		func(s strategy.Strategy) any { c := s.Campaigns[0]; c.ID = ""; return c })
	n.gave("the actions", []strategy.Action{
		{Kind: strategy.KindTask, Title: "Photographier la vitrine", Day: day(15), Who: "Paul"},
		{Kind: strategy.KindIdea, Title: "La bûche, du plan à la table", Day: app.Date{Year: 2026, Month: time.November, Day: 28}},
	}, func(s strategy.Strategy) any {
		all := slices.Clone(s.Actions)
		for i := range all {
			all[i].ID = ""
		}
		return all
	})
}

func (n *newcomer) budget(byHand bool) {
	n.t.Helper()
	if byHand {
		n.press(n.text.T("strategy.guide.budget_add"))
		n.write("Photographe")
		n.tab()
		n.rewrite("80,50 €")
		n.gave("the expense", []any{"Photographe", int64(8050)}, func(s strategy.Strategy) any {
			return []any{s.Budget.Lines[0].Label, s.Budget.Lines[0].Cents}
		})
	}
	n.tabTo(n.text.T("kit.date.placeholder"))
	n.rewrite("21/02/2027")
	n.tab()
	n.gave("the review", app.Date{Year: 2027, Month: time.February, Day: 21}, func(s strategy.Strategy) any { return s.Budget.Review })
}
