package networks_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/app/networks"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct {
		name       string
		characters int
		lines      int
		text       string
		shown      string
		folded     bool
	}{
		{"nothing", 10, 2, "", "", false},
		{"never folds", 0, 0, strings.Repeat("a\n", 500), strings.Repeat("a\n", 500), false},
		{"fits", 9, 2, "Du pain\r\n!", "Du pain\n!", false},
		{"too many characters", 12, 0, "Pain chaud de seigle", "Pain chaud", true},
		{"whole words", 12, 0, "Le pain de seigle", "Le pain de", true},
		{"ends with a word", 10, 0, "Pain chaud de seigle", "Pain chaud", true},
		{"a long word is cut", 10, 0, "Le anticonstitutionnellement", "Le anticon", true},
		{"too many lines", 0, 2, "Un\nDeux\n\nTrois", "Un\nDeux", true},
		{"white space is not folded", 4, 1, "Pain\n \n", "Pain\n \n", false},
		{"composed emoji", 1, 0, "👨‍👩‍👧‍👦🇫🇷", "👨‍👩‍👧‍👦", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			shown, folded := networks.Folding{Characters: tt.characters, Lines: tt.lines}.Fold(tt.text)
			if shown != tt.shown || folded != tt.folded {
				t.Errorf("shown %q, folded %v", shown, folded)
			}
		})
	}
	instagram, _ := networks.LimitsOf(networks.Instagram)
	if shown, folded := instagram.Folding.Fold(strings.Repeat("a", 126)); len(shown) != 125 || !folded {
		t.Errorf("Instagram shows %d characters", len(shown))
	}
	later, _ := networks.LimitsOf("mosaic")
	if _, folded := later.Folding.Fold(strings.Repeat("a", 5000)); folded {
		t.Error("a network of a later version folds")
	}
}

// checkFold holds what is shown against what is asked of it.
func checkFold(t fatal, f networks.Folding, text string) {
	sent := networks.Normalise(text)
	shown, folded := f.Fold(text)
	if !strings.HasPrefix(sent, shown) || folded == (shown == sent) {
		t.Fatalf("%q: shown %q, folded %v", sent, shown, folded)
	}
	if !folded {
		return
	}
	if strings.TrimSpace(sent[len(shown):]) == "" {
		t.Fatalf("%q: only white space is hidden after %q", sent, shown)
	}
	c := networks.Count("mosaic", shown)
	if f.Characters > 0 && c.Graphemes > f.Characters || f.Lines > 0 && strings.Count(shown, "\n") >= f.Lines {
		t.Fatalf("%q: %q is too much to show", sent, shown)
	}
}

func TestFoldShowsABeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := networks.Folding{Characters: rapid.IntRange(0, 60).Draw(t, "characters"), Lines: rapid.IntRange(0, 5).Draw(t, "lines")}
		checkFold(t, f, rapid.OneOf(texts(), linked()).Draw(t, "text"))
	})
}

func FuzzFold(f *testing.F) {
	for _, c := range countCases {
		f.Add(c.text, uint8(3), uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, characters, lines uint8) {
		checkFold(t, networks.Folding{Characters: int(characters), Lines: int(lines)}, text)
	})
}
