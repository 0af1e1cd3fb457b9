package roundtrip

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/ui/page"
)

// Menu is everything the calendar can do with sheets, for a menu of the page that
// shows the month of a day.
func Menu(h page.Host, s Services, day app.Date) []*fyne.MenuItem {
	text := h.Text()
	return []*fyne.MenuItem{
		fyne.NewMenuItem(text.T("roundtrip.menu.export"), func() { ShowExport(h, s, day) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.merge"), func() { ShowMerge(h, s) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.import"), func() { ShowImport(h, s) }),
		fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(text.T("roundtrip.menu.pack"), func() { ShowPack(h, s, nil) }),
		fyne.NewMenuItem(text.T("roundtrip.menu.answers"), func() { ShowAnswers(h, s) }),
	}
}
