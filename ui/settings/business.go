package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/business"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// businessCard edits the business; what is typed is saved as it is typed.
type businessCard struct {
	host    page.Host
	service Business
	object  fyne.CanvasObject
	name    *kit.Entry
	trade   *kit.Select
	town    *kit.Entry
	first   *kit.Entry
	website *kit.Entry
	wrong   *kit.InlineError
	loader  page.Loader
	queue   page.Queue // of what is saved and read
	kept    business.Business
	loaded  bool
	filling bool
	saver   *page.Saver
	changed func() // lays the page out again
}

func newBusinessCard(h page.Host, service Business, changed func()) *businessCard {
	text := h.Text()
	c := &businessCard{
		host: h, service: service, changed: changed,
		name:    kit.NewEntry(text.T("settings.business.name")),
		town:    kit.NewEntry(text.T("settings.business.town")),
		first:   kit.NewEntry(text.T("settings.business.first_name")).WithHint(text.T("settings.business.first_name_why")),
		website: kit.NewEntry(text.T("settings.business.website")),
		wrong:   kit.NewInlineError(),
	}
	c.saver = page.NewSaver(h, c.save)
	var names []string
	for _, t := range business.Trades() {
		names = append(names, text.T("business.trade."+string(t)))
	}
	c.trade = kit.NewSelect(names, -1, "", func(int) { c.typed() })
	for _, e := range []*kit.Entry{c.name, c.town, c.first, c.website} {
		e.OnChanged = func(string) { c.typed() }
	}
	c.object = kit.NewCard(kit.VStack(14,
		kit.Section(text.T("settings.business.title")),
		c.name,
		kit.VStack(kit.TightGap, kit.Secondary(text.T("settings.business.trade")), c.trade),
		c.town, c.first, c.website, c.wrong,
	))
	return c
}

func (c *businessCard) load() {
	page.LoadAfter(&c.queue, &c.loader, c.host, c.service.Business, func(b business.Business, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		if c.loaded && c.saver.Waiting() {
			return // what is being typed is newer
		}
		c.loaded = true
		c.kept = b
		c.filling = true
		defer func() { c.filling = false }()
		c.name.SetText(b.Name)
		c.town.SetText(b.Town)
		c.first.SetText(b.FirstName)
		c.website.SetText(b.Website)
		for i, t := range business.Trades() {
			if t == b.Trade {
				c.trade.SetSelected(i)
			}
		}
	})
}

func (c *businessCard) typed() {
	if !c.filling {
		c.saver.Typed()
	}
}

// save keeps what the fields say; what cannot be kept is told under them and
// stays as typed.
func (c *businessCard) save() {
	b := c.kept
	b.Name, b.Town = c.name.Text(), c.town.Text()
	b.FirstName, b.Website = c.first.Text(), c.website.Text()
	if i := c.trade.Selected(); i >= 0 {
		b.Trade = business.Trades()[i]
	}
	c.queue.Do(c.host,
		func(ctx context.Context) error { return c.service.Save(ctx, b) },
		func(err error) {
			if err != nil {
				c.wrong.Set(c.host.Sentence(err))
			} else {
				c.wrong.Set("")
				c.kept = b
			}
			c.changed()
		},
	)
}
