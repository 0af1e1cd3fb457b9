package spelling

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/spelling"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// dialog is the dictionary of the business over a page.
type dialog struct {
	host       page.Host
	dictionary Dictionary
	loader     page.Loader
	word       *kit.Entry
	add        *kit.Button
	list       *fyne.Container
	modal      *kit.Modal
}

// ShowDictionary opens the dictionary of the business: its words, a field to add
// one, a button at each to take it out. Rooms learn of changes by
// spelling.WordsChanged.
func ShowDictionary(host page.Host, dictionary Dictionary) {
	text := host.Text()
	d := &dialog{host: host, dictionary: dictionary, list: kit.VStack(kit.TightGap)}
	d.word = kit.NewEntry(text.T("spelling.dictionary.word")).WithHint(text.T("spelling.dictionary.hint"))
	d.word.OnSubmitted = func(string) { d.learn() }
	d.add = kit.NewButton(text.T("spelling.dictionary.add"), d.learn)
	content := kit.VStack(14,
		kit.Secondary(text.T("spelling.dictionary.why")).Wrapped(),
		d.word, kit.HStack(0, d.add, kit.GrowSpace()),
		kit.NewSeparator(), d.list,
	)
	d.modal = kit.NewModal(text, host.Window().Canvas(), kit.ModalOptions{
		Title: text.T("spelling.dictionary.title"), Content: content, First: d.word.Focusable(), Width: 480,
	})
	d.modal.Show()
	d.load()
}

func (d *dialog) load() {
	page.Load(&d.loader, d.host, d.dictionary.Words, func(words []spelling.Word, err error) {
		if err != nil {
			d.modal.SetError(d.host.Sentence(err))
			return
		}
		d.show(words)
	})
}

func (d *dialog) show(words []spelling.Word) {
	text := d.host.Text()
	restore := kit.KeepFocus(d.host.Window().Canvas(), d.list)
	d.list.Objects = nil
	for i, w := range words {
		if i > 0 {
			d.list.Add(kit.NewSeparator())
		}
		day := text.DateNumeric(app.DateOf(w.AddedAt.In(d.host.Now().Location())))
		added := text.T("spelling.dictionary.added", "Day", day)
		if w.Who != "" {
			added = text.T("spelling.dictionary.added_by", "Who", w.Who, "Day", day)
		}
		shown := strings.ReplaceAll(w.Text, "'", "’")
		remove := kit.NewQuietIconButton(icons.Trash, text.T("spelling.dictionary.remove", "Word", shown), func() { d.forget(w) })
		d.list.Add(kit.HStack(kit.Gap, kit.Grow(kit.VStack(0, kit.Body(shown), kit.Caption(added))), remove))
	}
	if len(words) == 0 {
		d.list.Add(kit.Secondary(text.T("spelling.dictionary.empty")).Wrapped())
	}
	d.list.Refresh()
	d.modal.Refresh()
	restore()
}

func (d *dialog) learn() {
	word := strings.TrimSpace(d.word.Text())
	page.Do(d.host, func(ctx context.Context) error { return d.dictionary.Learn(ctx, word) }, func(err error) {
		if err != nil {
			d.word.SetError(d.host.Sentence(err))
			d.modal.Refresh()
			return
		}
		d.word.SetError("")
		d.word.SetText("")
		d.load()
	})
}

// forget takes a word out; the notice that says so takes it back.
func (d *dialog) forget(w spelling.Word) {
	page.Do(d.host, func(ctx context.Context) error { return d.dictionary.Forget(ctx, w.Text) }, func(err error) {
		if err != nil {
			d.modal.SetError(d.host.Sentence(err))
			return
		}
		d.host.Toast(d.host.Text().T("spelling.dictionary.removed", "Word", w.Text), func() {
			page.Do(d.host, func(ctx context.Context) error { return d.dictionary.Learn(ctx, w.Text) }, func(err error) {
				if err != nil {
					d.host.Failed(err)
					return
				}
				d.load()
			})
		})
		d.load()
	})
}
