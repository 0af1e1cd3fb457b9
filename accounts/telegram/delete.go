package telegram

import (
	"context"
	"errors"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Delete removes a post, all the pictures of an album with it. Telegram lets
// bots do that for 48 hours only (deleteMessage, read 2026-11): after that it
// refuses, and the owner can still remove the post by hand. What is no longer
// there counts as removed.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	messages := messagesOf(remoteID)
	if messages == nil {
		trouble := app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Telegram.Name())
		return c.unsent(trouble.Because(errors.New("no message of Telegram")), networks.Call{Name: deleteMessage})
	}
	m := calling(deleteMessage, map[string]any{"chat_id": s.Account.RemoteID, "message_id": messages[0]}, wire.PostTimeout)
	if len(messages) > 1 {
		m = calling(deleteMessages, map[string]any{"chat_id": s.Account.RemoteID, "message_ids": messages}, wire.PostTimeout)
	}
	a := c.exchange(ctx, s.Account.Service, s.Credential.Secret, m)
	var removed bool
	done := a.result(&removed) == nil && removed
	if description, refused := a.refusal(); refused && wire.Proof(a.Status) {
		switch said := strings.ToLower(description); {
		case strings.Contains(said, "message to delete not found"):
			done = true
		case strings.Contains(said, "can't be deleted"):
			old := app.Fail(app.CodeConflict, "telegram.error.too_old")
			return c.unsent(old.Because(errors.New(a.Reason(description))), a.Call)
		}
	}
	if done {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.outcome(a, s.Account)
}
