package strategy

import (
	"context"
	"math"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/metrics"
)

// wholeBP is 100 % in basis points.
const wholeBP = 10_000

// Service is what the interface asks of this room. Everything is kept as it is
// typed: what is incomplete or out of balance is said by Advise, only what the
// file cannot hold is refused (CodeInvalid). It is safe for concurrent use.
type Service struct {
	store  Store
	events *app.Events
	ids    *app.IDs
}

// NewService returns the service over a store.
func NewService(store Store, events *app.Events, ids *app.IDs) *Service {
	return &Service{store: store, events: events, ids: ids}
}

// Strategy returns the strategy of the business.
func (s *Service) Strategy(ctx context.Context) (Strategy, error) { return s.store.Strategy(ctx) }

// Path returns how far the owner has come.
func (s *Service) Path(ctx context.Context) (Path, error) { return s.store.Path(ctx) }

// SavePath keeps how far the owner has come. It emits nothing: the strategy is
// the same.
func (s *Service) SavePath(ctx context.Context, p Path) error { return s.store.SavePath(ctx, p) }

// NewID returns an ID for a row that is kept inside a part: an article, a level,
// an audit.
func (s *Service) NewID() app.ID { return s.ids.New() }

// SaveProfile keeps the first step.
func (s *Service) SaveProfile(ctx context.Context, p Profile) error {
	return savePart(ctx, s, PartProfile, p, p.check())
}

// SaveAudits keeps the audit of every presence.
func (s *Service) SaveAudits(ctx context.Context, all []Audit) error {
	return savePart(ctx, s, PartAudits, all, checkAudits(all))
}

// SaveChannels keeps the networks chosen.
func (s *Service) SaveChannels(ctx context.Context, all []Channel) error {
	return savePart(ctx, s, PartChannels, all, checkChannels(all))
}

// SaveVoice keeps how the business speaks.
func (s *Service) SaveVoice(ctx context.Context, v Voice) error {
	return savePart(ctx, s, PartVoice, v, v.check())
}

// SaveRhythm keeps what posts and answers cost in time.
func (s *Service) SaveRhythm(ctx context.Context, r Rhythm) error {
	return savePart(ctx, s, PartRhythm, r, r.check())
}

// SaveCharter keeps the moderation charter.
func (s *Service) SaveCharter(ctx context.Context, c Charter) error {
	return savePart(ctx, s, PartCharter, c, c.check())
}

// SaveCrisis keeps the crisis plan.
func (s *Service) SaveCrisis(ctx context.Context, c Crisis) error {
	return savePart(ctx, s, PartCrisis, c, c.check())
}

// SaveBudget keeps where the money goes.
func (s *Service) SaveBudget(ctx context.Context, b Budget) error {
	return savePart(ctx, s, PartBudget, b, b.check())
}

func savePart(ctx context.Context, s *Service, part Part, answer any, invalid error) error {
	if invalid != nil {
		return invalid
	}
	return s.changed(s.store.SavePart(ctx, part, answer))
}

// AddPillar keeps a new pillar in the first colour that is free. It fails with
// CodeConflict when there are MaxPillars already.
func (s *Service) AddPillar(ctx context.Context, name string, shareBP int) (Pillar, error) {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return Pillar{}, err
	}
	if len(now.Pillars) >= MaxPillars {
		return Pillar{}, app.Fail(app.CodeConflict, "strategy.error.pillars_full", "Max", MaxPillars)
	}
	p := Pillar{ID: s.ids.New(), Name: name, Colour: freeColour(now.Pillars), ShareBP: shareBP}
	return p, s.SavePillar(ctx, p)
}

// freeColour returns the first colour that no pillar has.
func freeColour(pillars []Pillar) int {
	for colour := 1; colour <= MaxPillars; colour++ {
		if !slices.ContainsFunc(pillars, func(p Pillar) bool { return p.Colour == colour }) {
			return colour
		}
	}
	return 1
}

// SavePillar keeps a pillar. Shares need not sum to 100 %: Advise says so.
func (s *Service) SavePillar(ctx context.Context, p Pillar) error {
	if err := p.check(); err != nil {
		return err
	}
	return s.changed(s.store.SavePillar(ctx, p))
}

// PillarUse counts what a pillar would leave behind.
func (s *Service) PillarUse(ctx context.Context, id app.ID) (Use, error) {
	return s.store.PillarUse(ctx, id)
}

// RemovePillar gives the posts, slots and actions of a pillar to heir, another
// pillar or "" for none, and forgets it.
func (s *Service) RemovePillar(ctx context.Context, id, heir app.ID) error {
	if heir != "" {
		now, err := s.store.Strategy(ctx)
		if err != nil {
			return err
		}
		if heir == id || !slices.ContainsFunc(now.Pillars, func(p Pillar) bool { return p.ID == heir }) {
			return app.Fail(app.CodeInvalid, "strategy.error.heir")
		}
	}
	return s.changed(s.store.RemovePillar(ctx, id, heir))
}

// AddObjective keeps a new objective on a metric, to be completed, starting on
// the given day from the given value (nil when nobody measured it).
func (s *Service) AddObjective(ctx context.Context, g Goal, m metrics.Metric, from *float64, start app.Date) (Objective, error) {
	o := Objective{ID: s.ids.New(), Goal: g, Metric: m, From: from, Start: start}
	return o, s.SaveObjective(ctx, o)
}

// SaveObjective keeps an objective, complete or not.
func (s *Service) SaveObjective(ctx context.Context, o Objective) error {
	if err := o.check(); err != nil {
		return err
	}
	return s.changed(s.store.SaveObjective(ctx, o))
}

// Measurable lists the metrics an objective can be about, in the order they are
// offered.
func Measurable() []metrics.Metric {
	return slices.Concat(metrics.Measured(), metrics.Occasional(), []metrics.Metric{metrics.Published, metrics.EngagementRate})
}

// countable reports whether a value, if any, is a number that metrics can have.
func countable(v *float64) bool {
	return v == nil || (*v >= 0 && !math.IsInf(*v, 0))
}

// RemoveObjective takes an objective out; posts that carry it are without, until
// it is saved again.
func (s *Service) RemoveObjective(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveObjective(ctx, id))
}

// AddAudience keeps a new audience, to be completed. It fails with CodeConflict
// when there are MaxAudiences already.
func (s *Service) AddAudience(ctx context.Context, a Audience) (Audience, error) {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return Audience{}, err
	}
	if len(now.Audiences) >= MaxAudiences {
		return Audience{}, app.Fail(app.CodeConflict, "strategy.error.audiences_full", "Max", MaxAudiences)
	}
	a.ID = s.ids.New()
	return a, s.SaveAudience(ctx, a)
}

// SaveAudience keeps an audience, complete or not.
func (s *Service) SaveAudience(ctx context.Context, a Audience) error {
	if err := a.check(); err != nil {
		return err
	}
	return s.changed(s.store.SaveAudience(ctx, a))
}

// RemoveAudience takes an audience out; posts that carry it are without, until it
// is saved again.
func (s *Service) RemoveAudience(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveAudience(ctx, id))
}

// AddSlot keeps a new slot of the week for any pillar or the given one. Errors
// are those of SaveSlot.
func (s *Service) AddSlot(ctx context.Context, day time.Weekday, at app.TimeOfDay, pillar app.ID) (Slot, error) {
	slot := Slot{ID: s.ids.New(), Weekday: day, Time: at, PillarID: pillar}
	return slot, s.SaveSlot(ctx, slot)
}

// SaveSlot keeps a slot. It fails with CodeConflict when another one has the
// same day and time, and for one more than MaxSlots.
func (s *Service) SaveSlot(ctx context.Context, slot Slot) error {
	if err := slot.check(); err != nil {
		return err
	}
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return err
	}
	known := false
	for _, o := range now.Slots {
		known = known || o.ID == slot.ID
		if o.ID != slot.ID && o.Weekday == slot.Weekday && o.Time == slot.Time {
			return app.Fail(app.CodeConflict, "strategy.error.slot_taken", "Time", slot.Time)
		}
	}
	if !known && len(now.Slots) >= MaxSlots {
		return app.Fail(app.CodeConflict, "strategy.error.slots_full", "Max", MaxSlots)
	}
	return s.changed(s.store.SaveSlot(ctx, slot))
}

// RemoveSlot forgets a slot.
func (s *Service) RemoveSlot(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveSlot(ctx, id))
}

// AddAction keeps a new action; its ID is given here. It fails with CodeConflict
// when there are MaxActions already.
func (s *Service) AddAction(ctx context.Context, a Action) (Action, error) {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return Action{}, err
	}
	if len(now.Actions) >= MaxActions {
		return Action{}, app.Fail(app.CodeConflict, "strategy.error.actions_full", "Max", MaxActions)
	}
	a.ID = s.ids.New()
	return a, s.SaveAction(ctx, a)
}

// SaveAction keeps an action, complete or not.
func (s *Service) SaveAction(ctx context.Context, a Action) error {
	if err := a.check(); err != nil {
		return err
	}
	return s.changed(s.store.SaveAction(ctx, a))
}

// RemoveAction forgets an action; the post an idea became stays.
func (s *Service) RemoveAction(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveAction(ctx, id))
}

// AddCampaign keeps a new campaign; its ID is given here. It fails with
// CodeConflict when there are MaxCampaigns already.
func (s *Service) AddCampaign(ctx context.Context, c Campaign) (Campaign, error) {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return Campaign{}, err
	}
	if len(now.Campaigns) >= MaxCampaigns {
		return Campaign{}, app.Fail(app.CodeConflict, "strategy.error.campaigns_full", "Max", MaxCampaigns)
	}
	c.ID = s.ids.New()
	return c, s.SaveCampaign(ctx, c)
}

// SaveCampaign keeps a campaign, complete or not.
func (s *Service) SaveCampaign(ctx context.Context, c Campaign) error {
	if err := c.check(); err != nil {
		return err
	}
	return s.changed(s.store.SaveCampaign(ctx, c))
}

// RemoveCampaign takes a campaign out; its posts are without, until it is saved
// again.
func (s *Service) RemoveCampaign(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveCampaign(ctx, id))
}

// changed tells of a change that was kept.
func (s *Service) changed(err error) error {
	if err == nil {
		app.Emit(s.events, Changed{})
	}
	return err
}
