package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"parvis/app"
	"parvis/app/editorial"
)

var _ editorial.HistoryStore = (*EditorialStore)(nil)

// keptVersion is a version with its post as the file keeps it.
type keptVersion struct {
	editorial.Version
	data string
}

const versionColumns = `id, begun_ms, saved_ms, author, longest, sealed, data`

func scanVersion(row scanner) (keptVersion, error) {
	var v keptVersion
	err := row.Scan(&v.ID, intoTime(&v.BegunAt), intoTime(&v.SavedAt), &v.Author, &v.Longest, &v.Sealed, &v.data)
	if err == nil {
		err = json.Unmarshal([]byte(v.data), &v.Post)
	}
	return v, err
}

// Versions implements editorial.HistoryStore.
func (s *EditorialStore) Versions(ctx context.Context, post app.ID) ([]editorial.Version, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (editorial.Version, error) {
		v, err := scanVersion(row)
		return v.Version, err
	}, `SELECT `+versionColumns+` FROM post_versions WHERE post_id = ? ORDER BY id DESC`, post)
	return all, s.f.failure("reading the versions of a post", err)
}

// SealVersion implements editorial.HistoryStore.
func (s *EditorialStore) SealVersion(ctx context.Context, post app.ID) error {
	return s.f.write(ctx, "sealing a version", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`UPDATE post_versions SET sealed = 1 WHERE id = (SELECT max(id) FROM post_versions WHERE post_id = ?)`, post)
		return err
	})
}

// keepVersion notes what a save changes of a post. A post that is saved for the
// second time also gets the version it was. What can no longer change has the
// versions it has.
func keepVersion(ctx context.Context, tx *sql.Tx, author string, before, p editorial.Post) error {
	if before.Stage == editorial.Scheduled {
		fixed, err := first(ctx, tx, value[bool], `SELECT EXISTS (SELECT 1 FROM fixed_posts WHERE post_id = ?)`, p.ID)
		if err != nil || fixed {
			return err
		}
	}
	last, err := first(ctx, tx, scanVersion,
		`SELECT `+versionColumns+` FROM post_versions WHERE post_id = ? ORDER BY id DESC LIMIT 1`, p.ID)
	if errors.Is(err, sql.ErrNoRows) {
		last, err = written(editorial.NewVersion(before, author))
	}
	if err != nil {
		return err
	}
	now, err := written(last.With(p))
	if err != nil || now.data == last.data {
		return err
	}
	if last.Continues(p, author) {
		if last.ID == 0 && p.SaysTheSame(before) && p.Title == before.Title {
			return nil
		}
		return putVersion(ctx, tx, now)
	}
	if last.ID == 0 {
		if err := putVersion(ctx, tx, last); err != nil {
			return err
		}
	}
	begun, err := written(editorial.NewVersion(p, author))
	if err != nil {
		return err
	}
	if err := putVersion(ctx, tx, begun); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM post_versions WHERE post_id = ?1 AND id <=
		(SELECT id FROM post_versions WHERE post_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)`, p.ID, editorial.MaxVersions)
	return err
}

// written is a version with its post as the file will keep it.
func written(v editorial.Version) (keptVersion, error) {
	data, err := json.Marshal(v.Post)
	return keptVersion{v, string(data)}, err
}

// putVersion adds a version, or writes the one of the same ID again.
func putVersion(ctx context.Context, tx *sql.Tx, v keptVersion) error {
	if v.ID != 0 {
		_, err := tx.ExecContext(ctx, `UPDATE post_versions SET saved_ms = ?, longest = ?, data = ? WHERE id = ?`,
			v.SavedAt.UnixMilli(), v.Longest, v.data, v.ID)
		return err
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO post_versions (post_id, begun_ms, saved_ms, author, longest, sealed, data) VALUES (?, ?, ?, ?, ?, ?, ?)`,
		v.Post.ID, v.BegunAt.UnixMilli(), v.SavedAt.UnixMilli(), v.Author, v.Longest, v.Sealed, v.data)
	return err
}
