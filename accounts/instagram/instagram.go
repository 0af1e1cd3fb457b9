// Package instagram publishes pictures to a professional Instagram account with
// a long-lived access token that the owner pasted, comments on what it
// published, and reads both back. Instagram fetches pictures itself: they need a
// networks.Host.
//
// Facts come from developers.facebook.com, "Instagram API with Instagram Login"
// (Get Started, Publish Content, Comment Moderation) and its error codes, read
// 2026-11, unless a comment says otherwise. Posts can be neither changed nor taken back.
package instagram

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"io"
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

// Permissions that publishing, commenting, reading and measuring take.
const (
	publishing = "instagram_business_content_publish"
	commenting = "instagram_business_manage_comments"
	basic      = "instagram_business_basic"
	insights   = "instagram_business_manage_insights"
)

// Connector speaks to the Instagram API. It fulfils networks.Naming, Conversing, Listing,
// Measuring and Moderating.
type Connector struct {
	flow   graph.Flow
	random io.Reader
}

var (
	_ networks.Answering  = (*Connector)(nil)
	_ networks.Conversing = (*Connector)(nil)
	_ networks.Listing    = (*Connector)(nil)
	_ networks.Measuring  = (*Connector)(nil)
	_ networks.Metered    = (*Connector)(nil)
	_ networks.Moderating = (*Connector)(nil)
	_ networks.Naming     = (*Connector)(nil)
	_ networks.Rehearsing = (*Connector)(nil)
	_ networks.Renewing   = (*Connector)(nil)
)

// New returns a connector. A nil client means one of its own; of a given one the
// transport is used. A nil random means the system's secure source. host gives
// pictures the public address that Instagram fetches them from; without one,
// nothing but comments can be published.
func New(client *http.Client, clock app.Clock, random io.Reader, host networks.Host) *Connector {
	if random == nil {
		random = rand.Reader
	}
	return &Connector{random: random, flow: graph.Flow{
		Renewing: graph.Renewing{
			API: graph.API{
				Network: networks.Instagram, Client: wire.NewClient(client), Clock: clock,
				Official: "https://graph.instagram.com", Version: "/v25.0",
			},
			Grant: "ig_refresh_token",
		},
		Host: host, Pause: graph.Wait,
		Make: "/media", Publish: "/media_publish", Limit: "/content_publishing_limit", Status: "status_code", Why: "status",
		Permission: publishing, Sites: regexp.MustCompile(`^(www\.)?instagram\.com$`),
		Item: item, Whole: whole, Own: own,
	}}
}

// Network returns networks.Instagram.
func (c *Connector) Network() networks.Network { return networks.Instagram }

// ReadBack returns networks.ByIdentity: a container tells whether it was
// published. Comments have none, and are never said to be absent.
func (c *Connector) ReadBack() networks.ReadBack { return networks.ByIdentity }

// Under returns comments: the network has no threads.
func (c *Connector) Under() networks.Under { return networks.Under{Comments: true} }

// Identify chooses the identity of a comment, which the network never sees; that
// of a post is its container: see Named.
func (c *Connector) Identify(now time.Time) networks.Identity {
	key := make([]byte, 16)
	if _, err := io.ReadFull(c.random, key); err != nil {
		// The system's source never fails; without it nothing else is safe.
		panic("instagram: " + err.Error())
	}
	return networks.Identity{Key: hex.EncodeToString(key), CreatedAt: now.UTC().Truncate(time.Millisecond)}
}

// Named returns the container of a preparation, "" for a comment.
func (c *Connector) Named(p networks.Prepared) string { return graph.Named(p) }

// Prepare makes the container of a post, which nobody sees. A comment needs
// nothing of the network.
func (c *Connector) Prepare(ctx context.Context, s networks.Session, content networks.Content, earlier networks.Prepared) (networks.Prepared, error) {
	if graph.Answered(content) != "" {
		return "{}", checkComment(content)
	}
	return c.flow.PrepareContainer(ctx, s, content, earlier)
}

// Publish publishes the container, or the comment, with one call.
func (c *Connector) Publish(ctx context.Context, s networks.Session, content networks.Content, p networks.Prepared, id networks.Identity) networks.Result {
	if graph.Answered(content) != "" {
		return c.comment(ctx, s, content)
	}
	return c.flow.PublishContainer(ctx, s, p, id)
}

// Find asks what became of the container, or looks for the comment.
func (c *Connector) Find(ctx context.Context, s networks.Session, content networks.Content, id networks.Identity) (networks.Finding, networks.Result) {
	if graph.Answered(content) != "" {
		return c.findComment(ctx, s, content, id)
	}
	return c.flow.FindContainer(ctx, s, content, id)
}

// Rehearse tells whether a post or a comment would be taken.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if graph.Answered(content) == "" {
		return c.flow.Rehearse(ctx, s, content)
	}
	if err := checkComment(content); err != nil {
		return err
	}
	return c.flow.Standing(ctx, s, account(s.Account), graph.Answered(content))
}

// Quotas tells what is left of the posts of a day.
func (c *Connector) Quotas(ctx context.Context, s networks.Session) ([]networks.Quota, error) {
	return c.flow.Quotas(ctx, s)
}

// Expires returns when the token ends unless it is renewed. Of a token just pasted
// the network tells it with the first renewal.
func (c *Connector) Expires(credential networks.Credential) time.Time {
	return graph.Expires(credential)
}

// Refresh renews the token: a pasted one after a day, then in the last third of its
// life.
func (c *Connector) Refresh(ctx context.Context, s networks.Session) error {
	return c.flow.Refresh(ctx, s)
}

// item are the parameters of one picture of several.
func item(address, alt string) url.Values {
	q := url.Values{"image_url": {address}, "is_carousel_item": {"true"}}
	if alt != "" {
		q.Set("alt_text", alt)
	}
	return q
}

// whole are the parameters of a post. Hashtags and mentions are made out of its
// caption by the network; links stay plain words.
func whole(content networks.Content, address, alt string, items []string) url.Values {
	q := url.Values{}
	if len(items) > 0 {
		q.Set("media_type", "CAROUSEL")
		q.Set("children", strings.Join(items, ","))
	} else {
		q.Set("image_url", address)
		if alt != "" {
			q.Set("alt_text", alt)
		}
	}
	if text := networks.Normalise(content.Text); text != "" {
		q.Set("caption", text)
	}
	return q
}

// own is where a post is found. The list cannot be limited in time.
func own(networks.Content) graph.Listing {
	return graph.Listing{Edge: "/media", Text: "caption", Same: graph.Same}
}
