// Package emoji holds the emoji that Parvis offers, with what they are called and
// searched by in French and in English: names and keywords of Unicode CLDR, and
// words of trades of our own. Licences: assets/notices/emoji.md.
//
// They are those of Emoji 3.0 and before: Fyne brings a font of that age, so that
// each can be drawn on every computer, and every phone shows it.
package emoji

import (
	_ "embed"
	"encoding/json"
	"sync"
)

//go:generate go run ./generate -data ../../../emojibase-data

// Group is what an emoji belongs to; its translated name is
// "snippets.emoji.group.<group>".
type Group string

// The groups, in the order they are offered.
const (
	Smileys    Group = "smileys"
	People     Group = "people"
	Nature     Group = "nature"
	Food       Group = "food"
	Travel     Group = "travel"
	Activities Group = "activities"
	Objects    Group = "objects"
	Symbols    Group = "symbols"
	Flags      Group = "flags"
)

// Groups lists the groups in their order.
func Groups() []Group {
	return []Group{Smileys, People, Nature, Food, Travel, Activities, Objects, Symbols, Flags}
}

// Names is what an emoji is called in a language, and its keywords.
type Names struct {
	Label string   `json:"l"`
	Tags  []string `json:"t,omitempty"`
}

// Emoji is one of them.
type Emoji struct {
	Text    string `json:"e"` // as it is inserted
	Group   Group  `json:"g"`
	French  Names  `json:"fr"`
	English Names  `json:"en"`
}

// Trade is a word of a trade, or of the life of a shop, with the emoji that say
// it, the best first.
type Trade struct {
	Words []string `json:"words"`
	Emoji []string `json:"emoji"`
}

//go:embed emoji.json
var emojiData []byte

//go:embed trades.json
var tradeData []byte

// All returns every emoji, by group and then as keyboards order them. The files
// are part of the program: a fault in them is one of the program.
var All = sync.OnceValue(func() []Emoji {
	var all []Emoji
	if err := json.Unmarshal(emojiData, &all); err != nil {
		panic("emoji: " + err.Error())
	}
	return all
})

// Trades returns the words of trades.
var Trades = sync.OnceValue(func() []Trade {
	var all []Trade
	if err := json.Unmarshal(tradeData, &all); err != nil {
		panic("emoji: " + err.Error())
	}
	return all
})
