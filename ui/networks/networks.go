// Package networks is the room Comptes: the accounts of the business, how to
// connect one, and their health.
package networks

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Accounts is what the room asks.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
	Connect(ctx context.Context, n networks.Network, service, identifier, secret string) (networks.Account, error)
	Reconnect(ctx context.Context, id app.ID, identifier, secret string) (networks.Account, error)
	Disconnect(ctx context.Context, id app.ID) error
	Remove(ctx context.Context, id app.ID) error
	AddHandFed(ctx context.Context, n networks.Network, handle string) (networks.Account, error)
	Connectable(n networks.Network) bool
}

// Services are what the room asks.
type Services struct {
	Accounts Accounts
	Events   *app.Events
}

// Page is the screen.
type Page struct {
	host     page.Host
	accounts Accounts
	object   fyne.CanvasObject
	list     *fyne.Container
	loader   page.Loader
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	text := h.Text()
	p := &Page{host: h, accounts: s.Accounts, list: container.NewStack()}
	header := kit.NewPageHeader(text.T("networks.title"), text.T("networks.context"), nil,
		kit.NewButton(text.T("networks.add_hand_fed"), p.askHandFed),
		kit.NewPrimaryButton(text.T("networks.connect"), p.askConnect).WithIcon(icons.Plus),
	)
	p.object = kit.NewPage(header, kit.Columns(kit.CardGap,
		kit.Col(1.7, 420, kit.NewCard(p.list)),
		kit.Col(1, 280, p.whatIsPossible()),
	))
	app.On(s.Events, func(networks.AccountsChanged) { fyne.Do(p.load) })
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Show reads the accounts again, and opens the form when asked to connect.
func (p *Page) Show(t page.Target) {
	p.load()
	if t.View == page.Connect {
		p.askConnect()
	}
}

// Hide has nothing to save.
func (p *Page) Hide() {}

func (p *Page) load() {
	page.Load(&p.loader, p.host, p.accounts.Accounts, func(accounts []networks.Account, err error) {
		if err != nil {
			p.host.Failed(err)
			return
		}
		p.show(accounts)
	})
}

func (p *Page) show(accounts []networks.Account) {
	text := p.host.Text()
	if len(accounts) == 0 {
		p.list.Objects = []fyne.CanvasObject{kit.NewEmptyState(icons.Key, text.T("networks.empty"),
			kit.NewButton(text.T("networks.connect"), p.askConnect))}
		p.list.Refresh()
		return
	}
	rows := make([]fyne.CanvasObject, len(accounts))
	for i, a := range accounts {
		rows[i] = p.row(a)
	}
	p.list.Objects = []fyne.CanvasObject{kit.VScroll(kit.Rows(12, rows...))}
	p.list.Refresh()
}

// row shows one account: where, its state, when it last worked, and what can
// be done.
func (p *Page) row(a networks.Account) fyne.CanvasObject {
	text := p.host.Text()
	var buttons []fyne.CanvasObject
	switch a.State {
	case networks.AccountConnected:
		buttons = append(buttons, kit.NewButton(text.T("networks.disconnect"), func() { p.disconnect(a) }).Compact())
	case networks.AccountExpired:
		buttons = append(buttons,
			kit.NewButton(text.T("networks.reconnect"), func() { p.askReconnect(a) }).Compact(),
			kit.NewQuietIconButton(icons.Close, text.T("networks.disconnect"), func() { p.disconnect(a) }).Compact())
	case networks.AccountHandFed:
		if p.accounts.Connectable(a.Network) {
			buttons = append(buttons, kit.NewButton(text.T("networks.reconnect"), func() { p.askReconnect(a) }).Compact())
		}
		buttons = append(buttons, kit.NewQuietIconButton(icons.Trash, text.T("networks.remove"), func() { p.remove(a) }).Compact())
	}
	name := kit.VStack(1,
		kit.HStack(8, kit.Strong(a.Handle), kit.NewTag(text.T("networks.state."+string(a.State)), toneOf(a.State))),
		kit.Secondary(p.health(a)),
	)
	return kit.HStack(12, append([]fyne.CanvasObject{kit.NewNetworkBadge(string(a.Network)), kit.Grow(name)}, buttons...)...)
}

func toneOf(s networks.AccountState) kit.Tone {
	switch s {
	case networks.AccountConnected:
		return kit.ToneGood
	case networks.AccountExpired:
		return kit.ToneDanger
	}
	return kit.ToneNeutral
}

// health says when the account last worked.
func (p *Page) health(a networks.Account) string {
	text := p.host.Text()
	switch {
	case a.State == networks.AccountHandFed:
		return text.T("networks.health.hand_fed", "Network", a.Network.Name())
	case a.LastSuccess.IsZero():
		return text.T("networks.health.never", "Network", a.Network.Name())
	default:
		moment := text.Moment(app.CivilOf(a.LastSuccess.In(p.host.Now().Location())))
		return text.T("networks.health.last", "Network", a.Network.Name(), "Moment", moment)
	}
}

// whatIsPossible tells honestly what Parvis can do on each network today.
func (p *Page) whatIsPossible() fyne.CanvasObject {
	text := p.host.Text()
	column := kit.VStack(12,
		kit.Section(text.T("networks.possible.title")),
		kit.HStack(8, kit.NewNetworkBadge(string(networks.Bluesky)), kit.Grow(kit.Strong(networks.Bluesky.Name()))),
		kit.Secondary(text.T("networks.possible.bluesky")).Wrapped(),
		kit.NewSeparator(),
		kit.Strong(text.T("networks.possible.others")),
		kit.Secondary(text.T("networks.possible.hand_fed")).Wrapped(),
		kit.NewSeparator(),
		kit.Strong(text.T("networks.possible.secret")),
		kit.Secondary(text.T("networks.possible.vault")).Wrapped(),
	)
	return kit.NewCard(kit.VScroll(column))
}

func (p *Page) disconnect(a networks.Account) {
	text := p.host.Text()
	kit.Confirm(text, p.host.Window().Canvas(),
		text.T("networks.disconnect_title", "Account", a.Handle), text.T("networks.disconnect_why"),
		text.T("networks.disconnect"), true,
		func(confirmed bool) {
			if confirmed {
				p.command(func(ctx context.Context) error { return p.accounts.Disconnect(ctx, a.ID) }, "")
			}
		},
	).Show()
}

func (p *Page) remove(a networks.Account) {
	text := p.host.Text()
	kit.Confirm(text, p.host.Window().Canvas(),
		text.T("networks.remove_title", "Account", a.Handle), text.T("networks.remove_why"),
		text.T("networks.remove"), true,
		func(confirmed bool) {
			if confirmed {
				p.command(func(ctx context.Context) error { return p.accounts.Remove(ctx, a.ID) },
					text.T("networks.removed", "Account", a.Handle))
			}
		},
	).Show()
}

// command runs a command, says what it did and shows the accounts again.
func (p *Page) command(do func(ctx context.Context) error, done string) {
	page.Do(p.host, do, func(err error) {
		switch {
		case err != nil:
			p.host.Failed(err)
		case done != "":
			p.host.Toast(done, nil)
		}
		p.load()
	})
}
