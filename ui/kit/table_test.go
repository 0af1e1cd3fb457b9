package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
)

// markDrawer counts the objects it makes and notes the rows they show.
type markDrawer struct {
	made int
	rows map[fyne.CanvasObject]int
}

func (d *markDrawer) New() fyne.CanvasObject {
	d.made++
	return canvas.NewRectangle(nil)
}

func (d *markDrawer) Set(o fyne.CanvasObject, row int) { d.rows[o] = row }

func newTestTable(t *testing.T, rows int) (*DataTable, *markDrawer, *[]string) {
	t.Helper()
	drawer := &markDrawer{rows: map[fyne.CanvasObject]int{}}
	calls := &[]string{}
	note := func(format string, args ...any) { *calls = append(*calls, fmt.Sprintf(format, args...)) }
	table := NewDataTable(
		TableColumn{Title: "Nom", Weight: 1, MinWidth: 100, Sortable: true},
		TableColumn{Title: "Abonnés", MinWidth: 80, Align: fyne.TextAlignTrailing, Sortable: true, Tip: "Au dernier relevé"},
		TableColumn{Title: "Tendance", MinWidth: 80, Drawer: drawer},
	)
	table.OnSort = func(c int, down bool) { note("sort %d %v", c, down) }
	table.OnSelected = func(r int) { note("select %d", r) }
	table.OnOpened = func(r int) { note("open %d", r) }
	open(t, table, 400, 300)
	table.SetRows(rows, func(row, column int) Cell {
		return Cell{Text: fmt.Sprintf("ligne %d, colonne %d", row, column), Network: "x"}
	})
	return table, drawer, calls
}

func expectCalls(t *testing.T, calls *[]string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, *calls); diff != "" {
		t.Error(diff)
	}
	*calls = nil
}

// seen returns the rows drawn, by their text in the first column.
func seen(table *DataTable) map[int]string {
	rows := map[int]string{}
	for _, v := range table.body.views {
		if v.row >= 0 {
			rows[v.row] = v.cells[0].text
		}
	}
	return rows
}

func TestTableDrawsOnlyWhatIsSeen(t *testing.T) {
	table, drawer, _ := newTestTable(t, 10_000)
	if drawer.made > 12 {
		t.Errorf("%d views for a window of about eight rows", drawer.made)
	}
	if got := seen(table)[0]; got != "ligne 0, colonne 0" {
		t.Errorf("first row: %q", got)
	}
	table.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -5000*table.rowHeight())})
	rows := seen(table)
	if rows[5000] != "ligne 5000, colonne 0" || rows[0] != "" || len(rows) > 12 {
		t.Errorf("after scrolling: %v", rows)
	}
	for _, v := range table.body.views {
		if v.row >= 0 && drawer.rows[v.custom[2]] != v.row {
			t.Errorf("row %d shows the drawing of row %d", v.row, drawer.rows[v.custom[2]])
		}
	}
}

func TestTableKeyboard(t *testing.T) {
	table, _, calls := newTestTable(t, 100)
	body := table.Focusable()
	body.FocusGained()
	key(body, fyne.KeyDown, fyne.KeyUp, fyne.KeyUp, fyne.KeyEnd, fyne.KeyReturn, fyne.KeyHome)
	expectCalls(t, calls, "select 1", "select 0", "select 99", "open 99", "select 0")
	key(body, fyne.KeyPageDown)
	if table.Selected() < 3 {
		t.Errorf("a page is %d rows", table.Selected())
	}
	if _, ok := seen(table)[table.Selected()]; !ok {
		t.Error("the row selected is not seen")
	}
}

func TestTableTaps(t *testing.T) {
	table, _, calls := newTestTable(t, 5)
	test.TapAt(table, fyne.NewPos(20, 10))
	test.TapAt(table, fyne.NewPos(20, 10))
	test.TapAt(table, fyne.NewPos(390, 10)) // not sortable
	test.TapAt(table.body, fyne.NewPos(20, 2.5*table.rowHeight()))
	test.TapAt(table.body, fyne.NewPos(20, 50*table.rowHeight()))
	expectCalls(t, calls, "sort 0 false", "sort 0 true", "select 2", "open 2")
	table.SetRows(2, func(int, int) Cell { return Cell{} })
	if table.Selected() != -1 {
		t.Error("a row that is gone stays selected")
	}
	key(table.Focusable(), fyne.KeyReturn)
	expectCalls(t, calls)
}

func TestTableTooltips(t *testing.T) {
	table, _, _ := newTestTable(t, 5)
	at := func(o desktop.Hoverable, x, y float32) {
		o.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, y)}})
	}
	at(table.body, table.xs[1]+10, 10)
	if got := table.body.ToolTip(); got != "ligne 0, colonne 1" {
		t.Errorf("a cut cell says %q", got)
	}
	at(table, table.xs[1]+10, 5)
	if got := table.ToolTip(); got != "Au dernier relevé" {
		t.Errorf("a title says %q", got)
	}
	table.body.MouseOut()
	table.MouseOut()
}

func TestTableNarrow(t *testing.T) {
	table, _, _ := newTestTable(t, 3)
	table.Resize(fyne.NewSize(150, 200))
	last := len(table.xs) - 1
	if end := table.xs[last] + table.ws[last]; end > 150.5 {
		t.Errorf("columns end at %v, beyond 150", end)
	}
}

// BenchmarkTableScroll scrolls through ten thousand rows.
func BenchmarkTableScroll(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(NewTheme(ModeLight, 1))
	table := NewDataTable(TableColumn{Title: "Nom", Weight: 1}, TableColumn{Title: "Abonnés", Weight: 1}, TableColumn{Title: "Note", Weight: 1})
	w := test.NewTempWindow(b, table)
	w.Resize(fyne.NewSize(800, 800))
	table.SetRows(10_000, func(row, column int) Cell { return Cell{Text: fmt.Sprintf("ligne %d, colonne %d", row, column)} })
	for b.Loop() {
		if table.scroll.Offset.Y > 300_000 {
			table.scroll.ScrollToTop()
		}
		table.scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -90)})
	}
}

func TestTableMarks(t *testing.T) {
	table, _, calls := newTestTable(t, 10)
	*calls = nil
	marked := map[int]bool{}
	table.WithMarks(
		func(row int) bool { return marked[row] },
		func() bool { return len(marked) == 10 },
		func(from, to int, on bool) {
			for i := from; i <= to; i++ {
				if on {
					marked[i] = true
				} else {
					delete(marked, i)
				}
			}
			table.RefreshMarks()
		},
		func(on bool) {
			clear(marked)
			for i := 0; on && i < 10; i++ {
				marked[i] = true
			}
			table.RefreshMarks()
		})
	table.Refresh()
	removed := -1
	table.OnRemove = func(row int) { removed = row }
	expect := func(want ...int) {
		t.Helper()
		got := map[int]bool{}
		for _, i := range want {
			got[i] = true
		}
		if diff := cmp.Diff(got, marked); diff != "" {
			t.Error(diff)
		}
	}
	at := func(row int, x float32, held fyne.KeyModifier) {
		table.body.MouseDown(&desktop.MouseEvent{Modifier: held})
		table.body.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x, (float32(row)+0.5)*table.rowHeight())})
	}
	at(2, 12, 0)
	expect(2)
	at(4, 120, fyne.KeyModifierShift)
	expect(2, 3, 4)
	at(3, 120, fyne.KeyModifierControl)
	expect(2, 4)
	expectCalls(t, calls)
	at(5, 120, 0)
	expectCalls(t, calls, "select 5", "open 5")

	body := table.Focusable()
	body.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	key(body, fyne.KeyDown, fyne.KeyDown)
	body.(desktop.Keyable).KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	expect(2, 4, 5, 6, 7)
	key(body, fyne.KeySpace, fyne.KeyDelete)
	expect(2, 4, 5, 6)
	if removed != 7 {
		t.Errorf("Delete removes %d", removed)
	}
	body.(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	if len(marked) != 10 || !table.marks.all.check.Visible() {
		t.Errorf("Ctrl+A marks %d", len(marked))
	}
	table.Tapped(&fyne.PointEvent{Position: fyne.NewPos(12, 10)})
	expect()
}
