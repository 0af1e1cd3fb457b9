package wordpress

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// commented is how many posts, the newest, are looked at for comments.
const commented = 100

// Messages reads the comments that others made on the newest posts of the user, those
// that wait for approval among them: they are answered once they are shown.
func (c *Connector) Messages(ctx context.Context, s networks.Session, since networks.Cursor, limit int) (networks.Inbox, error) {
	gathered := wire.GatherMessages(since, limit)
	var held []post
	own := strconv.FormatInt(userID(s.Account), 10)
	_, err := c.ask(ctx, s, postsRoute, url.Values{
		"author": {own}, "status": {public}, "per_page": {strconv.Itoa(commented)}, "_fields": {postFields},
	}, &held)
	if err == nil && held == nil {
		err = c.strange()
	}
	if err != nil {
		return networks.Inbox{}, err
	}
	var ids []string
	for _, p := range held {
		if p.ID > 0 {
			ids = append(ids, strconv.FormatInt(p.ID, 10))
		}
	}
	for page := 1; len(ids) > 0; page++ {
		var said []visitors
		a, err := c.ask(ctx, s, commentsRoute, url.Values{
			"post": {strings.Join(ids, ",")}, "author_exclude": {own}, "status": {"all"}, "per_page": {strconv.Itoa(pageSize)},
			"page": {strconv.Itoa(page)}, "_fields": {commentFields + ",author_name"},
		}, &said)
		if err == nil && said == nil {
			err = c.strange()
		}
		if err != nil {
			return networks.Inbox{}, err
		}
		var messages []networks.Message
		for _, one := range said {
			if m, ok := c.message(s.Account, one); ok {
				messages = append(messages, m)
			}
		}
		if !gathered.Page(messages, false, !a.follows(page, len(said), pageSize)) {
			return wire.Inbox(gathered, since), nil
		}
	}
	gathered.Page(nil, false, true)
	return wire.Inbox(gathered, since), nil
}

// visitors is a comment with the name that its author gave.
type visitors struct {
	comment
	Name string `json:"author_name"`
}

func (c *Connector) message(account networks.Account, one visitors) (networks.Message, bool) {
	at, ok := wire.When(one.Date+"Z", c.clock.Now())
	if !ok || one.ID <= 0 || one.Post <= 0 || one.Author == userID(account) || one.Status != approved && one.Status != hold {
		return networks.Message{}, false
	}
	m := networks.Message{
		ID: commentID(one.ID), Kind: networks.Commenting, Parent: postID(one.Post), Author: networks.Author{Name: wire.Named(one.Name)},
		Text: wire.Said(textOf(one.Content.Rendered)), SentAt: at, Permalink: wire.Page(one.Link),
	}
	if one.Author > 0 {
		m.Author.ID = strconv.FormatInt(one.Author, 10)
	}
	if one.Parent > 0 {
		m.Parent = commentID(one.Parent)
	}
	if one.Status == approved {
		m.Answers = networks.Thread{Root: postID(one.Post), Parent: m.ID, Comment: true}
	}
	return m, true
}

// strange is the error of an answer that is not what was asked for.
func (c *Connector) strange() error {
	return fail(app.CodeUnavailable, "connector.error.trouble").Because(errors.New("the answer is not a list"))
}
