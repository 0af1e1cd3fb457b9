package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"parvis/app"
	"parvis/app/business"
)

// BusinessStore keeps the business of the file.
type BusinessStore struct{ f *File }

var _ business.Store = (*BusinessStore)(nil)

// Business implements business.Store.
func (s *BusinessStore) Business(ctx context.Context) (business.Business, error) {
	b, err := readBusiness(ctx, s.f.readers)
	return b, s.f.failure("reading the business", err)
}

func readBusiness(ctx context.Context, q querier) (business.Business, error) {
	return first(ctx, q, func(row scanner) (business.Business, error) {
		var b business.Business
		err := row.Scan(&b.ID, &b.Name, &b.Trade, &b.Town, &b.Zone, &b.FirstName, &b.Website, intoOpening(&b.Opening), &b.Example,
			intoTime(&b.CreatedAt), intoMinutes(&b.Lateness))
		return b, err
	}, `SELECT id, name, trade, town, zone, first_name, website, opening, example, created_ms, lateness_min FROM business`)
}

// identify reads of the business only what the first version of the schema had:
// it works on files and backups of every version.
func identify(ctx context.Context, q querier) (business.Business, error) {
	return first(ctx, q, func(row scanner) (business.Business, error) {
		var b business.Business
		err := row.Scan(&b.ID, &b.Zone)
		return b, err
	}, `SELECT id, zone FROM business`)
}

func insertBusiness(ctx context.Context, tx *sql.Tx, b business.Business) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO business (one, id, name, trade, town, zone, first_name, website, example, created_ms, lateness_min)
		VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		b.ID, b.Name, b.Trade, b.Town, b.Zone, b.FirstName, b.Website, b.Example, b.CreatedAt.UnixMilli(), minutes(b.Lateness))
	return err
}

// SaveBusiness implements business.Store. Posts that can still change follow a
// new zone: they keep their civil time, and their deliveries come due at the
// instant it now names.
func (s *BusinessStore) SaveBusiness(ctx context.Context, b business.Business) error {
	return s.f.write(ctx, "saving the business", func(ctx context.Context, tx *sql.Tx) error {
		before, err := readBusiness(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE business SET name = ?, trade = ?, town = ?, zone = ?, first_name = ?, website = ?, lateness_min = ?`,
			b.Name, b.Trade, b.Town, b.Zone, b.FirstName, b.Website, minutes(b.Lateness)); err != nil {
			return err
		}
		if b.Zone == before.Zone {
			return nil
		}
		return followZone(ctx, tx, b.Zone)
	})
}

// SaveOpening implements business.Store.
func (s *BusinessStore) SaveOpening(ctx context.Context, week business.Opening) error {
	return s.f.write(ctx, "saving the opening hours", func(ctx context.Context, tx *sql.Tx) error {
		if week == nil {
			week = business.Opening{}
		}
		data, err := json.Marshal(week)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE business SET opening = ?`, string(data))
		return err
	})
}

// intoOpening reads what SaveOpening wrote; no hours are nil.
func intoOpening(week *business.Opening) column {
	return func(v any) error {
		data, ok := v.(string)
		if !ok {
			return fmt.Errorf("opening hours kept as %T", v)
		}
		*week = nil
		if data == "[]" {
			return nil
		}
		return json.Unmarshal([]byte(data), week)
	}
}

func followZone(ctx context.Context, tx *sql.Tx, zone string) error {
	location, err := time.LoadLocation(zone)
	if err != nil {
		return app.Fail(app.CodeInvalid, KeyInvalid).Because(fmt.Errorf("zone %q: %w", zone, err))
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE posts SET zone = ? WHERE NOT EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = posts.id)`, zone); err != nil {
		return err
	}
	type placed struct {
		id app.ID
		at app.Civil
	}
	posts, err := collect(ctx, tx, func(row scanner) (placed, error) {
		var p placed
		err := row.Scan(&p.id, intoDate(&p.at.Date), intoTimeOfDay(&p.at.Time))
		return p, err
	}, `SELECT id, day, time FROM posts WHERE zone = ? AND day IS NOT NULL
		AND EXISTS (SELECT 1 FROM deliveries WHERE deliveries.post_id = posts.id AND state = 'scheduled')
		AND NOT EXISTS (SELECT 1 FROM fixed_posts WHERE fixed_posts.post_id = posts.id)`, zone)
	if err != nil {
		return err
	}
	for _, p := range posts {
		if err := moveDeliveries(ctx, tx, p.id, p.at.In(location)); err != nil {
			return err
		}
	}
	return nil
}
