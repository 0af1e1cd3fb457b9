package linkedin

import (
	"context"
	"net/http"
	"net/url"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Edits returns that texts can be changed for ever, and as often.
func (c *Connector) Edits() networks.Edits { return networks.Edits{Repeatable: true} }

// Edit changes the words of a post (PARTIAL_UPDATE, common knowledge, not verified).
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	const name = "POST /rest/posts/:urn"
	if !postForm.MatchString(remoteID) {
		return c.unsent(wire.Gone(networks.LinkedIn), networks.Call{Name: name})
	}
	if err := content.Refusal(networks.LinkedIn); err != nil {
		return c.unsent(err, networks.Call{Name: name})
	}
	a := c.exchange(ctx, request{
		name: name, method: http.MethodPost, restli: "PARTIAL_UPDATE", service: s.Account.Service, path: "/rest/posts/" + url.QueryEscape(remoteID),
		body:  map[string]any{"patch": map[string]any{"$set": map[string]string{"commentary": commentary(content.Text)}}},
		token: s.Credential.Secret, timeout: wire.PostTimeout,
	})
	if a.Err == nil && a.Status == http.StatusNoContent {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Permalink: permalink(remoteID), Call: a.Call}
	}
	return c.unchanged(a, s.Account, permissionOf(s.Account))
}
