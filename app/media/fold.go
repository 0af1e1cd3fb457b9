package media

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// letters are those that decomposing does not take apart, and the apostrophes.
var letters = strings.NewReplacer("œ", "oe", "æ", "ae", "ß", "ss", "ø", "o", "’", "'")

// fold is a text as it is compared in a search: without capitals, accents or
// double spaces.
func fold(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(s))
	return strings.Join(strings.Fields(letters.Replace(s)), " ")
}
