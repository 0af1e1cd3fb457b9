package editorial

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// calendar shows the posts by month, by week or as a list, filtered and marked
// alike, and beside the first two what is still to be placed and the balance.
type calendar struct {
	host     page.Host
	services Services
	page     *Page
	object   fyne.CanvasObject

	tabs    *kit.Segmented
	title   *kit.Text
	turning []fyne.CanvasObject // what leads to the month or week beside
	heading *fyne.Container     // around the title, wider for a week
	above   *fyne.Container     // the filters, or the bar of what is marked
	place   *fyne.Container     // of the sight that is shown
	body    *fyne.Container     // that and the tray
	left    fyne.CanvasObject
	beside  fyne.CanvasObject // left with the tray
	tray    *tray
	bar     *bar
	filters *filters

	sights map[view]sight
	sight  sight
	grid   *month
	week   *week
	list   *list

	loader  page.Loader
	queue   page.Queue
	waiting int // commands that were given and are not done

	day    app.Date // shown; zero until first loaded
	wanted app.Date // the day to select once it is there; zero for none
	month  editorial.Month
	plan   strategy.Strategy
	undo   app.Message // what would be taken back, zero for nothing
	redo   app.Message
	filter editorial.Filter
	marked map[app.ID]bool
}

func newCalendar(h page.Host, s Services, p *Page) *calendar {
	text := h.Text()
	c := &calendar{
		host: h, services: s, page: p, marked: make(map[app.ID]bool),
		title: kit.Strong("").Aligned(fyne.TextAlignCenter),
		above: container.NewStack(), place: container.NewStack(), body: container.NewStack(),
	}
	c.tabs = p.newTabs(monthView)
	c.grid, c.week, c.list = newMonth(c), newWeek(c), newList(c)
	c.sights = map[view]sight{monthView: c.grid, weekView: c.week, listView: c.list}
	c.tray, c.bar, c.filters = newTray(h, c), newBar(c), newFilters(c)

	step := func(icon icons.Name, key string, by int) fyne.CanvasObject {
		return kit.NewIconButton(icon, text.T(key), func() { c.turn(c.sight.next(by)) })
	}
	before := step(icons.ChevronLeft, "editorial.calendar.previous", -1)
	after := step(icons.ChevronRight, "editorial.calendar.next", 1)
	c.turning = []fyne.CanvasObject{before, after}
	c.heading = kit.TextWidth(titleWidth, c.title)
	navigation := kit.HStack(kit.Gap, before, c.heading, after,
		kit.NewButton(text.T("editorial.today"), func() { c.turn(c.today()) }))
	header := kit.NewPageHeader(text.T("editorial.title"), "", []fyne.CanvasObject{c.tabs},
		navigation,
		kit.NewMenuButton("", text.T("editorial.calendar.menu"), c.menu),
		kit.NewPrimaryButton(text.T("editorial.new"), func() { p.Show(page.Target{View: page.NewPost}) }).WithIcon(icons.Plus),
	)
	c.left = kit.VStack(0, kit.PadSides(0, 0, 10, 0, c.above), kit.Grow(c.place))
	c.beside = kit.Columns(14, kit.Col(3.3, monthLeast, c.left), kit.Col(1, trayLeast, c.tray.object))
	c.object = kit.NewPage(header, c.body)
	c.set(c.grid)
	return c
}

// titleWidth is the room of the title, in which every month and week fits.
const titleWidth = 146

// The least widths of the month and of the column beside it, which never go one
// under the other in the least window.
const (
	monthLeast = 480
	trayLeast  = 192
)

func (c *calendar) today() app.Date { return app.DateOf(c.host.Now()) }

// see shows one of the sights, at the day where the one before was.
func (c *calendar) see(v view) {
	next := c.sights[v]
	if next != c.sight {
		if at := c.sight.moment(); c.sight != sight(c.list) && !at.IsZero() {
			c.day, c.wanted = at.Date, at.Date
		}
		c.set(next)
	}
	c.load()
}

// view is that of the sight shown.
func (c *calendar) view() view {
	for v, s := range c.sights {
		if s == c.sight {
			return v
		}
	}
	return monthView
}

// goTo shows a day in a sight at the next reading, and selects it.
func (c *calendar) goTo(v view, day app.Date) {
	c.set(c.sights[v])
	c.day, c.wanted = day, day
	c.list.fromTop()
}

func (c *calendar) set(s sight) {
	c.sight = s
	c.place.Objects = []fyne.CanvasObject{s.object()}
	c.body.Objects = []fyne.CanvasObject{c.beside}
	alone := s == sight(c.list)
	if alone {
		c.body.Objects = []fyne.CanvasObject{c.left}
	}
	for _, o := range c.turning {
		if alone {
			o.Hide()
		} else {
			o.Show()
		}
	}
	c.drawAbove()
	c.body.Refresh()
}

// seen reports whether a sight is in front.
func (c *calendar) seen(s sight) bool {
	return c.page.front && c.page.shown < registerView && c.sight == s
}

// turn shows a day, and selects it.
func (c *calendar) turn(day app.Date) {
	c.day, c.wanted = day, day
	c.load()
}

// load reads again what the sight shows, once all that was asked is done.
func (c *calendar) load() {
	if c.waiting > 0 {
		return
	}
	if c.day.IsZero() {
		c.day = c.today()
	}
	type read struct {
		show       func()
		plan       strategy.Strategy
		undo, redo app.Message
	}
	fetch := c.readMonth()
	if c.sight == sight(c.list) {
		fetch = c.list.read()
	}
	page.Load(&c.loader, c.host,
		func(ctx context.Context) (r read, err error) {
			if r.show, err = fetch(ctx); err != nil {
				return r, err
			}
			if r.plan, err = c.services.Strategy.Strategy(ctx); err != nil {
				return r, err
			}
			r.undo, r.redo, err = c.services.Posts.Next(ctx)
			return r, err
		},
		func(r read, err error) {
			switch {
			case c.waiting > 0:
				return // what was read is over already: another reading follows
			case err != nil:
				c.host.Failed(err)
				return
			}
			c.plan, c.undo, c.redo = r.plan, r.undo, r.redo
			r.show()
			c.draw()
		},
	)
}

// readMonth reads the month of the day shown, in which its week is.
func (c *calendar) readMonth() func(context.Context) (func(), error) {
	day := c.day
	return func(ctx context.Context) (func(), error) {
		m, err := c.services.Posts.Month(ctx, day)
		return func() { c.month = m }, err
	}
}

// draw shows what was read.
func (c *calendar) draw() {
	c.sight.draw()
	if !c.wanted.IsZero() {
		// A post that the keyboard moved there is selected already.
		if c.sight.moment().Date != c.wanted {
			c.sight.choose(c.wanted)
		}
		c.wanted = app.Date{}
	}
	c.title.SetText(c.sight.heading())
	c.drawAbove()
	if c.sight != sight(c.list) {
		c.tray.draw(c.month, c.colours())
	}
	c.page.offer()
}

// drawAbove shows the filters, or the bar of what is marked.
func (c *calendar) drawAbove() {
	object := c.filters.object
	if len(c.marked) > 0 {
		object = c.bar.object
		c.bar.draw()
	}
	c.filters.draw()
	if len(c.above.Objects) == 0 || c.above.Objects[0] != object {
		c.above.Objects = []fyne.CanvasObject{object}
	}
	c.above.Refresh()
	c.object.Refresh()
}

func (c *calendar) open(id app.ID) { c.page.Show(page.Target{View: page.EditPost, ID: id}) }

// newOn begins a post on a day, at the hour that a placed idea takes: the composer
// lets it be changed.
func (c *calendar) newOn(day app.Date) { c.newAt(app.Civil{Date: day, Time: c.freeTime(day)}) }

func (c *calendar) newAt(at app.Civil) { c.page.Show(page.Target{View: page.NewPost, At: at}) }

// freeTime is the hour that something placed on a day takes.
func (c *calendar) freeTime(day app.Date) app.TimeOfDay {
	taken := make(map[app.TimeOfDay]bool)
	if d, ok := c.dayShown(day); ok {
		for _, p := range d.Posts {
			taken[p.At.Time] = true
		}
	}
	return editorial.FreeTime(c.plan.Slots, "", day, taken, app.CivilOf(c.host.Now()))
}

// dayShown is a day of the month that was read.
func (c *calendar) dayShown(day app.Date) (editorial.Day, bool) {
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			if d.Date == day {
				return d, true
			}
		}
	}
	return editorial.Day{}, false
}

// showDay lists every post of a day that has more than its cell can show.
func (c *calendar) showDay(day app.Date) {
	if d, ok := c.dayShown(day); ok {
		c.listDay(d)
	}
}

// timeWidth is that of a time of the day in a list: they align.
const timeWidth = 44

func (c *calendar) listDay(d editorial.Day) {
	text := c.host.Text()
	var modal *kit.Modal
	rows := kit.VStack(kit.TightGap)
	for _, p := range d.Posts {
		if !c.keeps(p) {
			continue
		}
		badges := kit.HStack(kit.TightGap)
		for _, n := range p.Networks {
			badges.Add(kit.NewNetworkBadgeSized(string(n), kit.BadgeSizeSmall))
		}
		line := kit.HStack(kit.Gap, kit.Width(timeWidth, kit.Strong(p.At.Time.String())), badges, kit.Grow(kit.Body(c.name(p))), kit.Secondary(c.stateName(p)))
		rows.Add(kit.NewTapRow(line, 8, func() {
			modal.Close()
			c.open(p.ID)
		}))
	}
	modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: text.DayLong(d.Date), Content: rows, Width: 560,
	})
	modal.Show()
}
