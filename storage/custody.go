package storage

import (
	"context"
	"database/sql"

	"parvis/app"
)

// Suspension is why nothing may go out of a file until its owner has seen what
// this copy believes unsent: some of it may have gone out since. Its sentence is
// "storage.suspended.<suspension>".
type Suspension string

// Why a file is suspended; "" when it is not.
const (
	SuspendedRestored Suspension = "restored" // it was restored from a backup
	SuspendedMoved    Suspension = "moved"    // another computer wrote it last
	// SuspendedBehind: another copy of it published since, on this computer.
	SuspendedBehind Suspension = "behind"
)

// Suspended returns why nothing may go out of the file, "" when it may. A file
// can be suspended while it is open: see PublishingStore.Begin.
func (f *File) Suspended(ctx context.Context) (Suspension, error) {
	why, err := first(ctx, f.readers, value[Suspension], `SELECT suspended FROM custody`)
	return why, f.failure("reading custody", err)
}

// Resume lets the file publish again, once its owner has decided what of the
// unsent is still to go out. What another copy sends after the file was suspended
// suspends it again.
func (f *File) Resume(ctx context.Context) error {
	return f.write(ctx, "resuming", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE custody SET suspended = ''`)
		return err
	})
}

// takeCustody writes down that this computer has the file, and suspends one that
// comes from another, or is behind what left from this one.
func (f *File) takeCustody(ctx context.Context) error {
	// A witness that cannot be read keeps nobody from opening their file: nothing
	// is armed without it.
	last := ""
	if done, err := f.witness.turn(ctx); err == nil {
		last, _ = f.witness.last()
		done()
	}
	return f.write(ctx, "taking custody", func(ctx context.Context, tx *sql.Tx) error {
		if f.options.Machine != "" {
			if _, err := tx.ExecContext(ctx, `
				UPDATE custody SET machine = ?1,
					suspended = CASE WHEN machine <> '' AND suspended = '' THEN ?2 ELSE suspended END
				WHERE machine <> ?1`, f.options.Machine, SuspendedMoved); err != nil {
				return err
			}
		}
		return suspendBehind(ctx, tx, last)
	})
}

// refuseSuspended fails with CodeUnavailable and the sentence of the suspension
// when nothing may go out of the file, which it suspends when it is behind.
func (f *File) refuseSuspended(ctx context.Context) error {
	last, err := f.witness.last()
	if err != nil {
		return err
	}
	if err := f.write(ctx, "comparing with the witness", func(ctx context.Context, tx *sql.Tx) error {
		return suspendBehind(ctx, tx, last)
	}); err != nil {
		return err
	}
	why, err := f.Suspended(ctx)
	if err != nil || why == "" {
		return err
	}
	return app.Fail(app.CodeUnavailable, "storage.suspended."+string(why))
}

// suspendBehind suspends a file that does not contain the attempt of a mark,
// unless its owner was told of that attempt already.
func suspendBehind(ctx context.Context, tx *sql.Tx, mark string) error {
	if mark == "" {
		return nil
	}
	delivery, at, _ := parseMark(mark)
	_, err := tx.ExecContext(ctx, `
		UPDATE custody SET told = ?1, suspended = CASE suspended WHEN '' THEN ?2 ELSE suspended END
		WHERE told <> ?1 AND NOT EXISTS (
			SELECT 1 FROM attempts WHERE delivery_id = ?3 AND step IN ('publish', 'entrust') AND started_ms = ?4)`,
		mark, SuspendedBehind, delivery, at)
	return err
}
