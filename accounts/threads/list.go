package threads

import (
	"context"
	"time"

	"parvis/app/networks"
)

// Posts reads what the profile published; its answers have a list of their own.
func (c *Connector) Posts(ctx context.Context, s networks.Session, since time.Time, limit int) (networks.Posts, error) {
	return c.flow.Posts(ctx, s, basic, "/threads", "text", since, limit)
}
