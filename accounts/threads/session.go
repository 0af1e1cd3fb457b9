package threads

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Connect opens the profile of the token pasted as secret; what is typed beside
// it is not needed. The network lets only a token that may publish read how much it
// has published, and tells those who have a role in the application when the token
// ends.
func (c *Connector) Connect(ctx context.Context, service, _, secret string) (networks.Account, networks.Credential, error) {
	pasted := strings.TrimSpace(secret)
	profile, base, err := c.open(ctx, service, pasted)
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	t := graph.NewToken(pasted, c.flow.Clock.Now())
	switch d := c.flow.Describe(ctx, base, pasted, pasted); {
	case d.Lacks(publishing):
		lacking := app.Fail(app.CodeUnauthorised, "connector.error.permission", "Network", networks.Threads.Name(), "Missing", publishing)
		return networks.Account{}, networks.Credential{}, lacking
	case !d.Made.IsZero() && d.Ends.After(d.Made):
		t = graph.LivingToken(pasted, d.Made, d.Ends)
	}
	account := networks.Account{Network: networks.Threads, Handle: profile.Username, Service: base, RemoteID: profile.ID}
	return account, networks.Credential{Identifier: profile.Username, Secret: pasted, Session: t.Session()}, nil
}

type profile struct {
	ID       string `json:"id"`
	Username string `json:"username"`
}

func (c *Connector) open(ctx context.Context, service, token string) (profile, string, error) {
	base, err := graph.Address(service)
	if err != nil {
		return profile{}, "", err
	}
	if token == "" {
		return profile{}, "", app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Threads.Name())
	}
	a := c.flow.Send(ctx, base, graph.Call{
		Path: "/me", Query: url.Values{"fields": {"id,username"}}, Token: token, Timeout: wire.ShortTimeout,
	})
	var p profile
	if err := a.Decode(&p); err != nil {
		return profile{}, "", a.Untried(graph.Account{Network: networks.Threads, Permission: "threads_basic"}, c.flow.Clock.Now())
	}
	if !graph.ID(p.ID) || p.Username == "" {
		a.Err = errors.New("the answer is not a profile")
		return profile{}, "", a.Untried(graph.Account{Network: networks.Threads}, c.flow.Clock.Now())
	}
	if _, a = c.flow.Used(ctx, base, p.ID, token); !a.OK() {
		return profile{}, "", a.Untried(graph.Account{Network: networks.Threads, Permission: publishing}, c.flow.Clock.Now())
	}
	return p, base, nil
}
