package storage

import (
	"context"
	"database/sql"

	"parvis/app/spelling"
)

// SpellingStore keeps the dictionary of the business.
type SpellingStore struct{ f *File }

var _ spelling.Store = (*SpellingStore)(nil)

// Words implements spelling.Store.
func (s *SpellingStore) Words(ctx context.Context) ([]spelling.Word, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (spelling.Word, error) {
		var w spelling.Word
		err := row.Scan(&w.Text, &w.Who, intoTime(&w.AddedAt))
		return w, err
	}, `SELECT text, who, added_ms FROM words ORDER BY text`)
	return all, s.f.failure("reading the words of the business", err)
}

// AddWord implements spelling.Store.
func (s *SpellingStore) AddWord(ctx context.Context, w spelling.Word) error {
	return s.f.write(ctx, "adding a word", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO words (text, who, added_ms) VALUES (?, ?, ?) ON CONFLICT (text) DO NOTHING`,
			w.Text, w.Who, w.AddedAt.UnixMilli())
		return err
	})
}

// RemoveWord implements spelling.Store.
func (s *SpellingStore) RemoveWord(ctx context.Context, text string) error {
	return s.f.write(ctx, "removing a word", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM words WHERE text = ?`, text)
		return err
	})
}
