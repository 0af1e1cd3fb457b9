// Package editorial is the room Publications: the calendar by month, by week and as
// a list, with what is still to be placed; the Registre; and the composer.
package editorial

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	days "parvis/app/keydates"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/ui/agenda"
	"parvis/ui/editorial/composer"
	"parvis/ui/ideas"
	"parvis/ui/keydates"
	"parvis/ui/kit"
	"parvis/ui/page"
	register "parvis/ui/publishing"
	"parvis/ui/roundtrip"
)

// Posts is what the calendar asks about posts.
type Posts interface {
	Month(ctx context.Context, day app.Date) (editorial.Month, error)
	List(ctx context.Context, q editorial.Query) ([]editorial.Summary, error)
	Count(ctx context.Context, f editorial.Filter) (int, error)
	IDs(ctx context.Context, f editorial.Filter, order editorial.Sort) ([]app.ID, error)
	Authors(ctx context.Context) ([]string, error)
	Search(ctx context.Context, typed string, limit int) ([]editorial.Found, error)
	Bulk(ctx context.Context, posts []app.ID, c editorial.Change) (editorial.Outcome, error)
	Undo(ctx context.Context) (app.Message, error)
	Redo(ctx context.Context) (app.Message, error)
	Next(ctx context.Context) (undo, redo app.Message, err error)
	RepeatDates(ctx context.Context, id app.ID, r editorial.Repeat) ([]editorial.Occurrence, error)
	Repeat(ctx context.Context, id app.ID, r editorial.Repeat) (editorial.Outcome, error)
	Following(ctx context.Context, id app.ID) ([]editorial.Summary, error)
}

// Strategy tells the pillars, the slots and the campaigns.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
}

// Item is an entry that another part of the program adds to the menu of the
// calendar, such as an export.
type Item struct {
	Name string // a translation key
	Do   func(h page.Host)
}

// Services are what the room asks.
type Services struct {
	Posts    Posts
	Strategy Strategy
	Composer composer.Services
	Register register.Services
	KeyDates keydates.Services
	Ideas    ideas.Services
	Agenda   agenda.Services
	Sheets   roundtrip.Services
	Events   *app.Events
	Menu     []Item
}

// Page is the screen: one of calendar, Registre and composer at a time.
type Page struct {
	host     page.Host
	place    *fyne.Container
	sending  page.Pacer // of the calendar, while posts leave
	calendar *calendar
	register *register.View
	wanted   app.ID // the post whose row the Registre is asked to choose, "" for none
	composer *composer.View
	registry *kit.Segmented       // that leads from the Registre to the other views
	front    bool                 // the room is the one that is shown
	keys     func(*fyne.KeyEvent) // of the canvas, under those of the room
	shown    view
	back     view // where the composer leads back to
}

// view is one of the screens of the room. Those before registerView are sights of
// the calendar.
type view int

const (
	monthView view = iota
	weekView
	listView
	registerView
	composerView
)

// rememberedView is the name under which the machine keeps the sight looked at last,
// as one of sightNames.
const rememberedView = "calendar_sight"

var sightNames = []string{monthView: "month", weekView: "week", listView: "list"}

// viewNamed is the sight of a name, the month for any other.
func viewNamed(name string) view { return view(max(slices.Index(sightNames, name), int(monthView))) }

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{host: h, place: container.NewStack()}
	p.calendar = newCalendar(h, s, p)
	p.registry = p.newTabs(registerView)
	p.register = register.New(h, s.Register, p.registry)
	p.composer = composer.New(h, s.Composer, p.leaveComposer)
	p.shown = viewNamed(h.Remembered(rememberedView))
	load := func() {
		if p.front && p.shown < registerView {
			p.calendar.load()
		}
	}
	again := func() { fyne.Do(load) }
	app.On(s.Events, func(editorial.PostChanged) { again() })
	app.On(s.Events, func(publishing.DeliveryChanged) { fyne.Do(func() { p.sending.Follow(h, load) }) })
	app.On(s.Events, func(strategy.Changed) { again() })
	app.On(s.Events, func(days.Changed) { again() })
	return p
}

// viewNames are the views that the segmented control leads to.
func (p *Page) viewNames() []string {
	text := p.host.Text()
	return []string{
		monthView: text.T("editorial.view.month"), weekView: text.T("editorial.calendar.view.week"),
		listView: text.T("editorial.calendar.view.list"), registerView: text.T("editorial.view.register"),
	}
}

// newTabs is a segmented control of the views.
func (p *Page) newTabs(of view) *kit.Segmented {
	return kit.NewSegmented(p.viewNames(), int(of), func(i int) { p.pick(view(i)) })
}

// pick shows a view. The focus stays on the control that leads to them.
func (p *Page) pick(v view) {
	canvas := p.host.Window().Canvas()
	focused := canvas.Focused()
	onTabs := focused == fyne.Focusable(p.calendar.tabs) || focused == fyne.Focusable(p.registry)
	p.show(v)
	switch {
	case !onTabs:
	case v == registerView:
		canvas.Focus(p.registry)
	default:
		canvas.Focus(p.calendar.tabs)
	}
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show goes to the view asked for, or to the one that was left.
func (p *Page) Show(t page.Target) {
	if !p.front {
		p.front = true
		p.listen()
	}
	switch t.View {
	case page.NewPost:
		p.compose(func() { p.composer.New(t.At) })
	case page.EditPost:
		p.compose(func() { p.composer.Open(t.ID) })
	case page.Register:
		p.wanted = t.ID
		p.show(registerView)
	case page.CatchUp:
		p.show(registerView)
		p.register.ShowCatchUp()
	case page.Rehearse:
		p.show(registerView)
		p.register.ShowRehearsal()
	case page.Calendar:
		p.goTo(monthView, t.At.Date)
	case page.Week:
		p.goTo(weekView, t.At.Date)
	case page.List:
		p.goTo(listView, t.At.Date)
	default:
		p.show(p.shown)
	}
}

// goTo shows a day in a sight of the calendar; today when it is zero.
func (p *Page) goTo(v view, day app.Date) {
	p.calendar.goTo(v, day)
	p.show(v)
}

// Hide saves what is typed, and lets go of what was marked.
func (p *Page) Hide() {
	if !p.front {
		return
	}
	p.front = false
	clear(p.calendar.marked)
	p.leave()
	p.host.Window().Canvas().SetOnTypedKey(p.keys)
}

// arrows are the keys that go into a calendar where nothing has the focus.
var arrows = []fyne.KeyName{
	fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown,
}

// listen has Escape let go of what is marked, and the arrows walk the calendar,
// when nothing that has the focus takes them.
func (p *Page) listen() {
	canvas := p.host.Window().Canvas()
	p.keys = canvas.OnTypedKey()
	canvas.SetOnTypedKey(func(e *fyne.KeyEvent) {
		switch {
		case e.Name == fyne.KeyEscape && p.shown < registerView && len(p.calendar.marked) > 0:
			p.calendar.unmark()
		case p.shown < registerView && canvas.Focused() == nil && canvas.Overlays().Top() == nil && slices.Contains(arrows, e.Name):
			into := p.calendar.sight.focusable()
			canvas.Focus(into)
			into.TypedKey(e)
		case p.keys != nil:
			p.keys(e)
		}
	})
}

// leave tells the view that is shown that another comes.
func (p *Page) leave() {
	switch p.shown {
	case composerView:
		p.composer.Hide()
	case registerView:
		p.register.Hide()
	}
}

func (p *Page) show(v view) {
	if p.shown != v {
		p.leave()
	}
	p.shown = v
	object := p.calendar.object
	switch v {
	case registerView:
		object = p.register.Object()
		p.register.Show(p.wanted)
		p.wanted = ""
	case composerView:
		object = p.composer.Object()
		p.composer.Show()
	default:
		p.calendar.see(v)
	}
	p.registry.SetSelected(int(registerView))
	if v < registerView {
		p.host.Remember(rememberedView, sightNames[v])
		p.calendar.tabs.SetSelected(int(v))
	} else {
		p.calendar.tabs.SetSelected(int(p.calendar.view()))
	}
	if len(p.place.Objects) == 0 || p.place.Objects[0] != object {
		p.place.Objects = []fyne.CanvasObject{object}
		p.place.Refresh()
	}
	p.offer()
}

// compose shows the composer on what begin puts in it.
func (p *Page) compose(begin func()) {
	if p.shown != composerView {
		p.back = p.shown
	}
	p.show(composerView)
	begin()
}

// leaveComposer goes back to where the composer was opened from.
func (p *Page) leaveComposer() { p.show(p.back) }
