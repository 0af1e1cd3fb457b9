package editorial

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/editorial/composer"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
	register "parvis/ui/publishing"
)

// world is the file of the tests, in memory: what the calendar asks.
type world struct {
	posts    []editorial.Summary // placed or not
	strategy strategy.Strategy
	asked    []string // of the service, in order
	refuse   error    // of the next change
	reads    int
	events   *app.Events
}

func day(month time.Month, d int) app.Date { return app.Date{Year: 2026, Month: month, Day: d} }

func at(month time.Month, d, hour, minute int) app.Civil {
	return app.Civil{Date: day(month, d), Time: app.TimeOfDay{Hour: hour, Minute: minute}}
}

func newWorld() *world {
	bluesky := []networks.Network{networks.Bluesky}
	plan := strategy.Strategy{Pillars: []strategy.Pillar{
		{ID: "p1", Name: "Produits", Colour: 1, ShareBP: 6000}, {ID: "p2", Name: "Offres", Colour: 2, ShareBP: 4000},
	}}
	return &world{events: app.NewEvents(), strategy: plan, posts: []editorial.Summary{
		{ID: "out", Title: "Fournée du samedi", PillarID: "p1", At: at(11, 14, 17, 30), State: editorial.StatePublished, Networks: bluesky},
		{ID: "bread", Title: "Recette : pain perdu", PillarID: "p1", At: at(11, 24, 12, 15), State: editorial.StateScheduled, Networks: bluesky},
		{ID: "friday", Title: "Black Friday", PillarID: "p2", At: at(11, 27, 7, 30), State: editorial.StateDraft},
		{ID: "logs", Title: "Bûches : réservations", PillarID: "p2", State: editorial.StateDraft},
		{ID: "flour", Title: "Comment choisir sa farine", PillarID: "p1", State: editorial.StateIdea},
		{ID: "mute", State: editorial.StateIdea},
	}}
}

// Month lays the posts out as the real service does.
func (w *world) Month(_ context.Context, d app.Date) (editorial.Month, error) {
	w.reads++
	m := editorial.Month{First: d.FirstOfMonth()}
	monday := m.First
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(-1)
	}
	for ; monday.Before(m.First.AddMonths(1)); monday = monday.AddDays(7) {
		var week editorial.Week
		for i := range week.Days {
			cell := editorial.Day{Date: monday.AddDays(i)}
			cell.InMonth = cell.Date.Month == m.First.Month
			cell.Today = cell.Date == app.DateOf(pagetest.Now())
			for _, p := range w.posts {
				if p.At.Date == cell.Date {
					cell.Posts = append(cell.Posts, p)
				}
			}
			week.Days[i] = cell
		}
		m.Weeks = append(m.Weeks, week)
	}
	var placed []editorial.Summary
	for _, p := range w.posts {
		if p.At.IsZero() {
			m.Unplaced = append(m.Unplaced, p)
		} else {
			placed = append(placed, p)
		}
	}
	m.Balance = editorial.BalanceOf(placed, w.strategy.Pillars)
	return m, nil
}

func (w *world) change(id app.ID, asked string, to app.Civil) error {
	w.asked = append(w.asked, asked)
	if err := w.refuse; err != nil {
		w.refuse = nil
		return err
	}
	i := slices.IndexFunc(w.posts, func(p editorial.Summary) bool { return p.ID == id })
	w.posts[i].At = to
	return nil
}

func (w *world) post(id app.ID) editorial.Summary {
	return w.posts[slices.IndexFunc(w.posts, func(p editorial.Summary) bool { return p.ID == id })]
}

func (w *world) Place(_ context.Context, id app.ID, d app.Date) error {
	to := app.Civil{Date: d, Time: w.post(id).At.Time}
	if to.Time == (app.TimeOfDay{}) {
		to.Time.Hour = 9
	}
	return w.change(id, fmt.Sprintf("place %s %s", id, d), to)
}

func (w *world) Move(_ context.Context, id app.ID, to app.Civil) error {
	return w.change(id, fmt.Sprintf("move %s %s %s", id, to.Date, to.Time), to)
}

func (w *world) Unplace(_ context.Context, id app.ID) error {
	return w.change(id, fmt.Sprintf("unplace %s", id), app.Civil{})
}

func (w *world) Strategy(context.Context) (strategy.Strategy, error) { return w.strategy, nil }

func (*world) AddCampaign(_ context.Context, c strategy.Campaign) (strategy.Campaign, error) {
	return c, nil
}

// ledger is an empty Registre.
type ledger struct{ reads int }

func (l *ledger) Entries(context.Context, publishing.State, int) ([]publishing.Entry, error) {
	l.reads++
	return nil, nil
}
func (*ledger) CheckNow(context.Context, app.ID) error         { return nil }
func (*ledger) Resend(context.Context, app.ID) error           { return nil }
func (*ledger) Appeared(context.Context, app.ID, string) error { return nil }
func (*ledger) NotThere(context.Context, app.ID) error         { return nil }

// composing is what the composer of the tests asks: it remembers what was opened.
type composing struct {
	composer.Posts
	composer.Ledger
	opened []string
}

func (c *composing) New(_ context.Context, at app.Civil) (editorial.Post, error) {
	c.opened = append(c.opened, fmt.Sprintf("new %s %s", at.Date, at.Time))
	return editorial.Post{ID: "new", Stage: editorial.Draft, At: at}, nil
}

func (c *composing) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	c.opened = append(c.opened, "open "+string(id))
	return editorial.Post{ID: id, Stage: editorial.Draft, Text: "Farine de blé"}, editorial.StateDraft, nil
}

func (*composing) Save(context.Context, editorial.Post) error { return nil }

func (*composing) Checks(context.Context, editorial.Post) ([]editorial.Check, error) { return nil, nil }

func (*composing) Accounts(context.Context) ([]networks.Account, error) { return nil, nil }

// desk is the room on the screen.
type desk struct {
	*world
	ledger *ledger
	write  *composing
	host   *pagetest.Host
	page   *Page
	grid   *kit.MonthGrid
}

// opened shows the room Publications in a window as wide as beside the sidebar.
func opened(t *testing.T, w *world, lang translations.Language) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{world: w, ledger: &ledger{}, write: &composing{}, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800))}
	d.page = New(d.host, Services{
		Posts: w, Strategy: w, Events: w.events,
		Register: register.Services{Ledger: d.ledger, Events: w.events},
		Composer: composer.Services{Posts: d.write, Ledger: d.write, Accounts: d.write, Strategy: w, Events: w.events},
	})
	d.grid = d.page.calendar.grid
	d.host.Win.SetContent(d.page.Object())
	d.page.Show(page.Target{})
	return d
}

// dayOf is a day of the month shown.
func (d *desk) dayOf(on app.Date) editorial.Day {
	for _, w := range d.page.calendar.month.Weeks {
		for _, one := range w.Days {
			if one.Date == on {
				return one
			}
		}
	}
	return editorial.Day{}
}

// cell is the middle of a day in the window, a little above the bottom.
func (d *desk) cell(t *testing.T, of app.Date) fyne.Position {
	t.Helper()
	for row, w := range d.page.calendar.month.Weeks {
		for column, one := range w.Days {
			if one.Date == of {
				const heads = 28 // above the weeks
				s := d.grid.Size()
				width, height := s.Width/7, (s.Height-heads)/float32(len(d.page.calendar.month.Weeks))
				return fyne.NewPos((float32(column)+0.5)*width, heads+(float32(row)+0.9)*height)
			}
		}
	}
	t.Fatalf("%s is not shown", of)
	return fyne.Position{}
}

// chip is the middle of the first chip of a day, in the grid.
func (d *desk) chip(t *testing.T, of app.Date) fyne.Position {
	t.Helper()
	p := d.cell(t, of)
	_, height := d.grid.Size().Width/7, (d.grid.Size().Height-28)/float32(len(d.page.calendar.month.Weeks))
	return fyne.NewPos(p.X, p.Y-0.9*height+32)
}

// drag moves the pointer over the grid as the driver does: in steps, each with
// what it moved.
func (d *desk) drag(from, to fyne.Position) {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.grid)
	const steps = 5
	delta := to.Subtract(from)
	step := fyne.NewDelta(delta.X/steps, delta.Y/steps)
	for i := range steps {
		p := from.AddXY(step.DX*float32(i+1), step.DY*float32(i+1))
		d.grid.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: corner.Add(p)}, Dragged: step})
	}
	d.grid.DragEnd()
}

// ideas are the cards of what is to be placed, from the top.
func (d *desk) ideas() []*idea { return pagetest.All[*idea](d.host.Win) }
