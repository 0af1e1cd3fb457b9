package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"parvis/app"
	"parvis/app/publishing"
)

// BeginRemoval implements publishing.Store.
func (s *PublishingStore) BeginRemoval(ctx context.Context, r publishing.Removal) (id int64, err error) {
	err = s.f.write(ctx, "beginning a removal", func(ctx context.Context, tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `
			INSERT INTO removals (delivery_id, started_ms) SELECT id, ?2 FROM deliveries
			WHERE id = ?1 AND state = 'published' AND NOT EXISTS (SELECT 1 FROM removals WHERE delivery_id = ?1 AND outcome = 'created')`,
			r.DeliveryID, r.StartedAt.UnixMilli())
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n == 0 {
			return app.Fail(app.CodeConflict, KeyConflict).Because(fmt.Errorf("delivery %s is not there to be removed (%v)", r.DeliveryID, err))
		}
		id, err = done.LastInsertId()
		return err
	})
	return id, err
}

// EndRemoval implements publishing.Store. A removal ends once: CodeConflict after.
func (s *PublishingStore) EndRemoval(ctx context.Context, r publishing.Removal) error {
	args, err := argsText(r.Why.Args)
	if err != nil {
		return err
	}
	return s.f.write(ctx, "ending a removal", func(ctx context.Context, tx *sql.Tx) error {
		n, err := exec(ctx, tx, `
			UPDATE removals SET ended_ms = ?3, outcome = ?4, call = ?5, status = ?6, excerpt = ?7, why_key = ?8, why_args = ?9
			WHERE id = ?1 AND delivery_id = ?2 AND ended_ms IS NULL`,
			r.ID, r.DeliveryID, r.EndedAt.UnixMilli(), r.Outcome, r.Call.Name, r.Call.Status, excerpt(r.Call.Excerpt), r.Why.Key, args)
		if err == nil && n == 0 {
			err = app.Fail(app.CodeConflict, KeyConflict).Because(fmt.Errorf("removal %d of delivery %s is not open", r.ID, r.DeliveryID))
		}
		return err
	})
}

// readRemovals fills the removals of entries, in one query.
func readRemovals(ctx context.Context, q querier, entries []publishing.Entry) error {
	at := make(map[app.ID]int)
	var ids []app.ID
	for i, e := range entries {
		if e.Delivery.State == publishing.Published {
			at[e.Delivery.ID], ids = i, append(ids, e.Delivery.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	wanted, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	removals, err := collect(ctx, q, func(row scanner) (publishing.Removal, error) {
		var r publishing.Removal
		err := row.Scan(&r.ID, &r.DeliveryID, intoTime(&r.StartedAt), intoTime(&r.EndedAt), &r.Outcome, &r.Call.Name, &r.Call.Status,
			&r.Call.Excerpt, &r.Why.Key, intoArgs(&r.Why.Args))
		return r, err
	}, `SELECT id, delivery_id, started_ms, ended_ms, outcome, call, status, excerpt, why_key, why_args
		FROM removals WHERE delivery_id IN (SELECT value FROM json_each(?)) ORDER BY id`, string(wanted))
	for _, r := range removals {
		e := &entries[at[r.DeliveryID]]
		e.Removals = append(e.Removals, r)
	}
	return err
}
