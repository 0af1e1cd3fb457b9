package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// veil hides the texts of fields that are scrolled out of sight, and returns what
// shows them again: the painter of the headless driver (Fyne 2.8.1) cuts what is
// inside two scrolls by the inner one alone, where a real window cuts by both.
func veil(content fyne.CanvasObject) (unveil func()) {
	var hidden []fyne.CanvasObject
	type box struct {
		from fyne.Position
		size fyne.Size
	}
	var walk func(o fyne.CanvasObject, at fyne.Position, within *box)
	walk = func(o fyne.CanvasObject, at fyne.Position, within *box) {
		if o == nil || !o.Visible() {
			return
		}
		at = at.Add(o.Position())
		if scroll, ok := o.(*container.Scroll); ok {
			if within != nil && (at.Y >= within.from.Y+within.size.Height || at.Y+scroll.Size().Height <= within.from.Y) {
				scroll.Hide()
				hidden = append(hidden, scroll)
				return
			}
			within = &box{at, scroll.Size()}
		}
		switch o := o.(type) {
		case *fyne.Container:
			for _, child := range o.Objects {
				walk(child, at, within)
			}
		case fyne.Widget:
			for _, child := range test.WidgetRenderer(o).Objects() {
				walk(child, at, within)
			}
		}
	}
	walk(content, fyne.Position{}, nil)
	return func() {
		for _, o := range hidden {
			o.Show()
		}
	}
}
