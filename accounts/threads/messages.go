package threads

import (
	"context"
	"net/url"

	"parvis/accounts/graph"
	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

const (
	// answeredPosts is how many posts, the newest, are looked at for answers, one call
	// each.
	answeredPosts = "20"
	answerFields  = "id,text,username,timestamp,permalink,replied_to"
)

// said is what somebody wrote.
type said struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Username  string `json:"username"`
	At        string `json:"timestamp"`
	Permalink string `json:"permalink"`
	RepliedTo struct {
		ID string `json:"id"`
	} `json:"replied_to"`
}

// Messages reads the answers to the newest twenty posts of the profile, and where it was
// mentioned, unless the token lacks threads_manage_mentions: then the reading is not
// whole.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	var posts graph.List[said]
	own := graph.Call{Path: "/" + s.Account.RemoteID + "/threads", Query: url.Values{"fields": {"id"}, "limit": {answeredPosts}}}
	if err := c.flow.Ask(ctx, s, basic, own, &posts); err != nil {
		return networks.Inbox{}, err
	}
	if posts.Data == nil {
		return networks.Inbox{}, c.flow.Strange("a list of posts")
	}
	whole := posts.Last()
	var messages []networks.Message
	for _, p := range posts.Data {
		if !graph.ID(p.ID) {
			continue
		}
		var page graph.List[said]
		call := graph.Call{Path: "/" + p.ID + "/conversation", Query: url.Values{"fields": {answerFields}, "reverse": {"true"}, "limit": {listed}}}
		err := c.flow.Ask(ctx, s, replies, call, &page)
		switch {
		case app.CodeOf(err) == app.CodeNotFound:
			continue // taken back meanwhile
		case err != nil:
			return networks.Inbox{}, err
		case page.Data == nil:
			return networks.Inbox{}, c.flow.Strange("a list of answers")
		}
		whole = whole && page.Last()
		for _, one := range page.Data {
			messages = c.add(messages, s.Account, p.ID, one)
		}
	}
	var page graph.List[said]
	call := graph.Call{Path: "/" + s.Account.RemoteID + "/mentions", Query: url.Values{"fields": {answerFields}, "limit": {listed}}}
	switch err := c.flow.Ask(ctx, s, mentioned, call, &page); {
	case app.CodeOf(err) == app.CodeConflict:
		whole = false
	case err != nil:
		return networks.Inbox{}, err
	}
	whole = whole && page.Last()
	for _, one := range page.Data {
		messages = c.add(messages, s.Account, "", one)
	}
	gathered.All(messages, whole)
	return wire.Inbox(gathered, since), nil
}

// listed is how many answers and mentions are read at a time.
const listed = "100"

// add adds what was said under a post of the profile, or elsewhere, unless the profile
// said it itself. Of its author only the name is told.
func (c *Connector) add(all []networks.Message, a networks.Account, post string, one said) []networks.Message {
	at, ok := wire.When(one.At, c.flow.Clock.Now())
	if !ok || !graph.ID(one.ID) || one.Username == a.Handle {
		return all
	}
	m := networks.Message{
		ID: one.ID, Kind: networks.Mentioning, Author: networks.Author{Name: wire.Named(one.Username)},
		Text: wire.Said(one.Text), SentAt: at, Permalink: graph.Permalink(one.Permalink, "", c.flow.Sites),
		Answers: networks.Thread{Root: one.ID, Parent: one.ID},
	}
	if post != "" {
		m.Kind, m.Parent, m.Answers.Root = networks.Commenting, post, post
	}
	if graph.ID(one.RepliedTo.ID) {
		m.Parent = one.RepliedTo.ID
	}
	return append(all, m)
}
