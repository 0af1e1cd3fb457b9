package strategy

import (
	"parvis/app"
	"parvis/app/metrics"
)

// Goal is the kind of thing an objective is after; its translated name is
// "strategy.goal.<goal>".
type Goal string

// The goals.
const (
	GoalNotoriety  Goal = "notoriety"
	GoalVisits     Goal = "visits" // people who come
	GoalSales      Goal = "sales"  // orders on line
	GoalLoyalty    Goal = "loyalty"
	GoalRecruiting Goal = "recruiting"
	GoalResponse   Goal = "response" // answer better and faster
)

// Goals lists the goals in the order they are offered.
func Goals() []Goal {
	return []Goal{GoalNotoriety, GoalVisits, GoalSales, GoalLoyalty, GoalRecruiting, GoalResponse}
}

// Metrics lists the metrics that tell of a goal, the best first; those of an
// objective without a goal are all that is Measurable. None of a goal is about
// the effort itself: how much was published is no result.
func (g Goal) Metrics() []metrics.Metric {
	switch g {
	case GoalNotoriety:
		return []metrics.Metric{metrics.Followers, metrics.Reach, metrics.Impressions}
	case GoalVisits:
		return []metrics.Metric{metrics.Visits, metrics.Clicks}
	case GoalSales:
		return []metrics.Metric{metrics.Orders, metrics.Clicks}
	case GoalLoyalty:
		return []metrics.Metric{metrics.EngagementRate, metrics.Reviews, metrics.Interactions}
	case GoalRecruiting:
		return []metrics.Metric{metrics.Applications, metrics.Clicks}
	case GoalResponse:
		return []metrics.Metric{metrics.Answers}
	}
	return Measurable()
}

// Objective is a measurable, dated aim: bring Metric from From to Target by Due.
type Objective struct {
	ID     app.ID         `json:"id"`
	Goal   Goal           `json:"goal,omitempty"` // "" when it is none of the goals
	Name   string         `json:"name,omitempty"` // in the owner's words, "" shows the metric's name
	Metric metrics.Metric `json:"metric"`
	From   *float64       `json:"from,omitempty"`   // nil when it was not known
	Target *float64       `json:"target,omitempty"` // nil while it is being typed
	Start  app.Date       `json:"start"`
	Due    app.Date       `json:"due"` // zero while it is being typed
}
