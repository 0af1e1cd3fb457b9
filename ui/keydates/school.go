package keydates

import (
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"parvis/app/keydates"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// schoolRows are the school holidays of the year.
func (d *dialog) schoolRows() []fyne.CanvasObject {
	text := d.host.Text()
	if len(d.holidays) == 0 {
		return []fyne.CanvasObject{kit.NewEmptyState(icons.Calendar, text.T("keydates.list.none_school"), kit.NewButton(text.T("keydates.list.add_school"), d.askHolidays))}
	}
	var rows []fyne.CanvasObject
	for _, h := range d.holidays {
		if len(rows) > 0 {
			rows = append(rows, kit.NewSeparator())
		}
		label := text.Say(h.Label())
		rows = append(rows, kit.PadSides(6, 8, 6, 4, kit.HStack(kit.Gap,
			kit.Width(dayWidth, kit.Secondary(d.days(h.First, h.Last)).Colored(kit.ColorInk)),
			kit.Grow(kit.Strong(label)),
			kit.Caption(text.N("date.days", h.First.DaysUntil(h.Last)+1)),
			kit.NewQuietIconButton(icons.Trash, text.T("keydates.list.remove", "Name", label), func() { d.removeHoliday(h, label) }).Compact(),
		)))
	}
	return rows
}

func (d *dialog) removeHoliday(h keydates.Holiday, label string) {
	d.does(func(ctx context.Context) (keydates.Undo, error) { return d.dates.RemoveHoliday(ctx, h.ID) },
		func() string { return d.host.Text().T("keydates.list.removed", "Name", label) }, d.failed)
}

// readingDelay is how long typing rests before it is read.
const readingDelay = 300 * time.Millisecond

// paste is the form where school holidays are typed or pasted, and read as they
// come.
type paste struct {
	dialog  *dialog
	modal   *kit.Modal
	lines   *kit.Entry
	zone    *kit.Select
	resumes *kit.Checkbox
	read    *fyne.Container
	loader  page.Loader
	cancel  func()
	pasted  keydates.Pasted
}

// askHolidays asks for school holidays.
func (d *dialog) askHolidays() {
	text := d.host.Text()
	p := &paste{dialog: d, read: kit.VStack(4), cancel: func() {}}
	p.lines = kit.NewTextArea(text.T("keydates.form.lines")).WithHint(text.T("keydates.form.lines_hint"))
	p.lines.SetRows(6)
	p.lines.SetPlaceholder(text.T("keydates.form.lines_example"))
	p.lines.OnChanged = func(string) { p.soon() }
	zones := make([]string, 0, 4)
	for _, z := range keydates.Zones() {
		if z == keydates.EveryZone {
			zones = append(zones, text.T("keydates.form.every_zone"))
			continue
		}
		zones = append(zones, text.T("keydates.form.zone", "Zone", string(z)))
	}
	p.zone = kit.NewSelect(zones, 0, "", func(int) { p.again() })
	p.resumes = kit.NewCheckbox(text.T("keydates.form.resumes"), false, func(bool) { p.again() })
	p.modal = kit.NewModal(text, d.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("keydates.form.school"), Primary: text.T("keydates.form.add"), First: p.lines.Focusable(), Width: 620,
		Content: kit.VStack(12, kit.Secondary(text.T("keydates.form.school_why")).Wrapped(), p.lines,
			kit.HStack(kit.Gap, kit.Secondary(text.T("keydates.form.zone_label")), p.zone, kit.GrowSpace()), p.resumes, p.read),
		OnConfirm: p.confirm,
		OnClosed:  func(bool) { p.cancel() },
	})
	p.modal.Primary().Disable()
	p.modal.Show()
}

// soon reads once typing rests.
func (p *paste) soon() {
	p.cancel()
	p.cancel = p.dialog.host.After(readingDelay, p.again)
}

// again reads what is typed.
func (p *paste) again() {
	p.cancel()
	d, text := p.dialog, p.lines.Text()
	zone, resumes := keydates.Zones()[max(p.zone.Selected(), 0)], p.resumes.Checked()
	page.Load(&p.loader, d.host,
		func(ctx context.Context) (keydates.Pasted, error) { return d.dates.Read(ctx, text, zone, resumes) },
		func(pasted keydates.Pasted, err error) {
			if err != nil {
				p.modal.SetError(d.host.Sentence(err))
				return
			}
			p.pasted = pasted
			p.draw()
		},
	)
}

// mostRefused is how many refused lines are explained at once.
const mostRefused = 5

// draw shows what was understood and what was not.
func (p *paste) draw() {
	text := p.dialog.host.Text()
	var objects []fyne.CanvasObject
	note := func(tone kit.Tone, lines ...string) {
		all := kit.VStack(2)
		for _, l := range lines {
			all.Add(kit.Secondary(l).Wrapped().Colored(kit.ColorInk))
		}
		objects = append(objects, kit.NewNote(all, tone))
	}
	if len(p.pasted.Holidays) > 0 {
		lines := []string{text.N("keydates.form.understood", len(p.pasted.Holidays))}
		for _, h := range p.pasted.Holidays {
			lines = append(lines, text.T("keydates.form.understood_line", "Label", text.Say(h.Label()), "Days", p.span(h)))
		}
		note(kit.ToneGood, lines...)
	}
	if n := p.pasted.Kept; n > 0 {
		note(kit.ToneNeutral, text.N("keydates.form.kept", n))
	}
	if n := len(p.pasted.Refused); n > 0 {
		lines := []string{text.N("keydates.form.refused", n)}
		for _, r := range p.pasted.Refused[:min(n, mostRefused)] {
			lines = append(lines, text.T("keydates.form.refused_line", "Line", r.Line, "Text", shorten(r.Text), "Reason", text.Say(r.Reason)))
		}
		if n > mostRefused {
			lines = append(lines, text.N("keydates.form.refused_more", n-mostRefused))
		}
		note(kit.ToneAttention, lines...)
	}
	p.read.Objects = objects
	p.read.Refresh()
	p.modal.Primary().SetEnabled(len(p.pasted.Holidays) > 0)
	p.modal.SetError("")
}

// span says the days of a holiday with their year.
func (p *paste) span(h keydates.Holiday) string {
	text := p.dialog.host.Text()
	return text.T("keydates.list.days", "First", text.DateNumeric(h.First), "Last", text.DateNumeric(h.Last))
}

// shorten cuts a line that is shown beside its reason.
func shorten(line string) string {
	const most = 60
	if runes := []rune(line); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return line
}

// confirm reads once more, as typing may go on, keeps what is understood and shows
// the school holidays. Lines that were not understood stay in the form.
func (p *paste) confirm() bool {
	d := p.dialog
	p.cancel()
	text, zone, resumes := p.lines.Text(), keydates.Zones()[max(p.zone.Selected(), 0)], p.resumes.Checked()
	var pasted keydates.Pasted
	d.does(
		func(ctx context.Context) (undo keydates.Undo, err error) {
			if pasted, err = d.dates.Read(ctx, text, zone, resumes); err != nil {
				return nil, err
			}
			return d.dates.AddHolidays(ctx, pasted.Holidays)
		},
		func() string {
			if len(pasted.Refused) == 0 {
				p.modal.Close()
			} else {
				left := make([]string, len(pasted.Refused))
				for i, r := range pasted.Refused {
					left[i] = r.Text
				}
				p.lines.SetText(strings.Join(left, "\n"))
				p.again()
			}
			d.tabs.SetSelected(int(schoolTab))
			d.follow(pasted.Holidays)
			return d.host.Text().N("keydates.form.added", len(pasted.Holidays))
		},
		func(err error) { p.modal.SetError(d.host.Sentence(err)) },
	)
	return false
}

// follow shows a year in which one of the holidays is.
func (d *dialog) follow(all []keydates.Holiday) {
	in := func(h keydates.Holiday) bool { return h.First.Year <= d.shown && d.shown <= h.Last.Year }
	if len(all) > 0 && !slices.ContainsFunc(all, in) {
		d.shown = all[0].First.Year
	}
}
