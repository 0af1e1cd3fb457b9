package composer

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app/networks"
	"parvis/ui/kit"
)

// marks maps texts to what of them is drawn as a link.
var marks = map[string][]string{
	"":                              nil,
	"Rien de tel":                   nil,
	"#Nantes, #Pain!":               {"#Nantes", "#Pain"},
	"No. #1 ou #2026":               nil,
	"C#mineur":                      nil,
	"Voir https://a.fr/x?y=1.":      {"https://a.fr/x?y=1"},
	"(boulangerie-martin.fr/pain)":  {"boulangerie-martin.fr/pain"},
	"www.martin.fr":                 {"www.martin.fr"},
	"du pain frais.et du lait":      nil,
	"avec @martin.bsky.social hier": {"@martin.bsky.social"},
	"ecrire@martin.fr":              nil,
	"version 1.5 à 3.50 €":          nil,
	"« boulangerie.fr »":            {"boulangerie.fr"},
	"à 7 h 30 : #PainAuChocolat 🥐":  {"#PainAuChocolat"},
}

func TestStretches(t *testing.T) {
	limits, _ := networks.LimitsOf(networks.Bluesky)
	for text, want := range marks {
		var got []string
		for _, s := range stretches(limits, text) {
			if s.accent {
				got = append(got, s.text)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func FuzzStretches(f *testing.F) {
	for text := range marks {
		f.Add(text)
	}
	limits, _ := networks.LimitsOf(networks.Bluesky)
	f.Fuzz(func(t *testing.T, text string) {
		var all strings.Builder
		for _, s := range stretches(limits, text) {
			if s.text == "" {
				t.Error("an empty stretch")
			}
			all.WriteString(s.text)
		}
		if all.String() != text {
			t.Errorf("%q became %q", text, all.String())
		}
	})
}

// TestWrappingLosesNothing draws any text at any width: every character is
// there, in order, and no line but a lone character is wider than the room.
func TestWrappingLosesNothing(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "pain", " ", "  ", "\n", "anticonstitutionnellement", "👨‍👩‍👧‍👦", "#été", "—"}))
		c := newColored()
		c.set([]run{{strings.Join(words.Draw(t, "plain"), ""), kit.ColorInk, true}, {strings.Join(words.Draw(t, "link"), ""), kit.ColorPrimary, false}})
		width := rapid.Float32Range(30, 400).Draw(t, "width")
		c.HeightForWidth(width)
		var drawn strings.Builder
		measure := breaker{size: c.size()}
		for _, p := range c.pieces {
			drawn.WriteString(p.text)
			if right := p.x + measure.measure(strings.TrimRight(p.text, " "), p.bold); right > width+0.5 {
				t.Errorf("%q ends at %v of %v", p.text, right, width)
			}
		}
		if want := strings.ReplaceAll(c.text(), "\n", ""); drawn.String() != want {
			t.Errorf("drawn %q, want %q", drawn.String(), want)
		}
	})
}
