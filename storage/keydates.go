package storage

import (
	"context"
	"database/sql"

	"parvis/app"
	"parvis/app/keydates"
)

// KeyDatesStore keeps what the owner says of dates.
type KeyDatesStore struct{ f *File }

var _ keydates.Store = (*KeyDatesStore)(nil)

// OwnDates implements keydates.Store.
func (s *KeyDatesStore) OwnDates(ctx context.Context) ([]keydates.Own, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (keydates.Own, error) {
		var o keydates.Own
		err := row.Scan(&o.ID, &o.Name, intoDate(&o.Day), &o.Yearly, &o.Note)
		return o, err
	}, `SELECT id, name, day, yearly, note FROM own_dates ORDER BY day, id`)
	return all, s.f.failure("reading the owner's dates", err)
}

// SaveOwnDate implements keydates.Store.
func (s *KeyDatesStore) SaveOwnDate(ctx context.Context, o keydates.Own) error {
	return s.f.write(ctx, "saving a date of the owner's", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO own_dates (id, name, day, yearly, note) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, day = excluded.day, yearly = excluded.yearly, note = excluded.note`,
			o.ID, o.Name, o.Day.String(), o.Yearly, o.Note)
		return err
	})
}

// RemoveOwnDate implements keydates.Store.
func (s *KeyDatesStore) RemoveOwnDate(ctx context.Context, id app.ID) error {
	return s.f.write(ctx, "removing a date of the owner's", func(ctx context.Context, tx *sql.Tx) error {
		n, err := exec(ctx, tx, `DELETE FROM own_dates WHERE id = ?`, id)
		if err == nil && n == 0 {
			return sql.ErrNoRows
		}
		return err
	})
}

// SchoolHolidays implements keydates.Store.
func (s *KeyDatesStore) SchoolHolidays(ctx context.Context) ([]keydates.Holiday, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (keydates.Holiday, error) {
		var h keydates.Holiday
		err := row.Scan(&h.ID, &h.Zone, &h.Name, intoDate(&h.First), intoDate(&h.Last))
		return h, err
	}, `SELECT id, zone, name, first, last FROM school_holidays ORDER BY first, zone, id`)
	return all, s.f.failure("reading school holidays", err)
}

// SaveSchoolHolidays implements keydates.Store, in one transaction.
func (s *KeyDatesStore) SaveSchoolHolidays(ctx context.Context, all []keydates.Holiday) error {
	return s.f.write(ctx, "saving school holidays", func(ctx context.Context, tx *sql.Tx) error {
		for _, h := range all {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO school_holidays (id, zone, name, first, last) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET zone = excluded.zone, name = excluded.name, first = excluded.first, last = excluded.last`,
				h.ID, h.Zone, h.Name, h.First.String(), h.Last.String()); err != nil {
				return err
			}
		}
		return nil
	})
}

// RemoveSchoolHolidays implements keydates.Store, in one transaction.
func (s *KeyDatesStore) RemoveSchoolHolidays(ctx context.Context, ids []app.ID) error {
	return s.f.write(ctx, "removing school holidays", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range ids {
			if _, err := tx.ExecContext(ctx, `DELETE FROM school_holidays WHERE id = ?`, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// ShownDates implements keydates.Store.
func (s *KeyDatesStore) ShownDates(ctx context.Context) (map[string]bool, error) {
	type decision struct {
		id    string
		shown bool
	}
	all, err := collect(ctx, s.f.readers, func(row scanner) (decision, error) {
		var d decision
		err := row.Scan(&d.id, &d.shown)
		return d, err
	}, `SELECT id, shown FROM shown_dates`)
	decided := make(map[string]bool, len(all))
	for _, d := range all {
		decided[d.id] = d.shown
	}
	return decided, s.f.failure("reading which dates are shown", err)
}

// ShowDate implements keydates.Store.
func (s *KeyDatesStore) ShowDate(ctx context.Context, id string, shown *bool) error {
	return s.f.write(ctx, "showing or hiding a date", func(ctx context.Context, tx *sql.Tx) error {
		if shown == nil {
			_, err := tx.ExecContext(ctx, `DELETE FROM shown_dates WHERE id = ?`, id)
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO shown_dates (id, shown) VALUES (?, ?)
			ON CONFLICT (id) DO UPDATE SET shown = excluded.shown`, id, *shown)
		return err
	})
}
