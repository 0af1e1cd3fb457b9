package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"image"
	"io"
	"io/fs"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/app"
)

// Bounds are what a picture stays within: for one that is kept, the strictest of
// the networks it may go to; for one that is sent, those of its network. Zero
// means "no such bound".
type Bounds struct {
	Bytes int // of the encoded picture
	Edge  int // longest side, in pixels
	// Formats are the MIME types taken, nil for all that Parvis writes. JPEG,
	// which every network takes, goes without saying.
	Formats []string
}

// DefaultEdge is the longest side kept, in pixels: more than any feed shows.
const DefaultEdge = 2048

const (
	// maxInput bounds the file an owner may add: a photo of the largest phone
	// sensors stays below.
	maxInput = 25_000_000
	// maxPixels bounds what a picture unfolds to, whatever its file weighs.
	maxPixels = 50_000_000
	// maxUnfolded bounds the memory of the decoded picture, for those of eight
	// bytes a pixel.
	maxUnfolded = 4 * maxPixels
	// maxSide bounds a side, in pixels: scaling takes memory by the line.
	maxSide = 30_000
	// maxName bounds the kept file name, in characters.
	maxName = 120
)

// Service takes pictures in and gives them back. It is safe for concurrent use.
type Service struct {
	store  Store
	clock  app.Clock
	bounds Bounds
	// turn lets one picture be decoded at a time: each may take hundreds of
	// megabytes while it is.
	turn chan struct{}
}

// NewService returns the service over a store.
func NewService(store Store, clock app.Clock, bounds Bounds) *Service {
	return &Service{store: store, clock: clock, bounds: bounds, turn: make(chan struct{}, 1)}
}

// Add takes in a picture of unknown origin: it is checked, turned upright,
// reduced to the bounds and written anew, so that nothing of the file but what
// is seen is kept (no position, no name of the owner, no hidden picture). The
// same picture added again is the one already kept. name is the file name the
// owner knows, for display only.
//
// Errors: CodeInvalid with the sentence of what is wrong with the picture,
// CodeUnavailable when it cannot be read.
func (s *Service) Add(ctx context.Context, name string, r io.Reader) (Image, error) {
	name = displayName(name)
	data, err := io.ReadAll(io.LimitReader(r, maxInput+1))
	switch {
	case err != nil:
		return Image{}, unreadable(name, err)
	case len(data) > maxInput:
		return Image{}, app.Fail(app.CodeInvalid, "media.error.heavy", "Name", name, "Max", app.Bytes(maxInput))
	}
	end, err := s.wait(ctx)
	if err != nil {
		return Image{}, err
	}
	defer end()
	made, err := clean(ctx, name, data, s.bounds)
	if err != nil {
		return Image{}, err
	}
	sum := sha256.Sum256(made.data)
	kept := Image{
		Hash: Hash(hex.EncodeToString(sum[:])), Name: name, MIME: made.mime,
		Width: made.width, Height: made.height, Size: int64(len(made.data)), AddedAt: s.clock.Now(),
	}
	if err := s.store.AddImage(ctx, kept, made.data); err != nil {
		return Image{}, err
	}
	return s.store.Image(ctx, kept.Hash)
}

// wait waits for the turn to decode, until end gives it to the next.
func (s *Service) wait(ctx context.Context) (end func(), err error) {
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Image describes a kept picture, or fails with CodeNotFound.
func (s *Service) Image(ctx context.Context, h Hash) (Image, error) { return s.store.Image(ctx, h) }

// Thumbnail returns a kept picture with its longest side at most edge pixels.
// Errors: CodeNotFound, CodeInvalid when the kept bytes are damaged.
func (s *Service) Thumbnail(ctx context.Context, h Hash, edge int) (image.Image, error) {
	data, err := s.store.ImageBytes(ctx, h)
	if err != nil {
		return nil, err
	}
	return Thumbnail(data, edge)
}

// Thumbnail decodes a picture in one of the forms Parvis keeps, with its longest
// side at most edge pixels. It fails with CodeInvalid when it cannot be decoded.
func Thumbnail(data []byte, edge int) (image.Image, error) {
	source, _, err := decode("", data)
	if err != nil {
		return nil, err
	}
	return scale(source, edge), nil
}

// unreadable tells why the file itself could not be read.
func unreadable(name string, err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return app.Fail(app.CodeUnavailable, "media.error.permission", "Name", name).Because(err)
	}
	return app.Fail(app.CodeUnavailable, "media.error.unreadable", "Name", name).Because(err)
}

// displayName keeps of a path its last part, on one line and not endless.
func displayName(name string) string {
	name = strings.ToValidUTF8(strings.ReplaceAll(name, `\`, "/"), "")
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf) {
			return -1
		}
		return r
	}, name)
	name = strings.TrimSpace(path.Base(path.Clean("/" + name)))
	if name == "/" {
		return ""
	}
	if utf8.RuneCountInString(name) > maxName {
		name = string([]rune(name)[:maxName-1]) + "…"
	}
	return name
}

// kinds of files that owners take for pictures Parvis can use.
var kinds = []struct {
	recognise func(head []byte) bool
	form      form
	refusal   string
}{
	{starts("\xff\xd8\xff"), formJPEG, ""},
	{starts("\x89PNG\r\n\x1a\n"), formPNG, ""},
	{boxed("RIFF", "WEBP"), formWebP, ""},
	{starts("GIF8"), "", "media.error.gif"},
	{isHEIC, "", "media.error.heic"},
	{starts("%PDF-"), "", "media.error.pdf"},
}

type form string

const (
	formJPEG form = "image/jpeg"
	formPNG  form = "image/png"
	formWebP form = "image/webp"
)

// recognise tells the form of a picture by its first bytes, whatever its name.
func recognise(name string, data []byte) (form, error) {
	if len(data) == 0 {
		return "", app.Fail(app.CodeInvalid, "media.error.empty", "Name", name)
	}
	for _, k := range kinds {
		if !k.recognise(data) {
			continue
		}
		if k.refusal != "" {
			return "", app.Fail(app.CodeInvalid, k.refusal, "Name", name)
		}
		return k.form, nil
	}
	return "", app.Fail(app.CodeInvalid, "media.error.format", "Name", name)
}

func starts(prefix string) func([]byte) bool {
	return func(data []byte) bool { return bytes.HasPrefix(data, []byte(prefix)) }
}

func boxed(outer, inner string) func([]byte) bool {
	return func(data []byte) bool {
		return len(data) >= 12 && string(data[:4]) == outer && string(data[8:12]) == inner
	}
}

// isHEIC recognises the photos of recent iPhones: an ISO base media file of one
// of the HEIF or AVIF brands.
func isHEIC(data []byte) bool {
	if len(data) < 12 || string(data[4:8]) != "ftyp" {
		return false
	}
	switch string(data[8:12]) {
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
}
