package mastodon

import (
	"context"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// direct is the visibility of a status that only those see who are mentioned in it.
const direct = "direct"

// Posts reads the statuses of the account, answers among them, but for those meant for
// single persons.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	to := c.as(s)
	path := "/api/v1/accounts/" + url.PathEscape(localID(s.Account)) + "/statuses"
	query := url.Values{"limit": {"40"}, "exclude_reblogs": {"true"}}
	gathered := wire.GatherPosts(since, limit)
	for {
		a := to.get(ctx, path, query)
		var page []status
		if err := a.Decode(&page); err != nil || page == nil {
			return networks.Posts{}, c.unanswered(a, s.Account, readStatuses, "a list of statuses")
		}
		var posts []networks.Post
		for _, one := range page {
			link, own := one.of(s.Account)
			at, ok := wire.When(one.CreatedAt, c.clock.Now())
			if own && ok && one.Visibility != direct && (len(one.Reblog) == 0 || string(one.Reblog) == "null") {
				posts = append(posts, networks.Post{ID: one.ID, Permalink: link, Text: wire.Said(plainText(one.Content)), CreatedAt: at})
			}
		}
		if !gathered.Page(posts, false, len(page) == 0) {
			break
		}
		query.Set("max_id", page[len(page)-1].ID)
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}
