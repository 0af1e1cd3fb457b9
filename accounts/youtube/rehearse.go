package youtube

import (
	"context"

	"parvis/app/networks"
)

// Rehearse checks the content, and asks whose channel the access opens, which costs one
// unit of the 10 000 of a day. Whether an upload would be taken today is told by none.
func (c *Connector) Rehearse(ctx context.Context, s networks.Session, content networks.Content) error {
	if err := content.Refusal(networks.YouTube); err != nil {
		return err
	}
	_, _, err := c.playlist(ctx, s)
	return err
}
