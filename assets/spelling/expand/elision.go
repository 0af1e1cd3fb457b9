package main

import (
	"bufio"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// aspirated are the beginnings of words before which nothing elides.
type aspirated []string

func readAspirated(path string) (aspirated, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var all aspirated
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if line := norm.NFC.String(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			all = append(all, line)
		}
	}
	return all, lines.Err()
}

// elides reports whether a little word may lose its vowel before a form.
func (a aspirated) elides(form string) bool {
	small := strings.ToLower(form)
	first, _ := utf8.DecodeRuneInString(norm.NFD.String(small))
	if !strings.ContainsRune("aeiouyhœæ", first) {
		return false
	}
	return !slices.ContainsFunc(a, func(beginning string) bool {
		if alone, ok := strings.CutSuffix(beginning, "."); ok {
			return small == alone
		}
		// Yonne and Yvelines are not of the words in y that come from far.
		return strings.HasPrefix(small, beginning) && small != "yonne"
	})
}
