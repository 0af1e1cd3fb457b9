package publishing

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"parvis/app"
)

// served is what a pass came to for one account.
type served struct {
	account app.ID
	next    time.Time // when the account wants the next pass, zero when it does not
	err     error
}

// pass does for every account that is concerned what serve does
// for one, and returns the earliest of the instants it returned and what comes due.
// An account that takes long, as one that is sent a film, keeps no other waiting:
// every minute what came due for those is served too. blind is the longest time in
// which nobody looked at that.
func (e *Engine) pass(ctx context.Context, serve func(ctx context.Context, account app.ID) (time.Time, error)) (next time.Time, blind time.Duration, _ error) {
	ended, running := make(chan served), make(map[app.ID]bool)
	nexts := make(map[app.ID]time.Time)
	looked := e.clock.Now()
	look := func() error {
		accounts, err := e.concerned(ctx)
		for _, account := range accounts {
			if running[account] {
				continue
			}
			running[account] = true
			go func() {
				one := served{account: account}
				one.err = contain(func() (err error) {
					one.next, err = serve(ctx, account)
					return err
				})
				ended <- one
			}()
		}
		return err
	}
	failed := look()
	minute := time.NewTicker(e.pace.look())
	defer minute.Stop()
	for len(running) > 0 {
		select {
		case one := <-ended:
			delete(running, one.account)
			nexts[one.account], failed = one.next, errors.Join(failed, one.err)
		case <-minute.C:
			blind = max(blind, e.clock.Now().Sub(looked))
			looked = e.clock.Now()
			held, paused, err := e.stopped(ctx)
			// After a sleep, what came due is first put on the catch-up list.
			if failed = errors.Join(failed, err); failed == nil && !held && !paused && blind <= nap && ctx.Err() == nil {
				failed = look()
			}
		}
	}
	blind = max(blind, e.clock.Now().Sub(looked))
	if failed != nil {
		return time.Time{}, blind, failed
	}
	next, err := e.next(ctx, nexts)
	return next, blind, err
}

// concerned returns the accounts that have something in flight, due, or to be given to
// their network.
func (e *Engine) concerned(ctx context.Context) ([]app.ID, error) {
	flying, err := e.store.InFlight(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is in flight: %w", err)
	}
	due, err := e.store.Due(ctx, e.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("reading what is due: %w", err)
	}
	var coming []Delivery
	if e.entrusting {
		if coming, err = e.entrustable(ctx); err != nil {
			return nil, err
		}
	}
	var accounts []app.ID
	for _, d := range slices.Concat(flying, due, coming) {
		if !slices.Contains(accounts, d.AccountID) {
			accounts = append(accounts, d.AccountID)
		}
	}
	return accounts, nil
}
