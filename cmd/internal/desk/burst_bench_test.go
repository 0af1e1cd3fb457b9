package desk_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"parvis/accounts/bluesky/blueskytest"
	"parvis/app"
	"parvis/app/networks/networkstest"
	"parvis/app/publishing"
	"parvis/cmd/internal/desk"
	"parvis/ui/shell"
)

// What a burst is made of.
const (
	burstAccounts = 10
	burstPosts    = 100 // each goes to every account
	burstAnswer   = 50 * time.Millisecond
	burstCalls    = 2 // in flight for each account
	wantedBurst   = 1.3
)

// BenchmarkBurst sends a thousand deliveries that come due in the same minute to
// servers that take their time to answer, and compares with how long the answers
// alone take. Meanwhile the calendar is read again and again, as its screen
// would.
func BenchmarkBurst(b *testing.B) {
	var took, read time.Duration
	var grown float64
	for b.Loop() {
		took, read, grown = burst(b)
	}
	bound := burstAnswer * burstPosts / burstCalls
	ratio := took.Seconds() / bound.Seconds()
	fmt.Printf("\n%d deliveries due in the same minute over %d accounts, %d calls in flight each, answers after %v\n",
		burstAccounts*burstPosts, burstAccounts, burstCalls, burstAnswer)
	fmt.Printf("finished in %.2f s, the answers alone take %.2f s: %.2f times (wanted ≤ %.1f); heap grew by %.1f MB; slowest month read meanwhile %d ms\n",
		took.Seconds(), bound.Seconds(), ratio, wantedBurst, grown, read.Milliseconds())
	b.ReportMetric(ratio, "×bound")
	b.ReportMetric(grown, "MB-grown")
	b.ReportMetric(float64(read.Milliseconds()), "ms/slowest-read")
	b.ReportMetric(0, "ns/op")
}

func burst(b *testing.B) (took, slowest time.Duration, grownMB float64) {
	b.Helper()
	clock := networkstest.NewClock(saturday)
	options := newComputer(b).options(clock)
	options.Pace = publishing.Pace{Calls: burstCalls, RetryMin: 30 * time.Second, RetryMax: 15 * time.Minute}
	d := desk.New(options)
	w := bakery(b, d)
	defer w.Close()
	s := d.Services()
	gather(b, w, s, clock, saturday)
	ctx, done := context.WithCancel(context.Background())
	var watching sync.WaitGroup
	var peak uint64
	watching.Go(func() {
		for ctx.Err() == nil {
			began := time.Now()
			_, err := s.Editorial.Month(ctx, app.DateOf(saturday))
			if err == nil {
				slowest = max(slowest, time.Since(began))
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			<-time.After(20 * time.Millisecond)
		}
	})
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	_, err := s.Engine.Tick(context.Background())
	took = time.Since(began)
	must(b, err)
	done()
	watching.Wait()
	entries, err := s.Ledger.Entries(b.Context(), publishing.Published, 2*burstAccounts*burstPosts)
	must(b, err)
	if len(entries) != burstAccounts*burstPosts {
		b.Fatalf("%d deliveries are published after one pass", len(entries))
	}
	return took, slowest, (float64(peak) - float64(before.HeapAlloc)) / (1 << 20)
}

// gather connects the accounts of a burst to a server, and schedules its posts.
func gather(b *testing.B, w *shell.Workspace, s *desk.Services, clock app.Clock, due time.Time) {
	b.Helper()
	server := blueskytest.Start(b, clock)
	server.Before = func() { <-time.After(burstAnswer) }
	var accounts []app.ID
	for i := range burstAccounts {
		handle := fmt.Sprintf("fournil%d.test", i)
		accounts = append(accounts, connect(b, s, server.URL, handle, server.CreateAccount(handle).AppPassword).ID)
	}
	for i := range burstPosts {
		p, err := s.Editorial.New(b.Context(), app.CivilOf(due.In(w.Business.Location())))
		must(b, err)
		p.Text, p.Accounts = fmt.Sprintf("Voici la fournée numéro %d.", i), slices.Clone(accounts)
		must(b, s.Editorial.Save(b.Context(), p))
		must(b, s.Ledger.Schedule(b.Context(), p.ID))
	}
}

// settling is how long before the burst its window opens.
const settling = 20 * time.Second

// BenchmarkBurstInWindow makes the same burst in a real window that shows the calendar
// of that month, on the display that `make bench` gives, and measures how long the
// window takes to answer.
func BenchmarkBurstInWindow(b *testing.B) {
	if os.Getenv("PARVIS_PROGRAM") == "" || os.Getenv("DISPLAY") == "" {
		b.Skip("*** SKIPPED: no window was asked: `make bench` gives a display ***")
	}
	program := filepath.Join(b.TempDir(), "burstwindow")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-tags", "migrated_fynedo", "-o", program, "parvis/cmd/internal/burstwindow").CombinedOutput(); err != nil {
		b.Fatalf("building the window: %v\n%s", err, out)
	}
	var took, calm, calmest, usual, slow, slowest int
	for b.Loop() {
		owner, due := newComputer(b), saturday.Add(time.Minute).Truncate(time.Minute)
		d := desk.New(owner.options(networkstest.NewClock(saturday)))
		w := bakery(b, d)
		gather(b, w, d.Services(), networkstest.NewClock(due), due)
		file := w.Path
		w.Close()
		run := exec.CommandContext(b.Context(), program, "-folder", owner.folder, "-ring", string(owner.ring), "-due", due.Format(time.RFC3339),
			"-from", due.Add(-settling).Format(time.RFC3339), "-count", strconv.Itoa(burstAccounts*burstPosts), "-calls", strconv.Itoa(burstCalls), file)
		run.Stderr = os.Stderr
		out, err := run.Output()
		must(b, err)
		if _, err := fmt.Sscan(string(out), &took, &calm, &calmest, &usual, &slow, &slowest); err != nil {
			b.Fatalf("the window says %q: %v", out, err)
		}
	}
	fmt.Printf("\n%d deliveries in a window on the calendar: finished in %.1f s; the window answers within %d ms (median), %d ms (99 in 100), %d ms at most; with nothing to send %d and %d ms\n",
		burstAccounts*burstPosts, float64(took)/1000, usual, slow, slowest, calm, calmest)
	b.ReportMetric(float64(slow), "ms/99th-answer")
	b.ReportMetric(float64(slowest), "ms/slowest-answer")
	b.ReportMetric(0, "ns/op")
}
