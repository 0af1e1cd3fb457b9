package storage

import (
	"context"
	"database/sql"
	"errors"

	"parvis/app/publishing"
)

// arming is one attempt to publish that is about to begin.
type arming struct {
	ctx      context.Context
	from     publishing.State
	delivery publishing.Delivery
	attempt  publishing.Attempt
	id       int64
	err      error
}

// mark is what the witness says of it.
func (a *arming) mark() string { return attemptMark(a.delivery.ID, a.attempt.StartedAt) }

// arm begins attempts to publish, with the witness: as the file holds all of them
// or none, the mark of one stands for all.
func (f *File) arm(batch []*arming) {
	err := f.armAll(batch)
	for _, one := range batch {
		if err != nil && one.err == nil {
			one.id, one.err = 0, err
		}
	}
}

// armAll begins each attempt; those whose own write fails keep that error. The
// error is everybody's: nothing of any may leave.
func (f *File) armAll(batch []*arming) error {
	// Whoever leads, another's impatience ends nobody's turn.
	ctx := context.WithoutCancel(batch[0].ctx)
	done, err := f.witness.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := f.refuseSuspended(ctx); err != nil {
		return err
	}
	// Whatever may fail of the witness fails before anything is armed.
	if err := f.witness.draft(batch[len(batch)-1].mark()); err != nil {
		return err
	}
	// In one write, so that no copy of the file can hold the attempt that the
	// witness names and lack another of the batch.
	if err := f.write(ctx, "beginning attempts", func(ctx context.Context, tx *sql.Tx) error {
		for _, one := range batch {
			own, err := apart(ctx, tx, func() (err error) {
				if err := one.ctx.Err(); err != nil {
					return err
				}
				one.id, err = openAttempt(ctx, tx, one.from, one.delivery, one.attempt)
				return err
			})
			if one.err = f.failure("beginning an attempt", own); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	last := lastArmed(batch)
	if last == nil {
		return nil
	}
	// Were the witness first, a crash in between would suspend a file that is not
	// behind; this way it leaves deliveries armed of which nothing left.
	err = nil
	if last != batch[len(batch)-1] {
		err = f.witness.draft(last.mark())
	}
	if err == nil {
		err = f.witness.keep()
	}
	if err == nil {
		return nil
	}
	for _, one := range batch {
		if one.err == nil {
			one.err = errors.Join(err, f.disarm(one))
			one.id = 0
		}
	}
	return nil
}

// lastArmed returns the last attempt of a batch that has begun, nil for none.
func lastArmed(batch []*arming) *arming {
	for i := len(batch) - 1; i >= 0; i-- {
		if batch[i].err == nil {
			return batch[i]
		}
	}
	return nil
}

// disarm takes an attempt back of which nothing left: the ledger keeps that it
// failed.
func (f *File) disarm(one *arming) error {
	return f.write(context.WithoutCancel(one.ctx), "taking an attempt back", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `UPDATE deliveries SET state = ? WHERE id = ? AND state = 'armed'`, one.from, one.delivery.ID); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE attempts SET ended_ms = ?, outcome = 'failed' WHERE id = ?`, f.clock.Now().UnixMilli(), one.id)
		return err
	})
}
