package page

import "time"

// savedWithin is how long typing may wait before it is saved: half of the
// second that Parvis promises, so that the other half is left to the disk.
const savedWithin = 500 * time.Millisecond

// Saver saves what is typed within half a second, once for the keys struck
// meanwhile. Its methods are for the main goroutine.
type Saver struct {
	host   Host
	save   func()
	cancel func() // of the timer that runs, nil when nothing waits
}

// NewSaver returns a saver that calls save on the main goroutine.
func NewSaver(h Host, save func()) *Saver { return &Saver{host: h, save: save} }

// Typed tells that something waits to be saved.
func (s *Saver) Typed() {
	if s.cancel == nil {
		s.cancel = s.host.After(savedWithin, s.Flush)
	}
}

// Waiting reports whether something waits to be saved.
func (s *Saver) Waiting() bool { return s.cancel != nil }

// Flush saves now what waits.
func (s *Saver) Flush() {
	if s.cancel == nil {
		return
	}
	s.cancel()
	s.cancel = nil
	s.save()
}
