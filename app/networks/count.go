package networks

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Counts is the size of a text as networks measure it.
type Counts struct {
	Graphemes int // user-perceived characters (Unicode UAX #29 extended grapheme clusters)
	Bytes     int // UTF-8 bytes
}

// Count measures a text as network n does once the text is sent: a line break
// typed on Windows is one line feed, and a byte that is not UTF-8 is the
// replacement character. Every network Parvis publishes to today counts extended
// grapheme clusters and bytes; n is there for those that weigh characters.
func Count(_ Network, text string) Counts {
	sent := Normalise(text)
	c := Counts{Bytes: len(sent)}
	for it := graphemes.FromString(sent); it.Next(); {
		c.Graphemes++
	}
	return c
}

// Cut returns the offset, in bytes of the normalised text, up to which network
// n accepts it: its length when all of it fits, else the end of the last
// character that does. A character is never cut in two.
func Cut(n Network, text string) int {
	l, ok := LimitsOf(n)
	sent := Normalise(text)
	if !ok {
		return len(sent)
	}
	count, end := 0, 0
	for it := graphemes.FromString(sent); it.Next(); {
		count++
		if l.Graphemes > 0 && count > l.Graphemes || l.TextBytes > 0 && it.End() > l.TextBytes {
			return end
		}
		end = it.End()
	}
	return end
}

// Normalise returns a text as it is sent: line breaks are line feeds, bytes that
// are not UTF-8 are replacement characters, nothing else changes.
func Normalise(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if !strings.ContainsRune(text, '\r') {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
