package threads

import (
	"context"
	"net/url"
	"strconv"

	"parvis/accounts/graph"
	"parvis/app/networks"
)

// measuredDays is how many days the figures of a profile are read of.
const measuredDays = 7

// AccountFigures tells the followers, and the views of the last days (fbsamples/threads_api,
// read 2026-08; the form of the days was not verified).
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	now := c.flow.Clock.Now()
	var page graph.List[graph.Insight]
	err := c.flow.Ask(ctx, s, insights, graph.Call{Path: "/" + s.Account.RemoteID + "/threads_insights", Query: url.Values{
		"metric": {"followers_count,views"},
		"since":  {strconv.FormatInt(now.AddDate(0, 0, -measuredDays).Unix(), 10)}, "until": {strconv.FormatInt(now.Unix(), 10)},
	}}, &page)
	if err != nil {
		return nil, err
	}
	if page.Data == nil {
		return nil, c.flow.Strange("a list of insights")
	}
	const source = "GET /{profile}/threads_insights"
	figures := graph.Figures(page.Data, source, now, graph.Counted{Metric: networks.Followers, Names: []string{"followers_count"}})
	for _, i := range page.Data {
		if i.Name == "views" {
			figures = append(figures, i.Days(networks.Impressions, source, now)...)
		}
	}
	return figures, nil
}

// PostFigures tells how often a post was seen, and likes, answers, reposts, quotes and
// shares together. One call is made for each post.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	return c.flow.PostFigures(ctx, s, insights, remoteIDs,
		graph.Counted{Metric: networks.Impressions, Names: []string{"views"}},
		graph.Counted{Metric: networks.Interactions, Names: []string{"likes", "replies", "reposts", "quotes", "shares"}},
	)
}
