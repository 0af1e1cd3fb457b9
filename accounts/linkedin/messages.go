package linkedin

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// answeredPosts is how many posts, the newest, are looked at for comments, one call each.
const answeredPosts = 20

// Messages reads the comments on the newest twenty posts of a page, but not the answers
// to them. LinkedIn tells who wrote one, not what they are called. What is said to a
// member cannot be read: CodeConflict.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	if !isPage(s.Account) {
		return networks.Inbox{}, wire.Lacks(networks.LinkedIn, readMembers)
	}
	gathered := wire.GatherMessages(since, limit)
	posts, err := c.published(ctx, s, 0, answeredPosts)
	if err != nil {
		return networks.Inbox{}, err
	}
	whole := len(posts) < answeredPosts
	var messages []networks.Message
	for _, p := range posts {
		a := c.exchange(ctx, request{
			name: "GET /rest/socialActions/comments", service: s.Account.Service, path: commentsOf(p.urn),
			query: url.Values{"count": {strconv.Itoa(listed)}, "start": {"0"}}, token: s.Credential.Secret, timeout: wire.ShortTimeout,
		})
		said, ok := a.candidates(true)
		if !ok {
			err := a.unanswered(s.Account, readPages, "a list of comments", c.clock.Now())
			if app.CodeOf(err) == app.CodeNotFound {
				continue // taken back meanwhile
			}
			return networks.Inbox{}, err
		}
		whole = whole && len(said) < listed
		for _, one := range said {
			if one.author == s.Account.RemoteID {
				continue
			}
			at := min(one.made.UnixMilli(), c.clock.Now().UnixMilli())
			messages = append(messages, networks.Message{
				ID: one.urn, Kind: networks.Commenting, Parent: p.urn, Author: networks.Author{ID: wire.Named(one.author)},
				Text: wire.Said(one.text), SentAt: time.UnixMilli(at).UTC(), Permalink: permalink(p.urn),
				Answers: networks.Thread{Root: p.urn, Parent: one.urn},
			})
		}
	}
	gathered.All(messages, whole)
	return wire.Inbox(gathered, since), nil
}
