package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
)

// side is the width and height of every picture, in pixels.
const side = 720

// quality keeps every picture under 40 kB.
const quality = 72

// render evaluates a scene at the middle of every pixel.
func render(paint func(p point) rgb) []byte {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			c := paint(point{(float64(x) + .5) / side, (float64(y) + .5) / side})
			img.SetRGBA(x, y, color.RGBA{channel(c.r), channel(c.g), channel(c.b), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: quality}); err != nil {
		// The encoder fails only on pictures above 65535 pixels or a failing writer.
		panic("sample: encoding a picture: " + err.Error())
	}
	return out.Bytes()
}

func channel(v float64) uint8 { return uint8(math.Round(255 * min(max(v, 0), 1))) }

// point is a place in the picture: 0,0 is its top left, 1,1 its bottom right.
type point struct{ x, y float64 }

func (p point) minus(q point) point { return point{p.x - q.x, p.y - q.y} }

func (p point) length() float64 { return math.Hypot(p.x, p.y) }

// turned returns p turned around the centre by an angle in degrees.
func (p point) turned(centre point, degrees float64) point {
	s, c := math.Sincos(degrees * math.Pi / 180)
	d := p.minus(centre)
	return point{centre.x + c*d.x + s*d.y, centre.y - s*d.x + c*d.y}
}

// rgb is a colour; channels run from 0 to 1.
type rgb struct{ r, g, b float64 }

func hex(v uint32) rgb {
	return rgb{float64(v>>16&255) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
}

// mix goes from a (t 0) to b (t 1).
func mix(a, b rgb, t float64) rgb {
	t = min(max(t, 0), 1)
	return rgb{a.r + (b.r-a.r)*t, a.g + (b.g-a.g)*t, a.b + (b.b-a.b)*t}
}

// over lays c where the signed distance d is negative, with a soft border.
func over(base, c rgb, d float64) rgb { return mix(base, c, edge(d, 1.5/side)) }

// glow lays c with a border as wide as soft: shadows and light.
func glow(base, c rgb, d, soft, strength float64) rgb {
	return mix(base, c, edge(d, soft)*strength)
}

func edge(d, soft float64) float64 {
	t := min(max(.5-d/(2*soft), 0), 1)
	return t * t * (3 - 2*t)
}

// The signed distances of the shapes: negative inside.

func circle(p, centre point, radius float64) float64 { return p.minus(centre).length() - radius }

func ellipse(p, centre point, rx, ry float64) float64 {
	d := p.minus(centre)
	return (math.Hypot(d.x/rx, d.y/ry) - 1) * min(rx, ry)
}

func capsule(p, a, b point, radius float64) float64 {
	d, ab := p.minus(a), b.minus(a)
	t := min(max((d.x*ab.x+d.y*ab.y)/(ab.x*ab.x+ab.y*ab.y), 0), 1)
	return point{d.x - ab.x*t, d.y - ab.y*t}.length() - radius
}

func box(p, centre point, halfWidth, halfHeight, round float64) float64 {
	dx, dy := math.Abs(p.x-centre.x)-halfWidth+round, math.Abs(p.y-centre.y)-halfHeight+round
	return point{max(dx, 0), max(dy, 0)}.length() + min(max(dx, dy), 0) - round
}

// crust shades a baked body: pale in the middle, dark towards its border.
func crust(pale, dark rgb, d, depth float64) rgb { return mix(dark, pale, -d/depth) }
