package metrics

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
)

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		span           Span
		day, from, to  string
		nextFrom, prev string
	}{
		{Week, "2026-11-21", "2026-11-16", "2026-11-22", "2026-11-23", "2026-11-09"},
		{Week, "2027-01-01", "2026-12-28", "2027-01-03", "2027-01-04", "2026-12-21"},
		{Month, "2028-02-29", "2028-02-01", "2028-02-29", "2028-03-01", "2028-01-01"},
		{Month, "2026-12-31", "2026-12-01", "2026-12-31", "2027-01-01", "2026-11-01"},
		{Quarter, "2026-11-21", "2026-10-01", "2026-12-31", "2027-01-01", "2026-07-01"},
		{Year, "2026-11-21", "2026-01-01", "2026-12-31", "2027-01-01", "2025-01-01"},
	} {
		p := PeriodOf(test.span, day(test.day))
		if p != (Period{test.span, day(test.from), day(test.to)}) || p.Shift(1).From != day(test.nextFrom) || p.Shift(-1).From != day(test.prev) {
			t.Errorf("PeriodOf(%s, %s) = %+v", test.span, test.day, p)
		}
	}
}

// Periods follow each other without gap or overlap.
func TestPeriodsTileTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom(Spans()).Draw(t, "span")
		d := day("2020-01-01").AddDays(rapid.IntRange(0, 5000).Draw(t, "day"))
		n := rapid.IntRange(-30, 30).Draw(t, "n")
		p := PeriodOf(span, d)
		if !p.Contains(d) || p.Shift(1).From != p.To.AddDays(1) || p.Shift(n).Shift(-n) != p {
			t.Fatalf("%+v holds %v; next %+v", p, d, p.Shift(1))
		}
	})
}

func (b *bench) series(t *testing.T, metric Metric, account app.ID, from, to string) string {
	t.Helper()
	points, err := b.Series(t.Context(), SeriesQuery{Metric: metric, AccountID: account, Span: Month, From: day(from), To: day(to)})
	if err != nil {
		t.Fatal(err)
	}
	return written(points)
}

func TestALevelIsNeverCarriedOver(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-07-02", 100, "2026-07-30", 110, "2026-09-15", 130, "2026-11-01", 150)
	if got := b.series(t, Followers, "", "2026-06-01", today); got != "no_reading 110 no_reading 130 no_reading 150" {
		t.Errorf("series = %s", got)
	}
}

func TestATotalLacksNoAccount(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2026-07-02", 100, "2026-08-02", 110, "2026-09-02", 120, "2026-10-02", 130)
	b.read(Followers, faceb, "2026-08-20", 50, "2026-10-20", 60)
	if got := b.series(t, Followers, "", "2026-07-01", "2026-10-31"); got != "100 |160 accounts_missing 190" {
		t.Errorf("series = %s", got)
	}
	if got := b.series(t, Followers, faceb, "2026-07-01", "2026-10-31"); got != "no_reading 50 no_reading 60" {
		t.Errorf("one account = %s", got)
	}
	points, err := b.Series(t.Context(), SeriesQuery{Metric: Followers, Span: Month, From: day("2026-09-01"), To: day("2026-09-30")})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app.Say("metrics.reason.accounts_missing", "Count", 1, "Total", 2), points[0].Reason); diff != "" {
		t.Errorf("reason (-want +got):\n%s", diff)
	}
}

func TestAnAccountGivenUpIsWaitedForAYear(t *testing.T) {
	b := newBench(t)
	b.read(Followers, insta, "2025-09-30", 100, "2025-10-01", 100, "2026-08-01", 110, "2026-09-01", 110, "2026-10-01", 120)
	b.read(Followers, faceb, "2025-09-30", 50)
	if got := b.series(t, Followers, "", "2025-09-01", "2026-10-31"); got != "150 "+
		"accounts_missing "+strings.Repeat("no_reading ", 9)+"accounts_missing |110 120" {
		t.Errorf("series = %s", got)
	}
}

func TestAFlowAddsUp(t *testing.T) {
	b := newBench(t)
	b.read(Reach, insta, "2026-09-01", 100, "2026-09-30", 10, "2026-11-05", 0)
	b.read(Reach, faceb, "2026-09-15", 5, "2026-11-05", 0)
	if got := b.series(t, Reach, "", "2026-09-01", today); got != "115 no_reading 0" {
		t.Errorf("series = %s", got)
	}
}

func TestTwoSourcesOfOneDayCountOnce(t *testing.T) {
	b := newBench(t)
	b.read(Reach, insta, "2026-11-05", 100)
	api := b.store.readings[0]
	api.ID, api.Origin, api.Value, api.TakenAt = 2, FromAPI, 120, api.TakenAt.Add(time.Minute)
	b.store.readings = append(b.store.readings, api)
	if got := b.series(t, Reach, "", "2026-11-01", today); got != "120" {
		t.Errorf("series = %s", got)
	}
	b.store.readings[0].TakenAt = api.TakenAt.Add(time.Hour)
	if got := b.series(t, Reach, "", "2026-11-01", today); got != "100" {
		t.Errorf("the owner's later correction: %s", got)
	}
}

func TestARateDividesWhatWasMeasuredTogether(t *testing.T) {
	b := newBench(t)
	// The worked example of a rate by reach: (70+37+25)/4 500 = 2.93 %.
	b.read(Interactions, insta, "2026-09-10", 132, "2026-10-10", 50, "2026-11-05", 3)
	b.read(Reach, insta, "2026-09-10", 4500, "2026-09-20", 9000, "2026-10-11", 700, "2026-11-05", 0)
	if got := b.series(t, EngagementRate, "", "2026-09-01", today); got != "0.0293333 no_reading no_reach" {
		t.Errorf("series = %s", got)
	}
}

func TestPublishedPostsAreCounted(t *testing.T) {
	b := newBench(t)
	*b.own = ownPosts{civil("2026-10-31 23:59"), civil("2026-11-01 00:00"), civil("2026-11-20 09:00")}
	points, err := b.Series(t.Context(), SeriesQuery{Metric: Published, Span: Month, From: day("2025-10-01"), To: day("2026-12-01")})
	if err != nil {
		t.Fatal(err)
	}
	want := "before_start 0 0 0 0 0 0 0 0 0 0 0 1 2 not_yet"
	if got := written(points); got != want {
		t.Errorf("series = %s, want %s", got, want)
	}
}

func TestCompetitorMedian(t *testing.T) {
	b := newBench(t)
	add := func(id app.ID, d string, v float64) {
		b.store.readings = append(b.store.readings, Reading{
			ID: int64(len(b.store.readings) + 1), Metric: Followers, CompetitorID: id, Day: day(d), Value: v, Origin: Typed,
		})
	}
	add("a", "2026-09-01", 10)
	add("b", "2026-09-02", 1000)
	add("a", "2026-10-01", 20)
	add("b", "2026-10-02", 1200)
	add("c", "2026-10-03", 30)
	add("a", "2026-11-03", 30)
	b.read(Followers, insta, "2026-09-01", 5, "2026-10-01", 5, "2026-11-01", 5)
	points, err := b.CompetitorMedian(t.Context(), Month, day("2026-09-01"), day(today))
	if err != nil {
		t.Fatal(err)
	}
	if got := written(points); got != "505 |30 accounts_missing" {
		t.Errorf("median = %s", got)
	}
	one, err := b.Series(t.Context(), SeriesQuery{Metric: Followers, CompetitorID: "b", Span: Month, From: day("2026-09-01"), To: day(today)})
	if err != nil || written(one) != "1000 1200 no_reading" {
		t.Errorf("one competitor = %s, %v", written(one), err)
	}
}

// Whatever was measured, a period without a reading of some account has no
// value, and a flow never counts a reading twice.
func TestMissingIsNotZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		type reading struct{ account, month, day, value int }
		drawn := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) reading {
			return reading{
				rapid.IntRange(0, 2).Draw(t, "account"), rapid.IntRange(1, 10).Draw(t, "month"),
				rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(0, 1000).Draw(t, "value"),
			}
		}), 0, 40).Draw(t, "readings")
		var readings []Reading
		for i, r := range drawn {
			readings = append(readings, Reading{
				ID: int64(i + 1), Metric: Reach, AccountID: app.ID(fmt.Sprint(r.account)),
				Day: app.Date{Year: 2026, Month: time.Month(r.month), Day: r.day}, Value: float64(r.value),
			})
		}
		all := bySubject(readings)
		total := 0.0
		for _, days := range all {
			for _, d := range days {
				total += d.value
			}
		}
		src := &readingSource{Reach, all, sum}
		series := points(src, periods(Month, day("2026-01-01"), day("2026-10-31")))
		added := 0.0
		for _, p := range series {
			complete, some := true, false
			for _, days := range all {
				if days[0].day.After(p.Period.To) {
					continue // nothing yet; ten months never outlive an account
				}
				in := len(within(days, p.Period.From, p.Period.To)) > 0
				complete, some = complete && in, some || in
			}
			if (p.Value != nil) != (complete && some) || (p.Value == nil) == p.Reason.IsZero() {
				t.Fatalf("%v = %s, %v; complete %v, some %v", p.Period, value(p.Value), p.Reason, complete, some)
			}
			if p.Value != nil {
				added += *p.Value
			}
		}
		if added > total+1e-6 {
			t.Fatalf("series add up to %v of %v", added, total)
		}
	})
}
