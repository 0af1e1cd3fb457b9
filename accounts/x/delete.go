package x

import (
	"context"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Delete takes a post back.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	call := networks.Call{Name: "DELETE /2/tweets"}
	if !idForm.MatchString(remoteID) {
		return c.unsent(noParent(), call)
	}
	with, err := c.access(ctx, s)
	if err != nil {
		return c.unsent(err, call)
	}
	a := c.exchange(ctx, request{
		name: call.Name, method: http.MethodDelete, service: s.Account.Service, path: "/2/tweets/" + remoteID,
		access: with, timeout: wire.PostTimeout,
	})
	var told struct {
		Data struct {
			Deleted bool `json:"deleted"`
		} `json:"data"`
	}
	_, refused := a.refusal()
	if a.Decode(&told) == nil && told.Data.Deleted || refused && a.Status == http.StatusNotFound {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.otherwise(ctx, a, with, s)
}
