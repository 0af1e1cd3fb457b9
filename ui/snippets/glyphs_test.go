package snippets_test

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"parvis/assets/emoji"
)

// TestEveryEmojiHasAGlyph shapes each emoji that is offered with the font that Fyne
// brings, which is of 2016: it gives one glyph that is in the font, never a box nor
// the parts of what it does not know.
func TestEveryEmojiHasAGlyph(t *testing.T) {
	face, err := font.ParseTTF(bytes.NewReader(theme.DefaultEmojiFont().Content()))
	if err != nil {
		t.Fatal(err)
	}
	glyphs := func(text string) (seen int, missing bool) {
		runes := []rune(text)
		var shaper shaping.HarfbuzzShaper
		out := shaper.Shape(shaping.Input{
			Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: face, Size: fixed.I(16),
			Script: language.Common, Language: "fr",
		})
		for _, g := range out.Glyphs {
			missing = missing || g.GlyphID == 0
			if g.Advance > 0 {
				seen++
			}
		}
		return seen, missing
	}
	for _, e := range emoji.All() {
		if seen, missing := glyphs(e.Text); seen != 1 || missing {
			t.Errorf("%s %q (%s): %d glyphs, missing %v", e.Text, e.Text, e.English.Label, seen, missing)
		}
	}
	// What is newer is seen to be missing: the test can fail.
	if _, missing := glyphs("\U0001FAE0"); !missing {
		t.Error("an emoji of 2021 is in the font")
	}
}

// TestEveryEmojiIsDrawn: something is seen of each, as the grid draws it.
func TestEveryEmojiIsDrawn(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, nil)
	w.SetPadded(false)
	w.Resize(fyne.NewSquareSize(38))
	text := canvas.NewText("", theme.Color(theme.ColorNameForeground))
	text.TextSize, text.FontSource = 22, theme.DefaultEmojiFont()
	w.SetContent(text)
	for _, e := range emoji.All() {
		text.Text = e.Text
		text.Refresh()
		img := w.Canvas().Capture()
		ink, paper := 0, img.At(0, 37)
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if img.At(x, y) != paper {
					ink++
				}
			}
		}
		if ink < 8 { // as many as a dash takes
			t.Errorf("%s (%s): %d points are drawn", e.Text, e.English.Label, ink)
		}
	}
}
