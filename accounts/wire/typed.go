package wire

import (
	"strings"
	"unicode"
)

// Typed cleans what holds no space when it is typed or pasted into a form, such
// as a name, an address or a secret: it drops spaces, control characters and the
// marks that give a direction to text, which copying brings along.
func Typed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, s)
}
