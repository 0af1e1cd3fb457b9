package bluesky

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// Messages reads answers, mentions and quotes in the notifications of the account. Their
// times are those at which the network took them in: what a record says of itself is its
// author's own.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	query := url.Values{"reasons": {"reply", "mention", "quote"}, "limit": {"100"}}
	for {
		var page struct {
			Notifications []notification `json:"notifications"`
			Cursor        string         `json:"cursor"`
		}
		if err := c.read(ctx, s, listNotifications, query, &page); err != nil {
			return networks.Inbox{}, err
		}
		if page.Notifications == nil {
			return networks.Inbox{}, c.strange(listNotifications)
		}
		var messages []networks.Message
		for _, n := range page.Notifications {
			if m, ok := c.message(s.Account, n); ok {
				messages = append(messages, m)
			}
		}
		if !gathered.Page(messages, false, page.Cursor == "" || len(page.Notifications) == 0) {
			return wire.Inbox(gathered, since), nil
		}
		query.Set("cursor", page.Cursor)
	}
}

// notification is what the network tells its account of.
type notification struct {
	URI    string `json:"uri"`
	Reason string `json:"reason"`
	Author struct {
		DID    string `json:"did"`
		Handle string `json:"handle"`
		Name   string `json:"displayName"`
	} `json:"author"`
	Record    json.RawMessage `json:"record"`
	IndexedAt string          `json:"indexedAt"`
}

// message reads a notification, false for one that is no message to the account.
func (c *Connector) message(account networks.Account, n notification) (networks.Message, bool) {
	did, key, ok := placeOf(n.URI)
	at, told := wire.When(n.IndexedAt, c.clock.Now())
	said, written := recordIn(n.Record)
	if !ok || !told || !written || did != n.Author.DID || did == account.RemoteID {
		return networks.Message{}, false
	}
	m := networks.Message{
		ID: n.URI, Kind: networks.Mentioning,
		Author: networks.Author{ID: did, Name: wire.Named(cmp.Or(n.Author.Name, n.Author.Handle))},
		Text:   wire.Said(said.Text), SentAt: at, Permalink: pageOf(did, key),
		Answers: networks.Thread{Root: n.URI, Parent: n.URI},
	}
	if r := said.Reply; r != nil {
		if _, _, ok := placeOf(r.Root.URI); ok {
			m.Answers.Root = r.Root.URI
		}
		if _, _, ok := placeOf(r.Parent.URI); ok {
			m.Parent = r.Parent.URI
		}
	}
	switch n.Reason {
	case "reply":
		m.Kind = networks.Commenting
	case "mention", "quote":
	default:
		return networks.Message{}, false
	}
	return m, true
}

// strange is the error of an answer that is not what was asked for.
func (c *Connector) strange(name string) *app.Error {
	return app.Fail(app.CodeUnavailable, "bluesky.error.trouble").Because(errors.New(name + " answered something else"))
}
