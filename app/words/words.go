// Package words reads a text as its readers do: its words, without what is no word
// of theirs, and the expressions of a list wherever they are said.
package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// Word is a word of a text, or a sign that stands for one: %, €, a picture.
type Word struct {
	Start, End int    // bytes in the text
	Lower      string // in lower case, composed
	Plain      string // in lower case, without accents
	Before     Joint  // to the word before it
}

// Joint is what stands between two words.
type Joint int

// The joints.
const (
	Apart      Joint = iota // punctuation, a link, or nothing before
	Spaced                  // spaces, which two words of an expression may have
	Hyphenated              // one hyphen: both are parts of a compound
	Elided                  // one apostrophe
)

// Of returns the words of a text as readers read them. Those of links,
// hashtags, mentions and e-mail addresses are left out: they are names that
// nobody can change.
func Of(text string) []Word {
	var found []Word
	marks := networks.Marks("", text)
	wordAt := -1    // where the word that is read begins
	nextChunk := 0  // where the next run without spaces begins
	skipUntil := -1 // end of what is no words
	finish := func(at int) {
		if wordAt < 0 {
			return
		}
		w := Word{Start: wordAt, End: at}
		if n := len(found); n > 0 {
			w.Before = jointOf(text[found[n-1].End:wordAt])
		}
		w.Lower, w.Plain = Spellings(text[wordAt:at])
		found = append(found, w)
		wordAt = -1
	}
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if at >= nextChunk && !unicode.IsSpace(r) {
			chunk := text[at:]
			if n := strings.IndexFunc(chunk, unicode.IsSpace); n >= 0 {
				chunk = chunk[:n]
			}
			nextChunk = at + len(chunk)
			if strings.ContainsRune(chunk, '@') || IsLink(chunk) {
				skipUntil = nextChunk
			}
		}
		for len(marks) > 0 && marks[0].Start <= at {
			skipUntil = max(skipUntil, marks[0].End)
			marks = marks[1:]
		}
		switch {
		case at < skipUntil:
			finish(at)
			at = skipUntil
			continue
		case r == letterApostrophe:
			finish(at)
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if wordAt < 0 {
				wordAt = at
			}
		case wordAt >= 0 && (unicode.IsMark(r) || unicode.Is(unicode.Cf, r)):
			// An accent typed apart, or a soft hyphen: still the same word.
		case unicode.In(r, unicode.Sc, unicode.So) || r == '%' || r == '&' || r == '+':
			finish(at)
			wordAt = at
			finish(at + size)
		default:
			finish(at)
		}
		at += size
	}
	finish(len(text))
	return found
}

// letterApostrophe is an apostrophe that Unicode has for a letter.
const letterApostrophe = 'ʼ'

// jointOf tells what the text between two words makes of them.
func jointOf(between string) Joint {
	switch between {
	case "-", "\u2010", "\u2011":
		return Hyphenated
	case "'", "’", "ʼ", "‘":
		return Elided
	}
	for _, r := range between {
		if !unicode.IsSpace(r) && !strings.ContainsRune("'’ʼ‘\u200b\u200d\ufe0f", r) {
			return Apart
		}
	}
	return Spaced
}

// Spellings returns a word in lower case and composed, and the same without
// accents.
func Spellings(w string) (lower, plain string) {
	plain = Fold(w)
	if lower = strings.ToLower(w); lower == plain {
		return lower, plain
	}
	return norm.NFC.String(lower), plain
}

// apart are the letters that decomposing does not take apart.
var apart = map[rune]string{'œ': "oe", 'æ': "ae", 'ß': "ss", 'ø': "o"}

// Fold returns a text as it is compared when neither capitals, accents, ligatures
// nor the shapes of letters count: Œufs is oeufs, ² is 2. What is not a letter stays.
func Fold(text string) string {
	ascii := true
	for i := 0; ascii && i < len(text); i++ {
		ascii = text[i] < utf8.RuneSelf
	}
	text = strings.ToLower(text)
	if ascii {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFKD.String(text) {
		if r < utf8.RuneSelf {
			b.WriteByte(byte(unicode.ToLower(r)))
			continue
		}
		if unicode.IsMark(r) || unicode.Is(unicode.Cf, r) {
			continue
		}
		r = unicode.ToLower(r)
		if two, ok := apart[r]; ok {
			b.WriteString(two)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// shortest is the length from which a word is looked for in its other number too,
// in letters: shorter ones are too often other words (mai and mais, ver and vers).
const shortest = 4

// numbers returns a word without accents in the singular and in the plural, as far
// as French and English make them regularly; some are words that do not exist.
func numbers(plain string) []string {
	all := []string{plain}
	n := utf8.RuneCountInString(plain)
	if n < shortest {
		return all
	}
	switch last, _ := utf8.DecodeLastRuneInString(plain); {
	case last == 's' || last == 'x':
		if n > shortest {
			all = append(all, plain[:len(plain)-1])
		}
	case unicode.IsLetter(last):
		all = append(all, plain+"s", plain+"x")
	}
	for _, end := range []string{"al", "ail"} {
		if stem, ok := strings.CutSuffix(plain, end); ok {
			all = append(all, stem+"aux")
		}
		if stem, ok := strings.CutSuffix(plain, "aux"); ok && n > shortest {
			all = append(all, stem+end)
		}
	}
	return all
}

// IsLink reports whether a word is an address, by the ways addresses begin.
func IsLink(word string) bool {
	word = strings.ToLower(word)
	return strings.Contains(word, "://") || strings.HasPrefix(word, "www.")
}

// Set returns the set of the words of a line.
func Set(line string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(line) {
		set[w] = true
	}
	return set
}
