package app_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"parvis/app"
)

// now is the tests' present: 2026-11-21 14:32 in Paris.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

func TestFail(t *testing.T) {
	cause := errors.New("disk on fire")
	err := app.Fail(app.CodeUnavailable, "storage.error.read", "File", "a.parvis", "Size", 3).Because(cause)
	if diff := cmp.Diff(map[string]any{"File": "a.parvis", "Size": 3}, err.Args); diff != "" {
		t.Error(diff)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	for _, part := range []string{"unavailable", "storage.error.read", "disk on fire"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not tell the log of %q", err, part)
		}
	}
	if got := app.Fail(app.CodeInvalid, "key", "Alone").Args; got != nil {
		t.Errorf("a name without a value became %v", got)
	}
}

func TestCodeOf(t *testing.T) {
	for _, test := range []struct {
		err  error
		want app.Code
	}{
		{nil, ""},
		{errors.New("x"), app.CodeInternal},
		{app.Fail(app.CodeLimited, "k"), app.CodeLimited},
		{fmt.Errorf("saving: %w", app.Fail(app.CodeConflict, "k")), app.CodeConflict},
		{app.Fail(app.CodeInvalid, "k").Because(app.Fail(app.CodeUnknown, "inner")), app.CodeInvalid},
	} {
		if got := app.CodeOf(test.err); got != test.want {
			t.Errorf("%v: got %q, want %q", test.err, got, test.want)
		}
	}
}

func TestMessageOf(t *testing.T) {
	for _, test := range []struct {
		err  error
		want app.Message
	}{
		{nil, app.Message{}},
		{fmt.Errorf("saving: %w", app.Fail(app.CodeConflict, "editorial.error.past", "Moment", 3)), app.Say("editorial.error.past", "Moment", 3)},
		{&app.Error{Code: app.CodeUnavailable}, app.Say("error.unavailable")},
		{errors.New("index out of range"), app.Say("error.internal")},
	} {
		if diff := cmp.Diff(test.want, app.MessageOf(test.err)); diff != "" {
			t.Errorf("%v: %s", test.err, diff)
		}
	}
}

func TestIDs(t *testing.T) {
	ids := app.NewIDs(app.FixedClock(now), rand.NewChaCha8([32]byte{1}))
	seen := make(map[app.ID]bool)
	for range 1000 {
		id := ids.New()
		parsed, err := uuid.Parse(string(id))
		if err != nil || parsed.String() != string(id) {
			t.Fatalf("%s is no canonical UUID: %v", id, err)
		}
		if parsed.Version() != 7 || parsed.Variant() != uuid.RFC4122 {
			t.Fatalf("%s: version %d, variant %v", id, parsed.Version(), parsed.Variant())
		}
		if sec, nsec := parsed.Time().UnixTime(); !time.Unix(sec, nsec).Equal(now) {
			t.Fatalf("%s carries %v", id, time.Unix(sec, nsec))
		}
		if seen[id] {
			t.Fatalf("%s came twice", id)
		}
		seen[id] = true
	}
}

func TestSeededIDsRepeat(t *testing.T) {
	make3 := func() []app.ID {
		ids := app.NewIDs(app.FixedClock(now), rand.NewChaCha8([32]byte{7}))
		return []app.ID{ids.New(), ids.At(now.Add(-time.Hour)), ids.New()}
	}
	if diff := cmp.Diff(make3(), make3()); diff != "" {
		t.Error(diff)
	}
	if a, b := app.NewIDs(app.SystemClock{}, nil).New(), app.NewIDs(app.SystemClock{}, nil).New(); a == b {
		t.Error("unseeded makers gave the same ID")
	}
}

func TestIDsSortByTheirInstant(t *testing.T) {
	ids := app.NewIDs(app.FixedClock(now), nil)
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(0, 1<<47).Draw(t, "a")
		b := rapid.Int64Range(0, 1<<47).Draw(t, "b")
		x, y := ids.At(time.UnixMilli(a)), ids.At(time.UnixMilli(b))
		if a != b && (x < y) != (a < b) {
			t.Fatalf("%d gives %s, %d gives %s", a, x, b, y)
		}
	})
}

func TestIDsAreSafeForConcurrentUse(t *testing.T) {
	ids := app.NewIDs(app.FixedClock(now), rand.NewChaCha8([32]byte{2}))
	var mu sync.Mutex
	seen := make(map[app.ID]bool)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 200 {
				id := ids.New()
				mu.Lock()
				seen[id] = true
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(seen) != 1600 {
		t.Errorf("%d different IDs of 1600", len(seen))
	}
}

type (
	saved   struct{ id int }
	removed struct{ id int }
)

func TestEventsReachTheirOwnTypeInOrder(t *testing.T) {
	bus := app.NewEvents()
	var got []string
	note := func(who string) func(saved) {
		return func(e saved) { got = append(got, fmt.Sprint(who, e.id)) }
	}
	app.On(bus, note("a"))
	cancel := app.On(bus, note("b"))
	app.On(bus, note("c"))
	app.On(bus, func(e removed) { got = append(got, fmt.Sprint("removed", e.id)) })

	app.Emit(bus, saved{1})
	app.Emit(bus, removed{2})
	cancel()
	cancel() // a second time changes nothing
	app.Emit(bus, saved{3})

	want := []string{"a1", "b1", "c1", "removed2", "a3", "c3"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestReceiversMayUseTheBus(t *testing.T) {
	bus := app.NewEvents()
	var got []int
	var cancel func()
	cancel = app.On(bus, func(e saved) {
		got = append(got, e.id)
		cancel()
		app.On(bus, func(e removed) { got = append(got, -e.id) })
		app.Emit(bus, removed(e))
	})
	app.Emit(bus, saved{1})
	app.Emit(bus, saved{2})
	if want := []int{1, -1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEventsAreSafeForConcurrentUse(t *testing.T) {
	bus := app.NewEvents()
	var mu sync.Mutex
	count := 0
	app.On(bus, func(saved) {
		mu.Lock()
		count++
		mu.Unlock()
	})
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 100 {
				cancel := app.On(bus, func(removed) {})
				app.Emit(bus, saved{i})
				cancel()
			}
		})
	}
	wait.Wait()
	if count != 400 {
		t.Errorf("%d events of 400", count)
	}
}
