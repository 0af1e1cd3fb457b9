package instagram

import (
	"context"
	"time"

	"parvis/app/networks"
)

// Posts reads what the account published, by its captions.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	return c.flow.Posts(ctx, s, basic, "/media", "caption", since, limit)
}
