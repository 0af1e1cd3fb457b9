// Package publishing shows the Registre: every delivery, its proof and its
// attempts, and how to settle what is not known. It is a view of the room
// Publications.
package publishing

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Ledger is what the Registre asks.
type Ledger interface {
	Entries(ctx context.Context, state publishing.State, limit int) ([]publishing.Entry, error)
	CheckNow(ctx context.Context, id app.ID) error
	Resend(ctx context.Context, id app.ID) error
	Appeared(ctx context.Context, id app.ID, link string) error
	NotThere(ctx context.Context, id app.ID) error
	ByHand(ctx context.Context, id app.ID) (publishing.ByHand, error)
	PublishedByHand(ctx context.Context, id app.ID, link string) error
	NotByHand(ctx context.Context, id app.ID) error
	CatchingUp
	Pausing
	Rehearsing
	Removing
}

// Services are what the view asks.
type Services struct {
	Ledger Ledger
	Events *app.Events
	// LayOut writes pictures into a folder of the owner's, named after a post, and
	// returns it.
	LayOut func(ctx context.Context, name string, images []networks.Image) (folder string, err error)
}

// limit is how many deliveries are shown: several years of a small business.
const limit = 2000

// filters are the states that can be looked at alone; "" is all.
var filters = []publishing.State{
	"", publishing.Scheduled, publishing.Entrusted, publishing.Published, publishing.Unknown, publishing.Refused, publishing.Missed,
}

// View is the screen of the Registre.
type View struct {
	host    page.Host
	ledger  Ledger
	layOut  func(ctx context.Context, name string, images []networks.Image) (string, error)
	object  fyne.CanvasObject
	filter  *kit.Segmented
	table   *kit.DataTable
	empty   *fyne.Container
	place   *fyne.Container
	detail  *detail
	loader  page.Loader
	sending page.Pacer
	shown   bool // it is in front: it follows what happens to deliveries
	state   publishing.State
	entries []publishing.Entry
	chosen  app.ID
	wanted  app.ID // the post to choose when the rows are read, "" for none
}

// New returns the view; tabs leads to the other views of the room.
func New(h page.Host, s Services, tabs *kit.Segmented) *View {
	text := h.Text()
	v := &View{host: h, ledger: s.Ledger, layOut: s.LayOut}
	names := make([]string, len(filters))
	for i, f := range filters {
		if f == "" {
			names[i] = text.T("publishing.register.all")
			continue
		}
		names[i] = text.T("publishing.state." + string(f))
	}
	v.filter = kit.NewSegmented(names, 0, func(i int) {
		v.state = filters[i]
		v.load()
	})
	v.table = kit.NewDataTable(
		kit.TableColumn{Title: text.T("publishing.register.when"), Weight: 0.4, MinWidth: 134},
		kit.TableColumn{Title: text.T("publishing.register.post"), Weight: 2.6, MinWidth: 120},
		kit.TableColumn{Title: text.T("publishing.register.network"), Weight: 0.3, MinWidth: 114},
		kit.TableColumn{Title: text.T("publishing.register.state"), Weight: 0.3, MinWidth: 98},
	)
	v.table.OnSelected = v.choose
	v.table.OnOpened = v.choose
	v.empty = kit.NewEmptyState(icons.Send, text.T("publishing.register.empty"), nil)
	v.detail = newDetail(h, v)
	v.place = container.NewStack()
	header := kit.NewPageHeader(text.T("editorial.title"), "", []fyne.CanvasObject{tabs},
		rehearsalButton(h, s.Ledger), NewPauseButton(h, s.Ledger, s.Events))
	list := kit.NewCard(kit.VStack(10, kit.HStack(0, v.filter, kit.GrowSpace()), kit.Grow(v.place)))
	v.object = kit.NewPage(header, kit.Columns(kit.CardGap, kit.Col(2.3, 452, list), kit.Col(1, 216, v.detail.object)))
	app.On(s.Events, func(publishing.DeliveryChanged) { fyne.Do(func() { v.sending.Follow(h, v.changed) }) })
	return v
}

// Object returns what is drawn.
func (v *View) Object() fyne.CanvasObject { return v.object }

// Show tells that the view comes to the front: it reads the Registre again, and
// chooses the first row of a post; "" leaves the choice as it was.
func (v *View) Show(post app.ID) {
	v.shown, v.wanted = true, post
	v.load()
}

// ShowCatchUp shows the catch-up list over the view.
func (v *View) ShowCatchUp() { AskCatchUp(v.host, v.ledger) }

// ShowRehearsal rehearses what comes, over the view.
func (v *View) ShowRehearsal() { showRehearsal(v.host, v.ledger) }

// Hide tells that another view comes to the front.
func (v *View) Hide() { v.shown = false }

// changed follows what happens to deliveries while it is seen.
func (v *View) changed() {
	if v.shown {
		v.load()
	}
}

func (v *View) load() {
	state := v.state
	page.Load(&v.loader, v.host,
		func(ctx context.Context) ([]publishing.Entry, error) { return v.ledger.Entries(ctx, state, limit) },
		func(entries []publishing.Entry, err error) {
			if err != nil {
				v.host.Failed(err)
				return
			}
			v.show(entries)
		},
	)
}

func (v *View) show(entries []publishing.Entry) {
	v.entries = entries
	v.place.Objects = []fyne.CanvasObject{v.table}
	if len(entries) == 0 {
		v.place.Objects = []fyne.CanvasObject{v.empty}
	}
	v.table.SetRows(len(entries), v.cell)
	row := slices.IndexFunc(entries, func(e publishing.Entry) bool { return e.Delivery.ID == v.chosen })
	if v.wanted != "" {
		if i := slices.IndexFunc(entries, v.asks); i >= 0 {
			row = i
		}
		v.wanted = ""
	}
	if row < 0 && len(entries) > 0 {
		row = 0
	}
	// The list stays where it was scrolled to unless the selection moved.
	if v.table.Selected() != row {
		v.table.Select(row)
	}
	v.choose(row)
	v.place.Refresh()
}

// asks reports whether a row is one of the wanted post that waits for its owner,
// or any of it.
func (v *View) asks(e publishing.Entry) bool {
	if e.Delivery.PostID != v.wanted {
		return false
	}
	waits := func(o publishing.Entry) bool {
		return o.Delivery.PostID == v.wanted && (o.Delivery.AwaitsOwner() || o.Delivery.InHand(o.Account))
	}
	return waits(e) || !slices.ContainsFunc(v.entries, waits)
}

func (v *View) choose(row int) {
	if row < 0 || row >= len(v.entries) {
		v.chosen = ""
		v.detail.clear()
		return
	}
	v.chosen = v.entries[row].Delivery.ID
	v.detail.show(v.entries[row])
}

func (v *View) cell(row, column int) kit.Cell {
	e := v.entries[row]
	switch column {
	case 0:
		return kit.Cell{Text: v.moment(e)}
	case 1:
		if part := v.host.Text().Say(e.Delivery.PartName()); part != "" {
			return kit.Cell{Text: part + " · " + title(v.host, e), Strong: e.Delivery.Part == 0, Tip: e.Delivery.Text}
		}
		return kit.Cell{Text: title(v.host, e), Strong: true}
	case 2:
		return kit.Cell{Text: e.Account.Network.Name(), Network: string(e.Account.Network), Tip: e.Account.Handle}
	default:
		return kit.Cell{Text: stateOf(v.host, e), Color: v.tone(e).Text(), Strong: true}
	}
}

// moment is when a delivery went out, or when it is due.
func (v *View) moment(e publishing.Entry) string {
	at := e.Delivery.PublishedAt
	if at.IsZero() {
		at = e.Delivery.DueAt
	}
	return moment(v.host, at)
}

// moment writes an instant. Another year than this one is written in full.
func moment(h page.Host, at time.Time) string {
	now := h.Now()
	civil := app.CivilOf(at.In(now.Location()))
	if civil.Date.Year != now.Year() {
		return h.Text().DateNumeric(civil.Date) + " " + civil.Time.String()
	}
	return h.Text().Moment(civil)
}

func title(h page.Host, e publishing.Entry) string {
	if e.Title == "" {
		return h.Text().T("editorial.untitled")
	}
	return e.Title
}

// stateOf names the state of a delivery.
func stateOf(h page.Host, e publishing.Entry) string {
	switch {
	case awaitsHands(h, e):
		return h.Text().T("publishing.state.in_hand")
	case e.Delivery.Aside:
		// It awaits a decision, whatever its state.
		return h.Text().T("publishing.catchup.state")
	}
	switch {
	case !e.Removed().IsZero():
		return h.Text().T("publishing.removal.state")
	case e.RemovalInDoubt():
		return h.Text().T("publishing.state." + string(publishing.Unknown))
	}
	return h.Text().T("publishing.state." + string(e.Delivery.State))
}

// awaitsHands reports whether a delivery has come due that its owner publishes.
func awaitsHands(h page.Host, e publishing.Entry) bool {
	return e.Delivery.State == publishing.Scheduled && e.Delivery.InHand(e.Account) && !e.Delivery.DueAt.After(h.Now())
}

func (v *View) tone(e publishing.Entry) kit.Tone {
	if awaitsHands(v.host, e) || e.Delivery.Aside {
		return kit.ToneAttention
	}
	switch {
	case !e.Removed().IsZero():
		return kit.ToneNeutral
	case e.RemovalInDoubt():
		return kit.ToneAttention
	}
	return toneOf(e.Delivery.State)
}

// toneOf is the colour of a state.
func toneOf(s publishing.State) kit.Tone {
	switch s {
	case publishing.Published, publishing.HandedOver:
		return kit.ToneGood
	case publishing.Unknown, publishing.Preparing, publishing.Armed:
		return kit.ToneAttention
	case publishing.Refused, publishing.Missed:
		return kit.ToneDanger
	}
	return kit.ToneNeutral
}
