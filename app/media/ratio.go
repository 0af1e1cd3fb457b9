package media

import (
	"fmt"
	"strconv"
	"strings"
)

// Size is a width and a height in pixels.
type Size struct{ Width, Height int }

// Ratio is a width to a height, such as 4 to 5. The zero Ratio means "free".
type Ratio struct{ Width, Height int }

// The ratios that owners meet by name.
var (
	Square    = Ratio{1, 1}
	Portrait  = Ratio{4, 5}
	Landscape = Ratio{16, 9}
	Wide      = Ratio{191, 100}
	Pin       = Ratio{2, 3}
	Story     = Ratio{9, 16}
)

// Presets are the ratios offered when a picture is cropped, in the order shown.
func Presets() []Ratio { return []Ratio{Square, Portrait, Landscape, Wide, Pin, Story} }

// Free reports whether the ratio leaves the choice.
func (r Ratio) Free() bool { return r.Width <= 0 || r.Height <= 0 }

// String returns the form 4:5, 1.91:1 where a side is not whole, "" for free.
func (r Ratio) String() string {
	switch {
	case r.Free():
		return ""
	case r.Height == 100:
		whole := strings.TrimRight(strings.TrimRight(fmt.Sprintf("%d.%02d", r.Width/100, r.Width%100), "0"), ".")
		return whole + ":1"
	}
	return strconv.Itoa(r.Width) + ":" + strconv.Itoa(r.Height)
}

// ParseRatio reads what String wrote. It fails on anything else.
func ParseRatio(s string) (Ratio, error) {
	if s == "" {
		return Ratio{}, nil
	}
	for _, r := range Presets() {
		if r.String() == s {
			return r, nil
		}
	}
	width, height, found := strings.Cut(s, ":")
	w, errW := strconv.Atoi(width)
	h, errH := strconv.Atoi(height)
	if !found || errW != nil || errH != nil || w <= 0 || h <= 0 || max(w, h) > maxSide {
		return Ratio{}, fmt.Errorf("ratio %q", s)
	}
	return Ratio{w, h}, nil
}

// compare tells whether a picture of a size is narrower than the ratio (-1), as
// wide (0) or wider (1), some pixels more or less on either side being nothing.
func (r Ratio) compare(s Size, slack int) int {
	switch {
	case (s.Width+slack)*r.Height < r.Width*s.Height && s.Width*r.Height < r.Width*(s.Height-slack):
		return -1
	case (s.Width-slack)*r.Height > r.Width*s.Height && s.Width*r.Height > r.Width*(s.Height+slack):
		return 1
	}
	return 0
}

// Ratios are the shapes that a network takes: every shape from the narrowest to
// the widest; a free end is open, so that the zero Ratios allow all. Narrowest
// and Widest may be the same.
type Ratios struct{ Narrowest, Widest Ratio }

// Allow reports whether a picture of this size has one of the shapes.
func (r Ratios) Allow(s Size) bool { return r.nearest(s) == Ratio{} }

// Offers reports whether a ratio is one of the shapes; free is when anything is.
func (r Ratios) Offers(ratio Ratio) bool {
	if ratio.Free() {
		return r == Ratios{} || r.Narrowest != r.Widest
	}
	under := !r.Narrowest.Free() && ratio.Width*r.Narrowest.Height < r.Narrowest.Width*ratio.Height
	over := !r.Widest.Free() && ratio.Width*r.Widest.Height > r.Widest.Width*ratio.Height
	return !under && !over
}

// nearest returns the allowed ratio nearest to a size, free when the size is
// allowed as it is. Bounds are exact, as networks refuse what is beyond; a single
// shape is met within a pixel, as not every ratio can be in whole pixels.
func (r Ratios) nearest(s Size) Ratio {
	slack := 0
	if r.Narrowest == r.Widest {
		slack = 1
	}
	switch {
	case !r.Narrowest.Free() && r.Narrowest.compare(s, slack) < 0:
		return r.Narrowest
	case !r.Widest.Free() && r.Widest.compare(s, slack) > 0:
		return r.Widest
	}
	return Ratio{}
}
