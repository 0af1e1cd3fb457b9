package roundtrip

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"parvis/app"
)

// around is what surrounds a cell and completes a date that does not say all:
// the name of its sheet, the titles above, the day it is.
type around struct {
	year  int        // 0 when nothing says it
	month time.Month // 0 when nothing says it
	today app.Date
}

// moment is what a cell says of when.
type moment struct {
	day  app.Date
	at   app.TimeOfDay
	when bool // at was said
	// weekday tells that a day of the week was said which is not that of the day.
	weekday bool
}

var months = map[string]time.Month{
	"janvier": 1, "janv": 1, "jan": 1, "january": 1,
	"fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2,
	"mars": 3, "mar": 3, "march": 3,
	"avril": 4, "avr": 4, "april": 4, "apr": 4,
	"mai": 5, "may": 5,
	"juin": 6, "june": 6, "jun": 6,
	"juillet": 7, "juil": 7, "jul": 7, "july": 7,
	"aout": 8, "aou": 8, "august": 8, "aug": 8,
	"septembre": 9, "sept": 9, "sep": 9, "september": 9,
	"octobre": 10, "oct": 10, "october": 10,
	"novembre": 11, "nov": 11, "november": 11,
	"decembre": 12, "dec": 12, "december": 12,
}

var weekdays = map[string]time.Weekday{
	"lundi": 1, "lun": 1, "monday": 1, "mon": 1,
	"mardi": 2, "tuesday": 2, "tue": 2,
	"mercredi": 3, "mer": 3, "merc": 3, "wednesday": 3, "wed": 3,
	"jeudi": 4, "jeu": 4, "thursday": 4, "thu": 4,
	"vendredi": 5, "ven": 5, "vend": 5, "friday": 5, "fri": 5,
	"samedi": 6, "sam": 6, "saturday": 6, "sat": 6,
	"dimanche": 0, "dim": 0, "sunday": 0, "sun": 0,
}

var (
	isoDay    = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ,]+(.*?))?z?$`)
	figures   = regexp.MustCompile(`^(\d{1,2})(?:er)?[ ]?[/.\-–][ ]?(\d{1,2})(?:[ ]?[/.\-–][ ]?(\d{4}|\d{2}))?(?:[ ,]+(.*))?$`)
	worded    = regexp.MustCompile(`^(\d{1,2})(?:er|st|nd|rd|th)?[ \-]*([a-z]+)\.?[ ,\-]*(\d{4}|\d{2}\b)?(?:[ ,]+(.*))?$`)
	english   = regexp.MustCompile(`^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?(?:[ ,]+(.*))?$`)
	dayAlone  = regexp.MustCompile(`^(\d{1,2})(?:er)?$`)
	numberOf  = regexp.MustCompile(`^\d+(?:[.,]\d+)?(?:e[+\-]?\d+)?$`)
	clock     = regexp.MustCompile(`^(\d{1,2}) ?(?:h|:|heures?|\.) ?(\d{2})?(?: ?(?:mn|min|m))?(?::(\d{2})(?:\.\d+)?)? ?(am|pm)?$`)
	hourAlone = regexp.MustCompile(`^(\d{1,2}) ?(am|pm)?$`)
	rangeOf   = regexp.MustCompile(` ?(?:-|–|—|/| a | to | et | ou ) ?`)
)

// earliest and latest serial numbers that are dates: of 1990 and of 2099.
const (
	earliestSerial = 32_874
	latestSerial   = 73_050
)

// parseMoment reads what people write for a day, and the time when it is in the
// same cell: 3/12/26, lundi 3 mars, 2026-12-03 09:30, a serial number. Days come
// before months, as in French. ok is false when it is no day.
func parseMoment(text string, near around) (m moment, ok bool) {
	text = strings.TrimSpace(strings.TrimPrefix(fold(text), "'"))
	if v, err := number(text); err == nil && v >= earliestSerial && v <= latestSerial {
		day, minutes := math.Modf(v + 0.5/(24*60))
		m.day = fromSerial(int(day))
		if at := int(minutes * 24 * 60); at > 0 {
			m.at, m.when = app.TimeOfDay{Hour: at / 60, Minute: at % 60}, true
		}
		return m, true
	}
	said, rest := cutWeekday(text)
	d, y := 0, unsaid
	var month time.Month
	tail := ""
	switch {
	case isoDay.MatchString(rest):
		g := isoDay.FindStringSubmatch(rest)
		y, month, d, tail = yearOf(g[1]), time.Month(whole(g[2])), whole(g[3]), g[4]
	case figures.MatchString(rest):
		g := figures.FindStringSubmatch(rest)
		d, month, y, tail = whole(g[1]), time.Month(whole(g[2])), yearOf(g[3]), g[4]
	case worded.MatchString(rest) && months[worded.FindStringSubmatch(rest)[2]] != 0:
		g := worded.FindStringSubmatch(rest)
		d, month, y, tail = whole(g[1]), months[g[2]], yearOf(g[3]), g[4]
	case english.MatchString(rest) && months[english.FindStringSubmatch(rest)[1]] != 0:
		g := english.FindStringSubmatch(rest)
		d, month, y, tail = whole(g[2]), months[g[1]], yearOf(g[3]), g[4]
	case dayAlone.MatchString(rest) && near.month != 0:
		d, month = whole(dayAlone.FindStringSubmatch(rest)[1]), near.month
	default:
		return m, false
	}
	if y == unsaid {
		y = near.chooseYear(d, month, said)
	}
	m.day = app.Date{Year: y, Month: month, Day: d}
	if y < 1990 || y > 2099 || app.DateOf(m.day.UTC()) != m.day {
		return m, false
	}
	m.weekday = said >= 0 && m.day.Weekday() != said
	if tail = strings.Trim(tail, " ,-–"); tail != "" {
		if m.at, m.when = parseTime(tail); !m.when {
			return m, false
		}
	}
	return m, true
}

// unsaid is the year of a date that says none.
const unsaid = -1

// yearOf reads a year of four figures, or of two in this century.
func yearOf(figures string) int {
	switch len(figures) {
	case 0:
		return unsaid
	case 2:
		return 2000 + whole(figures)
	}
	return whole(figures)
}

// cutWeekday takes a day of the week, and "le", off the front; -1 is none.
func cutWeekday(text string) (time.Weekday, string) {
	word, rest, _ := strings.Cut(text, " ")
	if w, known := weekdays[strings.Trim(word, ".,:")]; known && rest != "" {
		return w, strings.TrimPrefix(strings.TrimLeft(rest, " ,-–:"), "le ")
	}
	if rest, cut := strings.CutPrefix(text, "le "); cut {
		w, rest := cutWeekday(rest)
		return w, rest
	}
	return -1, text
}

// chooseYear completes a date that has none: with the year that surrounds it;
// else the one in which it is the weekday said; else the next such day, or one
// that is past by less than three months.
func (n around) chooseYear(day int, month time.Month, said time.Weekday) int {
	if n.year != 0 {
		return n.year
	}
	date := func(year int) app.Date { return app.Date{Year: year, Month: month, Day: day} }
	year := n.today.Year
	if date(year).UTC().AddDate(0, 3, 0).Before(n.today.UTC()) {
		year++
	}
	if said >= 0 {
		for _, y := range []int{year, year + 1, year - 1, year - 2} {
			if date(y).Weekday() == said {
				return y
			}
		}
	}
	return year
}

// parseTime reads what people write for a time of the day: 9h30, 9 h, 09:30:00,
// midi, 2pm, a fraction of a day. Of a range it is the beginning.
func parseTime(text string) (app.TimeOfDay, bool) {
	text = strings.TrimPrefix(fold(text), "'")
	for _, before := range []string{"a ", "vers ", "at ", "des ", "de ", "entre ", "from "} {
		text = strings.TrimPrefix(text, before)
	}
	switch text {
	case "midi", "noon":
		return app.TimeOfDay{Hour: 12}, true
	case "minuit", "midnight":
		return app.TimeOfDay{}, true
	case "midi et demi", "midi et demie", "midi trente":
		return app.TimeOfDay{Hour: 12, Minute: 30}, true
	}
	// A fraction of a day, as spreadsheets keep times, before 0.25 reads as 0 h 25.
	v, err := number(text)
	if err == nil && v < 1 {
		at := int(math.Round(v*24*60)) % (24 * 60)
		return app.TimeOfDay{Hour: at / 60, Minute: at % 60}, true
	}
	if g := clock.FindStringSubmatch(text); g != nil {
		return timeOf(g[1], g[2], g[4])
	}
	if err == nil && v > earliestSerial && v < latestSerial {
		_, part := math.Modf(v)
		return parseTime(strconv.FormatFloat(part, 'f', -1, 64))
	}
	if g := hourAlone.FindStringSubmatch(text); g != nil {
		return timeOf(g[1], "", g[2])
	}
	if first := rangeOf.Split(text, 2); len(first) == 2 && first[0] != "" {
		return parseTime(first[0])
	}
	return app.TimeOfDay{}, false
}

func timeOf(hour, minute, half string) (app.TimeOfDay, bool) {
	t := app.TimeOfDay{Hour: whole(hour), Minute: whole(minute)}
	switch {
	case half != "" && (t.Hour < 1 || t.Hour > 12):
		return app.TimeOfDay{}, false
	case half == "pm" && t.Hour < 12:
		t.Hour += 12
	case half == "am" && t.Hour == 12:
		t.Hour = 0
	}
	return t, t.Hour < 24 && t.Minute < 60
}

// number reads a plain number, with a point or a comma.
func number(text string) (float64, error) {
	if !numberOf.MatchString(text) {
		return 0, strconv.ErrSyntax
	}
	return strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
}

// whole reads digits; "" is 0.
func whole(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}

// fromSerial is the day of a number of days since 30 December 1899.
func fromSerial(days int) app.Date {
	return app.Date{Year: 1899, Month: time.December, Day: 30}.AddDays(days)
}

var (
	yearSaid  = regexp.MustCompile(`(?:^|[^0-9])(20\d{2})(?:[^0-9]|$)`)
	yearShort = regexp.MustCompile(`^[a-z]+[ .'\-]+(\d{2})$`)
	monthYear = regexp.MustCompile(`(?:^|[^0-9])(0?[1-9]|1[0-2])[-_/. ](20\d{2})(?:[^0-9]|$)`)
	yearMonth = regexp.MustCompile(`(?:^|[^0-9])(20\d{2})[-_/. ](0?[1-9]|1[0-2])(?:[^0-9]|$)`)
	letters   = regexp.MustCompile(`[a-z]+`)
)

// season reads the month and the year that a title or the name of a sheet says:
// Planning mars 2026, 03-2026, Avril 26. What it does not say is 0.
func season(text string) (year int, month time.Month) {
	text = fold(text)
	if g := monthYear.FindStringSubmatch(text); g != nil {
		return whole(g[2]), time.Month(whole(g[1]))
	}
	if g := yearMonth.FindStringSubmatch(text); g != nil {
		return whole(g[1]), time.Month(whole(g[2]))
	}
	if g := yearSaid.FindStringSubmatch(text); g != nil {
		year = whole(g[1])
	}
	for _, word := range letters.FindAllString(text, -1) {
		if m := months[word]; m != 0 {
			if month != 0 && m != month {
				return year, 0 // from one month to another
			}
			month = m
		}
	}
	if g := yearShort.FindStringSubmatch(text); g != nil && year == 0 && month != 0 {
		year = 2000 + whole(g[1])
	}
	return year, month
}
