package strategy

import "parvis/app"

// PlanDays is how long an action plan runs.
const PlanDays = 90

// Kind is what an action is; its translated name is "strategy.kind.<kind>".
type Kind string

// The kinds.
const (
	KindTask Kind = "task" // something to do
	KindIdea Kind = "idea" // something to publish
)

// Action is a step of the action plan, or a decision of a review.
type Action struct {
	ID       app.ID   `json:"id"`
	Kind     Kind     `json:"kind"`
	Title    string   `json:"title"`
	Day      app.Date `json:"day"` // zero while it is being typed
	Who      string   `json:"who,omitempty"`
	PillarID app.ID   `json:"pillar_id,omitempty"` // of an idea
	// PostID is the post an idea became, "" while it is none.
	PostID app.ID `json:"post_id,omitempty"`
	Done   bool   `json:"done,omitempty"`
}

// MaxActions is how many actions a plan can keep.
const MaxActions = 200

// Campaign groups posts around one occasion.
type Campaign struct {
	ID    app.ID   `json:"id"`
	Name  string   `json:"name"`
	Start app.Date `json:"start"` // zero when it has none
	Due   app.Date `json:"due"`   // last day, zero when it has none
}

// MaxCampaigns is how many campaigns can be kept.
const MaxCampaigns = 200

// Budget is where the money of a month goes, and when the strategy is looked at
// again.
type Budget struct {
	Lines  []BudgetLine `json:"lines,omitempty"`
	Review app.Date     `json:"review"` // day of the next review, zero until chosen
}

// BudgetLine is one expense per month, in euro cents.
type BudgetLine struct {
	ID    app.ID `json:"id"`
	Label string `json:"label,omitempty"`
	Cents int64  `json:"cents"`
}

// Cents returns what the lines sum to per month, in euro cents.
func (b Budget) Cents() int64 {
	total := int64(0)
	for _, l := range b.Lines {
		total += l.Cents
	}
	return total
}
