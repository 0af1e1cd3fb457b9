package editorial

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/strategy"
)

// Move gives a post its moment; what was refused or missed of it leaves then. It
// fails with CodeConflict when the post is on its way or out, and when it is
// scheduled and the moment is over.
func (s *Service) Move(ctx context.Context, id app.ID, to app.Civil) error {
	if to.IsZero() {
		return s.Unplace(ctx, id)
	}
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return err
	}
	return s.put(ctx, p, to)
}

// Place puts a post on a day. One that already has a moment keeps its time of
// the day; an idea takes the first free slot of that day of the week, those of
// its own pillar first, else 09:00. Errors are those of Move.
func (s *Service) Place(ctx context.Context, id app.ID, day app.Date) error {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return err
	}
	if !p.At.IsZero() {
		return s.put(ctx, p, app.Civil{Date: day, Time: p.At.Time})
	}
	at, err := s.freeTime(ctx, p, day)
	if err != nil {
		return err
	}
	return s.put(ctx, p, app.Civil{Date: day, Time: at})
}

// Unplace takes the moment of a post away; a scheduled one is a draft again, or
// approved where posts must be.
// Errors are those of Move.
func (s *Service) Unplace(ctx context.Context, id app.ID) error {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return err
	}
	return s.put(ctx, p, app.Civil{})
}

func (s *Service) put(ctx context.Context, p Post, at app.Civil) error {
	kind := KindMove
	switch {
	case at.IsZero():
		kind = KindUnplace
	case p.At.IsZero():
		kind = KindPlace
	}
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	off, err := s.offLedger(ctx)
	if err != nil {
		return err
	}
	var refused error
	d, err := s.command(ctx, kind, []app.ID{p.ID}, func(now map[app.ID]Current) ([]Write, error) {
		var current Current
		if current, refused = present(now, p.ID); refused != nil || current.Post.At == at {
			return nil, refused
		}
		var w Write
		w, refused = s.moved(current, at, zone, off)
		return []Write{w}, refused
	})
	switch {
	case refused != nil:
		return refused
	case err != nil:
		return fixedWhenConflict(err)
	}
	return d.planned[p.ID]
}

// present returns a post that a command is about.
func present(now map[app.ID]Current, id app.ID) (Current, error) {
	if current, ok := now[id]; ok {
		return current, nil
	}
	return Current{}, app.Fail(app.CodeNotFound, "error.not_found")
}

// moved gives a post another moment. A scheduled one is planned again when its
// deliveries cannot simply follow; without a moment it is at the stage off.
func (s *Service) moved(now Current, at app.Civil, zone *time.Location, off Stage) (Write, error) {
	p := now.Post
	p.At, p.UpdatedAt = at, s.clock.Now()
	switch {
	case at == now.Post.At:
		return Write{Post: now.Post}, nil
	case now.State.Fixed():
		return Write{}, app.Fail(app.CodeConflict, "editorial.error.fixed")
	case p.Stage != Scheduled:
		return Write{Post: p}, nil
	case !at.IsZero() && s.past(at, zone):
		return Write{}, app.Fail(app.CodeConflict, "editorial.error.past", "Moment", at)
	case at.IsZero() || len(p.Accounts) == 0:
		p.Stage = off
		return Write{Post: p}, nil
	case follows(now.State, now.Post, p):
		return Write{Post: p}, nil
	}
	return planned(p, off), nil
}

// freeTime chooses the time of the day for a post on a day.
func (s *Service) freeTime(ctx context.Context, p Post, day app.Date) (app.TimeOfDay, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return app.TimeOfDay{}, err
	}
	plan, err := s.rooms.Strategy.Strategy(ctx)
	if err != nil {
		return app.TimeOfDay{}, err
	}
	there, err := s.store.Placed(ctx, day, day)
	if err != nil {
		return app.TimeOfDay{}, err
	}
	taken := make(map[app.TimeOfDay]bool, len(there))
	for _, o := range there {
		taken[o.At.Time] = true
	}
	now := app.CivilOf(s.clock.Now().In(zone))
	return FreeTime(plan.Slots, p.PillarID, day, taken, now), nil
}

// FreeTime returns the first slot of the day that is neither taken nor over:
// one of the pillar's own, else one for any pillar, else another's. Without any
// it is 09:00, or the next full hour when that is over.
func FreeTime(slots []strategy.Slot, pillar app.ID, day app.Date, taken map[app.TimeOfDay]bool, now app.Civil) app.TimeOfDay {
	rank := func(s strategy.Slot) int {
		switch s.PillarID {
		case pillar:
			return 0
		case "":
			return 1
		}
		return 2
	}
	var free []strategy.Slot
	for _, s := range slots {
		if s.Weekday == day.Weekday() && !taken[s.Time] && now.Before(app.Civil{Date: day, Time: s.Time}) {
			free = append(free, s)
		}
	}
	if len(free) > 0 {
		return slices.MinFunc(free, func(a, b strategy.Slot) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.Time.Minutes(), b.Time.Minutes()))
		}).Time
	}
	if day == now.Date && now.Time.Hour >= 9 && now.Time.Hour < 23 {
		return app.TimeOfDay{Hour: now.Time.Hour + 1}
	}
	return app.TimeOfDay{Hour: 9}
}

// Duplicate keeps a copy of a post, whatever became of it, as a draft without a
// moment, and returns it.
func (s *Service) Duplicate(ctx context.Context, id app.ID) (Post, error) {
	p, err := s.store.Post(ctx, id)
	if err != nil {
		return Post{}, err
	}
	p = s.copyOf(p)
	return p, s.create(ctx, KindDuplicate, p)
}

// copyOf returns a draft without a moment that holds what a post holds.
func (s *Service) copyOf(p Post) Post {
	p = p.Copy()
	p.ID, p.Stage, p.At = s.ids.New(), Draft, app.Civil{}
	p.CreatedAt = s.clock.Now()
	p.UpdatedAt = p.CreatedAt
	return p
}

// Delete forgets a post of which nothing is out or may be (else CodeConflict);
// of one that was tried, the Registre keeps the trace. The returned Undo brings
// back exactly that post; one that was scheduled is scheduled again unless its
// moment has passed meanwhile: then it stays a draft and Undo fails with
// CodeConflict.
func (s *Service) Delete(ctx context.Context, id app.ID) (Undo, error) {
	d, err := s.command(ctx, KindDelete, []app.ID{id}, func(now map[app.ID]Current) ([]Write, error) {
		current, err := present(now, id)
		if err != nil {
			return nil, err
		}
		w, err := removed(current)
		return []Write{w}, err
	})
	switch {
	case app.CodeOf(err) == app.CodeConflict:
		return nil, app.Fail(app.CodeConflict, "editorial.error.delete_sent").Because(err)
	case err != nil:
		return nil, err
	}
	return s.undoing(d.number), nil
}

// removed forgets a post, unless something of it may be out.
func removed(now Current) (Write, error) {
	if now.State.Fixed() {
		return Write{}, app.Fail(app.CodeConflict, "editorial.error.delete_sent")
	}
	return Write{Post: now.Post, Remove: true}, nil
}

// today returns the day it is for the business.
func (s *Service) today(zone *time.Location) app.Date { return app.DateOf(s.clock.Now().In(zone)) }
