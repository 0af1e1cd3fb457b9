// Package home answers "what should I do now?": the figures against their
// objectives, what is to be done, what leaves next and which key dates come.
package home

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Business tells whose home it is.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Posts tells what is planned.
type Posts interface {
	// Placed returns the posts placed on the days from..to inclusive, by
	// moment, dropped ones left out.
	Placed(ctx context.Context, from, to app.Date) ([]editorial.Summary, error)
	// Unplaced returns the posts without a day.
	Unplaced(ctx context.Context) ([]editorial.Summary, error)
	// Post returns one post in full.
	Post(ctx context.Context, id app.ID) (editorial.Post, editorial.State, error)
}

// Ledger tells what became of deliveries.
type Ledger interface {
	// Entries returns the rows in one state, at most limit.
	Entries(ctx context.Context, state publishing.State, limit int) ([]publishing.Entry, error)
	// Rehearsals returns what the last rehearsal found of what is to leave.
	Rehearsals(ctx context.Context) ([]publishing.Rehearsal, error)
}

// Accounts tells where the business is.
type Accounts interface {
	Accounts(ctx context.Context) ([]networks.Account, error)
	// Expiry returns when the credential of an account ends, as far as it is known.
	Expiry(ctx context.Context, id app.ID) (networks.Expiry, error)
}

// Strategy tells what the business wants, and how far it has come in saying so.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
	Path(ctx context.Context) (strategy.Path, error)
	SaveAction(ctx context.Context, a strategy.Action) error
}

// Figures measures the whole business, all accounts together.
type Figures interface {
	Figure(ctx context.Context, m metrics.Metric, period metrics.Period) (metrics.Figure, error)
	Progress(ctx context.Context, aim metrics.Aim, today app.Date) (metrics.Progress, error)
	// Posts returns the posts that came out in a period, each once.
	Posts(ctx context.Context, period metrics.Period) ([]metrics.PostFigures, error)
}

// Watch tells which competitors' feeds are followed.
type Watch interface {
	Competitors(ctx context.Context) ([]watch.Competitor, error)
	Sources(ctx context.Context) ([]watch.Source, error)
}

// KeyDates tells the days the business may speak of.
type KeyDates interface {
	// Between returns the dates that begin on the days from..to inclusive, by day.
	Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
}

// Neighbours are the rooms that home asks.
type Neighbours struct {
	Business Business
	Posts    Posts
	Ledger   Ledger
	Accounts Accounts
	Strategy Strategy
	Figures  Figures
	Watch    Watch
	KeyDates KeyDates
}

// Overview is what Accueil shows.
type Overview struct {
	FirstName string // of the owner, "" when not given
	Today     app.Date
	Context   app.Message // the line under the greeting
	Figures   []Figure
	Tasks     []Task // the most pressing first
	Next      []NextPost
	KeyDates  []KeyDateAhead
}

// Room is where a row leads.
type Room string

// The rooms that rows of Accueil lead to.
const (
	Composer   Room = "composer" // on the post of the ID
	Calendar   Room = "calendar" // on the day
	Register   Room = "register" // on the post of the ID, or all of it
	CatchUp    Room = "catch_up" // what came due while nothing could leave
	Rehearse   Room = "rehearse" // what would keep the next posts from leaving
	AccountsAt Room = "accounts" // on the account of the ID, or all of them
	// The guided path of the strategy, at the question of the ID or where it was
	// left, and its monthly review.
	StrategyPath   Room = "strategy_path"
	StrategyReview Room = "strategy_review"
	Indicators     Room = "indicators"
	WatchAt        Room = "watch" // on the competitor of the ID
)

// Target is where a row leads: a room, and what to show there.
type Target struct {
	Room Room
	ID   app.ID
	Day  app.Date
}

// Service is what the interface asks of this room. It is safe for concurrent
// use.
type Service struct {
	rooms Neighbours
	clock app.Clock
}

// NewService returns the service over its neighbours, all of which must be set.
func NewService(rooms Neighbours, clock app.Clock) *Service {
	return &Service{rooms: rooms, clock: clock}
}

// Spans of what Accueil looks at, in days.
const (
	pastDays  = 60 // how long a pillar without posts is noticed
	aheadDays = 60 // how far key dates and next posts are announced
	dueDays   = 7  // how soon a post is looked at closely
)

// Overview gathers what Accueil shows.
func (s *Service) Overview(ctx context.Context) (Overview, error) {
	f, err := s.gather(ctx)
	if err != nil {
		return Overview{}, err
	}
	figures, err := s.figures(ctx, f)
	if err != nil {
		return Overview{}, err
	}
	keyDates := keyDatesAhead(f)
	return Overview{
		FirstName: f.business.FirstName,
		Today:     f.today,
		Context:   contextLine(f.today, keyDates),
		Figures:   figures,
		Tasks:     tasks(f),
		Next:      nextPosts(f),
		KeyDates:  keyDates,
	}, nil
}

// facts is what the rows of Accueil are computed from.
type facts struct {
	business    business.Business
	now         time.Time
	zone        *time.Location
	today       app.Date
	placed      []editorial.Summary // from pastDays ago to aheadDays ahead: the whole month too
	published   map[app.ID]bool     // that came out this month, whenever they were placed
	unplaced    int
	due         []editorial.Post // not gone yet, placed within dueDays
	entries     map[publishing.State][]publishing.Entry
	rehearsals  []publishing.Rehearsal
	accounts    []networks.Account
	ends        map[app.ID]time.Time // of the credentials of accounts, where it is known
	strategy    strategy.Strategy
	path        strategy.Path
	progress    map[app.ID]metrics.Progress // by objective
	competitors []watch.Competitor
	sources     []watch.Source
	keyDates    []keydates.KeyDate // of the next aheadDays days
}

// maxEntries bounds what is read of each state of the ledger.
const maxEntries = 1000

func (s *Service) gather(ctx context.Context) (facts, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return facts{}, err
	}
	f := facts{business: b, now: s.clock.Now(), zone: b.Location()}
	f.today = app.DateOf(f.now.In(f.zone))
	if f.placed, err = s.rooms.Posts.Placed(ctx, f.today.AddDays(-pastDays), f.today.AddDays(aheadDays)); err != nil {
		return facts{}, err
	}
	published, err := s.rooms.Figures.Posts(ctx, metrics.PeriodOf(metrics.Month, f.today))
	if err != nil {
		return facts{}, err
	}
	f.published = make(map[app.ID]bool, len(published))
	for _, p := range published {
		f.published[p.PostID] = true
	}
	unplaced, err := s.rooms.Posts.Unplaced(ctx)
	if err != nil {
		return facts{}, err
	}
	f.unplaced = len(unplaced)
	for _, p := range f.ahead(dueDays) {
		post, _, err := s.rooms.Posts.Post(ctx, p.ID)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			// Deleted since the list was read.
		case err != nil:
			return facts{}, err
		default:
			f.due = append(f.due, post)
		}
	}
	f.entries = make(map[publishing.State][]publishing.Entry)
	for _, state := range []publishing.State{publishing.Unknown, publishing.Refused, publishing.Missed, publishing.Scheduled} {
		if f.entries[state], err = s.rooms.Ledger.Entries(ctx, state, maxEntries); err != nil {
			return facts{}, err
		}
	}
	if f.rehearsals, err = s.rooms.Ledger.Rehearsals(ctx); err != nil {
		return facts{}, err
	}
	if f.accounts, err = s.rooms.Accounts.Accounts(ctx); err != nil {
		return facts{}, err
	}
	f.ends = make(map[app.ID]time.Time)
	for _, a := range f.accounts {
		// Without the keyring nothing is known of the end: the rest is shown.
		if ends, err := s.rooms.Accounts.Expiry(ctx, a.ID); err == nil && !ends.At.IsZero() {
			f.ends[a.ID] = ends.At
		}
	}
	if f.strategy, err = s.rooms.Strategy.Strategy(ctx); err != nil {
		return facts{}, err
	}
	if f.path, err = s.rooms.Strategy.Path(ctx); err != nil {
		return facts{}, err
	}
	f.progress = make(map[app.ID]metrics.Progress, len(f.strategy.Objectives))
	for _, o := range f.strategy.Objectives {
		aim := metrics.Aim{Metric: o.Metric, From: o.From, Target: o.Target, Start: o.Start, Due: o.Due}
		if f.progress[o.ID], err = s.rooms.Figures.Progress(ctx, aim, f.today); err != nil {
			return facts{}, err
		}
	}
	if f.competitors, err = s.rooms.Watch.Competitors(ctx); err != nil {
		return facts{}, err
	}
	if f.sources, err = s.rooms.Watch.Sources(ctx); err != nil {
		return facts{}, err
	}
	f.keyDates, err = s.rooms.KeyDates.Between(ctx, f.today, f.today.AddDays(aheadDays))
	return f, err
}

// ahead returns the posts placed from now until the end of the day in so many
// days that have not begun to leave.
func (f facts) ahead(days int) []editorial.Summary {
	var ahead []editorial.Summary
	last := f.today.AddDays(days)
	for _, p := range f.placed {
		if !p.At.Date.After(last) && !p.At.In(f.zone).Before(f.now.Truncate(time.Minute)) && waiting(p.State) {
			ahead = append(ahead, p)
		}
	}
	return ahead
}

// waiting reports whether a post has still to leave.
func waiting(s editorial.State) bool {
	switch s {
	case editorial.StateIdea, editorial.StateDraft, editorial.StateToReview, editorial.StateToFix,
		editorial.StateApproved, editorial.StateScheduled:
		return true
	}
	return false
}

// stands reports whether a post counts as planned: it went out or still can.
func stands(s editorial.State) bool {
	return s != editorial.StateFailed && s != editorial.StateMissed && s != editorial.StateDropped
}
