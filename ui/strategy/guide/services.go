package guide

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/strategy"
)

// Strategy keeps the answers.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
	Path(ctx context.Context) (strategy.Path, error)
	SavePath(ctx context.Context, p strategy.Path) error
	NewID() app.ID
	SaveProfile(ctx context.Context, p strategy.Profile) error
	SaveAudits(ctx context.Context, all []strategy.Audit) error
	SaveChannels(ctx context.Context, all []strategy.Channel) error
	SaveVoice(ctx context.Context, v strategy.Voice) error
	SaveRhythm(ctx context.Context, r strategy.Rhythm) error
	SaveCharter(ctx context.Context, c strategy.Charter) error
	SaveCrisis(ctx context.Context, c strategy.Crisis) error
	SaveBudget(ctx context.Context, b strategy.Budget) error
	AddPillar(ctx context.Context, name string, shareBP int) (strategy.Pillar, error)
	SavePillar(ctx context.Context, p strategy.Pillar) error
	PillarUse(ctx context.Context, id app.ID) (strategy.Use, error)
	RemovePillar(ctx context.Context, id, heir app.ID) error
	AddObjective(ctx context.Context, g strategy.Goal, m metrics.Metric, from *float64, start app.Date) (strategy.Objective, error)
	SaveObjective(ctx context.Context, o strategy.Objective) error
	RemoveObjective(ctx context.Context, id app.ID) error
	AddAudience(ctx context.Context, a strategy.Audience) (strategy.Audience, error)
	SaveAudience(ctx context.Context, a strategy.Audience) error
	RemoveAudience(ctx context.Context, id app.ID) error
	AddSlot(ctx context.Context, day time.Weekday, at app.TimeOfDay, pillar app.ID) (strategy.Slot, error)
	SaveSlot(ctx context.Context, slot strategy.Slot) error
	RemoveSlot(ctx context.Context, id app.ID) error
	AddAction(ctx context.Context, a strategy.Action) (strategy.Action, error)
	SaveAction(ctx context.Context, a strategy.Action) error
	RemoveAction(ctx context.Context, id app.ID) error
	AddCampaign(ctx context.Context, c strategy.Campaign) (strategy.Campaign, error)
	SaveCampaign(ctx context.Context, c strategy.Campaign) error
	RemoveCampaign(ctx context.Context, id app.ID) error
	FillExample(ctx context.Context, q strategy.Question, e strategy.Example, f strategy.Facts) error
}

// Reasoning reasons with the other rooms.
type Reasoning interface {
	Facts(ctx context.Context) (strategy.Facts, error)
	PlaceIdeas(ctx context.Context) (placed int, undo func(ctx context.Context) error, err error)
}

// Business keeps the opening hours.
type Business interface {
	SaveOpening(ctx context.Context, week business.Opening) error
}

// Services are what the path asks.
type Services struct {
	Strategy  Strategy
	Reasoning Reasoning
	Business  Business
	// Validate asks to keep the strategy as a version, Exports returns the
	// buttons that make its workbook and its page: both belong to the room.
	Validate func()
	Exports  func() []Export
}

// Export is a way out of the program, as a button offers it.
type Export struct {
	Label string
	Start func()
}
