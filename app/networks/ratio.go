package networks

import "fmt"

// Ratio is width to height in whole numbers. Its zero value is free: it is no bound.
type Ratio struct{ Width, Height int }

// Free reports whether the ratio leaves the choice.
func (r Ratio) Free() bool { return r.Width <= 0 || r.Height <= 0 }

// Name writes a ratio as photographers do: 4:5, 1.91:1 by hundredths, "" for free.
func (r Ratio) Name() string {
	switch {
	case r.Free():
		return ""
	case r.Height == 100 || r.Width == 100:
		return fmt.Sprintf("%.4g:%.4g", float64(r.Width)/100, float64(r.Height)/100)
	}
	return fmt.Sprintf("%d:%d", r.Width, r.Height)
}

// Ratios are the narrowest and the widest ratio taken, both included; a free end is
// open, so that the zero Ratios allow all. Both may be the same.
type Ratios struct{ Min, Max Ratio }

// TooTall reports whether something of that size is narrower than allowed. It
// is exact: whoever crops rounds inwards.
func (r Ratios) TooTall(width, height int) bool {
	return r.Min.Height > 0 && width > 0 && height > 0 && width*r.Min.Height < r.Min.Width*height
}

// TooWide reports whether something of that size is wider than allowed.
func (r Ratios) TooWide(width, height int) bool {
	return r.Max.Height > 0 && width > 0 && height > 0 && width*r.Max.Height > r.Max.Width*height
}

// Offers reports whether a ratio is one of the shapes; free is when anything is.
func (r Ratios) Offers(ratio Ratio) bool {
	if ratio.Free() {
		return r == Ratios{} || r.Min != r.Max
	}
	return !r.TooTall(ratio.Width, ratio.Height) && !r.TooWide(ratio.Width, ratio.Height)
}
