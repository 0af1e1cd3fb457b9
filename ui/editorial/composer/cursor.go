package composer

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"parvis/ui/kit"
)

// see selects a stretch of a field, in bytes, and gives the field the keyboard.
// What was typed since the stretch was found may have moved it.
func see(field *kit.Entry, start, end int) {
	field.Focus()
	if start >= 0 && start < min(end, len(field.Text())) {
		choose(field, start, end)
	}
}

// choose selects a stretch of a field, in bytes, or puts the cursor there when it
// is empty. The keyboard stays where it is.
func choose(field *kit.Entry, start, end int) {
	text := field.Text()
	start, end = min(start, len(text)), min(end, len(text))
	in := field.Input()
	// A key that moves the cursor ends the selection there is.
	in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	putCursor(in, utf8.RuneCountInString(text[:start]))
	if start >= end {
		return
	}
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	in.KeyDown(shift)
	putCursor(in, utf8.RuneCountInString(text[:end])-1)
	in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	in.KeyUp(shift)
}

// putCursor puts the cursor of a field before the nth character of its text, from
// 0: in its row, as the field has broken the text into rows.
func putCursor(in *widget.Entry, n int) {
	row, begin := 0, 0
	for {
		in.CursorRow, in.CursorColumn = row+1, 0
		next := in.CursorTextOffset() // 0 beyond the last row
		if next <= begin || next > n {
			break
		}
		row, begin = row+1, next
	}
	in.CursorRow, in.CursorColumn = row, n-begin
}

// append types at the end of the text: it is undone as what the owner types.
func (v *View) append(text string) {
	v.text.Focus()
	in := v.text.Input()
	in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	putCursor(in, utf8.RuneCountInString(in.Text))
	for _, r := range text {
		if r == '\n' {
			in.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			continue
		}
		in.TypedRune(r)
	}
}
