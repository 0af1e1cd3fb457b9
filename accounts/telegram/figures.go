package telegram

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// AccountFigures tells the subscribers of the channel.
func (c *Connector) AccountFigures(ctx context.Context, s networks.Session) ([]networks.Figure, error) {
	var count float64
	if err := c.ask(ctx, s, getChatMemberCount, &count); err != nil {
		return nil, err
	}
	if count < 0 {
		return nil, app.Fail(app.CodeUnavailable, "connector.error.trouble", "Network", networks.Telegram.Name())
	}
	return []networks.Figure{{
		Metric: networks.Followers, Value: count, ReadAt: c.clock.Now().UTC(), Source: getChatMemberCount,
	}}, nil
}

// PostFigures tells nothing and asks nobody: bots are shown no views.
func (c *Connector) PostFigures(context.Context, networks.Session, []string) (map[string][]networks.Figure, error) {
	return map[string][]networks.Figure{}, nil
}
