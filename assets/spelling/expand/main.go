// Command expand makes the dictionaries of assets/spelling out of lists of stems
// and affix rules. It is run by go generate on a machine that has the lists; the
// program and its tests need only what it writes.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/vellum"
	"golang.org/x/text/unicode/norm"

	"parvis/assets/spelling"
)

func main() {
	lists := flag.String("lists", "/usr/share", "folder that holds hunspell and dict")
	assets := flag.String("assets", "..", "folder of the texts that tell which words are used")
	out := flag.String("out", ".", "folder to write to, with the list extra beside")
	flag.Parse()
	if err := french(*lists, *assets, *out); err != nil {
		log.Fatal(err)
	}
	if err := english(*lists, *out); err != nil {
		log.Fatal(err)
	}
}

func french(lists, assets, out string) error {
	counts, err := countTexts(filepath.Join(assets, "translations", "fr"), filepath.Join(assets, "strategy", "fr"), filepath.Join(assets, "sample"))
	if err != nil {
		return err
	}
	use := countedUse(counts)
	all, err := expandFiles(filepath.Join(lists, "hunspell", "fr"), use)
	if err != nil {
		return err
	}
	if err := addList(filepath.Join(out, "extra", "french.txt"), use, all); err != nil {
		return err
	}
	h, err := readAspirated(filepath.Join(out, "extra", "aspirated.txt"))
	if err != nil {
		return err
	}
	return write(filepath.Join(out, "french.fst"), all, h.elides)
}

// Classes of English words: in both lists of common words, in one, in none.
const (
	useBoth = 4
	useOne  = 3
)

func english(lists, out string) error {
	common := make(map[string]int)
	for _, name := range []string{"american-english-small", "british-english-small"} {
		words := make(forms)
		if err := addList(filepath.Join(lists, "dict", name), func(forms) {}, words); err != nil {
			return err
		}
		for word := range words {
			common[word]++
		}
	}
	use := func(word forms) {
		for each, f := range word {
			f.use = []int{0, useOne, useBoth}[common[each]]
			word[each] = f
		}
	}
	all, err := expandFiles(filepath.Join(lists, "hunspell", "en_US"), use)
	if err != nil {
		return err
	}
	for _, path := range []string{filepath.Join(lists, "dict", "british-english"), filepath.Join(out, "extra", "english.txt")} {
		if err := addList(path, use, all); err != nil {
			return err
		}
	}
	return write(filepath.Join(out, "english.fst"), all, func(string) bool { return false })
}

// expandFiles expands path.dic by path.aff.
func expandFiles(path string, use func(word forms)) (forms, error) {
	aff, err := os.ReadFile(path + ".aff")
	if err != nil {
		return nil, err
	}
	rs, err := readRules(bytes.NewReader(aff))
	if err != nil {
		return nil, fmt.Errorf("%s.aff: %w", path, err)
	}
	dic, err := os.ReadFile(path + ".dic")
	if err != nil {
		return nil, err
	}
	all := make(forms)
	if err := rs.expand(bytes.NewReader(dic), use, all); err != nil {
		return nil, fmt.Errorf("%s.dic: %w", path, err)
	}
	return all, nil
}

// addList adds a list of one word a line; lines that begin with # are remarks.
func addList(path string, use func(word forms), into forms) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		word := norm.NFC.String(strings.TrimSpace(lines.Text()))
		if word == "" || strings.HasPrefix(word, "#") {
			continue
		}
		alone := forms{word: {}}
		use(alone)
		into.add(word, alone[word])
	}
	return lines.Err()
}

// write writes the transducer of the forms that are made of letters, hyphens and
// apostrophes: nothing else is looked up.
func write(path string, all forms, elides func(form string) bool) error {
	var data bytes.Buffer
	builder, err := vellum.New(&data, nil)
	if err != nil {
		return err
	}
	count := 0
	for _, word := range slices.Sorted(maps.Keys(all)) {
		if !spelt(word) {
			continue
		}
		f := all[word]
		if err := builder.Insert([]byte(word), uint64(spelling.NewValue(elides(word), f.rare, f.use))); err != nil {
			return err
		}
		count++
	}
	if err := builder.Close(); err != nil {
		return err
	}
	fmt.Printf("%s: %d forms, %d bytes\n", filepath.Base(path), count, data.Len())
	return os.WriteFile(path, data.Bytes(), 0o644)
}

func spelt(word string) bool {
	letters := 0
	for _, r := range word {
		switch {
		case unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r):
			letters++
		case r != '-' && r != '\'':
			return false
		}
	}
	return letters > 0 && !strings.HasPrefix(word, "-") && !strings.HasSuffix(word, "'") && !strings.HasPrefix(word, "'")
}
