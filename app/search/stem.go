package search

import (
	"strings"
	"unicode/utf8"
)

// irregular are plurals that no ending tells.
var irregular = map[string]string{
	"yeux": "oeil", "cieux": "ciel", "mesdames": "madame", "messieurs": "monsieur", "mesdemoiselles": "mademoiselle",
	"messeigneurs": "monseigneur", "maux": "mal", "baux": "bail", "aulx": "ail",
}

// short is the length up to which a word is left alone, in characters: "os",
// "bus", "prix" would lose too much.
const short = 3

// stem brings a folded word and its plural to one form, which need not be a word.
// It is light on purpose: what forgives too much finds too much.
func stem(folded string) string {
	if singular, ok := irregular[folded]; ok {
		folded = singular
	}
	if utf8.RuneCountInString(folded) <= short {
		return folded
	}
	if cut := folded[:len(folded)-1]; strings.HasSuffix(folded, "s") || strings.HasSuffix(folded, "x") {
		folded = cut
	}
	// cheval, chevaux; noyau, noyaux; travail, travaux; festival, festivals: all
	// lose what differs. Short ones ("mal", "beau") keep it.
	for _, ending := range []string{"ail", "al", "au"} {
		if root, ok := strings.CutSuffix(folded, ending); ok && utf8.RuneCountInString(root) >= short && !strings.HasSuffix(folded, "eau") {
			return root + "a"
		}
	}
	return folded
}
