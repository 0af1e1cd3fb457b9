package storage

import (
	"context"
	"database/sql"
	"time"

	"parvis/app/conversations"
)

// ConversationsStore keeps messages.
type ConversationsStore struct{ f *File }

var _ conversations.Store = (*ConversationsStore)(nil)

// AddMessages implements conversations.Store. The file gives the identifiers.
func (s *ConversationsStore) AddMessages(ctx context.Context, messages []conversations.Message) error {
	return s.f.write(ctx, "adding messages", func(ctx context.Context, tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, `
			INSERT INTO messages (account_id, post_id, kind, author, text, rating, sent_ms, handled_ms)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
		if err != nil {
			return err
		}
		defer add.Close()
		for _, m := range messages {
			if _, err := add.ExecContext(ctx, m.AccountID, orNull(m.PostID), m.Kind, m.Author, m.Text, m.Rating,
				m.SentAt.UnixMilli(), milli(m.HandledAt)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Messages implements conversations.Store.
func (s *ConversationsStore) Messages(ctx context.Context, from, to time.Time) ([]conversations.Message, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (conversations.Message, error) {
		var m conversations.Message
		err := row.Scan(&m.ID, &m.AccountID, intoID(&m.PostID), &m.Kind, &m.Author, &m.Text, &m.Rating,
			intoTime(&m.SentAt), intoTime(&m.HandledAt))
		return m, err
	}, `SELECT id, account_id, post_id, kind, author, text, rating, sent_ms, handled_ms FROM messages
		WHERE sent_ms >= ? AND sent_ms < ? ORDER BY sent_ms, id`, from.UnixMilli(), to.UnixMilli())
	return all, s.f.failure("reading messages", err)
}
