package editorial

import (
	"cmp"
	"context"
	"slices"

	"parvis/app"
)

// publishesTheSame reports whether two contents of a scheduled post come to the same
// on the networks.
func publishesTheSame(p, kept Post) bool {
	return p.SaysTheSame(kept) && p.Title == kept.Title && p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts)
}

// reclaim takes back what networks keep of posts. One that became public meanwhile is
// whoever writes next to refuse: others of them may still change.
func (s *Service) reclaim(ctx context.Context, posts ...app.ID) error {
	if err := s.rooms.Planner.Reclaim(ctx, posts...); app.CodeOf(err) != app.CodeConflict {
		return err
	}
	return nil
}

// outdated reports whether the approval of a post in the file is for another content
// than p has.
func (s *Service) outdated(ctx context.Context, kept, p Post) (bool, error) {
	if !kept.Stage.approved() || p.SaysTheSame(kept) {
		return false, nil
	}
	return s.rooms.Approval.Needed(ctx)
}

// withdraw keeps p, whose approval is outdated, as a post to review that leaves no
// more. Its deliveries are taken back first: should Parvis stop half-way, nothing
// leaves that nobody approved.
func (s *Service) withdraw(ctx context.Context, p Post) error {
	if _, err := s.changeable(ctx, p.ID); err != nil {
		return err
	}
	if err := s.rooms.Planner.Unschedule(ctx, p.ID); err != nil {
		return fixedWhenConflict(err)
	}
	p.Stage = ToReview
	return fixedWhenConflict(s.keep(ctx, p))
}

// replan keeps p, a scheduled post whose moment or accounts were others in the
// file.
func (s *Service) replan(ctx context.Context, kept, p Post) error {
	zone, err := s.zone(ctx)
	if err != nil {
		return err
	}
	var refused error
	if p.At != kept.At && !p.At.IsZero() && s.past(p.At, zone) {
		refused = app.Fail(app.CodeConflict, "editorial.error.past", "Moment", p.At)
		p.At = kept.At
	}
	state, err := s.changeable(ctx, p.ID)
	if err != nil {
		return err
	}
	switch {
	case p.At == kept.At && slices.Equal(p.Accounts, kept.Accounts):
		err = fixedWhenConflict(s.keep(ctx, p))
	case follows(state, kept, p):
		if err = fixedWhenConflict(s.keep(ctx, p)); err == nil {
			s.rooms.Planner.Moved(p.ID)
		}
	default:
		err = s.planAgain(ctx, p)
	}
	return cmp.Or(err, refused)
}

// follows reports whether the deliveries of a scheduled post can simply follow
// it: one waits, and none is to be added.
func follows(state State, kept, p Post) bool {
	added := slices.ContainsFunc(p.Accounts, func(id app.ID) bool { return !slices.Contains(kept.Accounts, id) })
	return state == StateScheduled && !p.At.IsZero() && len(p.Accounts) > 0 && !added
}

// planAgain keeps a scheduled post and makes its deliveries anew. They are taken
// back first: should Parvis stop half-way, the post waits, never something
// that leaves at another moment, or to other accounts, than shown.
func (s *Service) planAgain(ctx context.Context, p Post) error {
	if err := s.rooms.Planner.Unschedule(ctx, p.ID); err != nil {
		return fixedWhenConflict(err)
	}
	stage, err := s.offLedger(ctx)
	if err != nil {
		return err
	}
	p.Stage = stage
	if err := s.keep(ctx, p); err != nil {
		return err
	}
	if p.At.IsZero() || len(p.Accounts) == 0 {
		return nil
	}
	if err := s.rooms.Planner.Schedule(ctx, p.ID); err != nil {
		return err
	}
	app.Emit(s.events, PostChanged{p.ID})
	return nil
}

// offLedger returns the stage of a post whose deliveries are taken back, or are to
// be made anew: what it says is approved still, where it had to be.
func (s *Service) offLedger(ctx context.Context) (Stage, error) {
	needed, err := s.rooms.Approval.Needed(ctx)
	if needed {
		return Approved, err
	}
	return Draft, err
}

// changeable returns the state of a post, and refuses one that can no longer be
// moved.
func (s *Service) changeable(ctx context.Context, id app.ID) (State, error) {
	state, err := s.store.PostState(ctx, id)
	switch {
	case err != nil:
		return "", err
	case state.Fixed():
		return state, app.Fail(app.CodeConflict, "editorial.error.fixed")
	}
	return state, nil
}

// fixedWhenConflict says what a conflict of the ledger means for a post: it
// began to leave meanwhile.
func fixedWhenConflict(err error) error {
	if app.CodeOf(err) == app.CodeConflict {
		return app.Fail(app.CodeConflict, "editorial.error.fixed").Because(err)
	}
	return err
}
