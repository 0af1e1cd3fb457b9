package strategy

import (
	"context"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
)

// Example is a strategy to begin with, for a trade. It names its sentences by
// translation key: the file keeps words, in the owner's language.
type Example struct {
	MissionKey string
	Pillars    []ExamplePillar
	Slots      []ExampleSlot
	// Metric and Days say what the first objective is about and how long it
	// runs; how much is the owner's to say.
	Metric metrics.Metric
	Days   int
}

// ExamplePillar is a pillar of an example.
type ExamplePillar struct {
	NameKey string
	ShareBP int
}

// ExampleSlot is a slot of an example, for the pillar of that index or -1 for
// any.
type ExampleSlot struct {
	Weekday time.Weekday
	Time    app.TimeOfDay
	Pillar  int
}

// exampleDays is how long the first objective of a strategy runs: the 90 days
// of a first action plan.
const exampleDays = 90

// theme is a pillar by its word in the translations and its share in percent.
type theme struct {
	name  string
	share int
}

// moment is a slot of the week.
type moment struct {
	day          time.Weekday
	hour, minute int
	pillar       int
}

// ExampleFor returns the example of a trade, that of "other" for a trade a
// later version knows.
func ExampleFor(trade business.Trade) Example {
	var themes []theme
	var week []moment
	switch trade {
	case business.Bakery:
		themes = []theme{{"products", 40}, {"offers", 15}, {"behind", 20}, {"local", 15}, {"team", 10}}
		week = []moment{{time.Tuesday, 12, 0, 2}, {time.Friday, 17, 30, 0}, {time.Sunday, 9, 0, -1}}
	case business.Restaurant:
		themes = []theme{{"dishes", 35}, {"behind", 25}, {"offers", 15}, {"local", 15}, {"team", 10}}
		week = []moment{{time.Tuesday, 11, 0, 0}, {time.Thursday, 17, 0, 1}, {time.Saturday, 11, 0, -1}}
	case business.Hairdresser:
		themes = []theme{{"results", 40}, {"tips", 25}, {"offers", 15}, {"team", 10}, {"local", 10}}
		week = []moment{{time.Tuesday, 18, 0, 0}, {time.Thursday, 12, 0, 1}, {time.Saturday, 9, 0, -1}}
	case business.Craft:
		themes = []theme{{"work", 40}, {"knowhow", 25}, {"behind", 15}, {"customers", 10}, {"local", 10}}
		week = []moment{{time.Tuesday, 18, 0, 0}, {time.Friday, 12, 0, 1}}
	case business.Shop:
		themes = []theme{{"products", 35}, {"tips", 20}, {"offers", 20}, {"behind", 15}, {"local", 10}}
		week = []moment{{time.Tuesday, 12, 0, 0}, {time.Thursday, 18, 0, 1}, {time.Saturday, 9, 30, -1}}
	case business.Garage:
		themes = []theme{{"tips", 35}, {"work", 25}, {"offers", 15}, {"team", 15}, {"local", 10}}
		week = []moment{{time.Tuesday, 12, 0, 0}, {time.Thursday, 18, 0, 1}}
	case business.Consultancy:
		themes = []theme{{"tips", 40}, {"customers", 25}, {"behind", 15}, {"team", 10}, {"events", 10}}
		week = []moment{{time.Tuesday, 8, 30, 0}, {time.Thursday, 8, 30, -1}}
	case business.Association:
		themes = []theme{{"actions", 35}, {"volunteers", 25}, {"events", 20}, {"support", 10}, {"local", 10}}
		week = []moment{{time.Wednesday, 18, 0, 0}, {time.Saturday, 10, 0, -1}}
	default:
		trade = business.Other
		themes = []theme{{"products", 35}, {"tips", 25}, {"behind", 20}, {"local", 10}, {"team", 10}}
		week = []moment{{time.Tuesday, 12, 0, 0}, {time.Friday, 12, 0, -1}}
	}
	e := Example{MissionKey: "strategy.example.mission." + string(trade), Metric: metrics.Followers, Days: exampleDays}
	for _, t := range themes {
		e.Pillars = append(e.Pillars, ExamplePillar{NameKey: "strategy.example.pillar." + t.name, ShareBP: t.share * 100})
	}
	for _, m := range week {
		e.Slots = append(e.Slots, ExampleSlot{Weekday: m.day, Time: app.TimeOfDay{Hour: m.hour, Minute: m.minute}, Pillar: m.pillar})
	}
	return e
}

// Suggest writes the example of a trade into the parts of the strategy that are
// still empty, in the words that say gives for a key; today is the day its
// first objective starts. What the owner already wrote stays.
func (s *Service) Suggest(ctx context.Context, trade business.Trade, today app.Date, say func(key string) string) error {
	now, err := s.store.Strategy(ctx)
	if err != nil {
		return err
	}
	e := ExampleFor(trade)
	if now.Mission == "" {
		if err := s.SaveMission(ctx, say(e.MissionKey)); err != nil {
			return err
		}
	}
	pillars := now.Pillars
	if len(pillars) == 0 {
		for _, p := range e.Pillars {
			added, err := s.AddPillar(ctx, say(p.NameKey), p.ShareBP)
			if err != nil {
				return err
			}
			pillars = append(pillars, added)
		}
	}
	if len(now.Slots) == 0 {
		for _, slot := range e.Slots {
			var pillar app.ID
			// Slots are for the example's own pillars only.
			if slot.Pillar >= 0 && len(now.Pillars) == 0 {
				pillar = pillars[slot.Pillar].ID
			}
			if _, err := s.AddSlot(ctx, slot.Weekday, slot.Time, pillar); err != nil {
				return err
			}
		}
	}
	if len(now.Objectives) > 0 {
		return nil
	}
	return s.SaveObjective(ctx, Objective{ID: s.ids.New(), Metric: e.Metric, Start: today, Due: today.AddDays(e.Days)})
}
