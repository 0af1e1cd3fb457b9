package discord

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a message would be taken: that it is within the limits, and
// that the webhook is still there and can post.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := check(content); err != nil {
		return err
	}
	w, _, err := opened(s)
	if err != nil {
		return err
	}
	found, a := c.look(ctx, s.Account.Service, w)
	switch {
	case a.dead():
		return dead(s.Account)
	case found.ID != w.id:
		return a.unexpected(c.clock.Now(), "the answer is not the webhook")
	case found.Type != incoming:
		return app.Fail(app.CodeInvalid, "discord.error.kind")
	}
	return nil
}
