package x

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// AccountFigures tells the followers. X bills the reading, $0.010 (docs.x.com pricing,
// read 2026-08; less where the owner made the application).
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	const path = "/2/users/me"
	a, err := c.harmless(ctx, s, request{name: "GET " + path, path: path, query: url.Values{"user.fields": {"public_metrics"}}, timeout: wire.ShortTimeout})
	if err != nil {
		return nil, err
	}
	var told struct {
		Data struct {
			ID      string `json:"id"`
			Metrics struct {
				Followers *float64 `json:"followers_count"`
			} `json:"public_metrics"`
		} `json:"data"`
	}
	followers := func() *float64 { return told.Data.Metrics.Followers }
	if err := a.Decode(&told); err != nil || told.Data.ID != s.Account.RemoteID || followers() == nil || *followers() < 0 {
		return nil, a.not("the account").failure(c.clock.Now())
	}
	return []networks.Figure{{
		Metric: networks.Followers, Value: *followers(), ReadAt: c.clock.Now().UTC(), Source: "GET " + path + " followers_count",
	}}, nil
}

// PostFigures tells how often posts were seen, and answers, reposts, likes and quotes
// together. X bills each post read, as Posts says.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	const path = "/2/tweets"
	var ids []string
	for _, id := range remoteIDs[:min(len(remoteIDs), networks.MostMeasured)] {
		if idForm.MatchString(id) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	all := make(map[string][]networks.Figure)
	if len(ids) == 0 {
		return all, nil
	}
	a, err := c.harmless(ctx, s, request{
		name: "GET " + path, path: path, query: url.Values{"ids": {strings.Join(ids, ",")}, "tweet.fields": {"public_metrics,author_id"}}, timeout: wire.ShortTimeout,
	})
	if err != nil {
		return nil, err
	}
	// Posts that are gone are told as errors beside the others.
	var told struct {
		Data []struct {
			ID      string `json:"id"`
			Author  string `json:"author_id"`
			Metrics struct {
				Reposts     *float64 `json:"retweet_count"`
				Replies     *float64 `json:"reply_count"`
				Likes       *float64 `json:"like_count"`
				Quotes      *float64 `json:"quote_count"`
				Impressions *float64 `json:"impression_count"`
			} `json:"public_metrics"`
		} `json:"data"`
		Errors []struct {
			Type string `json:"type"`
		} `json:"errors"`
	}
	if err := a.Decode(&told); err != nil || told.Data == nil && len(told.Errors) == 0 {
		return nil, a.not("a list of posts").failure(c.clock.Now())
	}
	now := c.clock.Now().UTC()
	for _, p := range told.Data {
		if p.Author != s.Account.RemoteID || !slices.Contains(ids, p.ID) {
			continue
		}
		if n := p.Metrics.Impressions; n != nil && *n >= 0 {
			all[p.ID] = append(all[p.ID], networks.Figure{
				Metric: networks.Impressions, Value: *n, ReadAt: now, Source: "GET " + path + " impression_count",
			})
		}
		sum, whole := 0.0, true
		for _, n := range []*float64{p.Metrics.Replies, p.Metrics.Reposts, p.Metrics.Likes, p.Metrics.Quotes} {
			if whole = whole && n != nil && *n >= 0; whole {
				sum += *n
			}
		}
		if whole {
			all[p.ID] = append(all[p.ID], networks.Figure{
				Metric: networks.Interactions, Value: sum, ReadAt: now, Source: "GET " + path + " reply_count+retweet_count+like_count+quote_count",
			})
		}
	}
	return all, nil
}
