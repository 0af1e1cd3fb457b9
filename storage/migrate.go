package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"parvis/app"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schema is the content of the migrations in their order: the first makes a
// version 1 of an empty file, and so on. What was released never changes.
type schema []string

// currentSchema reads the embedded migrations.
func currentSchema() (schema, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	all := make(schema, len(names))
	for i, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all[i] = string(text)
	}
	return all, nil
}

// version is what a file has once all is applied.
func (s schema) version() int { return len(s) }

// create makes everything in an empty file, and what seed adds, in one
// transaction.
func (s schema) create(ctx context.Context, db *sql.DB, seed func(ctx context.Context, tx *sql.Tx) error) error {
	return transact(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
			return err
		}
		for i := range s {
			if err := s.apply(ctx, tx, i); err != nil {
				return err
			}
		}
		return seed(ctx, tx)
	})
}

// upgrade brings a file from a version to the latest, one transaction each. A
// migration that rebuilds a table begins with PRAGMA defer_foreign_keys = 1:
// references hold again when it ends, or it is undone. A file that is not what its
// version says is damaged: a statement that the tests run on every version cannot
// be run on it.
func (s schema) upgrade(ctx context.Context, db *sql.DB, from int) error {
	for i := from; i < len(s); i++ {
		if err := transact(ctx, db, func(ctx context.Context, tx *sql.Tx) error {
			return s.apply(ctx, tx, i)
		}); err != nil {
			var refused *sqlite.Error
			if errors.As(err, &refused) && refused.Code() == sqlite3.SQLITE_ERROR {
				return app.Fail(app.CodeInvalid, KeyDamaged).Because(err)
			}
			return err
		}
	}
	return nil
}

func (s schema) apply(ctx context.Context, tx *sql.Tx, i int) error {
	if _, err := tx.ExecContext(ctx, s[i]); err != nil {
		return fmt.Errorf("schema version %d: %w", i+1, err)
	}
	_, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", i+1))
	return err
}
