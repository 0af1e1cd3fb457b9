package spelling

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/vellum/levenshtein"

	data "parvis/assets/spelling"
)

// suggestion is a word that may be meant, in the case it is to be written in, and
// how unlikely that is.
type suggestion struct {
	word string
	cost float64
	edit float64 // of cost, what the letters alone cost
}

// Weights of what is known of a word besides its letters.
const (
	weightUse  = 0.09 // off the cost for each class of use
	weightRare = 0.4  // a form of literature
	weightName = 0.45 // a name, where the word typed has no capital
	weightPart = 0.6  // two words for one
	weightBare = 0.3  // an elision before a word that seldom has one
	weightSame = 0.15 // off when accents alone differ
)

// mostEdits is how many letters apart a word is looked for, and fewestForTwo
// under how many letters only one: three letters are two away from everything.
const (
	mostEdits    = 2
	fewestForTwo = 5
)

// automata makes the automata of words that are near another. Its tables take
// some milliseconds, once.
var automata = sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
	builder, err := levenshtein.NewLevenshteinAutomatonBuilder(mostEdits, true)
	if err != nil {
		return nil, fmt.Errorf("automata of near words: %w", err)
	}
	return builder, nil
})

// sounds are letters that are written for others.
var sounds = [][2]string{
	{"f", "ph"},
	{"ph", "f"},
	{"k", "qu"},
	{"c", "qu"},
	{"qu", "c"},
	{"ss", "c"},
	{"ss", "ç"},
	{"c", "ss"},
	{"s", "sc"},
	{"o", "au"},
	{"o", "eau"},
	{"au", "o"},
	{"eau", "o"},
	{"au", "eau"},
	{"é", "ai"},
	{"ai", "é"},
	{"è", "ai"},
	{"ei", "ai"},
	{"an", "en"},
	{"en", "an"},
	{"am", "em"},
	{"em", "am"},
	{"in", "ain"},
	{"ain", "in"},
	{"ein", "ain"},
	{"s", "t"},
	{"gu", "g"},
	{"g", "gu"},
	{"j", "ge"},
	{"cc", "x"},
	{"x", "cc"},
	{"xs", "xc"},
	{"xc", "xs"},
	{"x", "ct"},
	{"ct", "x"},
	{"ill", "y"},
	{"y", "ill"},
	{"als", "aux"},
	{"aus", "aux"},
	{"eus", "eux"},
	{"ous", "oux"},
	{"oua", "oi"},
	{"k", "c"},
	{"ni", "gn"},
}

// suggest returns what a word that is not known may be meant to be, likeliest
// first.
func (s *speller) suggest(word string) []suggestion {
	like := shapeOf(word)
	small := strings.ToLower(word)
	c := &candidates{speller: s, word: word, typed: []rune(small), lower: like == lower, best: make(map[string]suggestion)}
	for _, e := range s.words.folded(small, true) {
		c.add(e, max(0.01, costOf(c.typed, []rune(strings.ToLower(e.word)))-weightSame))
	}
	c.near(small, mostEdits)
	if like != lower {
		// Names of the dictionary.
		c.near(upperFirst(small), 1)
	}
	c.sounding(small)
	c.business(small)
	if s.language == French {
		c.elisions(small)
		c.compounds(small)
	}
	c.apart(small)
	return c.ranked(like)
}

// candidates gathers what a word may be meant to be.
type candidates struct {
	*speller
	word  string // as it was typed
	typed []rune // in lower case
	lower bool   // the word typed has no capital
	best  map[string]suggestion
	room  [1024]float64 // for costIn
}

// add takes an entry of the dictionary, at a cost that is known or at 0 for that
// of its letters.
func (c *candidates) add(e entry, cost float64) {
	small := strings.ToLower(e.word)
	edit := cost
	if cost == 0 {
		edit = costIn(c.room[:], c.typed, []rune(small))
	}
	cost = edit - weightUse*float64(e.Use())
	if e.Rare() {
		cost += weightRare
	}
	if c.lower && small != e.word {
		cost += weightName
	}
	c.take(suggestion{e.word, cost, edit})
}

func (c *candidates) take(s suggestion) {
	if known, ok := c.best[s.word]; !ok || s.cost < known.cost {
		c.best[s.word] = s
	}
}

// near adds the words few edits away.
func (c *candidates) near(word string, edits uint8) {
	builder, err := automata()
	if err != nil {
		return
	}
	if utf8.RuneCountInString(word) < fewestForTwo {
		edits = 1
	}
	dfa, err := builder.BuildDfa(word, edits)
	if err != nil {
		return
	}
	it, err := c.words.forms.Search(dfa, nil, nil)
	for ; err == nil; err = it.Next() {
		key, value := it.Current()
		c.add(entry{string(key), data.Value(value)}, 0)
	}
}

// sounding adds the words that sound like the word.
func (c *candidates) sounding(word string) {
	for _, pair := range sounds {
		for at := 0; ; {
			i := strings.Index(word[at:], pair[0])
			if i < 0 {
				break
			}
			at += i
			heard := word[:at] + pair[1] + word[at+len(pair[0]):]
			at += len(pair[0])
			if v, ok := c.words.exact(heard); ok {
				c.add(entry{heard, v}, costSound)
				continue
			}
			for _, e := range c.words.folded(heard, true) {
				c.add(e, costSound+costAccent)
			}
		}
	}
}

// business adds the words of the business that are near.
func (c *candidates) business(word string) {
	for own := range c.own.all {
		small := []rune(strings.ToLower(own))
		if d := len(small) - len(c.typed); d > mostEdits || d < -mostEdits || len(small) < fewestForTwo {
			continue
		}
		if edit := costOf(c.typed, small); edit <= 1.2 {
			c.take(suggestion{own, edit, edit})
		}
	}
}

// pronouns lose their vowel before verbs only, and little are the words that
// often follow them.
var (
	pronouns = []string{"j", "n", "s", "c", "m", "t"}
	little   = signs(`a ai as est es était étaient y en avait avons avez ont aime il ils aura eu`)
)

// elisions adds the word with the apostrophe it lacks, "lhomme", and with another
// elision where that before its apostrophe is none, "lk'homme".
func (c *candidates) elisions(word string) {
	for _, before := range elided {
		rest, ok := strings.CutPrefix(word, before)
		if !ok || rest == "" {
			continue
		}
		for _, e := range c.words.folded(rest, true) {
			c.elision(before, rest, e)
		}
	}
	before, rest, ok := strings.Cut(word, "'")
	if !ok || slices.Contains(elided, before) || !c.knows(rest) || !c.speller.elides(rest) {
		return
	}
	for _, right := range elided {
		if edit := costOf([]rune(before), []rune(right)); edit <= costLetter+costFirst {
			c.take(suggestion{right + "'" + rest, edit, edit})
		}
	}
}

// elision adds one word behind an elision.
func (c *candidates) elision(before, rest string, e entry) {
	short := utf8.RuneCountInString(e.word) < 2 && e.word != "y" && e.word != "a" && (e.word != "à" || !strings.HasSuffix(before, "qu"))
	if !e.Elides() || short || c.lower && e.word != strings.ToLower(e.word) && utf8.RuneCountInString(e.word) < fewestForTwo {
		return
	}
	edit := costSign + costOf([]rune(rest), []rune(strings.ToLower(e.word)))
	cost := edit - weightUse*float64(e.Use())
	if e.Rare() {
		cost += weightRare
	}
	if e.word != strings.ToLower(e.word) && c.lower {
		cost += weightName
	}
	if e.Use() == 0 || slices.Contains(pronouns, before) && !little[e.word] {
		cost += weightBare
	}
	c.take(suggestion{before + "'" + e.word, cost, edit})
}

// compounds adds a compound with its wrong part put right.
func (c *candidates) compounds(word string) {
	parts := strings.Split(word, "-")
	if len(parts) < 2 {
		return
	}
	wrong := -1
	for i := range parts {
		if parts[i] == "" || !c.knowsPart(parts, i) {
			if wrong >= 0 {
				return
			}
			wrong = i
		}
	}
	if wrong < 0 || parts[wrong] == "" {
		return
	}
	for _, s := range (&speller{c.language, c.words, c.own}).suggest(parts[wrong]) {
		fixed := slices.Clone(parts)
		fixed[wrong] = s.word
		s.word = strings.Join(fixed, "-")
		c.take(s)
	}
}

// apart adds two words for one that lacks its space: "dela", "parceque". Both
// must be in use.
func (c *candidates) apart(word string) {
	for i := range word {
		if i == 0 {
			continue
		}
		a, ok := c.words.exact(word[:i])
		b, also := c.words.exact(word[i:])
		if !ok || !also || a.Use() == 0 || b.Use() == 0 || utf8.RuneCountInString(word[:i]) < 2 || utf8.RuneCountInString(word[i:]) < 2 {
			continue
		}
		use := min(a.Use(), b.Use())
		c.take(suggestion{word[:i] + " " + word[i:], costSign + weightPart - weightUse*float64(use), costSign})
	}
}

// ranked returns the best candidates with the capitals of the word typed.
func (c *candidates) ranked(like shape) []suggestion {
	all := make([]suggestion, 0, len(c.best))
	for _, s := range c.best {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b suggestion) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.word, b.word))
	})
	if slipOfShift(c.word) {
		like = titled
	}
	var kept []suggestion
	for _, s := range all {
		s.word = cast(s.word, like)
		if len(kept) < MaxSuggestions && !slices.ContainsFunc(kept, func(k suggestion) bool { return k.word == s.word }) {
			kept = append(kept, s)
		}
	}
	return kept
}

// Bounds of likelySlip.
const (
	slipEdit   = 0.75
	slipLength = 6
)

// likelySlip reports whether a word with a capital inside a sentence, which may be
// anybody's name, is a slip all the same: one edit away from a name that the
// dictionary has, or long and one edit away from a word in use.
func (s *speller) likelySlip(word string, near []suggestion) bool {
	if len(near) == 0 || near[0].edit > slipEdit {
		return false
	}
	if _, ok := s.words.exact(near[0].word); ok || s.own.Has(near[0].word) {
		return true
	}
	if utf8.RuneCountInString(word) < slipLength {
		return false
	}
	v, _ := s.words.exact(strings.ToLower(near[0].word))
	return v.Use() > 0
}

// sureBy is by how much the cost of the second suggestion must pass that of the
// first for the first to be offered alone.
const sureBy = 0.2

// sure reports whether the first suggestion is far likelier than the others.
func sure(ranked []suggestion) bool {
	return len(ranked) == 1 || len(ranked) > 1 && ranked[1].cost-ranked[0].cost >= sureBy
}
