package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// tableBody is the part of a DataTable that scrolls. It is as high as all rows,
// and draws those seen with a few views used again.
type tableBody struct {
	tipWidget
	table    *DataTable
	count    int
	cell     func(row, column int) Cell
	selected int
	hovered  int
	tip      string
	focused  bool
	stale    bool             // the cells must be asked for again
	held     fyne.KeyModifier // when the pointer was pressed
	shift    bool             // held on the keyboard
	anchor   int              // the row marked last, from which Shift goes on
	views    []*tableRow
	objects  []fyne.CanvasObject
}

// tableRow is the drawing of one row.
type tableRow struct {
	row    int // the row it shows, -1 for none
	back   *canvas.Rectangle
	line   *canvas.Rectangle
	cells  []*textBlock
	tips   []string
	colors []fyne.ThemeColorName
	badges [][]*badge
	dots   []*canvas.Circle
	custom []fyne.CanvasObject
	mark   *tableMark
}

var (
	_ fyne.Tappable     = (*tableBody)(nil)
	_ fyne.Focusable    = (*tableBody)(nil)
	_ fyne.Shortcutable = (*tableBody)(nil)
	_ desktop.Hoverable = (*tableBody)(nil)
	_ desktop.Mouseable = (*tableBody)(nil)
	_ desktop.Keyable   = (*tableBody)(nil)
)

func newTableBody(t *DataTable) *tableBody {
	b := &tableBody{table: t, selected: -1, hovered: -1, cell: func(int, int) Cell { return Cell{} }}
	b.ExtendBaseWidget(b)
	return b
}

// window returns the first row seen and how many are.
func (b *tableBody) window() (first, count int) {
	h := b.table.rowHeight()
	first = max(int(b.table.scroll.Offset.Y/h), 0)
	count = int(b.table.scroll.Size().Height/h) + 2
	return first, min(count, max(b.count-first, 0))
}

func (b *tableBody) draw() {
	first, count := b.window()
	for len(b.views) < count {
		b.views = append(b.views, b.newRow())
		b.stale = true
	}
	if b.stale {
		for _, v := range b.views {
			v.row = -1
		}
	}
	b.stale = false
	for i := range b.views {
		v := b.views[i]
		if v.row < first || v.row >= first+count {
			v.row = -1
		}
	}
	for row := first; row < first+count; row++ {
		v := b.views[row%len(b.views)]
		if v.row != row {
			b.fill(v, row)
		}
	}
	for _, v := range b.views {
		v.show(v.row >= 0)
	}
	b.paint()
	b.list()
	canvas.Refresh(b)
	if b.table.OnSeen != nil {
		b.table.OnSeen(first, count)
	}
}

func (b *tableBody) newRow() *tableRow {
	v := &tableRow{row: -1, back: rounded(0), line: rounded(0), mark: newTableMark()}
	for _, c := range b.table.columns {
		text := newTextBlock(b, StyleSecondary)
		text.align, text.color = c.Align, ColorInk
		v.cells = append(v.cells, text)
		v.badges = append(v.badges, nil)
		v.dots = append(v.dots, &canvas.Circle{Hidden: true})
		var custom fyne.CanvasObject
		if c.Drawer != nil {
			custom = c.Drawer.New()
		}
		v.custom = append(v.custom, custom)
	}
	v.tips = make([]string, len(v.cells))
	v.colors = make([]fyne.ThemeColorName, len(v.cells))
	return v
}

// fill makes a view show a row, at its place.
func (b *tableBody) fill(v *tableRow, row int) {
	v.row = row
	t := b.table
	h := t.rowHeight()
	y := float32(row) * h
	v.mark.layout(0, y, h)
	place(v.back, 0, y, b.Size().Width, h)
	place(v.line, 0, y+h-1, b.Size().Width, lineWidth)
	for i, c := range t.columns {
		x, w := t.xs[i]+tableInset, t.ws[i]-2*tableInset
		cell := b.cell(row, i)
		if v.custom[i] != nil {
			place(v.custom[i], x, y+4, w, h-8)
			c.Drawer.Set(v.custom[i], row)
		}
		taken := v.before(b, i, cell, x, y, w, h)
		x, w = x+taken, w-taken
		text := v.cells[i]
		text.text, text.style = cell.Text, StyleSecondary
		if cell.Strong {
			text.style = StyleSecondaryStrong
		}
		v.colors[i], v.tips[i] = cell.Color, cell.Tip
		text.layout(x, y, max(w, 0), h)
		if cell.Tip == "" && text.truncated {
			v.tips[i] = cell.Text
		}
	}
}

// smallBadge is the side of badges when a cell has several.
const smallBadge = BadgeSizeSmall + 2

// before draws what stands before the text of a cell, and returns its width.
func (v *tableRow) before(b *tableBody, i int, cell Cell, x, y, w, h float32) float32 {
	side, networks := BadgeSize, cell.Networks
	if cell.Network != "" {
		networks = []string{cell.Network}
	} else {
		side = smallBadge
		networks = networks[:min(len(networks), max(int((w+TightGap)/(side+TightGap)), 0))]
	}
	for len(v.badges[i]) < len(networks) {
		v.badges[i] = append(v.badges[i], newBadge())
	}
	taken := float32(0)
	for n, one := range v.badges[i] {
		one.show(n < len(networks))
		if n < len(networks) {
			one.layout(x+taken, y+(h-side)/2, side)
			one.paint(b, networks[n], side)
			taken += side + TightGap
		}
	}
	if taken > 0 {
		taken += Gap - TightGap
	}
	setVisible(v.dots[i], cell.Dot != "")
	if cell.Dot != "" {
		place(v.dots[i], x+taken, y+(h-tagDot)/2, tagDot, tagDot)
		v.dots[i].FillColor = ColorFor(b, cell.Dot)
		taken += tagDot + 6
	}
	return taken
}

func (v *tableRow) show(visible bool) {
	setVisible(v.back, visible)
	setVisible(v.line, visible)
	v.mark.show(visible)
	for i, c := range v.cells {
		if !visible {
			c.text = ""
			c.layout(0, 0, 0, 0)
			setVisible(v.dots[i], false)
			for _, one := range v.badges[i] {
				one.show(false)
			}
		}
		if v.custom[i] != nil {
			setVisible(v.custom[i], visible)
		}
	}
}

func (b *tableBody) paint() {
	for _, v := range b.views {
		if v.row < 0 {
			continue
		}
		fill, line := ColorNone, ColorNone
		switch v.row {
		case b.selected:
			fill = ColorPrimarySoft
			if b.focused {
				line = ColorPrimary
			}
		case b.hovered:
			fill = ColorHover
		}
		marked := b.table.marks != nil && b.table.marks.marked(v.row)
		if marked && fill != ColorPrimarySoft {
			fill = ColorPrimarySoft
		}
		paintBox(v.back, b, fill, line, lineWidth)
		v.mark.paint(b, marked, b.table.marks != nil)
		v.line.FillColor = ColorFor(b, ColorLine)
		for i, c := range v.cells {
			c.color = v.colors[i]
			if c.color == "" {
				c.color = ColorInk
			}
			if c.color == ColorMuted && (v.row == b.selected || marked) {
				c.color = ColorMutedOnSoft
			}
			c.sync()
		}
	}
}

func (b *tableBody) list() {
	b.objects = b.objects[:0]
	for _, v := range b.views {
		b.objects = append(b.objects, v.back, v.line, v.mark.box, v.mark.check.Image)
		for i, c := range v.cells {
			for _, one := range v.badges[i] {
				b.objects = append(b.objects, one.box, one.text)
			}
			b.objects = c.objects(append(b.objects, v.dots[i]))
			if v.custom[i] != nil {
				b.objects = append(b.objects, v.custom[i])
			}
		}
	}
}

// CreateRenderer is called by Fyne.
func (b *tableBody) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    func() []fyne.CanvasObject { return b.objects },
		Arrange: func(fyne.Size) {},
		Least:   func() fyne.Size { return fyne.NewSize(0, float32(b.count)*b.table.rowHeight()) },
		Redraw: func() {
			b.stale = true
			b.draw()
		},
	}
}

func (b *tableBody) rowAt(y float32) int {
	if row := int(y / b.table.rowHeight()); y >= 0 && row < b.count {
		return row
	}
	return -1
}

// Tapped is called by Fyne.
func (b *tableBody) Tapped(e *fyne.PointEvent) {
	b.dropTip()
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	held := b.held
	b.held = 0
	row := b.rowAt(e.Position.Y)
	if row < 0 || b.markTapped(row, e.Position.X, held) {
		return
	}
	b.choose(row)
	b.open()
}

func (b *tableBody) choose(row int) {
	row = min(max(row, 0), b.count-1)
	if row < 0 || row == b.selected {
		return
	}
	b.selected = row
	b.reveal()
	b.draw()
	if b.table.OnSelected != nil {
		b.table.OnSelected(row)
	}
}

func (b *tableBody) open() {
	if b.selected >= 0 && b.table.OnOpened != nil {
		b.table.OnOpened(b.selected)
	}
}

// reveal scrolls to the row selected.
func (b *tableBody) reveal() {
	if b.selected < 0 || b.table.scroll.Size().Height <= 0 {
		return
	}
	h, s := b.table.rowHeight(), b.table.scroll
	top, seen := float32(b.selected)*h, s.Size().Height
	switch {
	case top < s.Offset.Y:
		s.ScrollToOffset(fyne.NewPos(0, top))
	case top+h > s.Offset.Y+seen:
		s.ScrollToOffset(fyne.NewPos(0, top+h-seen))
	}
}

// FocusGained is called by Fyne.
func (b *tableBody) FocusGained() {
	b.focused = true
	if b.selected < 0 && b.count > 0 {
		first, _ := b.window()
		b.selected = first
	}
	b.draw()
}

// FocusLost is called by Fyne.
func (b *tableBody) FocusLost() {
	b.focused, b.shift = false, false
	b.draw()
}

// TypedRune is called by Fyne.
func (b *tableBody) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (b *tableBody) TypedKey(e *fyne.KeyEvent) {
	page := max(int(b.table.scroll.Size().Height/b.table.rowHeight())-1, 1)
	switch e.Name {
	case fyne.KeyUp:
		b.chooseOn(b.selected - 1)
	case fyne.KeyDown:
		b.chooseOn(b.selected + 1)
	case fyne.KeyPageUp:
		b.choose(b.selected - page)
	case fyne.KeyPageDown:
		b.choose(b.selected + page)
	case fyne.KeyHome:
		b.choose(0)
	case fyne.KeyEnd:
		b.choose(b.count - 1)
	case fyne.KeySpace:
		if !b.markKey() {
			b.open()
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		b.open()
	case fyne.KeyDelete:
		if b.selected >= 0 && b.table.OnRemove != nil {
			b.table.OnRemove(b.selected)
		}
	default:
		overlayKey(b, e, false)
	}
}

// MouseIn is called by Fyne.
func (b *tableBody) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (b *tableBody) MouseMoved(e *desktop.MouseEvent) {
	row := b.rowAt(e.Position.Y)
	if tip := b.tipAt(row, e.Position.X); tip != b.tip {
		b.tip = tip
		b.tipWidget.MouseOut()
		b.SetToolTip(tip)
		b.tipWidget.MouseIn(e)
	} else {
		b.tipWidget.MouseMoved(e)
	}
	if row != b.hovered {
		b.hovered = row
		b.paint()
		canvas.Refresh(b)
	}
}

func (b *tableBody) tipAt(row int, x float32) string {
	column := b.table.columnAt(x)
	for _, v := range b.views {
		if v.row == row && row >= 0 && column >= 0 {
			return v.tips[column]
		}
	}
	return ""
}

// MouseOut is called by Fyne.
func (b *tableBody) MouseOut() {
	b.hovered, b.tip = -1, ""
	b.tipWidget.MouseOut()
	b.paint()
	canvas.Refresh(b)
}

// Cursor is called by Fyne.
func (b *tableBody) Cursor() desktop.Cursor {
	if b.table.OnOpened != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
