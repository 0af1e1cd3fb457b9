package strategy_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// anyText is what people type, or leave out.
var anyText = rapid.SampledFrom([]string{"", " \n", "Martin", "martin ", "#a b", "{{.Name}}", "«\u00a0é\u00a0»"})

var anyNetwork = rapid.SampledFrom([]networks.Network{
	networks.Facebook, networks.Instagram, networks.LinkedIn, networks.Google, networks.TikTok, networks.X, "later",
})

var anyID = rapid.SampledFrom([]app.ID{"", "1", "2", "3"})

// anyDay is around today, or not chosen.
func anyDay(t *rapid.T) app.Date {
	if rapid.IntRange(0, 4).Draw(t, "dated") == 0 {
		return app.Date{}
	}
	return saturday.AddDays(rapid.SampledFrom([]int{-800, -56, -31, -1, 0, 1, 13, 14, 40, 90, 91, 2000}).Draw(t, "days"))
}

// anyValue is a value of a metric, or none.
func anyValue(t *rapid.T, least float64) *float64 {
	if rapid.IntRange(0, 3).Draw(t, "valued") == 0 {
		return nil
	}
	return new(rapid.OneOf(rapid.Float64Range(least, 1e12), rapid.SampledFrom([]float64{0, 1, 2228, 2500, 1e300})).Draw(t, "value"))
}

func some[T any](t *rapid.T, name string, most int, one func(t *rapid.T) T) []T {
	return rapid.SliceOfN(rapid.Custom(one), 0, most).Draw(t, name)
}

func anyStrategy(t *rapid.T) strategy.Strategy {
	texts := rapid.SliceOfN(anyText, 0, 7)
	var s strategy.Strategy
	s.Profile = strategy.Profile{
		Mission: anyText.Draw(t, "mission"), SWOT: strategy.SWOT{Strengths: texts.Draw(t, "strengths"), Threats: texts.Draw(t, "threats")},
		MinutesPerWeek: rapid.SampledFrom([]int{0, 1, 49, 50, 51, 70, 150, 170, 600, 10_080}).Draw(t, "minutes"),
	}
	if rapid.Bool().Draw(t, "budgeted") {
		s.Profile.BudgetCents = new(rapid.Int64Range(0, 100_000_000).Draw(t, "budget"))
	}
	s.Audits = some(t, "audits", 3, func(t *rapid.T) strategy.Audit {
		return strategy.Audit{
			AccountID: anyID.Draw(t, "account"), Network: anyNetwork.Draw(t, "network"), Handle: anyText.Draw(t, "handle"),
			Verdict: rapid.SampledFrom(append(strategy.Verdicts(), "", "later")).Draw(t, "verdict"), Note: anyText.Draw(t, "note"),
		}
	})
	s.Objectives = some(t, "objectives", 4, func(t *rapid.T) strategy.Objective {
		return strategy.Objective{
			Goal: rapid.SampledFrom(append(strategy.Goals(), "", "later")).Draw(t, "goal"), Metric: rapid.SampledFrom(strategy.Measurable()).Draw(t, "metric"),
			From: anyValue(t, 0), Target: anyValue(t, 0), Start: anyDay(t), Due: anyDay(t),
		}
	})
	s.Audiences = some(t, "audiences", 5, func(t *rapid.T) strategy.Audience {
		return strategy.Audience{
			Name: anyText.Draw(t, "name"), Needs: anyText.Draw(t, "needs"), Where: rapid.SliceOfN(anyNetwork, 0, 3).Draw(t, "where"),
			Moments: rapid.SliceOfN(rapid.SampledFrom(append(strategy.Moments(), "later")), 0, 3).Draw(t, "moments"),
		}
	})
	s.Channels = some(t, "channels", 5, func(t *rapid.T) strategy.Channel {
		return strategy.Channel{
			Network: anyNetwork.Draw(t, "network"), Role: rapid.SampledFrom(append(strategy.Roles(), "", "later")).Draw(t, "role"),
			PerWeek: rapid.IntRange(0, strategy.MaxPerWeek).Draw(t, "posts"), Format: rapid.SampledFrom(append(strategy.Formats(), "", "later")).Draw(t, "format"),
		}
	})
	s.Channels = slices.CompactFunc(s.Channels, func(a, b strategy.Channel) bool { return a.Network == b.Network })
	s.Pillars = some(t, "pillars", strategy.MaxPillars, func(t *rapid.T) strategy.Pillar {
		return strategy.Pillar{ID: anyID.Draw(t, "id"), Name: anyText.Draw(t, "name"), ShareBP: rapid.IntRange(0, 10_000).Draw(t, "share")}
	})
	s.Voice = strategy.Voice{
		Tone: anyText.Draw(t, "tone"), Address: rapid.SampledFrom([]strategy.Address{"", strategy.Tu, strategy.Vous}).Draw(t, "address"),
		Say: texts.Draw(t, "say"), Avoid: texts.Draw(t, "avoid"), Hashtags: texts.Draw(t, "hashtags"),
		Emoji: rapid.SampledFrom(append(strategy.EmojiCustoms(), "")).Draw(t, "emoji"),
	}
	if rapid.Bool().Draw(t, "timed") {
		s.Rhythm.Minutes = map[strategy.Format]int{strategy.FormatPhoto: rapid.IntRange(0, 100).Draw(t, "photo")}
		s.Rhythm.AnswerMinutes = new(rapid.IntRange(0, 600).Draw(t, "answers"))
	}
	s.Slots = some(t, "slots", strategy.MaxSlots, func(t *rapid.T) strategy.Slot {
		return strategy.Slot{
			ID: anyID.Draw(t, "id"), Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), PillarID: anyID.Draw(t, "pillar"),
			Time: app.TimeOfDay{Hour: rapid.IntRange(0, 23).Draw(t, "hour"), Minute: rapid.SampledFrom([]int{0, 30, 59}).Draw(t, "minute")},
		}
	})
	s.Charter = strategy.Charter{
		Articles:    some(t, "articles", 6, func(t *rapid.T) strategy.Article { return strategy.Article{Text: anyText.Draw(t, "text")} }),
		AnswerHours: rapid.IntRange(0, 200).Draw(t, "hours"), Who: anyText.Draw(t, "who"), Contact: anyText.Draw(t, "contact"),
	}
	s.Crisis = strategy.Crisis{
		Levels: some(t, "levels", 3, func(t *rapid.T) strategy.Level {
			return strategy.Level{Name: anyText.Draw(t, "name"), Answer: anyText.Draw(t, "answer"), Freeze: rapid.Bool().Draw(t, "freeze")}
		}),
		People: some(t, "people", 3, func(t *rapid.T) strategy.Contact {
			return strategy.Contact{Name: anyText.Draw(t, "name"), Phone: anyText.Draw(t, "phone")}
		}),
		Messages: some(t, "messages", 2, func(t *rapid.T) strategy.Prepared { return strategy.Prepared{Text: anyText.Draw(t, "text")} }),
	}
	s.Actions = some(t, "actions", 4, func(t *rapid.T) strategy.Action {
		return strategy.Action{
			Kind: rapid.SampledFrom([]strategy.Kind{strategy.KindTask, strategy.KindIdea}).Draw(t, "kind"), Title: anyText.Draw(t, "title"),
			Day: anyDay(t), PillarID: anyID.Draw(t, "pillar"), Done: rapid.Bool().Draw(t, "done"),
		}
	})
	s.Budget = strategy.Budget{Review: anyDay(t), Lines: some(t, "lines", 3, func(t *rapid.T) strategy.BudgetLine {
		return strategy.BudgetLine{Cents: rapid.Int64Range(0, 100_000_000).Draw(t, "cents")}
	})}
	return s
}

func anyFacts(t *rapid.T) strategy.Facts {
	posting := func(t *rapid.T) strategy.Posting {
		return strategy.Posting{Day: anyDay(t), Networks: rapid.SliceOfN(anyNetwork, 0, 3).Draw(t, "networks")}
	}
	f := strategy.Facts{
		Today:    saturday,
		Business: business.Business{Trade: rapid.SampledFrom(append(business.Trades(), "", "later")).Draw(t, "trade")},
		Accounts: some(t, "accounts", 3, func(t *rapid.T) networks.Account {
			return networks.Account{ID: anyID.Draw(t, "id"), Network: anyNetwork.Draw(t, "network"), Handle: anyText.Draw(t, "handle")}
		}),
		Paces: make(map[metrics.Metric]strategy.Pace),
		Past:  some(t, "past", 9, posting), Ahead: some(t, "ahead", 9, posting),
	}
	f.Business.Opening = some(t, "opening", business.MaxHours, func(t *rapid.T) business.Hours {
		from := rapid.IntRange(0, 22*60).Draw(t, "from")
		to := rapid.IntRange(from+1, 24*60-1).Draw(t, "to")
		return business.Hours{
			Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")),
			From:    app.TimeOfDay{Hour: from / 60, Minute: from % 60}, To: app.TimeOfDay{Hour: to / 60, Minute: to % 60},
		}
	})
	for _, m := range strategy.Measurable() {
		if rapid.Bool().Draw(t, "measured") {
			f.Paces[m] = strategy.Pace{Current: anyValue(t, 0), AsOf: anyDay(t), PerMonth: anyValue(t, -1e12)}
		}
	}
	return f
}
