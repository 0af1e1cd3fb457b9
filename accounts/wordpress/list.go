package wordpress

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// pageSize is how many posts are read at a time: whole texts come with them.
const pageSize = 20

// listed is a post as a list tells of it.
type listed struct {
	post
	Date    string `json:"date_gmt"`
	Content struct {
		Rendered string `json:"rendered"`
	} `json:"content"`
}

// Posts reads the public posts that the user wrote, by their date.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	gathered := wire.GatherPosts(since, limit)
	for page := 1; ; page++ {
		var held []listed
		a, err := c.ask(ctx, s, postsRoute, url.Values{
			"author": {strconv.FormatInt(userID(s.Account), 10)}, "status": {public}, "per_page": {strconv.Itoa(pageSize)},
			"page": {strconv.Itoa(page)}, "_fields": {postFields + ",date_gmt,content.rendered"},
		}, &held)
		if err == nil && held == nil {
			a.Err = errors.New("the answer is not a list of posts")
			err = a.Failure(networks.WordPress, c.clock.Now())
		}
		if err != nil {
			return networks.Posts{}, err
		}
		var posts []networks.Post
		for _, p := range held {
			at, ok := wire.When(p.Date+"Z", c.clock.Now())
			if p.ID > 0 && ok && webAddress(p.Link) && p.Status == public {
				posts = append(posts, networks.Post{ID: postID(p.ID), Permalink: p.Link, Text: wire.Said(textOf(p.Content.Rendered)), CreatedAt: at})
			}
		}
		if !gathered.Page(posts, false, !a.follows(page, len(held), pageSize)) {
			break
		}
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}
