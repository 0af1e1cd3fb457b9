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
// celebration. Its translated name is "keydates.<id>".
type KeyDate struct {
	ID    string
	Date  app.Date
	Until app.Date // last day, Date itself for a single day
	// Holiday: most businesses are closed by law or may be.
	Holiday bool
	// Confirm: the day follows the rule observed so far; the authorities had
	// not published it when the data was gathered.
	Confirm bool
	// Note: worth knowing, not an occasion to speak (the clocks change).
	Note bool
}

// Name returns what the day is called.
func (k KeyDate) Name() app.Message { return app.Say("keydates." + k.ID) }

// Of computes the key dates of any year for a trade, by day. Years are
// those of the Gregorian calendar as used today.
func Of(year int, trade business.Trade) []KeyDate {
	var dates []KeyDate
	for _, e := range franceDates() {
		if len(e.Trades) > 0 && !slices.Contains(e.Trades, trade) {
			continue
		}
		day := e.Rule.day(year)
		dates = append(dates, KeyDate{
			ID: e.ID, Date: day, Until: day.AddDays(max(e.Days, 1) - 1), Holiday: e.Holiday,
			Confirm: e.Confirm && !slices.Contains(e.Confirmed, year), Note: e.Note,
		})
	}
	slices.SortStableFunc(dates, func(a, b KeyDate) int { return b.Date.DaysUntil(a.Date) })
	return dates
}

// Between returns the key dates for a trade whose first day lies in
// from..to inclusive, by day.
func Between(from, to app.Date, trade business.Trade) []KeyDate {
	var between []KeyDate
	for year := from.Year; year <= to.Year; year++ {
		for _, k := range Of(year, trade) {
			if !k.Date.Before(from) && !k.Date.After(to) {
				between = append(between, k)
			}
		}
	}
	return between
}
