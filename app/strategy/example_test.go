package strategy_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// everyExample runs a test for each trade in each language.
func everyExample(t *testing.T, run func(t *testing.T, trade business.Trade, lang translations.Language)) {
	t.Helper()
	for _, trade := range business.Trades() {
		for _, lang := range translations.Languages() {
			t.Run(fmt.Sprintf("%s in %s", trade, lang), func(t *testing.T) { run(t, trade, lang) })
		}
	}
}

func TestExamplesAreComplete(t *testing.T) {
	everyExample(t, func(t *testing.T, trade business.Trade, lang translations.Language) {
		e := strategy.ExampleFor(trade, lang)
		s := e.Strategy
		count := func(what string, n, least, most int) {
			if n < least || n > most {
				t.Errorf("%d %s, not %d to %d", n, what, least, most)
			}
		}
		count("objectives", len(s.Objectives), 1, 2)
		count("audiences", len(s.Audiences), 2, 2)
		count("networks", len(s.Channels), 2, 3)
		count("pillars", len(s.Pillars), 3, strategy.MaxPillars)
		count("articles", len(s.Charter.Articles), 8, 11)
		count("levels", len(s.Crisis.Levels), 3, 3)
		count("people", len(s.Crisis.People), 3, 4)
		count("messages", len(s.Crisis.Messages), 3, 3)
		count("actions", len(s.Actions), 10, 12)
		for _, lines := range [][]string{s.Profile.SWOT.Strengths, s.Profile.SWOT.Weaknesses, s.Profile.SWOT.Opportunities, s.Profile.SWOT.Threats} {
			count("lines", len(lines), 2, 3)
		}
		// What the owner alone can say, and what is not of an example.
		empty := []string{
			"Profile.Staff", "Audits", "Objectives.From", "Objectives.Target", "Objectives.Start", "Objectives.Due",
			"Rhythm", "Charter.Contact", "Crisis.Levels.Freeze", "Crisis.People.Name", "Crisis.People.Phone", "Slots.Weekday", "Slots.Time.Minute",
			"Actions.Day", "Actions.PostID", "Actions.Done", "Campaigns", "Budget.Review",
		}
		for _, path := range emptyFields("", reflect.ValueOf(s)) {
			if slices.Contains(empty, path) || strings.HasSuffix(path, "ID") || strings.HasPrefix(path, "Rhythm") {
				continue
			}
			t.Errorf("%s is empty", path)
		}
	})
}

// emptyFields lists the fields without a value, by name.
func emptyFields(path string, v reflect.Value) []string {
	switch {
	case v.IsZero():
		return []string{path}
	case v.Kind() == reflect.Slice:
		var all []string
		for i := range v.Len() {
			all = append(all, emptyFields(path, v.Index(i))...)
		}
		return all
	case v.Kind() == reflect.Struct:
		var all []string
		for i := range v.NumField() {
			all = append(all, emptyFields(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))...)
		}
		return all
	}
	return nil
}

func TestExamplesHoldTogether(t *testing.T) {
	everyExample(t, func(t *testing.T, trade business.Trade, lang translations.Language) {
		e := strategy.ExampleFor(trade, lang)
		s := e.Strategy
		sum, names := 0, make(map[string]bool)
		for _, p := range s.Pillars {
			sum += p.ShareBP
			names[p.Name] = true
		}
		if sum != 10_000 || len(names) != len(s.Pillars) {
			t.Errorf("%d pillars of %d names share %d", len(s.Pillars), len(names), sum)
		}
		if cost := s.WeekMinutes(); cost > s.Profile.MinutesPerWeek {
			t.Errorf("the week costs %d minutes of %d", cost, s.Profile.MinutesPerWeek)
		}
		if planned := s.Budget.Cents(); planned > *s.Profile.BudgetCents {
			t.Errorf("%d cents are planned of %d", planned, *s.Profile.BudgetCents)
		}
		for _, c := range s.Channels {
			if !slices.Contains(strategy.Roles(), c.Role) || !slices.Contains(strategy.Formats(), c.Format) || c.PerWeek == 0 {
				t.Errorf("a network without a use: %+v", c)
			}
		}
		for i, o := range s.Objectives {
			if !slices.Contains(o.Goal.Metrics(), o.Metric) || e.ObjectiveDays[i] <= 0 {
				t.Errorf("%s does not tell of %s in %d days", o.Metric, o.Goal, e.ObjectiveDays[i])
			}
		}
		for i, slot := range s.Slots {
			if p := e.SlotPillars[i]; p < -1 || p >= len(s.Pillars) {
				t.Errorf("%s has the pillar %d", slot.Time, p)
			}
		}
		for i, a := range s.Actions {
			pillar, idea := e.ActionPillars[i], a.Kind == strategy.KindIdea
			if idea != (pillar >= 0) || pillar >= len(s.Pillars) {
				t.Errorf("%q has the pillar %d", a.Title, pillar)
			}
			if day := e.ActionDays[i]; day < 0 || day > strategy.PlanDays || (i > 0 && day < e.ActionDays[i-1]) {
				t.Errorf("%q on day %d", a.Title, day)
			}
		}
		for _, a := range s.Charter.Articles {
			if !slices.Contains(strategy.Measures(), a.Measure) {
				t.Errorf("%q leads to %q", a.Title, a.Measure)
			}
		}
		if levels := s.Crisis.Levels; levels[0].Freeze || !levels[len(levels)-1].Freeze {
			t.Error("posts are suspended at the first level, or not at the last")
		}
	})
}

func TestExamplesAreTheSameInBothLanguages(t *testing.T) {
	for _, trade := range business.Trades() {
		// What is a choice or a number is the same; what is in words differs.
		prose := cmp.FilterPath(func(p cmp.Path) bool {
			return p.Last().Type() == reflect.TypeFor[string]()
		}, cmp.Comparer(func(a, b string) bool { return (a == "") == (b == "") }))
		french, english := strategy.ExampleFor(trade, translations.French), strategy.ExampleFor(trade, translations.English)
		if diff := cmp.Diff(french, english, prose); diff != "" {
			t.Errorf("%s: %s", trade, diff)
		}
		if french.Strategy.Profile.Mission == english.Strategy.Profile.Mission {
			t.Errorf("%s is not translated", trade)
		}
	}
}

func TestAnUnknownTradeHasTheExampleOfOthers(t *testing.T) {
	got, want := strategy.ExampleFor("blacksmith", translations.French), strategy.ExampleFor(business.Other, translations.French)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
