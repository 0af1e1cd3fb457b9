package keydates

import (
	"context"

	"parvis/app"
	"parvis/app/keydates"
	"parvis/ui/kit"
)

// askOwn asks for a date of the owner's own: a new one, or to change one.
func (d *dialog) askOwn(o keydates.Own) {
	text := d.host.Text()
	name := kit.NewEntry(text.T("keydates.form.name")).WithPlaceholder(text.T("keydates.form.name_example"))
	name.SetText(o.Name)
	day := kit.NewDateField(text, text.T("keydates.form.day"), func() app.Date { return app.DateOf(d.host.Now()) })
	if !o.Day.IsZero() {
		day.SetDate(o.Day)
	}
	yearly := kit.NewCheckbox(text.T("keydates.form.yearly"), o.Yearly, nil)
	note := kit.NewTextArea(text.T("keydates.form.note"))
	note.SetRows(2)
	note.SetText(o.Note)
	title, primary := text.T("keydates.form.new"), text.T("keydates.form.add")
	if o.ID != "" {
		title, primary = text.T("keydates.form.change"), text.T("keydates.form.save")
	}
	var modal *kit.Modal
	modal = kit.NewModal(text, d.host.Window().Canvas(), kit.ModalOptions{
		Title: title, Primary: primary, First: name.Focusable(), Width: 480,
		Content: kit.VStack(14, name, day, yearly, note),
		OnConfirm: func() bool {
			when, ok := day.Date()
			if !ok {
				return false // the field says what is wrong
			}
			kept := keydates.Own{ID: o.ID, Name: name.Text(), Day: when, Yearly: yearly.Checked(), Note: note.Text()}
			d.does(
				func(ctx context.Context) (keydates.Undo, error) { return d.dates.Save(ctx, kept) },
				func() string {
					modal.Close()
					if o.ID != "" {
						return text.T("keydates.list.changed", "Name", kept.Name)
					}
					d.tabs.SetSelected(int(shownTab))
					if d.shown = kept.Day.Year; kept.Yearly {
						d.shown = max(d.host.Now().Year(), kept.Day.Year)
					}
					return text.T("keydates.list.added", "Name", kept.Name)
				},
				func(err error) { modal.SetError(d.host.Sentence(err)) },
			)
			return false
		},
	})
	modal.Show()
}
