package threads

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Measures returns that answers under the profile's posts can be hidden: the network lets
// nobody delete what others wrote.
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show}
}

// Moderate implements networks.Moderating.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	if !graph.ID(on.ID) || m != networks.Hide && m != networks.Show {
		return wire.Unsent(c.flow.Clock.Now(), wire.NotThere(networks.Threads), networks.Call{Name: http.MethodPost})
	}
	return c.flow.Change(ctx, s, managing, graph.Call{
		Method: http.MethodPost, Path: "/" + on.ID + "/manage_reply", Values: url.Values{"hide": {strconv.FormatBool(m == networks.Hide)}},
	}, on.ID)
}
