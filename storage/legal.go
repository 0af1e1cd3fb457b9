package storage

import (
	"context"
	"database/sql"
	"encoding/json"

	"parvis/app/legal"
)

// LegalStore keeps the rules that their owner amended.
type LegalStore struct{ f *File }

var _ legal.Store = (*LegalStore)(nil)

// Amendments implements legal.Store.
func (s *LegalStore) Amendments(ctx context.Context) ([]legal.Rule, error) {
	all, err := collect(ctx, s.f.readers, func(row scanner) (legal.Rule, error) {
		data, err := value[string](row)
		if err != nil {
			return legal.Rule{}, err
		}
		var r legal.Rule
		err = json.Unmarshal([]byte(data), &r)
		return r, err
	}, `SELECT data FROM legal_rules ORDER BY position`)
	return all, s.f.failure("reading the amended rules", err)
}

// Amend implements legal.Store.
func (s *LegalStore) Amend(ctx context.Context, r legal.Rule) error {
	data, err := json.Marshal(r)
	if err != nil {
		return s.f.failure("writing a rule", err)
	}
	return s.f.write(ctx, "amending a rule", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO legal_rules (id, data, position) VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM legal_rules))
			ON CONFLICT (id) DO UPDATE SET data = ?2`, r.ID, string(data))
		return err
	})
}

// Restore implements legal.Store.
func (s *LegalStore) Restore(ctx context.Context, id legal.ID) error {
	return s.f.write(ctx, "restoring a rule", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM legal_rules WHERE id = ?`, id)
		return err
	})
}
