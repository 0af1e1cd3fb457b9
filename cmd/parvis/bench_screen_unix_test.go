//go:build unix

package main

import (
	"context"
	"fmt"
	"image/color"
	"strings"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"parvis/accounts/bluesky"
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/networks/networkstest"
	"parvis/cmd/internal/desk"
	"parvis/cmd/internal/machine"
	"parvis/ui/page"
)

const (
	// samples is how many times each thing is measured at least.
	samples = 30
	// wantedCPU is what a month and a keystroke should cost at most.
	wantedCPU = 16 * time.Millisecond
	// monthPosts is how many posts the month shown has.
	monthPosts = 300
)

// measured is a row of the table: what was measured, and its baseline.
type measured struct {
	name     string
	cost     time.Duration
	baseline time.Duration
	wanted   time.Duration // none when zero
}

func table(title, baseline string, rows ...measured) {
	fmt.Printf("\n%s; processor time of the process, medians of %d or more\n", title, samples)
	fmt.Printf("%-52s %10s %12s %9s\n", "", "Parvis", baseline, "wanted")
	for _, r := range rows {
		wanted := ""
		if r.wanted > 0 {
			wanted = "< " + r.wanted.String()
		}
		fmt.Printf("%-52s %7.2f ms %9.2f ms %9s\n", r.name, inMS(r.cost), inMS(r.baseline), wanted)
	}
}

func inMS(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// spent is the processor time this process has taken so far.
func spent(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cost returns the median processor time of f, done at least samples times.
// before, when not nil, is done before each and not measured.
func cost(b *testing.B, before, f func()) time.Duration {
	b.Helper()
	times := make([]time.Duration, samples)
	for i := range times {
		if before != nil {
			before()
		}
		began := spent(b)
		f()
		times[i] = spent(b) - began
	}
	return time.Duration(medianOf(times, func(d time.Duration) float64 { return float64(d) }))
}

// bigScreen opens the program on ten years of a busy business.
func bigScreen(b *testing.B) *screen {
	b.Helper()
	folder := b.TempDir()
	clock := app.FixedClock(saturday)
	s := openScreen(b, desk.Options{
		Paths: machine.PathsUnder(folder), Clock: clock, Vault: &networkstest.Vault{},
		Connectors: networks.Connectors{networks.Bluesky: bluesky.New(nil, clock, nil)},
	})
	s.shell.OpenFile(bigFile(b, folder))
	if s.shell.Opened() == nil {
		b.Fatalf("the file did not open; the screen says %q", s.shown())
	}
	return s
}

// crowd fills November 2026 up to monthPosts posts.
func crowd(b *testing.B, s *screen) {
	b.Helper()
	ctx := context.Background()
	posts, err := s.services().Editorial.Placed(ctx, day(1), day(30))
	if err != nil {
		b.Fatal(err)
	}
	strategy, err := s.services().Strategy.Strategy(ctx)
	if err != nil {
		b.Fatal(err)
	}
	for i := len(posts); i < monthPosts; i++ {
		at := app.Civil{Date: day(1 + i%30), Time: app.TimeOfDay{Hour: 7 + i/30, Minute: i % 60}}
		p, err := s.services().Editorial.New(ctx, at)
		if err != nil {
			b.Fatal(err)
		}
		p.Text = fmt.Sprintf("Fournée nᵒ %d : pain au levain, fougasse et brioche", i)
		p.PillarID = strategy.Pillars[i%len(strategy.Pillars)].ID
		if err := s.services().Editorial.Save(ctx, p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMonth shows a month of 300 posts beside an empty canvas.
func BenchmarkMonth(b *testing.B) {
	s := bigScreen(b)
	crowd(b, s)
	november := page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: day(1)}}
	october := page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: day(1).AddMonths(-1)}}
	s.shell.Go(november)
	s.canvas().Capture()
	s.reads("Novembre 2026")
	if posts, err := s.services().Editorial.Placed(context.Background(), day(1), day(30)); err != nil || len(posts) < monthPosts {
		b.Fatalf("the month has %d posts: %v", len(posts), err)
	}
	blank := test.NewTempWindow(b, canvas.NewRectangle(color.Transparent))
	blank.SetPadded(false)
	blank.Resize(fyne.NewSize(1280, 800))

	// Another month is left behind each time: nothing of this one is still there.
	before := func() { s.shell.Go(october); s.canvas().Capture() }
	shown := measured{name: "read and laid out", wanted: wantedCPU}
	drawn := measured{name: "the same, and the whole window drawn in software"}
	for b.Loop() {
		shown.cost = cost(b, before, func() { s.shell.Go(november) })
		shown.baseline = cost(b, nil, func() { blank.Content().Refresh() })
		drawn.cost = cost(b, before, func() {
			s.shell.Go(november)
			s.canvas().Capture()
		})
		drawn.baseline = cost(b, nil, func() {
			blank.Content().Refresh()
			blank.Canvas().Capture()
		})
	}
	table("A month of 300 posts", "empty canvas", shown, drawn)
	b.ReportMetric(inMS(shown.cost), "cpu-ms/month")
	b.ReportMetric(inMS(drawn.cost-drawn.baseline), "cpu-ms/drawn-over-empty")
	b.ReportMetric(0, "ns/op")
}

// written is a post of usual length, with what is checked in it.
var written = strings.Repeat("Le pain au levain sort du four à 7 h 🥖 ", 6) + "https://boulangerie-martin.fr #PainAuLevain"

// BenchmarkKeystroke types in the composer beside a bare entry with the same
// text.
func BenchmarkKeystroke(b *testing.B) {
	s := bigScreen(b)
	p, err := s.services().Editorial.New(context.Background(), app.Civil{Date: day(24), Time: app.TimeOfDay{Hour: 9}})
	if err != nil {
		b.Fatal(err)
	}
	p.Text, p.Stage = written, editorial.Draft
	if err := s.services().Editorial.Save(context.Background(), p); err != nil {
		b.Fatal(err)
	}
	s.shell.Go(page.Target{Room: page.Editorial, View: page.EditPost, ID: p.ID})
	s.wait()
	text := s.canvas().Focused()
	if text == nil {
		b.Fatalf("the text has no focus; the screen says %q", s.shown())
	}
	s.canvas().Capture()
	// What is typed is taken back, so that the text stays as long.
	takeBack := func(f fyne.Focusable) { f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}) }
	back := func() { takeBack(text); s.wait() }

	entry := widget.NewMultiLineEntry()
	entry.Wrapping = fyne.TextWrapWord
	entry.SetText(written)
	bare := test.NewTempWindow(b, entry)
	bare.Resize(fyne.NewSize(440, 400))
	bare.Canvas().Focus(entry)
	bare.Canvas().Capture()

	key := measured{name: "the key: text and counter"}
	all := measured{name: "the key, the preview and all checks, the save", wanted: wantedCPU}
	drawn := measured{name: "the same, and the whole window drawn in software"}
	for b.Loop() {
		key.cost = cost(b, back, func() { text.TypedRune('é') })
		key.baseline = cost(b, func() { takeBack(entry) }, func() { entry.TypedRune('é') })
		all.cost = cost(b, back, func() { text.TypedRune('é'); s.wait() })
		all.baseline = key.baseline
		drawn.cost = cost(b, back, func() {
			text.TypedRune('é')
			s.wait()
			s.canvas().Capture()
		})
		drawn.baseline = cost(b, func() { takeBack(entry) }, func() {
			entry.TypedRune('é')
			bare.Canvas().Capture()
		})
	}
	// What was measured did happen: the last key struck is in the file.
	text.TypedRune('ô')
	s.wait()
	if kept, _, err := s.services().Editorial.Post(context.Background(), p.ID); err != nil || !strings.Contains(kept.Text, "ô") {
		b.Fatalf("the file holds %q, %v", kept.Text, err)
	}
	table("A keystroke in the composer, in a text of usual length", "bare entry", key, all, drawn)
	b.ReportMetric(inMS(all.cost), "cpu-ms/key")
	b.ReportMetric(0, "ns/op")
}
