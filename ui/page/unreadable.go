package page

import (
	"fyne.io/fyne/v2"

	"parvis/assets/icons"
	"parvis/ui/kit"
)

// Unreadable is what a page shows while nothing could be read yet: what happened,
// and a way to try again.
func Unreadable(h Host, err error, again func()) fyne.CanvasObject {
	return kit.PagePad(kit.NewCard(
		kit.NewEmptyState(icons.Alert, h.Sentence(err), kit.NewButton(h.Text().T("error.retry"), again)),
	))
}
