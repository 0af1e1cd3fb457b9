package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// job is a write that waits for its turn: fn runs in a transaction, which may be
// shared with other jobs, each behind a savepoint of its own.
type job struct {
	ctx      context.Context
	fn       func(ctx context.Context, tx *sql.Tx) error
	err      error
	panicked any // what fn panicked with, nil when it did not
}

// commit runs jobs in one transaction: the disk is waited for once. What one job
// did is undone when it fails, and does not touch the others; when the transaction
// itself fails, nothing of any was kept and each has the error.
func commit(db *sql.DB, jobs []*job) {
	if len(jobs) == 1 {
		one := jobs[0]
		one.err = transact(one.ctx, db, one.run)
		return
	}
	if err := transact(context.Background(), db, func(ctx context.Context, tx *sql.Tx) error {
		for _, one := range jobs {
			own, err := apart(ctx, tx, func() error { return one.run(one.ctx, tx) })
			if one.err = own; err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		for _, one := range jobs {
			if one.err == nil {
				one.err = err
			}
		}
	}
}

// errPanicked undoes what a job did that panicked.
var errPanicked = errors.New("a write panicked")

func (j *job) run(ctx context.Context, tx *sql.Tx) (err error) {
	defer func() {
		if j.panicked = recover(); j.panicked != nil {
			err = errPanicked
		}
	}()
	return j.fn(ctx, tx)
}

// apart runs one part of a transaction behind a savepoint: what it did is undone
// when it fails. own is its failure, err the transaction's.
func apart(ctx context.Context, tx *sql.Tx, part func() error) (own, err error) {
	if _, err := tx.ExecContext(ctx, "SAVEPOINT apart"); err != nil {
		return nil, err
	}
	if own = part(); own != nil {
		// Trouble with the disk undoes the whole transaction: there is no savepoint
		// to go back to, and that is an error.
		if _, err := tx.ExecContext(ctx, "ROLLBACK TO apart"); err != nil {
			return own, fmt.Errorf("%w, after %w", err, own)
		}
	}
	_, err = tx.ExecContext(ctx, "RELEASE apart")
	return own, err
}
