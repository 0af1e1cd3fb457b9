package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Column is one column of Columns: its share of the width, the width under which
// it folds, and what it holds.
type Column struct {
	Weight   float32
	MinWidth float32
	Content  fyne.CanvasObject
}

// Col returns a column with a share of the width and a minimum width.
func Col(weight, minWidth float32, content fyne.CanvasObject) Column {
	return Column{Weight: weight, MinWidth: minWidth, Content: content}
}

// Columns lays columns side by side, as high as the room given, with a gap
// between. When their minimum widths do not fit, the last ones go to a row
// below, and the first row takes the height left; put Columns in a VScroll where
// that may happen.
func Columns(gap float32, columns ...Column) *fyne.Container {
	l := &columnsLayout{gap: gap, columns: columns}
	objects := make([]fyne.CanvasObject, len(columns))
	for i, c := range columns {
		objects[i] = c.Content
	}
	return container.New(l, objects...)
}

type columnsLayout struct {
	gap     float32
	columns []Column
	width   float32
}

// rows splits the columns that are shown into rows that fit the width.
func (l *columnsLayout) rows(width float32) [][]Column {
	var rows [][]Column
	var row []Column
	used := float32(0)
	for _, c := range l.columns {
		if !c.Content.Visible() {
			continue
		}
		w := max(c.MinWidth, c.Content.MinSize().Width)
		if len(row) > 0 && used+l.gap+w > width {
			rows, row, used = append(rows, row), nil, 0
		}
		if len(row) > 0 {
			used += l.gap
		}
		row, used = append(row, c), used+w
	}
	if len(row) > 0 {
		rows = append(rows, row)
	}
	return rows
}

// widths shares a width among the columns of a row by weight, none under its
// minimum.
func (l *columnsLayout) widths(row []Column, width float32) []float32 {
	room := width - l.gap*float32(len(row)-1)
	ws := make([]float32, len(row))
	settled := make([]bool, len(row))
	for range row {
		left, weights := room, float32(0)
		for i, c := range row {
			if settled[i] {
				left -= ws[i]
			} else {
				weights += max(c.Weight, 0.01)
			}
		}
		again := false
		for i, c := range row {
			if settled[i] {
				continue
			}
			ws[i] = left * max(c.Weight, 0.01) / weights
			if least := max(c.MinWidth, c.Content.MinSize().Width); ws[i] < least {
				ws[i], settled[i], again = least, true, true
			}
		}
		if !again {
			break
		}
	}
	return ws
}

func (l *columnsLayout) rowHeight(row []Column, width float32) float32 {
	h := float32(0)
	for i, w := range l.widths(row, width) {
		h = max(h, HeightFor(row[i].Content, w))
	}
	return h
}

func (l *columnsLayout) Layout(_ []fyne.CanvasObject, s fyne.Size) {
	l.width = s.Width
	rows := l.rows(s.Width)
	if len(rows) == 0 {
		return
	}
	extra := max(s.Height-l.heightForWidth(nil, s.Width), 0)
	y := float32(0)
	for i, row := range rows {
		h := l.rowHeight(row, s.Width)
		if i == 0 {
			h += extra // what comes first matters most
		}
		if len(rows) == 1 {
			h = s.Height
		}
		x := float32(0)
		for i, w := range l.widths(row, s.Width) {
			place(row[i].Content, x, y, w, h)
			x += w + l.gap
		}
		y += h + l.gap
	}
}

func (l *columnsLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	m := fyne.Size{}
	for _, c := range l.columns {
		if c.Content.Visible() {
			cs := c.Content.MinSize()
			m.Width = max(m.Width, cs.Width)
			m.Height = max(m.Height, cs.Height)
		}
	}
	if l.width > 0 && len(l.rows(l.width)) > 1 {
		m.Height = l.heightForWidth(nil, l.width)
	}
	return m
}

func (l *columnsLayout) heightForWidth(_ []fyne.CanvasObject, width float32) float32 {
	h := float32(0)
	for i, row := range l.rows(width) {
		if i > 0 {
			h += l.gap
		}
		h += l.rowHeight(row, width)
	}
	return h
}

// VScroll scrolls its content when it is higher than the room given; the content
// is as wide as the room, and at least as high.
func VScroll(content fyne.CanvasObject) *fyne.Container {
	inner := PadSides(scrollMargin, scrollBarRoom, scrollMargin, scrollMargin, content)
	l := &scrollLayout{inner, scrollMargin, scrollBarRoom}
	return container.New(l, container.NewVScroll(inner))
}

// A scroll takes a little room beyond its box on every side, so that outlines and
// focus rings at the edge of its content are not clipped, and more at the right,
// so that its bar does not cover the content.
const (
	scrollMargin  float32 = 4
	scrollBarRoom float32 = 11
)

type scrollLayout struct {
	content       *fyne.Container
	margin, right float32
}

// Layout gives the content its width first, so that the scroll finds the height
// of texts wrapped to it.
func (l *scrollLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w, h := s.Width+l.margin+l.right, s.Height+2*l.margin
	l.content.Resize(fyne.NewSize(w, max(h, HeightFor(l.content, w))))
	for _, o := range objects {
		place(o, -l.margin, -l.margin, w, h)
		o.Refresh()
	}
}

func (l *scrollLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(l.content.MinSize().Width-l.margin-l.right, 48)
}

func (l *scrollLayout) heightForWidth([]fyne.CanvasObject, float32) float32 { return 48 }

// HStackFill lays a first object at its width and a second on the width left,
// both as high as the room given.
func HStackFill(first, rest fyne.CanvasObject) *fyne.Container {
	return container.New(&fillLayout{}, first, rest)
}

type fillLayout struct{}

func (*fillLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	w := objects[0].MinSize().Width
	place(objects[0], 0, 0, w, s.Height)
	place(objects[1], w, 0, s.Width-w, s.Height)
}

func (*fillLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width, max(a.Height, b.Height))
}

func (*fillLayout) heightForWidth(objects []fyne.CanvasObject, width float32) float32 {
	w := objects[0].MinSize().Width
	return max(HeightFor(objects[0], w), HeightFor(objects[1], width-w))
}
