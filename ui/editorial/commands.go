package editorial

import (
	"fyne.io/fyne/v2"

	"parvis/app"
	"parvis/ui/kit"
	"parvis/ui/page"
)

// offer shows in the menu of the window what the view in front can do.
func (p *Page) offer() {
	if !p.front {
		return
	}
	switch {
	case p.shown < registerView:
		p.host.Offer(append(p.calendar.commands(), p.viewCommands()...)...)
	case p.shown == registerView:
		p.host.Offer(p.viewCommands()...)
	default:
		p.host.Offer()
	}
}

// viewCommands lead to the views of the room.
func (p *Page) viewCommands() []page.Command {
	keys := []fyne.KeyName{monthView: fyne.KeyM, weekView: fyne.KeyS, listView: fyne.KeyL, registerView: fyne.KeyR}
	commands := []page.Command{{}}
	for v, name := range p.viewNames() {
		commands = append(commands, page.Command{
			Name: name, Key: keys[v], Shift: true, Checked: p.shown == view(v), Do: func() { p.pick(view(v)) },
		})
	}
	return commands
}

// commands are what the calendar can do now.
func (c *calendar) commands() []page.Command {
	text := c.host.Text()
	named := func(action app.Message, key, nothing string) string {
		if action.IsZero() {
			return text.T(nothing)
		}
		return text.T(key, "Action", text.Say(action))
	}
	do := func(key string, shortcut fyne.KeyName, disabled bool, f func()) page.Command {
		return page.Command{Name: text.T(key), Key: shortcut, Disabled: disabled, Do: f}
	}
	commands := []page.Command{
		{
			Name: named(c.undo, "editorial.journal.undo", "editorial.calendar.command.undo_nothing"),
			Key:  fyne.KeyZ, Disabled: c.undo.IsZero(), Do: c.undoLast,
		},
		{
			Name: named(c.redo, "editorial.journal.redo", "editorial.calendar.command.redo_nothing"),
			Key:  fyne.KeyY, Disabled: c.redo.IsZero(), Do: c.redoLast,
		},
		{},
		do("editorial.calendar.search", fyne.KeyF, false, c.search),
		do("editorial.calendar.filter.open", fyne.KeyG, false, c.showFilters),
		do("editorial.calendar.command.mark_all", fyne.KeyA, false, c.markAll),
		do("editorial.calendar.command.following", fyne.KeyS, false, func() { c.onActed(c.markFollowing) }),
		do("editorial.calendar.command.mark_none", "", len(c.marked) == 0, c.unmark),
		{},
		do("editorial.calendar.command.move", fyne.KeyD, false, func() { c.askMove(c.acted()) }),
		do("editorial.calendar.command.duplicate", fyne.KeyU, false, func() { c.onActed(c.duplicate) }),
		do("editorial.calendar.command.state", fyne.KeyE, false, func() { c.chooseIn(c.stateItems) }),
		do("editorial.calendar.command.pillar", fyne.KeyP, false, func() { c.chooseIn(c.pillarItems) }),
		do("editorial.calendar.command.campaign", fyne.KeyK, false, func() { c.chooseIn(c.campaignItems) }),
		do("editorial.calendar.command.remove", "", false, func() { c.onActed(c.removeAll) }),
		do("editorial.calendar.command.repeat", fyne.KeyR, false, c.askRepeat),
		{},
		do("editorial.today", fyne.KeyT, false, func() { c.turn(c.today()) }),
	}
	if c.sight == sight(c.list) {
		commands = append(commands, do("editorial.calendar.command.sort", fyne.KeyJ, false, func() { kit.ShowMenu(c.anchor(), c.list.orderItems()...) }))
	}
	return commands
}

// onActed does something to the posts that are marked, or to the one that the
// keyboard is on.
func (c *calendar) onActed(f func([]app.ID)) {
	if ids := c.acted(); len(ids) > 0 {
		f(ids)
	}
}

// chooseIn opens a list of what can be given to the posts acted on, which the
// arrows go through.
func (c *calendar) chooseIn(items func() []*fyne.MenuItem) {
	if len(c.acted()) > 0 {
		kit.ShowMenu(c.anchor(), items()...)
	}
}

// anchor is what the lists that shortcuts open hang from.
func (c *calendar) anchor() fyne.CanvasObject {
	if len(c.marked) > 0 {
		return c.bar.count
	}
	return c.filters.more
}

// menu is what the button beside the title offers.
func (c *calendar) menu() []*fyne.MenuItem {
	items := append([]*fyne.MenuItem{
		fyne.NewMenuItem(c.host.Text().T("editorial.calendar.command.repeat"), c.askRepeat), fyne.NewMenuItemSeparator(),
	}, c.datesMenu()...)
	for _, one := range c.services.Menu {
		items = append(items, fyne.NewMenuItem(c.host.Text().T(one.Name), func() { one.Do(c.host) }))
	}
	return items
}
