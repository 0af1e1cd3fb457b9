package x

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// atOnce is how many posts are asked for to get at most limit, of which X bills each: no
// more than are wanted, within what one call takes.
func atOnce(limit int) string { return strconv.Itoa(min(max(limit, 5), listed)) }

// Posts reads the posts of the account, answers among them. X bills each that it tells,
// $0.001 where the account's owner made the application, $0.005 else (docs.x.com
// pricing, read 2026-08).
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	gathered := wire.GatherPosts(since, limit)
	if !since.Before(c.clock.Now()) {
		// X takes no time to come.
		gathered.All(nil, true)
		list, whole := gathered.Newest()
		return networks.Posts{List: list, Whole: whole}, nil
	}
	q := url.Values{
		"max_results": {atOnce(limit)}, "start_time": {startTime(since)},
		"tweet.fields": {"created_at,entities,referenced_tweets"}, "exclude": {"retweets"},
	}
	for {
		all, next, err := c.page(ctx, s, "/2/users/"+url.PathEscape(s.Account.RemoteID)+"/tweets", q)
		if err != nil {
			return networks.Posts{}, err
		}
		var posts []networks.Post
		for _, t := range all {
			if at, ok := c.when(t); ok {
				posts = append(posts, networks.Post{ID: t.ID, Permalink: permalink(s.Account, t.ID), Text: wire.Said(t.plain()), CreatedAt: at})
			}
		}
		if !gathered.Page(posts, false, next == "") {
			break
		}
		q.Set("pagination_token", next)
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}

// startTime writes an instant as X wants it, to the second, no earlier than X goes.
func startTime(since time.Time) string {
	first := time.Date(2010, time.November, 6, 0, 0, 0, 0, time.UTC)
	if since.Before(first) {
		since = first
	}
	return since.UTC().Truncate(time.Second).Format(time.RFC3339)
}

// when is when a post was made, never later than now.
func (c *Connector) when(t tweet) (time.Time, bool) {
	return wire.When(t.CreatedAt.Format(time.RFC3339Nano), c.clock.Now())
}

// page reads one page of a list of posts.
func (c *Connector) page(ctx context.Context, s networks.Session, path string, q url.Values) (all []tweet, next string, err error) {
	a, err := c.harmless(ctx, s, request{name: "GET " + path, path: path, query: q, timeout: wire.ShortTimeout})
	if err != nil {
		return nil, "", err
	}
	all, next, ok := a.list()
	if !ok {
		return nil, "", a.not("a list of posts").failure(c.clock.Now())
	}
	return all, next, nil
}
