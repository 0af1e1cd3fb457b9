package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Publish sends the message: the one call that makes it public, made once, with
// its pictures and its film.
//
// Created needs the messages that Telegram says it sent, all of them, in the
// channel of the account. A refusal in the Bot API's own form proves that
// nothing was sent, but for one that tells of a single picture of an album:
// nothing says that the others stayed behind. A token declared dead cannot be
// renewed. Everything else is Unknown.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, _ networks.Prepared, _ networks.Identity) networks.Result {
	var film io.ReadCloser
	if content.Film != nil {
		var err error
		if film, err = content.Film.Open(); err != nil {
			return c.unsent(err, networks.Call{Name: sendVideo})
		}
		defer film.Close()
	}
	m, err := messageOf(s.Account, content, film)
	if err != nil {
		return c.unsent(err, networks.Call{Name: sendMessage})
	}
	a := c.exchange(ctx, s.Account.Service, s.Credential.Secret, m)
	if messages, name := a.sent(s.Account, max(attached(content), 1)); messages != nil {
		return networks.Result{
			Outcome: networks.Created, Call: a.Call,
			RemoteID: remoteID(messages), Permalink: permalink(s.Account.RemoteID, name, messages[0]),
		}
	}
	description, refused := a.refusal()
	switch {
	case !refused || attached(content) != 1:
	case content.Film != nil && badFilm(a.Status, description):
		refusal := app.Fail(app.CodeInvalid, "connector.error.film", "Network", networks.Telegram.Name(), "Name", content.Film.Name)
		return c.unsent(refusal.Because(errors.New(a.Reason(description))), a.Call)
	case content.Film == nil && badPhoto(a.Status, description):
		image := app.Fail(app.CodeInvalid, "connector.error.image", "Network", networks.Telegram.Name(), "Name", content.Images[0].Name)
		return c.unsent(image.Because(errors.New(a.Reason(description))), a.Call)
	}
	return c.outcome(a, s.Account)
}

// badFilm reports whether a refusal is about the film of the call.
func badFilm(status int, description string) bool {
	if status == http.StatusRequestEntityTooLarge {
		return true
	}
	return status == http.StatusBadRequest && strings.Contains(description, "VIDEO_")
}

// badPhoto reports whether a refusal is about the photo of the call.
func badPhoto(status int, description string) bool {
	if status == http.StatusRequestEntityTooLarge {
		return true
	}
	return status == http.StatusBadRequest &&
		(strings.Contains(description, "PHOTO_") || strings.Contains(description, "IMAGE_PROCESS_FAILED"))
}

// sent returns the messages that a call made, and the public name of the channel
// they are in, "" for a private one; nil when the answer does not prove that
// count messages are there.
func (a answer) sent(account networks.Account, count int) ([]int64, string) {
	type message struct {
		ID   int64 `json:"message_id"`
		Chat chat  `json:"chat"`
	}
	var all []message
	var raw json.RawMessage
	if a.result(&raw) != nil {
		return nil, ""
	}
	if count == 1 {
		all = make([]message, 1)
		if json.Unmarshal(raw, &all[0]) != nil {
			return nil, ""
		}
	} else if json.Unmarshal(raw, &all) != nil || len(all) != count {
		return nil, ""
	}
	messages := make([]int64, len(all))
	for i, m := range all {
		if m.ID <= 0 || strconv.FormatInt(m.Chat.ID, 10) != account.RemoteID {
			return nil, ""
		}
		messages[i] = m.ID
	}
	name := all[0].Chat.Username
	if !nameForm.MatchString(name) {
		name = ""
	}
	return messages, name
}

// outcome maps the answer of a mutating call that did not succeed.
func (c *Connector) outcome(a answer, account networks.Account) networks.Result {
	now := c.clock.Now()
	if a.Status == http.StatusTooManyRequests || a.Err != nil && !a.Reached {
		return c.unsent(a.failure(now), a.Call)
	}
	description, refused := a.refusal()
	if !refused || !wire.Proof(a.Status) {
		return a.Doubt(networks.Telegram)
	}
	reason := errors.New(a.Reason(description))
	switch said := strings.ToLower(description); {
	case a.Status == http.StatusUnauthorized:
		dead := app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.Telegram.Name(), "Account", account.Handle)
		return c.unsent(dead.Because(reason), a.Call)
	case strings.Contains(said, "failed to send message #"):
		return a.Doubt(networks.Telegram)
	case strings.Contains(said, "message to be replied not found"), strings.Contains(said, "replied message not found"):
		return c.unsent(gone().Because(reason), a.Call)
	case a.Status == http.StatusForbidden, barred(said):
		return c.unsent(app.Fail(app.CodeConflict, "telegram.error.barred", "Account", account.Handle).Because(reason), a.Call)
	}
	return a.Refusal(networks.Telegram, now, description)
}

// barred reports whether a refusal says that the bot may not post to the channel
// any more, or does not know it.
func barred(said string) bool {
	for _, words := range []string{
		"chat not found", "not enough rights", "need administrator rights", "chat_write_forbidden", "chat_admin_required",
	} {
		if strings.Contains(said, words) {
			return true
		}
	}
	return false
}

// unsent is the result when nothing was made.
func (c *Connector) unsent(err error, made networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, made)
}
