package media

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"time"

	"parvis/app/networks"
)

// This file reads the elements of WebM, which is Matroska (RFC 9559) in EBML
// (RFC 8794), up to the first cluster of pictures.

// Elements, by their identifiers.
const (
	idDocType         = 0x4282
	idSegment         = 0x18538067
	idInfo            = 0x1549A966
	idTimestampScale  = 0x2AD7B1
	idDuration        = 0x4489
	idTracks          = 0x1654AE6B
	idTrackEntry      = 0xAE
	idTrackType       = 0x83
	idCodecID         = 0x86
	idDefaultDuration = 0x23E383
	idVideo           = 0xE0
	idPixelWidth      = 0xB0
	idPixelHeight     = 0xBA
	idDisplayWidth    = 0x54B0
	idDisplayHeight   = 0x54BA
	idDisplayUnit     = 0x54B2
	idCluster         = 0x1F43B675
	idHead            = 0x1A45DFA3
)

// webm is what is gathered on the way through the elements.
type webm struct {
	in     *tape
	kind   string
	scale  uint64 // nanoseconds in a tick
	ticks  float64
	tracks []*webmTrack
}

type webmTrack struct {
	kind          uint64
	codec         string
	each          uint64 // nanoseconds a picture is shown
	pixels, shown Size
	unit          uint64
}

// element is one element of a file.
type element struct {
	id       uint64
	from, to int64
}

// errClusters stops the way at the pictures themselves.
var errClusters = fault{broken, "clusters"}

func readWebM(in *tape) (VideoFacts, error) {
	w := &webm{in: in, scale: 1_000_000}
	if err := w.elements(0, in.size, 0, w.top); err != nil && err != errClusters {
		return VideoFacts{}, err
	}
	if w.kind != "webm" && w.kind != "matroska" {
		return VideoFacts{}, fault{notVideo, fmt.Sprintf("document type %q", w.kind)}
	}
	return w.facts()
}

// elements calls f with each element between two places.
func (w *webm) elements(from, to int64, depth int, f func(e element, depth int) error) error {
	if depth > maxDepth {
		return fault{broken, "elements too deep"}
	}
	for at := from; at < to; {
		if !w.in.next() {
			return fault{broken, "too many elements"}
		}
		head := w.in.bytes(at, 12)
		id, n := number(head, 4, true)
		size, m := number(head[n:], 8, false)
		if n == 0 || m == 0 {
			return fault{broken, "cut short"}
		}
		begin := at + int64(n+m)
		if begin > to {
			return fault{broken, "cut short"}
		}
		end := to
		if unknown := uint64(1)<<(7*m) - 1; size != unknown { // else to the end of what holds it
			if size > uint64(to-begin) {
				if id != idSegment {
					return fault{broken, fmt.Sprintf("element %x of %d bytes in %d", id, size, to-begin)}
				}
				size = uint64(to - begin) // cut short, and still readable
			}
			end = begin + int64(size)
		}
		if err := f(element{id, begin, end}, depth); err != nil {
			return err
		}
		at = end
	}
	return nil
}

// number reads a number whose first byte tells its length, at most longest bytes;
// an identifier keeps the mark of the length. n is zero when there is none.
func number(b []byte, longest int, mark bool) (v uint64, n int) {
	if len(b) == 0 {
		return 0, 0
	}
	for n = 1; n <= longest; n++ {
		if b[0]&(0x80>>(n-1)) != 0 {
			break
		}
	}
	if n > longest || n > len(b) {
		return 0, 0
	}
	v = uint64(b[0])
	if !mark {
		v &= uint64(0x80>>(n-1)) - 1
	}
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	return v, n
}

func (w *webm) top(e element, depth int) error {
	switch e.id {
	case idHead, idSegment, idInfo, idTracks:
		return w.elements(e.from, e.to, depth+1, w.top)
	case idDocType:
		w.kind = w.text(e)
	case idTimestampScale:
		w.scale = w.whole(e)
	case idDuration:
		w.ticks = w.float(e)
	case idTrackEntry:
		if len(w.tracks) >= 64 {
			return fault{broken, "too many tracks"}
		}
		t := &webmTrack{}
		w.tracks = append(w.tracks, t)
		return w.elements(e.from, e.to, depth+1, func(e element, depth int) error { return w.track(t, e, depth) })
	case idCluster:
		return errClusters
	}
	return nil
}

func (w *webm) track(t *webmTrack, e element, depth int) error {
	switch e.id {
	case idVideo:
		return w.elements(e.from, e.to, depth+1, func(e element, depth int) error { return w.track(t, e, depth) })
	case idTrackType:
		t.kind = w.whole(e)
	case idCodecID:
		t.codec = w.text(e)
	case idDefaultDuration:
		t.each = w.whole(e)
	case idPixelWidth:
		t.pixels.Width = w.side(e)
	case idPixelHeight:
		t.pixels.Height = w.side(e)
	case idDisplayWidth:
		t.shown.Width = w.side(e)
	case idDisplayHeight:
		t.shown.Height = w.side(e)
	case idDisplayUnit:
		t.unit = w.whole(e)
	}
	return nil
}

func (w *webm) whole(e element) uint64 {
	var v uint64
	for _, c := range w.in.bytes(e.from, int(min(e.to-e.from, 8))) {
		v = v<<8 | uint64(c)
	}
	return v
}

// side is a length in pixels; one beyond reason is none.
func (w *webm) side(e element) int {
	if v := w.whole(e); v <= maxSide {
		return int(v)
	}
	return 0
}

func (w *webm) float(e element) float64 {
	switch b := w.in.bytes(e.from, int(min(e.to-e.from, 8))); len(b) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	return 0
}

func (w *webm) text(e element) string {
	return strings.TrimRight(string(w.in.bytes(e.from, int(min(e.to-e.from, 64)))), "\x00")
}

// webmCodecs are the names of Matroska's codec identifiers (RFC 9559 and the
// codec mappings, read 2026-08).
var webmCodecs = map[string]string{
	"V_VP8": networks.VP8, "V_VP9": networks.VP9, "V_AV1": networks.AV1, "V_MPEG4/ISO/AVC": networks.H264, "V_MPEGH/ISO/HEVC": networks.HEVC,
	"A_OPUS": "Opus", "A_VORBIS": "Vorbis", "A_AAC": aac, "A_MPEG/L3": "MP3", "A_FLAC": "FLAC",
}

func (w *webm) facts() (VideoFacts, error) {
	const pictures, sound, inPixels = 1, 2, 0
	facts := VideoFacts{MIME: mimeWebM}
	found := false
	for _, t := range w.tracks {
		name, known := webmCodecs[t.codec]
		if !known {
			name = codecName(t.codec)
		}
		switch {
		case t.kind == pictures && !found && t.pixels.Width > 0 && t.pixels.Height > 0:
			found = true
			facts.VideoCodec, facts.Size = strings.ToLower(name), t.pixels
			if t.unit == inPixels && t.shown.Width > 0 && t.shown.Height > 0 {
				facts.Size = t.shown
			}
			if t.each > 0 {
				facts.FrameRate = rate(float64(time.Second) / float64(t.each))
			}
		case t.kind == sound && facts.AudioCodec == "":
			facts.AudioCodec = name
		}
	}
	if !found {
		return VideoFacts{}, fault{noPictures, fmt.Sprintf("%d tracks", len(w.tracks))}
	}
	if seconds := w.ticks * float64(w.scale) / float64(time.Second); seconds > 0 && seconds < maxLasting.Seconds() {
		facts.Duration = time.Duration(seconds * float64(time.Second)).Round(time.Millisecond)
	}
	return facts, nil
}
