package keydates

import (
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// desk is a service over a file in memory.
type desk struct {
	*Service
	business business.Business
	own      map[app.ID]Own
	holidays map[app.ID]Holiday
	shown    map[string]bool
	changes  int   // that were told
	fails    error // of the next write
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	events := app.NewEvents()
	d := &desk{
		business: business.Business{Trade: business.Bakery, Zone: "Europe/Paris"},
		own:      make(map[app.ID]Own), holidays: make(map[app.ID]Holiday), shown: make(map[string]bool),
	}
	app.On(events, func(Changed) { d.changes++ })
	clock := app.FixedClock(time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC))
	d.Service = NewService(memory{d}, owner{d}, events, app.NewIDs(clock, rand.NewChaCha8([32]byte{1})))
	return d
}

type owner struct{ d *desk }

func (o owner) Business(context.Context) (business.Business, error) { return o.d.business, nil }

// memory keeps the contract of the store.
type memory struct{ d *desk }

func (m memory) write(change func()) error {
	if err := m.d.fails; err != nil {
		m.d.fails = nil
		return err
	}
	change()
	return nil
}

func (m memory) OwnDates(context.Context) ([]Own, error) {
	return slices.SortedFunc(maps.Values(m.d.own), func(a, b Own) int { return b.Day.DaysUntil(a.Day) }), nil
}

func (m memory) SaveOwnDate(_ context.Context, o Own) error {
	return m.write(func() { m.d.own[o.ID] = o })
}

func (m memory) RemoveOwnDate(_ context.Context, id app.ID) error {
	if _, ok := m.d.own[id]; !ok {
		return app.Fail(app.CodeNotFound, "storage.error.not_found")
	}
	return m.write(func() { delete(m.d.own, id) })
}

func (m memory) SchoolHolidays(context.Context) ([]Holiday, error) {
	all := slices.Collect(maps.Values(m.d.holidays))
	sortHolidays(all)
	return all, nil
}

func (m memory) SaveSchoolHolidays(_ context.Context, all []Holiday) error {
	return m.write(func() {
		for _, h := range all {
			m.d.holidays[h.ID] = h
		}
	})
}

func (m memory) RemoveSchoolHolidays(_ context.Context, ids []app.ID) error {
	return m.write(func() {
		for _, id := range ids {
			delete(m.d.holidays, id)
		}
	})
}

func (m memory) ShownDates(context.Context) (map[string]bool, error) {
	return maps.Clone(m.d.shown), nil
}

func (m memory) ShowDate(_ context.Context, id string, shown *bool) error {
	return m.write(func() {
		delete(m.d.shown, id)
		if shown != nil {
			m.d.shown[id] = *shown
		}
	})
}

var errDisk = errors.New("disk")
