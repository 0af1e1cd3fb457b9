package publishing_test

import (
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestAnotherDate: what was taken back, refused or missed, or waits after a
// quota, is given another date and leaves then, once.
func TestAnotherDate(t *testing.T) {
	for name, test := range map[string]struct {
		script script
		due    time.Time
		state  publishing.State
		taken  bool
	}{
		"limited, then taken back": {script{publish: []answer{limit}}, testNow, publishing.Scheduled, true},
		"limited":                  {script{publish: []answer{limit}}, testNow, publishing.Scheduled, false},
		"refused":                  {script{publish: []answer{refuse}}, testNow, publishing.Refused, false},
		"missed after a quota":     {script{publish: []answer{limitLong}}, testNow, publishing.Missed, false},
		"missed, then taken back":  {script{publish: []answer{limitLong}}, testNow, publishing.Missed, true},
		"missed, never tried":      {script{}, testNow.Add(-72 * time.Hour), publishing.Missed, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			s := newService(w, nil)
			w.networks[networks.Bluesky].scripts["bread"] = &test.script
			id := w.plan("bread", networks.Bluesky, test.due, time.Hour)
			w.tick()
			if got := w.row(id); got.State != test.state {
				t.Fatalf("it is %s, want %s", got.State, test.state)
			}
			tried := w.attempts(id)
			if test.taken {
				if err := s.Unschedule(t.Context(), "post-bread"); err != nil {
					t.Fatal(err)
				}
				w.want(id, publishing.Dropped, "publishing.error.dropped")
				wantFailure(t, s.Resend(t.Context(), id), app.CodeConflict, "publishing.error.not_resendable")
				w.settle(100 * time.Hour)
				w.want(id, publishing.Dropped, "publishing.error.dropped")
			}
			at := app.CivilOf(w.clock.Now().Add(96 * time.Hour).In(w.business.Location()))
			w.ledger.posts["post-bread"].plan = publishing.Plan{At: at, Lateness: time.Hour, Accounts: []app.ID{accountOf(networks.Bluesky)}}
			if err := s.Schedule(t.Context(), "post-bread"); err != nil {
				t.Fatal(err)
			}
			w.clock.add(90 * time.Hour)
			w.tick()
			if got := w.networks[networks.Bluesky].count("bread"); got != 0 {
				t.Fatal("it left before its new date")
			}
			w.settle(72 * time.Hour)
			d, _ := w.ledger.of("post-bread")
			if d.State != publishing.Published || w.networks[networks.Bluesky].count("bread") != 1 {
				t.Errorf("%+v, public %d times", d, w.networks[networks.Bluesky].count("bread"))
			}
			if got := w.attempts(id); !slices.Equal(got[:len(tried)], tried) {
				t.Errorf("its history is %v, was %v", got, tried)
			}
		})
	}
}

// TestAnotherDateWithinTheHour: what was taken back while its request may still
// be on its way leaves under the same identity.
func TestAnotherDateWithinTheHour(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{late}
	id := w.plan("bread", networks.Bluesky, testNow, 0)
	w.tick()
	w.clock.add(10 * time.Minute)
	w.tick()
	w.want(id, publishing.Missed, "publishing.error.missed")
	if err := s.Unschedule(t.Context(), "post-bread"); err != nil {
		t.Fatal(err)
	}
	w.ledger.posts["post-bread"].plan = publishing.Plan{At: civil("2026-11-21", 14, 50), Accounts: []app.ID{accountOf(networks.Bluesky)}}
	if err := s.Schedule(t.Context(), "post-bread"); err != nil {
		t.Fatal(err)
	}
	w.settle(time.Hour)
	w.want(id, publishing.Published, "")
	if got := w.networks[networks.Bluesky].count("bread"); got != 1 {
		t.Errorf("%d public posts, want 1", got)
	}
}

// TestTakenBackWhileItIsPrepared: what its owner takes back in the middle of an
// upload does not leave, and what else is due does.
func TestTakenBackWhileItIsPrepared(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.networks[networks.Bluesky].scripted("bread").publish = []answer{limit}
	id := w.plan("bread", networks.Bluesky, testNow, time.Hour)
	w.tick()
	w.clock.add(10 * time.Minute)
	other := w.plan("cake", networks.Bluesky, w.clock.Now(), time.Hour)
	w.networks[networks.Bluesky].uploads = func() {
		w.networks[networks.Bluesky].uploads = nil
		if err := s.Unschedule(t.Context(), "post-bread"); err != nil {
			t.Error(err)
		}
	}
	w.settle(time.Hour)
	w.want(id, publishing.Dropped, "publishing.error.dropped")
	w.want(other, publishing.Published, "")
	if got := w.networks[networks.Bluesky].count("bread"); got != 0 {
		t.Errorf("%d public posts", got)
	}
}

// TestTheRestOfAPostIsStopped: of a post that is out on one network, what waits
// for another can be taken back; nothing can while one is leaving.
func TestTheRestOfAPostIsStopped(t *testing.T) {
	w := newWorld(t)
	s := newService(w, nil)
	w.addPost("post", "bread", publishing.Plan{
		At: civil("2026-11-21", 14, 32), Lateness: time.Hour, Accounts: []app.ID{accountOf(networks.Bluesky), accountOf(networks.Mastodon)},
	})
	if err := s.Schedule(t.Context(), "post"); err != nil {
		t.Fatal(err)
	}
	w.networks[networks.Mastodon].scripted("bread").publish = []answer{limit}
	w.networks[networks.Bluesky].during = func() {
		wantFailure(t, s.Unschedule(t.Context(), "post"), app.CodeConflict, "publishing.error.fixed")
	}
	w.tick()
	if err := s.Unschedule(t.Context(), "post"); err != nil {
		t.Fatal(err)
	}
	w.settle(10 * time.Hour)
	if w.networks[networks.Bluesky].count("bread") != 1 || w.networks[networks.Mastodon].count("bread") != 0 || !w.ledger.posts["post"].scheduled {
		t.Errorf("rows %+v", w.ledger.rows)
	}
	wantFailure(t, s.Unschedule(t.Context(), "post"), app.CodeConflict, "publishing.error.fixed")
}
