package pagetest

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/ui/kit"
)

// Walk visits an object and everything seen in it, in the order it is drawn.
func Walk(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			Walk(child, visit)
		}
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			Walk(child, visit)
		}
	}
}

// front is what a person can reach in a window: the form above the page, or
// else the page.
func front(w fyne.Window) fyne.CanvasObject {
	if top := w.Canvas().Overlays().Top(); top != nil {
		return top
	}
	return w.Content()
}

// All returns the objects of a type that a person can reach in a window.
func All[T fyne.CanvasObject](w fyne.Window) []T {
	var all []T
	Walk(front(w), func(o fyne.CanvasObject) {
		if one, ok := o.(T); ok {
			all = append(all, one)
		}
	})
	return all
}

// Texts returns the texts that a person can read in front in a window, without
// those of buttons and tables.
func Texts(w fyne.Window) []string {
	var all []string
	for _, one := range All[*kit.Text](w) {
		if one.Text() != "" {
			all = append(all, one.Text())
		}
	}
	return all
}

// Says reports whether a text that is shown contains some words.
func Says(w fyne.Window, words string) bool {
	return slices.ContainsFunc(Texts(w), func(s string) bool { return strings.Contains(s, words) })
}

// Button returns the button with a text, or an icon's tooltip, nil for none.
func Button(w fyne.Window, text string) *kit.Button {
	for _, b := range All[*kit.Button](w) {
		if b.Text() == text || b.Text() == "" && b.ToolTip() == text {
			return b
		}
	}
	return nil
}

// Press clicks in the middle of the button with a text, or an icon's tooltip.
func Press(t testing.TB, w fyne.Window, text string) {
	t.Helper()
	b := Button(w, text)
	if b == nil {
		t.Fatalf("no button %q; the texts are %q", text, Texts(w))
	}
	Click(w, b)
}

// Click clicks in the middle of an object, on whatever lies there.
func Click(w fyne.Window, o fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	size := o.Size()
	test.TapCanvas(w.Canvas(), at.AddXY(size.Width/2, size.Height/2))
}

// Field returns the field whose label or placeholder is the text.
func Field(t testing.TB, w fyne.Window, label string) *kit.Entry {
	t.Helper()
	for _, e := range All[*kit.Entry](w) {
		found := e.Input().PlaceHolder == label
		Walk(e, func(o fyne.CanvasObject) {
			if text, ok := o.(*kit.Text); ok && text.Text() == label {
				found = true
			}
		})
		if found {
			return e
		}
	}
	t.Fatalf("no field %q", label)
	return nil
}

// Keys strikes keys on what has the focus, or on the canvas when nothing has.
func Keys(w fyne.Window, names ...fyne.KeyName) {
	for _, name := range names {
		e := &fyne.KeyEvent{Name: name}
		if focused := w.Canvas().Focused(); focused != nil {
			focused.TypedKey(e)
		} else if handler := w.Canvas().OnTypedKey(); handler != nil {
			handler(e)
		}
	}
}
