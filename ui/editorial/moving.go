package editorial

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/ui/kit"
)

// mover asks where posts are to go: to a day, some days earlier or later, or back
// among what is to be placed.
type mover struct {
	calendar *calendar
	how      *kit.Segmented
	day      *kit.DateField
	time     *kit.TimeField
	shift    *kit.Entry
	place    *fyne.Container
	modal    *kit.Modal
}

// The ways to move.
const (
	moveTo = iota
	moveBy
	moveOut
)

// askMove opens the form that moves posts.
func (c *calendar) askMove(ids []app.ID) {
	if len(ids) == 0 {
		return
	}
	text := c.host.Text()
	m := &mover{calendar: c, place: container.NewStack()}
	m.day = kit.NewDateField(text, text.T("editorial.calendar.move.day"), c.today)
	m.time = kit.NewTimeField(text, text.T("editorial.calendar.move.time"))
	m.time.WithHint(text.T("editorial.calendar.move.time_hint"))
	m.shift = kit.NewEntry(text.T("editorial.calendar.move.shift")).WithPlaceholder("7").WithHint(text.T("editorial.calendar.move.shift_hint"))
	m.how = kit.NewSegmented([]string{
		text.T("editorial.calendar.move.to"), text.T("editorial.calendar.move.by"), text.T("editorial.calendar.move.out"),
	}, moveTo, func(int) { m.draw() })
	if day := c.sight.moment().Date; !day.IsZero() {
		m.day.SetDate(day)
	}
	m.modal = kit.NewModal(text, c.host.Window().Canvas(), kit.ModalOptions{
		Title: text.N("editorial.calendar.move.title", len(ids)), Content: kit.VStack(kit.CardGap, kit.HStack(0, m.how, kit.GrowSpace()), m.place),
		Primary: text.T("editorial.calendar.move.do"), First: m.day.Focusable(), Width: 480,
		OnConfirm: func() bool {
			change, problem := m.change()
			m.modal.SetError(problem)
			if problem != "" {
				return false
			}
			c.change(ids, change, c.counted("editorial.calendar.done.moved"))
			return true
		},
	})
	m.draw()
	m.modal.Show()
}

func (m *mover) draw() {
	text := m.calendar.host.Text()
	var shown fyne.CanvasObject
	switch m.how.Selected() {
	case moveTo:
		shown = kit.Columns(kit.Gap, kit.Col(1, 160, m.day), kit.Col(1, 160, m.time))
	case moveBy:
		shown = m.shift
	default:
		shown = kit.Paragraph(text.T("editorial.calendar.move.out_why"))
	}
	m.place.Objects = []fyne.CanvasObject{shown}
	m.place.Refresh()
	m.modal.Refresh()
}

// change is what was asked for, or what must be corrected.
func (m *mover) change() (editorial.Change, string) {
	text := m.calendar.host.Text()
	switch m.how.Selected() {
	case moveTo:
		day, ok := m.day.Date()
		if !ok {
			return editorial.Change{}, m.day.Error()
		}
		at, set, ok := m.time.Time()
		switch {
		case !ok:
			return editorial.Change{}, text.T("kit.time.invalid")
		case day.IsZero() && !set:
			return editorial.Change{}, text.T("editorial.calendar.move.nowhere")
		}
		change := editorial.Change{Day: day}
		if set {
			change.Time = &at
		}
		return change, ""
	case moveBy:
		typed := strings.ReplaceAll(strings.TrimSpace(m.shift.Text()), "−", "-")
		days, err := strconv.Atoi(typed)
		const furthest = 3660
		if err != nil || days == 0 || days > furthest || days < -furthest {
			return editorial.Change{}, text.T("editorial.calendar.move.shift_wrong")
		}
		return editorial.Change{Days: days}, ""
	}
	return editorial.Change{Unplace: true}, ""
}
