package wire

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// How soon to come back when nothing was sent.
const (
	// RetryAtOnce is long enough not to spin, should it repeat.
	RetryAtOnce = 5 * time.Second
	retrySoon   = time.Minute
)

// Unsent is the result when nothing was made: what the owner must mend is
// refused, what time mends is limited.
func Unsent(now time.Time, err error, call networks.Call) networks.Result {
	r := networks.Result{Outcome: networks.Refused, Err: err, Call: call}
	switch app.CodeOf(err) {
	case app.CodeUnavailable, app.CodeLimited:
		r.Outcome, r.RetryAfter = networks.Limited, now.Add(retrySoon).UTC()
		var l Later
		if errors.As(err, &l) && l.Until.After(now) {
			r.RetryAfter = l.Until.UTC()
		}
	}
	return r
}

// Doubt is the result when a call proved nothing: the post may be there.
func (a Answer) Doubt(n networks.Network) networks.Result {
	return networks.Result{
		Outcome: networks.Unknown, Call: a.Call,
		Err: app.Fail(app.CodeUnknown, "connector.error.unknown", "Network", n.Name()).Because(a.cause()),
	}
}

// Refusal is the result of a call that the network refused in its own words,
// which prove that nothing was made and that the owner must change something.
func (a Answer) Refusal(n networks.Network, now time.Time, said string) networks.Result {
	return Unsent(now, app.Fail(app.CodeInvalid, "connector.error.refused", "Network", n.Name(), "Reason", a.Reason(said)), a.Call)
}

// Failure turns the answer of a call that changes nothing public into an error,
// in sentences that every network shares.
func (a Answer) Failure(n networks.Network, now time.Time) *app.Error {
	switch {
	case a.Status == 429:
		return app.Fail(app.CodeLimited, "connector.error.limited", "Network", n.Name()).Because(Later{a.RetryAfter(now)})
	case a.Err != nil && !a.Reached:
		return app.Fail(app.CodeUnavailable, "connector.error.unreachable", "Network", n.Name()).Because(a.Err)
	}
	return app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", n.Name()).Because(a.cause())
}

// Undecided is the result of a reading back that showed nothing.
func (a Answer) Undecided(n networks.Network, now time.Time) (networks.Finding, networks.Result) {
	err := a.Failure(n, now)
	r := networks.Result{Call: a.Call, Err: err}
	var l Later
	if errors.As(err, &l) {
		r.RetryAfter = l.Until
	}
	return networks.Undecided, r
}

func (a Answer) cause() error {
	if a.Err != nil {
		return a.Err
	}
	return fmt.Errorf("%s: status %d", a.Call.Name, a.Status)
}

// maxReason bounds what an owner is shown of a server's words, in characters.
const maxReason = 200

// Reason returns a server's words as an owner may be shown them: one line,
// bounded, without secrets.
func (a Answer) Reason(said string) string {
	words := []rune(strings.Join(strings.Fields(a.Clean(said)), " "))
	if len(words) > maxReason {
		words = append(words[:maxReason-1], '…')
	}
	return string(words)
}
