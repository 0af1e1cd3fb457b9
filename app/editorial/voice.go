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

// checkVoice compares what the post says with the voice of the strategy, each kind
// of finding once.
func checkVoice(s situation, chosen []networks.Account) []Check {
	var found []Check
	written := false
	for _, one := range s.texts(chosen) {
		if strings.TrimSpace(one.text) == "" {
			continue
		}
		written = true
		said := words.Of(one.text)
		for _, checks := range [][]Check{s.Voice.checkWords(one.text, said), s.Voice.checkAddress(one.text, said), s.Voice.checkEmoji(one.text)} {
			for _, c := range checks {
				if !slices.ContainsFunc(found, func(o Check) bool { return o.Title.Key == c.Title.Key }) {
					c.Fix = one.fix(c.Fix)
					found = append(found, c)
				}
			}
		}
	}
	if len(found) == 0 && written && s.Voice.rules() {
		found = append(found, Check{
			Severity: Fine, Title: app.Say("editorial.check.voice.ok"), Caption: app.Say("editorial.check.voice.ok.caption"),
		})
	}
	return append(found, s.checkHashtags(chosen)...)
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

// checkHashtags reminds of the hashtags of the business where a network that has any
// use for them shows none, in the text or in its first comment.
func (s situation) checkHashtags(chosen []networks.Account) []Check {
	if len(s.Voice.hashtags) == 0 {
		return nil
	}
	for _, a := range chosen {
		text := s.Post.TextOn(a.Network)
		if !tagging(a.Network) || strings.TrimSpace(text) == "" {
			continue
		}
		comment := ""
		if l, known := a.Limits(); known && l.FirstComment {
			comment = s.Post.CommentOn(a.Network)
		}
		_, tagged := s.Voice.tagged(comment)
		last, there := s.Voice.tagged(text)
		if tagged || there {
			continue
		}
		fix := Fix{Action: FixAddHashtags}
		if _, own := s.Post.VariantOn(a.Network); own {
			fix.Network = a.Network
		}
		return []Check{s.Voice.remindHashtags(text, last, fix)}
	}
	return nil
}

// tagged reports whether a text has one of the hashtags of the business, and where
// its last hashtag ends.
func (v voice) tagged(text string) (last int, there bool) {
	for _, m := range networks.Marks("", text) {
		if m.Kind != networks.Hashtag {
			continue
		}
		_, said := words.Spellings(m.Value)
		there = there || slices.ContainsFunc(v.hashtags, func(tag string) bool {
			_, wanted := words.Spellings(tag)
			return wanted == said
		})
		last = m.End
	}
	return last, there
}

// remindHashtags proposes hashtags after a text whose last one ends at last.
func (v voice) remindHashtags(text string, last int, fix Fix) Check {
	wanted := v.hashtags[:min(len(v.hashtags), named)]
	list := "#" + strings.Join(wanted, " #")
	between := "\n\n"
	if last > 0 && strings.TrimSpace(text[last:]) == "" {
		between = " "
	}
	if end := text[len(text)-1]; end == '\n' || end == ' ' {
		between = ""
	}
	fix.Text = between + list
	return Check{
		Severity: Informs, Title: app.Say("editorial.check.hashtags", "Count", len(wanted)),
		Caption: app.Say("editorial.check.hashtags.caption", "Tags", list), Fix: fix,
	}
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
