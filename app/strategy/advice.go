package strategy

import (
	"slices"
	"strings"

	"parvis/app"
)

// Topic is the part of the strategy an advice is about.
type Topic string

// Topics of advice.
const (
	AboutMission    Topic = "mission"
	AboutObjectives Topic = "objectives"
	AboutPillars    Topic = "pillars"
	AboutSlots      Topic = "slots"
)

// Advice is something the owner could do better, and why. Nothing is refused
// because of it. ID is the objective or pillar meant, "" for all of them.
type Advice struct {
	Topic  Topic
	ID     app.ID
	Text   app.Message
	Reason app.Message
}

// Bounds of what a small business keeps up with (the guides that
// "strategy.reason.*" sum up agree on one or two objectives, three to five
// pillars and at least one post a week).
const (
	maxObjectives = 2
	minPillars    = 3
	maxSlots      = 7
)

// Advise says what is missing from a strategy or too much of it, on a given
// day, by topic.
func Advise(s Strategy, today app.Date) []Advice {
	var all []Advice
	if strings.TrimSpace(s.Mission) == "" {
		all = append(all, Advice{
			Topic: AboutMission, Text: app.Say("strategy.advice.mission_missing"), Reason: app.Say("strategy.reason.mission"),
		})
	}
	all = append(all, adviseObjectives(s.Objectives, today)...)
	all = append(all, advisePillars(s.Pillars)...)
	return append(all, adviseSlots(s)...)
}

func adviseObjectives(objectives []Objective, today app.Date) []Advice {
	if len(objectives) == 0 {
		return []Advice{{
			Topic: AboutObjectives, Text: app.Say("strategy.advice.objective_missing"), Reason: app.Say("strategy.reason.objectives"),
		}}
	}
	var all []Advice
	if n := len(objectives); n > maxObjectives {
		all = append(all, Advice{
			Topic: AboutObjectives, Text: app.Say("strategy.advice.objectives_many", "Count", n, "Max", maxObjectives),
			Reason: app.Say("strategy.reason.objectives_many"),
		})
	}
	for _, o := range objectives {
		say := func(key string, args ...any) {
			all = append(all, Advice{
				Topic: AboutObjectives, ID: o.ID,
				Text: app.Say("strategy.advice.objective."+key, args...), Reason: app.Say("strategy.reason.objective." + key),
			})
		}
		if o.Target == nil {
			say("no_target")
		}
		switch {
		case o.Due.IsZero():
			say("no_due")
		case !o.Due.After(o.Start):
			say("due_before_start", "Day", o.Start)
		case o.Due.Before(today):
			say("over", "Day", o.Due)
		}
		switch {
		case o.From == nil:
			say("no_start")
		case o.Target != nil && *o.Target == *o.From:
			say("no_change")
		}
	}
	return all
}

func advisePillars(pillars []Pillar) []Advice {
	if len(pillars) == 0 {
		return []Advice{{
			Topic: AboutPillars, Text: app.Say("strategy.advice.pillars_missing"), Reason: app.Say("strategy.reason.pillars"),
		}}
	}
	var all []Advice
	if n := len(pillars); n < minPillars {
		all = append(all, Advice{
			Topic: AboutPillars, Text: app.Say("strategy.advice.pillars_few", "Count", n, "Min", minPillars),
			Reason: app.Say("strategy.reason.pillars_few"),
		})
	}
	sum := 0
	for i, p := range pillars {
		sum += p.ShareBP
		name := strings.TrimSpace(p.Name)
		switch {
		case name == "":
			all = append(all, Advice{
				Topic: AboutPillars, ID: p.ID, Text: app.Say("strategy.advice.pillar_unnamed"), Reason: app.Say("strategy.reason.pillar_unnamed"),
			})
		case slices.ContainsFunc(pillars[:i], func(o Pillar) bool { return strings.EqualFold(strings.TrimSpace(o.Name), name) }):
			all = append(all, Advice{
				Topic: AboutPillars, ID: p.ID, Text: app.Say("strategy.advice.pillar_twice", "Name", name),
				Reason: app.Say("strategy.reason.pillar_twice"),
			})
		}
	}
	key := "strategy.advice.shares_over"
	switch {
	case sum == wholeBP:
		return all
	case sum < wholeBP:
		key = "strategy.advice.shares_under"
	}
	gap := sum - wholeBP
	return append(all, Advice{
		Topic: AboutPillars, Text: app.Say(key, "Sum", app.Ratio(float64(sum)/wholeBP), "Gap", app.Ratio(float64(max(gap, -gap))/wholeBP)),
		Reason: app.Say("strategy.reason.shares"),
	})
}

func adviseSlots(s Strategy) []Advice {
	switch n := len(s.Slots); {
	case n == 0:
		return []Advice{{Topic: AboutSlots, Text: app.Say("strategy.advice.slots_missing"), Reason: app.Say("strategy.reason.slots")}}
	case n > maxSlots:
		return []Advice{{
			Topic: AboutSlots, Text: app.Say("strategy.advice.slots_many", "Count", n, "Max", maxSlots), Reason: app.Say("strategy.reason.slots_many"),
		}}
	}
	return nil
}
