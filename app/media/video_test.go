package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
)

func readAll(t testing.TB, data []byte) (VideoFacts, error) {
	t.Helper()
	return ReadVideo("video", bytes.NewReader(data), int64(len(data)))
}

func sampleVideo(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestFactsOfRealVideos: files written by ffmpeg 5.1; what is expected is what its
// own ffprobe says of them.
func TestFactsOfRealVideos(t *testing.T) {
	for _, tt := range []struct {
		file string
		want VideoFacts
	}{
		{"landscape.mp4", VideoFacts{MIME: "video/mp4", Duration: time.Second, Size: Size{96, 54}, FrameRate: 25, VideoCodec: "h264", AudioCodec: "AAC"}},
		{"turned.mov", VideoFacts{MIME: "video/quicktime", Duration: time.Second, Size: Size{54, 96}, Rotation: 270, FrameRate: 25, VideoCodec: "h264"}},
		{"fragments.mp4", VideoFacts{MIME: "video/mp4", Duration: time.Second, Size: Size{96, 54}, FrameRate: 25, VideoCodec: "h264", AudioCodec: "AAC"}},
		{"hevc.mp4", VideoFacts{MIME: "video/mp4", Duration: time.Second, Size: Size{96, 54}, FrameRate: 25, VideoCodec: "hevc"}},
		// Pixels twice as wide as high; 30 000 frames in 1001 seconds.
		{"wide.mp4", VideoFacts{MIME: "video/mp4", Duration: 1001 * time.Millisecond, Size: Size{192, 54}, FrameRate: 29.97, VideoCodec: "h264", AudioCodec: "MP3"}},
		{"clip.webm", VideoFacts{MIME: "video/webm", Duration: 1008 * time.Millisecond, Size: Size{96, 54}, FrameRate: 25, VideoCodec: "vp9", AudioCodec: "Opus"}},
	} {
		data := sampleVideo(t, tt.file)
		tt.want.Bytes = int64(len(data))
		got, err := readAll(t, data)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", tt.file, err, diff)
		}
	}
}

// A box of the format, with what it holds.
func movieBox(kind string, content ...[]byte) []byte {
	body := slices.Concat(content...)
	return slices.Concat(binary.BigEndian.AppendUint32(nil, uint32(8+len(body))), []byte(kind), body)
}

func quads(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

// madeMovie is a video written by the test: its times, its matrix and its size.
type madeMovie struct {
	brand   string
	version uint32 // of the boxes with times
	scale   uint32
	ticks   uint64
	matrix  [9]uint32
	size    Size
	codec   string
	handler string
	runs    [][2]uint32 // of stts
}

func (m madeMovie) bytes() []byte {
	times := func() []byte {
		if m.version == 1 {
			b := quads(1<<24, 0, 0, 0, 0, m.scale)
			return binary.BigEndian.AppendUint64(b, m.ticks)
		}
		return quads(0, 0, 0, m.scale, uint32(m.ticks))
	}
	head := quads(0, 0, 0, 1, 0, uint32(m.ticks), 0, 0, 0, 0)
	if m.version == 1 {
		head = quads(1<<24, 0, 0, 0, 0, 1, 0, 0, uint32(m.ticks), 0, 0, 0, 0)
	}
	description := slices.Concat(make([]byte, 24), []byte{byte(m.size.Width >> 8), byte(m.size.Width), byte(m.size.Height >> 8), byte(m.size.Height)}, make([]byte, 50))
	runs := quads(0, uint32(len(m.runs)))
	for _, r := range m.runs {
		runs = append(runs, quads(r[0], r[1])...)
	}
	moov := movieBox("moov",
		movieBox("mvhd", times(), make([]byte, 80)),
		movieBox("trak",
			movieBox("tkhd", head, quads(m.matrix[:]...), quads(uint32(m.size.Width)<<16, uint32(m.size.Height)<<16)),
			movieBox("mdia", movieBox("mdhd", times(), make([]byte, 4)), movieBox("hdlr", quads(0, 0), []byte(m.handler), make([]byte, 13)),
				movieBox("minf", movieBox("stbl", movieBox("stsd", quads(0, 1), movieBox(m.codec, description)), movieBox("stts", runs))))))
	return slices.Concat(movieBox("ftyp", []byte(m.brand), quads(0)), moov)
}

var upright9 = [9]uint32{1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30}

func plainMovie() madeMovie {
	return madeMovie{
		brand: "isom", scale: 1000, ticks: 4000, matrix: upright9, size: Size{1080, 1920}, codec: "avc1", handler: "vide",
		runs: [][2]uint32{{100, 33}, {20, 35}},
	}
}

func TestFactsOfMadeMovies(t *testing.T) {
	minus := uint32(0xffff0000)
	for name, change := range map[string]func(*madeMovie, *VideoFacts){
		"plain":   func(*madeMovie, *VideoFacts) {},
		"64 bits": func(m *madeMovie, _ *VideoFacts) { m.version = 1 },
		"a quarter turn": func(m *madeMovie, f *VideoFacts) {
			m.matrix = [9]uint32{0, 1 << 16, 0, minus, 0, 0, 0, 0, 1 << 30}
			f.Size, f.Rotation = Size{1920, 1080}, 90
		},
		"three quarters": func(m *madeMovie, f *VideoFacts) {
			m.matrix = [9]uint32{0, minus, 0, 1 << 16, 0, 0, 0, 0, 1 << 30}
			f.Size, f.Rotation = Size{1920, 1080}, 270
		},
		"upside down": func(m *madeMovie, f *VideoFacts) {
			m.matrix = [9]uint32{minus, 0, 0, 0, minus, 0, 0, 0, 1 << 30}
			f.Rotation = 180
		},
		"no length said":  func(m *madeMovie, f *VideoFacts) { m.ticks, f.Duration = 0xffffffff, 4*time.Second },
		"QuickTime":       func(m *madeMovie, f *VideoFacts) { m.brand, f.MIME = "qt  ", "video/quicktime" },
		"a strange codec": func(m *madeMovie, f *VideoFacts) { m.codec, f.VideoCodec = "x\x001 ", "x?1 " },
		"a long table": func(m *madeMovie, f *VideoFacts) {
			m.runs = nil
			for range 3000 {
				m.runs = append(m.runs, [2]uint32{1, 10}, [2]uint32{1, 30})
			}
			f.FrameRate = 50
		},
	} {
		m := plainMovie()
		want := VideoFacts{MIME: "video/mp4", Duration: 4 * time.Second, Size: Size{1080, 1920}, FrameRate: 30, VideoCodec: "h264"}
		change(&m, &want)
		data := m.bytes()
		want.Bytes = int64(len(data))
		got, err := readAll(t, data)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

func TestWhatIsNoVideo(t *testing.T) {
	whole := sampleVideo(t, "landscape.mp4")
	silent := plainMovie()
	silent.handler = "soun"
	deep := []byte("x")
	for range 40 {
		deep = movieBox("mdia", deep)
	}
	for _, tt := range []struct {
		name, key string
		data      []byte
	}{
		{"nothing", "empty", nil},
		{"text", "format", []byte("Ceci est une liste de courses.")},
		{"a picture", "format", asJPEG(t, corners(16, 8))},
		{"a photo of a telephone", "format", slices.Concat(movieBox("ftyp", []byte("heic"), quads(0)), movieBox("mdat", make([]byte, 40)))},
		{"sound", "no_picture", sampleVideo(t, "sound.m4a")},
		{"sound alone", "no_picture", silent.bytes()},
		{"cut in its pictures", "damaged", whole[:len(whole)-200]},
		{"cut in its head", "damaged", whole[:300]},
		{"its head alone", "damaged", whole[:32]},
		{"a box larger than the file", "damaged", slices.Concat(movieBox("ftyp", []byte("isom"), quads(0)), quads(0x7fffffff), []byte("moov"))},
		{"a box smaller than its head", "damaged", slices.Concat(movieBox("ftyp", []byte("isom"), quads(0)), quads(4), []byte("moov"))},
		{"boxes without end", "damaged", slices.Concat(movieBox("ftyp", []byte("isom"), quads(0)), movieBox("moov", movieBox("trak", deep)))},
		{"WebM cut", "damaged", sampleVideo(t, "clip.webm")[:60]},
		{"other EBML", "format", []byte("\x1a\x45\xdf\xa3\x88\x42\x82\x85hello")},
	} {
		_, err := readAll(t, tt.data)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != "media.video.error."+tt.key {
			t.Errorf("%s: %v, want %s", tt.name, err, tt.key)
		}
	}
}

// failing is a disk that fails.
type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestDiskThatFailsIsNoDamage(t *testing.T) {
	if _, err := ReadVideo("x", failing{}, 1000); app.CodeOf(err) != app.CodeUnavailable {
		t.Errorf("%v", err)
	}
}

// hole is a file of any size with content at its beginning and end.
type hole struct {
	head, tail []byte
	size       int64
	read       int
}

func (h *hole) ReadAt(p []byte, at int64) (int, error) {
	h.read += len(p)
	for i := range p {
		p[i] = 0
		if n := at + int64(i); n < int64(len(h.head)) {
			p[i] = h.head[n]
		} else if n -= h.size - int64(len(h.tail)); n >= 0 && n < int64(len(h.tail)) {
			p[i] = h.tail[n]
		}
	}
	return len(p), nil
}

// TestHugeVideoIsReadInKilobytes: of 40 GB with its head at the end, only the
// boxes are read.
func TestHugeVideoIsReadInKilobytes(t *testing.T) {
	m := plainMovie().bytes()
	const size = 40 << 30
	head := slices.Concat(m[:16], quads(1), []byte("mdat"), binary.BigEndian.AppendUint64(nil, size-16-uint64(len(m)-16)))
	h := &hole{head: head, tail: m[16:], size: size}
	got, err := ReadVideo("x", h, size)
	if err != nil || got.Duration != 4*time.Second || got.Bytes != size {
		t.Fatalf("%+v, %v", got, err)
	}
	if h.read > 4096 {
		t.Errorf("%d bytes read", h.read)
	}
}

// TestHostileTablesAreBounded: what a file claims costs nothing.
func TestHostileTablesAreBounded(t *testing.T) {
	m := plainMovie()
	data := m.bytes()
	at := bytes.Index(data, []byte("stts"))
	binary.BigEndian.PutUint32(data[at+8:], 0xffffffff)
	if got, err := readAll(t, data); err != nil || got.FrameRate != 30 {
		t.Errorf("%+v, %v", got, err)
	}
	// Millions of empty boxes.
	many := slices.Concat(movieBox("ftyp", []byte("isom"), quads(0)), bytes.Repeat(movieBox("free"), maxElements+1))
	if _, err := readAll(t, many); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("%v", err)
	}
	if in := (&tape{r: bytes.NewReader(many), size: int64(len(many)), left: maxElements}); true {
		_, _ = readVideo(in)
		if in.left < -1 {
			t.Errorf("went on for %d boxes", -in.left)
		}
	}
}

// TestNetworksLookAtVideos gives the limits of networks what was read of real files.
func TestNetworksLookAtVideos(t *testing.T) {
	for name, want := range map[string][]string{
		"landscape.mp4": nil,
		"hevc.mp4":      {networks.ProblemVideoCodec},
		"clip.webm":     {networks.ProblemVideoCodec},
		"wide.mp4":      {networks.ProblemVideoTooWide},
	} {
		data := sampleVideo(t, name)
		v, err := ReadVideo(name, bytes.NewReader(data), int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		limits, _ := networks.LimitsOf(networks.X)
		var got []string
		for _, p := range limits.Check(networks.Piece{Text: "x", Video: &networks.Video{
			Size: v.Bytes, Duration: v.Duration, Width: v.Size.Width, Height: v.Size.Height, Rate: v.FrameRate, Codec: v.VideoCodec,
		}}) {
			got = append(got, p.Key)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestClock(t *testing.T) {
	for want, d := range map[string]time.Duration{"0:07": 7 * time.Second, "12:30": 750 * time.Second, "1:02:03": 3723 * time.Second, "0:00": 0} {
		if got := Clock(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
}

// FuzzVideo: no bytes make the reader fail otherwise than with a sentence, nor go
// on for long, and what it says makes sense.
func FuzzVideo(f *testing.F) {
	for _, name := range []string{"landscape.mp4", "turned.mov", "fragments.mp4", "hevc.mp4", "wide.mp4", "clip.webm", "sound.m4a"} {
		f.Add(sampleVideo(f, name))
	}
	long := plainMovie()
	long.version = 1
	f.Add(long.bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		in := &tape{r: bytes.NewReader(data), size: int64(len(data)), left: maxElements}
		facts, err := readVideo(in)
		if in.left < -1-maxDepth {
			t.Fatalf("went on for %d elements", -in.left)
		}
		if err != nil {
			if _, ok := err.(fault); !ok {
				t.Fatalf("refused with %v", err)
			}
			return
		}
		if facts.Size.Width <= 0 || facts.Size.Height <= 0 || facts.Duration < 0 || facts.Duration > maxLasting || facts.FrameRate < 0 || facts.FrameRate > 1000 {
			t.Fatalf("said %+v", facts)
		}
	})
}
