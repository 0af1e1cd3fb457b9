package composer

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"parvis/ui/kit"
)

// run is a part of a text in one colour and weight.
type run struct {
	text  string
	color fyne.ThemeColorName
	bold  bool
}

// colored is a text that wraps, in several colours.
type colored struct {
	widget.BaseWidget
	runs   []run
	pieces []piece // as broken for a width
	width  float32
	scale  float32
	drawn  []*canvas.Text
}

// piece is a part of a line, drawn at once.
type piece struct {
	run
	x    float32
	line int
}

func newColored() *colored {
	c := &colored{}
	c.ExtendBaseWidget(c)
	return c
}

// set replaces the text.
func (c *colored) set(runs []run) {
	c.runs, c.pieces = runs, nil
	c.Refresh()
}

// leading is the height of a line over that of the letters.
const leading = 1.15

func (c *colored) size() float32 { return kit.SizeFor(c, kit.SizeBody) }

func (c *colored) lineHeight() float32 {
	return kit.MeasureLine("Mg", c.size(), false).Height * leading
}

// HeightForWidth returns the height needed at a width.
func (c *colored) HeightForWidth(width float32) float32 {
	c.fit(width)
	lines := 1
	if n := len(c.pieces); n > 0 {
		lines = c.pieces[n-1].line + 1
	}
	return float32(lines) * c.lineHeight()
}

// fit breaks the text into pieces for a width: at ordinary spaces, or inside a
// word that is wider than a line.
func (c *colored) fit(width float32) {
	if c.pieces != nil && c.width == width && c.scale == c.size() {
		return
	}
	c.width, c.scale = width, c.size()
	b := breaker{size: c.scale, width: width}
	for _, r := range c.runs {
		for i, paragraph := range strings.Split(r.text, "\n") {
			if i > 0 {
				b.newLine()
			}
			for len(paragraph) > 0 {
				end := strings.IndexByte(paragraph, ' ')
				if end < 0 {
					end = len(paragraph)
				}
				for end < len(paragraph) && paragraph[end] == ' ' {
					end++
				}
				b.word(run{paragraph[:end], r.color, r.bold})
				paragraph = paragraph[end:]
			}
		}
	}
	c.pieces = b.pieces
}

// breaker fills lines with words.
type breaker struct {
	size, width float32
	x           float32
	line        int
	pieces      []piece
}

func (b *breaker) newLine() {
	b.line++
	b.x = 0
	// An empty piece keeps an empty last line.
	b.pieces = append(b.pieces, piece{line: b.line})
}

func (b *breaker) measure(s string, bold bool) float32 {
	return kit.MeasureLine(s, b.size, bold).Width
}

// word adds a word with the spaces after it.
func (b *breaker) word(word run) {
	bare := strings.TrimRight(word.text, " ")
	w := b.measure(bare, word.bold)
	if b.x > 0 && b.x+w > b.width {
		b.newLine()
	}
	for w > b.width {
		cut := b.cut(bare, word.bold)
		if cut == len(bare) {
			break
		}
		b.put(run{bare[:cut], word.color, word.bold})
		b.newLine()
		bare, word.text = bare[cut:], word.text[cut:]
		w = b.measure(bare, word.bold)
	}
	b.put(word)
}

// cut returns how much of a word fits a line, at least one character.
func (b *breaker) cut(word string, bold bool) int {
	used := float32(0)
	at := 0
	for g := graphemes.FromString(word); g.Next(); {
		used += b.measure(g.Value(), bold)
		if at > 0 && used > b.width {
			break
		}
		at = g.End()
	}
	return at
}

// put draws a text where the line is, in the piece before it when that looks the
// same.
func (b *breaker) put(r run) {
	if r.text == "" {
		return
	}
	if n := len(b.pieces); n > 0 && b.pieces[n-1].line == b.line && b.pieces[n-1].color == r.color && b.pieces[n-1].bold == r.bold {
		last := &b.pieces[n-1]
		last.text += r.text
		b.x = last.x + b.measure(last.text, r.bold)
		return
	}
	b.pieces = append(b.pieces, piece{run: r, x: b.x, line: b.line})
	b.x += b.measure(r.text, r.bold)
}

// CreateRenderer is called by Fyne.
func (c *colored) CreateRenderer() fyne.WidgetRenderer {
	arrange := func(s fyne.Size) {
		c.fit(s.Width)
		for len(c.drawn) < len(c.pieces) {
			c.drawn = append(c.drawn, canvas.NewText("", nil))
		}
		height := c.lineHeight()
		for i, t := range c.drawn {
			if i >= len(c.pieces) {
				t.Hide()
				continue
			}
			p := c.pieces[i]
			name := p.color
			if name == "" {
				name = kit.ColorInk
			}
			kit.SetLine(t, p.text, c.size(), p.bold)
			t.Color = kit.ColorFor(c, name)
			t.Move(fyne.NewPos(p.x, float32(p.line)*height))
			t.Resize(fyne.NewSize(s.Width-p.x, height))
			t.Show()
		}
	}
	return &kit.Renderer{
		List: func() []fyne.CanvasObject {
			list := make([]fyne.CanvasObject, len(c.drawn))
			for i, t := range c.drawn {
				list[i] = t
			}
			return list
		},
		Arrange: arrange,
		Least: func() fyne.Size {
			return fyne.NewSize(60, c.HeightForWidth(max(c.Size().Width, 60)))
		},
		Redraw: func() {
			arrange(c.Size())
			canvas.Refresh(c)
		},
	}
}
