package strategy_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/strategy"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

// file keeps a strategy in memory.
type file struct {
	strategy.Strategy
	heirs map[app.ID]app.ID
	err   error
}

func (f *file) save() error { return f.err }

func (f *file) read() strategy.Strategy {
	return strategy.Strategy{
		Mission: f.Mission, Objectives: slices.Clone(f.Objectives), Pillars: slices.Clone(f.Pillars), Slots: slices.Clone(f.Slots),
	}
}

type memory struct{ *file }

func (m memory) Strategy(context.Context) (strategy.Strategy, error) { return m.read(), nil }

func (m memory) SaveMission(_ context.Context, mission string) error {
	m.Mission = mission
	return m.save()
}

func (m memory) SavePillar(_ context.Context, p strategy.Pillar) error {
	m.Pillars = replace(m.Pillars, p, func(o strategy.Pillar) bool { return o.ID == p.ID })
	return m.save()
}

func (m memory) SaveObjective(_ context.Context, o strategy.Objective) error {
	m.Objectives = replace(m.Objectives, o, func(x strategy.Objective) bool { return x.ID == o.ID })
	return m.save()
}

func (m memory) SaveSlot(_ context.Context, s strategy.Slot) error {
	m.Slots = replace(m.Slots, s, func(o strategy.Slot) bool { return o.ID == s.ID })
	return m.save()
}

func (m memory) RemovePillar(_ context.Context, id, heir app.ID) error {
	m.Pillars = slices.DeleteFunc(m.Pillars, func(p strategy.Pillar) bool { return p.ID == id })
	m.heirs[id] = heir
	return m.save()
}

func (m memory) RemoveObjective(_ context.Context, id app.ID) error {
	m.Objectives = slices.DeleteFunc(m.Objectives, func(o strategy.Objective) bool { return o.ID == id })
	return m.save()
}

func (m memory) RemoveSlot(_ context.Context, id app.ID) error {
	m.Slots = slices.DeleteFunc(m.Slots, func(s strategy.Slot) bool { return s.ID == id })
	return m.save()
}

func replace[T any](rows []T, row T, same func(T) bool) []T {
	if i := slices.IndexFunc(rows, same); i >= 0 {
		rows[i] = row
		return rows
	}
	return append(rows, row)
}

// open returns a service over an empty file, and how often it told of changes.
func open(t *testing.T) (*strategy.Service, *file, *int) {
	t.Helper()
	f := &file{heirs: make(map[app.ID]app.ID)}
	events, told := app.NewEvents(), 0
	app.On(events, func(strategy.Changed) { told++ })
	clock := app.FixedClock(time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC))
	return strategy.NewService(memory{f}, events, app.NewIDs(clock, rand.NewChaCha8([32]byte{3}))), f, &told
}

func wantKey(t *testing.T, err error, code app.Code, key string) {
	t.Helper()
	if key == "" {
		if err != nil {
			t.Errorf("got %v", err)
		}
		return
	}
	var e *app.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Errorf("got %v, want %s %s", err, code, key)
	}
}

func TestPillarsTakeTheFreeColours(t *testing.T) {
	s, f, _ := open(t)
	for want := 1; want <= strategy.MaxPillars; want++ {
		p, err := s.AddPillar(t.Context(), "", 0)
		if err != nil || p.Colour != want {
			t.Errorf("pillar %d: colour %d, %v", want, p.Colour, err)
		}
	}
	_, err := s.AddPillar(t.Context(), "one too many", 0)
	wantKey(t, err, app.CodeConflict, "strategy.error.pillars_full")
	if err := s.RemovePillar(t.Context(), f.Pillars[2].ID, ""); err != nil {
		t.Fatal(err)
	}
	if p, err := s.AddPillar(t.Context(), "back", 0); err != nil || p.Colour != 3 {
		t.Errorf("got colour %d, %v", p.Colour, err)
	}
}

func TestWhatIsTypedIsKept(t *testing.T) {
	s, f, told := open(t)
	long := strings.Repeat("é", strategy.MaxNameLength)
	for _, test := range []struct {
		name string
		save func() error
		key  string
	}{
		{"mission", func() error { return s.SaveMission(t.Context(), " en cours de ") }, ""},
		{"long mission", func() error { return s.SaveMission(t.Context(), strings.Repeat("x", 501)) }, "strategy.error.mission_long"},
		{"shares beyond 100 %", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: 10_000}) }, ""},
		{"together", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "b", Colour: 2, ShareBP: 9_000}) }, ""},
		{"share of 101 %", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: 10_100}) }, "strategy.error.share"},
		{"negative share", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 1, ShareBP: -1}) }, "strategy.error.share"},
		{"colour 6", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Colour: 6}) }, "strategy.error.colour"},
		{"name at the limit", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Name: long, Colour: 1}) }, ""},
		{"name beyond it", func() error { return s.SavePillar(t.Context(), strategy.Pillar{ID: "a", Name: long + "x", Colour: 1}) }, "strategy.error.name_long"},
		{"objective without anything", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Followers, Start: today})
		}, ""},
		{"due before start", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Followers, Start: today, Due: today.AddDays(-9)})
		}, ""},
		{"no metric", func() error { return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Start: today}) }, "strategy.error.metric"},
		{"no start", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach})
		}, "strategy.error.start"},
		{"negative target", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, Target: new(-1.0)})
		}, "strategy.error.number"},
		{"no number", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, From: new(math.NaN())})
		}, "strategy.error.number"},
		{"endless target", func() error {
			return s.SaveObjective(t.Context(), strategy.Objective{ID: "o", Metric: metrics.Reach, Start: today, Target: new(math.Inf(1))})
		}, "strategy.error.number"},
		{"slot", func() error {
			return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Weekday: time.Sunday, Time: app.TimeOfDay{Hour: 23, Minute: 59}})
		}, ""},
		{"eighth day", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Weekday: 7}) }, "strategy.error.slot"},
		{"hour 24", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Time: app.TimeOfDay{Hour: 24}}) }, "strategy.error.slot"},
		{"minute 60", func() error { return s.SaveSlot(t.Context(), strategy.Slot{ID: "s", Time: app.TimeOfDay{Minute: 60}}) }, "strategy.error.slot"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before, kept := *told, f.read()
			wantKey(t, test.save(), app.CodeInvalid, test.key)
			if refused := test.key != ""; refused != (*told == before) {
				t.Errorf("told %d times", *told-before)
			} else if diff := cmp.Diff(kept, f.read()); refused && diff != "" {
				t.Errorf("refused, but changed: %s", diff)
			}
		})
	}
	if f.Mission != " en cours de " {
		t.Errorf("mission %q", f.Mission)
	}
}

func TestSlotsDoNotCollide(t *testing.T) {
	s, _, _ := open(t)
	noon := app.TimeOfDay{Hour: 12}
	first, err := s.AddSlot(t.Context(), time.Friday, noon, "")
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.AddSlot(t.Context(), time.Friday, noon, "pillar")
	wantKey(t, err, app.CodeConflict, "strategy.error.slot_taken")
	if _, err := s.AddSlot(t.Context(), time.Saturday, noon, ""); err != nil {
		t.Error(err)
	}
	first.PillarID = "pillar"
	if err := s.SaveSlot(t.Context(), first); err != nil {
		t.Errorf("a slot collides with itself: %v", err)
	}
	if err := s.RemoveSlot(t.Context(), first.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.AddSlot(t.Context(), time.Friday, noon, ""); err != nil {
		t.Error(err)
	}
}

func TestRemovePillarNeedsAnHeirThatExists(t *testing.T) {
	s, f, _ := open(t)
	a, _ := s.AddPillar(t.Context(), "A", 0)
	b, _ := s.AddPillar(t.Context(), "B", 0)
	wantKey(t, s.RemovePillar(t.Context(), a.ID, a.ID), app.CodeInvalid, "strategy.error.heir")
	wantKey(t, s.RemovePillar(t.Context(), a.ID, "gone"), app.CodeInvalid, "strategy.error.heir")
	if err := s.RemovePillar(t.Context(), a.ID, b.ID); err != nil || f.heirs[a.ID] != b.ID || len(f.Pillars) != 1 {
		t.Errorf("%v, heir %s, %d pillars", err, f.heirs[a.ID], len(f.Pillars))
	}
}

func TestAFailedSaveTellsNobody(t *testing.T) {
	s, f, told := open(t)
	f.err = errors.New("disk full")
	if err := s.SaveMission(t.Context(), "x"); !errors.Is(err, f.err) || *told != 0 {
		t.Errorf("got %v, told %d times", err, *told)
	}
}

func TestObjectives(t *testing.T) {
	s, f, _ := open(t)
	o, err := s.AddObjective(t.Context(), metrics.EngagementRate, new(0.041), today)
	if err != nil || len(f.Objectives) != 1 || *f.Objectives[0].From != 0.041 {
		t.Fatalf("%v, %+v", err, f.Objectives)
	}
	if err := s.RemoveObjective(t.Context(), o.ID); err != nil || len(f.Objectives) != 0 {
		t.Errorf("%v, %+v", err, f.Objectives)
	}
}

func TestExamples(t *testing.T) {
	for _, trade := range append(business.Trades(), "blacksmith") {
		e := strategy.ExampleFor(trade)
		sum := 0
		names := make(map[string]bool)
		for _, p := range e.Pillars {
			sum += p.ShareBP
			names[p.NameKey] = true
		}
		if sum != 10_000 || len(names) != len(e.Pillars) || len(e.Pillars) < 3 || len(e.Pillars) > strategy.MaxPillars {
			t.Errorf("%s: %d pillars of %d names share %d", trade, len(e.Pillars), len(names), sum)
		}
		if len(e.Slots) == 0 {
			t.Errorf("%s: no slot", trade)
		}
		for _, s := range e.Slots {
			if s.Pillar < -1 || s.Pillar >= len(e.Pillars) {
				t.Errorf("%s: a slot for pillar %d", trade, s.Pillar)
			}
		}
	}
}

func TestSuggestWritesAStrategyWithLittleToSay(t *testing.T) {
	for _, trade := range business.Trades() {
		s, f, _ := open(t)
		say := func(key string) string { return "=" + key }
		if err := s.Suggest(t.Context(), trade, today, say); err != nil {
			t.Fatalf("%s: %v", trade, err)
		}
		var left []string
		for _, a := range strategy.Advise(f.read(), today) {
			left = append(left, strings.TrimPrefix(a.Text.Key, "strategy.advice."))
		}
		// How much is the owner's to say.
		if want := []string{"objective.no_target", "objective.no_start"}; !slices.Equal(left, want) {
			t.Errorf("%s: %q", trade, left)
		}
		if f.Mission != "=strategy.example.mission."+string(trade) || !strings.HasPrefix(f.Pillars[0].Name, "=strategy.example.pillar.") {
			t.Errorf("%s: mission %q, first pillar %q", trade, f.Mission, f.Pillars[0].Name)
		}
		before := f.read()
		if err := s.Suggest(t.Context(), trade, today, say); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, f.read()); diff != "" {
			t.Errorf("%s: suggested twice: %s", trade, diff)
		}
	}
}

func TestSuggestLeavesWhatTheOwnerWrote(t *testing.T) {
	s, f, _ := open(t)
	own, _ := s.AddPillar(t.Context(), "Mes pains", 5000)
	if err := s.SaveMission(t.Context(), "La mienne"); err != nil {
		t.Fatal(err)
	}
	if err := s.Suggest(t.Context(), business.Bakery, today, func(key string) string { return key }); err != nil {
		t.Fatal(err)
	}
	if f.Mission != "La mienne" || len(f.Pillars) != 1 || f.Pillars[0] != own || len(f.Objectives) != 1 || len(f.Slots) == 0 {
		t.Errorf("got %+v", f.Strategy)
	}
	for _, slot := range f.Slots {
		if slot.PillarID != "" {
			t.Errorf("a slot of the example for the owner's pillar: %+v", slot)
		}
	}
}
