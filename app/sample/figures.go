package sample

import (
	"math"
	"time"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// month is what the accounts came to in one month: followers at its end over
// all accounts; reach, engagement and clicks over those that measure them, by
// the third reading of the month (a fourth one adds a third).
type month struct {
	followers, reach, rate, clicks float64
}

// history is the course of thirteen months, the current one last. The month
// nobody measured is zero.
var history = [13]month{
	{1890, 11200, .030, 260},
	{1905, 13900, .034, 300},
	{1932, 12100, .033, 280},
	{1941, 10800, .031, 240},
	{1962, 11900, .032, 255},
	{1990, 13400, .035, 270},
	{2022, 12600, .033, 290},
	{2042, 12900, .036, 310},
	{2075, 11700, .034, 285},
	{},
	{2160, 14800, .036, 320},
	{2228, 16446, .035, 343},
	{2314, 18420, .041, 312},
}

// share is the part of an account in the whole, at the end of the history. Only
// three networks tell how many people they reached.
type share struct {
	network                                  networks.Network
	followers, reach, interactions, clicks   float64
	firstFollowers, interactionsWithoutReach float64
}

var shares = []share{
	{network: networks.Facebook, followers: 1082, reach: .44, interactions: .33, clicks: .62},
	{network: networks.Instagram, followers: 846, reach: .44, interactions: .475, clicks: .26},
	{network: networks.LinkedIn, followers: 214, reach: .12, interactions: .195, clicks: .12},
	{network: networks.Mastodon, followers: 98, firstFollowers: 61, interactionsWithoutReach: 26},
	{network: networks.Bluesky, followers: 74, firstFollowers: 9, interactionsWithoutReach: 31},
}

// readingDays is when the owner notes the figures of the past week.
var readingDays = []int{5, 12, 19, 26}

// usualReadings is after how many readings a month has the figures of history.
const usualReadings = 3

// monthsOf returns the first day of each month of the history.
func (g *generator) monthsOf() []app.Date {
	months := make([]app.Date, len(history))
	for i := range months {
		months[i] = g.today.FirstOfMonth().AddMonths(i - len(history) + 1)
	}
	return months
}

// daysOf returns the days of a month on which something was noted, today for a
// current month too young to have one.
func (g *generator) daysOf(first app.Date) []app.Date {
	var days []app.Date
	for _, d := range readingDays {
		if day := (app.Date{Year: first.Year, Month: first.Month, Day: d}); !day.After(g.today) {
			days = append(days, day)
		}
	}
	if len(days) == 0 {
		days = append(days, g.today)
	}
	return days
}

func (g *generator) accountReadings() {
	before := make([]float64, len(shares))
	for i, first := range g.monthsOf() {
		m := history[i]
		if m == (month{}) {
			continue
		}
		days := g.daysOf(first)
		readings := min(float64(len(days)), usualReadings)
		followers := g.followers(i)
		reached := math.Round(m.reach * readings / usualReadings)
		interactions := apportion(math.Round(reached*m.rate), func(s share) float64 { return s.interactions })
		reach := apportion(reached, func(s share) float64 { return s.reach })
		clicks := apportion(math.Round(m.clicks*readings/usualReadings), func(s share) float64 { return s.clicks })
		for j, s := range shares {
			account := g.account[s.network]
			if first.LastOfMonth().Before(app.DateOf(account.CreatedAt.In(g.zone))) {
				continue
			}
			if s.interactionsWithoutReach > 0 {
				interactions[j] = math.Round(s.interactionsWithoutReach * readings / usualReadings * (.7 + .4*g.rng.Float64()))
			}
			if before[j] == 0 {
				before[j] = followers[j] - 6
			}
			for k, day := range days {
				t := float64(k+1) / float64(len(days))
				g.read(account, metrics.Followers, day, math.Round(before[j]+(followers[j]-before[j])*t))
			}
			before[j] = followers[j]
			g.spread(account, metrics.Reach, days, reach[j], s.reach > 0)
			g.spread(account, metrics.Interactions, days, interactions[j], true)
			g.spread(account, metrics.Clicks, days, clicks[j], s.clicks > 0)
		}
	}
}

// followers splits the followers of month i over the accounts: the small ones
// grow evenly from their beginning, the large ones share the rest.
func (g *generator) followers(i int) []float64 {
	split := make([]float64, len(shares))
	rest, last := history[i].followers, len(history)-1
	for j, s := range shares {
		if s.firstFollowers == 0 {
			continue
		}
		start := 0
		if s.network == networks.Bluesky {
			start = last + g.joined(s.network)
		}
		if i >= start {
			split[j] = math.Round(s.firstFollowers + (s.followers-s.firstFollowers)*float64(i-start)/float64(last-start))
			rest -= split[j]
		}
	}
	for j, v := range apportion(rest, func(s share) float64 {
		if s.firstFollowers > 0 {
			return 0
		}
		return s.followers
	}) {
		split[j] += v
	}
	return split
}

// joined returns how many months ago an account began, negative.
func (g *generator) joined(n networks.Network) int {
	for _, a := range g.data.business.Accounts {
		if a.Network == n {
			return a.Joined
		}
	}
	return 0
}

// apportion splits a whole number over the accounts by weight, without losing
// one.
func apportion(total float64, weight func(share) float64) []float64 {
	weights := make([]float64, len(shares))
	for i, s := range shares {
		weights[i] = weight(s)
	}
	return split(total, weights)
}

// split divides a whole number by weights into whole numbers of the same sum:
// each is what the running total reaches, rounded, less what came before.
func split(total float64, weights []float64) []float64 {
	var sum, run, given float64
	for _, w := range weights {
		sum += w
	}
	parts := make([]float64, len(weights))
	for i, w := range weights {
		run += w
		parts[i] = math.Round(total*run/sum) - given
		given += parts[i]
	}
	return parts
}

// spread notes a month's total over its first readings, unevenly, and a usual
// week for a fourth one.
func (g *generator) spread(a networks.Account, m metrics.Metric, days []app.Date, total float64, measured bool) {
	if !measured {
		return
	}
	weights := make([]float64, min(len(days), usualReadings))
	for i := range weights {
		weights[i] = .8 + .4*g.rng.Float64()
	}
	for i, v := range split(total, weights) {
		g.read(a, m, days[i], v)
	}
	for _, day := range days[len(weights):] {
		g.read(a, m, day, math.Round(total/usualReadings))
	}
}

func (g *generator) read(a networks.Account, m metrics.Metric, day app.Date, value float64) {
	g.out.Readings = append(g.out.Readings, metrics.Reading{
		Metric: m, AccountID: a.ID, Day: day, Value: value, Origin: metrics.Typed, TakenAt: g.noted(day),
	})
}

// noted returns when a figure about a day was written down.
func (g *generator) noted(day app.Date) time.Time { return g.at(day, 0, 0).Add(30 * time.Minute) }

// What a post usually reaches, and how many of them react to a subject.
var (
	usualReach = map[networks.Network]float64{networks.Facebook: 1500, networks.Instagram: 1250, networks.LinkedIn: 900}
	usualRate  = map[string]float64{"backstage": .062, "team": .051, "products": .040, "local": .033, "offers": .019}
)

// postFigure is what one published post came to. Reach is 0 where the networks
// do not tell.
type postFigure struct {
	id                  app.ID
	day                 app.Date
	reach, interactions float64
	known               bool // its figures are those of the data, not to be adjusted
}

// unmeasured is the part of published posts whose figures nobody noted.
const unmeasured = .04

// postReadings notes the figures of published posts, adjusted so that together
// they stay just below what their accounts came to that month.
func (g *generator) postReadings() {
	months := g.monthsOf()
	byMonth := make([][]postFigure, len(months))
	for i, s := range g.said {
		p := g.out.Posts[i]
		if !g.published(p.ID) || s.at.Date.DaysUntil(g.today) < 2 {
			continue
		}
		for m, first := range months {
			if first.FirstOfMonth() == s.at.Date.FirstOfMonth() && history[m] != (month{}) {
				byMonth[m] = append(byMonth[m], g.postFigure(p.ID, s, m == len(months)-1))
			}
		}
	}
	for m, figures := range byMonth {
		whole := history[m].reach * float64(len(g.daysOf(months[m]))) / usualReadings
		adjust(figures, .90*whole, .93*whole*history[m].rate)
		for _, f := range figures {
			if !f.known && g.rng.Float64() < unmeasured {
				continue
			}
			day := earliest(f.day.AddDays(7), g.today)
			for _, r := range []metrics.Reading{
				{Metric: metrics.Reach, Value: f.reach}, {Metric: metrics.Interactions, Value: f.interactions},
			} {
				if r.Metric == metrics.Reach && f.reach == 0 {
					continue
				}
				r.PostID, r.Day, r.Origin, r.TakenAt = f.id, day, metrics.Imported, g.noted(day)
				g.out.Readings = append(g.out.Readings, r)
			}
		}
	}
}

func (g *generator) postFigure(id app.ID, s said, current bool) postFigure {
	f := postFigure{id: id, day: s.at.Date}
	for _, n := range g.on(s) {
		f.reach += math.Round(usualReach[n] * (.7 + .6*g.rng.Float64()))
	}
	rate := usualRate[s.text.Pillar]
	if s.text.Rate > 0 {
		rate = s.text.Rate
	}
	rate *= .75 + .5*g.rng.Float64()
	switch {
	case current && s.text.Reach > 0:
		f.reach, f.known = s.text.Reach, true
		f.interactions = math.Round(f.reach * s.text.Rate)
	case f.reach == 0:
		f.interactions = float64(4 + g.rng.IntN(14))
	default:
		f.interactions = math.Round(f.reach * rate)
	}
	return f
}

// adjust scales the figures that may be so that the sums meet what is wanted, or
// leaves them when known figures have used it up.
func adjust(figures []postFigure, reach, interactions float64) {
	var sumReach, sumInteractions float64
	for _, f := range figures {
		switch {
		case f.known:
			reach -= f.reach
			interactions -= f.interactions
		case f.reach > 0:
			sumReach += f.reach
			sumInteractions += f.interactions
		}
	}
	for i := range figures {
		f := &figures[i]
		if f.known || f.reach == 0 {
			continue
		}
		f.reach = math.Round(f.reach * max(.2, reach/sumReach))
		f.interactions = math.Round(f.interactions * max(.2, interactions/sumInteractions))
	}
}

// published reports whether a post went out everywhere or somewhere.
func (g *generator) published(post app.ID) bool {
	for _, e := range g.out.Entries {
		if e.Delivery.PostID == post && out(e.Delivery.State) {
			return true
		}
	}
	return false
}

// out reports whether what was sent appeared.
func out(s publishing.State) bool { return s == publishing.Published || s == publishing.HandedOver }
