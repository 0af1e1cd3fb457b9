package media

import (
	"fmt"
	"io"
	"time"

	"parvis/app"
)

// VideoFacts are what a video's container says of it. Nothing of the sound or the
// pictures is decoded.
type VideoFacts struct {
	MIME string // video/mp4, video/quicktime or video/webm
	// Bytes is the size of the file.
	Bytes int64
	// Duration is zero where the container does not say, as what some browsers
	// record.
	Duration time.Duration
	// Size is as shown: pixels made square, and turned as the camera was held.
	Size Size
	// Rotation is by how many degrees the pictures are turned to be shown,
	// clockwise: 0, 90, 180 or 270.
	Rotation int
	// FrameRate is in frames a second, the mean where it varies; zero where the
	// container does not say.
	FrameRate float64
	// VideoCodec is as networks.Video.Codec has it, AudioCodec a name as people write
	// it (AAC), "" without sound; each the container's own code, in lower case for
	// pictures, where it is not known.
	VideoCodec, AudioCodec string
}

// ReadVideo reads the facts of a video of unknown origin from its container: MP4,
// MOV or WebM. It reads headers only, whatever the video weighs, in bounded time
// and memory.
//
// Errors: CodeInvalid with the sentence of what is wrong, CodeUnavailable when it
// cannot be read.
func ReadVideo(name string, r io.ReaderAt, size int64) (VideoFacts, error) {
	in := &tape{r: r, size: size, left: maxElements}
	facts, err := readVideo(in)
	switch {
	case in.failed != nil:
		return VideoFacts{}, unreadable(name, in.failed)
	case size == 0:
		return VideoFacts{}, app.Fail(app.CodeInvalid, "media.video.error.empty", "Name", name)
	case err != nil:
		return VideoFacts{}, app.Fail(app.CodeInvalid, "media.video.error."+string(err.(fault).what), "Name", name).Because(err)
	}
	facts.Bytes = size
	return facts, nil
}

func readVideo(in *tape) (VideoFacts, error) {
	head := in.bytes(0, 12)
	switch {
	case len(head) < 12:
		return VideoFacts{}, fault{notVideo, "too short"}
	case string(head[:4]) == "\x1a\x45\xdf\xa3":
		return readWebM(in)
	case isMovie(string(head[4:8])):
		return readMovie(in)
	}
	return VideoFacts{}, fault{notVideo, fmt.Sprintf("begins with %q", head)}
}

// fault says what is wrong with a video: what the owner is told, and why for the
// log.
type fault struct {
	what problem
	why  string
}

// problem is the end of the key of a sentence.
type problem string

const (
	notVideo   problem = "format"     // no container that is known
	broken     problem = "damaged"    // cut short, or against its own rules
	noPictures problem = "no_picture" // sound alone
)

func (f fault) Error() string { return string(f.what) + ": " + f.why }

// maxElements bounds how many boxes of a container are looked at: two hours in
// fragments of a second stay far below.
const maxElements = 200_000

// tape reads pieces of a file at a place, and counts them.
type tape struct {
	r      io.ReaderAt
	size   int64
	left   int   // elements that may still be looked at
	failed error // of the disk
}

// bytes returns what is at a place, less than asked where the file ends.
func (t *tape) bytes(at int64, n int) []byte {
	if at < 0 || at >= t.size || t.failed != nil {
		return nil
	}
	b := make([]byte, min(int64(n), t.size-at))
	got, err := t.r.ReadAt(b, at)
	if err != nil && err != io.EOF {
		t.failed = err
		return nil
	}
	return b[:got]
}

// next counts an element, and reports false when there were too many.
func (t *tape) next() bool {
	t.left--
	return t.left >= 0 && t.failed == nil
}

// FormatName is how people call a format: MP4, MOV, WebM, JPEG, PNG.
func FormatName(mime string) string {
	switch mime {
	case mimeMP4:
		return "MP4"
	case mimeMOV:
		return "MOV"
	case mimeWebM:
		return "WebM"
	case string(formJPEG):
		return "JPEG"
	case string(formPNG):
		return "PNG"
	}
	return mime
}

// Clock writes a duration as players do: 0:07, 12:30, 1:02:03.
func Clock(d time.Duration) string {
	s := int64(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

const (
	mimeMP4  = "video/mp4"
	mimeMOV  = "video/quicktime"
	mimeWebM = "video/webm"
)
