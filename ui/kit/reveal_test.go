package kit

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestWhatHasTheFocusIsInSight(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ModeLight, 1))
	column := VStack(Gap)
	for i := range 12 {
		area := NewTextArea(fmt.Sprint("Champ ", i))
		area.SetRows(3)
		column.Add(NewSurface(VStack(Gap,
			area, NewEntry(""), NewSelect([]string{"un", "deux"}, 0, "", nil),
			HStack(Gap, NewButton("Retirer", nil), NewCheckbox("Fait", false, nil)),
			NewFilterTag("Midi", TonePrimary, false, nil), NewSegmented([]string{"A", "B"}, 0, nil),
			NewChoiceCard(Body("Choix"), false, nil),
		), ColorCard, ColorLine, 8, 8))
	}
	place := VScroll(column)
	w := test.NewTempWindow(t, place)
	w.Resize(fyne.NewSize(360, 300))
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(place).Y
	seen := map[fyne.Focusable]bool{}
	step := func(move func(fyne.Canvas)) {
		t.Helper()
		move(w.Canvas())
		focused, ok := w.Canvas().Focused().(fyne.CanvasObject)
		if !ok {
			t.Fatal("nothing has the focus")
		}
		seen[w.Canvas().Focused()] = true
		from := driver.AbsolutePositionForObject(focused).Y - top
		if from < 0 || from+focused.Size().Height > place.Size().Height {
			t.Fatalf("%T at %.0f, %.0f high, in a room of %.0f", focused, from, focused.Size().Height, place.Size().Height)
		}
	}
	for range 12 * 8 {
		step(func(c fyne.Canvas) { c.FocusNext() })
	}
	for range 12 * 8 {
		step(func(c fyne.Canvas) { c.FocusPrevious() })
	}
	if len(seen) != 12*8 {
		t.Errorf("%d fields had the focus, want %d", len(seen), 12*8)
	}
}

func TestWhatHasTheFocusInAModalIsInSight(t *testing.T) {
	column := VStack(Gap)
	for i := range 20 {
		column.Add(NewEntry(fmt.Sprint("Champ ", i)))
	}
	w := open(t, VStack(0), 500, 300)
	m := NewModal(french(t), w.Canvas(), ModalOptions{Title: "Un formulaire", Content: column})
	m.Show()
	body := fyne.CurrentApp().Driver().AbsolutePositionForObject(m.card)
	inSight := func(o fyne.CanvasObject) bool {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		return at.Y >= body.Y && at.Y+o.Size().Height <= body.Y+m.card.Size().Height
	}
	last := column.Objects[19].(*Entry)
	if inSight(last) {
		t.Fatal("the last field is in sight without scrolling")
	}
	w.Canvas().Focus(last.Focusable())
	if !inSight(last) {
		t.Error("the field that has the focus is out of sight")
	}
	Reveal(column.Objects[0])
	if !inSight(column.Objects[0]) || inSight(last) {
		t.Error("the first field is out of sight")
	}
}
