package watch

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
)

// text writes the counts of a row: "-" is not known, "~" partial.
func text(row Row) string {
	s := ""
	for _, c := range row.Counts {
		switch {
		case c.Count == nil:
			s += " -"
		case c.Partial:
			s += fmt.Sprintf(" ~%d", *c.Count)
		default:
			s += fmt.Sprintf(" %d", *c.Count)
		}
	}
	return s[1:]
}

func rate(row Row) string {
	if row.PostsPerWeek == nil {
		return "n. d."
	}
	return fmt.Sprintf("%.2f", *row.PostsPerWeek)
}

func TestWeeksAreISOWeeks(t *testing.T) {
	got := weeksUntil(day("2026-11-21"), 8)
	if got[0].Number != 40 || got[7].Number != 47 || got[7].Monday != day("2026-11-16") || got[7].Complete || !got[6].Complete {
		t.Errorf("weeks = %+v", got)
	}
	turn := weeksUntil(day("2027-01-03"), 2) // the Sunday of week 53 of 2026
	if turn[1].Year != 2026 || turn[1].Number != 53 || turn[1].Complete {
		t.Errorf("end of the year = %+v", turn)
	}
}

func TestComparisonCountsTheSameWeeksForAll(t *testing.T) {
	b := newBench(t,
		civil("2026-09-27 23:59"),                            // S39: before the window
		civil("2026-09-28 00:00"),                            // S40, first minute
		civil("2026-10-11 23:59"), civil("2026-10-12 00:00"), // S41 and S42
		civil("2026-10-25 23:30"), // the day of 25 hours, S43
		civil("2026-11-16 08:00"), // S47, not over
	)
	b.follow(t, "legoff.fr",
		entry("f", "2026-11-20 09:00"), entry("e", "2026-11-13 09:00"), entry("d", "2026-11-12 09:00"),
		entry("c", "2026-10-01 09:00"), entry("b", "2026-09-28 07:00"), entry("a", "2026-08-01 09:00"))
	got, err := b.Comparison(t.Context(), day("2026-11-21"), 8)
	if err != nil {
		t.Fatal(err)
	}
	if got.Complete != 7 || len(got.Weeks) != 8 || len(got.Rows) != 2 {
		t.Fatalf("comparison = %+v", got)
	}
	own, other := got.Rows[0], got.Rows[1]
	if own.Name != "Boulangerie Martin" || own.CompetitorID != "" || text(own) != "1 1 1 1 0 0 0 ~1" || rate(own) != "0.57" || own.Measured != 7 {
		t.Errorf("own row = %s, %s, %+v", text(own), rate(own), own)
	}
	if text(other) != "2 0 0 0 0 0 2 ~1" || rate(other) != "0.57" || other.Measured != 7 || !other.Note.IsZero() {
		t.Errorf("competitor = %s, %s, %+v", text(other), rate(other), other)
	}
}

func TestAFeedThatHoldsItsLastItemsIsMeasuredOverThem(t *testing.T) {
	b := newBench(t)
	var last []Item
	for i := range 10 {
		// Ten items, two a week: the oldest on Tuesday of S43.
		when := civil("2026-11-20 09:00").AddDate(0, 0, -7*(i/2)-3*(i%2))
		last = append(last, Item{GUID: fmt.Sprint(i), Title: "t", Published: when})
	}
	b.follow(t, "legoff.fr", last...)
	got, err := b.Comparison(t.Context(), day("2026-11-21"), 8)
	if err != nil {
		t.Fatal(err)
	}
	row := got.Rows[1]
	if text(row) != "- - - ~2 2 2 2 ~2" || rate(row) != "2.00" || row.Measured != 3 {
		t.Errorf("row = %s, %s, %+v", text(row), rate(row), row)
	}
	want := app.Say("watch.note.fewer_weeks", "Count", 3, "Total", 7)
	if diff := cmp.Diff(want, row.Note); diff != "" {
		t.Errorf("note (-want +got):\n%s", diff)
	}
	// The same when the file did not record from when on it knows.
	b.store.sources[0].KnownSince = time.Time{}
	again, err := b.Comparison(t.Context(), day("2026-11-21"), 8)
	if err != nil || text(again.Rows[1]) != text(row) {
		t.Errorf("not recorded: %s, %v", text(again.Rows[1]), err)
	}
}

func TestWhatIsNotKnownIsNeverZero(t *testing.T) {
	for _, test := range []struct {
		name         string
		prepare      func(t *testing.T, b *bench)
		counts, rate string
		reason       string
	}{
		{"a feed never read", func(t *testing.T, b *bench) {
			b.follow(t, "legoff.fr")
			b.store.sources[0].LastSuccess = time.Time{}
		}, "- - - -", "n. d.", "watch.reason.never_read"},
		{"a feed that reaches back to Thursday", func(t *testing.T, b *bench) {
			b.follow(t, "legoff.fr", entry("a", "2026-11-19 09:00"))
		}, "- - - ~1", "n. d.", "watch.reason.not_far_enough"},
		{"a feed without dates", func(t *testing.T, b *bench) {
			b.follow(t, "legoff.fr", entry("a", ""), entry("b", ""))
		}, "- - - -", "n. d.", "watch.reason.not_far_enough"},
		{"a silent competitor, known for long", func(t *testing.T, b *bench) {
			b.follow(t, "legoff.fr", entry("a", "2025-01-01 09:00"))
		}, "0 0 0 ~0", "0.00", ""},
		{"a feed down since Friday of S46", func(t *testing.T, b *bench) {
			b.follow(t, "legoff.fr", entry("b", "2026-11-12 09:00"), entry("a", "2025-01-01 09:00"))
			b.store.sources[0].LastSuccess = civil("2026-11-13 18:00")
		}, "0 0 ~1 -", "0.00", ""},
		{"a second feed that reaches less far", func(t *testing.T, b *bench) {
			c := b.follow(t, "legoff.fr", entry("a", "2025-01-01 09:00"))
			second := Source{
				ID: "second", CompetitorID: c.ID, Feed: "https://legoff.fr/videos",
				LastSuccess: b.clock.t, KnownSince: civil("2026-11-09 00:00"),
			}
			if _, err := b.store.SaveReadResult(t.Context(), second, []Item{entry("v", "2026-11-10 09:00")}); err != nil {
				t.Fatal(err)
			}
		}, "- - 1 ~0", "1.00", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t)
			test.prepare(t, b)
			got, err := b.Comparison(t.Context(), day("2026-11-21"), 4)
			if err != nil {
				t.Fatal(err)
			}
			row := got.Rows[1]
			if text(row) != test.counts || rate(row) != test.rate || row.Reason.Key != test.reason {
				t.Errorf("row = %s, %s, %q; want %s, %s, %q", text(row), rate(row), row.Reason.Key, test.counts, test.rate, test.reason)
			}
		})
	}
}

func TestANewBusinessIsNotSaidToHaveBeenSilent(t *testing.T) {
	b := newBench(t, civil("2026-11-11 10:00"))
	b.profile.b.CreatedAt = civil("2026-11-05 10:00")
	got, err := b.Comparison(t.Context(), day("2026-11-21"), 4)
	if err != nil {
		t.Fatal(err)
	}
	if own := got.Rows[0]; text(own) != "- ~0 1 ~0" || rate(own) != "1.00" || own.Measured != 1 {
		t.Errorf("own row = %s, %s", text(own), rate(own))
	}
	// Posts brought in from before tell of before.
	b = newBench(t, civil("2026-11-11 10:00"), civil("2026-10-26 10:00"))
	b.profile.b.CreatedAt = civil("2026-11-05 10:00")
	got, err = b.Comparison(t.Context(), day("2026-11-21"), 4)
	if err != nil {
		t.Fatal(err)
	}
	if own := got.Rows[0]; text(own) != "~1 0 1 ~0" || rate(own) != "0.50" {
		t.Errorf("own row = %s, %s", text(own), rate(own))
	}
}

func TestOneWeekIsNoDenominator(t *testing.T) {
	b := newBench(t)
	got, err := b.Comparison(t.Context(), day("2026-11-21"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if own := got.Rows[0]; len(got.Weeks) != 1 || own.PostsPerWeek != nil || own.Reason.Key != "watch.reason.no_complete_week" {
		t.Errorf("comparison = %+v", got)
	}
}

// A rate is the sum of whole weeks over their number, and never counts a post
// outside what is known.
func TestRateIsTheMeanOfWholeWeeks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Comparison{Weeks: weeksUntil(day("2026-11-21"), rapid.IntRange(1, 12).Draw(t, "weeks"))}
		for _, w := range c.Weeks {
			if w.Complete {
				c.Complete++
			}
		}
		moment := rapid.Custom(func(t *rapid.T) time.Time {
			return civil("2026-11-21 14:32").Add(-time.Duration(rapid.IntRange(0, 100*24*60).Draw(t, "minutes")) * time.Minute)
		})
		instants := rapid.SliceOf(moment).Draw(t, "posts")
		k := known{moment.Draw(t, "from"), moment.Draw(t, "until")}
		row := c.row(instants, k, paris)
		total, whole, counted := 0, 0, 0
		for _, count := range row.Counts {
			if count.Count == nil {
				continue
			}
			counted += *count.Count
			if !count.Partial {
				total += *count.Count
				whole++
			}
		}
		inside := 0
		for _, instant := range instants {
			if !instant.Before(k.from) && !instant.After(k.until) {
				inside++
			}
		}
		if counted > inside {
			t.Fatalf("%d counted of %d known", counted, inside)
		}
		if whole != row.Measured || (row.PostsPerWeek == nil) != (whole == 0) || (row.PostsPerWeek == nil) == row.Reason.IsZero() {
			t.Fatalf("row = %+v", row)
		}
		if whole > 0 && *row.PostsPerWeek*float64(whole) != float64(total) {
			if diff := *row.PostsPerWeek*float64(whole) - float64(total); diff > 1e-9 || diff < -1e-9 {
				t.Fatalf("rate %v over %d weeks, total %d", *row.PostsPerWeek, whole, total)
			}
		}
	})
}
