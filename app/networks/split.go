package networks

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Separator is what cuts a thread by hand: a line that holds nothing else.
const Separator = "---"

// Split cuts the text of a piece into the parts of a thread: at each Separator,
// and where a part is too long, at the end of a sentence, else between two
// words, else between two characters. Nothing is lost but separators and the
// white space around cuts. Links, hashtags and mentions are never cut: one that
// is longer than a part stays whole and too long, which Check tells. Numbered
// parts end with their place, "2/3", which counts; a text that needs no cutting
// has none. A content warning counts in each part.
//
// Where the network has no threads the text comes back whole, separators and
// all. There is always one part, which may be empty.
func (l Limits) Split(p Piece, numbered bool) []string {
	text := Normalise(p.Text)
	if !l.Threads {
		return []string{text}
	}
	chunks := byHand(text)
	parts := l.cutUp(p, chunks, 0)
	if len(parts) == 0 {
		return []string{""}
	}
	if !numbered || len(parts) == 1 {
		return parts
	}
	// Room for the numbers makes more parts, whose numbers may need more room.
	for digits := 1; len(strconv.Itoa(len(parts))) >= digits; digits++ {
		parts = l.cutUp(p, chunks, len(" /")+2*digits)
	}
	for i := range parts {
		parts[i] = fmt.Sprintf("%s %d/%d", parts[i], i+1, len(parts))
	}
	return parts
}

// byHand returns what stands between the separators of a text.
func byHand(text string) []string {
	var chunks []string
	var chunk strings.Builder
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == Separator {
			chunks = append(chunks, chunk.String())
			chunk.Reset()
			continue
		}
		chunk.WriteString(line)
	}
	return append(chunks, chunk.String())
}

// cutUp cuts chunks into parts that leave so many characters free. Blank ones
// are left out.
func (l Limits) cutUp(p Piece, chunks []string, reserved int) []string {
	// The number is ASCII, where a character is one in every unit.
	if l.Text.Max > 0 {
		l.Text.Max = max(1, l.Text.Max-reserved)
	}
	if l.TextBytes > 0 {
		l.TextBytes = max(1, l.TextBytes-reserved)
	}
	var parts []string
	for _, chunk := range chunks {
		for rest := trimmed(chunk); rest != ""; {
			p.Text = rest
			end := l.Cut(p)
			if end < len(rest) {
				end = l.breakOf(rest, end)
			}
			if part := trimmed(rest[:end]); part != "" {
				parts = append(parts, part)
			}
			rest = rest[end:]
			rest = rest[leadingSpace(rest):]
		}
	}
	return parts
}

// shortestPart is the share of a part that a cut at the end of a sentence must
// fill: "Oh !" alone is no part.
const shortestPart = 3

// breakOf returns the best place to cut a text of which everything up to end
// fits; never 0.
func (l Limits) breakOf(text string, end int) int {
	sentence, word, character := 0, 0, 0
	marks := marker{grammar: grammarOf(l.Network), text: text}
	var mark Mark // the last that starts before the place looked at
	for it := graphemes.FromString(text); it.Next() && it.Start() <= end; {
		at := it.Start()
		for at >= mark.End {
			m, ok := marks.startingBefore(at)
			if !ok {
				break
			}
			mark = m
		}
		if at == 0 || at < mark.End {
			continue
		}
		character = at
		if !breaks(it.Value()) {
			continue
		}
		word = at
		if it.Value() == "\n" || endsSentence(text, at) {
			sentence = at
		}
	}
	switch {
	case sentence*shortestPart >= end && sentence > 0:
		return sentence
	case word > 0:
		return word
	case character > 0:
		return character
	}
	// Not even the first mark or the first character fits.
	if m, ok := (&marker{grammar: grammarOf(l.Network), text: text}).startingBefore(1); ok {
		return endOfCharacter(text, m.End)
	}
	return endOfCharacter(text, 1)
}

// endOfCharacter returns the first end of a character at or after an offset.
func endOfCharacter(text string, at int) int {
	for it := graphemes.FromString(text); it.Next(); {
		if it.End() >= at {
			return it.End()
		}
	}
	return len(text)
}

// breaks reports whether a character is white space that a line may be broken
// at: no-break spaces are not.
func breaks(cluster string) bool {
	r, size := utf8.DecodeRuneInString(cluster)
	return size == len(cluster) && unicode.IsSpace(r) && !strings.ContainsRune("\u00a0\u202f\u2007", r)
}

// trimmed returns a text without the characters of white space at both ends.
func trimmed(text string) string {
	text = text[leadingSpace(text):]
	end := 0
	for it := graphemes.FromString(text); it.Next(); {
		if strings.TrimSpace(it.Value()) != "" {
			end = it.End()
		}
	}
	return text[:end]
}

// leadingSpace returns the length of the white space that a text begins with.
func leadingSpace(text string) int {
	for it := graphemes.FromString(text); it.Next(); {
		if strings.TrimSpace(it.Value()) != "" {
			return it.Start()
		}
	}
	return len(text)
}

// abbreviations end with a full stop that ends no sentence.
var abbreviations = map[string]bool{
	"m": true, "mm": true, "mme": true, "mlle": true, "dr": true, "pr": true, "me": true, "st": true, "ste": true,
	"av": true, "bd": true, "bld": true, "fg": true, "pl": true, "rte": true, "imp": true, "tél": true, "tel": true,
	"p": true, "pp": true, "cf": true, "ex": true, "art": true, "vol": true, "env": true, "max": true, "min": true,
	"mr": true, "mrs": true, "ms": true, "vs": true, "no": true, "approx": true,
}

// endsSentence reports whether a sentence of the text ends before the white
// space at an offset.
func endsSentence(text string, at int) bool {
	before := strings.TrimRightFunc(text[:at], func(r rune) bool {
		return strings.ContainsRune("»”’\"')]\u00a0\u202f", r)
	})
	last, size := utf8.DecodeLastRuneInString(before)
	if !strings.ContainsRune(".!?…。！？", last) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(text[at:], func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("«“\"'([", r)
	}))
	if unicode.IsLower(next) {
		return false
	}
	if last != '.' {
		return true
	}
	before = before[:len(before)-size]
	wordAt := strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	_, size = utf8.DecodeRuneInString(before[max(0, wordAt):])
	if wordAt < 0 {
		size = 0
	}
	lineAt := wordAt < 0 || before[wordAt] == '\n'
	word := before[max(0, wordAt)+size:]
	switch {
	case abbreviations[strings.ToLower(word)]:
		return false
	case utf8.RuneCountInString(word) == 1 && unicode.IsUpper([]rune(word)[0]):
		// An initial.
		return false
	case lineAt && word != "" && strings.Trim(word, "0123456789") == "":
		// The number of a list.
		return false
	}
	return true
}
