package publishing_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// TestCallsAtATime: where the pace allows several calls to one account, as many are
// on their way together and never more, and each post leaves once.
func TestCallsAtATime(t *testing.T) {
	w := newWorld(t)
	w.pace.Spacing, w.pace.Calls = 0, 2
	w.start(-1, false)
	var now, most atomic.Int32
	both := make(chan struct{})
	var second sync.Once
	w.networks[networks.Bluesky].during = func() {
		n := now.Add(1)
		defer now.Add(-1)
		for seen := most.Load(); n > seen && !most.CompareAndSwap(seen, n); seen = most.Load() {
		}
		if n == 2 {
			second.Do(func() { close(both) })
		}
		// The first call waits for a second beside it.
		select {
		case <-both:
		case <-time.After(10 * time.Second):
			t.Error("no second call beside the first")
		}
	}
	var ids []app.ID
	for i := range 12 {
		ids = append(ids, w.plan(fmt.Sprintf("bread %d", i), networks.Bluesky, testNow, time.Hour))
	}
	w.tick()
	for _, id := range ids {
		w.want(id, publishing.Published, "")
	}
	if got := len(w.networks[networks.Bluesky].records); got != len(ids) {
		t.Errorf("%d public posts, want %d", got, len(ids))
	}
	if most.Load() != 2 {
		t.Errorf("%d calls at a time, want 2", most.Load())
	}
}
