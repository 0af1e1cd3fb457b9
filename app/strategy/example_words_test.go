package strategy_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"

	"parvis/app/business"
	files "parvis/assets/strategy"
	"parvis/assets/translations"
)

// faults are what the words of an example never have, by language.
var faults = map[translations.Language]map[string]*regexp.Regexp{
	translations.French: {
		"an ordinary space before a mark":         regexp.MustCompile(` [;:!?»%€]`),
		"no narrow no-break space before a mark":  regexp.MustCompile(`[\p{L}\p{N})\]][;!?:%]`),
		"no no-break space inside guillemets":     regexp.MustCompile(`«[^\x{a0}]|[^\x{a0}]»`),
		"a straight apostrophe or quotation mark": regexp.MustCompile(`['"“”]`),
		"three dots":                         regexp.MustCompile(`\.\.\.`),
		"tutoiement":                         regexp.MustCompile(`(?i)(?:^|\P{L})(?:tu|toi|ton|tes|ta)(?:\P{L}|$)`),
		"oe for œ":                           regexp.MustCompile(`(?i)\b(?:oeuvre|coeur|soeur|oeil|voeu)`),
		"a space at an end, or two in a row": regexp.MustCompile(`^\s|\s$|\s\s`),
		"a number that a line may part from hours": regexp.MustCompile(`\d h\b`),
	},
	translations.English: {
		"a space before a mark":              regexp.MustCompile(`[ \x{a0}\x{202f}][;:!?%]`),
		"a straight or French mark":          regexp.MustCompile(`['"«»]`),
		"three dots":                         regexp.MustCompile(`\.\.\.`),
		"a space at an end, or two in a row": regexp.MustCompile(`^\s|\s$|\s\s`),
		"a French letter":                    regexp.MustCompile(`(?i)[àâçêîôùûœ]`),
	},
}

func TestTypographyOfExamples(t *testing.T) {
	for lang, patterns := range faults {
		for _, name := range append([]business.Trade{"common"}, business.Trades()...) {
			data, err := files.Files.ReadFile(fmt.Sprintf("%s/%s.json", lang, name))
			if err != nil {
				t.Fatal(err)
			}
			var tree any
			if err := json.Unmarshal(data, &tree); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			for _, text := range texts(tree) {
				for what, pattern := range patterns {
					if found := pattern.FindString(text); found != "" {
						t.Errorf("%s in %s has %s (%q): %s", name, lang, what, found, text)
					}
				}
			}
		}
	}
}

var timeOfDay = regexp.MustCompile(`^\d\d:\d\d$`)

// texts lists what is in words in a JSON tree.
func texts(tree any) []string {
	var all []string
	switch tree := tree.(type) {
	case string:
		if !timeOfDay.MatchString(tree) {
			all = append(all, tree)
		}
	case []any:
		for _, one := range tree {
			all = append(all, texts(one)...)
		}
	case map[string]any:
		for _, one := range tree {
			all = append(all, texts(one)...)
		}
	}
	return all
}
