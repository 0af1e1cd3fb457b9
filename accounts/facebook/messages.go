package facebook

import (
	"context"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app/networks"
)

const (
	// commentedPosts and commentPages are how many posts are looked at for comments.
	commentedPosts = "25"
	commentPages   = 4
	// commentFields are those of the newest comments of a post, answers among them (field
	// expansion of the Graph API; parent and the order are common knowledge, not
	// verified).
	commentFields = "id,permalink_url,comments.filter(stream).order(reverse_chronological).limit(50){id,message,created_time,permalink_url,from,parent}"
)

// visitor is a comment of somebody. Who wrote it is told only to a token with
// pages_read_user_content.
type visitor struct {
	ID        string `json:"id"`
	Message   string `json:"message"`
	Created   string `json:"created_time"`
	Permalink string `json:"permalink_url"`
	From      struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"from"`
	Parent struct {
		ID string `json:"id"`
	} `json:"parent"`
}

// Messages reads the comments on the newest hundred posts of the Page.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	q := url.Values{"fields": {commentFields}, "limit": {commentedPosts}}
	var messages []networks.Message
	whole := false
	var last string
	for range commentPages {
		var page graph.List[struct {
			post
			Comments graph.List[visitor] `json:"comments"`
		}]
		if err := c.ask(ctx, s, readVisitors, "/"+s.Account.RemoteID+"/published_posts", q, &page); err != nil {
			return networks.Inbox{}, err
		}
		if page.Data == nil {
			return networks.Inbox{}, c.api.Strange("a list of posts")
		}
		cut := false
		for _, p := range page.Data {
			for _, v := range p.Comments.Data {
				if m, ok := c.message(s.Account, p.ID, v); ok {
					messages = append(messages, m)
				}
			}
			cut = cut || !p.Comments.Whole()
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

// message reads a comment on a post, false for one that is no message to the Page.
func (c *Connector) message(account networks.Account, postID string, v visitor) (networks.Message, bool) {
	at, ok := wire.When(v.Created, c.api.Clock.Now())
	if !ok || !graph.ID(v.ID) || !graph.ID(postID) || v.From.ID == account.RemoteID {
		return networks.Message{}, false
	}
	m := networks.Message{
		ID: v.ID, Kind: networks.Commenting, Parent: postID, Author: networks.Author{Name: wire.Named(v.From.Name)},
		Text: wire.Said(v.Message), SentAt: at, Permalink: graph.Permalink(v.Permalink, "https://www.facebook.com", sites),
		Answers: networks.Thread{Root: postID, Parent: v.ID},
	}
	if graph.ID(v.From.ID) {
		m.Author.ID = v.From.ID
	}
	if graph.ID(v.Parent.ID) {
		m.Parent = v.Parent.ID
	}
	return m, true
}
