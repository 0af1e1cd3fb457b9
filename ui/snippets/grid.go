package snippets

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"parvis/assets/emoji"
	"parvis/ui/kit"
)

const (
	gridColumns = 12
	gridCell    = float32(38)
	gridGlyph   = float32(22)
)

// grid shows emoji in rows, one of them highlighted. It takes the mouse alone: the
// keys come from the field beside it. A cell without an emoji is a gap.
type grid struct {
	widget.BaseWidget
	all     []emoji.Emoji
	at      int  // highlighted
	entered bool // an arrow moved since the emoji were set
	texts   []*canvas.Text
	mark    *canvas.Rectangle
	chosen  func(emoji.Emoji)
	told    func(e emoji.Emoji, row int)
}

var (
	_ fyne.Tappable      = (*grid)(nil)
	_ desktop.Hoverable  = (*grid)(nil)
	_ desktop.Cursorable = (*grid)(nil)
)

// newGrid returns an empty grid: chosen receives what is tapped, told what is
// highlighted.
func newGrid(chosen func(emoji.Emoji), told func(e emoji.Emoji, row int)) *grid {
	g := &grid{chosen: chosen, told: told, mark: canvas.NewRectangle(color.Transparent)}
	g.mark.CornerRadius = 8
	g.ExtendBaseWidget(g)
	return g
}

// set shows other emoji, the first highlighted.
func (g *grid) set(all []emoji.Emoji) {
	g.all, g.at, g.entered = all, 0, false
	g.texts = make([]*canvas.Text, len(all))
	for i, e := range all {
		g.texts[i] = canvas.NewText(e.Text, kit.ColorFor(g, kit.ColorInk))
		g.texts[i].TextSize = gridGlyph
		// The font of texts has signs of its own for some, in black.
		g.texts[i].FontSource = theme.DefaultEmojiFont()
		g.texts[i].Alignment = fyne.TextAlignCenter
	}
	g.highlight(0)
	g.Refresh()
}

// highlight marks an emoji; a place without one changes nothing.
func (g *grid) highlight(at int) {
	if at < 0 || at >= len(g.all) || g.all[at].Text == "" {
		return
	}
	g.at = at
	g.told(g.all[at], at/gridColumns)
	g.Refresh()
}

// move highlights the emoji some places further, over gaps.
func (g *grid) move(by int) {
	g.entered = true
	for at := g.at + by; at >= 0 && at < len(g.all); at += by {
		if g.all[at].Text != "" {
			g.highlight(at)
			return
		}
	}
}

// choose takes the highlighted emoji.
func (g *grid) choose() {
	if g.at < len(g.all) {
		g.chosen(g.all[g.at])
	}
}

// index returns the place under a position, -1 for none.
func (g *grid) index(p fyne.Position) int {
	column, row := int(p.X/gridCell), int(p.Y/gridCell)
	if at := row*gridColumns + column; p.X >= 0 && p.Y >= 0 && column < gridColumns && at < len(g.all) && g.all[at].Text != "" {
		return at
	}
	return -1
}

// Tapped is called by Fyne.
func (g *grid) Tapped(e *fyne.PointEvent) {
	if at := g.index(e.Position); at >= 0 {
		g.chosen(g.all[at])
	}
}

// MouseIn is called by Fyne.
func (g *grid) MouseIn(e *desktop.MouseEvent) { g.MouseMoved(e) }

// MouseMoved is called by Fyne.
func (g *grid) MouseMoved(e *desktop.MouseEvent) {
	if at := g.index(e.Position); at >= 0 && at != g.at {
		g.highlight(at)
	}
}

// MouseOut is called by Fyne.
func (g *grid) MouseOut() {}

// Cursor is called by Fyne.
func (g *grid) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is called by Fyne.
func (g *grid) CreateRenderer() fyne.WidgetRenderer {
	arrange := func(fyne.Size) {
		cell := func(at int) fyne.Position {
			return fyne.NewPos(float32(at%gridColumns)*gridCell, float32(at/gridColumns)*gridCell)
		}
		// Within its cell, as the row below would cover its line.
		g.mark.Move(cell(g.at).AddXY(2, 2))
		g.mark.Resize(fyne.NewSquareSize(gridCell - 4))
		for i, t := range g.texts {
			t.Move(cell(i))
			t.Resize(fyne.NewSquareSize(gridCell))
		}
	}
	return &kit.Renderer{
		List: func() []fyne.CanvasObject {
			if len(g.texts) == 0 {
				return nil
			}
			all := make([]fyne.CanvasObject, 0, len(g.texts)+1)
			all = append(all, g.mark)
			for _, t := range g.texts {
				all = append(all, t)
			}
			return all
		},
		Arrange: arrange,
		Least: func() fyne.Size {
			rows := (len(g.all) + gridColumns - 1) / gridColumns
			return fyne.NewSize(gridColumns*gridCell, float32(rows)*gridCell)
		},
		Redraw: func() {
			g.mark.FillColor = kit.ColorFor(g, kit.ColorPrimarySoft)
			g.mark.StrokeColor, g.mark.StrokeWidth = kit.ColorFor(g, kit.ColorPrimary), 1.5
			arrange(g.Size())
			canvas.Refresh(g)
		},
	}
}
