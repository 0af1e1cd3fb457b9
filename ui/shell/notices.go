package shell

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
)

// noticeWidth is that of a notice where there is room.
const noticeWidth = 560

// noticesAtOnce is how many notices are seen; the oldest make room for more.
const noticesAtOnce = 3

// notices are what the owner must have read: each stays above the page until
// it is closed. What succeeded is for toasts, which leave alone.
type notices struct {
	text   *translations.Catalogue
	object *fyne.Container
	said   []string
}

func newNotices(text *translations.Catalogue) *notices {
	n := &notices{text: text}
	n.object = container.New(noticesLayout{})
	return n
}

// say shows a sentence until it is closed. One that is shown already is not
// repeated.
func (n *notices) say(sentence string, tone kit.Tone) {
	if slices.Contains(n.said, sentence) {
		return
	}
	n.said = append(n.said, sentence)
	icon, colour := icons.Info, kit.ColorAmberText
	if tone == kit.ToneDanger {
		icon, colour = icons.Alert, kit.ColorCoralText
	}
	n.object.Add(kit.NewNote(kit.HStack(12,
		kit.NewIcon(icon, 18, colour),
		kit.Grow(kit.Body(sentence).Wrapped()),
		kit.NewButton(n.text.T("shell.understood"), func() { n.close(sentence) }).Compact(),
	), tone))
	for len(n.said) > noticesAtOnce {
		n.close(n.said[0])
	}
	n.object.Refresh()
}

func (n *notices) close(sentence string) {
	i := slices.Index(n.said, sentence)
	if i < 0 {
		return
	}
	n.said = slices.Delete(n.said, i, i+1)
	n.object.Remove(n.object.Objects[i])
	n.object.Refresh()
}

// noticesLayout stacks notices above the foot of the page, at its left: toasts
// come at its right.
type noticesLayout struct{}

func (noticesLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (noticesLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := float32(sidebarWidth + kit.PagePadding)
	width := min(noticeWidth, size.Width-left-kit.PagePadding)
	y := size.Height - kit.PagePadding
	for _, o := range slices.Backward(objects) {
		height := kit.HeightFor(o, width)
		y -= height
		o.Move(fyne.NewPos(left, y))
		o.Resize(fyne.NewSize(width, height))
		y -= kit.Gap
	}
}
