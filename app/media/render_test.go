package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
)

// kept puts bytes in a file as they are, as somebody else's program might have.
func kept(t testing.TB, s *shelf, mime string, data []byte) Hash {
	t.Helper()
	h := Hash("hash-" + mime)
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	delete(s.images, h)
	if err := s.AddImage(context.Background(), Image{Hash: h, Name: "image", MIME: mime, Width: config.Width, Height: config.Height}, data); err != nil {
		t.Fatal(err)
	}
	return h
}

func mustRender(t testing.TB, s *Service, h Hash, c Crop, b Bounds) Rendered {
	t.Helper()
	out, err := s.Render(t.Context(), h, c, b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestRenderFitsTheNetwork(t *testing.T) {
	s, files := newTestService()
	photo := kept(t, files, "image/jpeg", asJPEG(t, noise(900, 600)))
	for _, tt := range []struct {
		name   string
		crop   Crop
		bounds Bounds
		size   Size
	}{
		{"whole", Crop{}, Bounds{}, Size{900, 600}},
		{"square of 300", Crop{10, 20, 300, 300}, Bounds{}, Size{300, 300}},
		{"reduced", Crop{}, Bounds{Edge: 450}, Size{450, 300}},
		{"cropped then reduced", Crop{0, 0, 480, 600}, Bounds{Edge: 300}, Size{240, 300}},
		{"under a weight", Crop{}, Bounds{Bytes: 400_000}, Size{900, 600}},
		{"a crop beyond the picture", Crop{800, 500, 300, 300}, Bounds{}, Size{300, 300}},
	} {
		out := mustRender(t, s, photo, tt.crop, tt.bounds)
		config, kind, err := image.DecodeConfig(bytes.NewReader(out.Data))
		if err != nil || kind != "jpeg" || out.MIME != "image/jpeg" {
			t.Fatalf("%s: a %s, said %s, %v", tt.name, kind, out.MIME, err)
		}
		if got := (Size{config.Width, config.Height}); got != tt.size || out.Size != got {
			t.Errorf("%s: %v, said %v, want %v", tt.name, got, out.Size, tt.size)
		}
		if tt.bounds.Bytes > 0 && len(out.Data) > tt.bounds.Bytes {
			t.Errorf("%s: %d bytes", tt.name, len(out.Data))
		}
		if again := mustRender(t, s, photo, tt.crop, tt.bounds); !bytes.Equal(again.Data, out.Data) {
			t.Errorf("%s: not the same twice", tt.name)
		}
	}
	// What must give way gives way in quality before it does in size.
	if out := mustRender(t, s, photo, Crop{}, Bounds{Bytes: 20_000}); len(out.Data) > 20_000 || out.Size.Width >= 900 {
		t.Errorf("in 20 kB: %d bytes, %v", len(out.Data), out.Size)
	}
	if _, err := s.Render(t.Context(), photo, Crop{}, Bounds{Bytes: 50}); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("in 50 bytes: %v", err)
	}
	if _, err := s.Render(t.Context(), "absent", Crop{}, Bounds{}); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("absent: %v", err)
	}
}

// TestRenderUsesTheRoomThereIs: the quality is the best that fits: one step more
// would not.
func TestRenderUsesTheRoomThereIs(t *testing.T) {
	s, files := newTestService()
	p := noise(400, 400)
	photo := kept(t, files, "image/jpeg", asJPEG(t, p))
	whole := mustRender(t, s, photo, Crop{0, 0, 399, 399}, Bounds{})
	for _, share := range []int{95, 80, 60} {
		most := len(whole.Data) * share / 100
		out := mustRender(t, s, photo, Crop{0, 0, 399, 399}, Bounds{Bytes: most})
		if len(out.Data) > most || len(out.Data) < most*80/100 {
			t.Errorf("%d bytes of %d", len(out.Data), most)
		}
	}
}

func TestRenderOfDrawings(t *testing.T) {
	s, files := newTestService()
	clear := image.NewNRGBA(image.Rect(0, 0, 200, 100))
	for y := range 100 {
		for x := range 100 {
			clear.SetNRGBA(x, y, color.NRGBA{200, 0, 0, 255})
		}
	}
	logo := kept(t, files, "image/png", asPNG(t, clear))
	if out := mustRender(t, s, logo, Crop{0, 0, 150, 100}, Bounds{}); out.MIME != "image/png" {
		t.Errorf("a transparent drawing became %s", out.MIME)
	}
	out := mustRender(t, s, logo, Crop{0, 0, 150, 100}, Bounds{Formats: []string{"image/jpeg"}})
	if out.MIME != "image/jpeg" {
		t.Fatalf("where PNG is not taken it is %s", out.MIME)
	}
	p, err := jpeg.Decode(bytes.NewReader(out.Data))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := p.At(140, 50).RGBA(); r < 0xf800 || g < 0xf800 || b < 0xf800 {
		t.Errorf("what was transparent is %x %x %x, not white", r, g, b)
	}
	// A photo that came as PNG is far too heavy as one.
	heavy := kept(t, files, "image/png", asPNG(t, noise(700, 700)))
	if out := mustRender(t, s, heavy, Crop{0, 0, 690, 690}, Bounds{Formats: []string{"image/png"}}); out.MIME != "image/jpeg" {
		t.Errorf("a photo went out as %s of %d bytes", out.MIME, len(out.Data))
	}
}

// secret is what must not leave the machine.
const secret = "47.2184N 1.5536W Mme Martin"

// segmented puts a segment at the head of a JPEG.
func segmented(data []byte, marker byte, body string) []byte {
	length := binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))
	return slices.Concat(data[:2], []byte{0xff, marker}, length, []byte(body), data[2:])
}

// chunked puts a chunk after the header of a PNG.
func chunked(data []byte, kind, body string) []byte {
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	chunk = append(chunk, kind+body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(chunk[4:]))
	const header = 8 + 25
	return slices.Concat(data[:header], chunk, data[header:])
}

// webpWith wraps a simple WebP in the extended form, with metadata chunks.
func webpWith(t testing.TB, simple []byte, kinds ...string) []byte {
	t.Helper()
	config, _, err := image.DecodeConfig(bytes.NewReader(simple))
	if err != nil {
		t.Fatal(err)
	}
	size := func(n int) []byte { return []byte{byte(n), byte(n >> 8), byte(n >> 16)} }
	body := slices.Concat([]byte("WEBPVP8X\x0a\x00\x00\x00\x0c\x00\x00\x00"), size(config.Width-1), size(config.Height-1), simple[12:])
	for _, kind := range kinds {
		body = append(body, kind...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(secret)))
		body = append(body, secret...)
		if len(secret)%2 == 1 {
			body = append(body, 0)
		}
	}
	return slices.Concat([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
}

// TestNothingButThePictureLeaves: whatever rides in the file, on its way in and
// on its way out, it does not come through.
func TestNothingButThePictureLeaves(t *testing.T) {
	photo, drawing := asJPEG(t, noise(120, 90)), asPNG(t, corners(120, 90))
	for _, tt := range []struct {
		name string
		data []byte
	}{
		{"Exif", segmented(photo, 0xe1, "Exif\x00\x00"+secret)},
		{"XMP", segmented(photo, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret)},
		{"IPTC", segmented(photo, 0xed, "Photoshop 3.0\x008BIM\x04\x04"+secret)},
		{"ICC", segmented(photo, 0xe2, "ICC_PROFILE\x00"+secret)},
		{"comment", segmented(photo, 0xfe, secret)},
		{"after the end", append(slices.Clone(photo), secret...)},
		{"PNG text", chunked(drawing, "tEXt", "Author\x00"+secret)},
		{"PNG international text", chunked(drawing, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+secret)},
		{"PNG Exif", chunked(drawing, "eXIf", secret)},
		{"after the end of PNG", append(slices.Clone(drawing), secret...)},
		{"WebP", webpWith(t, []byte(webpFile), "EXIF", "XMP ")},
	} {
		if !bytes.Contains(tt.data, []byte(secret)) {
			t.Fatalf("%s: nothing to find: this proves nothing", tt.name)
		}
		s, files := newTestService()
		in, err := s.Add(t.Context(), tt.name, bytes.NewReader(tt.data))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if data := files.data[in.Hash]; bytes.Contains(data, []byte("Martin")) {
			t.Errorf("%s: kept", tt.name)
		}
		// And where another program had put it in the file.
		mime := "image/jpeg"
		if strings.HasPrefix(tt.name, "PNG") || strings.HasSuffix(tt.name, "PNG") {
			mime = "image/png"
		}
		out := mustRender(t, s, kept(t, files, mime, tt.data), Crop{}, Bounds{})
		if bytes.Contains(out.Data, []byte("Martin")) {
			t.Errorf("%s: sent", tt.name)
		}
		if !bare(form(out.MIME), out.Data) {
			t.Errorf("%s: sent with something beside the picture", tt.name)
		}
	}
}

// TestCleanPicturesGoAsTheyAre: what fits already is not written anew, which
// would lose quality.
func TestCleanPicturesGoAsTheyAre(t *testing.T) {
	s, files := newTestService()
	in, err := s.Add(t.Context(), "photo.jpg", bytes.NewReader(asJPEG(t, corners(200, 100))))
	if err != nil {
		t.Fatal(err)
	}
	out := mustRender(t, s, in.Hash, Crop{}, Bounds{Bytes: 1_000_000, Edge: 1000})
	if !bytes.Equal(out.Data, files.data[in.Hash]) {
		t.Error("written anew")
	}
}

func TestRenderStopsWhenAsked(t *testing.T) {
	s, files := newTestService()
	photo := kept(t, files, "image/jpeg", asJPEG(t, noise(300, 300)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Render(ctx, photo, Crop{}, Bounds{Bytes: 1000}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	// In the middle of the work as well.
	late := &expiring{Context: t.Context(), left: 4}
	if _, err := s.Render(late, photo, Crop{0, 0, 200, 200}, Bounds{Bytes: 1000}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped half-way: %v", err)
	}
}

// expiring is a context that ends after having been looked at a number of times.
type expiring struct {
	context.Context
	left int
}

func (e *expiring) Err() error {
	if e.left--; e.left < 0 {
		return context.Canceled
	}
	return nil
}

func (e *expiring) Deadline() (time.Time, bool) { return time.Time{}, false }

// TestRenderIsAlwaysWithinItsBounds is the law of rendering.
func TestRenderIsAlwaysWithinItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width, height := rapid.IntRange(1, 160).Draw(t, "width"), rapid.IntRange(1, 160).Draw(t, "height")
		p := image.Image(noise(width, height))
		var buffer bytes.Buffer
		if rapid.Bool().Draw(t, "drawing") {
			if err := png.Encode(&buffer, p); err != nil {
				t.Fatal(err)
			}
		} else if err := jpeg.Encode(&buffer, p, nil); err != nil {
			t.Fatal(err)
		}
		b := Bounds{Bytes: rapid.IntRange(600, 30_000).Draw(t, "bytes"), Edge: rapid.IntRange(1, 200).Draw(t, "edge")}
		if rapid.Bool().Draw(t, "JPEG alone") {
			b.Formats = []string{"image/jpeg"}
		}
		out, err := render(context.Background(), "x", buffer.Bytes(), anyCrop(t), b)
		if app.CodeOf(err) == app.CodeInvalid {
			return // too little room even for the smallest
		}
		if err != nil {
			t.Fatal(err)
		}
		config, kind, err := image.DecodeConfig(bytes.NewReader(out.data))
		if err != nil || "image/"+kind != out.mime || config.Width != out.width || config.Height != out.height {
			t.Fatalf("a %s of %v, said %s of %d by %d, %v", kind, config, out.mime, out.width, out.height, err)
		}
		if len(out.data) > b.Bytes || max(out.width, out.height) > b.Edge || !b.take(form(out.mime)) || !bare(form(out.mime), out.data) {
			t.Fatalf("%d bytes, %d by %d, %s for %+v", len(out.data), out.width, out.height, out.mime, b)
		}
	})
}

// BenchmarkRender crops a picture of the largest size kept to a square, and finds
// the best quality under the weight of an older Bluesky server.
func BenchmarkRender(b *testing.B) {
	p := corners(2048, 1536)
	copy(p.Pix, noise(512, 1536).Pix) // busy for a quarter
	data := asJPEG(b, p)
	for b.Loop() {
		if _, err := render(context.Background(), "x", data, Crop{0, 0, 1536, 1536}, Bounds{Bytes: 1_000_000, Edge: 1440}); err != nil {
			b.Fatal(err)
		}
	}
}
