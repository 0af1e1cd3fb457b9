// Package keydates is the dialog Temps forts: the dates of a year with where each
// comes from, the owner's own, and school holidays.
package keydates

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/keydates"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Dates is what the dialog asks.
type Dates interface {
	Year(ctx context.Context, year int) ([]keydates.Row, error)
	Show(ctx context.Context, id string, shown bool) (keydates.Undo, error)
	Save(ctx context.Context, o keydates.Own) (keydates.Undo, error)
	Remove(ctx context.Context, id app.ID) (keydates.Undo, error)
	Holidays(ctx context.Context, from, to app.Date) ([]keydates.Holiday, error)
	Read(ctx context.Context, text string, zone keydates.Zone, resumes bool) (keydates.Pasted, error)
	AddHolidays(ctx context.Context, all []keydates.Holiday) (keydates.Undo, error)
	RemoveHoliday(ctx context.Context, id app.ID) (keydates.Undo, error)
}

// Services are what the dialog asks.
type Services struct{ Dates Dates }

// tab is one of the lists.
type tab int

const (
	shownTab tab = iota
	hiddenTab
	schoolTab
)

// dialog is the open dialog.
type dialog struct {
	host     page.Host
	dates    Dates
	modal    *kit.Modal
	tabs     *kit.Segmented
	head     *fyne.Container
	year     *kit.Text
	lead     *kit.Text       // what the list is
	done     *fyne.Container // what was just done, and the way back
	add      *kit.Button
	list     *fyne.Container
	place    *fyne.Container // of the list
	body     *fyne.Container // what was done, and the list
	loader   page.Loader
	shown    int               // the year
	coming   fyne.CanvasObject // the row of the first date that is not past
	seen     bool              // coming was brought in sight, once
	rows     []keydates.Row
	holidays []keydates.Holiday
}

// Measures, in device-independent pixels.
const (
	width      = 820
	dayWidth   = 128
	leastList  = 200
	beside     = 300 // what the dialog holds but the list
	greatest   = 520
	yearsShown = 100 // on both sides of today's
)

// Open shows the dates of a year.
func Open(h page.Host, s Services, year int) {
	text := h.Text()
	d := &dialog{
		host: h, dates: s.Dates, shown: year,
		year: kit.Strong("").Aligned(fyne.TextAlignCenter),
		lead: kit.Secondary("").Wrapped(),
		list: kit.VStack(0), done: kit.VStack(0),
	}
	d.place = kit.Grow(kit.VScroll(d.list))
	d.body = kit.VStack(8, d.done, d.place)
	d.done.Hide()
	d.tabs = kit.NewSegmented([]string{text.T("keydates.list.shown"), text.T("keydates.list.hidden"), text.T("keydates.list.school")}, 0, func(int) { d.top() })
	d.add = kit.NewButton("", nil).WithIcon(icons.Plus)
	step := func(icon icons.Name, key string, years int) *kit.Button {
		return kit.NewIconButton(icon, text.T(key), func() { d.turn(years) })
	}
	d.head = kit.HStack(10,
		d.tabs, kit.GrowSpace(),
		step(icons.ChevronLeft, "keydates.list.before", -1), kit.TextWidth(48, d.year), step(icons.ChevronRight, "keydates.list.after", 1),
		d.add,
	)
	room := min(max(h.Window().Canvas().Size().Height-beside, leastList), greatest)
	d.modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("keydates.list.title"), Width: width,
		Content: kit.VStack(10, d.head, d.lead, kit.Height(room, d.body)),
		First:   d.tabs,
	})
	d.modal.Show()
	d.load()
}

// turn shows another year.
func (d *dialog) turn(years int) {
	now := d.host.Now().Year()
	d.shown = min(max(d.shown+years, now-yearsShown), now+yearsShown)
	d.load()
}

// top shows another list from its beginning.
func (d *dialog) top() {
	d.list = kit.VStack(0)
	d.place.Objects = []fyne.CanvasObject{kit.VScroll(d.list)}
	d.seen = false
	d.draw()
}

// load reads the year again.
func (d *dialog) load() {
	type read struct {
		rows     []keydates.Row
		holidays []keydates.Holiday
	}
	year := d.shown
	page.Load(&d.loader, d.host,
		func(ctx context.Context) (r read, err error) {
			if r.rows, err = d.dates.Year(ctx, year); err != nil {
				return r, err
			}
			r.holidays, err = d.dates.Holidays(ctx, app.Date{Year: year, Month: 1, Day: 1}, app.Date{Year: year, Month: 12, Day: 31})
			return r, err
		},
		func(r read, err error) {
			if err != nil {
				d.modal.SetError(d.host.Sentence(err))
				return
			}
			d.rows, d.holidays = r.rows, r.holidays
			d.draw()
		},
	)
}

// draw shows what was read.
func (d *dialog) draw() {
	text := d.host.Text()
	d.year.SetText(strconv.Itoa(d.shown))
	d.coming = nil
	var objects []fyne.CanvasObject
	switch tab(d.tabs.Selected()) {
	case schoolTab:
		d.lead.SetText(text.T("keydates.list.why_school"))
		d.add.SetText(text.T("keydates.list.add_school"))
		d.add.OnTapped = d.askHolidays
		objects = d.schoolRows()
	default:
		d.lead.SetText(text.T("keydates.list.why"))
		if tab(d.tabs.Selected()) == hiddenTab {
			d.lead.SetText(text.T("keydates.list.why_hidden"))
		}
		d.add.SetText(text.T("keydates.list.add"))
		d.add.OnTapped = func() { d.askOwn(keydates.Own{}) }
		objects = d.dateRows(tab(d.tabs.Selected()) == shownTab)
	}
	d.head.Refresh()
	canvas := d.host.Window().Canvas()
	place := placeOf(d.list.Objects, canvas.Focused())
	d.list.Objects = objects
	d.list.Refresh()
	d.body.Refresh()
	if place >= 0 && len(objects) > 0 {
		// Who works with the keyboard goes on where they were.
		if next := firstFocusable(objects[min(place, len(objects)-1)]); next != nil {
			canvas.Focus(next)
		}
	}
	d.modal.Refresh()
	if d.coming != nil && !d.seen {
		// From the end of the year back: it then stands first.
		kit.Reveal(objects[len(objects)-1])
		kit.Reveal(d.coming)
	}
	d.seen = true
}

// dateRows are the dates that calendars show, or those they do not.
func (d *dialog) dateRows(shown bool) []fyne.CanvasObject {
	text := d.host.Text()
	today := app.DateOf(d.host.Now())
	var rows []fyne.CanvasObject
	for _, r := range d.rows {
		if r.Shown != shown {
			continue
		}
		if len(rows) > 0 {
			rows = append(rows, kit.NewSeparator())
		}
		row := d.dateRow(r)
		if d.coming == nil && d.shown == today.Year && !r.Until.Before(today) {
			d.coming = row
		}
		rows = append(rows, row)
	}
	switch {
	case len(rows) > 0:
		return rows
	case shown:
		return []fyne.CanvasObject{kit.NewEmptyState(icons.Calendar, text.T("keydates.list.none_shown"), kit.NewButton(text.T("keydates.list.add"), func() { d.askOwn(keydates.Own{}) }))}
	}
	return []fyne.CanvasObject{kit.NewEmptyState(icons.Eye, text.T("keydates.list.none_hidden"), nil)}
}

// days says when a date is.
func (d *dialog) days(first, last app.Date) string {
	text := d.host.Text()
	if first == last {
		return text.Day(first)
	}
	return text.T("keydates.list.days", "First", text.DayMonth(first), "Last", text.DayMonth(last))
}

func (d *dialog) dateRow(r keydates.Row) fyne.CanvasObject {
	text := d.host.Text()
	name := text.Say(r.Name())
	line := kit.HStack(kit.Gap,
		kit.Width(dayWidth, kit.Secondary(d.days(r.Date, r.Until)).Colored(kit.ColorInk)),
		kit.Grow(kit.VStack(0, kit.Strong(name).WithTip(d.tip(r, name)), kit.Caption(d.why(r)).WithTip(d.tip(r, name)))),
	)
	for _, t := range d.tags(r) {
		line.Add(t)
	}
	if r.Own == nil {
		label := text.T("keydates.list.hide")
		if !r.Shown {
			label = text.T("keydates.list.show")
		}
		tip := text.T("keydates.list.hide_tip", "Name", name)
		if !r.Shown {
			tip = text.T("keydates.list.show_tip", "Name", name)
		}
		line.Add(kit.NewQuietButton(label, func() { d.show(r, name) }).Compact().WithTip(tip))
		return kit.PadSides(6, 8, 6, 4, line)
	}
	own := *r.Own
	line.Add(kit.NewQuietIconButton(icons.Edit, text.T("keydates.list.edit", "Name", name), func() { d.askOwn(own) }).Compact())
	line.Add(kit.NewQuietIconButton(icons.Trash, text.T("keydates.list.remove", "Name", name), func() { d.removeOwn(own) }).Compact())
	return kit.PadSides(6, 8, 6, 4, line)
}

// why is the line under a name: the rule, or the owner's own note.
func (d *dialog) why(r keydates.Row) string {
	text := d.host.Text()
	switch {
	case r.Own == nil:
		return text.Say(r.Rule)
	case r.Own.Note != "":
		return r.Own.Note
	case r.Own.Yearly:
		return text.T("keydates.list.yearly")
	}
	return text.T("keydates.list.once")
}

// tip says all of a date: its rule and its source.
func (d *dialog) tip(r keydates.Row, name string) string {
	text := d.host.Text()
	if r.Own != nil {
		if r.Own.Note != "" {
			return name + "\n" + r.Own.Note
		}
		return name
	}
	key := "keydates.list.source"
	if r.Advice {
		key = "keydates.list.advice"
	}
	return name + "\n" + text.Say(r.Rule) + "\n" + text.T(key, "Source", r.Source, "Read", r.Read)
}

// tags mark what is worth knowing of a date.
func (d *dialog) tags(r keydates.Row) []fyne.CanvasObject {
	text := d.host.Text()
	var tags []fyne.CanvasObject
	if r.Region != "" {
		tags = append(tags, kit.NewTag(text.T("keydates.region."+string(r.Region)), kit.ToneNeutral))
	}
	if r.Holiday {
		tags = append(tags, kit.NewTag(text.T("keydates.list.holiday"), kit.TonePrimary))
	}
	if r.Confirm {
		tags = append(tags, kit.NewTag(text.T("keydates.list.confirm"), kit.ToneAttention))
	}
	if r.Advice {
		tags = append(tags, kit.NewTag(text.T("keydates.list.ours"), kit.ToneNeutral))
	}
	if r.Own != nil {
		tags = append(tags, kit.NewTag(text.T("keydates.list.own"), kit.ToneGood))
	}
	return tags
}

// does runs a command, then done, says above the list what was done with the way
// back, and reads the list again.
func (d *dialog) does(command func(ctx context.Context) (keydates.Undo, error), done func() (said string), failed func(error)) {
	var undo keydates.Undo
	page.Do(d.host,
		func(ctx context.Context) (err error) {
			undo, err = command(ctx)
			return err
		},
		func(err error) {
			if err != nil {
				failed(err)
				return
			}
			d.modal.SetError("")
			d.say(done(), undo)
			d.load()
		},
	)
}

// failed says what went wrong in the dialog itself.
func (d *dialog) failed(err error) { d.modal.SetError(d.host.Sentence(err)) }

// say shows what was done and offers to take it back.
func (d *dialog) say(said string, undo keydates.Undo) {
	text := d.host.Text()
	back := kit.NewQuietButton(text.T("keydates.list.undo"), func() {
		page.Do(d.host, undo, func(err error) {
			d.done.Objects = nil
			d.done.Hide()
			if err != nil {
				d.failed(err)
			}
			d.load()
		})
	}).WithIcon(icons.Undo).Compact()
	d.done.Objects = []fyne.CanvasObject{kit.NewNote(kit.HStack(kit.Gap, kit.Grow(kit.Secondary(said).Wrapped().Colored(kit.ColorInk)), back), kit.ToneGood)}
	d.done.Show()
	d.done.Refresh()
}

func (d *dialog) show(r keydates.Row, name string) {
	key := "keydates.list.now_hidden"
	if !r.Shown {
		key = "keydates.list.now_shown"
	}
	d.does(func(ctx context.Context) (keydates.Undo, error) { return d.dates.Show(ctx, r.ID, !r.Shown) },
		func() string { return d.host.Text().T(key, "Name", name) }, d.failed)
}

func (d *dialog) removeOwn(o keydates.Own) {
	d.does(func(ctx context.Context) (keydates.Undo, error) { return d.dates.Remove(ctx, o.ID) },
		func() string { return d.host.Text().T("keydates.list.removed", "Name", o.Name) }, d.failed)
}
