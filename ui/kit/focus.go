package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// KeepFocus is for what is built anew from data while it is on screen: call it
// before, and restore after. When something in content had the focus, restore
// gives it to what has come in its place, by the order of Tab, or else to the last
// there is: the keyboard goes on from where it was.
func KeepFocus(over fyne.Canvas, content fyne.CanvasObject) (restore func()) {
	at := slices.Index(focusables(content, nil), over.Focused())
	return func() {
		if now := focusables(content, nil); at >= 0 && len(now) > 0 {
			over.Focus(now[min(at, len(now)-1)])
		}
	}
}

// FirstFocusable returns what Tab comes to first in an object, nil when it comes to
// nothing.
func FirstFocusable(o fyne.CanvasObject) fyne.Focusable {
	if all := focusables(o, nil); len(all) > 0 {
		return all[0]
	}
	return nil
}

// focusables adds what can take the focus in an object, in the order of Tab.
func focusables(o fyne.CanvasObject, all []fyne.Focusable) []fyne.Focusable {
	if o == nil || !o.Visible() {
		return all
	}
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			all = focusables(child, all)
		}
	case *container.Scroll:
		all = focusables(o.Content, all)
	case holder:
		all = focusables(o.held(), all)
	case interface {
		Focusable() fyne.Focusable
		Input() *widget.Entry
	}:
		if !o.Input().Disabled() {
			all = append(all, o.Focusable())
		}
		all = focusables(o.Input().ActionItem, all)
	case fyne.Focusable:
		if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
			all = append(all, o)
		}
	}
	return all
}
