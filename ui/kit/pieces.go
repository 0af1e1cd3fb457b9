package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Piece is a part of a line, which stands out or not.
type Piece struct {
	Text   string
	Strong bool
}

// Pieces is one line of text of which some pieces stand out, as what a search
// found. It ends with an ellipsis when it is cut, and the tooltip has it whole.
type Pieces struct {
	tipWidget
	pieces []Piece
	size   fyne.ThemeSizeName
	usual  fyne.ThemeColorName
	texts  []*canvas.Text
	cut    bool
}

// NewPieces returns a line in the size and colour of a style, whose strong pieces
// are in ink and semi-bold.
func NewPieces(style TextStyle, pieces ...Piece) *Pieces {
	p := &Pieces{pieces: pieces, size: style.size(), usual: style.color()}
	p.ExtendBaseWidget(p)
	for range pieces {
		p.texts = append(p.texts, canvas.NewText("", ColorFor(p, p.usual)))
	}
	return p
}

// Text returns the whole line.
func (p *Pieces) Text() string {
	var all strings.Builder
	for _, one := range p.pieces {
		all.WriteString(one.Text)
	}
	return all.String()
}

func (p *Pieces) color(one Piece) fyne.ThemeColorName {
	if one.Strong {
		return ColorInk
	}
	return p.usual
}

func (p *Pieces) layout(s fyne.Size) {
	size := SizeFor(p, p.size)
	x := float32(0)
	p.cut = false
	for i, one := range p.pieces {
		t := p.texts[i]
		m := func(s string) float32 { return MeasureLine(s, size, one.Strong).Width }
		shown := ""
		if !p.cut {
			shown, p.cut = truncateText(one.Text, max(s.Width-x, 0), m)
		}
		SetLine(t, shown, size, one.Strong)
		t.Color = ColorFor(p, p.color(one))
		setVisible(t, shown != "")
		w := m(shown)
		place(t, x, 0, w, s.Height)
		x += w
	}
	tip := ""
	if p.cut {
		tip = p.Text()
	}
	p.SetToolTip(tip)
}

// NaturalWidth returns the width of the whole line.
func (p *Pieces) NaturalWidth() float32 {
	w := float32(0)
	for _, one := range p.pieces {
		w += MeasureLine(one.Text, SizeFor(p, p.size), one.Strong).Width
	}
	return ceil(w) + 1
}

// CreateRenderer is called by Fyne.
func (p *Pieces) CreateRenderer() fyne.WidgetRenderer {
	return &Renderer{
		List: func() []fyne.CanvasObject {
			list := make([]fyne.CanvasObject, len(p.texts))
			for i, t := range p.texts {
				list[i] = t
			}
			return list
		},
		Arrange: p.layout,
		Least: func() fyne.Size {
			return fyne.NewSize(24, ceil(MeasureLine("Mg", SizeFor(p, p.size), false).Height))
		},
		Redraw: func() {
			p.layout(p.Size())
			canvas.Refresh(p)
		},
	}
}
