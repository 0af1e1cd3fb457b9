package reports

import (
	"context"
	"fmt"
	"slices"

	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/exports"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// pillarColours are those of the light theme.
var pillarColours = [strategy.MaxPillars]string{"1F6F66", "C8553D", "5B5EA6", "B7791F", "7A4E7E"}

// strategyBook is a workbook of the strategy being written.
type strategyBook struct {
	*book
	answers
	title string
	names []string // of the sheets so far
}

// t is a sentence of this report.
func (b *strategyBook) t(key string, args ...any) string {
	return b.book.c.T("reports.strategy."+key, args...)
}

// said is the name the strategy gives to one of its answers.
func (b *strategyBook) said(key string) string { return b.book.c.T("strategy.outline." + key) }

// columns are the headers of a table.
func (b *strategyBook) columns(keys ...string) []string {
	all := make([]string, len(keys))
	for i, key := range keys {
		all[i] = b.t("column." + key)
	}
	return all
}

// part begins the sheet of a part.
func (b *strategyBook) part(key string, columns ...float64) *leaf {
	name := b.t("sheet." + key)
	b.names = append(b.names, name)
	return b.leaf(name, b.t("note."+key), columns...)
}

func buildStrategy(ctx context.Context, a answers, progress func(Step)) (Workbook, error) {
	b := &strategyBook{book: newBook(a.c), answers: a}
	b.title = joined(" · ", b.t("title"), a.business.Name)
	parts := []func(){
		b.writeCover, b.writeBusiness, b.writeAudits, b.writeObjectives, b.writeAudiences, b.writeChannels,
		b.writeEditorial, b.writeSlots, b.writeCharter, b.writeCrisis, b.writePlan, b.writeBudget,
	}
	for i, write := range parts {
		if err := ctx.Err(); err != nil {
			return Workbook{}, err
		}
		progress(Step{Done: i, Total: len(parts) + 1})
		write()
	}
	b.do(b.f.SetDocProps(&excelize.DocProperties{
		Title: clean(b.title), Subject: clean(a.business.Name), Creator: "Parvis", Language: string(a.c.Language()),
		Created: stamp(a.today), Modified: stamp(a.today),
	}))
	b.f.SetActiveSheet(0)
	progress(Step{Done: len(parts), Total: len(parts) + 1})
	data, err := b.bytes(b.names)
	if err != nil {
		return Workbook{}, fmt.Errorf("writing the workbook: %w", err)
	}
	progress(Step{Done: len(parts) + 1, Total: len(parts) + 1})
	return Workbook{Name: a.fileName() + ".xlsx", Title: b.title, Lines: a.summary(), data: data}, ctx.Err()
}

func (a answers) fileName() string {
	return exports.FileName(a.business.Name, a.c.T("reports.strategy.title")+" "+a.today.String())
}

func (b *strategyBook) writeCover() {
	name := b.t("title")
	b.names = append(b.names, name)
	l := b.leaf(name, b.below(), 24, 106)
	if mission := b.Profile.Mission; mission != "" {
		l.prose(1, 2, mission, look{size: 13, colour: accent})
		l.next()
		l.blank()
	}
	for _, line := range b.summary() {
		l.prose(1, 1, line.Label, look{bold: true, colour: accent, fill: pale, indent: true, line: true})
		l.prose(2, 1, line.Text, look{fill: pale, line: true})
		l.need = max(l.need, 24)
		l.next()
	}
	l.blank()
	if open := b.unanswered(); open != "" {
		l.sentence(b.t("unanswered", "Steps", open))
	}
	l.sentence(b.t("none", "Mark", none))
	l.sentence(b.t("live"))
	l.finish(b.title, 1)
}

// writeBusiness writes the first step, and what helps and hinders as a square.
func (b *strategyBook) writeBusiness() {
	l := b.part("business", 26, 39, 65)
	p := b.Profile
	for _, f := range []struct{ key, text string }{
		{"name", joined(", ", b.business.Name, b.business.Town)},
		{"mission", p.Mission},
		{"offer", p.Offer},
		{"difference", p.Difference},
		{"values", p.Values},
		{"staff", b.staff()},
		{"time", b.perWeek(p.MinutesPerWeek)},
		{"money", b.perMonth(p.BudgetCents)},
		{"hours", b.opening()},
	} {
		l.fact(b.said(f.key), f.text)
	}
	l.blank()
	l.section(b.t("swot"))
	swot := p.SWOT
	if len(swot.Strengths)+len(swot.Weaknesses)+len(swot.Opportunities)+len(swot.Threats) == 0 {
		l.sentence(b.t("empty.swot"))
	} else {
		b.writeSquare(l, "strengths", "weaknesses", swot.Strengths, swot.Weaknesses, "E3F2E8", "FBE9E2")
		b.writeSquare(l, "opportunities", "threats", swot.Opportunities, swot.Threats, pale, "FBF1DC")
	}
	l.finish(b.title, 1)
}

// writeSquare writes two lists side by side.
func (b *strategyBook) writeSquare(l *leaf, leftKey, rightKey string, left, right []string, leftFill, rightFill string) {
	head := look{bold: true, indent: true}
	l.prose(1, 2, b.said(leftKey), head.filled(leftFill))
	l.prose(3, 1, b.said(rightKey), head.filled(rightFill))
	l.next()
	body := look{indent: true}
	for i := range max(len(left), len(right), 1) {
		l.prose(1, 2, bullet(left, i), body.filled(leftFill))
		l.prose(3, 1, bullet(right, i), body.filled(rightFill))
		l.next()
	}
}

// bullet is a line of a list, none for the first of an empty one.
func bullet(list []string, i int) string {
	switch {
	case i < len(list):
		return "• " + list[i]
	case i == 0:
		return none
	}
	return ""
}

func (b *strategyBook) writeAudits() {
	l := b.part("audit", 18, 34, 20, 58)
	if len(b.Audits) == 0 {
		l.sentence(b.t("empty.audit"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.audit"), b.columns("network", "account", "decision", "finding"), 0, 1, 2, 3)
	for _, a := range b.Audits {
		network, handle := b.presence(a)
		g.prose(1, 1, orNone(network), words.strong())
		g.prose(2, 1, orNone(handle), words)
		g.prose(3, 1, orNone(word(b.book.c, "verdict", a.Verdict)), words)
		g.prose(4, 1, orNone(a.Note), words)
		g.next()
	}
	g.end()
	l.freeze(g.first)
	l.finish(b.title, g.first)
}

func (b *strategyBook) writeAudiences() {
	l := b.part("audiences", 20, 29, 29, 28, 14, 14)
	if len(b.Audiences) == 0 {
		l.sentence(b.t("empty.audiences"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.audiences"), b.columns("audience", "who", "needs", "brakes", "where", "moments"), 0, 1, 2, 3, 4, 5)
	for _, a := range b.Audiences {
		g.prose(1, 1, b.named(a.Name), words.strong())
		for i, text := range []string{
			a.Who, a.Needs, a.Brakes, networkNames(a.Where), wordsOf(b.book.c, "moment", a.Moments),
		} {
			g.prose(2+i, 1, orNone(text), words)
		}
		g.next()
	}
	g.end()
	l.freeze(g.first)
	l.finish(b.title, g.first)
}

// writeChannels writes the networks with what each costs in time.
func (b *strategyBook) writeChannels() {
	l := b.part("networks", 20, 36, 24, 16, 18, 18)
	if len(b.Channels) == 0 {
		l.sentence(b.t("empty.networks"))
		l.finish(b.title, 1)
		return
	}
	g := l.grid(b.t("table.networks"), b.columns("network", "role", "format", "per_week", "minutes_post", "minutes_week"), 0, 1, 2)
	for _, ch := range b.Channels {
		each := float64(b.Rhythm.MinutesFor(ch.Format))
		perWeek := float64(ch.PerWeek)
		week := each * perWeek
		l.prose(1, 1, ch.Network.Name(), words.strong())
		l.prose(2, 1, orNone(word(b.book.c, "role", ch.Role)), words)
		l.prose(3, 1, orNone(word(b.book.c, "format", ch.Format)), words)
		l.number(4, l.row, &perWeek, numbers(whole))
		l.number(5, l.row, &each, numbers(whole))
		l.formula(6, l.row, g.own(3)+"*"+g.own(4), &week, numbers(whole))
		l.next()
	}
	g.end()
	l.freeze(g.first)
	l.blank()
	b.writeWeek(l, g)
	l.finish(b.title, g.first)
}

// writeWeek sets what the week costs against the time there is.
func (b *strategyBook) writeWeek(l *leaf, g *grid) {
	l.section(b.t("week"))
	label := func(key string, k look) {
		l.prose(1, 5, b.t("column."+key), k)
	}
	answering := float64(b.Rhythm.Answering())
	total := float64(b.WeekMinutes())
	posts := total - answering
	label("posts_week", words)
	l.formula(6, l.row, "SUM("+g.all(5)+")", &posts, numbers(whole))
	l.next()
	label("answering", words)
	l.number(6, l.row, &answering, numbers(whole))
	l.next()
	label("total_week", words.strong())
	sum := at(6, l.row)
	l.formula(6, l.row, at(6, l.row-2)+"+"+at(6, l.row-1), &total, numbers(whole).strong())
	l.next()
	label("available", words)
	if b.Profile.MinutesPerWeek == 0 {
		l.text(6, l.row, none, numbers(whole).absent())
		l.next()
		return
	}
	available := float64(b.Profile.MinutesPerWeek)
	l.number(6, l.row, &available, numbers(whole))
	l.next()
	left := available - total
	label("left", words.strong())
	l.formula(6, l.row, at(6, l.row-1)+"-"+sum, &left, numbers(change).strong())
	l.next()
}

// writeEditorial writes the pillars with their shares, and how the business
// speaks.
func (b *strategyBook) writeEditorial() {
	l := b.part("editorial", 30, 34, 33, 33)
	if len(b.Pillars) == 0 {
		l.sentence(b.t("empty.pillars"))
	} else {
		b.writePillars(l)
	}
	l.blank()
	l.section(b.t("voice"))
	v, c := b.Voice, b.book.c
	for _, f := range []struct{ key, text string }{
		{"tone", v.Tone},
		{"address", word(c, "address", v.Address)},
		{"emoji", word(c, "emoji", v.Emoji)},
		{"formats", wordsOf(c, "format", v.Formats)},
		{"look", v.Look},
	} {
		l.fact(b.said(f.key), f.text)
	}
	l.blank()
	l.section(b.t("words"))
	if len(v.Say)+len(v.Avoid)+len(v.Hashtags) == 0 {
		l.sentence(b.t("empty.words"))
	} else {
		g := l.grid(b.t("table.words"), []string{b.said("say"), b.said("avoid"), b.said("hashtags")}, 0, 1, 2)
		for i := range max(len(v.Say), len(v.Avoid), len(v.Hashtags)) {
			for column, list := range [][]string{v.Say, v.Avoid, v.Hashtags} {
				text := ""
				if i < len(list) {
					text = list[i]
				}
				g.prose(column+1, 1, text, words)
			}
			g.next()
		}
		g.end()
	}
	l.finish(b.title, 1)
}

func (b *strategyBook) writePillars(l *leaf) {
	g := l.grid(b.t("table.pillars"), b.columns("pillar", "share"), 0)
	sum := 0.0
	for _, p := range b.Pillars {
		share := float64(p.ShareBP) / 10_000
		sum += share
		l.prose(1, 1, b.named(p.Name), pillarLook(p))
		l.number(2, l.row, &share, numbers(ratio))
		l.next()
	}
	g.end()
	left := 1 - sum
	l.prose(1, 1, b.t("column.total"), words.strong())
	l.formula(2, l.row, "SUM("+g.all(1)+")", &sum, numbers(ratio).strong())
	total := at(2, l.row)
	l.next()
	// Shares are written in hundredths of a per cent: what is smaller is noise of
	// the sum.
	l.prose(1, 1, b.t("column.to_share"), words)
	left = round4(left)
	l.formula(2, l.row, "ROUND(1-"+total+",4)", &left, numbers(changeRatio))
	l.next()
}

// pillarLook is the name of a pillar on its colour.
func pillarLook(p strategy.Pillar) look {
	return look{bold: true, colour: "FFFFFF", fill: pillarColours[max(1, min(p.Colour, strategy.MaxPillars))-1], indent: true, line: true}
}

// writeSlots writes the slots as a week.
func (b *strategyBook) writeSlots() {
	l := b.part("slots", 12, 17, 17, 17, 17, 17, 17, 17)
	if len(b.Slots) == 0 {
		l.sentence(b.t("empty.slots"))
		l.finish(b.title, 1)
		return
	}
	var times []app.TimeOfDay
	for _, s := range b.Slots {
		if !slices.Contains(times, s.Time) {
			times = append(times, s.Time)
		}
	}
	slices.SortFunc(times, func(x, y app.TimeOfDay) int { return x.Minutes() - y.Minutes() })
	headers := []string{b.t("column.hour")}
	for _, day := range weekdays() {
		headers = append(headers, translations.Capitalise(b.book.c.Weekday(day)))
	}
	g := l.grid(b.t("table.slots"), headers, 1, 2, 3, 4, 5, 6, 7)
	count := 0.0
	for _, time := range times {
		of := float64(time.Minutes()) / (24 * 60)
		l.number(1, l.row, &of, numbers(hour))
		for i, day := range weekdays() {
			k := words
			var names []string
			for _, s := range b.slotsOf(day) {
				if s.Time != time {
					continue
				}
				k = words.strong().filled(pale)
				if p, ok := b.pillar(s.PillarID); ok {
					k = pillarLook(p)
				}
				names = append(names, b.slotPillar(s))
			}
			if len(names) == 0 {
				l.look(at(2+i, l.row), k)
				continue
			}
			count++
			l.prose(2+i, 1, joined("\n", names...), k)
		}
		l.need = max(l.need, 24)
		l.next()
	}
	g.end()
	l.freeze(g.first)
	l.blank()
	l.prose(1, 7, b.t("column.slots"), words.strong())
	l.formula(8, l.row, fmt.Sprintf("COUNTA(%s:%s)", at(2, g.first+1), at(8, g.first+len(times))), &count, numbers(whole).strong())
	l.next()
	l.finish(b.title, g.first)
}
