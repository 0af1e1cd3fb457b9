package kit

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// fields are rows as a form has them, each with four things that take the focus.
func fields(words Words, rows int) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range rows {
		date := NewDateField(words, "", today)
		all = append(all, NewSurface(HStack(Gap, NewEntry(fmt.Sprint(i)), date, NewButton("Retirer", nil)), ColorCard, ColorLine, 8, 8))
	}
	return all
}

func TestTheFocusStaysAtItsPlace(t *testing.T) {
	for name, tt := range map[string]struct{ before, at, after, want int }{
		"the same rows":         {3, 5, 3, 5},
		"a row more":            {3, 5, 4, 5},
		"the last row has gone": {3, 11, 2, 7},
		"nothing is left":       {1, 2, 0, -1},
		"nothing had the focus": {2, -1, 2, -1},
	} {
		t.Run(name, func(t *testing.T) {
			column := VStack(Gap)
			w := open(t, VScroll(column), 500, 300)
			column.Objects = fields(french(t), tt.before)
			column.Refresh()
			if all := focusables(column, nil); len(all) != 4*tt.before {
				t.Fatalf("%d things take the focus", len(all))
			} else if tt.at >= 0 {
				w.Canvas().Focus(all[tt.at])
			}
			restore := KeepFocus(w.Canvas(), column)
			column.Objects = fields(french(t), tt.after)
			column.Refresh()
			restore()
			got := -1
			for i, f := range focusables(column, nil) {
				if f == w.Canvas().Focused() {
					got = i
				}
			}
			if got != tt.want {
				t.Errorf("the focus is at %d, want %d", got, tt.want)
			}
		})
	}
}

// TestTabGoesInTheOrderOfFocusables: the order that KeepFocus counts in is that of
// Tab.
func TestTabGoesInTheOrderOfFocusables(t *testing.T) {
	column := VStack(Gap, fields(french(t), 3)...)
	w := open(t, VScroll(column), 500, 300)
	for i, f := range focusables(column, nil) {
		w.Canvas().FocusNext()
		if w.Canvas().Focused() != f {
			t.Fatalf("Tab number %d goes to %T, want %T", i+1, w.Canvas().Focused(), f)
		}
	}
}

// TestWhatIsNewIsRevealed: what was added below the room is in sight as soon as it
// has the focus, though nothing was drawn since.
func TestWhatIsNewIsRevealed(t *testing.T) {
	column := VStack(Gap, NewEntry("un"))
	place := VScroll(column)
	w := open(t, NewCard(place), 400, 200)
	for i := range 12 {
		column.Add(NewEntry(fmt.Sprint(i)))
	}
	all := focusables(column, nil)
	last := all[len(all)-1].(fyne.CanvasObject)
	w.Canvas().Focus(last.(fyne.Focusable))
	driver := fyne.CurrentApp().Driver()
	from := driver.AbsolutePositionForObject(last).Y - driver.AbsolutePositionForObject(place).Y
	if from < 0 || from+last.Size().Height > place.Size().Height {
		t.Errorf("at %.0f, %.0f high, in a room of %.0f", from, last.Size().Height, place.Size().Height)
	}
}

// TestCompactListIsStillAList: it opens under itself, and by the down arrow too.
func TestCompactListIsStillAList(t *testing.T) {
	list := NewSelect([]string{"Vert", "Bleu"}, 0, "", nil).Compact()
	w := open(t, container.NewCenter(list), 400, 300)
	w.Canvas().Focus(list)
	key(list, fyne.KeyDown)
	top := w.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("the down arrow does not open the list")
	}
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if list.Selected() != 1 {
		t.Errorf("chosen: %d", list.Selected())
	}
}

// TestToastActsOnce: Enter held down undoes once, and the focus leaves with the
// message.
func TestToastActsOnce(t *testing.T) {
	toasts := NewToasts(french(t), func(time.Duration, func()) func() { return func() {} })
	w := open(t, toasts, 600, 300)
	undone := 0
	toasts.SayWithAction("Retiré", "Annuler", func() { undone++ })
	w.Canvas().FocusNext()
	undo := w.Canvas().Focused()
	key(undo, fyne.KeyReturn, fyne.KeyReturn)
	if undone != 1 || w.Canvas().Focused() != nil {
		t.Errorf("undone %d times, the focus is on %v", undone, w.Canvas().Focused())
	}
}

func TestFirstFocusable(t *testing.T) {
	off, on := NewButton("off", nil), NewButton("on", nil)
	off.Disable()
	if got := FirstFocusable(VStack(0, Body("words"), off, HStack(0, on))); got != fyne.Focusable(on) {
		t.Errorf("%v", got)
	}
	if got := FirstFocusable(VStack(0, Body("words"))); got != nil {
		t.Errorf("%v", got)
	}
}
