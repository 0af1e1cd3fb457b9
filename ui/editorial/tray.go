package editorial

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// tray is the column beside the month: ideas to be dragged onto a day, and the
// balance of the month.
type tray struct {
	host     page.Host
	calendar *calendar
	object   fyne.CanvasObject
	ideas    *fyne.Container
	balance  *fyne.Container
	advice   *kit.Text
}

func newTray(h page.Host, c *calendar) *tray {
	text := h.Text()
	t := &tray{
		host: h, calendar: c,
		ideas:   kit.VStack(8),
		balance: kit.VStack(0),
		advice:  kit.Secondary("").Wrapped(),
	}
	head := kit.VStack(2, kit.Section(text.T("editorial.tray.title")), kit.Secondary(text.T("editorial.tray.why")).Wrapped())
	foot := kit.VStack(12, kit.NewSeparator(), kit.Section(text.T("editorial.balance.title")), t.balance, t.advice)
	t.object = kit.NewCard(kit.VStack(12, head, kit.Grow(kit.VScroll(t.ideas)), foot))
	return t
}

func (t *tray) draw(m editorial.Month, colours map[app.ID]int) {
	text := t.host.Text()
	var ideas []fyne.CanvasObject
	if len(m.Unplaced) == 0 {
		ideas = append(ideas, kit.Secondary(text.T("editorial.tray.empty")).Wrapped())
	}
	for _, p := range m.Unplaced {
		ideas = append(ideas, newIdea(t, p, colours[p.PillarID]))
	}
	refill(t.host, t.ideas, ideas)

	var rows []kit.BalanceRow
	for _, r := range m.Balance.Rows {
		actual, target := float64(r.ActualBP)/10_000, float64(r.TargetBP)/10_000
		rows = append(rows, kit.BalanceRow{
			Label:  r.Pillar.Name,
			Detail: text.Percent(actual, 0) + " / " + text.Percent(target, 0),
			Share:  actual, Target: target, Tone: kit.PillarTone(r.Pillar.Colour),
		})
	}
	t.balance.Objects = []fyne.CanvasObject{kit.NewBalance(rows...)}
	t.balance.Hidden = len(rows) == 0
	t.balance.Refresh()
	t.advice.SetText(text.Say(m.Balance.Advice))
	t.object.Refresh()
}
