package spelling_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// faultKind is a way in which people get a word wrong.
type faultKind string

const (
	slip      faultKind = "keyboard slip"
	extra     faultKind = "extra key"
	swapped   faultKind = "swapped letters"
	missing   faultKind = "missing letter"
	doubled   faultKind = "doubled or single letter"
	accent    faultKind = "accent"
	plural    faultKind = "plural"
	elision   faultKind = "elision"
	phonetics faultKind = "spelt by ear"
)

func faultKinds() []faultKind {
	return []faultKind{slip, extra, swapped, missing, doubled, accent, plural, elision, phonetics}
}

// fault is a clean sentence with one word made wrong.
type fault struct {
	kind         faultKind
	clean, wrong string
	start, end   int    // of the wrong word in wrong
	word         string // the wrong word
}

// prose matches the words of a sentence; what is a link, a mention, a hashtag or
// an e-mail address is cut out first.
var (
	prose   = regexp.MustCompile(`\p{L}[\p{L}'’-]*\p{L}`)
	noProse = regexp.MustCompile(`https?://\S+|www\.\S+|\S+@\S+|[@#]\S+`)
)

// azertyNeighbours is what the test knows of the keyboard, apart from what the
// program does.
var azertyNeighbours = map[rune]string{
	'a': "zq", 'z': "aeqs", 'e': "zrsd", 'r': "etdf", 't': "ryfg", 'y': "tugh", 'u': "yihj", 'i': "uojk", 'o': "ipkl",
	'p': "olm", 'q': "aszw", 's': "qdzewx", 'd': "sferxc", 'f': "dgrtcv", 'g': "fhtyvb", 'h': "gjyubn", 'j': "hkuin", 'k': "jlio",
	'l': "kmop", 'm': "lp", 'w': "qsx", 'x': "wcsd", 'c': "xvdf", 'v': "cbfg", 'b': "vngh", 'n': "bhj",
}

// byEar is how words are written that were only heard.
var byEar = [][2]string{
	{"ph", "f"},
	{"qu", "k"},
	{"ss", "c"},
	{"ç", "ss"},
	{"ç", "c"},
	{"eau", "o"},
	{"au", "o"},
	{"en", "an"},
	{"an", "en"},
	{"tion", "sion"},
	{"y", "i"},
	{"ai", "è"},
	{"œ", "oe"},
	{"ge", "je"},
	{"th", "t"},
	{"gn", "ni"},
	{"ain", "in"},
	{"é", "ai"},
	{"oi", "oua"},
	{"ill", "y"},
}

// faults makes n faults out of the sentences, each kind in turn. The same seed
// gives the same faults.
func faults(sentences []string, n int, seed uint64) []fault {
	rng := rand.New(rand.NewPCG(seed, seed))
	seen := make(map[string]bool)
	var all []fault
	for len(all) < n {
		kind := faultKinds()[len(all)%len(faultKinds())]
		clean := sentences[rng.IntN(len(sentences))]
		masked := noProse.ReplaceAllStringFunc(clean, func(s string) string { return strings.Repeat(" ", len(s)) })
		words := prose.FindAllStringIndex(masked, -1)
		if len(words) == 0 {
			continue
		}
		at := words[rng.IntN(len(words))]
		word := clean[at[0]:at[1]]
		wrong, ok := spoil(rng, kind, word)
		if !ok || wrong == word || len(wrong) == 0 {
			continue
		}
		f := fault{kind: kind, clean: clean, wrong: clean[:at[0]] + wrong + clean[at[1]:], start: at[0], end: at[0] + len(wrong), word: wrong}
		if seen[f.wrong] {
			continue
		}
		seen[f.wrong] = true
		all = append(all, f)
	}
	return all
}

// spoil gets a word wrong, or reports that it cannot in this way.
func spoil(rng *rand.Rand, kind faultKind, word string) (string, bool) {
	r := []rune(word)
	letter := func(from int) (int, bool) { // a place that holds a letter
		for range 20 {
			if i := from + rng.IntN(len(r)-from); unicode.IsLetter(r[i]) {
				return i, true
			}
		}
		return 0, false
	}
	if utf8.RuneCountInString(word) < 4 && kind != accent && kind != elision {
		return "", false
	}
	switch kind {
	case slip, extra:
		i, ok := letter(0)
		keys := azertyNeighbours[unicode.ToLower(r[i])]
		if !ok || keys == "" {
			return "", false
		}
		key := rune(keys[rng.IntN(len(keys))])
		if unicode.IsUpper(r[i]) {
			key = unicode.ToUpper(key)
		}
		if kind == extra {
			return string(slices.Insert(r, i+1, unicode.ToLower(key))), true
		}
		r[i] = key
		return string(r), true
	case swapped:
		i, ok := letter(1)
		if !ok || i+1 >= len(r) || !unicode.IsLetter(r[i+1]) || r[i] == r[i+1] {
			return "", false
		}
		r[i], r[i+1] = r[i+1], r[i]
		return string(r), true
	case missing:
		i, ok := letter(1)
		if !ok {
			return "", false
		}
		return string(slices.Delete(r, i, i+1)), true
	case doubled:
		i, ok := letter(1)
		if !ok {
			return "", false
		}
		for j := 1; j < len(r); j++ { // a double letter is made single half of the time
			if r[j] == r[j-1] && rng.IntN(2) == 0 {
				return string(slices.Delete(r, j, j+1)), true
			}
		}
		return string(slices.Insert(r, i, r[i])), true
	case accent:
		return spoilAccent(rng, r)
	case plural:
		return spoilPlural(rng, word)
	case elision:
		i := strings.IndexAny(word, "'’")
		if i < 0 {
			return "", false
		}
		_, size := utf8.DecodeRuneInString(word[i:])
		joint := []string{"", "", " "}[rng.IntN(3)]
		return word[:i] + joint + word[i+size:], true
	case phonetics:
		at := rng.IntN(len(byEar))
		for k := range byEar {
			pair := byEar[(at+k)%len(byEar)]
			if i := strings.Index(word, pair[0]); i >= 0 {
				return word[:i] + pair[1] + word[i+len(pair[0]):], true
			}
		}
	}
	return "", false
}

func spoilAccent(rng *rand.Rand, r []rune) (string, bool) {
	wrong := map[rune]string{
		'é': "eeè", 'è': "eeé", 'ê': "eeèé", 'ë': "e", 'à': "aâ", 'â': "aa", 'î': "i", 'ï': "iî", 'ô': "o", 'û': "u", 'ù': "uû", 'ç': "c", 'œ': "o",
	}
	var places []int
	for i, each := range r {
		if wrong[each] != "" {
			places = append(places, i)
		}
	}
	if len(places) == 0 {
		return "", false
	}
	i := places[rng.IntN(len(places))]
	choices := []rune(wrong[r[i]])
	r[i] = choices[rng.IntN(len(choices))]
	return string(r), true
}

func spoilPlural(rng *rand.Rand, word string) (string, bool) {
	switch {
	case strings.HasSuffix(word, "aux"):
		return strings.TrimSuffix(word, "aux") + []string{"als", "aus"}[rng.IntN(2)], true
	case strings.HasSuffix(word, "eux"):
		return strings.TrimSuffix(word, "x") + "s", true
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"):
		return word[:len(word)-1], true
	case strings.HasSuffix(word, "al"):
		return word + "s", true
	}
	if strings.HasSuffix(word, "u") {
		return word + []string{"s", "x"}[rng.IntN(2)], true
	}
	return word + "s", true
}
