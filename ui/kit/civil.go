package kit

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"parvis/app"
)

// DateNames are the names of days and months, with which dates are read.
type DateNames struct {
	// Months and ShortMonths begin with January.
	Months, ShortMonths [12]string
	// Weekdays are short and begin with Monday.
	Weekdays [7]string
	// Today, Tomorrow and Yesterday are words for those days.
	Today, Tomorrow, Yesterday string
}

// NewDateNames takes the names of days and months from the translations.
func NewDateNames(words Words) DateNames {
	n := DateNames{
		Today: words.T("kit.today"), Tomorrow: words.T("kit.tomorrow"), Yesterday: words.T("kit.yesterday"),
	}
	for m := range n.Months {
		n.Months[m] = words.T("date.month." + strconv.Itoa(m+1))
		n.ShortMonths[m] = words.T("date.month_short." + strconv.Itoa(m+1))
	}
	for d := range n.Weekdays {
		n.Weekdays[d] = words.T("date.weekday_short." + strconv.Itoa((d+1)%7))
	}
	return n
}

// The years that a date typed by a person may have.
const (
	firstYear = 1900
	lastYear  = 2199
)

// FormatDate returns the form 27/11/2026, or "" for no date.
func FormatDate(d app.Date) string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.Day, d.Month, d.Year)
}

// FormatTime returns the form 09:30.
func FormatTime(t app.TimeOfDay) string { return t.String() }

// ParseDate reads a date as a person types it: 27/11/2026, 27/11/26, 27-11,
// 27.11, 2026-11-27, 27 novembre, ven. 27 nov. 2026, 1er déc., demain. Without a
// year, the day nearest to today is meant. It reports false for what is not a
// day of the calendar between the years 1900 and 2199.
func ParseDate(text string, today app.Date, names DateNames) (app.Date, bool) {
	text = plainText(text)
	if text == "" {
		return app.Date{}, false
	}
	switch text {
	case plainText(names.Today):
		return today, true
	case plainText(names.Tomorrow):
		return today.AddDays(1), true
	case plainText(names.Yesterday):
		return today.AddDays(-1), true
	}
	parts := dateParts(text)
	if len(parts) > 0 && names.isWeekday(parts[0]) {
		parts = parts[1:]
	}
	if len(parts) < 2 || len(parts) > 3 {
		return app.Date{}, false
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		parts[0], parts[2] = parts[2], parts[0] // 2026-11-27
	}
	day, ok := number(strings.TrimSuffix(parts[0], "er"), 2)
	if !ok {
		return app.Date{}, false
	}
	month, ok := names.month(parts[1])
	if !ok {
		return app.Date{}, false
	}
	if len(parts) == 2 {
		return nearest(day, month, today)
	}
	year, ok := number(parts[2], 4)
	if !ok || len(parts[2]) == 3 || len(parts[2]) == 1 {
		return app.Date{}, false
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	return civilDate(year, month, day)
}

// ParseTime reads a time of the day as a person types it: 9h30, 9 h, 9:30, 9.30,
// 0930, 930, 21h. It reports false for what is not between 00:00 and 23:59.
func ParseTime(text string) (app.TimeOfDay, bool) {
	text = strings.ReplaceAll(plainText(text), " ", "")
	text = strings.TrimSuffix(text, "min")
	hours, minutes := text, ""
	if i := strings.IndexAny(text, "h:."); i >= 0 {
		hours, minutes = text[:i], text[i+1:]
		if minutes == "" && text[i] != 'h' {
			return app.TimeOfDay{}, false
		}
		if len(minutes) == 1 {
			return app.TimeOfDay{}, false
		}
	} else if len(text) > 2 {
		hours, minutes = text[:len(text)-2], text[len(text)-2:]
	}
	h, ok := number(hours, 2)
	if !ok || h > 23 {
		return app.TimeOfDay{}, false
	}
	m := 0
	if minutes != "" {
		if m, ok = number(minutes, 2); !ok || m > 59 {
			return app.TimeOfDay{}, false
		}
	}
	return app.TimeOfDay{Hour: h, Minute: m}, true
}

// plainText lowers a text and makes its spaces and apostrophes ordinary.
func plainText(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '’':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		}
		return unicode.ToLower(r)
	}, text)
	return strings.TrimSpace(text)
}

// dateParts cuts a date at what people put between its parts.
func dateParts(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("/-. ,", r) })
}

// number reads a number of at most so many digits, and nothing else.
func number(text string, digits int) (int, bool) {
	if text == "" || len(text) > digits {
		return 0, false
	}
	n := 0
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = n*10 + int(r-'0')
	}
	return n, true
}

func (n *DateNames) isWeekday(part string) bool {
	for _, w := range n.Weekdays {
		short := strings.Trim(plainText(w), ".")
		if short != "" && strings.HasPrefix(part, short) {
			return true
		}
	}
	return false
}

// month reads a month by number or by name, whole, short, or its first letters
// when at least three tell it apart.
func (n *DateNames) month(part string) (time.Month, bool) {
	if m, ok := number(part, 2); ok {
		return time.Month(m), m >= 1 && m <= 12
	}
	found, count := time.Month(0), 0
	for i := range n.Months {
		whole, short := plainText(n.Months[i]), strings.Trim(plainText(n.ShortMonths[i]), ".")
		if part == whole || part == short {
			return time.Month(i + 1), true
		}
		if len(part) >= 3 && strings.HasPrefix(whole, part) {
			found, count = time.Month(i+1), count+1
		}
	}
	return found, count == 1
}

// nearest returns the day and month of the year that puts it nearest to today,
// the later one when two are as near. A 29 February goes to the nearest leap year.
func nearest(day int, month time.Month, today app.Date) (app.Date, bool) {
	best, found := app.Date{}, false
	for year := today.Year - 4; year <= today.Year+4; year++ {
		d, ok := civilDate(year, month, day)
		if ok && (!found || distance(today, d) <= distance(today, best)) {
			best, found = d, true
		}
	}
	return best, found
}

func distance(a, b app.Date) int {
	d := a.DaysUntil(b)
	return max(d, -d)
}

// civilDate returns the day when the calendar has it.
func civilDate(year int, month time.Month, day int) (app.Date, bool) {
	d := app.Date{Year: year, Month: month, Day: day}
	if year < firstYear || year > lastYear || app.DateOf(d.UTC()) != d {
		return app.Date{}, false
	}
	return d, true
}

// monthWeeks returns the days of the weeks, from Monday, that cover a month.
func monthWeeks(month app.Date) []app.Date {
	first := month.FirstOfMonth().Monday()
	last := month.LastOfMonth()
	var days []app.Date
	for d := first; !d.After(last) || len(days)%7 != 0; d = d.AddDays(1) {
		days = append(days, d)
	}
	return days
}
