package editorial

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/icons"
	"parvis/ui/kit"
)

// week shows the posts of a week hour by hour, and the slots that are free.
type week struct {
	*kit.WeekGrid
	calendar *calendar
	cancel   func() // of the clock that moves the line of the present, nil when it stands
}

var (
	_ sight   = (*week)(nil)
	_ landing = (*week)(nil)
)

func newWeek(c *calendar) *week {
	w := &week{WeekGrid: kit.NewWeekGrid(c.host.Text()), calendar: c}
	w.OnOpen = func(id string) { c.open(app.ID(id)) }
	w.OnNew = c.newAt
	w.OnMove = func(id string, to app.Civil) {
		c.move(app.ID(id), editorial.Change{Day: to.Date, Time: &to.Time})
	}
	w.OnMark = func(id string) { c.toggle(app.ID(id)) }
	w.OnRemove = func(id string) { c.remove(app.ID(id)) }
	w.OnFixed = func(string) { c.tellFixed() }
	w.OnBeyond = func(at app.Civil) { c.turn(at.Date) }
	w.OnOverflow = c.showDay
	return w
}

func (w *week) object() fyne.CanvasObject { return w.WeekGrid }
func (w *week) focusable() fyne.Focusable { return w.Focusable() }
func (w *week) remark()                   { w.draw() }
func (w *week) choose(day app.Date)       { w.Select(day) }
func (w *week) current() app.ID           { return app.ID(w.SelectedBlock()) }
func (w *week) moment() app.Civil         { return w.Selected() }
func (w *week) next(by int) app.Date      { return w.calendar.day.AddDays(7 * by) }

// heading names the days from Monday to Sunday.
func (w *week) heading() string {
	text := w.calendar.host.Text()
	monday := w.calendar.day.Monday()
	sunday := monday.AddDays(6)
	from := strconv.Itoa(monday.Day)
	if monday.Month != sunday.Month {
		from = text.DayMonth(monday)
	}
	return text.T("editorial.calendar.week.title", "From", from, "To", text.DayMonth(sunday), "Year", strconv.Itoa(sunday.Year))
}

func (w *week) here() editorial.Change {
	at := w.Selected()
	return editorial.Change{Day: at.Date, Time: &at.Time}
}

func (w *week) land(absolute fyne.Position) (editorial.Change, bool) {
	at, ok := w.EndExternalDrag(absolute)
	return editorial.Change{Day: at.Date, Time: &at.Time}, ok
}

func (w *week) draw() {
	c := w.calendar
	colours := c.colours()
	now := app.CivilOf(c.host.Now())
	var days []kit.WeekDay
	for _, one := range c.month.Weeks {
		if one.Days[0].Date != c.day.Monday() {
			continue
		}
		for _, d := range one.Days {
			days = append(days, w.dayOf(d, colours, now))
		}
	}
	w.SetDays(days, now)
	w.tick()
}

// tick moves the line of the present every minute while the week is seen.
func (w *week) tick() {
	if w.cancel == nil {
		w.cancel = w.calendar.host.After(time.Minute, func() {
			w.cancel = nil
			if w.calendar.seen(w) {
				w.SetNow(app.CivilOf(w.calendar.host.Now()))
				w.tick()
			}
		})
	}
}

func (w *week) dayOf(d editorial.Day, colours map[app.ID]int, now app.Civil) kit.WeekDay {
	c, text := w.calendar, w.calendar.host.Text()
	out := kit.WeekDay{
		Date: d.Date, Today: d.Today,
		Head: text.WeekdayShort(d.Date.Weekday()) + " " + strconv.Itoa(d.Date.Day),
	}
	out.KeyDate, out.KeyTip = c.keyDates(d)
	taken := make(map[app.TimeOfDay]bool)
	for _, p := range d.Posts {
		taken[p.At.Time] = true
		if c.keeps(p) {
			out.Blocks = append(out.Blocks, kit.WeekBlock{GridChip: c.chip(p, colours), At: p.At.Time, Mark: markOf(p)})
		}
	}
	for _, s := range c.plan.Slots {
		at := app.Civil{Date: d.Date, Time: s.Time}
		if s.Weekday == d.Date.Weekday() && !taken[s.Time] && !at.Before(now) && c.keepsPillar(s.PillarID) {
			out.Slots = append(out.Slots, w.slot(s, colours))
		}
	}
	return out
}

func (w *week) slot(s strategy.Slot, colours map[app.ID]int) kit.WeekSlot {
	text := w.calendar.host.Text()
	label := w.calendar.pillarName(s.PillarID)
	if label == "" {
		label = text.T("editorial.calendar.slot.any")
	}
	return kit.WeekSlot{
		At: s.Time, Pillar: colours[s.PillarID], Label: label,
		Tip: text.T("editorial.calendar.slot.tip", "Time", s.Time, "Pillar", label),
	}
}

// markOf is the sign of the state of a post, where nothing calls for attention.
func markOf(p editorial.Summary) icons.Name {
	if p.Kept() {
		return icons.Upload
	}
	switch p.State {
	case editorial.StatePublished:
		return icons.Check
	case editorial.StateSending:
		return icons.Send
	case editorial.StateScheduled:
		return icons.Clock
	case editorial.StateIdea:
		return icons.Star
	case editorial.StateDraft:
		return icons.Edit
	case editorial.StateApproved:
		return icons.Shield
	}
	return ""
}
