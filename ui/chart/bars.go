package chart

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/ui/kit"
)

// BarData is what a BarChart shows: groups along the axis, each with a bar per
// series. Missing values have no bar; negative values are drawn as zero.
type BarData struct {
	Labels []string
	Series []Series
	// Format writes a value of the axis.
	Format func(float64) string
	// Hint says what the card over a group shows; nil shows no card.
	Hint func(group int) Hint
}

// BarChart draws grouped bars from zero. The pointer, or with the focus the left
// and right arrows, shows the values of a group in a card.
type BarChart struct {
	widget.BaseWidget
	data    BarData
	hovered int
	focused bool
	boxes   boxes
	texts   texts
	card    *hintCard
	from    float32
	to      float32
}

var (
	_ desktop.Hoverable = (*BarChart)(nil)
	_ fyne.Focusable    = (*BarChart)(nil)
	_ fyne.Tappable     = (*BarChart)(nil)
)

// NewBarChart returns a chart.
func NewBarChart(data BarData) *BarChart {
	c := &BarChart{data: data, hovered: -1}
	c.ExtendBaseWidget(c)
	c.boxes.of, c.texts.of = c, c
	c.card = newHintCard(c)
	return c
}

// SetData replaces what the chart shows.
func (c *BarChart) SetData(data BarData) {
	c.data = data
	c.hovered = -1
	c.Refresh()
}

// Hovered returns the place of the group whose values are shown, -1 for none.
func (c *BarChart) Hovered() int { return c.hovered }

const widestBar float32 = 22

func (c *BarChart) arrange(s fyne.Size) {
	c.boxes.reset()
	c.texts.reset()
	line := c.texts.measure("0", false).Height
	lists := [][]float64{{0}}
	for _, series := range c.data.Series {
		lists = append(lists, series.Values)
	}
	_, high, _ := Bounds(lists...)
	if high <= 0 {
		high = 1
	}
	ticks := NiceTicks(0, high, max(min(int(s.Height/48), 5), 2))
	axis := float32(0)
	if c.data.Format != nil {
		for _, t := range ticks {
			axis = max(axis, c.texts.measure(c.data.Format(t), false).Width+10)
		}
	}
	bottom := s.Height - line - 8
	scale := Scale{0, ticks[len(ticks)-1], bottom, line/2 + 2}
	c.from, c.to = axis, s.Width
	if c.hovered >= 0 {
		w := (c.to - c.from) / float32(max(len(c.data.Labels), 1))
		c.boxes.add(kit.ColorHover, c.from+w*float32(c.hovered), scale.To, w, bottom-scale.To, 4)
	}
	for _, t := range ticks {
		y := scale.At(t)
		c.boxes.add(kit.ColorLine, c.from, float32(int(y)), c.to-c.from, 1, 0)
		if c.data.Format != nil {
			c.texts.add(c.data.Format(t), false, kit.ColorMuted, fyne.TextAlignLeading, 0, y-line/2, axis, line)
		}
	}
	top := c.arrangeBars(scale, bottom)
	c.arrangeLabels(bottom, line)
	c.boxes.finish()
	c.texts.finish()
	if c.hovered < 0 || c.data.Hint == nil {
		c.card.hide()
		return
	}
	w := (c.to - c.from) / float32(max(len(c.data.Labels), 1))
	left := c.from + w*float32(c.hovered)
	c.card.showBeside(c.data.Hint(c.hovered), left, left+w, min(top, bottom/2), s.Width)
}

// arrangeBars draws the bars, and returns the top of the group hovered.
func (c *BarChart) arrangeBars(scale Scale, bottom float32) float32 {
	top := bottom
	for _, b := range GroupBars(len(c.data.Labels), len(c.data.Series), c.from, c.to, widestBar) {
		series := c.data.Series[b.Series]
		if b.Group >= len(series.Values) || IsMissing(series.Values[b.Group]) {
			continue
		}
		y := scale.At(max(series.Values[b.Group], 0))
		if b.Group == c.hovered {
			top = min(top, y)
		}
		r := c.boxes.add(series.Color, b.X, y, b.Width, bottom-y, 0)
		radius := min(3, b.Width/2, (bottom-y)/2)
		r.TopLeftCornerRadius, r.TopRightCornerRadius = radius, radius
	}
	return top
}

func (c *BarChart) arrangeLabels(bottom, line float32) {
	widest := float32(0)
	for _, l := range c.data.Labels {
		widest = max(widest, c.texts.measure(l, false).Width)
	}
	every := Every(len(c.data.Labels), c.to-c.from, widest+8)
	w := (c.to - c.from) / float32(max(len(c.data.Labels), 1))
	for i, l := range c.data.Labels {
		if (len(c.data.Labels)-1-i)%every == 0 {
			tw := c.texts.measure(l, false).Width
			x := c.from + w*(float32(i)+0.5) - tw/2
			c.texts.add(l, c.focused && i == c.hovered, kit.ColorMuted, fyne.TextAlignLeading, x, bottom+5, tw, line)
		}
	}
}

// CreateRenderer is called by Fyne.
func (c *BarChart) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List: func() []fyne.CanvasObject {
			return c.card.objects(c.texts.objects(c.boxes.objects(nil)))
		},
		Arrange: c.arrange,
		Least:   func() fyne.Size { return fyne.NewSize(200, 120) },
		Redraw: func() {
			c.arrange(c.Size())
			canvas.Refresh(c)
		},
	}
}

func (c *BarChart) hover(group int) {
	if group != c.hovered {
		c.hovered = group
		c.Refresh()
	}
}

func (c *BarChart) at(x float32) int { return GroupAt(len(c.data.Labels), c.from, c.to, x) }

// MouseIn is called by Fyne.
func (c *BarChart) MouseIn(e *desktop.MouseEvent) { c.hover(c.at(e.Position.X)) }

// MouseMoved is called by Fyne.
func (c *BarChart) MouseMoved(e *desktop.MouseEvent) { c.hover(c.at(e.Position.X)) }

// MouseOut is called by Fyne.
func (c *BarChart) MouseOut() { c.hover(-1) }

// Tapped is called by Fyne.
func (c *BarChart) Tapped(e *fyne.PointEvent) { c.hover(c.at(e.Position.X)) }

// FocusGained is called by Fyne.
func (c *BarChart) FocusGained() {
	c.focused = true
	c.hovered = len(c.data.Labels) - 1
	c.Refresh()
}

// FocusLost is called by Fyne.
func (c *BarChart) FocusLost() {
	c.focused = false
	c.hovered = -1
	c.Refresh()
}

// TypedRune is called by Fyne.
func (c *BarChart) TypedRune(rune) {}

// TypedKey is called by Fyne: the arrows move from group to group.
func (c *BarChart) TypedKey(e *fyne.KeyEvent) {
	last := len(c.data.Labels) - 1
	switch e.Name {
	case fyne.KeyLeft:
		c.hover(max(c.hovered-1, min(0, last)))
	case fyne.KeyRight:
		c.hover(min(c.hovered+1, last))
	}
}

// HorizontalBar is one line of horizontal bars: strings ready to draw.
type HorizontalBar struct {
	Label  string
	Detail string // small, after the label
	Value  string // at the right
	// Share is the length, from 0 to 1.
	Share float64
	Color fyne.ThemeColorName
}

// NewHorizontalBars returns lines with a label, a value and a bar below, as the
// median engagement of each pillar.
func NewHorizontalBars(bars ...HorizontalBar) *fyne.Container {
	stack := kit.VStack(14)
	for _, b := range bars {
		line := kit.HStack(6,
			kit.NewText(b.Label, kit.StyleSecondary).Colored(kit.ColorInk), kit.Grow(kit.Caption(b.Detail)),
			kit.NewText(b.Value, kit.StyleSecondaryStrong))
		stack.Add(kit.VStack(2, line, kit.NewColorBar(b.Share, b.Color, 10)))
	}
	return stack
}

// NewLegend returns the names of series with their colours.
func NewLegend(series []Series) *fyne.Container {
	flow := kit.Flow(14)
	for _, s := range series {
		flow.Add(kit.HStack(6, kit.NewColorBar(1, s.Color, 10).Square(), kit.Secondary(s.Name)))
	}
	return flow
}
