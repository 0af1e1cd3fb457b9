package telegram

import (
	"context"
	"errors"
	"strconv"
	"time"

	"parvis/accounts/wire"
	"parvis/app"
	"parvis/app/networks"
)

// private is the error of a channel that shows nothing to everybody.
func private() *app.Error { return app.Fail(app.CodeConflict, "telegram.error.private") }

// Posts reads the public page of the channel, forwarded messages and notices left out,
// with the lines of a text joined. A private channel has no such page: CodeConflict.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	var found chat
	if err := c.ask(ctx, s, getChat, &found); err != nil {
		return networks.Posts{}, err
	}
	now := c.clock.Now()
	strange := app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.Telegram.Name())
	if strconv.FormatInt(found.ID, 10) != s.Account.RemoteID {
		return networks.Posts{}, strange.Because(errors.New("the answer is another chat"))
	}
	name, public := publicName(found.handle())
	if !public {
		return networks.Posts{}, private()
	}
	gathered := wire.GatherPosts(since, limit)
	var before int64
	for {
		a := c.page(ctx, s, name, before)
		if hidden(a, name) {
			return networks.Posts{}, private()
		}
		if !a.OK() {
			return networks.Posts{}, a.Failure(networks.Telegram, now)
		}
		page, err := readPage(a, name)
		if err == nil && before == 0 && len(page.posts) == 0 {
			err = errors.New("the page shows nothing, not even that the channel was created")
		}
		if err != nil {
			return networks.Posts{}, strange.Because(err)
		}
		var posts []networks.Post
		for _, p := range page.posts {
			if p.own {
				at := p.at
				if at.After(now) {
					at = now.UTC()
				}
				posts = append(posts, networks.Post{
					ID: remoteID(p.messages), Permalink: permalink("", name, p.messages[0]), Text: wire.Said(p.words), CreatedAt: at,
				})
			}
		}
		first := page.first()
		if !gathered.Page(posts, page.reaches(since), first <= 1) {
			break
		}
		before = first
	}
	list, whole := gathered.Newest()
	return networks.Posts{List: list, Whole: whole}, nil
}
