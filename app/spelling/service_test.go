package spelling_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/spelling"
	"parvis/app/strategy"
	"parvis/app/watch"
)

// now is the tests' present.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

// memory is a store in memory.
type memory struct {
	mu  sync.Mutex
	all []spelling.Word
	err error
}

func (m *memory) Words(context.Context) ([]spelling.Word, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.all), m.err
}

func (m *memory) AddWord(_ context.Context, w spelling.Word) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = append(m.all, w)
	return m.err
}

func (m *memory) RemoveWord(_ context.Context, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.all = slices.DeleteFunc(m.all, func(w spelling.Word) bool { return w.Text == text })
	return m.err
}

// town are the rooms around.
type town struct{}

func (town) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Zébulor & fils", Town: "Plouhinec", FirstName: "Gwenn"}, nil
}

func (town) Strategy(context.Context) (strategy.Strategy, error) {
	return strategy.Strategy{Pillars: []strategy.Pillar{{Name: "Krampouezh"}}}, nil
}

func (town) Competitors(context.Context) ([]watch.Competitor, error) {
	return []watch.Competitor{{Name: "Bratzaz"}}, nil
}

func desk(store spelling.Store) (*spelling.Service, *app.Events) {
	events := app.NewEvents()
	return spelling.NewService(store, spelling.Neighbours{Business: town{}, Strategy: town{}, Watch: town{}}, app.FixedClock(now), events), events
}

func TestService(t *testing.T) {
	store := &memory{}
	s, events := desk(store)
	changes := 0
	app.On(events, func(spelling.WordsChanged) { changes++ })
	const text = "zébulor, Zébulor, plouhinec, krampouezh, bratzaz et traouad"
	unknown := func() []string {
		t.Helper()
		found, err := s.Find(t.Context(), text)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, f := range found {
			all = append(all, f.Word)
		}
		return all
	}
	if diff := cmp.Diff([]string{"zébulor", "plouhinec", "krampouezh", "bratzaz", "traouad"}, unknown()); diff != "" {
		t.Error(diff)
	}
	if found, err := s.Find(t.Context(), "Chez Zébulor, à Plouhinec, le Krampouezh de Bratzaz et de GWENN"); err != nil || len(found) > 0 {
		t.Errorf("names around: %+v, %v", found, err)
	}
	if err := s.Learn(t.Context(), " traouad "); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(unknown(), "traouad") {
		t.Error("a word learnt is unknown")
	}
	all, err := s.Words(t.Context())
	if diff := cmp.Diff([]spelling.Word{{Text: "traouad", Who: "Gwenn", AddedAt: now}}, all); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := s.Forget(t.Context(), "traouad"); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(unknown(), "traouad") {
		t.Error("a word forgotten is known")
	}
	if changes != 2 {
		t.Errorf("%d changes told", changes)
	}
}

func TestNoWordIsLearnt(t *testing.T) {
	store := &memory{}
	s, events := desk(store)
	app.On(events, func(spelling.WordsChanged) { t.Error("a change was told") })
	for text, key := range map[string]string{
		"": "spelling.error.no_word", "123": "spelling.error.no_word", "deux mots": "spelling.error.no_word",
		strings.Repeat("a", spelling.MaxWordLength+1): "spelling.error.long",
	} {
		err := s.Learn(t.Context(), text)
		if m := app.MessageOf(err); m.Key != key || app.CodeOf(err) != app.CodeInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
	if len(store.all) > 0 {
		t.Errorf("kept %+v", store.all)
	}
	store.err = errors.New("disk full")
	if err := s.Learn(t.Context(), "mot"); !errors.Is(err, store.err) {
		t.Errorf("%v", err)
	}
}

func TestServiceIsSafeForConcurrentUse(t *testing.T) {
	s, _ := desk(&memory{})
	var wait sync.WaitGroup
	for i := range 4 {
		wait.Go(func() {
			for range 3 {
				if _, err := s.Find(t.Context(), "une bagette et lhomme"); err != nil {
					t.Error(err)
				}
				if err := s.Learn(t.Context(), strings.Repeat("z", i+3)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}
