package youtube

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Rehearse tells whether a film would be taken: that it is within the limits, that the
// access lives, and that it opens the channel. It costs one unit of the ten thousand of
// a day.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := content.Refusal(networks.YouTube); err != nil {
		return err
	}
	a, err := c.harmless(ctx, s, ownChannel())
	if err != nil {
		return err
	}
	found, err := c.channel(a, s.Account.Service)
	switch {
	case err != nil:
		return err
	case found.RemoteID != s.Account.RemoteID:
		return app.Fail(app.CodeConflict, "connector.error.other_account", "Account", s.Account.Handle)
	}
	return nil
}
