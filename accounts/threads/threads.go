// Package threads publishes to a Threads profile with a long-lived access token
// that the owner pasted, and reads back what it published.
//
// Facts come from developers.facebook.com, "Threads API" (Posts, Reply Management,
// Troubleshooting, Get Access Tokens), read 2026-11, unless a comment says
// otherwise.
package threads

import (
	"context"
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
	_ networks.Answering  = (*Connector)(nil)
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Deleting   = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Metered    = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
	_ networks.Naming     = (*Connector)(nil)
	_ networks.Rehearsing = (*Connector)(nil)
	_ networks.Renewing   = (*Connector)(nil)
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
		Make: "/threads", Publish: "/threads_publish", Limit: "/threads_publishing_limit", Replies: true, Status: "status", Why: "error_message",
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

// Rehearse tells whether a post would be taken.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	return c.flow.Rehearse(ctx, s, content)
}

// Quotas tells what is left of the posts and the replies of a day.
func (c *Connector) Quotas(ctx context.Context, s networks.Session) ([]networks.Quota, error) {
	return c.flow.Quotas(ctx, s)
}

// Expires returns when the token ends unless it is renewed. That a person's consent
// ends after ninety days, however often its token was renewed, is said of private
// profiles; the network was not seen to say when.
func (c *Connector) Expires(credential networks.Credential) time.Time {
	return graph.Expires(credential)
}

// Refresh renews the token in the last third of its life.
func (c *Connector) Refresh(ctx context.Context, s networks.Session) error {
	return c.flow.Refresh(ctx, s)
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
