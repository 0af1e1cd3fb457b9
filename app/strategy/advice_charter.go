package strategy

import (
	"slices"
	"strings"

	"parvis/app"
)

// minArticles is how few articles a charter that covers the usual cases has; the
// charters of French town halls list about ten (read in November 2026).
const minArticles = 5

// minLevels is how few levels tell a complaint from a crisis.
const minLevels = 2

func (n *notes) articles(c Charter) {
	if len(c.Articles) == 0 {
		n.say(AskArticles, app.Say("strategy.advice.article_missing"), app.Say("strategy.advice.why.article_missing"))
		return
	}
	written := 0
	for i, a := range c.Articles {
		if said(a.Text) {
			written++
			continue
		}
		n.say(AskArticles, app.Say("strategy.advice.article_empty", "Number", i+1), app.Say("strategy.advice.why.article_empty")).ID = a.ID
	}
	if written > 0 && written < minArticles {
		n.say(AskArticles, app.Say("strategy.advice.articles_few"), app.Say("strategy.advice.why.articles_few", "Count", written))
	}
}

func (n *notes) answering(c Charter) {
	if c.AnswerHours == 0 {
		n.say(AskAnswering, app.Say("strategy.advice.delay_missing"), app.Say("strategy.advice.why.delay_missing"))
	}
	if !said(c.Who) {
		n.say(AskAnswering, app.Say("strategy.advice.who_missing"), app.Say("strategy.advice.why.who_missing"))
	}
	if !said(c.Contact) {
		n.say(AskAnswering, app.Say("strategy.advice.contact_missing"), app.Say("strategy.advice.why.contact_missing"))
	}
}

func (n *notes) levels(levels []Level) {
	if len(levels) == 0 {
		n.say(AskLevels, app.Say("strategy.advice.level_missing", "Min", minLevels), app.Say("strategy.advice.why.level_missing"))
		return
	}
	if count := len(levels); count < minLevels {
		n.say(AskLevels, app.Say("strategy.advice.level_missing", "Min", minLevels), app.Say("strategy.advice.why.levels_few", "Count", count))
	}
	for i, l := range levels {
		if !said(l.Answer) {
			n.say(AskLevels, app.Say("strategy.advice.level_answer", "Level", levelName(l, i)), app.Say("strategy.advice.why.level_answer")).ID = l.ID
		}
	}
	if !slices.ContainsFunc(levels, func(l Level) bool { return l.Freeze }) {
		n.say(AskLevels, app.Say("strategy.advice.level_freeze", "Level", levelName(levels[len(levels)-1], len(levels)-1)),
			app.Say("strategy.advice.why.level_freeze", "Count", len(levels)))
	}
}

// levelName names a level, by its number when it has no name.
func levelName(l Level, i int) any {
	if said(l.Name) {
		return strings.TrimSpace(l.Name)
	}
	return app.Say("strategy.advice.level_unnamed", "Number", i+1)
}

func (n *notes) people(people []Contact) {
	named := 0
	for _, p := range people {
		if said(p.Name) {
			named++
		}
	}
	if named == 0 {
		n.say(AskPeople, app.Say("strategy.advice.people_missing"), app.Say("strategy.advice.why.people_missing"))
		return
	}
	for _, p := range people {
		if said(p.Name) && !said(p.Phone) {
			n.say(AskPeople, app.Say("strategy.advice.people_phone", "Name", strings.TrimSpace(p.Name)), app.Say("strategy.advice.why.people_phone")).ID = p.ID
		}
	}
	if named == 1 {
		n.say(AskPeople, app.Say("strategy.advice.people_alone"), app.Say("strategy.advice.why.people_alone"))
	}
}

func (n *notes) messages(messages []Prepared) {
	if !slices.ContainsFunc(messages, func(m Prepared) bool { return said(m.Text) }) {
		n.say(AskMessages, app.Say("strategy.advice.message_missing"), app.Say("strategy.advice.why.message_missing"))
	}
}
