package networks

import "io"

// Film is the video of a content: its facts, and the way to its bytes, which stay in
// its owner's file and are never held in memory whole.
type Film struct {
	Name string // file name as the owner knows it
	MIME string // video/mp4, video/quicktime or video/webm
	Hash string // of its bytes, SHA-256 in hexadecimal: what it is known by
	Video
	// Open opens it at its beginning, after looking that it is still what was added.
	// Whoever opens it closes it. It fails with CodeInvalid when it is not where it was,
	// was changed since or may not be read. Nil where nothing is to be sent of it.
	Open func() (io.ReadSeekCloser, error)
}

// Filming is a connector that sends films: its Prepare, Publish and Rehearse heed
// Content.Film. To a connector that is not Filming, Parvis gives no post with a film.
type Filming interface {
	Connector
	// SendsFilms reports whether it does. It never changes.
	SendsFilms() bool
}

// SendsFilms reports whether a connector sends films; one that is nil or not Filming
// does not.
func SendsFilms(c Connector) bool {
	f, ok := c.(Filming)
	return ok && f.SendsFilms()
}
