// Command generate makes emoji.json from the npm package emojibase-data, unpacked:
// run `npm pack emojibase-data@17.0.0` and `tar xzf`, then give its folder.
package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/assets/emoji"
)

// newest is the version of Emoji of the font that Fyne brings.
const newest = 3.0

// groups are those of the package, by their number; components stand alone
// nowhere.
var groups = map[int]emoji.Group{
	0: emoji.Smileys, 1: emoji.People, 3: emoji.Nature, 4: emoji.Food, 5: emoji.Travel,
	6: emoji.Activities, 7: emoji.Objects, 8: emoji.Symbols, 9: emoji.Flags,
}

// undrawn are those of which Fyne 2.8.1 draws nothing, or hardly anything, though
// the font has them: a test of ui/snippets draws every other.
var undrawn = []string{"🚶", "🕴️", "🌡️", "⚡", "❕", "❗"}

// described is an emoji as the package describes it in a language.
type described struct {
	Emoji   string   `json:"emoji"`
	Hexcode string   `json:"hexcode"`
	Label   string   `json:"label"`
	Tags    []string `json:"tags"`
	Group   *int     `json:"group"`
	Order   int      `json:"order"`
	Version float64  `json:"version"`
	// Type is 1 for what is drawn as an emoji by itself, 0 for what needs to be
	// asked.
	Type int `json:"type"`
}

// text is the emoji as Unicode recommends to write it: the package also asks for
// what comes by itself.
func (d described) text() string {
	if alone := strings.TrimSuffix(d.Emoji, "\uFE0F"); d.Type == 1 && utf8.RuneCountInString(alone) == 1 {
		return alone
	}
	return d.Emoji
}

func main() {
	data := flag.String("data", "", "`folder` of the unpacked package")
	out := flag.String("out", "emoji.json", "`file` to write")
	flag.Parse()
	if err := run(*data, *out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(folder, out string) error {
	french, err := read(folder, "fr")
	if err != nil {
		return err
	}
	english, err := read(folder, "en")
	if err != nil {
		return err
	}
	names := make(map[string]emoji.Names)
	for _, d := range english {
		names[d.Hexcode] = d.names()
	}
	slices.SortFunc(french, func(a, b described) int { return cmp.Compare(a.Order, b.Order) })
	var lines []string
	for _, d := range french {
		if d.Group == nil || d.Version > newest || slices.Contains(undrawn, d.text()) {
			continue
		}
		group, known := groups[*d.Group]
		if !known {
			continue
		}
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(emoji.Emoji{Text: d.text(), Group: group, French: d.names(), English: names[d.Hexcode]}); err != nil {
			return err
		}
		lines = append(lines, strings.TrimSpace(line.String()))
	}
	return os.WriteFile(out, []byte("[\n"+strings.Join(lines, ",\n")+"\n]\n"), 0o644)
}

func read(folder, language string) ([]described, error) {
	data, err := os.ReadFile(filepath.Join(folder, language, "data.json"))
	if err != nil {
		return nil, err
	}
	var all []described
	return all, json.Unmarshal(data, &all)
}

// names leaves out the keywords that say the label again.
func (d described) names() emoji.Names {
	n := emoji.Names{Label: d.Label}
	for _, tag := range d.Tags {
		if !strings.EqualFold(tag, d.Label) && !slices.Contains(n.Tags, tag) {
			n.Tags = append(n.Tags, tag)
		}
	}
	return n
}
