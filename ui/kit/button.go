package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/assets/icons"
)

// ButtonKind is the weight of a button.
type ButtonKind int

// The kinds of buttons. A page has exactly one primary button.
const (
	// ButtonOutlined is the usual button.
	ButtonOutlined ButtonKind = iota
	// ButtonPrimary is what the page is for.
	ButtonPrimary
	// ButtonQuiet has no outline, for actions of little weight.
	ButtonQuiet
	// ButtonDanger destroys something.
	ButtonDanger
)

// Button is a button with a text, an icon, or both. It acts on a tap, on Enter
// and on Space, shows the focus, and is at least 34 px high.
type Button struct {
	tipWidget
	// OnTapped is called when the button acts; nil does nothing.
	OnTapped func()

	kind     ButtonKind
	icon     icons.Name
	trailing icons.Name
	disabled bool
	compact  bool
	tip      string

	box     *canvas.Rectangle
	over    *canvas.Rectangle
	image   *iconImage
	after   *iconImage
	block   *textBlock
	hovered bool
	pressed bool
	focused bool
}

var (
	_ fyne.Tappable     = (*Button)(nil)
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Disableable  = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
	_ desktop.Mouseable = (*Button)(nil)
)

// NewButton returns an outlined button.
func NewButton(text string, onTapped func()) *Button {
	return newButton(text, "", ButtonOutlined, onTapped)
}

// NewPrimaryButton returns the button that a page is for.
func NewPrimaryButton(text string, onTapped func()) *Button {
	return newButton(text, "", ButtonPrimary, onTapped)
}

// NewQuietButton returns a button without outline.
func NewQuietButton(text string, onTapped func()) *Button {
	return newButton(text, "", ButtonQuiet, onTapped)
}

// NewDangerButton returns a button that destroys something.
func NewDangerButton(text string, onTapped func()) *Button {
	return newButton(text, "", ButtonDanger, onTapped)
}

// NewIconButton returns an outlined square button with an icon alone; its
// tooltip says what it does and may not be empty.
func NewIconButton(icon icons.Name, tip string, onTapped func()) *Button {
	b := newButton("", icon, ButtonOutlined, onTapped)
	b.SetTip(tip)
	return b
}

// NewQuietIconButton is NewIconButton without outline.
func NewQuietIconButton(icon icons.Name, tip string, onTapped func()) *Button {
	b := newButton("", icon, ButtonQuiet, onTapped)
	b.SetTip(tip)
	return b
}

func newButton(text string, icon icons.Name, kind ButtonKind, onTapped func()) *Button {
	b := &Button{}
	b.init(b, text, icon, kind, onTapped)
	return b
}

// init makes the parts of the button; self is the widget that embeds it.
func (b *Button) init(self fyne.Widget, text string, icon icons.Name, kind ButtonKind, onTapped func()) {
	b.ExtendBaseWidget(self)
	b.OnTapped, b.kind, b.icon = onTapped, kind, icon
	b.box, b.over = rounded(radiusControl), rounded(radiusControl)
	b.image, b.after = newIconImage(), newIconImage()
	style := StyleBody
	if kind == ButtonPrimary || kind == ButtonDanger {
		style = StyleBodyStrong
	}
	b.block = newTextBlock(self, style)
	b.block.text = text
	b.block.align = fyne.TextAlignCenter
}

// WithIcon puts an icon before the text, and returns the button.
func (b *Button) WithIcon(icon icons.Name) *Button {
	b.icon = icon
	return b
}

// WithTip gives the button a tooltip, and returns it.
func (b *Button) WithTip(tip string) *Button {
	b.SetTip(tip)
	return b
}

// Compact makes the button lower and tighter, for rows and toolbars.
func (b *Button) Compact() *Button {
	b.compact = true
	if b.block.style == StyleBody {
		b.block.style = StyleSecondary
	}
	return b
}

// SetTip changes the tooltip.
func (b *Button) SetTip(tip string) {
	b.tip = tip
	b.updateTip()
}

func (b *Button) updateTip() {
	tip := b.tip
	if tip == "" && b.block.truncated {
		tip = b.block.text
	}
	b.SetToolTip(tip)
}

// Text returns the text.
func (b *Button) Text() string { return b.block.text }

// SetText changes the text.
func (b *Button) SetText(text string) {
	if b.block.text != text {
		b.block.text = text
		b.Refresh()
	}
}

// SetIcon changes the icon.
func (b *Button) SetIcon(icon icons.Name) {
	b.icon = icon
	b.Refresh()
}

// Enable lets the button act.
func (b *Button) Enable() { b.setDisabled(false) }

// Disable stops the button from acting and greys it.
func (b *Button) Disable() { b.setDisabled(true) }

// Disabled reports whether the button is stopped.
func (b *Button) Disabled() bool { return b.disabled }

// SetEnabled enables or disables the button.
func (b *Button) SetEnabled(enabled bool) { b.setDisabled(!enabled) }

func (b *Button) setDisabled(disabled bool) {
	if b.disabled != disabled {
		b.disabled = disabled
		b.Refresh()
	}
}

// Tapped is called by Fyne.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.dropTip()
	if !b.disabled && b.OnTapped != nil {
		b.OnTapped()
	}
}

// FocusGained is called by Fyne.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	reveal(b.self)
}

// FocusLost is called by Fyne.
func (b *Button) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune is called by Fyne.
func (b *Button) TypedRune(rune) {}

// TypedKey is called by Fyne: Enter and Space act.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	if isActivation(e.Name) {
		b.Tapped(nil)
		return
	}
	overlayKey(b.self, e, false)
}

// MouseIn is called by Fyne.
func (b *Button) MouseIn(e *desktop.MouseEvent) {
	b.tipWidget.MouseIn(e)
	b.hovered = true
	b.Refresh()
}

// MouseOut is called by Fyne.
func (b *Button) MouseOut() {
	b.tipWidget.MouseOut()
	b.hovered, b.pressed = false, false
	b.Refresh()
}

// MouseDown is called by Fyne.
func (b *Button) MouseDown(*desktop.MouseEvent) { b.pressed = true; b.Refresh() }

// MouseUp is called by Fyne.
func (b *Button) MouseUp(*desktop.MouseEvent) { b.pressed = false; b.Refresh() }

// Cursor is called by Fyne.
func (b *Button) Cursor() desktop.Cursor {
	if b.disabled {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *Button) colors() (fill, line, text fyne.ThemeColorName) {
	switch {
	case b.disabled && b.kind == ButtonQuiet:
		return ColorNone, ColorNone, ColorDisabled
	case b.disabled:
		return ColorTrack, ColorLine, ColorDisabled
	}
	switch b.kind {
	case ButtonPrimary:
		return ColorPrimary, ColorNone, ColorOnPrimary
	case ButtonDanger:
		return ColorCoralFilled, ColorNone, ColorOnCoralFilled
	case ButtonQuiet:
		return ColorNone, ColorNone, ColorInk
	}
	return ColorCard, ColorLine, ColorInk
}

func (b *Button) paint() {
	fill, line, text := b.colors()
	width := lineWidth
	if b.focused {
		width, line = focusWidth, ColorPrimary
		if b.kind == ButtonPrimary || b.kind == ButtonDanger {
			line = ColorInk
		}
	}
	paintBox(b.box, b.self, fill, line, width)
	state := ColorNone
	switch {
	case b.disabled:
	case b.pressed:
		state = ColorPressed
	case b.hovered:
		state = ColorHover
	}
	paintBox(b.over, b.self, state, ColorNone, 0)
	b.block.color = text
	b.block.sync()
	b.image.paint(b.self, b.icon, text)
	after := text
	if text == ColorInk {
		after = ColorMuted
	}
	b.after.paint(b.self, b.trailing, after)
}

const buttonIcon float32 = 18

func (b *Button) sidePadding() float32 {
	switch {
	case b.compact:
		return 10
	case b.block.text == "":
		return 8
	}
	return 14
}

// iconsWidth returns the room that the icons take, with the gap to the text.
func (b *Button) iconsWidth() (before, after float32) {
	gap := float32(0)
	if b.block.text != "" {
		gap = 7
	}
	if b.icon != "" {
		before = buttonIcon + gap
	}
	if b.trailing != "" {
		after = 14 + 6
	}
	return before, after
}

func (b *Button) height() float32 {
	if b.compact {
		return max(28, b.block.lineHeight()+10)
	}
	return max(controlHeight, b.block.lineHeight()+14)
}

// NaturalWidth returns the width of the whole button.
func (b *Button) NaturalWidth() float32 {
	before, after := b.iconsWidth()
	w := before + after + 2*b.sidePadding()
	if b.block.text != "" {
		w += b.block.natural().Width
	}
	return max(w, b.height())
}

func (b *Button) layout(s fyne.Size) {
	place(b.box, 0, 0, s.Width, s.Height)
	place(b.over, 0, 0, s.Width, s.Height)
	before, after := b.iconsWidth()
	text := float32(0)
	if b.block.text != "" {
		text = min(b.block.natural().Width, s.Width-before-after-2*min(b.sidePadding(), 8))
	}
	x := max((s.Width-before-after-text)/2, 0)
	if b.block.align == fyne.TextAlignLeading {
		x = b.sidePadding()
		text = s.Width - before - after - 2*x
	}
	place(b.image, x, (s.Height-buttonIcon)/2, buttonIcon, buttonIcon)
	b.block.layout(x+before, 0, text, s.Height)
	place(b.after, x+before+text+6, (s.Height-14)/2, 14, 14)
	b.updateTip()
}

// CreateRenderer is called by Fyne.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			return b.block.objects([]fyne.CanvasObject{b.box, b.over, b.image.Image, b.after.Image})
		},
		Arrange: func(s fyne.Size) { b.layout(s); b.paint() },
		Least: func() fyne.Size {
			return fyne.NewSize(min(b.NaturalWidth(), buttonLeast), b.height())
		},
		Redraw: func() {
			b.layout(b.Size())
			b.paint()
			canvas.Refresh(b.self)
		},
	}
}

// buttonLeast is the width under which a button is not squeezed; its text then
// ends with an ellipsis and the tooltip has it whole.
const buttonLeast float32 = 220
