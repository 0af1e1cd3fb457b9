// Package agenda asks which part of the calendar leaves as an iCalendar file, and
// where to.
package agenda

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/agenda"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// Exports makes the file.
type Exports interface {
	Export(ctx context.Context, from, to app.Date, dates bool, words agenda.Words) (agenda.File, error)
}

// Services are what the dialog asks.
type Services struct {
	Exports Exports
	// SaveAs asks where to write a file of a proposed name; chosen receives "" when
	// the owner gave up. It may call from any goroutine.
	SaveAs func(title, name string, chosen func(path string, err error))
}

// spans are how many months can leave at once.
var spans = [...]int{1, 3, 12}

// Open asks for the months from that of a day on.
func Open(h page.Host, s Services, day app.Date) {
	text := h.Text()
	first := day.FirstOfMonth()
	labels := make([]string, len(spans))
	for i, months := range spans {
		labels[i] = text.N("agenda.form.months", months)
	}
	period := kit.Secondary("").Wrapped()
	last := func(i int) app.Date { return first.AddMonths(spans[i]).AddDays(-1) }
	said := func(i int) {
		period.SetText(text.T("agenda.form.period", "From", text.DateNumeric(first), "To", text.DateNumeric(last(i))))
	}
	span := kit.NewSegmented(labels, 0, said)
	said(0)
	dates := kit.NewCheckbox(text.T("agenda.form.dates"), true, nil)
	var modal *kit.Modal
	modal = kit.NewModal(text, h.Window().Canvas(), kit.ModalOptions{
		Title: text.T("agenda.form.title"), Primary: text.T("agenda.form.save"), First: span, Width: 520,
		Content: kit.VStack(14, kit.Secondary(text.T("agenda.form.why")).Wrapped(), kit.HStack(0, span, kit.GrowSpace()), period, dates),
		OnConfirm: func() bool {
			var file agenda.File
			page.Do(h,
				func(ctx context.Context) (err error) {
					file, err = s.Exports.Export(ctx, first, last(span.Selected()), dates.Checked(), text)
					return err
				},
				func(err error) {
					if err != nil {
						modal.SetError(h.Sentence(err))
						return
					}
					modal.Close()
					save(h, s, file)
				},
			)
			return false
		},
	})
	modal.Show()
}

// save asks where to, and writes.
func save(h page.Host, s Services, file agenda.File) {
	text := h.Text()
	s.SaveAs(text.T("agenda.form.save"), file.Name, func(path string, err error) {
		fyne.Do(func() {
			switch {
			case err != nil:
				h.Failed(err)
			case path != "":
				write(h, path, file)
			}
		})
	})
}

func write(h page.Host, path string, file agenda.File) {
	page.Do(h,
		func(context.Context) error { return file.Save(path) },
		func(err error) {
			if err != nil {
				h.Failed(err)
				return
			}
			h.Toast(h.Text().N("agenda.form.saved", file.Events, "Name", filepath.Base(path)), nil)
		},
	)
}
