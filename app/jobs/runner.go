package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"parvis/app"
)

const (
	// look is the longest wait on a timer without looking at the clock: timers
	// stand still while a laptop sleeps, and clocks are set.
	look = time.Minute
	// After failures in a row a job waits 10 s, 20 s, 40 s ... an hour at most,
	// and never longer than after a success.
	firstRetry = 10 * time.Second
	lastRetry  = time.Hour
	// savingTime bounds the writing of a row while the program closes.
	savingTime = 5 * time.Second
)

// Runner runs jobs, each on a goroutine of its own: a slow one delays no other,
// and none overlaps itself. Its methods are safe for concurrent use.
type Runner struct {
	store  Store
	clock  app.Clock
	events *app.Events
	log    *slog.Logger

	mu      sync.Mutex
	jobs    []Job
	wakes   map[string]chan struct{}
	cancel  context.CancelFunc
	running sync.WaitGroup
}

// New returns a runner without jobs.
func New(store Store, clock app.Clock, events *app.Events, log *slog.Logger) *Runner {
	return &Runner{store: store, clock: clock, events: events, log: log, wakes: make(map[string]chan struct{})}
}

// Add adds a job, before Start. It fails with CodeInvalid for a job without
// name, work or period, or of a name already taken, and with CodeConflict after
// Start.
func (r *Runner) Add(j Job) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancel != nil {
		return app.Fail(app.CodeConflict, keyInternal).Because(fmt.Errorf("job %q added after start", j.Name))
	}
	if j.Name == "" || j.Run == nil || j.Every <= 0 || r.wakes[j.Name] != nil {
		return app.Fail(app.CodeInvalid, keyInternal).Because(fmt.Errorf("job %q cannot be added", j.Name))
	}
	r.jobs = append(r.jobs, j)
	r.wakes[j.Name] = make(chan struct{}, 1)
	return nil
}

// Start begins to run the jobs, each at the moment the file tells, at once when
// that has passed, was never written or its last run was interrupted. ctx bounds
// reading the rows, not the jobs: Stop ends those. A second Start fails with
// CodeConflict.
func (r *Runner) Start(ctx context.Context) error {
	rows, err := r.store.Jobs(ctx)
	if err != nil {
		return fmt.Errorf("reading the jobs: %w", err)
	}
	kept := make(map[string]Row, len(rows))
	for _, row := range rows {
		kept[row.Name] = row
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.cancel != nil {
		return app.Fail(app.CodeConflict, keyInternal).Because(errors.New("jobs started twice"))
	}
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r.cancel = cancel
	for _, job := range r.jobs {
		w := worker{Runner: r, job: job, row: kept[job.Name], wake: r.wakes[job.Name]}
		w.row.Name = job.Name
		r.running.Go(func() { w.work(life) })
	}
	return nil
}

// Wake makes a job run as soon as it can: now, or again once the run under way
// has ended. An unknown name is ignored.
func (r *Runner) Wake(name string) {
	r.mu.Lock()
	wake := r.wakes[name]
	r.mu.Unlock()
	select {
	case wake <- struct{}{}:
	default: // unknown (a nil channel), or a run is already asked for
	}
}

// Stop asks the jobs to end and waits until they have, or until ctx ends: then
// it fails with CodeUnavailable.
func (r *Runner) Stop(ctx context.Context) error {
	r.mu.Lock()
	cancel := r.cancel
	r.mu.Unlock()
	if cancel == nil {
		return nil
	}
	cancel()
	ended := make(chan struct{})
	go func() {
		r.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return app.Fail(app.CodeUnavailable, keySlow).Because(ctx.Err())
	}
}

// Sentences of failures of the jobs themselves.
const (
	keyInternal = "jobs.error.internal"
	keyFailed   = "jobs.error.failed"
	keySlow     = "jobs.error.slow"
)

// worker runs one job.
type worker struct {
	*Runner
	job      Job
	row      Row
	wake     <-chan struct{}
	failures int
}

func (w *worker) work(ctx context.Context) {
	next := w.first()
	for w.wait(ctx, next) {
		next = w.run(ctx)
	}
}

// first returns the moment of the first run. A next run further away than the
// period was written by a clock that was wrong, or by a job that runs again
// without harm.
func (w *worker) first() time.Time {
	now := w.clock.Now()
	interrupted := w.row.EndedAt.Before(w.row.StartedAt)
	if w.job.AtStart || interrupted || w.row.NextAt.IsZero() || w.row.NextAt.After(now.Add(w.job.Every)) {
		return now
	}
	return w.row.NextAt
}

// wait returns true at next or when woken, false when ctx ends. A clock that is
// set forward brings next nearer; one that is set back takes next with it, so
// that no job waits an hour longer.
func (w *worker) wait(ctx context.Context, next time.Time) bool {
	last := w.clock.Now()
	for {
		now := w.clock.Now()
		if now.Before(last) {
			next = next.Add(now.Sub(last))
		}
		last = now
		timer := time.NewTimer(min(max(next.Sub(now), 0), look))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-w.wake:
			timer.Stop()
			return ctx.Err() == nil
		case <-timer.C:
		}
		if now := w.clock.Now(); !now.Before(next) && ctx.Err() == nil {
			return true
		}
	}
}

// run makes one run and returns the moment of the next one.
func (w *worker) run(ctx context.Context) time.Time {
	started := w.clock.Now()
	w.row.StartedAt, w.row.EndedAt = started, time.Time{}
	w.save(ctx)
	next, err := w.contained(ctx)
	now := w.clock.Now()
	w.row.EndedAt = now
	switch {
	case ctx.Err() != nil:
		// Asked to end: not its failure. It goes on at the next start.
		next = now
	case err != nil:
		w.log.Error("job failed", "job", w.job.Name, "error", err)
		w.row.ErrorKey = keyOf(err)
		next = now.Add(w.retry())
	default:
		w.row.ErrorKey, w.failures = "", 0
		if next.IsZero() {
			next = now.Add(w.job.Every)
		}
	}
	w.row.NextAt = next
	w.save(ctx)
	return next
}

// retry counts a failure and returns how long to wait after it.
func (w *worker) retry() time.Duration {
	wait := lastRetry
	if w.failures < 10 { // beyond, the doubled wait is longer than the longest
		wait = min(firstRetry<<w.failures, lastRetry)
	}
	w.failures++
	return min(wait, w.job.Every)
}

// contained runs the job and turns a panic into an error.
func (w *worker) contained(ctx context.Context) (next time.Time, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = app.Fail(app.CodeInternal, keyInternal).Because(fmt.Errorf("panic: %v", p))
		}
	}()
	return w.job.Run(ctx)
}

// save writes the row, also while the program closes. A row that cannot be
// written stops no work.
func (w *worker) save(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), savingTime)
	defer cancel()
	if err := w.store.SaveJob(ctx, w.row); err != nil {
		w.log.Error("job not saved", "job", w.job.Name, "error", err)
		return
	}
	app.Emit(w.events, Changed{w.job.Name})
}

// keyOf is the sentence kept of a failure: its own where it is whole by itself,
// as a row keeps nothing to fill it with.
func keyOf(err error) string {
	if e, ok := errors.AsType[*app.Error](err); ok && len(e.Args) == 0 {
		return e.Key
	}
	return keyFailed
}
