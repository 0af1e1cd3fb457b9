package strategy

import (
	"bytes"
	"encoding/json"
	"slices"

	"parvis/app"
	"parvis/app/business"
	files "parvis/assets/strategy"
	"parvis/assets/translations"
)

// Example is a strategy to begin with, for a trade, in the words of a language.
// Its rows have no ID and its dates are in days, until FillExample writes them
// into the strategy of an owner.
type Example struct {
	Strategy Strategy
	// ObjectiveDays is how long each objective runs, ActionDays how many days
	// after the start each action comes.
	ObjectiveDays []int
	ActionDays    []int
	// SlotPillars and ActionPillars are the places in Strategy.Pillars of the
	// pillar of each slot and each action, -1 for none.
	SlotPillars   []int
	ActionPillars []int
}

// exampleData is a file of examples, as it is written. Pillars are counted from
// 1, 0 being none.
type exampleData struct {
	Profile    Profile `json:"profile"`
	Objectives []struct {
		Objective
		Days int `json:"days"`
	} `json:"objectives"`
	Audiences []Audience `json:"audiences"`
	Channels  []Channel  `json:"channels"`
	Pillars   []Pillar   `json:"pillars"`
	Slots     []struct {
		Slot
		Pillar int `json:"pillar"`
	} `json:"slots"`
	Voice   Voice   `json:"voice"`
	Charter Charter `json:"charter"`
	Crisis  struct {
		Crisis
		Signs []string `json:"signs"` // of each level of common.json
	} `json:"crisis"`
	Actions []struct {
		Action
		Days   int `json:"days"`
		Pillar int `json:"pillar"`
	} `json:"actions"`
	Budget []BudgetLine `json:"budget"`
}

// commonExample is the file of what every trade shares: the first articles of
// the charter, the levels of a crisis, whom to call.
const commonExample = "common"

// ExampleFor returns the example of a trade, that of business.Other for a trade
// a later version knows.
func ExampleFor(trade business.Trade, lang translations.Language) Example {
	if !slices.Contains(business.Trades(), trade) {
		trade = business.Other
	}
	common, data := readExample(lang, commonExample), readExample(lang, string(trade))
	e := Example{Strategy: Strategy{
		Profile: data.Profile, Audiences: data.Audiences, Channels: data.Channels, Pillars: data.Pillars,
		Voice: data.Voice, Charter: data.Charter, Crisis: data.Crisis.Crisis, Budget: Budget{Lines: data.Budget},
	}}
	s := &e.Strategy
	s.Charter.Articles = append(common.Charter.Articles, s.Charter.Articles...)
	fillText(&s.Charter.Tone, common.Charter.Tone)
	s.Crisis.Levels = common.Crisis.Levels
	for i := range s.Crisis.Levels {
		s.Crisis.Levels[i].Signs = data.Crisis.Signs[i]
	}
	fillList(&s.Crisis.People, common.Crisis.People)
	for i := range s.Pillars {
		s.Pillars[i].Colour = i + 1
	}
	for _, o := range data.Objectives {
		s.Objectives = append(s.Objectives, o.Objective)
		e.ObjectiveDays = append(e.ObjectiveDays, o.Days)
	}
	for _, slot := range data.Slots {
		s.Slots = append(s.Slots, slot.Slot)
		e.SlotPillars = append(e.SlotPillars, slot.Pillar-1)
	}
	for _, a := range data.Actions {
		s.Actions = append(s.Actions, a.Action)
		e.ActionDays = append(e.ActionDays, a.Days)
		e.ActionPillars = append(e.ActionPillars, a.Pillar-1)
	}
	return e
}

// readExample reads an embedded file. Its faults are the program's, found by the
// tests.
func readExample(lang translations.Language, name string) exampleData {
	text, err := files.Files.ReadFile(string(lang) + "/" + name + ".json")
	if err != nil {
		panic("strategy: " + err.Error())
	}
	var data exampleData
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&data); err != nil {
		panic("strategy: example " + name + " in " + string(lang) + ": " + err.Error())
	}
	return data
}

// pillarNamed returns the pillar that has the name of the example's own at a
// place, "" when the owner chose others or the place is none.
func (e Example) pillarNamed(pillars []Pillar, place int) app.ID {
	if place < 0 {
		return ""
	}
	for _, p := range pillars {
		if p.Name == e.Strategy.Pillars[place].Name {
			return p.ID
		}
	}
	return ""
}
