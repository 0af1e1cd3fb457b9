package strategy

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
)

// Facts is what advice reasons from besides the strategy: what Parvis knows of
// the business and of what happened.
type Facts struct {
	Today    app.Date // in the zone of the business
	Business business.Business
	Accounts []networks.Account
	// Paces says where each metric stands; a metric nobody measured has a Reason.
	Paces map[metrics.Metric]Pace
	// Past holds the posts published in the PastDays before today, Ahead those
	// placed from today on, both by day.
	Past, Ahead []Posting
}

// PastDays is how far back Facts look: eight weeks.
const PastDays = 56

// AheadDays is how far ahead Facts look: a year.
const AheadDays = 365

// Pace is where a metric stands, and how it moves.
type Pace struct {
	Current  *float64 // nil when not known, for Reason
	AsOf     app.Date
	PerMonth *float64 // change per thirty days, nil when not known, for PaceReason
	Reason   app.Message
	// PaceReason is Reason when Current is nil too.
	PaceReason app.Message
}

// Posting is a post as the strategy looks at it.
type Posting struct {
	Day        app.Date
	PillarID   app.ID
	AudienceID app.ID
	CampaignID app.ID
	Networks   []networks.Network // where it went or is to go, each once
	Published  bool               // proven on one network at least
}

// Idea is a post to be written, on a day.
type Idea struct {
	ID       app.ID // of the post it becomes: that of the action it comes from
	Title    string
	PillarID app.ID
	Day      app.Date // zero for no day yet
}

// Neighbours are the rooms that the guide asks.
type Neighbours struct {
	Business interface {
		Business(ctx context.Context) (business.Business, error)
	}
	Accounts interface {
		Accounts(ctx context.Context) ([]networks.Account, error)
	}
	Figures interface {
		Progress(ctx context.Context, aim metrics.Aim, today app.Date) (metrics.Progress, error)
	}
	Posts interface {
		// Postings returns the posts placed on the days from..to inclusive, by
		// moment, dropped ones left out.
		Postings(ctx context.Context, from, to app.Date) ([]Posting, error)
		// AddIdeas keeps ideas as posts under the IDs given, placed on their
		// days, all or none. An idea whose ID a post already has is left as it
		// is: asking again after an interruption adds nothing twice.
		AddIdeas(ctx context.Context, ideas []Idea) error
		// RemoveIdeas takes back ideas nobody worked on since.
		RemoveIdeas(ctx context.Context, ids []app.ID) error
	}
}

// Guide reasons about the strategy with the help of other rooms, and hands
// their part to them. It is safe for concurrent use.
type Guide struct {
	service *Service
	rooms   Neighbours
	clock   app.Clock
}

// NewGuide returns the guide over the service and the rooms it asks, all of
// which must be set.
func NewGuide(service *Service, rooms Neighbours, clock app.Clock) *Guide {
	return &Guide{service: service, rooms: rooms, clock: clock}
}

// Facts gathers what advice reasons from.
func (g *Guide) Facts(ctx context.Context) (Facts, error) {
	b, err := g.rooms.Business.Business(ctx)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{
		Today: app.DateOf(g.clock.Now().In(b.Location())), Business: b, Paces: make(map[metrics.Metric]Pace),
	}
	if f.Accounts, err = g.rooms.Accounts.Accounts(ctx); err != nil {
		return Facts{}, err
	}
	for _, m := range Measurable() {
		p, err := g.rooms.Figures.Progress(ctx, metrics.Aim{Metric: m}, f.Today)
		if err != nil {
			return Facts{}, err
		}
		pace := Pace{Current: p.Current, AsOf: p.AsOf, PerMonth: p.PerMonth, PaceReason: p.PaceReason}
		if pace.Current == nil {
			pace.Reason = p.Reason
		}
		f.Paces[m] = pace
	}
	all, err := g.rooms.Posts.Postings(ctx, f.Today.AddDays(-PastDays), f.Today.AddDays(AheadDays))
	if err != nil {
		return Facts{}, err
	}
	for _, p := range all {
		switch {
		case p.Published:
			f.Past = append(f.Past, p)
		case !p.Day.Before(f.Today):
			f.Ahead = append(f.Ahead, p)
		}
	}
	return f, nil
}

// PlaceIdeas puts the ideas of the plan that are no posts yet on the calendar,
// each on its day, and returns how many there were and what takes back those
// that nobody worked on since (nil when there were none). Interrupted, it is
// asked again and adds no idea twice: a post has the ID of its action.
func (g *Guide) PlaceIdeas(ctx context.Context) (placed int, undo func(ctx context.Context) error, err error) {
	s, err := g.service.Strategy(ctx)
	if err != nil {
		return 0, nil, err
	}
	var ideas []Idea
	var ids []app.ID
	for _, a := range s.Actions {
		if a.Kind == KindIdea && a.PostID == "" && !a.Done && said(a.Title) {
			ideas = append(ideas, a.idea())
			ids = append(ids, a.ID)
		}
	}
	if len(ideas) == 0 {
		return 0, nil, nil
	}
	if err := g.rooms.Posts.AddIdeas(ctx, ideas); err != nil {
		return 0, nil, err
	}
	if err := g.service.changed(g.service.store.PlaceActions(ctx, ids)); err != nil {
		return 0, nil, err
	}
	undo = func(ctx context.Context) error { return g.service.changed(g.rooms.Posts.RemoveIdeas(ctx, ids)) }
	return len(ideas), undo, nil
}

// idea returns the post that an action becomes.
func (a Action) idea() Idea {
	return Idea{ID: a.ID, Title: a.Title, PillarID: a.PillarID, Day: a.Day}
}
