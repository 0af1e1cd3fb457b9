package strategy

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/metrics"
)

// MaxNameLength bounds the names of pillars and objectives, in characters.
const MaxNameLength = 80

// MaxMissionLength bounds the mission, in characters.
const MaxMissionLength = 500

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

// SaveMission keeps the mission.
func (s *Service) SaveMission(ctx context.Context, mission string) error {
	mission = strings.ToValidUTF8(mission, "\uFFFD")
	if long(mission, MaxMissionLength) {
		return app.Fail(app.CodeInvalid, "strategy.error.mission_long", "Max", MaxMissionLength)
	}
	return s.changed(s.store.SaveMission(ctx, mission))
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
	p.Name = strings.ToValidUTF8(p.Name, "\uFFFD")
	switch {
	case long(p.Name, MaxNameLength):
		return app.Fail(app.CodeInvalid, "strategy.error.name_long", "Max", MaxNameLength)
	case p.ShareBP < 0 || p.ShareBP > wholeBP:
		return app.Fail(app.CodeInvalid, "strategy.error.share")
	case p.Colour < 1 || p.Colour > MaxPillars:
		return app.Fail(app.CodeInvalid, "strategy.error.colour", "Max", MaxPillars)
	}
	return s.changed(s.store.SavePillar(ctx, p))
}

// RemovePillar gives the posts and slots of a pillar to heir, another pillar or
// "" for none, and forgets it.
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
func (s *Service) AddObjective(ctx context.Context, m metrics.Metric, from *float64, start app.Date) (Objective, error) {
	o := Objective{ID: s.ids.New(), Metric: m, From: from, Start: start}
	return o, s.SaveObjective(ctx, o)
}

// SaveObjective keeps an objective, complete or not.
func (s *Service) SaveObjective(ctx context.Context, o Objective) error {
	o.Name = strings.ToValidUTF8(o.Name, "\uFFFD")
	switch {
	case long(o.Name, MaxNameLength):
		return app.Fail(app.CodeInvalid, "strategy.error.name_long", "Max", MaxNameLength)
	case !slices.Contains(Measurable(), o.Metric):
		return app.Fail(app.CodeInvalid, "strategy.error.metric")
	case !countable(o.From) || !countable(o.Target):
		return app.Fail(app.CodeInvalid, "strategy.error.number")
	case o.Start.IsZero():
		return app.Fail(app.CodeInvalid, "strategy.error.start")
	}
	return s.changed(s.store.SaveObjective(ctx, o))
}

// Measurable lists the metrics an objective can be about, in the order they are
// offered.
func Measurable() []metrics.Metric {
	return append(metrics.Measured(), metrics.Published, metrics.EngagementRate)
}

// countable reports whether a value, if any, is a number that metrics can have.
func countable(v *float64) bool {
	return v == nil || (*v >= 0 && !math.IsInf(*v, 0))
}

// RemoveObjective forgets an objective; posts that carried it carry none.
func (s *Service) RemoveObjective(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveObjective(ctx, id))
}

// AddSlot keeps a new slot of the week for any pillar or the given one. Errors
// are those of SaveSlot.
func (s *Service) AddSlot(ctx context.Context, day time.Weekday, at app.TimeOfDay, pillar app.ID) (Slot, error) {
	slot := Slot{ID: s.ids.New(), Weekday: day, Time: at, PillarID: pillar}
	return slot, s.SaveSlot(ctx, slot)
}

// SaveSlot keeps a slot. It fails with CodeConflict when another one has the
// same day and time.
func (s *Service) SaveSlot(ctx context.Context, slot Slot) error {
	minutes := slot.Time.Minutes()
	if slot.Weekday < time.Sunday || slot.Weekday > time.Saturday || slot.Time.Minute > 59 || slot.Time.Minute < 0 ||
		minutes < 0 || minutes >= 24*60 {
		return app.Fail(app.CodeInvalid, "strategy.error.slot")
	}
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return err
	}
	for _, o := range now.Slots {
		if o.ID != slot.ID && o.Weekday == slot.Weekday && o.Time == slot.Time {
			return app.Fail(app.CodeConflict, "strategy.error.slot_taken", "Time", slot.Time)
		}
	}
	return s.changed(s.store.SaveSlot(ctx, slot))
}

// RemoveSlot forgets a slot.
func (s *Service) RemoveSlot(ctx context.Context, id app.ID) error {
	return s.changed(s.store.RemoveSlot(ctx, id))
}

// changed tells of a change that was kept.
func (s *Service) changed(err error) error {
	if err == nil {
		app.Emit(s.events, Changed{})
	}
	return err
}

func long(text string, most int) bool { return len([]rune(text)) > most }
