package kit

import (
	"fyne.io/fyne/v2"

	"parvis/app"
)

// Dragged is called by Fyne while the pointer moves a block.
func (b *weekBody) Dragged(e *fyne.DragEvent) {
	g := b.grid
	if g.drag == nil {
		start := e.Position.Subtract(e.Dragged)
		spot, ok := b.spotAt(start)
		if !ok || spot.block == "" {
			return
		}
		_, block, _ := g.find(spot.block)
		g.hideTip()
		if block.Fixed {
			g.refuse(block.ID)
			return
		}
		g.drag = &weekDrag{block: block, grip: start.Y - spot.y, day: -1}
	}
	if g.drag.external {
		return
	}
	g.dragOver(e.AbsolutePosition)
}

// refuse tells, once for a gesture, that a block does not move.
func (g *WeekGrid) refuse(id string) {
	g.drag = &weekDrag{block: WeekBlock{}, day: -1}
	if g.OnFixed != nil {
		g.OnFixed(id)
	}
}

// dragOver moves what is dragged over a position in the window. Near the top and
// the bottom the hours scroll.
func (g *WeekGrid) dragOver(absolute fyne.Position) {
	if g.drag.block.ID == "" && !g.drag.external {
		return // of a block that does not move
	}
	g.scrollNear(absolute)
	day, minute, ok := g.momentAt(absolute.SubtractXY(0, g.drag.grip))
	if !ok {
		day = -1
	}
	if day == g.drag.day && minute == g.drag.minute {
		return
	}
	g.drag.day, g.drag.minute = day, minute
	g.body.redraw()
	g.head.Refresh()
}

// scrollNear scrolls when the pointer comes near an edge.
func (g *WeekGrid) scrollNear(absolute fyne.Position) {
	const edge, step = 24, 12
	y := absolute.Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(g.scroll).Y
	switch {
	case y < 0 || y > g.scroll.Size().Height:
	case y < edge:
		g.scrollTo(g.scroll.Offset.Y - step)
	case y > g.scroll.Size().Height-edge:
		g.scrollTo(g.scroll.Offset.Y + step)
	}
}

// DragEnd is called by Fyne when the pointer lets the block go.
func (b *weekBody) DragEnd() {
	g := b.grid
	drag := g.drag
	if drag == nil || drag.external {
		return
	}
	g.CancelDrag()
	if drag.day >= 0 && drag.block.ID != "" {
		g.put(drag.block.ID, drag.day, drag.minute)
	}
}

// BeginExternalDrag says that something from outside, such as an idea of a list,
// is dragged and may be dropped on an hour.
func (g *WeekGrid) BeginExternalDrag(title string, pillar int) {
	g.drag = &weekDrag{block: WeekBlock{GridChip: GridChip{Title: title, Pillar: pillar}}, external: true, day: -1}
}

// MoveExternalDrag moves what is dragged to a position in the window.
func (g *WeekGrid) MoveExternalDrag(absolute fyne.Position) {
	if g.drag != nil {
		g.dragOver(absolute)
	}
}

// EndExternalDrag lets go of what is dragged, and returns the moment it falls on,
// false when it is beside the week.
func (g *WeekGrid) EndExternalDrag(absolute fyne.Position) (app.Civil, bool) {
	if g.drag == nil {
		return app.Civil{}, false
	}
	g.MoveExternalDrag(absolute)
	day, minute := g.drag.day, g.drag.minute
	g.CancelDrag()
	if day < 0 {
		return app.Civil{}, false
	}
	return app.Civil{Date: g.days[day].Date, Time: timeOf(minute)}, true
}

// CancelDrag forgets what is dragged, which stays where it was.
func (g *WeekGrid) CancelDrag() {
	g.drag = nil
	g.body.redraw()
	g.head.Refresh()
}
