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
)

// voice is how the business speaks, made ready to read texts by. The zero voice
// asks for nothing.
type voice struct {
	address  strategy.Address
	emoji    strategy.Emoji
	avoid    map[string][]expression // by each form of the first word, the longest first
	hashtags []string                // without the sign
}

// expression is a word or several to avoid: for each, its forms without accents.
type expression struct {
	id    int
	words [][]string
}

// voiceOf prepares a voice. A line of words to avoid may hold several, between
// commas.
func voiceOf(v strategy.Voice) voice {
	out := voice{address: v.Address, emoji: v.Emoji, avoid: make(map[string][]expression)}
	id := 0
	for _, line := range v.Avoid {
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\n\r", r) }) {
			e := expression{id: id}
			for _, w := range wordsOf(part) {
				e.words = append(e.words, numbers(w.plain))
			}
			if len(e.words) == 0 {
				continue
			}
			id++
			for _, form := range e.words[0] {
				out.avoid[form] = append(out.avoid[form], e)
			}
		}
	}
	for _, same := range out.avoid {
		slices.SortStableFunc(same, func(a, b expression) int { return len(b.words) - len(a.words) })
	}
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
	return len(v.avoid) > 0 || v.address != "" || v.emoji == strategy.NoEmoji || v.emoji == strategy.FewEmoji
}

// span is a stretch of a text, in bytes.
type span struct{ start, end int }

// checkVoice compares the text with the voice of the strategy.
func checkVoice(s situation, chosen []networks.Account) []Check {
	text := s.Post.Text
	if strings.TrimSpace(text) == "" {
		return nil
	}
	words := wordsOf(text)
	var found []Check
	found = append(found, s.Voice.checkWords(text, words)...)
	found = append(found, s.Voice.checkAddress(text, words)...)
	found = append(found, s.Voice.checkEmoji(text)...)
	if len(found) == 0 && s.Voice.rules() {
		found = append(found, Check{
			Severity: Fine, Title: app.Say("editorial.check.voice.ok"), Caption: app.Say("editorial.check.voice.ok.caption"),
		})
	}
	return append(found, s.Voice.checkHashtags(text, chosen)...)
}

func (v voice) checkWords(text string, words []word) []Check {
	found := v.avoided(words)
	if len(found) == 0 {
		return nil
	}
	return []Check{{
		Severity: Warns, Title: app.Say("editorial.check.avoid", "Count", len(found)),
		Caption: app.Say("editorial.check.avoid.caption", "Words", quoted(text, found)),
		Fix:     Fix{Action: FixSeeWord, Start: found[0].start, End: found[0].end},
	}}
}

// avoided finds the expressions to avoid, each where it is first used. A word
// counts whole: neither as a part of a longer one nor of a compound.
func (v voice) avoided(words []word) []span {
	var found []span
	seen := make(map[int]bool)
	for at := 0; at < len(words); {
		e, n := v.expressionAt(words, at)
		if n == 0 {
			at++
			continue
		}
		if !seen[e.id] {
			seen[e.id] = true
			found = append(found, span{words[at].start, words[at+n-1].end})
		}
		at += n
	}
	return found
}

// expressionAt returns the longest expression to avoid that begins at a word, and
// how many words it has, 0 for none.
func (v voice) expressionAt(words []word, at int) (expression, int) {
	if words[at].before == hyphenated {
		return expression{}, 0
	}
	for _, e := range v.avoid[words[at].plain] {
		end := at + len(e.words)
		if end > len(words) || end < len(words) && words[end].before == hyphenated && !leaning[words[end].lower] {
			continue
		}
		same := true
		for i := at + 1; same && i < end; i++ {
			same = words[i].before != apart && slices.Contains(e.words[i-at], words[i].plain)
		}
		if same {
			return e, end - at
		}
	}
	return expression{}, 0
}

// leaning are the words that French ties to a verb with a hyphen, without making
// a compound of them.
var leaning = setOf("je tu il elle on nous vous ils elles ce moi toi lui leur le la les en y t ci là")

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// named is how many words a caption names.
const named = 3

// quoted lists stretches of a text, each once, the first ones when they are many.
func quoted(text string, found []span) string {
	var list []string
	for _, f := range found {
		w := strings.Join(strings.Fields(text[f.start:f.end]), " ")
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
		_, there := spellings(m.Value)
		for _, tag := range v.hashtags {
			if _, wanted := spellings(tag); wanted == there {
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
