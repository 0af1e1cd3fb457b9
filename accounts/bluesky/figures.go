package bluesky

import (
	"context"
	"net/url"
	"slices"

	"parvis/app/networks"
)

// postsAtOnce is how many posts are asked for in one call (app.bsky.feed.getPosts).
const postsAtOnce = 25

// AccountFigures tells the followers. The network counts neither reach nor clicks.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	var profile struct {
		Followers *int64 `json:"followersCount"`
	}
	if err := c.read(ctx, s, getProfile, url.Values{"actor": {s.Account.RemoteID}}, &profile); err != nil {
		return nil, err
	}
	if profile.Followers == nil || *profile.Followers < 0 {
		return nil, c.strange(getProfile)
	}
	return []networks.Figure{{
		Metric: networks.Followers, Value: float64(*profile.Followers), ReadAt: c.clock.Now().UTC(), Source: getProfile + " followersCount",
	}}, nil
}

// PostFigures tells the interactions: likes, answers, reposts and quotes.
func (c *Connector) PostFigures(ctx context.Context, s networks.Session, remoteIDs []string) (map[string][]networks.Figure, error) {
	var own []string
	for _, id := range remoteIDs[:min(len(remoteIDs), networks.MostMeasured)] {
		if _, ok := ownKey(s.Account, id); ok {
			own = append(own, id)
		}
	}
	all := make(map[string][]networks.Figure)
	for some := range slices.Chunk(own, postsAtOnce) {
		var page struct {
			Posts []struct {
				URI     string `json:"uri"`
				Likes   *int64 `json:"likeCount"`
				Replies *int64 `json:"replyCount"`
				Reposts *int64 `json:"repostCount"`
				Quotes  *int64 `json:"quoteCount"`
			} `json:"posts"`
		}
		if err := c.read(ctx, s, getPosts, url.Values{"uris": some}, &page); err != nil {
			return nil, err
		}
		if page.Posts == nil {
			return nil, c.strange(getPosts)
		}
		for _, p := range page.Posts {
			if !slices.Contains(some, p.URI) {
				continue
			}
			sum, told := int64(0), true
			for _, n := range []*int64{p.Likes, p.Replies, p.Reposts, p.Quotes} {
				if told = told && n != nil && *n >= 0; told {
					sum += *n
				}
			}
			if told {
				all[p.URI] = []networks.Figure{{
					Metric: networks.Interactions, Value: float64(sum), ReadAt: c.clock.Now().UTC(),
					Source: getPosts + " likeCount+replyCount+repostCount+quoteCount",
				}}
			}
		}
	}
	return all, nil
}
