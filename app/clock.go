package app

import "time"

// Clock tells the time. Rooms receive one instead of calling time.Now, so that
// tests and the sample business decide what "now" is.
type Clock interface {
	// Now returns the current instant; its location carries no meaning.
	Now() time.Time
}

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now returns time.Now.
func (SystemClock) Now() time.Time { return time.Now() }

// FixedClock always tells the same instant: tests and pictures use it.
type FixedClock time.Time

// Now returns the fixed instant.
func (c FixedClock) Now() time.Time { return time.Time(c) }
