package composer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"parvis/ui/kit"
)

// headline is the title of a post with the tag that tells its state: beside it,
// or under it where there is little room. The title gives way, the tag does not.
type headline struct {
	widget.BaseWidget
	title *kit.Text
	tag   *kit.Tag
}

// besideFrom is the width from which the tag stands beside the title: it does
// not depend on what they say, so that nothing jumps while someone types.
const besideFrom float32 = 420

func newHeadline(title string, state string, tone kit.Tone) *headline {
	h := &headline{title: kit.Title(title), tag: kit.NewTag(state, tone)}
	h.ExtendBaseWidget(h)
	return h
}

// HeightForWidth returns the height needed at a width.
func (h *headline) HeightForWidth(width float32) float32 {
	title, tag := h.title.MinSize().Height, h.tag.MinSize().Height
	if width >= besideFrom {
		return max(title, tag)
	}
	return title + 2 + tag
}

func (h *headline) arrange(s fyne.Size) {
	put := func(o fyne.CanvasObject, x, y, w, h float32) {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, h))
	}
	title, tag := h.title.MinSize().Height, h.tag.MinSize().Height
	wide := min(h.tag.NaturalWidth(), s.Width)
	if s.Width < besideFrom {
		put(h.title, 0, 0, s.Width, title)
		put(h.tag, 0, title+2, wide, tag)
		return
	}
	room := min(h.title.NaturalWidth(), s.Width-wide-12)
	put(h.title, 0, (s.Height-title)/2, room, title)
	put(h.tag, room+12, (s.Height-tag)/2, wide, tag)
}

// CreateRenderer is called by Fyne.
func (h *headline) CreateRenderer() fyne.WidgetRenderer {
	return &kit.Renderer{
		List:    func() []fyne.CanvasObject { return []fyne.CanvasObject{h.title, h.tag} },
		Arrange: h.arrange,
		Least: func() fyne.Size {
			return fyne.NewSize(120, h.HeightForWidth(max(h.Size().Width, 120)))
		},
		Redraw: func() {
			h.arrange(h.Size())
			h.title.Refresh()
			h.tag.Refresh()
			canvas.Refresh(h)
		},
	}
}

// whole keeps a button from giving way: the title does.
func whole(b *kit.Button) *fyne.Container { return container.New(wholeLayout{}, b) }

type wholeLayout struct{}

// Layout is called by Fyne.
func (wholeLayout) Layout(o []fyne.CanvasObject, s fyne.Size) { o[0].Resize(s) }

// MinSize is called by Fyne.
func (wholeLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	least := o[0].MinSize()
	if b, ok := o[0].(*kit.Button); ok {
		least.Width = b.NaturalWidth()
	}
	return least
}
