package strategy_test

import (
	"parvis/app"
	"parvis/app/strategy"
)

func charterCases() []adviceCase {
	about := func(q strategy.Question, id app.ID, txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: q, ID: id, Text: txt, Reason: reason}
	}
	charter := func(change func(c *strategy.Charter)) func(*strategy.Strategy, *strategy.Facts) {
		return func(s *strategy.Strategy, _ *strategy.Facts) { change(&s.Charter) }
	}
	crisis := func(change func(c *strategy.Crisis)) func(*strategy.Strategy, *strategy.Facts) {
		return func(s *strategy.Strategy, _ *strategy.Facts) { change(&s.Crisis) }
	}
	return []adviceCase{
		{"no article", charter(func(c *strategy.Charter) { c.Articles = nil }), about(strategy.AskArticles, "", text("article_missing"), why("article_missing"))},
		{"an article that says nothing", charter(func(c *strategy.Charter) { c.Articles[1].Text = "\n" }), about(strategy.AskArticles, "article2",
			text("article_empty", "Number", 2), why("article_empty"))},
		{"four articles", charter(func(c *strategy.Charter) { c.Articles = c.Articles[:4] }), about(strategy.AskArticles, "",
			text("articles_few"), why("articles_few", "Count", 4))},
		{"no delay", charter(func(c *strategy.Charter) { c.AnswerHours = 0 }), about(strategy.AskAnswering, "", text("delay_missing"), why("delay_missing"))},
		{"nobody answers", charter(func(c *strategy.Charter) { c.Who = " " }), about(strategy.AskAnswering, "", text("who_missing"), why("who_missing"))},
		{"nowhere to complain", charter(func(c *strategy.Charter) { c.Contact = "" }), about(strategy.AskAnswering, "", text("contact_missing"), why("contact_missing"))},
		{"no level", crisis(func(c *strategy.Crisis) { c.Levels = nil }), about(strategy.AskLevels, "", text("level_missing", "Min", 2), why("level_missing"))},
		{"one level", crisis(func(c *strategy.Crisis) { c.Levels = c.Levels[1:] }), about(strategy.AskLevels, "",
			text("level_missing", "Min", 2), why("levels_few", "Count", 1))},
		{"a level without an answer", crisis(func(c *strategy.Crisis) { c.Levels[0].Answer, c.Levels[0].Name = "", "" }), about(strategy.AskLevels, "low",
			text("level_answer", "Level", text("level_unnamed", "Number", 1)), why("level_answer"))},
		{"no level freezes", crisis(func(c *strategy.Crisis) { c.Levels[1].Freeze = false }), about(strategy.AskLevels, "",
			text("level_freeze", "Level", "Crise"), why("level_freeze", "Count", 2))},
		{"nobody to call", crisis(func(c *strategy.Crisis) { c.People = []strategy.Contact{{Phone: "112"}} }), about(strategy.AskPeople, "",
			text("people_missing"), why("people_missing"))},
		{"somebody without a telephone", crisis(func(c *strategy.Crisis) { c.People[1].Phone = "" }), about(strategy.AskPeople, "anne",
			text("people_phone", "Name", "Anne"), why("people_phone"))},
		{"one person alone", crisis(func(c *strategy.Crisis) { c.People = c.People[:1] }), about(strategy.AskPeople, "",
			text("people_alone"), why("people_alone"))},
		{"no message ready", crisis(func(c *strategy.Crisis) { c.Messages[0].Text = "" }), about(strategy.AskMessages, "",
			text("message_missing"), why("message_missing"))},
	}
}

func planCases() []adviceCase {
	about := func(q strategy.Question, txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: q, Text: txt, Reason: reason}
	}
	action := func(txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: strategy.AskActions, ID: "act", Text: txt, Reason: reason}
	}
	on := func(day app.Date) func(*strategy.Strategy, *strategy.Facts) {
		return func(s *strategy.Strategy, _ *strategy.Facts) { s.Actions[0].Day = day }
	}
	return []adviceCase{
		{"no action", func(s *strategy.Strategy, _ *strategy.Facts) { s.Actions = nil }, about(strategy.AskActions,
			text("action_missing", "Count", 90), why("action_missing"))},
		{"an action without a day", on(app.Date{}), action(text("action_undated", "Title", "Galettes"), why("action_undated"))},
		{"an action of yesterday", on(saturday.AddDays(-1)), action(text("action_overdue", "Title", "Galettes"),
			why("action_overdue", "Day", saturday.AddDays(-1), "Count", 1))},
		{"an action after the plan", on(saturday.AddDays(91)), action(text("action_far", "Title", "Galettes"),
			why("action_far", "Day", saturday.AddDays(91), "End", saturday.AddDays(90), "Count", 90))},
		{"an untitled idea without a pillar", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Actions[0].PillarID, s.Actions[0].Title = "", ""
		}, action(text("action_pillar", "Title", text("action_unnamed")), why("action_pillar"))},
		{"a cent too much", func(s *strategy.Strategy, _ *strategy.Facts) { s.Budget.Lines[0].Cents = 15_001 }, about(strategy.AskBudget,
			text("budget_over", "Over", app.Cents(1)), why("budget", "Planned", app.Cents(15_001), "Limit", app.Cents(15_000)))},
		{"no review", func(s *strategy.Strategy, _ *strategy.Facts) { s.Budget.Review = app.Date{} }, about(strategy.AskBudget,
			text("review_missing"), why("review_missing"))},
		{"a review that was yesterday", func(s *strategy.Strategy, _ *strategy.Facts) { s.Budget.Review = saturday.AddDays(-1) }, about(strategy.AskBudget,
			text("review_past"), why("review_past", "Day", saturday.AddDays(-1), "Today", saturday))},
		{"two answers of one step missing", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Pillars, s.Voice.Tone, s.Slots = nil, "", nil
		}, about(strategy.AskPage, text("page_missing", "Count", 3), why("page_missing",
			"Steps", listOf(app.Say("strategy.step.editorial"), app.Say("strategy.step.rhythm"))))},
	}
}
