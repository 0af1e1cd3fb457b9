package keydates

import (
	"context"

	"parvis/app"
)

// Holidays returns the school holidays of which a day lies in from..to
// inclusive, by first day.
func (s *Service) Holidays(ctx context.Context, from, to app.Date) ([]Holiday, error) {
	all, err := s.store.SchoolHolidays(ctx)
	if err != nil {
		return nil, err
	}
	var within []Holiday
	for _, h := range all {
		if !h.First.After(to) && !h.Last.Before(from) {
			within = append(within, h)
		}
	}
	sortHolidays(within)
	return within, nil
}

// Read reads pasted school holidays as ParseHolidays does, and refuses those that
// are kept already. Nothing is kept until AddHolidays.
func (s *Service) Read(ctx context.Context, text string, zone Zone, resumes bool) (Pasted, error) {
	kept, err := s.store.SchoolHolidays(ctx)
	if err != nil {
		return Pasted{}, err
	}
	pasted := ParseHolidays(text, zone, resumes)
	var fresh []Holiday
	for _, h := range pasted.Holidays {
		if contains(kept, h) {
			pasted.Kept++
			continue
		}
		fresh = append(fresh, h)
	}
	pasted.Holidays = fresh
	return pasted, nil
}

// AddHolidays keeps school holidays, all or none. It fails with CodeInvalid as
// Check says of the first that cannot be kept.
func (s *Service) AddHolidays(ctx context.Context, all []Holiday) (Undo, error) {
	fresh := make([]Holiday, len(all))
	ids := make([]app.ID, len(all))
	for i, h := range all {
		if err := h.Check(); err != nil {
			return nil, err
		}
		ids[i] = s.ids.New()
		fresh[i], fresh[i].ID = h, ids[i]
	}
	return s.does(ctx,
		func(ctx context.Context) error { return s.store.SaveSchoolHolidays(ctx, fresh) },
		func(ctx context.Context) error { return s.store.RemoveSchoolHolidays(ctx, ids) },
	)
}

// RemoveHoliday forgets a school holiday.
func (s *Service) RemoveHoliday(ctx context.Context, id app.ID) (Undo, error) {
	all, err := s.store.SchoolHolidays(ctx)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		if h.ID == id {
			return s.does(ctx,
				func(ctx context.Context) error { return s.store.RemoveSchoolHolidays(ctx, []app.ID{id}) },
				func(ctx context.Context) error { return s.store.SaveSchoolHolidays(ctx, []Holiday{h}) },
			)
		}
	}
	return nil, app.Fail(app.CodeNotFound, "keydates.error.gone")
}
