package telegram

import (
	"context"
	"errors"

	"parvis/app"
	"parvis/app/networks"
)

// Prepare checks the content: pictures and films travel with the message itself, so
// that nothing is uploaded beforehand and no note is kept.
func (c *Connector) Prepare(_ context.Context, _ networks.Session, content networks.Content, _ networks.Prepared) (networks.Prepared, error) {
	return "", check(content)
}

// check refuses what Telegram would.
func check(content networks.Content) error {
	if err := content.Refusal(networks.Telegram); err != nil {
		return err
	}
	limits, _ := networks.LimitsOf(networks.Telegram)
	if over := attached(content) - limits.Images; over > 0 {
		return app.Fail(app.CodeInvalid, networks.ProblemTooManyImages, "Network", networks.Telegram.Name(), "Over", over, "Max", limits.Images-1)
	}
	var weight int64
	for _, image := range content.Images {
		weight += int64(len(image.Bytes))
	}
	if content.Film != nil {
		weight += content.Film.Size
	}
	if weight > maxCall {
		return app.Fail(app.CodeInvalid, "telegram.error.heavy", "Max", app.Bytes(maxCall))
	}
	_, err := answered(content.Answers)
	return err
}

// maxCall is how much the pictures and the film of one call may weigh, in bytes: Telegram
// takes files of 50 MB. Whether that is said of each or of all of them is not
// documented; the strictest reading is kept to.
const maxCall = 48_000_000

// answered returns the message that a post answers, 0 for a post of its own.
// Comments are made in another chat, the discussion group of a channel, which
// Parvis does not speak in.
func answered(t networks.Thread) (int64, error) {
	switch {
	case t == (networks.Thread{}):
		return 0, nil
	case t.Comment:
		return 0, app.Fail(app.CodeInvalid, "telegram.error.comment")
	}
	messages := messagesOf(t.Parent)
	if messages == nil {
		return 0, gone().Because(errors.New("no message of Telegram"))
	}
	return messages[0], nil
}

func gone() *app.Error {
	return app.Fail(app.CodeInvalid, "connector.error.reply", "Network", networks.Telegram.Name())
}
