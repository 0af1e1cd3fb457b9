package snippets

import (
	"slices"
	"strings"
	"unicode"

	"parvis/app/words"
)

// plainWords returns the words of a text, folded.
func plainWords(text string) []string {
	return strings.FieldsFunc(words.Fold(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r)
	})
}

// beginsAll reports whether each of some beginnings begins one of the words.
func beginsAll(all, beginnings []string) bool {
	for _, b := range beginnings {
		if !slices.ContainsFunc(all, func(w string) bool { return strings.HasPrefix(w, b) }) {
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
	parts := strings.FieldsFunc(words.Fold(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
	slug := strings.Join(parts, "-")
	if len(slug) > maxSlugLength {
		slug = strings.TrimRight(slug[:maxSlugLength], "-")
	}
	return slug
}
