package reports

import (
	"bytes"
	"cmp"
	_ "embed" // the page's own HTML
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

//go:embed strategy_page.html
var pageHTML string

var pageTemplate = template.Must(template.New("strategy").Parse(pageHTML))

// pageView is what the page shows, all of it in words.
type pageView struct {
	Lang    translations.Language
	Title   string
	Below   string
	Mission string
	Open    string // what is still to be answered
	Blocks  []block
}

// block is a part of the page. What is empty is left out.
type block struct {
	Title    string
	Short    bool   // its lists are of short lines, in two columns
	Empty    string // the sentence of a part that says nothing yet
	Bars     []bar
	Rows     *rows
	List     []entry
	Numbered []entry
	Facts    []Line
	Square   []Line
}

// bar is the share of a pillar. Percent is between 0 and 100.
type bar struct {
	Name    string
	Colour  int // its place among the colours of pillars, from 1
	Percent float64
	Share   string
}

// rows is a table whose first column names the rows.
type rows struct {
	Heads []field
	Body  [][]field
	Foot  []field
}

// field is a field of a table.
type field struct {
	Text   string
	Number bool
	Span   int // over how many columns, 0 for its own
}

// entry is a line of a list.
type entry struct {
	Name, Text string
	Note, Tone string // what stands after it, and its class: muted, late, good
}

// page writes the strategy on one page.
func (a answers) page() (Page, error) {
	view := pageView{
		Lang: a.c.Language(), Title: joined(" · ", a.t("title"), a.business.Name), Below: a.below(), Mission: a.Profile.Mission,
	}
	if open := a.unanswered(); open != "" {
		view.Open = a.t("unanswered", "Steps", open)
	}
	for _, one := range []block{
		a.businessBlock(), a.objectivesBlock(), a.audiencesBlock(), a.auditBlock(), a.networksBlock(), a.pillarsBlock(),
		a.voiceBlock(), a.slotsBlock(), a.charterBlock(), a.crisisBlock(), a.peopleBlock(), a.planBlock(), a.budgetBlock(),
	} {
		if one.said() {
			one.Empty = ""
		}
		view.Blocks = append(view.Blocks, one)
	}
	var out bytes.Buffer
	if err := pageTemplate.Execute(&out, view); err != nil {
		return Page{}, fmt.Errorf("writing the page: %w", err)
	}
	return Page{Name: a.fileName() + ".html", Title: view.Title, data: out.Bytes()}, nil
}

// said reports whether the block says something.
func (b block) said() bool {
	return len(b.Bars)+len(b.List)+len(b.Numbered)+len(b.Facts)+len(b.Square) > 0 || b.Rows != nil
}

func (a answers) t(key string, args ...any) string { return a.c.T("reports.strategy."+key, args...) }

func (a answers) said(key string) string { return a.c.T("strategy.outline." + key) }

// answered leaves out what was not answered.
func answered(all ...Line) []Line {
	var some []Line
	for _, l := range all {
		if l.Text = strings.TrimSpace(l.Text); l.Text != "" {
			some = append(some, l)
		}
	}
	return some
}

func (a answers) businessBlock() block {
	p := a.Profile
	means := joined(" · ", a.staff(), a.perWeek(p.MinutesPerWeek), a.perMonth(p.BudgetCents))
	list := func(lines []string) string { return joined(" · ", lines...) }
	return block{
		Title: word(a.c, "step", strategy.StepBusiness), Empty: a.t("empty.business"),
		Facts: answered(
			Line{a.said("offer"), p.Offer}, Line{a.said("difference"), p.Difference}, Line{a.said("values"), p.Values},
			Line{a.t("means"), means},
		),
		Square: answered(
			Line{a.said("strengths"), list(p.SWOT.Strengths)}, Line{a.said("weaknesses"), list(p.SWOT.Weaknesses)},
			Line{a.said("opportunities"), list(p.SWOT.Opportunities)}, Line{a.said("threats"), list(p.SWOT.Threats)},
		),
	}
}

func (a answers) objectivesBlock() block {
	b := block{Title: word(a.c, "step", strategy.StepObjectives), Empty: a.t("empty.objectives")}
	for _, o := range a.Objectives {
		way := ""
		switch {
		case o.From != nil && o.Target != nil:
			way = a.c.T("strategy.outline.from_to", "From", a.value(o.Metric, o.From), "To", a.value(o.Metric, o.Target))
		case o.Target != nil:
			way = a.value(o.Metric, o.Target)
		}
		if !o.Due.IsZero() {
			way = joined(" ", way, a.c.T("strategy.outline.due", "Day", a.c.DateNumeric(o.Due)))
		}
		p := a.progress[o.ID]
		text := a.metric(o.Metric)
		if way != "" {
			text = a.c.T("strategy.outline.titled", "What", text, "Text", way)
		}
		e := entry{Name: a.objective(o) + ".", Text: text + ".", Note: a.c.T("metrics.verdict." + string(p.Verdict)), Tone: "muted"}
		switch p.Verdict {
		case metrics.Reached, metrics.OnCourse:
			e.Tone = "good"
		case metrics.Behind, metrics.Missed:
			e.Tone = "late"
		}
		e.Note = translations.Capitalise(e.Note) + "."
		b.List = append(b.List, e)
	}
	return b
}

func (a answers) audiencesBlock() block {
	b := block{Title: word(a.c, "step", strategy.StepAudiences), Empty: a.t("empty.audiences")}
	titled := func(key, text string) string {
		if strings.TrimSpace(text) == "" {
			return ""
		}
		return a.c.T("strategy.outline.titled", "What", a.said(key), "Text", text)
	}
	for _, one := range a.Audiences {
		b.List = append(b.List, entry{
			Name: sentence(a.named(one.Name)),
			Text: joined(" ", sentence(one.Who), sentence(titled("needs", one.Needs)), sentence(titled("brakes", one.Brakes))),
			Note: joined(" · ", networkNames(one.Where), wordsOf(a.c, "moment", one.Moments)), Tone: "muted",
		})
	}
	return b
}

// sentence ends words with a full stop unless they end by themselves.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.ContainsAny(text[len(text)-1:], ".!?") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

func (a answers) auditBlock() block {
	b := block{Title: word(a.c, "step", strategy.StepAudit), Empty: a.t("empty.audit")}
	for _, one := range a.Audits {
		network, handle := a.presence(one)
		b.List = append(b.List, entry{
			Name: sentence(joined(" ", network, handle)), Text: joined(" ", sentence(word(a.c, "verdict", one.Verdict)), one.Note),
		})
	}
	return b
}

func (a answers) networksBlock() block {
	b := block{Title: word(a.c, "step", strategy.StepNetworks), Empty: a.t("empty.networks")}
	if len(a.Channels) == 0 {
		return b
	}
	b.Rows = &rows{Heads: []field{
		{Text: a.t("column.network")},
		{Text: a.t("column.role")},
		{Text: a.t("column.format")},
		{Text: a.t("column.each_week"), Number: true},
		{Text: a.t("column.time"), Number: true},
	}}
	posts := 0
	for _, ch := range a.Channels {
		posts += ch.PerWeek
		b.Rows.Body = append(b.Rows.Body, []field{
			{Text: ch.Network.Name()},
			{Text: orNone(word(a.c, "role", ch.Role))},
			{Text: orNone(word(a.c, "format", ch.Format))},
			{Text: a.c.Number(float64(ch.PerWeek), 0), Number: true},
			{Text: a.duration(ch.PerWeek * a.Rhythm.MinutesFor(ch.Format)), Number: true},
		})
	}
	total := a.t("with_answers")
	if a.Profile.MinutesPerWeek > 0 {
		total = a.t("with_answers_of", "Available", a.duration(a.Profile.MinutesPerWeek))
	}
	b.Rows.Foot = []field{
		{Text: total, Span: 3}, {Text: a.c.Number(float64(posts), 0), Number: true}, {Text: a.duration(a.WeekMinutes()), Number: true},
	}
	return b
}

func (a answers) pillarsBlock() block {
	b := block{Title: a.t("pillars"), Empty: a.t("empty.pillars")}
	for _, p := range a.Pillars {
		percent := float64(p.ShareBP) / 100
		b.Bars = append(b.Bars, bar{
			Name: a.named(p.Name), Colour: max(1, min(p.Colour, strategy.MaxPillars)), Percent: max(0, min(percent, 100)),
			Share: a.c.Percent(percent/100, decimals(p.ShareBP)),
		})
	}
	return b
}

// decimals is how many decimals a share in hundredths of a per cent needs.
func decimals(bp int) int {
	switch {
	case bp%100 == 0:
		return 0
	case bp%10 == 0:
		return 1
	}
	return 2
}

func (a answers) voiceBlock() block {
	v := a.Voice
	return block{
		Title: a.t("voice"), Empty: a.t("empty.voice"),
		Facts: answered(
			Line{a.said("tone"), v.Tone},
			Line{a.said("address"), word(a.c, "address", v.Address)},
			Line{a.said("emoji"), word(a.c, "emoji", v.Emoji)},
			Line{a.said("formats"), wordsOf(a.c, "format", v.Formats)},
			Line{a.said("look"), v.Look},
			Line{a.said("say"), joined(", ", v.Say...)},
			Line{a.said("avoid"), joined(", ", v.Avoid...)},
			Line{a.said("hashtags"), joined(" ", v.Hashtags...)},
		),
	}
}

func (a answers) slotsBlock() block {
	b := block{Title: a.t("slots"), Empty: a.t("empty.slots"), Short: true}
	for _, day := range weekdays() {
		var moments []string
		for _, s := range a.slotsOf(day) {
			moments = append(moments, s.Time.String()+" "+a.slotPillar(s))
		}
		if len(moments) > 0 {
			b.List = append(b.List, entry{Name: translations.Capitalise(a.c.Weekday(day)), Text: strings.Join(moments, ", ")})
		}
	}
	return b
}

// charterBlock gives the titles of the articles, as crisisBlock those of the
// messages: the workbook has their texts.
func (a answers) charterBlock() block {
	ch := a.Charter
	b := block{
		Title: word(a.c, "step", strategy.StepCharter), Empty: a.t("empty.articles"), Short: true,
		Facts: answered(
			Line{a.said("who"), joined(", ", ch.Who, a.answerTime())}, Line{a.said("answer_tone"), ch.Tone}, Line{a.said("contact"), ch.Contact},
		),
	}
	for _, one := range ch.Articles {
		name := cmp.Or(strings.TrimSpace(one.Title), one.Text)
		b.Numbered = append(b.Numbered, entry{Text: joined(" → ", a.named(name), strings.ToLower(word(a.c, "measure", one.Measure)))})
	}
	return b
}

func (a answers) crisisBlock() block {
	b := block{Title: word(a.c, "step", strategy.StepCrisis), Empty: a.t("empty.levels")}
	for _, level := range a.Crisis.Levels {
		text := joined(" → ", level.Signs, level.Answer)
		if level.Freeze {
			text = joined(" ", sentence(text), sentence(a.said("freeze")))
		}
		b.Numbered = append(b.Numbered, entry{Name: sentence(level.Name), Text: text})
	}
	var messages []string
	for _, m := range a.Crisis.Messages {
		messages = append(messages, cmp.Or(strings.TrimSpace(m.Title), m.Text))
	}
	b.Facts = answered(Line{a.t("messages"), joined(", ", messages...)})
	return b
}

func (a answers) peopleBlock() block {
	b := block{Title: a.t("people_to_call"), Empty: a.t("empty.people")}
	for _, p := range a.Crisis.People {
		b.Numbered = append(b.Numbered, entry{Name: a.named(p.Name), Text: joined(" · ", p.Role, p.Phone)})
	}
	return b
}

func (a answers) planBlock() block {
	b := block{Title: a.t("plan"), Empty: a.t("empty.actions")}
	for _, one := range a.plan() {
		when := none
		if !one.Day.IsZero() {
			when = a.c.DayMonth(one.Day)
			if one.Day.Year != a.today.Year {
				when += " " + strconv.Itoa(one.Day.Year)
			}
		}
		e := entry{Name: when, Text: orNone(one.Title), Note: joined(" · ", one.Who, a.pillarName(one.PillarID)), Tone: "muted"}
		// That an action is still to be done goes without saying.
		if state := a.state(one); state != a.t("state.open") {
			e.Note = joined(" · ", e.Note, state)
		}
		if e.Note != "" {
			e.Note = "· " + e.Note
		}
		if one.Done {
			e.Tone = "good"
		}
		b.List = append(b.List, e)
	}
	return b
}

func (a answers) budgetBlock() block {
	b := block{Title: a.t("budget"), Empty: a.t("empty.budget")}
	if len(a.Budget.Lines) > 0 {
		b.Rows = &rows{Heads: []field{{Text: a.t("column.expense")}, {Text: a.t("column.per_month"), Number: true}}}
		for _, l := range a.Budget.Lines {
			b.Rows.Body = append(b.Rows.Body, []field{{Text: a.named(l.Label)}, {Text: a.c.Money(l.Cents), Number: true}})
		}
		total := a.t("column.total")
		if cents := a.Profile.BudgetCents; cents != nil {
			total = a.t("total_of", "Budget", a.c.Money(*cents))
		}
		b.Rows.Foot = []field{{Text: total}, {Text: a.c.Money(a.Budget.Cents()), Number: true}}
	}
	var campaigns []string
	for _, c := range a.Campaigns {
		days := joined(" – ", a.c.DateNumeric(c.Start), a.c.DateNumeric(c.Due))
		campaigns = append(campaigns, joined(" ", a.named(c.Name), days))
	}
	b.Facts = answered(Line{a.t("campaigns"), joined(", ", campaigns...)}, Line{a.said("review"), a.c.DateNumeric(a.Budget.Review)})
	return b
}
