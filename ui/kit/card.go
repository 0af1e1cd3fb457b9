package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Surface is a rounded rectangle with a fill and a line behind a content.
type Surface struct {
	widget.BaseWidget
	content    fyne.CanvasObject
	fill, line fyne.ThemeColorName
	radius     float32
	padding    float32
	box        *canvas.Rectangle
}

// NewCard returns a card: radius 12, a line of 1 px, and room inside.
func NewCard(content fyne.CanvasObject) *Surface {
	return NewSurface(content, ColorCard, ColorLine, radiusCard, 16)
}

// NewNote returns a soft, rounded box that explains something, in a tone.
func NewNote(content fyne.CanvasObject, tone Tone) *Surface {
	return NewSurface(content, tone.soft(), ColorNone, radiusControl+2, 13)
}

// NewSurface returns a rounded rectangle with a fill, a line (ColorNone for
// none), a corner radius and a padding around its content.
func NewSurface(content fyne.CanvasObject, fill, line fyne.ThemeColorName, radius, padding float32) *Surface {
	s := &Surface{content: content, fill: fill, line: line, radius: radius, padding: padding, box: rounded(radius)}
	s.ExtendBaseWidget(s)
	return s
}

// SetContent replaces the content.
func (s *Surface) SetContent(content fyne.CanvasObject) {
	s.content = content
	s.Refresh()
}

// Content returns what the surface holds.
func (s *Surface) Content() fyne.CanvasObject { return s.content }

// HeightForWidth returns the height needed at a width.
func (s *Surface) HeightForWidth(width float32) float32 {
	return HeightFor(s.content, width-2*s.padding) + 2*s.padding
}

// NaturalWidth returns the width the content would like, with the room around it.
func (s *Surface) NaturalWidth() float32 { return naturalWidth(s.content) + 2*s.padding }

// CreateRenderer is called by Fyne.
func (s *Surface) CreateRenderer() fyne.WidgetRenderer {
	layout := func(size fyne.Size) {
		place(s.box, 0, 0, size.Width, size.Height)
		place(s.content, s.padding, s.padding, size.Width-2*s.padding, size.Height-2*s.padding)
	}
	paintBox(s.box, s, s.fill, s.line, lineWidth)
	return &Renderer{
		List:    func() []fyne.CanvasObject { return []fyne.CanvasObject{s.box, s.content} },
		Arrange: layout,
		Least:   func() fyne.Size { return s.content.MinSize().AddWidthHeight(2*s.padding, 2*s.padding) },
		Redraw: func() {
			paintBox(s.box, s, s.fill, s.line, lineWidth)
			layout(s.Size())
			canvas.Refresh(s)
		},
	}
}

// Background fills the room behind a page or a panel with a colour of the theme.
type Background struct {
	widget.BaseWidget
	fill fyne.ThemeColorName
	box  *canvas.Rectangle
}

// NewBackground returns a plain background of a colour.
func NewBackground(fill fyne.ThemeColorName) *Background {
	b := &Background{fill: fill, box: rounded(0)}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer is called by Fyne.
func (b *Background) CreateRenderer() fyne.WidgetRenderer {
	b.box.FillColor = ColorFor(b, b.fill)
	return &Renderer{
		List:    fixed(b.box),
		Arrange: func(s fyne.Size) { place(b.box, 0, 0, s.Width, s.Height) },
		Least:   func() fyne.Size { return fyne.Size{} },
		Redraw: func() {
			b.box.FillColor = ColorFor(b, b.fill)
			canvas.Refresh(b)
		},
	}
}

// Separator is a line of 1 px, horizontal or vertical.
type Separator struct {
	widget.BaseWidget
	vertical bool
	box      *canvas.Rectangle
}

// NewSeparator returns a horizontal line.
func NewSeparator() *Separator { return newSeparator(false) }

// NewVerticalSeparator returns a vertical line.
func NewVerticalSeparator() *Separator { return newSeparator(true) }

func newSeparator(vertical bool) *Separator {
	s := &Separator{vertical: vertical, box: rounded(0)}
	s.ExtendBaseWidget(s)
	return s
}

// CreateRenderer is called by Fyne.
func (s *Separator) CreateRenderer() fyne.WidgetRenderer {
	s.box.FillColor = ColorFor(s, ColorLine)
	return &Renderer{
		List: fixed(s.box),
		Arrange: func(size fyne.Size) {
			if s.vertical {
				place(s.box, (size.Width-lineWidth)/2, 0, lineWidth, size.Height)
			} else {
				place(s.box, 0, (size.Height-lineWidth)/2, size.Width, lineWidth)
			}
		},
		Least: func() fyne.Size { return fyne.NewSquareSize(lineWidth) },
		Redraw: func() {
			s.box.FillColor = ColorFor(s, ColorLine)
			canvas.Refresh(s)
		},
	}
}

// SectionHeader is the first line of a card: its title, what qualifies it (tags,
// a secondary text), and what acts on it, at the right.
func SectionHeader(title string, beside []fyne.CanvasObject, actions ...fyne.CanvasObject) *fyne.Container {
	objects := append([]fyne.CanvasObject{Section(title)}, beside...)
	objects = append(objects, GrowSpace())
	return HStack(8, append(objects, actions...)...)
}

// Rows stacks objects with a line between each.
func Rows(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	var all []fyne.CanvasObject
	for i, o := range objects {
		if i > 0 {
			all = append(all, NewSeparator())
		}
		all = append(all, o)
	}
	return VStack(gap, all...)
}
