package editorial

import (
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// Service is what the interface asks of this room. It is safe for concurrent
// use.
type Service struct {
	store  Store
	rooms  Neighbours
	events *app.Events
	clock  app.Clock
	ids    *app.IDs
	recent recentTexts
	voice  voiceRules
}

// NewService returns the service over a store and its neighbours.
func NewService(store Store, rooms Neighbours, events *app.Events, clock app.Clock, ids *app.IDs) *Service {
	s := &Service{store: store, rooms: rooms, events: events, clock: clock, ids: ids}
	s.recent.follow(events)
	s.voice.follow(events)
	return s
}

// New returns an empty draft, at a moment or not placed. It is for every connected
// account, has the pillar of the slot it stands on and is by the owner whose first
// name is known. It is not kept until Save.
func (s *Service) New(ctx context.Context, at app.Civil) (Post, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return Post{}, err
	}
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return Post{}, err
	}
	accounts, err := s.rooms.Accounts.Accounts(ctx)
	if err != nil {
		return Post{}, err
	}
	now := s.clock.Now()
	p := Post{
		ID: s.ids.New(), Stage: Draft, PillarID: SlotPillar(plan.Slots, at), At: at,
		Author: b.FirstName, Lateness: b.Lateness, CreatedAt: now, UpdatedAt: now,
	}
	for _, a := range accounts {
		if a.State == networks.AccountConnected {
			p.Accounts = append(p.Accounts, a.ID)
		}
	}
	return p, nil
}

// Post returns a post and what it has become; CodeNotFound when there is none.
func (s *Service) Post(ctx context.Context, id app.ID) (Post, State, error) {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return Post{}, "", err
	}
	state, err := s.store.PostState(ctx, id)
	return p, state, err
}

// Save keeps a post as it was typed, however incomplete. It gives no stage: a new
// post is an idea or a draft, another keeps the stage it has in the file, whatever
// Stage says, as who types may have read it before it was approved or sent back.
// When the moment or the accounts of a scheduled post change, its deliveries
// follow; without a moment or an account it is a draft again.
//
// Where posts must be approved, one whose content changes after it was is to review
// again, and no longer scheduled.
//
// What a network keeps of the post until its moment is taken back first.
//
// Errors: CodeConflict for a post that can no longer change, and for a
// scheduled post moved to a past moment (all but the moment is kept then);
// CodeInvalid for a text too long to keep, for too many pictures or variants;
// CodeUnavailable while its network has not given it back.
func (s *Service) Save(ctx context.Context, p Post) error {
	p = p.Copy()
	if err := bound(&p); err != nil {
		return err
	}
	kept, err := s.store.Post(ctx, p.ID)
	if err != nil && app.CodeOf(err) != app.CodeNotFound {
		return err
	}
	if err := s.drop(ctx, &p, kept); err != nil {
		return err
	}
	if kept.ID == "" {
		if p.Stage != Idea {
			p.Stage = Draft
		}
		return s.create(ctx, KindCreate, p)
	}
	p.Stage = kept.Stage
	if kept.Stage == Scheduled && !publishesTheSame(p, kept) {
		if err := s.reclaim(ctx, p.ID); err != nil {
			return err
		}
	}
	outdated, err := s.outdated(ctx, kept, p)
	if err != nil {
		return err
	}
	if kept.Stage != Scheduled {
		if outdated {
			p.Stage = ToReview
		}
		return s.keep(ctx, p)
	}
	if outdated {
		return s.withdraw(ctx, p)
	}
	if p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts) {
		return s.keep(ctx, p)
	}
	return s.replan(ctx, kept, p)
}

// create keeps a post that is not there yet.
func (s *Service) create(ctx context.Context, kind Kind, p Post) error {
	p.UpdatedAt = s.clock.Now()
	if p.CreatedAt.IsZero() {
		p.CreatedAt = p.UpdatedAt
	}
	_, err := s.command(ctx, kind, nil, func(map[app.ID]Current) ([]Write, error) { return []Write{{Post: p}}, nil })
	return err
}

// keep writes p and tells.
func (s *Service) keep(ctx context.Context, p Post) error {
	p.UpdatedAt = s.clock.Now()
	if p.CreatedAt.IsZero() {
		p.CreatedAt = p.UpdatedAt
	}
	if err := s.store.SavePost(ctx, p); err != nil {
		return err
	}
	app.Emit(s.events, PostChanged{p.ID})
	return nil
}

// past reports whether a moment is over; the running minute is not.
func (s *Service) past(at app.Civil, zone *time.Location) bool {
	return at.In(zone).Before(s.clock.Now().Truncate(time.Minute))
}

func (s *Service) zone(ctx context.Context) (*time.Location, error) {
	b, err := s.rooms.Business.Business(ctx)
	if err != nil {
		return nil, err
	}
	return b.Location(), nil
}
