package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/assets/icons"
)

// Checkbox is a box to tick with its label, which wraps. A tap anywhere on it,
// Enter or Space ticks it.
type Checkbox struct {
	tipWidget
	// OnChanged receives the new state, when a person changes it.
	OnChanged func(checked bool)

	checked  bool
	disabled bool
	focused  bool
	hovered  bool
	box      *canvas.Rectangle
	mark     *iconImage
	block    *textBlock
}

var (
	_ fyne.Tappable    = (*Checkbox)(nil)
	_ fyne.Focusable   = (*Checkbox)(nil)
	_ fyne.Disableable = (*Checkbox)(nil)
)

// NewCheckbox returns a box with a label.
func NewCheckbox(label string, checked bool, onChanged func(checked bool)) *Checkbox {
	c := &Checkbox{OnChanged: onChanged, checked: checked, box: rounded(5), mark: newIconImage()}
	c.ExtendBaseWidget(c)
	c.block = newTextBlock(c, StyleBody)
	c.block.text, c.block.wrap = label, true
	return c
}

// Checked reports whether the box is ticked.
func (c *Checkbox) Checked() bool { return c.checked }

// SetChecked ticks the box or not without calling OnChanged.
func (c *Checkbox) SetChecked(checked bool) {
	c.checked = checked
	c.Refresh()
}

// Enable lets the box be ticked.
func (c *Checkbox) Enable() { c.disabled = false; c.Refresh() }

// Disable stops the box from being ticked.
func (c *Checkbox) Disable() { c.disabled = true; c.Refresh() }

// Disabled reports whether the box is stopped.
func (c *Checkbox) Disabled() bool { return c.disabled }

// Tapped is called by Fyne.
func (c *Checkbox) Tapped(*fyne.PointEvent) {
	if c.disabled {
		return
	}
	c.SetChecked(!c.checked)
	if c.OnChanged != nil {
		c.OnChanged(c.checked)
	}
}

// FocusGained is called by Fyne.
func (c *Checkbox) FocusGained() {
	c.focused = true
	c.Refresh()
	reveal(c.self)
}

// FocusLost is called by Fyne.
func (c *Checkbox) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune is called by Fyne.
func (c *Checkbox) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (c *Checkbox) TypedKey(e *fyne.KeyEvent) {
	if isActivation(e.Name) {
		c.Tapped(nil)
		return
	}
	overlayKey(c, e, false)
}

// MouseIn is called by Fyne.
func (c *Checkbox) MouseIn(e *desktop.MouseEvent) {
	c.tipWidget.MouseIn(e)
	c.hovered = true
	c.Refresh()
}

// MouseOut is called by Fyne.
func (c *Checkbox) MouseOut() {
	c.tipWidget.MouseOut()
	c.hovered = false
	c.Refresh()
}

const (
	checkSide float32 = 18
	checkGap  float32 = 9
)

// NaturalWidth returns the width with the label on one line.
func (c *Checkbox) NaturalWidth() float32 { return checkSide + checkGap + c.block.natural().Width }

// HeightForWidth returns the height needed at a width.
func (c *Checkbox) HeightForWidth(width float32) float32 {
	return max(c.block.fit(width-checkSide-checkGap), checkSide+4)
}

func (c *Checkbox) paint() {
	fill, line, text := ColorCard, ColorMuted, ColorInk
	if c.checked {
		fill, line = ColorPrimary, ColorPrimary
	}
	if c.disabled {
		line, text = ColorLine, ColorDisabled
		if c.checked {
			fill = ColorDisabled
		}
	}
	width := lineWidth
	if c.focused {
		line, width = ColorPrimary, focusWidth
		if c.checked {
			line = ColorInk
		}
	}
	paintBox(c.box, c, fill, line, width)
	if c.hovered && !c.checked && !c.disabled {
		c.box.StrokeColor = ColorFor(c, ColorPrimary)
	}
	name := icons.Name("")
	if c.checked {
		name = icons.Check
	}
	c.mark.paint(c, name, ColorOnPrimary)
	c.block.color = text
	c.block.sync()
}

func (c *Checkbox) layout(s fyne.Size) {
	first := c.block.lineHeight()
	text := c.block.fit(s.Width - checkSide - checkGap)
	top := max((s.Height-text)/2, 0)
	y := top + (first-checkSide)/2
	place(c.box, 0, y, checkSide, checkSide)
	place(c.mark, 2, y+2, checkSide-4, checkSide-4)
	c.block.layout(checkSide+checkGap, top, s.Width-checkSide-checkGap, text)
}

// CreateRenderer is called by Fyne.
func (c *Checkbox) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			return c.block.objects([]fyne.CanvasObject{c.box, c.mark.Image})
		},
		Arrange: func(s fyne.Size) { c.layout(s); c.paint() },
		Least: func() fyne.Size {
			n := c.NaturalWidth()
			w := c.Size().Width
			if w <= 0 {
				w = n
			}
			return fyne.NewSize(min(n, 160), c.HeightForWidth(w))
		},
		Redraw: func() {
			c.layout(c.Size())
			c.paint()
			canvas.Refresh(c)
		},
	}
}
