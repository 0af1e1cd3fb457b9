// Package strategy holds what the business wants, about what it speaks and
// when: objectives, pillars and slots. It is live data: posts carry a pillar
// and an objective, the calendar is balanced against the shares, indicators
// show the objectives.
package strategy

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/metrics"
)

// Pillar is an editorial theme. Colour is its place (1 to 5) among the pillar
// colours of the theme; ShareBP its target share of the posts in basis points
// (4000 is 40 %).
type Pillar struct {
	ID      app.ID
	Name    string
	Colour  int
	ShareBP int
}

// MaxPillars is how many pillars a business can keep: more are not kept up.
const MaxPillars = 5

// Objective is a measurable, dated aim: bring Metric from From to Target by Due.
type Objective struct {
	ID     app.ID
	Name   string // in the owner's words, "" shows the metric's name
	Metric metrics.Metric
	From   *float64 // nil when it was not known
	Target *float64 // nil while it is being typed
	Start  app.Date
	Due    app.Date // zero while it is being typed
}

// Slot is a recurring moment of the week reserved for a post. PillarID is ""
// for any pillar.
type Slot struct {
	ID       app.ID
	Weekday  time.Weekday
	Time     app.TimeOfDay
	PillarID app.ID
}

// Strategy is the whole of it. Mission is one sentence in the owner's words.
// Order is the owner's.
type Strategy struct {
	Mission    string
	Objectives []Objective
	Pillars    []Pillar
	Slots      []Slot
}

// Store keeps the strategy in the file. Saves replace the row of the same ID or
// add it at the end; each is one transaction.
type Store interface {
	Strategy(ctx context.Context) (Strategy, error)
	SaveMission(ctx context.Context, mission string) error
	SavePillar(ctx context.Context, p Pillar) error
	SaveObjective(ctx context.Context, o Objective) error
	SaveSlot(ctx context.Context, s Slot) error
	// RemovePillar moves the posts and slots of the pillar to heir ("" for
	// none) and forgets it.
	RemovePillar(ctx context.Context, id, heir app.ID) error
	RemoveObjective(ctx context.Context, id app.ID) error
	RemoveSlot(ctx context.Context, id app.ID) error
}

// Changed is emitted after any part of the strategy was saved.
type Changed struct{}
