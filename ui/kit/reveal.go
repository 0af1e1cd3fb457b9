package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// holder is a widget of the kit that holds other objects.
type holder interface{ held() fyne.CanvasObject }

func (b *box) held() fyne.CanvasObject     { return b.content }
func (s *Surface) held() fyne.CanvasObject { return s.content }
func (m *Modal) held() fyne.CanvasObject   { return m.card }

// Reveal scrolls what is around an object as little as needed to show it whole,
// as happens by itself for what gets the focus: for what is chosen by keys that
// another field receives.
func Reveal(o fyne.CanvasObject) { reveal(o) }

// reveal scrolls what is around an object as little as needed to show it whole,
// or its top when it is higher than the room: with the keyboard alone, what has
// the focus must be in sight.
func reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	over := driver.CanvasForObject(o)
	if over == nil {
		return
	}
	around, found := scrollsAround(over.Content(), o, nil)
	for _, modal := range over.Overlays().List() {
		if !found {
			around, found = scrollsAround(modal, o, nil)
		}
	}
	if !found {
		return
	}
	for _, scroll := range around {
		// What came since the last frame has no room yet, and a scroll goes no
		// further than its content.
		scroll.Content.Resize(scroll.Content.MinSize().Max(scroll.Size()))
	}
	for i := len(around) - 1; i >= 0; i-- {
		scroll := around[i]
		top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y - revealMargin
		bottom := top + o.Size().Height + 2*revealMargin
		by := float32(0)
		switch room := scroll.Size().Height; {
		case top < 0 || bottom-top > room:
			by = top
		case bottom > room:
			by = bottom - room
		}
		if by != 0 {
			scroll.ScrollToOffset(scroll.Offset.AddXY(0, by))
		}
	}
}

// revealMargin is left above and below what is revealed, for its label and ring.
const revealMargin float32 = 22

// scrollsAround returns the scrolls between an object and one inside it, the
// outermost first, and whether it is there.
func scrollsAround(from, to fyne.CanvasObject, path []*container.Scroll) ([]*container.Scroll, bool) {
	if from == to {
		return path, true
	}
	switch from := from.(type) {
	case *fyne.Container:
		for _, child := range from.Objects {
			if all, found := scrollsAround(child, to, path); found {
				return all, true
			}
		}
	case *container.Scroll:
		return scrollsAround(from.Content, to, append(path, from))
	case holder:
		return scrollsAround(from.held(), to, path)
	}
	return nil, false
}
