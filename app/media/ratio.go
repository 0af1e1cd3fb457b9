package media

import "parvis/app/networks"

// Size is a width and a height in pixels.
type Size struct{ Width, Height int }

// Ratio and Ratios are those of networks: what a picture is cropped to is what they
// take.
type (
	Ratio  = networks.Ratio
	Ratios = networks.Ratios
)

// The ratios that owners meet by name.
var (
	Square    = Ratio{Width: 1, Height: 1}
	Portrait  = Ratio{Width: 4, Height: 5}
	Landscape = Ratio{Width: 16, Height: 9}
	Wide      = Ratio{Width: 191, Height: 100}
	Pin       = Ratio{Width: 2, Height: 3}
	Story     = Ratio{Width: 9, Height: 16}
)

// Presets are the ratios offered when a picture is cropped, in the order shown.
func Presets() []Ratio { return []Ratio{Square, Portrait, Landscape, Wide, Pin, Story} }

// compare tells whether a picture of a size is narrower than a ratio (-1), as wide
// (0) or wider (1), some pixels more or less on either side being nothing.
func compare(r Ratio, s Size, slack int) int {
	switch {
	case (s.Width+slack)*r.Height < r.Width*s.Height && s.Width*r.Height < r.Width*(s.Height-slack):
		return -1
	case (s.Width-slack)*r.Height > r.Width*s.Height && s.Width*r.Height > r.Width*(s.Height+slack):
		return 1
	}
	return 0
}

// Fits reports whether a picture of a size has one of the shapes.
func Fits(s Size, r Ratios) bool { return nearest(r, s).Free() }

// nearest returns the allowed ratio nearest to a size, free when the size is
// allowed as it is. Bounds are exact, as networks refuse what is beyond; a single
// shape is met within a pixel, as not every ratio can be in whole pixels.
func nearest(r Ratios, s Size) Ratio {
	slack := 0
	if r.Min == r.Max {
		slack = 1
	}
	switch {
	case !r.Min.Free() && compare(r.Min, s, slack) < 0:
		return r.Min
	case !r.Max.Free() && compare(r.Max, s, slack) > 0:
		return r.Max
	}
	return Ratio{}
}
