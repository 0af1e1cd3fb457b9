package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/assets/icons"
)

// tableMarks are the boxes of a DataTable whose rows are marked. Who owns the rows
// knows which are: rows change their order, marks do not.
type tableMarks struct {
	marked func(row int) bool
	every  func() bool
	onMark func(from, to int, marked bool)
	onAll  func(marked bool)
	all    *tableMark
}

// WithMarks draws a box before each row, and one above for all, and returns the
// table. marked tells whether a row is, every whether all are; onMark is asked to
// mark the rows from..to, or not, and onAll all of them. The caller then calls
// RefreshMarks.
func (t *DataTable) WithMarks(marked func(row int) bool, every func() bool, onMark func(from, to int, marked bool), onAll func(marked bool)) *DataTable {
	t.marks = &tableMarks{marked: marked, every: every, onMark: onMark, onAll: onAll, all: newTableMark()}
	return t
}

// RefreshMarks draws the marks as they are now.
func (t *DataTable) RefreshMarks() {
	t.paint()
	t.body.paint()
	canvas.Refresh(t)
}

// lead is the room of the boxes at the left.
func (t *DataTable) lead() float32 {
	if t.marks == nil {
		return 0
	}
	return checkSide + 2*tableInset - 2
}

// tableMark is one box.
type tableMark struct {
	box   *canvas.Rectangle
	check *iconImage
}

func newTableMark() *tableMark { return &tableMark{box: rounded(4), check: newIconImage()} }

const tableMarkSide float32 = 16

func (m *tableMark) layout(x, y, h float32) {
	place(m.box, x+tableInset, y+(h-tableMarkSide)/2, tableMarkSide, tableMarkSide)
	place(m.check, x+tableInset+2, y+(h-tableMarkSide)/2+2, tableMarkSide-4, tableMarkSide-4)
}

func (m *tableMark) paint(of fyne.CanvasObject, marked, shown bool) {
	setVisible(m.box, shown)
	fill, line, name := ColorCard, ColorMuted, icons.Name("")
	if marked {
		fill, line, name = ColorPrimary, ColorPrimary, icons.Check
	}
	if !shown {
		name = ""
	}
	paintBox(m.box, of, fill, line, lineWidth)
	m.check.paint(of, name, ColorOnPrimary)
}

func (m *tableMark) show(visible bool) {
	if !visible {
		setVisible(m.box, false)
		setVisible(m.check, false)
	}
}

// markTapped acts on a tap that marks: on the box, or with Ctrl or Shift held. It
// reports whether it was one.
func (b *tableBody) markTapped(row int, x float32, held fyne.KeyModifier) bool {
	onBox := x < b.table.lead()
	if b.table.marks == nil || !onBox && held&fyne.KeyModifierShift == 0 && !marks(held) {
		return false
	}
	b.selected = row
	if held&fyne.KeyModifierShift != 0 {
		b.markTo(row)
	} else {
		b.toggle(row)
	}
	b.draw()
	return true
}

func (b *tableBody) toggle(row int) {
	b.anchor = row
	b.table.marks.onMark(row, row, !b.table.marks.marked(row))
}

// markTo marks from the row marked last to another.
func (b *tableBody) markTo(row int) {
	from := min(max(b.anchor, 0), b.count-1)
	b.table.marks.onMark(min(from, row), max(from, row), true)
}

// markKey marks the selected row, or no longer; false in a table without marks.
func (b *tableBody) markKey() bool {
	if b.table.marks == nil || b.selected < 0 {
		return false
	}
	b.toggle(b.selected)
	return true
}

// chooseOn selects a row, and marks up to there with Shift held.
func (b *tableBody) chooseOn(row int) {
	before := b.selected
	b.choose(row)
	if b.shift && b.table.marks != nil && b.selected >= 0 {
		if before >= 0 && !b.table.marks.marked(before) {
			b.anchor = before
		}
		b.markTo(b.selected)
	}
}

// MouseDown is called by Fyne.
func (b *tableBody) MouseDown(e *desktop.MouseEvent) { b.held = e.Modifier }

// MouseUp is called by Fyne.
func (b *tableBody) MouseUp(*desktop.MouseEvent) {}

// KeyDown is called by Fyne.
func (b *tableBody) KeyDown(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = true
	}
}

// KeyUp is called by Fyne.
func (b *tableBody) KeyUp(e *fyne.KeyEvent) {
	if e.Name == desktop.KeyShiftLeft || e.Name == desktop.KeyShiftRight {
		b.shift = false
	}
}

// TypedShortcut is called by Fyne: Ctrl+A marks all rows.
func (b *tableBody) TypedShortcut(s fyne.Shortcut) {
	if _, ok := s.(*fyne.ShortcutSelectAll); ok && b.table.marks != nil {
		b.table.marks.onAll(true)
	}
}
