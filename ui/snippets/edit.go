package snippets

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/ui/kit"
)

// editor is the form in which a snippet is written.
type editor struct {
	*picker
	one     snippets.Snippet
	modal   *kit.Modal
	name    *kit.Entry
	about   *kit.Text // what becomes of what is typed
	tags    *kit.Entry
	text    *kit.Entry
	address *kit.Entry
	medium  *kit.Entry
	content *kit.Entry
	chosen  []networks.Network
}

// edit asks what a snippet says, a new one when its ID is empty.
func (p *picker) edit(one snippets.Snippet) {
	e := &editor{picker: p, one: one, chosen: slices.Clone(one.Networks)}
	text := p.host.Text()
	e.name = kit.NewEntry(text.T("snippets.name"))
	e.name.SetText(one.Name)
	e.about = kit.NewText("", kit.StyleSecondary).Wrapped()
	title := "edit_title"
	if one.ID == "" {
		title = "new_title"
	}
	e.modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title: text.T(key(p.kind, title)), Content: kit.VStack(14, append([]fyne.CanvasObject{e.name}, e.fields()...)...),
		Primary: text.T("snippets.save"), Width: 520, First: e.name.Focusable(),
		OnConfirm: func() bool {
			e.save()
			return false
		},
	})
	e.look()
	e.modal.Show()
}

// fields are those of the kind.
func (e *editor) fields() []fyne.CanvasObject {
	text := e.host.Text()
	area := func(label, value, hint string, rows int) *kit.Entry {
		field := kit.NewTextArea(text.T(label)).WithHint(hint)
		field.SetRows(rows)
		field.SetText(value)
		field.OnChanged = func(string) { e.look() }
		return field
	}
	line := func(label, value string) *kit.Entry {
		field := kit.NewEntry(text.T(label))
		field.SetText(value)
		field.OnChanged = func(string) { e.look() }
		return field
	}
	switch e.kind {
	case snippets.Hashtags:
		e.tags = area("snippets.hashtags.tags", snippets.TagText(e.one.Tags), text.T("snippets.hashtags.hint"), 3)
		return []fyne.CanvasObject{e.tags, e.about}
	case snippets.Signature:
		e.text = area("snippets.text", e.one.Text, "", 4)
		chips := kit.Flow(8)
		for _, n := range e.on {
			chips.Add(kit.NewFilterTag(n.Name(), kit.TonePrimary, slices.Contains(e.chosen, n), func(selected bool) {
				e.chosen = slices.DeleteFunc(e.chosen, func(o networks.Network) bool { return o == n })
				if selected {
					e.chosen = append(e.chosen, n)
				}
			}))
		}
		if len(e.on) == 0 {
			return []fyne.CanvasObject{e.text}
		}
		return []fyne.CanvasObject{e.text, kit.VStack(6, kit.Secondary(text.T("snippets.signature.for")), chips)}
	case snippets.Template:
		e.text = area("snippets.text", e.one.Text,
			text.T("snippets.template.hint", "Field", "{"+text.T("snippets.template.field_product")+"}", "Known", e.knownFields()), 6)
		return []fyne.CanvasObject{e.text, e.about}
	}
	e.address = line("snippets.link.address", e.one.Address).WithPlaceholder("https://")
	e.medium = line("snippets.link.medium", e.one.Medium).WithPlaceholder(snippets.DefaultMedium)
	e.content = line("snippets.link.content", e.one.Content)
	return []fyne.CanvasObject{
		e.address, kit.Columns(kit.Gap, kit.Col(1, 180, e.medium), kit.Col(1, 180, e.content)),
		kit.NewText(text.T("snippets.link.hint"), kit.StyleCaption).Wrapped(), e.about,
	}
}

// knownFields are the names of the fields that fill themselves, in braces.
func (e *editor) knownFields() string {
	text := e.host.Text()
	var all []string
	for _, name := range []string{"business", "town", "site", "date", "day", "first_name"} {
		all = append(all, "{"+text.T("snippets.template.known."+name)+"}")
	}
	return strings.Join(all, ", ")
}

// written is the snippet as it is typed.
func (e *editor) written() snippets.Snippet {
	one := e.one
	one.Name, one.Networks = e.name.Text(), e.chosen
	switch e.kind {
	case snippets.Hashtags:
		one.Tags, _ = snippets.ParseTags(e.tags.Text())
	case snippets.Link:
		one.Address, one.Medium, one.Content = e.address.Text(), e.medium.Text(), e.content.Text()
	default:
		one.Text = e.text.Text()
	}
	return one
}

// look shows what becomes of what is typed.
func (e *editor) look() {
	text := e.host.Text()
	one := e.written()
	said := ""
	switch e.kind {
	case snippets.Hashtags:
		tags, refused := snippets.ParseTags(e.tags.Text())
		if len(tags) > 0 {
			said = text.N("snippets.hashtags.count", len(tags), "Tags", snippets.TagText(tags))
		}
		for _, over := range snippets.TooMany(len(tags), slices.Concat(e.post.Networks, e.on)) {
			said += "\n" + text.N("snippets.hashtags.over", over.Max, "Network", over.Network.Name(), "Tags", len(tags))
		}
		if len(refused) > 0 {
			said += "\n" + text.T("snippets.hashtags.refused", "Words", strings.Join(refused, ", "))
		}
	case snippets.Template:
		parsed, err := snippets.ParseTemplate(one.Text)
		e.text.SetError("")
		switch {
		case err != nil:
			e.text.SetError(e.host.Sentence(err))
		case len(parsed.Fields()) > 0:
			said = text.N("snippets.template.fields", len(parsed.Fields()), "Fields", strings.Join(parsed.Fields(), ", "))
		case strings.TrimSpace(one.Text) != "":
			said = text.T("snippets.template.no_fields")
		}
	case snippets.Link:
		e.address.SetError("")
		if address, err := one.Track(e.picker.tracking(0)); err == nil {
			said = text.T("snippets.link.result", "Address", address)
		} else if strings.TrimSpace(one.Address) != "" && len(one.Address) > len("https://") {
			e.address.SetError(e.host.Sentence(err))
		}
	}
	e.about.SetText(strings.TrimPrefix(said, "\n"))
	if e.modal != nil {
		e.modal.Refresh()
	}
}

// save keeps what is typed, and shows it chosen.
func (e *editor) save() {
	var kept snippets.Snippet
	one := e.written()
	e.queue.Do(e.host, func(ctx context.Context) (err error) {
		kept, err = e.s.Snippets.Save(ctx, one)
		return err
	}, func(err error) {
		if err != nil {
			e.modal.SetError(e.host.Sentence(err))
			return
		}
		e.modal.Close()
		e.search.SetText("")
		e.search.Focus()
		e.wanted = kept.ID
		e.load()
	})
}
