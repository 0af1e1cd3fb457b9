package sample

import (
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
)

// grownYears is how far back a grown past reaches.
const grownYears = 9

// grow adds an older past until the dataset has what the scale asks for.
func (g *generator) grow(scale Scale) {
	end := g.today.AddMonths(-monthsBack - 1).FirstOfMonth()
	begin := end.AddMonths(-12 * grownYears)
	if scale != (Scale{}) {
		g.out.Business.CreatedAt = g.at(begin, 0, 0)
		for i := range g.out.Accounts {
			a := &g.out.Accounts[i]
			a.CreatedAt = g.at(begin, 0, i)
			g.account[a.Network] = *a
		}
	}
	span := begin.DaysUntil(end)
	first := len(g.out.Posts)
	for i, missing := 0, scale.Posts-len(g.out.Posts); i < missing; i++ {
		t := g.texts[i%len(g.texts)]
		day := begin.AddDays(i * span / missing)
		at := app.Civil{Date: day, Time: app.TimeOfDay{Hour: 7 + i%13, Minute: i % 60}}
		g.post(said{text: t, at: at}, editorial.StatePublished)
	}
	for i, missing := 0, scale.Messages-len(g.out.Messages); i < missing; i++ {
		m := g.data.messages.Past[i%len(g.data.messages.Past)]
		sent := g.at(begin.AddDays(i*span/missing), 7+i%13, i%60)
		message := g.message(m, sent)
		message.HandledAt = sent
		g.out.Messages = append(g.out.Messages, message)
	}
	g.growReadings(scale.Readings, g.out.Posts[first:], end)
}

// growReadings adds figures of grown posts, three times each, then daily figures
// of the accounts from the end of the grown past backwards.
func (g *generator) growReadings(wanted int, posts []editorial.Post, end app.Date) {
	enough := func() bool { return len(g.out.Readings) >= wanted }
	for _, p := range posts {
		for _, age := range []int{1, 7, 30} {
			for i, m := range []metrics.Metric{metrics.Reach, metrics.Impressions, metrics.Interactions, metrics.Clicks} {
				if enough() {
					return
				}
				day := p.At.Date.AddDays(age)
				g.out.Readings = append(g.out.Readings, metrics.Reading{
					Metric: m, PostID: p.ID, Day: day, Value: float64(40*age/(i+1) + g.rng.IntN(90)),
					Origin: metrics.Imported, TakenAt: g.noted(day),
				})
			}
		}
	}
	for day := end.AddDays(-1); !enough(); day = day.AddDays(-1) {
		for _, a := range g.out.Accounts {
			for _, m := range metrics.Measured() {
				g.read(a, m, day, float64(200+g.rng.IntN(400)))
			}
		}
	}
}
