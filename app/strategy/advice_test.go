package strategy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
)

// sound is a strategy about which there is nothing to say.
func sound() strategy.Strategy {
	return strategy.Strategy{
		Mission: "Donner envie chaque jour",
		Objectives: []strategy.Objective{{
			ID: "o", Metric: metrics.Followers, From: new(2228.0), Target: new(2500.0), Start: today.AddDays(-60), Due: today.AddDays(40),
		}},
		Pillars: []strategy.Pillar{
			{ID: "1", Name: "Produits", ShareBP: 4000},
			{ID: "2", Name: "Offres", ShareBP: 1500},
			{ID: "3", Name: "Coulisses", ShareBP: 2000},
			{ID: "4", Name: "Vie locale", ShareBP: 1500},
			{ID: "5", Name: "Équipe", ShareBP: 1000},
		},
		Slots: []strategy.Slot{{ID: "s", Weekday: time.Friday}},
	}
}

func TestAdvise(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *strategy.Strategy)
		want   []string // topic, ID and sentence
	}{
		{"sound", func(*strategy.Strategy) {}, nil},
		{"nothing yet", func(s *strategy.Strategy) { *s = strategy.Strategy{} }, []string{
			"mission mission_missing", "objectives objective_missing", "pillars pillars_missing", "slots slots_missing",
		}},
		{"blank mission", func(s *strategy.Strategy) { s.Mission = " \n" }, []string{"mission mission_missing"}},
		{"three objectives", func(s *strategy.Strategy) {
			s.Objectives = append(s.Objectives, s.Objectives[0], s.Objectives[0])
		}, []string{"objectives objectives_many"}},
		{"without a figure", func(s *strategy.Strategy) { s.Objectives[0].Target = nil }, []string{"objectives o objective.no_target"}},
		{"without a date", func(s *strategy.Strategy) { s.Objectives[0].Due = app.Date{} }, []string{"objectives o objective.no_due"}},
		{"without a start", func(s *strategy.Strategy) { s.Objectives[0].From = nil }, []string{"objectives o objective.no_start"}},
		{"ends before it starts", func(s *strategy.Strategy) { s.Objectives[0].Due = s.Objectives[0].Start }, []string{"objectives o objective.due_before_start"}},
		{"over", func(s *strategy.Strategy) { s.Objectives[0].Due = today.AddDays(-1) }, []string{"objectives o objective.over"}},
		{"due today", func(s *strategy.Strategy) { s.Objectives[0].Due = today }, nil},
		{"going nowhere", func(s *strategy.Strategy) { s.Objectives[0].Target = new(2228.0) }, []string{"objectives o objective.no_change"}},
		{"going down is an aim too", func(s *strategy.Strategy) { s.Objectives[0].Target = new(1000.0) }, nil},
		{"95 %", func(s *strategy.Strategy) { s.Pillars[0].ShareBP = 3500 }, []string{"pillars shares_under"}},
		{"105 %", func(s *strategy.Strategy) { s.Pillars[0].ShareBP = 4500 }, []string{"pillars shares_over"}},
		{"two pillars", func(s *strategy.Strategy) {
			s.Pillars = s.Pillars[:2]
			s.Pillars[1].ShareBP = 6000
		}, []string{"pillars pillars_few"}},
		{"pillar without a name", func(s *strategy.Strategy) { s.Pillars[4].Name = " " }, []string{"pillars 5 pillar_unnamed"}},
		{"the same pillar twice", func(s *strategy.Strategy) { s.Pillars[4].Name = "produits " }, []string{"pillars 5 pillar_twice"}},
		{"a slot every day", func(s *strategy.Strategy) { s.Slots = make([]strategy.Slot, 7) }, nil},
		{"eight slots", func(s *strategy.Strategy) { s.Slots = make([]strategy.Slot, 8) }, []string{"slots slots_many"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := sound()
			test.change(&s)
			var got []string
			for _, a := range strategy.Advise(s, today) {
				line := strings.Join(strings.Fields(string(a.Topic)+" "+string(a.ID)+" "+strings.TrimPrefix(a.Text.Key, "strategy.advice.")), " ")
				got = append(got, line)
				if a.Reason.IsZero() {
					t.Errorf("%s: no reason given", line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAdviceOnSharesTellsTheGap(t *testing.T) {
	for share, want := range map[int]map[string]any{
		3500: {"Sum": app.Ratio(0.95), "Gap": app.Ratio(0.05)},
		4500: {"Sum": app.Ratio(1.05), "Gap": app.Ratio(0.05)},
	} {
		s := sound()
		s.Pillars[0].ShareBP = share
		if diff := cmp.Diff(want, strategy.Advise(s, today)[0].Text.Args); diff != "" {
			t.Errorf("%d: %s", share, diff)
		}
	}
}
