package discord

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Prepare checks the content: pictures travel with the message itself, so that
// nothing is uploaded beforehand and no note is kept.
func (c *Connector) Prepare(_ context.Context, _ networks.Session, content networks.Content, _ networks.Prepared) (networks.Prepared, error) {
	return "", check(content)
}

// check refuses what Discord would.
func check(content networks.Content) error {
	if err := content.Refusal(networks.Discord); err != nil {
		return err
	}
	return stands(content)
}

// stands refuses what answers something: webhooks cannot reply (message_reference
// is no parameter of theirs).
func stands(content networks.Content) error {
	if content.Answers != (networks.Thread{}) {
		return app.Fail(app.CodeInvalid, "discord.error.reply")
	}
	return nil
}
