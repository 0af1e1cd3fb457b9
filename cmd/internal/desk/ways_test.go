package desk_test

import (
	"testing"

	"parvis/app"
	"parvis/app/networks"
	"parvis/cmd/internal/desk"
)

// TestEveryConnectorHasAWayIn: what Parvis can publish to, its owner can connect, in
// the browser too where the network asks there.
func TestEveryConnectorHasAWayIn(t *testing.T) {
	owner := newComputer(t)
	options := owner.options(app.FixedClock(saturday))
	options.Connectors = nil // the real ones, which nobody asks anything
	d := desk.New(options)
	w := bakery(t, d)
	defer w.Close()
	accounts := d.Services().Accounts
	some := false
	for _, e := range networks.Entries() {
		if !accounts.Connectable(e.Network) {
			continue
		}
		some = true
		ways := accounts.Ways(e.Network)
		if len(ways) == 0 {
			t.Errorf("nothing says how %s is connected", e.Network.Name())
		}
		if len(ways) < len(e.Ways) {
			t.Errorf("%s: %d of %d ways in are left: its connector asks in no browser", e.Network.Name(), len(ways), len(e.Ways))
		}
	}
	if !some {
		t.Error("Parvis publishes nowhere")
	}
}
