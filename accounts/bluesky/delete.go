package bluesky

import (
	"context"
	"encoding/json"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Delete removes the record of a post: a server does nothing, and says no more, when it
// holds none.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	key, own := ownKey(s.Account, remoteID)
	if !own {
		return c.unsent(wire.Gone(networks.Bluesky), networks.Call{Name: deleteRecord})
	}
	a, err := c.mutate(ctx, s, deleteRecord, map[string]any{"repo": s.Account.RemoteID, "collection": collection, "rkey": key})
	if err != nil {
		return c.unsent(err, a.Call)
	}
	// The answer is the commit, or empty when there was none to make.
	var made map[string]json.RawMessage
	if a.Decode(&made) == nil && made != nil {
		delete(made, "commit")
		if len(made) == 0 {
			return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
		}
	}
	return c.unchanged(a)
}
