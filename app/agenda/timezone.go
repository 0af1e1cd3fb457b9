package agenda

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"

	"parvis/app"
)

// timezone describes a zone over the days from..to and a year on both sides: each
// of its changes with the day and the civil time it takes effect, so that a
// calendar that does not know the zone reads the same instants.
func timezone(zone *time.Location, from, to app.Date) *ics.VTimezone {
	tz := ics.NewTimezone(zone.String())
	at := from.AddMonths(-12).UTC().In(zone)
	until := to.AddMonths(12).UTC()
	for {
		start, end := at.ZoneBounds()
		name, offset := at.Zone()
		before, onset := offset, "19700101T000000"
		if !start.IsZero() {
			_, before = start.Add(-time.Second).In(zone).Zone()
			// The onset is told by the clocks that are about to change.
			onset = start.In(time.FixedZone("", before)).Format("20060102T150405")
		}
		var part interface {
			SetProperty(property ics.ComponentProperty, value string, params ...ics.PropertyParameter)
		}
		if at.IsDST() {
			daylight := &ics.Daylight{}
			tz.Components = append(tz.Components, daylight)
			part = daylight
		} else {
			part = tz.AddStandard()
		}
		part.SetProperty(ics.ComponentPropertyDtStart, onset)
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), utcOffset(before))
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), utcOffset(offset))
		part.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
		if end.IsZero() || end.After(until) {
			return tz
		}
		at = end.In(zone)
	}
}

// utcOffset writes seconds east of Greenwich as +0100.
func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds%3600/60)
}
