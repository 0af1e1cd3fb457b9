package publishing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// serve makes one account's part of a pass and returns when this account wants
// the next one, zero when it does not.
func (e *Engine) serve(ctx context.Context, account app.ID) (time.Time, error) {
	blocked, watched, err := e.settle(ctx, account)
	if err != nil {
		return time.Time{}, err
	}
	if to, err := e.accounts.Account(ctx, account); err == nil && to.State == networks.AccountHandFed {
		return watched, e.remind(ctx, to)
	}
	due, err := e.dueFor(ctx, account)
	if err != nil {
		return time.Time{}, err
	}
	if blocked {
		return watched, nil
	}
	next, err := e.sendAll(ctx, due)
	if err != nil {
		return earliest(next, watched), err
	}
	given := time.Time{}
	if e.entrusting {
		if given, err = e.entrust(ctx, account); err != nil {
			return time.Time{}, err
		}
	}
	watched = earliest(watched, given)
	if len(due) == 0 {
		return earliest(next, watched), nil
	}
	// What follows one that went out is due now, and waits for no other post.
	if due, err = e.dueFor(ctx, account); err == nil && len(due) > 0 && due[0].Part > 0 {
		now := e.clock.Now()
		next = earliest(next, later(now, e.free(due[0], now)))
	}
	return earliest(next, watched), err
}

// sendAll sends an account's deliveries in their order, several at a time where
// the pace allows. It returns when the account wants the next pass if what is left
// must wait.
func (e *Engine) sendAll(ctx context.Context, due []Delivery) (time.Time, error) {
	var mu sync.Mutex
	var next time.Time
	var failed error
	take := func() (d Delivery, ok bool) {
		mu.Lock()
		defer mu.Unlock()
		if len(due) == 0 || failed != nil || !next.IsZero() {
			return d, false
		}
		d, due = due[0], due[1:]
		return d, true
	}
	var lanes sync.WaitGroup
	width, calls := e.pace.lanes()
	for range width {
		lanes.Go(func() {
			for d, ok := take(); ok; d, ok = take() {
				var wait time.Time
				err := contain(func() (err error) {
					wait, err = e.sendNow(ctx, d, calls)
					return err
				})
				mu.Lock()
				next, failed = earliest(next, wait), errors.Join(failed, err)
				mu.Unlock()
			}
		})
	}
	lanes.Wait()
	return next, failed
}

// sendNow sends one delivery unless its account is to be left in peace, and
// returns until when the account's others must wait, zero when they need not.
func (e *Engine) sendNow(ctx context.Context, d Delivery, calls gate) (time.Time, error) {
	if err := ctx.Err(); err != nil {
		return time.Time{}, err
	}
	if d.Part == 0 && e.holds.holding(d.PostID) {
		return time.Time{}, nil
	}
	now := e.clock.Now()
	if free := e.free(d, now); free.After(now) {
		return free, nil
	}
	wait, err := e.send(ctx, d, calls)
	if overtaken(err) {
		// The owner changed it since it was read: the next pass sees it anew.
		return time.Time{}, nil
	}
	return wait, err
}

// watch makes one account's part of a pass during a pause: what is in flight is
// settled, and nothing is sent.
func (e *Engine) watch(ctx context.Context, account app.ID) (time.Time, error) {
	_, watched, err := e.settle(ctx, account)
	return watched, err
}

// free returns the instant from which a delivery may go to its account.
func (e *Engine) free(d Delivery, now time.Time) time.Time {
	between := &e.spacing
	if d.Part > 0 {
		between = &e.breaths
	}
	return later(e.rests.over(d.AccountID, now), between.over(d.AccountID, now))
}

// rest leaves an account in peace after a call that publishes.
func (e *Engine) rest(account app.ID, now time.Time) {
	e.spacing.take(account, now, now.Add(e.pace.Spacing))
	e.breaths.take(account, now, now.Add(e.pace.Breath))
}

// dueFor returns the account's deliveries to send, what follows a post that is out
// before other posts, then oldest first, after marking those that came too late.
func (e *Engine) dueFor(ctx context.Context, account app.ID) ([]Delivery, error) {
	now := e.clock.Now()
	all, err := e.store.Due(ctx, now)
	if err != nil {
		return nil, fmt.Errorf("reading what is due: %w", err)
	}
	var due []Delivery
	for _, d := range all {
		switch {
		case d.AccountID != account || d.Part == 0 && e.holds.holding(d.PostID):
		case e.holds.late(d, now):
			err := e.advance(ctx, Scheduled, missed(d))
			if err != nil && !overtaken(err) {
				return nil, err
			}
		case d.Aside:
		default:
			due = append(due, d)
		}
	}
	slices.SortStableFunc(due, func(a, b Delivery) int {
		if first := cmp.Compare(min(b.Part, 1), min(a.Part, 1)); first != 0 {
			return first
		}
		return a.DueAt.Compare(b.DueAt)
	})
	return due, nil
}
