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

// Delete removes a message, which only the webhook that made it can do, and only
// in the channel where that webhook is: of any other message Discord says that
// it does not know it (discohook/discohook#29, 2024-09), which proves nothing.
// Said by the right webhook in the right channel, it means that the message is
// gone.
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
		return c.unsent(elsewhere(), call)
	}
	a := c.exchange(ctx, s.Account.Service, w, request{
		name: deleting, method: http.MethodDelete, path: "/messages/" + made.message, timeout: wire.PostTimeout,
	})
	gone := networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	if a.Err == nil && a.Status == http.StatusNoContent {
		return gone
	}
	if code, _, refused := a.refusal(); !refused || code != unknownMessage || a.Status != http.StatusNotFound {
		return c.outcome(a, s.Account)
	}
	switch now, _ := c.look(ctx, s.Account.Service, w); now.Channel {
	case made.channel:
		return gone
	case "":
		return a.Doubt(networks.Discord)
	}
	return c.unsent(elsewhere(), a.Call)
}

func elsewhere() error { return app.Fail(app.CodeConflict, "discord.error.other_webhook") }
