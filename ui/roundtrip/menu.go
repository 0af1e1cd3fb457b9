package roundtrip

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/ui/page"
)

// Menu is everything the calendar can do with sheets, for a menu of the page that
// shows the month of a day. The pack is of the posts that are marked, or else asks
// which.
func Menu(h page.Host, s Services, day app.Date, marked []app.ID) []*fyne.MenuItem {
	text := h.Text()
	return []*fyne.MenuItem{
		fyne.NewMenuItem(text.T("roundtrip.menu.export"), func() { ShowExport(h, s, day) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.merge"), func() { ShowMerge(h, s) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.import"), func() { ShowImport(h, s) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(text.T("roundtrip.menu.pack"), func() { ShowPack(h, s, marked) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.answers"), func() { ShowAnswers(h, s) }),
	}
}
