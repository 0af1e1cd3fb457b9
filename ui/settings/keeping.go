package settings

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/publishing"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Keeping keeps whether networks may be given posts to keep until their moment.
type Keeping interface {
	Keeping(ctx context.Context) (publishing.Keeping, error)
	SetEntrusts(ctx context.Context, on bool) error
}

// keepingCard says whether networks may keep what is scheduled.
type keepingCard struct {
	host    page.Host
	service Keeping
	object  fyne.CanvasObject
	on      *kit.Checkbox
	now     *kit.Text
	loader  page.Loader
	changed func() // lays the page out again
}

func newKeepingCard(h page.Host, service Keeping, changed func()) *keepingCard {
	text := h.Text()
	c := &keepingCard{host: h, service: service, changed: changed, now: kit.Secondary("").Wrapped()}
	c.on = kit.NewCheckbox(text.T("settings.keeping.on"), true, c.choose)
	c.object = kit.NewCard(kit.VStack(14,
		kit.Section(text.T("settings.keeping.title")), c.on, kit.Secondary(text.T("settings.keeping.what")).Wrapped(), c.now,
	))
	return c
}

func (c *keepingCard) choose(on bool) {
	page.Do(c.host, func(ctx context.Context) error { return c.service.SetEntrusts(ctx, on) }, func(err error) {
		if err != nil {
			c.host.Failed(err)
		}
		c.load()
	})
}

func (c *keepingCard) load() {
	page.Load(&c.loader, c.host, c.service.Keeping, func(k publishing.Keeping, err error) {
		if err != nil {
			c.host.Failed(err)
			return
		}
		c.on.SetChecked(k.On)
		text := c.host.Text()
		switch {
		case k.Entrusted == 0:
			c.now.SetText(text.T("settings.keeping.none"))
		case !k.On:
			c.now.SetText(text.N("settings.keeping.recalling", k.Entrusted))
		default:
			c.now.SetText(text.N("settings.keeping.now", k.Entrusted))
		}
		c.changed()
	})
}
