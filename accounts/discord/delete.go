package discord

import (
	"context"
	"errors"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// deleting is the name of the call in the ledger.
const deleting = "DELETE webhook message"

// Delete removes a message, which only the webhook that made it can do: of
// another one's, Discord would say that it does not know it, and nothing could
// be told. A message that it does not know any more is gone.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	call := networks.Call{Name: deleting}
	made, ok := postedOf(remoteID)
	if !ok {
		trouble := app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Discord.Name())
		return c.unsent(trouble.Because(errors.New("no message of Discord")), call)
	}
	w, _, err := opened(s)
	switch {
	case err != nil:
		return c.unsent(err, call)
	case made.webhook != w.id:
		return c.unsent(app.Fail(app.CodeConflict, "discord.error.other_webhook"), call)
	}
	a := c.exchange(ctx, s.Account.Service, w, request{
		name: deleting, method: http.MethodDelete, path: "/messages/" + made.message, timeout: wire.PostTimeout,
	})
	code, _, refused := a.refusal()
	gone := refused && code == unknownMessage && a.Status == http.StatusNotFound
	if gone || a.Err == nil && a.Status == http.StatusNoContent {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.outcome(a, s.Account)
}
