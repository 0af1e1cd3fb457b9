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

// invariable are words in -aux, -eux and -oux that are no plurals, and that would
// be taken for others without their end: toux and tous. No word in -ix is a plural.
var invariable = map[string]bool{
	"faux": true, "taux": true, "chaux": true, "doux": true, "roux": true, "toux": true, "houx": true, "courroux": true,
	"epoux": true, "jaloux": true, "saindoux": true, "deux": true, "mieux": true, "creux": true,
}

// short is the length up to which a word is left alone, in characters: "os" and
// "bus" would lose too much.
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
	if invariable[folded] {
		return folded
	}
	for _, plural := range []string{"s", "aux", "eux", "oux"} {
		if strings.HasSuffix(folded, plural) {
			folded = folded[:len(folded)-1]
			break
		}
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
