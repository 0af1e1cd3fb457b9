package words

import (
	"slices"
	"strings"
)

// Span is a stretch of a text, in bytes.
type Span struct{ Start, End int }

// Expressions is a list of words, and of several words said together, ready to be
// looked for. The zero list finds nothing.
type Expressions struct {
	byFirst map[string][]expression // by each form of the first word, the longest first
}

// expression holds, for each of its words, the forms without accents.
type expression struct {
	id    int
	words [][]string
}

// NewExpressions prepares a list. A line may hold several expressions, between
// commas; what holds no word is left out. Case, accents and the regular plurals
// do not count.
func NewExpressions(lines []string) Expressions {
	e := Expressions{byFirst: make(map[string][]expression)}
	id := 0
	for _, line := range lines {
		for _, part := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\n\r", r) }) {
			one := expression{id: id}
			for _, w := range Of(part) {
				one.words = append(one.words, numbers(w.Plain))
			}
			if len(one.words) == 0 {
				continue
			}
			id++
			for _, form := range one.words[0] {
				e.byFirst[form] = append(e.byFirst[form], one)
			}
		}
	}
	for _, same := range e.byFirst {
		slices.SortStableFunc(same, func(a, b expression) int { return len(b.words) - len(a.words) })
	}
	return e
}

// Empty reports whether the list holds nothing.
func (e Expressions) Empty() bool { return len(e.byFirst) == 0 }

// Find finds the expressions in the words of a text, each where it is first said.
// A word counts whole: neither as a part of a longer one nor of a compound.
func (e Expressions) Find(said []Word) []Span {
	seen := make(map[int]bool)
	return e.find(said, func(one expression) bool {
		first := !seen[one.id]
		seen[one.id] = true
		return first
	})
}

// All finds the expressions in the words of a text wherever they are said.
func (e Expressions) All(said []Word) []Span {
	return e.find(said, func(expression) bool { return true })
}

func (e Expressions) find(said []Word, wanted func(expression) bool) []Span {
	var found []Span
	for at := 0; at < len(said); {
		one, n := e.at(said, at)
		if n == 0 {
			at++
			continue
		}
		if wanted(one) {
			found = append(found, Span{said[at].Start, said[at+n-1].End})
		}
		at += n
	}
	return found
}

// at returns the longest expression that begins at a word, and how many words it
// has, 0 for none.
func (e Expressions) at(said []Word, at int) (expression, int) {
	if said[at].Before == Hyphenated {
		return expression{}, 0
	}
	for _, one := range e.byFirst[said[at].Plain] {
		end := at + len(one.words)
		if end > len(said) || end < len(said) && said[end].Before == Hyphenated && !leaning[said[end].Lower] {
			continue
		}
		same := true
		for i := at + 1; same && i < end; i++ {
			same = said[i].Before != Apart && slices.Contains(one.words[i-at], said[i].Plain)
		}
		if same {
			return one, end - at
		}
	}
	return expression{}, 0
}

// Sentence prepares a sentence to be looked for as one expression, wherever its
// commas are: text must go through Uncomma before its words are read.
func Sentence(sentence string) Expressions { return NewExpressions([]string{Uncomma(sentence)}) }

// Uncomma puts a space in place of each comma: as many bytes.
func Uncomma(text string) string { return strings.ReplaceAll(text, ",", " ") }

// Say reports whether a text says a sentence, whatever its case, accents and
// commas.
func Say(text, sentence string) bool {
	return len(Sentence(sentence).Find(Of(Uncomma(text)))) > 0
}

// leaning are the words that French ties to a verb with a hyphen, without making
// a compound of them.
var leaning = Set("je tu il elle on nous vous ils elles ce moi toi lui leur le la les en y t ci là")
