package bluesky

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Posts reads the records of the account, answers among them, from the server that
// holds them: nobody need sign in for that.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	gathered := wire.GatherPosts(since, limit)
	query := url.Values{"repo": {s.Account.RemoteID}, "collection": {collection}, "limit": {"100"}}
	for {
		a := c.exchange(ctx, request{
			name: listRecords, base: s.Account.Service, query: query,
			secrets: secretsOf(s.Credential, ""), timeout: wire.ShortTimeout,
		})
		var page struct {
			Records []struct {
				URI   string          `json:"uri"`
				Value json.RawMessage `json:"value"`
			} `json:"records"`
			Cursor string `json:"cursor"`
		}
		if err := a.Decode(&page); err != nil || page.Records == nil {
			return networks.Posts{}, a.failure(c.clock.Now())
		}
		var posts []networks.Post
		for _, r := range page.Records {
			key, own := ownKey(s.Account, r.URI)
			value, written := recordIn(r.Value)
			at, ok := wire.When(value.CreatedAt, c.clock.Now())
			if !own || !written || !ok {
				continue
			}
			posts = append(posts, networks.Post{
				ID: r.URI, Permalink: pageOf(s.Account.RemoteID, key), Text: wire.Said(value.Text), CreatedAt: at,
			})
		}
		// The newest keys come first.
		if !gathered.Page(posts, false, page.Cursor == "" || len(page.Records) == 0) {
			break
		}
		query.Set("cursor", page.Cursor)
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}

// record is what is read of a post, anybody's.
type record struct {
	Text      string `json:"text"`
	CreatedAt string `json:"createdAt"`
	Reply     *struct {
		Root   reference `json:"root"`
		Parent reference `json:"parent"`
	} `json:"reply"`
}

// recordIn reads a record by itself, false for one that is no post: whatever program wrote
// it, those beside it can be read.
func recordIn(value json.RawMessage) (record, bool) {
	var r record
	err := json.Unmarshal(value, &r)
	return r, err == nil
}
