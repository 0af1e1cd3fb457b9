package instagram

import (
	"context"
	"net/url"
	"strconv"

	"parvis/accounts/graph"
	"parvis/app/networks"
)

// measuredDays is how many days the figures of an account are read of.
const measuredDays = 7

// AccountFigures tells the followers (followers_count is common knowledge, not verified),
// and the reach of the last days, as the scheduler Postiz reads it. A token without the
// permission for insights sees the followers alone.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	path, now := "/"+s.Account.RemoteID, c.flow.Clock.Now()
	var told struct {
		Followers *float64 `json:"followers_count"`
	}
	if err := c.flow.Ask(ctx, s, basic, graph.Call{Path: path, Query: url.Values{"fields": {"followers_count"}}}, &told); err != nil {
		return nil, err
	}
	if told.Followers == nil || *told.Followers < 0 {
		return nil, c.flow.Strange("the account")
	}
	figures := []networks.Figure{{Metric: networks.Followers, Value: *told.Followers, ReadAt: now.UTC(), Source: "GET /{ig} followers_count"}}
	var page graph.List[graph.Insight]
	err := c.flow.Ask(ctx, s, insights, graph.Call{Path: path + "/insights", Query: url.Values{
		"metric": {"reach"}, "period": {"day"},
		"since": {strconv.FormatInt(now.AddDate(0, 0, -measuredDays).Unix(), 10)}, "until": {strconv.FormatInt(now.Unix(), 10)},
	}}, &page)
	switch {
	case graph.Untold(err):
		return figures, nil
	case err != nil:
		return nil, err
	}
	for _, i := range page.Data {
		if i.Name == "reach" {
			figures = append(figures, i.Days(networks.Reach, "GET /{ig}/insights", now)...)
		}
	}
	return figures, nil
}

// PostFigures tells how often and by how many a post was seen, and likes, comments and
// shares together, as the scheduler Postiz reads them. One call is made for each post.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	return c.flow.PostFigures(ctx, s, insights, remoteIDs,
		graph.Counted{Metric: networks.Reach, Names: []string{"reach"}},
		graph.Counted{Metric: networks.Impressions, Names: []string{"views"}},
		graph.Counted{Metric: networks.Interactions, Names: []string{"likes", "comments", "shares"}},
	)
}
