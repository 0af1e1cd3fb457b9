package strategy

import (
	"parvis/app"
	"parvis/app/networks"
)

// Profile is the first step: who the business is, in the owner's words.
// Mission is one sentence: what it brings, and to whom.
type Profile struct {
	Mission string `json:"mission,omitempty"`
	Offer   string `json:"offer,omitempty"` // what is sold
	Staff   int    `json:"staff,omitempty"` // people at work, 0 when not said
	Values  string `json:"values,omitempty"`
	// Difference is what customers find here and nowhere else.
	Difference string `json:"difference,omitempty"`
	SWOT       SWOT   `json:"swot"`
	// MinutesPerWeek is the time there is for posts and answers, 0 when not
	// said; BudgetCents the money per month, in euro cents, nil when not said.
	MinutesPerWeek int    `json:"minutes_per_week,omitempty"`
	BudgetCents    *int64 `json:"budget_cents,omitempty"`
}

// SWOT is what helps and what hinders, inside and outside, one line each.
type SWOT struct {
	Strengths     []string `json:"strengths,omitempty"`
	Weaknesses    []string `json:"weaknesses,omitempty"`
	Opportunities []string `json:"opportunities,omitempty"`
	Threats       []string `json:"threats,omitempty"`
}

// Verdict is what an account is worth; its translated name is
// "strategy.verdict.<verdict>".
type Verdict string

// Verdicts of an audit.
const (
	VerdictKeep    Verdict = "keep"
	VerdictImprove Verdict = "improve"
	VerdictStop    Verdict = "stop"
)

// Verdicts lists the verdicts in the order they are offered.
func Verdicts() []Verdict { return []Verdict{VerdictKeep, VerdictImprove, VerdictStop} }

// MaxAudits is how many presences an audit can keep.
const MaxAudits = 30

// Audit is what the owner thinks of one presence: an account of Comptes, or one
// that Parvis does not know, by network and handle.
type Audit struct {
	ID        app.ID           `json:"id"`
	AccountID app.ID           `json:"account_id,omitempty"`
	Network   networks.Network `json:"network"`
	Handle    string           `json:"handle,omitempty"`
	Verdict   Verdict          `json:"verdict,omitempty"` // "" until decided
	Note      string           `json:"note,omitempty"`    // what works, what does not
}

// Audience is a persona: one person the business talks to, who stands for many.
type Audience struct {
	ID   app.ID `json:"id"`
	Name string `json:"name"` // Claire, 38 ans
	// Who, Needs and Brakes say how this person lives, what they look for, and
	// what holds them back.
	Who     string             `json:"who,omitempty"`
	Needs   string             `json:"needs,omitempty"`
	Brakes  string             `json:"brakes,omitempty"`
	Where   []networks.Network `json:"where,omitempty"`
	Moments []Moment           `json:"moments,omitempty"` // when they look at their telephone
}

// MaxAudiences is how many audiences a business can keep.
const MaxAudiences = 5

// Moment is a part of the day in the life of an audience; its translated name is
// "strategy.moment.<moment>".
type Moment string

// The moments.
const (
	Morning   Moment = "morning"   // before work
	Noon      Moment = "noon"      // lunch
	Afternoon Moment = "afternoon" // work
	Evening   Moment = "evening"   // after work
	Weekend   Moment = "weekend"
)

// Moments lists the moments in the order they are offered.
func Moments() []Moment { return []Moment{Morning, Noon, Afternoon, Evening, Weekend} }
