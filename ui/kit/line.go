package kit

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"parvis/assets/fonts"
)

// semiBold is Inter semi-bold.
var semiBold = fyne.NewStaticResource("Inter-SemiBold.otf", fonts.SemiBold())

// inInter holds letters and signs that Inter has: those of French and of its
// neighbours.
var inInter = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x20, Hi: 0x7e, Stride: 1},
		{Lo: 0xa0, Hi: 0x148, Stride: 1},
		{Lo: 0x14a, Hi: 0x17f, Stride: 1},
		{Lo: 0x2009, Hi: 0x200a, Stride: 1},
		{Lo: 0x2013, Hi: 0x2014, Stride: 1},
		{Lo: 0x2018, Hi: 0x201e, Stride: 1},
		{Lo: 0x2022, Hi: 0x2026, Stride: 4},
		{Lo: 0x202f, Hi: 0x202f, Stride: 1},
		{Lo: 0x2039, Hi: 0x203a, Stride: 1},
		{Lo: 0x20ac, Hi: 0x20ac, Stride: 1},
		{Lo: 0x2212, Hi: 0x2212, Stride: 1},
	},
	LatinOffset: 1,
}

// strongSource returns the font that a semi-bold line is drawn with, nil for that
// of the theme. For the theme's, Fyne reads the fonts that help out as well, of
// which that of emoji takes 4 MB, once more for each weight: no title needs them
// before one has an emoji. The menu bar makes Fyne read those of the regular
// weight in any case.
func strongSource(text string) fyne.Resource {
	for _, r := range text {
		if !unicode.Is(inInter, r) {
			return nil
		}
	}
	return semiBold
}

// MeasureLine returns the size of a line of text, semi-bold when strong, as
// SetLine has it drawn.
func MeasureLine(text string, size float32, strong bool) fyne.Size {
	if !strong {
		return fyne.MeasureText(text, size, fyne.TextStyle{})
	}
	measured, _ := fyne.CurrentApp().Driver().RenderedTextSize(text, size, fyne.TextStyle{Bold: true}, strongSource(text))
	return measured
}

// SetLine gives a canvas text its words, its size and its weight.
func SetLine(t *canvas.Text, text string, size float32, strong bool) {
	t.Text, t.TextSize, t.TextStyle.Bold, t.FontSource = text, size, strong, nil
	if strong {
		t.FontSource = strongSource(text)
	}
}
