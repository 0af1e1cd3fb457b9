package facebook

import (
	"context"
	"net/url"

	"parvis/accounts/graph"
	"parvis/app/networks"
)

// Permissions of what Parvis does not ask for when a Page is connected.
const (
	readInsights = "read_insights"
	readVisitors = "pages_read_user_content"
)

// ask asks a question in the name of the Page.
func (c *Connector) ask(ctx context.Context, s networks.Session, permission, path string, q url.Values, into any) error {
	r := graph.Call{Path: path, Query: q, Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential)}
	renew := func() (string, error) { return c.renew(ctx, s) }
	if r.Token == "" {
		token, err := renew()
		if err != nil {
			return err
		}
		r.Token = token
	}
	return c.api.Ask(ctx, s.Account.Service, of(s.Account, permission), r, renew, into)
}
