package strategy

import (
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// minArticles is how few articles a charter that covers the usual cases has; the
// charters of French town halls list about ten (read in November 2026).
const minArticles = 5

// closedLong is how long a closing must be for a promised delay to surprise: more
// than a night.
const closedLong = 36 * time.Hour

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

func (n *notes) answering(c Charter, f Facts) {
	if c.AnswerHours == 0 {
		n.say(AskAnswering, app.Say("strategy.advice.delay_missing"), app.Say("strategy.advice.why.delay_missing"))
	}
	if !said(c.Who) {
		n.say(AskAnswering, app.Say("strategy.advice.who_missing"), app.Say("strategy.advice.why.who_missing"))
	}
	if !said(c.Contact) {
		n.say(AskAnswering, app.Say("strategy.advice.contact_missing"), app.Say("strategy.advice.why.contact_missing"))
	}
	delay := time.Duration(c.AnswerHours) * time.Hour
	if gap, closed := longestClosing(f.Business.Opening); closed && delay > 0 && gap.length >= closedLong && delay < gap.length {
		n.say(AskAnswering, app.Say("strategy.advice.delay_closed", "Hours", c.AnswerHours),
			app.Say("strategy.advice.why.delay_closed", "Hours", int(gap.length/time.Hour),
				"FromDay", gap.fromDay, "From", gap.from, "ToDay", gap.toDay, "To", gap.to))
	}
}

// closing is a stretch of the week when a business is closed.
type closing struct {
	fromDay, toDay time.Weekday
	from, to       app.TimeOfDay
	length         time.Duration
}

// longestClosing returns the longest stretch between two openings of a usual
// week; ok is false when nobody said when it is open.
func longestClosing(week business.Opening) (longest closing, ok bool) {
	const wholeWeek = 7 * 24 * 60
	type stretch struct{ from, to int } // minutes since Sunday 00:00
	var all []stretch
	for _, h := range week {
		day := int(h.Weekday) * 24 * 60
		all = append(all, stretch{day + h.From.Minutes(), day + h.To.Minutes()})
	}
	if len(all) == 0 {
		return closing{}, false
	}
	slices.SortFunc(all, func(a, b stretch) int { return a.from - b.from })
	closes := all[0].to
	for i := range all {
		next := all[(i+1)%len(all)].from
		if i == len(all)-1 {
			next += wholeWeek
		}
		closes = max(closes, all[i].to)
		if gap := time.Duration(next-closes) * time.Minute; gap > longest.length {
			longest = closing{weekdayAt(closes), weekdayAt(next), timeAt(closes), timeAt(next), gap}
		}
	}
	return longest, true
}

func weekdayAt(minute int) time.Weekday { return time.Weekday(minute / (24 * 60) % 7) }

func timeAt(minute int) app.TimeOfDay {
	return app.TimeOfDay{Hour: minute / 60 % 24, Minute: minute % 60}
}

func (n *notes) levels(levels []Level) {
	if len(levels) == 0 {
		n.say(AskLevels, app.Say("strategy.advice.level_missing"), app.Say("strategy.advice.why.level_missing"))
		return
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
