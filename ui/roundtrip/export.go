package roundtrip

import (
	"context"

	"parvis/app"
	"parvis/app/reports"
	"parvis/app/roundtrip"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// ShowExport asks which posts leave as a workbook, those of the month of a day at
// first, makes it and asks where to write it.
func ShowExport(h page.Host, s Services, day app.Date) {
	text := h.Text()
	if day.IsZero() {
		day = app.DateOf(h.Now())
	}
	today := func() app.Date { return app.DateOf(h.Now()) }
	from := kit.NewDateField(text, text.T("roundtrip.export.from"), today)
	to := kit.NewDateField(text, text.T("roundtrip.export.to"), today)
	from.SetDate(day.FirstOfMonth())
	to.SetDate(day.LastOfMonth())
	unplaced := kit.NewCheckbox(text.T("roundtrip.export.unplaced"), true, nil)
	var r roundtrip.Range
	var m *kit.Modal
	m = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("roundtrip.export.title"),
		Content: kit.VStack(14,
			kit.Paragraph(text.T("roundtrip.export.what")),
			kit.Columns(kit.Gap, kit.Col(1, 180, from), kit.Col(1, 180, to)),
			unplaced,
			kit.NewNote(kit.Secondary(text.T("roundtrip.export.kept")).Wrapped(), kit.TonePrimary),
		),
		Primary: text.T("roundtrip.export.confirm"), Width: 560, First: from.Focusable(),
		OnConfirm: func() bool {
			first, ok1 := from.Date()
			last, ok2 := to.Date()
			if !ok1 || !ok2 || first.IsZero() || last.IsZero() || last.Before(first) {
				m.SetError(text.T("roundtrip.export.range"))
				return false
			}
			r = roundtrip.Range{From: first, To: last, Unplaced: unplaced.Checked()}
			return true
		},
		OnClosed: confirmed(func() { export(h, s, r) }),
	})
	m.Show()
}

func export(h page.Host, s Services, r roundtrip.Range) {
	text := h.Text()
	obtain(h, text.T("roundtrip.export.making"),
		func(ctx context.Context, progress func(roundtrip.Step)) (reports.Workbook, error) {
			return s.Sheets.Calendar(ctx, r, text, progress)
		},
		func(book reports.Workbook) { save(h, s, text.T("roundtrip.export.save"), book.Name, book) },
	)
}
