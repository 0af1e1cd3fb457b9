package snippets

import (
	"context"
	"slices"

	"parvis/app"
)

// Service is what the interface asks of this room. It is safe for concurrent use.
type Service struct {
	store  Store
	events *app.Events
	clock  app.Clock
	ids    *app.IDs
}

// NewService returns the service over a store.
func NewService(store Store, events *app.Events, clock app.Clock, ids *app.IDs) *Service {
	return &Service{store: store, events: events, clock: clock, ids: ids}
}

// List returns the snippets of a kind in the owner's order.
func (s *Service) List(ctx context.Context, kind Kind) ([]Snippet, error) {
	return s.store.Snippets(ctx, kind)
}

// Save keeps a snippet, a new one when its ID is empty, and returns it as it is
// kept. It fails with CodeInvalid and the sentence of what must be corrected.
func (s *Service) Save(ctx context.Context, one Snippet) (Snippet, error) {
	one, err := one.Checked()
	if err != nil {
		return one, err
	}
	if one.ID == "" {
		one.ID, one.Position = s.ids.New(), 0
	}
	return one, s.changed(one.Kind, s.store.SaveSnippet(ctx, one))
}

// Undo takes back what was just done.
type Undo func(ctx context.Context) error

// Delete forgets a snippet. Undo brings it back at its place, with its uses.
func (s *Service) Delete(ctx context.Context, id app.ID) (Undo, error) {
	was, err := s.store.RemoveSnippet(ctx, id)
	if err := s.changed(was.Kind, err); err != nil {
		return nil, err
	}
	return func(ctx context.Context) error { return s.changed(was.Kind, s.store.SaveSnippet(ctx, was)) }, nil
}

// Move brings a snippet some places further down, or up when by is negative; at
// the ends it stays.
func (s *Service) Move(ctx context.Context, kind Kind, id app.ID, by int) error {
	all, err := s.store.Snippets(ctx, kind)
	if err != nil {
		return err
	}
	ids := make([]app.ID, len(all))
	for i, one := range all {
		ids[i] = one.ID
	}
	from := slices.Index(ids, id)
	if from < 0 {
		return app.Fail(app.CodeNotFound, "snippets.error.gone")
	}
	to := min(max(from+by, 0), len(ids)-1)
	if to == from {
		return nil
	}
	ids = slices.Insert(slices.Delete(ids, from, from+1), to, id)
	return s.changed(kind, s.store.OrderSnippets(ctx, kind, ids))
}

// Used counts that a snippet was put into a post.
func (s *Service) Used(ctx context.Context, one Snippet) error {
	return s.changed(one.Kind, s.store.NoteUse(ctx, one.ID, s.clock.Now()))
}

// RecentEmoji returns the emoji inserted last, the latest first.
func (s *Service) RecentEmoji(ctx context.Context, most int) ([]string, error) {
	return s.store.RecentEmoji(ctx, most)
}

// EmojiUsed notes that an emoji was put into a post.
func (s *Service) EmojiUsed(ctx context.Context, emoji string) error {
	return s.store.NoteEmoji(ctx, emoji, s.clock.Now())
}

func (s *Service) changed(kind Kind, err error) error {
	if err == nil {
		app.Emit(s.events, Changed{kind})
	}
	return err
}
