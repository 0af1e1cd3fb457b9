package x

import (
	"context"
	"net/http"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Measures returns that answers to the account's own posts can be hidden.
func (c *Connector) Measures() []networks.Measure {
	return []networks.Measure{networks.Hide, networks.Show}
}

// Moderate implements networks.Moderating. A consent must have tweet.moderate.write, which
// Parvis does not ask for; the four values have every right of the account.
func (c *Connector) Moderate(ctx context.Context, s networks.Session, m networks.Measure, on networks.Message) networks.Result {
	call := networks.Call{Name: "PUT /2/tweets/hidden"}
	hidden := m == networks.Hide
	if !idForm.MatchString(on.ID) || !hidden && m != networks.Show {
		return c.unsent(wire.NotThere(networks.X), call)
	}
	with, err := c.access(ctx, s)
	if err != nil {
		return c.unsent(err, call)
	}
	a := c.exchange(ctx, request{
		name: call.Name, method: http.MethodPut, service: s.Account.Service, path: "/2/tweets/" + on.ID + "/hidden",
		body: map[string]bool{"hidden": hidden}, access: with, timeout: wire.PostTimeout,
	})
	var now struct {
		Data struct {
			Hidden *bool `json:"hidden"`
		} `json:"data"`
	}
	if a.Decode(&now) == nil && now.Data.Hidden != nil && *now.Data.Hidden == hidden {
		return networks.Result{Outcome: networks.Created, RemoteID: on.ID, Call: a.Call}
	}
	said, refused := a.refusal()
	if refused && a.Status == http.StatusNotFound {
		return c.unsent(wire.Gone(networks.X), a.Call)
	}
	return a.AsChange(c.otherwise(ctx, a, with, s), networks.X, c.clock.Now(), said.words())
}
