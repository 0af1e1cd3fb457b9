package media

import (
	"strings"

	"parvis/app/words"
)

// fold is a text as it is compared in a search: folded, with one kind of apostrophe
// and without double spaces.
func fold(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(words.Fold(s), "’", "'")), " ")
}
