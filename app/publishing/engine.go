package publishing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/jobs"
	"parvis/app/networks"
)

// JobName is the name of the engine's job, by which it is woken.
const JobName = "publishing"

// AccountSource tells the accounts deliveries go to.
type AccountSource interface {
	// Account returns one account, or an error with CodeNotFound.
	Account(ctx context.Context, id app.ID) (networks.Account, error)
}

// SessionSource opens accounts (networks.Sessions).
type SessionSource interface {
	// Open returns what a connector needs to speak for the account. Errors:
	// CodeNotFound and CodeUnauthorised when the owner must connect it again,
	// CodeConflict when it is fed by hand, CodeUnavailable when the credential
	// cannot be read for now.
	Open(ctx context.Context, account app.ID) (networks.Session, error)
	// Report tells what a call with the credential came to, nil when it worked.
	Report(ctx context.Context, account app.ID, outcome error) error
}

// BusinessSource tells whose deliveries these are.
type BusinessSource interface {
	// Business returns the business of the file.
	Business(ctx context.Context) (business.Business, error)
}

// Parts is what an Engine is made of. Held tells whether nothing may go out until
// the owner has seen what this copy of the file believes unsent (it was restored,
// or comes from another machine); nil means never. Holds may be nil, as Log.
type Parts struct {
	Store      Store
	Accounts   AccountSource
	Connectors networks.Directory
	Sessions   SessionSource
	Business   BusinessSource
	Pictures   Renderer
	Held       func(ctx context.Context) (bool, error)
	// Review says what a post misses to leave, the zero Message for nothing: a
	// rehearsal asks. Nil finds nothing.
	Review func(ctx context.Context, post app.ID) (app.Message, error)
	Holds  *Holds
	Clock  app.Clock
	IDs    *app.IDs
	Events *app.Events
	Log    *slog.Logger
}

// Engine brings deliveries from scheduled to their end. It keeps nothing that
// matters in memory: whenever it stops, even by a power cut, another one takes
// over from the ledger.
type Engine struct {
	store      Store
	accounts   AccountSource
	connectors networks.Directory
	sessions   SessionSource
	business   BusinessSource
	pictures   Renderer
	held       func(ctx context.Context) (bool, error)
	review     func(ctx context.Context, post app.ID) (app.Message, error)
	holds      *Holds
	clock      app.Clock
	ids        *app.IDs
	events     *app.Events
	log        *slog.Logger
	pace       Pace
	ticking    sync.Mutex
	reminded   seen  // deliveries whose owner was told that they are due
	rests      rests // of accounts in trouble
	spacing    rests // before another post
	breaths    rests // before what follows a post
	last       pass  // guarded by ticking
}

// New returns an engine. There must be one per file.
func New(p Parts, pace Pace) *Engine {
	log := p.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	held := p.Held
	if held == nil {
		held = func(context.Context) (bool, error) { return false, nil }
	}
	review := p.Review
	if review == nil {
		review = func(context.Context, app.ID) (app.Message, error) { return app.Message{}, nil }
	}
	return &Engine{
		store: p.Store, accounts: p.Accounts, connectors: p.Connectors, sessions: p.Sessions,
		business: p.Business, pictures: p.Pictures, held: held, review: review, holds: p.Holds, clock: p.Clock, ids: p.IDs, events: p.Events, log: log, pace: pace,
	}
}

// Job returns the background work of the engine. At start it settles what was on
// its way when the program stopped.
func (e *Engine) Job() jobs.Job {
	return jobs.Job{Name: JobName, Run: e.Tick, Every: longestPause, AtStart: true}
}

// Bounds of the waiting between two passes.
const (
	shortestPause = time.Second
	// While something due is held back, it hides from Store.NextDue what comes
	// due later: a pass a minute is cheap and misses nothing.
	longestPause = time.Minute
)

// Tick makes one pass: account by account, it settles what is in flight, marks
// what came too late as missed, and sends what is due, oldest first. What came due
// while nothing could leave is put on the catch-up list. It returns
// when the next pass is worth making, zero when nothing is awaited. Trouble with
// a network is written in the ledger and is no error; trouble with the file is.
//
// During a pause it only settles what is in flight. Nothing of the sample business
// is ever sent, and nothing moves while Held.
func (e *Engine) Tick(ctx context.Context) (time.Time, error) {
	e.ticking.Lock()
	defer e.ticking.Unlock()
	b, err := e.business.Business(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the business: %w", err)
	}
	held, err := e.held(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading whether everything is held: %w", err)
	}
	if b.Example || held {
		return time.Time{}, nil
	}
	paused, err := e.store.Paused(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading whether everything is suspended: %w", err)
	}
	if !paused.IsZero() {
		return e.pass(ctx, e.watch)
	}
	began := e.clock.Now()
	if err := e.catchUp(ctx, b.Zone); err != nil {
		return time.Time{}, err
	}
	next, err := e.pass(ctx, e.serve)
	if err != nil {
		return time.Time{}, err
	}
	now := e.clock.Now()
	e.last = pass{wanted: next, lasted: now.Sub(began), zone: b.Zone}
	if next.IsZero() {
		e.last.wanted = now.Add(longestPause)
	}
	return next, nil
}

// pass does for every account that has something in flight or due what serve does
// for one, and returns the earliest of the instants it returned and what comes due.
func (e *Engine) pass(ctx context.Context, serve func(ctx context.Context, account app.ID) (time.Time, error)) (time.Time, error) {
	accounts, err := e.concerned(ctx)
	if err != nil {
		return time.Time{}, err
	}
	nexts := make([]time.Time, len(accounts))
	errs := make([]error, len(accounts))
	var lanes sync.WaitGroup
	for i, account := range accounts {
		lanes.Go(func() {
			errs[i] = contain(func() (err error) {
				nexts[i], err = serve(ctx, account)
				return err
			})
		})
	}
	lanes.Wait()
	if err := errors.Join(errs...); err != nil {
		return time.Time{}, err
	}
	return e.next(ctx, nexts)
}

// concerned returns the accounts that have something in flight or due.
func (e *Engine) concerned(ctx context.Context) ([]app.ID, error) {
	flying, err := e.store.InFlight(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading what is in flight: %w", err)
	}
	due, err := e.store.Due(ctx, e.clock.Now())
	if err != nil {
		return nil, fmt.Errorf("reading what is due: %w", err)
	}
	var accounts []app.ID
	for _, d := range slices.Concat(flying, due) {
		if !slices.Contains(accounts, d.AccountID) {
			accounts = append(accounts, d.AccountID)
		}
	}
	return accounts, nil
}

// next returns the earliest of what the accounts wait for and what comes due.
func (e *Engine) next(ctx context.Context, nexts []time.Time) (time.Time, error) {
	due, err := e.store.NextDue(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading what comes due next: %w", err)
	}
	now := e.clock.Now()
	if !due.IsZero() && !due.After(now) {
		due = now.Add(longestPause)
	}
	var next time.Time
	for _, t := range append(nexts, due, e.holds.next()) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if soonest := now.Add(shortestPause); !next.IsZero() && next.Before(soonest) {
		next = soonest
	}
	return next, nil
}

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
	if err != nil || len(due) == 0 {
		return earliest(next, watched), err
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

// missed returns d as one that will not leave any more, keeping the reason that
// held it back if there was one.
func missed(d Delivery) Delivery {
	d.State, d.RetryAt = Missed, time.Time{}
	if d.ErrorKey == "" {
		d.explain(app.Fail(app.CodeConflict, keyMissed))
	}
	return d
}

// advance writes a delivery and tells of it.
func (e *Engine) advance(ctx context.Context, from State, d Delivery) error {
	if err := e.store.Advance(ctx, from, d); err != nil {
		return fmt.Errorf("moving delivery %s from %s to %s: %w", d.ID, from, d.State, err)
	}
	e.changed(d)
	return nil
}

// begin writes a delivery with a new attempt and tells of it.
func (e *Engine) begin(ctx context.Context, from State, d Delivery, step Step) (Attempt, error) {
	a := Attempt{DeliveryID: d.ID, Step: step, StartedAt: e.clock.Now()}
	if step != StepPrepare {
		a.Identity = d.Identity
	}
	id, err := e.store.Begin(ctx, from, d, a)
	if err != nil {
		return a, fmt.Errorf("beginning to %s delivery %s: %w", step, d.ID, err)
	}
	a.ID = id
	e.changed(d)
	return a, nil
}

// end writes what an attempt came to, even when the program is closing.
func (e *Engine) end(ctx context.Context, from State, d Delivery, a Attempt) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), savingTime)
	defer cancel()
	a.EndedAt = e.clock.Now()
	a.Call.Excerpt = clip(a.Call.Excerpt)
	if err := e.store.End(ctx, from, d, a); err != nil {
		return fmt.Errorf("saving that to %s delivery %s came to %s: %w", a.Step, d.ID, a.Outcome, err)
	}
	e.changed(d)
	return nil
}

func (e *Engine) changed(d Delivery) { app.Emit(e.events, DeliveryChanged{d.ID, d.PostID}) }

// overtaken reports whether a write failed because the row is no longer what it
// was when read.
func overtaken(err error) bool {
	code := app.CodeOf(err)
	return code == app.CodeConflict || code == app.CodeNotFound
}

// earliest returns the earlier of two instants, of which zero means never.
func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// later returns the later of two instants.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// contain runs f and turns a panic into an error.
func contain(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = app.Fail(app.CodeInternal, keyInternal).Because(fmt.Errorf("panic: %v", p))
		}
	}()
	return f()
}
