package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"slices"

	"parvis/app"
)

// Rendered is a picture made ready for a network.
type Rendered struct {
	Data []byte
	MIME string // image/jpeg or image/png
	Size Size
}

// smallPNG is how heavy a drawing without transparency may be and still go out as
// PNG, which keeps its edges sharp; a photo in PNG is far above.
const smallPNG = 400_000

// Render makes a kept picture ready for a network: cropped, reduced to the bounds
// and written in the best quality that fits them. What comes out carries no
// metadata of any kind, whoever wrote the file it was kept in, and is the same
// for the same arguments. A crop that reaches beyond the picture is brought into
// it; the zero Crop is the whole.
//
// A PNG stays one where the network takes PNG and it is transparent or light;
// else it is laid on white and goes out as JPEG.
//
// Errors: CodeNotFound, CodeInvalid when the kept bytes are damaged or cannot be
// made to fit, and the context's own: it is heeded between two steps.
func (s *Service) Render(ctx context.Context, h Hash, c Crop, b Bounds) (Rendered, error) {
	kept, err := s.store.Image(ctx, h)
	if err != nil {
		return Rendered{}, err
	}
	data, err := s.store.ImageBytes(ctx, h)
	if err != nil {
		return Rendered{}, err
	}
	end, err := s.wait(ctx)
	if err != nil {
		return Rendered{}, err
	}
	defer end()
	made, err := render(ctx, kept.Name, data, c, b)
	if err != nil {
		return Rendered{}, err
	}
	return Rendered{made.data, made.mime, Size{made.width, made.height}}, nil
}

func render(ctx context.Context, name string, data []byte, c Crop, b Bounds) (made, error) {
	source, kind, err := decode(name, data)
	if err != nil {
		return made{}, err
	}
	size := Size{source.Bounds().Dx(), source.Bounds().Dy()}
	c = c.In(size)
	if c == WholeOf(size) && fits(size, len(data), kind, b) && bare(kind, data) {
		// Writing it anew would only lose quality.
		return made{data, string(kind), size.Width, size.Height}, nil
	}
	if source, err = cut(name, source, c); err != nil {
		return made{}, err
	}
	if err := ctx.Err(); err != nil {
		return made{}, err
	}
	reduced := c.Size().Reduced(b.Edge)
	picture := scaleTo(source, reduced.Width, reduced.Height)
	if err := ctx.Err(); err != nil {
		return made{}, err
	}
	if kind != formJPEG && b.take(formPNG) {
		out, err := encodePNG(picture)
		if err != nil {
			return made{}, damaged(name, err)
		}
		light := !picture.Opaque() || len(out.data) <= smallPNG
		if light && (b.Bytes == 0 || len(out.data) <= b.Bytes) {
			return out, nil
		}
	}
	return encodeJPEG(ctx, name, opaque(picture), b)
}

// take reports whether a form is within the bounds.
func (b Bounds) take(kind form) bool {
	return kind == formJPEG || len(b.Formats) == 0 || slices.Contains(b.Formats, string(kind))
}

// fits reports whether a picture is within the bounds as it is.
func fits(s Size, bytes int, kind form, b Bounds) bool {
	return (b.Bytes == 0 || bytes <= b.Bytes) && (b.Edge == 0 || max(s.Width, s.Height) <= b.Edge) && kind != formWebP && b.take(kind)
}

// cut returns the part of a picture that is shown, without copying it.
func cut(name string, p image.Image, c Crop) (image.Image, error) {
	at := p.Bounds().Min
	whole, ok := p.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if !ok {
		// No decoder that is used gives such a picture.
		return nil, app.Fail(app.CodeInvalid, "media.error.damaged", "Name", name)
	}
	return whole.SubImage(image.Rect(at.X+c.X, at.Y+c.Y, at.X+c.X+c.Width, at.Y+c.Y+c.Height)), nil
}

// bare reports whether a file holds nothing but the picture: the segments and
// chunks that Parvis itself writes, one image, and no byte after it.
func bare(kind form, data []byte) bool {
	switch kind {
	case formJPEG:
		return bareJPEG(data)
	case formPNG:
		return barePNG(data)
	}
	return false
}

// bareJPEG allows the markers that image/jpeg writes: tables, a frame, one scan.
func bareJPEG(data []byte) bool {
	const (
		markerSOF0 = 0xc0 // frame
		markerSOF2 = 0xc2 // progressive frame
		markerDHT  = 0xc4 // Huffman tables
		markerDQT  = 0xdb // quantisation tables
		markerDRI  = 0xdd // restart interval
	)
	bare := true
	segments(data, func(marker byte, _ []byte) bool {
		switch marker {
		case markerSOF0, markerSOF2, markerDHT, markerDQT, markerDRI, markerSOS:
		default:
			bare = false
		}
		return bare
	})
	// The end of image comes once, last.
	end := []byte{0xff, markerEOI}
	return bare && bytes.Index(data, end) == len(data)-len(end)
}

// barePNG allows the chunks that carry the picture (PNG third edition, 11.2 and
// 11.3.2).
func barePNG(data []byte) bool {
	const signature, frame = 8, 12 // a chunk's length, type and checksum
	rest := data[min(signature, len(data)):]
	for len(rest) >= frame {
		size := int64(binary.BigEndian.Uint32(rest))
		if size+frame > int64(len(rest)) {
			return false
		}
		chunk := string(rest[4:8])
		rest = rest[size+frame:]
		switch chunk {
		case "IHDR", "PLTE", "tRNS", "IDAT":
		case "IEND":
			return len(rest) == 0 && size == 0
		default:
			return false
		}
	}
	return false
}
