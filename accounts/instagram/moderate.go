package instagram

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Measures returns what can be done about comments (the calls are common knowledge, not
// verified).
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show, networks.Remove}
}

// Moderate implements networks.Moderating.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	call := graph.Call{Method: http.MethodPost, Path: "/" + on.ID}
	switch {
	case !graph.ID(on.ID):
		return wire.Unsent(c.flow.Clock.Now(), wire.NotThere(networks.Instagram), networks.Call{Name: http.MethodPost})
	case m == networks.Hide || m == networks.Show:
		call.Values = url.Values{"hide": {strconv.FormatBool(m == networks.Hide)}}
	case m == networks.Remove:
		call.Method = http.MethodDelete
	default:
		return wire.Unsent(c.flow.Clock.Now(), wire.NotThere(networks.Instagram), networks.Call{Name: http.MethodPost})
	}
	r := c.flow.Change(ctx, s, commenting, call, on.ID)
	if m == networks.Remove && app.CodeOf(r.Err) == app.CodeNotFound {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: r.Call}
	}
	return r
}
