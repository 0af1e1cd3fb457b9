package publishing

import (
	"cmp"
	"sync"
	"time"

	"parvis/app"
)

// Pace is how fast the engine goes.
type Pace struct {
	Spacing  time.Duration // between two calls that publish to one account
	Breath   time.Duration // the same, before a part of a thread or a first comment
	Calls    int           // calls to one account at a time, 1 when 0
	RetryMin time.Duration // shortest wait before asking a network again
	RetryMax time.Duration // longest wait before asking a network again
	// Look is how often a pass that lasts looks at what else came due, a minute when 0.
	Look time.Duration
}

func (p Pace) look() time.Duration { return cmp.Or(p.Look, longestPause) }

// DefaultPace is the pace of a desktop program: nobody notices a minute, and no
// network takes it for a burst. Whoever reads a thread would notice one between its
// parts.
func DefaultPace() Pace {
	return Pace{Spacing: time.Minute, Breath: 3 * time.Second, RetryMin: 30 * time.Second, RetryMax: 15 * time.Minute}
}

// lanesForACall is how many deliveries are worked on for each call that may be on
// its way: what one writes down, another's answer is awaited meanwhile.
const lanesForACall = 3

// lanes returns how many deliveries to one account are worked on at a time, and the
// gate that their calls pass. Where calls are spaced there is nothing to gain from
// more than one.
func (p Pace) lanes() (int, gate) {
	if p.Spacing > 0 || p.Calls <= 1 {
		return 1, make(gate, 1)
	}
	return p.Calls * lanesForACall, make(gate, p.Calls)
}

// gate lets as many through at a time as it has room for.
type gate chan struct{}

// pass runs a call once there is room.
func (g gate) pass(call func()) {
	g <- struct{}{}
	defer func() { <-g }()
	call()
}

// wait returns how long to wait when trouble has lasted since an instant: as
// long as it already lasted, so that the waits double without being counted. A
// clock that was set back counts as trouble that just began.
func (p Pace) wait(since, now time.Time) time.Duration {
	return min(max(now.Sub(since), p.RetryMin), p.RetryMax)
}

// rests remembers until when each account is left in peace. The zero value is
// ready.
type rests struct {
	mu    sync.Mutex
	until map[app.ID]rest
}

type rest struct{ from, until time.Time }

// take leaves the account in peace until an instant; a shorter rest never cuts
// a longer one.
func (r *rests) take(account app.ID, now, until time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = make(map[app.ID]rest)
	}
	if until.After(r.until[account].until) {
		r.until[account] = rest{now, until}
	}
}

// over returns the instant from which the account may be used again. When the
// clock was set back since the rest began, the rest begins anew: it would
// otherwise last an hour longer.
func (r *rests) over(account app.ID, now time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	current, ok := r.until[account]
	if ok && now.Before(current.from) {
		current = rest{now, now.Add(current.until.Sub(current.from))}
		r.until[account] = current
	}
	return current.until
}
