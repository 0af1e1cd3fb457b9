package metrics

import (
	"time"

	"parvis/app"
)

// Span is a length of time on the calendar.
type Span string

// The spans figures are given for; a week is an ISO week.
const (
	Week    Span = "week"
	Month   Span = "month"
	Quarter Span = "quarter"
	Year    Span = "year"
)

// Spans lists the spans, the shortest first.
func Spans() []Span { return []Span{Week, Month, Quarter, Year} }

// Period is one week, month, quarter or year. From and To are its first and
// last day, both within.
type Period struct {
	Span     Span
	From, To app.Date
}

// PeriodOf returns the period of a span that holds a day. An unknown span is a
// month.
func PeriodOf(span Span, day app.Date) Period {
	switch span {
	case Week:
		monday := day.Monday()
		return Period{Week, monday, monday.AddDays(6)}
	case Quarter:
		first := app.Date{Year: day.Year, Month: day.Month - (day.Month-1)%3, Day: 1}
		return Period{Quarter, first, first.AddMonths(2).LastOfMonth()}
	case Year:
		return Period{
			Year,
			app.Date{Year: day.Year, Month: time.January, Day: 1},
			app.Date{Year: day.Year, Month: time.December, Day: 31},
		}
	}
	return Period{Month, day.FirstOfMonth(), day.LastOfMonth()}
}

// Shift returns the period n spans later, earlier when n is negative.
func (p Period) Shift(n int) Period {
	switch p.Span {
	case Week:
		return PeriodOf(Week, p.From.AddDays(7*n))
	case Quarter:
		return PeriodOf(Quarter, p.From.AddMonths(3*n))
	case Year:
		return PeriodOf(Year, p.From.AddMonths(12*n))
	}
	return PeriodOf(Month, p.From.AddMonths(n))
}

// Contains reports whether a day lies within.
func (p Period) Contains(day app.Date) bool { return !day.Before(p.From) && !day.After(p.To) }

// maxPeriods bounds a series: twenty years of weeks.
const maxPeriods = 1050

// periods returns the periods of a span that touch the days from to to.
func periods(span Span, from, to app.Date) []Period {
	var all []Period
	for p := PeriodOf(span, from); !p.From.After(to) && len(all) < maxPeriods; p = p.Shift(1) {
		all = append(all, p)
	}
	return all
}
