package publishing_test

import (
	"testing"
	"time"

	"parvis/app/networks"
	"parvis/app/publishing"
)

// writing returns a world with a service whose holds its engine knows.
func writing(t *testing.T) (*world, *publishing.Service) {
	t.Helper()
	w := newWorld(t)
	w.holds = publishing.NewHolds(w.clock)
	w.start(-1, false)
	return w, publishing.NewService(publishing.Desk{
		Store: w.ledger, Accounts: w.ledger, Business: w, Clock: w.clock, Events: w.events, Holds: w.holds,
	})
}

// TestWhatIsBeingWrittenDoesNotLeave: not even at its minute, and the engine wakes
// when the hold ends; what else goes to the account does not wait for it.
func TestWhatIsBeingWrittenDoesNotLeave(t *testing.T) {
	w, service := writing(t)
	id := w.plan("bread", networks.Bluesky, testNow, 0)
	other := w.plan("cake", networks.Bluesky, testNow, 0)
	end := testNow.Add(40 * time.Second)
	service.Hold("post-bread", end)
	next := w.tick()
	w.want(id, publishing.Scheduled, "")
	w.want(other, publishing.Published, "")
	if !next.Equal(end) {
		t.Errorf("next pass at %v, the hold ends at %v", next, end)
	}
	w.settle(2 * time.Minute)
	if d := w.want(id, publishing.Published, ""); d.PublishedAt.Before(end) {
		t.Errorf("left at %v", d.PublishedAt)
	}
}

// TestReleasedLeaves: at once, and the hold alone makes nothing late.
func TestReleasedLeaves(t *testing.T) {
	for _, held := range []time.Duration{time.Second, 4*time.Minute + 59*time.Second, time.Hour} {
		w, service := writing(t)
		id := w.plan("bread", networks.Bluesky, testNow.Add(time.Minute), 0)
		for typed := time.Duration(0); typed < held+time.Minute; typed += 20 * time.Second {
			w.clock.set(testNow.Add(typed))
			service.Hold("post-bread", w.clock.Now().Add(time.Minute))
			w.tick()
			w.want(id, publishing.Scheduled, "")
		}
		service.Release("post-bread")
		w.clock.add(2 * time.Second)
		w.tick()
		w.want(id, publishing.Published, "")
	}
}

// TestHoldForgivesNothingElse: what was late before, or stays behind after the
// hold, is missed.
func TestHoldForgivesNothingElse(t *testing.T) {
	w, service := writing(t)
	before := w.plan("bread", networks.Bluesky, testNow.Add(-time.Hour), 0)
	service.Hold("post-bread", testNow.Add(time.Minute))
	w.tick()
	w.want(before, publishing.Scheduled, "")
	after := w.plan("cake", networks.Bluesky, testNow.Add(time.Minute), 0)
	service.Hold("post-cake", testNow.Add(2*time.Minute))
	w.clock.add(time.Hour)
	w.tick()
	w.want(before, publishing.Missed, "publishing.error.missed")
	w.want(after, publishing.Missed, "publishing.error.missed")
}
