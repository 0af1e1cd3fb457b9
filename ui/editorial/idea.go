package editorial

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/app/editorial"
	"parvis/ui/kit"
)

// idea is a card of what is to be placed. It is dragged onto a day of the month or
// an hour of the week; with the keyboard, Space puts it where the selection is there
// and Enter opens it.
type idea struct {
	widget.BaseWidget
	tray    *tray
	post    editorial.Summary
	colour  int
	content fyne.CanvasObject
	box     *canvas.Rectangle
	bar     *canvas.Rectangle
	focused bool
	hovered bool
	dragged bool
	at      fyne.Position // of the pointer, in the window
}

var (
	_ fyne.Draggable     = (*idea)(nil)
	_ fyne.Tappable      = (*idea)(nil)
	_ fyne.Focusable     = (*idea)(nil)
	_ desktop.Hoverable  = (*idea)(nil)
	_ desktop.Cursorable = (*idea)(nil)
)

func newIdea(t *tray, p editorial.Summary, colour int) *idea {
	i := &idea{
		tray: t, post: p, colour: colour,
		content: kit.PadSides(9, 10, 9, 13, kit.VStack(2,
			kit.NewText(t.calendar.name(p), kit.StyleSecondaryStrong).Lines(2),
			kit.Caption(caption(t.host.Text(), p, t.calendar.plan.Pillars)),
		)),
		box: canvas.NewRectangle(color.Transparent),
		bar: canvas.NewRectangle(color.Transparent),
	}
	i.box.CornerRadius = 8
	i.bar.TopLeftCornerRadius, i.bar.BottomLeftCornerRadius = 8, 8
	i.ExtendBaseWidget(i)
	return i
}

// CreateRenderer is called by Fyne.
func (i *idea) CreateRenderer() fyne.WidgetRenderer { return &ideaRenderer{i} }

// HeightForWidth returns the height the text needs at a width.
func (i *idea) HeightForWidth(width float32) float32 { return kit.HeightFor(i.content, width) }

// Dragged follows the pointer over the calendar.
func (i *idea) Dragged(e *fyne.DragEvent) {
	on, ok := i.tray.calendar.sight.(landing)
	if !ok {
		return
	}
	if !i.dragged {
		i.dragged = true
		on.BeginExternalDrag(i.tray.calendar.name(i.post), i.colour)
	}
	i.at = e.AbsolutePosition
	on.MoveExternalDrag(i.at)
}

// DragEnd drops the idea on what is under the pointer.
func (i *idea) DragEnd() {
	i.dragged = false
	on, ok := i.tray.calendar.sight.(landing)
	if !ok {
		return
	}
	if to, ok := on.land(i.at); ok {
		i.tray.calendar.move(i.post.ID, to)
	}
}

// Tapped opens the idea.
func (i *idea) Tapped(*fyne.PointEvent) { i.tray.calendar.open(i.post.ID) }

// TypedKey opens with Enter and places with Space.
func (i *idea) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		i.tray.calendar.open(i.post.ID)
	case fyne.KeySpace:
		i.tray.calendar.move(i.post.ID, i.tray.calendar.sight.here())
	}
}

// TypedRune is not used.
func (i *idea) TypedRune(rune) {}

// FocusGained shows the focus.
func (i *idea) FocusGained() { i.focused = true; i.Refresh() }

// FocusLost hides the focus.
func (i *idea) FocusLost() { i.focused = false; i.Refresh() }

// MouseIn shows that the card can be taken.
func (i *idea) MouseIn(*desktop.MouseEvent) { i.hovered = true; i.Refresh() }

// MouseMoved is not used.
func (i *idea) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends the hover.
func (i *idea) MouseOut() { i.hovered = false; i.Refresh() }

// Cursor is a hand.
func (i *idea) Cursor() desktop.Cursor { return desktop.PointerCursor }

type ideaRenderer struct{ idea *idea }

func (r *ideaRenderer) Layout(s fyne.Size) {
	r.idea.box.Resize(s)
	r.idea.bar.Resize(fyne.NewSize(4, s.Height))
	r.idea.content.Resize(s)
	r.paint()
}

func (r *ideaRenderer) MinSize() fyne.Size { return r.idea.content.MinSize() }

func (r *ideaRenderer) Refresh() {
	r.paint()
	r.idea.content.Refresh()
	canvas.Refresh(r.idea)
}

func (r *ideaRenderer) paint() {
	i := r.idea
	fill, line, width := kit.ColorCard, kit.ColorLine, float32(1)
	if i.hovered {
		fill = kit.ColorSidebar
	}
	if i.focused {
		line, width = kit.ColorPrimary, 2
	}
	i.box.FillColor = kit.ColorFor(i, fill)
	i.box.StrokeColor, i.box.StrokeWidth = kit.ColorFor(i, line), width
	i.bar.FillColor = kit.ColorFor(i, kit.PillarColor(i.colour))
}

func (r *ideaRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.idea.box, r.idea.bar, r.idea.content}
}

func (r *ideaRenderer) Destroy() {}
