package networks_test

import (
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
			if want := (networks.Counts{Graphemes: c.graphemes, Bytes: c.bytes}); got != want {
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

func TestCountLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts().Draw(t, "a"), texts().Draw(t, "b")
		ca, cb, both := networks.Count(networks.Bluesky, a), networks.Count(networks.Bluesky, b), networks.Count(networks.Bluesky, a+b)
		if ca.Graphemes < 0 || ca.Bytes < ca.Graphemes {
			t.Errorf("%q has %+v", a, ca)
		}
		if both.Graphemes > ca.Graphemes+cb.Graphemes {
			t.Errorf("%q then %q: together %d characters, apart %d and %d", a, b, both.Graphemes, ca.Graphemes, cb.Graphemes)
		}
		// A line break made of the end of one and the start of the other is one.
		split := strings.HasSuffix(a, "\r") && strings.HasPrefix(b, "\n")
		if !split && both.Bytes != ca.Bytes+cb.Bytes {
			t.Errorf("%q then %q: together %d bytes, apart %d and %d", a, b, both.Bytes, ca.Bytes, cb.Bytes)
		}
	})
}

func TestCutKeepsAllThatFits(t *testing.T) {
	limits, _ := networks.LimitsOf(networks.Bluesky)
	fits := func(s string) bool {
		c := networks.Count(networks.Bluesky, s)
		return c.Graphemes <= limits.Graphemes && c.Bytes <= limits.TextBytes
	}
	rapid.Check(t, func(t *rapid.T) {
		text := networks.Normalise(strings.Repeat(texts().Draw(t, "text"), rapid.IntRange(1, 40).Draw(t, "times")))
		at := networks.Cut(networks.Bluesky, text)
		if !fits(text[:at]) || !utf8.ValidString(text[:at]) {
			t.Fatalf("what is kept does not fit: %d bytes of %d", at, len(text))
		}
		if fits(text) != (at == len(text)) {
			t.Fatalf("a text that fits is %v, and %d bytes of %d are kept", fits(text), at, len(text))
		}
		if at < len(text) {
			whole, kept := networks.Count(networks.Bluesky, text), networks.Count(networks.Bluesky, text[:at])
			if kept.Graphemes+networks.Count(networks.Bluesky, text[at:]).Graphemes != whole.Graphemes {
				t.Fatalf("a character was cut in two at %d of %q", at, text)
			}
			rest := graphemes.FromString(text[at:])
			if rest.Next(); fits(text[:at+rest.End()]) {
				t.Fatalf("%+v kept where one character more would fit", kept)
			}
		}
	})
}

func FuzzCount(f *testing.F) {
	for _, c := range countCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c := networks.Count(networks.Bluesky, text)
		sent := networks.Normalise(text)
		if !utf8.ValidString(sent) || strings.Contains(sent, "\r") {
			t.Fatalf("%q is sent as %q", text, sent)
		}
		if c.Bytes != len(sent) || c.Graphemes > utf8.RuneCountInString(sent) || (c.Graphemes == 0) != (sent == "") {
			t.Fatalf("%q counts %+v", text, c)
		}
		if again := networks.Normalise(sent); again != sent {
			t.Fatalf("normalising twice changes %q to %q", sent, again)
		}
		if at := networks.Cut(networks.Bluesky, text); at > len(sent) || !utf8.ValidString(sent[:at]) {
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
