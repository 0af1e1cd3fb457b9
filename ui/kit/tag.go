package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
)

// Tone is what a colour says. A tone never speaks alone: a word goes with it.
type Tone int

// The tones.
const (
	// ToneNeutral says nothing in particular.
	ToneNeutral Tone = iota
	// ToneGood says done or well.
	ToneGood
	// ToneAttention says soon or unsure.
	ToneAttention
	// ToneDanger says late or broken.
	ToneDanger
	// TonePrimary says act or chosen.
	TonePrimary

	firstPillarTone Tone = 100
)

// PillarTone returns the tone of the nth pillar, from 1.
func PillarTone(n int) Tone { return firstPillarTone + Tone(n) }

func (t Tone) pillar() (int, bool) { return int(t - firstPillarTone), t > firstPillarTone }

// Strong returns the full colour of the tone, for dots and bars.
func (t Tone) Strong() fyne.ThemeColorName {
	if n, ok := t.pillar(); ok {
		return PillarColor(n)
	}
	switch t {
	case ToneGood:
		return ColorGreen
	case ToneAttention:
		return ColorAmber
	case ToneDanger:
		return ColorCoral
	case TonePrimary:
		return ColorPrimary
	}
	return ColorMuted
}

// Text returns the colour of small text in the tone.
func (t Tone) Text() fyne.ThemeColorName {
	switch t {
	case ToneGood:
		return ColorGreenText
	case ToneAttention:
		return ColorAmberText
	case ToneDanger:
		return ColorCoralText
	case TonePrimary:
		return ColorPrimary
	}
	return ColorInk
}

func (t Tone) soft() fyne.ThemeColorName {
	if n, ok := t.pillar(); ok {
		return PillarSoftColor(n)
	}
	switch t {
	case ToneGood:
		return ColorGreenSoft
	case ToneAttention:
		return ColorAmberSoft
	case ToneDanger:
		return ColorCoralSoft
	case TonePrimary:
		return ColorPrimarySoft
	}
	return ColorBackground
}

// Tag is a small chip that qualifies: a state, a count, a category. With OnTapped
// it acts, takes the focus and, when selectable, shows whether it is chosen.
type Tag struct {
	tipWidget
	tone     Tone
	dot      bool
	selected bool
	onTapped func()
	// Selectable tags switch their selection before they call the handler.
	selectable bool

	box     *canvas.Rectangle
	mark    *canvas.Circle
	block   *textBlock
	hovered bool
	focused bool
}

var (
	_ fyne.Tappable     = (*ActionTag)(nil)
	_ fyne.Focusable    = (*ActionTag)(nil)
	_ desktop.Hoverable = (*Tag)(nil)
)

// NewTag returns a chip with a text in a tone.
func NewTag(text string, tone Tone) *Tag {
	t := &Tag{}
	t.init(t, text, tone)
	return t
}

// init makes the parts of the tag; self is the widget that embeds it.
func (t *Tag) init(self fyne.Widget, text string, tone Tone) {
	t.ExtendBaseWidget(self)
	t.tone, t.box, t.mark = tone, rounded(radiusChip), &canvas.Circle{}
	t.block = newTextBlock(self, StyleSecondary)
	t.block.text = text
	_, t.dot = tone.pillar()
}

// SetText changes the text.
func (t *Tag) SetText(text string) {
	t.block.text = text
	t.Refresh()
}

// Text returns the text.
func (t *Tag) Text() string { return t.block.text }

// SetTone changes the tone.
func (t *Tag) SetTone(tone Tone) {
	t.tone = tone
	_, t.dot = tone.pillar()
	t.Refresh()
}

// Selected reports whether the tag is chosen.
func (t *Tag) Selected() bool { return t.selected }

// SetSelected chooses the tag or not; it does not call the handler.
func (t *Tag) SetSelected(selected bool) {
	t.selected = selected
	t.Refresh()
}

// NaturalWidth returns the width of the whole text with the room around it.
func (t *Tag) NaturalWidth() float32 { return t.block.natural().Width + 2*tagPadding + t.dotWidth() }

const (
	tagPadding float32 = 8
	tagDot     float32 = 8
)

func (t *Tag) dotWidth() float32 {
	if t.dot {
		return tagDot + 6
	}
	return 0
}

func (t *Tag) paint() {
	fill, line, text := t.tone.soft(), ColorNone, t.tone.Text()
	if t.tone == ToneNeutral || t.dot {
		fill, line = ColorBackground, ColorLine
	}
	if t.selected {
		line = t.tone.Strong()
		if t.tone == ToneNeutral {
			fill, line, text = ColorPrimarySoft, ColorPrimary, ColorPrimary
		}
		if t.dot {
			fill = t.tone.soft()
		}
	}
	width := lineWidth
	if t.focused {
		line, width = ColorPrimary, focusWidth
	}
	paintBox(t.box, t.self, fill, line, width)
	if t.hovered && t.onTapped != nil && line == ColorLine {
		t.box.StrokeColor = ColorFor(t.self, ColorMuted)
	}
	t.mark.FillColor = ColorFor(t.self, t.tone.Strong())
	t.mark.Hidden = !t.dot
	t.block.color = text
	t.block.sync()
}

func (t *Tag) layout(s fyne.Size) {
	place(t.box, 0, 0, s.Width, s.Height)
	place(t.mark, tagPadding, (s.Height-tagDot)/2, tagDot, tagDot)
	x := tagPadding + t.dotWidth()
	t.block.layout(x, 0, s.Width-x-tagPadding, s.Height)
	if t.block.truncated && t.ToolTip() == "" {
		t.SetToolTip(t.block.text)
	}
}

// CreateRenderer is called by Fyne.
func (t *Tag) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List:    func() []fyne.CanvasObject { return t.block.objects([]fyne.CanvasObject{t.box, t.mark}) },
		Arrange: func(s fyne.Size) { t.layout(s); t.paint() },
		Least: func() fyne.Size {
			w := min(t.block.natural().Width, tagLeast)
			return fyne.NewSize(w+2*tagPadding+t.dotWidth(), t.block.lineHeight()+5)
		},
		Redraw: func() {
			t.layout(t.Size())
			t.paint()
			canvas.Refresh(t.self)
		},
	}
}

// tagLeast is the width of text under which a tag is not squeezed.
const tagLeast float32 = 64

// MouseIn is called by Fyne.
func (t *Tag) MouseIn(e *desktop.MouseEvent) {
	t.tipWidget.MouseIn(e)
	t.hovered = true
	t.Refresh()
}

// MouseOut is called by Fyne.
func (t *Tag) MouseOut() {
	t.tipWidget.MouseOut()
	t.hovered = false
	t.Refresh()
}

// ActionTag is a Tag that acts when it is tapped, or with Enter or Space.
type ActionTag struct{ Tag }

// NewActionTag returns a chip that calls a handler.
func NewActionTag(text string, tone Tone, onTapped func()) *ActionTag {
	t := &ActionTag{}
	t.init(t, text, tone)
	t.onTapped = onTapped
	return t
}

// NewFilterTag returns a chip that is chosen or not, as the pillars above the
// calendar; the handler receives the new state.
func NewFilterTag(text string, tone Tone, selected bool, onChanged func(selected bool)) *ActionTag {
	t := NewActionTag(text, tone, nil)
	t.selectable, t.selected = true, selected
	t.onTapped = func() {
		if onChanged != nil {
			onChanged(t.selected)
		}
	}
	return t
}

// Tapped is called by Fyne.
func (t *ActionTag) Tapped(*fyne.PointEvent) {
	t.dropTip()
	if t.selectable {
		t.SetSelected(!t.selected)
	}
	if t.onTapped != nil {
		t.onTapped()
	}
}

// FocusGained is called by Fyne.
func (t *ActionTag) FocusGained() {
	t.focused = true
	t.Refresh()
	reveal(t.self)
}

// FocusLost is called by Fyne.
func (t *ActionTag) FocusLost() { t.focused = false; t.Refresh() }

// TypedRune is called by Fyne.
func (t *ActionTag) TypedRune(rune) {}

// TypedKey is called by Fyne: Enter and Space act.
func (t *ActionTag) TypedKey(e *fyne.KeyEvent) {
	if isActivation(e.Name) {
		t.Tapped(nil)
		return
	}
	overlayKey(t, e, false)
}

// Cursor is called by Fyne.
func (t *ActionTag) Cursor() desktop.Cursor { return desktop.PointerCursor }

// isActivation reports whether a key acts on what has the focus.
func isActivation(key fyne.KeyName) bool {
	return key == fyne.KeyReturn || key == fyne.KeyEnter || key == fyne.KeySpace
}
