package snippets

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"parvis/app"
	"parvis/app/business"
)

// Parsed is a template that was read: stretches of text and fields.
type Parsed struct{ parts []part }

// part is a stretch of text, or a field when name is not empty.
type part struct{ text, name string }

// maxFieldLength bounds the name of a field, in characters.
const maxFieldLength = 40

// ParseTemplate reads a template: {produit} is a field, {{ and }} are the braces
// themselves. It fails with CodeInvalid and says where and why.
func ParseTemplate(text string) (Parsed, error) {
	var p Parsed
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			p.parts = append(p.parts, part{text: plain.String()})
			plain.Reset()
		}
	}
	for at := 0; at < len(text); {
		rest := text[at:]
		switch {
		case strings.HasPrefix(rest, "{{"), strings.HasPrefix(rest, "}}"):
			plain.WriteByte(rest[0])
			at += 2
		case rest[0] == '}':
			return Parsed{}, app.Fail(app.CodeInvalid, "snippets.template.error.closed", "Near", around(text, at))
		case rest[0] == '{':
			end := strings.IndexAny(rest[1:], "{}\n")
			if end < 0 || rest[1+end] != '}' {
				return Parsed{}, app.Fail(app.CodeInvalid, "snippets.template.error.open", "Near", around(text, at))
			}
			name := strings.TrimSpace(rest[1 : 1+end])
			switch {
			case name == "":
				return Parsed{}, app.Fail(app.CodeInvalid, "snippets.template.error.nameless", "Near", around(text, at))
			case !isFieldName(name):
				return Parsed{}, app.Fail(app.CodeInvalid, "snippets.template.error.name", "Name", name)
			}
			flush()
			p.parts = append(p.parts, part{name: name})
			at += end + 2
		default:
			next := strings.IndexAny(rest, "{}")
			if next < 0 {
				next = len(rest)
			}
			plain.WriteString(rest[:next])
			at += next
		}
	}
	flush()
	return p, nil
}

// isFieldName reports whether a field may be called so: letters, digits, spaces
// and what joins words.
func isFieldName(name string) bool {
	if utf8.RuneCountInString(name) > maxFieldLength || len(plainWords(name)) == 0 {
		return false
	}
	return strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r) && !strings.ContainsRune(" _-'’", r)
	}) < 0
}

// around returns the words where a template cannot be read.
func around(text string, at int) string {
	line, _, _ := strings.Cut(text[at:], "\n")
	rest := []rune(line)
	const most = 24
	if len(rest) > most {
		return string(rest[:most]) + "…"
	}
	return string(rest)
}

// fieldKey is the same for the names of one field, however they are written.
func fieldKey(name string) string { return strings.Join(plainWords(name), " ") }

// Fields returns the names of the fields in their order, each once, as it is
// written first: capitals and accents make no other field.
func (p Parsed) Fields() []string {
	var names []string
	seen := make(map[string]bool)
	for _, one := range p.parts {
		if key := fieldKey(one.name); one.name != "" && !seen[key] {
			seen[key] = true
			names = append(names, one.name)
		}
	}
	return names
}

// Fill returns the text with the values of its fields, by name. A field without a
// value stays as it is written, in braces, so that it is seen.
func (p Parsed) Fill(values map[string]string) string {
	byKey := make(map[string]string, len(values))
	for name, v := range values {
		if v != "" {
			byKey[fieldKey(name)] = v
		}
	}
	var b strings.Builder
	for _, one := range p.parts {
		switch v, given := byKey[fieldKey(one.name)]; {
		case one.name == "":
			b.WriteString(one.text)
		case given:
			b.WriteString(v)
		default:
			b.WriteString("{" + one.name + "}")
		}
	}
	return b.String()
}

// known is a field that Parvis fills by itself.
type known int

const (
	knownBusiness known = iota + 1
	knownTown
	knownSite
	knownDate
	knownWeekday
	knownFirstName
)

// knownFields are the names of those fields, by fieldKey, in both languages.
var knownFields = map[string]known{
	"entreprise": knownBusiness, "business": knownBusiness, "company": knownBusiness,
	"ville": knownTown, "town": knownTown, "city": knownTown,
	"site": knownSite, "site web": knownSite, "website": knownSite,
	"date": knownDate,
	"jour": knownWeekday, "day": knownWeekday,
	"prenom": knownFirstName, "first name": knownFirstName,
}

// Days writes days in a language; *translations.Catalogue is one.
type Days interface {
	DayMonthLong(d app.Date) string
	Weekday(d time.Weekday) string
}

// KnownValues returns the values of those fields that Parvis fills by itself, by
// their name: who the business is, and the day of the post. What is not known (no
// site, no first name) is left out, and asked for like any other.
func KnownValues(fields []string, b business.Business, day app.Date, days Days) map[string]string {
	values := make(map[string]string)
	for _, name := range fields {
		v := ""
		switch knownFields[fieldKey(name)] {
		case knownBusiness:
			v = b.Name
		case knownTown:
			v = b.Town
		case knownSite:
			v = b.Website
		case knownDate:
			v = days.DayMonthLong(day)
		case knownWeekday:
			v = days.Weekday(day.Weekday())
		case knownFirstName:
			v = b.FirstName
		}
		if v != "" {
			values[name] = v
		}
	}
	return values
}
