package editorial

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/app/words"
)

// checkEmoji counts the emoji of the text against the custom of the business.
func (v voice) checkEmoji(text string) []Check {
	most, key := 0, "editorial.check.emoji.none"
	switch v.emoji {
	case strategy.NoEmoji:
	case strategy.FewEmoji:
		most, key = strategy.MaxFewEmoji, "editorial.check.emoji.few"
	default:
		return nil
	}
	found := emojiOf(text)
	if len(found) <= most {
		return nil
	}
	first := found[most]
	return []Check{{
		Severity: Warns, Title: app.Say("editorial.check.emoji", "Count", len(found)), Caption: app.Say(key, "Max", most),
		Fix: Fix{Action: FixSeeWord, Start: first.Start, End: first.End},
	}}
}

// emojiOf finds the emoji of a text, each one character as readers see it: a
// family, a flag or a skin tone counts once.
func emojiOf(text string) []words.Span {
	ascii := true
	for i := range len(text) {
		ascii = ascii && text[i] < utf8.RuneSelf
	}
	if ascii {
		return nil
	}
	var found []words.Span
	for g := graphemes.FromString(text); g.Next(); {
		if isEmoji(g.Value()) {
			found = append(found, words.Span{Start: g.Start(), End: g.End()})
		}
	}
	return found
}

const (
	asPicture = '\ufe0f' // asks to draw the sign before it as a picture
	asText    = '\ufe0e' // asks to draw it as a letter
	keycap    = '\u20e3'
)

// isEmoji reports whether a character as readers see it is drawn as a picture.
func isEmoji(character string) bool {
	first, size := utf8.DecodeRuneInString(character)
	rest := character[size:]
	switch {
	case first < 0xa9 && !strings.ContainsRune(rest, keycap), strings.ContainsRune(rest, asText):
		return false
	case first >= 0x1f1e6 && first <= 0x1f1ff: // a flag is two letters
		return rest != ""
	case strings.ContainsRune(rest, keycap) || strings.ContainsRune(rest, asPicture):
		return true
	}
	return unicode.Is(drawn, first)
}

// drawn are the characters drawn as pictures unless text asks otherwise:
// Emoji_Presentation of https://unicode.org/Public/17.0.0/ucd/emoji/emoji-data.txt
// (read 2026-11), where the planes of pictures are taken whole.
var drawn = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x231a, 0x231b, 1},
		{0x23e9, 0x23ec, 1},
		{0x23f0, 0x23f3, 3},
		{0x25fd, 0x25fe, 1},
		{0x2614, 0x2615, 1},
		{0x2648, 0x2653, 1},
		{0x267f, 0x2693, 0x14},
		{0x26a1, 0x26aa, 9},
		{0x26ab, 0x26bd, 0x12},
		{0x26be, 0x26c4, 6},
		{0x26c5, 0x26ce, 9},
		{0x26d4, 0x26ea, 0x16},
		{0x26f2, 0x26f3, 1},
		{0x26f5, 0x26fa, 5},
		{0x26fd, 0x2705, 8},
		{0x270a, 0x270b, 1},
		{0x2728, 0x274c, 0x24},
		{0x274e, 0x2753, 5},
		{0x2754, 0x2755, 1},
		{0x2757, 0x2795, 0x3e},
		{0x2796, 0x2797, 1},
		{0x27b0, 0x27bf, 0xf},
		{0x2b1b, 0x2b1c, 1},
		{0x2b50, 0x2b55, 5},
	},
	R32: []unicode.Range32{
		{0x1f004, 0x1f0cf, 0xcb},
		{0x1f18e, 0x1f191, 3},
		{0x1f192, 0x1f19a, 1},
		{0x1f201, 0x1f21a, 0x19},
		{0x1f22f, 0x1f232, 3},
		{0x1f233, 0x1f236, 1},
		{0x1f238, 0x1f23a, 1},
		{0x1f250, 0x1f251, 1},
		{0x1f300, 0x1f64f, 1},
		{0x1f680, 0x1f6ff, 1},
		{0x1f7e0, 0x1f7eb, 1},
		{0x1f7f0, 0x1f90c, 0x11c},
		{0x1f90d, 0x1f9ff, 1},
		{0x1fa70, 0x1faff, 1},
	},
}
