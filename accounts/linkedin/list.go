package linkedin

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// What reading takes, of a page and of a member. The second is granted to few programs.
const (
	readPages   = "r_organization_social"
	readMembers = "r_member_social"
	administer  = "rw_organization_admin"
)

// Posts reads what a page published. A member's posts cannot be read: CodeConflict.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	if !isPage(s.Account) {
		return networks.Posts{}, wire.Lacks(networks.LinkedIn, readMembers)
	}
	gathered := wire.GatherPosts(since, limit)
	for start := 0; ; start += listed {
		all, err := c.published(ctx, s, start, listed)
		if err != nil {
			return networks.Posts{}, err
		}
		var posts []networks.Post
		for _, p := range all {
			if p.author == s.Account.RemoteID {
				at := min(p.made.UnixMilli(), c.clock.Now().UnixMilli())
				posts = append(posts, networks.Post{ID: p.urn, Permalink: permalink(p.urn), Text: wire.Said(p.text), CreatedAt: time.UnixMilli(at).UTC()})
			}
		}
		if !gathered.Page(posts, false, len(all) == 0) {
			break
		}
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}

// published reads one page of the list of what a page published, the newest first.
func (c *Connector) published(ctx context.Context, s networks.Session, start, count int) ([]candidate, error) {
	a := c.exchange(ctx, request{
		name: "GET /rest/posts", service: s.Account.Service, path: "/rest/posts", restli: "FINDER",
		query: url.Values{
			"q": {"author"}, "author": {s.Account.RemoteID}, "count": {strconv.Itoa(count)}, "start": {strconv.Itoa(start)}, "sortBy": {"CREATED"},
		},
		token: s.Credential.Secret, timeout: wire.ShortTimeout,
	})
	all, ok := a.candidates(false)
	if !ok {
		return nil, a.unanswered(s.Account, readPages, "a list of posts", c.clock.Now())
	}
	return all, nil
}
