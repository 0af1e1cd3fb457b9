package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app/editorial"
	"parvis/app/publishing"
)

// Coming implements publishing.Store.
func (s *PublishingStore) Coming(ctx context.Context, from, until time.Time) ([]publishing.Delivery, error) {
	all, err := collect(ctx, s.f.readers, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries AS d JOIN posts AS p ON p.id = d.post_id
		WHERE d.state = 'scheduled' AND d.due_ms > ? AND d.due_ms <= ? ORDER BY d.due_ms, d.id`, from.UnixMilli(), until.UnixMilli())
	return all, s.f.failure("reading what comes", err)
}

// KeepRehearsals implements publishing.Store.
func (s *PublishingStore) KeepRehearsals(ctx context.Context, found []publishing.Rehearsal) error {
	return s.f.write(ctx, "keeping a rehearsal", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM rehearsals`); err != nil {
			return err
		}
		for _, r := range found {
			args, err := argsText(r.Problem.Args)
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, `
				INSERT INTO rehearsals (delivery_id, due_ms, checked_ms, problem_key, problem_args)
				SELECT id, ?2, ?3, ?4, ?5 FROM deliveries WHERE id = ?1`,
				r.DeliveryID, r.DueAt.UnixMilli(), r.CheckedAt.UnixMilli(), r.Problem.Key, args); err != nil {
				return err
			}
		}
		return nil
	})
}

// Rehearsals implements publishing.Store.
func (s *PublishingStore) Rehearsals(ctx context.Context) ([]publishing.Rehearsal, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (publishing.Rehearsal, error) {
		var r publishing.Rehearsal
		var title, text string
		into := []any{
			&r.DeliveryID, &r.PostID, intoTime(&r.DueAt), intoTime(&r.CheckedAt), &r.Problem.Key, intoArgs(&r.Problem.Args), &title, &text,
		}
		err := row.Scan(append(into, accountInto(&r.Account)...)...)
		r.Title = editorial.Label(title, text)
		return r, err
	}, `SELECT d.id, d.post_id, r.due_ms, r.checked_ms, r.problem_key, r.problem_args, p.title, p.text, `+accountColumns+`
		FROM rehearsals AS r JOIN deliveries AS d ON d.id = r.delivery_id AND d.due_ms = r.due_ms AND d.state = 'scheduled'
		JOIN posts AS p ON p.id = d.post_id AND p.updated_ms <= r.checked_ms
		JOIN accounts AS a ON a.id = d.account_id ORDER BY r.due_ms, d.id`)
	return all, s.f.failure("reading the rehearsal", err)
}
