package mastodon

import (
	"context"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Measures returns that authors can be blocked: the network lets nobody hide or delete
// what others answer.
func (c *Connector) Measures() []networks.Measure { return []networks.Measure{networks.Block} }

// Moderate implements networks.Moderating. The token needs write:blocks.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	to, name := c.as(s), "POST /api/v1/accounts/:id/block"
	author := on.Author.ID
	if m != networks.Block || !idForm.MatchString(author) || author == localID(s.Account) {
		return c.unsent(wire.NotThere(networks.Mastodon), networks.Call{Name: name})
	}
	a := to.send(ctx, wire.Request{
		Name: name, Method: http.MethodPost, URL: to.base + "/api/v1/accounts/" + author + "/block", Timeout: wire.PostTimeout,
	})
	var now struct {
		ID       string `json:"id"`
		Blocking bool   `json:"blocking"`
	}
	if a.Decode(&now) == nil && now.ID == author && now.Blocking {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: a.Call}
	}
	return c.unchanged(a, s.Account, writeBlocks)
}
