package editorial

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/search"
	"parvis/app/spelling"
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
	asked    []string    // of the service, in order
	refuse   error       // of the next change
	reason   app.Message // why what is fixed is refused, zero when it is not
	done     []editorial.Undo
	again    app.Message // what could be done again
	authors  []string
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

func (w *world) post(id app.ID) editorial.Summary {
	return w.posts[slices.IndexFunc(w.posts, func(p editorial.Summary) bool { return p.ID == id })]
}

// say writes a change as the tests read it.
func say(ids []app.ID, c editorial.Change) string {
	var words []string
	add := func(format string, args ...any) { words = append(words, fmt.Sprintf(format, args...)) }
	switch {
	case c.Delete:
		add("delete")
	case c.Duplicate:
		add("duplicate")
	case c.Unplace:
		add("unplace")
	case c.Days != 0:
		add("shift %d", c.Days)
	case !c.Day.IsZero():
		add("place %s", c.Day)
	}
	if c.Time != nil {
		add("at %s", *c.Time)
	}
	if c.Stage != "" {
		add("stage %s", c.Stage)
	}
	if c.Pillar != nil {
		add("pillar %s", *c.Pillar)
	}
	if c.Campaign != nil {
		add("campaign %s", *c.Campaign)
	}
	return fmt.Sprint(strings.Join(words, " "), " ", ids)
}

// Bulk changes posts in memory, and can take that back once.
func (w *world) Bulk(_ context.Context, ids []app.ID, c editorial.Change) (editorial.Outcome, error) {
	w.asked = append(w.asked, say(ids, c))
	if err := w.refuse; err != nil {
		w.refuse = nil
		return editorial.Outcome{}, err
	}
	before := slices.Clone(w.posts)
	var out editorial.Outcome
	for _, id := range ids {
		if w.reason.Key != "" && w.post(id).Fixed() {
			out.Refused = append(out.Refused, editorial.Refusal{ID: id, Title: w.post(id).Title, Reason: w.reason})
			continue
		}
		w.changeOne(id, c, &out)
		out.Done = append(out.Done, id)
	}
	if len(out.Done) > 0 {
		out.Undo = func(context.Context) error {
			w.asked = append(w.asked, "undo")
			if err := w.refuse; err != nil {
				w.refuse = nil
				return err
			}
			w.posts = before
			return nil
		}
		w.done = append(w.done, out.Undo)
	}
	return out, nil
}

func (w *world) changeOne(id app.ID, c editorial.Change, out *editorial.Outcome) {
	i := slices.IndexFunc(w.posts, func(p editorial.Summary) bool { return p.ID == id })
	w.posts = slices.Clone(w.posts)
	p := &w.posts[i]
	switch {
	case c.Delete:
		w.posts = slices.Delete(w.posts, i, i+1)
		return
	case c.Duplicate:
		twin := *p
		twin.ID, twin.At, twin.State = id+"-copy", app.Civil{}, editorial.StateDraft
		w.posts = append(w.posts, twin)
		out.Made = append(out.Made, twin.ID)
		return
	case c.Unplace:
		p.At = app.Civil{}
	case c.Days != 0:
		p.At.Date = p.At.Date.AddDays(c.Days)
	case !c.Day.IsZero():
		if p.At.IsZero() {
			p.At.Time.Hour = 9
		}
		p.At.Date = c.Day
	}
	if c.Time != nil {
		p.At.Time = *c.Time
	}
	if c.Stage != "" {
		p.State = editorial.State(c.Stage)
	}
	if c.Pillar != nil {
		p.PillarID = *c.Pillar
	}
	if c.Campaign != nil {
		p.CampaignID = *c.Campaign
	}
}

func (w *world) Undo(ctx context.Context) (app.Message, error) {
	if len(w.done) == 0 {
		return app.Message{}, app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	last := w.done[len(w.done)-1]
	w.done = w.done[:len(w.done)-1]
	return moved, last(ctx)
}

func (w *world) Redo(context.Context) (app.Message, error) {
	w.asked = append(w.asked, "redo")
	return moved, nil
}

// moved is what the journal of the tests says of every command.
var moved = app.Say("editorial.moved", "Day", "26 nov.")

func (w *world) Next(context.Context) (undo, redo app.Message, err error) {
	if len(w.done) > 0 {
		undo = moved
	}
	return undo, w.again, nil
}

// listed are the posts that a filter keeps, in order.
func (w *world) listed(f editorial.Filter, order editorial.Sort) []editorial.Summary {
	c := &calendar{filter: f}
	var all []editorial.Summary
	for _, p := range w.posts {
		if c.keeps(p) && (f.From.IsZero() || !p.At.IsZero() && !p.At.Date.Before(f.From)) && (!f.Unplaced || p.At.IsZero()) {
			all = append(all, p)
		}
	}
	slices.SortStableFunc(all, func(a, b editorial.Summary) int {
		if order.By == editorial.ByTitle {
			return strings.Compare(a.Title, b.Title)
		}
		if a.At.IsZero() != b.At.IsZero() {
			if a.At.IsZero() {
				return 1
			}
			return -1
		}
		return strings.Compare(a.At.String(), b.At.String())
	})
	if order.Descending {
		slices.Reverse(all)
	}
	return all
}

func (w *world) List(_ context.Context, q editorial.Query) ([]editorial.Summary, error) {
	w.reads++
	all := w.listed(q.Filter, q.Sort)
	from := min(q.Offset, len(all))
	return all[from:min(from+q.Limit, len(all))], nil
}

func (w *world) Count(_ context.Context, f editorial.Filter) (int, error) {
	return len(w.listed(f, editorial.Sort{})), nil
}

func (w *world) IDs(_ context.Context, f editorial.Filter, order editorial.Sort) ([]app.ID, error) {
	var ids []app.ID
	for _, p := range w.listed(f, order) {
		ids = append(ids, p.ID)
	}
	return ids, nil
}

func (w *world) Authors(context.Context) ([]string, error) { return w.authors, nil }

// Search finds the posts whose title holds what is typed.
func (w *world) Search(_ context.Context, typed string, limit int) ([]editorial.Found, error) {
	var found []editorial.Found
	for _, p := range w.posts {
		before, after, ok := strings.Cut(p.Title, typed)
		if ok && typed != "" && len(found) < limit {
			found = append(found, editorial.Found{
				Summary: p, Label: []search.Piece{{Text: before}, {Text: typed, Match: true}, {Text: after}},
				Snippet: []search.Piece{{Text: "… et " + p.Title}},
			})
		}
	}
	return found, nil
}

// RepeatDates comes back every seven days, but for a closed one.
func (w *world) RepeatDates(_ context.Context, id app.ID, r editorial.Repeat) ([]editorial.Occurrence, error) {
	if r.Count == 0 && r.Until.IsZero() {
		return nil, app.Fail(app.CodeInvalid, "editorial.error.past", "Moment", "jamais")
	}
	var dates []editorial.Occurrence
	for i := range max(r.Count, 1) {
		at := w.post(id).At
		at.Date = at.Date.AddDays(7 * (i + 1))
		dates = append(dates, editorial.Occurrence{At: at, Real: at})
	}
	if r.SkipClosed {
		dates[0].Skipped, dates[0].Closed = true, app.Say("editorial.keydate.holiday", "Name", "Noël")
	}
	return dates, nil
}

func (w *world) Repeat(_ context.Context, id app.ID, r editorial.Repeat) (editorial.Outcome, error) {
	w.asked = append(w.asked, fmt.Sprintf("repeat %s %s %d %v", id, r.Every, r.Count, r.ByWeekday))
	made := make([]app.ID, r.Count)
	return editorial.Outcome{Made: made, Undo: func(context.Context) error { return nil }}, nil
}

// Following are the posts of the same series that come later.
func (w *world) Following(_ context.Context, id app.ID) ([]editorial.Summary, error) {
	var all []editorial.Summary
	for _, p := range w.posts {
		if p.ID == id || p.Series != "" && p.Series == w.post(id).Series {
			all = append(all, p)
		}
	}
	return all, nil
}

func (w *world) Strategy(context.Context) (strategy.Strategy, error) { return w.strategy, nil }

func (*world) AddCampaign(_ context.Context, c strategy.Campaign) (strategy.Campaign, error) {
	return c, nil
}

// ledger is an empty Registre.
type ledger struct {
	reads int
	register.Ledger
}

func (l *ledger) Entries(context.Context, publishing.State, int) ([]publishing.Entry, error) {
	l.reads++
	return nil, nil
}

func (*ledger) CatchUp(context.Context) ([]publishing.Overdue, error)      { return nil, nil }
func (*ledger) SeeCatchUp(context.Context) error                           { return nil }
func (*ledger) AnswerCatchUp(context.Context, []app.ID, []app.ID) error    { return nil }
func (*ledger) Rehearsals(context.Context) ([]publishing.Rehearsal, error) { return nil, nil }
func (*ledger) Rehearse(context.Context) error                             { return nil }
func (*ledger) Removable(networks.Network) bool                            { return false }
func (*ledger) Remove(context.Context, app.ID) error                       { return nil }
func (*ledger) Pause(context.Context, publishing.Pause) error              { return nil }
func (*ledger) Paused(context.Context) (publishing.Pause, error)           { return publishing.Pause{}, nil }

// composing is what the composer of the tests asks: it remembers what was opened.
type composing struct {
	composer.Posts
	composer.Ledger
	composer.Approval
	composer.Spelling
	opened []string
}

func (c *composing) New(_ context.Context, at app.Civil) (editorial.Post, error) {
	c.opened = append(c.opened, fmt.Sprintf("new %s %s", at.Date, at.Time))
	return editorial.Post{ID: "new", Stage: editorial.Draft, At: at}, nil
}

func (c *composing) Post(_ context.Context, id app.ID) (editorial.Post, editorial.State, error) {
	c.opened = append(c.opened, "open "+string(id))
	return editorial.Post{ID: id, Stage: editorial.Draft, Text: "Farine de blé", At: at(11, 24, 12, 15)}, editorial.StateDraft, nil
}

func (*composing) Save(context.Context, editorial.Post) error { return nil }

func (*composing) Checks(context.Context, editorial.Post) ([]editorial.Check, error) { return nil, nil }

func (*composing) Find(context.Context, string) ([]spelling.Finding, error) { return nil, nil }

func (*composing) Setting(context.Context) (approval.Setting, error) { return approval.Setting{}, nil }

func (*composing) Notes(context.Context, app.ID) ([]approval.Note, error) { return nil, nil }

func (*composing) Accounts(context.Context) ([]networks.Account, error) {
	return []networks.Account{{ID: "a", Network: networks.Bluesky, State: networks.AccountHandFed}}, nil
}

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
		Composer: composer.Services{Posts: d.write, Ledger: d.write, Accounts: d.write, Spelling: d.write, Strategy: w, Approval: d.write, Events: w.events},
	})
	d.grid = d.page.calendar.grid.MonthGrid
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
