package snippets

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"parvis/assets/emoji"
)

// EmojiSearch finds emoji by what they are called and by words of trades, in both
// languages, that of the owner first. It is safe for concurrent use.
type EmojiSearch struct {
	all    []emoji.Emoji
	french bool
	index  func() []searched
}

// searched is an emoji with what it is found by, plain.
type searched struct {
	own, other names
	trades     []trade
}

// names are the label and its words, and the words of the keywords.
type names struct {
	label       string
	words, tags []string
}

// trade is a word of a trade that an emoji says, and how far down its list.
type trade struct {
	word string
	rank int
}

// NewEmojiSearch returns the search for an owner who reads French, or English.
func NewEmojiSearch(french bool) *EmojiSearch {
	s := &EmojiSearch{all: emoji.All(), french: french}
	// Eight thousand words are read when something is first searched for.
	s.index = sync.OnceValue(s.read)
	return s
}

func (s *EmojiSearch) read() []searched {
	said := make(map[string][]trade)
	for _, t := range emoji.Trades() {
		for rank, e := range t.Emoji {
			for _, words := range t.Words {
				all := plainWords(words)
				for _, w := range all {
					// A word says less when it is one of an expression.
					said[e] = append(said[e], trade{w, rank + 20*(len(all)-1)})
				}
			}
		}
	}
	all := make([]searched, len(s.all))
	for i, e := range s.all {
		own, other := e.French, e.English
		if !s.french {
			own, other = other, own
		}
		all[i] = searched{plainNames(own), plainNames(other), said[e.Text]}
	}
	return all
}

func plainNames(n emoji.Names) names {
	out := names{label: strings.Join(plainWords(n.Label), " "), words: plainWords(n.Label)}
	for _, tag := range n.Tags {
		out.tags = append(out.tags, plainWords(tag)...)
	}
	return out
}

// Group returns the emoji of a group, in their order.
func (s *EmojiSearch) Group(g emoji.Group) []emoji.Emoji {
	var all []emoji.Emoji
	for _, e := range s.all {
		if e.Group == g {
			all = append(all, e)
		}
	}
	return all
}

// Of returns the emoji of some texts, in their order; those that Parvis does not
// offer are left out.
func (s *EmojiSearch) Of(texts []string) []emoji.Emoji {
	var all []emoji.Emoji
	for _, text := range texts {
		if i := slices.IndexFunc(s.all, func(e emoji.Emoji) bool { return e.Text == text }); i >= 0 {
			all = append(all, s.all[i])
		}
	}
	return all
}

// Label returns what an emoji is called in the owner's language.
func (s *EmojiSearch) Label(e emoji.Emoji) string {
	if s.french {
		return e.French.Label
	}
	return e.English.Label
}

// Find returns the emoji of which every word of a search begins a word, the best
// first, at most some; those that are what was typed come before those of which it
// is one word among others. A search without words finds nothing.
func (s *EmojiSearch) Find(search string, most int) []emoji.Emoji {
	words := plainWords(search)
	if len(words) == 0 {
		if i := s.Of([]string{strings.TrimSpace(search)}); len(i) > 0 {
			return i
		}
		return nil
	}
	type found struct{ at, score int }
	var all []found
	for i, one := range s.index() {
		total := 0
		for _, w := range words {
			score := one.score(w)
			if score == 0 {
				total = 0
				break
			}
			total += score
		}
		if total == 0 {
			continue
		}
		if one.own.label == strings.Join(words, " ") {
			total += 100
		}
		all = append(all, found{i, total})
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(b.score, a.score) })
	out := make([]emoji.Emoji, 0, min(len(all), most))
	for _, f := range all[:min(len(all), most)] {
		out = append(out, s.all[f.at])
	}
	return out
}

// score tells how well a word finds an emoji, 0 for not at all.
func (s searched) score(word string) int {
	best := 0
	for _, t := range s.trades {
		switch {
		case t.word == word:
			best = max(best, 90-t.rank)
		case strings.HasPrefix(t.word, word):
			best = max(best, 45-t.rank)
		}
	}
	for i, n := range []names{s.own, s.other} {
		best = max(best, n.score(word)-25*i)
	}
	return best
}

func (n names) score(word string) int {
	best := 0
	for i, w := range n.words {
		switch {
		case w == word && i == 0:
			best = max(best, 80)
		case w == word:
			best = max(best, 70)
		case strings.HasPrefix(w, word):
			best = max(best, 40)
		}
	}
	for _, w := range n.tags {
		switch {
		case w == word:
			best = max(best, 60)
		case strings.HasPrefix(w, word):
			best = max(best, 30)
		}
	}
	return best
}
