package desk_test

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// frame gives its place to everything anew, as the program does before each
// picture and the headless driver does not.
func (s *seat) frame() {
	if s.moved {
		layOut(s.front())
		s.moved = false
	}
}

func layOut(o fyne.CanvasObject) {
	if o == nil || !o.Visible() {
		return
	}
	switch o := o.(type) {
	case *fyne.Container:
		if o.Layout != nil {
			o.Layout.Layout(o.Objects, o.Size())
		}
		for _, child := range o.Objects {
			layOut(child)
		}
	case fyne.Widget:
		renderer := test.WidgetRenderer(o)
		renderer.Layout(o.Size())
		for _, child := range renderer.Objects() {
			layOut(child)
		}
	}
}

// slack is what rounding may hide of something, in pixels.
const slack = 1

// seen fails unless what has the focus is in the window and in sight: whole, or
// as much of it as there is room for, within every scroll around it.
func (s *seat) seen() {
	s.t.Helper()
	s.frame()
	focused := s.focused()
	size := s.window().Canvas().Size()
	found := false
	inSight(s.front(), fyne.Position{}, box{to: fyne.NewPos(size.Width, size.Height)}, func(o fyne.CanvasObject, at fyne.Position, room box) {
		if o != focused.(fyne.CanvasObject) {
			return
		}
		found = true
		seen := room.meet(box{at, at.Add(o.Size())})
		width := min(o.Size().Width, room.to.X-room.from.X)
		height := min(o.Size().Height, room.to.Y-room.from.Y)
		if seen.to.X-seen.from.X < width-slack || seen.to.Y-seen.from.Y < height-slack {
			s.t.Errorf("%q has the focus at %v, %v large, and only %v of it is in sight", s.names(), at, o.Size(), seen)
		}
	})
	if !found {
		s.t.Errorf("%q has the focus and is not in the window", s.names())
	}
}

// box is a part of the window.
type box struct{ from, to fyne.Position }

func (b box) meet(o box) box {
	return box{
		fyne.NewPos(max(b.from.X, o.from.X), max(b.from.Y, o.from.Y)),
		fyne.NewPos(min(b.to.X, o.to.X), min(b.to.Y, o.to.Y)),
	}
}

// inSight visits what is shown, with its place in the window and the part of the
// window that the scrolls around it leave.
func inSight(o fyne.CanvasObject, at fyne.Position, room box, visit func(o fyne.CanvasObject, at fyne.Position, room box)) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at, room)
	if _, ok := o.(*container.Scroll); ok {
		room = room.meet(box{at, at.Add(o.Size())})
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			inSight(child, at, room, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			inSight(child, at, room, visit)
		}
	}
}
