package linkedin

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Delete takes a post or a comment back. LinkedIn answers 204 for one that was
// deleted before, too.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	r := request{
		name: "DELETE /rest/posts", method: http.MethodDelete, restli: "DELETE", service: s.Account.Service,
		token: s.Credential.Secret, timeout: wire.PostTimeout,
	}
	parts := commentForm.FindStringSubmatch(remoteID)
	switch {
	case postForm.MatchString(remoteID):
		r.path = "/rest/posts/" + url.QueryEscape(remoteID)
	case parts != nil:
		r.name, r.path, r.restli = "DELETE /rest/socialActions/comments", commentsOf(parts[1])+"/"+parts[2], ""
		r.query = url.Values{"actor": {s.Account.RemoteID}}
	default:
		return c.unsent(noRoot(), networks.Call{Name: r.name})
	}
	a := c.exchange(ctx, r)
	_, refused := a.refusal()
	if a.Err == nil && a.Status == http.StatusNoContent || refused && a.Status == http.StatusNotFound {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	return c.otherwise(a, s.Account, "", time.Time{})
}
