package linkedin

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// AccountFigures tells the followers of a page (networkSizes, common knowledge, not
// verified). A member's are not told: CodeConflict.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	if !isPage(s.Account) {
		return nil, wire.Lacks(networks.LinkedIn, readMembers)
	}
	a := c.exchange(ctx, request{
		name: "GET /rest/networkSizes", service: s.Account.Service, path: "/rest/networkSizes/" + url.QueryEscape(s.Account.RemoteID),
		query: url.Values{"edgeType": {"COMPANY_FOLLOWED_BY_MEMBER"}}, token: s.Credential.Secret, timeout: wire.ShortTimeout,
	})
	var told struct {
		Size *float64 `json:"firstDegreeSize"`
	}
	if err := a.Decode(&told); err != nil || told.Size == nil || *told.Size < 0 {
		return nil, a.unanswered(s.Account, administer, "a number of followers", c.clock.Now())
	}
	return []networks.Figure{{
		Metric: networks.Followers, Value: *told.Size, ReadAt: c.clock.Now().UTC(), Source: "GET /rest/networkSizes firstDegreeSize",
	}}, nil
}

// measuredAtOnce is how many posts are asked for in one call.
const measuredAtOnce = 20

// statistics are what LinkedIn counts of a post. Its clicks are those on the name and the
// logo, too, and so no figure.
type statistics struct {
	Share  string `json:"share"`
	Post   string `json:"ugcPost"`
	Totals struct {
		Unique   *float64 `json:"uniqueImpressionsCount"`
		Shown    *float64 `json:"impressionCount"`
		Likes    *float64 `json:"likeCount"`
		Comments *float64 `json:"commentCount"`
		Shares   *float64 `json:"shareCount"`
	} `json:"totalShareStatistics"`
}

// PostFigures tells how often and by how many members the posts of a page were seen, and
// likes, comments and shares together (organizationalEntityShareStatistics; which of
// them are told of single posts was not verified).
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	kinds := map[string][]string{}
	for _, id := range remoteIDs[:min(len(remoteIDs), networks.MostMeasured)] {
		if parts := postForm.FindStringSubmatch(id); parts != nil {
			kinds[parts[1]] = append(kinds[parts[1]], id)
		}
	}
	if len(kinds) > 0 && !isPage(s.Account) {
		return nil, wire.Lacks(networks.LinkedIn, readMembers)
	}
	all := make(map[string][]networks.Figure)
	for kind, parameter := range map[string]string{"share": "shares", "ugcPost": "ugcPosts"} {
		for some := range slices.Chunk(kinds[kind], measuredAtOnce) {
			if err := c.measure(ctx, s, parameter, some, all); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

func (c *Connector) measure(ctx context.Context, s networks.Session, parameter string, ids []string, into map[string][]networks.Figure) error {
	escaped := make([]string, len(ids))
	for i, id := range ids {
		escaped[i] = url.QueryEscape(id)
	}
	a := c.exchange(ctx, request{
		name: "GET /rest/organizationalEntityShareStatistics", service: s.Account.Service,
		// The brackets and commas of a list stay as they are (Rest.li 2.0).
		path: "/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity=" + url.QueryEscape(s.Account.RemoteID) +
			"&" + parameter + "=List(" + strings.Join(escaped, ",") + ")",
		token: s.Credential.Secret, timeout: wire.ShortTimeout,
	})
	var list struct {
		Elements *[]statistics `json:"elements"`
	}
	if a.Decode(&list) != nil || list.Elements == nil {
		err := a.unanswered(s.Account, administer, "a list of statistics", c.clock.Now())
		if app.CodeOf(err) == app.CodeNotFound {
			return nil
		}
		return err
	}
	now := c.clock.Now().UTC()
	for _, e := range *list.Elements {
		id := e.Share + e.Post
		if !slices.Contains(ids, id) {
			continue
		}
		for _, told := range []struct {
			metric networks.Metric
			source string
			parts  []*float64
		}{
			{networks.Reach, "uniqueImpressionsCount", []*float64{e.Totals.Unique}},
			{networks.Impressions, "impressionCount", []*float64{e.Totals.Shown}},
			{networks.Interactions, "likeCount+commentCount+shareCount", []*float64{e.Totals.Likes, e.Totals.Comments, e.Totals.Shares}},
		} {
			sum, whole := 0.0, true
			for _, n := range told.parts {
				if whole = whole && n != nil; whole {
					sum += *n
				}
			}
			// A like that is taken back can leave less than none (LinkedIn's own note).
			if whole && sum >= 0 {
				into[id] = append(into[id], networks.Figure{
					Metric: told.metric, Value: sum, ReadAt: now, Source: "GET /rest/organizationalEntityShareStatistics " + told.source,
				})
			}
		}
	}
	return nil
}
