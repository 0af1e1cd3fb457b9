package networks

import (
	"context"
	"time"
)

// Measuring is a connector that reads what its network counts. What the network does
// not tell is absent, never zero: a figure that it ceased to count, one that the
// credential may not see, one that would need another plan.
type Measuring interface {
	Connector
	// AccountFigures reads what the network tells of the account as a whole. Errors are
	// those of Listing.Posts.
	AccountFigures(ctx context.Context, s Session) ([]Figure, error)
	// PostFigures reads what it tells of posts of the account, by identifiers as Publish
	// gave them; of more than MostMeasured only the first are asked for. A post that is
	// gone, or of which nothing is told, is missing in the answer.
	PostFigures(ctx context.Context, s Session, remoteIDs []string) (map[string][]Figure, error)
}

// MostMeasured is how many posts are measured at a time.
const MostMeasured = 100

// Metric names what a figure counts, in the words of the room of indicators
// (app/metrics), which has a definition for each.
type Metric string

// The metrics that networks tell.
const (
	Followers    Metric = "followers"
	Reach        Metric = "reach"
	Impressions  Metric = "impressions"
	Interactions Metric = "interactions" // reactions, comments and shares together, all three told
	Clicks       Metric = "clicks"
)

// Definition returns the key of the sentence that defines the metric.
func (m Metric) Definition() string { return "metrics." + string(m) + ".definition" }

// Counted is the unit of a figure.
type Counted string

// The units.
const (
	People Counted = "people" // each counted once
	Times  Counted = "times"  // as often as it happened
)

// Unit returns what the metric counts.
func (m Metric) Unit() Counted {
	if m == Followers || m == Reach {
		return People
	}
	return Times
}

// Figure is one number that a network told.
type Figure struct {
	Metric Metric
	Value  float64
	// From and To are the time that the figure is about, [From, To), UTC. Both are zero
	// for what counts since the beginning: of a post since it was published, of an
	// account what it has now.
	From, To time.Time
	ReadAt   time.Time // UTC
	// Source is what told it, in the network's own words: the call and the fields that
	// were added up.
	Source string
}
