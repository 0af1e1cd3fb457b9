package x

import (
	"context"
	"net/url"
	"time"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

// Messages reads where others named the account: every answer to it does. X bills each
// post and each author that it tells, $0.005 and $0.010 (docs.x.com pricing, read
// 2026-08): names are not asked for, and no more posts than wanted. X itself names whom an
// answer goes to.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	path := "/2/users/" + url.PathEscape(s.Account.RemoteID) + "/mentions"
	q := url.Values{
		"max_results":  {atOnce(limit)},
		"tweet.fields": {"created_at,entities,referenced_tweets,author_id,in_reply_to_user_id,conversation_id"},
	}
	if at, err := time.Parse(time.RFC3339Nano, string(since)); err == nil {
		// X takes no time to come, nor one that its own clock has not reached.
		if latest := c.clock.Now().Add(-time.Minute); at.After(latest) {
			at = latest
		}
		q.Set("start_time", startTime(at))
	}
	for {
		all, next, err := c.page(ctx, s, path, q)
		if err != nil {
			return networks.Inbox{}, err
		}
		var messages []networks.Message
		for _, t := range all {
			if m, ok := c.message(s.Account, t); ok {
				messages = append(messages, m)
			}
		}
		if !gathered.Page(messages, false, next == "") {
			return wire.Inbox(gathered, since), nil
		}
		q.Set("pagination_token", next)
	}
}

// message reads a mention, false for one of the account itself.
func (c *Connector) message(account networks.Account, t tweet) (networks.Message, bool) {
	at, ok := c.when(t)
	if !ok || !idForm.MatchString(t.Author) || t.Author == account.RemoteID {
		return networks.Message{}, false
	}
	m := networks.Message{
		ID: t.ID, Kind: networks.Mentioning, Author: networks.Author{ID: t.Author}, Text: wire.Said(t.plain()), SentAt: at,
		// Any name before the number leads to the post: common knowledge, not checked.
		Permalink: website + "/i/status/" + t.ID, Answers: networks.Thread{Root: t.ID, Parent: t.ID},
	}
	if idForm.MatchString(t.Conversation) {
		m.Answers.Root = t.Conversation
	}
	if parent := t.parent(); idForm.MatchString(parent) {
		m.Parent = parent
		if t.Answers == account.RemoteID {
			m.Kind = networks.Commenting
		}
	}
	return m, true
}
