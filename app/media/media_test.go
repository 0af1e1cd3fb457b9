package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
)

// shelf keeps pictures in memory as the file does.
type shelf struct {
	images map[Hash]Image
	data   map[Hash][]byte
}

func newShelf() *shelf { return &shelf{images: make(map[Hash]Image), data: make(map[Hash][]byte)} }

func (s *shelf) AddImage(_ context.Context, i Image, data []byte) error {
	if _, ok := s.images[i.Hash]; !ok {
		s.images[i.Hash], s.data[i.Hash] = i, data
	}
	return nil
}

func (s *shelf) Image(_ context.Context, h Hash) (Image, error) {
	if i, ok := s.images[h]; ok {
		return i, nil
	}
	return Image{}, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

func (s *shelf) ImageBytes(_ context.Context, h Hash) ([]byte, error) {
	if data, ok := s.data[h]; ok {
		return data, nil
	}
	return nil, app.Fail(app.CodeNotFound, "storage.error.not_found")
}

var (
	testNow = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)
	// Smaller than those of the networks, so that the tests are quick.
	testBounds = Bounds{Bytes: 60_000, Edge: 512}
)

func newTestService() (*Service, *shelf) {
	s := newShelf()
	return NewService(s, app.FixedClock(testNow), testBounds), s
}

var (
	red   = color.RGBA{220, 20, 20, 255}
	green = color.RGBA{20, 160, 20, 255}
	blue  = color.RGBA{20, 20, 220, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// corners is a picture whose corners can be told apart: red, green, blue and
// white, clockwise from the top left.
func corners(width, height int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := red
			switch left, top := x < width/2, y < height/2; {
			case !left && top:
				c = green
			case !left && !top:
				c = blue
			case left && !top:
				c = white
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

// noise is a picture that no encoder makes small.
func noise(width, height int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, width, height))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range p.Pix {
		p.Pix[i] = byte(r.Uint32())
		if i%4 == 3 {
			p.Pix[i] = 255
		}
	}
	return p
}

func asJPEG(tb testing.TB, p image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, p, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(tb testing.TB, p image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(tb testing.TB, p image.Image) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := gif.Encode(&b, p, nil); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// gpsMark is found in a file if and only if its position is.
const gpsMark = "PARVIS-GPS-47.2184N-1.5536W"

// exif is an Exif block that says how the camera was held and where it was.
func exif(order binary.AppendByteOrder, turn uint16) []byte {
	b := []byte("MM")
	if order.String() == "LittleEndian" {
		b = []byte("II")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	entry := func(tag, kind uint16, count, value uint32) {
		b = order.AppendUint16(b, tag)
		b = order.AppendUint16(b, kind)
		b = order.AppendUint32(b, count)
		if kind == 3 { // a short stands first in its four bytes
			b = order.AppendUint16(b, uint16(value))
			b = order.AppendUint16(b, 0)
			return
		}
		b = order.AppendUint32(b, value)
	}
	const afterDirectory = 8 + 2 + 3*12 + 4
	entry(0x010f, 2, uint32(len("Phone\x00")), afterDirectory+64)
	entry(0x0112, 3, 1, uint32(turn))
	entry(0x8825, 4, 1, afterDirectory)
	b = order.AppendUint32(b, 0)
	return append(b, gpsMark+strings.Repeat("\x00", 64)...)
}

// jpegWithExif puts an Exif block into a JPEG file, as cameras do.
func jpegWithExif(file, block []byte) []byte {
	body := append([]byte(exifHeading), block...)
	out := append([]byte{}, file[:2]...)
	out = append(out, 0xff, markerAPP1)
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(append(out, body...), file[2:]...)
}

// pngWithExif puts an Exif block into a PNG file, after its header.
func pngWithExif(file, block []byte) []byte {
	const afterHeader = 8 + 25
	chunk := append([]byte("eXIf"), block...)
	out := append([]byte{}, file[:afterHeader]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(block)))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, file[afterHeader:]...)
}

// webpFile is a lossless 1 by 1 picture (RFC 9649).
const webpFile = "RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"

// pngClaiming is a PNG file whose header claims a size.
func pngClaiming(tb testing.TB, width, height uint32) []byte {
	file := asPNG(tb, corners(2, 2))
	binary.BigEndian.PutUint32(file[16:], width)
	binary.BigEndian.PutUint32(file[20:], height)
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
	return file
}

// jpegClaiming is a JPEG file whose frame header claims a size.
func jpegClaiming(tb testing.TB, width, height uint16) []byte {
	file := asJPEG(tb, corners(16, 16))
	at := bytes.Index(file, []byte{0xff, 0xc0})
	binary.BigEndian.PutUint16(file[at+5:], height)
	binary.BigEndian.PutUint16(file[at+7:], width)
	return file
}

// jpegOfManyScans repeats the only scan of a file.
func jpegOfManyScans(tb testing.TB, n int) []byte {
	file := asJPEG(tb, corners(16, 16))
	at := bytes.Index(file, []byte{0xff, markerSOS})
	scan := file[at : len(file)-2]
	out := append([]byte{}, file[:at]...)
	out = append(out, bytes.Repeat(scan, n)...)
	return append(out, 0xff, markerEOI)
}

func TestAddKeepsAPicture(t *testing.T) {
	s, kept := newTestService()
	photo := jpegWithExif(asJPEG(t, corners(480, 320)), exif(binary.BigEndian, 1))
	i, err := s.Add(t.Context(), `C:\Photos\Galette des rois.jpg`, bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	data := kept.data[i.Hash]
	if i.Name != "Galette des rois.jpg" || i.MIME != "image/jpeg" || i.Width != 480 || i.Height != 320 ||
		i.Size != int64(len(data)) || !i.AddedAt.Equal(testNow) || len(i.Hash) != 64 {
		t.Errorf("kept as %+v", i)
	}
	again, err := s.Add(t.Context(), "copie.jpg", bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	if again != i || len(kept.images) != 1 {
		t.Errorf("the same picture again was kept as %+v beside %+v", again, i)
	}
	small, err := s.Thumbnail(t.Context(), i.Hash, 120)
	if err != nil {
		t.Fatal(err)
	}
	if got := small.Bounds().Size(); got != (image.Point{120, 80}) {
		t.Errorf("thumbnail of %v", got)
	}
}

func TestAddTurnsUprightAndForgetsThePosition(t *testing.T) {
	// The corners seen upright, clockwise from the top left, of a picture kept
	// as red, green, blue and white under each value of Orientation.
	seen := [][4]color.RGBA{
		1: {red, green, blue, white},
		2: {green, red, white, blue},
		3: {blue, white, red, green},
		4: {white, blue, green, red},
		5: {red, white, blue, green},
		6: {white, red, green, blue},
		7: {blue, green, red, white},
		8: {green, blue, white, red},
	}
	for turn := 1; turn <= 8; turn++ {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			block := exif(order, uint16(turn))
			for name, file := range map[string][]byte{
				"photo.jpg": jpegWithExif(asJPEG(t, corners(64, 32)), block),
				"photo.png": pngWithExif(asPNG(t, corners(64, 32)), block),
			} {
				if !bytes.Contains(file, []byte(gpsMark)) {
					t.Fatal("the made-up file carries no position")
				}
				s, kept := newTestService()
				i, err := s.Add(t.Context(), name, bytes.NewReader(file))
				if err != nil {
					t.Fatalf("%s, turn %d: %v", name, turn, err)
				}
				data := kept.data[i.Hash]
				for _, mark := range []string{gpsMark, "Exif", "eXIf", "Phone"} {
					if bytes.Contains(data, []byte(mark)) {
						t.Errorf("%s, turn %d: %q is still in the picture", name, turn, mark)
					}
				}
				picture, _, err := image.Decode(bytes.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
				if wide := turn < 5; wide != (w > h) || w != i.Width || h != i.Height {
					t.Fatalf("%s, turn %d: %d by %d pixels", name, turn, w, h)
				}
				for n, at := range []image.Point{{3, 3}, {w - 4, 3}, {w - 4, h - 4}, {3, h - 4}} {
					if got := picture.At(at.X, at.Y); !near(got, seen[turn][n]) {
						t.Errorf("%s, turn %d: corner %d is %v, want %v", name, turn, n, got, seen[turn][n])
					}
				}
			}
		}
	}
}

func near(got color.Color, want color.RGBA) bool {
	r, g, b, _ := got.RGBA()
	off := func(a uint32, b uint8) bool { return max(a>>8, uint32(b))-min(a>>8, uint32(b)) > 40 }
	return !off(r, want.R) && !off(g, want.G) && !off(b, want.B)
}

// TestOrientationNonsense: whatever the Exif block says, the picture comes in.
func TestOrientationNonsense(t *testing.T) {
	whole := exif(binary.BigEndian, 6)
	blocks := map[string][]byte{
		"cut": whole[:12], "empty": nil, "other order": append([]byte("XX"), whole[2:]...), "value 9": exif(binary.LittleEndian, 9),
		"value 0": exif(binary.LittleEndian, 0), "far away": {'I', 'I', 42, 0, 0xff, 0xff, 0xff, 0xff}, "endless": {'M', 'M', 0, 42, 0, 0, 0, 8, 0xff, 0xff},
	}
	for name, block := range blocks {
		if got := orientationOf(block); got != upright {
			t.Errorf("%s: turn %d, want upright", name, got)
		}
		s, _ := newTestService()
		if _, err := s.Add(t.Context(), "photo.jpg", bytes.NewReader(jpegWithExif(asJPEG(t, corners(16, 8)), block))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAddReduces(t *testing.T) {
	tests := []struct {
		name          string
		file          []byte
		mime          string
		width, height int // zero: any
	}{
		{"wide photo", asJPEG(t, corners(1024, 256)), "image/jpeg", 512, 128},
		{"tall drawing", asPNG(t, corners(125, 750)), "image/png", 85, 512},
		{"small drawing stays as it is", asPNG(t, corners(300, 200)), "image/png", 300, 200},
		{"heavy photo", asJPEG(t, noise(512, 384)), "image/jpeg", 0, 0},
		{"heavy drawing becomes a photo", asPNG(t, noise(200, 150)), "image/jpeg", 200, 150},
		{"WebP", []byte(webpFile), "image/png", 1, 1},
		{"one line", asPNG(t, corners(5000, 1)), "image/png", 512, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, kept := newTestService()
			i, err := s.Add(t.Context(), "x", bytes.NewReader(test.file))
			if err != nil {
				t.Fatal(err)
			}
			if i.MIME != test.mime || i.Size > int64(testBounds.Bytes) || max(i.Width, i.Height) > testBounds.Edge {
				t.Errorf("kept as %+v", i)
			}
			if test.width > 0 && (i.Width != test.width || i.Height != test.height) {
				t.Errorf("kept with %d by %d pixels, want %d by %d", i.Width, i.Height, test.width, test.height)
			}
			config, _, err := image.DecodeConfig(bytes.NewReader(kept.data[i.Hash]))
			if err != nil || config.Width != i.Width || config.Height != i.Height {
				t.Errorf("its bytes hold %d by %d pixels (%v), its description says %d by %d", config.Width, config.Height, err, i.Width, i.Height)
			}
		})
	}
}

// TestTransparencyOnPaper: a drawing too heavy as PNG loses its transparency to
// white, not to black.
func TestTransparencyOnPaper(t *testing.T) {
	p := noise(240, 180)
	for y := range 180 {
		for x := range 60 {
			p.SetRGBA(x, y, color.RGBA{})
		}
	}
	s, kept := newTestService()
	i, err := s.Add(t.Context(), "logo.png", bytes.NewReader(asPNG(t, p)))
	if err != nil {
		t.Fatal(err)
	}
	out, err := jpeg.Decode(bytes.NewReader(kept.data[i.Hash]))
	if err != nil {
		t.Fatal(err)
	}
	if got := out.At(25, 50); !near(got, white) {
		t.Errorf("what was transparent is %v", got)
	}
}

func TestAddRefuses(t *testing.T) {
	tests := []struct {
		name string
		file []byte
		key  string
	}{
		{"empty", nil, "media.error.empty"},
		{"text renamed", []byte("Bonjour, voici la recette"), "media.error.format"},
		{"page renamed", []byte("<html><script>alert(1)</script>"), "media.error.format"},
		{"drawing in words", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "media.error.format"},
		{"GIF", asGIF(t, corners(8, 8)), "media.error.gif"},
		{"iPhone photo", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1"), "media.error.heic"},
		{"film", []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isom"), "media.error.format"},
		{"document", []byte("%PDF-1.7"), "media.error.pdf"},
		{"only a beginning", []byte("\xff\xd8\xff"), "media.error.damaged"},
		{"cut JPEG", asJPEG(t, noise(64, 64))[:2000], "media.error.damaged"},
		{"cut PNG", asPNG(t, noise(64, 64))[:2000], "media.error.damaged"},
		{"cut WebP", []byte(webpFile[:30]), "media.error.damaged"},
		{"PNG that claims 40000 by 40000", pngClaiming(t, 40_000, 40_000), "media.error.pixels"},
		{"PNG of one endless line", pngClaiming(t, 40_000_000, 1), "media.error.pixels"},
		{"PNG beyond arithmetic", pngClaiming(t, 0x7fffffff, 0x7fffffff), "media.error."},
		{"JPEG that claims 65000 by 65000", jpegClaiming(t, 65_000, 65_000), "media.error.pixels"},
		{"JPEG of a thousand scans", jpegOfManyScans(t, 1000), "media.error.damaged"},
		{"too heavy", append([]byte("\xff\xd8\xff"), make([]byte, maxInput)...), "media.error.heavy"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, kept := newTestService()
			_, err := s.Add(t.Context(), "photo.jpg", bytes.NewReader(test.file))
			var failure *app.Error
			if !errors.As(err, &failure) || failure.Code != app.CodeInvalid || !strings.HasPrefix(failure.Key, test.key) || failure.Args["Name"] != "photo.jpg" {
				t.Errorf("got %v, want %s", err, test.key)
			}
			if len(kept.images) > 0 {
				t.Error("something was kept")
			}
		})
	}
	t.Run("sixteen bits a colour", func(t *testing.T) {
		err := measure("x", image.Config{ColorModel: color.NRGBA64Model, Width: 6000, Height: 6000})
		if app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("a picture of 288 MB unfolded is accepted: %v", err)
		}
	})
}

func TestAddCannotRead(t *testing.T) {
	s, _ := newTestService()
	for key, cause := range map[string]error{
		"media.error.unreadable": io.ErrClosedPipe, "media.error.permission": &fs.PathError{Op: "read", Path: "x", Err: fs.ErrPermission},
	} {
		_, err := s.Add(t.Context(), "photo.jpg", iotest.ErrReader(cause))
		if app.CodeOf(err) != app.CodeUnavailable || !strings.Contains(err.Error(), key) || !errors.Is(err, cause) {
			t.Errorf("got %v, want %s", err, key)
		}
	}
	if _, err := s.Thumbnail(t.Context(), "unknown", 10); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("thumbnail of nothing: %v", err)
	}
	if _, err := Thumbnail([]byte("damaged"), 10); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("thumbnail of damaged bytes: %v", err)
	}
}

// TestAddWaitsItsTurn: pictures are decoded one at a time, and waiting ends with
// the caller's patience.
func TestAddWaitsItsTurn(t *testing.T) {
	s, _ := newTestService()
	s.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Add(ctx, "photo.jpg", bytes.NewReader(asJPEG(t, corners(8, 8)))); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-s.turn
	if _, err := s.Add(t.Context(), "photo.jpg", bytes.NewReader(asJPEG(t, corners(8, 8)))); err != nil {
		t.Error(err)
	}
}

func TestDisplayName(t *testing.T) {
	for name, want := range map[string]string{
		"photo.jpg": "photo.jpg", "/home/lea/photo.jpg": "photo.jpg", `C:\Users\Léa\Éclair.png`: "Éclair.png", "": "", "/": "",
		"a\nb\x00c.jpg": "abc.jpg", "\u202egpj.exe": "gpj.exe", "..": "", "../../etc/passwd": "passwd", "a\xffb.jpg": "ab.jpg",
		strings.Repeat("é", 200): strings.Repeat("é", 119) + "…",
	} {
		if got := displayName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// TestScaleKeepsPlainColours: going over a picture strip by strip leaves no
// seam: a plain picture stays plain, to its edges.
func TestScaleKeepsPlainColours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 150).Draw(t, "width")
		height := rapid.IntRange(1, 150).Draw(t, "height")
		edge := rapid.IntRange(1, 150).Draw(t, "edge")
		p := image.NewRGBA(image.Rect(0, 0, width, height))
		for i := range p.Pix {
			p.Pix[i] = 200
		}
		out := scale(p, edge)
		w, h := out.Bounds().Dx(), out.Bounds().Dy()
		if max(w, h) != min(edge, max(width, height)) || (w > h) != (width > height) && w != h {
			t.Fatalf("%d by %d became %d by %d for an edge of %d", width, height, w, h, edge)
		}
		for i, v := range out.Pix {
			if v < 199 || v > 201 {
				t.Fatalf("byte %d of a plain picture became %d", i, v)
			}
		}
	})
}

// FuzzClean: no bytes make the intake fail otherwise than with a sentence, and
// what it accepts is a picture within the bounds that carries no Exif block.
func FuzzClean(f *testing.F) {
	block := exif(binary.BigEndian, 6)
	for _, seed := range [][]byte{
		nil, []byte("text"), []byte(webpFile), asJPEG(f, corners(16, 8)), asPNG(f, corners(16, 8)), asGIF(f, corners(8, 8)),
		jpegWithExif(asJPEG(f, corners(16, 8)), block), pngWithExif(asPNG(f, corners(16, 8)), block),
		jpegOfManyScans(f, 3), pngClaiming(f, 40_000, 40_000), jpegClaiming(f, 65_000, 65_000), asJPEG(f, noise(32, 32))[:500],
	} {
		f.Add(seed)
	}
	bounds := Bounds{Bytes: 100_000, Edge: 64}
	f.Fuzz(func(t *testing.T, data []byte) {
		if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil && config.Width*config.Height > 1_000_000 {
			t.Skip("slow, and refused or accepted by its size alone")
		}
		out, err := clean(context.Background(), "x", data, bounds)
		if err != nil {
			if app.CodeOf(err) != app.CodeInvalid {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		picture, _, err := image.Decode(bytes.NewReader(out.data))
		if err != nil {
			t.Fatalf("what was kept does not decode: %v", err)
		}
		if size := picture.Bounds().Size(); size != (image.Point{out.width, out.height}) || max(size.X, size.Y) > bounds.Edge || len(out.data) > bounds.Bytes {
			t.Fatalf("kept %v pixels in %d bytes, said to be %d by %d", size, len(out.data), out.width, out.height)
		}
		if exifOfJPEG(out.data) != nil && out.mime == string(formJPEG) || exifOfPNG(out.data) != nil && out.mime == string(formPNG) {
			t.Fatal("an Exif block was kept")
		}
	})
}
