package networks

import (
	"context"
	"math"
	"reflect"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// health shows how one account is: its state, how long its credential lasts, what it
// can do within which limits, and what can be done about it.
type health struct {
	page   *Page
	panel  *fyne.Container
	left   *fyne.Container   // the list of accounts, and what protects their accesses
	beside fyne.CanvasObject // that and the panel
	loader page.Loader
	drawn  networks.Account
	ends   networks.Expiry // of the credential of the account drawn
	quotas *quotas
	// lacks: this computer has no credential of the account drawn.
	lacks bool
	// stranded is how many deliveries can be resumed on the account drawn.
	stranded int
}

func newHealth(p *Page) *health {
	h := &health{page: p, panel: container.NewStack(), left: kit.VStack(10, kit.Grow(p.list), p.guard)}
	h.quotas = newQuotas(p, h.panel.Refresh)
	h.beside = kit.Columns(kit.CardGap,
		kit.Col(1.3, 340, kit.NewCard(h.left)),
		kit.Col(1, 330, kit.NewCard(h.panel)),
	)
	return h
}

// show draws the health of an account, and asks meanwhile when its credential ends
// and what the network still takes.
func (h *health) show(a networks.Account) {
	if h.drawn.ID != a.ID || h.drawn.State != a.State {
		h.ends = networks.Expiry{}
	}
	stranded, lacks := h.page.stranded[a.ID], h.page.protection.Lacks(a)
	if !reflect.DeepEqual(h.drawn, a) || h.stranded != stranded || h.lacks != lacks {
		h.drawn, h.stranded, h.lacks = a, stranded, lacks
		h.draw()
	}
	page.Load(&h.loader, h.page.host,
		func(ctx context.Context) (networks.Expiry, error) { return h.page.accounts.Expiry(ctx, a.ID) },
		func(ends networks.Expiry, err error) {
			// Without the keyring nothing is known of the end: nothing is said of it.
			if err == nil && (!ends.At.Equal(h.ends.At) || ends.Renewed != h.ends.Renewed) {
				h.ends = ends
				h.draw()
			}
		})
	h.quotas.open(a)
}

func (h *health) draw() {
	p, a := h.page, h.drawn
	text := p.host.Text()
	column := kit.VStack(10,
		kit.Section(text.T("networks.health.title")),
		kit.HStackTop(10, kit.NewNetworkBadge(string(a.Network)), kit.Grow(kit.Strong(a.Handle).Lines(3))),
		kit.HStack(8, kit.NewTag(text.T("networks.state."+string(p.state(a))), toneOf(p.state(a))), kit.Grow(kit.Secondary(a.Network.Name()))),
	)
	if warning := h.warning(); warning != nil {
		column.Add(warning)
	}
	if resume := h.resume(); resume != nil {
		column.Add(resume)
	}
	column.Add(h.actions())
	column.Add(kit.NewSeparator())
	if a.State != networks.AccountHandFed {
		column.Add(h.line("networks.health.last_success", h.lastSuccess()))
		if !h.ends.At.IsZero() {
			column.Add(h.line("networks.health.ends", text.DayLong(app.DateOf(h.ends.At.In(p.host.Now().Location())))))
			if h.ends.Renewed {
				column.Add(kit.Secondary(text.T("networks.health.renewed")).Wrapped())
			}
		}
	}
	if left := h.quotas.object(a); left != nil {
		column.Add(left)
	}
	if abilities := p.abilities(a.Network); len(abilities) > 0 {
		tags := kit.Flow(6)
		for _, one := range abilities {
			tags.Add(kit.NewTag(translations.Capitalise(one), kit.ToneNeutral))
		}
		caption := text.T("networks.health.sends")
		if a.State == networks.AccountHandFed {
			caption = text.T("networks.health.could_send")
		}
		column.Add(kit.VStack(4, kit.Caption(caption), tags))
		column.Add(h.line("networks.health.costs", translations.Capitalise(p.cost(a.Network))))
	}
	if a.State != networks.AccountHandFed {
		keeps := text.T("networks.health.keeps_not")
		if p.accounts.Keeps(a) {
			keeps = text.T("networks.health.keeps_so", "Network", a.Network.Name())
		}
		column.Add(h.line("networks.health.keeps", keeps))
	}
	column.Add(kit.VStack(4, kit.Caption(text.T("networks.health.limits", "Network", a.Network.Name())), h.limits()))
	if e := networks.EntryOf(a.Network); len(p.accounts.Ways(a.Network)) > 0 {
		column.Add(h.line("networks.health.needs", text.T(e.Takes)))
		for _, note := range e.Notes {
			column.Add(kit.Secondary(text.T(note)).Wrapped())
		}
	}
	h.panel.Objects = []fyne.CanvasObject{kit.VScroll(column)}
	h.panel.Refresh()
}

// line is something known of the account, under its name.
func (h *health) line(key, value string) fyne.CanvasObject {
	return kit.VStack(1, kit.Caption(h.page.host.Text().T(key)), kit.Body(value).Wrapped())
}

func (h *health) lastSuccess() string {
	text := h.page.host.Text()
	if h.drawn.LastSuccess.IsZero() {
		return text.T("networks.health.never")
	}
	return text.Moment(app.CivilOf(h.drawn.LastSuccess.In(h.page.host.Now().Location())))
}

// soon is how long before its end a credential is warned of.
const soon = 14 * 24 * time.Hour

// endsSoon reports whether the end of the credential is near, or past: one that Parvis
// renews by itself should not have come so far.
func (h *health) endsSoon() bool {
	return !h.ends.At.IsZero() && h.ends.At.Sub(h.page.host.Now()) <= soon
}

// warning tells what keeps posts from going out, or soon will; nil for nothing.
func (h *health) warning() fyne.CanvasObject {
	text, now := h.page.host.Text(), h.page.host.Now()
	note := func(sentence string, tone kit.Tone) fyne.CanvasObject {
		return kit.NewNote(kit.Secondary(sentence).Wrapped().Colored(kit.ColorInk), tone)
	}
	left := h.ends.At.Sub(now)
	switch {
	case h.drawn.State == networks.AccountExpired:
		return note(text.T("networks.health.expired"), kit.ToneDanger)
	case h.drawn.State == networks.AccountHandFed:
		return note(text.T("networks.health.hand_fed"), kit.ToneNeutral)
	case h.lacks:
		return note(text.T("vault.lacks"), kit.ToneDanger)
	case !h.endsSoon():
		return nil
	case left <= 0:
		return note(text.T("networks.health.ended"), kit.ToneDanger)
	case left < 24*time.Hour:
		return note(text.T("networks.health.ends_today"), kit.ToneAttention)
	}
	return note(text.N("networks.health.ends_in", int(math.Floor(left.Hours()/24))), kit.ToneAttention)
}

// actions are what can be done about the account.
func (h *health) actions() fyne.CanvasObject {
	p, a := h.page, h.drawn
	text := p.host.Text()
	row := kit.Flow(8)
	if len(p.accounts.Ways(a.Network)) > 0 {
		switch {
		case a.State == networks.AccountHandFed && a.RemoteID == "":
			row.Add(kit.NewButton(text.T("networks.health.connect"), func() { p.connectKnown(a) }))
		case a.State != networks.AccountConnected || h.lacks || h.endsSoon() || !h.ends.At.IsZero() && !h.ends.Renewed:
			row.Add(kit.NewButton(text.T("networks.reconnect"), func() { p.reconnect(a) }))
		}
	}
	if a.State == networks.AccountHandFed {
		row.Add(kit.NewButton(text.T("networks.remove"), func() { p.remove(a) }))
	} else {
		row.Add(kit.NewButton(text.T("networks.disconnect"), func() { p.disconnect(a) }))
	}
	return row
}

// limits says what a post may be on the network.
func (h *health) limits() fyne.CanvasObject {
	text := h.page.host.Text()
	l, _ := h.drawn.Limits()
	column := kit.VStack(2)
	say := func(sentence string) { column.Add(kit.Body(sentence).Wrapped()) }
	if l.Text.Max > 0 {
		say(text.N("networks.health.limit.characters", l.Text.Max))
	} else {
		say(text.T("networks.health.limit.any_length"))
	}
	if l.Caption.Max > 0 {
		say(text.N("networks.health.limit.caption", l.Caption.Max))
	}
	switch {
	case l.NoImages:
		say(text.T("networks.health.limit.no_images"))
	case l.Images > 0 && l.ImageBytes > 0:
		say(text.N("networks.health.limit.images_of", l.Images, "Size", text.Bytes(int64(l.ImageBytes))))
	case l.Images > 0:
		say(text.N("networks.health.limit.images", l.Images))
	}
	if l.LinkSize > 0 {
		say(text.N("networks.health.limit.link", l.LinkSize))
	}
	if l.LinksInert {
		say(text.T("networks.health.limit.links_inert"))
	}
	if l.Hashtags > 0 {
		say(text.N("networks.health.limit.hashtags", l.Hashtags))
	}
	if l.TitleRequired {
		say(text.T("networks.health.limit.title"))
	}
	return column
}
