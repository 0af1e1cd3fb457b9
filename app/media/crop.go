package media

import (
	"fmt"
	"image"
)

// Crop is the part of a picture that is shown, in pixels of the kept picture
// from its top left corner. The zero Crop means the whole picture. Arithmetic on
// crops is in whole numbers: the same gestures give the same crop everywhere.
type Crop struct{ X, Y, Width, Height int }

// SmallestCrop is the shortest side of a crop, in pixels; of a picture that is
// smaller, its own side.
const SmallestCrop = 32

// Corner is a corner of a crop, to pull at.
type Corner int

// The corners.
const (
	TopLeft Corner = iota
	TopRight
	BottomRight
	BottomLeft
)

func (c Corner) left() bool { return c == TopLeft || c == BottomLeft }
func (c Corner) top() bool  { return c == TopLeft || c == TopRight }

// WholeOf returns the crop that shows all of a picture.
func WholeOf(s Size) Crop { return Crop{0, 0, s.Width, s.Height} }

// IsZero reports whether the crop means the whole picture.
func (c Crop) IsZero() bool { return c == Crop{} }

// Size returns the size of what is shown.
func (c Crop) Size() Size { return Size{c.Width, c.Height} }

// String returns the form 10,20,300x200, "" for the whole picture: what a post
// may keep.
func (c Crop) String() string {
	if c.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d,%d,%dx%d", c.X, c.Y, c.Width, c.Height)
}

// ParseCrop reads what String wrote. It fails on anything else.
func ParseCrop(s string) (Crop, error) {
	var c Crop
	if s == "" {
		return c, nil
	}
	n, err := fmt.Sscanf(s, "%d,%d,%dx%d", &c.X, &c.Y, &c.Width, &c.Height)
	if err != nil || n != 4 || c.String() != s || c.X < 0 || c.Y < 0 || c.Width <= 0 || c.Height <= 0 || max(c.X, c.Y, c.Width, c.Height) > maxSide {
		return Crop{}, fmt.Errorf("crop %q", s)
	}
	return c, nil
}

// In brings a crop into a picture: whatever it was, what comes back lies inside,
// is not empty, and is the crop itself where it lay inside already. The zero Crop
// becomes the whole.
func (c Crop) In(s Size) Crop {
	if c.IsZero() {
		return WholeOf(s)
	}
	c.Width = min(max(c.Width, least(s.Width)), s.Width)
	c.Height = min(max(c.Height, least(s.Height)), s.Height)
	c.X = min(max(c.X, 0), s.Width-c.Width)
	c.Y = min(max(c.Y, 0), s.Height-c.Height)
	return c
}

func least(side int) int { return min(side, SmallestCrop) }

// Moved returns the crop moved, as far as the picture goes.
func (c Crop) Moved(dx, dy int, s Size) Crop {
	c = c.In(s)
	c.X = min(max(c.X+dx, 0), s.Width-c.Width)
	c.Y = min(max(c.Y+dy, 0), s.Height-c.Height)
	return c
}

// Pulled returns the crop with a corner pulled, the opposite corner staying where
// it is. With a ratio, the side pulled further decides and the other follows.
func (c Crop) Pulled(corner Corner, dx, dy int, s Size, ratio Ratio) Crop {
	c = c.In(s)
	if corner.left() {
		dx = -dx
	}
	if corner.top() {
		dy = -dy
	}
	// The room from the corner that stays to the edges of the picture.
	room := Size{s.Width - c.X, s.Height - c.Y}
	if corner.left() {
		room.Width = c.X + c.Width
	}
	if corner.top() {
		room.Height = c.Y + c.Height
	}
	wanted := Size{c.Width + dx, c.Height + dy}
	made := Size{min(max(wanted.Width, least(s.Width)), room.Width), min(max(wanted.Height, least(s.Height)), room.Height)}
	if !ratio.Free() {
		if abs(dy)*ratio.Width > abs(dx)*ratio.Height {
			wanted.Width = scaled(wanted.Height, ratio.Width, ratio.Height)
		}
		made = sized(ratio, wanted.Width, room)
	}
	if corner.left() {
		c.X += c.Width - made.Width
	}
	if corner.top() {
		c.Y += c.Height - made.Height
	}
	c.Width, c.Height = made.Width, made.Height
	return c
}

// Grown returns the crop larger by a number of pixels in width (smaller when
// negative), its centre kept as far as the picture allows: the keyboard's way.
func (c Crop) Grown(by int, s Size, ratio Ratio) Crop {
	c = c.In(s)
	var made Size
	if ratio.Free() {
		made = Size{
			min(max(c.Width+by, least(s.Width)), s.Width),
			min(max(c.Height+scaled(by, c.Height, c.Width), least(s.Height)), s.Height),
		}
	} else {
		made = sized(ratio, c.Width+by, s)
	}
	return c.centred(made, s)
}

// Shaped returns the largest crop of a ratio inside the picture that keeps the
// centre of this one as far as can be; free keeps the crop.
func (c Crop) Shaped(ratio Ratio, s Size) Crop {
	c = c.In(s)
	if ratio.Free() {
		return c
	}
	return c.centred(sized(ratio, s.Width, s), s)
}

// centred returns a crop of a size about the same centre, inside the picture.
func (c Crop) centred(made, s Size) Crop {
	return Crop{c.X + (c.Width-made.Width)/2, c.Y + (c.Height-made.Height)/2, made.Width, made.Height}.In(s)
}

// smallTerms bounds the terms of the ratios that a crop keeps exactly.
const smallTerms = 32

// sized returns the size of a ratio with a width as near to that wanted as the
// room and the least side allow: exactly of the ratio where its terms are small,
// else within a pixel of it and on the side of the square, where networks that
// bound ratios take it. In a room too narrow for the ratio at its least size, a
// side is as long as the room.
func sized(r Ratio, width int, room Size) Size {
	if most := min(room.Width/r.Width, room.Height/r.Height); most > 0 && max(r.Width, r.Height) <= smallTerms {
		short := (SmallestCrop + min(r.Width, r.Height) - 1) / min(r.Width, r.Height)
		n := min(max(scaled(width, 1, r.Width), short), most)
		return Size{n * r.Width, n * r.Height}
	}
	short := max(SmallestCrop, scaled(SmallestCrop, r.Width, r.Height))
	width = min(max(width, short), room.Width, max(room.Height*r.Width/r.Height, 1))
	height := width * r.Height / r.Width
	if r.Width > r.Height && height*r.Width < width*r.Height {
		height++
	}
	return Size{width, min(max(height, 1), room.Height)}
}

// Reduced returns the size of a picture once its longest side is at most edge; an
// edge of zero or less keeps it. A ratio of small terms is kept exactly, another
// within a pixel and on the side of the square.
func (s Size) Reduced(edge int) Size {
	long := max(s.Width, s.Height)
	if edge <= 0 || long <= edge {
		return s
	}
	common := gcd(s.Width, s.Height)
	if r := (Ratio{Width: s.Width / common, Height: s.Height / common}); max(r.Width, r.Height) <= min(smallTerms, edge) {
		n := edge / max(r.Width, r.Height)
		return Size{n * r.Width, n * r.Height}
	}
	shrink := func(n int) int { return max((n*edge+long-1)/long, 1) }
	return Size{shrink(s.Width), shrink(s.Height)}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}

// scaled returns n by num over den, to the nearest.
func scaled(n, num, den int) int {
	if den == 0 {
		return 0
	}
	if n < 0 {
		return -scaled(-n, num, den)
	}
	return (n*num + den/2) / den
}

func abs(n int) int { return max(n, -n) }

// SuggestCrop returns where to crop a picture so that a network takes it: the
// whole when its shape is allowed, else the nearest allowed shape, over the part
// where most happens. picture is the picture or a small likeness of it; nil
// crops in the middle.
func SuggestCrop(s Size, allowed Ratios, picture image.Image) Crop {
	ratio := nearest(allowed, s)
	if ratio.Free() {
		return WholeOf(s)
	}
	c := WholeOf(s).Shaped(ratio, s)
	if picture == nil || picture.Bounds().Empty() {
		return c
	}
	if c.Width < s.Width {
		c.X = busiest(columns(picture), s.Width, c.Width)
	} else {
		c.Y = busiest(rows(picture), s.Height, c.Height)
	}
	return c.In(s)
}

// busiest returns the offset of a window over a side where the detail adds up
// highest. The middle keeps the window unless elsewhere there is a good deal
// more: people centre what they photograph.
func busiest(detail []int, side, window int) int {
	sums := make([]int, len(detail)+1)
	for i, d := range detail {
		sums[i+1] = sums[i] + d
	}
	within := func(offset int) int {
		from, to := offset*len(detail)/side, (offset+window)*len(detail)/side
		return sums[to] - sums[from]
	}
	middle := (side - window) / 2
	best, most := middle, within(middle)*5/4
	for i := range detail {
		if at := i * side / len(detail); at+window <= side && within(at) > most {
			best, most = at, within(at)
		}
	}
	if end := side - window; within(end) > most {
		best = end
	}
	return best
}

// columns adds up, from the left, how much neighbours differ in a picture.
func columns(p image.Image) []int { return detail(p, func(x, _ int) int { return x }, p.Bounds().Dx()) }

// rows does it from the top.
func rows(p image.Image) []int { return detail(p, func(_, y int) int { return y }, p.Bounds().Dy()) }

// samples is how many points of a side are looked at: enough to find a subject.
const samples = 128

func detail(p image.Image, place func(x, y int) int, side int) []int {
	b := p.Bounds()
	step := max(max(b.Dx(), b.Dy())/samples, 1)
	sums := make([]int, (side+step-1)/step)
	light := func(x, y int) int {
		r, g, bl, _ := p.At(b.Min.X+x, b.Min.Y+y).RGBA()
		return int(r+2*g+bl) >> 10
	}
	for y := 0; y+step < b.Dy(); y += step {
		for x := 0; x+step < b.Dx(); x += step {
			here := light(x, y)
			sums[place(x, y)/step] += abs(here-light(x+step, y)) + abs(here-light(x, y+step))
		}
	}
	return sums
}
