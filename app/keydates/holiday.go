package keydates

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"parvis/app"
)

// Zone is one of those whose schools rest at different times, "" for all.
type Zone string

// The zones of the French Ministry of Education.
const (
	EveryZone Zone = ""
	ZoneA     Zone = "A"
	ZoneB     Zone = "B"
	ZoneC     Zone = "C"
)

// Zones lists the zones in the order they are offered.
func Zones() []Zone { return []Zone{EveryZone, ZoneA, ZoneB, ZoneC} }

// Holiday is a school holiday as its owner typed it in: no rule gives them, the
// ministry decides.
type Holiday struct {
	ID          app.ID
	Zone        Zone
	Name        string // "" shows as school holidays
	First, Last app.Date
}

// maxHolidayDays is longer than any school holiday: a longer one is a slip in
// the year.
const maxHolidayDays = 100

// Label returns what the holiday is called, with its zone.
func (h Holiday) Label() app.Message {
	switch {
	case h.Name != "" && h.Zone != EveryZone:
		return app.Say("keydates.holiday.named_zone", "Name", h.Name, "Zone", string(h.Zone))
	case h.Name != "":
		return app.Say("keydates.holiday.named", "Name", h.Name)
	case h.Zone != EveryZone:
		return app.Say("keydates.holiday.zone", "Zone", string(h.Zone))
	}
	return app.Say("keydates.holiday.any")
}

// Check returns what cannot be kept of h, as an *app.Error with CodeInvalid, or
// nil.
func (h Holiday) Check() error {
	switch {
	case h.First.IsZero() || h.Last.IsZero():
		return app.Fail(app.CodeInvalid, "keydates.error.days_missing")
	case h.Last.Before(h.First):
		return app.Fail(app.CodeInvalid, "keydates.error.ends_before", "First", h.First, "Last", h.Last)
	case h.First.DaysUntil(h.Last) >= maxHolidayDays:
		return app.Fail(app.CodeInvalid, "keydates.error.too_long", "Days", h.First.DaysUntil(h.Last)+1)
	case utf8.RuneCountInString(h.Name) > MaxNameLength:
		return app.Fail(app.CodeInvalid, "keydates.error.name_long", "Max", MaxNameLength)
	case !slices.Contains(Zones(), h.Zone):
		return app.Fail(app.CodeInvalid, "keydates.error.zone")
	}
	return nil
}

// On reports whether a day is one of the holiday's.
func (h Holiday) On(day app.Date) bool { return !day.Before(h.First) && !day.After(h.Last) }

// same reports whether two holidays are the same days of the same zone, whatever
// they are called.
func (h Holiday) same(o Holiday) bool {
	return h.Zone == o.Zone && h.First == o.First && h.Last == o.Last
}

func sortHolidays(all []Holiday) {
	slices.SortStableFunc(all, func(a, b Holiday) int {
		return cmp.Or(b.First.DaysUntil(a.First), cmp.Compare(a.Zone, b.Zone), cmp.Compare(a.ID, b.ID))
	})
}
