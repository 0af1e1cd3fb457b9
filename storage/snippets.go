package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app"
	"parvis/app/snippets"
)

// SnippetStore keeps what owners write again and again.
type SnippetStore struct{ f *File }

var _ snippets.Store = (*SnippetStore)(nil)

const snippetColumns = `id, kind, name, text, tags, networks, address, medium, content, position, uses, used_ms`

func scanSnippet(row scanner) (snippets.Snippet, error) {
	var s snippets.Snippet
	err := row.Scan(&s.ID, &s.Kind, &s.Name, &s.Text, intoList(&s.Tags), intoList(&s.Networks), &s.Address, &s.Medium, &s.Content,
		&s.Position, &s.Uses, intoTime(&s.UsedAt))
	return s, err
}

// Snippets implements snippets.Store.
func (s *SnippetStore) Snippets(ctx context.Context, kind snippets.Kind) ([]snippets.Snippet, error) {
	all, err := collect(ctx, s.f.readers, scanSnippet,
		`SELECT `+snippetColumns+` FROM snippets WHERE kind = ? ORDER BY position, id`, kind)
	return all, s.f.failure("reading snippets", err)
}

// SaveSnippet implements snippets.Store.
func (s *SnippetStore) SaveSnippet(ctx context.Context, one snippets.Snippet) error {
	return s.f.write(ctx, "saving a snippet", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO snippets (id, kind, name, text, tags, networks, address, medium, content, uses, used_ms, position)
			VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
				CASE WHEN ?12 > 0 THEN ?12 ELSE (SELECT coalesce(max(position), 0) + 1 FROM snippets WHERE kind = ?2) END)
			ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, tags = excluded.tags,
				networks = excluded.networks, address = excluded.address, medium = excluded.medium, content = excluded.content`,
			one.ID, one.Kind, one.Name, one.Text, asList(one.Tags), asList(one.Networks), one.Address, one.Medium, one.Content,
			one.Uses, milli(one.UsedAt), one.Position)
		return err
	})
}

// RemoveSnippet implements snippets.Store.
func (s *SnippetStore) RemoveSnippet(ctx context.Context, id app.ID) (snippets.Snippet, error) {
	var was snippets.Snippet
	err := s.f.write(ctx, "removing a snippet", func(ctx context.Context, tx *sql.Tx) (err error) {
		was, err = first(ctx, tx, scanSnippet, `DELETE FROM snippets WHERE id = ? RETURNING `+snippetColumns, id)
		return err
	})
	return was, err
}

// OrderSnippets implements snippets.Store.
func (s *SnippetStore) OrderSnippets(ctx context.Context, kind snippets.Kind, ids []app.ID) error {
	return s.f.write(ctx, "ordering snippets", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE snippets SET position = position + ? WHERE kind = ?`, len(ids), kind); err != nil {
			return err
		}
		for i, id := range ids {
			if _, err := tx.ExecContext(ctx, `UPDATE snippets SET position = ? WHERE id = ? AND kind = ?`, i+1, id, kind); err != nil {
				return err
			}
		}
		return nil
	})
}

// NoteUse implements snippets.Store.
func (s *SnippetStore) NoteUse(ctx context.Context, id app.ID, at time.Time) error {
	return s.f.write(ctx, "noting the use of a snippet", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE snippets SET uses = uses + 1, used_ms = ? WHERE id = ?`, milli(at), id)
		return err
	})
}

// RecentEmoji implements snippets.Store.
func (s *SnippetStore) RecentEmoji(ctx context.Context, most int) ([]string, error) {
	all, err := collect(ctx, s.f.readers, value[string],
		`SELECT emoji FROM emoji_uses ORDER BY used_ms DESC, turn DESC LIMIT ?`, most)
	return all, s.f.failure("reading the recent emoji", err)
}

// NoteEmoji implements snippets.Store.
func (s *SnippetStore) NoteEmoji(ctx context.Context, emoji string, at time.Time) error {
	return s.f.write(ctx, "noting an emoji", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO emoji_uses (emoji, used_ms, turn) VALUES (?, ?, (SELECT coalesce(max(turn), 0) + 1 FROM emoji_uses))
			ON CONFLICT (emoji) DO UPDATE SET used_ms = excluded.used_ms, turn = excluded.turn`, emoji, at.UnixMilli())
		return err
	})
}
