package sample

import (
	"slices"
	"strconv"
	"time"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// strategy adds what posts need from the beginning: pillars, objectives and
// slots. The objectives run over the ten months before this one and to the end
// of the next: in November, the calendar year.
func (g *generator) strategy() {
	d, s := g.data.strategy, &g.out.Strategy
	written := g.settled()
	for _, p := range d.Pillars {
		id := g.ids.At(written)
		g.pillar[p.Key] = id
		s.Pillars = append(s.Pillars, strategy.Pillar{ID: id, Name: p.Name, Colour: p.Colour, ShareBP: p.ShareBP})
	}
	start, due := g.today.FirstOfMonth().AddMonths(-10), g.today.FirstOfMonth().AddMonths(1).LastOfMonth()
	for _, o := range d.Objectives {
		objective := strategy.Objective{
			ID: g.ids.At(written), Goal: o.Goal, Name: o.Name, Metric: o.Metric, Target: &o.Target, Start: start, Due: due,
		}
		before := history[len(history)-12] // the month before Start
		switch o.Metric {
		case metrics.Followers:
			objective.From = &before.followers
		case metrics.EngagementRate:
			objective.From = &before.rate
		}
		s.Objectives = append(s.Objectives, objective)
	}
	for _, slot := range d.Slots {
		s.Slots = append(s.Slots, strategy.Slot{
			ID: g.ids.At(written), Weekday: slot.Weekday, Time: timeOfDay(slot.Time), PillarID: g.pillar[slot.Pillar],
		})
	}
}

// settled is when the strategy was written: ten months ago.
func (g *generator) settled() time.Time { return g.at(g.today.AddMonths(-10).FirstOfMonth(), 9, 0) }

// complete adds the rest of the strategy, and ties the posts to it. It comes
// after them: what is drawn by lot for them stays the same.
func (g *generator) complete() {
	d, s := g.data.strategy, &g.out.Strategy
	s.Profile, s.Voice, s.Rhythm = d.Profile, d.Voice, d.Rhythm
	s.Channels = slices.Clone(d.Channels)
	for _, a := range d.Audits {
		account := g.account[a.Network]
		a.ID, a.AccountID, a.Handle = g.id(), account.ID, account.Handle
		s.Audits = append(s.Audits, a)
	}
	audience := make(map[string]app.ID)
	for _, a := range d.Audiences {
		a.ID = g.id()
		audience[a.Key] = a.ID
		s.Audiences = append(s.Audiences, a.Audience)
	}
	s.Charter = d.Charter
	s.Charter.Articles = identified(d.Charter.Articles, func(a *strategy.Article) { a.ID = g.id() })
	s.Crisis = strategy.Crisis{
		Levels:   identified(d.Crisis.Levels, func(l *strategy.Level) { l.ID = g.id() }),
		People:   identified(d.Crisis.People, func(c *strategy.Contact) { c.ID = g.id() }),
		Messages: identified(d.Crisis.Messages, func(m *strategy.Prepared) { m.ID = g.id() }),
	}
	s.Budget = strategy.Budget{
		Lines:  identified(d.Budget, func(l *strategy.BudgetLine) { l.ID = g.id() }),
		Review: g.today.FirstOfMonth().AddMonths(1),
	}
	g.campaigns()
	for i := range g.out.Posts {
		p, t := &g.out.Posts[i], g.sources[i]
		p.AudienceID, p.CampaignID = audience[t.audience()], g.campaign(t.Campaign, p.At.Date)
	}
	g.actions()
	g.validate()
	g.review()
	g.out.Path = strategy.Path{At: strategy.AskPage, Done: strategy.Questions()}
}

// id gives an ID to a row that was written with the strategy.
func (g *generator) id() app.ID { return g.ids.At(g.settled()) }

// identified copies rows and gives each its ID.
func identified[T any](rows []T, give func(*T)) []T {
	rows = slices.Clone(rows)
	for i := range rows {
		give(&rows[i])
	}
	return rows
}

// audience is the key of the audience that a text speaks to, "" for whoever
// passes by.
func (t text) audience() string {
	switch {
	case t.Pillar == "offers" && t.Networks[0] == networks.LinkedIn:
		return "office"
	case t.Pillar != "team" && slices.ContainsFunc(t.Networks, func(n networks.Network) bool {
		return n == networks.Facebook || n == networks.Instagram
	}):
		return "neighbour"
	}
	return ""
}

// announced is how long before its first day a campaign is known, in days.
const announced = 60

// campaigns adds those of every year that the posts tell of, oldest first, named
// after the year they end in.
func (g *generator) campaigns() {
	s := &g.out.Strategy
	from, to := g.today.AddMonths(-monthsBack), g.today.AddDays(announced)
	for year := from.Year; year <= to.Year; year++ {
		for _, c := range g.data.strategy.Campaigns {
			start, due := dayOf(year, c.From), dayOf(year, c.To)
			if due.Before(start) {
				due = dayOf(year+1, c.To)
			}
			if due.Before(from) || start.After(to) {
				continue
			}
			s.Campaigns = append(s.Campaigns, strategy.Campaign{
				ID: g.id(), Name: c.Name + " " + strconv.Itoa(due.Year), Start: start, Due: due,
			})
			g.season[c.Key] = append(g.season[c.Key], s.Campaigns[len(s.Campaigns)-1])
		}
	}
}

// campaign returns the campaign of a key that runs on a day, the one to come for
// no day, "" for none.
func (g *generator) campaign(key string, day app.Date) app.ID {
	for _, c := range g.season[key] {
		if day.IsZero() && !c.Due.Before(g.today) || !day.IsZero() && !day.Before(c.Start) && !day.After(c.Due) {
			return c.ID
		}
	}
	return ""
}

// actions adds the plan of ninety days, begun some time ago.
func (g *generator) actions() {
	post := make(map[string]app.ID)
	for _, p := range g.out.Posts {
		if p.At.IsZero() {
			post[p.Title] = p.ID
		}
	}
	for _, a := range g.data.strategy.Actions {
		g.out.Strategy.Actions = append(g.out.Strategy.Actions, strategy.Action{
			ID: g.id(), Kind: a.Kind, Title: a.Title, Day: g.today.AddDays(a.Days), Who: a.Who,
			PillarID: g.pillar[a.Pillar], PostID: post[a.Post], Done: a.Done,
		})
	}
}

// validate keeps the strategy as it was before its first action.
func (g *generator) validate() {
	v := strategy.Version{
		MadeAt: g.at(g.out.Strategy.Actions[0].Day.AddDays(-2), 18, 40).UTC(), Note: g.data.strategy.Version.Note, Strategy: g.out.Strategy,
	}
	v.Strategy.Pillars = slices.Clone(v.Strategy.Pillars)
	for key, share := range g.data.strategy.Version.Shares {
		i := slices.IndexFunc(v.Strategy.Pillars, func(p strategy.Pillar) bool { return p.ID == g.pillar[key] })
		v.Strategy.Pillars[i].ShareBP = share
	}
	v.Strategy.Actions = slices.Clone(v.Strategy.Actions)
	for i := range v.Strategy.Actions {
		v.Strategy.Actions[i].Done, v.Strategy.Actions[i].PostID = false, ""
	}
	g.out.Version = v
}

// review closes the review of the last month that was over yesterday, on the
// first day after it: against the shares of then.
func (g *generator) review() {
	closed := g.today.AddDays(-1).FirstOfMonth()
	r := g.data.strategy.Review
	r.Month, r.To, r.ClosedAt = closed.AddMonths(-1), closed.AddDays(-1), g.at(closed, 8, 30).UTC()
	r = r.Counted(g.out.Version.Strategy, g.postings(r.Month, r.To))
	months := g.monthsOf()
	of := history[slices.Index(months, r.Month)]
	current := map[metrics.Metric]float64{metrics.Followers: of.followers, metrics.EngagementRate: of.rate}
	for _, o := range g.out.Strategy.Objectives {
		value := current[o.Metric]
		part := float64(o.Start.DaysUntil(r.To)) / float64(o.Start.DaysUntil(o.Due))
		expected := *o.From + part*(*o.Target-*o.From)
		one := strategy.ObjectiveReview{
			ObjectiveID: o.ID, Name: o.Name, Metric: o.Metric, From: o.From, Target: o.Target, Due: o.Due,
			Current: &value, Expected: &expected, AsOf: g.daysOf(r.Month)[len(readingDays)-1], Verdict: metrics.OnCourse,
		}
		if value < expected {
			one.Verdict = metrics.Behind
		}
		r.Objectives = append(r.Objectives, one)
	}
	for i, a := range g.data.strategy.Actions {
		if a.Decided {
			action := g.out.Strategy.Actions[i]
			r.Decisions = append(r.Decisions, strategy.Decision{
				ID: action.ID, Kind: action.Kind, Text: action.Title, Day: action.Day, PillarID: action.PillarID, Why: a.Why, Kept: true,
			})
		}
	}
	g.out.Review = r
}

// postings are the posts that came out on the days from..to, and where.
func (g *generator) postings(from, to app.Date) []strategy.Posting {
	network := make(map[app.ID]networks.Network)
	for _, a := range g.out.Accounts {
		network[a.ID] = a.Network
	}
	on := make(map[app.ID][]networks.Network)
	for _, e := range g.out.Entries {
		if out(e.Delivery.State) {
			on[e.Delivery.PostID] = append(on[e.Delivery.PostID], network[e.Delivery.AccountID])
		}
	}
	var all []strategy.Posting
	for _, p := range g.out.Posts {
		if !p.At.Date.Before(from) && !p.At.Date.After(to) && len(on[p.ID]) > 0 {
			all = append(all, strategy.Posting{
				Day: p.At.Date, PillarID: p.PillarID, AudienceID: p.AudienceID, CampaignID: p.CampaignID, Networks: on[p.ID], Published: true,
			})
		}
	}
	return all
}
