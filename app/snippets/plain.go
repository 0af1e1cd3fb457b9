package snippets

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain returns a text in lower case, without accents, its ligatures written out.
func plain(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ':
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainWords returns the words of a text, plain.
func plainWords(text string) []string {
	return strings.FieldsFunc(plain(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}

// beginsAll reports whether each of some beginnings begins one of the words.
func beginsAll(words, beginnings []string) bool {
	for _, b := range beginnings {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, b) }) {
			return false
		}
	}
	return true
}

// maxSlugLength keeps the addresses made of slugs short, in bytes.
const maxSlugLength = 60

// Slug returns a name as it is written in addresses: "Noël à l’Erdre" is
// "noel-a-l-erdre". What has no Latin letter or digit gives "".
func Slug(name string) string {
	words := strings.FieldsFunc(plain(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
	slug := strings.Join(words, "-")
	if len(slug) > maxSlugLength {
		slug = strings.TrimRight(slug[:maxSlugLength], "-")
	}
	return slug
}
