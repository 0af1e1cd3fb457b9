// Package ideas proposes what to publish on a day that is still empty, each idea
// with its reason: a date that comes, a slot of the strategy, a pillar that lacks
// posts, an idea that waits, a post that did well, what competitors speak of.
package ideas

import (
	"parvis/app"
)

// Kind is where an idea comes from; its translated name is "ideas.kind.<kind>".
type Kind string

// The kinds, in the order they are offered.
const (
	KeyDate   Kind = "key_date"  // a date that comes and that no post is for
	Slot      Kind = "slot"      // a moment of the strategy with no post
	Balance   Kind = "balance"   // a pillar short of posts in the month
	Plan      Kind = "plan"      // an idea of the action plan that is no post yet
	Waiting   Kind = "waiting"   // a post without a day
	Evergreen Kind = "evergreen" // a post that did well, some time ago
	Watch     Kind = "watch"     // what a competitor published
)

// Name returns what the kind is called.
func (k Kind) Name() app.Message { return app.Say("ideas.kind." + string(k)) }

// Idea is a proposal for one day.
type Idea struct {
	Kind Kind
	// Title is what the draft would be called.
	Title app.Message
	// Reason says in one sentence why, with its figures.
	Reason   app.Message
	PillarID app.ID // "" when none
	// Text is what the draft begins with, "" for nothing.
	Text string
	// Link is where what is spoken of can be read, "" for nowhere.
	Link string
	// At is where the draft would stand.
	At app.Civil

	// of is the post that is placed (Waiting) or copied (Evergreen), or the action
	// the draft stands for (Plan).
	of app.ID
	// occasion tells an idea from the others of its kind.
	occasion string
}

// Same reports whether two ideas are one, whatever the day.
func (i Idea) Same(o Idea) bool { return i.Kind == o.Kind && i.occasion == o.occasion }

// Day is an empty day with its ideas, the best first.
type Day struct {
	Date  app.Date
	Ideas []Idea
}
