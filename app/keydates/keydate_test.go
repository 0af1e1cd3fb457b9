package keydates

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
)

// date reads 2026-11-21.
func date(t testing.TB, s string) app.Date {
	t.Helper()
	d, err := app.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMovingKeyDates(t *testing.T) {
	// Published calendars of 2026 and the rules carried on to 2030.
	years := []int{2026, 2027, 2028, 2029, 2030}
	table := map[string][]string{
		"winter_sales":     {"01-07", "01-06", "01-12", "01-10", "01-09"},
		"summer_sales":     {"06-24", "06-23", "06-28", "06-27", "06-26"},
		"mardi_gras":       {"02-17", "02-09", "02-29", "02-13", "03-05"},
		"grandmothers_day": {"03-01", "03-07", "03-05", "03-04", "03-03"},
		"easter":           {"04-05", "03-28", "04-16", "04-01", "04-21"},
		"mothers_day":      {"05-31", "05-30", "05-28", "05-27", "05-26"},
		"fathers_day":      {"06-21", "06-20", "06-18", "06-17", "06-16"},
		"heritage_days":    {"09-19", "09-18", "09-16", "09-15", "09-21"},
		"beaujolais":       {"11-19", "11-18", "11-16", "11-15", "11-21"},
		"black_friday":     {"11-27", "11-26", "11-24", "11-23", "11-29"},
		"summer_time":      {"03-29", "03-28", "03-26", "03-25", "03-31"},
		"winter_time":      {"10-25", "10-31", "10-29", "10-28", "10-27"},
		"easter_monday":    {"04-06", "03-29", "04-17", "04-02", "04-22"},
		"ascension":        {"05-14", "05-06", "05-25", "05-10", "05-30"},
		"pentecost":        {"05-24", "05-16", "06-04", "05-20", "06-09"},
		"cyber_monday":     {"11-30", "11-29", "11-27", "11-26", "12-02"},
		"blue_monday":      {"01-19", "01-18", "01-17", "01-15", "01-21"},
	}
	for id, days := range table {
		for i, year := range years {
			got, ok := find(year, id)
			want := date(t, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-")+days[i])
			if !ok || got.Date != want {
				t.Errorf("%s %d: got %v, want %v", id, year, got.Date, want)
			}
		}
	}
}

func TestSalesLastFourWeeksAndNeedConfirmation(t *testing.T) {
	for _, test := range []struct {
		id    string
		year  int
		until string
		ask   bool
	}{
		{"winter_sales", 2026, "2026-02-03", false},
		{"winter_sales", 2027, "2027-02-02", true},
		{"winter_sales", 2028, "2028-02-08", true},
		{"winter_sales", 2029, "2029-02-06", true},
		{"winter_sales", 2030, "2030-02-05", true},
		{"summer_sales", 2026, "2026-07-21", false},
		{"summer_sales", 2027, "2027-07-20", true},
		{"summer_sales", 2028, "2028-07-25", true},
		{"summer_sales", 2029, "2029-07-24", true},
		{"summer_sales", 2030, "2030-07-23", true},
	} {
		got, ok := find(test.year, test.id)
		if !ok || got.Until != date(t, test.until) || got.Confirm != test.ask {
			t.Errorf("%s %d: got until %v, confirm %v", test.id, test.year, got.Until, got.Confirm)
		}
	}
}

func TestMothersDayYieldsToPentecost(t *testing.T) {
	for year, want := range map[int]string{2023: "2023-06-04", 2024: "2024-05-26", 2034: "2034-06-04", 2035: "2035-05-27"} {
		if got, _ := find(year, "mothers_day"); got.Date != date(t, want) {
			t.Errorf("%d: got %v, want %s", year, got.Date, want)
		}
	}
}

func TestEasterOfOtherCenturies(t *testing.T) {
	// Earliest and latest possible, and years where older formulas fail.
	for year, want := range map[int]string{
		1818: "1818-03-22", 1943: "1943-04-25", 1954: "1954-04-18", 1981: "1981-04-19",
		2000: "2000-04-23", 2038: "2038-04-25", 2049: "2049-04-18", 2285: "2285-03-22",
	} {
		if got := easter(year); got != date(t, want) {
			t.Errorf("%d: got %v, want %s", year, got, want)
		}
	}
}

func TestPublicHolidays(t *testing.T) {
	var got []string
	for _, k := range Of(2026, business.Bakery) {
		if k.Holiday {
			got = append(got, k.ID+" "+k.Date.String())
		}
	}
	want := []string{
		"new_year 2026-01-01", "easter_monday 2026-04-06", "labour_day 2026-05-01", "victory_day 2026-05-08",
		"ascension 2026-05-14", "pentecost_monday 2026-05-25", "bastille_day 2026-07-14", "assumption 2026-08-15",
		"all_saints 2026-11-01", "armistice 2026-11-11", "christmas 2026-12-25",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKeyDatesMatterToTheirTrades(t *testing.T) {
	has := func(trade business.Trade, id string) bool {
		return slices.ContainsFunc(Of(2026, trade), func(k KeyDate) bool { return k.ID == id })
	}
	for _, test := range []struct {
		trade business.Trade
		id    string
		want  bool
	}{
		{business.Bakery, "epiphany", true},
		{business.Garage, "epiphany", false},
		{business.Bakery, "saint_honore", true},
		{business.Shop, "winter_sales", true},
		{business.Bakery, "winter_sales", false},
		{business.Garage, "black_friday", true},
		{business.Other, "christmas", true},
	} {
		if got := has(test.trade, test.id); got != test.want {
			t.Errorf("%s for %s: got %v", test.id, test.trade, got)
		}
	}
}

func TestKeyDatesBetweenCrossesTheYear(t *testing.T) {
	var got []string
	all, err := newDesk(t).Between(t.Context(), date(t, "2026-11-21"), date(t, "2027-01-06"))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		got = append(got, k.ID+" "+k.Date.String())
	}
	want := []string{
		"black_friday 2026-11-27", "saint_nicholas 2026-12-06", "christmas 2026-12-25",
		"new_years_eve 2026-12-31", "new_year 2027-01-01", "epiphany 2027-01-06",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestKeyDatesOfAnyYear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year := rapid.IntRange(1800, 3000).Draw(t, "year")
		trade := rapid.SampledFrom(business.Trades()).Draw(t, "trade")
		dates := Of(year, trade)
		for i, k := range dates {
			if k.Date.Year != year {
				t.Fatalf("%s falls in %v", k.ID, k.Date)
			}
			if k.Until.Before(k.Date) {
				t.Fatalf("%s ends %v before it begins", k.ID, k.Until)
			}
			if i > 0 && k.Date.Before(dates[i-1].Date) {
				t.Fatalf("%s out of order", k.ID)
			}
		}
		if e := easter(year); e.Weekday() != time.Sunday ||
			e.Before(app.Date{Year: year, Month: time.March, Day: 22}) || e.After(app.Date{Year: year, Month: time.April, Day: 25}) {
			t.Fatalf("Easter %v", e)
		}
	})
}

func TestEveryKeyDateMattersToSomeTrade(t *testing.T) {
	for _, e := range franceDates() {
		somebody := slices.ContainsFunc(business.Trades(), e.proposed)
		if somebody != (e.Region == "") {
			t.Errorf("%s: proposed %v, region %q", e.ID, somebody, e.Region)
		}
	}
}

func FuzzParseKeyDates(f *testing.F) {
	for _, seed := range []string{
		`{"licence":"l","country":"FR","dates":[{"id":"a","rule":{"kind":"fixed","month":1,"day":1},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"fixed","month":2,"day":30},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"weekday","month":1,"weekday":"monday","nth":-1},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"weekday","month":13,"weekday":"lundi","nth":9},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"lunar"},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-11","trades":["blacksmith"]}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"}}]}`, `{"date":[]}`, `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		entries, err := parse(data)
		if err != nil {
			return
		}
		for _, e := range entries {
			if e.Rule.Kind == "fixed" && e.Rule.day(2027).AddDays(0) != e.Rule.day(2027) {
				t.Errorf("%s accepted a day that does not exist: %v", e.ID, e.Rule.day(2027))
			}
		}
	})
}

func TestParseKeyDatesRefuses(t *testing.T) {
	for _, bad := range []string{
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"fixed","month":2,"day":30},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"fixed","month":2,"day":29},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"weekday","month":1,"weekday":"monday","nth":5},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"weekday","month":1,"weekday":"lundi","nth":1},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"lunar"},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"}}]}`,
		`{"licence":"l","dates":[{"id":"","rule":{"kind":"easter"},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-11","trades":["blacksmith"]}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-11"},{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-13"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"source":"s","read":"2026-11","region":"brittany"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"until":{"kind":"fixed","month":2,"day":31},"source":"s","read":"2026-11"}]}`,
		`{"licence":"l","dates":[{"id":"a","rule":{"kind":"easter"},"until":{"kind":"fixed","month":2,"day":3},"days":3,"source":"s","read":"2026-11"}]}`,
		`{"dates":[]}`, `{"days":[]}`, `[`, ``,
	} {
		if _, err := parse([]byte(bad)); err == nil {
			t.Errorf("accepted %s", bad)
		}
	}
}

// find returns a key date of a year, whomever it is for.
func find(year int, id string) (KeyDate, bool) {
	for _, e := range franceDates() {
		if e.ID == id {
			return e.in(year), true
		}
	}
	return KeyDate{}, false
}
