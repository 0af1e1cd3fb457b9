package strategy_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
)

var today = app.Date{Year: 2026, Month: time.November, Day: 21}

// open returns a service over an empty memory, and how often it told of changes.
func open(t *testing.T) (*strategy.Service, *strategytest.Memory, *int) {
	t.Helper()
	m := &strategytest.Memory{}
	events, told := app.NewEvents(), 0
	app.On(events, func(strategy.Changed) { told++ })
	clock := app.FixedClock(time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC))
	return strategy.NewService(m, events, app.NewIDs(clock, rand.NewChaCha8([32]byte{3}))), m, &told
}
