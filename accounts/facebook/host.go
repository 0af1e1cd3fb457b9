package facebook

import (
	"context"
	"errors"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

var _ networks.Hosting = (*Connector)(nil)

// source is one size of a photo.
type source struct {
	Width   int    `json:"width"`
	Address string `json:"source"`
}

// Keep uploads a picture that the Page does not show and returns where the
// network keeps its largest size. That this address serves others, and for how
// long, is common practice of those who publish to Instagram, not verified.
func (c *Connector) Keep(ctx context.Context, s networks.Session, image networks.Image) (string, error) {
	id, err := c.upload(ctx, s, image)
	if err != nil {
		return "", err
	}
	a := c.api.Send(ctx, s.Account.Service, graph.Call{
		Path: "/" + id, Query: url.Values{"fields": {"id,images"}},
		Token: tokenOf(s.Credential), Secrets: secretsOf(s.Credential), Timeout: wire.ShortTimeout,
	})
	var kept struct {
		Images []source `json:"images"`
	}
	if err := a.Decode(&kept); err == nil {
		var largest source
		for _, i := range kept.Images {
			if i.Width > largest.Width && readable(i.Address) {
				largest = i
			}
		}
		if largest.Address != "" {
			return largest.Address, nil
		}
		a.Err = errors.New("the answer is not a photo with an address")
	}
	return "", a.Failure(of(s.Account, read), c.api.Clock.Now())
}

// readable reports whether an address is one that other networks may be sent to:
// only a server on this machine speaks in the clear.
func readable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	_, err = graph.Address(u.Scheme + "://" + u.Host)
	return err == nil && u.User == nil && u.Host != ""
}
