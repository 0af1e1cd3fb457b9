package strategy

import (
	"slices"
	"time"

	"parvis/app"
)

// The bounds of what is typed, in characters and lines.
const (
	MaxNameLength = 80    // names of pillars, objectives, audiences, people
	MaxLineLength = 200   // titles, words, one line of a list
	MaxTextLength = 2_000 // paragraphs
	MaxLines      = 60    // of a list of words or of lines
)

// The bounds of what is counted.
const (
	maxStaff   = 100_000
	maxMinutes = 7 * 24 * 60 // a whole week
	maxCents   = 100_000_000 // a million euros a month
	maxHours   = 24 * 31
)

// firstError returns the first error.
func firstError(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// within refuses the first text that is longer than most characters.
func within(most int, key string, texts ...string) error {
	for _, t := range texts {
		if long(t, most) {
			return app.Fail(app.CodeInvalid, key, "Max", most)
		}
	}
	return nil
}

func names(texts ...string) error { return within(MaxNameLength, "strategy.error.name_long", texts...) }

func lines(texts ...string) error { return within(MaxLineLength, "strategy.error.line_long", texts...) }

func paragraphs(texts ...string) error {
	return within(MaxTextLength, "strategy.error.text_long", texts...)
}

// lists refuses the first list with too many lines, or one too long.
func lists(all ...[]string) error {
	for _, l := range all {
		if err := atMost(len(l), MaxLines); err != nil {
			return err
		}
		if err := lines(l...); err != nil {
			return err
		}
	}
	return nil
}

func atMost(n, most int) error {
	if n > most {
		return app.Fail(app.CodeInvalid, "strategy.error.rows_many", "Max", most)
	}
	return nil
}

// between refuses a number outside of bounds.
func between(n, least, most int64) error {
	if n < least || n > most {
		return app.Fail(app.CodeInvalid, "strategy.error.number_range", "Max", int(most))
	}
	return nil
}

// amount refuses money that no small business spends in a month.
func amount(cents int64) error {
	if cents < 0 || cents > maxCents {
		return app.Fail(app.CodeInvalid, "strategy.error.money_range", "Max", app.Cents(maxCents))
	}
	return nil
}

// span refuses a time that no week has.
func span(minutes int) error {
	if minutes < 0 || minutes > maxMinutes {
		return app.Fail(app.CodeInvalid, "strategy.error.time_range", "Max", time.Duration(maxMinutes)*time.Minute)
	}
	return nil
}

func (p Profile) check() error {
	budget := int64(0)
	if p.BudgetCents != nil {
		budget = *p.BudgetCents
	}
	return firstError(
		paragraphs(p.Mission, p.Offer, p.Values, p.Difference),
		lists(p.SWOT.Strengths, p.SWOT.Weaknesses, p.SWOT.Opportunities, p.SWOT.Threats),
		between(int64(p.Staff), 0, maxStaff),
		span(p.MinutesPerWeek),
		amount(budget),
	)
}

func checkAudits(all []Audit) error {
	if err := atMost(len(all), MaxAudits); err != nil {
		return err
	}
	for _, a := range all {
		if err := firstError(lines(a.Handle), paragraphs(a.Note)); err != nil {
			return err
		}
	}
	return nil
}

func (a Audience) check() error {
	return firstError(names(a.Name), paragraphs(a.Who, a.Needs, a.Brakes))
}

func checkChannels(all []Channel) error {
	for i, c := range all {
		if slices.ContainsFunc(all[:i], func(o Channel) bool { return o.Network == c.Network }) {
			return app.Fail(app.CodeInvalid, "strategy.error.channel_twice", "Network", c.Network)
		}
		if err := between(int64(c.PerWeek), 0, MaxPerWeek); err != nil {
			return err
		}
	}
	return nil
}

func (p Pillar) check() error {
	switch {
	case long(p.Name, MaxNameLength):
		return names(p.Name)
	case p.ShareBP < 0 || p.ShareBP > wholeBP:
		return app.Fail(app.CodeInvalid, "strategy.error.share")
	case p.Colour < 1 || p.Colour > MaxPillars:
		return app.Fail(app.CodeInvalid, "strategy.error.colour", "Max", MaxPillars)
	}
	return nil
}

func (o Objective) check() error {
	switch {
	case long(o.Name, MaxNameLength):
		return names(o.Name)
	case !slices.Contains(Measurable(), o.Metric):
		return app.Fail(app.CodeInvalid, "strategy.error.metric")
	case !countable(o.From) || !countable(o.Target):
		return app.Fail(app.CodeInvalid, "strategy.error.number")
	case o.Start.IsZero():
		return app.Fail(app.CodeInvalid, "strategy.error.start")
	}
	return nil
}

func (v Voice) check() error {
	return firstError(paragraphs(v.Tone, v.Look), lists(v.Say, v.Avoid, v.Hashtags))
}

func (r Rhythm) check() error {
	for _, m := range r.Minutes {
		if err := span(m); err != nil {
			return err
		}
	}
	return span(r.Answering())
}

func (s Slot) check() error {
	minutes := s.Time.Minutes()
	if s.Weekday < time.Sunday || s.Weekday > time.Saturday || s.Time.Minute > 59 || s.Time.Minute < 0 ||
		minutes < 0 || minutes >= 24*60 {
		return app.Fail(app.CodeInvalid, "strategy.error.slot")
	}
	return nil
}

func (c Charter) check() error {
	if err := firstError(
		paragraphs(c.Welcome, c.Tone), lines(c.Who, c.Contact), atMost(len(c.Articles), MaxArticles),
		between(int64(c.AnswerHours), 0, maxHours),
	); err != nil {
		return err
	}
	for _, a := range c.Articles {
		if err := firstError(lines(a.Title), paragraphs(a.Text)); err != nil {
			return err
		}
	}
	return nil
}

func (c Crisis) check() error {
	if err := atMost(max(len(c.Levels), len(c.People), len(c.Messages)), MaxCrisisRows); err != nil {
		return err
	}
	for _, l := range c.Levels {
		if err := firstError(names(l.Name), paragraphs(l.Signs, l.Answer)); err != nil {
			return err
		}
	}
	for _, p := range c.People {
		if err := names(p.Name, p.Role, p.Phone); err != nil {
			return err
		}
	}
	for _, m := range c.Messages {
		if err := firstError(lines(m.Title), paragraphs(m.Text)); err != nil {
			return err
		}
	}
	return nil
}

func (a Action) check() error {
	if a.Kind != KindTask && a.Kind != KindIdea {
		return app.Fail(app.CodeInvalid, "strategy.error.kind")
	}
	return firstError(lines(a.Title), names(a.Who))
}

func (c Campaign) check() error { return names(c.Name) }

func (b Budget) check() error {
	if err := atMost(len(b.Lines), MaxLines); err != nil {
		return err
	}
	for _, l := range b.Lines {
		if err := firstError(lines(l.Label), amount(l.Cents)); err != nil {
			return err
		}
	}
	return nil
}

func long(text string, most int) bool { return len([]rune(text)) > most }
