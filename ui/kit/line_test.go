package kit

import (
	"testing"
	"unicode"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"golang.org/x/image/font/sfnt"

	"parvis/assets/fonts"
)

// TestInterHasWhatIsDrawnWithItAlone looks for every rune of the table in the
// font: a missing one would be a box.
func TestInterHasWhatIsDrawnWithItAlone(t *testing.T) {
	font, err := sfnt.Parse(fonts.SemiBold())
	if err != nil {
		t.Fatal(err)
	}
	var buffer sfnt.Buffer
	for _, span := range inInter.R16 {
		for r := rune(span.Lo); r <= rune(span.Hi); r += rune(span.Stride) {
			if glyph, err := font.GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				t.Errorf("Inter semi-bold has no %U %q (%v)", r, r, err)
			}
		}
	}
	for _, r := range "«»’…€—–\u202f\u00a0œŒÉàçÀÇÎ·•−0123456789!?&@#" {
		if !unicode.Is(inInter, r) {
			t.Errorf("%q, which French sentences have, needs other fonts", r)
		}
	}
}

func TestStrongLines(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewTheme(ModeLight, 1))
	line := canvas.NewText("", nil)
	SetLine(line, "Pâques à l’œuf", 14, true)
	if line.FontSource == nil || !line.TextStyle.Bold || line.TextSize != 14 {
		t.Errorf("a strong line is %+v", line)
	}
	if MeasureLine("Pâques à l’œuf", 14, true) != line.MinSize() {
		t.Error("a line is measured otherwise than it is drawn")
	}
	SetLine(line, "Pâques 🐣", 14, true)
	if line.FontSource != nil || !line.TextStyle.Bold {
		t.Error("a title with an emoji is drawn by a font that has none")
	}
	if MeasureLine("Pâques 🐣", 14, true) != line.MinSize() {
		t.Error("a line with an emoji is measured otherwise than it is drawn")
	}
	SetLine(line, "Pâques", 12, false)
	if line.FontSource != nil || line.TextStyle.Bold {
		t.Errorf("a plain line is %+v", line)
	}
	if plain, strong := MeasureLine("Pâques", 14, false), MeasureLine("Pâques", 14, true); plain.Width >= strong.Width || plain.Height != strong.Height {
		t.Errorf("plain is %v, strong %v", plain, strong)
	}
}
