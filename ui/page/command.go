package page

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Command is something that a page offers in the menu of the window, under a
// shortcut that works wherever the focus is.
type Command struct {
	// Name is what the menu says, "" for a line between groups.
	Name string
	// Key is a letter or a digit struck with Ctrl (Cmd on macOS), and with Shift
	// when Shift is set; "" for none.
	Key   fyne.KeyName
	Shift bool
	// Checked marks what is so already; Disabled greys what cannot be done now.
	Checked, Disabled bool
	// Do is called on the main goroutine.
	Do func()
}

// Shortcut returns the keys as Fyne reports them, nil for none: what means
// something to every text has a shortcut of its own.
func (c Command) Shortcut() fyne.Shortcut {
	if c.Key == "" {
		return nil
	}
	if !c.Shift {
		switch c.Key {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	keys := fyne.KeyModifierShortcutDefault
	if c.Shift {
		keys |= fyne.KeyModifierShift
	}
	return &desktop.CustomShortcut{KeyName: c.Key, Modifier: keys}
}

// ForText reports whether a text field with the focus takes the command for its
// own text.
func (c Command) ForText() bool {
	switch c.Shortcut().(type) {
	case *fyne.ShortcutUndo, *fyne.ShortcutRedo, *fyne.ShortcutSelectAll:
		return true
	}
	return false
}

// Same reports whether two commands look the same in a menu.
func (c Command) Same(o Command) bool {
	return c.Name == o.Name && c.Key == o.Key && c.Shift == o.Shift && c.Checked == o.Checked && c.Disabled == o.Disabled
}
