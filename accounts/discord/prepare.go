package discord

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Prepare checks the content: pictures travel with the message itself, so that
// nothing is uploaded beforehand and no note is kept.
func (c *Connector) Prepare(_ context.Context, _ networks.Session, content networks.Content, _ networks.Prepared) (networks.Prepared, error) {
	pictures := make([]networks.Picture, len(content.Images))
	for i, image := range content.Images {
		pictures[i] = image.Picture()
	}
	for _, p := range networks.Check(networks.Discord, content.Text, pictures) {
		if p.Blocking {
			return "", &app.Error{Code: app.CodeInvalid, Key: p.Key, Args: p.Args}
		}
	}
	return "", stands(content)
}

// stands refuses what answers something: webhooks cannot reply (message_reference
// is no parameter of theirs).
func stands(content networks.Content) error {
	if content.Answers != (networks.Thread{}) {
		return app.Fail(app.CodeInvalid, "discord.error.reply")
	}
	return nil
}
