package storage

import (
	"context"

	"parvis/app"
	"parvis/app/editorial"
)

// List implements editorial.Store.
func (s *EditorialStore) List(ctx context.Context, q editorial.Query) ([]editorial.Summary, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Count implements editorial.Store.
func (s *EditorialStore) Count(ctx context.Context, f editorial.Filter) (int, error) {
	return 0, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// IDs implements editorial.Store.
func (s *EditorialStore) IDs(ctx context.Context, f editorial.Filter, order editorial.Sort) ([]app.ID, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}

// Authors implements editorial.Store.
func (s *EditorialStore) Authors(ctx context.Context) ([]string, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}
