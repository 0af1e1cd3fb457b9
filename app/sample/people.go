package sample

import (
	"fmt"
	"math"
	"time"

	"parvis/app"
	"parvis/app/budget"
	"parvis/app/conversations"
	"parvis/app/metrics"
	"parvis/app/watch"
)

// competitors adds the businesses that are followed, ten weeks of their feeds
// and what they count of followers. Items end yesterday.
func (g *generator) competitors() {
	for i, c := range g.data.competitors {
		since := g.at(g.today.AddMonths(-8), 10, i)
		competitor := watch.Competitor{ID: g.ids.At(since), Name: c.Name, Site: c.Site, CreatedAt: since}
		g.out.Competitors = append(g.out.Competitors, competitor)
		read := g.at(g.today.AddDays(-1), 22, 5)
		source := watch.Source{
			ID: g.ids.At(since), CompetitorID: competitor.ID, Feed: c.Feed, Title: c.Title,
			LastTry: read, LastSuccess: read, NextTry: read.Add(6 * time.Hour), KnownSince: g.at(g.firstMonday(c), 0, 0),
		}
		g.out.Feeds = append(g.out.Feeds, Feed{Source: source, Items: g.items(c, read)})
		g.competitorReadings(c, competitor.ID)
	}
}

// firstMonday begins the weeks a feed tells of.
func (g *generator) firstMonday(c competitorData) app.Date {
	return g.today.AddDays(-1).Monday().AddDays(-7 * (len(c.PerWeek) - 1))
}

// items spreads the titles of a feed over its weeks, the newest title last.
func (g *generator) items(c competitorData, read time.Time) []watch.Item {
	var items []watch.Item
	monday := g.firstMonday(c)
	for _, n := range c.PerWeek {
		for i := range n {
			day := monday.AddDays(i * 7 / n)
			at := g.at(day, 8+g.rng.IntN(11), g.rng.IntN(60))
			if at.Before(read) {
				items = append(items, watch.Item{Published: at, SeenAt: at.Add(time.Duration(1+g.rng.IntN(5)) * time.Hour)})
			}
		}
		monday = monday.AddDays(7)
	}
	for i := range items {
		age := len(items) - 1 - i
		items[i].Title = c.Items[age%len(c.Items)]
		items[i].GUID = fmt.Sprintf("%s/%d", c.Site, 1000+i)
		items[i].Link = items[i].GUID
	}
	return items
}

// competitorReadings notes a competitor's followers each month, but in the month
// nobody measured.
func (g *generator) competitorReadings(c competitorData, id app.ID) {
	for i, first := range g.monthsOf() {
		if history[i] == (month{}) {
			continue
		}
		days := g.daysOf(first)
		day := days[len(days)-1]
		ago := float64(len(history) - 1 - i)
		g.out.Readings = append(g.out.Readings, metrics.Reading{
			Metric: metrics.Followers, CompetitorID: id, Day: day, Value: math.Round(c.Followers / math.Pow(1+c.GrowthBP/10_000, ago)),
			Origin: metrics.Typed, TakenAt: g.noted(day),
		})
	}
}

// messages gives every message of the data a moment of the past year and its
// answer, and adds those that wait since yesterday.
func (g *generator) messages() {
	for _, m := range g.data.messages.Past {
		g.exchange(m, g.moment(m))
	}
	for _, m := range g.data.messages.Waiting {
		sent := g.at(g.today.AddDays(-1), 20, 0).Add(-time.Duration(m.MinutesAgo) * time.Minute)
		g.out.Messages = append(g.out.Messages, g.message(m, sent))
	}
}

// moment returns a time of the past year that suits a message.
func (g *generator) moment(m messageData) time.Time {
	day := g.today.AddDays(-2 - g.rng.IntN(340))
	if m.Month != 0 {
		first := app.Date{Year: g.today.Year, Month: m.Month, Day: 1}
		if first.AddDays(27).After(g.today.AddDays(-2)) && first.FirstOfMonth() != g.today.FirstOfMonth() {
			first.Year--
		}
		day = first.AddDays(g.rng.IntN(27))
		if latest := g.today.AddDays(-2); day.After(latest) {
			day = latest
		}
	}
	// Nobody writes on the network before the account is there.
	if joined := app.DateOf(g.account[m.Network].CreatedAt.In(g.zone)); !day.After(joined) {
		day = joined.AddDays(1 + g.rng.IntN(max(joined.DaysUntil(g.today)-2, 1)))
	}
	return g.at(day, 8+g.rng.IntN(13), g.rng.IntN(60))
}

// exchange adds a message and its answer some hours later.
func (g *generator) exchange(m messageData, sent time.Time) {
	message := g.message(m, sent)
	message.HandledAt = sent.Add(time.Duration(25+g.rng.IntN(330)) * time.Minute)
	answer := g.message(m, message.HandledAt)
	answer.Kind, answer.Author, answer.Text, answer.Rating = conversations.Reply, g.out.Business.Name, m.Reply, 0
	answer.HandledAt = message.HandledAt
	g.out.Messages = append(g.out.Messages, message, answer)
}

func (g *generator) message(m messageData, sent time.Time) conversations.Message {
	return conversations.Message{
		AccountID: g.account[m.Network].ID, Kind: m.Kind, Author: m.Author, Text: m.Text, Rating: m.Rating, SentAt: sent,
	}
}

// expenses adds a year of invoices up to today.
func (g *generator) expenses() {
	for ago := monthsBack; ago >= 0; ago-- {
		first := g.today.FirstOfMonth().AddMonths(-ago)
		for _, e := range g.data.business.Expenses {
			if (ago-e.Phase)%e.Every != 0 {
				continue
			}
			day := app.Date{Year: first.Year, Month: first.Month, Day: e.Day}
			if day.After(g.today) {
				continue
			}
			lost := e.NoReceipt && ago < e.Every
			g.out.Expenses = append(g.out.Expenses, budget.Expense{
				Day: day, Supplier: e.Supplier, Label: e.Label, Kind: budget.Kind(e.Kind), NetCents: e.NetCents,
				VATBP: e.VATBP, ReverseCharge: e.Reverse, HasReceipt: !lost,
			})
		}
	}
}
