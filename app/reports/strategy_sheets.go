package reports

import (
	"fmt"
	"math"

	"parvis/app/metrics"
	"parvis/app/strategy"
)

func round4(v float64) float64 { return math.Round(v*1e4) / 1e4 }

// The columns of the objectives, from 0.
const (
	columnFrom = 3 + iota
	columnStart
	columnTarget
	columnDue
	columnNow
	columnMeasured
	columnNeeded
	columnPace
	columnVerdict
)

// writeObjectives writes what each objective asks for per month beside the pace
// of the last thirty days.
func (b *strategyBook) writeObjectives() {
	l := b.part("objectives", 24, 18, 18, 10, 12, 10, 12, 11, 12, 12, 13, 16)
	if len(b.Objectives) == 0 {
		l.sentence(b.t("empty.objectives"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.objectives"), b.columns("objective", "goal", "metric", "from", "start", "target", "due",
		"now", "measured", "needed", "pace", "verdict"), 0, 1, 2, columnVerdict)
	for _, o := range b.Objectives {
		b.writeAim(g, o)
	}
	g.end()
	l.freeze(g.first)
	l.finish(b.title, g.first)
}

func (b *strategyBook) writeAim(g *grid, o strategy.Objective) {
	p := b.progress[o.ID]
	value, day := numbers(formatOf(o.Metric)), numbers(date)
	g.prose(1, 1, b.answers.objective(o), words.strong())
	g.prose(2, 1, orNone(word(b.book.c, "goal", o.Goal)), words)
	g.prose(3, 1, orNone(b.answers.metric(o.Metric)), words)
	g.given(1+columnFrom, o.From, value)
	g.givenDay(1+columnStart, o.Start, day)
	g.given(1+columnTarget, o.Target, value)
	g.givenDay(1+columnDue, o.Due, day)
	g.number(1+columnNow, g.row, p.Current, value)
	g.day(1+columnMeasured, g.row, p.AsOf, day)

	perMonth, factor := numbers(change), 1.0
	if o.Metric.Ratio() { // a change of a ratio is in points
		perMonth, factor = numbers(changePoints), 100
	}
	needed, pace := times(b.needed(o, p), factor), times(p.PerMonth, factor)
	g.formula(1+columnNeeded, g.row, b.neededFormula(g, factor), needed, perMonth)
	g.number(1+columnPace, g.row, pace, perMonth)
	g.formulaText(1+columnVerdict, g.row, b.verdictFormula(g, factor), b.verdict(p.Verdict), words.wrapped())
	_, _, height := fitted(b.verdict(p.Verdict), g.columns[columnVerdict], words)
	g.need = max(g.need, height)
	g.next()
}

func times(v *float64, factor float64) *float64 {
	if v == nil {
		return nil
	}
	product := *v * factor
	return &product
}

func (b *strategyBook) verdict(v metrics.Verdict) string {
	return b.book.c.T("metrics.verdict." + string(v))
}

const monthDays = 30 // days, those of metrics.NeededPerMonth

// needed is the change per thirty days that arrives in time: from where the
// business is, else, when nobody measured it, from where it starts.
func (b *strategyBook) needed(o strategy.Objective, p metrics.Progress) *float64 {
	if o.Target == nil || o.Due.IsZero() || b.today.After(o.Due) {
		return nil
	}
	from, day := p.Current, p.AsOf
	if from == nil {
		from, day = o.From, o.Start
	}
	if from == nil || day.IsZero() {
		return nil
	}
	if change, ok := metrics.NeededPerMonth(*from, *o.Target, day, o.Due); ok {
		return &change
	}
	return nil
}

func (b *strategyBook) neededFormula(g *grid, factor float64) string {
	nd := quote(b.missing())
	way := func(from, day int) string {
		return fmt.Sprintf("IF(AND(ISNUMBER(%[1]s),%[1]s<%[2]s),(%[3]s-%[4]s)/(%[2]s-%[1]s)*%[5]d*%[6]v,%[7]s)",
			g.own(day), g.own(columnDue), g.own(columnTarget), g.own(from), monthDays, factor, nd)
	}
	return fmt.Sprintf("IFERROR(IF(AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s),%[2]s>=%[3]s),IF(ISNUMBER(%[4]s),%[5]s,%[6]s),%[7]s),%[7]s)",
		g.own(columnTarget), g.own(columnDue), literal(b.today), g.own(columnNow),
		way(columnNow, columnMeasured), way(columnFrom, columnStart), nd)
}

// verdictFormula judges an objective as metrics.Progress does.
func (b *strategyBook) verdictFormula(g *grid, factor float64) string {
	target, due, now := g.own(columnTarget), g.own(columnDue), g.own(columnNow)
	// Some objectives go down; without a start, up is meant.
	sign := fmt.Sprintf("IF(ISNUMBER(%[1]s),IF(%[2]s<%[1]s,-1,1),1)", g.own(columnFrom), target)
	say := func(v metrics.Verdict) string { return quote(b.verdict(v)) }
	ahead := fmt.Sprintf("IF(ISNUMBER(%[1]s),IF(%[2]s*(MAX(%[3]s+%[1]s/%[4]v*(%[5]s-%[6]s)/%[7]d,0)-%[8]s)>=0,%[9]s,%[10]s),%[11]s)",
		g.own(columnPace), sign, now, factor, due, g.own(columnMeasured), monthDays, target,
		say(metrics.OnCourse), say(metrics.Behind), say(metrics.Unknown))
	return fmt.Sprintf("IFERROR(IF(AND(ISNUMBER(%[1]s),ISNUMBER(%[2]s)),IF(%[3]s*(%[2]s-%[1]s)>=0,%[4]s,IF(ISNUMBER(%[5]s),IF(%[5]s<%[6]s,%[7]s,%[8]s),%[9]s)),%[9]s),%[9]s)",
		target, now, sign, say(metrics.Reached), due, literal(b.today), say(metrics.Missed), ahead, say(metrics.Unknown))
}

// writeCharter writes the charter, its articles numbered.
func (b *strategyBook) writeCharter() {
	l := b.part("charter", 8, 28, 70, 24)
	ch := b.Charter
	for _, f := range []struct{ key, text string }{
		{"welcome", ch.Welcome},
		{"who", ch.Who},
		{"answer_hours", b.answerTime()},
		{"answer_tone", ch.Tone},
		{"contact", ch.Contact},
	} {
		l.prose(1, 2, b.said(f.key), factLabel)
		l.prose(3, 2, orNone(f.text), words)
		l.next()
	}
	l.blank()
	if len(ch.Articles) == 0 {
		l.sentence(b.t("empty.articles"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.articles"), b.columns("number", "article", "text", "measure"), 1, 2, 3)
	for i, a := range ch.Articles {
		number := float64(i + 1)
		g.number(1, g.row, &number, numbers(whole))
		g.prose(2, 1, orNone(a.Title), words.strong())
		g.prose(3, 1, orNone(a.Text), words)
		g.prose(4, 1, orNone(word(b.book.c, "measure", a.Measure)), words)
		g.next()
	}
	g.end()
	l.finish(b.title, g.first)
}

// writeCrisis writes how bad it is, who calls whom and what is said.
func (b *strategyBook) writeCrisis() {
	l := b.part("crisis", 8, 26, 40, 42, 16)
	b.writeLevels(l)
	l.blank()
	b.writePeople(l)
	l.blank()
	b.writeMessages(l)
	l.finish(b.title, 1)
}

func (b *strategyBook) writeLevels(l *leaf) {
	l.section(b.t("levels"))
	if len(b.Crisis.Levels) == 0 {
		l.sentence(b.t("empty.levels"))
		return
	}
	g := l.grid(b.t("table.levels"), b.columns("number", "level", "signs", "answer", "freeze"), 1, 2, 3, 4)
	for i, level := range b.Crisis.Levels {
		number, freeze := float64(i+1), "reports.no"
		if level.Freeze {
			freeze = "reports.yes"
		}
		g.number(1, g.row, &number, numbers(whole))
		g.prose(2, 1, orNone(level.Name), words.strong())
		g.prose(3, 1, orNone(level.Signs), words)
		g.prose(4, 1, orNone(level.Answer), words)
		g.prose(5, 1, b.book.c.T(freeze), words)
		g.next()
	}
	g.end()
}

func (b *strategyBook) writePeople(l *leaf) {
	l.section(b.t("people_to_call"))
	if len(b.Crisis.People) == 0 {
		l.sentence(b.t("empty.people"))
		return
	}
	g := l.grid(b.t("table.people"), b.columns("order", "person", "role_crisis", "phone"), 1, 2, 3)
	for i, p := range b.Crisis.People {
		number := float64(i + 1)
		g.number(1, g.row, &number, numbers(whole))
		g.prose(2, 1, orNone(p.Name), words.strong())
		g.prose(3, 1, orNone(p.Role), words)
		g.prose(4, 1, orNone(p.Phone), words)
		g.next()
	}
	g.end()
}

func (b *strategyBook) writeMessages(l *leaf) {
	l.section(b.t("messages"))
	if len(b.Crisis.Messages) == 0 {
		l.sentence(b.t("empty.messages"))
		return
	}
	for _, m := range b.Crisis.Messages {
		l.prose(1, 2, orNone(m.Title), factLabel)
		l.prose(3, 3, orNone(m.Text), words)
		l.next()
	}
}

// stateColumn is that of the state of an action, from 0.
const stateColumn = 5

func (b *strategyBook) writePlan() {
	l := b.part("plan", 13, 58, 18, 18, 20, 16)
	if len(b.Actions) == 0 {
		l.sentence(b.t("empty.actions"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.plan"), b.columns("day", "action", "kind", "who_does", "pillar", "state"), 1, 2, 3, 4, 5)
	done := 0.0
	for _, a := range b.plan() {
		if a.Done {
			done++
		}
		g.givenDay(1, a.Day, numbers(date))
		g.prose(2, 1, orNone(a.Title), words.strong())
		g.prose(3, 1, orNone(word(b.book.c, "kind", a.Kind)), words)
		g.prose(4, 1, orNone(a.Who), words)
		g.prose(5, 1, orNone(b.answers.pillarName(a.PillarID)), words)
		g.prose(6, 1, b.state(a), words)
		g.next()
	}
	g.end()
	l.freeze(g.first)
	l.blank()
	all := float64(len(b.Actions))
	l.prose(1, 5, b.t("column.actions"), words)
	l.formula(6, l.row, "ROWS("+g.all(stateColumn)+")", &all, numbers(whole))
	l.next()
	l.prose(1, 5, b.t("column.actions_done"), words.strong())
	l.formula(6, l.row, "COUNTIF("+g.all(stateColumn)+","+quote(b.t("state.done"))+")", &done, numbers(whole).strong())
	l.next()
	l.finish(b.title, g.first)
}

// writeBudget writes where the money of a month goes, the campaigns and the day
// of the next review.
func (b *strategyBook) writeBudget() {
	l := b.part("budget", 60, 22, 24, 24)
	if len(b.Budget.Lines) == 0 {
		l.sentence(b.t("empty.budget"))
	} else {
		b.writeMoney(l)
	}
	l.blank()
	l.prose(1, 1, b.said("review"), words.strong())
	l.givenDay(2, b.Budget.Review, numbers(date).strong())
	l.next()
	l.blank()
	l.section(b.t("campaigns"))
	if len(b.Campaigns) == 0 {
		l.sentence(b.t("empty.campaigns"))
	} else {
		g := l.grid(b.t("table.campaigns"), b.columns("campaign", "first_day", "last_day"), 0)
		for _, c := range b.Campaigns {
			g.prose(1, 1, b.named(c.Name), words)
			g.givenDay(2, c.Start, numbers(date))
			g.givenDay(3, c.Due, numbers(date))
			g.next()
		}
		g.end()
	}
	l.finish(b.title, 1)
}

func (b *strategyBook) writeMoney(l *leaf) {
	g := l.grid(b.t("table.budget"), b.columns("expense", "per_month"), 0)
	for _, line := range b.Budget.Lines {
		euros := float64(line.Cents) / 100
		g.prose(1, 1, b.named(line.Label), words)
		g.number(2, g.row, &euros, numbers(money))
		g.next()
	}
	g.end()
	sum := float64(b.Budget.Cents()) / 100
	l.prose(1, 1, b.t("column.total"), words.strong())
	l.formula(2, l.row, "SUM("+g.all(1)+")", &sum, numbers(money).strong())
	total := at(2, l.row)
	l.next()
	l.prose(1, 1, b.t("column.budget"), words)
	if b.Profile.BudgetCents == nil {
		l.text(2, l.row, none, numbers(money).absent())
		l.next()
		return
	}
	budget := float64(*b.Profile.BudgetCents) / 100
	l.number(2, l.row, &budget, numbers(money))
	l.next()
	left := math.Round((budget-sum)*100) / 100
	l.prose(1, 1, b.t("column.money_left"), words.strong())
	l.formula(2, l.row, "ROUND("+at(2, l.row-1)+"-"+total+",2)", &left, numbers(money).strong())
	l.next()
}
