package storage

import (
	"context"
	"database/sql"
	"errors"
)

// Entrusts implements publishing.Store.
func (s *PublishingStore) Entrusts(ctx context.Context) (bool, error) {
	on, err := first(ctx, s.f.readers, value[bool], `SELECT allowed FROM entrusting`)
	if errors.Is(err, sql.ErrNoRows) {
		return true, nil
	}
	return on, s.f.failure("reading whether networks may keep posts", err)
}

// SetEntrusts implements publishing.Store.
func (s *PublishingStore) SetEntrusts(ctx context.Context, on bool) error {
	return s.f.write(ctx, "saving whether networks may keep posts", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO entrusting (one, allowed) VALUES (1, ?1)
			ON CONFLICT (one) DO UPDATE SET allowed = ?1`, on)
		return err
	})
}
