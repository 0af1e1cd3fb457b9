package metrics_test

import (
	"testing"
	"time"

	"parvis/app"
	"parvis/app/metrics"
)

func TestNeededPerMonthCountsFromTheReading(t *testing.T) {
	day := func(d int) app.Date { return app.Date{Year: 2026, Month: time.November, Day: d} }
	for _, test := range []struct {
		name            string
		current, target float64
		asOf, due       app.Date
		want            float64
		ok              bool
	}{
		{"up", 2300, 2325, day(1), day(26), 30, true},
		{"down", 2325, 2300, day(1), day(26), -30, true},
		{"nothing", 5, 5, day(1), day(2), 0, true},
		{"no day left", 2300, 2325, day(26), day(26), 0, false},
		{"measured after", 2300, 2325, day(27), day(26), 0, false},
	} {
		if got, ok := metrics.NeededPerMonth(test.current, test.target, test.asOf, test.due); got != test.want || ok != test.ok {
			t.Errorf("%s: %v, %v", test.name, got, ok)
		}
	}
}
