package chart

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"parvis/ui/kit"
)

// lineRaster is a picture of lines that follows the size and the scale of the
// screen. paint draws on it in device-independent pixels times the factor.
func lineRaster(paint func(p *pen, factor float32)) *canvas.Raster {
	var raster *canvas.Raster
	raster = canvas.NewRaster(func(w, h int) image.Image {
		p := newPen(w, h)
		if width := raster.Size().Width; width > 0 && w > 0 {
			paint(p, float32(w)/width)
		}
		return p.img
	})
	return raster
}

// texts is a pool of canvas texts used again from one drawing to the next.
type texts struct {
	of   fyne.CanvasObject
	list []*canvas.Text
	used int
}

func (t *texts) reset() { t.used = 0 }

// add draws a caption in a box.
func (t *texts) add(text string, bold bool, color fyne.ThemeColorName, align fyne.TextAlign, x, y, w, h float32) {
	if t.used == len(t.list) {
		t.list = append(t.list, canvas.NewText("", nil))
	}
	o := t.list[t.used]
	t.used++
	kit.SetLine(o, text, kit.SizeFor(t.of, kit.SizeCaption)*0.93, bold)
	o.Color, o.Alignment = kit.ColorFor(t.of, color), align
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
	o.Show()
}

func (t *texts) finish() {
	for _, o := range t.list[t.used:] {
		o.Hide()
	}
}

func (t *texts) measure(text string, bold bool) fyne.Size {
	return kit.MeasureLine(text, kit.SizeFor(t.of, kit.SizeCaption)*0.93, bold)
}

func (t *texts) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	for _, o := range t.list {
		list = append(list, o)
	}
	return list
}

// boxes is a pool of rectangles.
type boxes struct {
	of   fyne.CanvasObject
	list []*canvas.Rectangle
	used int
}

func (b *boxes) reset() { b.used = 0 }

func (b *boxes) add(color fyne.ThemeColorName, x, y, w, h, radius float32) *canvas.Rectangle {
	if b.used == len(b.list) {
		b.list = append(b.list, canvas.NewRectangle(nil))
	}
	o := b.list[b.used]
	b.used++
	*o = canvas.Rectangle{FillColor: kit.ColorFor(b.of, color), CornerRadius: radius}
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(max(w, 0), max(h, 0)))
	o.Show()
	return o
}

func (b *boxes) finish() {
	for _, o := range b.list[b.used:] {
		o.Hide()
	}
}

func (b *boxes) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	for _, o := range b.list {
		list = append(list, o)
	}
	return list
}

// Hint is what the card over a hovered point says.
type Hint struct {
	Title string
	Lines []string
}

// hintCard is the dark card that says the value under the pointer.
type hintCard struct {
	box   *canvas.Rectangle
	texts texts
}

func newHintCard(of fyne.CanvasObject) *hintCard {
	b := canvas.NewRectangle(color.Transparent)
	b.CornerRadius = 6
	b.Hide()
	return &hintCard{box: b, texts: texts{of: of}}
}

const hintPad = 9

// showUnder shows the card under a point, or over it when there is no room, inside
// a size.
func (c *hintCard) showUnder(hint Hint, at fyne.Position, within fyne.Size) {
	s := c.size(hint)
	x := min(max(at.X-s.Width/2, 0), max(within.Width-s.Width, 0))
	y := at.Y + 12
	if y+s.Height > within.Height {
		y = max(at.Y-12-s.Height, 0)
	}
	c.show(hint, x, y, s)
}

// showBeside shows the card at the right of what is from left to right, or at its
// left when there is no room, inside a width.
func (c *hintCard) showBeside(hint Hint, left, right, y, width float32) {
	s := c.size(hint)
	x := right + 4
	if x+s.Width > width {
		x = max(left-4-s.Width, 0)
	}
	c.show(hint, x, y, s)
}

func (c *hintCard) size(hint Hint) fyne.Size {
	size := fyne.NewSize(0, 0)
	lines := append([]string{hint.Title}, hint.Lines...)
	for i, l := range lines {
		m := c.texts.measure(l, i > 0)
		size.Width = max(size.Width, m.Width)
		size.Height += m.Height
	}
	return size.AddWidthHeight(2*hintPad, 2*hintPad-4)
}

func (c *hintCard) show(hint Hint, x, y float32, size fyne.Size) {
	c.texts.reset()
	lines := append([]string{hint.Title}, hint.Lines...)
	c.box.FillColor = kit.ColorFor(c.texts.of, kit.ColorHint)
	c.box.Move(fyne.NewPos(x, y))
	c.box.Resize(size)
	c.box.Show()
	ty := y + hintPad - 2
	for i, l := range lines {
		m := c.texts.measure(l, i > 0)
		c.texts.add(l, i > 0, kit.ColorOnHint, fyne.TextAlignLeading, x+hintPad, ty, m.Width, m.Height)
		ty += m.Height
	}
	c.texts.finish()
}

func (c *hintCard) hide() {
	c.box.Hide()
	c.texts.reset()
	c.texts.finish()
}

func (c *hintCard) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	return c.texts.objects(append(list, c.box))
}
