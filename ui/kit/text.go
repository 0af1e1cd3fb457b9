package kit

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// TextStyle is a way of writing: size, weight and usual colour.
type TextStyle int

// The styles of text.
const (
	// StyleBody is running text.
	StyleBody TextStyle = iota
	// StyleBodyStrong is running text in semi-bold.
	StyleBodyStrong
	// StyleTitle is the title of a page.
	StyleTitle
	// StyleSection is the title of a card.
	StyleSection
	// StyleSecondary is smaller and muted.
	StyleSecondary
	// StyleSecondaryStrong is smaller, in ink and semi-bold.
	StyleSecondaryStrong
	// StyleCaption is the smallest, and muted.
	StyleCaption
	// StyleCaptionStrong is the smallest, in ink and semi-bold.
	StyleCaptionStrong
	// StyleFigure is a number that matters.
	StyleFigure
	// styleChip and styleChipStrong are for the chips of the calendar, where room is
	// scarce.
	styleChip
	styleChipStrong
)

func (s TextStyle) size() fyne.ThemeSizeName {
	switch s {
	case StyleTitle:
		return SizeTitle
	case StyleSection:
		return SizeSection
	case StyleSecondary, StyleSecondaryStrong:
		return SizeSecondary
	case StyleCaption, StyleCaptionStrong:
		return SizeCaption
	case StyleFigure:
		return SizeFigure
	case styleChip, styleChipStrong:
		return sizeChip
	}
	return SizeBody
}

func (s TextStyle) strong() bool {
	switch s {
	case StyleBodyStrong, StyleTitle, StyleSection, StyleSecondaryStrong, StyleCaptionStrong, StyleFigure, styleChipStrong:
		return true
	}
	return false
}

func (s TextStyle) color() fyne.ThemeColorName {
	if s == StyleSecondary || s == StyleCaption {
		return ColorMuted
	}
	return ColorInk
}

// MeasureText returns the size of one line of text in a style, under the theme
// of the object.
func MeasureText(of fyne.CanvasObject, text string, style TextStyle) fyne.Size {
	return MeasureLine(text, SizeFor(of, style.size()), style.strong())
}

// textBlock draws a text on canvas, wrapped or cut to a width. It is the part
// that widgets of the kit share: it takes no events.
type textBlock struct {
	owner   fyne.CanvasObject
	text    string
	style   TextStyle
	color   fyne.ThemeColorName
	align   fyne.TextAlign
	wrap    bool
	limit   int     // most lines when wrapped; 0 is no limit
	leading float32 // height of a line over that of the font

	lines     []*canvas.Text
	shown     []string
	truncated bool
	doneText  string
	doneWidth float32
	doneSize  float32
	doneStyle TextStyle

	tall     float32 // height of a line of tallFont at tallSize
	tallFont fyne.Resource
	tallSize float32
}

func newTextBlock(owner fyne.CanvasObject, style TextStyle) *textBlock {
	return &textBlock{owner: owner, style: style, color: style.color(), leading: 1}
}

func (b *textBlock) measure() measure {
	size, strong := SizeFor(b.owner, b.style.size()), b.style.strong()
	return func(s string) float32 { return MeasureLine(s, size, strong).Width }
}

// natural returns the size of the text on its own lines, neither wrapped nor cut.
func (b *textBlock) natural() fyne.Size {
	if !b.wrap {
		return fyne.NewSize(ceil(b.measure()(b.text)), b.lineHeight())
	}
	m := b.measure()
	lines := wrapText(b.text, math.MaxFloat32, m)
	w := float32(0)
	for _, l := range lines {
		w = max(w, m(l))
	}
	return fyne.NewSize(ceil(w), b.lineHeight()*float32(len(lines)))
}

func (b *textBlock) lineHeight() float32 {
	// Asked many times for each drawing: measuring looks in a table of every
	// text on the screen.
	font := theme.CurrentForWidget(b.owner).Font(fyne.TextStyle{Bold: b.style.strong()})
	if size := SizeFor(b.owner, b.style.size()); b.tallFont != font || b.tallSize != size {
		b.tall = MeasureLine("Mg", size, b.style.strong()).Height
		b.tallFont, b.tallSize = font, size
	}
	return ceil(b.tall * b.leading)
}

// fit breaks or cuts the text for a width, and returns the height it takes.
func (b *textBlock) fit(width float32) float32 {
	size := SizeFor(b.owner, b.style.size())
	if b.shown == nil || b.doneText != b.text || b.doneWidth != width || b.doneSize != size || b.doneStyle != b.style {
		b.doneText, b.doneWidth, b.doneSize, b.doneStyle = b.text, width, size, b.style
		b.breakLines(width)
	}
	return b.lineHeight() * float32(max(len(b.shown), 1))
}

func (b *textBlock) breakLines(width float32) {
	// A width that was itself rounded up from a measure must not cut.
	m, room := b.measure(), width+0.5
	if b.wrap {
		b.shown, b.truncated = clampLines(wrapText(b.text, room, m), b.limit, room, m)
		return
	}
	line, cut := truncateText(b.text, room, m)
	b.shown, b.truncated = []string{line}, cut
}

// layout places the lines in a box.
func (b *textBlock) layout(x, y, w, h float32) {
	b.fit(w)
	b.sync()
	lh := b.lineHeight()
	top := y
	if extra := h - lh*float32(len(b.shown)); !b.wrap && extra > 0 {
		top += float32(math.Floor(float64(extra / 2)))
	}
	for i, t := range b.lines {
		if i < len(b.shown) {
			place(t, x, top+float32(i)*lh, w, lh)
		}
	}
}

// sync makes the canvas texts say what fit decided.
func (b *textBlock) sync() {
	for len(b.lines) < len(b.shown) {
		b.lines = append(b.lines, canvas.NewText("", ColorFor(b.owner, b.color)))
	}
	size, strong, fill := SizeFor(b.owner, b.style.size()), b.style.strong(), ColorFor(b.owner, b.color)
	for i, t := range b.lines {
		if i >= len(b.shown) {
			t.Text = ""
			setVisible(t, false)
			continue
		}
		SetLine(t, b.shown[i], size, strong)
		t.Color, t.Alignment = fill, b.align
		setVisible(t, true)
	}
}

func (b *textBlock) objects(list []fyne.CanvasObject) []fyne.CanvasObject {
	for _, t := range b.lines {
		list = append(list, t)
	}
	return list
}

// Text is text on the page. It wraps, or ends with an ellipsis when it is cut,
// and then shows the whole as a tooltip. Its zero value is not usable: take
// NewText or a shorthand.
type Text struct {
	tipWidget
	block   *textBlock
	fullTip string
}

// NewText returns a one-line text that ends with an ellipsis when it is cut.
func NewText(text string, style TextStyle) *Text {
	t := &Text{}
	t.ExtendBaseWidget(t)
	t.block = newTextBlock(t, style)
	t.block.text = text
	return t
}

// Title returns the title of a page.
func Title(text string) *Text { return NewText(text, StyleTitle) }

// Section returns the title of a card.
func Section(text string) *Text { return NewText(text, StyleSection) }

// Body returns one line of running text.
func Body(text string) *Text { return NewText(text, StyleBody) }

// Strong returns one line of running text in semi-bold.
func Strong(text string) *Text { return NewText(text, StyleBodyStrong) }

// Secondary returns one line of smaller, muted text.
func Secondary(text string) *Text { return NewText(text, StyleSecondary) }

// Caption returns one line of the smallest text.
func Caption(text string) *Text { return NewText(text, StyleCaption) }

// Paragraph returns running text that wraps, with air between its lines.
func Paragraph(text string) *Text {
	t := NewText(text, StyleBody).Wrapped()
	t.block.leading = 1.25
	return t
}

// Wrapped makes the text wrap to its width, and returns it.
func (t *Text) Wrapped() *Text {
	t.block.wrap, t.block.shown = true, nil
	t.block.leading = 1.08
	return t
}

// Lines makes the text wrap on at most n lines, and returns it.
func (t *Text) Lines(n int) *Text {
	t.block.limit = n
	return t.Wrapped()
}

// Colored gives the text a colour, and returns it.
func (t *Text) Colored(name fyne.ThemeColorName) *Text {
	t.block.color = name
	return t
}

// Aligned gives the text an alignment, and returns it.
func (t *Text) Aligned(align fyne.TextAlign) *Text {
	t.block.align = align
	return t
}

// WithTip gives the text a tooltip of its own, shown whether it is cut or not.
func (t *Text) WithTip(tip string) *Text {
	t.fullTip = tip
	t.updateTip()
	return t
}

// Text returns the whole text.
func (t *Text) Text() string { return t.block.text }

// SetText changes the text.
func (t *Text) SetText(text string) {
	if t.block.text == text {
		return
	}
	t.block.text = text
	t.Refresh()
}

// Truncated reports whether the text is cut at its present size.
func (t *Text) Truncated() bool { return t.block.truncated }

// NaturalWidth returns the width the text takes on one line.
func (t *Text) NaturalWidth() float32 { return t.block.natural().Width }

// HeightForWidth returns the height the text takes at a width.
func (t *Text) HeightForWidth(width float32) float32 { return t.block.fit(width) }

func (t *Text) updateTip() {
	tip := t.fullTip
	if tip == "" && t.block.truncated {
		tip = t.block.text
	}
	t.SetToolTip(tip)
}

// CreateRenderer is called by Fyne.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	layout := func(s fyne.Size) {
		t.block.layout(0, 0, s.Width, s.Height)
		t.updateTip()
	}
	return &Renderer{
		List:    func() []fyne.CanvasObject { return t.block.objects(nil) },
		Arrange: layout,
		Least:   t.minSize,
		Redraw: func() {
			layout(t.Size())
			canvas.Refresh(t)
		},
	}
}

func (t *Text) minSize() fyne.Size {
	n := t.block.natural()
	if !t.block.wrap {
		least := smallestText
		if t.block.style == StyleTitle || t.block.style == StyleSection {
			least = smallestTitle
		}
		return fyne.NewSize(min(n.Width, least), n.Height)
	}
	width := t.Size().Width
	if width <= 0 {
		width = n.Width
	}
	return fyne.NewSize(min(n.Width, smallestText), t.block.fit(width))
}

// The widths under which no text is squeezed: titles give way last.
const (
	smallestText  float32 = 28
	smallestTitle float32 = 190
)

func ceil(f float32) float32 { return float32(math.Ceil(float64(f))) }
