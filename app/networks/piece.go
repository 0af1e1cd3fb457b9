package networks

import "time"

// Piece is what one post gives one network, as far as its limits look at it:
// without the bytes of pictures.
type Piece struct {
	Text    string
	Title   string // where the network has titles
	Warning string // content warning, where the network has them
	Images  []Picture
	Video   *Video // nil when there is none
}

// Picture describes an image to be checked, without its bytes. What is not known
// is zero, and is not checked.
type Picture struct {
	Name   string // file name as the owner knows it
	MIME   string // media type
	Size   int    // bytes
	Width  int    // pixels
	Height int    // pixels
	Alt    string // alternative text, "" when none was written
}

// Picture describes the image.
func (i Image) Picture() Picture {
	return Picture{Name: i.Name, MIME: i.MIME, Size: len(i.Bytes), Width: i.Width, Height: i.Height, Alt: i.Alt}
}

// Video describes a film to be checked. What is not known is zero, and is not
// checked.
type Video struct {
	Size     int64 // bytes
	Duration time.Duration
	Width    int     // pixels, as shown
	Height   int     // pixels, as shown
	Rate     float64 // frames per second
	Codec    string  // of the picture: H264, HEVC ...
}

// Cost is what the network bills for a piece, in thousandths of a US dollar.
func (l Limits) Cost(p Piece) int {
	if l.Price.WithLink != l.Price.Post && l.Count(p).Links > 0 {
		return l.Price.WithLink
	}
	return l.Price.Post
}
