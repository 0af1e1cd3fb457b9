package spelling

import (
	"slices"
	"strings"
	"unicode/utf8"

	data "parvis/assets/spelling"
)

// speller spells the words of one language, with the words of a business.
type speller struct {
	language Language
	words    *dictionary
	own      Words
}

// elided are the little words that lose their vowel before another, without it.
var elided = []string{"l", "d", "j", "n", "s", "c", "m", "t", "ç", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"}

// inverted are what follows a verb behind a hyphen.
var inverted = map[string]bool{
	"je": true, "tu": true, "il": true, "elle": true, "on": true, "nous": true, "vous": true, "ils": true,
	"elles": true, "ce": true, "le": true, "la": true, "les": true, "lui": true, "leur": true, "moi": true,
	"toi": true, "en": true, "y": true, "ci": true, "là": true, "même": true, "mêmes": true,
}

// prefixes are parts of compounds that do not stand alone.
var prefixes = map[string]bool{
	"anti": true, "archi": true, "auto": true, "avant": true, "bio": true, "co": true, "demi": true, "éco": true,
	"ex": true, "extra": true, "franco": true, "hyper": true, "inter": true, "macro": true, "mi": true, "micro": true,
	"mini": true, "multi": true, "néo": true, "non": true, "post": true, "pré": true, "pseudo": true, "quasi": true,
	"semi": true, "sous": true, "super": true, "sus": true, "ultra": true, "vice": true, "e": true, "o": true,
}

// knows reports whether a word is right: as it stands, or by its parts.
func (s *speller) knows(word string) bool {
	if s.stands(word) {
		return true
	}
	if s.language == English {
		for _, end := range []string{"'s", "s'", "'S", "S'"} {
			if rest, ok := strings.CutSuffix(word, end); ok && s.stands(rest) {
				return true
			}
		}
		return s.knowsParts(word)
	}
	if _, rest, ok := cutElision(word); ok {
		return rest != "" && s.knows(rest) && s.elides(rest)
	}
	return s.knowsParts(word)
}

// stands reports whether a dictionary or the business has the word.
func (s *speller) stands(word string) bool { return s.own.Has(word) || s.words.has(word) }

// knowsParts reports whether the parts of a compound are all right: a verb and
// its pronoun, a prefix, two nouns.
func (s *speller) knowsParts(word string) bool {
	parts := strings.Split(word, "-")
	if len(parts) == 1 {
		return false
	}
	for i, part := range parts {
		if !s.knowsPart(parts, i) {
			return false
		}
		if part == "" {
			return false
		}
	}
	return true
}

// knowsPart reports whether part i of a compound is right.
func (s *speller) knowsPart(parts []string, i int) bool {
	part := parts[i]
	small := strings.ToLower(part)
	switch {
	case i > 0 && inverted[small], i < len(parts)-1 && prefixes[small]:
		return true
	case small == "t" && i > 0 && i < len(parts)-1: // a-t-il
		return true
	}
	return s.knows(part)
}

// cutElision splits a word after the elision that it begins with.
func cutElision(word string) (before, rest string, ok bool) {
	before, rest, ok = strings.Cut(word, "'")
	return before, rest, ok && slices.Contains(elided, strings.ToLower(before))
}

// elides reports whether a little word may lose its vowel before a word that is
// known: the dictionary says of "homme" that it does and of "héros" that it does
// not. Of names and words of the business it is enough to begin with a vowel or h.
func (s *speller) elides(word string) bool {
	first, _ := utf8.DecodeRuneInString(strings.ToLower(word))
	if !strings.ContainsRune("aeiouyhœæ", base(first)) {
		return false
	}
	head, _, _ := strings.Cut(word, "-")
	for _, form := range []string{word, head} {
		if found := s.words.find(form); len(found) > 0 {
			return slices.ContainsFunc(found, func(e entry) bool { return data.Value.Elides(e.Value) })
		}
	}
	return true
}
