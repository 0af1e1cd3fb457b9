package editorial

import (
	"context"
	"slices"
	"strings"
	"sync"
	"unicode"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/words"
)

// voice is how the business speaks, made ready to read texts by. The zero voice
// asks for nothing.
type voice struct {
	address  strategy.Address
	emoji    strategy.Emoji
	avoid    words.Expressions
	hashtags []string // without the sign
}

// voiceOf prepares a voice.
func voiceOf(v strategy.Voice) voice {
	out := voice{address: v.Address, emoji: v.Emoji, avoid: words.NewExpressions(v.Avoid)}
	for _, line := range v.Hashtags {
		for _, tag := range strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;", r) }) {
			if tag = strings.TrimLeft(tag, "#＃"); tag != "" {
				out.hashtags = append(out.hashtags, tag)
			}
		}
	}
	return out
}

// rules reports whether the voice asks for something that a text can break.
func (v voice) rules() bool {
	return !v.avoid.Empty() || v.address != "" || v.emoji == strategy.NoEmoji || v.emoji == strategy.FewEmoji
}

// checkVoice compares the text with the voice of the strategy.
func checkVoice(s situation, chosen []networks.Account) []Check {
	text := s.Post.Text
	if strings.TrimSpace(text) == "" {
		return nil
	}
	said := words.Of(text)
	var found []Check
	found = append(found, s.Voice.checkWords(text, said)...)
	found = append(found, s.Voice.checkAddress(text, said)...)
	found = append(found, s.Voice.checkEmoji(text)...)
	if len(found) == 0 && s.Voice.rules() {
		found = append(found, Check{
			Severity: Fine, Title: app.Say("editorial.check.voice.ok"), Caption: app.Say("editorial.check.voice.ok.caption"),
		})
	}
	return append(found, s.Voice.checkHashtags(text, chosen)...)
}

func (v voice) checkWords(text string, said []words.Word) []Check {
	found := v.avoid.Find(said)
	if len(found) == 0 {
		return nil
	}
	return []Check{{
		Severity: Warns, Title: app.Say("editorial.check.avoid", "Count", len(found)),
		Caption: app.Say("editorial.check.avoid.caption", "Words", quoted(text, found)),
		Fix:     Fix{Action: FixSeeWord, Start: found[0].Start, End: found[0].End},
	}}
}

// named is how many words a caption names.
const named = 3

// quoted lists stretches of a text, each once, the first ones when they are many.
func quoted(text string, found []words.Span) string {
	var list []string
	for _, f := range found {
		w := strings.Join(strings.Fields(text[f.Start:f.End]), " ")
		if slices.ContainsFunc(list, func(o string) bool { return strings.EqualFold(o, w) }) {
			continue
		}
		if len(list) == named {
			return strings.Join(list, ", ") + "…"
		}
		list = append(list, w)
	}
	return strings.Join(list, ", ")
}

// checkHashtags reminds of the hashtags of the business when none of them is
// there and a network chosen has any use for them.
func (v voice) checkHashtags(text string, chosen []networks.Account) []Check {
	if len(v.hashtags) == 0 || !slices.ContainsFunc(chosen, func(a networks.Account) bool { return tagging(a.Network) }) {
		return nil
	}
	last := 0 // end of the last hashtag of the text
	for _, m := range networks.Marks("", text) {
		if m.Kind != networks.Hashtag {
			continue
		}
		_, there := words.Spellings(m.Value)
		for _, tag := range v.hashtags {
			if _, wanted := words.Spellings(tag); wanted == there {
				return nil
			}
		}
		last = m.End
	}
	wanted := v.hashtags[:min(len(v.hashtags), named)]
	list := "#" + strings.Join(wanted, " #")
	between := "\n\n"
	if last > 0 && strings.TrimSpace(text[last:]) == "" {
		between = " "
	}
	if last := text[len(text)-1]; last == '\n' || last == ' ' {
		between = ""
	}
	return []Check{{
		Severity: Informs, Title: app.Say("editorial.check.hashtags", "Count", len(wanted)),
		Caption: app.Say("editorial.check.hashtags.caption", "Tags", list),
		Fix:     Fix{Action: FixAddHashtags, Text: between + list},
	}}
}

// tagging reports whether readers of a network follow hashtags: those of a site
// or of a place on a map do not.
func tagging(n networks.Network) bool { return n != networks.WordPress && n != networks.Google }

// voiceRules remembers the voice of the strategy, prepared, until it changes.
type voiceRules struct {
	mu    sync.Mutex
	valid bool
	voice voice
}

// follow forgets the voice whenever the strategy changes.
func (r *voiceRules) follow(events *app.Events) {
	app.On(events, func(strategy.Changed) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.valid = false
	})
}

func (r *voiceRules) get(ctx context.Context, from Strategy) (voice, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.valid {
		return r.voice, nil
	}
	s, err := from.Strategy(ctx)
	if err != nil {
		return voice{}, err
	}
	r.voice, r.valid = voiceOf(s.Voice), true
	return r.voice, nil
}
