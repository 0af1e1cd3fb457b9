package watch

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
)

func TestRefreshReadsWhatIsDue(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr", entry("a", "2026-11-20 09:00"))
	b.sites.reads = nil
	for _, test := range []struct {
		after time.Duration
		force bool
		asked int
	}{
		{30 * time.Minute, false, 0},
		{0, true, 1},
		{10 * time.Second, true, 0}, // asked a moment ago
		{59 * time.Minute, false, 0},
		{time.Minute, false, 1},
	} {
		b.clock.t = b.clock.t.Add(test.after)
		got, err := b.Refresh(t.Context(), test.force)
		if err != nil || got.Asked != test.asked || got.Failed != 0 {
			t.Errorf("%v later, force %v: %+v, %v, want %d asked", test.after, test.force, got, err, test.asked)
		}
	}
}

func TestRefreshCountsNewItemsAndKeepsOldOnes(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr", entry("b", "2026-11-20 09:00"), entry("a", "2026-11-13 09:00"))
	b.clock.t = b.clock.t.Add(time.Hour)
	changed := entry("b", "2026-11-21 12:00")
	changed.Title = "corrigé"
	b.site("legoff.fr", entry("c", "2026-11-21 15:00"), changed)
	got, err := b.Refresh(t.Context(), false)
	if err != nil || got != (Refreshed{Asked: 1, New: 1}) {
		t.Errorf("Refresh = %+v, %v", got, err)
	}
	if len(b.store.items) != 3 || b.store.items[0].Title != "b" {
		t.Errorf("items = %+v", b.store.items)
	}
}

func TestRefreshLetsOneFailureAlone(t *testing.T) {
	b := newBench(t)
	b.follow(t, "down.fr")
	b.follow(t, "up.fr")
	b.sites.fails["https://down.fr/feed"] = app.Fail(app.CodeUnavailable, "watch.error.site_fault")
	b.site("up.fr", entry("a", "2026-11-20 09:00"))
	b.clock.t = b.clock.t.Add(time.Hour)
	got, err := b.Refresh(t.Context(), false)
	if err != nil || got != (Refreshed{Asked: 2, Failed: 1, New: 1}) {
		t.Errorf("Refresh = %+v, %v", got, err)
	}
	sum, err := b.Summary(t.Context())
	if err != nil || sum.Sources != 2 || sum.Failing != 1 || !sum.LastRead.Equal(b.clock.t) {
		t.Errorf("Summary = %+v, %v", sum, err)
	}
	down := b.store.sources[0]
	if down.ErrorKey != "watch.error.site_fault" || down.Failures != 1 || down.LastSuccess.Equal(b.clock.t) {
		t.Errorf("source that is down = %+v", down)
	}
}

func TestAFeedThatBreaksItsReaderEndsNothing(t *testing.T) {
	b := newBench(t)
	b.follow(t, "broken.fr")
	b.follow(t, "up.fr")
	b.sites.burst = "https://broken.fr/feed"
	b.site("up.fr", entry("a", "2026-11-20 09:00"))
	b.clock.t = b.clock.t.Add(time.Hour)
	got, err := b.Refresh(t.Context(), false)
	if err != nil || got != (Refreshed{Asked: 2, Failed: 1, New: 1}) {
		t.Errorf("Refresh = %+v, %v", got, err)
	}
	if broken := b.store.sources[0]; broken.ErrorKey != "watch.error.not_a_feed" || broken.Failures != 1 {
		t.Errorf("source that breaks = %+v", broken)
	}
}

func TestFailuresSlowDownAndSuccessForgets(t *testing.T) {
	b := newBench(t)
	b.follow(t, "down.fr")
	feed := "https://down.fr/feed"
	b.sites.fails[feed] = errors.New("a bug of the reader")
	for i, want := range []time.Duration{1, 2, 4, 8, 16, 24, 24} {
		b.clock.t = b.source(t).NextTry
		if _, err := b.Refresh(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		if got := b.source(t).NextTry.Sub(b.clock.t); got != want*time.Hour {
			t.Errorf("after %d failures: %v, want %v h", i+1, got, int64(want))
		}
	}
	delete(b.sites.fails, feed)
	b.clock.t = b.source(t).NextTry
	if _, err := b.Refresh(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if s := b.source(t); s.Failures != 0 || s.ErrorKey != "" || !s.NextTry.Equal(b.clock.t.Add(time.Hour)) {
		t.Errorf("after a success: %+v", s)
	}
}

func TestBackOffGrowsWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1_000_000).Draw(t, "failures")
		wait := backOff(n)
		if wait < interval || wait > slowest || backOff(n+1) < wait {
			t.Fatalf("backOff(%d) = %v, then %v", n, wait, backOff(n+1))
		}
	})
}

func TestAServersWishIsObeyedEvenByForce(t *testing.T) {
	b := newBench(t)
	b.follow(t, "busy.fr")
	until := b.clock.t.Add(5 * time.Hour)
	b.sites.fails["https://busy.fr/feed"] = app.Fail(app.CodeLimited, "watch.error.limited", "RetryAfter", until)
	b.clock.t = b.clock.t.Add(time.Hour)
	if _, err := b.Refresh(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if got := b.source(t).NextTry; !got.Equal(until) {
		t.Errorf("next try %v, want %v", got, until)
	}
	b.clock.t = until.Add(-time.Minute)
	if got, err := b.Refresh(t.Context(), true); err != nil || got.Asked != 0 {
		t.Errorf("forced before the time: %+v, %v", got, err)
	}
	b.clock.t = until
	if got, err := b.Refresh(t.Context(), false); err != nil || got.Asked != 1 {
		t.Errorf("at the time: %+v, %v", got, err)
	}
}

func TestAFeedThatIsGoneIsLeftForAMonth(t *testing.T) {
	b := newBench(t)
	b.follow(t, "gone.fr")
	b.sites.fails["https://gone.fr/feed"] = app.Fail(app.CodeInvalid, "watch.error.gone")
	b.clock.t = b.clock.t.Add(time.Hour)
	if _, err := b.Refresh(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	if got := b.source(t).NextTry.Sub(b.clock.t); got != goneInterval {
		t.Errorf("next try in %v", got)
	}
}

func TestRefreshAsksConditionally(t *testing.T) {
	b := newBench(t)
	address := b.site("legoff.fr", entry("a", "2026-11-13 09:00"))
	feed := b.sites.feeds[address]
	feed.ETag = "v1"
	b.sites.feeds[address] = feed
	if _, err := b.Follow(t.Context(), "", "legoff.fr"); err != nil {
		t.Fatal(err)
	}
	since := b.source(t).KnownSince
	b.clock.t = b.clock.t.Add(time.Hour)
	if got, err := b.Refresh(t.Context(), false); err != nil || got.New != 0 || got.Failed != 0 {
		t.Errorf("Refresh = %+v, %v", got, err)
	}
	if s := b.source(t); !s.LastSuccess.Equal(b.clock.t) || s.ETag != "v1" || s.Title == "" || !s.KnownSince.Equal(since) {
		t.Errorf("source = %+v", s)
	}
}

func TestNothingOfTheExampleLeavesTheMachine(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr")
	b.sites.reads = nil
	b.profile.b.Example = true
	b.clock.t = b.clock.t.Add(48 * time.Hour)
	if got, err := b.Refresh(t.Context(), true); err != nil || got.Asked != 0 || len(b.sites.reads) != 0 {
		t.Errorf("Refresh = %+v, %v, reads %v", got, err, b.sites.reads)
	}
}

func TestACompetitorRemovedWhileItIsReadIsNoFailure(t *testing.T) {
	b := newBench(t)
	c := b.follow(t, "legoff.fr")
	b.clock.t = b.clock.t.Add(time.Hour)
	b.sites.hook = func(string) {
		if err := b.store.RemoveCompetitor(t.Context(), c.ID); err != nil {
			t.Error(err)
		}
	}
	if _, err := b.Refresh(t.Context(), false); err != nil {
		t.Errorf("Refresh = %v", err)
	}
	if len(b.store.sources) != 0 {
		t.Errorf("the source came back: %+v", b.store.sources)
	}
}

func TestAFileThatRefusesIsTold(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr")
	b.clock.t = b.clock.t.Add(time.Hour)
	b.store.broken = app.Fail(app.CodeUnavailable, "file.full")
	if _, err := b.Refresh(t.Context(), false); keyOf(err) != "file.full" {
		t.Errorf("Refresh = %v", err)
	}
}

func TestAnInterruptedRefreshHoldsNothingAgainstASite(t *testing.T) {
	b := newBench(t)
	b.follow(t, "legoff.fr")
	b.clock.t = b.clock.t.Add(time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	b.sites.hook = func(string) { cancel() }
	if _, err := b.Refresh(ctx, false); !errors.Is(err, context.Canceled) {
		t.Errorf("Refresh = %v", err)
	}
	if s := b.source(t); s.Failures != 0 {
		t.Errorf("source = %+v", s)
	}
}

func TestTheJobSaysWhenItIsNextDue(t *testing.T) {
	b := newBench(t)
	job := b.Job()
	if next, err := job.Run(t.Context()); err != nil || !next.IsZero() {
		t.Errorf("without sources: %v, %v", next, err)
	}
	b.follow(t, "a.fr")
	b.clock.t = b.clock.t.Add(20 * time.Minute)
	b.follow(t, "b.fr")
	next, err := job.Run(t.Context())
	if err != nil || !next.Equal(b.clock.t.Add(40*time.Minute)) {
		t.Errorf("next = %v, %v", next, err)
	}
}

func TestKnownSinceNeverClaimsMoreThanWasSeen(t *testing.T) {
	for _, test := range []struct {
		name          string
		first, second []Item
		want          string // civil time; "first" and "second" are the readings
	}{
		{
			"the oldest of the first reading",
			[]Item{entry("b", "2026-11-10 09:00"), entry("a", "2026-11-03 09:00")},
			nil,
			"2026-11-03 09:00",
		},
		{
			"items shared with the former reading",
			[]Item{entry("b", "2026-11-10 09:00"), entry("a", "2026-11-03 09:00")},
			[]Item{entry("c", "2026-11-21 15:00"), entry("b", "2026-11-10 09:00")},
			"2026-11-03 09:00",
		},
		{
			"nothing shared: some may have come and gone in between",
			[]Item{entry("b", "2026-11-10 09:00"), entry("a", "2026-11-03 09:00")},
			[]Item{entry("e", "2026-11-21 15:00"), entry("d", "2026-11-20 09:00")},
			"2026-11-20 09:00",
		},
		{
			"a feed that empties claims no more and no less",
			[]Item{entry("a", "2026-11-03 09:00")},
			[]Item{},
			"2026-11-03 09:00",
		},
		{"an empty feed is known from then on", []Item{}, nil, "first"},
		{
			"an undated item, and no telling when",
			[]Item{entry("b", "2026-11-10 09:00"), entry("a", "")},
			nil,
			"first",
		},
		{
			"an undated item seen before changes nothing",
			[]Item{entry("a", "")},
			[]Item{entry("a", "")},
			"first",
		},
		{
			"a new undated item starts again",
			[]Item{entry("a", "2026-11-03 09:00")},
			[]Item{entry("b", ""), entry("a", "2026-11-03 09:00")},
			"second",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.follow(t, "legoff.fr", test.first...)
			readings := map[string]time.Time{"first": b.clock.t}
			if test.second != nil {
				b.clock.t = b.clock.t.Add(time.Hour)
				readings["second"] = b.clock.t
				b.site("legoff.fr", test.second...)
				if _, err := b.Refresh(t.Context(), false); err != nil {
					t.Fatal(err)
				}
			}
			want, ok := readings[test.want]
			if !ok {
				want = civil(test.want)
			}
			if got := b.source(t).KnownSince; !got.Equal(want) {
				t.Errorf("known since %v, want %v", got, want)
			}
		})
	}
}
