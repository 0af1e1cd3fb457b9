package keydates

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"parvis/app"
)

// Pasted is what was understood of pasted lines, and what was not.
type Pasted struct {
	Holidays []Holiday // without ID, in the order of the lines
	Refused  []Refusal
	Kept     int // understood and kept already, left out of Holidays
}

// Refusal is a line that was not understood. Reason says why, and what to do.
type Refusal struct {
	Line   int    // from 1
	Text   string // its beginning, of a long one
	Reason app.Message
}

// MaxPasted is how many lines are read at once.
const MaxPasted = 200

// ParseHolidays reads school holidays, one a line, as they are found in tables
// and on the ministry's page: "Toussaint;17/10/2026;02/11/2026", "Zone B : Noël,
// du samedi 19 décembre 2026 au lundi 4 janvier 2027". A line without its own
// zone is of the zone given. resumes tells that the second day is that on which
// classes begin again, as the ministry writes it: the holiday ends the day
// before. Empty lines are passed over; a line twice is refused the second time.
func ParseHolidays(text string, zone Zone, resumes bool) Pasted {
	var out Pasted
	read := 0
	for i, line := range strings.Split(lineEnds.Replace(text), "\n") {
		line = strings.TrimSpace(strings.ToValidUTF8(line, "\uFFFD"))
		if line == "" {
			continue
		}
		refuse := func(why app.Message) { out.Refused = append(out.Refused, Refusal{i + 1, beginning(line), why}) }
		if read++; read > MaxPasted {
			refuse(app.Say("keydates.paste.too_many", "Max", MaxPasted))
			break
		}
		h, err := parseHoliday(line, zone, resumes)
		switch {
		case err != nil:
			refuse(app.MessageOf(err))
		case contains(out.Holidays, h):
			refuse(app.Say("keydates.paste.twice"))
		default:
			out.Holidays = append(out.Holidays, h)
		}
	}
	return out
}

// maxShown is how many characters of a refused line are kept: what is pasted by
// mistake may be a page in one line.
const maxShown = 120

// beginning returns a line, cut when it is too long to be shown.
func beginning(line string) string {
	characters := 0
	for at := range line {
		if characters++; characters > maxShown {
			return line[:at] + "…"
		}
	}
	return line
}

func contains(all []Holiday, h Holiday) bool {
	for _, o := range all {
		if o.same(h) {
			return true
		}
	}
	return false
}

var (
	// figures is 17/10/2026, 17.10.26, 17-10-2026; iso is 2026-10-17; written is
	// 17 octobre 2026, 1er nov., 17 October.
	iso     = `(\d{4})-(\d{1,2})-(\d{1,2})`
	figures = `(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?`
	written = `(\d{1,2})(?:er|st|nd|rd|th)?\s+(\p{L}{3,10})\.?(?:\s+(\d{4}))?`

	dates   = regexp.MustCompile(`(?:^|[^\p{L}\p{N}])(?:` + iso + `|` + figures + `|` + written + `)(?:$|[^\p{L}\p{N}/])`)
	oneZone = regexp.MustCompile(`(?i)(?:^|[^\p{L}])zones?\s*:?\s*([A-Z])(?:$|[^\p{L}])`)
	alone   = regexp.MustCompile(`^[ABC]$`)
	// filler stands around the days and is no name.
	filler = regexp.MustCompile(`(?i)^(?:du|de|au|le|les|des|d|à|a|jusqu|from|to|until|the|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$`)
)

// lineEnds makes one of every system's end of a line.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// parseHoliday reads one line.
func parseHoliday(line string, zone Zone, resumes bool) (Holiday, error) {
	h := Holiday{Zone: zone}
	// Pages keep figures and months together with spaces of other kinds.
	rest := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\t' {
			return ' '
		}
		return r
	}, line)
	if m := oneZone.FindStringSubmatchIndex(rest); m != nil {
		z := Zone(strings.ToUpper(rest[m[2]:m[3]]))
		if !alone.MatchString(string(z)) {
			return h, app.Fail(app.CodeInvalid, "keydates.error.zone")
		}
		h.Zone = z
		rest = rest[:m[0]] + " ; " + rest[m[3]:]
	}
	days, name, err := cutDays(rest)
	if err != nil {
		return h, err
	}
	switch len(days) {
	case 0:
		return h, app.Fail(app.CodeInvalid, "keydates.paste.no_day")
	case 1:
		return h, app.Fail(app.CodeInvalid, "keydates.paste.one_day")
	case 2:
	default:
		return h, app.Fail(app.CodeInvalid, "keydates.paste.many_days")
	}
	first, last := days[0], days[1]
	if last.Year == 0 {
		return h, app.Fail(app.CodeInvalid, "keydates.paste.no_year")
	}
	if first.Year == 0 {
		// "du 19 décembre au 4 janvier 2027" begins the year before.
		first.Year = last.Year
		if (app.Date{Year: 1, Month: last.Month, Day: last.Day}).Before(app.Date{Year: 1, Month: first.Month, Day: first.Day}) {
			first.Year--
		}
	}
	for _, d := range []app.Date{first, last} {
		if d.AddDays(0) != d {
			return h, app.Fail(app.CodeInvalid, "keydates.paste.no_such_day", "Day", d.Day, "Month", int(d.Month), "Year", strconv.Itoa(d.Year))
		}
	}
	h.First, h.Last = first, last
	if resumes && first.Before(last) {
		h.Last = last.AddDays(-1)
	}
	h.Name, h.Zone = nameAndZone(name, h.Zone)
	return h, h.Check()
}

// cutDays takes the days out of a line, and returns what is left of it. A day
// without a year has the year 0.
func cutDays(line string) ([]app.Date, string, error) {
	var days []app.Date
	var rest strings.Builder
	for {
		m := dates.FindStringSubmatchIndex(line)
		if m == nil {
			break
		}
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return line[m[2*i]:m[2*i+1]]
		}
		var d app.Date
		end := 0
		switch {
		case group(1) != "":
			d = app.Date{Year: number(group(1)), Month: time.Month(number(group(2))), Day: number(group(3))}
			end = m[7]
		case group(4) != "":
			d = app.Date{Year: year(group(6)), Month: time.Month(number(group(5))), Day: number(group(4))}
			end = max(m[11], m[13])
		default:
			month := monthNamed(group(8))
			end = max(m[17], m[19])
			if month == 0 {
				// "2 semaines", say: no day. The figure is passed over, the word may
				// belong to a name.
				rest.WriteString(line[:m[15]])
				line = line[m[15]:]
				continue
			}
			d = app.Date{Year: year(group(9)), Month: month, Day: number(group(7))}
		}
		if d.Month < 1 || d.Month > 12 {
			return nil, "", app.Fail(app.CodeInvalid, "keydates.paste.no_such_day", "Day", d.Day, "Month", int(d.Month), "Year", strconv.Itoa(d.Year))
		}
		days = append(days, d)
		rest.WriteString(line[:m[0]] + " ; ")
		line = line[end:]
	}
	rest.WriteString(line)
	return days, rest.String(), nil
}

// nameAndZone finds the name in what is left of a line, and the zone when it is a
// field of its own.
func nameAndZone(rest string, zone Zone) (string, Zone) {
	name := ""
	for _, field := range strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(";\t,|:", r) }) {
		field = strings.TrimSpace(field)
		if alone.MatchString(field) {
			zone = Zone(field)
			continue
		}
		var words []string
		for _, w := range strings.FieldsFunc(field, func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune("()[]–—\"«»", r)
		}) {
			if w != "-" {
				words = append(words, w)
			}
		}
		for len(words) > 0 && filler.MatchString(strings.Trim(words[0], ".'’")) {
			words = words[1:]
		}
		for len(words) > 0 && filler.MatchString(strings.Trim(words[len(words)-1], ".'’")) {
			words = words[:len(words)-1]
		}
		if len(words) > 0 && name == "" {
			name = strings.Join(words, " ")
		}
	}
	return name, zone
}

// number reads figures the pattern has found: they fit.
func number(s string) int {
	n := 0
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

// year reads 2026 or 26; 0 when there is none.
func year(s string) int {
	if len(s) == 2 {
		return 2000 + number(s)
	}
	return number(s)
}

// months are the beginnings that tell the months apart, without accents, in both
// languages of the interface.
var months = []struct {
	month  time.Month
	starts []string
}{
	{time.January, []string{"jan"}},
	{time.February, []string{"fev", "feb"}},
	{time.March, []string{"mar"}},
	{time.April, []string{"avr", "apr"}},
	{time.May, []string{"mai", "may"}},
	{time.June, []string{"juin", "jun"}},
	{time.July, []string{"juil", "jul"}},
	{time.August, []string{"aou", "aug"}},
	{time.September, []string{"sep"}},
	{time.October, []string{"oct"}},
	{time.November, []string{"nov"}},
	{time.December, []string{"dec"}},
}

// names are whole names and usual short forms, so that "mardi" is no month.
var names = regexp.MustCompile(`^(?:janv?(?:ier)?|january|fevr?(?:ier)?|feb(?:ruary)?|mars?|march|avr(?:il)?|apr(?:il)?|mai|may|juin|june?|juil(?:let)?|july?|aout|aug(?:ust)?|sept?(?:embre|ember)?|oct(?:obre|ober)?|nov(?:embre|ember)?|dec(?:embre|ember)?)$`)

// monthNamed returns the month of a name, 0 when it is none.
func monthNamed(word string) time.Month {
	plain := strings.NewReplacer("é", "e", "û", "u", "É", "e", "Û", "u").Replace(strings.ToLower(word))
	if !names.MatchString(plain) {
		return 0
	}
	for _, m := range months {
		for _, start := range m.starts {
			if strings.HasPrefix(plain, start) {
				return m.month
			}
		}
	}
	return 0
}
