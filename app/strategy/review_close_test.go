package strategy_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/storage/storagetest"
)

// decided returns the review of October with its decisions on an idea, on a task
// and on the late action kept.
func decided(t *testing.T, reviews *strategy.Reviews) strategy.Review {
	t.Helper()
	review, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
	done(t, err)
	for _, i := range []int{0, 2, 5} {
		review.Decisions[i].Kept = true
	}
	return review
}

func TestCloseAReview(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	done(t, r.service.SaveBudget(t.Context(), strategy.Budget{Review: dayOf(11, 1)}))
	*r.changes = 0
	review := decided(t, reviews)
	added, err := reviews.Close(t.Context(), review)
	done(t, err)
	if added != 3 || *r.changes != 1 {
		t.Errorf("%d decisions, told %d times", added, *r.changes)
	}
	if next := r.now(t).Budget.Review; next != dayOf(12, 1) {
		t.Errorf("the next review is on %s", next)
	}
	idea, task := review.Decisions[0], review.Decisions[2]
	want := []strategy.Action{
		{ID: "late", Kind: strategy.KindTask, Title: "Photographier", Day: dayOf(11, 28)},
		{ID: "done", Kind: strategy.KindTask, Title: "Ranger", Day: dayOf(10, 1), Done: true},
		{ID: "next", Kind: strategy.KindTask, Title: "Décorer", Day: dayOf(11, 1)},
		{ID: idea.ID, Kind: strategy.KindIdea, Title: idea.Text, Day: idea.Day, PillarID: "behind", PostID: idea.ID},
		{ID: task.ID, Kind: strategy.KindTask, Title: task.Text, Day: task.Day},
	}
	if diff := cmp.Diff(want, r.now(t).Actions); diff != "" {
		t.Error(diff)
	}
	p, err := r.file.Editorial().Post(t.Context(), idea.ID)
	done(t, err)
	if p.Title != idea.Text || p.At.Date != idea.Day || p.PillarID != "behind" || r.added != 1 {
		t.Errorf("%d posts, %+v", r.added, p)
	}

	// It never changes again, and is read as it was.
	_, err = reviews.Close(t.Context(), review)
	refused(t, err, app.CodeConflict, "strategy.review.error.closed")
	refused(t, reviews.Save(t.Context(), review), app.CodeConflict, "strategy.review.error.closed")
	r.keep(t, strategy.Strategy{})
	got, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
	done(t, err)
	review.ClosedAt = storagetest.Now()
	if diff := cmp.Diff(review, got); diff != "" {
		t.Error(diff)
	}
	if all, err := reviews.All(t.Context()); err != nil || len(all) != 1 || !all[0].Closed() || r.added != 1 {
		t.Errorf("%d posts, %+v, %v", r.added, all, err)
	}
}

// interrupted is a store that dies before or after the last step.
type interrupted struct {
	strategy.ReviewStore
	before, after bool
}

var errDied = errors.New("the power went")

func (i *interrupted) CloseReview(ctx context.Context, r strategy.Review, actions []strategy.Action, b strategy.Budget) error {
	if i.before {
		return errDied
	}
	if err := i.ReviewStore.CloseReview(ctx, r, actions, b); err != nil || i.after {
		return errors.Join(err, errDied)
	}
	return nil
}

// TestClosingAgainAfterAnInterruptionAddsNothingTwice dies at each step, starts
// again from what the file has, and closes.
func TestClosingAgainAfterAnInterruptionAddsNothingTwice(t *testing.T) {
	for name, die := range map[string]func(r *rooms, store *interrupted){
		"posts kept, not told":         func(r *rooms, _ *interrupted) { r.fail = errDied },
		"posts kept, actions not":      func(_ *rooms, store *interrupted) { store.before = true },
		"everything kept, but unheard": func(_ *rooms, store *interrupted) { store.after = true },
	} {
		t.Run(name, func(t *testing.T) {
			r, reviews := newRooms(t)
			october(r, t)
			review := decided(t, reviews)
			store := &interrupted{ReviewStore: r.file.Strategy()}
			die(r, store)
			dying := strategy.NewReviews(r.service, r.neighbours(), store, r.clock)
			if _, err := dying.Close(t.Context(), review); !errors.Is(err, errDied) {
				t.Fatalf("closing: %v", err)
			}
			r.fail = nil
			again, err := reviews.Review(t.Context(), dayOf(10, 1), catalogue(t, translations.French))
			done(t, err)
			if _, err := reviews.Close(t.Context(), again); err != nil && app.MessageOf(err).Key != "strategy.review.error.closed" {
				t.Fatal(err)
			}
			if n := len(r.now(t).Actions); n != 5 || r.added != 1 {
				t.Errorf("%d actions, %d posts", n, r.added)
			}
		})
	}
}

func TestWhatCannotBeDecided(t *testing.T) {
	r, reviews := newRooms(t)
	october(r, t)
	untouched := r.now(t)
	review := decided(t, reviews)
	empty := review
	empty.Decisions = slices.Clone(review.Decisions)
	empty.Decisions[0].Text = " "
	_, err := reviews.Close(t.Context(), empty)
	refused(t, err, app.CodeInvalid, "strategy.review.error.decision_empty")

	full := untouched
	full.Actions = slices.Clone(untouched.Actions)
	for len(full.Actions) < strategy.MaxActions-1 {
		full.Actions = append(full.Actions, strategy.Action{ID: r.service.NewID(), Kind: strategy.KindTask})
	}
	r.keep(t, full)
	_, err = reviews.Close(t.Context(), review)
	refused(t, err, app.CodeConflict, "strategy.error.actions_full")
	if r.added != 0 || len(r.now(t).Actions) != strategy.MaxActions-1 {
		t.Errorf("%d posts, %d actions", r.added, len(r.now(t).Actions))
	}

	// What was put off and is done or gone meanwhile is left alone; an idea whose
	// pillar is gone has none.
	r.keep(t, strategy.Strategy{Actions: []strategy.Action{{ID: "late", Kind: strategy.KindTask, Title: "Photographier", Done: true}}})
	added, err := reviews.Close(t.Context(), review)
	done(t, err)
	now := r.now(t).Actions
	if added != 2 || len(now) != 3 || !now[0].Day.IsZero() || now[1].PillarID != "" {
		t.Errorf("%d decisions, %+v", added, now)
	}
}

func TestPlaceIdeasOnce(t *testing.T) {
	r, _ := newRooms(t)
	r.keep(t, strategy.Strategy{
		Pillars: []strategy.Pillar{{ID: "behind", Name: "Coulisses", Colour: 1}},
		Actions: []strategy.Action{
			{ID: "one", Kind: strategy.KindIdea, Title: "Le levain", Day: dayOf(11, 25), PillarID: "behind"},
			{ID: "two", Kind: strategy.KindIdea, Title: "Le four"},
			{ID: "task", Kind: strategy.KindTask, Title: "Ranger"},
			{ID: "was", Kind: strategy.KindIdea, Title: "Déjà faite", Done: true},
			{ID: "untitled", Kind: strategy.KindIdea},
		},
	})
	guide := strategy.NewGuide(r.service, r.neighbours(), r.clock)
	// The posts are kept, and the program dies before the actions know it.
	r.fail = errDied
	if _, _, err := guide.PlaceIdeas(t.Context()); !errors.Is(err, errDied) {
		t.Fatal(err)
	}
	r.fail = nil
	*r.changes = 0
	placed, undo, err := guide.PlaceIdeas(t.Context())
	done(t, err)
	if placed != 2 || r.added != 2 || *r.changes != 1 {
		t.Errorf("%d placed, %d posts, told %d times", placed, r.added, *r.changes)
	}
	posts := func() []app.ID {
		var all []app.ID
		for _, a := range r.now(t).Actions {
			all = append(all, a.PostID)
		}
		return all
	}
	if diff := cmp.Diff([]app.ID{"one", "two", "", "", ""}, posts()); diff != "" {
		t.Error(diff)
	}
	if placed, undo, err := guide.PlaceIdeas(t.Context()); placed != 0 || undo != nil || err != nil {
		t.Errorf("again: %d, %v", placed, err)
	}
	*r.changes = 0
	done(t, undo(t.Context()))
	if *r.changes != 1 {
		t.Errorf("told %d times", *r.changes)
	}
	if diff := cmp.Diff([]app.ID{"", "", "", "", ""}, posts()); diff != "" {
		t.Error(diff)
	}
}
