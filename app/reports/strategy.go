package reports

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// Strategy makes the workbook of the strategy as it is now, one sheet a part, in
// the language of the catalogue. Its Lines are the summary, one line a step.
// What was not answered is said to be missing. progress may be nil; it is called
// on the caller's goroutine. When ctx ends its error is returned.
func (s *Service) Strategy(ctx context.Context, c *translations.Catalogue, progress func(Step)) (Workbook, error) {
	if progress == nil {
		progress = func(Step) {}
	}
	a, err := s.answers(ctx, c)
	if err != nil {
		return Workbook{}, fmt.Errorf("gathering the strategy: %w", err)
	}
	return buildStrategy(ctx, a, progress)
}

// StrategyPage makes the strategy in one page of HTML that stands by itself: no
// script, nothing fetched from elsewhere. An ordinary complete strategy prints
// on one sheet of A4; a longer one on several.
func (s *Service) StrategyPage(ctx context.Context, c *translations.Catalogue) (Page, error) {
	a, err := s.answers(ctx, c)
	if err != nil {
		return Page{}, fmt.Errorf("gathering the strategy: %w", err)
	}
	return a.page()
}

// answers is all that the exports of the strategy say.
type answers struct {
	strategy.Strategy
	c        *translations.Catalogue
	business business.Business
	today    app.Date // in the zone of the business
	accounts map[app.ID]networks.Account
	progress map[app.ID]metrics.Progress // of each objective
}

func (s *Service) answers(ctx context.Context, c *translations.Catalogue) (answers, error) {
	a := answers{c: c, accounts: map[app.ID]networks.Account{}, progress: map[app.ID]metrics.Progress{}}
	var err error
	if a.business, err = s.rooms.Business.Business(ctx); err != nil {
		return a, err
	}
	a.today = app.DateOf(s.clock.Now().In(a.business.Location()))
	if a.Strategy, err = s.rooms.Strategy.Strategy(ctx); err != nil {
		return a, err
	}
	all, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return a, err
	}
	for _, one := range all {
		a.accounts[one.ID] = one
	}
	for _, o := range a.Objectives {
		aim := metrics.Aim{Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due}
		if a.progress[o.ID], err = s.rooms.Figures.Progress(ctx, aim, a.today); err != nil {
			return a, err
		}
	}
	return a, ctx.Err()
}

// summary is the strategy in one line a step.
func (a answers) summary() []Line {
	var all []Line
	for _, l := range strategy.Summary(a.Strategy, a.business, a.c) {
		all = append(all, Line{Label: l.Label, Text: orNone(l.Text)})
	}
	return all
}

// below says whose strategy it is, and of which day.
func (a answers) below() string {
	below := a.c.T("reports.strategy.below", "Business", joined(", ", a.business.Name, a.business.Town), "Day", a.c.DateNumeric(a.today))
	if a.business.Example {
		below += " · " + a.c.T("reports.strategy.example")
	}
	return below
}

// unanswered names the steps with a question still open, "" when there are none.
func (a answers) unanswered() string {
	var names []string
	for _, q := range a.Missing() {
		if name := word(a.c, "step", q.Step()); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// word is the translated name of a value of the strategy, "" for none; one that
// a later version wrote stays as it is.
func word[T ~string](c *translations.Catalogue, kind string, value T) string {
	if value == "" {
		return ""
	}
	key := "strategy." + kind + "." + string(value)
	if name := c.T(key); name != key {
		return name
	}
	return string(value)
}

// wordsOf are the translated names of values.
func wordsOf[T ~string](c *translations.Catalogue, kind string, all []T) string {
	var names []string
	for _, v := range all {
		names = append(names, word(c, kind, v))
	}
	return joined(", ", names...)
}

// joined joins what is not blank.
func joined(by string, all ...string) string {
	var some []string
	for _, s := range all {
		if s = strings.TrimSpace(s); s != "" {
			some = append(some, s)
		}
	}
	return strings.Join(some, by)
}

func networkNames(all []networks.Network) string {
	var names []string
	for _, n := range all {
		names = append(names, n.Name())
	}
	return joined(", ", names...)
}

// pillar returns a pillar and whether it is there.
func (a answers) pillar(id app.ID) (strategy.Pillar, bool) {
	for _, p := range a.Pillars {
		if p.ID == id {
			return p, true
		}
	}
	return strategy.Pillar{}, false
}

// pillarName names a pillar, "" for none.
func (a answers) pillarName(id app.ID) string {
	p, ok := a.pillar(id)
	if !ok {
		return ""
	}
	return a.named(p.Name)
}

// named is a name, or that there is none yet.
func (a answers) named(name string) string {
	if strings.TrimSpace(name) == "" {
		return a.c.T("reports.strategy.unnamed")
	}
	return name
}

// slotPillar names what a slot is for.
func (a answers) slotPillar(s strategy.Slot) string {
	if name := a.pillarName(s.PillarID); name != "" {
		return name
	}
	return a.c.T("reports.strategy.any_pillar")
}

// presence names an account of the audit.
func (a answers) presence(one strategy.Audit) (network, handle string) {
	if known, ok := a.accounts[one.AccountID]; ok {
		return known.Network.Name(), known.Handle
	}
	return one.Network.Name(), one.Handle
}

// metric names a metric, with its denominator when it is a ratio.
func (a answers) metric(m metrics.Metric) string {
	if m == "" {
		return ""
	}
	name := a.c.T("metrics." + string(m))
	if of := m.Denominator(); of != "" {
		name += " " + a.c.T(of)
	}
	return name
}

// value writes a value of a metric, "" for none.
func (a answers) value(m metrics.Metric, v *float64) string {
	switch {
	case v == nil:
		return ""
	case m.Ratio():
		return a.c.Percent(*v, 1)
	case *v != float64(int64(*v)):
		return a.c.Number(*v, 1)
	}
	return a.c.Number(*v, 0)
}

// objective names an objective: in the owner's words, else by what it is after.
func (a answers) objective(o strategy.Objective) string {
	for _, name := range []string{o.Name, word(a.c, "goal", o.Goal), a.metric(o.Metric)} {
		if strings.TrimSpace(name) != "" {
			return name
		}
	}
	return a.named("")
}

// duration writes minutes of a week.
func (a answers) duration(minutes int) string {
	return a.c.Duration(time.Duration(minutes) * time.Minute)
}

// perWeek writes minutes of a week, "" when they were not said.
func (a answers) perWeek(minutes int) string {
	if minutes == 0 {
		return ""
	}
	return a.c.T("reports.strategy.per_week", "Amount", a.duration(minutes))
}

// perMonth writes an amount of a month, "" when it was not said.
func (a answers) perMonth(cents *int64) string {
	if cents == nil {
		return ""
	}
	return a.c.T("reports.strategy.per_month", "Amount", a.c.Money(*cents))
}

func (a answers) staff() string {
	if a.Profile.Staff == 0 {
		return ""
	}
	return a.c.N("reports.strategy.people", a.Profile.Staff)
}

// weekdays lists the days of a week from Monday.
func weekdays() []time.Weekday {
	return []time.Weekday{
		time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday,
	}
}

// opening writes the opening hours, a line a day.
func (a answers) opening() string {
	var days []string
	for _, day := range weekdays() {
		hours := slices.Clone(a.business.Opening.On(day))
		slices.SortStableFunc(hours, func(x, y business.Hours) int { return cmp.Compare(x.From.Minutes(), y.From.Minutes()) })
		var stretches []string
		for _, h := range hours {
			stretches = append(stretches, h.From.String()+" – "+h.To.String())
		}
		if len(stretches) > 0 {
			days = append(days, translations.Capitalise(a.c.Weekday(day))+" "+strings.Join(stretches, ", "))
		}
	}
	return strings.Join(days, "\n")
}

// slotsOf returns the slots of a day by time.
func (a answers) slotsOf(day time.Weekday) []strategy.Slot {
	var some []strategy.Slot
	for _, s := range a.Slots {
		if s.Weekday == day {
			some = append(some, s)
		}
	}
	slices.SortStableFunc(some, func(x, y strategy.Slot) int { return cmp.Compare(x.Time.Minutes(), y.Time.Minutes()) })
	return some
}

// plan returns the actions by day, those without one last.
func (a answers) plan() []strategy.Action {
	all := slices.Clone(a.Actions)
	slices.SortStableFunc(all, func(x, y strategy.Action) int {
		switch {
		case x.Day == y.Day:
			return 0
		case y.Day.IsZero(), !x.Day.IsZero() && x.Day.Before(y.Day):
			return -1
		}
		return 1
	})
	return all
}

// state says where an action stands.
func (a answers) state(one strategy.Action) string {
	switch {
	case one.Done:
		return a.c.T("reports.strategy.state.done")
	case one.PostID != "":
		return a.c.T("reports.strategy.state.placed")
	case !one.Day.IsZero() && one.Day.Before(a.today):
		return a.c.T("reports.strategy.state.late")
	}
	return a.c.T("reports.strategy.state.open")
}

// answerTime says how fast messages are answered, "" when it was not chosen.
func (a answers) answerTime() string {
	if a.Charter.AnswerHours == 0 {
		return ""
	}
	return a.c.N("reports.strategy.answer_hours", a.Charter.AnswerHours)
}
