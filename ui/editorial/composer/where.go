package composer

import (
	"slices"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/assets/icons"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// where lists the accounts of the business; those that can publish are chosen
// or not.
type where struct {
	view    *View
	object  *fyne.Container
	chips   []*kit.TapRow
	senders []app.ID // the accounts that can be chosen
}

func newWhere(v *View) *where { return &where{view: v, object: kit.Flow(8)} }

func (w *where) draw() {
	v, text := w.view, w.view.host.Text()
	// A chip that has the focus is drawn anew: the focus stays at its place.
	focused := -1
	if canvas := v.host.Window().Canvas(); canvas.Focused() != nil {
		focused = slices.IndexFunc(w.chips, func(c *kit.TapRow) bool { return canvas.Focused() == fyne.Focusable(c) })
	}
	w.object.Objects, w.chips, w.senders = nil, nil, nil
	for _, a := range v.around.accounts {
		chosen := slices.Contains(v.open.post.Accounts, a.ID)
		if a.Sends() {
			w.senders = append(w.senders, a.ID)
		}
		switch {
		case v.open.state == editorial.StateFailed && chosen:
			w.refused(a, text.T("composer.where.failed"))
		case v.open.state == editorial.StateFailed:
		default:
			w.choice(a, chosen)
		}
	}
	if len(w.senders) == 0 {
		if len(v.around.accounts) == 0 {
			w.object.Add(kit.Secondary(text.T("composer.where.none")))
		}
		w.object.Add(kit.NewButton(text.T("composer.where.connect"), v.connect).Compact().WithIcon(icons.Plus))
	}
	w.object.Refresh()
	w.view.entitle()
	if focused >= 0 && focused < len(w.chips) {
		v.host.Window().Canvas().Focus(w.chips[focused])
	}
}

// entitle says who reads the title of the post: a network that has titles shows
// it.
func (v *View) entitle() {
	text := v.host.Text()
	for _, a := range v.around.accounts {
		if l, _ := a.Limits(); l.TitleRequired && slices.Contains(v.open.post.Accounts, a.ID) {
			v.title.SetPlaceholder(text.T("composer.title.public", "Network", a.Network.Name()))
			return
		}
	}
	v.title.SetPlaceholder(text.T("composer.title.placeholder"))
}

// choice is the chip of an account that can be chosen or left.
func (w *where) choice(a networks.Account, chosen bool) {
	text := w.view.host.Text()
	name := kit.NewText(w.called(a), kit.StyleSecondary).Colored(kit.ColorInk)
	if name.Text() != a.Handle {
		name.WithTip(a.Handle)
	}
	sign := kit.NewIcon(icons.Plus, 14, kit.ColorMuted)
	if chosen {
		sign = kit.NewIcon(icons.Check, 14, kit.ColorPrimary)
	}
	switch a.State {
	case networks.AccountHandFed:
		name.WithTip(a.Handle + "\n" + text.T("composer.where.hand_fed", "Network", a.Network.Name()))
	case networks.AccountExpired:
		sign = kit.NewIcon(icons.Alert, 14, kit.ColorAmberText)
		name.WithTip(a.Handle + "\n" + text.T("composer.where.expired", "Network", a.Network.Name()))
	}
	chip := kit.NewChoiceChip(kit.HStack(7, kit.NewNetworkBadge(string(a.Network)), name, sign), chosen, func() { w.toggle(a.ID) })
	w.chips = append(w.chips, chip)
	w.object.Add(chip)
}

// called is how a chip names an account: by its network, or by its handle where
// several are on it. It stays the same, chosen or not, so that nothing moves.
func (w *where) called(a networks.Account) string {
	several := 0
	for _, o := range w.view.around.accounts {
		if o.Network == a.Network {
			several++
		}
	}
	if several > 1 {
		return short(a.Handle)
	}
	return a.Network.Name()
}

// longestHandle is how much of a handle a chip shows, in characters.
const longestHandle = 20

// short is a handle as a chip shows it.
func short(handle string) string {
	if utf8.RuneCountInString(handle) <= longestHandle {
		return handle
	}
	return string([]rune(handle)[:longestHandle-1]) + "…"
}

// refused is the chip of an account that cannot be chosen, and why.
func (w *where) refused(a networks.Account, why string) {
	name := kit.NewText(a.Handle, kit.StyleSecondary).Colored(kit.ColorMuted).WithTip(why)
	w.object.Add(kit.NewSurface(kit.HStack(7, kit.NewNetworkBadge(string(a.Network)), name), kit.ColorTrack, kit.ColorLine, 8, 5))
}

// toggle chooses an account or leaves it.
func (w *where) toggle(id app.ID) {
	p := &w.view.open.post
	if i := slices.Index(p.Accounts, id); i >= 0 {
		p.Accounts = slices.Delete(slices.Clone(p.Accounts), i, i+1)
	} else {
		p.Accounts = append(slices.Clone(p.Accounts), id)
	}
	w.draw()
	w.view.versions.draw()
	w.view.refill()
	w.view.arrange()
	w.view.changed()
}

// choose leads to what chooses where the post goes: the only account Parvis sends
// to, the first of several, or the room where one is connected.
func (w *where) choose() {
	switch {
	case len(w.chips) == 0:
		w.view.connect()
	case len(w.senders) == 1 && !slices.Contains(w.view.open.post.Accounts, w.senders[0]):
		w.toggle(w.senders[0])
	default:
		w.view.host.Window().Canvas().Focus(w.chips[0])
	}
}

// connect leads to the room where an account is connected.
func (v *View) connect() { v.host.Go(page.Target{Room: page.Networks, View: page.Connect}) }
