package instagram

import (
	"context"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

const (
	commentedPosts = "25"
	commentPages   = 4
	// commentFields are those of the comments on a post and of the answers to them (field
	// expansion of the Graph API; that both can be read so is common knowledge, not
	// verified).
	commentFields = "id,permalink,comments.limit(50){id,text,timestamp,username,from,replies.limit(50){id,text,timestamp,username,from}}"
)

// visitor is a comment of somebody, with the answers to it.
type visitor struct {
	written
	From struct {
		ID string `json:"id"`
	} `json:"from"`
	Replies graph.List[visitor] `json:"replies"`
}

// Messages reads the comments on the newest hundred posts of the account, and the
// answers to them.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	q := url.Values{"fields": {commentFields}, "limit": {commentedPosts}}
	var messages []networks.Message
	whole, last := false, ""
	for range commentPages {
		var page graph.List[struct {
			ID        string              `json:"id"`
			Permalink string              `json:"permalink"`
			Comments  graph.List[visitor] `json:"comments"`
		}]
		if err := c.flow.Ask(ctx, s, commenting, graph.Call{Path: "/" + s.Account.RemoteID + "/media", Query: q}, &page); err != nil {
			return networks.Inbox{}, err
		}
		if page.Data == nil {
			return networks.Inbox{}, c.flow.Strange("a list of posts")
		}
		cut := false
		for _, p := range page.Data {
			cut = cut || !p.Comments.Whole()
			link := graph.Permalink(p.Permalink, "", c.flow.Sites)
			for _, v := range p.Comments.Data {
				cut = cut || !v.Replies.Whole()
				messages = c.add(messages, s.Account, p.ID, p.ID, v.ID, link, v)
				for _, r := range v.Replies.Data {
					messages = c.add(messages, s.Account, p.ID, v.ID, v.ID, link, r)
				}
			}
		}
		whole = page.Last() && !cut
		if page.Last() || page.Paging.Cursors.After == last {
			break
		}
		last = page.Paging.Cursors.After
		q.Set("after", last)
	}
	gathered.All(messages, whole)
	return wire.Inbox(gathered, since), nil
}

// add adds a comment under something on a post, unless it is no message to the account.
// Answers stand under the comments of a post, never deeper.
func (c *Connector) add(all []networks.Message, a networks.Account, post, parent, comment, link string, v visitor) []networks.Message {
	at, ok := wire.When(v.At, c.flow.Clock.Now())
	if !ok || !graph.ID(v.ID) || !graph.ID(post) || !graph.ID(comment) || v.Username == a.Handle {
		return all
	}
	m := networks.Message{
		ID: v.ID, Kind: networks.Commenting, Parent: parent, Author: networks.Author{Name: wire.Named(v.Username)},
		Text: wire.Said(v.Text), SentAt: at, Permalink: link, Answers: networks.Thread{Root: post, Parent: comment},
	}
	if graph.ID(v.From.ID) {
		m.Author.ID = v.From.ID
	}
	return append(all, m)
}
