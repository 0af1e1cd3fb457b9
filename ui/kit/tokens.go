package kit

import (
	"image/color"
	"math"
)

// Palette is every colour the interface may use, for one theme. Text colours and
// the surfaces they are drawn on keep a contrast of at least 4.5 to 1; a test
// holds every pair.
type Palette struct {
	// Background is the paper of the page, Card that of cards and controls,
	// Sidebar that of the navigation.
	Background, Card, Sidebar color.NRGBA
	// Ink is the colour of text, Muted of secondary text, MutedOnSoft of
	// secondary text on a soft surface, Disabled of what cannot be used now.
	Ink, Muted, MutedOnSoft, Disabled color.NRGBA
	// Line separates and outlines; Track is the empty part of a bar.
	Line, Track color.NRGBA
	// Primary means act or chosen; OnPrimary is text on it.
	Primary, PrimarySoft, OnPrimary color.NRGBA
	// Coral means late or broken. CoralText is small text, CoralFilled a surface
	// under OnCoralFilled.
	Coral, CoralSoft, CoralText, CoralFilled, OnCoralFilled color.NRGBA
	// Amber means soon or unsure.
	Amber, AmberSoft, AmberText color.NRGBA
	// Green means done.
	Green, GreenSoft, GreenText color.NRGBA
	// Series are the colours of chart series that are not pillars.
	Series [5]color.NRGBA
	// Pillars are the colours of the five pillars, PillarsSoft their backgrounds.
	Pillars, PillarsSoft [5]color.NRGBA
	// Hint is the surface of chart tooltips, OnHint text on it.
	Hint, OnHint color.NRGBA
	// Raised is the surface of open lists and menus, which Fyne draws without an
	// outline: in the dark, where a shadow does not show, it is lighter than a card.
	Raised color.NRGBA
	// Hover and Pressed are laid over a surface; Selection is behind selected
	// text; Shadow covers the page behind a modal, SoftShadow is under what floats.
	Hover, Pressed, Selection, Shadow, SoftShadow color.NRGBA
	// ScrollBar is the handle of scroll bars.
	ScrollBar color.NRGBA
}

// LightPalette returns the colours of the light theme.
func LightPalette() Palette {
	p := Palette{
		Raised: rgb(0xFFFFFF), Background: rgb(0xF6F4EF), Card: rgb(0xFFFFFF), Sidebar: rgb(0xFBFAF7),
		Ink: rgb(0x20242C), Muted: rgb(0x6B6F76), MutedOnSoft: rgb(0x5C6067), Disabled: rgb(0xA5A7AB),
		Line: rgb(0xE5E0D6), Track: rgb(0xF3F1EB),
		Primary: rgb(0x1F6F66), PrimarySoft: rgb(0xE2F0ED), OnPrimary: rgb(0xFFFFFF),
		Coral: rgb(0xD9532C), CoralSoft: rgb(0xFBE9E2), CoralText: rgb(0xA83A1A),
		CoralFilled: rgb(0xC2451F), OnCoralFilled: rgb(0xFFFFFF),
		Amber: rgb(0xB7791F), AmberSoft: rgb(0xFBF1DC), AmberText: rgb(0x855510),
		Green: rgb(0x2F7D4F), GreenSoft: rgb(0xE3F2E8), GreenText: rgb(0x23633E),
		Series:  [5]color.NRGBA{rgb(0x1F6F66), rgb(0x2E6FB7), rgb(0xA24F8A), rgb(0x5E7A3A), rgb(0x8A6D4B)},
		Pillars: [5]color.NRGBA{rgb(0x1F6F66), rgb(0xC8553D), rgb(0x5B5EA6), rgb(0xB7791F), rgb(0x7A4E7E)},
		Hint:    rgb(0x20242C), OnHint: rgb(0xFFFFFF),
		Hover: rgba(0x20242C, 12), Pressed: rgba(0x20242C, 26), Selection: rgba(0x1F6F66, 60),
		Shadow: rgba(0x20242C, 56), SoftShadow: rgba(0x20242C, 20), ScrollBar: rgba(0x20242C, 90),
	}
	for i, c := range p.Pillars {
		p.PillarsSoft[i] = Mix(c, p.Card, 0.12)
	}
	return p
}

// DarkPalette returns the colours of the dark theme.
func DarkPalette() Palette {
	p := Palette{
		Raised: rgb(0x2F343B), Background: rgb(0x16181C), Card: rgb(0x1E2126), Sidebar: rgb(0x1A1C20),
		Ink: rgb(0xECEBE7), Muted: rgb(0x9A9DA3), MutedOnSoft: rgb(0xA9ACB1), Disabled: rgb(0x5E6168),
		Line: rgb(0x30343A), Track: rgb(0x16181C),
		Primary: rgb(0x4FB3A6), PrimarySoft: rgb(0x1F3431), OnPrimary: rgb(0x16181C),
		Coral: rgb(0xEE7B57), CoralSoft: rgb(0x3A251D), CoralText: rgb(0xEE7B57),
		CoralFilled: rgb(0xC2451F), OnCoralFilled: rgb(0xFFFFFF),
		Amber: rgb(0xE0AC55), AmberSoft: rgb(0x382D18), AmberText: rgb(0xE0AC55),
		Green: rgb(0x6CBF8C), GreenSoft: rgb(0x1D3325), GreenText: rgb(0x6CBF8C),
		Series:  [5]color.NRGBA{rgb(0x4FB3A6), rgb(0x7FB0E8), rgb(0xD79AC4), rgb(0xA5C27C), rgb(0xC9AE8C)},
		Pillars: [5]color.NRGBA{rgb(0x4FB3A6), rgb(0xEE8B72), rgb(0x9A9DE0), rgb(0xE0AC55), rgb(0xC497C8)},
		Hint:    rgb(0xECEBE7), OnHint: rgb(0x16181C),
		Hover: rgba(0xFFFFFF, 12), Pressed: rgba(0xFFFFFF, 26), Selection: rgba(0x4FB3A6, 70),
		Shadow: rgba(0x000000, 120), SoftShadow: rgba(0x000000, 60), ScrollBar: rgba(0xFFFFFF, 80),
	}
	for i, c := range p.Pillars {
		p.PillarsSoft[i] = Mix(c, p.Card, 0.13)
	}
	return p
}

// Mix returns the opaque colour of "over" laid on "under" with the given
// opacity, from 0 to 1.
func Mix(over, under color.NRGBA, opacity float64) color.NRGBA {
	mix := func(a, b uint8) uint8 {
		return uint8(math.Round(float64(a)*opacity + float64(b)*(1-opacity)))
	}
	return color.NRGBA{R: mix(over.R, under.R), G: mix(over.G, under.G), B: mix(over.B, under.B), A: 0xFF}
}

// Contrast returns the contrast ratio of two opaque colours, from 1 to 21, as
// WCAG 2.2 defines it.
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		f := float64(v) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func rgb(hex uint32) color.NRGBA { return rgba(hex, 0xFF) }

func rgba(hex uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: alpha}
}
