package spelling

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words is a set of words that the dictionaries do not have and that are right
// all the same. The zero value is empty; a Words never changes once made and may
// be shared.
type Words struct{ all map[string]bool }

// NewWords makes a set out of words and names: "Chez Zoé & fils" makes known
// "Chez", "Zoé" and "fils". A word in lower case is known in capitals too, a
// name is not known in lower case.
func NewWords(texts ...string) Words {
	all := make(map[string]bool)
	for _, text := range texts {
		for _, t := range tokens(text, nil) {
			all[t.word] = true
			for _, part := range strings.FieldsFunc(t.word, func(r rune) bool { return r == '-' || r == '\'' }) {
				if utf8.RuneCountInString(part) > 1 {
					all[part] = true
				}
			}
		}
	}
	return Words{all}
}

// Has reports whether a word is in the set, in the case given or in one that the
// beginning of a sentence or a line in capitals asks for.
func (w Words) Has(word string) bool {
	if len(w.all) == 0 {
		return false
	}
	word = plain(word)
	if w.all[word] {
		return true
	}
	switch shapeOf(word) {
	case titled:
		return w.all[lowerFirst(word)] || w.all[strings.ToLower(word)]
	case capitals:
		small := strings.ToLower(word)
		return w.all[small] || w.all[upperFirst(small)] || w.all[titleParts(small)]
	}
	return false
}

// titleParts writes a name in lower case as names are: Saint-Malo.
func titleParts(word string) string {
	start := true
	return strings.Map(func(r rune) rune {
		if start {
			r = unicode.ToUpper(r)
		}
		start = r == '-'
		return r
	}, word)
}
