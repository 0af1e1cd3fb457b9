package reports

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLines(t *testing.T) {
	for _, test := range []struct {
		words string
		width float64
		want  int
	}{
		{"", 20, 1},
		{"Pain", 20, 1},
		{"Pain\nau\nlevain", 20, 3},
		{"Pain au levain fait sur place", 14, 2},
		{strings.Repeat("m", 40), 20, 4}, // a word without end is broken
		{"e\u0301te\u0301", 5, 1},        // accents take no room
	} {
		if got := lines(test.words, test.width, usualSize, false); got != test.want {
			t.Errorf("%q in %v: %d lines, want %d", test.words, test.width, got, test.want)
		}
	}
}

func TestLessRoomNeverTakesFewerLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringMatching(`([a-zéA-Z🥐.,]{0,30}[ \n]?){0,20}`).Draw(t, "words")
		width := rapid.Float64Range(5, 130).Draw(t, "width")
		less := rapid.Float64Range(1, width).Draw(t, "less")
		if a, b := lines(words, width, usualSize, false), lines(words, less, usualSize, false); b < a {
			t.Errorf("%d lines in %v, %d in %v", a, width, b, less)
		}
		if a, b := lines(words, width, usualSize, false), lines(words, width, usualSize, true); b < a {
			t.Errorf("%d lines, %d in bold", a, b)
		}
	})
}

// However long an answer in real words is (2 000 characters at most), its row
// shows all of it in every column of the workbook.
func TestRowsShowEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		vocabulary := []string{"Mesdames,", "le", "pain", "boulangerie", "anticonstitutionnellement", "à", "1\u202f450", "commandes.\n", "œufs", "VENEZ"}
		chosen := rapid.SliceOfN(rapid.SampledFrom(vocabulary), 1, 600).Draw(t, "words")
		words := strings.Join(chosen, " ")
		width := rapid.Float64Range(26, 106).Draw(t, "width")
		shown, k, height := fitted(words, width, look{})
		size := k.size
		if size == 0 {
			size = usualSize
		}
		if height > tallestRow {
			t.Errorf("a row of %v points", height)
		}
		if needs := float64(lines(shown, width, size, false))*size*1.3 + rowPadding; needs > height {
			t.Errorf("needs %v points, has %v", needs, height)
		}
		letters := func(s string) string { return strings.NewReplacer("\n", "", " ", "", "·", "").Replace(s) }
		if letters(shown) != letters(words) {
			t.Errorf("%q is shown as %q", words, shown)
		}
	})
}
