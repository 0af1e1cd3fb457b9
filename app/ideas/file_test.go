package ideas_test

import (
	"testing"
	"time"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/editorial"
	"parvis/app/ideas"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/app/strategy"
	"parvis/app/watch"
	"parvis/storage/storagetest"
)

// connectors has none; nothing is sent in these tests.
type connectors struct{}

func (connectors) Connector(networks.Network) (networks.Connector, bool) { return nil, false }

// open returns the service over a new file, with two of its neighbours.
func open(t *testing.T) (*editorial.Service, *strategy.Service, *ideas.Service) {
	t.Helper()
	file, events, clock := storagetest.New(t), app.NewEvents(), storagetest.Clock()
	ids := app.NewIDs(clock, nil)
	plan := strategy.NewService(file.Strategy(), events, ids)
	days := keydates.NewService(file.KeyDates(), file.Business(), events, ids)
	posts := editorial.NewService(file.Editorial(), editorial.Neighbours{
		Business: file.Business(), Strategy: plan, Accounts: file.Networks(), Images: file.Media(), KeyDates: days,
		Approval: approval.NewService(file.Approval(), file.Editorial(), events, clock),
		Planner: publishing.NewService(publishing.Desk{
			Store: file.Publishing(), PlanOf: editorial.Plans{Store: file.Editorial()}.PlanOf, Accounts: file.Networks(),
			Connectors: connectors{}, Business: file.Business(), Clock: clock, IDs: ids, Events: events,
		}),
	}, events, clock, ids)
	service := ideas.NewService(ideas.Neighbours{
		Business: file.Business(), Posts: posts, Strategy: plan, KeyDates: days,
		Figures: metrics.NewService(file.Metrics(), file.Business(), file.Publishing(), clock, events),
		Watch:   watch.NewService(file.Watch(), nil, file.Business(), file.Publishing(), clock, ids, events),
	}, clock)
	return posts, plan, service
}

// On a real file, an idea of the plan becomes a draft on its day, is proposed no
// more, and comes back when it is undone.
func TestAnIdeaOfThePlanIsUsedOnce(t *testing.T) {
	posts, plan, service := open(t)
	day := app.Date{Year: 2026, Month: time.December, Day: 2}
	if _, err := plan.AddAction(t.Context(), strategy.Action{Kind: strategy.KindIdea, Title: "Le four à bois", Day: day}); err != nil {
		t.Fatal(err)
	}
	planned := func() (ideas.Idea, bool) {
		t.Helper()
		all, err := service.Ideas(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range all {
			if i.Kind == ideas.Plan {
				return i, true
			}
		}
		return ideas.Idea{}, false
	}
	idea, ok := planned()
	if !ok {
		t.Fatal("the idea of the plan is not proposed")
	}
	id, undo, err := service.Choose(t.Context(), idea, "Le four à bois")
	if err != nil {
		t.Fatal(err)
	}
	p, state, err := posts.Post(t.Context(), id)
	if err != nil || state != editorial.StateDraft || p.Title != "Le four à bois" || p.At != (app.Civil{Date: day, Time: app.TimeOfDay{Hour: 9}}) {
		t.Errorf("%+v, %s, %v", p, state, err)
	}
	if _, again := planned(); again {
		t.Error("proposed again")
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, again := planned(); !again {
		t.Error("undone, it is proposed no more")
	}
}

// TestAPostThatWaitedIsUndoneOnce places a post that waits on a real file: one
// command, which is not taken back once the post was moved elsewhere.
func TestAPostThatWaitedIsUndoneOnce(t *testing.T) {
	posts, _, service := open(t)
	day := app.Date{Year: 2026, Month: time.December, Day: 2}
	p, err := posts.New(t.Context(), app.Civil{})
	if err != nil {
		t.Fatal(err)
	}
	p.Title = "La farine"
	if err := posts.Save(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	choose := func() ideas.Undo {
		t.Helper()
		all, err := service.Ideas(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range all {
			if i.Kind == ideas.Waiting {
				_, undo, err := service.Choose(t.Context(), i, "")
				if err != nil {
					t.Fatal(err)
				}
				return undo
			}
		}
		t.Fatal("what waits is not proposed")
		return nil
	}
	at := func() app.Civil {
		t.Helper()
		p, _, err := posts.Post(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		return p.At
	}
	undo := choose()
	if want := (app.Civil{Date: day, Time: app.TimeOfDay{Hour: 9}}); at() != want {
		t.Errorf("stands on %s, want %s", at(), want)
	}
	if err := undo(t.Context()); err != nil || !at().IsZero() {
		t.Fatalf("undone: %s, %v", at(), err)
	}
	undo = choose()
	elsewhere := app.Civil{Date: day.AddDays(5), Time: app.TimeOfDay{Hour: 12}}
	if err := posts.Move(t.Context(), p.ID, elsewhere); err != nil {
		t.Fatal(err)
	}
	if err := undo(t.Context()); app.CodeOf(err) != app.CodeConflict || at() != elsewhere {
		t.Errorf("undone after a move: %s, %v", at(), err)
	}
}
