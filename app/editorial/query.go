package editorial

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Filter says which posts a list shows. What is empty does not count; several
// values of one field mean any of them, several fields mean all of them.
type Filter struct {
	Networks  []networks.Network // goes or went to one of these
	Pillars   []app.ID           // "" among them stands for "without a pillar"
	States    []State
	Campaigns []app.ID // "" among them stands for "without a campaign"
	Authors   []string // "" among them stands for "without an author"
	// Text is what was typed into the search field: see package search.
	Text string
	// From and To bound the day, inclusive; either may be zero. Posts without a
	// day are left out then.
	From, To app.Date
	// Unplaced keeps only posts without a day; From and To do not count then.
	Unplaced bool
	// Dropped brings dropped posts as well. They also come when States names
	// them or Text is given.
	Dropped bool
}

// SortKey is what a list is sorted by; ties are broken by moment.
type SortKey int

// What lists can be sorted by.
const (
	ByMoment SortKey = iota // posts without a day come last
	ByTitle
	ByState    // in the order of the flow
	ByPillar   // in the order of the strategy
	ByCampaign // in the order of the strategy
	ByAuthor
	ByUpdated
)

// Sort is the order of a list.
type Sort struct {
	By         SortKey
	Descending bool
}

// Query asks for one page of a list.
type Query struct {
	Filter Filter
	Sort   Sort
	Offset int
	Limit  int // 0 for all
}

// List returns the posts that match, in order.
func (s *Service) List(ctx context.Context, q Query) ([]Summary, error) { return s.store.List(ctx, q) }

// Count returns how many posts match.
func (s *Service) Count(ctx context.Context, f Filter) (int, error) { return s.store.Count(ctx, f) }

// IDs returns all the posts that match, in order.
func (s *Service) IDs(ctx context.Context, f Filter, order Sort) ([]app.ID, error) {
	return s.store.IDs(ctx, f, order)
}

// Authors returns the authors that posts carry, sorted.
func (s *Service) Authors(ctx context.Context) ([]string, error) { return s.store.Authors(ctx) }
