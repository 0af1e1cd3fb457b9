package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/app/words"
)

// word is a word of a text as it is compared: without accents, ligatures or
// capitals. It stands at text[from:to].
type word struct {
	folded   string
	from, to int
}

// wordsOf returns the words of a text in order: runs of letters and figures, and
// each pictogram by itself. What stands between them, apostrophes included,
// separates.
func wordsOf(text string) []word {
	var all []word
	var folded strings.Builder
	from := -1
	end := func(to int) {
		if from >= 0 && folded.Len() > 0 {
			all = append(all, word{folded.String(), from, to})
		}
		folded.Reset()
		from = -1
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if from < 0 {
				from = i
			}
			fold(&folded, r)
		case unicode.IsMark(r): // an accent that stands apart
		case r == utf8.RuneError: // also what is no text
			end(i)
		case unicode.Is(unicode.So, r):
			end(i)
			from = i
			folded.WriteRune(r)
			end(i + utf8.RuneLen(r))
		default:
			end(i)
		}
	}
	end(len(text))
	return all
}

// fold writes a letter or figure as it is compared: each by itself, as a word must
// say where it stands in the text, and without what is neither (½ is 12).
func fold(to *strings.Builder, r rune) {
	if r < utf8.RuneSelf {
		to.WriteByte(byte(unicode.ToLower(r)))
		return
	}
	for _, part := range words.Fold(string(r)) {
		if unicode.IsLetter(part) || unicode.IsNumber(part) {
			to.WriteRune(part)
		}
	}
}

// Version changes when words are folded or stemmed otherwise than before: what
// was indexed by another must be indexed again.
const Version = 3

// Folded returns the words of a text as they are compared, and the stems of
// those, each separated by a space: what an index keeps.
func Folded(text string) (folded, stems string) {
	all := wordsOf(text)
	raw, stemmed := make([]string, len(all)), make([]string, len(all))
	for i, w := range all {
		raw[i], stemmed[i] = w.folded, stem(w.folded)
	}
	return strings.Join(raw, " "), strings.Join(stemmed, " ")
}

// SortKey returns a text as lists sort it: as folded words, so that case,
// accents and what a title begins with (quotes, emoji left apart) do not count.
func SortKey(text string) string {
	folded, _ := Folded(text)
	return folded
}
