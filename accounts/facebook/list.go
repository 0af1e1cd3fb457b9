package facebook

import (
	"context"
	"net/url"
	"time"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Posts reads what the Page published.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	gathered := wire.GatherPosts(since, limit)
	q := url.Values{"fields": {"id,message,created_time,permalink_url"}, "limit": {listed}}
	for {
		var page graph.List[post]
		if err := c.ask(ctx, s, read, "/"+s.Account.RemoteID+"/published_posts", q, &page); err != nil {
			return networks.Posts{}, err
		}
		if page.Data == nil {
			return networks.Posts{}, c.api.Strange("a list of posts")
		}
		var posts []networks.Post
		for _, p := range page.Data {
			at, ok := wire.When(p.Created, c.api.Clock.Now())
			if ok && graph.ID(p.ID) && p.link() != "" {
				posts = append(posts, networks.Post{ID: p.ID, Permalink: p.link(), Text: wire.Said(p.Message), CreatedAt: at})
			}
		}
		if !gathered.Page(posts, false, page.Last()) {
			break
		}
		q.Set("after", page.Paging.Cursors.After)
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}
