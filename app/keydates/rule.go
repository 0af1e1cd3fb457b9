package keydates

import (
	"bytes"
	"fmt"
	"time"

	"parvis/app"
)

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
