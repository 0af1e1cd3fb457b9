package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/assets/translations"
)

// gridCalls notes what a grid asked for.
type gridCalls []string

func newTestGrid(t *testing.T) (*MonthGrid, *gridCalls) {
	t.Helper()
	calls := &gridCalls{}
	note := func(format string, args ...any) { *calls = append(*calls, fmt.Sprintf(format, args...)) }
	g := NewMonthGrid(french(t), frenchWeekdays)
	g.OnOpen = func(id string) { note("open %s", id) }
	g.OnNew = func(d app.Date) { note("new %v", d) }
	g.OnMove = func(id string, to app.Date) { note("move %s to %v", id, to) }
	g.OnOverflow = func(d app.Date) { note("more %v", d) }
	g.OnBeyond = func(d app.Date) { note("beyond %v", d) }
	g.OnMark = func(id string) { note("mark %s", id) }
	g.OnRemove = func(id string) { note("remove %s", id) }
	g.OnFixed = func(id string) { note("fixed %s", id) }
	open(t, g, 770, 700)
	var days []GridDay
	for _, d := range monthWeeks(testToday) {
		days = append(days, GridDay{Date: d, Out: d.Month != testToday.Month, Today: d == testToday})
	}
	put := func(day int, ids ...string) {
		for i := range days {
			if !days[i].Out && days[i].Date.Day == day {
				for _, id := range ids {
					days[i].Chips = append(days[i].Chips, GridChip{
						ID: id, Time: "09:00", Title: "Publication " + id, Pillar: 1, Networks: []string{"facebook"}, Fixed: id == "fixed",
					})
				}
			}
		}
	}
	put(2, "fixed")
	put(6, "a", "b")
	put(18, "c1", "c2", "c3", "c4", "c5", "c6")
	g.SetDays(days)
	return g, calls
}

// middle returns the middle of a day's cell.
func middle(g *MonthGrid, day app.Date) fyne.Position {
	for i, d := range g.days {
		if d.Date == day {
			x, y, w, h := g.view.cell(i)
			return fyne.NewPos(x+w/2, y+h-8)
		}
	}
	return fyne.Position{}
}

func chipSpot(t *testing.T, g *MonthGrid, id string) fyne.Position {
	t.Helper()
	for _, s := range g.view.spots {
		if s.id == id {
			return fyne.NewPos(s.x+s.w/2, s.y+s.h/2)
		}
	}
	t.Fatalf("chip %s is not drawn", id)
	return fyne.Position{}
}

func (c *gridCalls) expect(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, []string(*c)); diff != "" {
		t.Error(diff)
	}
	*c = nil
}

func TestMonthGridTaps(t *testing.T) {
	g, calls := newTestGrid(t)
	test.TapAt(g, chipSpot(t, g, "a"))
	test.TapAt(g, middle(g, date(2026, 11, 25)))
	test.TapAt(g, fyne.NewPos(10, 5)) // the names of the days
	test.TapAt(g, g.view.overflow[0].AddXY(20, 5))
	calls.expect(t, "open a", "new 2026-11-25", "more 2026-11-18")
	if g.SelectedDay() != date(2026, 11, 18) {
		t.Errorf("selected %v", g.SelectedDay())
	}
}

// dragTo drags from a position to another in a few steps, as the driver does: the
// position is the pointer's, the delta that since the last event.
func dragTo(g *MonthGrid, from, to fyne.Position) {
	const steps = 4
	last := from
	for i := 1; i <= steps; i++ {
		f := float32(i) / steps
		at := fyne.NewPos(from.X+(to.X-from.X)*f, from.Y+(to.Y-from.Y)*f)
		g.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{Position: at},
			Dragged:    fyne.NewDelta(at.X-last.X, at.Y-last.Y),
		})
		last = at
	}
}

func TestMonthGridDrag(t *testing.T) {
	g, calls := newTestGrid(t)
	dragTo(g, chipSpot(t, g, "b"), middle(g, date(2026, 11, 27)))
	if g.target < 0 || g.days[g.target].Date != date(2026, 11, 27) || !g.view.ghost.back.Visible() {
		t.Error("the target and the ghost are not shown")
	}
	g.DragEnd()
	calls.expect(t, "move b to 2026-11-27")
	if g.view.ghost.back.Visible() || g.target >= 0 {
		t.Error("the ghost stayed")
	}

	dragTo(g, chipSpot(t, g, "b"), middle(g, date(2026, 11, 6)))
	g.DragEnd()
	dragTo(g, chipSpot(t, g, "b"), fyne.NewPos(-50, 900))
	g.DragEnd()
	dragTo(g, chipSpot(t, g, "fixed"), middle(g, date(2026, 11, 27)))
	g.DragEnd()
	dragTo(g, middle(g, date(2026, 11, 25)), middle(g, date(2026, 11, 27)))
	g.DragEnd()
	dragTo(g, chipSpot(t, g, "b"), middle(g, date(2026, 11, 27)))
	key(g, fyne.KeyEscape)
	g.DragEnd()
	calls.expect(t, "fixed fixed")
}

func TestMonthGridExternalDrag(t *testing.T) {
	g, _ := newTestGrid(t)
	g.BeginExternalDrag("Bûches", 2)
	g.MoveExternalDrag(middle(g, date(2026, 11, 24)))
	if g.days[g.target].Date != date(2026, 11, 24) {
		t.Errorf("target %v", g.days[g.target].Date)
	}
	if d, ok := g.EndExternalDrag(middle(g, date(2026, 11, 25))); !ok || d != date(2026, 11, 25) {
		t.Errorf("dropped on %v, %v", d, ok)
	}
	g.BeginExternalDrag("Bûches", 2)
	if d, ok := g.EndExternalDrag(fyne.NewPos(2000, 10)); ok {
		t.Errorf("dropped outside on %v", d)
	}
	if d, ok := g.EndExternalDrag(middle(g, date(2026, 11, 25))); ok {
		t.Errorf("dropped nothing on %v", d)
	}
}

func TestMonthGridKeyboard(t *testing.T) {
	g, calls := newTestGrid(t)
	g.FocusGained()
	if g.SelectedDay() != testToday {
		t.Fatalf("begins on %v", g.SelectedDay())
	}
	key(g, fyne.KeyLeft, fyne.KeyReturn) // Friday 20, empty
	calls.expect(t, "new 2026-11-20")
	key(g, fyne.KeyUp, fyne.KeyUp) // Friday 6
	if g.SelectedDay() != date(2026, 11, 6) || !g.AcceptsTab() {
		t.Fatalf("on %v", g.SelectedDay())
	}
	key(g, fyne.KeyTab, fyne.KeyDown, fyne.KeyReturn)
	if g.AcceptsTab() {
		t.Error("after the last chip, Tab leaves the grid")
	}
	calls.expect(t, "open b")
	key(g, fyne.KeySpace)
	calls.expect(t, "mark b")
	g.TypedRune('M')
	key(g, fyne.KeyDown, fyne.KeyRight)
	if id, to := g.Carrying(); id != "b" || to != date(2026, 11, 14) {
		t.Errorf("carries %q to %v", id, to)
	}
	key(g, fyne.KeyReturn)
	calls.expect(t, "move b to 2026-11-14")
	g.Select(date(2026, 11, 6))
	key(g, fyne.KeyReturn)
	g.TypedRune('m')
	key(g, fyne.KeyRight, fyne.KeyEscape)
	if id, _ := g.Carrying(); id != "" {
		t.Error("Escape must put the chip back")
	}
	key(g, fyne.KeyEscape, fyne.KeyRight)
	if g.SelectedDay() != date(2026, 11, 7) {
		t.Errorf("on %v", g.SelectedDay())
	}
	g.Select(date(2026, 11, 2))
	key(g, fyne.KeyReturn)
	g.TypedRune('m')
	key(g, fyne.KeyRight)
	calls.expect(t, "fixed fixed")
	if id, _ := g.Carrying(); id != "" {
		t.Error("what is published is not carried")
	}
	g.Select(date(2026, 10, 26))
	key(g, fyne.KeyUp, fyne.KeyLeft)
	calls.expect(t, "beyond 2026-10-19", "beyond 2026-10-25")
}

func TestMonthGridActsOnAChip(t *testing.T) {
	g, calls := newTestGrid(t)
	alt := func(k fyne.KeyName) {
		g.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
	}
	g.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierControl})
	test.TapAt(g, chipSpot(t, g, "b"))
	calls.expect(t, "mark b")
	alt(fyne.KeyRight)
	alt(fyne.KeyDown)
	if g.SelectedDay() != date(2026, 11, 14) || g.SelectedChip() != "b" {
		t.Errorf("the selection is %q on %v", g.SelectedChip(), g.SelectedDay())
	}
	key(g, fyne.KeyDelete)
	g.TypedRune('n')
	calls.expect(t, "move b to 2026-11-07", "move b to 2026-11-14", "remove b", "new 2026-11-14")
	g.SelectChip("fixed")
	alt(fyne.KeyUp)
	calls.expect(t, "fixed fixed")
	g.SelectChip("a")
	alt(fyne.KeyUp)
	alt(fyne.KeyUp)
	calls.expect(t, "move a to 2026-10-30", "move a to 2026-10-23", "beyond 2026-10-23")
}

func TestMonthGridShowsTheChipSelected(t *testing.T) {
	g, _ := newTestGrid(t)
	g.FocusGained()
	g.Select(date(2026, 11, 18))
	key(g, fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyDown)
	chipSpot(t, g, "c6")
}

func TestMonthGridTooltips(t *testing.T) {
	g, _ := newTestGrid(t)
	g.days[0].KeyDate, g.days[0].KeyTip = "Toussaint", "Jour férié : votre boutique est fermée"
	g.SetDays(g.days)
	hover := func(p fyne.Position) string {
		g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
		return g.ToolTip()
	}
	if tip := hover(chipSpot(t, g, "a")); tip != "09:00 Publication a" {
		t.Errorf("chip: %q", tip)
	}
	if tip := hover(fyne.NewPos(60, gridHeader+8)); tip != g.days[0].KeyTip {
		t.Errorf("key date: %q", tip)
	}
	if tip := hover(middle(g, date(2026, 11, 25))); tip != "" {
		t.Errorf("empty day: %q", tip)
	}
	g.MouseOut()
}

func TestMonthGridMarksRests(t *testing.T) {
	g, _ := newTestGrid(t)
	g.days[1].Rest = "Vacances scolaires : Toussaint, zone B"
	g.SetDays(g.days)
	x, y, w, h := g.view.cell(1)
	if band := g.view.rests[1]; !band.Visible() || band.Size().Width < w-3 || band.Position().Y < y+h-2*gridRest {
		t.Errorf("the band is %v at %v, shown %v", band.Size(), band.Position(), band.Visible())
	}
	if g.view.rests[0].Visible() {
		t.Error("a day without rest has a band")
	}
	g.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x+w/2, y+h-2)}})
	if tip := g.ToolTip(); tip != g.days[1].Rest {
		t.Errorf("the band says %q", tip)
	}
	g.MouseOut()
	g.days[1].Rest = ""
	g.SetDays(g.days)
	if g.view.rests[1].Visible() {
		t.Error("the band stays")
	}
}

func TestMonthGridKeepsTheSelection(t *testing.T) {
	g, _ := newTestGrid(t)
	g.Select(date(2026, 11, 6))
	key(g, fyne.KeyReturn, fyne.KeyDown)
	g.SetDays(append([]GridDay(nil), g.days...))
	if g.SelectedDay() != date(2026, 11, 6) || g.SelectedChip() != "b" {
		t.Errorf("selected %v, chip %q", g.SelectedDay(), g.SelectedChip())
	}
	g.SetDays(nil)
	if !g.SelectedDay().IsZero() {
		t.Error("an empty grid has no day")
	}
	key(g, fyne.KeyReturn, fyne.KeyDown, fyne.KeyEscape)
}

// fullMonth is a month of 300 chips.
func fullMonth() []GridDay {
	var days []GridDay
	for _, d := range monthWeeks(testToday) {
		day := GridDay{Date: d, KeyDate: "Journée mondiale du pain"}
		for i := range 8 {
			day.Chips = append(day.Chips, GridChip{
				ID: fmt.Sprint(d, i), Pillar: i%5 + 1, Networks: []string{"facebook", "instagram"}, Time: "09:00",
				Title: fmt.Sprintf("Fournée de %d h et ses brioches du %d", i, d.Day),
			})
		}
		days = append(days, day)
	}
	return days[:len(days)/7*7]
}

// BenchmarkMonthGrid redraws a month of more than 300 chips, all of them seen.
func BenchmarkMonthGrid(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(ModeLight, 1))
	words, err := translations.Load(translations.French)
	if err != nil {
		b.Fatal(err)
	}
	g := NewMonthGrid(words, frenchWeekdays)
	w := test.NewTempWindow(b, g)
	w.Resize(fyne.NewSize(1100, 1500))
	days := fullMonth()
	b.Run("same", func(b *testing.B) {
		for b.Loop() {
			g.SetDays(days)
		}
	})
	b.Run("other", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			for i := range days {
				for j := range days[i].Chips {
					days[i].Chips[j].Title = fmt.Sprintf("Fournée n° %d du %d et ses brioches", n+j, i)
				}
			}
			g.SetDays(days)
		}
	})
}

// TestGridDropsItsTooltip: once a chip is opened, or the days change, what the
// tooltip says is no longer true.
func TestGridDropsItsTooltip(t *testing.T) {
	g := NewMonthGrid(french(t), [7]string{})
	open(t, g, 700, 500)
	for name, act := range map[string]func(){
		"tap":      func() { g.Tapped(&fyne.PointEvent{}) },
		"new days": func() { g.SetDays(nil) },
	} {
		g.hoverTip = "Vendredi 27 novembre"
		act()
		if g.hoverTip != "" {
			t.Errorf("%s: the tooltip stays", name)
		}
	}
}
