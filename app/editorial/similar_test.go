package editorial

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNearDuplicates(t *testing.T) {
	const post = "Vendredi, on fait le Black Friday à notre façon. Une baguette tradition achetée = une offerte pour votre voisin. De 7 h 30 à 13 h, dans la limite des fournées."
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"the same", post, post, true},
		{"other case, accents and spaces", post, strings.ToUpper(strings.ReplaceAll(post, "é", "e")) + "\n\n", true},
		{"other punctuation and emoji", post, "👉 " + strings.NewReplacer(",", " ;", ".", "!").Replace(post) + " 🥖🥖", true},
		{"another link", post + " https://martin.example/a?utm_source=x", post + " https://autre.example/b", true},
		{"a link more", post, post + " www.martin.example/vendredi", true},
		{"one word changed", post, strings.Replace(post, "voisin", "voisine", 1), true},
		{"decomposed accents", "Fournée dorée à l’étage", "Fourne\u0301e dore\u0301e a\u0300 l’e\u0301tage", true},
		{"half rewritten", post, "Samedi, brioche du dimanche en avance : de 7 h 30 à 13 h, dans la limite des fournées. Commandez la vôtre au comptoir.", false},
		{"another post", post, "Comment choisir sa farine ? T65 pour la tradition, T80 pour la campagne, T150 pour la complète.", false},
		{"only emoji", "🥖🥖🥖", "🥖🥖🥖", false},
		{"only links", "https://a.example", "https://a.example", false},
		{"nothing", "", "", false},
		{"two letters", "ok", "ok", false},
		{"short and the same", "Fermé lundi", "fermé LUNDI !", true},
		{"short and other", "Fermé lundi", "Fermé mardi", false},
	} {
		if got := resembles(test.a, []fingerprint{fingerprintOf(test.b)}); got != test.want {
			t.Errorf("%s: got %v (%.2f)", test.name, got, similarity(fingerprintOf(test.a), fingerprintOf(test.b), 0))
		}
	}
}

func TestPlain(t *testing.T) {
	for in, want := range map[string]string{
		"  Crème   brûlée !\n":           "creme brulee",
		"L’Œuvre d’Aïcha":                "l oeuvre d aicha",
		"Voir https://a.example/b puis":  "voir puis",
		"#Nantes #Boulangerie":           "nantes boulangerie",
		"1 kg = 1,20 €":                  "1 kg 1 20",
		"🥖":                              "",
		"www.martin.example (promotion)": "promotion",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestSimilarityLaws(t *testing.T) {
	words := rapid.SampledFrom([]string{"pain", "fournée", "vendredi", "Nantes", "offre", "brioche", "à", "l’atelier", "🥖", "12:00"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(words, 0, 40).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		x, y := text.Draw(t, "x"), text.Draw(t, "y")
		a, b := fingerprintOf(x), fingerprintOf(y)
		s := similarity(a, b, 0)
		if s < 0 || s > 1 || s != similarity(b, a, 0) {
			t.Fatalf("%v one way, %v the other", s, similarity(b, a, 0))
		}
		if len(a) > 0 && similarity(a, a, nearDuplicate) != 1 {
			t.Fatalf("%q does not resemble itself", x)
		}
		// Stopping early changes no verdict.
		if (similarity(a, b, nearDuplicate) >= nearDuplicate) != (s >= nearDuplicate) {
			t.Fatalf("%q and %q: %v", x, y, s)
		}
		if same := resembles(strings.ToUpper(x)+"  ", []fingerprint{a}); len(a) > 0 && !same {
			t.Fatalf("%q in capitals is taken for another text", x)
		}
	})
}

func FuzzFingerprint(f *testing.F) {
	for _, seed := range []string{"", "pain", "🥖🥖🥖", "\xff\xfe", "e\u0301", "https://", "a b c d e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := plain(text)
		if again := plain(once); again != once {
			t.Errorf("%q is plain as %q, then as %q", text, once, again)
		}
		if p := fingerprintOf(text); len(p) > 0 && similarity(p, p, nearDuplicate) != 1 {
			t.Errorf("%q does not resemble itself", text)
		}
	})
}
