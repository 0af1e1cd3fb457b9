package strategy

import (
	"context"
	"math"
	"reflect"
	"slices"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
)

// FillAll writes the example's answer to every question into what is still
// empty. Over an empty strategy it leaves in Missing only what the owner alone
// can say: how much to aim at where nothing was measured (AskObjectives), and
// who is called in a crisis when the owner gave no first name (AskPeople).
func (s *Service) FillAll(ctx context.Context, e Example, f Facts) error {
	for _, q := range Questions() {
		if err := s.FillExample(ctx, q, e, f); err != nil {
			return err
		}
	}
	return nil
}

// FillExample writes the example's answer to one question into what is still
// empty in it: a text without words, a choice not made, a list without rows.
// What the owner wrote stays, so that filling twice changes nothing. Dates count
// from f.Today, objectives start from what f measured, and the audit gets a row
// for each account of f, without a verdict. Changed is emitted once, whatever the
// number of rows, or not at all.
func (s *Service) FillExample(ctx context.Context, q Question, e Example, f Facts) error {
	quiet, kept := &Service{store: s.store, events: app.NewEvents(), ids: s.ids}, false
	app.On(quiet.events, func(Changed) { kept = true })
	err := quiet.fill(ctx, q, e, f)
	if kept {
		app.Emit(s.events, Changed{})
	}
	return err
}

func (s *Service) fill(ctx context.Context, q Question, e Example, f Facts) error {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return err
	}
	switch q {
	case AskIdentity, AskDifference, AskSWOT, AskMeans:
		return saveChanged(ctx, now.Profile, fillProfile(q, now.Profile, e.Strategy.Profile), s.SaveProfile)
	case AskAudit:
		return saveChanged(ctx, now.Audits, s.auditAll(now.Audits, f.Accounts), s.SaveAudits)
	case AskObjectives:
		return s.fillObjectives(ctx, now.Objectives, e, f)
	case AskAudiences:
		return s.fillAudiences(ctx, now.Audiences, e)
	case AskNetworks:
		return saveChanged(ctx, now.Channels, fillChannels(now.Channels, e.Strategy.Channels), s.SaveChannels)
	case AskPillars:
		return s.fillPillars(ctx, now.Pillars, e)
	case AskTone, AskWords:
		return saveChanged(ctx, now.Voice, fillVoice(q, now.Voice, e.Strategy.Voice), s.SaveVoice)
	case AskCadence:
		return saveChanged(ctx, now.Channels, fillCadence(now, e.Strategy.Channels), s.SaveChannels)
	case AskSlots:
		return s.fillSlots(ctx, now, e)
	case AskArticles, AskAnswering:
		return saveChanged(ctx, now.Charter, s.fillCharter(q, now.Charter, e.Strategy.Charter), s.SaveCharter)
	case AskLevels, AskPeople, AskMessages:
		return saveChanged(ctx, now.Crisis, s.fillCrisis(q, now.Crisis, e.Strategy.Crisis, f.Business.FirstName), s.SaveCrisis)
	case AskActions:
		return s.fillActions(ctx, now, e, f.Today)
	case AskBudget:
		return saveChanged(ctx, now.Budget, s.fillBudget(now, e.Strategy.Budget, f.Today), s.SaveBudget)
	}
	return nil
}

// saveChanged saves an answer that is another than before.
func saveChanged[T any](ctx context.Context, before, after T, save func(context.Context, T) error) error {
	if reflect.DeepEqual(before, after) {
		return nil
	}
	return save(ctx, after)
}

// fillText writes a text where nothing is written.
func fillText(into *string, text string) {
	if !said(*into) {
		*into = text
	}
}

// fillChoice writes a value where none was chosen.
func fillChoice[T comparable](into *T, choice T) {
	var none T
	if *into == none {
		*into = choice
	}
}

// fillList writes a list where there are no rows.
func fillList[T any](into *[]T, list []T) {
	if len(*into) == 0 {
		*into = slices.Clone(list)
	}
}

// fresh returns rows with IDs of their own.
func fresh[T any](s *Service, rows []T, id func(*T) *app.ID) []T {
	rows = slices.Clone(rows)
	for i := range rows {
		*id(&rows[i]) = s.ids.New()
	}
	return rows
}

func fillProfile(q Question, p, example Profile) Profile {
	switch q {
	case AskIdentity:
		fillText(&p.Mission, example.Mission)
		fillText(&p.Offer, example.Offer)
	case AskDifference:
		fillText(&p.Values, example.Values)
		fillText(&p.Difference, example.Difference)
	case AskSWOT:
		fillList(&p.SWOT.Strengths, example.SWOT.Strengths)
		fillList(&p.SWOT.Weaknesses, example.SWOT.Weaknesses)
		fillList(&p.SWOT.Opportunities, example.SWOT.Opportunities)
		fillList(&p.SWOT.Threats, example.SWOT.Threats)
	case AskMeans:
		fillChoice(&p.MinutesPerWeek, example.MinutesPerWeek)
		fillChoice(&p.BudgetCents, example.BudgetCents)
	}
	return p
}

// auditAll adds the accounts that the audit does not speak of yet.
func (s *Service) auditAll(audits []Audit, accounts []networks.Account) []Audit {
	audits = slices.Clone(audits)
	for _, account := range accounts {
		known := slices.ContainsFunc(audits, func(a Audit) bool {
			return a.AccountID == account.ID || (a.Network == account.Network && a.Handle == account.Handle)
		})
		if !known && len(audits) < MaxAudits {
			audits = append(audits, Audit{
				ID: s.ids.New(), AccountID: account.ID, Network: account.Network, Handle: account.Handle,
			})
		}
	}
	return audits
}

func (s *Service) fillObjectives(ctx context.Context, objectives []Objective, e Example, f Facts) error {
	if len(objectives) > 0 {
		return nil
	}
	for i, o := range e.Strategy.Objectives {
		o.ID, o.Start, o.Due = s.ids.New(), f.Today, f.Today.AddDays(e.ObjectiveDays[i])
		if pace := f.Paces[o.Metric]; pace.Current != nil {
			from := *pace.Current
			o.From, o.Target = &from, proposedTarget(o.Metric, from, pace.PerMonth, e.ObjectiveDays[i])
		}
		if err := s.SaveObjective(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

// usualGain is what an objective asks for when nothing speaks for more or less: a
// tenth.
const usualGain = 0.10

// proposedTarget returns a target for an objective of so many days, in round
// figures: a tenth above from, yet no less than the present pace brings and no
// more than a realistic effort would. It is nil where there is nothing to gain
// from.
func proposedTarget(m metrics.Metric, from float64, perMonth *float64, days int) *float64 {
	gain := from * usualGain
	if perMonth != nil && *perMonth > 0 {
		pace := *perMonth * float64(days) / month
		gain = min(max(gain, pace), pace*realisticTimes)
	}
	if gain <= 0 {
		return nil
	}
	var target float64
	if m.Ratio() {
		// Tenths of a point: 0.0451 is 0.045.
		target = max(math.Floor((from+gain)*1000), math.Floor(from*1000)+1) / 1000
	} else {
		// As round as leaves at least half of the gain: 2 450.8 is 2 450.
		step := max(5*math.Pow10(int(math.Floor(math.Log10(gain)))-1), 1)
		target = max(math.Floor((from+gain)/step)*step, math.Floor(from)+1)
	}
	return &target
}

func (s *Service) fillAudiences(ctx context.Context, audiences []Audience, e Example) error {
	if len(audiences) > 0 {
		return nil
	}
	for _, a := range e.Strategy.Audiences {
		if _, err := s.AddAudience(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// fillChannels chooses the networks of the example when none was, and says what
// each is for. How often is another question.
func fillChannels(channels, example []Channel) []Channel {
	channels = slices.Clone(channels)
	if len(channels) == 0 {
		for _, c := range example {
			channels = append(channels, Channel{Network: c.Network})
		}
	}
	return fillUses(channels, example)
}

// fillUses says what the networks that the example has too are for, and their
// usual format.
func fillUses(channels, example []Channel) []Channel {
	for i, c := range channels {
		if at := indexOf(example, c.Network); at >= 0 {
			fillChoice(&channels[i].Role, example[at].Role)
			fillChoice(&channels[i].Format, example[at].Format)
		}
	}
	return channels
}

func indexOf(channels []Channel, n networks.Network) int {
	return slices.IndexFunc(channels, func(c Channel) bool { return c.Network == n })
}

// fillCadence says how often to post when nothing was said of any network, as
// often as the example and never more than the owner's time allows.
func fillCadence(s Strategy, example []Channel) []Channel {
	s.Channels = fillUses(slices.Clone(s.Channels), example)
	if slices.ContainsFunc(s.Channels, func(c Channel) bool { return c.PerWeek > 0 }) {
		return s.Channels
	}
	posts := 0
	for i, c := range s.Channels {
		if at := indexOf(example, c.Network); at >= 0 {
			s.Channels[i].PerWeek = example[at].PerWeek
			posts += example[at].PerWeek
		}
	}
	// One post a week is kept, whatever the time: the advice says what it costs.
	for ; posts > 1 && s.Profile.MinutesPerWeek > 0 && s.WeekMinutes() > s.Profile.MinutesPerWeek; posts-- {
		most := 0
		for i, c := range s.Channels {
			if c.PerWeek >= s.Channels[most].PerWeek {
				most = i
			}
		}
		s.Channels[most].PerWeek--
	}
	return s.Channels
}

func (s *Service) fillPillars(ctx context.Context, pillars []Pillar, e Example) error {
	if len(pillars) > 0 {
		return nil
	}
	for _, p := range e.Strategy.Pillars {
		if _, err := s.AddPillar(ctx, p.Name, p.ShareBP); err != nil {
			return err
		}
	}
	return nil
}

func fillVoice(q Question, v, example Voice) Voice {
	switch q {
	case AskTone:
		fillText(&v.Tone, example.Tone)
		fillChoice(&v.Address, example.Address)
		fillChoice(&v.Emoji, example.Emoji)
		fillList(&v.Formats, example.Formats)
		fillText(&v.Look, example.Look)
	case AskWords:
		fillList(&v.Say, example.Say)
		fillList(&v.Avoid, example.Avoid)
		fillList(&v.Hashtags, example.Hashtags)
	}
	return v
}

func (s *Service) fillSlots(ctx context.Context, now Strategy, e Example) error {
	if len(now.Slots) > 0 {
		return nil
	}
	for i, slot := range e.Strategy.Slots {
		pillar := e.pillarNamed(now.Pillars, e.SlotPillars[i])
		if _, err := s.AddSlot(ctx, slot.Weekday, slot.Time, pillar); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) fillCharter(q Question, c, example Charter) Charter {
	switch q {
	case AskArticles:
		fillText(&c.Welcome, example.Welcome)
		if len(c.Articles) == 0 {
			c.Articles = fresh(s, example.Articles, func(a *Article) *app.ID { return &a.ID })
		}
	case AskAnswering:
		fillChoice(&c.AnswerHours, example.AnswerHours)
		fillText(&c.Who, example.Who)
		fillText(&c.Tone, example.Tone)
	}
	return c
}

// fillCrisis writes the example's part of the crisis plan. People are given by
// what they do: the first one is the owner, by first name when it is known.
func (s *Service) fillCrisis(q Question, c, example Crisis, owner string) Crisis {
	switch {
	case q == AskLevels && len(c.Levels) == 0:
		c.Levels = fresh(s, example.Levels, func(l *Level) *app.ID { return &l.ID })
	case q == AskPeople && len(c.People) == 0:
		c.People = fresh(s, example.People, func(p *Contact) *app.ID { return &p.ID })
		c.People[0].Name = owner
	case q == AskMessages && len(c.Messages) == 0:
		c.Messages = fresh(s, example.Messages, func(m *Prepared) *app.ID { return &m.ID })
	}
	return c
}

func (s *Service) fillActions(ctx context.Context, now Strategy, e Example, today app.Date) error {
	if len(now.Actions) > 0 {
		return nil
	}
	for i, a := range e.Strategy.Actions {
		a.Day = today.AddDays(e.ActionDays[i])
		if a.Kind == KindIdea {
			a.Day = nextSlot(now.Slots, a.Day)
		}
		a.PillarID = e.pillarNamed(now.Pillars, e.ActionPillars[i])
		if _, err := s.AddAction(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// nextSlot returns the first day from a day on that has a slot, the day itself
// where there is no slot at all.
func nextSlot(slots []Slot, day app.Date) app.Date {
	for i := range 7 {
		next := day.AddDays(i)
		if slices.ContainsFunc(slots, func(s Slot) bool { return s.Weekday == next.Weekday() }) {
			return next
		}
	}
	return day
}

// fillBudget writes where the money goes, within what the owner has, and plans
// the review for the first day of the next month.
func (s *Service) fillBudget(now Strategy, example Budget, today app.Date) Budget {
	b := now.Budget
	fillChoice(&b.Review, today.FirstOfMonth().AddMonths(1))
	if len(b.Lines) > 0 {
		return b
	}
	whole := example.Cents()
	share := whole
	if means := now.Profile.BudgetCents; means != nil {
		share = min(share, *means)
	}
	for _, l := range example.Lines {
		// In whole euros, rounded down so that the sum stays within.
		if cents := l.Cents * share / whole / 100 * 100; cents > 0 {
			b.Lines = append(b.Lines, BudgetLine{ID: s.ids.New(), Label: l.Label, Cents: cents})
		}
	}
	return b
}
