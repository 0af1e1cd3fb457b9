package shell

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"parvis/ui/page"
)

// shortcut is Ctrl (Cmd on macOS) with a letter or a digit: the only keys that
// every keyboard layout has at hand.
func shortcut(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

// menu builds the main menu. Every shortcut of the program is an item of it,
// because only those work while a text field has the focus. A form or a decision
// over the page must be answered first, but for quitting.
func (s *Shell) menu() *fyne.MainMenu {
	item := func(key string, action func(), shortcut fyne.Shortcut) *fyne.MenuItem {
		i := fyne.NewMenuItem(s.text.T(key), func() {
			if s.window.Canvas().Overlays().Top() == nil {
				action()
			}
		})
		i.Shortcut = shortcut
		return i
	}
	quit := fyne.NewMenuItem(s.text.T("shell.menu.quit"), s.Quit)
	quit.Shortcut, quit.IsQuit = shortcut(fyne.KeyQ), true
	file := []*fyne.MenuItem{}
	if s.open != nil {
		file = append(file, item("shell.menu.new_post", func() {
			s.router.open(page.Target{Room: page.Editorial, View: page.NewPost})
		}, shortcut(fyne.KeyN)), fyne.NewMenuItemSeparator())
	}
	file = append(file,
		item("shell.menu.open", s.chooseFile, shortcut(fyne.KeyO)),
		item("shell.menu.example", s.openExample, nil),
	)
	if s.open != nil {
		file = append(file, item("shell.menu.close", s.CloseWorkspace, shortcut(fyne.KeyW)))
	}
	file = append(file, fyne.NewMenuItemSeparator(), quit)
	menus := []*fyne.Menu{fyne.NewMenu(s.text.T("shell.menu.file"), file...)}
	if len(s.offered) > 0 {
		menus = append(menus, s.offeredMenu())
	}
	if s.open != nil {
		var rooms []*fyne.MenuItem
		for i, r := range s.open.Rooms {
			var keys fyne.Shortcut
			if i < 9 {
				keys = shortcut(fyne.KeyName(fmt.Sprint(i + 1)))
			}
			rooms = append(rooms, item("shell.room."+string(r.ID), func() {
				s.router.open(page.Target{Room: r.ID})
			}, keys))
		}
		menus = append(menus, fyne.NewMenu(s.text.T("shell.menu.view"), rooms...))
	}
	about := item("shell.menu.about", s.showAbout, nil)
	return fyne.NewMainMenu(append(menus, fyne.NewMenu(s.text.T("shell.menu.help"), about))...)
}

// offer shows the commands of the page in the menu, which is drawn anew only when
// they look otherwise.
func (s *Shell) offer(commands []page.Command) {
	if s.open == nil {
		return
	}
	same := slices.EqualFunc(s.offered, commands, page.Command.Same)
	s.offered = commands
	if !same && s.sidebar != nil {
		s.window.SetMainMenu(s.menu())
	}
}

// offeredMenu is the menu of the room that is shown.
func (s *Shell) offeredMenu() *fyne.Menu {
	var items []*fyne.MenuItem
	for i, c := range s.offered {
		if c.Name == "" {
			items = append(items, fyne.NewMenuItemSeparator())
			continue
		}
		item := fyne.NewMenuItem(c.Name, func() { s.command(i) })
		item.Shortcut, item.Checked, item.Disabled = c.Shortcut(), c.Checked, c.Disabled
		items = append(items, item)
	}
	return fyne.NewMenu(s.text.T("shell.room."+string(s.router.current)), items...)
}

// command does what was offered, as it is offered now. A field that has the focus
// keeps for its text what means something to every text; a form over the page must
// be answered first.
func (s *Shell) command(i int) {
	if i >= len(s.offered) {
		return
	}
	c := s.offered[i]
	if c.ForText() {
		if field, ok := s.window.Canvas().Focused().(interface {
			fyne.Shortcutable
			SelectedText() string
		}); ok {
			field.TypedShortcut(c.Shortcut())
			return
		}
	}
	if !c.Disabled && s.window.Canvas().Overlays().Top() == nil {
		c.Do()
	}
}
