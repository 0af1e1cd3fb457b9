package page_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"parvis/ui/page"
)

// later is a host whose background work really runs beside the caller.
type later struct {
	page.Host
	all sync.WaitGroup
}

func (h *later) Background(work func(ctx context.Context), done func()) {
	h.all.Go(func() {
		work(context.Background())
		done()
	})
}

func TestQueueKeepsTheOrderOfWhatWasTyped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h later
		var q page.Queue
		var l page.Loader
		var asked []string
		// The first is the slowest: without its turn it would end last.
		for i, name := range []string{"slow", "quick", "quickest"} {
			q.Do(&h, func(context.Context) error {
				time.Sleep(time.Duration(3-i) * time.Second)
				asked = append(asked, name)
				return nil
			}, func(error) {})
		}
		var seen int
		page.LoadAfter(&q, &l, &h,
			func(context.Context) (int, error) { return len(asked), nil },
			func(n int, _ error) { seen = n },
		)
		h.all.Wait()
		if want := []string{"slow", "quick", "quickest"}; !slices.Equal(asked, want) || seen != len(want) {
			t.Errorf("asked %v, of which %d were seen by the read after; want %v, all seen", asked, seen, want)
		}
	})
}
