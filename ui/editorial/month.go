package editorial

import (
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/kit"
)

// month shows the posts of a month, day by day.
type month struct {
	*kit.MonthGrid
	calendar *calendar
}

var (
	_ sight   = (*month)(nil)
	_ landing = (*month)(nil)
)

func newMonth(c *calendar) *month {
	text := c.host.Text()
	var weekdays [7]string
	monday := app.Date{Year: 2026, Month: 11, Day: 16}
	for i := range weekdays {
		weekdays[i] = text.WeekdayShort(monday.AddDays(i).Weekday())
	}
	m := &month{MonthGrid: kit.NewMonthGrid(text, weekdays), calendar: c}
	m.OnOpen = func(id string) { c.open(app.ID(id)) }
	m.OnNew = c.newOn
	m.OnMove = func(id string, to app.Date) { c.move(app.ID(id), editorial.Change{Day: to}) }
	m.OnMark = func(id string) { c.toggle(app.ID(id)) }
	m.OnRemove = func(id string) { c.remove(app.ID(id)) }
	m.OnFixed = func(string) { c.tellFixed() }
	m.OnBeyond = c.turn
	m.OnOverflow = c.showDay
	return m
}

func (m *month) object() fyne.CanvasObject { return m.MonthGrid }
func (m *month) focusable() fyne.Focusable { return m.MonthGrid }
func (m *month) remark()                   { m.draw() }
func (m *month) choose(day app.Date)       { m.Select(day) }
func (m *month) current() app.ID           { return app.ID(m.SelectedChip()) }

func (m *month) heading() string { return m.calendar.host.Text().MonthYear(m.calendar.month.First) }

func (m *month) next(by int) app.Date { return m.calendar.day.FirstOfMonth().AddMonths(by) }

func (m *month) moment() app.Civil {
	day := m.SelectedDay()
	return app.Civil{Date: day, Time: m.calendar.freeTime(day)}
}

func (m *month) here() editorial.Change { return editorial.Change{Day: m.SelectedDay()} }

func (m *month) land(absolute fyne.Position) (editorial.Change, bool) {
	day, ok := m.EndExternalDrag(absolute)
	return editorial.Change{Day: day}, ok
}

func (m *month) draw() {
	c := m.calendar
	colours := c.colours()
	days := make([]kit.GridDay, 0, 42)
	for _, w := range c.month.Weeks {
		for _, d := range w.Days {
			days = append(days, c.gridDay(d, colours))
		}
	}
	m.SetDays(days)
}

// gridDay is a day of the month as the grid draws it.
func (c *calendar) gridDay(d editorial.Day, colours map[app.ID]int) kit.GridDay {
	out := kit.GridDay{Date: d.Date, Out: !d.InMonth, Today: d.Today, Rest: c.rest(d)}
	out.KeyDate, out.KeyTip = c.keyDates(d)
	for _, p := range d.Posts {
		if c.keeps(p) {
			out.Chips = append(out.Chips, c.chip(p, colours))
		}
	}
	return out
}

// keyDates are the names of the key dates of a day, and what more there is to say.
func (c *calendar) keyDates(d editorial.Day) (label, tip string) {
	text := c.host.Text()
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
	if rest := c.rest(d); rest != "" {
		tips = append(tips, rest)
	}
	return strings.Join(names, " · "), strings.Join(tips, "\n")
}

// chip is a post as the grids draw it.
func (c *calendar) chip(p editorial.Summary, colours map[app.ID]int) kit.GridChip {
	return kit.GridChip{
		ID: string(p.ID), Pillar: colours[p.PillarID], Time: p.At.Time.String(), Networks: networksOf(p),
		Title: c.name(p), Tip: c.tip(p), Fixed: p.Fixed(), Tone: toneOf(p.State), Chosen: c.marked[p.ID],
	}
}
