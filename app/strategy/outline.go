package strategy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/assets/translations"
)

// Chapter is what one step says, in words.
type Chapter struct {
	Step  Step
	Title string
	Lines []Line
}

// Line is one thing said. The rows of a list (pillars, articles, people) follow
// one another, each under the same label but for its number, and Text begins
// with the row's name.
type Line struct {
	Label string
	Text  string // several lines when a row says several things
}

// Outline writes a strategy in words, one chapter a step, all ten of them: all
// of what was answered and nothing of what was not, so that a chapter may have
// no lines. The business is that of the file. Slots follow the week, actions and
// hours the calendar, every other list the owner.
func Outline(s Strategy, b business.Business, c *translations.Catalogue) []Chapter {
	w := speak(s, b, c, s.pillarName)
	all := make([]Chapter, 0, len(Steps()))
	for _, step := range Steps() {
		chapter := Chapter{Step: step, Title: c.T("strategy.step." + string(step))}
		for _, f := range w.facts {
			if f.step == step {
				chapter.Lines = append(chapter.Lines, Line{Label: f.numbered, Text: f.text})
			}
		}
		all = append(all, chapter)
	}
	return all
}

// speak writes every fact of a strategy, steps in their order. Where a row
// refers to a pillar, pillar says it.
func speak(s Strategy, b business.Business, c *translations.Catalogue, pillar func(app.ID) string) *writer {
	w := &writer{c: c, pillar: pillar, times: make(map[string]int)}
	for _, step := range Steps() {
		w.step = step
		switch step {
		case StepBusiness:
			w.business(s.Profile, b)
		case StepAudit:
			w.audits(s.Audits)
		case StepObjectives:
			w.objectives(s.Objectives)
		case StepAudiences:
			w.audiences(s.Audiences)
		case StepNetworks:
			w.networks(s.Channels)
		case StepEditorial:
			w.editorial(s.Pillars, s.Voice)
		case StepRhythm:
			w.rhythm(s)
		case StepCharter:
			w.charter(s.Charter)
		case StepCrisis:
			w.crisis(s.Crisis)
		case StepPlan:
			w.plan(s)
		}
	}
	return w
}

// pillarName returns the name of a pillar, "" for one that is not there.
func (s Strategy) pillarName(id app.ID) string {
	for _, p := range s.Pillars {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func (w *writer) business(p Profile, b business.Business) {
	trade := ""
	if b.Trade != "" {
		trade = w.c.T("business.trade." + string(b.Trade))
	}
	w.say("name", join(dot, join(", ", b.Name, b.Town), trade))
	w.say("mission", p.Mission)
	w.say("offer", p.Offer)
	w.say("staff", w.count("people", p.Staff))
	w.say("values", p.Values)
	w.say("difference", p.Difference)
	w.say("strengths", join("\n", p.SWOT.Strengths...))
	w.say("weaknesses", join("\n", p.SWOT.Weaknesses...))
	w.say("opportunities", join("\n", p.SWOT.Opportunities...))
	w.say("threats", join("\n", p.SWOT.Threats...))
	if p.MinutesPerWeek > 0 {
		w.say("time", w.c.T("strategy.outline.per_week", "Amount", w.length(p.MinutesPerWeek)))
	}
	if p.BudgetCents != nil {
		w.say("money", w.perMonth(*p.BudgetCents))
	}
	var hours []string
	for i := range 7 {
		weekday := time.Weekday((i + 1) % 7)
		if on := b.Opening.On(weekday); len(on) > 0 {
			slices.SortStableFunc(on, func(x, y business.Hours) int { return x.From.Minutes() - y.From.Minutes() })
			var stretches []string
			for _, h := range on {
				stretches = append(stretches, h.From.String()+"–"+h.To.String())
			}
			hours = append(hours, w.c.WeekdayShort(weekday)+" "+strings.Join(stretches, ", "))
		}
	}
	w.say("hours", join("\n", hours...))
}

func (w *writer) perMonth(cents int64) string {
	return w.c.T("strategy.outline.per_month", "Amount", w.c.Money(cents))
}

func (w *writer) audits(all []Audit) {
	for _, a := range all {
		w.row("account", a.ID, join(" ", networkName(a.Network), a.Handle), word(w, "verdict", a.Verdict), a.Note)
	}
}

// networkName names a network, "" for none.
func networkName(n networks.Network) string {
	if n == "" {
		return ""
	}
	return n.Name()
}

func networkNames(all []networks.Network) string {
	var names []string
	for _, n := range all {
		names = append(names, networkName(n))
	}
	return join(", ", names...)
}

func (w *writer) objectives(all []Objective) {
	for _, o := range all {
		w.row("objective", o.ID, join(dot, word(w, "goal", o.Goal), o.Name), w.aim(o))
	}
}

// aim writes what an objective measures: Abonnés : de 2 228 à 2 500 avant le
// 31/12/2026.
func (w *writer) aim(o Objective) string {
	if o.Metric == "" {
		return ""
	}
	metric := w.c.T("metrics." + string(o.Metric))
	if o.Metric.Ratio() {
		metric = w.c.T("metrics." + string(o.Metric) + ".over")
	}
	way := ""
	switch {
	case o.From != nil && o.Target != nil:
		way = w.c.T("strategy.outline.from_to", "From", w.value(o.Metric, o.From), "To", w.value(o.Metric, o.Target))
	case o.Target != nil:
		way = w.value(o.Metric, o.Target)
	case o.From != nil:
		way = w.c.T("strategy.outline.from", "From", w.value(o.Metric, o.From))
	}
	due := ""
	if !o.Due.IsZero() {
		due = w.c.T("strategy.outline.due", "Day", w.day(o.Due))
	}
	start := ""
	if !o.Start.IsZero() {
		start = w.titled("start", w.day(o.Start))
	}
	if text := join(" ", way, due); text != "" {
		metric = w.c.T("strategy.outline.titled", "What", metric, "Text", text)
	}
	return join("\n", metric, start)
}

func (w *writer) audiences(all []Audience) {
	for _, a := range all {
		w.row("audience", a.ID, a.Name, a.Who, w.titled("needs", a.Needs), w.titled("brakes", a.Brakes),
			w.titled("where", networkNames(a.Where)), w.titled("moments", words(w, "moment", a.Moments)))
	}
}

func (w *writer) networks(all []Channel) {
	for _, ch := range all {
		w.row("network", app.ID(ch.Network), networkName(ch.Network), word(w, "role", ch.Role))
	}
}

func (w *writer) editorial(pillars []Pillar, v Voice) {
	for _, p := range pillars {
		w.row("pillar", p.ID, p.Name, w.c.T("strategy.outline.share", "Share", w.share(p.ShareBP)))
	}
	w.say("tone", v.Tone)
	w.say("address", word(w, "address", v.Address))
	w.say("emoji", word(w, "emoji", v.Emoji))
	w.say("formats", words(w, "format", v.Formats))
	w.say("look", v.Look)
	w.say("say", join(", ", v.Say...))
	w.say("avoid", join(", ", v.Avoid...))
	w.say("hashtags", join(" ", v.Hashtags...))
}

func (w *writer) rhythm(s Strategy) {
	for _, ch := range s.Channels {
		// Without a cadence or a format, the network alone says nothing here.
		if cadence := join(dot, w.count("posts_per_week", ch.PerWeek), word(w, "format", ch.Format)); cadence != "" {
			w.row("cadence", app.ID(ch.Network), networkName(ch.Network), cadence)
		}
	}
	for _, f := range Formats() {
		if minutes, ok := s.Rhythm.Minutes[f]; ok {
			w.row("cost", app.ID(f), word(w, "format", f), w.c.Duration(time.Duration(minutes)*time.Minute))
		}
	}
	if s.Rhythm.AnswerMinutes != nil {
		w.say("answering", w.c.T("strategy.outline.per_week", "Amount",
			w.c.Duration(time.Duration(*s.Rhythm.AnswerMinutes)*time.Minute)))
	}
	slots := slices.Clone(s.Slots)
	slices.SortStableFunc(slots, func(x, y Slot) int {
		return cmp.Or((int(x.Weekday)+6)%7-(int(y.Weekday)+6)%7, x.Time.Minutes()-y.Time.Minutes())
	})
	for _, slot := range slots {
		w.unordered("slot", slot.ID, join(dot, w.c.Weekday(slot.Weekday)+" "+slot.Time.String(), w.pillar(slot.PillarID)))
	}
}

// unordered adds a row of a list that is in the order of the calendar.
func (w *writer) unordered(what string, id app.ID, text string) {
	w.add(fact{key: what + "/" + string(id), label: w.t(what), numbered: w.t(what), text: text})
}

func (w *writer) charter(ch Charter) {
	w.say("welcome", ch.Welcome)
	for i, a := range ch.Articles {
		w.numberedRow("article", a.ID, i+1, a.Title, a.Text, w.titled("measure", word(w, "measure", a.Measure)))
	}
	w.say("answer_hours", w.count("opening_hours", ch.AnswerHours))
	w.say("who", ch.Who)
	w.say("contact", ch.Contact)
	w.say("answer_tone", ch.Tone)
}

func (w *writer) crisis(cr Crisis) {
	for i, l := range cr.Levels {
		freeze := ""
		if l.Freeze {
			freeze = w.t("freeze")
		}
		w.numberedRow("level", l.ID, i+1, l.Name, w.titled("signs", l.Signs), w.titled("answer", l.Answer), freeze)
	}
	for _, p := range cr.People {
		w.row("person", p.ID, p.Name, p.Role, p.Phone)
	}
	for _, m := range cr.Messages {
		w.row("message", m.ID, m.Title, m.Text)
	}
}

func (w *writer) plan(s Strategy) {
	actions := slices.Clone(s.Actions)
	slices.SortStableFunc(actions, func(x, y Action) int {
		// What has no day yet comes last.
		return cmp.Or(boolInt(x.Day.IsZero())-boolInt(y.Day.IsZero()), strings.Compare(x.Day.String(), y.Day.String()))
	})
	for _, a := range actions {
		if !said(a.Title) {
			continue
		}
		done := ""
		if a.Done {
			done = w.t("done")
		}
		w.unordered("action", a.ID, join("\n", join(dot, w.day(a.Day), a.Title),
			join(dot, word(w, "kind", a.Kind), w.pillar(a.PillarID), a.Who, done)))
	}
	for _, cp := range s.Campaigns {
		w.row("campaign", cp.ID, cp.Name, join(" – ", w.day(cp.Start), w.day(cp.Due)))
	}
	for _, l := range s.Budget.Lines {
		if said(l.Label) || l.Cents != 0 {
			w.row("expense", l.ID, l.Label, w.perMonth(l.Cents))
		}
	}
	w.say("review", w.day(s.Budget.Review))
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
