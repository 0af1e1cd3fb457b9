package storage

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/search"
)

// The columns of post_words: those that hold words, and the one of their stems.
var wordColumns = []string{"title", "text", "more"}

const stemColumn = "stems"

// indexPost puts the words of a post into the index, in the transaction that
// saves it.
func indexPost(ctx context.Context, tx *sql.Tx, p editorial.Post) error {
	title, titleStems := search.Folded(p.Title)
	text, textStems := search.Folded(p.Text)
	more, moreStems := search.Folded(strings.Join(p.OtherTexts(), "\n"))
	label := search.SortKey(p.Label())
	number, err := first(ctx, tx, value[int64], `
		INSERT INTO searched_posts (post_id, label) VALUES (?1, ?2)
		ON CONFLICT (post_id) DO UPDATE SET label = ?2 RETURNING number`, p.ID, label)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO post_words (rowid, title, text, more, stems) VALUES (?, ?, ?, ?, ?)`,
		number, title, text, more, strings.Join([]string{titleStems, textStems, moreStems}, " "))
	return err
}

// forgetWords takes a post that is gone out of the index.
func forgetWords(ctx context.Context, tx *sql.Tx, id app.ID) error {
	number, err := first(ctx, tx, value[int64], `SELECT number FROM searched_posts WHERE post_id = ?`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	return run(ctx, tx, []string{
		`DELETE FROM post_words WHERE rowid = ?`,
		`DELETE FROM searched_posts WHERE number = ?`,
	}, number)
}

// indexAll indexes every post of a file that was indexed by another way of
// folding, or never: once, when it is opened. Nothing of the posts changes.
func (f *File) indexAll(ctx context.Context) error {
	version, err := first(ctx, f.writer, value[int], `SELECT version FROM search_version`)
	if err != nil || version == search.Version {
		return err
	}
	return transact(ctx, f.writer, func(ctx context.Context, tx *sql.Tx) error {
		if err := run(ctx, tx, []string{
			`INSERT INTO post_words (post_words) VALUES ('delete-all')`,
			`DELETE FROM searched_posts`,
		}); err != nil {
			return err
		}
		posts, err := collect(ctx, tx, value[app.ID], `SELECT id FROM posts ORDER BY id`)
		if err != nil {
			return err
		}
		for _, id := range posts {
			p, _, err := readPost(ctx, tx, id)
			if err != nil {
				return err
			}
			if err := indexPost(ctx, tx, p); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `UPDATE search_version SET version = ?`, search.Version)
		return err
	})
}
