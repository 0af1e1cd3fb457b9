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

// Permissions that publishing, commenting and reading back take.
const (
	manage = "pages_manage_posts"
	engage = "pages_manage_engagement"
	read   = "pages_read_engagement"
)

// page is a Page as the network describes it.
type page struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Category string   `json:"category"`
	Token    string   `json:"access_token"`
	Tasks    []string `json:"tasks"`
}

// publishes reports whether the person behind the token may publish on the Page.
// The names of Pages of the new kind, which begin with PROFILE_PLUS_, were not
// verified.
func (p page) publishes() bool {
	return slices.ContainsFunc(p.Tasks, func(task string) bool {
		switch strings.TrimPrefix(task, "PROFILE_PLUS_") {
		case "CREATE_CONTENT", "MANAGE", "FULL_CONTROL":
			return true
		}
		return false
	})
}

// Connect opens a Page with the access token pasted as secret: the Page's own,
// or one of a person or a system user, from which the Page's is taken. typed may
// be empty; it chooses among several Pages by name or number.
//
// Of a person's token the network tells which permissions it has and what the
// person may do on the Page. Of a Page's token it tells neither without the
// secret of the application that made it: only that it reads the Page's posts is
// checked then, and a missing right to publish shows with the first post.
func (c *Connector) Connect(ctx context.Context, service, typed, secret string) (networks.Account, networks.Credential, error) {
	p, base, err := c.open(ctx, service, typed, strings.TrimSpace(secret))
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	account := networks.Account{Network: networks.Facebook, Handle: p.Name, Service: base, RemoteID: p.ID}
	pasted := strings.TrimSpace(secret)
	return account, networks.Credential{Identifier: p.ID, Secret: pasted, Session: c.lasting(ctx, base, p.Token, pasted).session()}, nil
}

func (c *Connector) open(ctx context.Context, service, typed, secret string) (page, string, error) {
	base, err := graph.Address(service)
	if err != nil {
		return page{}, "", err
	}
	if secret == "" {
		return page{}, "", app.Fail(app.CodeInvalid, "connector.error.no_credential", "Network", networks.Facebook.Name())
	}
	p, err := c.me(ctx, base, secret)
	if err != nil {
		return page{}, "", err
	}
	if p.ID == "" {
		if err := c.checkPermissions(ctx, base, secret); err != nil {
			return page{}, "", err
		}
		if p, err = c.choose(ctx, base, typed, secret); err != nil {
			return page{}, "", err
		}
	}
	return p, base, c.checkReading(ctx, base, p, secret)
}

// failed is the error of a token that is being tried.
func (c *Connector) failed(a graph.Answer) error {
	return a.Untried(graph.Account{Network: networks.Facebook, Permission: manage}, c.api.Clock.Now())
}

// me returns the Page that a token speaks for, or the zero page when it is no
// Page's: only Pages have a category.
func (c *Connector) me(ctx context.Context, base, token string) (page, error) {
	a := c.api.Send(ctx, base, graph.Call{
		Path: "/me", Query: url.Values{"fields": {"id,name,category"}}, Token: token, Timeout: wire.ShortTimeout,
	})
	// A person has no such field, and the network says so.
	if r, refused := a.Refusal(); refused && r.Code == 100 {
		return page{}, nil
	}
	var p page
	if err := a.Decode(&p); err != nil {
		return page{}, c.failed(a)
	}
	if !graph.ID(p.ID) || p.Name == "" {
		a.Err = errors.New("the answer is neither a Page nor a person")
		return page{}, c.failed(a)
	}
	if p.Category == "" {
		return page{}, nil
	}
	p.Token = token
	return p, nil
}

func (c *Connector) checkPermissions(ctx context.Context, base, token string) error {
	a := c.api.Send(ctx, base, graph.Call{Path: "/me/permissions", Token: token, Timeout: wire.ShortTimeout})
	var granted graph.List[graph.Permission]
	if err := a.Decode(&granted); err != nil {
		return c.failed(a)
	}
	if lacking := graph.Lacking(granted.Data, "pages_show_list", manage, read); len(lacking) > 0 {
		return lack(strings.Join(lacking, ", "))
	}
	return nil
}

func lack(missing string) error {
	return app.Fail(app.CodeUnauthorised, "connector.error.permission", "Network", networks.Facebook.Name(), "Missing", missing)
}

// pages returns the Pages that a person's token opens, each with its own token.
// More than a hundred are nobody's case.
func (c *Connector) pages(ctx context.Context, base, token string, secrets ...string) ([]page, graph.Answer, error) {
	a := c.api.Send(ctx, base, graph.Call{
		Path: "/me/accounts", Query: url.Values{"fields": {"id,name,access_token,tasks"}, "limit": {"100"}},
		Token: token, Secrets: secrets, Private: true, Timeout: wire.ShortTimeout,
	})
	var found graph.List[page]
	if err := a.Decode(&found); err != nil {
		return nil, a, err
	}
	return slices.DeleteFunc(found.Data, func(p page) bool { return !graph.ID(p.ID) || p.Name == "" || p.Token == "" }), a, nil
}

// choose finds the Page that the owner means.
func (c *Connector) choose(ctx context.Context, base, typed, token string) (page, error) {
	found, a, err := c.pages(ctx, base, token)
	if err != nil {
		return page{}, c.failed(a)
	}
	if len(found) == 0 {
		return page{}, app.Fail(app.CodeInvalid, "facebook.error.no_page")
	}
	names := make([]string, len(found))
	var meant []page
	typed = strings.TrimPrefix(strings.Join(strings.Fields(typed), " "), "@")
	for i, p := range found {
		names[i] = p.Name + " (" + p.ID + ")"
		if typed == p.ID || strings.EqualFold(typed, p.Name) || typed == "" {
			meant = append(meant, p)
		}
	}
	if len(meant) != 1 {
		return page{}, app.Fail(app.CodeInvalid, "facebook.error.which_page", "Pages", strings.Join(names, ", "))
	}
	if !meant[0].publishes() {
		return page{}, lack("CREATE_CONTENT")
	}
	return meant[0], nil
}

// checkReading makes sure that what is published can be read back.
func (c *Connector) checkReading(ctx context.Context, base string, p page, secret string) error {
	a := c.api.Send(ctx, base, graph.Call{
		Path: "/" + p.ID + "/published_posts", Query: url.Values{"fields": {"id"}, "limit": {"1"}},
		Token: p.Token, Secrets: []string{secret}, Timeout: wire.ShortTimeout,
	})
	var held graph.List[post]
	if err := a.Decode(&held); err == nil {
		return nil
	}
	if r, refused := a.Refusal(); refused && !a.Dead() && !a.Limited() && wire.Proof(a.Status) && r.Code > 2 {
		return lack(read)
	}
	return c.failed(a)
}

// renew takes the Page's token anew from a person's token. A Page's own token
// that was pasted has nothing to be renewed with.
func (c *Connector) renew(ctx context.Context, s networks.Session) (string, error) {
	session, err := s.Renew(ctx, s.Credential.Session, func(ctx context.Context, kept networks.Credential) (string, error) {
		if kept.Secret == tokenOf(kept) {
			return "", app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.Facebook.Name(), "Account", s.Account.Handle)
		}
		found, a, err := c.pages(ctx, s.Account.Service, kept.Secret, tokenOf(kept))
		if err != nil {
			return "", a.Failure(of(s.Account, "pages_show_list"), c.api.Clock.Now())
		}
		for _, p := range found {
			if p.ID == s.Account.RemoteID {
				return c.lasting(ctx, s.Account.Service, p.Token, kept.Secret).session(), nil
			}
		}
		// The person no longer has the Page, or the token no longer shows it.
		return "", app.Fail(app.CodeUnauthorised, "connector.error.other_account", "Account", s.Account.Handle)
	})
	return parseLasting(session).Token, err
}
