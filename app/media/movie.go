package media

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"parvis/app/networks"
)

// This file reads the boxes of the ISO base media file format (ISO/IEC 14496-12)
// and of QuickTime, its ancestor: MP4 and MOV. Of a file of any size it reads some
// kilobytes: the headers of boxes, and those few boxes that hold the facts.

// isMovie reports whether a file whose first box has this type may be one.
func isMovie(first string) bool {
	switch first {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot":
		return true
	}
	return false
}

// movie is what is gathered on the way through the boxes.
type movie struct {
	in       *tape
	brand    string
	found    bool // a moov
	scale    uint32
	length   uint64 // in the movie's time scale
	fragment uint64 // the length of all fragments, where it is said
	tracks   []*track
	defaults map[uint32]uint32 // default length of a sample, by track
}

// track is a trak box.
type track struct {
	id            uint32
	kind          string // vide, soun ...
	shown, coded  Size
	rotation      int
	scale         uint32
	length        uint64 // in the track's time scale
	samples       uint64
	sampled       uint64 // how long those samples last
	codec         string
	fragmentTicks uint32 // of the fragment being read: default length of a sample
}

// maxDepth bounds boxes within boxes; files have about eight.
const maxDepth = 12

func readMovie(in *tape) (VideoFacts, error) {
	m := &movie{in: in, defaults: make(map[uint32]uint32)}
	if err := m.boxes(0, in.size, 0, m.top); err != nil {
		return VideoFacts{}, err
	}
	if !m.found {
		if m.brand != "" && !isVideoBrand(m.brand) {
			return VideoFacts{}, fault{notVideo, "brand " + m.brand}
		}
		return VideoFacts{}, fault{broken, "no moov box"}
	}
	return m.facts()
}

// isVideoBrand tells videos from the photos and sounds that share the format.
func isVideoBrand(brand string) bool {
	switch brand {
	case "heic", "heix", "mif1", "msf1", "avif", "avis", "M4A ", "M4B ":
		return false
	}
	return true
}

// boxes calls f with each box between two places: its type, and where its content
// begins and ends.
func (m *movie) boxes(from, to int64, depth int, f func(kind string, from, to int64, depth int) error) error {
	const short, long = 8, 16
	if depth > maxDepth {
		return fault{broken, "boxes too deep"}
	}
	for at := from; to-at >= short; {
		if !m.in.next() {
			return fault{broken, "too many boxes"}
		}
		head := m.in.bytes(at, long)
		if len(head) < short {
			return fault{broken, "cut short"}
		}
		size, begin := int64(binary.BigEndian.Uint32(head)), at+short
		switch size {
		case 0: // to the end
			size = to - at
		case 1:
			if len(head) < long {
				return fault{broken, "cut short"}
			}
			size, begin = int64(min(binary.BigEndian.Uint64(head[8:]), math.MaxInt64)), at+long
		}
		kind := string(head[4:8])
		if size < begin-at || size > to-at {
			return fault{broken, fmt.Sprintf("box %q of %d bytes in %d", kind, size, to-at)}
		}
		if err := f(kind, begin, at+size, depth); err != nil {
			return err
		}
		at += size
	}
	return nil
}

func (m *movie) top(kind string, from, to int64, depth int) error {
	switch kind {
	case "ftyp":
		m.brand = string(m.in.bytes(from, int(min(4, to-from))))
	case "moov":
		if m.found {
			return nil // only the first counts
		}
		m.found = true
		return m.boxes(from, to, depth+1, m.moov)
	case "moof":
		return m.boxes(from, to, depth+1, m.moof)
	}
	return nil
}

func (m *movie) moov(kind string, from, to int64, depth int) error {
	switch kind {
	case "mvhd":
		m.scale, m.length = m.times(from, to)
	case "trak":
		if len(m.tracks) >= 64 {
			return fault{broken, "too many tracks"}
		}
		t := &track{}
		m.tracks = append(m.tracks, t)
		return m.boxes(from, to, depth+1, func(kind string, from, to int64, depth int) error { return m.trak(t, kind, from, to, depth) })
	case "mvex":
		return m.boxes(from, to, depth+1, m.mvex)
	}
	return nil
}

// times reads the time scale and the length of mvhd and mdhd, which begin alike.
func (m *movie) times(from, to int64) (scale uint32, length uint64) {
	b := m.in.bytes(from, int(min(32, to-from)))
	switch {
	case len(b) >= 32 && b[0] == 1:
		return binary.BigEndian.Uint32(b[20:]), unknownAsZero(binary.BigEndian.Uint64(b[24:]), math.MaxUint64)
	case len(b) >= 20 && b[0] == 0:
		return binary.BigEndian.Uint32(b[12:]), unknownAsZero(uint64(binary.BigEndian.Uint32(b[16:])), math.MaxUint32)
	}
	return 0, 0
}

// unknownAsZero turns the value that stands for "not known", all ones, to zero.
func unknownAsZero(v, unknown uint64) uint64 {
	if v == unknown {
		return 0
	}
	return v
}

func (m *movie) trak(t *track, kind string, from, to int64, depth int) error {
	inside := func(kind string, from, to int64, depth int) error { return m.trak(t, kind, from, to, depth) }
	switch kind {
	case "mdia", "minf", "stbl":
		return m.boxes(from, to, depth+1, inside)
	case "tkhd":
		m.tkhd(t, from, to)
	case "mdhd":
		t.scale, t.length = m.times(from, to)
	case "hdlr":
		if b := m.in.bytes(from, int(min(12, to-from))); len(b) == 12 && t.kind == "" {
			t.kind = string(b[8:12])
		}
	case "stsd":
		return m.stsd(t, from, to, depth)
	case "stts":
		m.stts(t, from, to)
	}
	return nil
}

// tkhd reads the number of the track, how it is turned, and its size as shown.
func (m *movie) tkhd(t *track, from, to int64) {
	b := m.in.bytes(from, int(min(96, to-from)))
	if len(b) < 84 {
		return
	}
	id, matrix := 12, 40
	if b[0] == 1 {
		if len(b) < 96 {
			return
		}
		id, matrix = 20, 52
	}
	t.id = binary.BigEndian.Uint32(b[id:])
	at := func(i int) int32 { return int32(binary.BigEndian.Uint32(b[matrix+4*i:])) }
	switch a, bb, c, d := at(0), at(1), at(3), at(4); {
	case a == 0 && d == 0 && bb > 0 && c < 0:
		t.rotation = 90
	case a == 0 && d == 0 && bb < 0 && c > 0:
		t.rotation = 270
	case a < 0 && d < 0 && bb == 0 && c == 0:
		t.rotation = 180
	}
	// Fixed-point numbers, 16 bits after the point.
	t.shown = Size{int((binary.BigEndian.Uint32(b[matrix+36:]) + 1<<15) >> 16), int((binary.BigEndian.Uint32(b[matrix+40:]) + 1<<15) >> 16)}
}

// stsd reads the codec of the first description of samples.
func (m *movie) stsd(t *track, from, to int64, depth int) error {
	const header = 8 // version, flags and count
	if to-from < header || t.codec != "" {
		return nil
	}
	return m.boxes(from+header, to, depth+1, func(kind string, from, to int64, depth int) error {
		if t.codec != "" {
			return nil
		}
		t.codec = codecName(kind)
		b := m.in.bytes(from, int(min(28, to-from)))
		switch {
		case t.kind == "vide" && len(b) == 28:
			t.coded = Size{int(binary.BigEndian.Uint16(b[24:])), int(binary.BigEndian.Uint16(b[26:]))}
		case kind == "mp4a" && len(b) == 28:
			t.codec = aac
			// QuickTime's later versions of the description are longer.
			more := map[uint16]int64{1: 16, 2: 36}[binary.BigEndian.Uint16(b[8:])]
			// What follows is not always boxes: it then says nothing.
			_ = m.boxes(from+28+more, to, depth+1, func(kind string, from, to int64, depth int) error { return m.sound(t, kind, from, to, depth) })
		}
		return nil
	})
}

// sound tells AAC from MP3, which share a description, by the object type of the
// elementary stream descriptor (ISO/IEC 14496-1, table 5).
func (m *movie) sound(t *track, kind string, from, to int64, depth int) error {
	switch kind {
	case "wave":
		return m.boxes(from, to, depth+1, func(kind string, from, to int64, depth int) error { return m.sound(t, kind, from, to, depth) })
	case "esds":
		const config = 0x04
		b := m.in.bytes(from, int(min(64, to-from)))
		for i := 4; i+5 < len(b); i++ {
			if b[i] != config {
				continue
			}
			for i++; i < len(b)-1 && b[i] == 0x80; i++ { // a length on several bytes
			}
			if object := b[min(i+1, len(b)-1)]; object == 0x69 || object == 0x6b {
				t.codec = "MP3"
			}
			break
		}
	}
	return nil
}

// maxRuns bounds the entries of a table that are read.
const maxRuns = 4_000_000

// stts adds up the samples and their lengths, a piece at a time.
func (m *movie) stts(t *track, from, to int64) {
	const header, entry, piece = 8, 8, 8 << 10
	b := m.in.bytes(from, header)
	if len(b) < header {
		return
	}
	runs := min(int64(binary.BigEndian.Uint32(b[4:])), (to-from-header)/entry, maxRuns)
	for at, end := from+header, from+header+runs*entry; at < end; at += piece {
		for b := m.in.bytes(at, int(min(piece, end-at))); len(b) >= entry; b = b[entry:] {
			count, each := uint64(binary.BigEndian.Uint32(b)), uint64(binary.BigEndian.Uint32(b[4:]))
			t.samples, t.sampled = add(t.samples, count), add(t.sampled, count*each)
		}
	}
}

// add adds without going round.
func add(a, b uint64) uint64 {
	if a+b < a {
		return math.MaxUint64
	}
	return a + b
}

func (m *movie) mvex(kind string, from, to int64, _ int) error {
	b := m.in.bytes(from, int(min(24, to-from)))
	switch {
	case kind == "mehd" && len(b) >= 12 && b[0] == 1:
		m.fragment = binary.BigEndian.Uint64(b[4:])
	case kind == "mehd" && len(b) >= 8:
		m.fragment = uint64(binary.BigEndian.Uint32(b[4:]))
	case kind == "trex" && len(b) >= 16 && len(m.defaults) < 64:
		m.defaults[binary.BigEndian.Uint32(b[4:])] = binary.BigEndian.Uint32(b[12:])
	}
	return nil
}

// moof adds the samples of a fragment to those of their tracks.
func (m *movie) moof(kind string, from, to int64, depth int) error {
	if kind != "traf" {
		return nil
	}
	var t *track
	return m.boxes(from, to, depth+1, func(kind string, from, to int64, _ int) error {
		switch kind {
		case "tfhd":
			t = m.tfhd(from, to)
		case "trun":
			if t != nil {
				m.trun(t, from, to)
			}
		}
		return nil
	})
}

// tfhd returns the track of a fragment, nil for none that is known.
func (m *movie) tfhd(from, to int64) *track {
	const hasOffset, hasDescription, hasLength = 0x1, 0x2, 0x8
	b := m.in.bytes(from, int(min(32, to-from)))
	if len(b) < 8 {
		return nil
	}
	flags, id, at := b[3], binary.BigEndian.Uint32(b[4:]), 8
	for _, t := range m.tracks {
		if t.id != id {
			continue
		}
		t.fragmentTicks = m.defaults[id]
		if flags&hasOffset != 0 {
			at += 8
		}
		if flags&hasDescription != 0 {
			at += 4
		}
		if flags&hasLength != 0 && at+4 <= len(b) {
			t.fragmentTicks = binary.BigEndian.Uint32(b[at:])
		}
		return t
	}
	return nil
}

// trun adds a run of samples.
func (m *movie) trun(t *track, from, to int64) {
	const hasOffset, hasFirst, hasLength, hasMore = 0x1, 0x4, 0x1, 0xe // the last two of the second byte
	b := m.in.bytes(from, int(min(8, to-from)))
	if len(b) < 8 {
		return
	}
	count := int64(binary.BigEndian.Uint32(b[4:]))
	at := from + 8
	for _, flag := range []byte{hasOffset, hasFirst} {
		if b[3]&flag != 0 {
			at += 4
		}
	}
	if b[2]&hasLength == 0 {
		t.samples, t.sampled = add(t.samples, uint64(count)), add(t.sampled, uint64(count)*uint64(t.fragmentTicks))
		return
	}
	entry := int64(4)
	for _, flag := range []byte{2, 4, 8} {
		if b[2]&hasMore&flag != 0 {
			entry += 4
		}
	}
	count = min(count, (to-at)/entry, maxRuns)
	if count <= 0 {
		return
	}
	const piece = 512
	for done := int64(0); done < count; done += piece {
		for b := m.in.bytes(at+done*entry, int(min(piece, count-done)*entry)); int64(len(b)) >= entry; b = b[entry:] {
			t.samples, t.sampled = add(t.samples, 1), add(t.sampled, uint64(binary.BigEndian.Uint32(b)))
		}
	}
}

// facts sums up what was gathered.
func (m *movie) facts() (VideoFacts, error) {
	facts := VideoFacts{MIME: mimeMP4}
	if m.brand == "qt  " || m.brand == "" {
		facts.MIME = mimeMOV
	}
	var pictures *track
	for _, t := range m.tracks {
		switch {
		case t.kind == "vide" && pictures == nil && (t.shown != Size{} || t.coded != Size{}):
			pictures = t
		case t.kind == "soun" && facts.AudioCodec == "":
			facts.AudioCodec = t.codec
		}
	}
	if pictures == nil {
		return VideoFacts{}, fault{noPictures, fmt.Sprintf("%d tracks", len(m.tracks))}
	}
	facts.VideoCodec, facts.Rotation = strings.ToLower(pictures.codec), pictures.rotation
	facts.Size = pictures.shown
	if facts.Size.Width == 0 || facts.Size.Height == 0 {
		facts.Size = pictures.coded
	}
	if facts.Size.Width <= 0 || facts.Size.Height <= 0 || pictures.codec == "" {
		return VideoFacts{}, fault{broken, "pictures without a size or a codec"}
	}
	if facts.Rotation%180 != 0 {
		facts.Size = Size{facts.Size.Height, facts.Size.Width}
	}
	facts.Duration = lasting(m.length, m.scale)
	for _, other := range []time.Duration{lasting(m.fragment, m.scale), lasting(pictures.length, pictures.scale), lasting(pictures.sampled, pictures.scale)} {
		if facts.Duration == 0 {
			facts.Duration = other
		}
	}
	if pictures.sampled > 0 && pictures.samples > 1 {
		facts.FrameRate = rate(float64(pictures.samples) * float64(pictures.scale) / float64(pictures.sampled))
	}
	return facts, nil
}

// maxLasting is beyond any video: what claims more says nothing.
const maxLasting = 1000 * time.Hour

// lasting is a number of ticks of a time scale, zero when either says nothing.
func lasting(ticks uint64, scale uint32) time.Duration {
	if scale == 0 || float64(ticks)/float64(scale) > maxLasting.Seconds() {
		return 0
	}
	return time.Duration(float64(ticks) / float64(scale) * float64(time.Second)).Round(time.Millisecond)
}

// rate rounds a frame rate to the thousandth, zero when it is no rate.
func rate(f float64) float64 {
	if math.IsNaN(f) || f <= 0 || f > 1000 {
		return 0
	}
	return math.Round(f*1000) / 1000
}

// codecs are the names of the codes that cameras, telephones and programs write
// (MP4 Registration Authority, read 2026-08; QuickTime's own from its format
// specification).
var codecs = map[string]string{
	"avc1": networks.H264, "avc3": networks.H264,
	"hvc1": networks.HEVC, "hev1": networks.HEVC, "dvh1": networks.HEVC, "dvhe": networks.HEVC,
	"av01": networks.AV1, "vp08": networks.VP8, "vp09": networks.VP9, "mp4v": networks.MPEG4, "s263": networks.H263,
	"apcn": networks.ProRes, "apch": networks.ProRes, "apcs": networks.ProRes, "apco": networks.ProRes, "ap4h": networks.ProRes, "ap4x": networks.ProRes,
	"jpeg": "mjpeg", "mjpa": "mjpeg",
	"mp4a": aac, ".mp3": "MP3", "ac-3": "AC-3", "ec-3": "E-AC-3", "alac": "ALAC", "Opus": "Opus", "fLaC": "FLAC", "samr": "AMR",
	"sowt": "PCM", "twos": "PCM", "lpcm": "PCM", "ipcm": "PCM", "in24": "PCM", "raw ": "PCM",
}

// aac is the sound of nearly every video.
const aac = "AAC"

// codecName is the name of a code, the code itself where it has none, as far as
// it can be read.
func codecName(code string) string {
	if name, ok := codecs[code]; ok {
		return name
	}
	readable := []byte(code)
	for i, b := range readable {
		if b < ' ' || b > '~' {
			readable[i] = '?'
		}
	}
	return string(readable)
}
