package facebook

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/graph"
	"parvis/app"
	"parvis/app/networks"
)

// measuredDays is how many days the figures of a Page are read of.
const measuredDays = 7

// AccountFigures tells the followers (as the scheduler Mixpost reads them), and for the
// last days who saw what the Page showed (page_total_media_view_unique, which replaced
// impressions on 2026-06-15, as the scheduler Postiz reads it). A token without
// read_insights sees the followers alone.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	now := c.api.Clock.Now()
	var page struct {
		ID        string   `json:"id"`
		Followers *float64 `json:"followers_count"`
	}
	if err := c.ask(ctx, s, read, "/"+s.Account.RemoteID, url.Values{"fields": {"id,followers_count"}}, &page); err != nil {
		return nil, err
	}
	if page.ID != s.Account.RemoteID || page.Followers == nil || *page.Followers < 0 {
		return nil, c.api.Strange("the Page")
	}
	figures := []networks.Figure{{
		Metric: networks.Followers, Value: *page.Followers, ReadAt: now.UTC(), Source: "GET /{page} followers_count",
	}}
	var told graph.List[graph.Insight]
	err := c.ask(ctx, s, readInsights, "/"+s.Account.RemoteID+"/insights", url.Values{
		"metric": {"page_total_media_view_unique"}, "period": {"day"},
		"since": {strconv.FormatInt(now.AddDate(0, 0, -measuredDays).Unix(), 10)}, "until": {strconv.FormatInt(now.Unix(), 10)},
	}, &told)
	switch {
	case graph.Untold(err):
		return figures, nil
	case err != nil:
		return nil, err
	}
	for _, i := range told.Data {
		if i.Name == "page_total_media_view_unique" {
			figures = append(figures, i.Days(networks.Reach, "GET /{page}/insights", now)...)
		}
	}
	return figures, nil
}

// counts is how many of something a post has, as a summary tells it.
type counts struct {
	Summary struct {
		Total *float64 `json:"total_count"`
	} `json:"summary"`
}

// counted are the fields of what people did about a post (field expansion of the Graph
// API; which of these a post has was not verified).
const counted = "id,from,shares,reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count)"

// PostFigures tells reactions, comments and shares, and with read_insights who saw a
// post and how often its links were followed, in two calls for each post.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	all := make(map[string][]networks.Figure)
	blind := false
	for _, id := range remoteIDs[:min(len(remoteIDs), networks.MostMeasured)] {
		if !graph.ID(id) {
			continue
		}
		var held struct {
			post
			Shares    *struct{ Count float64 } `json:"shares"`
			Reactions counts                   `json:"reactions"`
			Comments  counts                   `json:"comments"`
		}
		err := c.ask(ctx, s, read, "/"+id, url.Values{"fields": {counted}}, &held)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue
		case err != nil:
			return nil, err
		case held.ID != id:
			return nil, c.api.Strange("the post")
		case held.From.ID != s.Account.RemoteID:
			continue
		}
		now := c.api.Clock.Now()
		if r, m := held.Reactions.Summary.Total, held.Comments.Summary.Total; r != nil && m != nil && *r >= 0 && *m >= 0 {
			sum := *r + *m
			// A post that nobody shared has no such field (not verified).
			if held.Shares != nil {
				sum += max(held.Shares.Count, 0)
			}
			all[id] = append(all[id], networks.Figure{
				Metric: networks.Interactions, Value: sum, ReadAt: now.UTC(), Source: "GET /{post} reactions+comments+shares",
			})
		}
		if blind {
			continue
		}
		seen, err := c.insights(ctx, s, id, now)
		switch {
		case graph.Untold(err):
			blind = true // of every other post, too
		case err != nil && app.CodeOf(err) != app.CodeNotFound:
			return nil, err
		}
		if len(seen) > 0 {
			all[id] = append(all[id], seen...)
		}
	}
	return all, nil
}

// insights reads who saw a post and followed its links.
func (c *Connector) insights(ctx context.Context, s networks.Session, id string, now time.Time) ([]networks.Figure, error) {
	var told graph.List[graph.Insight]
	err := c.ask(ctx, s, readInsights, "/"+id+"/insights", url.Values{"metric": {"post_total_media_view_unique,post_clicks_by_type"}}, &told)
	if err != nil {
		return nil, err
	}
	const source = "GET /{post}/insights"
	figures := graph.Figures(told.Data, source, now, graph.Counted{Metric: networks.Reach, Names: []string{"post_total_media_view_unique"}})
	for _, i := range told.Data {
		if i.Name != "post_clicks_by_type" || len(i.Values) != 1 {
			continue
		}
		kinds, _ := i.Values[0].Value.(map[string]any)
		if n, ok := graph.Number(kinds["link clicks"]); ok {
			figures = append(figures, networks.Figure{Metric: networks.Clicks, Value: n, ReadAt: now.UTC(), Source: source + " post_clicks_by_type[link clicks]"})
		}
	}
	return figures, nil
}
