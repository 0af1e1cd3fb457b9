package facebook

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a post or a comment would be taken: that it is within the
// limits, that the Page's token lives and reads what is published, that whoever it
// was made by still has the permissions and the task, where the network tells, and
// that what is commented is there.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	parent, err := check(content)
	if err != nil {
		return err
	}
	a, err := c.read(ctx, s, graph.Call{
		Path:  "/" + s.Account.RemoteID + "/published_posts",
		Query: url.Values{"fields": {"id"}, "limit": {"1"}},
	})
	if err != nil {
		return err
	}
	var held graph.List[post]
	if err := a.Decode(&held); err != nil {
		return c.unread(a, s.Account, read)
	}
	if err := c.stillPublishes(ctx, s); err != nil || parent == "" {
		return err
	}
	a, err = c.read(ctx, s, graph.Call{Path: "/" + parent, Query: url.Values{"fields": {"id"}}})
	switch {
	case err != nil:
		return err
	case a.Missing():
		return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Facebook.Name())
	case !a.OK():
		return c.unread(a, s.Account, engage)
	}
	return nil
}

// check compares a content with the limits, and returns what it comments on.
func check(content networks.Content) (parent string, err error) {
	if err := content.Refusal(networks.Facebook); err != nil {
		return "", err
	}
	parent = commented(content)
	switch {
	case parent != "" && len(content.Images) > 0:
		// Parvis writes comments in words alone.
		return "", app.Fail(app.CodeInvalid, networks.ProblemImagesRefused, "Network", networks.Facebook.Name())
	case parent != "" && !graph.ID(parent):
		return "", app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Facebook.Name())
	}
	return parent, nil
}

// read makes a call that reads in the Page's name, again, once, with a renewed token.
func (c *Connector) read(ctx context.Context, s networks.Session, r graph.Call) (graph.Answer, error) {
	r.Token, r.Secrets = tokenOf(s.Credential), secretsOf(s.Credential)
	return c.api.Read(ctx, s.Account.Service, r, func() (string, error) { return c.renew(ctx, s) })
}

// unread is the error of a reading that was no success.
func (c *Connector) unread(a graph.Answer, account networks.Account, permission string) error {
	if a.OK() && a.Err == nil {
		a.Err = errors.New("the answer is not what was asked for")
	}
	return a.Failure(of(account, permission), c.api.Clock.Now())
}

// stillPublishes checks what the person who made the token may do. Of a Page's own
// token, the network tells its permissions to those who have a role in the
// application.
func (c *Connector) stillPublishes(ctx context.Context, s networks.Session) error {
	service, token, person := s.Account.Service, tokenOf(s.Credential), s.Credential.Secret
	if person == token {
		if c.api.Describe(ctx, service, token, token).Lacks(manage) {
			return lost(manage)
		}
		return nil
	}
	a := c.api.Send(ctx, service, graph.Call{
		Path: "/me/permissions", Token: person, Secrets: []string{token}, Timeout: wire.ShortTimeout,
	})
	// A person's token dies after sixty days and leaves that of the Page alive.
	if a.Dead() {
		return nil
	}
	var granted graph.List[graph.Permission]
	if err := a.Decode(&granted); err != nil {
		return c.unread(a, s.Account, manage)
	}
	if lacking := graph.Lacking(granted.Data, manage, read); len(lacking) > 0 {
		return lost(strings.Join(lacking, ", "))
	}
	pages, a, err := c.pages(ctx, service, person, token)
	if err != nil {
		return c.unread(a, s.Account, "pages_show_list")
	}
	if i := slices.IndexFunc(pages, func(p page) bool { return p.ID == s.Account.RemoteID }); i < 0 || !pages[i].publishes() {
		return lost("CREATE_CONTENT")
	}
	return nil
}

// lost is the error of an account whose access lost a permission.
func lost(permission string) error {
	return app.Fail(app.CodeInvalid, "connector.error.permission", "Network", networks.Facebook.Name(), "Missing", permission)
}
