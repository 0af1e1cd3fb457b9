package mastodon

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const statusesPath = "/api/v1/statuses"

// draft is what POST /api/v1/statuses is sent.
type draft struct {
	Status     string   `json:"status"`
	Media      []string `json:"media_ids,omitempty"`
	InReplyTo  string   `json:"in_reply_to_id,omitempty"`
	Visibility string   `json:"visibility"`
	Language   string   `json:"language,omitempty"`
	// ContentType is GoToSocial's: an account may be set to write Markdown.
	ContentType string `json:"content_type,omitempty"`
	ScheduledAt string `json:"scheduled_at,omitempty"`
}

// status is what servers say of one.
type status struct {
	ID        string          `json:"id"`
	URL       string          `json:"url"`
	CreatedAt string          `json:"created_at"`
	Content   string          `json:"content"` // HTML
	InReplyTo *string         `json:"in_reply_to_id"`
	Reblog    json.RawMessage `json:"reblog"`
	Account   struct {
		ID string `json:"id"`
	} `json:"account"`
	Visibility string `json:"visibility"`
}

// of returns the page of a status, false unless it is one of an account.
func (s status) of(account networks.Account) (page string, ok bool) {
	page, ok = permalinkOn(account.Service, s.URL)
	return page, ok && idForm.MatchString(s.ID) && s.Account.ID == localID(account)
}

// draftOf writes content for a server. An account's own visibility could hide
// what the business publishes: it is always public.
func draftOf(account networks.Account, content networks.Content, n note) (draft, *app.Error) {
	media, ok := n.mediaOf(content)
	if !ok {
		return draft{}, app.Fail(app.CodeConflict, "connector.error.not_prepared").Because(errors.New("picture without an identifier"))
	}
	d := draft{
		Status: networks.Normalise(content.Text), Media: media, InReplyTo: answered(content.Answers),
		Visibility: "public", Language: content.Language,
	}
	if account.Instance.Software == networks.SoftwareGoToSocial {
		d.ContentType = "text/plain"
	}
	return d, nil
}

// answered is the status that a part of a thread or a first comment answers, ""
// for neither: comments are statuses like others.
func answered(t networks.Thread) string {
	if t.Comment {
		return t.Root
	}
	return t.Parent
}

// Publish creates the status: the one call that makes a post public, made once.
//
// Created needs a status of the account with its page, which Mastodon also
// answers when the key made one before. The API refuses in its own form before
// it writes anything; but that a key or a picture was used already may be our
// own doing: Unknown, like everything else that proves nothing. Tokens are never
// renewed: one that serves no more is refused. An attempt that comes too late to
// be recognised is not sent again: it stays Unknown.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	return c.create(ctx, s, content, p, id, time.Time{})
}

// create makes the mutating call: for a status that is public at once when at is zero,
// else for one that the server is to keep until then.
func (c *Connector) create(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity, at time.Time) networks.Result {
	call := networks.Call{Name: "POST " + statusesPath}
	if keepsKeys(s.Account) && !c.recognised(id) {
		late := wire.Answer{Call: call, Err: errors.New("the server no longer keeps the key of this attempt")}
		return late.Doubt(networks.Mastodon)
	}
	sent, unprepared := draftOf(s.Account, content, parseNote(p))
	if unprepared != nil {
		return c.unsent(unprepared, call)
	}
	if !at.IsZero() {
		sent.ScheduledAt = at.UTC().Format(time.RFC3339)
	}
	body, err := json.Marshal(sent)
	if err != nil {
		return c.unsent(app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Mastodon.Name()).Because(err), call)
	}
	to := c.as(s)
	a := to.send(ctx, wire.Request{
		Name: call.Name, Method: http.MethodPost, URL: to.base + statusesPath, MIME: "application/json", Body: body,
		Header: map[string]string{"Idempotency-Key": id.Key}, Timeout: wire.PostTimeout,
	})
	var made status
	if a.Decode(&made) == nil {
		if page, ok := made.of(s.Account); ok {
			return networks.Result{Outcome: networks.Created, RemoteID: made.ID, Permalink: page, Call: a.Call}
		}
	}
	var kept scheduled
	if !at.IsZero() && a.Decode(&kept) == nil && kept.at().Equal(at) {
		return networks.Result{Outcome: networks.Created, RemoteID: kept.ID, Call: a.Call}
	}
	return c.unmade(a, s.Account, func(said string) networks.Result {
		switch {
		case usedBefore(said, sent.Media):
			return a.Doubt(networks.Mastodon)
		case a.Status == http.StatusNotFound && sent.InReplyTo != "":
			return c.unsent(app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Mastodon.Name()), a.Call)
		case a.Status == http.StatusNotFound:
			// Mastodon's word for a key whose status was deleted since.
			return a.Doubt(networks.Mastodon)
		}
		return a.Refusal(networks.Mastodon, c.clock.Now(), said)
	})
}

// unmade maps the answer to a mutating call that does not say it was done;
// refused says what comes of a refusal that another content might change.
func (c *Connector) unmade(a answer, account networks.Account, refused func(said string) networks.Result) networks.Result {
	said, own := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return c.unsent(a.failure(c.clock.Now()), a.Call)
	case !own || !wire.Proof(a.Status):
		return a.Doubt(networks.Mastodon)
	}
	if err := a.barred(account, writeStatuses); err != nil {
		return c.unsent(err, a.Call)
	}
	return refused(said)
}

// usedBefore reports whether a refusal says that the key was used already, or
// names one of the pictures, which is how a server in any language says that it
// belongs to a status.
func usedBefore(said string, media []string) bool {
	return strings.Contains(strings.ToLower(said), "duplicate") ||
		slices.ContainsFunc(media, func(id string) bool { return strings.Contains(said, id) })
}

// unsent is the result when nothing was made.
func (c *Connector) unsent(err *app.Error, call networks.Call) networks.Result {
	return wire.Unsent(c.clock.Now(), err, call)
}

// Delete implements networks.Deleting.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	to, name := c.as(s), "DELETE "+statusesPath+"/:id"
	if !idForm.MatchString(remoteID) {
		return c.unsent(app.Fail(app.CodeInvalid, "connector.error.refused", "Network", networks.Mastodon.Name(), "Reason", remoteID), networks.Call{Name: name})
	}
	a := to.send(ctx, wire.Request{
		Name: name, Method: http.MethodDelete, URL: to.base + statusesPath + "/" + remoteID, Timeout: wire.PostTimeout,
	})
	gone := networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	// All three answer with something in JSON: the status, or an empty object.
	var any map[string]json.RawMessage
	if a.Status == http.StatusOK && a.Decode(&any) == nil && any["error"] == nil {
		return gone
	}
	return c.unmade(a, s.Account, func(said string) networks.Result {
		if a.Status == http.StatusNotFound {
			return gone
		}
		return a.Refusal(networks.Mastodon, c.clock.Now(), said)
	})
}
