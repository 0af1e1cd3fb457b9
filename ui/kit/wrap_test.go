package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// wide measures ten per character, so that expectations are read easily.
func wide(s string) float32 { return float32(utf8.RuneCountInString(s)) * 10 }

func TestWrapText(t *testing.T) {
	tests := []struct {
		name, text string
		width      float32
		want       []string
	}{
		{"fits", "un pain", 100, []string{"un pain"}},
		{"words", "un pain de seigle", 80, []string{"un pain", "de", "seigle"}},
		{"hard newlines", "un\n\ndeux", 100, []string{"un", "", "deux"}},
		{"no-break space holds", "prix\u00a0: 2\u202f€ net", 80, []string{"prix\u00a0:", "2\u202f€ net"}},
		{"long word", "anticonstitutionnel", 80, []string{"anticons", "titution", "nel"}},
		{"long word after a short one", "un anticonstitutionnel", 80, []string{"un", "anticons", "titution", "nel"}},
		{"empty", "", 80, []string{""}},
		{"no room at all", "abc", 0, []string{"a", "b", "c"}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, wrapText(tt.text, tt.width, wide)); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

func TestWrapKeepsCharactersWhole(t *testing.T) {
	family := "👨‍👩‍👧‍👦"
	for _, line := range wrapText(strings.Repeat(family, 4), 60, wide) {
		if strings.ReplaceAll(line, family, "") != "" {
			t.Errorf("a family was cut: %q", line)
		}
	}
}

// TestWrapLaws holds, for any text: nothing is lost but spaces and line breaks,
// and a line of more than one character is no wider than asked.
func TestWrapLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("abcdéœ  \n\u00a0’!"))).Draw(t, "text")
		width := float32(rapid.IntRange(1, 20).Draw(t, "width") * 10)
		lines := wrapText(text, width, wide)
		bare := func(s string) string { return strings.NewReplacer(" ", "", "\n", "").Replace(s) }
		if got := bare(strings.Join(lines, "")); got != bare(text) {
			t.Fatalf("%q became %q", text, got)
		}
		for _, l := range lines {
			if wide(l) > width && utf8.RuneCountInString(l) > 1 {
				t.Fatalf("line %q is wider than %v", l, width)
			}
		}
	})
}

func TestTruncateText(t *testing.T) {
	tests := []struct {
		text  string
		width float32
		want  string
		cut   bool
	}{
		{"court", 50, "court", false},
		{"trop long", 50, "trop…", true},
		{"trop long", 60, "trop…", true}, // the space before the ellipsis goes
		{"sur\ndeux lignes", 200, "sur deux lignes", false},
		{"abc", 10, "…", true},
		{"abc", 0, "…", true},
		{"", 0, "", false},
	}
	for _, tt := range tests {
		got, cut := truncateText(tt.text, tt.width, wide)
		if got != tt.want || cut != tt.cut {
			t.Errorf("truncateText(%q, %v) = %q, %v; want %q, %v", tt.text, tt.width, got, cut, tt.want, tt.cut)
		}
	}
}

func TestTruncateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		width := float32(rapid.IntRange(10, 200).Draw(t, "width"))
		got, cut := truncateText(text, width, wide)
		if wide(got) > width {
			t.Fatalf("%q is wider than %v", got, width)
		}
		if cut != strings.HasSuffix(got, ellipsis) && !strings.HasSuffix(text, ellipsis) {
			t.Fatalf("%q cut to %q, said %v", text, got, cut)
		}
		if utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Fatalf("%q cut inside a character", text)
		}
	})
}

func TestClampLines(t *testing.T) {
	lines := []string{"un pain", "de", "seigle"}
	got, cut := clampLines(lines, 2, 80, wide)
	if diff := cmp.Diff([]string{"un pain", "de seig…"}, got); diff != "" || !cut {
		t.Errorf("cut %v: %s", cut, diff)
	}
	if got, cut := clampLines(lines, 3, 80, wide); cut || len(got) != 3 {
		t.Errorf("three lines of three: %v, %v", got, cut)
	}
}

func TestTextTooltipWhenCut(t *testing.T) {
	text := Body("Une très longue phrase qui ne tient pas")
	open(t, text, 400, 40)
	if text.ToolTip() != "" || text.Truncated() {
		t.Errorf("a whole text has the tooltip %q", text.ToolTip())
	}
	text.Resize(text.Size().SubtractWidthHeight(250, 0))
	if text.ToolTip() != text.Text() {
		t.Errorf("a cut text has the tooltip %q", text.ToolTip())
	}
	text.SetText("Court")
	if text.ToolTip() != "" {
		t.Errorf("a text made short has the tooltip %q", text.ToolTip())
	}
}

func TestTextTakesItsHeight(t *testing.T) {
	text := Body("Une phrase assez longue pour prendre plusieurs lignes dans une colonne étroite").Wrapped()
	open(t, VStack(0, text, Body("après")), 120, 400)
	if one := text.block.lineHeight(); text.Size().Height < 3*one {
		t.Errorf("the text has %v, less than three lines of %v", text.Size().Height, one)
	}
	if got := text.Lines(2).HeightForWidth(120); got != 2*text.block.lineHeight() {
		t.Errorf("two lines at most take %v", got)
	}
}
