package editorial

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
)

func shop() business.Business {
	return business.Business{Trade: business.Bakery, Zone: "Europe/Paris"}
}

// listed lists dates as text, "!" marks those moved to the end of a short month,
// "-" those left out, "~" those whose time clocks skip.
func listed(all []Occurrence) string {
	var said []string
	for _, o := range all {
		s := o.At.Date.String()
		if o.Moved {
			s += "!"
		}
		if o.Skipped {
			s += "-"
		}
		if o.Real != o.At {
			s += "~" + o.Real.Time.String()
		}
		said = append(said, s)
	}
	return strings.Join(said, " ")
}

func TestRepeatDates(t *testing.T) {
	week := business.Opening{}
	for d := time.Tuesday; d <= time.Saturday; d++ {
		week = append(week, business.Hours{Weekday: d, From: app.TimeOfDay{Hour: 7}, To: app.TimeOfDay{Hour: 19}})
	}
	for _, test := range []struct {
		name, from string
		r          Repeat
		want       string
	}{
		{"weeks", "2026-11-21 09:00", Repeat{Every: EveryWeek, Count: 3}, "2026-11-28 2026-12-05 2026-12-12"},
		{"two weeks until a day", "2026-11-21 09:00", Repeat{Every: EveryTwoWeeks, Until: app.Date{Year: 2026, Month: 12, Day: 19}}, "2026-12-05 2026-12-19"},
		{"the first end counts", "2026-11-21 09:00", Repeat{Every: EveryWeek, Count: 9, Until: app.Date{Year: 2026, Month: 12, Day: 5}}, "2026-11-28 2026-12-05"},
		{"the 31st", "2026-10-31 09:00", Repeat{Every: EveryMonth, Count: 5}, "2026-11-30! 2026-12-31 2027-01-31 2027-02-28! 2027-03-31"},
		{"the 30th", "2026-12-30 09:00", Repeat{Every: EveryMonth, Count: 3}, "2027-01-30 2027-02-28! 2027-03-30"},
		{"the 29th, leap year", "2027-12-29 09:00", Repeat{Every: EveryMonth, Count: 3}, "2028-01-29 2028-02-29 2028-03-29"},
		{"29 February", "2028-02-29 09:00", Repeat{Every: EveryYear, Count: 4}, "2029-02-28! 2030-02-28! 2031-02-28! 2032-02-29"},
		{"the third Thursday", "2026-11-19 18:00", Repeat{Every: EveryMonth, ByWeekday: true, Count: 3}, "2026-12-17 2027-01-21 2027-02-18"},
		{"the fifth Sunday", "2026-11-29 18:00", Repeat{Every: EveryMonth, ByWeekday: true, Count: 3}, "2026-12-27 2027-01-31 2027-02-28"},
		{"the first Monday", "2026-12-07 18:00", Repeat{Every: EveryMonth, ByWeekday: true, Count: 3}, "2027-01-04 2027-02-01 2027-03-01"},
		{"2026: the hour that is missing", "2026-03-22 02:30", Repeat{Every: EveryWeek, Count: 2}, "2026-03-29~03:30 2026-04-05"},
		{"2026: the hour that comes twice", "2026-10-18 02:30", Repeat{Every: EveryWeek, Count: 2}, "2026-10-25 2026-11-01"},
		{"2027: the hour that is missing", "2027-03-21 02:30", Repeat{Every: EveryWeek, Count: 2}, "2027-03-28~03:30 2027-04-04"},
		{"2027: the hour that comes twice", "2027-10-24 02:30", Repeat{Every: EveryWeek, Count: 2}, "2027-10-31 2027-11-07"},
		{"public holidays", "2026-12-11 09:00", Repeat{Every: EveryWeek, Count: 4, SkipClosed: true}, "2026-12-18 2026-12-25- 2027-01-01- 2027-01-08"},
		{"every 4 January, closed on Mondays", "2026-01-04 09:00", Repeat{Every: EveryYear, Count: 3, SkipClosed: true}, "2027-01-04- 2028-01-04 2029-01-04"},
		{"the end of time", "9999-12-20 09:00", Repeat{Every: EveryWeek, Count: 3}, "9999-12-27"},
		{"two years of weeks", "2026-11-21 09:00", Repeat{Every: EveryWeek, Count: MaxRepeat}, "104"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := shop()
			b.Opening = week
			all, err := test.r.dates(civil(t, test.from), b, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := listed(all)
			if len(all) == MaxRepeat {
				got = "104"
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestRepeatWithoutDates(t *testing.T) {
	at := civil(t, "2026-12-18 09:00")
	for name, test := range map[string]struct {
		from app.Civil
		r    Repeat
		key  string
	}{
		"no rhythm":     {at, Repeat{Count: 1}, "editorial.repeat.every"},
		"no end":        {at, Repeat{Every: EveryWeek}, "editorial.repeat.end"},
		"a negative":    {at, Repeat{Every: EveryWeek, Count: -1}, "editorial.repeat.end"},
		"too many":      {at, Repeat{Every: EveryWeek, Count: MaxRepeat + 1}, "editorial.repeat.many"},
		"too far":       {at, Repeat{Every: EveryWeek, Until: app.Date{Year: 2030, Month: 1, Day: 1}}, "editorial.repeat.many"},
		"an end before": {at, Repeat{Every: EveryWeek, Until: at.Date}, "editorial.repeat.none"},
		"all closed":    {at, Repeat{Every: EveryWeek, Count: 2, SkipClosed: true}, "editorial.repeat.none"},
		"not placed":    {app.Civil{}, Repeat{Every: EveryWeek, Count: 2}, "editorial.repeat.unplaced"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := test.r.dates(test.from, shop(), nil)
			wantFailure(t, err, app.CodeInvalid, test.key)
		})
	}
}

// TestRepeatLaws: dates rise, keep the civil time and the day asked for, and end
// where they should; the clocks of Paris never move one by more than an hour.
func TestRepeatLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := app.Civil{
			Date: app.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 1000).Draw(t, "day")),
			Time: app.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.SampledFrom([]int{0, 30, 59}).Draw(t, "minute")},
		}
		r := Repeat{
			Every:     rapid.SampledFrom([]Every{EveryWeek, EveryTwoWeeks, EveryMonth, EveryYear}).Draw(t, "every"),
			ByWeekday: rapid.Bool().Draw(t, "weekday"), Count: rapid.IntRange(1, MaxRepeat).Draw(t, "count"),
		}
		all, err := r.dates(from, shop(), nil)
		if err != nil || len(all) != r.Count {
			t.Fatalf("%d of %d, %v", len(all), r.Count, err)
		}
		before := from
		for n, o := range all {
			d := o.At.Date
			if !before.Before(o.At) || o.At.Time != from.Time {
				t.Fatalf("%v after %v", o.At, before)
			}
			if later := o.Real.Time.Minutes() - o.At.Time.Minutes(); o.Real.Date != d || later != 0 && later != 60 {
				t.Fatalf("%v goes out at %v", o.At, o.Real)
			}
			switch months := int(d.Month-from.Date.Month) + 12*(d.Year-from.Date.Year); {
			case r.Every == EveryWeek && from.Date.DaysUntil(d) != 7*(n+1),
				r.Every == EveryTwoWeeks && from.Date.DaysUntil(d) != 14*(n+1),
				r.Every == EveryYear && months != 12*(n+1),
				r.Every == EveryMonth && months != n+1,
				r.Every == EveryMonth && r.ByWeekday && d.Weekday() != from.Date.Weekday(),
				r.Every == EveryMonth && r.ByWeekday && (d.Day-1)/7 != (from.Date.Day-1)/7 && d.AddDays(7).Month == d.Month,
				r.Every == EveryMonth && !r.ByWeekday && d.Day != min(from.Date.Day, d.LastOfMonth().Day):
				t.Fatalf("%+v from %v: %v", r, from, d)
			}
			before = o.At
		}
	})
}
