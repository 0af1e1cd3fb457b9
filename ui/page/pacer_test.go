package page_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// TestPacer: what follows a burst happens at once and once more after it, and alone
// things are not waited for.
func TestPacer(t *testing.T) {
	host := pagetest.New(t, fyne.NewSize(100, 100))
	var pacer page.Pacer
	calls := 0
	follow := func() { pacer.Follow(host, func() { calls++ }) }
	for i, want := range []int{1, 1, 1} {
		if follow(); calls != want {
			t.Errorf("after event %d: %d calls, want %d", i+1, calls, want)
		}
	}
	if host.Elapse(); calls != 2 {
		t.Errorf("after the rest: %d calls, want 2", calls)
	}
	if host.Elapse(); calls != 2 {
		t.Errorf("with nothing more: %d calls, want 2", calls)
	}
	if follow(); calls != 3 {
		t.Errorf("a single event later: %d calls, want 3", calls)
	}
}
