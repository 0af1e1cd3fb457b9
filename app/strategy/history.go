package strategy

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"parvis/app"
)

// Version is the strategy as it was validated: it never changes. Numbers begin
// at 1.
type Version struct {
	Number   int
	MadeAt   time.Time // UTC
	Note     string    // why it was made, in the owner's words
	Strategy Strategy
}

// HistoryStore keeps versions in the file, which refuses to change or remove
// one.
type HistoryStore interface {
	// Versions returns every version, newest first.
	Versions(ctx context.Context) ([]Version, error)
	// AddVersion keeps a version under the next number, which it returns; the
	// number of v is not looked at.
	AddVersion(ctx context.Context, v Version) (int, error)
}

// Orphan is a pillar that posts carry and that a version does not have.
type Orphan struct {
	Pillar Pillar
	Use    Use
}

// History keeps the validated revisions of the strategy and brings them back. It
// is safe for concurrent use.
type History struct {
	service *Service
	store   HistoryStore
	clock   app.Clock
	one     sync.Mutex // one version is made at a time
}

// NewHistory returns the history of the service's strategy.
func NewHistory(service *Service, store HistoryStore, clock app.Clock) *History {
	return &History{service: service, store: store, clock: clock}
}

// Versions returns every version, newest first.
func (h *History) Versions(ctx context.Context) ([]Version, error) { return h.store.Versions(ctx) }

// Version returns one version, or an error with CodeNotFound.
func (h *History) Version(ctx context.Context, number int) (Version, error) {
	all, err := h.store.Versions(ctx)
	if err != nil {
		return Version{}, err
	}
	for _, v := range all {
		if v.Number == number {
			return v, nil
		}
	}
	return Version{}, app.Fail(app.CodeNotFound, "strategy.history.error.absent", "Number", number)
}

// Validate keeps the strategy as it stands as the next version. It fails with
// CodeConflict when answers are missing, and when nothing changed since the last
// version; how far the actions are is no change.
func (h *History) Validate(ctx context.Context, note string) (Version, error) {
	h.one.Lock()
	defer h.one.Unlock()
	if err := lines(note); err != nil {
		return Version{}, err
	}
	now, err := h.service.Strategy(ctx)
	if err != nil {
		return Version{}, err
	}
	if n := len(now.Missing()); n > 0 {
		return Version{}, app.Fail(app.CodeConflict, "strategy.history.error.incomplete", "Count", n)
	}
	last, err := h.last(ctx)
	if err != nil {
		return Version{}, err
	}
	if last.Number > 0 && same(last.Strategy.planned(), now.planned()) {
		return Version{}, app.Fail(app.CodeConflict, "strategy.history.error.unchanged", "Number", last.Number)
	}
	return h.keep(ctx, note, now)
}

// Left lists the pillars of today's strategy that posts carry and that a version
// does not have: Restore asks where their posts go.
func (h *History) Left(ctx context.Context, number int) ([]Orphan, error) {
	v, err := h.Version(ctx, number)
	if err != nil {
		return nil, err
	}
	now, err := h.service.Strategy(ctx)
	if err != nil {
		return nil, err
	}
	var all []Orphan
	for _, p := range now.Pillars {
		if slices.ContainsFunc(v.Strategy.Pillars, func(o Pillar) bool { return o.ID == p.ID }) {
			continue
		}
		use, err := h.service.PillarUse(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		// Its slots and actions are replaced by those of the version.
		if use.Posts > 0 {
			all = append(all, Orphan{Pillar: p, Use: use})
		}
	}
	return all, nil
}

// Restore makes a version the strategy again. The present is kept first, as a
// version with the note, unless the last version says it already, complete or
// not: nothing is lost. The posts of a pillar that the version does not have go
// to its heir, a pillar of the version, or to none; another heir fails with
// CodeInvalid and changes nothing.
//
// How far an action is (done, on the calendar) is no part of the plan: actions
// that are in both stay as far as they are.
func (h *History) Restore(ctx context.Context, number int, heirs map[app.ID]app.ID, note string) error {
	h.one.Lock()
	defer h.one.Unlock()
	if err := lines(note); err != nil {
		return err
	}
	v, err := h.Version(ctx, number)
	if err != nil {
		return err
	}
	for _, heir := range heirs {
		if heir != "" && !slices.ContainsFunc(v.Strategy.Pillars, func(p Pillar) bool { return p.ID == heir }) {
			return app.Fail(app.CodeInvalid, "strategy.error.heir")
		}
	}
	now, err := h.service.Strategy(ctx)
	if err != nil {
		return err
	}
	last, err := h.last(ctx)
	if err != nil {
		return err
	}
	if !same(last.Strategy, now) {
		if _, err := h.keep(ctx, note, now); err != nil {
			return err
		}
	}
	return h.service.changed(h.service.store.Replace(ctx, v.Strategy.asFarAs(now), heirs))
}

func (h *History) keep(ctx context.Context, note string, s Strategy) (Version, error) {
	v := Version{MadeAt: h.clock.Now().UTC(), Note: note, Strategy: s}
	var err error
	v.Number, err = h.store.AddVersion(ctx, v)
	return v, err
}

// last returns the newest version, the zero Version when there is none.
func (h *History) last(ctx context.Context) (Version, error) {
	all, err := h.store.Versions(ctx)
	if err != nil || len(all) == 0 {
		return Version{}, err
	}
	return all[0], nil
}

// planned returns the strategy without how far its actions are.
func (s Strategy) planned() Strategy {
	s.Actions = slices.Clone(s.Actions)
	for i := range s.Actions {
		s.Actions[i].Done, s.Actions[i].PostID = false, ""
	}
	return s
}

// asFarAs returns the strategy with its actions as far as those of now.
func (s Strategy) asFarAs(now Strategy) Strategy {
	s.Actions = slices.Clone(s.Actions)
	for i, a := range s.Actions {
		for _, o := range now.Actions {
			if o.ID == a.ID {
				s.Actions[i].Done, s.Actions[i].PostID = o.Done, o.PostID
			}
		}
	}
	return s
}

// same reports whether two strategies are the same in the file: an empty list is
// no list.
func same(x, y Strategy) bool {
	a, errA := json.Marshal(x)
	b, errB := json.Marshal(y)
	return errA == nil && errB == nil && string(a) == string(b)
}
