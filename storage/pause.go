package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"parvis/app"
	"parvis/app/publishing"
)

// keyPaused says that nothing leaves: its owner suspended everything.
const keyPaused = "publishing.error.paused"

// Pause implements publishing.Store.
func (s *PublishingStore) Pause(ctx context.Context, p publishing.Pause) error {
	return s.f.write(ctx, "suspending everything", func(ctx context.Context, tx *sql.Tx) error {
		paused, err := pausing(ctx, tx)
		if err != nil {
			return err
		}
		if paused {
			return app.Fail(app.CodeConflict, "publishing.pause.error.already")
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO pauses (since_ms, why, note, who) VALUES (?, ?, ?, ?)`,
			p.Since.UnixMilli(), p.Why, p.Note, p.Who)
		return err
	})
}

// Paused implements publishing.Store.
func (s *PublishingStore) Paused(ctx context.Context) (publishing.Pause, error) {
	p, err := first(ctx, s.f.readers, func(row scanner) (publishing.Pause, error) {
		var p publishing.Pause
		err := row.Scan(intoTime(&p.Since), &p.Why, &p.Note, &p.Who)
		return p, err
	}, `SELECT since_ms, why, note, who FROM pauses WHERE until_ms IS NULL`)
	if errors.Is(err, sql.ErrNoRows) {
		return publishing.Pause{}, nil
	}
	return p, s.f.failure("reading whether everything is suspended", err)
}

// Unpause implements publishing.Store.
func (s *PublishingStore) Unpause(ctx context.Context, now time.Time) error {
	return s.f.write(ctx, "letting everything go on", func(ctx context.Context, tx *sql.Tx) error {
		n, err := exec(ctx, tx, `UPDATE pauses SET until_ms = ? WHERE until_ms IS NULL`, now.UnixMilli())
		if err != nil || n == 0 {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO catch_up (delivery_id, listed_ms) SELECT d.id, ?1 FROM deliveries AS d
			JOIN accounts AS a ON a.id = d.account_id AND a.state <> 'hand_fed' WHERE d.state = 'scheduled' AND d.due_ms <= ?1
			ON CONFLICT (delivery_id) DO UPDATE SET seen = 0`, now.UnixMilli())
		return err
	})
}

// pausing reports whether everything is suspended.
func pausing(ctx context.Context, tx *sql.Tx) (bool, error) {
	return first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM pauses WHERE until_ms IS NULL)`)
}

// refusePaused fails with CodeUnavailable while everything is suspended.
func refusePaused(ctx context.Context, tx *sql.Tx) error {
	paused, err := pausing(ctx, tx)
	if err == nil && paused {
		err = app.Fail(app.CodeUnavailable, keyPaused)
	}
	return err
}
