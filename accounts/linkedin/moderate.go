package linkedin

import (
	"context"
	"net/http"
	"net/url"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Measures returns that comments on the account's own posts can be deleted (common
// knowledge, not verified).
func (c *Connector) Measures() []networks.Measure { return []networks.Measure{networks.Remove} }

// Moderate implements networks.Moderating.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	const name = "DELETE /rest/socialActions/comments"
	parts := commentForm.FindStringSubmatch(on.ID)
	if m != networks.Remove || parts == nil {
		return c.unsent(wire.NotThere(networks.LinkedIn), networks.Call{Name: name})
	}
	a := c.exchange(ctx, request{
		name: name, method: http.MethodDelete, service: s.Account.Service, path: commentsOf(parts[1]) + "/" + parts[2],
		query: url.Values{"actor": {s.Account.RemoteID}}, token: s.Credential.Secret, timeout: wire.PostTimeout,
	})
	_, refused := a.refusal()
	if a.Err == nil && a.Status == http.StatusNoContent || refused && a.Status == http.StatusNotFound {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: a.Call}
	}
	return c.unchanged(a, s.Account, permissionOf(s.Account))
}
