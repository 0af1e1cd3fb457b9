package spelling

import "strings"

// English words that French does not have and that few English sentences do
// without.
var englishSigns = signs(`the and of to is are was were be been have has had will would can could should with for from this that
these those you your we our they their he she his her it its what which who when where why how not but or if than then
there here at by as into about after before more most all every some any many much very just only also us them  i my in under over get`)

// French words that English does not have and that few French sentences do
// without.
var frenchSigns = signs(`le la les un une des du de au aux et est sont était étaient être avoir ont avons avez nous vous ils elles il
elle je tu mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs que qui quoi dont où ce cet cette ces dans par
pour sur avec sans sous chez mais ou donc ni car plus très pas ne se en y à ça`)

func signs(list string) map[string]bool {
	all := make(map[string]bool)
	for _, word := range strings.Fields(list) {
		all[word] = true
	}
	return all
}

// fewestWords is under how many words a text stays French: "Happy hour" is one of
// the French words of a bar.
const fewestWords = 5

// LanguageOf returns English for a text that is, French for any other. Links,
// hashtags and mentions do not count.
func LanguageOf(text string) (Language, error) {
	french, err := dictionaryOf(French)
	if err != nil {
		return French, err
	}
	english, err := dictionaryOf(English)
	if err != nil {
		return French, err
	}
	var words, inFrench, inEnglish, saysFrench, saysEnglish int
	for _, t := range tokens(text, protected(text)) {
		if t.digits {
			continue
		}
		words++
		for _, part := range strings.Split(strings.ToLower(t.word), "'") {
			if frenchSigns[part] {
				saysFrench++
			}
			if englishSigns[part] {
				saysEnglish++
			}
		}
		if french.has(t.word) {
			inFrench++
		}
		if english.has(t.word) {
			inEnglish++
		}
	}
	if words >= fewestWords && saysEnglish > 2*saysFrench && saysEnglish >= 2 && inEnglish > inFrench {
		return English, nil
	}
	return French, nil
}
