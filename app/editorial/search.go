package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/search"
)

// Found is a post that a search found, with what matched.
type Found struct {
	Summary
	Label   []search.Piece // what names the post in lists
	Snippet []search.Piece // where its text matched, or how it begins; on one line
}

// Search returns the posts that hold everything that was typed, the best first,
// at most limit. It looks at all posts: published, archived and dropped ones as
// well. Nothing that is typed is an error; what holds no word finds nothing.
func (s *Service) Search(ctx context.Context, typed string, limit int) ([]Found, error) {
	return nil, app.Fail(app.CodeUnavailable, "error.unavailable")
}
