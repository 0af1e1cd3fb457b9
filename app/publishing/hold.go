package publishing

import (
	"sync"
	"time"

	"parvis/app"
)

// Holds remembers, in memory, the posts whose owner is writing in them: what is
// half written does not leave. The engine and the service of one file share it.
// Safe for concurrent use; a nil Holds holds nothing.
type Holds struct {
	clock app.Clock
	mu    sync.Mutex
	spans map[app.ID]span
}

// span is how long a post was held without a break, or is to be.
type span struct{ from, until time.Time }

// NewHolds returns a memory that holds nothing yet.
func NewHolds(clock app.Clock) *Holds {
	return &Holds{clock: clock, spans: make(map[app.ID]span)}
}

// Hold keeps the deliveries of a post from being begun before an instant; asked
// again, it holds until the later one. A delivery whose moment passes meanwhile
// is not late for that: its lateness counts from the end of the hold. What has
// begun to leave is not held.
func (s *Service) Hold(post app.ID, until time.Time) { s.desk.Holds.hold(post, until) }

// Release ends the hold of a post now.
func (s *Service) Release(post app.ID) {
	if s.desk.Holds.release(post) {
		s.desk.Wake()
	}
}

func (h *Holds) hold(post app.ID, until time.Time) {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now, held := h.clock.Now(), h.spans[post]
	if !held.until.After(now) {
		held = span{from: now}
	}
	if until.After(held.until) {
		held.until = until
	}
	h.spans[post] = held
}

// release reports whether the post was held.
func (h *Holds) release(post app.ID) bool {
	if h == nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	now, held := h.clock.Now(), h.spans[post]
	if !held.until.After(now) {
		return false
	}
	held.until = now
	h.spans[post] = held
	return true
}

// holding reports whether a post is held now.
func (h *Holds) holding(post app.ID) bool {
	if h == nil {
		return false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.spans[post].until.After(h.clock.Now())
}

// next returns when the first of the holds ends, zero when there is none.
func (h *Holds) next() time.Time {
	if h == nil {
		return time.Time{}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	var next time.Time
	for _, held := range h.spans {
		if held.until.After(h.clock.Now()) {
			next = earliest(next, held.until)
		}
	}
	return next
}

// late reports whether a delivery can no longer leave at an instant. One that was
// held before it was late has its whole lateness again from the end of the hold.
func (h *Holds) late(d Delivery, now time.Time) bool {
	limit := d.limit()
	if !now.After(limit) {
		return false
	}
	if h == nil {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	held, ok := h.spans[d.PostID]
	return !ok || held.from.After(limit) || now.After(held.until.Add(d.allowance()))
}
