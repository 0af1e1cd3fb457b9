package editorial

import (
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/agenda"
	"parvis/ui/ideas"
	"parvis/ui/keydates"
	"parvis/ui/roundtrip"
)

// datesMenu offers what goes beyond the posts of the month: its dates, ideas for
// the day selected, and its way out to other calendars.
func (c *calendar) datesMenu() []*fyne.MenuItem {
	text := c.host.Text()
	day := c.sight.moment().Date
	// Nobody wants ideas for a day that is over.
	if today := c.today(); day.IsZero() || day.Before(today) {
		day = today
	}
	suggest := fyne.NewMenuItem(text.T("editorial.dates.ideas", "Day", text.Day(day)), func() { c.suggest(day) })
	return append([]*fyne.MenuItem{
		suggest,
		fyne.NewMenuItem(text.T("editorial.dates.list"), func() { keydates.Open(c.host, c.services.KeyDates, c.day.Year) }),
		fyne.NewMenuItem(text.T("editorial.dates.export"), func() { agenda.Open(c.host, c.services.Agenda, c.day) }),
		fyne.NewMenuItemSeparator(),
	}, roundtrip.Menu(c.host, c.services.Sheets, c.day, c.markedIDs())...)
}

// suggest shows ideas for a day.
func (c *calendar) suggest(day app.Date) { ideas.Open(c.host, c.services.Ideas, day) }

// rest names the school holidays of a day, one a line.
func (c *calendar) rest(d editorial.Day) string {
	labels := make([]string, len(d.Holidays))
	for i, h := range d.Holidays {
		labels[i] = c.host.Text().Say(h.Label())
	}
	return strings.Join(labels, "\n")
}
