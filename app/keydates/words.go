package keydates

import (
	"fmt"
	"time"

	"parvis/app"
)

// ruleOf says how the day of a date is found.
func ruleOf(e entry) app.Message {
	r := e.Rule
	switch r.Kind {
	case "easter":
		switch {
		case r.Offset == 0:
			return app.Say("keydates.rule.easter")
		case r.Offset < 0:
			return app.Say("keydates.rule.before_easter", "Count", -r.Offset)
		}
		return app.Say("keydates.rule.after_easter", "Count", r.Offset)
	case "weekday":
		day := app.Say("keydates.rule.weekday", "Nth", ordinal(r.Nth),
			"Weekday", app.Say(fmt.Sprintf("date.weekday.%d", time.Weekday(r.Weekday))),
			"Month", app.Say(fmt.Sprintf("keydates.rule.month.%d", r.Month)))
		switch {
		case r.Plus > 0:
			return app.Say("keydates.rule.plus", "Day", day, "Count", r.Plus)
		case r.NoLater > 0:
			return app.Say("keydates.rule.no_later", "Day", day, "Last", r.NoLater)
		case r.UnlessEaster != 0:
			return app.Say("keydates.rule.unless_pentecost", "Day", day)
		}
		return day
	}
	return app.Say("keydates.rule.fixed", "Day", app.ShortDate(app.Date{Year: 2028, Month: time.Month(r.Month), Day: r.Day}))
}

// ordinal says which of a month's days of the week.
func ordinal(n int) app.Message {
	if n < 0 {
		return app.Say(fmt.Sprintf("keydates.rule.last.%d", -n))
	}
	return app.Say(fmt.Sprintf("keydates.rule.nth.%d", n))
}
