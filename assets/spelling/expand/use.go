package main

import (
	"encoding/json"
	"io/fs"
	"math/bits"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// countTexts counts the words of every string of the JSON files under folders,
// in lower case and straight apostrophes, elisions apart: the French that Parvis
// itself speaks to small businesses, which is under its own licence.
func countTexts(folders ...string) (map[string]int, error) {
	counts := make(map[string]int)
	for _, folder := range folders {
		err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || filepath.Ext(path) != ".json" {
				return err
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			var tree any
			if err := json.Unmarshal(data, &tree); err != nil {
				return err
			}
			countTree(tree, counts)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func countTree(tree any, counts map[string]int) {
	switch v := tree.(type) {
	case string:
		for _, word := range strings.FieldsFunc(norm.NFC.String(v), func(r rune) bool { return !unicode.IsLetter(r) }) {
			counts[strings.ToLower(word)]++
		}
	case []any:
		for _, each := range v {
			countTree(each, counts)
		}
	case map[string]any:
		for _, each := range v {
			countTree(each, counts)
		}
	}
}

// useOf puts a count on the scale of spelling.Value.
func useOf(count int) int { return bits.Len(uint(count)) }

// countedUse gives the forms of one word their use by the counts of texts. A form
// that the texts lack is used as its word is, two classes less.
func countedUse(counts map[string]int) func(forms) {
	return func(word forms) {
		sum := 0
		for each := range word {
			sum += counts[strings.ToLower(each)]
		}
		for each, f := range word {
			f.use = max(useOf(counts[strings.ToLower(each)]), useOf(sum)-2)
			word[each] = f
		}
	}
}
