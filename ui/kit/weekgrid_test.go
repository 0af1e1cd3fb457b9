package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/assets/icons"
)

func clock(h, m int) app.TimeOfDay { return app.TimeOfDay{Hour: h, Minute: m} }

func weekBlock(id string, h, m int) WeekBlock {
	return WeekBlock{At: clock(h, m), GridChip: GridChip{
		ID: id, Title: "Publication " + id, Pillar: 1, Networks: []string{"facebook"}, Fixed: id == "fixed",
	}}
}

// testWeek is that of testToday, a Saturday.
func testWeek() []WeekDay {
	monday := testToday.Monday()
	var days []WeekDay
	for i := range 7 {
		d := monday.AddDays(i)
		days = append(days, WeekDay{Date: d, Head: fmt.Sprintf("%s %d", frenchWeekdays[i], d.Day), Today: d == testToday})
	}
	days[0].Blocks = []WeekBlock{weekBlock("fixed", 9, 0)}
	days[2].Blocks = []WeekBlock{weekBlock("a", 12, 0), weekBlock("b", 12, 15), weekBlock("c", 17, 40)}
	days[2].Slots = []WeekSlot{{At: clock(15, 0), Pillar: 2, Label: "Offres"}}
	days[2].KeyDate = "Journée mondiale de l’artisanat"
	days[4].Blocks = []WeekBlock{weekBlock("d1", 10, 0), weekBlock("d2", 10, 0), weekBlock("d3", 10, 5), weekBlock("d4", 10, 10)}
	return days
}

func newTestWeek(t *testing.T) (*WeekGrid, *gridCalls) {
	t.Helper()
	calls := new(gridCalls)
	note := func(format string, args ...any) { *calls = append(*calls, fmt.Sprintf(format, args...)) }
	g := NewWeekGrid(french(t))
	g.OnOpen = func(id string) { note("open %s", id) }
	g.OnNew = func(at app.Civil) { note("new %v", at) }
	g.OnMove = func(id string, to app.Civil) { note("move %s to %v", id, to) }
	g.OnMark = func(id string) { note("mark %s", id) }
	g.OnRemove = func(id string) { note("remove %s", id) }
	g.OnFixed = func(id string) { note("fixed %s", id) }
	g.OnOverflow = func(d app.Date) { note("more %v", d) }
	g.OnBeyond = func(at app.Civil) { note("beyond %v", at) }
	open(t, g, 770, 600)
	g.SetDays(testWeek(), app.Civil{Date: testToday, Time: clock(14, 32)})
	return g, calls
}

func weekSpotOf(t *testing.T, g *WeekGrid, id string) fyne.Position {
	t.Helper()
	for _, s := range g.body.spots {
		if s.block == id {
			return fyne.NewPos(s.x+s.w/2, s.y+s.h/2)
		}
	}
	t.Fatalf("block %s is not drawn", id)
	return fyne.Position{}
}

// moment returns the place of a moment in the body.
func (g *WeekGrid) place(day, minute int) fyne.Position {
	x, w := g.column(day, g.Size().Width)
	return fyne.NewPos(x+w/2, g.body.y(minute)+1)
}

// dragWeek drags from a position of the body to another as the driver does.
func dragWeek(g *WeekGrid, from, to fyne.Position) {
	const steps = 4
	last := from
	for i := 1; i <= steps; i++ {
		f := float32(i) / steps
		at := fyne.NewPos(from.X+(to.X-from.X)*f, from.Y+(to.Y-from.Y)*f)
		corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.body)
		g.body.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{Position: at, AbsolutePosition: corner.Add(at)},
			Dragged:    fyne.NewDelta(at.X-last.X, at.Y-last.Y),
		})
		last = at
	}
}

func TestWeekScrollsToTheFirstBusyHour(t *testing.T) {
	g, _ := newTestWeek(t)
	top := g.body.minute(g.scroll.Offset.Y)
	if top < 8*60+30 || top > 9*60 {
		t.Errorf("the first minute seen is %d", top)
	}
	// The same week read again stays where it was scrolled to.
	g.scrollTo(0)
	g.SetDays(testWeek(), g.now)
	if g.scroll.Offset.Y != 0 {
		t.Error("reading again scrolls")
	}
}

func TestWeekTaps(t *testing.T) {
	g, calls := newTestWeek(t)
	test.TapAt(g.body, weekSpotOf(t, g, "a"))
	g.body.MouseDown(&desktop.MouseEvent{Modifier: fyne.KeyModifierControl})
	test.TapAt(g.body, weekSpotOf(t, g, "b"))
	test.TapAt(g.body, g.place(1, 11*60+50))
	test.TapAt(g.body, g.place(2, 15*60+5)) // the slot
	for _, s := range g.body.spots {
		if s.overflow {
			test.TapAt(g.body, fyne.NewPos(s.x+3, s.y+3))
		}
	}
	calls.expect(t, "open a", "mark b", "new 2026-11-17 11:30", "new 2026-11-18 15:00", "more 2026-11-20")
}

func TestWeekBlocksStandSideBySide(t *testing.T) {
	day := WeekDay{
		Blocks: []WeekBlock{weekBlock("a", 9, 0), weekBlock("b", 9, 30), weekBlock("c", 9, 45), weekBlock("d", 12, 0)},
		Slots:  []WeekSlot{{At: clock(12, 15)}},
	}
	got := lanesOf(day, 45, 3)
	want := []lane{
		{minute: 540, block: 0, slot: -1, at: 0, of: 2},
		{minute: 570, block: 1, slot: -1, at: 1, of: 2},
		{minute: 585, block: 2, slot: -1, at: 0, of: 2},
		{minute: 720, block: 3, slot: -1, at: 0, of: 2},
		{minute: 735, block: -1, slot: 0, at: 1, of: 2},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(lane{})); diff != "" {
		t.Error(diff)
	}
	var crowd WeekDay
	for i := range 6 {
		crowd.Blocks = append(crowd.Blocks, weekBlock(fmt.Sprint(i), 9, i))
	}
	got = lanesOf(crowd, 45, 3)
	if len(got) != 3 || got[2].overflow != 4 {
		t.Errorf("a crowd stands as %+v", got)
	}
	if got = lanesOf(crowd, 45, 1); len(got) != 1 || got[0].overflow != 6 {
		t.Errorf("without room it stands as %+v", got)
	}
}

func TestWeekDrag(t *testing.T) {
	g, calls := newTestWeek(t)
	from := weekSpotOf(t, g, "c")
	grip := from.Y - g.body.y(17*60+40)
	dragWeek(g, from, g.place(5, 16*60+4).AddXY(0, grip))
	if !g.body.ghost.back.Visible() || g.body.label.text != "16:00" {
		t.Errorf("the ghost is at %q", g.body.label.text)
	}
	g.body.DragEnd()
	calls.expect(t, "move c to 2026-11-21 16:00")
	if d, _ := g.Day(testToday); len(d.Blocks) != 1 {
		t.Error("the block is not where it was dropped")
	}
	dragWeek(g, weekSpotOf(t, g, "fixed"), g.place(5, 13*60))
	g.body.DragEnd()
	calls.expect(t, "fixed fixed")
	dragWeek(g, weekSpotOf(t, g, "a"), fyne.NewPos(-200, 100))
	g.body.DragEnd()
	dragWeek(g, g.place(1, 10*60), g.place(3, 10*60))
	g.body.DragEnd()
	dragWeek(g, weekSpotOf(t, g, "a"), g.place(3, 12*60))
	key(g.body, fyne.KeyEscape)
	g.body.DragEnd()
	calls.expect(t)
}

func TestWeekExternalDrag(t *testing.T) {
	g, _ := newTestWeek(t)
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(g.body)
	g.BeginExternalDrag("Bûches", 2)
	if at, ok := g.EndExternalDrag(corner.Add(g.place(3, 14*60+10))); !ok || at.String() != "2026-11-19 14:15" {
		t.Errorf("dropped at %v, %v", at, ok)
	}
	g.BeginExternalDrag("Bûches", 2)
	if at, ok := g.EndExternalDrag(fyne.NewPos(2000, 10)); ok {
		t.Errorf("dropped outside at %v", at)
	}
	if at, ok := g.EndExternalDrag(corner.Add(g.place(3, 14*60))); ok {
		t.Errorf("dropped nothing at %v", at)
	}
}

func TestWeekKeyboard(t *testing.T) {
	g, calls := newTestWeek(t)
	g.body.FocusGained()
	if g.Selected().Date != testToday {
		t.Fatalf("begins on %v", g.Selected())
	}
	g.Select(date(2026, 11, 18))
	key(g.body, fyne.KeyDown, fyne.KeyReturn, fyne.KeySpace, fyne.KeyDown)
	calls.expect(t, "open b", "mark b")
	if g.SelectedBlock() != "" || g.Selected().Time != clock(15, 0) {
		t.Fatalf("down from the last block before a slot: %q at %v", g.SelectedBlock(), g.Selected())
	}
	key(g.body, fyne.KeyReturn, fyne.KeyDown, fyne.KeyDelete, fyne.KeyDown)
	g.body.TypedRune('N')
	calls.expect(t, "new 2026-11-18 15:00", "remove c", "new 2026-11-18 18:30")
	key(g.body, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp, fyne.KeyUp)
	if g.SelectedBlock() != "" || g.Selected().Time != clock(11, 0) {
		t.Errorf("up to %q at %v", g.SelectedBlock(), g.Selected())
	}
	key(g.body, fyne.KeyEnd)
	if g.SelectedBlock() != "c" {
		t.Errorf("End goes to %q", g.SelectedBlock())
	}
	key(g.body, fyne.KeyHome, fyne.KeyTab)
	if g.SelectedBlock() != "b" || !g.body.AcceptsTab() {
		t.Errorf("Tab goes to %q", g.SelectedBlock())
	}
	key(g.body, fyne.KeyLeft, fyne.KeyLeft)
	if g.SelectedBlock() != "fixed" {
		t.Errorf("left goes to %q", g.SelectedBlock())
	}
	key(g.body, fyne.KeyLeft, fyne.KeyPageDown)
	calls.expect(t, "beyond 2026-11-15 09:00")
	if g.Selected().Time != clock(10, 0) {
		t.Errorf("Page Down goes to %v", g.Selected())
	}
}

func TestWeekAltArrowsMove(t *testing.T) {
	g, calls := newTestWeek(t)
	alt := func(k fyne.KeyName) {
		g.body.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt})
	}
	g.SelectBlock("c") // 17:40
	alt(fyne.KeyDown)
	alt(fyne.KeyUp)
	alt(fyne.KeyRight)
	if g.SelectedBlock() != "c" || g.Selected().String() != "2026-11-19 17:30" {
		t.Errorf("the selection is %q at %v", g.SelectedBlock(), g.Selected())
	}
	calls.expect(t, "move c to 2026-11-18 17:45", "move c to 2026-11-18 17:30", "move c to 2026-11-19 17:30")
	// What is read afterwards keeps the selection on it.
	days := testWeek()
	days[2].Blocks, days[3].Blocks = days[2].Blocks[:2], []WeekBlock{weekBlock("c", 17, 30)}
	g.SetDays(days, g.now)
	if g.SelectedBlock() != "c" {
		t.Errorf("read again, the selection is %q", g.SelectedBlock())
	}
	g.SelectBlock("fixed")
	alt(fyne.KeyLeft)
	calls.expect(t, "fixed fixed")
	g.days[6].Blocks = []WeekBlock{weekBlock("z", 23, 40)}
	g.SelectBlock("z")
	alt(fyne.KeyDown)
	alt(fyne.KeyRight)
	calls.expect(t, "move z to 2026-11-22 23:45", "move z to 2026-11-23 23:45", "beyond 2026-11-23 23:45")
}

func TestWeekTooltips(t *testing.T) {
	g, _ := newTestWeek(t)
	over := func(h desktop.Hoverable, p fyne.Position) string {
		h.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
		return g.ToolTip()
	}
	if tip := over(g.body, weekSpotOf(t, g, "a")); tip != "12:00 Publication a" {
		t.Errorf("block: %q", tip)
	}
	x, _ := g.column(2, g.Size().Width)
	if tip := over(g, fyne.NewPos(x+20, 30)); tip != "Journée mondiale de l’artisanat" {
		t.Errorf("key date: %q", tip)
	}
	g.body.MouseOut()
	g.MouseOut()
}

func TestWeekWithLargeTexts(t *testing.T) {
	g, _ := newTestWeek(t)
	fyne.CurrentApp().Settings().SetTheme(NewTheme(ModeLight, 1.6))
	g.Refresh()
	if room, need := g.gutter()-6, MeasureText(g, "10:00", StyleCaption).Width; room < need {
		t.Errorf("an hour of %v stands in %v", need, room)
	}
	if block := g.body.blockHeight(); block > g.body.hour() {
		t.Errorf("a block of %v is higher than an hour of %v", block, g.body.hour())
	}
}

func TestWeekWithoutDays(t *testing.T) {
	g, calls := newTestWeek(t)
	g.SetDays(nil, app.Civil{})
	key(g.body, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEscape)
	test.TapAt(g.body, fyne.NewPos(300, 300))
	calls.expect(t)
}

// sampleWeek is what the gallery draws.
func sampleWeek() []WeekDay {
	days := testWeek()
	titles := []string{"Jeu-concours de l’Avent", "Brioche du dimanche", "Anticonstitutionnellement vôtre", "Portrait de Léa"}
	n := 0
	for i := range days {
		for j := range days[i].Blocks {
			b := &days[i].Blocks[j]
			b.Title, b.Pillar, b.Mark = titles[n%4], n%5+1, icons.Clock
			b.Networks = [][]string{{"facebook"}, {"instagram", "facebook"}, {"linkedin"}}[n%3]
			n++
		}
	}
	days[0].Blocks[0].Mark, days[0].Blocks[0].Tone = icons.Check, ToneGood
	days[2].Blocks[1].Tone = ToneAttention
	days[5].Slots = []WeekSlot{{At: clock(10, 0), Label: "Tout pilier"}, {At: clock(17, 30), Pillar: 3, Label: "Coulisses"}}
	return days
}
