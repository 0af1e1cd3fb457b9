package facebook

import (
	"context"
	"net/http"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Measures returns what can be done about comments (common knowledge, not verified).
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show, networks.Remove}
}

// Moderate implements networks.Moderating.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	if !graph.ID(on.ID) {
		return wire.Unsent(c.api.Clock.Now(), wire.NotThere(networks.Facebook), networks.Call{Name: http.MethodPost})
	}
	r := graph.Call{Method: http.MethodPost, Path: "/" + on.ID}
	switch m {
	case networks.Hide, networks.Show:
		r.JSON = map[string]bool{"is_hidden": m == networks.Hide}
	case networks.Remove:
		r.Method = http.MethodDelete
	default:
		return wire.Unsent(c.api.Clock.Now(), wire.NotThere(networks.Facebook), networks.Call{Name: http.MethodPost})
	}
	done := c.change(ctx, s, engage, r, on.ID)
	if m == networks.Remove && app.CodeOf(done.Err) == app.CodeNotFound {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: done.Call}
	}
	return done
}
