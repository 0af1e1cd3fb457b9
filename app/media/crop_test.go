package media

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func sizes(t *rapid.T) Size {
	return Size{rapid.IntRange(1, 4000).Draw(t, "width"), rapid.IntRange(1, 4000).Draw(t, "height")}
}

func anyCrop(t *rapid.T) Crop {
	side := rapid.IntRange(-5000, 9000)
	return Crop{side.Draw(t, "x"), side.Draw(t, "y"), side.Draw(t, "w"), side.Draw(t, "h")}
}

func anyRatio(t *rapid.T) Ratio { return rapid.SampledFrom(Presets()).Draw(t, "ratio") }

func mustBeInside(t *rapid.T, c Crop, s Size) {
	t.Helper()
	if c.X < 0 || c.Y < 0 || c.Width < 1 || c.Height < 1 ||
		c.X+c.Width > s.Width || c.Y+c.Height > s.Height {
		t.Fatalf("%+v is not inside %+v", c, s)
	}
}

// mustBeShaped: the ratio is kept within a pixel.
func mustBeShaped(t *rapid.T, c Crop, r Ratio) {
	t.Helper()
	high := float64(c.Width) * float64(r.Height) / float64(r.Width)
	wide := float64(c.Height) * float64(r.Width) / float64(r.Height)
	if math.Abs(high-float64(c.Height)) > 1 && math.Abs(wide-float64(c.Width)) > 1 {
		t.Fatalf("%+v is not %v: %.2f high would be", c, r, high)
	}
	if compare(r, c.Size(), 1) != 0 {
		t.Fatalf("%+v is said not to be %v", c, r)
	}
}

// TestCropsStayInside: whatever is done to whatever crop, it lies in the picture.
func TestCropsStayInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, c := sizes(t), anyCrop(t)
		by := rapid.IntRange(-6000, 6000)
		in := c.In(s)
		mustBeInside(t, in, s)
		if in.Width < least(s.Width) || in.Height < least(s.Height) {
			t.Fatalf("%+v is too small to see", in)
		}
		if again := in.In(s); again != in {
			t.Fatalf("%+v brought in again is %+v", in, again)
		}
		mustBeInside(t, c.Moved(by.Draw(t, "dx"), by.Draw(t, "dy"), s), s)
		corner := Corner(rapid.IntRange(0, 3).Draw(t, "corner"))
		mustBeInside(t, c.Pulled(corner, by.Draw(t, "px"), by.Draw(t, "py"), s, Ratio{}), s)
		mustBeInside(t, c.Grown(by.Draw(t, "by"), s, Ratio{}), s)
		ratio := anyRatio(t)
		mustBeInside(t, c.Shaped(ratio, s), s)
		mustBeInside(t, c.Grown(by.Draw(t, "by2"), s, ratio), s)
		mustBeInside(t, c.Pulled(corner, by.Draw(t, "qx"), by.Draw(t, "qy"), s, ratio), s)
		allowed := rapid.SampledFrom([]Ratios{{}, {Min: Portrait, Max: Wide}, {Min: Square, Max: Square}, {Min: Pin, Max: Pin}, {Max: Wide}, {Min: Portrait}}).Draw(t, "allowed")
		suggested := SuggestCrop(s, allowed, nil)
		mustBeInside(t, suggested, s)
		if min(s.Width, s.Height) > 100 && !Fits(suggested.Size(), allowed) {
			t.Fatalf("suggested %+v of %+v for %+v", suggested, s, allowed)
		}
		// It still is of an allowed shape in the size in which it leaves.
		instagram := Ratios{Min: Portrait, Max: Wide}
		if sent := SuggestCrop(s, instagram, nil).Size().Reduced(rapid.IntRange(100, 2000).Draw(t, "edge")); min(s.Width, s.Height) > 100 && !Fits(sent, instagram) {
			t.Fatalf("%+v is sent as %+v", s, sent)
		}
	})
}

// TestCropsKeepTheirRatio: within a pixel, in pictures large enough to have one.
func TestCropsKeepTheirRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.IntRange(200, 4000)
		s, ratio := Size{side.Draw(t, "width"), side.Draw(t, "height")}, anyRatio(t)
		c := anyCrop(t).Shaped(ratio, s)
		mustBeShaped(t, c, ratio)
		if step := min(ratio.Width, smallTerms); c.Width+step <= s.Width && (c.Width+step)*ratio.Height <= s.Height*ratio.Width {
			t.Fatalf("%+v could be larger in %+v", c, s)
		}
		by := rapid.IntRange(-5000, 5000)
		// Reduced as networks ask too, it is on the side that they take: no wider
		// than the widest, and exactly of the other ratios.
		reduced := c.Size().Reduced(rapid.IntRange(200, 4000).Draw(t, "edge"))
		for _, size := range []Size{c.Size(), reduced} {
			if over := size.Width*ratio.Height - size.Height*ratio.Width; over > 0 && ratio == Wide || over != 0 && ratio != Wide {
				t.Fatalf("%+v is beyond %v", size, ratio)
			}
		}
		c = c.Grown(-rapid.IntRange(0, 150).Draw(t, "less"), s, ratio)
		mustBeShaped(t, c, ratio)
		c = c.Moved(by.Draw(t, "dx"), by.Draw(t, "dy"), s)
		mustBeShaped(t, c, ratio)
		corner := Corner(rapid.IntRange(0, 3).Draw(t, "corner"))
		mustBeShaped(t, c.Pulled(corner, rapid.IntRange(0, 300).Draw(t, "px"), rapid.IntRange(0, 300).Draw(t, "py"), s, ratio), ratio)
	})
}

func TestPulledCorners(t *testing.T) {
	s, c := Size{1000, 800}, Crop{100, 100, 400, 400}
	for _, tt := range []struct {
		name   string
		corner Corner
		dx, dy int
		ratio  Ratio
		want   Crop
	}{
		{"free, outwards", BottomRight, 50, 20, Ratio{}, Crop{100, 100, 450, 420}},
		{"free, the other corner stays", TopLeft, 30, -40, Ratio{}, Crop{130, 60, 370, 440}},
		{"up to the edge", TopLeft, -500, -500, Ratio{}, Crop{0, 0, 500, 500}},
		{"no smaller than the least", BottomRight, -900, -900, Ratio{}, Crop{100, 100, 32, 32}},
		{"square, width decides", BottomRight, 60, 10, Square, Crop{100, 100, 460, 460}},
		{"square, height decides", BottomLeft, 5, 50, Square, Crop{50, 100, 450, 450}},
		{"square, as far as the nearer edge", TopRight, 900, -900, Square, Crop{100, 0, 500, 500}},
	} {
		if got := c.Pulled(tt.corner, tt.dx, tt.dy, s, tt.ratio); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestRatiosOfNetworks(t *testing.T) {
	instagram := Ratios{Min: Portrait, Max: Wide}
	for _, tt := range []struct {
		size Size
		want bool
	}{
		{Size{1080, 1350}, true},
		{Size{1079, 1350}, false}, // by a hair
		{Size{1000, 1350}, false},
		{Size{1080, 1080}, true},
		{Size{1080, 566}, true},
		{Size{1080, 565}, false},
		{Size{1080, 500}, false},
	} {
		if got := Fits(tt.size, instagram); got != tt.want {
			t.Errorf("%v: %v", tt.size, got)
		}
	}
	for _, tt := range []struct {
		ratio Ratio
		want  bool
	}{{Square, true}, {Portrait, true}, {Landscape, true}, {Wide, true}, {Pin, false}, {Story, false}, {Ratio{}, true}} {
		if got := instagram.Offers(tt.ratio); got != tt.want {
			t.Errorf("%v offered: %v", tt.ratio, got)
		}
	}
	if (Ratios{Min: Square, Max: Square}).Offers(Ratio{}) {
		t.Error("where one shape is taken, free is offered")
	}
}

func TestWrittenCrops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := anyCrop(t).In(sizes(t))
		if got, err := ParseCrop(c.String()); err != nil || got != c {
			t.Fatalf("%v read as %v, %v", c, got, err)
		}
	})
	for _, s := range []string{"1,2,3", "-1,0,3x3", "1,2,0x4", " 1,2,3x4", "1,2,3x4z", "1,2,99999999x4"} {
		if _, err := ParseCrop(s); err == nil {
			t.Errorf("crop %q was read", s)
		}
	}
}

// TestSuggestedCropFollowsWhatIsSeen: a subject at one end of a plain picture is
// kept, and a picture without any is cropped in the middle.
func TestSuggestedCropFollowsWhatIsSeen(t *testing.T) {
	plain := image.NewRGBA(image.Rect(0, 0, 200, 100))
	draw.Draw(plain, plain.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
	s, square := Size{2000, 1000}, Ratios{Min: Square, Max: Square}
	if got, want := SuggestCrop(s, square, plain), (Crop{500, 0, 1000, 1000}); got != want {
		t.Errorf("of a plain picture %+v, want %+v", got, want)
	}
	draw.Draw(plain, image.Rect(160, 20, 200, 80), noise(40, 60), image.Point{}, draw.Src)
	got := SuggestCrop(s, square, plain)
	if got.X+got.Width < 1990 || got.Width != 1000 {
		t.Errorf("the subject at the right is not in %+v", got)
	}
	if got := SuggestCrop(s, Ratios{}, plain); got != WholeOf(s) {
		t.Errorf("where all is allowed: %+v", got)
	}
}
