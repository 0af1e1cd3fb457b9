package editorial

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// calendar shows a month: its posts by pillar, network and time, the key dates,
// and beside it what is still to be placed and the balance.
type calendar struct {
	host     page.Host
	posts    Posts
	strategy Strategy
	page     *Page
	services Services
	object   fyne.CanvasObject
	title    *kit.Text
	filters  *fyne.Container
	above    *fyne.Container // the room of the filters, hidden without pillars
	grid     *kit.MonthGrid
	tray     *tray
	loader   page.Loader

	day     app.Date // a day of the month shown; zero until first loaded
	wanted  app.Date // the day to select once its month is there; zero for none
	hidden  map[app.ID]bool
	month   editorial.Month
	pillars []strategy.Pillar
	slots   []strategy.Slot
}

func newCalendar(h page.Host, s Services, p *Page) *calendar {
	text := h.Text()
	c := &calendar{
		host: h, posts: s.Posts, strategy: s.Strategy, page: p, services: s,
		title:   kit.Strong("").Aligned(fyne.TextAlignCenter),
		filters: kit.Flow(6),
		hidden:  make(map[app.ID]bool),
	}
	var weekdays [7]string
	monday := app.Date{Year: 2026, Month: 11, Day: 16}
	for i := range weekdays {
		weekdays[i] = text.WeekdayShort(monday.AddDays(i).Weekday())
	}
	c.grid = kit.NewMonthGrid(text, weekdays)
	c.grid.OnOpen = func(id string) { c.open(app.ID(id)) }
	c.grid.OnNew = c.newOn
	c.grid.OnMove = func(id string, to app.Date) { c.move(app.ID(id), to) }
	c.grid.OnBeyond = c.beyond
	c.grid.OnOverflow = c.showDay
	c.tray = newTray(h, c)

	step := func(icon icons.Name, key string, months int) fyne.CanvasObject {
		return kit.NewIconButton(icon, text.T(key), func() { c.turn(c.day.FirstOfMonth().AddMonths(months)) })
	}
	navigation := kit.HStack(10,
		step(icons.ChevronLeft, "editorial.month.previous", -1),
		kit.TextWidth(136, c.title),
		step(icons.ChevronRight, "editorial.month.next", 1),
		kit.NewButton(text.T("editorial.today"), func() { c.turn(c.today()) }),
		kit.NewMenuButton("", text.T("editorial.dates.more"), c.datesMenu),
	)
	header := kit.NewPageHeader(text.T("editorial.title"), "", []fyne.CanvasObject{p.tabs(calendarView)},
		navigation,
		kit.NewPrimaryButton(text.T("editorial.new"), func() { p.Show(page.Target{View: page.NewPost}) }).WithIcon(icons.Plus),
	)
	c.above = kit.PadSides(0, 0, 10, 0, c.filters)
	c.above.Hide()
	month := kit.VStack(0, c.above, kit.Grow(c.grid))
	c.object = kit.NewPage(header, kit.Columns(14, kit.Col(3.3, monthLeast, month), kit.Col(1, trayLeast, c.tray.object)))
	return c
}

// The least widths of the month and of the column beside it, which never go one
// under the other in the least window.
const (
	monthLeast = 480
	trayLeast  = 192
)

func (c *calendar) today() app.Date { return app.DateOf(c.host.Now()) }

// turn shows the month of a day, and selects the day.
func (c *calendar) turn(day app.Date) {
	c.day, c.wanted = day, day
	c.load()
}

// load reads the month again.
func (c *calendar) load() {
	if c.day.IsZero() {
		c.day = c.today()
	}
	type shown struct {
		month    editorial.Month
		strategy strategy.Strategy
	}
	day := c.day
	page.Load(&c.loader, c.host,
		func(ctx context.Context) (s shown, err error) {
			if s.month, err = c.posts.Month(ctx, day); err != nil {
				return s, err
			}
			s.strategy, err = c.strategy.Strategy(ctx)
			return s, err
		},
		func(s shown, err error) {
			if err != nil {
				c.host.Failed(err)
				return
			}
			c.month, c.pillars, c.slots = s.month, s.strategy.Pillars, s.strategy.Slots
			c.draw()
		},
	)
}

// draw shows what was read.
func (c *calendar) draw() {
	text := c.host.Text()
	c.title.SetText(text.MonthYear(c.month.First))
	c.drawFilters()
	colours := c.colours()
	var days []kit.GridDay
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			days = append(days, c.gridDay(d, colours))
		}
	}
	c.grid.SetDays(days)
	if !c.wanted.IsZero() {
		c.grid.Select(c.wanted)
		c.wanted = app.Date{}
	}
	c.tray.draw(c.month, colours)
}

// colours are those of the pillars.
func (c *calendar) colours() map[app.ID]int {
	colours := make(map[app.ID]int, len(c.pillars))
	for _, p := range c.pillars {
		colours[p.ID] = p.Colour
	}
	return colours
}

// drawFilters shows the pillars with their shares; a tap hides the others'
// posts or shows them again.
func (c *calendar) drawFilters() {
	text := c.host.Text()
	tags := make([]fyne.CanvasObject, len(c.pillars))
	for i, p := range c.pillars {
		label := p.Name + " " + text.Percent(float64(p.ShareBP)/10_000, 0)
		tags[i] = kit.NewFilterTag(label, kit.PillarTone(p.Colour), c.only(p.ID), func(bool) { c.filter(p.ID) })
	}
	c.above.Hidden = len(tags) == 0
	refill(c.host, c.filters, tags)
}

// refill replaces what a container holds. The focus stays at its place in it: who
// works with the keyboard goes on where they were.
func refill(h page.Host, box *fyne.Container, objects []fyne.CanvasObject) {
	focused := -1
	if has, ok := h.Window().Canvas().Focused().(fyne.CanvasObject); ok {
		focused = slices.Index(box.Objects, has)
	}
	box.Objects = objects
	box.Refresh()
	if focused < 0 || len(objects) == 0 {
		return
	}
	if next, ok := objects[min(focused, len(objects)-1)].(fyne.Focusable); ok {
		h.Window().Canvas().Focus(next)
	}
}

// only reports whether a pillar is among those a filter was set for.
func (c *calendar) only(id app.ID) bool { return len(c.hidden) > 0 && !c.hidden[id] }

// filter shows the posts of one pillar alone, then of the others tapped too;
// when none or all are left, everything is shown.
func (c *calendar) filter(id app.ID) {
	switch {
	case len(c.hidden) == 0:
		for _, p := range c.pillars {
			if p.ID != id {
				c.hidden[p.ID] = true
			}
		}
		c.hidden[""] = true
	case c.hidden[id]:
		delete(c.hidden, id)
	default:
		c.hidden[id] = true
	}
	visible := 0
	for _, p := range c.pillars {
		if !c.hidden[p.ID] {
			visible++
		}
	}
	if visible == 0 || visible == len(c.pillars) {
		clear(c.hidden)
	}
	c.draw()
}

func (c *calendar) gridDay(d editorial.Day, colours map[app.ID]int) kit.GridDay {
	text := c.host.Text()
	out := kit.GridDay{Date: d.Date, Out: !d.InMonth, Today: d.Today}
	var names, tips []string
	for _, k := range d.KeyDates {
		name := text.Say(k.Name())
		names = append(names, name)
		tip := name
		if k.Holiday {
			tip = text.T("editorial.keydate.holiday", "Name", name)
		}
		if k.Confirm {
			tip = text.T("editorial.keydate.confirm", "Name", tip)
		}
		tips = append(tips, tip)
	}
	out.Rest = c.rest(d)
	if out.Rest != "" {
		tips = append(tips, out.Rest)
	}
	out.KeyDate, out.KeyTip = strings.Join(names, " · "), strings.Join(tips, "\n")
	for _, p := range d.Posts {
		if c.hidden[p.PillarID] {
			continue
		}
		out.Chips = append(out.Chips, c.chip(p, colours))
	}
	return out
}

func (c *calendar) chip(p editorial.Summary, colours map[app.ID]int) kit.GridChip {
	text := c.host.Text()
	chip := kit.GridChip{
		ID: string(p.ID), Pillar: colours[p.PillarID], Time: p.At.Time.String(),
		Title: c.name(p), Fixed: p.Fixed(), Tone: toneOf(p.State),
	}
	names := make([]string, 0, len(p.Networks))
	for _, n := range p.Networks {
		chip.Networks = append(chip.Networks, string(n))
		names = append(names, n.Name())
	}
	chip.Tip = fmt.Sprintf("%s\n%s · %s", chip.Title, text.Moment(p.At), text.Say(p.State.Name()))
	if len(names) > 0 {
		chip.Tip += "\n" + strings.Join(names, ", ")
	}
	return chip
}

// name is the title of a post, or words for one without any text yet.
func (c *calendar) name(p editorial.Summary) string {
	if p.Title == "" {
		return c.host.Text().T("editorial.untitled")
	}
	return p.Title
}

// toneOf marks what needs the owner.
func toneOf(s editorial.State) kit.Tone {
	switch s {
	case editorial.StateFailed, editorial.StateMissed:
		return kit.ToneDanger
	case editorial.StateToCheck, editorial.StatePartial, editorial.StateToFix, editorial.StateToReview:
		return kit.ToneAttention
	}
	return kit.ToneNeutral
}

func (c *calendar) open(id app.ID) { c.page.Show(page.Target{View: page.EditPost, ID: id}) }

// newOn begins a post on a day, at the hour that a placed idea takes: the composer
// lets it be changed.
func (c *calendar) newOn(day app.Date) {
	taken := make(map[app.TimeOfDay]bool)
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			for _, p := range d.Posts {
				if d.Date == day {
					taken[p.At.Time] = true
				}
			}
		}
	}
	at := editorial.FreeTime(c.slots, "", day, taken, app.CivilOf(c.host.Now()))
	c.page.Show(page.Target{View: page.NewPost, At: app.Civil{Date: day, Time: at}})
}

// beyond follows the selection into the month before or after.
func (c *calendar) beyond(day app.Date) { c.turn(day) }

// showDay lists every post of a day that has more than its cell can show.
func (c *calendar) showDay(day app.Date) {
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			if d.Date == day {
				c.listDay(d)
				return
			}
		}
	}
}

// timeWidth is that of a time of the day in a list: they align.
const timeWidth = 44

func (c *calendar) listDay(d editorial.Day) {
	text := c.host.Text()
	var modal *kit.Modal
	rows := kit.VStack(kit.TightGap)
	for _, p := range d.Posts {
		if c.hidden[p.PillarID] {
			continue
		}
		badges := kit.HStack(kit.TightGap)
		for _, n := range p.Networks {
			badges.Add(kit.NewNetworkBadgeSized(string(n), 16))
		}
		line := kit.HStack(kit.Gap, kit.Width(timeWidth, kit.Strong(p.At.Time.String())), badges, kit.Grow(kit.Body(c.name(p))), kit.Secondary(text.Say(p.State.Name())))
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

// move puts a post on another day and offers to put it back.
func (c *calendar) move(id app.ID, to app.Date) {
	var before app.Civil
	var found bool
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			for _, p := range d.Posts {
				if p.ID == id {
					before, found = p.At, true
				}
			}
		}
	}
	page.Do(c.host,
		func(ctx context.Context) error { return c.posts.Place(ctx, id, to) },
		func(err error) {
			if err != nil {
				c.host.Failed(err)
				c.load()
				return
			}
			c.load()
			c.host.Toast(c.host.Text().T("editorial.moved", "Day", c.host.Text().Day(to)), func() { c.putBack(id, before, found) })
		},
	)
}

// putBack undoes a move: to the moment before, or among what is to be placed.
func (c *calendar) putBack(id app.ID, before app.Civil, placed bool) {
	page.Do(c.host,
		func(ctx context.Context) error {
			if !placed {
				return c.posts.Unplace(ctx, id)
			}
			return c.posts.Move(ctx, id, before)
		},
		func(err error) {
			if err != nil {
				c.host.Failed(err)
			}
			c.load()
		},
	)
}

// caption says of an unplaced post its pillar and its state.
func caption(text *translations.Catalogue, p editorial.Summary, pillars []strategy.Pillar) string {
	state := strings.ToLower(text.Say(p.State.Name()))
	for _, one := range pillars {
		if one.ID == p.PillarID {
			return one.Name + " · " + state
		}
	}
	return translations.Capitalise(state)
}
