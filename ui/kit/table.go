package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/assets/icons"
)

// CellDrawer draws the cells of a column that are not text, such as a curve. New
// makes an object that is used again for many rows, Set makes it show a row.
type CellDrawer interface {
	New() fyne.CanvasObject
	Set(object fyne.CanvasObject, row int)
}

// TableColumn is a column of a DataTable.
type TableColumn struct {
	Title string
	// Tip explains the column.
	Tip string
	// Weight is the share of the width left, MinWidth the least width.
	Weight, MinWidth float32
	Align            fyne.TextAlign
	Sortable         bool
	// Drawer draws the cells; nil draws their text.
	Drawer CellDrawer
}

// Cell is what one cell of a DataTable shows: strings ready to draw.
type Cell struct {
	Text string
	// Color is the colour of the text; "" is ink.
	Color  fyne.ThemeColorName
	Strong bool
	// Network draws a network's badge before the text, Networks several small ones.
	Network  string
	Networks []string
	// Dot draws a dot of a colour before the text; "" draws none.
	Dot fyne.ThemeColorName
	// Tip is the tooltip; "" shows the whole text when it is cut.
	Tip string
}

// DataTable shows rows of cells under titles that stay. Only the rows seen are
// drawn, whatever their number. A tap on a title asks for another order; a tap on
// a row selects and opens it; with the focus, the arrows, Page Up and Page Down,
// Home and End select, and Enter opens.
//
// With WithMarks, rows are marked to be acted on together: by the box before each,
// a tap with Ctrl, a tap with Shift up to there; with the keyboard, by Space, Shift
// with an arrow, and Ctrl+A for all.
type DataTable struct {
	tipWidget
	// OnSort receives the column to sort by and the direction, when a title is
	// tapped; the caller gives the rows in their new order.
	OnSort func(column int, descending bool)
	// OnSelected receives the row selected by a person.
	OnSelected func(row int)
	// OnOpened receives the row tapped, or selected and opened with Enter.
	OnOpened func(row int)
	// OnRemove receives the row selected when Delete is struck.
	OnRemove func(row int)

	// OnSeen receives the first row that is drawn and how many are, after each
	// drawing: rows that are not read yet can be asked for.
	OnSeen func(first, count int)

	marks      *tableMarks // nil without
	columns    []TableColumn
	sorted     int
	descending bool

	head   *canvas.Rectangle
	rule   *canvas.Rectangle
	titles []*textBlock
	arrows []*iconImage
	body   *tableBody
	scroll *container.Scroll
	xs, ws []float32
	over   int
	top    float32 // the row still to be scrolled to, -1 for none
}

var (
	_ fyne.Tappable     = (*DataTable)(nil)
	_ desktop.Hoverable = (*DataTable)(nil)
)

// NewDataTable returns an empty table.
func NewDataTable(columns ...TableColumn) *DataTable {
	t := &DataTable{columns: columns, sorted: -1, over: -1, top: -1, head: rounded(0), rule: rounded(0)}
	t.ExtendBaseWidget(t)
	for _, c := range columns {
		b := newTextBlock(t, StyleCaptionStrong)
		b.text, b.align, b.color = c.Title, c.Align, ColorMuted
		t.titles = append(t.titles, b)
		t.arrows = append(t.arrows, newIconImage())
	}
	t.body = newTableBody(t)
	t.scroll = container.NewVScroll(t.body)
	t.scroll.OnScrolled = func(fyne.Position) { t.body.draw() }
	return t
}

// SetRows gives the number of rows and what their cells show. It keeps the
// selection when that row still exists, and the place scrolled to.
func (t *DataTable) SetRows(count int, cell func(row, column int) Cell) {
	t.body.count, t.body.cell = count, cell
	if t.body.selected >= count {
		t.body.selected = -1
	}
	t.body.stale = true
	t.Refresh()
}

// SetSorted shows by which column the rows are sorted; -1 for none.
func (t *DataTable) SetSorted(column int, descending bool) {
	t.sorted, t.descending = column, descending
	t.Refresh()
}

// Selected returns the row selected, -1 for none.
func (t *DataTable) Selected() int { return t.body.selected }

// Select selects a row without calling OnSelected, and scrolls to it; -1 for none.
func (t *DataTable) Select(row int) {
	t.body.selected = row
	t.body.reveal()
	t.body.Refresh()
}

// Top returns the row at the top of what is seen.
func (t *DataTable) Top() int { return max(int(t.scroll.Offset.Y/t.rowHeight()), 0) }

// ScrollTo puts a row at the top of what is seen.
func (t *DataTable) ScrollTo(row int) {
	t.top = float32(max(row, 0))
	t.scrollToTop()
}

// scrollToTop scrolls to the row asked for, once there is a size to scroll in.
func (t *DataTable) scrollToTop() {
	seen := t.scroll.Size().Height
	if t.top < 0 || seen <= 0 {
		return
	}
	h := t.rowHeight()
	y := min(t.top*h, max(float32(t.body.count)*h-seen, 0))
	t.top = -1
	t.scroll.ScrollToOffset(fyne.NewPos(0, y))
}

// Column returns a column.
func (t *DataTable) Column(i int) TableColumn { return t.columns[i] }

// RowCount returns the number of rows.
func (t *DataTable) RowCount() int { return t.body.count }

// CellAt returns what a cell shows.
func (t *DataTable) CellAt(row, column int) Cell { return t.body.cell(row, column) }

// Focusable returns what takes the focus of the canvas.
func (t *DataTable) Focusable() fyne.Focusable { return t.body }

// tableInset is the room at both sides of a cell.
const tableInset float32 = 8

// tableLeast is how many rows the minimum height shows.
const tableLeast = 2

func (t *DataTable) headHeight() float32 {
	h := MeasureText(t, "M", StyleCaptionStrong).Height
	return ceil(h) + 14
}

func (t *DataTable) rowHeight() float32 {
	return ceil(MeasureText(t, "M", StyleBody).Height) + 20
}

// HeightForWidth returns the height at which every row is seen.
func (t *DataTable) HeightForWidth(float32) float32 {
	return t.headHeight() + float32(max(t.body.count, tableLeast))*t.rowHeight()
}

// share gives each column its place and width.
func (t *DataTable) share(width float32) {
	lead := t.lead()
	width -= lead
	least, weights := float32(0), float32(0)
	for _, c := range t.columns {
		least += c.MinWidth
		weights += c.Weight
	}
	t.xs, t.ws = t.xs[:0], t.ws[:0]
	x := lead
	for _, c := range t.columns {
		w := c.MinWidth
		switch {
		case width < least:
			w *= width / least
		case weights > 0:
			w += (width - least) * c.Weight / weights
		}
		t.xs, t.ws = append(t.xs, x), append(t.ws, w)
		x += w
	}
}

func (t *DataTable) layout(s fyne.Size) {
	hh := t.headHeight()
	t.share(s.Width)
	place(t.head, 0, 0, s.Width, hh)
	place(t.rule, 0, hh-1, s.Width, lineWidth)
	const mark = 11
	for i, b := range t.titles {
		x, w := t.xs[i]+tableInset, t.ws[i]-2*tableInset
		room := w
		if i == t.sorted {
			room = max(w-mark-3, 0)
		}
		text := min(b.natural().Width, room)
		at := x
		switch b.align {
		case fyne.TextAlignTrailing:
			at = x + w - text
		case fyne.TextAlignCenter:
			at = x + (w-text)/2
		}
		if i == t.sorted && b.align == fyne.TextAlignTrailing {
			at -= mark + 3
		}
		b.layout(at, 0, text, hh)
		place(t.arrows[i], at+text+3, (hh-mark)/2, mark, mark)
	}
	if t.marks != nil {
		t.marks.all.layout(0, 0, hh)
	}
	place(t.scroll, 0, hh, s.Width, s.Height-hh)
	t.body.stale = true
	t.body.Resize(fyne.NewSize(s.Width, max(t.body.MinSize().Height, s.Height-hh)))
	t.scroll.Refresh()
	t.scrollToTop()
	t.body.draw()
}

func (t *DataTable) paint() {
	t.head.FillColor = ColorFor(t, ColorNone)
	t.rule.FillColor = ColorFor(t, ColorLine)
	for i, b := range t.titles {
		b.color = ColorMuted
		name := icons.Name("")
		if i == t.sorted {
			b.color = ColorInk
			name = icons.ChevronUp
			if t.descending {
				name = icons.ChevronDown
			}
		} else if i == t.over && t.columns[i].Sortable {
			b.color = ColorInk
		}
		t.arrows[i].paint(t, name, ColorInk)
		b.sync()
	}
	if t.marks != nil {
		t.marks.all.paint(t, t.body.count > 0 && t.marks.every(), true)
	}
}

// CreateRenderer is called by Fyne.
func (t *DataTable) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			list := []fyne.CanvasObject{t.head, t.rule}
			for i, b := range t.titles {
				list = b.objects(append(list, t.arrows[i].Image))
			}
			if t.marks != nil {
				list = append(list, t.marks.all.box, t.marks.all.check.Image)
			}
			return append(list, t.scroll)
		},
		Arrange: func(s fyne.Size) { t.layout(s); t.paint() },
		Least: func() fyne.Size {
			w := t.lead()
			for _, c := range t.columns {
				w += c.MinWidth
			}
			return fyne.NewSize(w*0.8, t.headHeight()+tableLeast*t.rowHeight())
		},
		Redraw: func() {
			t.layout(t.Size())
			t.paint()
			canvas.Refresh(t)
		},
	}
}

func (t *DataTable) columnAt(x float32) int {
	for i := range t.columns {
		if i < len(t.xs) && x >= t.xs[i] && x < t.xs[i]+t.ws[i] {
			return i
		}
	}
	return -1
}

// Tapped is called by Fyne: a title asks for another order.
func (t *DataTable) Tapped(e *fyne.PointEvent) {
	if t.marks != nil && e.Position.X < t.lead() && e.Position.Y < t.headHeight() {
		t.marks.onAll(!t.marks.every())
		return
	}
	i := t.columnAt(e.Position.X)
	if i < 0 || e.Position.Y >= t.headHeight() || !t.columns[i].Sortable {
		return
	}
	descending := i == t.sorted && !t.descending
	t.SetSorted(i, descending)
	if t.OnSort != nil {
		t.OnSort(i, descending)
	}
}

// MouseIn is called by Fyne.
func (t *DataTable) MouseIn(e *desktop.MouseEvent) { t.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (t *DataTable) MouseMoved(e *desktop.MouseEvent) {
	i := -1
	if e.Position.Y < t.headHeight() {
		i = t.columnAt(e.Position.X)
	}
	if i == t.over {
		t.tipWidget.MouseMoved(e)
		return
	}
	t.over = i
	t.tipWidget.MouseOut()
	tip := ""
	if i >= 0 {
		tip = t.columns[i].Tip
		if tip == "" && t.titles[i].truncated {
			tip = t.columns[i].Title
		}
	}
	t.SetToolTip(tip)
	t.tipWidget.MouseIn(e)
	t.paint()
	canvas.Refresh(t)
}

// MouseOut is called by Fyne.
func (t *DataTable) MouseOut() {
	t.over = -1
	t.tipWidget.MouseOut()
	t.paint()
	canvas.Refresh(t)
}
