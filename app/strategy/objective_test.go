package strategy_test

import (
	"slices"
	"testing"

	"parvis/app/metrics"
	"parvis/app/strategy"
)

func TestEveryGoalHasMetricsThatAnObjectiveCanBeAbout(t *testing.T) {
	measurable := strategy.Measurable()
	best := make(map[metrics.Metric]strategy.Goal)
	for _, g := range append(strategy.Goals(), "") {
		all := g.Metrics()
		if len(all) == 0 {
			t.Fatalf("%q has no metric", g)
		}
		for i, m := range all {
			if !slices.Contains(measurable, m) || slices.Contains(all[:i], m) {
				t.Errorf("%q proposes %s, unknown or twice", g, m)
			}
		}
		if other, taken := best[all[0]]; taken && g != "" {
			t.Errorf("%s and %s are told by the same metric, %s", g, other, all[0])
		}
		best[all[0]] = g
	}
	for _, m := range metrics.Occasional() {
		if !slices.Contains(measurable, m) {
			t.Errorf("no objective can be about %s", m)
		}
	}
}
