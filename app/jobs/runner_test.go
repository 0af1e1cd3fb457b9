package jobs_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/jobs"
)

// rows keeps job rows in memory.
type rows struct {
	mu   sync.Mutex
	kept map[string]jobs.Row
	fail error // of SaveJob
}

func (s *rows) Jobs(context.Context) ([]jobs.Row, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []jobs.Row
	for _, r := range s.kept {
		out = append(out, r)
	}
	return out, nil
}

func (s *rows) SaveJob(ctx context.Context, r jobs.Row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := errors.Join(ctx.Err(), s.fail); err != nil {
		return err
	}
	if s.kept == nil {
		s.kept = make(map[string]jobs.Row)
	}
	s.kept[r.Name] = r
	return nil
}

func (s *rows) row(name string) jobs.Row {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[name]
}

// wall is the machine's clock, which its owner sets.
type wall struct{ offset atomic.Int64 }

func (c *wall) Now() time.Time         { return time.Now().Add(time.Duration(c.offset.Load())) }
func (c *wall) turn(by time.Duration)  { c.offset.Add(int64(by)) }
func (c *wall) sleep(by time.Duration) { c.turn(by) } // timers stand still, the clock does not

type bench struct {
	store  rows
	clock  wall
	events *app.Events
	runner *jobs.Runner
}

func newBench() *bench {
	b := &bench{events: app.NewEvents()}
	b.runner = jobs.New(&b.store, &b.clock, b.events, slog.New(slog.DiscardHandler))
	return b
}

func (b *bench) start(t *testing.T, all ...jobs.Job) {
	t.Helper()
	for _, j := range all {
		if err := b.runner.Add(j); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.runner.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (b *bench) stop(t *testing.T) {
	t.Helper()
	if err := b.runner.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// counter is a job that counts its runs.
type counter struct{ runs atomic.Int32 }

func (c *counter) job(name string, every time.Duration) jobs.Job {
	return jobs.Job{Name: name, Every: every, Run: func(context.Context) (time.Time, error) {
		c.runs.Add(1)
		return time.Time{}, nil
	}}
}

func (c *counter) want(t *testing.T, n int32) {
	t.Helper()
	synctest.Wait()
	if got := c.runs.Load(); got != n {
		t.Fatalf("%d runs, want %d", got, n)
	}
}

func TestRunsAtItsPeriodAndKeepsItsRow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var c counter
		var told atomic.Int32
		app.On(b.events, func(e jobs.Changed) {
			if e.Name == "backup" {
				told.Add(1)
			}
		})
		began := time.Now()
		b.start(t, c.job("backup", 3*time.Hour))
		defer b.stop(t)
		c.want(t, 1)
		want := jobs.Row{Name: "backup", StartedAt: began, EndedAt: began, NextAt: began.Add(3 * time.Hour)}
		if got := b.store.row("backup"); !got.StartedAt.Equal(want.StartedAt) || !got.EndedAt.Equal(want.EndedAt) || !got.NextAt.Equal(want.NextAt) || got.ErrorKey != "" {
			t.Errorf("row %+v, want %+v", got, want)
		}
		if got := told.Load(); got != 2 {
			t.Errorf("told %d times of one run, want 2", got)
		}
		time.Sleep(3*time.Hour - time.Second)
		c.want(t, 1)
		time.Sleep(time.Second)
		c.want(t, 2)
	})
}

func TestFirstRun(t *testing.T) {
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // where a bubble's clock begins
	tests := []struct {
		name    string
		row     jobs.Row
		atStart bool
		after   time.Duration
	}{
		{"never ran", jobs.Row{}, false, 0},
		{"not yet", jobs.Row{StartedAt: now.Add(-time.Hour), EndedAt: now.Add(-time.Hour), NextAt: now.Add(20 * time.Minute)}, false, 20 * time.Minute},
		{"overdue", jobs.Row{StartedAt: now.Add(-time.Hour), EndedAt: now.Add(-time.Hour), NextAt: now.Add(-time.Minute)}, false, 0},
		{"interrupted", jobs.Row{StartedAt: now.Add(-time.Hour), NextAt: now.Add(20 * time.Minute)}, false, 0},
		{"written by a wrong clock", jobs.Row{StartedAt: now.Add(-time.Hour), EndedAt: now.Add(-time.Hour), NextAt: now.AddDate(1, 0, 0)}, false, 0},
		{"at start whatever the row says", jobs.Row{StartedAt: now.Add(-time.Hour), EndedAt: now.Add(-time.Hour), NextAt: now.Add(20 * time.Minute)}, true, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench()
				test.row.Name = "watch"
				b.store.kept = map[string]jobs.Row{"watch": test.row}
				var c counter
				j := c.job("watch", time.Hour)
				j.AtStart = test.atStart
				b.start(t, j)
				defer b.stop(t)
				if test.after > 0 {
					time.Sleep(test.after - time.Second)
					c.want(t, 0)
					time.Sleep(time.Second)
				}
				c.want(t, 1)
			})
		})
	}
}

func TestRunsWhenItAsksTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var runs atomic.Int32
		b.start(t, jobs.Job{Name: "publishing", Every: time.Minute, Run: func(context.Context) (time.Time, error) {
			runs.Add(1)
			return time.Now().Add(5 * time.Hour), nil
		}})
		defer b.stop(t)
		time.Sleep(5*time.Hour - time.Second)
		synctest.Wait()
		if got := runs.Load(); got != 1 {
			t.Fatalf("%d runs before the moment it asked for, want 1", got)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got := runs.Load(); got != 2 {
			t.Fatalf("%d runs, want 2", got)
		}
	})
}

func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var c counter
		b.start(t, c.job("watch", time.Hour))
		defer b.stop(t)
		c.want(t, 1)
		b.runner.Wake("watch")
		c.want(t, 2)
		b.runner.Wake("nobody")
		time.Sleep(time.Hour - time.Second)
		c.want(t, 2)
		time.Sleep(time.Second)
		c.want(t, 3)
	})
}

// TestNoOverlap: woken many times during a run, a job runs once more after it.
func TestNoOverlap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var running, most, runs atomic.Int32
		b.start(t, jobs.Job{Name: "slow", Every: time.Hour, Run: func(context.Context) (time.Time, error) {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			runs.Add(1)
			time.Sleep(10 * time.Minute)
			return time.Time{}, nil
		}})
		defer b.stop(t)
		time.Sleep(time.Minute)
		for range 5 {
			b.runner.Wake("slow")
		}
		time.Sleep(40 * time.Minute)
		synctest.Wait()
		if most.Load() != 1 || runs.Load() != 2 {
			t.Errorf("%d runs, %d at once; want 2 and 1", runs.Load(), most.Load())
		}
	})
}

func TestJobsDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var c counter
		release := make(chan struct{})
		b.start(t, c.job("quick", time.Minute), jobs.Job{Name: "stuck", Every: time.Minute, Run: func(context.Context) (time.Time, error) {
			<-release
			return time.Time{}, nil
		}})
		time.Sleep(3 * time.Minute)
		c.want(t, 4)
		close(release)
		b.stop(t)
	})
}

func TestFailures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var mu sync.Mutex
		var at []time.Duration
		began := time.Now()
		outcome := func() (time.Time, error) { return time.Time{}, errors.New("no idea") }
		from := func(f func() (time.Time, error)) {
			mu.Lock()
			defer mu.Unlock()
			outcome = f
		}
		b.start(t, jobs.Job{Name: "watch", Every: 24 * time.Hour, Run: func(context.Context) (time.Time, error) {
			mu.Lock()
			at = append(at, time.Since(began))
			come := outcome
			mu.Unlock()
			return come()
		}})
		defer b.stop(t)
		time.Sleep(time.Minute)
		synctest.Wait()
		if got := b.store.row("watch").ErrorKey; got != "jobs.error.failed" {
			t.Errorf("sentence of an error without one: %q", got)
		}
		from(func() (time.Time, error) {
			return time.Now().Add(time.Second), app.Fail(app.CodeUnavailable, "watch.error.offline")
		})
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if got := b.store.row("watch").ErrorKey; got != "watch.error.offline" {
			t.Errorf("sentence %q, want the error's own", got)
		}
		from(func() (time.Time, error) { panic("bug") })
		time.Sleep(20 * time.Minute)
		synctest.Wait()
		if got := b.store.row("watch").ErrorKey; got != "jobs.error.internal" {
			t.Errorf("sentence after a panic: %q", got)
		}
		mu.Lock()
		var want []time.Duration
		for _, seconds := range []int{0, 10, 30, 70, 150, 310, 630, 1270} {
			want = append(want, time.Duration(seconds)*time.Second)
		}
		if diff := cmp.Diff(want, at); diff != "" {
			t.Errorf("runs after (-want +got):\n%s", diff)
		}
		mu.Unlock()
		time.Sleep(48 * time.Hour)
		synctest.Wait()
		mu.Lock()
		if gap := at[len(at)-1] - at[len(at)-2]; gap != time.Hour {
			t.Errorf("after many failures it waits %v, want an hour", gap)
		}
		mu.Unlock()
		from(func() (time.Time, error) { return time.Time{}, nil })
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if got := b.store.row("watch"); got.ErrorKey != "" || got.NextAt.Sub(got.EndedAt) != 24*time.Hour {
			t.Errorf("row after a success: %+v", got)
		}
	})
}

// TestFailureOfAFrequentJob: after a failure it never waits longer than after a
// success.
func TestFailureOfAFrequentJob(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		var runs atomic.Int32
		b.start(t, jobs.Job{Name: "publishing", Every: time.Minute, Run: func(context.Context) (time.Time, error) {
			runs.Add(1)
			return time.Time{}, errors.New("disk")
		}})
		defer b.stop(t)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		before := runs.Load()
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if got := runs.Load() - before; got != 10 {
			t.Errorf("%d runs in ten minutes, want 10", got)
		}
	})
}

// TestSleepAndClocks: whatever happens to the machine's clock, a job that is due
// runs within a minute, and one that is not does not wait for longer.
func TestSleepAndClocks(t *testing.T) {
	every := 3 * time.Hour
	tests := []struct {
		name string
		turn func(c *wall)
		wait time.Duration // until the next run, after the turn
	}{
		{"nothing", func(*wall) {}, every - time.Hour},
		{"asleep past its time", func(c *wall) { c.sleep(10 * time.Hour) }, time.Minute},
		{"set forward, not past its time", func(c *wall) { c.turn(time.Hour) }, every - 2*time.Hour},
		{"set back an hour", func(c *wall) { c.turn(-time.Hour) }, every - time.Hour},
		{"set back a year", func(c *wall) { c.turn(-365 * 24 * time.Hour) }, every - time.Hour},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench()
				var c counter
				b.start(t, c.job("watch", every))
				defer b.stop(t)
				time.Sleep(time.Hour)
				c.want(t, 1)
				test.turn(&b.clock)
				time.Sleep(test.wait - 61*time.Second)
				c.want(t, 1)
				time.Sleep(2 * 61 * time.Second)
				c.want(t, 2)
			})
		})
	}
}

func TestStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		began := time.Now()
		b.start(t, jobs.Job{Name: "watch", Every: time.Hour, Run: func(ctx context.Context) (time.Time, error) {
			<-ctx.Done()
			time.Sleep(2 * time.Second)
			return time.Time{}, ctx.Err()
		}})
		time.Sleep(time.Minute)
		b.stop(t)
		if got := time.Since(began); got != time.Minute+2*time.Second {
			t.Errorf("stopped after %v, want to wait for the run under way", got)
		}
		row := b.store.row("watch")
		if row.ErrorKey != "" || row.EndedAt.IsZero() || row.NextAt.After(time.Now()) {
			t.Errorf("row after being asked to end: %+v", row)
		}
		b.stop(t) // again, without harm
	})
}

func TestStopIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		release := make(chan struct{})
		b.start(t, jobs.Job{Name: "deaf", Every: time.Hour, Run: func(context.Context) (time.Time, error) {
			<-release
			return time.Time{}, nil
		}})
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		if err := b.runner.Stop(ctx); app.CodeOf(err) != app.CodeUnavailable {
			t.Errorf("stop: %v, want unavailable", err)
		}
		close(release)
		b.stop(t)
	})
}

// TestRowThatCannotBeWritten stops no work.
func TestRowThatCannotBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench()
		b.store.fail = errors.New("disk full")
		var c counter
		b.start(t, c.job("watch", time.Hour))
		defer b.stop(t)
		time.Sleep(2 * time.Hour)
		c.want(t, 3)
	})
}

func TestAddAndStartRefuse(t *testing.T) {
	b := newBench()
	run := func(context.Context) (time.Time, error) { return time.Now().Add(time.Hour), nil }
	good := jobs.Job{Name: "watch", Every: time.Hour, Run: run}
	for _, bad := range []jobs.Job{{Every: time.Hour, Run: run}, {Name: "a", Run: run}, {Name: "a", Every: time.Hour}} {
		if err := b.runner.Add(bad); app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("adding %+v: %v", bad, err)
		}
	}
	b.start(t, good)
	defer b.stop(t)
	for name, err := range map[string]error{
		"added after start": b.runner.Add(jobs.Job{Name: "late", Every: time.Hour, Run: run}),
		"started twice":     b.runner.Start(t.Context()),
	} {
		if app.CodeOf(err) != app.CodeConflict || !strings.Contains(err.Error(), "jobs.error.internal") {
			t.Errorf("%s: %v", name, err)
		}
	}
	twice := newBench()
	if err := errors.Join(twice.runner.Add(good)); err != nil {
		t.Fatal(err)
	}
	if err := twice.runner.Add(good); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("the same name twice: %v", err)
	}
}
