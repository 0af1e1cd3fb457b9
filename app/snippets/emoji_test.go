package snippets_test

import (
	"slices"
	"testing"

	"parvis/app/snippets"
	"parvis/assets/emoji"
)

func texts(all []emoji.Emoji) []string {
	out := make([]string, len(all))
	for i, e := range all {
		out[i] = e.Text
	}
	return out
}

func TestEmojiAreFoundByTheWordsOfOwners(t *testing.T) {
	french, english := snippets.NewEmojiSearch(true), snippets.NewEmojiSearch(false)
	for _, test := range []struct {
		search *snippets.EmojiSearch
		words  string
		first  []string // each among the first eight
	}{
		{french, "pain", []string{"🥖", "🍞"}},
		{french, "boulangerie", []string{"🥖", "🥐"}},
		{french, "Boulang", []string{"🥖", "🍞", "🥐"}},
		{french, "coeur rouge", []string{"❤️"}},
		{french, "cœur", []string{"❤️"}},
		{french, "noel", []string{"🎄", "🎅"}},
		{french, "Noël", []string{"🎄", "🎅"}},
		{french, "fete", []string{"🎉"}},
		{french, "coiffeur", []string{"💇", "✂️"}},
		{french, "horaires", []string{"🕘"}},
		{french, "drapeau france", []string{"🇫🇷"}},
		{french, "rocket", []string{"🚀"}}, // the other language, too
		{french, "fusée", []string{"🚀"}},
		{french, "soldes", []string{"🏷️"}},
		{french, "🥐", []string{"🥐"}},
		{english, "bakery", []string{"🥖", "🥐"}},
		{english, "bread", []string{"🍞", "🥖"}},
		{english, "christmas tree", []string{"🎄"}},
		{english, "thanks", []string{"🙏"}},
		{english, "discount", []string{"🏷️"}},
	} {
		got := texts(test.search.Find(test.words, 8))
		for _, want := range test.first {
			if !slices.Contains(got, want) {
				t.Errorf("%q finds %q, not %s", test.words, got, want)
			}
		}
	}
	if got := texts(french.Find("pain", 1)); !slices.Equal(got, []string{"🍞"}) {
		t.Errorf("pain finds %q first", got)
	}
	for _, nothing := range []string{"", "  ", "!", "zzzz", "pain zzzz"} {
		if got := french.Find(nothing, 8); len(got) != 0 {
			t.Errorf("%q finds %q", nothing, texts(got))
		}
	}
}

func TestEmojiAreAllThere(t *testing.T) {
	search := snippets.NewEmojiSearch(true)
	n := 0
	for _, g := range emoji.Groups() {
		group := search.Group(g)
		if len(group) < 20 {
			t.Errorf("group %s has %d", g, len(group))
		}
		n += len(group)
	}
	if n != len(emoji.All()) || n < 1300 {
		t.Errorf("%d in groups, %d in all", n, len(emoji.All()))
	}
	seen := make(map[string]bool)
	for _, e := range emoji.All() {
		if e.French.Label == "" || e.English.Label == "" || seen[e.Text] {
			t.Errorf("%q is called %q and %q, or comes twice", e.Text, e.French.Label, e.English.Label)
		}
		seen[e.Text] = true
	}
	for _, one := range emoji.Trades() {
		for _, e := range one.Emoji {
			if !seen[e] {
				t.Errorf("%v names %s, which is not offered", one.Words, e)
			}
		}
	}
	if got := texts(search.Of([]string{"🥖", "nothing", "🎄"})); !slices.Equal(got, []string{"🥖", "🎄"}) {
		t.Errorf("got %q", got)
	}
}

func BenchmarkFindEmoji(b *testing.B) {
	search := snippets.NewEmojiSearch(true)
	search.Find("pain", 1)
	for b.Loop() {
		search.Find("boul", 60)
	}
}
