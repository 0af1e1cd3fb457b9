package networks

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"parvis/app/business"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// form connects an account of one network: what to do at the left, what is asked at
// the right. What was typed stays while the way in is changed, and until the account
// is connected or the form is left.
type form struct {
	page    *Page
	network networks.Network
	ways    []networks.Way
	way     int
	known   bool             // the account is one of the business's
	again   networks.Account // connected again, the zero Account for one that never was
	typed   map[networks.Part]string

	fields    []asked // those of the way taken
	left      *fyne.Container
	right     *fyne.Container
	segmented *kit.Segmented // of the ways, nil when there is one
	busy      *kit.Busy
	reopen    *kit.Button // nil until the browser was sent away
	problem   *kit.InlineError
	confirm   *kit.Button
	attempt   context.CancelFunc // of the attempt that runs, nil while none does
	attempts  int
}

// asked is a field on the screen.
type asked struct {
	networks.Field
	entry *kit.Entry
}

// connect shows the form for a new account of a network.
func (p *Page) connect(n networks.Network) {
	if len(p.accounts.Ways(n)) == 0 {
		p.choose()
		return
	}
	p.open(&form{network: n}, p.host.Text().T("networks.form.title", "Network", n.Name()))
}

// connectKnown shows the form for an account that was followed by hand.
func (p *Page) connectKnown(a networks.Account) {
	f := &form{network: a.Network, known: true, typed: map[networks.Part]string{networks.PartIdentifier: a.Handle}}
	p.open(f, p.host.Text().T("networks.form.title", "Network", a.Network.Name()))
}

// reconnect shows the form for an account that was connected before.
func (p *Page) reconnect(a networks.Account) {
	if a.RemoteID == "" && a.State == networks.AccountHandFed {
		p.connectKnown(a)
		return
	}
	f := &form{network: a.Network, known: true, again: a, typed: map[networks.Part]string{networks.PartIdentifier: a.Handle}}
	p.open(f, p.host.Text().T("networks.form.reconnect_title", "Account", a.Handle))
}

func (p *Page) open(f *form, title string) {
	text := p.host.Text()
	f.page, f.ways = p, p.accounts.Ways(f.network)
	if f.typed == nil {
		f.typed = make(map[networks.Part]string)
	} else if !named(f.ways) {
		delete(f.typed, networks.PartIdentifier)
	}
	f.left, f.right = container.NewStack(), container.NewStack()
	f.busy, f.problem = kit.NewBusy(text, nil), kit.NewInlineError()
	f.confirm = kit.NewPrimaryButton("", f.submit)
	if len(f.ways) > 1 {
		labels := make([]string, len(f.ways))
		for i, w := range f.ways {
			labels[i] = text.T("networks.way.kind." + string(w.Kind))
		}
		f.segmented = kit.NewSegmented(labels, 0, f.take)
	}
	leave := kit.NewButton(text.T("networks.choice.other"), p.choose)
	if f.known {
		leave = kit.NewButton(text.T("networks.choice.back"), p.back)
	}
	header := kit.NewPageHeader(title, p.offer(f.network), nil, leave.WithIcon(icons.ChevronLeft))
	p.front(kit.NewPage(header, kit.Columns(kit.CardGap,
		kit.Col(1, 330, kit.NewCard(f.left)), kit.Col(1, 330, kit.NewCard(f.right)),
	)))
	p.form = f
	f.take(0)
	f.suggestSite()
}

// named reports whether an account's own name is what one of the ways asks for.
func named(ways []networks.Way) bool {
	for _, w := range ways {
		for _, field := range w.Fields {
			if field.Name {
				return true
			}
		}
	}
	return false
}

// take shows a way in: its steps and its fields.
func (f *form) take(way int) {
	f.giveUp()
	f.keep()
	f.way = way
	w, text := f.ways[way], f.page.host.Text()
	f.fields = nil
	for _, field := range w.Fields {
		if field.Part == networks.PartService && f.again.RemoteID != "" {
			continue // it is known
		}
		expired := f.again.State == networks.AccountExpired
		if field.Part == networks.PartIdentifier && !field.Name && expired || field.Kept && (expired || f.again.State == networks.AccountConnected) {
			// The one that served before is kept with the credential.
			field.Optional, field.Hint = true, "networks.way.kept_hint"
		}
		f.fields = append(f.fields, asked{field, f.input(field)})
	}
	switch {
	case w.Asks():
		f.confirm.SetText(text.T("networks.way.browser"))
	case f.again.ID != "":
		f.confirm.SetText(text.T("networks.reconnect"))
	default:
		f.confirm.SetText(text.T("networks.way.connect"))
	}
	f.left.Objects = []fyne.CanvasObject{kit.VScroll(f.instructions(w))}
	f.left.Refresh()
	f.tell("")
	f.focus()
}

// tell says what must be corrected, "" for nothing.
func (f *form) tell(sentence string) {
	f.problem.Set(sentence)
	f.draw()
}

// draw lays out what is asked, with what goes on or went wrong.
func (f *form) draw() {
	column := kit.VStack(14)
	if f.segmented != nil {
		column.Add(f.segmented)
	}
	for _, one := range f.fields {
		column.Add(one.entry)
	}
	if f.attempt != nil {
		column.Add(f.busy)
	}
	if f.attempt != nil && f.reopen != nil {
		column.Add(kit.HStack(0, f.reopen, kit.GrowSpace()))
	}
	if f.problem.Text() != "" {
		column.Add(f.problem)
	}
	column.Add(kit.HStack(kit.Gap, kit.GrowSpace(), kit.NewButton(f.page.host.Text().T("kit.cancel"), f.cancel), f.confirm))
	f.right.Objects = []fyne.CanvasObject{kit.VScroll(column)}
	f.right.Refresh()
}

// input makes the field for a part of what is asked.
func (f *form) input(field networks.Field) *kit.Entry {
	text := f.page.host.Text()
	label := text.T(field.Label)
	if field.Optional {
		label = text.T("networks.way.optional", "Field", label)
	}
	entry := kit.NewEntry(label)
	if field.Hidden() {
		entry = kit.NewPasswordEntry(label)
	}
	entry.WithPlaceholder(field.Placeholder)
	if field.Hint != "" {
		entry.WithHint(text.T(field.Hint))
	}
	entry.SetText(f.typed[field.Part])
	entry.OnChanged = func(string) { f.correct(entry, "") }
	entry.OnKey(f.page.escape)
	entry.OnSubmitted = func(string) { f.next() }
	return entry
}

// correct says under a field what must be corrected, "" for nothing any more.
func (f *form) correct(entry *kit.Entry, problem string) {
	if entry.Error() == problem {
		return
	}
	entry.SetError(problem)
	f.draw()
}

// keep remembers what was typed.
func (f *form) keep() {
	for _, one := range f.fields {
		f.typed[one.Part] = one.entry.Text()
	}
}

// value returns what was typed, without the spaces that come with a copy.
func (f *form) value(part networks.Part) string {
	f.keep()
	return strings.TrimSpace(f.typed[part])
}

// missing returns the first field that must be filled and is not.
func (f *form) missing() (asked, bool) {
	for _, one := range f.fields {
		if !one.Optional && strings.TrimSpace(one.entry.Text()) == "" {
			return one, true
		}
	}
	return asked{}, false
}

// focus goes to where there is something to do first. The window is asked, as a field
// that was never drawn does not know yet where it stands.
func (f *form) focus() {
	canvas := f.page.host.Window().Canvas()
	if one, ok := f.missing(); ok {
		canvas.Focus(one.entry.Focusable())
		return
	}
	canvas.Focus(f.confirm)
}

// next acts on Enter: the next field to fill, or else the button.
func (f *form) next() {
	if one, ok := f.missing(); ok {
		one.entry.Focus()
		return
	}
	f.submit()
}

// suggestSite fills in the site of the business where a site is what is connected.
func (f *form) suggestSite() {
	if f.network != networks.WordPress || f.page.business == nil || f.again.ID != "" {
		return
	}
	var b business.Business
	page.Do(f.page.host,
		func(ctx context.Context) (err error) {
			b, err = f.page.business.Business(ctx)
			return err
		},
		func(err error) {
			// Without it the owner types the site.
			if err != nil || f.page.form != f || f.value(networks.PartService) != "" {
				return
			}
			for _, one := range f.fields {
				if one.Part == networks.PartService {
					one.entry.SetText(b.Website)
					f.focus()
				}
			}
		})
}
