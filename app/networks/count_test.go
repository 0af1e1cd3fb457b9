package networks_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"parvis/app/networks"
)

var countCases = []struct {
	name, text string
	graphemes  int
	bytes      int
}{
	{"nothing", "", 0, 0},
	{"ASCII", "Pain", 4, 4},
	{"accents", "Fougasse à l’huile", 18, 21},
	{"combining accent", "e\u0301te\u0301", 3, 7},
	{"family of four", "👨‍👩‍👧‍👦", 1, 25},
	{"skin tone", "👩🏽‍🍳", 1, 15},
	{"flags", "🇫🇷🇩🇪", 2, 16},
	{"half a flag", "🇫🇷🇩", 2, 12},
	{"keycap", "1️⃣", 1, 7},
	{"rainbow flag", "🏳️‍🌈", 1, 14},
	{"Chinese, Japanese", "面包店パン屋", 6, 18},
	{"Korean syllable in parts", "\u1112\u1161\u11ab", 1, 9},
	{"Windows line break", "a\r\nb", 3, 3},
	{"old line break", "a\rb", 3, 3},
	{"no-break spaces", "«\u00a0Ouvert\u202f!\u00a0»", 12, 18},
	{"not UTF-8", "a\xffb", 3, 5},
	{"Hindi conjunct", "क्षि", 1, 12},
	{"joiner alone", "\u200d", 1, 3},
}

func TestCount(t *testing.T) {
	for _, c := range countCases {
		t.Run(c.name, func(t *testing.T) {
			got := networks.Count(networks.Bluesky, c.text)
			want := networks.Counts{
				Used: c.graphemes, Max: 300, Unit: networks.Graphemes, Bytes: c.bytes, MaxBytes: 3000, Graphemes: c.graphemes,
			}
			if got != want {
				t.Errorf("Count(%q) = %+v, want %+v", c.text, got, want)
			}
		})
	}
}

// texts draws texts of the pieces that make counting hard.
func texts() *rapid.Generator[string] {
	pieces := []string{
		"a", " ", "\n", "\r\n", "é", "e\u0301", "👩🏽‍🍳", "👨‍👩‍👧‍👦", "🇫", "🇷", "🏳️‍🌈", "\u200d", "\ufe0f", "面", "क्", "षि", "한", "ᄒ", "ᅡ", "🥖", "\u202f",
	}
	return rapid.OneOf(
		rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60), func(p []string) string { return strings.Join(p, "") }),
		rapid.String(),
	)
}

// all are the networks of Parvis, and one that it does not know.
var all = []networks.Network{
	networks.Bluesky, networks.Mastodon, networks.X, networks.Threads, networks.Facebook, networks.Instagram, networks.LinkedIn,
	networks.Google, networks.YouTube, networks.TikTok, networks.Pinterest, networks.Telegram, networks.Discord, networks.WordPress, "mosaic",
}

// additive are the units in which a text counts what its parts do.
var additive = map[networks.Unit]bool{networks.CodePoints: true, networks.UTF16: true, networks.Bytes: true}

func TestCountLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom(all).Draw(t, "network")
		a, b := texts().Draw(t, "a"), texts().Draw(t, "b")
		ca, cb, both := networks.Count(n, a), networks.Count(n, b), networks.Count(n, a+b)
		if ca.Used < 0 || ca.Graphemes < 0 || ca.Bytes < ca.Graphemes || ca.Over() < 0 || ca.Share() < 0 || ca.Unit == "" {
			t.Errorf("%q has %+v", a, ca)
		}
		// A line break made of the end of one and the start of the other is one.
		if strings.HasSuffix(a, "\r") && strings.HasPrefix(b, "\n") {
			return
		}
		if both.Bytes != ca.Bytes+cb.Bytes {
			t.Errorf("%q then %q: together %d bytes, apart %d and %d", a, b, both.Bytes, ca.Bytes, cb.Bytes)
		}
		if both.Graphemes > ca.Graphemes+cb.Graphemes {
			t.Errorf("%q then %q: together %d characters, apart %d and %d", a, b, both.Graphemes, ca.Graphemes, cb.Graphemes)
		}
		switch {
		case strings.ContainsAny(a+b, ".@"):
			// Two words may make an address or a name.
		case ca.Unit == networks.EmojiBytes:
			// What joins an emoji counts its bytes from then on.
		case additive[ca.Unit] && both.Used != ca.Used+cb.Used:
			t.Errorf("%s: %q then %q: together %d, apart %d and %d", n, a, b, both.Used, ca.Used, cb.Used)
		case both.Used > ca.Used+cb.Used:
			t.Errorf("%s: %q then %q: together %d, apart %d and %d", n, a, b, both.Used, ca.Used, cb.Used)
		}
	})
}

// linked draws texts with what counts specially among what is hard to count.
func linked() *rapid.Generator[string] {
	pieces := []string{
		"https://martin.fr/la-carte-des-pains-et-des-brioches", "martin.fr", "frais.et", "@maire@nantes.social", "@maire", "#pain", "https://", ".fr", ".", "@",
		" ", "\n", "é", "e\u0301", "\u0301", "👩🏽‍🍳", "🇫", "🇷", "\u200d", "面", "a", "Une phrase. ", "Ouf\u202f! ", "\n---\n", "/", "(", ")",
	}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60), func(p []string) string { return strings.Join(p, "") })
}

// small returns the limits of a network with bounds that short texts reach.
func small(t *rapid.T, n networks.Network) networks.Limits {
	l, _ := networks.LimitsOf(n)
	l.Text.Max = rapid.IntRange(1, 90).Draw(t, "max")
	if l.TextBytes > 0 {
		l.TextBytes = rapid.IntRange(1, 120).Draw(t, "bytes")
	}
	return l
}

func TestCutKeepsAllThatFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := small(t, rapid.SampledFrom(all).Draw(t, "network"))
		text := networks.Normalise(rapid.OneOf(texts(), linked()).Draw(t, "text"))
		checkCut(t, l, text)
	})
}

// checkCut holds a cut against what is asked of one.
func checkCut(t fatal, l networks.Limits, text string) {
	fits := func(s string) bool { return l.Count(networks.Piece{Text: s}).Fits() }
	at := l.Cut(networks.Piece{Text: text})
	if at < 0 || at > len(text) || !fits(text[:at]) || !utf8.ValidString(text[:at]) {
		t.Fatalf("%s: what is kept of %q does not fit: %d bytes of %d", l.Network, text, at, len(text))
	}
	if fits(text) != (at == len(text)) {
		t.Fatalf("%s: %q fits: %v, and %d bytes of %d are kept", l.Network, text, fits(text), at, len(text))
	}
	if at == len(text) {
		return
	}
	if !slices.Contains(characters(text), at) {
		t.Fatalf("%s: a character was cut in two at %d of %q", l.Network, at, text)
	}
	if fits(text[:next(l, text, at)]) {
		t.Fatalf("%s: %d bytes of %q kept where one character more would fit", l.Network, at, text)
	}
}

// characters returns where the characters of a text begin.
func characters(text string) []int {
	var starts []int
	for it := graphemes.FromString(text); it.Next(); {
		starts = append(starts, it.Start())
	}
	return starts
}

// next returns the end of the character after an offset, or of what counts as
// one there.
func next(l networks.Limits, text string, at int) int {
	end := len(text)
	for _, start := range characters(text) {
		if start > at {
			end = start
			break
		}
	}
	if l.LinkSize == 0 {
		return end
	}
	for _, m := range networks.Marks(l.Network, text) {
		sized := m.Kind == networks.Link || m.Kind == networks.Mention && l.LocalMentions && strings.Contains(m.Value, "@")
		if sized && m.Start < end && m.End > end {
			for _, start := range append(characters(text), len(text)) {
				if start >= m.End {
					return start
				}
			}
		}
	}
	return end
}

// longestFuzzed bounds texts that checks read again and again, in bytes.
const longestFuzzed = 2000

func FuzzCount(f *testing.F) {
	for _, c := range countCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > longestFuzzed {
			return
		}
		sent := networks.Normalise(text)
		for _, n := range all {
			c := networks.Count(n, text)
			if c.Used < 0 || c.Bytes != len(sent) || c.Graphemes > utf8.RuneCountInString(sent) || (c.Used == 0) != (sent == "") {
				t.Fatalf("%s: %q counts %+v", n, text, c)
			}
			l, _ := networks.LimitsOf(n)
			l.Text.Max = 1 + len(sent)/3
			checkCut(t, l, sent)
		}
		c := networks.Count(networks.Bluesky, text)
		if !utf8.ValidString(sent) || strings.Contains(sent, "\r") {
			t.Fatalf("%q is sent as %q", text, sent)
		}
		if c.Bytes != len(sent) || c.Graphemes > utf8.RuneCountInString(sent) || (c.Graphemes == 0) != (sent == "") {
			t.Fatalf("%q counts %+v", text, c)
		}
		if again := networks.Normalise(sent); again != sent {
			t.Fatalf("normalising twice changes %q to %q", sent, again)
		}
		l, _ := networks.LimitsOf(networks.Bluesky)
		if at := l.Cut(networks.Piece{Text: text}); at > len(sent) || !utf8.ValidString(sent[:at]) {
			t.Fatalf("cut at %d of %d", at, len(sent))
		}
	})
}

func BenchmarkCount(b *testing.B) {
	text := strings.Repeat("Le pain à l’épeautre 🥖 👩🏽‍🍳 sort à 7 h\u202f! ", 75)
	b.ReportMetric(float64(utf8.RuneCountInString(text)), "runes")
	for b.Loop() {
		networks.Count(networks.Bluesky, text)
	}
}
