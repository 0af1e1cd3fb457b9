package networks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Unit is what a network counts texts in.
type Unit string

// The units of networks.
const (
	Graphemes  Unit = "graphemes"   // user-perceived characters (Unicode UAX #29 extended grapheme clusters)
	CodePoints Unit = "code_points" // Unicode code points
	UTF16      Unit = "utf16"       // UTF-16 code units: two for an emoji, at least
	Bytes      Unit = "bytes"       // UTF-8 bytes
	Weighed    Unit = "weighed"     // X: one or two by script, two for an emoji
	EmojiBytes Unit = "emoji_bytes" // Threads: graphemes, but UTF-8 bytes for an emoji
)

// of returns the size of one grapheme cluster.
func (u Unit) of(cluster string) int {
	switch u {
	case CodePoints:
		return utf8.RuneCountInString(cluster)
	case UTF16:
		return utf16Length(cluster)
	case Bytes:
		return len(cluster)
	case Weighed:
		return weight(cluster)
	case EmojiBytes:
		if emojiLength(cluster) > 0 {
			return len(cluster)
		}
	}
	return 1
}

// around returns what is left of a cluster once a part of it is counted apart.
func (u Unit) around(rest string) int {
	// It clings to what it surrounded: no character of its own.
	if rest == "" || u == Graphemes || u == EmojiBytes {
		return 0
	}
	return u.of(rest)
}

func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// light are the characters that weigh one on X; all others weigh two
// (twitter-text, config/v3.json, "ranges", read 2026-08).
var light = &unicode.RangeTable{
	R16: []unicode.Range16{{0, 4351, 1}, {8192, 8205, 1}, {8208, 8223, 1}, {8242, 8247, 1}},
}

// weight is what a grapheme cluster weighs on X: two for an emoji whatever it is
// made of, else the sum of its characters in their composed form (NFC).
func weight(cluster string) int {
	if len(cluster) == 1 {
		return 1
	}
	n := 0
	for cluster != "" {
		if emoji := emojiLength(cluster); emoji > 0 {
			n, cluster = n+2, cluster[emoji:]
			continue
		}
		_, end := utf8.DecodeRuneInString(cluster)
		if picture := strings.IndexFunc(cluster[end:], isPicture); picture >= 0 {
			end += picture
		} else {
			end = len(cluster)
		}
		for _, r := range norm.NFC.String(cluster[:end]) {
			n += 2
			if unicode.Is(light, r) {
				n--
			}
		}
		cluster = cluster[end:]
	}
	return n
}

// pictures are the blocks of characters that are drawn as emojis, or may be.
// They hold others as well, which makes no difference to a weight: all weigh two.
var pictures = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x203C, 0x203C, 1},
		{0x2049, 0x2049, 1},
		{0x2122, 0x2122, 1},
		{0x2139, 0x2139, 1},
		{0x2194, 0x21AA, 1},
		{0x231A, 0x23FF, 1},
		{0x24C2, 0x24C2, 1},
		{0x25AA, 0x27BF, 1},
		{0x2934, 0x2935, 1},
		{0x2B05, 0x2B55, 1},
		{0x3030, 0x303D, 0xD},
		{0x3297, 0x3299, 2},
	},
	R32: []unicode.Range32{{0x1F000, 0x1FAFF, 1}},
}

func isPicture(r rune) bool { return unicode.Is(pictures, r) }

const (
	zeroWidthJoiner = '\u200d'
	asPicture       = '\ufe0f' // variation selector 16
	keycap          = '\u20e3'
)

// emojiLength returns the length in bytes of the emoji that a grapheme cluster
// begins with: a pictograph with its skin tones, genders and joints, a flag, or a
// key; 0 for none. Whether somebody ever drew that sequence is not looked up:
// what is typed from a keyboard of emojis has been.
func emojiLength(cluster string) int {
	first, size := utf8.DecodeRuneInString(cluster)
	rest := cluster[size:]
	switch {
	case isPicture(first):
	case first == '©' || first == '®':
		return length(rest, size, string(asPicture))
	case first == '#' || first == '*' || first >= '0' && first <= '9':
		return length(rest, size, string(asPicture)+string(keycap), string(keycap))
	default:
		return 0
	}
	end := size
	for i, r := range rest {
		switch {
		case r == zeroWidthJoiner:
			// It counts with what it joins.
		case r == asPicture, r == keycap, r >= 0xE0020 && r <= 0xE007F, isPicture(r):
			end = size + i + utf8.RuneLen(r)
		default:
			return end
		}
	}
	return end
}

// length returns the length of a sign with the first ending that it has, 0 when
// it has none.
func length(rest string, sign int, endings ...string) int {
	for _, e := range endings {
		if strings.HasPrefix(rest, e) {
			return sign + len(e)
		}
	}
	return 0
}
