package facebook

import (
	"context"
	"net/http"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Edits returns that texts can be changed for ever, and as often (common knowledge, not
// verified: of posts that the same application made).
func (c *Connector) Edits() networks.Edits { return networks.Edits{Repeatable: true} }

// Edit looks whether a post is there, and the Page's, and changes its text.
func (c *Connector) Edit(ctx context.Context, s networks.Session, remoteID string, content networks.Content) networks.Result {
	now, call := c.api.Clock.Now(), networks.Call{Name: http.MethodPost + " /" + remoteID}
	if !graph.ID(remoteID) {
		return wire.Unsent(now, wire.Gone(networks.Facebook), networks.Call{Name: http.MethodPost})
	}
	if err := content.Refusal(networks.Facebook); err != nil {
		return wire.Unsent(now, err, call)
	}
	var held post
	err := c.ask(ctx, s, read, "/"+remoteID, url.Values{"fields": {"id,permalink_url,from"}}, &held)
	switch {
	case err != nil:
		return wire.Unsent(now, err, call)
	case held.ID != remoteID || held.link() == "":
		return wire.Unsent(now, c.api.Strange("the post"), call)
	case held.From.ID != s.Account.RemoteID:
		return wire.Unsent(now, wire.Gone(networks.Facebook), call)
	}
	r := c.change(ctx, s, manage, graph.Call{Method: http.MethodPost, Path: "/" + remoteID, JSON: sent{Message: networks.Normalise(content.Text)}}, remoteID)
	if r.Outcome == networks.Created {
		r.Permalink = held.link()
	}
	return r
}

// change makes one call that changes something about an object.
func (c *Connector) change(ctx context.Context, s networks.Session, permission string, r graph.Call, id string) networks.Result {
	r.Token, r.Secrets, r.Timeout = tokenOf(s.Credential), secretsOf(s.Credential), wire.PostTimeout
	a := c.api.Send(ctx, s.Account.Service, r)
	now := c.api.Clock.Now()
	switch {
	case a.Succeeded():
		return networks.Result{Outcome: networks.Created, RemoteID: id, Call: a.Call}
	case a.Dead():
		return c.unmade(ctx, s, networks.Content{}, a)
	case a.Missing() && c.missing(ctx, s, id):
		return wire.Unsent(now, wire.Gone(networks.Facebook), a.Call)
	}
	return a.Unchanged(of(s.Account, permission), now)
}
