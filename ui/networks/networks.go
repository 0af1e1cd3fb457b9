// Package networks is the room Comptes: the accounts of the business, how to
// connect one, and their health.
package networks

import (
	"context"
	"reflect"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Accounts is what the room asks of accounts.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
	Connect(ctx context.Context, n networks.Network, service, identifier, secret string) (networks.Account, error)
	SignIn(ctx context.Context, n networks.Network, service string, client networks.Client, open func(page string) error) (networks.Account, error)
	Reconnect(ctx context.Context, id app.ID, identifier, secret string) (networks.Account, error)
	ReconnectSignIn(ctx context.Context, id app.ID, client networks.Client, open func(page string) error) (networks.Account, error)
	Disconnect(ctx context.Context, id app.ID) error
	Remove(ctx context.Context, id app.ID) error
	AddHandFed(ctx context.Context, n networks.Network, handle string) (networks.Account, error)
	Ways(n networks.Network) []networks.Way
	Abilities(n networks.Network) []networks.Ability
	Keeps(a networks.Account) bool
	Expiry(ctx context.Context, id app.ID) (networks.Expiry, error)
	Metered(n networks.Network) bool
	Quotas(ctx context.Context, id app.ID) ([]networks.Quota, error)
}

// Business is what the room asks of the business: its website is the one to connect.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Services are what the room asks.
type Services struct {
	Accounts Accounts
	Business Business
	Resuming Resuming
	Vault    Vault
	Events   *app.Events
	// Pause makes the command that suspends everything.
	Pause func() fyne.CanvasObject
}

// Page is the screen: the accounts with the health of one of them, or the choice of a
// network, or the form that connects an account there.
type Page struct {
	host     page.Host
	accounts Accounts
	business Business
	resuming Resuming
	vault    Vault
	object   *fyne.Container

	home   fyne.CanvasObject
	body   *fyne.Container // of home: the accounts, or the choice while there are none
	list   *fyne.Container
	guard  *fyne.Container // under the list: what protects the accesses
	health *health
	form   *form // nil unless it is in front

	loader     page.Loader
	sending    page.Pacer
	read       bool // accounts were read
	unreadable bool // they could not be, before
	known      []networks.Account
	stranded   map[app.ID]int // what can be resumed, by account
	protection networks.Protection
	shown      bool               // the page is in front: it follows what happens to deliveries
	drawn      []networks.Account // in the list: a list that has not changed stays where it was scrolled to
	rows       map[app.ID]*kit.TapRow
	chosen     app.ID      // whose health is shown
	wanted     page.Target // to be shown once accounts are read

	listening bool                 // for Escape
	keys      func(*fyne.KeyEvent) // of the window, while listening
}

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	text := h.Text()
	p := &Page{
		host: h, accounts: s.Accounts, business: s.Business, resuming: s.Resuming, vault: s.Vault,
		body: container.NewStack(), list: container.NewStack(), guard: kit.VStack(0),
	}
	p.health = newHealth(p)
	header := kit.NewPageHeader(text.T("networks.title"), text.T("networks.context"), nil,
		s.Pause(),
		kit.NewButton(text.T("networks.add_hand_fed"), func() { p.askHandFed(networks.Facebook) }),
		kit.NewPrimaryButton(text.T("networks.connect"), p.choose).WithIcon(icons.Plus),
	)
	p.home = kit.NewPage(header, p.body)
	p.object = container.NewStack(p.home)
	app.On(s.Events, func(networks.AccountsChanged) { fyne.Do(p.load) })
	app.On(s.Events, func(networks.VaultChanged) { fyne.Do(p.load) })
	app.On(s.Events, func(publishing.DeliveryChanged) { fyne.Do(func() { p.sending.Follow(h, p.changed) }) })
	return p
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.object }

// Show reads the accounts again, and shows what was asked for: with page.Connect the
// choice of a network, or the form of the network or for the account that Target.ID
// names; else the health of the account it names.
func (p *Page) Show(t page.Target) {
	p.shown = true
	p.health.quotas.forget()
	p.listen(p.away())
	n := networks.Network(t.ID)
	switch {
	case t.View == page.Connect && t.ID == "":
		p.choose()
	case t.View == page.Connect && n.Known():
		p.connect(n)
	case t.ID != "":
		p.wanted = t
	}
	p.load()
}

// Hide has nothing to save: a form stays as it is, and what it does goes on.
func (p *Page) Hide() {
	p.shown = false
	p.listen(false)
}

// changed follows what happens to deliveries while the page is in front.
func (p *Page) changed() {
	if p.shown {
		p.load()
	}
}

// front brings one of the three views to the front. What a form had begun is given up.
func (p *Page) front(view fyne.CanvasObject) {
	if p.form != nil {
		p.form.giveUp()
		p.form = nil
	}
	// What had the focus may be gone: the next key must not reach it.
	p.host.Window().Canvas().Unfocus()
	p.object.Objects = []fyne.CanvasObject{view}
	p.object.Refresh()
	p.listen(p.away())
}

// away reports whether something else than the accounts is in front.
func (p *Page) away() bool { return p.object.Objects[0] != p.home }

// back shows the accounts.
func (p *Page) back() { p.front(p.home) }

func (p *Page) load() {
	var stranded map[app.ID]int
	var protection networks.Protection
	page.Load(&p.loader, p.host,
		func(ctx context.Context) (accounts []networks.Account, err error) {
			if stranded, err = p.resuming.Stranded(ctx); err != nil {
				return nil, err
			}
			if protection, err = p.vault.Protection(ctx); err != nil {
				// What needs the vault tells why; the accounts are there without.
				protection = networks.Protection{Fixed: true}
			}
			return p.accounts.Accounts(ctx)
		},
		func(accounts []networks.Account, err error) {
			if err != nil {
				p.failed(err)
				return
			}
			if !p.read && p.unreadable {
				p.back()
			}
			p.read, p.known, p.stranded = true, accounts, stranded
			p.protect(protection)
			p.meet()
			p.show()
		})
}

// protect shows what protects the accesses.
func (p *Page) protect(by networks.Protection) {
	if len(p.guard.Objects) > 0 && reflect.DeepEqual(by, p.protection) {
		return
	}
	p.protection, p.drawn = by, nil
	p.guard.RemoveAll()
	if line := p.guarded(); line != nil {
		p.guard.Add(line)
	}
	p.health.left.Refresh()
}

// state is that of an account, with what this computer has of its access.
func (p *Page) state(a networks.Account) networks.AccountState {
	if p.protection.Lacks(a) {
		return networks.AccountExpired
	}
	return a.State
}

// failed tells that accounts could not be read: in the place of the page as long as
// they never were.
func (p *Page) failed(err error) {
	if p.read {
		p.host.Failed(err)
		return
	}
	p.unreadable = true
	p.front(page.Unreadable(p.host, err, p.load))
}

// meet shows what was wanted of an account, now that accounts are known.
func (p *Page) meet() {
	t := p.wanted
	p.wanted = page.Target{}
	i := p.index(t.ID)
	if t.ID == "" || i < 0 {
		return
	}
	p.chosen = t.ID
	if t.View == page.Connect && len(p.accounts.Ways(p.known[i].Network)) > 0 {
		p.reconnect(p.known[i])
		return
	}
	p.back()
}

func (p *Page) index(id app.ID) int {
	return slices.IndexFunc(p.known, func(a networks.Account) bool { return a.ID == id })
}

// show draws the accounts, and the health of the chosen one: of one that does not work
// when none is, or else of the first.
func (p *Page) show() {
	if len(p.known) == 0 {
		p.chosen = ""
		p.body.Objects = []fyne.CanvasObject{kit.NewCard(kit.VScroll(p.choices(p.host.Text().T("networks.empty"))))}
		p.body.Refresh()
		return
	}
	if p.index(p.chosen) < 0 {
		ill := slices.IndexFunc(p.known, func(a networks.Account) bool { return p.state(a) == networks.AccountExpired })
		p.chosen = p.known[max(ill, 0)].ID
	}
	if !reflect.DeepEqual(p.known, p.drawn) {
		p.drawn, p.rows = p.known, make(map[app.ID]*kit.TapRow)
		rows := kit.VStack(8)
		for _, a := range p.known {
			p.rows[a.ID] = p.row(a)
			rows.Add(p.rows[a.ID])
		}
		p.list.Objects = []fyne.CanvasObject{kit.VScroll(rows)}
		p.list.Refresh()
	}
	if len(p.body.Objects) != 1 || p.body.Objects[0] != p.health.beside {
		p.body.Objects = []fyne.CanvasObject{p.health.beside}
		p.body.Refresh()
	}
	for id, row := range p.rows {
		row.SetChosen(id == p.chosen)
	}
	kit.Reveal(p.rows[p.chosen])
	p.health.show(p.known[p.index(p.chosen)])
}

// row shows one account: where, its state, when it last worked. A click shows its
// health.
func (p *Page) row(a networks.Account) *kit.TapRow {
	text := p.host.Text()
	name := kit.VStack(1,
		kit.HStack(8, kit.Grow(kit.Strong(a.Handle)), kit.NewTag(text.T("networks.state."+string(p.state(a))), toneOf(p.state(a)))),
		kit.Secondary(p.last(a)),
	)
	return kit.NewChoiceCard(kit.HStack(12, kit.NewNetworkBadge(string(a.Network)), kit.Grow(name)), false, func() {
		p.chosen = a.ID
		p.show()
	})
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

// last says when an account last worked.
func (p *Page) last(a networks.Account) string {
	text := p.host.Text()
	switch {
	case a.State == networks.AccountHandFed:
		return text.T("networks.health.last.hand_fed", "Network", a.Network.Name())
	case a.LastSuccess.IsZero():
		return text.T("networks.health.last.never", "Network", a.Network.Name())
	}
	moment := text.Moment(app.CivilOf(a.LastSuccess.In(p.host.Now().Location())))
	return text.T("networks.health.last.worked", "Network", a.Network.Name(), "Moment", moment)
}
