package ideas

import (
	"context"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// Business tells the zone.
type Business interface {
	Business(ctx context.Context) (business.Business, error)
}

// Posts tells what is planned, and makes drafts.
type Posts interface {
	// Placed returns the posts placed on the days from..to inclusive, by moment.
	Placed(ctx context.Context, from, to app.Date) ([]editorial.Summary, error)
	// Unplaced returns the posts without a day, newest first.
	Unplaced(ctx context.Context) ([]editorial.Summary, error)
	// Post returns one post, or an error with CodeNotFound.
	Post(ctx context.Context, id app.ID) (editorial.Post, editorial.State, error)
	New(ctx context.Context, at app.Civil) (editorial.Post, error)
	Save(ctx context.Context, p editorial.Post) error
	// Bulk changes posts in one command, which its Undo takes back.
	Bulk(ctx context.Context, posts []app.ID, c editorial.Change) (editorial.Outcome, error)
	Delete(ctx context.Context, id app.ID) (editorial.Undo, error)
}

// Strategy tells the pillars, the slots and the action plan.
type Strategy interface {
	Strategy(ctx context.Context) (strategy.Strategy, error)
}

// KeyDates tells the days the business may speak of.
type KeyDates interface {
	// Between returns the dates that begin on the days from..to inclusive, by day.
	Between(ctx context.Context, from, to app.Date) ([]keydates.KeyDate, error)
}

// Figures tells how posts did.
type Figures interface {
	// Posts returns the posts that came out in a period, each once.
	Posts(ctx context.Context, period metrics.Period) ([]metrics.PostFigures, error)
}

// News tells what competitors published.
type News interface {
	// Flow returns the newest items, newest first.
	Flow(ctx context.Context, limit int) ([]watch.News, error)
}

// Neighbours are the rooms that ideas come from.
type Neighbours struct {
	Business Business
	Posts    Posts
	Strategy Strategy
	KeyDates KeyDates
	Figures  Figures
	Watch    News
}

// Service is what the interface asks of this room. It is safe for concurrent
// use, and keeps nothing.
type Service struct {
	rooms Neighbours
	clock app.Clock
}

// NewService returns the service over its neighbours, all of which must be set.
func NewService(rooms Neighbours, clock app.Clock) *Service {
	return &Service{rooms: rooms, clock: clock}
}

// most is how many ideas a day is given.
const most = 8

// Ideas proposes what to publish on a day, the best first; nothing for a day that
// is over.
func (s *Service) Ideas(ctx context.Context, day app.Date) ([]Idea, error) {
	f, err := s.gather(ctx, day, day)
	if err != nil || day.Before(f.now.Date) {
		return nil, err
	}
	return pick(f.propose(day), most), nil
}

// perDay is how many ideas each day of a stretch is given.
const perDay = 2

// Range proposes what to publish on the days from..to inclusive that are to come
// and have no post. No idea is given to two days.
func (s *Service) Range(ctx context.Context, from, to app.Date) ([]Day, error) {
	f, err := s.gather(ctx, from, to)
	if err != nil {
		return nil, err
	}
	var days []Day
	var given []Idea
	for day := from; !day.After(to); day = day.AddDays(1) {
		if day.Before(f.now.Date) || len(f.on(day)) > 0 {
			continue
		}
		d := Day{Date: day}
		for _, idea := range f.propose(day) {
			if len(d.Ideas) < perDay && !has(given, idea) {
				d.Ideas, given = append(d.Ideas, idea), append(given, idea)
			}
		}
		days = append(days, d)
	}
	return days, nil
}

func has(all []Idea, idea Idea) bool {
	for _, o := range all {
		if o.Same(idea) {
			return true
		}
	}
	return false
}

// Undo takes back what was just done.
type Undo func(ctx context.Context) error

// Choose makes a draft of an idea under a title, at its moment, and returns it. A
// post that waits is placed as it is. It is one command of the journal. Errors are
// those of editorial's Save, or CodeConflict for a post that cannot be placed or
// copied; those of Undo are editorial's.
func (s *Service) Choose(ctx context.Context, idea Idea, title string) (app.ID, Undo, error) {
	switch idea.Kind {
	case Waiting, Evergreen:
		return s.place(ctx, idea)
	}
	p, err := s.rooms.Posts.New(ctx, idea.At)
	if err != nil {
		return "", nil, err
	}
	if idea.Kind == Plan {
		// The post of an action has its ID: it is proposed no more.
		p.ID = idea.of
	}
	p.Title, p.Text, p.PillarID = cut(title), idea.Text, idea.PillarID
	if err := s.rooms.Posts.Save(ctx, p); err != nil {
		return "", nil, err
	}
	return p.ID, s.forget(p.ID), nil
}

// place puts a post that waits, or a copy of one that did well, at the moment of an
// idea.
func (s *Service) place(ctx context.Context, idea Idea) (app.ID, Undo, error) {
	at := idea.At.Time
	done, err := s.rooms.Posts.Bulk(ctx, []app.ID{idea.of}, editorial.Change{
		Day: idea.At.Date, Time: &at, Duplicate: idea.Kind == Evergreen,
	})
	switch {
	case err != nil:
		return "", nil, err
	case len(done.Refused) > 0:
		why := done.Refused[0].Reason
		return "", nil, &app.Error{Code: app.CodeConflict, Key: why.Key, Args: why.Args}
	case done.Undo == nil:
		return idea.of, func(context.Context) error { return nil }, nil // it stands there already
	}
	return append(done.Made, idea.of)[0], Undo(done.Undo), nil
}

func (s *Service) forget(id app.ID) Undo {
	return func(ctx context.Context) error {
		_, err := s.rooms.Posts.Delete(ctx, id)
		return err
	}
}

// cut makes a title that can be kept.
func cut(title string) string {
	runes := []rune(title)
	return string(runes[:min(len(runes), editorial.MaxTitleLength)])
}
