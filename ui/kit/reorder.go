package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// Reorder shows tiles in rows that a person puts in order: by dragging one to its
// place, which opens under it, or with the keyboard: the arrows go from tile to
// tile, with Alt they move the tile. What tiles hold takes its own taps.
type Reorder struct {
	widget.BaseWidget
	// OnMove is called when a tile was moved from a place to another, counted
	// from 0 as if it were taken out first: as slices.Insert takes them after
	// slices.Delete. The tiles already stand so.
	OnMove func(from, to int)
	// OnOpen is called when a tile acts by Enter or Space; nil does nothing.
	OnOpen func(i int)

	tiles   []fyne.CanvasObject
	last    []fyne.CanvasObject // after the tiles, always
	gap     float32
	current int
	drag    *reorderDrag
	held    bool // the pointer has begun a drag, of a tile or of nothing
	focused bool
	ring    *canvas.Rectangle
	gapBox  *canvas.Rectangle
}

// reorderDrag is a tile on its way.
type reorderDrag struct {
	from, to int
	at       fyne.Position // of its top left corner
}

var (
	_ fyne.Draggable    = (*Reorder)(nil)
	_ fyne.Focusable    = (*Reorder)(nil)
	_ fyne.Shortcutable = (*Reorder)(nil)
)

// NewReorder returns an empty row with a gap between tiles.
func NewReorder(gap float32) *Reorder {
	r := &Reorder{gap: gap, ring: rounded(radiusControl + 3), gapBox: rounded(radiusControl)}
	r.ExtendBaseWidget(r)
	return r
}

// SetTiles replaces the tiles, each as large as its least size, and what stands
// after them and does not move, such as the button that adds one. A drag under
// way is given up.
func (r *Reorder) SetTiles(tiles []fyne.CanvasObject, last ...fyne.CanvasObject) {
	r.tiles, r.last, r.drag = slices.Clone(tiles), last, nil
	r.current = min(r.current, max(len(tiles)-1, 0))
	r.Refresh()
}

// Current returns the place of the tile that the keyboard is at.
func (r *Reorder) Current() int { return r.current }

// order returns the tiles as they are drawn: the one that is dragged stands where
// it would fall.
func (r *Reorder) order() []fyne.CanvasObject {
	if r.drag == nil {
		return r.tiles
	}
	return moved(r.tiles, r.drag.from, r.drag.to)
}

// moved returns a list with one of its elements moved.
func moved[T any](all []T, from, to int) []T {
	one := all[from]
	return slices.Insert(slices.Delete(slices.Clone(all), from, from+1), to, one)
}

// places returns where each tile and what follows them lie in a width, and the
// height of all.
func (r *Reorder) places(width float32) (at []fyne.Position, height float32) {
	x, y, row := float32(0), float32(0), float32(0)
	for _, o := range append(slices.Clone(r.order()), r.last...) {
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y, row = 0, y+row+r.gap, 0
		}
		at = append(at, fyne.NewPos(x, y))
		x += size.Width + r.gap
		row = max(row, size.Height)
	}
	return at, y + row
}

// HeightForWidth returns the height needed at a width.
func (r *Reorder) HeightForWidth(width float32) float32 {
	_, height := r.places(width)
	return height
}

// tileAt returns the place of the tile at a position, -1 for none.
func (r *Reorder) tileAt(p fyne.Position) int {
	at, _ := r.places(r.Size().Width)
	for i, o := range r.order() {
		if size := o.MinSize(); inside(p, at[i].X, at[i].Y, size.Width, size.Height) {
			return i
		}
	}
	return -1
}

// Dragged is called by Fyne.
func (r *Reorder) Dragged(e *fyne.DragEvent) {
	start := e.Position.Subtract(e.Dragged)
	if r.drag == nil {
		// What began beside the tiles, or was given up, takes none on its way.
		i := r.tileAt(start)
		if r.held || i < 0 || len(r.tiles) < 2 {
			r.held = true
			return
		}
		r.held = true
		at, _ := r.places(r.Size().Width)
		r.drag = &reorderDrag{from: i, to: i, at: at[i]}
	}
	r.drag.at = r.drag.at.AddXY(e.Dragged.DX, e.Dragged.DY)
	// The place of the tile under the pointer, and the last one beyond them: the
	// place it already has when it is between two.
	if to := r.tileAt(e.Position); to >= 0 {
		r.drag.to = to
	} else if r.beyond(e.Position) {
		r.drag.to = len(r.tiles) - 1
	}
	r.current = r.drag.to
	r.Refresh()
}

// beyond reports whether a position is after the last tile.
func (r *Reorder) beyond(p fyne.Position) bool {
	at, _ := r.places(r.Size().Width)
	end := len(r.tiles) - 1
	size := r.order()[end].MinSize()
	return p.Y > at[end].Y+size.Height || p.Y >= at[end].Y && p.X > at[end].X+size.Width
}

// DragEnd is called by Fyne.
func (r *Reorder) DragEnd() {
	r.held = false
	if drag := r.drag; drag != nil {
		r.move(drag.from, drag.to)
	}
}

// CancelDrag puts what is dragged back where it was.
func (r *Reorder) CancelDrag() {
	if r.drag != nil {
		r.current = r.drag.from
		r.drag = nil
		r.Refresh()
	}
}

func (r *Reorder) move(from, to int) {
	r.drag = nil
	if to < 0 || to >= len(r.tiles) || from == to {
		r.Refresh()
		return
	}
	r.tiles = moved(r.tiles, from, to)
	r.current = to
	r.Refresh()
	if r.OnMove != nil {
		r.OnMove(from, to)
	}
}

// FocusGained is called by Fyne.
func (r *Reorder) FocusGained() {
	r.focused = true
	r.Refresh()
	reveal(r)
}

// FocusLost is called by Fyne.
func (r *Reorder) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune is called by Fyne.
func (r *Reorder) TypedRune(rune) {}

// TypedKey is called by Fyne.
func (r *Reorder) TypedKey(e *fyne.KeyEvent) {
	switch to := r.current + step(e.Name); {
	case e.Name == fyne.KeyEscape && r.drag != nil:
		r.CancelDrag()
	case to != r.current:
		if to >= 0 && to < len(r.tiles) {
			r.current = to
			r.Refresh()
		}
	case isActivation(e.Name):
		if r.OnOpen != nil && r.current < len(r.tiles) {
			r.OnOpen(r.current)
		}
	default:
		overlayKey(r, e, false)
	}
}

// TypedShortcut is called by Fyne: Alt and an arrow move the tile.
func (r *Reorder) TypedShortcut(s fyne.Shortcut) {
	key, ok := s.(*desktop.CustomShortcut)
	if !ok || key.Modifier != fyne.KeyModifierAlt || r.drag != nil {
		return
	}
	if by := step(key.KeyName); by != 0 && r.current < len(r.tiles) {
		r.move(r.current, r.current+by)
	}
}

// step returns how many tiles an arrow goes on.
func step(key fyne.KeyName) int {
	switch key {
	case fyne.KeyLeft, fyne.KeyUp:
		return -1
	case fyne.KeyRight, fyne.KeyDown:
		return 1
	}
	return 0
}

func (r *Reorder) layout(s fyne.Size) {
	at, _ := r.places(s.Width)
	order := r.order()
	for i, o := range append(slices.Clone(order), r.last...) {
		size := o.MinSize()
		place(o, at[i].X, at[i].Y, size.Width, size.Height)
	}
	setVisible(r.gapBox, r.drag != nil)
	if d := r.drag; d != nil {
		size := order[d.to].MinSize()
		place(r.gapBox, at[d.to].X, at[d.to].Y, size.Width, size.Height)
		order[d.to].Move(d.at)
	}
	setVisible(r.ring, r.focused && r.drag == nil && len(r.tiles) > 0)
	if len(r.tiles) > 0 {
		size := order[r.current].MinSize()
		place(r.ring, at[r.current].X-3, at[r.current].Y-3, size.Width+6, size.Height+6)
	}
}

func (r *Reorder) paint() {
	PaintOutline(r.ring, r, ColorPrimary, focusWidth)
	paintBox(r.gapBox, r, ColorPrimarySoft, ColorPrimary, lineWidth)
}

// CreateRenderer is called by Fyne.
func (r *Reorder) CreateRenderer() fyne.WidgetRenderer {
	r.paint()
	return &Renderer{
		List: func() []fyne.CanvasObject {
			all := append([]fyne.CanvasObject{r.gapBox}, r.order()...)
			if r.drag != nil {
				// What is carried passes over the others.
				all = append(slices.Delete(all, r.drag.to+1, r.drag.to+2), r.order()[r.drag.to])
			}
			return append(append(all, r.last...), r.ring)
		},
		Arrange: r.layout,
		Least: func() fyne.Size {
			w := float32(0)
			for _, o := range append(slices.Clone(r.tiles), r.last...) {
				w = max(w, o.MinSize().Width)
			}
			return fyne.NewSize(w, r.HeightForWidth(max(r.Size().Width, w)))
		},
		Redraw: func() {
			r.paint()
			r.layout(r.Size())
			canvas.Refresh(r)
		},
	}
}
