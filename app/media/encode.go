package media

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"

	"parvis/app"
)

func encodePNG(p image.Image) (made, error) {
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		return made{}, err
	}
	return made{b.Bytes(), string(formPNG), p.Bounds().Dx(), p.Bounds().Dy()}, nil
}

const (
	// smallestEdge is where reducing stops: below, a picture is none any more.
	smallestEdge = 64
	// The qualities of JPEG: above the best the eye sees nothing more, below the
	// worst it sees blocks, and a smaller picture is better.
	worstQuality = 60
	bestQuality  = 92
)

// encodeJPEG writes the picture in the best quality that fits, smaller only when
// the lowest acceptable quality does not.
func encodeJPEG(ctx context.Context, name string, p *image.RGBA, b Bounds) (made, error) {
	for edge := max(p.Bounds().Dx(), p.Bounds().Dy()); ; edge = edge * 4 / 5 {
		size, whole := p, Size{p.Bounds().Dx(), p.Bounds().Dy()}
		if s := whole.Reduced(edge); s != whole {
			size = scaleTo(p, s.Width, s.Height)
		}
		data, err := bestJPEG(ctx, size, b.Bytes)
		switch {
		case ctx.Err() != nil:
			return made{}, ctx.Err()
		case err != nil:
			return made{}, damaged(name, err)
		case data != nil:
			return made{data, string(formJPEG), size.Bounds().Dx(), size.Bounds().Dy()}, nil
		case edge <= smallestEdge:
			return made{}, app.Fail(app.CodeInvalid, "media.error.stubborn", "Name", name)
		}
	}
}

// bestJPEG writes a picture in the best acceptable quality of at most a number of
// bytes, nil when none is; no bound when it is zero. Halving finds it in six
// attempts: more quality is more bytes, but for oddities of a few, which a result
// is measured against.
func bestJPEG(ctx context.Context, p image.Image, most int) (data []byte, err error) {
	attempt := func(quality int) ([]byte, error) {
		w := &bounded{ctx: ctx, most: most}
		err := jpeg.Encode(w, p, &jpeg.Options{Quality: quality})
		if errors.Is(err, errTooLong) {
			return nil, nil
		}
		return w.b.Bytes(), err
	}
	if data, err = attempt(bestQuality); data != nil || err != nil {
		return data, err
	}
	for low, high := worstQuality, bestQuality; low < high; {
		quality := (low + high) / 2
		tried, err := attempt(quality)
		if err != nil {
			return nil, err
		}
		if tried != nil {
			data, low = tried, quality+1
		} else {
			high = quality
		}
	}
	return data, nil
}

// bounded is a buffer that refuses more than a number of bytes (any when zero),
// or more once its context has ended: an encoder stops at once.
type bounded struct {
	ctx  context.Context
	most int
	b    bytes.Buffer
}

var errTooLong = errors.New("longer than the bound")

// Write implements io.Writer.
func (w *bounded) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	if w.most > 0 && w.b.Len()+len(p) > w.most {
		return 0, errTooLong
	}
	return w.b.Write(p)
}
