package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// bar is a rounded track filled in part, with an optional tick at a target; it
// is the part that widgets share.
type bar struct {
	track, fill, tick *canvas.Rectangle
	color             fyne.ThemeColorName
	value, target     float64 // shares from 0 to 1; a target under 0 has no tick
}

func newBar(color fyne.ThemeColorName) *bar {
	return &bar{track: rounded(3), fill: rounded(3), tick: rounded(0), color: color, target: -1}
}

func (b *bar) layout(x, y, w, h float32) {
	radius := h / 2
	b.track.CornerRadius, b.fill.CornerRadius = radius, radius
	place(b.track, x, y, w, h)
	filled := w * float32(min(max(b.value, 0), 1))
	if b.value > 0 {
		filled = max(filled, h)
	}
	place(b.fill, x, y, filled, h)
	setVisible(b.fill, b.value > 0)
	setVisible(b.tick, b.target >= 0)
	at := w * float32(min(max(b.target, 0), 1))
	place(b.tick, min(max(x+at-1, x), x+w-2), y-2, 2, h+4)
}

func (b *bar) paint(of fyne.CanvasObject) {
	b.track.FillColor = ColorFor(of, ColorTrack)
	b.fill.FillColor = ColorFor(of, b.color)
	b.tick.FillColor = ColorFor(of, ColorInk)
}

// ProgressBar shows a share, with an optional tick at a target. The caller says
// it in words beside.
type ProgressBar struct {
	widget.BaseWidget
	bar    *bar
	height float32
}

// NewProgressBar returns a bar for a share from 0 to 1, in a tone.
func NewProgressBar(share float64, tone Tone) *ProgressBar {
	p := &ProgressBar{bar: newBar(barColor(tone)), height: 5}
	p.bar.value = share
	p.ExtendBaseWidget(p)
	return p
}

func barColor(tone Tone) fyne.ThemeColorName {
	if tone == ToneNeutral {
		return ColorPrimary
	}
	return tone.Strong()
}

// WithTarget puts a tick at a share from 0 to 1, and returns the bar.
func (p *ProgressBar) WithTarget(share float64) *ProgressBar {
	p.bar.target = share
	return p
}

// Set changes the share and the tone.
func (p *ProgressBar) Set(share float64, tone Tone) {
	p.bar.value, p.bar.color = share, barColor(tone)
	p.Refresh()
}

// CreateRenderer is called by Fyne.
func (p *ProgressBar) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		p.bar.layout(0, (s.Height-p.height)/2, s.Width, p.height)
		p.bar.paint(p)
	}
	return &Renderer{
		List:    fixed(p.bar.track, p.bar.fill, p.bar.tick),
		Arrange: layout,
		Least:   func() fyne.Size { return fyne.NewSize(40, p.height+4) },
		Redraw: func() {
			layout(p.Size())
			canvas.Refresh(p)
		},
	}
}

// BalanceRow is one line of a balance: a label, what is and what is wanted in
// words, and a bar with a tick at the target.
type BalanceRow struct {
	Label  string
	Detail string
	Share  float64
	Target float64 // under 0 has no tick
	Tone   Tone
}

// NewBalance returns the rows of a balance, one under the other.
func NewBalance(rows ...BalanceRow) *fyne.Container {
	stack := VStack(12)
	for _, r := range rows {
		line := HStack(8, Grow(NewText(r.Label, StyleSecondary).Colored(ColorInk)), Secondary(r.Detail))
		p := NewProgressBar(r.Share, r.Tone)
		p.bar.target = r.Target
		stack.Add(VStack(1, line, p))
	}
	return stack
}

// ColorBar is a bar for a share in any colour of the theme, such as a pillar's.
type ColorBar struct {
	widget.BaseWidget
	bar    *bar
	height float32
	square bool
}

// NewColorBar returns a bar for a share from 0 to 1.
func NewColorBar(share float64, color fyne.ThemeColorName, height float32) *ColorBar {
	c := &ColorBar{bar: newBar(color), height: height}
	c.bar.value = share
	c.ExtendBaseWidget(c)
	return c
}

// Square makes the bar a small square, as the signs of a legend, and returns it.
func (c *ColorBar) Square() *ColorBar {
	c.square = true
	return c
}

// Set changes the share and the colour.
func (c *ColorBar) Set(share float64, color fyne.ThemeColorName) {
	c.bar.value, c.bar.color = share, color
	c.Refresh()
}

// CreateRenderer is called by Fyne.
func (c *ColorBar) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		c.bar.layout(0, (s.Height-c.height)/2, s.Width, c.height)
		if c.square {
			c.bar.track.CornerRadius, c.bar.fill.CornerRadius = 3, 3
		}
		c.bar.paint(c)
	}
	return &Renderer{
		List:    fixed(c.bar.track, c.bar.fill),
		Arrange: layout,
		Least: func() fyne.Size {
			if c.square {
				return fyne.NewSquareSize(c.height)
			}
			return fyne.NewSize(40, c.height)
		},
		Redraw: func() {
			layout(c.Size())
			canvas.Refresh(c)
		},
	}
}
