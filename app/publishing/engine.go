package publishing

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
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
// or comes from another machine); nil means never. Holds may be nil, as Log, and Films
// where no post has one.
type Parts struct {
	Store      Store
	Accounts   AccountSource
	Connectors networks.Directory
	Sessions   SessionSource
	Business   BusinessSource
	Pictures   Renderer
	Films      Films
	Held       func(ctx context.Context) (bool, error)
	// Review says what a post misses to leave, the zero Message for nothing: a
	// rehearsal asks. Nil finds nothing.
	Review func(ctx context.Context, post app.ID) (app.Message, error)
	// Turn is how long Reclaim waits for the pass under way, half a minute when 0.
	Turn   time.Duration
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
	films      Films
	held       func(ctx context.Context) (bool, error)
	review     func(ctx context.Context, post app.ID) (app.Message, error)
	holds      *Holds
	clock      app.Clock
	ids        *app.IDs
	events     *app.Events
	log        *slog.Logger
	pace       Pace
	ticking    turn
	removing   removing
	patience   time.Duration // for ticking
	reminded   seen          // deliveries whose owner was told that they are due
	rests      rests         // of accounts in trouble
	spacing    rests         // before another post
	breaths    rests         // before what follows a post
	gifts      rests         // before a network is given another post to keep
	last       pass          // guarded by ticking
	entrusting bool          // networks may keep posts now; guarded by ticking
	barred     barred
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
	e := &Engine{
		store: p.Store, accounts: p.Accounts, connectors: p.Connectors, sessions: p.Sessions,
		business: p.Business, pictures: p.Pictures, films: p.Films, held: held, review: review, holds: p.Holds, clock: p.Clock, ids: p.IDs, events: p.Events, log: log, pace: pace,
		ticking: make(turn, 1), patience: cmp.Or(p.Turn, turnTime),
	}
	app.On(p.Events, func(networks.VaultChanged) { e.barred.open() })
	return e
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
// what came too late as missed, and sends what is due, oldest first; then it gives
// networks what they can keep of what is to come. What came due
// while nothing could leave is put on the catch-up list. It returns
// when the next pass is worth making, zero when nothing is awaited. Trouble with
// a network is written in the ledger and is no error; trouble with the file is.
//
// During a pause it only settles what is in flight, and takes back what networks
// keep. Nothing of the sample business
// is ever sent, and nothing moves while Held.
func (e *Engine) Tick(ctx context.Context) (time.Time, error) {
	if !e.ticking.lock(ctx) {
		return time.Time{}, ctx.Err()
	}
	defer e.ticking.unlock()
	b, err := e.business.Business(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading the business: %w", err)
	}
	held, paused, err := e.stopped(ctx)
	if err != nil {
		return time.Time{}, err
	}
	if b.Example || held {
		return time.Time{}, nil
	}
	entrusts, err := e.store.Entrusts(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading whether networks may keep posts: %w", err)
	}
	e.entrusting = entrusts && !paused
	if paused {
		next, _, err := e.pass(ctx, e.watch)
		return next, err
	}
	if err := e.catchUp(ctx, b.Zone); err != nil {
		return time.Time{}, err
	}
	next, blind, err := e.pass(ctx, e.serve)
	if err != nil {
		return time.Time{}, err
	}
	e.last = pass{wanted: next, blind: blind, zone: b.Zone}
	if next.IsZero() {
		e.last.wanted = e.clock.Now().Add(longestPause)
	}
	return next, nil
}

// stopped reports whether nothing may go out, and whether it is for a pause.
func (e *Engine) stopped(ctx context.Context) (held, paused bool, _ error) {
	held, err := e.held(ctx)
	if err != nil {
		return false, false, fmt.Errorf("reading whether everything is held: %w", err)
	}
	pause, err := e.store.Paused(ctx)
	if err != nil {
		return false, false, fmt.Errorf("reading whether everything is suspended: %w", err)
	}
	return held, !pause.IsZero(), nil
}

// next returns the earliest of what the accounts wait for and what comes due.
func (e *Engine) next(ctx context.Context, nexts map[app.ID]time.Time) (time.Time, error) {
	due, err := e.store.NextDue(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("reading what comes due next: %w", err)
	}
	now := e.clock.Now()
	if !due.IsZero() && !due.After(now) {
		due = now.Add(longestPause)
	}
	var next time.Time
	for _, t := range slices.AppendSeq([]time.Time{due, e.holds.next()}, maps.Values(nexts)) {
		if !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	if soonest := now.Add(shortestPause); !next.IsZero() && next.Before(soonest) {
		next = soonest
	}
	return next, nil
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

// turn lets one at a time go on.
type turn chan struct{}

// lock waits for its turn, and reports false when ctx ends before.
func (t turn) lock(ctx context.Context) bool {
	select {
	case t <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (t turn) unlock() { <-t }

// contain runs f and turns a panic into an error.
func contain(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = app.Fail(app.CodeInternal, keyInternal).Because(fmt.Errorf("panic: %v", p))
		}
	}()
	return f()
}
