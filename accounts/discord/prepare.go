package discord

import (
	"context"

	"parvis/app"
	"parvis/app/networks"
)

// Prepare checks the content: pictures and films travel with the message itself, so
// that nothing is uploaded beforehand and no note is kept.
func (c *Connector) Prepare(_ context.Context, _ networks.Session, content networks.Content, _ networks.Prepared) (networks.Prepared, error) {
	return "", check(content)
}

// check refuses what Discord would.
func check(content networks.Content) error {
	if err := content.Refusal(networks.Discord); err != nil {
		return err
	}
	limits, _ := networks.LimitsOf(networks.Discord)
	if over := attached(content) - limits.Images; over > 0 {
		return app.Fail(app.CodeInvalid, networks.ProblemTooManyImages, "Network", networks.Discord.Name(), "Over", over, "Max", limits.Images-1)
	}
	return stands(content)
}

// attached is how many files a content has.
func attached(content networks.Content) int {
	if content.Film != nil {
		return len(content.Images) + 1
	}
	return len(content.Images)
}

// stands refuses what answers something: webhooks cannot reply (message_reference
// is no parameter of theirs).
func stands(content networks.Content) error {
	if content.Answers != (networks.Thread{}) {
		return app.Fail(app.CodeInvalid, "discord.error.reply")
	}
	return nil
}
