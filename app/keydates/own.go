package keydates

import (
	"strings"
	"unicode/utf8"

	"parvis/app"
)

// Own is a date that the owner added: a birthday of the shop, a fair, a match.
type Own struct {
	ID   app.ID
	Name string
	Day  app.Date
	// Yearly: it comes back every year, from that of Day on.
	Yearly bool
	Note   string // for the owner, "" when none
}

// Bounds of what an owner types, in characters.
const (
	MaxNameLength = 80
	MaxNoteLength = 500
)

// tidy takes out the spaces that nobody meant.
func (o Own) tidy() Own {
	o.Name = strings.Join(strings.Fields(strings.ToValidUTF8(o.Name, "\uFFFD")), " ")
	o.Note = strings.TrimSpace(strings.ToValidUTF8(o.Note, "\uFFFD"))
	return o
}

// Check returns what cannot be kept of o, as an *app.Error with CodeInvalid, or
// nil.
func (o Own) Check() error {
	switch {
	case o.Name == "":
		return app.Fail(app.CodeInvalid, "keydates.error.name_missing")
	case utf8.RuneCountInString(o.Name) > MaxNameLength:
		return app.Fail(app.CodeInvalid, "keydates.error.name_long", "Max", MaxNameLength)
	case utf8.RuneCountInString(o.Note) > MaxNoteLength:
		return app.Fail(app.CodeInvalid, "keydates.error.note_long", "Max", MaxNoteLength)
	case o.Day.IsZero():
		return app.Fail(app.CodeInvalid, "keydates.error.day_missing")
	}
	return nil
}

// in returns the date as it falls in a year; 29 February is the 28th in years
// that have none.
func (o Own) in(year int) (KeyDate, bool) {
	if year != o.Day.Year && (!o.Yearly || year < o.Day.Year) {
		return KeyDate{}, false
	}
	last := app.Date{Year: year, Month: o.Day.Month, Day: 1}.LastOfMonth()
	day := app.Date{Year: year, Month: o.Day.Month, Day: min(o.Day.Day, last.Day)}
	return KeyDate{ID: string(o.ID), Label: o.Name, Date: day, Until: day}, true
}
