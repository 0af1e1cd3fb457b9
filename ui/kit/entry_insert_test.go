package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestInsertIsUndoneAsTyping(t *testing.T) {
	system := fyne.CurrentApp().Clipboard()
	system.SetContent("du client")
	area := NewTextArea("")
	var changed []string
	area.OnChanged = func(s string) { changed = append(changed, s) }
	w := open(t, VStack(0, area), 300, 200)
	area.Focus()
	test.Type(w.Canvas().Focused(), "Le pain")
	for range 5 {
		key(area.in, fyne.KeyLeft)
	}
	area.Insert("bon 🥖\net le ")
	if got := area.Text(); got != "Lebon 🥖\net le  pain" || changed[len(changed)-1] != got {
		t.Fatalf("the text is %q, told %q", got, changed)
	}
	if area.in.CursorRow != 1 || area.in.CursorColumn != 6 {
		t.Errorf("the cursor is at %d, %d", area.in.CursorRow, area.in.CursorColumn)
	}
	area.in.TypedShortcut(&fyne.ShortcutUndo{})
	if area.Text() != "Le pain" {
		t.Errorf("undone: %q", area.Text())
	}
	area.in.TypedShortcut(&fyne.ShortcutRedo{})
	if area.Text() != "Lebon 🥖\net le  pain" {
		t.Errorf("done again: %q", area.Text())
	}
	if system.Content() != "du client" {
		t.Errorf("the clipboard of the system holds %q", system.Content())
	}
}

func TestInsertTakesThePlaceOfTheSelection(t *testing.T) {
	area := NewTextArea("")
	open(t, VStack(0, area), 300, 200)
	area.Focus()
	test.Type(area.in, "Le pain")
	area.in.TypedShortcut(&fyne.ShortcutSelectAll{})
	area.Insert("La brioche")
	if area.Text() != "La brioche" {
		t.Errorf("got %q", area.Text())
	}
	area.in.TypedShortcut(&fyne.ShortcutUndo{})
	area.in.TypedShortcut(&fyne.ShortcutUndo{})
	if area.Text() != "Le pain" {
		t.Errorf("undone: %q", area.Text())
	}
}

func TestInsertInAFieldOfOneLine(t *testing.T) {
	field := NewEntry("Nom")
	open(t, VStack(0, field), 300, 100)
	field.Insert("pain\nchaud")
	if field.Text() != "pain chaud" {
		t.Errorf("got %q", field.Text())
	}
	field.Insert("")
	field.Disable()
	field.Insert("!")
	if field.Text() != "pain chaud" {
		t.Errorf("a field that cannot change became %q", field.Text())
	}
}
