package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Figure is what a FigureTile shows: strings ready to draw. A value that is not
// available is given as such ("n. d."), with the reason in Tip.
type Figure struct {
	Label   string
	Value   string
	Missing bool   // the value is not available: drawn muted
	Unit    string // small, after the value ("/ 200 €")
	Delta   string // small, after the value or below it
	Tone    Tone   // tone of the delta
	Caption string // the line below
	// Progress is a share of the objective from 0 to 1; under 0 has no bar.
	Progress     float64
	ProgressTone Tone
	// Spark is an optional small curve at the right.
	Spark fyne.CanvasObject
	Tip   string
}

// FigureTile shows one number that matters: its label, value, change, progress
// towards the objective, and a caption. It sits in a card, alone or with others.
type FigureTile struct {
	tipWidget
	figure Figure
	// below puts the delta under the value, as tiles with a curve do.
	below bool

	label, value, unit, delta, caption *textBlock
	bar                                *bar
}

// NewFigureTile returns a tile.
func NewFigureTile(figure Figure) *FigureTile {
	t := &FigureTile{}
	t.ExtendBaseWidget(t)
	t.label = newTextBlock(t, StyleSecondary)
	t.value = newTextBlock(t, StyleFigure)
	t.unit = newTextBlock(t, StyleSecondaryStrong)
	t.delta = newTextBlock(t, StyleSecondaryStrong)
	t.caption = newTextBlock(t, StyleCaption)
	t.caption.wrap, t.caption.limit = true, 2
	t.bar = newBar(ColorPrimary)
	t.set(figure)
	return t
}

// Set changes what the tile shows.
func (t *FigureTile) Set(figure Figure) {
	t.set(figure)
	t.Refresh()
}

func (t *FigureTile) set(f Figure) {
	t.figure = f
	t.below = f.Spark != nil
	t.label.text, t.value.text, t.unit.text, t.delta.text, t.caption.text = f.Label, f.Value, f.Unit, f.Delta, f.Caption
	t.value.color = ColorInk
	if f.Missing {
		t.value.color = ColorMuted
	}
	t.unit.color = ColorMuted
	t.delta.color = f.Tone.Text()
	t.delta.style = StyleSecondaryStrong
	if t.below {
		t.delta.style = StyleCaption
	}
	if f.Tone == ToneNeutral {
		t.delta.color = ColorMuted
	}
	t.bar.value, t.bar.color = f.Progress, barColor(f.ProgressTone)
}

func (t *FigureTile) blocks() []*textBlock {
	return []*textBlock{t.label, t.value, t.unit, t.delta, t.caption}
}

// HeightForWidth returns the height needed at a width: a long caption takes two
// lines.
func (t *FigureTile) HeightForWidth(width float32) float32 {
	h := t.label.lineHeight() + t.figureHeight()
	if t.below {
		h += t.delta.lineHeight()
	}
	if t.figure.Progress >= 0 {
		h += tileBar + 6
	}
	if t.caption.text != "" {
		h += t.caption.fit(width)
	}
	return h
}

// figureHeight is that of the line of the value, whatever its size.
func (t *FigureTile) figureHeight() float32 {
	line := *t.value
	line.style = StyleFigure
	return line.lineHeight()
}

const (
	tileLeast float32 = 108
	tileBar   float32 = 5
	tileSpark float32 = 76
	// tileSparkLeast is the width under which a curve says nothing.
	tileSparkLeast float32 = 26
)

func (t *FigureTile) layout(s fyne.Size) {
	left := s.Width
	y := float32(0)
	lh := t.label.lineHeight()
	t.label.layout(0, y, s.Width, lh)
	y += lh
	vh := t.figureHeight()
	if t.figure.Spark != nil {
		// The figure comes first: the curve takes what is left, or leaves.
		t.value.style = StyleFigure
		words := max(t.value.natural().Width, t.delta.natural().Width)
		w := min(tileSpark, s.Width*0.42, s.Width-words-8)
		setVisible(t.figure.Spark, w >= tileSparkLeast)
		if w >= tileSparkLeast {
			left = s.Width - w - 8
			place(t.figure.Spark, s.Width-w, y+3, w, vh+2)
		}
	}
	// A figure that is cut is another figure: it is rather written smaller.
	if t.value.style = StyleFigure; t.value.natural().Width > left {
		t.value.style = StyleSection
	}
	vw := min(t.value.natural().Width, left)
	t.value.layout(0, y, vw, vh)
	x := vw + 6
	uw := float32(0)
	if t.unit.text != "" {
		uw = min(t.unit.natural().Width, max(left-x, 0))
		t.unit.layout(x, y+(vh-t.unit.lineHeight())/2+2, uw, t.unit.lineHeight())
		x += uw + 6
	} else {
		t.unit.layout(0, 0, 0, 0)
	}
	dh := t.delta.lineHeight()
	if t.below {
		t.delta.layout(0, y+vh, left, dh)
		y += dh
	} else {
		t.delta.layout(x, y+(vh-dh)/2+2, max(left-x, 0), dh)
	}
	y += vh
	shown := t.figure.Progress >= 0
	setVisible(t.bar.track, shown)
	if shown {
		y += 2
		t.bar.layout(0, y, s.Width, tileBar)
		y += tileBar + 4
	} else {
		setVisible(t.bar.fill, false)
		setVisible(t.bar.tick, false)
	}
	t.caption.layout(0, y, s.Width, t.caption.fit(s.Width))
	t.updateTip()
}

func (t *FigureTile) updateTip() {
	tip := t.figure.Tip
	for _, b := range t.blocks() {
		if tip == "" && b.truncated {
			tip = t.figure.Label + "\n" + joined(" ", t.figure.Value, t.figure.Unit, t.figure.Delta) + "\n" + t.figure.Caption
		}
	}
	t.SetToolTip(tip)
}

func joined(between string, parts ...string) string {
	all := ""
	for _, p := range parts {
		switch {
		case p == "":
		case all == "":
			all = p
		default:
			all += between + p
		}
	}
	return all
}

// CreateRenderer is called by Fyne.
func (t *FigureTile) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			list := []fyne.CanvasObject{t.bar.track, t.bar.fill, t.bar.tick}
			for _, b := range t.blocks() {
				list = b.objects(list)
			}
			if t.figure.Spark != nil {
				list = append(list, t.figure.Spark)
			}
			return list
		},
		Arrange: func(s fyne.Size) { t.layout(s); t.bar.paint(t) },
		Least: func() fyne.Size {
			return fyne.NewSize(tileLeast, t.HeightForWidth(max(t.Size().Width, tileLeast)))
		},
		Redraw: func() {
			t.layout(t.Size())
			t.bar.paint(t)
			canvas.Refresh(t)
		},
	}
}

// NewFigureStrip returns one card with several figures side by side and a line
// between, as on the home page.
func NewFigureStrip(tiles ...*FigureTile) *Surface {
	var columns []Column
	for i, t := range tiles {
		content := fyne.CanvasObject(PadSides(0, 16, 0, 18, t))
		if i > 0 {
			content = HStackFill(NewVerticalSeparator(), content)
		}
		columns = append(columns, Col(1, 130, content))
	}
	return NewSurface(PadSides(14, 2, 14, 0, Columns(0, columns...)), ColorCard, ColorLine, radiusCard, 0)
}
