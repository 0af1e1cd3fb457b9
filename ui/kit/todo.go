package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/icons"
)

// Dot is a small coloured disc that carries a tone; a word goes with it.
type Dot struct {
	widget.BaseWidget
	tone Tone
	disc *canvas.Circle
}

// NewDot returns a disc of 10 px in a tone.
func NewDot(tone Tone) *Dot {
	d := &Dot{tone: tone, disc: canvas.NewCircle(color.Transparent)}
	d.ExtendBaseWidget(d)
	return d
}

// CreateRenderer is called by Fyne.
func (d *Dot) CreateRenderer() fyne.WidgetRenderer {
	const side = 10
	d.disc.FillColor = ColorFor(d, d.tone.Strong())
	return &Renderer{
		List:    fixed(d.disc),
		Arrange: func(s fyne.Size) { place(d.disc, (s.Width-side)/2, (s.Height-side)/2, side, side) },
		Least:   func() fyne.Size { return fyne.NewSquareSize(side) },
		Redraw: func() {
			d.disc.FillColor = ColorFor(d, d.tone.Strong())
			canvas.Refresh(d)
		},
	}
}

// NewTodoRow returns a line of things to do: a dot in a tone with the word that
// says it (in a tooltip), a title, a caption, and one button.
func NewTodoRow(tone Tone, word, title, caption string, button *Button) *fyne.Container {
	dot := NewDot(tone)
	text := VStack(1, Strong(title), Secondary(caption))
	if word != "" {
		text = VStack(1, Strong(title), Secondary(joined(" · ", word, caption)))
	}
	row := HStack(Gap, dot, Grow(text))
	if button != nil {
		row.Add(button)
	}
	return row
}

// NewCheckRow returns a line of a list of checks: a sign in a tone (✓, !, ✕), a
// title, and a caption that wraps.
func NewCheckRow(tone Tone, title, caption string) *fyne.Container {
	sign := icons.Info
	switch tone {
	case ToneGood:
		sign = icons.Check
	case ToneAttention:
		sign = icons.Alert
	case ToneDanger:
		sign = icons.Close
	}
	color := tone.Text()
	if tone == ToneNeutral {
		color = ColorMuted
	}
	text := VStack(1, NewText(title, StyleSecondaryStrong).Wrapped())
	if caption != "" {
		text.Add(NewText(caption, StyleCaption).Wrapped())
	}
	return HStackTop(Gap, NewIcon(sign, 16, color), Grow(text))
}
