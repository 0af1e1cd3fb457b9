package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// TapRow is a row or a small card, of any content, that acts as one thing: a tap,
// Enter or Space opens it, and it may be shown as chosen. What it holds takes no
// events of its own; texts that are cut still show their tooltip.
type TapRow struct {
	tipWidget
	// OnTapped is called when the row acts.
	OnTapped func()

	content  fyne.CanvasObject
	padding  float32
	radius   float32
	outlined bool
	chosen   bool
	hovered  bool
	focused  bool
	tip      string
	accent   fyne.ThemeColorName
	box, bar *canvas.Rectangle
	veil     *tapVeil
}

// tapVeil lies over the content and takes the events.
type tapVeil struct {
	tipWidget
	row *TapRow
}

var (
	_ fyne.Tappable     = (*tapVeil)(nil)
	_ desktop.Hoverable = (*tapVeil)(nil)
	_ fyne.Focusable    = (*TapRow)(nil)
)

// NewTapRow returns a row without outline, for lists; padding is inside.
func NewTapRow(content fyne.CanvasObject, padding float32, onTapped func()) *TapRow {
	return newTapRow(content, padding, 0, false, onTapped)
}

// NewChoiceCard returns an outlined card that may be chosen, as the objectives of
// the strategy.
func NewChoiceCard(content fyne.CanvasObject, chosen bool, onTapped func()) *TapRow {
	r := newTapRow(content, 12, radiusControl+2, true, onTapped)
	r.chosen = chosen
	return r
}

// NewChoiceChip returns an outlined chip that may be chosen, as the accounts a post
// goes to: a NewChoiceCard as low as a line.
func NewChoiceChip(content fyne.CanvasObject, chosen bool, onTapped func()) *TapRow {
	r := newTapRow(content, 5, radiusControl, true, onTapped)
	r.chosen = chosen
	return r
}

func newTapRow(content fyne.CanvasObject, padding, radius float32, outlined bool, onTapped func()) *TapRow {
	r := &TapRow{
		OnTapped: onTapped, content: content, padding: padding, radius: radius, outlined: outlined,
		box: rounded(radius), bar: rounded(0),
	}
	r.ExtendBaseWidget(r)
	r.veil = &tapVeil{row: r}
	r.veil.ExtendBaseWidget(r.veil)
	return r
}

// WithAccent draws a coloured bar at the left, and returns the row.
func (r *TapRow) WithAccent(color fyne.ThemeColorName) *TapRow {
	r.accent = color
	return r
}

// Chosen reports whether the row is shown as chosen.
func (r *TapRow) Chosen() bool { return r.chosen }

// SetChosen shows the row as chosen, or no longer.
func (r *TapRow) SetChosen(chosen bool) {
	if r.chosen != chosen {
		r.chosen = chosen
		r.Refresh()
	}
}

// HeightForWidth returns the height needed at a width.
func (r *TapRow) HeightForWidth(width float32) float32 {
	return HeightFor(r.content, width-2*r.padding) + 2*r.padding
}

// NaturalWidth returns the width the content would like.
func (r *TapRow) NaturalWidth() float32 { return naturalWidth(r.content) + 2*r.padding }

func (r *TapRow) paint() {
	fill, line, width := ColorNone, ColorNone, lineWidth
	if r.outlined {
		fill, line = ColorCard, ColorLine
	}
	if r.hovered {
		fill = ColorHover
	}
	if r.chosen {
		fill = ColorPrimarySoft
		if r.outlined {
			line = ColorPrimary
		}
	}
	if r.focused {
		line, width = ColorPrimary, focusWidth
	}
	paintBox(r.box, r, fill, line, width)
	setVisible(r.bar, r.accent != "")
	if r.accent != "" {
		r.bar.FillColor = ColorFor(r, r.accent)
	}
}

// CreateRenderer is called by Fyne.
func (r *TapRow) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		place(r.box, 0, 0, s.Width, s.Height)
		place(r.bar, 0, 0, gridBar, s.Height)
		r.bar.TopLeftCornerRadius, r.bar.BottomLeftCornerRadius = r.radius/2, r.radius/2
		place(r.content, r.padding, r.padding, s.Width-2*r.padding, s.Height-2*r.padding)
		place(r.veil, 0, 0, s.Width, s.Height)
	}
	r.paint()
	return &Renderer{
		List:    fixed(r.box, r.bar, r.content, r.veil),
		Arrange: layout,
		Least:   func() fyne.Size { return r.content.MinSize().AddWidthHeight(2*r.padding, 2*r.padding) },
		Redraw: func() {
			r.paint()
			layout(r.Size())
			canvas.Refresh(r)
		},
	}
}

// Tapped acts as a tap on the row.
func (r *TapRow) Tapped(*fyne.PointEvent) {
	if r.OnTapped != nil {
		r.OnTapped()
	}
}

// FocusGained is called by Fyne.
func (r *TapRow) FocusGained() {
	r.focused = true
	r.Refresh()
	reveal(r.self)
}

// FocusLost is called by Fyne.
func (r *TapRow) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is called by Fyne.
func (r *TapRow) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (r *TapRow) TypedKey(e *fyne.KeyEvent) {
	if isActivation(e.Name) {
		r.Tapped(nil)
		return
	}
	overlayKey(r, e, false)
}

// Tapped is called by Fyne.
func (v *tapVeil) Tapped(e *fyne.PointEvent) {
	v.dropTip()
	v.row.Tapped(e)
}

// Cursor is called by Fyne.
func (v *tapVeil) Cursor() desktop.Cursor { return desktop.PointerCursor }

// MouseIn is called by Fyne.
func (v *tapVeil) MouseIn(e *desktop.MouseEvent) {
	v.row.hovered = true
	v.row.Refresh()
	v.MouseMoved(e)
}

// MouseMoved is called by Fyne.
func (v *tapVeil) MouseMoved(e *desktop.MouseEvent) {
	if tip := tipUnder(v.row.content, e.Position.Subtract(v.row.content.Position())); tip != v.row.tip {
		v.row.tip = tip
		v.tipWidget.MouseOut()
		v.SetToolTip(tip)
		v.tipWidget.MouseIn(e)
		return
	}
	v.tipWidget.MouseMoved(e)
}

// MouseOut is called by Fyne.
func (v *tapVeil) MouseOut() {
	v.tipWidget.MouseOut()
	v.row.tip = ""
	v.row.hovered = false
	v.row.Refresh()
}

// CreateRenderer is called by Fyne.
func (v *tapVeil) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    fixed(),
		Arrange: func(fyne.Size) {},
		Least:   func() fyne.Size { return fyne.Size{} },
		Redraw:  func() {},
	}
}

// tipUnder returns the tooltip of what is under a position, in containers and
// the kit's own widgets.
func tipUnder(o fyne.CanvasObject, p fyne.Position) string {
	if !o.Visible() || !inside(p, 0, 0, o.Size().Width, o.Size().Height) {
		return ""
	}
	switch o := o.(type) {
	case interface{ ToolTip() string }:
		return o.ToolTip()
	case *fyne.Container:
		for _, child := range o.Objects {
			if tip := tipUnder(child, p.Subtract(child.Position())); tip != "" {
				return tip
			}
		}
	case *Surface:
		return tipUnder(o.content, p.Subtract(o.content.Position()))
	}
	return ""
}
