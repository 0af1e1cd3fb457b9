package storage

import (
	"context"
	"database/sql"
	"errors"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
)

// ApprovalStore keeps who lets posts leave, and what is said about them.
type ApprovalStore struct{ f *File }

var _ approval.Store = (*ApprovalStore)(nil)

// Setting implements approval.Store.
func (s *ApprovalStore) Setting(ctx context.Context) (approval.Setting, error) {
	setting, err := readApproval(ctx, s.f.readers)
	return setting, s.f.failure("reading how posts are approved", err)
}

func readApproval(ctx context.Context, q querier) (approval.Setting, error) {
	setting, err := first(ctx, q, func(row scanner) (approval.Setting, error) {
		var a approval.Setting
		err := row.Scan(&a.Way, &a.Approver)
		return a, err
	}, `SELECT way, approver FROM approval`)
	if errors.Is(err, sql.ErrNoRows) {
		return approval.Setting{Way: approval.Alone}, nil
	}
	return setting, err
}

// SaveSetting implements approval.Store.
func (s *ApprovalStore) SaveSetting(ctx context.Context, a approval.Setting) error {
	return s.f.write(ctx, "saving how posts are approved", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO approval (one, way, approver) VALUES (1, ?1, ?2)
			ON CONFLICT (one) DO UPDATE SET way = ?1, approver = ?2`, a.Way, a.Approver)
		return err
	})
}

// Notes implements approval.Store.
func (s *ApprovalStore) Notes(ctx context.Context, post app.ID) ([]approval.Note, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (approval.Note, error) {
		var n approval.Note
		err := row.Scan(&n.ID, &n.PostID, &n.Kind, &n.Author, &n.Text, intoTime(&n.At))
		return n, err
	}, `SELECT id, post_id, kind, author, text, said_ms FROM post_notes WHERE post_id = ? ORDER BY id`, post)
	return all, s.f.failure("reading what was said about a post", err)
}

// AddNote implements approval.Store.
func (s *ApprovalStore) AddNote(ctx context.Context, n approval.Note, to editorial.Stage) (id int64, before editorial.Stage, err error) {
	err = s.f.write(ctx, "keeping what is said about a post", func(ctx context.Context, tx *sql.Tx) error {
		if before, err = restage(ctx, tx, n.PostID, "", to); err != nil {
			return err
		}
		r, err := tx.ExecContext(ctx, `INSERT INTO post_notes (post_id, kind, author, text, said_ms) VALUES (?, ?, ?, ?, ?)`,
			n.PostID, n.Kind, n.Author, n.Text, n.At.UnixMilli())
		if err != nil {
			return err
		}
		id, err = r.LastInsertId()
		return err
	})
	return id, before, err
}

// RemoveNote implements approval.Store.
func (s *ApprovalStore) RemoveNote(ctx context.Context, n approval.Note, to, before editorial.Stage) error {
	return s.f.write(ctx, "taking back what was said about a post", func(ctx context.Context, tx *sql.Tx) error {
		gone, err := exec(ctx, tx, `DELETE FROM post_notes WHERE id = ? AND post_id = ?`, n.ID, n.PostID)
		if err == nil && gone == 0 {
			err = sql.ErrNoRows
		}
		if err != nil || to == "" {
			return err
		}
		_, err = restage(ctx, tx, n.PostID, to, before)
		return err
	})
}

// restage gives a post a stage of the flow, none with "", and returns the one it
// had. Unless only is "", a post at another stage of the flow keeps it. One that is
// scheduled must be taken back first.
func restage(ctx context.Context, tx *sql.Tx, post app.ID, only, to editorial.Stage) (before editorial.Stage, err error) {
	before, err = first(ctx, tx, value[editorial.Stage], `SELECT stage FROM posts WHERE id = ?`, post)
	switch {
	case err != nil || to == "" || to == before:
		return before, err
	case before == editorial.Scheduled || before == editorial.Dropped:
		return before, app.Fail(app.CodeConflict, KeyNotInFlow)
	case only != "" && only != before:
		return before, nil
	}
	_, err = tx.ExecContext(ctx, `UPDATE posts SET stage = ? WHERE id = ?`, to, post)
	return before, err
}
