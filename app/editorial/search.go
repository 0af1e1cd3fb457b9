package editorial

import (
	"context"

	"parvis/app/search"
)

// Found is a post that a search found, with what matched.
type Found struct {
	Summary
	Label   []search.Piece // what names the post in lists
	Snippet []search.Piece // where its text matched, or how it begins; on one line
}

// Hit is a post that answers a question, with its text.
type Hit struct {
	Summary
	Text string
}

// snippetLength is about how much of a text is shown, in characters.
const snippetLength = 140

// Search returns the posts that hold everything that was typed, the best first,
// at most limit. It looks at all posts: published, archived and dropped ones as
// well. Nothing that is typed is an error; what holds no word finds nothing.
func (s *Service) Search(ctx context.Context, typed string, limit int) ([]Found, error) {
	question := search.Ask(typed)
	if question.IsZero() || limit <= 0 {
		return nil, nil
	}
	hits, err := s.store.Search(ctx, question, limit)
	if err != nil {
		return nil, err
	}
	all := make([]Found, len(hits))
	for i, h := range hits {
		all[i] = Found{Summary: h.Summary, Label: question.Mark(h.Title), Snippet: question.Snippet(h.Text, snippetLength)}
	}
	return all, nil
}
