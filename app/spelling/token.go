package spelling

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parvis/app/networks"
)

// token is a word of a text: letters with their accents, joined by apostrophes
// and hyphens.
type token struct {
	start, end int
	word       string // in NFC, with straight apostrophes and plain hyphens
	digits     bool   // it holds digits: a time, a price, an ordinal
	first      bool   // a sentence begins with it
}

// span is a stretch of a text, in bytes.
type span struct{ start, end int }

// longestWord bounds, in bytes, what is taken for a word. Longer runs of letters
// are laughter or data.
const longestWord = 60

// untouched are stretches that are no prose beside those a network recognises:
// addresses of any scheme, e-mail addresses, mentions and hashtags in the forms of
// every network, fields of templates and short codes of pictures.
var untouched = regexp.MustCompile(`[a-zA-Z][a-zA-Z0-9+.-]*://[^\s«»"]*[^\s«»".,;:!?…)\]’']` +
	`|(?:mailto:|tel:)[^\s]+` +
	`|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+` +
	`|[@＠#＃][\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.·-]*[\p{L}\p{M}\p{N}_]|[@＠#＃][\p{L}\p{N}_]` +
	`|\{[^{}\n]*\}` +
	`|:[a-z0-9_+-]{2,}:`)

// protected returns the stretches that are never touched, in order and apart.
func protected(text string) []span {
	var all []span
	for _, m := range networks.Marks(networks.Bluesky, text) {
		all = append(all, span{m.Start, m.End})
	}
	for _, at := range untouched.FindAllStringIndex(text, -1) {
		all = append(all, span{at[0], at[1]})
	}
	slices.SortFunc(all, func(a, b span) int { return a.start - b.start })
	apart := all[:0]
	for _, s := range all {
		if n := len(apart); n > 0 && s.start < apart[n-1].end {
			apart[n-1].end = max(apart[n-1].end, s.end)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// covered reports whether a stretch meets one of the spans.
func covered(spans []span, start, end int) bool {
	i, _ := slices.BinarySearchFunc(spans, start, func(s span, at int) int {
		if s.end <= at {
			return -1
		}
		return 1
	})
	return i < len(spans) && spans[i].start < end
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' }
func isHyphen(r rune) bool     { return r == '-' || r == '‐' || r == '‑' }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
func isDigit(r rune) bool  { return unicode.IsNumber(r) || r == '_' }

// plain straightens the apostrophes and hyphens of a word and composes its
// accents.
func plain(word string) string {
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case isApostrophe(r):
			return '\''
		case isHyphen(r):
			return '-'
		case r == '\u00ad': // a place to cut the word
			return -1
		}
		return r
	}, word))
}

// tokens cuts a text into its words, leaving out the spans.
func tokens(text string, spans []span) []token {
	var all []token
	first := true
	for at := 0; at < len(text); {
		if len(spans) > 0 && at >= spans[0].start {
			at, spans, first = max(at, spans[0].end), spans[1:], false
			continue
		}
		stop := len(text)
		if len(spans) > 0 {
			stop = spans[0].start
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isLetter(r) && !isDigit(r) {
			first = begins(r, first)
			at += size
			continue
		}
		end := wordEnd(text[:stop], at)
		t := token{start: at, end: end, first: first}
		t.digits = strings.ContainsFunc(text[at:end], isDigit)
		if end-at <= longestWord && utf8.ValidString(text[at:end]) {
			t.word = plain(text[at:end])
			all = append(all, t)
		}
		at, first = end, false
	}
	return all
}

// begins reports whether a word after r begins a sentence, given whether it would
// have before r. Quotes and brackets leave things as they are; after a colon a
// capital is a name.
func begins(r rune, before bool) bool {
	switch {
	case strings.ContainsRune(".!?…\n\r•", r), unicode.Is(unicode.So, r):
		return true
	case strings.ContainsRune(",;:+=/&€$%", r):
		return false
	}
	return before
}

// wordEnd returns where the word that begins at ends. A joint counts between
// letters only.
func wordEnd(text string, at int) int {
	end := at
	for i := at; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case isLetter(r), isDigit(r):
			i += size
			end = i
		case (isApostrophe(r) || isHyphen(r) || r == '\u00ad') && i == end:
			i += size
		default:
			return end
		}
	}
	return end
}
