package networks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app/networks"
)

var splitCases = []struct {
	name     string
	max      int
	text     string
	numbered bool
	want     []string
}{
	{"nothing", 20, " \n ", false, []string{""}},
	{"fits", 20, "Du pain, du vrai.\n", true, []string{"Du pain, du vrai."}},
	{"by hand", 40, "Un.\n\n---\n\nDeux.\n  ---  \nTrois.", false, []string{"Un.", "Deux.", "Trois."}},
	{"by hand with nothing between", 40, "---\nUn.\n---\n---\nDeux.\n---", false, []string{"Un.", "Deux."}},
	{"no separator", 40, "Un --- deux\n---- trois", false, []string{"Un --- deux\n---- trois"}},
	{"at the end of a sentence", 25, "Le four est chaud. Le pain cuit. Il est bon.", false, []string{"Le four est chaud.", "Le pain cuit. Il est bon."}},
	{"as many sentences as fit", 36, "Le four est chaud. Le pain cuit. Il est bon.", false, []string{"Le four est chaud. Le pain cuit.", "Il est bon."}},
	{"at the end of a paragraph", 24, "Pain de seigle\n\nBrioche du dimanche", false, []string{"Pain de seigle", "Brioche du dimanche"}},
	{"French punctuation", 24, "«\u00a0C’est bon\u202f!\u00a0» Il part déjà.", false, []string{"«\u00a0C’est bon\u202f!\u00a0»", "Il part déjà."}},
	{"abbreviations and initials", 22, "Chez M. Martin et J. Blé on cuit.", false, []string{"Chez M. Martin et J.", "Blé on cuit."}},
	{"the sentence goes on", 24, "Pain, œufs, lait… et du beurre.", false, []string{"Pain, œufs, lait… et du", "beurre."}},
	{"the number of a list", 16, "Recette\n1. Farine de blé", false, []string{"Recette", "1. Farine de blé"}},
	{"between words", 12, "farine levain sel eau", false, []string{"farine", "levain sel", "eau"}},
	{"a first sentence too short", 20, "Oh. Le pain de seigle est là", false, []string{"Oh. Le pain de", "seigle est là"}},
	{"not at a no-break space", 10, "à midi 12\u00a0h\u202f!", false, []string{"à midi", "12\u00a0h\u202f!"}},
	{"between characters", 3, "👨‍👩‍👧‍👦🇫🇷e\u0301té", false, []string{"👨‍👩‍👧‍👦🇫🇷e\u0301", "té"}},
	{"a hashtag stays whole", 12, "du bon #pain-au-levain", false, []string{"du bon", "#pain-au-levain"}},
	{"a link longer than a part", 12, "Ici\u202f: https://martin.fr/carte tout", false, []string{"Ici\u202f:", "https://martin.fr/carte", "tout"}},
	{"numbered", 14, "farine levain sel eau", true, []string{"farine 1/3", "levain sel 2/3", "eau 3/3"}},
	{"numbered by hand", 40, "Un.\n---\nDeux.", true, []string{"Un. 1/2", "Deux. 2/2"}},
	{"a number would make it too long", 10, "0123456789", true, []string{"0123456789"}},
	{"numbers of two digits", 8, strings.Repeat("ab ", 12), true, []string{
		"ab 1/12", "ab 2/12", "ab 3/12", "ab 4/12", "ab 5/12", "ab 6/12", "ab 7/12", "ab 8/12", "ab 9/12", "ab 10/12", "ab 11/12", "ab 12/12",
	}},
}

// split cuts a text as the limits of a network have it.
func split(n networks.Network, text string, numbered bool) []string {
	l, _ := networks.LimitsOf(n)
	return l.Split(networks.Piece{Text: text}, numbered)
}

func TestSplit(t *testing.T) {
	for _, tt := range splitCases {
		t.Run(tt.name, func(t *testing.T) {
			l, _ := networks.LimitsOf(networks.Bluesky)
			l.Text.Max = tt.max
			got := l.Split(networks.Piece{Text: tt.text}, tt.numbered)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("parts (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplitAsTheNetworkCounts(t *testing.T) {
	link := "https://martin.fr/" + strings.Repeat("a", 300)
	sentence := "Le pain de seigle sort du four. "
	for _, tt := range []struct {
		network networks.Network
		text    string
		parts   int
	}{
		// 8 sentences of 32 and a link of 23.
		{networks.X, strings.Repeat(sentence, 8) + link, 1},
		{networks.X, strings.Repeat(sentence, 9) + link, 2},
		{networks.Mastodon, strings.Repeat(sentence, 14) + link, 1},
		{networks.Threads, strings.Repeat("🥖", 125), 1},
		{networks.Threads, strings.Repeat("🥖", 126), 2},
		// No threads: whole, separators and all.
		{networks.LinkedIn, strings.Repeat(sentence, 200) + "\n---\n", 1},
	} {
		parts := split(tt.network, tt.text, false)
		if len(parts) != tt.parts {
			t.Errorf("%s: %d parts, want %d", tt.network, len(parts), tt.parts)
		}
		if l, _ := networks.LimitsOf(tt.network); !l.Threads && parts[0] != tt.text {
			t.Errorf("%s changes a text without threads", tt.network)
		}
	}
	l, _ := networks.LimitsOf(networks.Mastodon)
	parts := l.Split(networks.Piece{Text: strings.Repeat("a", 500), Warning: "ail"}, false)
	if len(parts) != 2 || len(parts[0]) != 497 {
		t.Errorf("beside a warning: %d parts", len(parts))
	}
}

// visible returns the characters of a text that are not white space.
func visible(text string) []string {
	var seen []string
	for it := graphemes.FromString(text); it.Next(); {
		if strings.TrimSpace(it.Value()) != "" {
			seen = append(seen, it.Value())
		}
	}
	return seen
}

// checkSplit holds a thread against what is asked of one.
func checkSplit(t fatal, l networks.Limits, text string, numbered bool) {
	parts := l.Split(networks.Piece{Text: text}, numbered)
	if len(parts) == 0 {
		t.Fatalf("%q has no part", text)
	}
	var said []string
	for i, part := range parts {
		if part == "" && len(parts) > 1 {
			t.Fatalf("%s: part %d of %q is empty", l.Network, i, text)
		}
		fits := l.Count(networks.Piece{Text: part}).Fits()
		if numbered && len(parts) > 1 {
			var found bool
			if part, found = strings.CutSuffix(part, fmt.Sprintf(" %d/%d", i+1, len(parts))); !found {
				t.Fatalf("%s: part %d of %q has no number: %q", l.Network, i, text, part)
			}
		}
		// What cannot be cut may be too long: one mark, or one character.
		if !fits && !single(l, part) {
			t.Fatalf("%s: part %d of %q does not fit: %q", l.Network, i, text, part)
		}
		said = append(said, visible(part)...)
	}
	var wanted []string
	for line := range strings.Lines(networks.Normalise(text)) {
		if strings.TrimSpace(line) != "---" {
			wanted = append(wanted, line)
		}
	}
	if want := visible(strings.Join(wanted, "")); !slices.Equal(said, want) {
		t.Fatalf("%s: %q lost something:\n%q\n%q", l.Network, text, want, said)
	}
	// No mark that stands free was cut. (One glued to a word that is too long for
	// a part may be seen otherwise once that word is cut.)
	if sent := networks.Normalise(text); !strings.Contains(sent, "---") {
		for _, m := range networks.Marks(l.Network, sent) {
			before, _ := utf8.DecodeLastRuneInString(sent[:m.Start])
			mark := sent[m.Start:m.End]
			if m.Start > 0 && !unicode.IsSpace(before) {
				continue
			}
			if !slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(part, mark) }) {
				t.Fatalf("%s: %q of %q was cut: %q", l.Network, mark, sent, parts)
			}
		}
	}
}

// single reports whether a part is one mark with the characters that cling to
// it, or one character.
func single(l networks.Limits, part string) bool {
	if marks := networks.Marks(l.Network, part); len(marks) > 0 && marks[0].Start == 0 {
		return utf8.RuneCountInString(part[marks[0].End:]) <= strings.Count(part, "\u0301")+strings.Count(part, "\u200d")
	}
	return len(characters(part)) == 1
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]networks.Network{networks.Bluesky, networks.Mastodon, networks.X, networks.Threads}).Draw(t, "network")
		l := small(t, n)
		numbered := rapid.Bool().Draw(t, "numbered")
		if numbered {
			l.Text.Max = max(l.Text.Max, 40)
			if l.TextBytes > 0 {
				l.TextBytes = 200
			}
		}
		checkSplit(t, l, rapid.OneOf(linked(), texts()).Draw(t, "text"), numbered)
	})
}

func FuzzSplit(f *testing.F) {
	for _, tt := range splitCases {
		f.Add(tt.text, uint8(tt.max), tt.numbered)
	}
	f.Fuzz(func(t *testing.T, text string, bound uint8, numbered bool) {
		if len(text) > longestFuzzed {
			return
		}
		for _, n := range []networks.Network{networks.Bluesky, networks.Mastodon, networks.X, networks.Threads} {
			l, _ := networks.LimitsOf(n)
			l.Text.Max = 30 + int(bound)
			checkSplit(t, l, text, numbered)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	text := strings.Repeat("Le pain à l’épeautre 🥖 sort à 7 h\u202f! Voir martin.fr/carte #pain. ", 75)
	for b.Loop() {
		split(networks.X, text, true)
	}
}
