package mastodon

import (
	"cmp"
	"context"
	"net/url"
	"regexp"

	"parvis/accounts/wire"
	"parvis/app/networks"
)

const notificationsPath = "/api/v1/notifications"

// notification is what a server tells an account of.
type notification struct {
	ID        string `json:"id"`
	Type      string `json:"type"`
	CreatedAt string `json:"created_at"`
	Account   struct {
		ID   string `json:"id"`
		Acct string `json:"acct"`
		Name string `json:"display_name"`
	} `json:"account"`
	Status *struct {
		status
		InReplyToAccount *string `json:"in_reply_to_account_id"`
	} `json:"status"`
}

// Messages reads the mentions among the notifications of the account: every answer
// mentions whom it answers. Their times are those at which the account's own server took
// them in. The token needs read:notifications.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	to := c.as(s)
	query := url.Values{"types[]": {"mention"}, "limit": {"30"}}
	gathered := wire.GatherMessages(since, limit)
	for {
		a := to.get(ctx, notificationsPath, query)
		var page []notification
		if err := a.Decode(&page); err != nil || page == nil {
			return networks.Inbox{}, c.unanswered(a, s.Account, readNotifications, "a list of notifications")
		}
		var messages []networks.Message
		for _, n := range page {
			if m, ok := c.message(s.Account, n); ok {
				messages = append(messages, m)
			}
		}
		if !gathered.Page(messages, false, len(page) == 0) {
			return wire.Inbox(gathered, since), nil
		}
		query.Set("max_id", page[len(page)-1].ID)
	}
}

// acctForm is that of the name of an account, with its server unless it is the same.
var acctForm = regexp.MustCompile(`^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?(?:@[\pL\pN][\pL\pN.:-]{0,150})?$`)

// message reads a notification, false for one that is no message to the account.
func (c *Connector) message(account networks.Account, n notification) (networks.Message, bool) {
	at, told := wire.When(n.CreatedAt, c.clock.Now())
	if n.Type != "mention" || n.Status == nil || !told || !idForm.MatchString(n.Status.ID) ||
		!idForm.MatchString(n.Account.ID) || n.Account.ID == localID(account) || n.Status.Account.ID != n.Account.ID {
		return networks.Message{}, false
	}
	m := networks.Message{
		ID: n.Status.ID, Kind: networks.Mentioning,
		Author: networks.Author{ID: n.Account.ID, Name: wire.Named(cmp.Or(n.Account.Name, n.Account.Acct))},
		Text:   wire.Said(plainText(n.Status.Content)), SentAt: at, Permalink: wire.Page(n.Status.URL),
	}
	if acctForm.MatchString(n.Account.Acct) {
		m.Salutation = "@" + n.Account.Acct
	}
	// What was said to few is not answered before everybody.
	if n.Status.Visibility == "public" || n.Status.Visibility == "unlisted" {
		m.Answers = networks.Thread{Root: m.ID, Parent: m.ID}
	}
	if p := n.Status.InReplyTo; p != nil && idForm.MatchString(*p) {
		m.Parent = *p
		if to := n.Status.InReplyToAccount; to != nil && *to == localID(account) {
			m.Kind = networks.Commenting
		}
	}
	return m, true
}
