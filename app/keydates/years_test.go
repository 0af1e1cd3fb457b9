package keydates

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickar/cal/v2/fr"
	"pgregory.net/rapid"

	"parvis/app"
)

// moving is where the dates that move fall from 2024 to 2035: published days of
// the past and of 2026, and the rules carried on by another program.
var moving = map[string]string{
	"winter_sales":          "01-10 01-08 01-07 01-06 01-12 01-10 01-09 01-08 01-07 01-12 01-11 01-10",
	"blue_monday":           "01-15 01-20 01-19 01-18 01-17 01-15 01-21 01-20 01-19 01-17 01-16 01-15",
	"mardi_gras":            "02-13 03-04 02-17 02-09 02-29 02-13 03-05 02-25 02-10 03-01 02-21 02-06",
	"grandmothers_day":      "03-03 03-02 03-01 03-07 03-05 03-04 03-03 03-02 03-07 03-06 03-05 03-04",
	"summer_time":           "03-31 03-30 03-29 03-28 03-26 03-25 03-31 03-30 03-28 03-27 03-26 03-25",
	"good_friday":           "03-29 04-18 04-03 03-26 04-14 03-30 04-19 04-11 03-26 04-15 04-07 03-23",
	"easter":                "03-31 04-20 04-05 03-28 04-16 04-01 04-21 04-13 03-28 04-17 04-09 03-25",
	"easter_monday":         "04-01 04-21 04-06 03-29 04-17 04-02 04-22 04-14 03-29 04-18 04-10 03-26",
	"ascension":             "05-09 05-29 05-14 05-06 05-25 05-10 05-30 05-22 05-06 05-26 05-18 05-03",
	"neighbours_day":        "05-31 05-30 05-29 05-28 05-26 05-25 05-31 05-30 05-28 05-27 05-26 05-25",
	"pentecost":             "05-19 06-08 05-24 05-16 06-04 05-20 06-09 06-01 05-16 06-05 05-28 05-13",
	"pentecost_monday":      "05-20 06-09 05-25 05-17 06-05 05-21 06-10 06-02 05-17 06-06 05-29 05-14",
	"mothers_day":           "05-26 05-25 05-31 05-30 05-28 05-27 05-26 05-25 05-30 05-29 06-04 05-27",
	"fathers_day":           "06-16 06-15 06-21 06-20 06-18 06-17 06-16 06-15 06-20 06-19 06-18 06-17",
	"summer_sales":          "06-26 06-25 06-24 06-23 06-28 06-27 06-26 06-25 06-23 06-22 06-28 06-27",
	"associations_forum":    "09-07 09-06 09-05 09-04 09-02 09-01 09-07 09-06 09-04 09-03 09-02 09-01",
	"heritage_days":         "09-21 09-20 09-19 09-18 09-16 09-15 09-21 09-20 09-18 09-17 09-16 09-15",
	"taste_week":            "10-14 10-13 10-12 10-11 10-09 10-08 10-14 10-13 10-11 10-10 10-09 10-08",
	"local_shops_day":       "10-12 10-11 10-10 10-09 10-14 10-13 10-12 10-11 10-09 10-08 10-14 10-13",
	"winter_time":           "10-27 10-26 10-25 10-31 10-29 10-28 10-27 10-26 10-31 10-30 10-29 10-28",
	"entrepreneurship_week": "11-11 11-10 11-09 11-08 11-13 11-12 11-11 11-10 11-08 11-14 11-13 11-12",
	"beaujolais":            "11-21 11-20 11-19 11-18 11-16 11-15 11-21 11-20 11-18 11-17 11-16 11-15",
	"black_friday":          "11-29 11-28 11-27 11-26 11-24 11-23 11-29 11-28 11-26 11-25 11-24 11-23",
	"cyber_monday":          "12-02 12-01 11-30 11-29 11-27 11-26 12-02 12-01 11-29 11-28 11-27 11-26",
	"giving_tuesday":        "12-03 12-02 12-01 11-30 11-28 11-27 12-03 12-02 11-30 11-29 11-28 11-27",
}

func TestMovingDatesFrom2024To2035(t *testing.T) {
	for id, days := range moving {
		for i, day := range strings.Fields(days) {
			year := 2024 + i
			got, ok := find(year, id)
			if want := date(t, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-")+day); !ok || got.Date != want {
				t.Errorf("%s %d: got %v, want %v", id, year, got.Date, want)
			}
		}
	}
	for _, e := range franceDates() {
		if _, ok := moving[e.ID]; ok == (e.Rule.Kind == "fixed") {
			t.Errorf("%s: a rule of the kind %s, in the table: %v", e.ID, e.Rule.Kind, ok)
		}
	}
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct {
		id   string
		year int
		days string
	}{
		{"pink_october", 2026, "2026-10-01..2026-10-31"},
		{"movember", 2027, "2027-11-01..2027-11-30"},
		{"taste_week", 2026, "2026-10-12..2026-10-18"},
		{"heritage_days", 2026, "2026-09-19..2026-09-20"},
		{"mobility_week", 2028, "2028-09-16..2028-09-22"},
		{"winter_tyres", 2026, "2026-11-01..2027-03-31"},
		{"winter_tyres", 2027, "2027-11-01..2028-03-31"},
		{"christmas", 2026, "2026-12-25..2026-12-25"},
	} {
		got, ok := find(test.year, test.id)
		if days := got.Date.String() + ".." + got.Until.String(); !ok || days != test.days {
			t.Errorf("%s %d: got %s, want %s", test.id, test.year, days, test.days)
		}
	}
}

func TestPublicHolidaysAgreeWithAnotherLibrary(t *testing.T) {
	for year := 1950; year <= 2200; year++ {
		want := make(map[string]bool)
		for _, h := range fr.Holidays {
			actual, _ := h.Calc(year)
			want[app.DateOf(actual).String()] = true
		}
		got := make(map[string]bool)
		for _, e := range franceDates() {
			if k := e.in(year); k.Holiday && k.Region == "" {
				got[k.Date.String()] = true
			}
		}
		if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); diff != "" {
			t.Errorf("%d: %s", year, diff)
		}
	}
}

func TestAlsaceMoselleHasTwoHolidaysMore(t *testing.T) {
	var got []string
	for _, e := range franceDates() {
		if k := e.in(2027); k.Holiday && k.Region == AlsaceMoselle {
			got = append(got, k.ID+" "+k.Date.String())
		}
	}
	if diff := cmp.Diff([]string{"good_friday 2027-03-26", "saint_stephen 2027-12-26"}, got); diff != "" {
		t.Error(diff)
	}
}

// gauss is Easter Sunday by the rule of Gauss in Lichtenberg's form (1997), which
// shares no step with the one the program uses.
func gauss(year int) app.Date {
	k := year / 100
	m, s := 15+(3*k+3)/4-(8*k+13)/25, 2-(3*k+3)/4
	a := year % 19
	d := (19*a + m) % 30
	r := (d + a/11) / 29
	moon := 21 + d - r
	sunday := 7 - (year+year/4+s)%7
	day := moon + 7 - (moon-sunday)%7
	return app.Date{Year: year, Month: time.March, Day: 1}.AddDays(day - 1)
}

func TestEasterByAnotherRule(t *testing.T) {
	for year := 1583; year <= 4099; year++ {
		if got := easter(year); got != gauss(year) {
			t.Fatalf("%d: %v, by Gauss %v", year, got, gauss(year))
		}
	}
}

func TestEveryYearHasEveryDate(t *testing.T) {
	for year := 1900; year <= 2200; year++ {
		for _, e := range franceDates() {
			k := e.in(year)
			switch {
			case k.Date.Year != year || k.Date.AddDays(0) != k.Date:
				t.Errorf("%s %d: %v", e.ID, year, k.Date)
			case k.Until.Before(k.Date) || k.Date.DaysUntil(k.Until) > 152:
				t.Errorf("%s %d: %v..%v", e.ID, year, k.Date, k.Until)
			case e.Rule.Kind == "weekday" && k.Date.AddDays(-e.Rule.Plus).Weekday() != time.Weekday(e.Rule.Weekday):
				t.Errorf("%s %d: a %v", e.ID, year, k.Date.Weekday())
			}
		}
	}
}

func TestDatesKeepTheirOrder(t *testing.T) {
	order := [][]string{
		{"mardi_gras", "good_friday", "easter", "easter_monday", "ascension", "pentecost", "pentecost_monday"},
		{"black_friday", "cyber_monday", "giving_tuesday", "christmas", "saint_stephen", "new_years_eve"},
		{"beaujolais", "black_friday"},
		{"summer_time", "winter_time"},
		{"mothers_day", "fathers_day"},
	}
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1900, 2200).Draw(t, "year")
		for _, ids := range order {
			for i := 1; i < len(ids); i++ {
				before, _ := find(year, ids[i-1])
				after, ok := find(year, ids[i])
				if !ok || !before.Date.Before(after.Date) {
					t.Fatalf("%d: %s %v, %s %v", year, ids[i-1], before.Date, ids[i], after.Date)
				}
			}
		}
		sales, _ := find(year, "winter_sales")
		if sales.Date.Day < 6 || sales.Date.Day > 12 || sales.Date.DaysUntil(sales.Until) != 27 {
			t.Fatalf("winter sales %v..%v", sales.Date, sales.Until)
		}
		mothers, _ := find(year, "mothers_day")
		if pentecost, _ := find(year, "pentecost"); mothers.Date == pentecost.Date || mothers.Date.Weekday() != time.Sunday {
			t.Fatalf("Mothers' Day %v, Pentecost %v", mothers.Date, pentecost.Date)
		}
	})
}

// TestTheCalendarAloneIsTheSourceOfFeasts: a campaign, a trade's day or a sale has
// somebody who set it, or is advice; what is fixed each year is to be confirmed.
func TestTheCalendarAloneIsTheSourceOfFeasts(t *testing.T) {
	feasts := []string{
		"epiphany", "candlemas", "valentine", "mardi_gras", "spring", "april_fool", "easter", "pentecost", "halloween", "saint_nicholas", "new_years_eve",
	}
	for _, e := range franceDates() {
		if strings.HasPrefix(e.Source, "Calendrier") && !slices.Contains(feasts, e.ID) {
			t.Errorf("%s: its source is %q", e.ID, e.Source)
		}
		if strings.HasPrefix(e.Source, "Conseil de Parvis") != e.Advice {
			t.Errorf("%s: advice is %v with the source %q", e.ID, e.Advice, e.Source)
		}
		if strings.Contains(e.Source, "fixée chaque année") && (!e.Confirm || e.ID == "entrepreneurship_week" && len(e.Confirmed) > 0) {
			t.Errorf("%s is not to be confirmed", e.ID)
		}
	}
}
