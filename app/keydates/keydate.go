// Package keydates knows the days a business may speak of or must know: those
// that any year brings (holidays, sales, celebrations), those its owner added,
// and school holidays as typed in.
package keydates

import (
	"slices"

	"parvis/app"
	"parvis/app/business"
)

// KeyDate is a day the public already has in mind: a holiday, a sale, a
// celebration, or a day of the owner's own.
type KeyDate struct {
	// ID names a date that Parvis brings, or is the app.ID of the owner's own.
	ID    string
	Date  app.Date
	Until app.Date // last day, Date itself for a single day
	// Label is what the owner called a date of their own, "" for those of Parvis.
	Label string
	// Holiday: most businesses are closed by law or may be; in Region alone when
	// that is set.
	Holiday bool
	Region  Region // "" for the whole of France
	// Confirm: the day follows the rule observed so far; the authorities had
	// not published it when the data was gathered.
	Confirm bool
	// Note: worth knowing, not an occasion to speak (the clocks change).
	Note bool
}

// Region is where a holiday is one; its translated name is
// "keydates.region.<region>".
type Region string

// AlsaceMoselle has two public holidays of its own.
const AlsaceMoselle Region = "alsace_moselle"

// Name returns what the day is called: "keydates.<id>", or the owner's words.
func (k KeyDate) Name() app.Message {
	if k.Label != "" {
		return app.Say("keydates.own.name", "Name", k.Label)
	}
	return app.Say("keydates." + k.ID)
}

// Of computes the key dates of any year that Parvis proposes to a trade, by day:
// neither those of one region nor those for other trades. Years are those of the
// Gregorian calendar as used today.
func Of(year int, trade business.Trade) []KeyDate {
	var dates []KeyDate
	for _, e := range franceDates() {
		if e.proposed(trade) {
			dates = append(dates, e.in(year))
		}
	}
	sortByDay(dates)
	return dates
}

// in returns the key date of a year.
func (e entry) in(year int) KeyDate {
	first := e.Rule.day(year)
	last := first.AddDays(max(e.Days, 1) - 1)
	if e.Until != nil {
		if last = e.Until.day(year); last.Before(first) {
			last = e.Until.day(year + 1)
		}
	}
	return KeyDate{
		ID: e.ID, Date: first, Until: last, Holiday: e.Holiday, Region: e.Region,
		Confirm: e.Confirm && !slices.Contains(e.Confirmed, year), Note: e.Note,
	}
}

// proposed reports whether a date matters to a trade, wherever it is.
func (e entry) proposed(trade business.Trade) bool {
	return e.Region == "" && (len(e.Trades) == 0 || slices.Contains(e.Trades, trade))
}

func sortByDay(dates []KeyDate) {
	slices.SortStableFunc(dates, func(a, b KeyDate) int { return b.Date.DaysUntil(a.Date) })
}
