// Package editorial is the room Publications: the calendar of a month with what
// is still to be placed, the Registre, and the composer.
package editorial

import (
	"context"

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
	Place(ctx context.Context, id app.ID, day app.Date) error
	Move(ctx context.Context, id app.ID, to app.Civil) error
	Unplace(ctx context.Context, id app.ID) error
}

// Strategy tells the pillars.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
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
}

// Page is the screen: one of calendar, Registre and composer at a time.
type Page struct {
	host     page.Host
	place    *fyne.Container
	calendar *calendar
	register *register.View
	composer *composer.View
	views    map[view]*kit.Segmented // that leads to the other views, by view
	front    bool                    // the room is the one that is shown
	shown    view
	back     view // where the composer leads back to
}

// view is one of the screens of the room.
type view int

const (
	calendarView view = iota
	registerView
	composerView
)

var _ page.Page = (*Page)(nil)

// New returns the page.
func New(h page.Host, s Services) *Page {
	p := &Page{host: h, place: container.NewStack(), views: make(map[view]*kit.Segmented)}
	p.calendar = newCalendar(h, s, p)
	p.register = register.New(h, s.Register, p.tabs(registerView))
	p.composer = composer.New(h, s.Composer, p.leaveComposer)
	again := func() {
		fyne.Do(func() {
			if p.front && p.shown == calendarView {
				p.calendar.load()
			}
		})
	}
	app.On(s.Events, func(editorial.PostChanged) { again() })
	app.On(s.Events, func(publishing.DeliveryChanged) { again() })
	app.On(s.Events, func(strategy.Changed) { again() })
	app.On(s.Events, func(days.Changed) { again() })
	return p
}

// tabs is the segmented control of the views, on the page that shows one.
func (p *Page) tabs(of view) *kit.Segmented {
	text := p.host.Text()
	var tabs *kit.Segmented
	tabs = kit.NewSegmented([]string{text.T("editorial.view.month"), text.T("editorial.view.register")}, int(of), func(i int) {
		tabs.SetSelected(int(of))
		p.show(view(i))
		if next := p.views[view(i)]; p.host.Window().Canvas().Focused() == fyne.Focusable(tabs) && next != nil {
			p.host.Window().Canvas().Focus(next)
		}
	})
	p.views[of] = tabs
	return tabs
}

// Object returns what is drawn.
func (p *Page) Object() fyne.CanvasObject { return p.place }

// Show goes to the view asked for, or to the one that was left.
func (p *Page) Show(t page.Target) {
	p.front = true
	switch t.View {
	case page.NewPost:
		p.compose(func() { p.composer.New(t.At) })
	case page.EditPost:
		p.compose(func() { p.composer.Open(t.ID) })
	case page.Register:
		p.show(registerView)
	case page.Calendar:
		p.calendar.day, p.calendar.wanted = t.At.Date, t.At.Date
		p.show(calendarView)
	default:
		p.show(p.shown)
	}
}

// Hide saves what is typed.
func (p *Page) Hide() {
	p.front = false
	p.leave()
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
	var object fyne.CanvasObject
	switch v {
	case registerView:
		object = p.register.Object()
		p.register.Show()
	case composerView:
		object = p.composer.Object()
		p.composer.Show()
	default:
		object = p.calendar.object
		p.calendar.load()
	}
	p.place.Objects = []fyne.CanvasObject{object}
	p.place.Refresh()
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
