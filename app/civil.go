package app

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar, without a time zone. The zero Date
// means "no date".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that t's own location shows.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads the form 2026-11-21 and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: %w", s, err)
	}
	return DateOf(t), nil
}

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// String returns the form 2026-11-21, or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// MarshalText gives the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// UTC returns midnight UTC of the day, for arithmetic on days only.
func (d Date) UTC() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// AddDays returns the day n days later (earlier when n is negative).
func (d Date) AddDays(n int) Date { return DateOf(d.UTC().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, or the last day of that month
// when the month is too short (31 January plus one month is 28 or 29 February).
func (d Date) AddMonths(n int) Date {
	first := DateOf(time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC))
	day := min(d.Day, first.LastOfMonth().Day)
	return Date{first.Year, first.Month, day}
}

// FirstOfMonth returns the first day of d's month.
func (d Date) FirstOfMonth() Date { return Date{d.Year, d.Month, 1} }

// LastOfMonth returns the last day of d's month.
func (d Date) LastOfMonth() Date {
	return DateOf(time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC))
}

// Week returns the number of d's ISO week.
func (d Date) Week() int {
	_, week := d.UTC().ISOWeek()
	return week
}

// Monday returns the Monday of d's ISO week.
func (d Date) Monday() Date {
	return d.AddDays(-((int(d.Weekday()) + 6) % 7))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.UTC().Weekday() }

// Before reports whether d comes before o.
func (d Date) Before(o Date) bool { return d.UTC().Before(o.UTC()) }

// After reports whether d comes after o.
func (d Date) After(o Date) bool { return d.UTC().After(o.UTC()) }

// DaysUntil returns the number of days from d to o, negative when o is earlier.
func (d Date) DaysUntil(o Date) int {
	// In seconds: a time.Duration ends after 292 years.
	return int((o.UTC().Unix() - d.UTC().Unix()) / (24 * 60 * 60))
}

// TimeOfDay is a civil time of the day, to the minute.
type TimeOfDay struct{ Hour, Minute int }

// ParseTimeOfDay reads the form 09:30.
func ParseTimeOfDay(s string) (TimeOfDay, error) {
	t, err := time.Parse("15:04", s)
	if err != nil {
		return TimeOfDay{}, fmt.Errorf("time of day %q: %w", s, err)
	}
	return TimeOfDay{t.Hour(), t.Minute()}, nil
}

// String returns the form 09:30.
func (t TimeOfDay) String() string { return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute) }

// MarshalText gives the form of String.
func (t TimeOfDay) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (t *TimeOfDay) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTimeOfDay(string(text))
	return err
}

// Minutes returns the minutes since midnight.
func (t TimeOfDay) Minutes() int { return t.Hour*60 + t.Minute }

// Civil is a moment as people write it: a day and a time of the day, to be read
// in a time zone. The zero Civil means "not placed".
type Civil struct {
	Date Date
	Time TimeOfDay
}

// CivilOf returns the day and time that t's own location shows.
func CivilOf(t time.Time) Civil {
	return Civil{DateOf(t), TimeOfDay{t.Hour(), t.Minute()}}
}

// IsZero reports whether c is "not placed".
func (c Civil) IsZero() bool { return c.Date.IsZero() }

// Before reports whether c comes before o on the calendar and the clock of one
// zone.
func (c Civil) Before(o Civil) bool {
	if c.Date != o.Date {
		return c.Date.Before(o.Date)
	}
	return c.Time.Minutes() < o.Time.Minutes()
}

// String returns the form 2026-11-21 14:32, or "" when not placed.
func (c Civil) String() string {
	if c.IsZero() {
		return ""
	}
	return c.Date.String() + " " + c.Time.String()
}

// In returns the instant of c in the zone. A civil time that clocks skip (the
// night summer time begins) moves an hour later; one that comes twice (the
// night it ends) means the first of both.
func (c Civil) In(zone *time.Location) time.Time {
	at := func(offset int) time.Time {
		return time.Date(c.Date.Year, c.Date.Month, c.Date.Day, c.Time.Hour, c.Time.Minute, 0, 0,
			time.FixedZone("", offset)).In(zone)
	}
	near := time.Date(c.Date.Year, c.Date.Month, c.Date.Day, c.Time.Hour, c.Time.Minute, 0, 0, time.UTC)
	_, before := near.Add(-24 * time.Hour).In(zone).Zone()
	_, after := near.Add(24 * time.Hour).In(zone).Zone()
	// The larger offset gives the earlier instant: trying it first picks the
	// first of two. When neither gives back the civil time, it was skipped, and
	// reading it with the offset from before the change moves it later.
	for _, offset := range []int{max(before, after), min(before, after)} {
		if t := at(offset); CivilOf(t) == c {
			return t
		}
	}
	return at(before)
}
