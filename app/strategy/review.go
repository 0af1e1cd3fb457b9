package strategy

import (
	"context"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/assets/translations"
)

// Review is a month looked back at: what happened beside what was planned, what
// the owner makes of it, and what is decided.
type Review struct {
	Month app.Date `json:"month"` // first day
	// To is the last day looked at: of the month, or the day it was filled in
	// while the month was not over. What was planned counts from Since to it.
	To app.Date `json:"to"`
	// Since is from which day of the month there was a validated strategy to hold
	// what happened against, zero when there was none: nothing was planned then.
	Since      app.Date          `json:"since"`
	Posts      int               `json:"posts"` // published, whatever the networks
	Channels   []ChannelReview   `json:"channels,omitempty"`
	Pillars    []PillarReview    `json:"pillars,omitempty"`
	Slots      SlotsReview       `json:"slots"`
	Objectives []ObjectiveReview `json:"objectives,omitempty"`
	Actions    []Action          `json:"actions,omitempty"` // due in those days, as they are
	Well       string            `json:"well,omitempty"`    // what went well
	Badly      string            `json:"badly,omitempty"`
	Notes      string            `json:"notes,omitempty"`
	Decisions  []Decision        `json:"decisions,omitempty"`
	ClosedAt   time.Time         `json:"-"` // UTC, zero while it is being written
}

// Closed reports whether the review is over: it never changes again.
func (r Review) Closed() bool { return !r.ClosedAt.IsZero() }

// ChannelReview is how the cadence of a network was held.
type ChannelReview struct {
	Network   networks.Network `json:"network"`
	Planned   int              `json:"planned"` // PerWeek over the days looked at, rounded
	Published int              `json:"published"`
}

// PillarReview is the part that a pillar had in what was published, "" standing
// for posts without one.
type PillarReview struct {
	PillarID app.ID `json:"pillar_id,omitempty"`
	Name     string `json:"name,omitempty"`
	ShareBP  int    `json:"share_bp"` // wanted, in basis points
	GotBP    int    `json:"got_bp"`   // 0 when nothing was published
	Posts    int    `json:"posts"`
}

// SlotsReview counts the slots of the days looked at. One is kept when a post
// was published on its day, each post keeping one.
type SlotsReview struct {
	Planned int `json:"planned"`
	Kept    int `json:"kept"`
}

// ObjectiveReview is where an objective stood on the last day looked at.
type ObjectiveReview struct {
	ObjectiveID app.ID         `json:"objective_id"`
	Name        string         `json:"name"` // as the owner calls it, or else its goal or metric
	Metric      metrics.Metric `json:"metric"`
	From        *float64       `json:"from,omitempty"`
	Target      *float64       `json:"target,omitempty"`
	Due         app.Date       `json:"due"`
	Current     *float64       `json:"current,omitempty"` // nil when not known, for Reason
	// Expected is what a steady pace would have reached, nil when it cannot be
	// said.
	Expected *float64        `json:"expected,omitempty"`
	AsOf     app.Date        `json:"as_of"` // of Current
	Verdict  metrics.Verdict `json:"verdict"`
	Reason   string          `json:"reason,omitempty"` // a sentence, "" when Current is known
}

// Decision is something to do or to publish that a review came to. Suggested by
// Parvis, it says Why and is not kept until the owner says so.
type Decision struct {
	ID       app.ID   `json:"id"` // of the action, and of the post, it becomes
	Kind     Kind     `json:"kind"`
	Text     string   `json:"text"`
	Day      app.Date `json:"day"`
	PillarID app.ID   `json:"pillar_id,omitempty"` // of an idea
	// ActionID is the action that is put off to Day, "" for a new one.
	ActionID app.ID `json:"action_id,omitempty"`
	Why      string `json:"why,omitempty"` // a sentence, "" for one of the owner's
	Kept     bool   `json:"kept,omitempty"`
	// Cause names what was noticed, so that it is suggested once; "" for one of
	// the owner's.
	Cause string `json:"cause,omitempty"`
	// Touched tells that the owner changed it or thought about it: a suggestion
	// that nobody touched follows the figures.
	Touched bool `json:"touched,omitempty"`
}

// MaxDecisions is how many decisions a review can keep.
const MaxDecisions = 60

// ReviewStore keeps reviews in the file, one a month. It refuses to change or
// remove a closed one, with CodeConflict and key
// "strategy.review.error.closed".
type ReviewStore interface {
	// Review returns the review of a month by its first day, or an error with
	// CodeNotFound.
	Review(ctx context.Context, month app.Date) (Review, error)
	// Reviews returns every review, the latest month first.
	Reviews(ctx context.Context) ([]Review, error)
	SaveReview(ctx context.Context, r Review) error
	// CloseReview keeps r for good, saves the actions as Store.SaveAction does,
	// and the budget, in one transaction.
	CloseReview(ctx context.Context, r Review, actions []Action, b Budget) error
	// Versions returns the validated versions, newest first.
	Versions(ctx context.Context) ([]Version, error)
}

// Reviews fills in and keeps the monthly reviews. It is safe for concurrent use.
type Reviews struct {
	service *Service
	rooms   Neighbours
	store   ReviewStore
	clock   app.Clock
	one     sync.Mutex // one review is closed at a time
}

// NewReviews returns the reviews of the service's strategy; of rooms, Business,
// Figures and Posts are asked.
func NewReviews(service *Service, rooms Neighbours, store ReviewStore, clock app.Clock) *Reviews {
	return &Reviews{service: service, rooms: rooms, store: store, clock: clock}
}

// All returns every review that was saved, the latest month first; what an open
// one says of the month is from when it was last saved.
func (r *Reviews) All(ctx context.Context) ([]Review, error) { return r.store.Reviews(ctx) }

// Review returns the review of the month that holds a day. While it is open it
// says what happened until now; suggestions, in the words of c, join the
// decisions already there. Nothing is saved. It fails with CodeInvalid for a
// month to come.
func (r *Reviews) Review(ctx context.Context, month app.Date, c *translations.Catalogue) (Review, error) {
	month = month.FirstOfMonth()
	kept, err := r.store.Review(ctx, month)
	if err == nil && kept.Closed() {
		return kept, nil
	}
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		return Review{}, err
	}
	kept.Month = month
	return r.fill(ctx, kept, c)
}

// Save keeps what is being written. It fails with CodeConflict once the review
// is closed.
func (r *Reviews) Save(ctx context.Context, review Review) error {
	if err := review.check(); err != nil {
		return err
	}
	return r.store.SaveReview(ctx, r.identified(review))
}

// Close ends a review: every decision kept becomes an action of the strategy,
// ideas are placed on the calendar, and the review never changes again. It
// returns how many decisions that were. It fails with CodeConflict when it is
// closed already, or when the plan has no room for so many actions.
//
// When the next review was due, it is due on the first day of the next month.
//
// Interrupted at any point, it is closed again and adds nothing twice: the IDs
// of what is added are in the file before anything else, the posts are kept
// under them, and the actions with the end of the review in one transaction.
func (r *Reviews) Close(ctx context.Context, review Review) (int, error) {
	r.one.Lock()
	defer r.one.Unlock()
	if err := review.check(); err != nil {
		return 0, err
	}
	s, err := r.service.Strategy(ctx)
	if err != nil {
		return 0, err
	}
	review = r.identified(review)
	actions, ideas, err := review.becomes(s)
	if err != nil {
		return 0, err
	}
	if err := r.store.SaveReview(ctx, review); err != nil {
		return 0, err
	}
	if len(ideas) > 0 {
		if err := r.rooms.Posts.AddIdeas(ctx, ideas); err != nil {
			return 0, err
		}
	}
	review.ClosedAt = r.clock.Now().UTC()
	b, err := r.rooms.Business.Business(ctx)
	if err != nil {
		return 0, err
	}
	today := app.DateOf(review.ClosedAt.In(b.Location()))
	if err := r.service.changed(r.store.CloseReview(ctx, review, actions, s.Budget.reviewed(today))); err != nil {
		return 0, err
	}
	return len(actions), nil
}

// reviewed returns the budget with its next review in the future.
func (b Budget) reviewed(today app.Date) Budget {
	if !b.Review.IsZero() && !b.Review.After(today) {
		b.Review = today.FirstOfMonth().AddMonths(1)
	}
	return b
}

// identified gives an ID to the decisions that have none yet.
func (r *Reviews) identified(review Review) Review {
	review.Month = review.Month.FirstOfMonth()
	review.Decisions = slices.Clone(review.Decisions)
	for i := range review.Decisions {
		if review.Decisions[i].ID == "" {
			review.Decisions[i].ID = r.service.NewID()
		}
	}
	return review
}

// becomes returns the actions that the kept decisions become in a strategy, and
// the posts of those that are ideas.
func (r Review) becomes(s Strategy) ([]Action, []Idea, error) {
	var actions []Action
	var ideas []Idea
	more := 0
	for _, d := range r.Decisions {
		switch {
		case !d.Kept:
			continue
		case !said(d.Text):
			return nil, nil, app.Fail(app.CodeInvalid, "strategy.review.error.decision_empty")
		case d.ActionID != "":
			// One that was done or removed meanwhile is not put off.
			if i := slices.IndexFunc(s.Actions, func(a Action) bool { return a.ID == d.ActionID && !a.Done }); i >= 0 {
				a := s.Actions[i]
				a.Title, a.Day = d.Text, d.Day
				actions = append(actions, a)
			}
			continue
		}
		a := Action{ID: d.ID, Kind: d.Kind, Title: d.Text, Day: d.Day}
		if slices.ContainsFunc(s.Pillars, func(p Pillar) bool { return p.ID == d.PillarID }) {
			a.PillarID = d.PillarID
		}
		if a.Kind == KindIdea {
			ideas = append(ideas, a.idea())
			a.PostID = a.ID
		}
		actions = append(actions, a)
		more++
	}
	if len(s.Actions)+more > MaxActions {
		return nil, nil, app.Fail(app.CodeConflict, "strategy.error.actions_full", "Max", MaxActions)
	}
	return actions, ideas, nil
}

func (r Review) check() error {
	if err := firstError(paragraphs(r.Well, r.Badly, r.Notes), atMost(len(r.Decisions), MaxDecisions)); err != nil {
		return err
	}
	for _, d := range r.Decisions {
		if err := (Action{Kind: d.Kind, Title: d.Text}).check(); err != nil {
			return err
		}
	}
	return nil
}
