package x

import (
	"context"

	"parvis/app/networks"
)

// Rehearse tells whether a post would be taken, as far as that is free: that it is
// within the limits and, after a consent, that the token still serves or can be
// renewed. X bills everything that is read, so that nothing else is asked.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := check(content); err != nil {
		return err
	}
	_, err := c.access(ctx, s)
	return err
}
