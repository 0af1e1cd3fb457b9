package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"parvis/app"
)

// made is a picture written anew.
type made struct {
	data          []byte
	mime          string
	width, height int
}

// clean checks a picture of unknown origin and writes it anew within the bounds.
func clean(ctx context.Context, name string, data []byte, b Bounds) (made, error) {
	source, kind, err := decode(name, data)
	if err != nil {
		return made{}, err
	}
	turn := orientation(kind, data)
	picture := turn.apply(scale(source, b.Edge))
	if kind != formJPEG {
		// Logos and drawings stay sharp as PNG, if they are light enough so.
		out, err := encodePNG(picture)
		if err != nil {
			return made{}, damaged(name, err)
		}
		if b.Bytes == 0 || len(out.data) <= b.Bytes {
			return out, nil
		}
	}
	return encodeJPEG(ctx, name, opaque(picture), b)
}

// decode unfolds a picture after checking, from its header alone, that it is of
// a known form and not a bomb.
func decode(name string, data []byte) (picture image.Image, kind form, err error) {
	kind, err = recognise(name, data)
	if err != nil {
		return nil, "", err
	}
	defer func() {
		// The decoders are made for hostile input, but a picture is not worth the
		// program.
		if p := recover(); p != nil {
			picture, err = nil, damaged(name, fmt.Errorf("panic: %v", p))
		}
	}()
	config, err := decodeConfig(kind, data)
	if err != nil {
		return nil, "", damaged(name, err)
	}
	if err := measure(name, config); err != nil {
		return nil, "", err
	}
	if kind == formJPEG && scans(data) > maxScans {
		return nil, "", damaged(name, fmt.Errorf("more than %d scans", maxScans))
	}
	if picture, err = decodeWhole(kind, data); err != nil {
		return nil, "", damaged(name, err)
	}
	return picture, kind, nil
}

func decodeConfig(kind form, data []byte) (image.Config, error) {
	r := bytes.NewReader(data)
	switch kind {
	case formJPEG:
		return jpeg.DecodeConfig(r)
	case formPNG:
		return png.DecodeConfig(r)
	default:
		return webp.DecodeConfig(r)
	}
}

func decodeWhole(kind form, data []byte) (image.Image, error) {
	r := bytes.NewReader(data)
	switch kind {
	case formJPEG:
		return jpeg.Decode(r)
	case formPNG:
		return png.Decode(r)
	default:
		return webp.Decode(r)
	}
}

// measure refuses pictures that unfold to more than a machine should bear.
func measure(name string, c image.Config) error {
	if c.Width <= 0 || c.Height <= 0 {
		return damaged(name, fmt.Errorf("%d by %d pixels", c.Width, c.Height))
	}
	perPixel := int64(4)
	switch c.ColorModel {
	case color.NRGBA64Model, color.RGBA64Model:
		perPixel = 8
	}
	pixels := int64(c.Width) * int64(c.Height)
	if max(c.Width, c.Height) > maxSide || pixels > maxPixels || pixels*perPixel > maxUnfolded {
		return app.Fail(app.CodeInvalid, "media.error.pixels", "Name", name, "Width", c.Width, "Height", c.Height)
	}
	return nil
}

func damaged(name string, err error) error {
	return app.Fail(app.CodeInvalid, "media.error.damaged", "Name", name).Because(err)
}

// strip is how many lines or columns are scaled at once. The scaler keeps 32
// bytes for each of its columns times the source's lines: done whole, a photo
// would take 200 MB.
const strip = 64

// scale returns the picture with its longest side at most edge pixels, in plain
// colours; an edge of zero or less keeps the size.
func scale(source image.Image, edge int) *image.RGBA {
	width, height := fit(source.Bounds().Dx(), source.Bounds().Dy(), edge)
	return scaleTo(source, width, height)
}

// scaleTo returns the picture in a size, in plain colours. It goes over it twice,
// in width then in height, a strip at a time.
func scaleTo(source image.Image, width, height int) *image.RGBA {
	from := source.Bounds()
	if width == from.Dx() && height == from.Dy() {
		out := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Copy(out, image.Point{}, source, from, draw.Src, nil)
		return out
	}
	narrow := image.NewRGBA(image.Rect(0, 0, width, from.Dy()))
	for y := 0; y < from.Dy(); y += strip {
		lines := image.Rect(0, y, width, min(y+strip, from.Dy()))
		of := image.Rect(from.Min.X, from.Min.Y+y, from.Max.X, from.Min.Y+lines.Max.Y)
		draw.CatmullRom.Scale(narrow, lines, source, of, draw.Src, nil)
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for x := 0; x < width; x += strip {
		columns := image.Rect(x, 0, min(x+strip, width), height)
		of := image.Rect(columns.Min.X, 0, columns.Max.X, from.Dy())
		draw.CatmullRom.Scale(out, columns, narrow, of, draw.Src, nil)
	}
	return out
}

// fit returns the size with the longest side at most edge, proportions kept.
func fit(width, height, edge int) (int, int) {
	long := max(width, height)
	if edge <= 0 || long <= edge {
		return width, height
	}
	shrink := func(n int) int { return max(1, (n*edge+long/2)/long) }
	return shrink(width), shrink(height)
}

// opaque returns the picture on white paper: JPEG has no transparency.
func opaque(p *image.RGBA) *image.RGBA {
	if p.Opaque() {
		return p
	}
	out := image.NewRGBA(p.Bounds())
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Bounds(), p, p.Bounds().Min, draw.Over)
	return out
}
