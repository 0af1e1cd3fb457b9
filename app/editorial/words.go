package editorial

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// word is a word of a text, or a sign that stands for one: %, €, a picture.
type word struct {
	start, end int    // bytes in the text
	lower      string // in lower case, composed
	plain      string // in lower case, without accents
	before     joint  // to the word before it
}

// joint is what stands between two words.
type joint int

const (
	apart      joint = iota // punctuation, a link, or nothing before
	spaced                  // spaces, which two words of an expression may have
	hyphenated              // one hyphen: both are parts of a compound
	elided                  // one apostrophe
)

// wordsOf returns the words of a text as readers read them. Those of links,
// hashtags, mentions and e-mail addresses are left out: they are names that
// nobody can change.
func wordsOf(text string) []word {
	var found []word
	marks := networks.Marks("", text)
	wordAt := -1    // where the word that is read begins
	nextChunk := 0  // where the next run without spaces begins
	skipUntil := -1 // end of what is no words
	finish := func(at int) {
		if wordAt < 0 {
			return
		}
		w := word{start: wordAt, end: at}
		if n := len(found); n > 0 {
			w.before = jointOf(text[found[n-1].end:wordAt])
		}
		w.lower, w.plain = spellings(text[wordAt:at])
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
			if strings.ContainsRune(chunk, '@') || isLink(chunk) {
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
func jointOf(between string) joint {
	switch between {
	case "-", "\u2010", "\u2011":
		return hyphenated
	case "'", "’", "ʼ", "‘":
		return elided
	}
	for _, r := range between {
		if !unicode.IsSpace(r) && !strings.ContainsRune("'’ʼ‘\u200b\u200d\ufe0f", r) {
			return apart
		}
	}
	return spaced
}

// spellings returns a word in lower case and composed, and the same without
// accents.
func spellings(w string) (lower, plain string) {
	ascii := true
	for i := range len(w) {
		ascii = ascii && w[i] < utf8.RuneSelf
	}
	lower = strings.ToLower(w)
	if ascii {
		return lower, lower
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(lower) {
		switch {
		case unicode.IsMark(r) || unicode.Is(unicode.Cf, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(lower), b.String()
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
