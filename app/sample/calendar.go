package sample

import (
	"cmp"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/app/networks"
)

const (
	monthsBack = 12 // of posts before today
	daysAhead  = 21 // of posts after today
	perMonth   = 16 // posts in a usual month
	// restDays is how long a text is left alone before it may be said again.
	restDays = 75
)

// said is a text given a moment.
type said struct {
	text text
	at   app.Civil
}

// inclination is how often each pillar is really chosen, in percent: too many
// offers, not enough behind the scenes, as owners do.
var inclination = map[string]float64{"products": 36, "offers": 22, "backstage": 19, "local": 14, "team": 9}

// place decides what is said and when, oldest first: texts bound to a date
// first, then seasonal ones until each month has its number.
func (g *generator) place() []said {
	from, to := g.today.AddMonths(-monthsBack), g.today.AddDays(daysAhead)
	var all []said
	for year := from.Year; year <= to.Year; year++ {
		feasts := feastsOf(year)
		for _, t := range g.texts {
			var day app.Date
			switch t.When {
			case "day":
				day = nearest(dayOf(year, t.Day), t.Weekday)
			case "feast":
				day = feasts[t.Feast].AddDays(t.Offset)
			default:
				continue
			}
			if !day.Before(from) && !day.After(to) {
				all = append(all, g.say(t, day))
			}
		}
	}
	for month := from.FirstOfMonth(); !month.After(to); month = month.AddMonths(1) {
		all = g.fill(all, latest(month, from), earliest(month.LastOfMonth(), to))
	}
	slices.SortStableFunc(all, func(a, b said) int {
		return cmp.Or(b.at.Date.DaysUntil(a.at.Date), cmp.Compare(a.at.Time.Minutes(), b.at.Time.Minutes()))
	})
	return all
}

// say gives a text its moment; what would come out today waits for the evening,
// so that it is still to come.
func (g *generator) say(t text, day app.Date) said {
	at := app.Civil{Date: day, Time: timeOfDay(t.Time)}
	if evening := (app.TimeOfDay{Hour: 17, Minute: 30}); day == g.today && at.Time.Minutes() < evening.Minutes() {
		at.Time = evening
	}
	return said{text: t, at: at}
}

// fill adds seasonal texts to the days from..to of one month.
func (g *generator) fill(all []said, from, to app.Date) []said {
	days := from.DaysUntil(to) + 1
	wanted := (perMonth*days + 15) / 30
	busy := map[app.Date]bool{}
	for _, s := range all {
		if !s.at.Date.Before(from) && !s.at.Date.After(to) {
			busy[s.at.Date] = true
			wanted--
		}
	}
	for ; wanted > 0; wanted-- {
		day, ok := g.freeDay(busy, from, to)
		if !ok {
			break
		}
		busy[day] = true
		if t, ok := g.choose(all, day); ok {
			all = append(all, g.say(t, day))
		}
	}
	return all
}

// freeDay returns the free day that lies farthest from the busy ones, chance
// deciding between near equals.
func (g *generator) freeDay(busy map[app.Date]bool, from, to app.Date) (app.Date, bool) {
	var best app.Date
	bestScore, found := 0.0, false
	for day := from; !day.After(to); day = day.AddDays(1) {
		if busy[day] {
			continue
		}
		distance := 5
		for away := 1; away < distance; away++ {
			if busy[day.AddDays(away)] || busy[day.AddDays(-away)] {
				distance = away
			}
		}
		score := float64(distance) + 1.5*g.rng.Float64()
		if day.Weekday() == time.Saturday {
			score -= .7
		}
		if closed(day) {
			score -= 3
		}
		if !found || score > bestScore {
			best, bestScore, found = day, score, true
		}
	}
	return best, found
}

// closed reports whether the bakery is on its summer holiday.
func closed(d app.Date) bool { return d.Month == time.August && d.Day < 24 }

// choose returns the seasonal text that is due most on a day: of a pillar that
// is behind, and not said for long.
func (g *generator) choose(all []said, day app.Date) (text, bool) {
	count := map[string]float64{}
	rested := map[string]int{} // days between the day and the nearest time it is said
	for _, s := range all {
		away := abs(s.at.Date.DaysUntil(day))
		if away <= 60 {
			count[s.text.Pillar]++
		}
		if known, ok := rested[s.text.Title]; !ok || away < known {
			rested[s.text.Title] = away
		}
	}
	var best text
	bestScore, found := 0.0, false
	for _, t := range g.texts {
		if t.When != "season" || !t.inSeason(day) || !t.suits(day) {
			continue
		}
		rest, before := rested[t.Title]
		if before && rest < restDays {
			continue
		}
		if !before {
			rest = 400
		}
		score := float64(rest)/200 + 2*g.rng.Float64() - 12*count[t.Pillar]/inclination[t.Pillar]
		if t.Weekday != 0 || t.From != 0 {
			score += 1.5 // it has fewer occasions
		}
		if !found || score > bestScore {
			best, bestScore, found = t, score, true
		}
	}
	return best, found
}

// suits reports whether a text is one to say on a day: nothing to buy while the
// shop is closed, nothing for colleagues at the weekend.
func (t text) suits(day app.Date) bool {
	if weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday; weekend && t.Networks[0] == networks.LinkedIn {
		return false
	}
	return !closed(day) || t.Pillar == "backstage" || t.Pillar == "team"
}

// feastsOf returns the key dates of a year by identifier.
func feastsOf(year int) map[string]app.Date {
	days := map[string]app.Date{}
	for _, k := range keydates.Of(year, business.Bakery) {
		days[k.ID] = k.Date
	}
	return days
}

// dayOf reads a day of the data files ("11-04"), which the tests prove well
// formed.
func dayOf(year int, monthDay string) app.Date {
	d, err := time.Parse("01-02", monthDay)
	if err != nil {
		panic("sample: " + err.Error())
	}
	return app.Date{Year: year, Month: d.Month(), Day: d.Day()}
}

// nearest returns the day nearest to d that is the given weekday (1 is Sunday, 0
// any).
func nearest(d app.Date, weekday int) app.Date {
	if weekday == 0 {
		return d
	}
	ahead := (weekday - 1 - int(d.Weekday()) + 7) % 7
	if ahead > 3 {
		ahead -= 7
	}
	return d.AddDays(ahead)
}

func latest(a, b app.Date) app.Date {
	if a.Before(b) {
		return b
	}
	return a
}

func earliest(a, b app.Date) app.Date {
	if a.Before(b) {
		return a
	}
	return b
}

func abs(n int) int { return max(n, -n) }
