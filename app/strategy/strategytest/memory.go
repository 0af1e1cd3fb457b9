// Package strategytest gives tests a strategy that is kept in memory.
package strategytest

import (
	"context"
	"encoding/json"
	"slices"

	"parvis/app"
	"parvis/app/strategy"
)

// Memory keeps a strategy, its versions and its reviews as the file does. The
// zero Memory is empty and ready to use. It is not safe for concurrent use.
type Memory struct {
	Kept strategy.Strategy
	At   strategy.Path
	Past []strategy.Version // newest first
	Held []strategy.Review  // in the order they were first saved
	// Posts counts the posts that carry a pillar.
	Posts map[app.ID]int
	// Heirs are those that pillars were removed with.
	Heirs map[app.ID]app.ID
	// Saves counts what was kept, the path aside.
	Saves int
	// places are where the rows were that come back when they are saved anew.
	places map[app.ID]int
	// Fail, when set, is the answer to every read and save; FailSaves to every
	// save.
	Fail, FailSaves error
}

var (
	_ strategy.Store        = (*Memory)(nil)
	_ strategy.HistoryStore = (*Memory)(nil)
	_ strategy.ReviewStore  = (*Memory)(nil)
)

// Copy returns a copy of a value that shares nothing with it, as one that was
// written to a file and read back.
func Copy[T any](value T) T {
	var read T
	data, err := json.Marshal(value)
	if err == nil {
		err = json.Unmarshal(data, &read)
	}
	if err != nil {
		panic(err)
	}
	return read
}

// Strategy implements strategy.Store.
func (m *Memory) Strategy(context.Context) (strategy.Strategy, error) { return Copy(m.Kept), m.Fail }

// Path implements strategy.Store.
func (m *Memory) Path(context.Context) (strategy.Path, error) { return Copy(m.At), m.Fail }

// SavePath implements strategy.Store.
func (m *Memory) SavePath(_ context.Context, p strategy.Path) error {
	if err := m.refusal(); err != nil {
		return err
	}
	m.At = p
	return nil
}

func (m *Memory) refusal() error {
	if m.Fail != nil {
		return m.Fail
	}
	return m.FailSaves
}

// save runs what keeps something, unless saves fail.
func (m *Memory) save(do func()) error {
	if err := m.refusal(); err != nil {
		return err
	}
	do()
	m.Saves++
	return nil
}

// SavePart implements strategy.Store.
func (m *Memory) SavePart(_ context.Context, part strategy.Part, answer any) error {
	return m.save(func() {
		switch part {
		case strategy.PartProfile:
			m.Kept.Profile = answer.(strategy.Profile)
		case strategy.PartAudits:
			m.Kept.Audits = answer.([]strategy.Audit)
		case strategy.PartChannels:
			m.Kept.Channels = answer.([]strategy.Channel)
		case strategy.PartVoice:
			m.Kept.Voice = answer.(strategy.Voice)
		case strategy.PartRhythm:
			m.Kept.Rhythm = answer.(strategy.Rhythm)
		case strategy.PartCharter:
			m.Kept.Charter = answer.(strategy.Charter)
		case strategy.PartCrisis:
			m.Kept.Crisis = answer.(strategy.Crisis)
		case strategy.PartBudget:
			m.Kept.Budget = answer.(strategy.Budget)
		}
		m.Kept = Copy(m.Kept)
	})
}

// put replaces the row that has the same ID, or brings it back to its place when
// it was taken out, or adds it at the end.
func put[T any](m *Memory, rows *[]T, row T, id func(T) app.ID) error {
	return m.save(func() {
		if i := slices.IndexFunc(*rows, func(o T) bool { return id(o) == id(row) }); i >= 0 {
			(*rows)[i] = Copy(row)
			return
		}
		place, removed := m.places[id(row)]
		if !removed {
			place = len(*rows)
		}
		*rows = slices.Insert(*rows, min(place, len(*rows)), Copy(row))
		delete(m.places, id(row))
	})
}

// takeOut removes a row that comes back to its place when it is saved anew.
func takeOut[T any](m *Memory, rows *[]T, gone app.ID, id func(T) app.ID) error {
	at := slices.IndexFunc(*rows, func(o T) bool { return id(o) == gone })
	if err := drop(m, rows, gone, id); err != nil || at < 0 {
		return err
	}
	if m.places == nil {
		m.places = make(map[app.ID]int)
	}
	m.places[gone] = at
	return nil
}

func drop[T any](m *Memory, rows *[]T, gone app.ID, id func(T) app.ID) error {
	return m.save(func() {
		*rows = slices.DeleteFunc(*rows, func(o T) bool { return id(o) == gone })
	})
}

func pillarID(p strategy.Pillar) app.ID       { return p.ID }
func objectiveID(o strategy.Objective) app.ID { return o.ID }
func audienceID(a strategy.Audience) app.ID   { return a.ID }
func slotID(s strategy.Slot) app.ID           { return s.ID }
func actionID(a strategy.Action) app.ID       { return a.ID }
func campaignID(c strategy.Campaign) app.ID   { return c.ID }

// SavePillar implements strategy.Store.
func (m *Memory) SavePillar(_ context.Context, p strategy.Pillar) error {
	return put(m, &m.Kept.Pillars, p, pillarID)
}

// SaveObjective implements strategy.Store.
func (m *Memory) SaveObjective(_ context.Context, o strategy.Objective) error {
	return put(m, &m.Kept.Objectives, o, objectiveID)
}

// SaveAudience implements strategy.Store.
func (m *Memory) SaveAudience(_ context.Context, a strategy.Audience) error {
	return put(m, &m.Kept.Audiences, a, audienceID)
}

// SaveSlot implements strategy.Store.
func (m *Memory) SaveSlot(_ context.Context, s strategy.Slot) error {
	return put(m, &m.Kept.Slots, s, slotID)
}

// SaveAction implements strategy.Store.
func (m *Memory) SaveAction(_ context.Context, a strategy.Action) error {
	return put(m, &m.Kept.Actions, a, actionID)
}

// SaveCampaign implements strategy.Store.
func (m *Memory) SaveCampaign(_ context.Context, c strategy.Campaign) error {
	return put(m, &m.Kept.Campaigns, c, campaignID)
}

// PlaceActions implements strategy.Store, as if every post existed.
func (m *Memory) PlaceActions(_ context.Context, ids []app.ID) error {
	return m.save(func() {
		for i := range m.Kept.Actions {
			if slices.Contains(ids, m.Kept.Actions[i].ID) {
				m.Kept.Actions[i].PostID = m.Kept.Actions[i].ID
			}
		}
	})
}

// PillarUse implements strategy.Store.
func (m *Memory) PillarUse(_ context.Context, id app.ID) (strategy.Use, error) {
	use := strategy.Use{Posts: m.Posts[id]}
	for _, s := range m.Kept.Slots {
		if s.PillarID == id {
			use.Slots++
		}
	}
	for _, a := range m.Kept.Actions {
		if a.PillarID == id {
			use.Actions++
		}
	}
	return use, m.Fail
}

// RemovePillar implements strategy.Store.
func (m *Memory) RemovePillar(_ context.Context, id, heir app.ID) error {
	if err := drop(m, &m.Kept.Pillars, id, pillarID); err != nil {
		return err
	}
	for i := range m.Kept.Slots {
		if m.Kept.Slots[i].PillarID == id {
			m.Kept.Slots[i].PillarID = heir
		}
	}
	for i := range m.Kept.Actions {
		if m.Kept.Actions[i].PillarID == id {
			m.Kept.Actions[i].PillarID = heir
		}
	}
	m.inherit(map[app.ID]app.ID{id: heir})
	return nil
}

// inherit gives the posts of pillars to their heirs.
func (m *Memory) inherit(heirs map[app.ID]app.ID) {
	if m.Heirs == nil {
		m.Heirs = make(map[app.ID]app.ID)
	}
	for id, heir := range heirs {
		m.Heirs[id] = heir
		if n := m.Posts[id]; n > 0 {
			m.Posts[heir] += n
			delete(m.Posts, id)
		}
	}
}

// RemoveObjective implements strategy.Store.
func (m *Memory) RemoveObjective(_ context.Context, id app.ID) error {
	return takeOut(m, &m.Kept.Objectives, id, objectiveID)
}

// RemoveAudience implements strategy.Store.
func (m *Memory) RemoveAudience(_ context.Context, id app.ID) error {
	return takeOut(m, &m.Kept.Audiences, id, audienceID)
}

// RemoveSlot implements strategy.Store.
func (m *Memory) RemoveSlot(_ context.Context, id app.ID) error {
	return drop(m, &m.Kept.Slots, id, slotID)
}

// RemoveAction implements strategy.Store.
func (m *Memory) RemoveAction(_ context.Context, id app.ID) error {
	return drop(m, &m.Kept.Actions, id, actionID)
}

// RemoveCampaign implements strategy.Store.
func (m *Memory) RemoveCampaign(_ context.Context, id app.ID) error {
	return takeOut(m, &m.Kept.Campaigns, id, campaignID)
}

// Replace implements strategy.Store.
func (m *Memory) Replace(_ context.Context, s strategy.Strategy, heirs map[app.ID]app.ID) error {
	return m.save(func() {
		m.Kept = Copy(s)
		m.inherit(heirs)
	})
}

// Versions implements strategy.HistoryStore.
func (m *Memory) Versions(context.Context) ([]strategy.Version, error) {
	return slices.Clone(m.Past), m.Fail
}

// AddVersion implements strategy.HistoryStore.
func (m *Memory) AddVersion(_ context.Context, v strategy.Version) (int, error) {
	err := m.save(func() {
		v.Number, v.Strategy = len(m.Past)+1, Copy(v.Strategy)
		m.Past = append([]strategy.Version{v}, m.Past...)
	})
	return v.Number, err
}

// Review implements strategy.ReviewStore.
func (m *Memory) Review(_ context.Context, month app.Date) (strategy.Review, error) {
	if m.Fail != nil {
		return strategy.Review{}, m.Fail
	}
	for _, r := range m.Held {
		if r.Month == month {
			closed := r.ClosedAt
			r = Copy(r)
			r.ClosedAt = closed
			return r, nil
		}
	}
	return strategy.Review{}, app.Fail(app.CodeNotFound, "strategy.history.error.absent", "Number", 0)
}

// Reviews implements strategy.ReviewStore.
func (m *Memory) Reviews(context.Context) ([]strategy.Review, error) {
	all := slices.Clone(m.Held)
	slices.SortFunc(all, func(a, b strategy.Review) int { return a.Month.DaysUntil(b.Month) })
	return all, m.Fail
}

// SaveReview implements strategy.ReviewStore.
func (m *Memory) SaveReview(_ context.Context, r strategy.Review) error {
	for i, o := range m.Held {
		if o.Month != r.Month {
			continue
		}
		if o.Closed() {
			return app.Fail(app.CodeConflict, "strategy.review.error.closed")
		}
		return m.save(func() { m.Held[i] = r })
	}
	return m.save(func() { m.Held = append(m.Held, r) })
}

// CloseReview implements strategy.ReviewStore.
func (m *Memory) CloseReview(ctx context.Context, r strategy.Review, actions []strategy.Action, b strategy.Budget) error {
	if err := m.SaveReview(ctx, r); err != nil {
		return err
	}
	m.Kept.Budget = Copy(b)
	for _, a := range actions {
		if err := m.SaveAction(ctx, a); err != nil {
			return err
		}
	}
	return nil
}
