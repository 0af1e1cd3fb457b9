// Package strategy holds what the business wants, whom it speaks to, where,
// about what, when and under which rules: the answers of ten guided steps, kept
// as they are typed, one question at a time. It is live data: posts carry a
// pillar, an objective, an audience and a campaign, the calendar is balanced
// against the shares, indicators show the objectives, moderation cites the
// charter.
package strategy

import (
	"context"

	"parvis/app"
)

// Strategy is the whole of it, in the order of the steps. The order of every
// list is the owner's.
type Strategy struct {
	Profile    Profile     `json:"profile"`
	Audits     []Audit     `json:"audits,omitempty"`
	Objectives []Objective `json:"objectives,omitempty"`
	Audiences  []Audience  `json:"audiences,omitempty"`
	Channels   []Channel   `json:"channels,omitempty"`
	Pillars    []Pillar    `json:"pillars,omitempty"`
	Voice      Voice       `json:"voice"`
	Rhythm     Rhythm      `json:"rhythm"`
	Slots      []Slot      `json:"slots,omitempty"`
	Charter    Charter     `json:"charter"`
	Crisis     Crisis      `json:"crisis"`
	Actions    []Action    `json:"actions,omitempty"`
	Campaigns  []Campaign  `json:"campaigns,omitempty"`
	Budget     Budget      `json:"budget"`
}

// Part names an answer that is kept in one piece, because nothing outside the
// strategy refers to what is in it.
type Part string

// The parts.
const (
	PartProfile  Part = "profile"
	PartAudits   Part = "audits"
	PartChannels Part = "channels"
	PartVoice    Part = "voice"
	PartRhythm   Part = "rhythm"
	PartCharter  Part = "charter"
	PartCrisis   Part = "crisis"
	PartBudget   Part = "budget"
)

// Store keeps the strategy in the file. Saves replace the row of the same ID or
// add it at the end; each is one transaction.
type Store interface {
	Strategy(ctx context.Context) (Strategy, error)
	// SavePart keeps one part: a Profile, []Audit, []Channel, Voice, Rhythm,
	// Charter, Crisis or Budget under its own name.
	SavePart(ctx context.Context, part Part, answer any) error
	SavePillar(ctx context.Context, p Pillar) error
	SaveObjective(ctx context.Context, o Objective) error
	SaveAudience(ctx context.Context, a Audience) error
	SaveSlot(ctx context.Context, s Slot) error
	SaveAction(ctx context.Context, a Action) error
	SaveCampaign(ctx context.Context, c Campaign) error
	// PlaceActions marks the actions as the posts of the same IDs, those whose
	// post exists, in one transaction.
	PlaceActions(ctx context.Context, ids []app.ID) error
	// PillarUse counts what a pillar would leave behind.
	PillarUse(ctx context.Context, id app.ID) (Use, error)
	// RemovePillar moves the posts, slots and actions of the pillar to heir (""
	// for none) and forgets it.
	RemovePillar(ctx context.Context, id, heir app.ID) error
	// The other removals leave the posts without; those of an objective, an
	// audience or a campaign carry it again when the same ID is saved anew.
	RemoveObjective(ctx context.Context, id app.ID) error
	RemoveAudience(ctx context.Context, id app.ID) error
	RemoveSlot(ctx context.Context, id app.ID) error
	RemoveAction(ctx context.Context, id app.ID) error
	RemoveCampaign(ctx context.Context, id app.ID) error
	// Path returns how far the owner has come, the zero Path at first.
	Path(ctx context.Context) (Path, error)
	SavePath(ctx context.Context, p Path) error
	// Replace makes s the strategy of the file in one transaction, as restoring
	// a version does. What has the same ID stays referred to; the posts of a
	// pillar that is not in s go to its heir, or to none.
	Replace(ctx context.Context, s Strategy, heirs map[app.ID]app.ID) error
}

// Use counts what refers to a pillar.
type Use struct{ Posts, Slots, Actions int }

// Changed is emitted after any part of the strategy was saved.
type Changed struct{}
