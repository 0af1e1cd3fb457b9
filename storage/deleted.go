package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app"
	"parvis/app/editorial"
)

// bury notes that a post is deleted, and keeps what goes with it: figures, and
// which actions and messages named it. Its versions, notes, overrides, series and
// what sheets say beside it stay where they are.
func bury(ctx context.Context, tx *sql.Tx, id app.ID, now time.Time) error {
	for _, s := range []struct {
		statement string
		args      []any
	}{
		{`INSERT OR REPLACE INTO deleted_posts (post_id, deleted_ms) SELECT id, ?2 FROM posts WHERE id = ?1`, []any{id, now.UnixMilli()}},
		{`INSERT INTO deleted_links (post_id, kind, id) SELECT post_id, 'action', id FROM actions WHERE post_id = ?1`, []any{id}},
		{`INSERT INTO deleted_links (post_id, kind, id) SELECT post_id, 'message', id FROM messages WHERE post_id = ?1`, []any{id}},
		{`INSERT INTO deleted_readings (post_id, metric, day, value, origin, taken_ms)
			SELECT post_id, metric, day, value, origin, taken_ms FROM readings WHERE post_id = ?1`, []any{id}},
	} {
		if _, err := tx.ExecContext(ctx, s.statement, s.args...); err != nil {
			return err
		}
	}
	return nil
}

// unbury gives a post that is there again what bury kept. What names another post
// since, or is gone, stays so.
func unbury(ctx context.Context, tx *sql.Tx, id app.ID) error {
	deleted, err := first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM deleted_posts WHERE post_id = ?)`, id)
	if err != nil || !deleted {
		return err
	}
	return run(ctx, tx, []string{
		`UPDATE actions SET post_id = ?1 WHERE post_id IS NULL AND id IN (SELECT id FROM deleted_links WHERE post_id = ?1 AND kind = 'action')`,
		`UPDATE messages SET post_id = ?1 WHERE post_id IS NULL AND id IN (SELECT id FROM deleted_links WHERE post_id = ?1 AND kind = 'message')`,
		`INSERT INTO readings (metric, post_id, day, value, origin, taken_ms)
			SELECT metric, post_id, day, value, origin, taken_ms FROM deleted_readings WHERE post_id = ?1`,
		`DELETE FROM deleted_posts WHERE post_id = ?1`,
	}, id)
}

// ForgetDeleted forgets what is left of the posts that were deleted longer than
// editorial.DeletedFor ago, but for those that a command of the journal can bring
// back. Of what left, nothing is forgotten.
func (f *File) ForgetDeleted(ctx context.Context) error {
	return f.write(ctx, "forgetting deleted posts", func(ctx context.Context, tx *sql.Tx) error {
		old, err := collect(ctx, tx, value[app.ID], `SELECT post_id FROM deleted_posts
			WHERE deleted_ms < ? AND post_id NOT IN (SELECT post FROM command_posts)`,
			f.clock.Now().Add(-editorial.DeletedFor).UnixMilli())
		if err != nil {
			return err
		}
		for _, id := range old {
			if err := run(ctx, tx, []string{
				`DELETE FROM post_versions WHERE post_id = ?1`,
				`DELETE FROM post_notes WHERE post_id = ?1`,
				`DELETE FROM overrides WHERE post_id = ?1`,
				`DELETE FROM post_besides WHERE post_id = ?1`,
				`DELETE FROM series_posts WHERE post_id = ?1`,
				`DELETE FROM deleted_posts WHERE post_id = ?1`,
			}, id); err != nil {
				return err
			}
		}
		return nil
	})
}
