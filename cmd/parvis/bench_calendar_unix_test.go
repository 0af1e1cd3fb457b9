//go:build unix

package main

import (
	"context"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

const (
	// wantedView is what opening, filtering and searching should cost at most with
	// ten years of posts.
	wantedView = 50 * time.Millisecond
	// calendarPosts is how many posts the file has at least.
	calendarPosts = 10_000
)

// BenchmarkViews opens, filters and searches the views of Publications in a file of
// 10,000 posts, and drags a post, beside an empty canvas.
func BenchmarkViews(b *testing.B) {
	s := bigScreen(b)
	crowd(b, s)
	if n, err := s.services().Editorial.Count(context.Background(), editorial.Filter{}); err != nil || n < calendarPosts {
		b.Fatalf("the file has %d posts: %v", n, err)
	}
	blank := test.NewTempWindow(b, canvas.NewRectangle(color.Transparent))
	blank.SetPadded(false)
	blank.Resize(fyne.NewSize(1280, 800))
	// shown is a view at a day, drawn whole: what is measured begins from there.
	shown := func(view string, at app.Date) func() {
		return func() {
			s.shell.Go(page.Target{Room: page.Editorial, View: view, At: app.Civil{Date: at}})
			s.wait()
			s.canvas().Capture()
		}
	}
	october := day(1).AddMonths(-1)
	var rows []measured
	for b.Loop() {
		empty := cost(b, nil, func() { blank.Content().Refresh() })
		rows = nil
		measure := func(name string, wanted time.Duration, before, f func()) {
			rows = append(rows, measured{name, cost(b, before, f), empty, wanted})
		}
		open := func(view string) func() {
			return func() {
				s.shell.Go(page.Target{Room: page.Editorial, View: view, At: app.Civil{Date: day(24)}})
				s.wait()
			}
		}
		measure("the month opened", wantedView, shown(page.Calendar, october), open(page.Calendar))
		measure("the week opened", wantedView, shown(page.Week, october), open(page.Week))
		measure("the list opened", wantedView, shown(page.Calendar, october), open(page.List))
		filter := func() { s.filterTag(b).Tapped(nil); s.wait() }
		measure("the month filtered by pillar", wantedView, shown(page.Calendar, day(24)), filter)
		measure("the week filtered by pillar", wantedView, shown(page.Week, day(24)), filter)
		measure("the list filtered by pillar", wantedView, shown(page.List, day(24)), filter)
		table := pagetest.All[*kit.DataTable](s.shell.Window())[0]
		end := false
		measure("the list from one end to the other", wantedView, nil, func() {
			end = !end
			key := fyne.KeyHome
			if end {
				key = fyne.KeyEnd
			}
			table.Focusable().TypedKey(&fyne.KeyEvent{Name: key})
			s.wait()
		})
		down := false
		measure("the list sorted by title", wantedView, nil, func() {
			down = !down
			table.OnSort(1, down)
			s.wait()
		})
		table.OnSort(0, false)
		s.wait()
		field := s.searching(b)
		measure("a letter more in the search", wantedView,
			func() { field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace}); s.wait() },
			func() { field.TypedRune('n'); s.wait() })
		s.canvas().Overlays().Top().(*kit.Modal).Close()

		shown(page.Calendar, day(24))()
		month := pagetest.All[*kit.MonthGrid](s.shell.Window())[0]
		month.BeginExternalDrag("Fournée", 1)
		measure("a step of a drag over the month", wantedCPU, nil, over(month, month.MoveExternalDrag))
		month.CancelDrag()
		shown(page.Week, day(24))()
		week := pagetest.All[*kit.WeekGrid](s.shell.Window())[0]
		week.BeginExternalDrag("Fournée", 1)
		measure("a step of a drag over the week", wantedCPU, nil, over(week, week.MoveExternalDrag))
		week.CancelDrag()
	}
	table("Publications with ten years of posts", "empty canvas", rows...)
	worst := time.Duration(0)
	for _, r := range rows {
		worst = max(worst, r.cost)
	}
	b.ReportMetric(inMS(worst), "cpu-ms/worst")
	b.ReportMetric(0, "ns/op")
}

// filterTag is the first filter of the calendar.
func (s *screen) filterTag(b *testing.B) *kit.ActionTag {
	b.Helper()
	tags := pagetest.All[*kit.ActionTag](s.shell.Window())
	if len(tags) == 0 {
		b.Fatalf("no filter; the screen says %q", s.shown())
	}
	return tags[0]
}

// over moves what is dragged over the days of a grid, another at each call.
func over(grid fyne.CanvasObject, move func(fyne.Position)) func() {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(grid)
	size, n := grid.Size(), 0
	return func() {
		n++
		move(corner.AddXY(size.Width*float32(1+n%7)/8, size.Height*float32(2+n%5)/8))
	}
}

// searching opens the search with most of a word that many texts hold, and returns
// its field.
func (s *screen) searching(b *testing.B) fyne.Focusable {
	b.Helper()
	for _, menu := range s.shell.Window().MainMenu().Items {
		for _, item := range menu.Items {
			if item.Label == "Rechercher" {
				item.Action()
			}
		}
	}
	field := s.canvas().Focused()
	if field == nil {
		b.Fatalf("no search; the screen says %q", s.shown())
	}
	for _, r := range "pain" {
		field.TypedRune(r)
	}
	s.wait()
	if len(pagetest.All[*kit.Pieces](s.shell.Window())) < 10 {
		b.Fatalf("the search shows %q", s.shown())
	}
	return field
}
