package spelling

import (
	"strings"

	"parvis/app/words"
)

func signs(list string) map[string]bool { return words.Set(list) }

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
	var count, inFrench, inEnglish, saysFrench, saysEnglish int
	for _, t := range tokens(text, protected(text)) {
		if t.digits {
			continue
		}
		count++
		for _, part := range strings.Split(strings.ToLower(t.word), "'") {
			if words.SaysFrench(part) {
				saysFrench++
			}
			if words.SaysEnglish(part) {
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
	if count >= fewestWords && saysEnglish > 2*saysFrench && saysEnglish >= 2 && inEnglish > inFrench {
		return English, nil
	}
	return French, nil
}
