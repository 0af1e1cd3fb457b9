package composer

import (
	"testing"

	"fyne.io/fyne/v2"

	"parvis/assets/translations"
	"parvis/ui/kit"
)

// BenchmarkKeystroke types a character in a post of two pictures, with all that
// follows at once; the preview and the checks follow in BenchmarkLook.
func BenchmarkKeystroke(b *testing.B) {
	d := filled().desk(b, kit.ModeLight, translations.French, fyne.NewSize(1072, 800))
	d.view.Open("post")
	field := d.view.text.Focusable()
	for b.Loop() {
		field.TypedRune('x')
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
}

// BenchmarkLook brings the preview and the checks up to date.
func BenchmarkLook(b *testing.B) {
	d := filled().desk(b, kit.ModeLight, translations.French, fyne.NewSize(1072, 800))
	d.view.Open("post")
	for b.Loop() {
		d.view.open.post.Text += "x"
		d.view.look()
		d.view.open.post.Text = blackFriday
	}
}
