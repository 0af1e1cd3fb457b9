package strategy_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/strategy"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

// file keeps a strategy in memory.
type file struct {
	strategy.Strategy
	path  strategy.Path
	heirs map[app.ID]app.ID
	err   error // of every save
}

// memory is a strategy.Store over a file.
type memory struct{ *file }

var _ strategy.Store = memory{}

// read returns a copy that shares nothing with the file.
func (f *file) read() strategy.Strategy {
	var s strategy.Strategy
	data, err := json.Marshal(f.Strategy)
	if err == nil {
		err = json.Unmarshal(data, &s)
	}
	if err != nil {
		panic(err)
	}
	return s
}

func (m memory) Strategy(context.Context) (strategy.Strategy, error) { return m.read(), nil }

func (m memory) SavePart(_ context.Context, part strategy.Part, answer any) error {
	if m.err != nil {
		return m.err
	}
	switch part {
	case strategy.PartProfile:
		m.Profile = answer.(strategy.Profile)
	case strategy.PartAudits:
		m.Audits = answer.([]strategy.Audit)
	case strategy.PartChannels:
		m.Channels = answer.([]strategy.Channel)
	case strategy.PartVoice:
		m.Voice = answer.(strategy.Voice)
	case strategy.PartRhythm:
		m.Rhythm = answer.(strategy.Rhythm)
	case strategy.PartCharter:
		m.Charter = answer.(strategy.Charter)
	case strategy.PartCrisis:
		m.Crisis = answer.(strategy.Crisis)
	case strategy.PartBudget:
		m.Budget = answer.(strategy.Budget)
	}
	return nil
}

// keep replaces the row that has the same ID or adds it at the end.
func keep[T any](f *file, rows *[]T, row T, id func(T) app.ID) error {
	if f.err != nil {
		return f.err
	}
	if i := slices.IndexFunc(*rows, func(o T) bool { return id(o) == id(row) }); i >= 0 {
		(*rows)[i] = row
	} else {
		*rows = append(*rows, row)
	}
	return nil
}

func drop[T any](f *file, rows *[]T, gone app.ID, id func(T) app.ID) error {
	if f.err != nil {
		return f.err
	}
	*rows = slices.DeleteFunc(*rows, func(o T) bool { return id(o) == gone })
	return nil
}

func pillarID(p strategy.Pillar) app.ID       { return p.ID }
func objectiveID(o strategy.Objective) app.ID { return o.ID }
func audienceID(a strategy.Audience) app.ID   { return a.ID }
func slotID(s strategy.Slot) app.ID           { return s.ID }
func actionID(a strategy.Action) app.ID       { return a.ID }
func campaignID(c strategy.Campaign) app.ID   { return c.ID }

func (m memory) SavePillar(_ context.Context, p strategy.Pillar) error {
	return keep(m.file, &m.Pillars, p, pillarID)
}

func (m memory) SaveObjective(_ context.Context, o strategy.Objective) error {
	return keep(m.file, &m.Objectives, o, objectiveID)
}

func (m memory) SaveAudience(_ context.Context, a strategy.Audience) error {
	return keep(m.file, &m.Audiences, a, audienceID)
}

func (m memory) SaveSlot(_ context.Context, s strategy.Slot) error {
	return keep(m.file, &m.Slots, s, slotID)
}

func (m memory) SaveAction(_ context.Context, a strategy.Action) error {
	return keep(m.file, &m.Actions, a, actionID)
}

func (m memory) SaveCampaign(_ context.Context, c strategy.Campaign) error {
	return keep(m.file, &m.Campaigns, c, campaignID)
}

func (m memory) PillarUse(_ context.Context, id app.ID) (strategy.Use, error) {
	var use strategy.Use
	for _, s := range m.Slots {
		if s.PillarID == id {
			use.Slots++
		}
	}
	return use, nil
}

func (m memory) RemovePillar(_ context.Context, id, heir app.ID) error {
	m.heirs[id] = heir
	return drop(m.file, &m.Pillars, id, pillarID)
}

func (m memory) RemoveObjective(_ context.Context, id app.ID) error {
	return drop(m.file, &m.Objectives, id, objectiveID)
}

func (m memory) RemoveAudience(_ context.Context, id app.ID) error {
	return drop(m.file, &m.Audiences, id, audienceID)
}

func (m memory) RemoveSlot(_ context.Context, id app.ID) error {
	return drop(m.file, &m.Slots, id, slotID)
}

func (m memory) RemoveAction(_ context.Context, id app.ID) error {
	return drop(m.file, &m.Actions, id, actionID)
}

func (m memory) RemoveCampaign(_ context.Context, id app.ID) error {
	return drop(m.file, &m.Campaigns, id, campaignID)
}

func (m memory) Path(context.Context) (strategy.Path, error) { return m.path, nil }

func (m memory) SavePath(_ context.Context, p strategy.Path) error {
	m.path = p
	return m.err
}

func (m memory) Replace(_ context.Context, s strategy.Strategy, heirs map[app.ID]app.ID) error {
	if m.err != nil {
		return m.err
	}
	m.file.Strategy, m.heirs = s, heirs
	return nil
}

// open returns a service over an empty file, and how often it told of changes.
func open(t *testing.T) (*strategy.Service, *file, *int) {
	t.Helper()
	f := &file{heirs: make(map[app.ID]app.ID)}
	events, told := app.NewEvents(), 0
	app.On(events, func(strategy.Changed) { told++ })
	clock := app.FixedClock(time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC))
	return strategy.NewService(memory{f}, events, app.NewIDs(clock, rand.NewChaCha8([32]byte{3}))), f, &told
}
