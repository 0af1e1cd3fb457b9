package wire

import (
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// ChangeDoubt is the result of a change to what is there already whose answer proved
// nothing.
func (a Answer) ChangeDoubt(n networks.Network) networks.Result {
	return networks.Result{
		Outcome: networks.Unknown, Call: a.Call,
		Err: app.Fail(app.CodeUnknown, "connector.error.change_unknown", "Network", n.Name()).Because(a.cause()),
	}
}

// ChangeRefusal is the result of a change that the network refused in its own words,
// which prove that nothing changed.
func (a Answer) ChangeRefusal(n networks.Network, now time.Time, said string) networks.Result {
	return Unsent(now, app.Fail(app.CodeInvalid, "connector.error.change_refused", "Network", n.Name(), "Reason", a.Reason(said)), a.Call)
}

// AsChange says of a change what r says of a publication, in the words for changes. said
// are the network's words of a refusal.
func (a Answer) AsChange(r networks.Result, n networks.Network, now time.Time, said string) networks.Result {
	switch {
	case r.Outcome == networks.Unknown:
		return a.ChangeDoubt(n)
	case r.Outcome == networks.Refused && app.MessageOf(r.Err).Key == "connector.error.refused":
		return a.ChangeRefusal(n, now, said)
	}
	return r
}

// Gone is the error about a post or a message that is no longer there.
func Gone(n networks.Network) *app.Error {
	return app.Fail(app.CodeNotFound, "connector.error.gone", "Network", n.Name())
}

// Lacks is the error of a credential that serves, without a permission.
func Lacks(n networks.Network, missing string) *app.Error {
	return app.Fail(app.CodeConflict, "connector.error.lacks", "Network", n.Name(), "Missing", missing)
}

// NotThere is the error of a change that a network does not have there.
func NotThere(n networks.Network) *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.measure", "Network", n.Name())
}
