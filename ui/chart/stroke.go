package chart

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// point is a position in the pixels of a picture.
type point struct{ x, y float32 }

// pen draws antialiased lines on a picture.
type pen struct {
	img *image.NRGBA
}

func newPen(width, height int) *pen {
	return &pen{image.NewNRGBA(image.Rect(0, 0, width, height))}
}

// line draws a line through points, with round joins and ends.
func (p *pen) line(points []point, width float32, c color.Color) {
	if len(points) == 0 {
		return
	}
	r := p.rasterizer()
	for i, pt := range points {
		disc(r, pt, width/2)
		if i > 0 {
			quad(r, points[i-1], pt, width/2)
		}
	}
	p.fill(r, c)
}

// dashed draws a line through points as dashes. A dash of no length is a dot.
func (p *pen) dashed(points []point, width, on, off float32, c color.Color) {
	r := p.rasterizer()
	for _, d := range dashes(points, on, off) {
		disc(r, d[0], width/2)
		disc(r, d[1], width/2)
		quad(r, d[0], d[1], width/2)
	}
	p.fill(r, c)
}

// disc draws a filled disc.
func (p *pen) disc(at point, radius float32, c color.Color) {
	r := p.rasterizer()
	disc(r, at, radius)
	p.fill(r, c)
}

func (p *pen) rasterizer() *vector.Rasterizer {
	return vector.NewRasterizer(p.img.Rect.Dx(), p.img.Rect.Dy())
}

func (p *pen) fill(r *vector.Rasterizer, c color.Color) {
	r.DrawOp = draw.Over
	r.Draw(p.img, p.img.Rect, image.NewUniform(c), image.Point{})
}

// quad adds the rectangle around a segment. All shapes turn the same way, so
// that those which overlap add up.
func quad(r *vector.Rasterizer, a, b point, half float32) {
	dx, dy := b.x-a.x, b.y-a.y
	length := float32(math.Hypot(float64(dx), float64(dy)))
	if length == 0 {
		return
	}
	nx, ny := -dy/length*half, dx/length*half
	r.MoveTo(a.x+nx, a.y+ny)
	r.LineTo(a.x-nx, a.y-ny)
	r.LineTo(b.x-nx, b.y-ny)
	r.LineTo(b.x+nx, b.y+ny)
	r.ClosePath()
}

// disc adds a circle, as a polygon fine enough for its size.
func disc(r *vector.Rasterizer, at point, radius float32) {
	sides := max(int(radius*6), 10)
	for i := range sides {
		angle := 2 * math.Pi * float64(i) / float64(sides)
		x, y := at.x+radius*float32(math.Cos(angle)), at.y+radius*float32(math.Sin(angle))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
}

// dashes cuts a line into dashes of a length, apart by another, that go on
// through its corners.
func dashes(points []point, on, off float32) [][2]point {
	var all [][2]point
	drawn, left := true, on
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := float32(math.Hypot(float64(b.x-a.x), float64(b.y-a.y)))
		at := func(d float32) point {
			return point{a.x + (b.x-a.x)*d/length, a.y + (b.y-a.y)*d/length}
		}
		for done := float32(0); done < length; {
			step := min(left, length-done)
			if drawn {
				all = append(all, [2]point{at(done), at(done + step)})
			}
			done += step
			left -= step
			if left <= 0 {
				drawn = !drawn
				left = off
				if drawn {
					left = on
				}
				if on+off <= 0 {
					return all
				}
			}
		}
	}
	return all
}
