package instagram

import (
	"context"
	"time"
)

// SetPause replaces the waiting between two looks at a container.
func (c *Connector) SetPause(pause func(context.Context, time.Duration) error) { c.flow.Pause = pause }
