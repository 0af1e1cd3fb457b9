package mastodon

import (
	"context"
	"encoding/json"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Edits returns that posts can be changed for ever, and as often: since Mastodon 3.5,
// which shows what they said before. What GoToSocial and Pixelfed do was not checked.
func (c *Connector) Edits() networks.Edits { return networks.Edits{Repeatable: true} }

// revision is what PUT /api/v1/statuses/:id is sent. Mastodon takes away what is not
// named in it (UpdateStatusService): pictures and the warning are those that were read.
type revision struct {
	Status      string   `json:"status"`
	Media       []string `json:"media_ids,omitempty"`
	Warning     string   `json:"spoiler_text"`
	Sensitive   bool     `json:"sensitive"`
	Language    string   `json:"language,omitempty"`
	ContentType string   `json:"content_type,omitempty"`
}

// Edit reads the status and makes it say the new text.
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	call := networks.Call{Name: "PUT " + statusesPath + "/:id"}
	if !idForm.MatchString(remoteID) {
		return c.unsent(wire.Gone(networks.Mastodon), call)
	}
	limits, _ := s.Account.Limits()
	limits.Needs = networks.NeedsNothing // what is to be seen stays
	if err := limits.Refusal(content.Piece()); err != nil {
		return wire.Unsent(c.clock.Now(), err, call)
	}
	to := c.as(s)
	held, err := c.held(ctx, to, s.Account, remoteID)
	if err != nil {
		return c.unsent(err, call)
	}
	held.Status = networks.Normalise(content.Text)
	if content.Language != "" {
		held.Language = content.Language
	}
	if s.Account.Instance.Software == networks.SoftwareGoToSocial {
		held.ContentType = "text/plain"
	}
	body, marshalled := json.Marshal(held)
	if marshalled != nil {
		return c.unsent(app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Mastodon.Name()).Because(marshalled), call)
	}
	a := to.send(ctx, wire.Request{
		Name: call.Name, Method: http.MethodPut, URL: to.base + statusesPath + "/" + remoteID,
		MIME: "application/json", Body: body, Timeout: wire.PostTimeout,
	})
	var made status
	if a.Decode(&made) == nil && made.ID == remoteID {
		if page, ok := made.of(s.Account); ok {
			return networks.Result{Outcome: networks.Created, RemoteID: made.ID, Permalink: page, Call: a.Call}
		}
	}
	return c.unchanged(a, s.Account, writeStatuses)
}

// held reads what an edit must keep of a status.
func (c *Connector) held(ctx context.Context, to caller, account networks.Account, id string) (revision, *app.Error) {
	a := to.get(ctx, statusesPath+"/"+id, nil)
	if _, refused := a.refusal(); refused && a.Status == http.StatusNotFound {
		return revision{}, wire.Gone(networks.Mastodon)
	}
	var there struct {
		status
		Warning   string  `json:"spoiler_text"`
		Sensitive bool    `json:"sensitive"`
		Language  *string `json:"language"`
		Media     []struct {
			ID string `json:"id"`
		} `json:"media_attachments"`
		Poll json.RawMessage `json:"poll"`
	}
	if err := a.Decode(&there); err != nil || there.ID != id {
		return revision{}, c.unanswered(a, account, readStatuses, "the status")
	}
	if there.Account.ID != localID(account) {
		return revision{}, wire.Gone(networks.Mastodon)
	}
	if len(there.Poll) > 0 && string(there.Poll) != "null" {
		// It would lose its poll, votes and all.
		return revision{}, wire.NotThere(networks.Mastodon)
	}
	r := revision{Warning: there.Warning, Sensitive: there.Sensitive}
	if there.Language != nil {
		r.Language = *there.Language
	}
	for _, m := range there.Media {
		r.Media = append(r.Media, m.ID)
	}
	return r, nil
}

// unchanged maps the answer to a change that does not say it was made.
func (c *Connector) unchanged(a answer, account networks.Account, scope string) networks.Result {
	said, own := a.refusal()
	switch {
	case a.Err != nil && !a.Reached, a.Status == http.StatusTooManyRequests:
		return c.unsent(a.failure(c.clock.Now()), a.Call)
	case !own || !wire.Proof(a.Status):
		return a.ChangeDoubt(networks.Mastodon)
	case a.Status == http.StatusNotFound:
		return c.unsent(wire.Gone(networks.Mastodon), a.Call)
	case a.outOfScope():
		return c.unsent(wire.Lacks(networks.Mastodon, scope), a.Call)
	}
	if err := a.barred(account, scope); err != nil {
		return c.unsent(err, a.Call)
	}
	return a.ChangeRefusal(networks.Mastodon, c.clock.Now(), said)
}
