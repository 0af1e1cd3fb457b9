package strategy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/storage"
	"parvis/storage/storagetest"
)

// desk is the room over a real file, at a moment that tests move.
type desk struct {
	file    *storage.File
	service *strategy.Service
	clock   *moment
	changes *int
}

type moment struct{ time.Time }

func (m *moment) Now() time.Time { return m.Time }

func newDesk(t *testing.T) desk {
	t.Helper()
	f, clock, events, changes := storagetest.New(t), &moment{storagetest.Now()}, app.NewEvents(), 0
	app.On(events, func(strategy.Changed) { changes++ })
	return desk{f, strategy.NewService(f.Strategy(), events, app.NewIDs(clock, nil)), clock, &changes}
}

func (d desk) history() *strategy.History {
	return strategy.NewHistory(d.service, d.file.Strategy(), d.clock)
}

// keep makes s the strategy of the file.
func (d desk) keep(t *testing.T, s strategy.Strategy) {
	t.Helper()
	done(t, d.file.Strategy().Replace(t.Context(), s, nil))
}

func (d desk) now(t *testing.T) strategy.Strategy {
	t.Helper()
	s, err := d.service.Strategy(t.Context())
	done(t, err)
	return s
}

// post adds a post under an ID.
func (d desk) post(t *testing.T, id, pillar app.ID) {
	t.Helper()
	done(t, d.file.Editorial().SavePost(t.Context(), editorial.Post{
		ID: id, Stage: editorial.Idea, PillarID: pillar, Lateness: time.Hour, CreatedAt: d.clock.Now(), UpdatedAt: d.clock.Now(),
	}))
}

func done(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refused(t testing.TB, err error, code app.Code, key string) {
	t.Helper()
	if app.CodeOf(err) != code || app.MessageOf(err).Key != key {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

func TestValidate(t *testing.T) {
	d := newDesk(t)
	h := d.history()
	_, err := h.Validate(t.Context(), "trop tôt")
	refused(t, err, app.CodeConflict, "strategy.history.error.incomplete")
	if n := app.MessageOf(err).Args["Count"]; n != len(strategy.Strategy{}.Missing()) {
		t.Errorf("%v answers are said to miss", n)
	}
	d.keep(t, spelled())
	first, err := h.Validate(t.Context(), "La première")
	done(t, err)
	want := strategy.Version{Number: 1, MadeAt: storagetest.Now(), Note: "La première", Strategy: d.now(t)}
	if diff := cmp.Diff(want, first); diff != "" {
		t.Error(diff)
	}

	// How far an action is changes nothing; a title does.
	action := d.now(t).Actions[0]
	action.Done = !action.Done
	done(t, d.service.SaveAction(t.Context(), action))
	_, err = h.Validate(t.Context(), "")
	refused(t, err, app.CodeConflict, "strategy.history.error.unchanged")
	action.Title += "."
	done(t, d.service.SaveAction(t.Context(), action))
	d.clock.Time = d.clock.Add(time.Hour)
	second, err := h.Validate(t.Context(), "")
	done(t, err)

	all, err := h.Versions(t.Context())
	done(t, err)
	if diff := cmp.Diff([]strategy.Version{second, first}, all); diff != "" {
		t.Error(diff)
	}
	if got, err := h.Version(t.Context(), 1); err != nil || !cmp.Equal(first, got) {
		t.Errorf("version 1 is %+v, %v", got, err)
	}
	_, err = h.Version(t.Context(), 3)
	refused(t, err, app.CodeNotFound, "strategy.history.error.absent")
}

func TestRestore(t *testing.T) {
	d := newDesk(t)
	h := d.history()
	d.post(t, "idea", "")
	old := spelled()
	d.keep(t, old)
	_, err := h.Validate(t.Context(), "")
	done(t, err)

	// Since then: a pillar more that a post carries, another that nothing does,
	// actions that went on, one that is gone, one more.
	now := spelled()
	now.Pillars = append(now.Pillars, strategy.Pillar{ID: "local", Name: "Vie locale", Colour: 3}, strategy.Pillar{ID: "unused", Colour: 4})
	now.Profile.Mission = "Autre chose"
	now.Slots = append(now.Slots, strategy.Slot{ID: "third", PillarID: "unused"})
	now.Actions = []strategy.Action{
		{ID: "later", Kind: strategy.KindTask, Title: "Ranger tout", Done: true},
		{ID: "first", Kind: strategy.KindIdea, Title: "Le levain", PostID: "idea"},
		{ID: "more", Kind: strategy.KindTask, Title: "En plus"},
	}
	d.keep(t, now)
	d.post(t, "carries", "local")
	now = d.now(t)

	orphans, err := h.Left(t.Context(), 1)
	done(t, err)
	want := []strategy.Orphan{{Pillar: strategy.Pillar{ID: "local", Name: "Vie locale", Colour: 3}, Use: strategy.Use{Posts: 1}}}
	if diff := cmp.Diff(want, orphans); diff != "" {
		t.Error(diff)
	}

	// A heir that the version does not have: nothing happens.
	refused(t, h.Restore(t.Context(), 1, map[app.ID]app.ID{"local": "unused"}, ""), app.CodeInvalid, "strategy.error.heir")
	if diff := cmp.Diff(now, d.now(t)); diff != "" {
		t.Error(diff)
	}
	if all, _ := h.Versions(t.Context()); len(all) != 1 || *d.changes != 0 {
		t.Errorf("%d versions, %d changes", len(all), *d.changes)
	}

	done(t, h.Restore(t.Context(), 1, map[app.ID]app.ID{"local": "bread"}, "Avant le retour à la version 1"))
	if *d.changes != 1 {
		t.Errorf("told %d times", *d.changes)
	}
	// The plan is that of then, what was done since stays done.
	restored := old
	restored.Actions = slices.Clone(old.Actions)
	for i, a := range restored.Actions {
		switch a.ID {
		case "later":
			restored.Actions[i].Done = true
		case "first":
			restored.Actions[i].Done, restored.Actions[i].PostID = false, "idea"
		}
	}
	if diff := cmp.Diff(restored, d.now(t)); diff != "" {
		t.Error(diff)
	}
	p, err := d.file.Editorial().Post(t.Context(), "carries")
	done(t, err)
	if p.PillarID != "bread" {
		t.Errorf("the post carries %q", p.PillarID)
	}

	// The present was kept: it comes back whole.
	all, err := h.Versions(t.Context())
	done(t, err)
	if len(all) != 2 || all[0].Note != "Avant le retour à la version 1" || !cmp.Equal(now, all[0].Strategy) {
		t.Fatalf("kept %+v", all[0])
	}
	done(t, h.Restore(t.Context(), 2, nil, "encore"))
	back := d.now(t)
	if diff := cmp.Diff(now.Profile, back.Profile); diff != "" || len(back.Pillars) != 4 || len(back.Actions) != 3 {
		t.Errorf("came back as %+v", back)
	}
	// What the last version says already is not kept again.
	before, _ := h.Versions(t.Context())
	d.keep(t, before[0].Strategy)
	done(t, h.Restore(t.Context(), 1, nil, "pour rien"))
	if after, _ := h.Versions(t.Context()); len(after) != len(before) {
		t.Errorf("%d versions, then %d", len(before), len(after))
	}
	refused(t, h.Restore(t.Context(), 99, nil, ""), app.CodeNotFound, "strategy.history.error.absent")
}
