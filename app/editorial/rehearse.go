package editorial

import (
	"context"

	"parvis/app"
)

// Misses returns the first thing that would keep a kept post from leaving as it
// should: what blocks it, or that it says what another one said lately. It is zero
// when there is nothing.
func (s *Service) Misses(ctx context.Context, id app.ID) (app.Message, error) {
	post, err := s.store.Post(ctx, id)
	if err != nil {
		return app.Message{}, err
	}
	checks, err := s.Checks(ctx, post)
	if err != nil {
		return app.Message{}, err
	}
	for _, c := range checks {
		if c.Severity == Blocks || c.Title.Key == keyDuplicate {
			return c.Title, nil
		}
	}
	return app.Message{}, nil
}
