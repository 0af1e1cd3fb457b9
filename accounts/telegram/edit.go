package telegram

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Edits returns that posts can be changed for ever (of channels no other bound is
// documented), and as often: Telegram refuses to change nothing, which Edit takes for
// what it is.
func (c *Connector) Edits() networks.Edits { return networks.Edits{Repeatable: true} }

// Edit changes the text of a post, or the caption under its pictures. A bot cannot look
// which of both a message has: where Telegram refuses to change a text because there is
// none, nothing was changed, and the caption is. The words of its refusals were not
// checked.
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	messages := messagesOf(remoteID)
	if messages == nil {
		return c.unsent(wire.Gone(networks.Telegram), networks.Call{Name: editMessageText})
	}
	if err := content.Refusal(networks.Telegram); err != nil {
		return c.unsent(err, networks.Call{Name: editMessageText})
	}
	text := networks.Normalise(content.Text)
	parameters := map[string]any{"chat_id": s.Account.RemoteID, "message_id": messages[0]}
	edit := func(method, field string) answer {
		parameters[field] = text
		a := c.exchange(ctx, s.Account.Service, s.Credential.Secret, calling(method, parameters, wire.PostTimeout))
		delete(parameters, field)
		return a
	}
	var a answer
	captioned := len(messages) > 1 // an album
	if !captioned {
		a = edit(editMessageText, "text")
		description, refused := a.refusal()
		captioned = refused && a.Status == http.StatusBadRequest && strings.Contains(strings.ToLower(description), "there is no text in the message")
	}
	if captioned {
		a = edit(editMessageCaption, "caption")
	}
	if made, name := a.sent(s.Account, 1); made != nil && made[0] == messages[0] {
		return networks.Result{
			Outcome: networks.Created, RemoteID: remoteID, Permalink: permalink(s.Account.RemoteID, name, messages[0]), Call: a.Call,
		}
	}
	return c.unedited(a, s.Account, remoteID, messages[0])
}

// unedited maps the answer to an edit that does not show the message.
func (c *Connector) unedited(a answer, account networks.Account, remoteID string, message int64) networks.Result {
	description, refused := a.refusal()
	if refused && wire.Proof(a.Status) {
		switch said := strings.ToLower(description); {
		case strings.Contains(said, "message is not modified"):
			name, _ := publicName(account.Handle)
			return networks.Result{
				Outcome: networks.Created, RemoteID: remoteID, Permalink: permalink(account.RemoteID, name, message), Call: a.Call,
			}
		case strings.Contains(said, "message to edit not found"):
			return c.unsent(wire.Gone(networks.Telegram).Because(errors.New(a.Reason(description))), a.Call)
		}
	}
	return a.AsChange(c.outcome(a, account), networks.Telegram, c.clock.Now(), description)
}
