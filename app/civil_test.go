package app_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// civil reads 2026-11-21 14:32.
func civil(t testing.TB, s string) app.Civil {
	t.Helper()
	at, err := app.ParseTimeOfDay(s[11:])
	if err != nil {
		t.Fatal(err)
	}
	return app.Civil{Date: date(t, s[:10]), Time: at}
}

func TestCivilTimeAcrossClockChanges(t *testing.T) {
	for _, test := range []struct{ zone, civil, want string }{
		// Ordinary days, winter and summer.
		{"Europe/Paris", "2026-11-21 14:32", "2026-11-21T13:32:00Z"},
		{"Europe/Paris", "2026-07-14 09:00", "2026-07-14T07:00:00Z"},
		// 2026-03-29: 02:00 to 02:59 are missing, they move an hour later.
		{"Europe/Paris", "2026-03-29 01:59", "2026-03-29T00:59:00Z"},
		{"Europe/Paris", "2026-03-29 02:00", "2026-03-29T01:00:00Z"},
		{"Europe/Paris", "2026-03-29 02:30", "2026-03-29T01:30:00Z"},
		{"Europe/Paris", "2026-03-29 02:59", "2026-03-29T01:59:00Z"},
		{"Europe/Paris", "2026-03-29 03:00", "2026-03-29T01:00:00Z"},
		{"Europe/Paris", "2026-03-28 23:30", "2026-03-28T22:30:00Z"},
		{"Europe/Paris", "2026-03-30 00:30", "2026-03-29T22:30:00Z"},
		// 2026-10-25: 02:00 to 02:59 come twice, the first is meant.
		{"Europe/Paris", "2026-10-25 01:59", "2026-10-24T23:59:00Z"},
		{"Europe/Paris", "2026-10-25 02:00", "2026-10-25T00:00:00Z"},
		{"Europe/Paris", "2026-10-25 02:30", "2026-10-25T00:30:00Z"},
		{"Europe/Paris", "2026-10-25 02:59", "2026-10-25T00:59:00Z"},
		{"Europe/Paris", "2026-10-25 03:00", "2026-10-25T02:00:00Z"},
		{"Europe/Paris", "2026-10-24 03:00", "2026-10-24T01:00:00Z"},
		{"Europe/Paris", "2026-10-26 00:00", "2026-10-25T23:00:00Z"},
		// The next year.
		{"Europe/Paris", "2027-03-28 02:30", "2027-03-28T01:30:00Z"},
		{"Europe/Paris", "2027-10-31 02:30", "2027-10-31T00:30:00Z"},
		// West of Greenwich.
		{"America/New_York", "2026-03-08 02:30", "2026-03-08T07:30:00Z"},
		{"America/New_York", "2026-11-01 01:30", "2026-11-01T05:30:00Z"},
		{"America/New_York", "2026-11-01 00:30", "2026-11-01T04:30:00Z"},
		{"America/New_York", "2026-11-01 02:30", "2026-11-01T07:30:00Z"},
		// Half an hour only.
		{"Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03T15:45:00Z"},
		{"Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04T14:45:00Z"},
		// A whole day that was skipped, and its neighbours.
		{"Pacific/Apia", "2011-12-29 23:30", "2011-12-30T09:30:00Z"},
		{"Pacific/Apia", "2011-12-30 14:32", "2011-12-31T00:32:00Z"},
		{"Pacific/Apia", "2011-12-31 00:30", "2011-12-30T10:30:00Z"},
		// French territories without summer time.
		{"Indian/Reunion", "2026-03-29 02:30", "2026-03-28T22:30:00Z"},
		{"UTC", "2026-03-29 02:30", "2026-03-29T02:30:00Z"},
	} {
		got := civil(t, test.civil).In(zone(t, test.zone)).UTC().Format(time.RFC3339)
		if got != test.want {
			t.Errorf("%s %s: got %s, want %s", test.zone, test.civil, got, test.want)
		}
	}
}

func TestCivilTimesOfInstantsComeBack(t *testing.T) {
	zones := []*time.Location{
		zone(t, "Europe/Paris"), zone(t, "America/New_York"), zone(t, "Australia/Lord_Howe"),
		zone(t, "Pacific/Apia"), zone(t, "Pacific/Kiritimati"), zone(t, "America/Martinique"), time.UTC,
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		minute := rapid.Int64Range(16_000_000, 42_000_000).Draw(t, "minute") // 2000 to 2049
		instant := time.Unix(minute*60, 0).In(zone)
		c := app.CivilOf(instant)
		back := c.In(zone)
		if app.CivilOf(back) != c {
			t.Fatalf("%v exists but became %v", c, app.CivilOf(back))
		}
		// A time that comes twice means the first.
		if back.After(instant) {
			t.Fatalf("%v: %v chosen though %v came first", c, back, instant)
		}
	})
}

func TestCivilTimesThatAreMissingMoveLater(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	rapid.Check(t, func(t *rapid.T) {
		c := app.Civil{
			Date: app.Date{Year: 2026, Month: time.January, Day: 1}.AddDays(rapid.IntRange(0, 3000).Draw(t, "day")),
			Time: app.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
		}
		got := app.CivilOf(c.In(paris))
		later := c
		later.Time.Hour++
		if got != c && got != later {
			t.Fatalf("%v became %v", c, got)
		}
	})
}

func TestCivilOrder(t *testing.T) {
	times := []string{"2025-12-31 23:59", "2026-01-01 00:00", "2026-01-01 09:00", "2026-01-01 10:30", "2026-02-01 08:00"}
	for i, a := range times {
		for j, b := range times {
			if got := civil(t, a).Before(civil(t, b)); got != (i < j) {
				t.Errorf("%s before %s: got %v", a, b, got)
			}
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2026-11-21", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := app.ParseDate(good); err != nil || d.String() != good {
			t.Errorf("%s: got %v, %v", good, d, err)
		}
	}
	for _, bad := range []string{"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "21/11/2026", "2026-11-21 ", "2026-11-31", "12026-01-01"} {
		if d, err := app.ParseDate(bad); err == nil {
			t.Errorf("%q: accepted as %v", bad, d)
		}
	}
}

func TestParseTimeOfDay(t *testing.T) {
	for text, want := range map[string]app.TimeOfDay{"00:00": {}, "09:30": {Hour: 9, Minute: 30}, "23:59": {Hour: 23, Minute: 59}} {
		got, err := app.ParseTimeOfDay(text)
		if err != nil || got != want || got.String() != text {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, bad := range []string{"", "24:00", "12:60", "9h30", "12", "12:5", "-1:00", "12:30:00"} {
		if got, err := app.ParseTimeOfDay(bad); err == nil {
			t.Errorf("%q: accepted as %v", bad, got)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-21", "2026-02-29", "", "0000-01-01", "9999-12-31", "2026-11-21T00:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := app.ParseDate(text)
		if err == nil && d.String() != text {
			t.Errorf("%q read as %q", text, d)
		}
	})
}

func FuzzParseTimeOfDay(f *testing.F) {
	for _, seed := range []string{"00:00", "9:30", "23:59", "24:00", "", "12:3", "+1:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at, err := app.ParseTimeOfDay(text)
		if err != nil {
			return
		}
		if m := at.Minutes(); m < 0 || m >= 24*60 {
			t.Errorf("%q read as %v", text, at)
		}
		if again, err := app.ParseTimeOfDay(at.String()); err != nil || again != at {
			t.Errorf("%q read as %v, which does not come back", text, at)
		}
	})
}

func TestDayArithmetic(t *testing.T) {
	for _, test := range []struct{ what, got, want string }{
		{"next day", date(t, "2026-12-31").AddDays(1).String(), "2027-01-01"},
		{"across the missing hour", date(t, "2026-03-28").AddDays(1).String(), "2026-03-29"},
		{"back over February", date(t, "2028-03-01").AddDays(-1).String(), "2028-02-29"},
		{"short month", date(t, "2026-01-31").AddMonths(1).String(), "2026-02-28"},
		{"leap month", date(t, "2028-01-31").AddMonths(1).String(), "2028-02-29"},
		{"back a year", date(t, "2028-02-29").AddMonths(-12).String(), "2027-02-28"},
		{"back over January", date(t, "2026-01-15").AddMonths(-1).String(), "2025-12-15"},
		{"first", date(t, "2026-11-21").FirstOfMonth().String(), "2026-11-01"},
		{"last", date(t, "2026-02-10").LastOfMonth().String(), "2026-02-28"},
		{"last of December", date(t, "2026-12-10").LastOfMonth().String(), "2026-12-31"},
		{"Monday of a Saturday", date(t, "2026-11-21").Monday().String(), "2026-11-16"},
		{"Monday of a Sunday", date(t, "2026-11-22").Monday().String(), "2026-11-16"},
		{"Monday of a Monday", date(t, "2026-11-23").Monday().String(), "2026-11-23"},
		{"no date", app.Date{}.String(), ""},
		{"not placed", app.Civil{}.String(), ""},
	} {
		if test.got != test.want {
			t.Errorf("%s: got %s, want %s", test.what, test.got, test.want)
		}
	}
}

func TestWeekNumbers(t *testing.T) {
	for day, want := range map[string]int{"2026-11-21": 47, "2026-01-01": 1, "2026-12-31": 53, "2027-01-03": 53, "2027-01-04": 1, "2024-12-30": 1} {
		if got := date(t, day).Week(); got != want {
			t.Errorf("%s: got %d, want %d", day, got, want)
		}
	}
}

func TestDaysUntil(t *testing.T) {
	for _, test := range []struct {
		from, to string
		want     int
	}{
		{"2026-11-21", "2026-11-27", 6},
		{"2026-11-27", "2026-11-21", -6},
		{"2026-03-28", "2026-03-30", 2},
		{"2026-01-01", "2027-01-01", 365},
		{"0001-01-01", "9999-12-31", 3652058},
	} {
		if got := date(t, test.from).DaysUntil(date(t, test.to)); got != test.want {
			t.Errorf("%s to %s: got %d, want %d", test.from, test.to, got, test.want)
		}
	}
}

func TestDayLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := app.Date{Year: 2000, Month: time.January, Day: 1}.AddDays(rapid.IntRange(-200_000, 200_000).Draw(t, "day"))
		n := rapid.IntRange(-200_000, 200_000).Draw(t, "n")
		other := d.AddDays(n)
		if other.AddDays(-n) != d || d.DaysUntil(other) != n {
			t.Fatalf("%v plus %d days is %v", d, n, other)
		}
		if d.Before(other) != (n > 0) || d.After(other) != (n < 0) {
			t.Fatalf("order of %v and %v", d, other)
		}
		if monday := d.Monday(); monday.Weekday() != time.Monday || monday.DaysUntil(d) < 0 || monday.DaysUntil(d) > 6 {
			t.Fatalf("Monday of %v is %v", d, monday)
		}
		months := rapid.IntRange(-600, 600).Draw(t, "months")
		moved := d.AddMonths(months)
		if int(moved.Month-d.Month)+12*(moved.Year-d.Year) != months || moved.Day > d.Day {
			t.Fatalf("%v plus %d months is %v", d, months, moved)
		}
		if moved.Day < d.Day && moved != moved.LastOfMonth() {
			t.Fatalf("%v plus %d months lost days: %v", d, months, moved)
		}
	})
}

// TestDaysAndTimesKeepAsText: what is kept in a text comes back.
func TestDaysAndTimesKeepAsText(t *testing.T) {
	type kept struct {
		Day, None app.Date
		At        app.TimeOfDay
	}
	rapid.Check(t, func(t *rapid.T) {
		want := kept{
			Day: app.Date{Year: 2026, Month: time.November, Day: 21}.AddDays(rapid.IntRange(-700_000, 2_900_000).Draw(t, "days")),
			At:  app.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.IntRange(0, 59).Draw(t, "minute")},
		}
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		got := kept{None: app.Date{Year: 1}}
		if err := json.Unmarshal(data, &got); err != nil || got != want {
			t.Fatalf("%s comes back as %+v, %v", data, got, err)
		}
	})
}

func TestTextThatIsNoDayOrTime(t *testing.T) {
	for _, text := range []string{"2026-02-29", "2026-2-9", "21/11/2026", "demain", " ", "2026-11-21T00:00:00Z"} {
		var d app.Date
		if err := d.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q read as %s", text, d)
		}
	}
	for _, text := range []string{"", "24:00", "12:60", "9h30", "09:30:00"} {
		var at app.TimeOfDay
		if err := at.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q read as %s", text, at)
		}
	}
}
