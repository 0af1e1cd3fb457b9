package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// Segment is one choice of a Segmented control.
type Segment struct {
	Label string
	Tip   string
	// Mark draws a small dot after the label: "this one has its own version".
	Mark bool
}

// Segmented is a row of choices, one of which is taken: the views of a page. It
// takes the focus once; the arrows move the choice. When there is not enough
// room the labels end with an ellipsis and the tooltip has them whole.
type Segmented struct {
	tipWidget
	// OnChanged receives the new choice, when a person changes it.
	OnChanged func(index int)

	segments []Segment
	chosen   int
	hovered  int
	focused  bool

	box    *canvas.Rectangle
	fill   *canvas.Rectangle
	blocks []*textBlock
	dots   []*canvas.Circle
	edges  []float32
}

var (
	_ fyne.Tappable     = (*Segmented)(nil)
	_ fyne.Focusable    = (*Segmented)(nil)
	_ desktop.Hoverable = (*Segmented)(nil)
)

// NewSegmented returns a control with plain labels.
func NewSegmented(labels []string, chosen int, onChanged func(index int)) *Segmented {
	segments := make([]Segment, len(labels))
	for i, l := range labels {
		segments[i].Label = l
	}
	return NewSegments(segments, chosen, onChanged)
}

// NewSegments returns a control with labels, tooltips and marks.
func NewSegments(segments []Segment, chosen int, onChanged func(index int)) *Segmented {
	s := &Segmented{
		OnChanged: onChanged, chosen: chosen, hovered: -1,
		box: rounded(radiusControl), fill: rounded(radiusControl - 1),
	}
	s.ExtendBaseWidget(s)
	s.set(segments)
	return s
}

func (s *Segmented) set(segments []Segment) {
	s.segments = segments
	s.chosen = min(s.chosen, len(segments)-1)
	s.blocks, s.dots = nil, nil
	for _, seg := range segments {
		b := newTextBlock(s, StyleSecondary)
		b.text, b.align = seg.Label, fyne.TextAlignCenter
		s.blocks = append(s.blocks, b)
		s.dots = append(s.dots, &canvas.Circle{Hidden: !seg.Mark})
	}
}

// Selected returns the place of the choice taken.
func (s *Segmented) Selected() int { return s.chosen }

// SetSelected takes a choice without calling OnChanged.
func (s *Segmented) SetSelected(index int) {
	if index >= 0 && index < len(s.segments) && index != s.chosen {
		s.chosen = index
		s.Refresh()
	}
}

func (s *Segmented) choose(index int) {
	if index < 0 || index >= len(s.segments) || index == s.chosen {
		return
	}
	s.SetSelected(index)
	if s.OnChanged != nil {
		s.OnChanged(index)
	}
}

func (s *Segmented) at(x float32) int {
	for i, edge := range s.edges {
		if x < edge {
			return i
		}
	}
	return len(s.segments) - 1
}

// Tapped is called by Fyne.
func (s *Segmented) Tapped(e *fyne.PointEvent) {
	s.dropTip()
	s.choose(s.at(e.Position.X))
}

// FocusGained is called by Fyne.
func (s *Segmented) FocusGained() {
	s.focused = true
	s.Refresh()
	reveal(s.self)
}

// FocusLost is called by Fyne.
func (s *Segmented) FocusLost() { s.focused = false; s.Refresh() }

// TypedRune is called by Fyne.
func (s *Segmented) TypedRune(rune) {}

// TypedKey is called by Fyne: the arrows, Home and End move the choice.
func (s *Segmented) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft, fyne.KeyUp:
		s.choose(s.chosen - 1)
	case fyne.KeyRight, fyne.KeyDown:
		s.choose(s.chosen + 1)
	case fyne.KeyHome:
		s.choose(0)
	case fyne.KeyEnd:
		s.choose(len(s.segments) - 1)
	default:
		overlayKey(s, e, false)
	}
}

// MouseIn is called by Fyne.
func (s *Segmented) MouseIn(e *desktop.MouseEvent) { s.hover(e) }

// MouseMoved is called by Fyne.
func (s *Segmented) MouseMoved(e *desktop.MouseEvent) { s.hover(e) }

func (s *Segmented) hover(e *desktop.MouseEvent) {
	i := s.at(e.Position.X)
	if i == s.hovered {
		s.tipWidget.MouseMoved(e)
		return
	}
	s.hovered = i
	s.tipWidget.MouseOut()
	s.SetToolTip(s.tipOf(i))
	s.tipWidget.MouseIn(e)
	s.Refresh()
}

func (s *Segmented) tipOf(i int) string {
	if i < 0 || i >= len(s.segments) {
		return ""
	}
	if s.segments[i].Tip == "" && s.blocks[i].truncated {
		return s.segments[i].Label
	}
	return s.segments[i].Tip
}

// MouseOut is called by Fyne.
func (s *Segmented) MouseOut() {
	s.tipWidget.MouseOut()
	s.hovered = -1
	s.Refresh()
}

// Cursor is called by Fyne.
func (s *Segmented) Cursor() desktop.Cursor { return desktop.PointerCursor }

const (
	segmentPadding float32 = 11
	segmentMark    float32 = 12
)

func (s *Segmented) widths() []float32 {
	ws := make([]float32, len(s.segments))
	for i, b := range s.blocks {
		// The chosen label is semi-bold: room for it avoids a jump.
		strong := MeasureText(s, b.text, StyleSecondaryStrong).Width
		ws[i] = ceil(max(strong, b.natural().Width)) + 2*segmentPadding
		if s.segments[i].Mark {
			ws[i] += segmentMark
		}
	}
	return ws
}

// NaturalWidth returns the width of the control with its whole labels.
func (s *Segmented) NaturalWidth() float32 {
	w := float32(0)
	for _, sw := range s.widths() {
		w += sw
	}
	return w
}

func (s *Segmented) layout(size fyne.Size) {
	place(s.box, 0, 0, size.Width, size.Height)
	ws := s.widths()
	total := float32(0)
	for _, w := range ws {
		total += w
	}
	ratio := float32(1)
	if total > size.Width && total > 0 {
		ratio = size.Width / total
	}
	s.edges = s.edges[:0]
	x := float32(0)
	for i, b := range s.blocks {
		w := ws[i] * ratio
		b.style = StyleSecondary
		if i == s.chosen {
			b.style = StyleSecondaryStrong
			place(s.fill, x+1, 1, w-2, size.Height-2)
			s.fill.TopLeftCornerRadius, s.fill.BottomLeftCornerRadius = 0, 0
			s.fill.TopRightCornerRadius, s.fill.BottomRightCornerRadius = 0, 0
			if i == 0 {
				s.fill.TopLeftCornerRadius, s.fill.BottomLeftCornerRadius = radiusControl-1, radiusControl-1
			}
			if i == len(s.blocks)-1 {
				s.fill.TopRightCornerRadius, s.fill.BottomRightCornerRadius = radiusControl-1, radiusControl-1
			}
			s.fill.CornerRadius = 0
		}
		room := w - 2*min(segmentPadding, 4)
		if s.segments[i].Mark {
			room -= segmentMark
		}
		left := x + min(segmentPadding, 4)
		b.layout(left, 0, room, size.Height)
		text := min(b.natural().Width, room)
		place(s.dots[i], left+(room+text)/2+5, (size.Height-6)/2, 6, 6)
		x += w
		s.edges = append(s.edges, x)
	}
}

func (s *Segmented) paint() {
	line, width := ColorLine, lineWidth
	if s.focused {
		line, width = ColorPrimary, focusWidth
	}
	paintBox(s.box, s, ColorCard, line, width)
	s.fill.FillColor = ColorFor(s, ColorPrimarySoft)
	setVisible(s.fill, s.chosen >= 0)
	for i, b := range s.blocks {
		b.color = ColorMuted
		switch i {
		case s.chosen:
			b.color = ColorPrimary
		case s.hovered:
			b.color = ColorInk
		}
		b.sync()
		s.dots[i].FillColor = ColorFor(s, ColorMuted)
		s.dots[i].Hidden = !s.segments[i].Mark
	}
}

// CreateRenderer is called by Fyne.
func (s *Segmented) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			list := []fyne.CanvasObject{s.box, s.fill}
			for i, b := range s.blocks {
				list = append(b.objects(list), s.dots[i])
			}
			return list
		},
		Arrange: func(size fyne.Size) { s.layout(size); s.paint() },
		Least: func() fyne.Size {
			return fyne.NewSize(min(s.NaturalWidth(), 72*float32(len(s.segments))), controlHeight-2)
		},
		Redraw: func() {
			s.layout(s.Size())
			s.paint()
			canvas.Refresh(s)
		},
	}
}
