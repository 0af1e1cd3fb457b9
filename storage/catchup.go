package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/publishing"
)

// PutAside implements publishing.Store.
func (s *PublishingStore) PutAside(ctx context.Context, now time.Time, deliveries []app.ID) error {
	return s.f.write(ctx, "putting deliveries aside", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range deliveries {
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO catch_up (delivery_id, listed_ms)
				SELECT id, ?2 FROM deliveries WHERE id = ?1 AND state = 'scheduled'
				ON CONFLICT (delivery_id) DO NOTHING`, id, now.UnixMilli()); err != nil {
				return err
			}
		}
		return nil
	})
}

// Aside implements publishing.Store.
func (s *PublishingStore) Aside(ctx context.Context) ([]publishing.Aside, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (publishing.Aside, error) {
		var a publishing.Aside
		var title, text string
		into := append(deliveryInto(&a.Delivery), &title, &text, &a.Seen)
		err := row.Scan(append(into, accountInto(&a.Account)...)...)
		a.Title = editorial.Label(title, text)
		return a, err
	}, `SELECT `+deliveryColumns+`, p.title, p.text, c.seen, `+accountColumns+` FROM catch_up AS c
		JOIN deliveries AS d ON d.id = c.delivery_id JOIN posts AS p ON p.id = d.post_id
		JOIN accounts AS a ON a.id = d.account_id ORDER BY d.due_ms, d.id`)
	return all, s.f.failure("reading the catch-up list", err)
}

// SeeAside implements publishing.Store.
func (s *PublishingStore) SeeAside(ctx context.Context) error {
	return s.f.write(ctx, "noting that the catch-up list was shown", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE catch_up SET seen = 1 WHERE seen = 0`)
		return err
	})
}

// Answer implements publishing.Store.
func (s *PublishingStore) Answer(ctx context.Context, deliveries []publishing.Delivery) error {
	return s.f.write(ctx, "answering the catch-up list", func(ctx context.Context, tx *sql.Tx) error {
		if err := rewrite(ctx, tx, `id IN (SELECT delivery_id FROM catch_up)`, deliveries); err != nil {
			return err
		}
		for _, d := range deliveries {
			if _, err := tx.ExecContext(ctx, `DELETE FROM catch_up WHERE delivery_id = ?`, d.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// Again implements publishing.Store.
func (s *PublishingStore) Again(ctx context.Context, deliveries []publishing.Delivery) error {
	return s.f.write(ctx, "sending deliveries again", func(ctx context.Context, tx *sql.Tx) error {
		return rewrite(ctx, tx, `state IN ('refused', 'missed')`, deliveries)
	})
}

// rewrite writes the deliveries for which a condition holds and that come due when
// they are said to; the others stay as they are.
func rewrite(ctx context.Context, tx *sql.Tx, where string, deliveries []publishing.Delivery) error {
	for _, d := range deliveries {
		from, err := first(ctx, tx, value[publishing.State], `SELECT state FROM deliveries WHERE id = ? AND due_ms = ? AND `+where,
			d.ID, d.DueAt.UnixMilli())
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err != nil {
			return err
		}
		if err := advance(ctx, tx, from, d); err != nil {
			return err
		}
	}
	return nil
}
