package metrics

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
)

func followers(text string) Entry {
	return Entry{Metric: Followers, AccountID: insta, Day: day(today), Text: text}
}

func TestTypeReadingsKeepsWhatIsTyped(t *testing.T) {
	b := newBench(t)
	kept, problems, err := b.TypeReadings(t.Context(), []Entry{
		followers("2 314"),
		{Metric: Reach, AccountID: insta, Day: day(today), Text: " "},
		{Metric: Followers, CompetitorID: "legoff", Day: day("2026-11-20"), Text: "3 120"},
	})
	if err != nil || len(problems) > 0 || kept != 2 || b.changes != 1 {
		t.Fatalf("TypeReadings = %d, %+v, %v; %d changes", kept, problems, err, b.changes)
	}
	want := []Reading{
		{ID: 1, Metric: Followers, AccountID: insta, Day: day(today), Value: 2314, Origin: Typed, TakenAt: civil("2026-11-21 14:32")},
		{ID: 2, Metric: Followers, CompetitorID: "legoff", Day: day("2026-11-20"), Value: 3120, Origin: Typed, TakenAt: civil("2026-11-21 14:32")},
	}
	if diff := cmp.Diff(want, b.store.readings); diff != "" {
		t.Errorf("readings (-want +got):\n%s", diff)
	}
	if err := b.RemoveReading(t.Context(), 1); err != nil || b.changes != 2 {
		t.Errorf("RemoveReading: %v, %d changes", err, b.changes)
	}
	if left, err := b.Readings(t.Context(), Query{}); err != nil || len(left) != 1 {
		t.Errorf("left %+v, %v", left, err)
	}
}

func TestTypeReadingsRefusesAllOrNothing(t *testing.T) {
	for _, test := range []struct {
		name  string
		entry Entry
		key   string
	}{
		{"not a number", followers("beaucoup"), "metrics.error.number"},
		{"ambiguous", followers("2.314"), "metrics.error.number_ambiguous"},
		{"negative", followers("-3"), "metrics.error.negative"},
		{"half a person", followers("2 314,5"), "metrics.error.not_whole"},
		{"computed", Entry{Metric: EngagementRate, AccountID: insta, Day: day(today), Text: "4"}, "metrics.error.not_typed"},
		{"counted by Parvis", Entry{Metric: Published, AccountID: insta, Day: day(today), Text: "4"}, "metrics.error.not_typed"},
		{"unknown metric", Entry{Metric: "karma", AccountID: insta, Day: day(today), Text: "4"}, "metrics.error.not_typed"},
		{"reviews of a competitor", Entry{Metric: Reviews, CompetitorID: "x", Day: day(today), Text: "4"}, "metrics.error.not_typed"},
		{"reach of a competitor", Entry{Metric: Reach, CompetitorID: "x", Day: day(today), Text: "4"}, "metrics.error.not_typed"},
		{"nobody's", Entry{Metric: Reach, Day: day(today), Text: "4"}, "metrics.error.subject"},
		{"two subjects", Entry{Metric: Followers, AccountID: insta, CompetitorID: "x", Day: day(today), Text: "4"}, "metrics.error.subject"},
		{"no day", Entry{Metric: Reach, AccountID: insta, Text: "4"}, "metrics.error.day_missing"},
		{"tomorrow", Entry{Metric: Reach, AccountID: insta, Day: day("2026-11-22"), Text: "4"}, "metrics.error.day_future"},
		{"the year 0206", Entry{Metric: Reach, AccountID: insta, Day: app.Date{Year: 206, Month: 11, Day: 21}, Text: "4"}, "metrics.error.day_old"},
		{"the same twice", Entry{Metric: Clicks, AccountID: insta, Day: day(today), Text: "4"}, "metrics.error.twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			good := Entry{Metric: Clicks, AccountID: insta, Day: day(today), Text: "12"}
			kept, problems, err := b.TypeReadings(t.Context(), []Entry{good, test.entry})
			if err != nil || kept != 0 || len(b.store.readings) != 0 || b.changes != 0 {
				t.Fatalf("kept %d (%d in the file), %v", kept, len(b.store.readings), err)
			}
			if len(problems) != 1 || problems[0].Index != 1 || problems[0].Confirmable || keyOf(problems[0].Err) != test.key {
				t.Errorf("problems = %+v, want %s", problems, test.key)
			}
		})
	}
}

func TestTypeReadingsAsksAboutWhatAstonishes(t *testing.T) {
	for _, test := range []struct {
		name, text string
		before     []any
		asked      bool
	}{
		{"first reading", "999999", nil, false},
		{"ordinary growth", "2 400", []any{"2026-11-01", 2314}, false},
		{"a digit too many", "23 140", []any{"2026-11-01", 2314}, true},
		{"a digit too few", "231", []any{"2026-11-01", 2314}, true},
		{"all gone", "0", []any{"2026-11-01", 2314}, true},
		{"small numbers jump", "40", []any{"2026-11-01", 2}, false},
		{"from nothing", "4000", []any{"2026-11-01", 0}, false},
		{"the nearest before counts", "2 400", []any{"2026-01-01", 3, "2026-11-01", 2314}, false},
		{"the same day when there is no other", "23 140", []any{"2026-11-21", 2314}, true},
		{"correcting the same day", "2 400", []any{"2026-11-01", 2314, "2026-11-21", 24}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			b.read(Followers, insta, test.before...)
			b.read(Followers, faceb, "2026-11-01", 5)
			before := len(b.store.readings)
			entry := followers(test.text)
			kept, problems, err := b.TypeReadings(t.Context(), []Entry{entry})
			if err != nil {
				t.Fatal(err)
			}
			if !test.asked {
				if kept != 1 || len(problems) != 0 {
					t.Errorf("kept %d, problems %+v", kept, problems)
				}
				return
			}
			if kept != 0 || len(problems) != 1 || !problems[0].Confirmable || keyOf(problems[0].Err) != "metrics.error.astonishing" || len(b.store.readings) != before {
				t.Fatalf("kept %d, problems %+v", kept, problems)
			}
			entry.Confirmed = true
			if kept, problems, err := b.TypeReadings(t.Context(), []Entry{entry}); err != nil || kept != 1 || len(problems) != 0 {
				t.Errorf("confirmed: kept %d, problems %+v, %v", kept, problems, err)
			}
		})
	}
}

func TestWhatIsOccasionalIsFollowedWhenItMatters(t *testing.T) {
	for _, test := range []struct {
		name  string
		noted Metric
		aims  []Metric
		want  []Metric
	}{
		{"usually not", "", []Metric{Followers, EngagementRate}, nil},
		{"an objective is about it", "", []Metric{Reviews, Orders}, []Metric{Orders, Reviews}},
		{"it was noted", Applications, nil, []Metric{Applications}},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			if test.noted != "" {
				entry := Entry{Metric: test.noted, AccountID: insta, Day: day("2025-01-02"), Text: "3"}
				if kept, problems, err := b.TypeReadings(t.Context(), []Entry{entry}); err != nil || kept != 1 {
					t.Fatalf("kept %d, %+v, %v", kept, problems, err)
				}
			}
			got, err := b.Followed(t.Context(), test.aims)
			if diff := cmp.Diff(append(Measured(), test.want...), got); diff != "" || err != nil {
				t.Errorf("%v, %s", err, diff)
			}
		})
	}
}

func TestTypeReadingsTellsWhatTheFileRefuses(t *testing.T) {
	b := newBench(t)
	b.store.broken = app.Fail(app.CodeUnavailable, "file.full")
	if kept, _, err := b.TypeReadings(t.Context(), []Entry{followers("12")}); kept != 0 || keyOf(err) != "file.full" || b.changes != 0 {
		t.Errorf("TypeReadings = %d, %v", kept, err)
	}
}
