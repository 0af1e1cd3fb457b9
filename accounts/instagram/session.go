package instagram

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Connect opens the professional account of the token pasted as secret; what is
// typed beside it is not needed. The network tells no permissions, but lets only
// a token that may publish read how much it has published. Whether it may
// comment shows with the first comment.
func (c *Connector) Connect(ctx context.Context, service, _, secret string) (networks.Account, networks.Credential, error) {
	who, base, err := c.open(ctx, service, strings.TrimSpace(secret))
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	account := networks.Account{Network: networks.Instagram, Handle: who.Username, Service: base, RemoteID: who.ID}
	credential := networks.Credential{Identifier: who.Username, Secret: strings.TrimSpace(secret)}
	credential.Session = graph.NewToken(credential.Secret, c.flow.Clock.Now()).Session()
	return account, credential, nil
}

// user is the account of a token. ID is that of the professional account, not
// the one it has for the application alone, which is called id.
type user struct {
	ID       string `json:"user_id"`
	Username string `json:"username"`
}

// UnmarshalJSON takes both forms of the answer: the documentation shows a list
// of one, programs meet the user itself (not verified).
func (u *user) UnmarshalJSON(data []byte) error {
	type plain user
	var said struct {
		plain
		Data []plain `json:"data"`
	}
	if err := json.Unmarshal(data, &said); err != nil {
		return err
	}
	*u = user(said.plain)
	if len(said.Data) == 1 {
		*u = user(said.Data[0])
	}
	return nil
}

func (c *Connector) open(ctx context.Context, service, token string) (user, string, error) {
	base, err := graph.Address(service)
	if err != nil {
		return user{}, "", err
	}
	if token == "" {
		return user{}, "", app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Instagram.Name())
	}
	failed := func(a graph.Answer, permission string) error {
		return a.Untried(graph.Account{Network: networks.Instagram, Permission: permission}, c.flow.Clock.Now())
	}
	a := c.flow.Send(ctx, base, graph.Call{
		Path: "/me", Query: url.Values{"fields": {"user_id,username"}}, Token: token, Timeout: wire.ShortTimeout,
	})
	var u user
	if err := a.Decode(&u); err == nil && (!graph.ID(u.ID) || u.Username == "") {
		a.Err = errors.New("the answer is not an account")
	}
	if a.Err != nil || !a.OK() || u.ID == "" {
		return user{}, "", failed(a, "instagram_business_basic")
	}
	if _, a = c.flow.Used(ctx, base, u.ID, token); !a.OK() {
		return user{}, "", failed(a, publishing)
	}
	return u, base, nil
}
