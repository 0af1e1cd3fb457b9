package kit

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// Corner radii and measures of the design, in device-independent pixels.
const (
	radiusCard    float32 = 12
	radiusControl float32 = 8
	radiusChip    float32 = 6

	lineWidth     float32 = 1
	focusWidth    float32 = 2
	controlHeight float32 = 34
)

// Space between things, in device-independent pixels.
const (
	// PagePadding is around the content of a page.
	PagePadding float32 = 24
	// CardGap is between cards.
	CardGap float32 = 16
	// Gap is between things inside a card.
	Gap float32 = 10
	// TightGap is between things that belong together.
	TightGap float32 = 4
)

// ColorFor returns the colour of a name as the theme of the object shows it now.
// Under a theme that is not the kit's, the kit's own names take the palette of
// the desktop's variant.
func ColorFor(o fyne.CanvasObject, name fyne.ThemeColorName) color.Color {
	th := theme.CurrentForWidget(o)
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	if _, ours := th.(*Theme); !ours && strings.HasPrefix(string(name), prefixKit) {
		p := LightPalette()
		if variant == theme.VariantDark {
			p = DarkPalette()
		}
		c, _ := p.Color(name)
		return c
	}
	return th.Color(name, variant)
}

// isDark reports whether the object is shown in the dark theme.
func isDark(o fyne.CanvasObject) bool {
	r, g, b, _ := ColorFor(o, ColorCard).RGBA()
	return r+g+b < 3*0x7FFF
}

// SizeFor returns a text size of the kit as the theme of the object gives it now.
func SizeFor(o fyne.CanvasObject, name fyne.ThemeSizeName) float32 {
	th := theme.CurrentForWidget(o)
	if _, ours := th.(*Theme); !ours {
		if s, ok := textSize(name); ok {
			return s
		}
	}
	return th.Size(name)
}

// Renderer draws a widget from a few functions: it saves each widget a type of
// its own. All four functions are required.
type Renderer struct {
	// List returns the objects to draw, from back to front.
	List func() []fyne.CanvasObject
	// Arrange places them in a size.
	Arrange func(fyne.Size)
	// Least returns the least size of the widget.
	Least func() fyne.Size
	// Redraw brings them up to date with the widget and the theme.
	Redraw func()
}

var _ fyne.WidgetRenderer = (*Renderer)(nil)

// Destroy is called by Fyne.
func (r *Renderer) Destroy() {}

// Layout is called by Fyne.
func (r *Renderer) Layout(s fyne.Size) { r.Arrange(s) }

// MinSize is called by Fyne.
func (r *Renderer) MinSize() fyne.Size { return r.Least() }

// Objects is called by Fyne.
func (r *Renderer) Objects() []fyne.CanvasObject { return r.List() }

// Refresh is called by Fyne.
func (r *Renderer) Refresh() { r.Redraw() }

// fixed returns a list of objects that never changes.
func fixed(objects ...fyne.CanvasObject) func() []fyne.CanvasObject {
	return func() []fyne.CanvasObject { return objects }
}

// place moves and resizes an object.
func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
}

// setVisible shows or hides an object.
func setVisible(o fyne.CanvasObject, visible bool) {
	if visible == o.Visible() {
		return
	}
	if visible {
		o.Show()
	} else {
		o.Hide()
	}
}

// rounded returns a rectangle with a corner radius and no colour yet.
func rounded(radius float32) *canvas.Rectangle {
	r := canvas.NewRectangle(color.Transparent)
	r.CornerRadius = radius
	return r
}

// paintBox colours a rectangle, with an outline unless the line is ColorNone.
func paintBox(r *canvas.Rectangle, of fyne.CanvasObject, fill, line fyne.ThemeColorName, width float32) {
	r.FillColor = ColorFor(of, fill)
	if line == ColorNone {
		r.StrokeWidth = 0
		r.StrokeColor = color.Transparent
		return
	}
	r.StrokeWidth = width
	r.StrokeColor = ColorFor(of, line)
}

// PaintOutline draws a rectangle as an outline alone, in a colour of the theme of an
// object; a width of 0 draws nothing.
func PaintOutline(r *canvas.Rectangle, of fyne.CanvasObject, line fyne.ThemeColorName, width float32) {
	paintBox(r, of, ColorNone, line, width)
}

// inside reports whether a position is in the box.
func inside(p fyne.Position, x, y, w, h float32) bool {
	return p.X >= x && p.Y >= y && p.X < x+w && p.Y < y+h
}
