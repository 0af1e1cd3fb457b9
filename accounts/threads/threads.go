// Package threads publishes to a Threads profile with a long-lived access token
// that the owner pasted, and reads back what it published.
//
// Facts come from developers.facebook.com, "Threads API" (Posts, Reply Management,
// Troubleshooting, Get Access Tokens), read 2026-11, unless a comment says
// otherwise.
package threads

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Permissions that publishing, reading and the rest take.
const (
	publishing = "threads_content_publish"
	basic      = "threads_basic"
	insights   = "threads_manage_insights"
	replies    = "threads_read_replies"
	managing   = "threads_manage_replies"
	mentioned  = "threads_manage_mentions"
)

// Connector speaks to the Threads API. It fulfils networks.Naming, Conversing, Deleting,
// Listing, Measuring and Moderating. Posts cannot be changed.
type Connector struct{ flow graph.Flow }

var (
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
	_ networks.Naming     = (*Connector)(nil)
)

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used. host gives pictures the public address that Threads
// fetches them from; without one, posts are in words alone.
func New(client *http.Client, clock app.Clock, host networks.Host) *Connector {
	return &Connector{graph.Flow{
		Renewing: graph.Renewing{
			API: graph.API{
				Network: networks.Threads, Client: wire.NewClient(client), Clock: clock,
				Official: "https://graph.threads.net", Version: "/v1.0",
			},
			Grant: "th_refresh_token",
		},
		Host: host, Pause: graph.Wait,
		Make: "/threads", Publish: "/threads_publish", Status: "status", Why: "error_message",
		Permission: publishing, Sites: regexp.MustCompile(`^(www\.)?threads\.(net|com)$`),
		Item: item, Whole: whole, Own: own,
	}}
}

// Network returns networks.Threads.
func (c *Connector) Network() networks.Network { return networks.Threads }

// ReadBack returns networks.ByIdentity: a container tells whether it was
// published.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByIdentity }

// Under returns threads: a reply is a post.
func (c *Connector) Under() networks.Under { return networks.Under{Threads: true} }

// Identify returns an identity without a key: Named gives it.
func (c *Connector) Identify(now time.Time) networks.Identity {
	return networks.Identity{CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

// Named returns the container of a preparation.
func (c *Connector) Named(p networks.Prepared) string { return graph.Named(p) }

// Prepare makes the container of a post, which nobody sees.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	return c.flow.PrepareContainer(ctx, s, content, earlier)
}

// Publish publishes the container with one call.
func (c *Connector) Publish(ctx context.Context, s networks.Session, _ networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	return c.flow.PublishContainer(ctx, s, p, id)
}

// Find asks what became of the container.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	return c.flow.FindContainer(ctx, s, content, id)
}

// item are the parameters of one picture of several.
func item(address, alt string) url.Values {
	q := url.Values{"media_type": {"IMAGE"}, "image_url": {address}, "is_carousel_item": {"true"}}
	if alt != "" {
		q.Set("alt_text", alt)
	}
	return q
}

// whole are the parameters of a post. Links, mentions and the topic are made out
// of its text by the network.
func whole(content networks.Content, address, alt string, items []string) url.Values {
	q := url.Values{"media_type": {"TEXT"}}
	switch {
	case len(items) > 0:
		q.Set("media_type", "CAROUSEL")
		q.Set("children", strings.Join(items, ","))
	case address != "":
		q.Set("media_type", "IMAGE")
		q.Set("image_url", address)
		if alt != "" {
			q.Set("alt_text", alt)
		}
	}
	if text := networks.Normalise(content.Text); text != "" {
		q.Set("text", text)
	}
	if to := graph.Answered(content); to != "" {
		q.Set("reply_to_id", to)
	}
	return q
}

// own is where a post is found: replies have a list of their own.
func own(content networks.Content) graph.Listing {
	l := graph.Listing{Edge: "/threads", Text: "text", Since: true, Same: same}
	if graph.Answered(content) != "" {
		l.Edge = "/replies"
	}
	return l
}

// same compares texts without the sign of hashtags: the network makes the first
// one the topic of the post, and whether its text still has the sign then was
// not verified.
func same(sent, given string) bool {
	return graph.Same(strings.ReplaceAll(sent, "#", ""), strings.ReplaceAll(given, "#", ""))
}

// Connect opens the profile of the token pasted as secret; what is typed beside
// it is not needed. The network tells no permissions, but lets only a token that
// may publish read how much it has published.
func (c *Connector) Connect(ctx context.Context, service, _, secret string) (networks.Account, networks.Credential, error) {
	profile, base, err := c.open(ctx, service, strings.TrimSpace(secret))
	if err != nil {
		return networks.Account{}, networks.Credential{}, err
	}
	account := networks.Account{Network: networks.Threads, Handle: profile.Username, Service: base, RemoteID: profile.ID}
	credential := networks.Credential{Identifier: profile.Username, Secret: strings.TrimSpace(secret)}
	credential.Session = graph.NewToken(credential.Secret, c.flow.Clock.Now()).Session()
	return account, credential, nil
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
	a = c.flow.Send(ctx, base, graph.Call{
		Path: "/" + p.ID + "/threads_publishing_limit", Query: url.Values{"fields": {"quota_usage,config"}}, Token: token, Timeout: wire.ShortTimeout,
	})
	var used graph.List[struct {
		Usage *int `json:"quota_usage"`
	}]
	if err := a.Decode(&used); err != nil {
		return profile{}, "", a.Untried(graph.Account{Network: networks.Threads, Permission: publishing}, c.flow.Clock.Now())
	}
	return p, base, nil
}

// Delete takes a post back; it takes the permission threads_delete. It is gone
// already when neither deleting nor reading finds it.
func (c *Connector) Delete(ctx context.Context, s networks.Session, remoteID string) networks.Result {
	now := c.flow.Clock.Now()
	if !graph.ID(remoteID) {
		stranger := app.Fail(app.CodeInternal, "connector.error.trouble", "Network", networks.Threads.Name())
		return wire.Unsent(now, stranger, networks.Call{Name: http.MethodDelete})
	}
	token, err := c.flow.Access(ctx, s)
	if err != nil {
		return wire.Unsent(now, err, networks.Call{Name: http.MethodDelete + " /" + remoteID})
	}
	a := c.flow.Send(ctx, s.Account.Service, graph.Call{
		Method: http.MethodDelete, Path: "/" + remoteID, Token: token, Secrets: graph.SecretsOf(s.Credential), Timeout: wire.PostTimeout,
	})
	var done struct {
		Success bool `json:"success"`
	}
	if a.Decode(&done) == nil && done.Success || a.Missing() && c.flow.Missing(ctx, s, token, remoteID) {
		return networks.Result{Outcome: networks.Created, RemoteID: remoteID, Call: a.Call}
	}
	if a.Dead() {
		return c.flow.Renewed(ctx, s, a.Call)
	}
	return a.Unmade(graph.Account{Network: networks.Threads, Handle: s.Account.Handle, Permission: "threads_delete"}, now)
}
