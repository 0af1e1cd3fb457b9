package discord

import (
	"context"
	"encoding/json"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// editing is the name of the call in the ledger.
const editing = "PATCH webhook message"

// Edits returns that messages can be changed for ever, and as often.
func (c *Connector) Edits() networks.Edits { return networks.Edits{Repeatable: true} }

// Edit changes the words of a message, which only the webhook that made it can do, in
// the channel where it was then (see Delete). Files that an edit does not name stay.
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	call := networks.Call{Name: editing}
	made, ok := postedOf(remoteID)
	if !ok {
		return c.unsent(wire.Gone(networks.Discord), call)
	}
	if err := content.Refusal(networks.Discord); err != nil {
		return c.unsent(err, call)
	}
	w, where, err := opened(s)
	switch {
	case err != nil:
		return c.unsent(err, call)
	case made.webhook != w.id:
		return c.unsent(elsewhere(), call)
	}
	body, err := json.Marshal(payload{Content: networks.Normalise(content.Text), Mentions: mentions{Parse: []string{}}})
	if err != nil {
		// Strings always have a JSON form.
		panic("discord: " + err.Error())
	}
	a := c.exchange(ctx, s.Account.Service, w, request{
		name: editing, method: http.MethodPatch, path: "/messages/" + made.message, mime: "application/json", body: body, timeout: wire.PostTimeout,
	})
	var now struct {
		ID      string `json:"id"`
		Channel string `json:"channel_id"`
	}
	if a.Status == http.StatusOK && a.Decode(&now) == nil && a.said.Code == nil && now.ID == made.message && now.Channel == made.channel {
		return networks.Result{
			Outcome: networks.Created, RemoteID: remoteID, Permalink: official + "/channels/" + where.guild + "/" + made.channel + "/" + made.message, Call: a.Call,
		}
	}
	code, reason, refused := a.refusal()
	if refused && code == unknownMessage && a.Status == http.StatusNotFound {
		switch now, _ := c.look(ctx, s.Account.Service, w); now.Channel {
		case made.channel:
			return c.unsent(wire.Gone(networks.Discord), a.Call)
		case "":
			return a.ChangeDoubt(networks.Discord)
		}
		return c.unsent(elsewhere(), a.Call)
	}
	return a.AsChange(c.outcome(a, s.Account), networks.Discord, c.clock.Now(), reason)
}
