package roundtrip

import (
	"context"

	"fyne.io/fyne/v2"

	"parvis/app/roundtrip"
	"parvis/ui/kit"
)

// previewDialog shows the posts that an import makes, and the rows it refuses.
type previewDialog struct {
	mapping *mappingDialog
	preview *roundtrip.Preview
	shown   []int
	list    *list
	modal   *kit.Modal
}

func newPreviewDialog(m *mappingDialog, p *roundtrip.Preview) *previewDialog {
	text := m.host.Text()
	d := &previewDialog{mapping: m, preview: p, list: newList(text)}
	body := kit.VStack(12, tags(
		tag(text, "roundtrip.import.made", len(p.Rows)-p.Refused()-p.Alike, kit.ToneGood),
		tag(text, "roundtrip.import.alike", p.Alike, kit.ToneAttention),
		tag(text, "roundtrip.merge.refused", p.Refused(), kit.ToneDanger),
		tag(text, "roundtrip.import.skipped", p.Skipped, kit.ToneNeutral),
	))
	if len(p.Rows) == 0 {
		body.Add(kit.Paragraph(text.T("roundtrip.import.nothing")))
	}
	if p.Refused() > 0 && p.Refused() < len(p.Rows) {
		labels := []string{text.T("roundtrip.merge.all"), text.T("roundtrip.import.good"), text.T("roundtrip.merge.kind.refused")}
		body.Add(kit.HStack(kit.Gap, kit.NewSegmented(labels, 0, d.show)))
	}
	body.Add(d.list.box)
	options := kit.ModalOptions{
		Title: text.T("roundtrip.import.title", "File", m.file.Name), Content: body, Cancel: text.T("roundtrip.import.back"), Width: wide,
		OnClosed: func(confirmed bool) {
			if confirmed {
				d.takeIn()
				return
			}
			m.modal.Show()
		},
	}
	if p.Refused() < len(p.Rows) {
		options.Primary = text.N("roundtrip.import.confirm", p.Taken())
	}
	d.modal = kit.NewModal(text, m.host.Window().Canvas(), options)
	d.list.changed = d.modal.Refresh
	d.show(0)
	d.count()
	return d
}

// show draws all rows (0), those that can come in (1), or the refused (2).
func (d *previewDialog) show(which int) {
	d.shown = d.shown[:0]
	for i, r := range d.preview.Rows {
		if which == 0 || which == 2 == (len(r.Reasons) > 0) {
			d.shown = append(d.shown, i)
		}
	}
	d.list.set(len(d.shown), func(i int) fyne.CanvasObject { return d.row(&d.preview.Rows[d.shown[i]]) })
}

func (d *previewDialog) row(r *roundtrip.ImportRow) fyne.CanvasObject {
	text := d.mapping.host.Text()
	name := text.T("roundtrip.work.line", "Number", r.Number, "Name", r.Label)
	if r.Sheet != "" && len(d.mapping.file.Tables) > 1 {
		name = text.T("roundtrip.work.line_of", "Sheet", r.Sheet, "Line", name)
	}
	box := kit.VStack(5)
	if len(r.Reasons) > 0 {
		box.Add(kit.HStackTop(kit.Gap, kit.Grow(kit.Strong(name).Wrapped()), kit.NewTag(text.T("roundtrip.merge.one.refused"), kit.ToneDanger)))
	} else {
		box.Add(kit.NewCheckbox(name, r.Take, func(on bool) {
			r.Take = on
			d.count()
		}))
	}
	v := r.Values
	when := text.T("roundtrip.import.unplaced")
	if v[roundtrip.ColumnDate] != "" {
		when = roundtrip.Shown(roundtrip.ColumnDate, v[roundtrip.ColumnDate], text) + " " + v[roundtrip.ColumnTime]
	}
	facts := kit.Flow(10, kit.Secondary(when))
	for _, c := range []roundtrip.Column{roundtrip.ColumnNetworks, roundtrip.ColumnPillar, roundtrip.ColumnState} {
		if v[c] != "" {
			facts.Add(kit.Secondary("· " + roundtrip.Shown(c, v[c], text)))
		}
	}
	box.Add(facts)
	for _, o := range lines(text, r.Reasons, true) {
		box.Add(o)
	}
	for _, o := range lines(text, r.Notes, false) {
		box.Add(o)
	}
	return kit.NewSurface(box, kit.ColorCard, kit.ColorLine, 8, 12)
}

func (d *previewDialog) count() {
	if b := d.modal.Primary(); b != nil {
		n := d.preview.Taken()
		b.SetText(d.mapping.host.Text().N("roundtrip.import.confirm", n))
		b.SetEnabled(n > 0)
	}
}

func (d *previewDialog) takeIn() {
	m := d.mapping
	var o roundtrip.Outcome
	work(m.host, m.host.Text().T("roundtrip.import.taking"),
		func(ctx context.Context, _ func(roundtrip.Step)) (err error) {
			o, err = m.services.Sheets.TakeIn(ctx, m.file, d.preview)
			return err
		},
		func(err error) {
			if err != nil {
				m.host.Failed(err)
				return
			}
			done(m.host, o)
		},
	)
}
