package shell

import (
	"fmt"

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
