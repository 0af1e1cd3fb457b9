package translations

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"parvis/app"
)

// Spaces of French typography.
const (
	nnbsp = "\u202f" // narrow no-break: thousands, before ; : ! ? %
	nbsp  = "\u00a0" // no-break: inside « », before a unit
)

// Number writes v with the given number of decimals: 2 314,5 in French,
// 2,314.5 in English.
func (c *Catalogue) Number(v float64, decimals int) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(s, ".")
	group, point := ",", "."
	if c.lang == French {
		group, point = nnbsp, ","
	}
	var b strings.Builder
	if v < 0 && strings.Trim(s, "0.") != "" {
		b.WriteString("−")
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString(point + fraction)
	}
	return b.String()
}

// Signed is Number with a plus sign before what is positive.
func (c *Catalogue) Signed(v float64, decimals int) string {
	s := c.Number(v, decimals)
	if v > 0 && strings.Trim(s, "0,.") != "" {
		return "+" + s
	}
	return s
}

// Percent writes a ratio (0.041) as a percentage: 4,1 %.
func (c *Catalogue) Percent(ratio float64, decimals int) string {
	return c.Number(ratio*100, decimals) + c.percentSign()
}

func (c *Catalogue) percentSign() string {
	if c.lang == French {
		return nnbsp + "%"
	}
	return "%"
}

// Money writes an amount of euro cents, without decimals when it is a whole
// number of euros: 1 250 €, 12,50 € in French, €1,250, €12.50 in English.
func (c *Catalogue) Money(cents int64) string {
	decimals := 0
	if cents%100 != 0 {
		decimals = 2
	}
	if c.lang == French {
		return c.Number(float64(cents)/100, decimals) + nbsp + "€"
	}
	if cents < 0 {
		return "−€" + c.Number(-float64(cents)/100, decimals)
	}
	return "€" + c.Number(float64(cents)/100, decimals)
}

// Weekday returns the full name of a day: samedi, Saturday.
func (c *Catalogue) Weekday(d time.Weekday) string { return c.T(fmt.Sprintf("date.weekday.%d", d)) }

// WeekdayShort returns the short name of a day: sam., Sat.
func (c *Catalogue) WeekdayShort(d time.Weekday) string {
	return c.T(fmt.Sprintf("date.weekday_short.%d", d))
}

// Month returns the full name of a month: novembre, November.
func (c *Catalogue) Month(m time.Month) string { return c.T(fmt.Sprintf("date.month.%d", m)) }

// MonthShort returns the short name of a month: nov., Nov.
func (c *Catalogue) MonthShort(m time.Month) string {
	return c.T(fmt.Sprintf("date.month_short.%d", m))
}

// MonthYear writes a month with its year as a title: Novembre 2026.
func (c *Catalogue) MonthYear(d app.Date) string {
	return Capitalise(c.Month(d.Month)) + " " + strconv.Itoa(d.Year)
}

// MonthYearShort writes a month with its year inside a line: nov. 2026.
func (c *Catalogue) MonthYearShort(d app.Date) string {
	return c.MonthShort(d.Month) + " " + strconv.Itoa(d.Year)
}

// Day writes a day inside a line, without its year: ven. 27 nov., Fri 27 Nov.
func (c *Catalogue) Day(d app.Date) string {
	return c.WeekdayShort(d.Weekday()) + " " + c.DayMonth(d)
}

// DayMonth writes a day without its weekday: 27 nov., 1er déc.
func (c *Catalogue) DayMonth(d app.Date) string {
	return c.ordinal(d.Day) + nbsp + c.MonthShort(d.Month)
}

// DayMonthLong writes a day inside a sentence: 21 novembre, 1er décembre.
func (c *Catalogue) DayMonthLong(d app.Date) string {
	return c.ordinal(d.Day) + nbsp + c.Month(d.Month)
}

// DayLong writes a day as a title: Samedi 21 novembre.
func (c *Catalogue) DayLong(d app.Date) string {
	return Capitalise(c.Weekday(d.Weekday())) + " " + c.ordinal(d.Day) + " " + c.Month(d.Month)
}

// DateNumeric writes a day in figures: 21/11/2026 in both languages, as English
// is that of a business in France.
func (c *Catalogue) DateNumeric(d app.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// Moment writes a civil moment inside a line: ven. 27 nov. 12:00.
func (c *Catalogue) Moment(m app.Civil) string { return c.Day(m.Date) + " " + m.Time.String() }

// Duration writes a length of time rounded to the minute: 3 h 10, 45 min, and
// in days from two days on.
func (c *Catalogue) Duration(d time.Duration) string {
	minutes := int(d.Round(time.Minute) / time.Minute)
	switch {
	case minutes < 60:
		return strconv.Itoa(minutes) + nbsp + "min"
	case minutes < 48*60:
		if minutes%60 == 0 {
			return strconv.Itoa(minutes/60) + nbsp + "h"
		}
		return fmt.Sprintf("%d%sh%s%02d", minutes/60, nbsp, nbsp, minutes%60)
	default:
		return c.N("date.days", minutes/60/24)
	}
}

// Bytes writes a size: 12 octets, 640 Ko, 1,4 Mo (decimal units).
func (c *Catalogue) Bytes(n int64) string {
	switch {
	case n < 1000:
		return c.N("date.bytes", int(n))
	case n < 999_500: // what would round to 1 000 Ko is 1,0 Mo
		return c.T("date.kilobytes", "Value", c.Number(float64(n)/1e3, 0))
	default:
		return c.T("date.megabytes", "Value", c.Number(float64(n)/1e6, 1))
	}
}

// ordinal writes the day of a month: French says 1er for the first.
func (c *Catalogue) ordinal(day int) string {
	if c.lang == French && day == 1 {
		return "1er"
	}
	return strconv.Itoa(day)
}

// Capitalise returns s with its first letter in upper case.
func Capitalise(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}
