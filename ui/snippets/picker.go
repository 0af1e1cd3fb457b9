package snippets

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// picker is the form in which a snippet of a kind is chosen.
type picker struct {
	host   page.Host
	s      Services
	post   Post
	kind   snippets.Kind
	insert func(string)

	modal  *kit.Modal
	search *kit.Entry
	place  *fyne.Container // holds the rows, or why there are none
	undone *fyne.Container // holds what can be taken back
	loader page.Loader
	queue  page.Queue

	business business.Business
	on       []networks.Network // of the accounts
	all      []snippets.Snippet
	found    []snippets.Snippet
	chosen   int
	wanted   app.ID // to be chosen once it is read, "" for none
	undo     func()
	deleted  string // name of what undo brings back
}

const (
	pickerWidth  = 560
	pickerHeight = 330
)

func newPicker(h page.Host, s Services, post Post, kind snippets.Kind, insert func(string)) *picker {
	return &picker{host: h, s: s, post: post, kind: kind, insert: insert}
}

// icon is the sign of a kind.
func icon(kind snippets.Kind) icons.Name {
	switch kind {
	case snippets.Hashtags:
		return icons.Hash
	case snippets.Signature:
		return icons.Edit
	case snippets.Template:
		return icons.File
	}
	return icons.Link
}

func (p *picker) show() {
	text := p.host.Text()
	p.search = kit.NewSearchEntry(text.T(key(p.kind, "search")))
	p.search.OnChanged = func(string) {
		p.chosen = 0
		p.draw()
	}
	p.search.OnKey(p.typed)
	p.place, p.undone = container.NewStack(), kit.VStack(0)
	head := kit.HStack(kit.Gap, kit.Grow(p.search),
		kit.NewButton(text.T(key(p.kind, "new")), func() { p.edit(snippets.Snippet{Kind: p.kind}) }).WithIcon(icons.Plus))
	p.modal = kit.NewModal(text, p.host.Window().Canvas(), kit.ModalOptions{
		Title:   text.T(key(p.kind, "title")),
		Content: kit.VStack(kit.Gap, head, p.undone, kit.Height(pickerHeight, p.place), kit.Caption(text.T("snippets.keys"))),
		Width:   pickerWidth, First: p.search.Focusable(),
		OnClosed: func(bool) {
			if p.undo != nil {
				p.host.Toast(text.T("snippets.deleted", "Name", p.deleted), p.undo)
			}
		},
	})
	p.modal.Show()
	p.load()
}

// load reads what there is.
func (p *picker) load() {
	type kept struct {
		all      []snippets.Snippet
		business business.Business
		accounts []networks.Account
	}
	page.LoadAfter(&p.queue, &p.loader, p.host, func(ctx context.Context) (k kept, err error) {
		if k.all, err = p.s.Snippets.List(ctx, p.kind); err != nil {
			return k, err
		}
		if k.business, err = p.s.Business.Business(ctx); err != nil {
			return k, err
		}
		k.accounts, err = p.s.Accounts.Accounts(ctx)
		return k, err
	}, func(k kept, err error) {
		if err != nil {
			p.put(page.Unreadable(p.host, err, p.load))
			return
		}
		p.all, p.business, p.on = k.all, k.business, nil
		for _, a := range k.accounts {
			if !slices.Contains(p.on, a.Network) {
				p.on = append(p.on, a.Network)
			}
		}
		p.draw()
	})
}

func (p *picker) put(o fyne.CanvasObject) {
	p.place.Objects = []fyne.CanvasObject{o}
	p.place.Refresh()
}

// draw shows what is found.
func (p *picker) draw() {
	text := p.host.Text()
	p.found = nil
	var others []snippets.Snippet
	for _, one := range p.all {
		switch {
		case !one.Matches(p.search.Text()):
		case one.For(p.post.Networks):
			p.found = append(p.found, one)
		default:
			others = append(others, one)
		}
	}
	p.found = append(p.found, others...)
	if at := slices.IndexFunc(p.found, func(o snippets.Snippet) bool { return o.ID == p.wanted }); at >= 0 {
		p.chosen, p.wanted = at, ""
	}
	p.chosen = min(p.chosen, max(len(p.found)-1, 0))
	switch {
	case len(p.all) == 0:
		p.put(kit.NewEmptyState(icon(p.kind), text.T(key(p.kind, "empty")),
			kit.NewPrimaryButton(text.T(key(p.kind, "first")), func() { p.edit(snippets.Snippet{Kind: p.kind}) })))
		return
	case len(p.found) == 0:
		p.put(kit.NewEmptyState(icons.Search, text.T("snippets.none"),
			kit.NewButton(text.T("snippets.none_clear"), func() {
				p.search.SetText("")
				p.search.Focus()
			})))
		return
	}
	column := kit.VStack(6)
	for i, one := range p.found {
		column.Add(p.row(one, i == p.chosen))
	}
	keep := kit.KeepFocus(p.host.Window().Canvas(), p.place)
	p.put(kit.VScroll(column))
	keep()
	kit.Reveal(column.Objects[p.chosen])
}

// row shows a snippet, with what can be done to it.
func (p *picker) row(one snippets.Snippet, chosen bool) fyne.CanvasObject {
	text := p.host.Text()
	head := kit.HStack(8, kit.Grow(kit.Strong(one.Name)))
	for _, n := range one.Networks {
		head.Add(kit.NewNetworkBadgeSized(string(n), 18))
	}
	if one.Uses > 0 {
		head.Add(kit.Caption(text.N("snippets.uses", one.Uses)))
	}
	about := kit.VStack(3, head, kit.Secondary(p.summary(one)))
	for _, over := range snippets.TooMany(len(one.Tags), p.post.Networks) {
		about.Add(kit.NewTag(text.N("snippets.hashtags.over", over.Max, "Network", over.Network.Name(), "Tags", len(one.Tags)), kit.ToneAttention))
	}
	if !one.For(p.post.Networks) {
		about.Add(kit.Caption(text.T("snippets.signature.elsewhere")))
	}
	return kit.HStack(6, kit.Grow(kit.NewChoiceCard(about, chosen, func() { p.choose(one) })),
		kit.NewMenuButton("", text.T("snippets.more", "Name", one.Name), func() []*fyne.MenuItem { return p.menu(one) }))
}

// summary is what a row says of a snippet below its name.
func (p *picker) summary(one snippets.Snippet) string {
	switch one.Kind {
	case snippets.Hashtags:
		return snippets.TagText(one.Tags)
	case snippets.Link:
		return snippets.ShownAddress(one.Address)
	}
	return oneLine(one.Text)
}

// menu lists what can be done to a snippet.
func (p *picker) menu(one snippets.Snippet) []*fyne.MenuItem {
	text := p.host.Text()
	at := slices.IndexFunc(p.all, func(o snippets.Snippet) bool { return o.ID == one.ID })
	up := fyne.NewMenuItem(text.T("snippets.up"), func() { p.move(one, -1) })
	down := fyne.NewMenuItem(text.T("snippets.down"), func() { p.move(one, 1) })
	up.Disabled, down.Disabled = at <= 0, at == len(p.all)-1
	return []*fyne.MenuItem{
		fyne.NewMenuItem(text.T("snippets.edit"), func() { p.edit(one) }),
		up, down,
		fyne.NewMenuItem(text.T("snippets.delete"), func() { p.remove(one) }),
	}
}

// typed acts on the keys that the search field does not take.
func (p *picker) typed(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyDown:
		p.highlight(p.chosen + 1)
	case fyne.KeyUp:
		p.highlight(p.chosen - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if p.chosen < len(p.found) {
			p.choose(p.found[p.chosen])
		}
	default:
		return false
	}
	return true
}

func (p *picker) highlight(at int) {
	if at < 0 || at >= len(p.found) {
		return
	}
	p.chosen = at
	p.draw()
}

// choose inserts a snippet, or asks what is missing first.
func (p *picker) choose(one snippets.Snippet) {
	switch one.Kind {
	case snippets.Hashtags:
		p.use(one, snippets.TagText(one.Tags))
	case snippets.Signature:
		p.use(one, one.Text)
	case snippets.Template:
		p.complete(one)
	case snippets.Link:
		p.track(one)
	}
}

// use closes the form, inserts a text and counts the use.
func (p *picker) use(one snippets.Snippet, text string) {
	p.modal.Close()
	p.insert(text)
	p.queue.Do(p.host, func(ctx context.Context) error { return p.s.Snippets.Used(ctx, one) }, func(err error) {
		if err != nil {
			p.host.Failed(err)
		}
	})
}

func (p *picker) move(one snippets.Snippet, by int) {
	p.queue.Do(p.host, func(ctx context.Context) error { return p.s.Snippets.Move(ctx, p.kind, one.ID, by) }, p.then(func() { p.wanted = one.ID }))
}

func (p *picker) remove(one snippets.Snippet) {
	var undo snippets.Undo
	p.queue.Do(p.host, func(ctx context.Context) (err error) {
		undo, err = p.s.Snippets.Delete(ctx, one.ID)
		return err
	}, p.then(func() { p.offer(one.Name, undo) }))
}

// offer shows what was deleted and a way back, until something else is deleted;
// once the form has closed, the window does.
func (p *picker) offer(name string, undo snippets.Undo) {
	text := p.host.Text()
	p.deleted = name
	p.undo = func() {
		p.undo = nil
		p.say(nil)
		p.queue.Do(p.host, undo, p.then(func() {}))
	}
	p.say(kit.HStack(kit.Gap, kit.Grow(kit.Secondary(text.T("snippets.deleted", "Name", name))),
		kit.NewQuietButton(text.T("snippets.undo"), p.undo).WithIcon(icons.Undo)))
}

func (p *picker) say(o fyne.CanvasObject) {
	p.undone.Objects = nil
	if o != nil {
		p.undone.Objects = []fyne.CanvasObject{o}
	}
	p.undone.Refresh()
	p.modal.Refresh()
}

// then returns what follows a command: done, and what there is read again.
func (p *picker) then(done func()) func(error) {
	return func(err error) {
		if err != nil {
			p.modal.SetError(p.host.Sentence(err))
			return
		}
		p.modal.SetError("")
		done()
		// A menu or a button had the keyboard.
		p.search.Focus()
		p.load()
	}
}
