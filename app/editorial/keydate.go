package editorial

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/assets/keydates"
)

// KeyDate is a day the public already has in mind: a holiday, a sale, a
// celebration. Its translated name is "keydates.<id>".
type KeyDate struct {
	ID    string
	Date  app.Date
	Until app.Date // last day, Date itself for a single day
	// Holiday: most businesses are closed by law or may be.
	Holiday bool
	// Confirm: the day follows the rule observed so far; the authorities had
	// not published it when the data was gathered.
	Confirm bool
	// Note: worth knowing, not an occasion to speak (the clocks change).
	Note bool
}

// Name returns what the day is called.
func (k KeyDate) Name() app.Message { return app.Say("keydates." + k.ID) }

// KeyDates computes the key dates of any year for a trade, by day. Years are
// those of the Gregorian calendar as used today.
func KeyDates(year int, trade business.Trade) []KeyDate {
	var dates []KeyDate
	for _, e := range franceDates() {
		if len(e.Trades) > 0 && !slices.Contains(e.Trades, trade) {
			continue
		}
		day := e.Rule.day(year)
		dates = append(dates, KeyDate{
			ID: e.ID, Date: day, Until: day.AddDays(max(e.Days, 1) - 1), Holiday: e.Holiday,
			Confirm: e.Confirm && !slices.Contains(e.Confirmed, year), Note: e.Note,
		})
	}
	slices.SortStableFunc(dates, func(a, b KeyDate) int { return b.Date.DaysUntil(a.Date) })
	return dates
}

// KeyDatesBetween returns the key dates for a trade whose first day lies in
// from..to inclusive, by day.
func KeyDatesBetween(from, to app.Date, trade business.Trade) []KeyDate {
	var between []KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range KeyDates(year, trade) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between
}

// entry is one line of the data file.
type entry struct {
	ID        string           `json:"id"`
	Rule      rule             `json:"rule"`
	Holiday   bool             `json:"holiday"`
	Days      int              `json:"days"` // length, 0 and 1 for a single day
	Confirm   bool             `json:"confirm"`
	Confirmed []int            `json:"confirmed"` // years published by the authorities
	Note      bool             `json:"note"`
	Trades    []business.Trade `json:"trades"` // to whom it matters, none for everybody
	Source    string           `json:"source"` // where the rule was found, and when
}

// rule gives a day of any year.
type rule struct {
	// Kind is fixed (Month, Day), weekday (the Nth Weekday of Month, counted
	// from the end when negative, then Plus days) or easter (Offset days after
	// Easter Sunday).
	Kind    string  `json:"kind"`
	Month   int     `json:"month"`
	Day     int     `json:"day"`
	Weekday weekday `json:"weekday"`
	Nth     int     `json:"nth"`
	Plus    int     `json:"plus"`
	// NoLater moves a weekday rule one week earlier when its day of the month
	// would come after it.
	NoLater int `json:"no_later"`
	// UnlessEaster moves a weekday rule one week later when its day would be
	// this many days after Easter Sunday.
	UnlessEaster int `json:"unless_easter"`
	Offset       int `json:"offset"`
}

func (r rule) day(year int) app.Date {
	switch r.Kind {
	case "easter":
		return easter(year).AddDays(r.Offset)
	case "weekday":
		day := nthWeekday(year, time.Month(r.Month), time.Weekday(r.Weekday), r.Nth)
		if r.NoLater > 0 && day.Day > r.NoLater {
			day = day.AddDays(-7)
		}
		if r.UnlessEaster != 0 && day == easter(year).AddDays(r.UnlessEaster) {
			day = day.AddDays(7)
		}
		return day.AddDays(r.Plus)
	default:
		return app.Date{Year: year, Month: time.Month(r.Month), Day: r.Day}
	}
}

// nthWeekday returns the nth given day of the week of a month; negative n count
// from its end.
func nthWeekday(year int, month time.Month, w time.Weekday, n int) app.Date {
	if n > 0 {
		first := app.Date{Year: year, Month: month, Day: 1}
		return first.AddDays((int(w-first.Weekday())+7)%7 + 7*(n-1))
	}
	last := app.Date{Year: year, Month: month, Day: 1}.LastOfMonth()
	return last.AddDays(-((int(last.Weekday()-w) + 7) % 7) + 7*(n+1))
}

// easter returns Easter Sunday of a Gregorian year by the algorithm published
// anonymously in Nature, 20 April 1876, and known as Meeus/Jones/Butcher.
func easter(year int) app.Date {
	a := year % 19
	b, c := year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return app.Date{Year: year, Month: time.Month(n / 31), Day: n%31 + 1}
}

// weekday is a day of the week by its English name in lower case.
type weekday time.Weekday

func (w *weekday) UnmarshalText(text []byte) error {
	for d := time.Sunday; d <= time.Saturday; d++ {
		if string(bytes.ToLower([]byte(d.String()))) == string(text) {
			*w = weekday(d)
			return nil
		}
	}
	return fmt.Errorf("weekday %q", text)
}

// franceDates returns the embedded rules, read once and never changed. The data
// is part of the program: a fault in it is one of the program, caught by the
// tests.
var franceDates = sync.OnceValue(func() []entry {
	data, err := keydates.France()
	if err == nil {
		var entries []entry
		if entries, err = parseKeyDates(data); err == nil {
			return entries
		}
	}
	panic("editorial: key dates: " + err.Error())
})

// parseKeyDates reads a data file and refuses what no year could follow.
func parseKeyDates(data []byte) ([]entry, error) {
	var file struct {
		Country string  `json:"country"`
		Dates   []entry `json:"dates"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(file.Dates))
	for _, e := range file.Dates {
		if err := e.check(); err != nil {
			return nil, fmt.Errorf("key date %q: %w", e.ID, err)
		}
		if seen[e.ID] {
			return nil, fmt.Errorf("key date %q: twice", e.ID)
		}
		seen[e.ID] = true
	}
	return file.Dates, nil
}

func (e entry) check() error {
	switch {
	case e.ID == "":
		return fmt.Errorf("no id")
	case e.Source == "":
		return fmt.Errorf("no source")
	case e.Days < 0:
		return fmt.Errorf("%d days", e.Days)
	}
	for _, t := range e.Trades {
		if !slices.Contains(business.Trades(), t) {
			return fmt.Errorf("unknown trade %q", t)
		}
	}
	r := e.Rule
	switch r.Kind {
	case "easter":
		return nil
	case "fixed":
		// A leap year, so that 29 February is the only day that may not exist
		// every year: no key date uses it.
		d := app.Date{Year: 2028, Month: time.Month(r.Month), Day: r.Day}
		if r.Month < 1 || r.Month > 12 || r.Day < 1 || d.AddDays(0) != d || (r.Month == 2 && r.Day == 29) {
			return fmt.Errorf("no day %d of month %d", r.Day, r.Month)
		}
		return nil
	case "weekday":
		if r.Month < 1 || r.Month > 12 || r.Nth == 0 || r.Nth < -4 || r.Nth > 4 {
			return fmt.Errorf("no weekday %d of month %d", r.Nth, r.Month)
		}
		return nil
	}
	return fmt.Errorf("unknown rule %q", r.Kind)
}
