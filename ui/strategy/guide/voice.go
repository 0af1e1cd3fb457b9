package guide

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"parvis/app/strategy"
)

func (v *View) voiceTyped() {
	v.keep("voice", func() func(ctx context.Context) error {
		kept := v.answers.Voice
		return func(ctx context.Context) error { return v.services.Strategy.SaveVoice(ctx, kept) }
	})
}

func (v *View) askTone() []fyne.CanvasObject {
	text, voice, model := v.host.Text(), &v.answers.Voice, v.model().Voice
	tone := v.area(text.T("strategy.guide.tone"), v.like(model.Tone), 2, &voice.Tone, v.voiceTyped)
	return []fyne.CanvasObject{
		tone,
		labelled(text.T("strategy.guide.address"), segments(v, []strategy.Address{strategy.Vous, strategy.Tu},
			word[strategy.Address](v, "address"), &voice.Address, v.voiceTyped)),
		labelled(text.T("strategy.guide.emoji"), segments(v, strategy.EmojiCustoms(),
			word[strategy.Emoji](v, "emoji"), &voice.Emoji, v.voiceTyped)),
		labelled(text.T("strategy.guide.formats"), chips(v, strategy.Formats(),
			word[strategy.Format](v, "format"), &voice.Formats, v.voiceTyped)),
		v.area(text.T("strategy.guide.look"), v.like(model.Look), 2, &voice.Look, v.voiceTyped),
	}
}

func (v *View) askWords() []fyne.CanvasObject {
	text, voice, model := v.host.Text(), &v.answers.Voice, v.model().Voice
	return []fyne.CanvasObject{
		v.words(text.T("strategy.guide.say"), v.like(few(model.Say)), 3, &voice.Say, v.voiceTyped),
		v.words(text.T("strategy.guide.avoid"), v.like(few(model.Avoid)), 3, &voice.Avoid, v.voiceTyped),
		v.words(text.T("strategy.guide.hashtags"), v.like(few(model.Hashtags)), 2, &voice.Hashtags, v.voiceTyped),
	}
}

// few writes the first words of a list.
func few(words []string) string { return strings.Join(words[:min(len(words), 3)], ", ") }
