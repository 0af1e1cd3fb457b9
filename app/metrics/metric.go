// Package metrics keeps readings (what was measured, where, when, by what
// source) and computes from them figures, series and progress. What was not
// measured is absent, never zero.
package metrics

import (
	"context"
	"slices"
	"time"

	"parvis/app"
)

// Metric names a measured quantity. Its translated name is "metrics.<metric>",
// its definition "metrics.<metric>.definition".
type Metric string

// The measured metrics. Followers is a level (the last reading of a period
// counts); the others are flows (the readings of a period add up).
const (
	Followers    Metric = "followers"
	Reach        Metric = "reach"
	Impressions  Metric = "impressions"
	Interactions Metric = "interactions" // reactions + comments + shares
	Clicks       Metric = "clicks"
	Visits       Metric = "visits"       // calls and requests for the way
	Orders       Metric = "orders"       // orders on line
	Applications Metric = "applications" // for a job
	Reviews      Metric = "reviews"      // received, whatever their rating
	Answers      Metric = "answers"      // messages answered on the day they came
	Published    Metric = "published"    // posts published, counted by Parvis itself, never typed
	// EngagementRate is interactions divided by reach over the same readings:
	// computed, never typed.
	EngagementRate Metric = "engagement_rate"
)

// Measured lists the metrics that readings of any business carry, in the order
// they are offered.
func Measured() []Metric {
	return []Metric{Followers, Reach, Impressions, Interactions, Clicks}
}

// Occasional lists the metrics that readings carry besides, in the order they are
// offered: a business counts those that an objective is about.
func Occasional() []Metric {
	return []Metric{Visits, Orders, Applications, Reviews, Answers}
}

// Typable reports whether readings carry the metric: what is computed or counted
// by Parvis is never typed.
func (m Metric) Typable() bool {
	return slices.Contains(Measured(), m) || slices.Contains(Occasional(), m)
}

// Level reports whether the metric is a level rather than a flow.
func (m Metric) Level() bool { return m == Followers }

// Ratio reports whether values are ratios shown as percentages.
func (m Metric) Ratio() bool { return m == EngagementRate }

// Origin says where a reading came from.
type Origin string

// Origins of readings.
const (
	Typed    Origin = "typed"
	Imported Origin = "imported"
	FromAPI  Origin = "api"
)

// Reading is one measured value. Exactly one of AccountID, PostID and
// CompetitorID is set. Day is the civil day it is about, in the zone of the
// business.
type Reading struct {
	ID           int64
	Metric       Metric
	AccountID    app.ID
	PostID       app.ID
	CompetitorID app.ID
	Day          app.Date
	Value        float64
	Origin       Origin
	TakenAt      time.Time
}

// Query selects readings; zero fields do not restrict. From and To are
// inclusive.
type Query struct {
	Metric       Metric
	AccountID    app.ID
	PostID       app.ID
	CompetitorID app.ID
	OnAccounts   bool // only readings about accounts
	OnPosts      bool // only readings about posts
	From, To     app.Date
}

// PostFigures is the last reading of each metric of one published post.
type PostFigures struct {
	PostID       app.ID
	Title        string
	Network      string
	PillarID     app.ID
	Published    app.Civil // in the zone of the business
	Reach        *float64
	Interactions *float64
}

// Store keeps readings in the file.
type Store interface {
	// Readings returns what the query selects, by day then ID.
	Readings(ctx context.Context, q Query) ([]Reading, error)
	// SaveReadings adds readings; one of the same metric, subject, day and
	// origin replaces the former. One transaction. Returned IDs follow the
	// order given.
	SaveReadings(ctx context.Context, r []Reading) ([]int64, error)
	RemoveReading(ctx context.Context, id int64) error
	// PostFigures returns the figures of posts published between two days.
	PostFigures(ctx context.Context, from, to app.Date) ([]PostFigures, error)
}

// Changed is emitted after readings were added or removed.
type Changed struct{}
