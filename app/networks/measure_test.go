package networks_test

import (
	"slices"
	"testing"

	"parvis/app/metrics"
	"parvis/app/networks"
)

// TestMetricsAreThoseOfTheIndicators: what networks tell can be taken as readings.
func TestMetricsAreThoseOfTheIndicators(t *testing.T) {
	var told []metrics.Metric
	for _, m := range []networks.Metric{networks.Followers, networks.Reach, networks.Impressions, networks.Interactions, networks.Clicks} {
		told = append(told, metrics.Metric(m))
		if m.Definition() != metrics.Metric(m).Definition() {
			t.Errorf("%s is defined by %s there", m, metrics.Metric(m).Definition())
		}
		if m.Unit() == networks.People != (m == networks.Followers || m == networks.Reach) {
			t.Errorf("%s counts %s", m, m.Unit())
		}
	}
	if !slices.Equal(told, metrics.Measured()) {
		t.Errorf("networks tell %v, the indicators measure %v", told, metrics.Measured())
	}
}
