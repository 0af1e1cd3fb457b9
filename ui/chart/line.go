package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/ui/kit"
)

// Series is a line of a chart: its name, a value for each label (Missing for
// what is not known), and its look.
type Series struct {
	Name   string
	Values []float64
	Color  fyne.ThemeColorName
	// Dotted is for lines that only compare.
	Dotted bool
}

// Break says that what is counted changed before a label: lines stop there.
type Break struct {
	Before int
	Label  string
}

// LineData is what a LineChart shows.
type LineData struct {
	Labels []string
	Series []Series
	Breaks []Break
	// Target draws a dashed line at a value, with its label, when HasTarget.
	HasTarget   bool
	Target      float64
	TargetLabel string
	// FromZero begins the axis at zero, as counts and shares want.
	FromZero bool
	// Format writes a value of the axis.
	Format func(float64) string
	// Hint says what the card over a label shows; nil shows no card.
	Hint func(label int) Hint
}

// LineChart draws lines over labels. The pointer, or with the focus the left and
// right arrows, shows the values of a label in a card.
type LineChart struct {
	widget.BaseWidget
	data    LineData
	hovered int
	focused bool

	raster *canvas.Raster
	grid   boxes
	texts  texts
	card   *hintCard
	ring   *canvas.Rectangle
	plot   plotBox
	xs     []float32
	scale  Scale
}

// plotBox is where the lines are, inside the axis.
type plotBox struct{ left, top, right, bottom float32 }

var (
	_ desktop.Hoverable = (*LineChart)(nil)
	_ fyne.Focusable    = (*LineChart)(nil)
	_ fyne.Tappable     = (*LineChart)(nil)
)

// NewLineChart returns a chart.
func NewLineChart(data LineData) *LineChart {
	c := &LineChart{data: data, hovered: -1, ring: canvas.NewRectangle(nil)}
	c.ExtendBaseWidget(c)
	c.grid.of, c.texts.of = c, c
	c.card = newHintCard(c)
	c.raster = lineRaster(c.paintLines)
	return c
}

// SetData replaces what the chart shows.
func (c *LineChart) SetData(data LineData) {
	c.data = data
	c.hovered = -1
	c.Refresh()
}

// Hovered returns the place of the label whose values are shown, -1 for none.
func (c *LineChart) Hovered() int { return c.hovered }

func (c *LineChart) bounds() (low, high float64) {
	var lists [][]float64
	for _, s := range c.data.Series {
		lists = append(lists, s.Values)
	}
	if c.data.HasTarget {
		lists = append(lists, []float64{c.data.Target})
	}
	if c.data.FromZero {
		lists = append(lists, []float64{0})
	}
	low, high, ok := Bounds(lists...)
	if !ok {
		return 0, 1
	}
	return low, high
}

func (c *LineChart) format(v float64) string {
	if c.data.Format == nil {
		return ""
	}
	return c.data.Format(v)
}

func (c *LineChart) arrange(s fyne.Size) {
	c.grid.reset()
	c.texts.reset()
	line := c.texts.measure("0", false).Height
	low, high := c.bounds()
	ticks := NiceTicks(low, high, max(min(int(s.Height/48), 6), 2))
	axis := float32(0)
	for _, t := range ticks {
		axis = max(axis, c.texts.measure(c.format(t), false).Width)
	}
	c.plot = plotBox{axis + 10, line/2 + 2, s.Width - 8, s.Height - line - 8}
	c.scale = Scale{ticks[0], ticks[len(ticks)-1], c.plot.bottom, c.plot.top}
	for _, t := range ticks {
		y := c.scale.At(t)
		c.grid.add(kit.ColorLine, c.plot.left, float32(int(y)), c.plot.right-c.plot.left, 1, 0)
		c.texts.add(c.format(t), false, kit.ColorMuted, fyne.TextAlignLeading, 0, y-line/2, axis, line)
	}
	c.xs = Positions(len(c.data.Labels), c.plot.left, c.plot.right)
	c.arrangeLabels(s.Width, line)
	c.arrangeTarget(line)
	c.grid.finish()
	c.raster.Move(fyne.NewPos(0, 0))
	c.raster.Resize(s)
	c.arrangeCard(s)
	c.texts.finish()
	c.ring.Move(fyne.NewPos(c.plot.left-2, c.plot.top-2))
	c.ring.Resize(fyne.NewSize(max(c.plot.right-c.plot.left+4, 0), max(c.plot.bottom-c.plot.top+4, 0)))
	c.ring.CornerRadius = 4
	width := float32(0)
	if c.focused {
		width = 1.5
	}
	kit.PaintOutline(c.ring, c, kit.ColorPrimary, width)
}

func (c *LineChart) arrangeLabels(width, line float32) {
	widest := float32(0)
	for _, l := range c.data.Labels {
		widest = max(widest, c.texts.measure(l, false).Width)
	}
	every := Every(len(c.data.Labels), c.plot.right-c.plot.left, widest+8)
	last := len(c.data.Labels) - 1
	for i, l := range c.data.Labels {
		// Counting from the last keeps the newest label, which matters most.
		if (last-i)%every != 0 {
			continue
		}
		w := c.texts.measure(l, false).Width
		x := min(max(c.xs[i]-w/2, 0), width-w)
		c.texts.add(l, false, kit.ColorMuted, fyne.TextAlignLeading, x, c.plot.bottom+5, w, line)
	}
	for _, b := range c.data.Breaks {
		if b.Before > 0 && b.Before < len(c.xs) {
			x := (c.xs[b.Before-1] + c.xs[b.Before]) / 2
			c.grid.add(kit.ColorMuted, x, c.plot.top, 1, c.plot.bottom-c.plot.top, 0)
			w := c.texts.measure(b.Label, false).Width
			left := x + 4
			if left+w > width {
				left = max(x-4-w, 0)
			}
			c.texts.add(b.Label, false, kit.ColorMuted, fyne.TextAlignLeading, left, c.plot.top, w, line)
		}
	}
}

func (c *LineChart) arrangeTarget(line float32) {
	if !c.data.HasTarget || c.data.TargetLabel == "" {
		return
	}
	w := c.texts.measure(c.data.TargetLabel, false).Width
	y := c.scale.At(c.data.Target) - line - 2
	if y < 0 {
		y += line + 4
	}
	c.texts.add(c.data.TargetLabel, false, kit.ColorAmberText, fyne.TextAlignLeading, c.plot.left+4, y, w, line)
}

// known returns the first series with a value at a label.
func (c *LineChart) known(label int) (Series, bool) {
	for _, s := range c.data.Series {
		if label < len(s.Values) && !IsMissing(s.Values[label]) {
			return s, true
		}
	}
	return Series{}, false
}

func (c *LineChart) arrangeCard(s fyne.Size) {
	if c.hovered < 0 || c.hovered >= len(c.xs) || c.data.Hint == nil {
		c.card.hide()
		return
	}
	at := fyne.NewPos(c.xs[c.hovered], c.plot.top)
	if series, ok := c.known(c.hovered); ok {
		at.Y = c.scale.At(series.Values[c.hovered])
	}
	c.card.showUnder(c.data.Hint(c.hovered), at, s)
}

func (c *LineChart) paintLines(p *pen, f float32) {
	var breaks []int
	for _, b := range c.data.Breaks {
		breaks = append(breaks, b.Before)
	}
	at := func(s Series, i int) point { return point{c.xs[i] * f, c.scale.At(s.Values[i]) * f} }
	if c.data.HasTarget {
		y := c.scale.At(c.data.Target) * f
		p.dashed([]point{{c.plot.left * f, y}, {c.plot.right * f, y}}, 1.5*f, 4*f, 5*f, kit.ColorFor(c, kit.ColorAmber))
	}
	for n := len(c.data.Series) - 1; n >= 0; n-- {
		s := c.data.Series[n]
		ink := kit.ColorFor(c, s.Color)
		values := s.Values[:min(len(s.Values), len(c.xs))]
		for _, run := range Runs(values, breaks) {
			var points []point
			for _, i := range run {
				points = append(points, at(s, i))
			}
			switch {
			case len(points) == 1:
				p.disc(points[0], 2.5*f, ink)
			case s.Dotted:
				p.dashed(points, 1.6*f, 0.1*f, 4*f, ink)
			default:
				p.line(points, 2.2*f, ink)
			}
		}
	}
	if c.hovered >= 0 && c.hovered < len(c.xs) {
		for _, s := range c.data.Series {
			if c.hovered < len(s.Values) && !IsMissing(s.Values[c.hovered]) && !s.Dotted {
				p.disc(at(s, c.hovered), 4*f, kit.ColorFor(c, s.Color))
			}
		}
	}
}

// CreateRenderer is called by Fyne.
func (c *LineChart) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List: func() []fyne.CanvasObject {
			list := c.texts.objects(append(c.grid.objects(nil), c.ring))
			return c.card.objects(append(list, c.raster))
		},
		Arrange: c.arrange,
		Least:   func() fyne.Size { return fyne.NewSize(200, 120) },
		Redraw: func() {
			c.arrange(c.Size())
			c.raster.Refresh()
			canvas.Refresh(c)
		},
	}
}

func (c *LineChart) hover(label int) {
	if label != c.hovered {
		c.hovered = label
		c.Refresh()
	}
}

// MouseIn is called by Fyne.
func (c *LineChart) MouseIn(e *desktop.MouseEvent) { c.hover(Nearest(c.xs, e.Position.X)) }

// MouseMoved is called by Fyne.
func (c *LineChart) MouseMoved(e *desktop.MouseEvent) { c.hover(Nearest(c.xs, e.Position.X)) }

// MouseOut is called by Fyne.
func (c *LineChart) MouseOut() { c.hover(-1) }

// Tapped is called by Fyne.
func (c *LineChart) Tapped(e *fyne.PointEvent) { c.hover(Nearest(c.xs, e.Position.X)) }

// FocusGained is called by Fyne.
func (c *LineChart) FocusGained() {
	c.focused = true
	c.hovered = len(c.data.Labels) - 1
	c.Refresh()
}

// FocusLost is called by Fyne.
func (c *LineChart) FocusLost() {
	c.focused = false
	c.hovered = -1
	c.Refresh()
}

// TypedRune is called by Fyne.
func (c *LineChart) TypedRune(rune) {}

// TypedKey is called by Fyne: the arrows, Home and End move from label to label.
func (c *LineChart) TypedKey(e *fyne.KeyEvent) {
	last := len(c.data.Labels) - 1
	switch e.Name {
	case fyne.KeyLeft:
		c.hover(max(c.hovered-1, min(0, last)))
	case fyne.KeyRight:
		c.hover(min(c.hovered+1, last))
	case fyne.KeyHome:
		c.hover(min(0, last))
	case fyne.KeyEnd:
		c.hover(last)
	}
}
