package telegram

import (
	"context"
	"errors"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a message would be taken: that it is within the limits, that
// the bot's token lives, that the channel is there, and that the bot may still post to
// it. Bots cannot look whether a message that is answered is still there.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := check(content); err != nil {
		return err
	}
	base, token := s.Account.Service, s.Credential.Secret
	b, err := c.bot(ctx, base, token)
	if app.CodeOf(err) == app.CodeUnauthorised {
		return app.Fail(app.CodeUnauthorised, "connector.error.credential", "Network", networks.Telegram.Name(), "Account", s.Account.Handle).Because(err)
	}
	if err != nil {
		return err
	}
	found, err := c.channel(ctx, base, token, s.Account.RemoteID)
	var e *app.Error
	if errors.As(err, &e) && e.Code == app.CodeInvalid {
		// Nobody typed the channel now: the bot does not see it any more.
		return app.Fail(app.CodeConflict, "telegram.error.barred", "Account", s.Account.Handle).Because(err)
	}
	if err != nil {
		return err
	}
	return c.mayPost(ctx, base, token, found.ID, b)
}
