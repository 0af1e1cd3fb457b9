package legal

import (
	"context"
	"slices"
	"sync"

	"parvis/app"
)

// Store keeps what the owner amended.
type Store interface {
	// Amendments returns the amended rules and the owner's own, in the order they
	// were first kept.
	Amendments(ctx context.Context) ([]Rule, error)
	// Amend keeps a rule in place of the one of the same ID.
	Amend(ctx context.Context, r Rule) error
	// Restore forgets what was kept under an ID; it does nothing when nothing was.
	Restore(ctx context.Context, id ID) error
}

// RulesChanged is emitted after the rules were amended.
type RulesChanged struct{}

// Service is what other rooms and the interface ask. It is safe for concurrent
// use.
type Service struct {
	store   Store
	shipped []Rule
	events  *app.Events
	ids     *app.IDs

	mu     sync.Mutex
	review *Review // as the rules stand, nil until asked for
}

// NewService returns the service over a store.
func NewService(store Store, events *app.Events, ids *app.IDs) *Service {
	return &Service{store: store, shipped: Shipped(), events: events, ids: ids}
}

// Rules returns every rule as it stands, those that are off included.
func (s *Service) Rules(ctx context.Context) ([]Rule, error) {
	amendments, err := s.store.Amendments(ctx)
	if err != nil {
		return nil, err
	}
	return Amend(s.shipped, amendments), nil
}

// Review returns the rules ready to read texts by. They are prepared once, and
// again only after they have changed.
func (s *Service) Review(ctx context.Context) (Review, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.review != nil {
		return *s.review, nil
	}
	rules, err := s.Rules(ctx)
	if err != nil {
		return Review{}, err
	}
	r := NewReview(rules)
	s.review = &r
	return r, nil
}

// Undo takes back what was just done.
type Undo func(ctx context.Context) error

// Amend keeps a rule as the owner wants it: a shipped one with other words, labels
// or mention, or off; one of their own, new when it has no ID. It fails with
// CodeInvalid for a rule of one's own without a name or words, and for one too long
// to keep; with CodeNotFound for an ID that is neither.
func (s *Service) Amend(ctx context.Context, r Rule) (Rule, Undo, error) {
	if r.ID == "" {
		r.ID = ID(ownPrefix + string(s.ids.New()))
	}
	if !r.Own() && !slices.ContainsFunc(s.shipped, func(o Rule) bool { return o.ID == r.ID }) {
		return Rule{}, nil, app.Fail(app.CodeNotFound, "legal.error.not_found")
	}
	if err := r.check(); err != nil {
		return Rule{}, nil, err
	}
	undo, err := s.change(ctx, r.ID, func() error { return s.store.Amend(ctx, r) })
	return r, undo, err
}

// Restore brings a shipped rule back as it was shipped, and removes one of the
// owner's own.
func (s *Service) Restore(ctx context.Context, id ID) (Undo, error) {
	return s.change(ctx, id, func() error { return s.store.Restore(ctx, id) })
}

// change does something to a rule and returns what takes it back.
func (s *Service) change(ctx context.Context, id ID, do func() error) (Undo, error) {
	before, err := s.store.Amendments(ctx)
	if err != nil {
		return nil, err
	}
	if err := do(); err != nil {
		return nil, err
	}
	s.changed()
	return func(ctx context.Context) error {
		var err error
		if i := slices.IndexFunc(before, func(r Rule) bool { return r.ID == id }); i >= 0 {
			err = s.store.Amend(ctx, before[i])
		} else {
			err = s.store.Restore(ctx, id)
		}
		if err == nil {
			s.changed()
		}
		return err
	}, nil
}

func (s *Service) changed() {
	s.mu.Lock()
	s.review = nil
	s.mu.Unlock()
	app.Emit(s.events, RulesChanged{})
}
