package keydates

import "fyne.io/fyne/v2"

// placeOf returns which of the objects holds what has the focus, -1 for none.
func placeOf(objects []fyne.CanvasObject, focused fyne.Focusable) int {
	has, ok := focused.(fyne.CanvasObject)
	if !ok {
		return -1
	}
	for i, o := range objects {
		if holds(o, has) {
			return i
		}
	}
	return -1
}

// holds reports whether an object is another, or a container around it.
func holds(o, has fyne.CanvasObject) bool {
	if o == has {
		return true
	}
	box, ok := o.(*fyne.Container)
	return ok && placeOf(box.Objects, has.(fyne.Focusable)) >= 0
}

// firstFocusable returns the first object of a row that takes the focus, nil for
// none.
func firstFocusable(o fyne.CanvasObject) fyne.Focusable {
	if f, ok := o.(fyne.Focusable); ok {
		return f
	}
	if box, ok := o.(*fyne.Container); ok {
		for _, child := range box.Objects {
			if f := firstFocusable(child); f != nil {
				return f
			}
		}
	}
	return nil
}
