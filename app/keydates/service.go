package keydates

import (
	"context"
	"slices"

	"parvis/app"
	"parvis/app/business"
)

// Store keeps in the file what the owner says of dates.
type Store interface {
	// OwnDates returns the owner's own dates, by day then ID.
	OwnDates(ctx context.Context) ([]Own, error)
	// SaveOwnDate adds one, or replaces that of the same ID.
	SaveOwnDate(ctx context.Context, o Own) error
	// RemoveOwnDate fails with CodeNotFound when there is none.
	RemoveOwnDate(ctx context.Context, id app.ID) error
	// SchoolHolidays returns the school holidays, by first day, zone and ID.
	SchoolHolidays(ctx context.Context) ([]Holiday, error)
	// SaveSchoolHolidays adds or replaces holidays, all or none.
	SaveSchoolHolidays(ctx context.Context, all []Holiday) error
	// RemoveSchoolHolidays forgets holidays; those that are gone are no error.
	RemoveSchoolHolidays(ctx context.Context, ids []app.ID) error
	// ShownDates returns what the owner decided of the dates that Parvis brings,
	// by ID: true to be shown, false not to be.
	ShownDates(ctx context.Context) (map[string]bool, error)
	// ShowDate keeps a decision; nil forgets it.
	ShowDate(ctx context.Context, id string, shown *bool) error
}

// Business tells the trade.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Changed is emitted after the owner changed dates or holidays.
type Changed struct{}

// Undo takes back what was just done.
type Undo func(ctx context.Context) error

// Service is what the interface asks of this room. It is safe for concurrent
// use.
type Service struct {
	store    Store
	business Business
	events   *app.Events
	ids      *app.IDs
}

// NewService returns the service over a store.
func NewService(store Store, b Business, events *app.Events, ids *app.IDs) *Service {
	return &Service{store: store, business: b, events: events, ids: ids}
}

// Row is a date of a year as the list of dates shows it.
type Row struct {
	KeyDate
	// Shown: calendars and ideas have it.
	Shown bool
	// Proposed: Parvis shows it to this trade unless told otherwise; of a date of
	// the owner's own, always.
	Proposed bool
	// Rule, Source and Read tell where a date of Parvis comes from: how its day is
	// found, who says so, the month that was read (2026-11). Advice: nobody but
	// Parvis.
	Rule   app.Message
	Source string
	Read   string
	Advice bool
	// Own is the owner's own date, nil for one of Parvis.
	Own *Own
}

// Year returns every date of a year, by day, shown or not.
func (s *Service) Year(ctx context.Context, year int) ([]Row, error) {
	b, err := s.business.Business(ctx)
	if err != nil {
		return nil, err
	}
	decided, err := s.store.ShownDates(ctx)
	if err != nil {
		return nil, err
	}
	own, err := s.store.OwnDates(ctx)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, e := range franceDates() {
		row := Row{
			KeyDate: e.in(year), Proposed: e.proposed(b.Trade),
			Rule: ruleOf(e), Source: e.Source, Read: e.Read, Advice: e.Advice,
		}
		row.Shown = row.Proposed
		if shown := decidedOf(decided, e.ID); shown != nil {
			row.Shown = *shown
		}
		rows = append(rows, row)
	}
	for _, o := range own {
		if k, ok := o.in(year); ok {
			rows = append(rows, Row{KeyDate: k, Shown: true, Proposed: true, Own: &o})
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return b.Date.DaysUntil(a.Date) })
	return rows, nil
}

func decidedOf(all map[string]bool, id string) *bool {
	if shown, ok := all[id]; ok {
		return &shown
	}
	return nil
}

// Between returns the dates that are shown and begin on the days from..to
// inclusive, by day.
func (s *Service) Between(ctx context.Context, from, to app.Date) ([]KeyDate, error) {
	var between []KeyDate
	for year := from.Year; year <= to.Year; year++ {
		rows, err := s.Year(ctx, year)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if r.Shown && !r.Date.Before(from) && !r.Date.After(to) {
				between = append(between, r.KeyDate)
			}
		}
	}
	return between, nil
}

// Show shows a date of Parvis, or hides it. It fails with CodeNotFound for one
// that Parvis does not know.
func (s *Service) Show(ctx context.Context, id string, shown bool) (Undo, error) {
	i := slices.IndexFunc(franceDates(), func(e entry) bool { return e.ID == id })
	if i < 0 {
		return nil, app.Fail(app.CodeNotFound, "keydates.error.unknown")
	}
	decided, err := s.store.ShownDates(ctx)
	if err != nil {
		return nil, err
	}
	return s.does(ctx,
		func(ctx context.Context) error { return s.store.ShowDate(ctx, id, &shown) },
		func(ctx context.Context) error { return s.store.ShowDate(ctx, id, decidedOf(decided, id)) },
	)
}

// does runs a command, tells, and returns what takes it back and tells too.
func (s *Service) does(ctx context.Context, command, back func(ctx context.Context) error) (Undo, error) {
	telling := func(change func(ctx context.Context) error) Undo {
		return func(ctx context.Context) error {
			if err := change(ctx); err != nil {
				return err
			}
			app.Emit(s.events, Changed{})
			return nil
		}
	}
	if err := telling(command)(ctx); err != nil {
		return nil, err
	}
	return telling(back), nil
}

// Save keeps a date of the owner's own: a new one when it has no ID. It fails
// with CodeInvalid as Check says.
func (s *Service) Save(ctx context.Context, o Own) (Undo, error) {
	o = o.tidy()
	if err := o.Check(); err != nil {
		return nil, err
	}
	if o.ID == "" {
		o.ID = s.ids.New()
		return s.does(ctx,
			func(ctx context.Context) error { return s.store.SaveOwnDate(ctx, o) },
			func(ctx context.Context) error { return s.store.RemoveOwnDate(ctx, o.ID) },
		)
	}
	before, err := s.own(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	return s.does(ctx,
		func(ctx context.Context) error { return s.store.SaveOwnDate(ctx, o) },
		func(ctx context.Context) error { return s.store.SaveOwnDate(ctx, before) },
	)
}

// Remove forgets a date of the owner's own.
func (s *Service) Remove(ctx context.Context, id app.ID) (Undo, error) {
	before, err := s.own(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.does(ctx,
		func(ctx context.Context) error { return s.store.RemoveOwnDate(ctx, id) },
		func(ctx context.Context) error { return s.store.SaveOwnDate(ctx, before) },
	)
}

func (s *Service) own(ctx context.Context, id app.ID) (Own, error) {
	all, err := s.store.OwnDates(ctx)
	if err != nil {
		return Own{}, err
	}
	for _, o := range all {
		if o.ID == id {
			return o, nil
		}
	}
	return Own{}, app.Fail(app.CodeNotFound, "keydates.error.gone")
}
