package snippets

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/snippets"
	"parvis/ui/kit"
)

// complete asks for the fields of a template that Parvis cannot fill, with the
// text as it will be inserted; without such a field it is inserted at once.
func (p *picker) complete(one snippets.Snippet) {
	text := p.host.Text()
	parsed, err := snippets.ParseTemplate(one.Text)
	if err != nil {
		p.modal.SetError(p.host.Sentence(err))
		return
	}
	day := p.post.Day
	if day.IsZero() {
		day = app.DateOf(p.host.Now())
	}
	values := snippets.KnownValues(parsed.Fields(), p.business, day, text)
	preview := kit.NewText(parsed.Fill(values), kit.StyleBody).Wrapped()
	var modal *kit.Modal
	column := kit.VStack(14)
	var fields []*kit.Entry
	insert := func() {
		modal.Close()
		p.use(one, parsed.Fill(values))
	}
	for _, name := range parsed.Fields() {
		if values[name] != "" {
			continue
		}
		field := kit.NewEntry(name)
		at := len(fields)
		field.OnChanged = func(typed string) {
			values[name] = typed
			preview.SetText(parsed.Fill(values))
			modal.Refresh()
		}
		// Enter goes to the next field, and inserts from the last.
		field.OnKey(func(e *fyne.KeyEvent) bool {
			if e.Name != fyne.KeyReturn && e.Name != fyne.KeyEnter || at == len(fields)-1 {
				return false
			}
			fields[at+1].Focus()
			return true
		})
		fields = append(fields, field)
		column.Add(field)
	}
	if len(fields) == 0 {
		p.use(one, parsed.Fill(values))
		return
	}
	column.Add(kit.VStack(6, kit.Secondary(text.T("snippets.preview")),
		kit.NewSurface(preview, kit.ColorBackground, kit.ColorLine, 8, 12)))
	modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: one.Name, Content: column, Primary: text.T("snippets.insert"), Width: 520, First: fields[0].Focusable(),
		OnConfirm: func() bool {
			for _, field := range fields {
				if field.Text() == "" {
					modal.SetError(text.T("snippets.template.missing"))
					field.Focus()
					return false
				}
			}
			insert()
			return true
		},
	})
	modal.Show()
}
