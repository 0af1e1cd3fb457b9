package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTerms is how many terms of a question count.
const MaxTerms = 16

// Question is what was typed into a search field. A text answers it when it holds
// every term. The zero Question asks for nothing.
type Question struct{ terms []term }

// term is one word, or the words between two quotes.
type term struct {
	words  []string // folded
	stem   string   // of a single word
	phrase bool     // the words follow one another, as they are
	begins bool     // the word may go on: it is still being typed
}

// elided are the words that lose their end before an apostrophe: asking for
// l’atelier also finds "un atelier".
var elided = []string{"l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}

// Ask reads what was typed: words in any order, "words between quotes" (also
// « » and “ ”) one after the other. A quote that is not closed reaches to the
// end. The last word is also found at the beginning of longer ones, unless
// something follows it. Anything can be typed.
func Ask(typed string) Question {
	var q Question
	quoted, from := false, 0
	for i, r := range typed {
		if quote(r) {
			q.add(typed[from:i], quoted, false)
			quoted, from = !quoted, i+utf8.RuneLen(r)
		}
	}
	q.add(typed[from:], quoted, true)
	if len(q.terms) > MaxTerms {
		q.terms = q.terms[:MaxTerms]
	}
	return q
}

func (q *Question) add(part string, quoted, last bool) {
	if quoted {
		q.addPhrase(part)
	} else {
		q.addWords(part, last)
	}
}

// quote reports whether r opens or closes a phrase.
func quote(r rune) bool { return strings.ContainsRune(`"«»“”„`, r) }

func (q *Question) addPhrase(part string) {
	var t term
	for _, w := range wordsOf(part) {
		t.words = append(t.words, w.folded)
	}
	if len(t.words) > 0 {
		t.phrase = true
		q.terms = append(q.terms, t)
	}
}

// addWords adds the words of a part; the last may go on when nothing follows it.
func (q *Question) addWords(part string, last bool) {
	all := wordsOf(part)
	for i, w := range all {
		next, _ := utf8.DecodeRuneInString(part[w.to:])
		if (next == '\'' || next == '’') && i+1 < len(all) && slices.Contains(elided, w.folded) {
			continue
		}
		q.terms = append(q.terms, term{
			words: []string{w.folded}, stem: stem(w.folded), begins: last && i == len(all)-1 && w.to == len(part),
		})
	}
}

// IsZero reports whether nothing is asked: nothing was typed that could be found.
func (q Question) IsZero() bool { return len(q.terms) == 0 }

// Broad reports whether only a letter or two were typed so far: so much answers
// that ranking it means nothing.
func (q Question) Broad() bool {
	return len(q.terms) == 1 && q.terms[0].begins && utf8.RuneCountInString(q.terms[0].words[0]) < 3
}

// Terms returns each term as a question of its own.
func (q Question) Terms() []Question {
	all := make([]Question, len(q.terms))
	for i, t := range q.terms {
		all[i] = Question{[]term{t}}
	}
	return all
}

// All returns the question that asks for everything that some ask for.
func All(some []Question) Question {
	var q Question
	for _, one := range some {
		q.terms = append(q.terms, one.terms...)
	}
	return q
}

// In reports whether the texts together answer the question; a phrase must stand
// in one of them.
func (q Question) In(texts ...string) bool {
	all := make([][]word, len(texts))
	for i, text := range texts {
		all[i] = wordsOf(text)
	}
	for _, t := range q.terms {
		if !slices.ContainsFunc(all, func(in []word) bool { return t.at(in, 0) >= 0 }) {
			return false
		}
	}
	return true
}

// at returns the index of the first word at or after from where the term stands
// in a text, or -1.
func (t term) at(in []word, from int) int {
	for i := from; i+len(t.words) <= len(in); i++ {
		if t.stands(in[i:]) {
			return i
		}
	}
	return -1
}

func (t term) stands(in []word) bool {
	if t.phrase {
		for i, w := range t.words {
			if in[i].folded != w {
				return false
			}
		}
		return true
	}
	return stem(in[0].folded) == t.stem || t.begins && strings.HasPrefix(in[0].folded, t.words[0])
}

// FTS returns the question in the language of SQLite's FTS5, for an index whose
// column stems holds the stems and whose columns words hold the folded words; ""
// when nothing is asked.
func (q Question) FTS(words []string, stems string) string {
	in := "{" + strings.Join(words, " ") + "} : "
	all := make([]string, len(q.terms))
	for i, t := range q.terms {
		// Folded words are letters, figures and pictograms: no quote is among
		// them.
		switch literal := `"` + strings.Join(t.words, " ") + `"`; {
		case t.phrase:
			all[i] = in + literal
		case t.begins:
			all[i] = "(" + in + literal + " * OR " + stems + ` : "` + t.stem + `")`
		default:
			all[i] = stems + ` : "` + t.stem + `"`
		}
	}
	return strings.Join(all, " AND ")
}

// blank turns what would break a line into spaces.
func blank(r rune) rune {
	if unicode.IsSpace(r) || unicode.IsControl(r) {
		return ' '
	}
	return r
}
