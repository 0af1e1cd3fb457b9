package editorial

import (
	"slices"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/app/strategy"
)

func TestMove(t *testing.T) {
	at := civil(t, "2026-11-27 12:00")
	one := []app.ID{"bsky"}
	for _, test := range []struct {
		name       string
		stage      Stage
		from       app.Civil
		deliveries []publishing.State
		to         string
		key        string
		state      State
	}{
		{"draft", Draft, at, nil, "2026-12-01 08:00", "", StateDraft},
		{"draft into the past", Draft, at, nil, "2026-11-01 08:00", "", StateDraft},
		{"idea without a day", Idea, app.Civil{}, nil, "2026-12-01 08:00", "", StateIdea},
		{"scheduled", Scheduled, at, []publishing.State{publishing.Scheduled}, "2026-12-01 08:00", "", StateScheduled},
		{"scheduled to this very minute", Scheduled, at, []publishing.State{publishing.Scheduled}, "2026-11-21 14:32", "", StateScheduled},
		{"scheduled into the past", Scheduled, at, []publishing.State{publishing.Scheduled}, "2026-11-21 14:31", "editorial.error.past", StateScheduled},
		{"missed, to a new day", Scheduled, civil(t, "2026-11-20 12:00"), []publishing.State{publishing.Missed}, "2026-12-01 08:00", "", StateScheduled},
		{"sending", Scheduled, at, []publishing.State{publishing.Armed}, "2026-12-01 08:00", "editorial.error.fixed", StateSending},
		{"published", Scheduled, at, []publishing.State{publishing.Published}, "2026-12-01 08:00", "editorial.error.fixed", StatePublished},
		{"partial", Scheduled, at, []publishing.State{publishing.Published, publishing.Refused}, "2026-12-01 08:00", "editorial.error.fixed", StatePartial},
		{"to check", Scheduled, at, []publishing.State{publishing.Unknown}, "2026-12-01 08:00", "editorial.error.fixed", StateToCheck},
		{"refused, to a new day", Scheduled, at, []publishing.State{publishing.Refused}, "2026-12-01 08:00", "", StateScheduled},
		{"refused, into the past", Scheduled, at, []publishing.State{publishing.Refused}, "2026-11-01 08:00", "editorial.error.past", StateFailed},
		{"nowhere else", Scheduled, at, []publishing.State{publishing.Published}, "2026-11-27 12:00", "", StatePublished},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			// The running minute is not past.
			d.clock.at = now.Add(40 * time.Second)
			d.put(Post{ID: "p", Stage: test.stage, At: test.from, Accounts: one}, test.deliveries...)
			to := civil(t, test.to)
			wantFailure(t, d.Move(t.Context(), "p", to), app.CodeConflict, test.key)
			want := to
			if test.key != "" {
				want = test.from
			}
			if got := d.posts["p"].At; got != want || d.state("p") != test.state {
				t.Errorf("at %v, %s", got, d.state("p"))
			}
		})
	}
}

// TestTheLedgerIsToldOfAMove: it may sleep until the former moment.
func TestTheLedgerIsToldOfAMove(t *testing.T) {
	d := newDesk(t)
	d.put(Post{ID: "p", Stage: Scheduled, At: civil(t, "2026-11-27 12:00"), Accounts: []app.ID{"bsky"}}, publishing.Scheduled)
	d.put(Post{ID: "draft", At: civil(t, "2026-11-27 12:00")})
	for _, to := range []string{"2026-11-27 12:00", "2026-11-22 08:00"} {
		if err := d.Move(t.Context(), "p", civil(t, to)); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.Move(t.Context(), "draft", civil(t, "2026-11-22 08:00")); err != nil {
		t.Fatal(err)
	}
	if want := []app.ID{"p"}; !slices.Equal(d.moved, want) {
		t.Errorf("told of %v, want %v", d.moved, want)
	}
}

func TestThePastIsTheBusinesss(t *testing.T) {
	// 14:32 in Paris is 09:32 in Guadeloupe: 10:00 is still to come there.
	d := newDesk(t)
	d.business.Zone = "America/Guadeloupe"
	d.put(Post{ID: "p", Stage: Scheduled, At: civil(t, "2026-11-27 12:00"), Accounts: []app.ID{"bsky"}}, publishing.Scheduled)
	if err := d.Move(t.Context(), "p", civil(t, "2026-11-21 10:00")); err != nil {
		t.Error(err)
	}
	wantFailure(t, d.Move(t.Context(), "p", civil(t, "2026-11-21 09:00")), app.CodeConflict, "editorial.error.past")
}

func TestPlaceKeepsTheTimeOfTheDay(t *testing.T) {
	d := newDesk(t)
	d.put(Post{ID: "p", At: civil(t, "2026-11-27 17:30")})
	if err := d.Place(t.Context(), "p", date(t, "2026-12-04")); err != nil {
		t.Fatal(err)
	}
	if got := d.posts["p"].At; got != civil(t, "2026-12-04 17:30") {
		t.Errorf("at %v", got)
	}
}

func TestPlaceTakesTheNextFreeSlot(t *testing.T) {
	at := func(h, m int) app.TimeOfDay { return app.TimeOfDay{Hour: h, Minute: m} }
	week := []strategy.Slot{
		{Weekday: time.Friday, Time: at(17, 30), PillarID: "products"},
		{Weekday: time.Friday, Time: at(12, 0)},
		{Weekday: time.Friday, Time: at(8, 15), PillarID: "team"},
		{Weekday: time.Saturday, Time: at(10, 0)},
		{Weekday: time.Saturday, Time: at(18, 0)},
	}
	for _, test := range []struct {
		name   string
		pillar app.ID
		day    string
		taken  []string
		slots  []strategy.Slot
		want   string
	}{
		{"its pillar's own", "products", "2026-11-27", nil, week, "2026-11-27 17:30"},
		{"any pillar's, when its own is taken", "products", "2026-11-27", []string{"2026-11-27 17:30"}, week, "2026-11-27 12:00"},
		{"any pillar's, without a pillar", "", "2026-11-27", nil, week, "2026-11-27 12:00"},
		{"another pillar's last", "products", "2026-11-27", []string{"2026-11-27 17:30", "2026-11-27 12:00"}, week, "2026-11-27 08:15"},
		{"all taken", "products", "2026-11-27", []string{"2026-11-27 17:30", "2026-11-27 12:00", "2026-11-27 08:15"}, week, "2026-11-27 09:00"},
		{"a day without slots", "", "2026-11-26", nil, week, "2026-11-26 09:00"},
		{"no strategy", "", "2026-11-27", nil, nil, "2026-11-27 09:00"},
		{"today, after the first slot", "", "2026-11-21", nil, week, "2026-11-21 18:00"},
		{"today, without slots", "", "2026-11-21", nil, nil, "2026-11-21 15:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			d.strategy.Slots = test.slots
			for i, taken := range test.taken {
				d.put(Post{ID: app.ID(rune('a' + i)), At: civil(t, taken)})
			}
			d.put(Post{ID: "p", Stage: Idea, PillarID: test.pillar})
			if err := d.Place(t.Context(), "p", date(t, test.day)); err != nil {
				t.Fatal(err)
			}
			if got := d.posts["p"].At; got != civil(t, test.want) {
				t.Errorf("got %v, want %s", got, test.want)
			}
		})
	}
}

func TestLateInTheEveningAnIdeaIsStillPlaced(t *testing.T) {
	d := newDesk(t)
	d.clock.at = time.Date(2026, 11, 21, 22, 10, 0, 0, time.UTC) // 23:10 in Paris
	d.put(Post{ID: "p", Stage: Idea})
	if err := d.Place(t.Context(), "p", date(t, "2026-11-21")); err != nil {
		t.Fatal(err)
	}
	if got := d.posts["p"].At; got != civil(t, "2026-11-21 09:00") {
		t.Errorf("at %v", got)
	}
}

func TestUnplace(t *testing.T) {
	d := newDesk(t)
	at := civil(t, "2026-11-27 12:00")
	d.put(Post{ID: "draft", At: at})
	d.put(Post{ID: "scheduled", Stage: Scheduled, At: at, Accounts: []app.ID{"bsky"}}, publishing.Scheduled)
	d.put(Post{ID: "published", Stage: Scheduled, At: at, Accounts: []app.ID{"bsky"}}, publishing.Published)
	for id, key := range map[app.ID]string{"draft": "", "scheduled": "", "published": "editorial.error.fixed"} {
		wantFailure(t, d.Unplace(t.Context(), id), app.CodeConflict, key)
	}
	if !d.posts["draft"].At.IsZero() || !d.posts["scheduled"].At.IsZero() || d.state("scheduled") != StateDraft || len(d.deliveries["scheduled"]) != 0 {
		t.Errorf("got %v, %v, %s", d.posts["draft"].At, d.posts["scheduled"].At, d.state("scheduled"))
	}
	if d.posts["published"].At != at {
		t.Error("a published post lost its moment")
	}
}
