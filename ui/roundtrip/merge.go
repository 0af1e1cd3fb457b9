package roundtrip

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/roundtrip"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// workbooks are the extensions of what a merge reads, spreadsheets those of what
// an import reads.
var (
	workbooks    = []string{".xlsx"}
	spreadsheets = []string{".xlsx", ".csv", ".txt"}
	answers      = []string{".json", ".txt", ".xlsx"}
)

// wide is the width of the dialogs that compare.
const wide = 940

// ShowMerge asks for a workbook that Parvis exported, compares it with the
// calendar, and lets the owner choose what comes in.
func ShowMerge(h page.Host, s Services) {
	pick(h, s, h.Text().T("roundtrip.merge.open"), workbooks, func(name string, data []byte) {
		obtain(h, h.Text().T("roundtrip.merge.comparing", "File", name),
			func(ctx context.Context, _ func(roundtrip.Step)) (*roundtrip.Merge, error) {
				return s.Sheets.Compare(ctx, name, data)
			},
			func(m *roundtrip.Merge) { newMergeDialog(h, s, m).modal.Show() },
		)
	})
}

// mergeDialog shows the differences between a sheet and the calendar.
type mergeDialog struct {
	host     page.Host
	services Services
	merge    *roundtrip.Merge
	kinds    []roundtrip.RowKind // those that are shown; the first is "" for all
	shown    []int               // rows of merge, by their place
	list     *list
	modal    *kit.Modal
}

func newMergeDialog(h page.Host, s Services, m *roundtrip.Merge) *mergeDialog {
	text := h.Text()
	d := &mergeDialog{host: h, services: s, merge: m, list: newList(text)}
	body := kit.VStack(12, tags(
		tag(text, "roundtrip.merge.conflicts", m.Count(roundtrip.RowConflict), kit.ToneAttention),
		tag(text, "roundtrip.merge.changed", m.Count(roundtrip.RowChanged), kit.TonePrimary),
		tag(text, "roundtrip.merge.added", m.Count(roundtrip.RowAdded), kit.ToneGood),
		tag(text, "roundtrip.merge.removed", m.Count(roundtrip.RowRemoved), kit.ToneNeutral),
		tag(text, "roundtrip.merge.refused", m.Count(roundtrip.RowRefused), kit.ToneDanger),
		tag(text, "roundtrip.merge.same", m.Same, kit.ToneNeutral),
	))
	for _, o := range d.warnings() {
		body.Add(o)
	}
	d.kinds = []roundtrip.RowKind{""}
	labels := []string{text.T("roundtrip.merge.all")}
	for _, k := range []roundtrip.RowKind{roundtrip.RowConflict, roundtrip.RowChanged, roundtrip.RowAdded, roundtrip.RowRemoved, roundtrip.RowRefused} {
		if m.Count(k) > 0 {
			d.kinds = append(d.kinds, k)
			labels = append(labels, text.T("roundtrip.merge.kind."+string(k)))
		}
	}
	if len(d.kinds) > 2 {
		body.Add(kit.HStack(kit.Gap, kit.NewSegmented(labels, 0, func(i int) { d.show(d.kinds[i]) })))
	}
	body.Add(d.list.box)
	options := kit.ModalOptions{Title: text.T("roundtrip.merge.title", "File", m.Name), Content: body, Width: wide}
	if m.Count(roundtrip.RowRefused) < len(m.Rows) {
		options.Primary, options.OnClosed = text.N("roundtrip.merge.confirm", m.Taken()), confirmed(d.settle)
	}
	d.modal = kit.NewModal(text, h.Window().Canvas(), options)
	d.list.changed = d.modal.Refresh
	d.show("")
	d.count()
	return d
}

// warnings says what the owner must know before choosing.
func (d *mergeDialog) warnings() []fyne.CanvasObject {
	text, m := d.host.Text(), d.merge
	var all []fyne.CanvasObject
	note := func(sentence string) {
		all = append(all, kit.NewNote(kit.Secondary(sentence).Wrapped(), kit.ToneAttention))
	}
	if m.Alone {
		note(text.T("roundtrip.merge.alone"))
	}
	if !m.Again.IsZero() {
		note(text.T("roundtrip.merge.again", "Day", text.DayMonth(app.DateOf(m.Again.In(d.host.Now().Location())))))
	}
	if m.Ignored > 0 {
		note(text.N("roundtrip.merge.ignored", m.Ignored))
	}
	if len(m.Rows) == 0 {
		all = append(all, kit.Paragraph(text.T("roundtrip.merge.none")))
	}
	return all
}

// show draws the rows of a kind, "" for all.
func (d *mergeDialog) show(k roundtrip.RowKind) {
	d.shown = d.shown[:0]
	for i, r := range d.merge.Rows {
		if k == "" || r.Kind == k {
			d.shown = append(d.shown, i)
		}
	}
	d.list.set(len(d.shown), func(i int) fyne.CanvasObject { return d.row(&d.merge.Rows[d.shown[i]]) })
}

var kindTones = map[roundtrip.RowKind]kit.Tone{
	roundtrip.RowConflict: kit.ToneAttention, roundtrip.RowChanged: kit.TonePrimary, roundtrip.RowAdded: kit.ToneGood,
	roundtrip.RowRemoved: kit.ToneNeutral, roundtrip.RowRefused: kit.ToneDanger,
}

// row draws a row that differs.
func (d *mergeDialog) row(r *roundtrip.MergeRow) fyne.CanvasObject {
	text := d.host.Text()
	name := r.Label
	if name == "" {
		name = text.T("roundtrip.work.unnamed")
	}
	if r.Number > 0 {
		name = text.T("roundtrip.work.line", "Number", r.Number, "Name", name)
	}
	word := kit.NewTag(text.T("roundtrip.merge.one."+string(r.Kind)), kindTones[r.Kind])
	box := kit.VStack(6)
	if r.Kind == roundtrip.RowRefused {
		box.Add(kit.HStackTop(kit.Gap, kit.Grow(kit.Strong(name).Wrapped()), word))
	} else {
		box.Add(kit.HStackTop(kit.Gap, kit.Grow(kit.NewCheckbox(name, r.Take, func(on bool) {
			r.Take = on
			d.count()
		})), word))
	}
	for _, o := range lines(text, r.Reasons, true) {
		box.Add(o)
	}
	for _, c := range r.Changes {
		box.Add(d.change(r, c))
	}
	if r.Kind == roundtrip.RowRemoved {
		box.Add(kit.Secondary(text.T("roundtrip.merge.drop")).Wrapped())
	}
	if r.Kind == roundtrip.RowConflict {
		chosen := 0
		if r.Sheet {
			chosen = 1
		}
		box.Add(kit.HStack(kit.Gap, kit.Secondary(text.T("roundtrip.merge.choose")),
			kit.NewSegmented([]string{text.T("roundtrip.merge.here"), text.T("roundtrip.merge.there")}, chosen, func(i int) {
				r.Sheet = i == 1
				d.count()
			})))
	}
	for _, o := range lines(text, r.Notes, false) {
		box.Add(o)
	}
	return kit.NewSurface(box, kit.ColorCard, kit.ColorLine, 8, 12)
}

// change draws a cell: what it is in Parvis, then in the sheet.
func (d *mergeDialog) change(r *roundtrip.MergeRow, c roundtrip.Change) fyne.CanvasObject {
	text := d.host.Text()
	value := func(v string) string {
		if v == "" {
			return text.T("roundtrip.work.empty")
		}
		return strings.Join(strings.Fields(roundtrip.Shown(c.Column, v, text)), " ")
	}
	there := kit.NewText(value(c.There), kit.StyleBodyStrong).Lines(3)
	label := kit.Width(130, kit.PadSides(2, 0, 0, 0, kit.Caption(text.Say(c.Column.Name()))))
	if r.Kind == roundtrip.RowAdded {
		return kit.HStackTop(kit.Gap, label, kit.Grow(there))
	}
	here := kit.Body(value(c.Here)).Lines(3).Colored(kit.ColorMuted)
	if !c.Conflict {
		return kit.HStackTop(kit.Gap, label, kit.Grow(here), kit.Body("→"), kit.Grow(there))
	}
	return kit.HStackTop(kit.Gap, label,
		kit.Grow(kit.VStack(1, kit.Caption(text.T("roundtrip.merge.in_parvis")), kit.NewText(value(c.Here), kit.StyleBodyStrong).Lines(3))),
		kit.Body("≠"),
		kit.Grow(kit.VStack(1, kit.Caption(text.T("roundtrip.merge.in_sheet")), there)),
	)
}

// count says on the button how many rows come in.
func (d *mergeDialog) count() {
	if b := d.modal.Primary(); b != nil {
		n := d.merge.Taken()
		b.SetText(d.host.Text().N("roundtrip.merge.confirm", n))
		b.SetEnabled(n > 0)
	}
}

func (d *mergeDialog) settle() {
	var o roundtrip.Outcome
	work(d.host, d.host.Text().T("roundtrip.merge.merging"),
		func(ctx context.Context, _ func(roundtrip.Step)) (err error) {
			o, err = d.services.Sheets.Settle(ctx, d.merge)
			return err
		},
		func(err error) {
			if err != nil {
				d.host.Failed(err)
				return
			}
			done(d.host, o)
		},
	)
}
