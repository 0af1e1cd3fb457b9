package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFolded(t *testing.T) {
	for text, want := range map[string]string{
		"Œuf à l’œil, cæcum":        "oeuf a l oeil caecum",
		"ÉTÉ e\u0301te\u0301":       "ete ete",
		"#GaletteDesRois 50 % 9h30": "galettedesrois 50 9h30",
		"Du pain🥖chaud":             "du pain 🥖 chaud",
		"a\xffb":                    "a b",
		"façade naïve ﬁn m²":        "facade naive fin m2",
		"":                          "",
		"!!! …":                     "",
		"Straße ÎLE":                "strasse ile",
		"week-end":                  "week end",
	} {
		if got, _ := Folded(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// TestPlurals: both forms have one stem, others have another.
func TestPlurals(t *testing.T) {
	for _, pair := range [][2]string{
		{"brioche", "brioches"},
		{"cheval", "chevaux"},
		{"journal", "journaux"},
		{"noyau", "noyaux"},
		{"bateau", "bateaux"},
		{"gâteau", "gâteaux"},
		{"cadeau", "cadeaux"},
		{"travail", "travaux"},
		{"détail", "détails"},
		{"festival", "festivals"},
		{"bijou", "bijoux"},
		{"chou", "choux"},
		{"feu", "feux"},
		{"œil", "yeux"},
		{"œuf", "œufs"},
		{"madame", "mesdames"},
		{"monsieur", "messieurs"},
		{"pois", "pois"},
		{"local", "locaux"},
		{"mal", "maux"},
		{"roi", "rois"},
		{"fête", "fêtes"},
	} {
		a, b := stem(fold1(pair[0])), stem(fold1(pair[1]))
		if a != b {
			t.Errorf("%s is %q, %s is %q", pair[0], a, pair[1], b)
		}
	}
	for _, pair := range [][2]string{{"pain", "pin"}, {"mal", "mai"}, {"os", "o"}, {"bus", "but"}, {"eau", "au"}, {"prix", "prise"}, {"prix", "pris"}, {"voix", "vois"}, {"croix", "crois"}, {"noix", "noie"}, {"toux", "tous"}, {"roux", "roue"}, {"doux", "doute"}, {"taux", "tas"}, {"heureux", "heure"}, {"index", "inde"}, {"four", "fous"}} {
		if a, b := stem(pair[0]), stem(pair[1]); a == b {
			t.Errorf("%s and %s are both %q", pair[0], pair[1], a)
		}
	}
}

func fold1(text string) string {
	folded, _ := Folded(text)
	return folded
}

func TestAsk(t *testing.T) {
	const text = "L’atelier ouvre vendredi : des œufs frais et des gâteaux. Venez à l'heure du goûter !"
	for typed, want := range map[string]bool{
		"atelier":                true,
		"l'atelier":              true,
		"L’ATELIER":              true,
		"d’atelier":              true, // the article does not count
		"oeuf":                   true,
		"ŒUFS":                   true,
		"gateau":                 true,
		"gateaux vendredi":       true,
		"vend":                   true,
		"vend ":                  false, // finished: no longer a beginning
		"gout":                   true,
		"lundi":                  false,
		"gateau lundi":           false,
		`"oeufs frais"`:          true,
		"« œufs frais »":         true,
		`"frais oeufs"`:          false,
		`"oeuf frais"`:           false, // quotes mean as it is
		`"des gateaux`:           true,
		`"des" "ouvre vendredi"`: true,
		`""`:                     true, // asks for nothing
		"*":                      true,
		"AND OR NOT":             false,
		"ouvre NEAR":             false,
	} {
		if got := Ask(typed).In(text); got != want {
			t.Errorf("%q: got %v", typed, got)
		}
	}
	if q := Ask(" \"' * ( ) : ^ - + {"); !q.IsZero() || q.FTS([]string{"a"}, "b") != "" {
		t.Errorf("asks for %+v", q)
	}
	if !Ask("pain chaud").In("Le pain", "bien chaud") || Ask(`"pain chaud"`).In("Le pain", "chaud") {
		t.Error("several texts")
	}
}

func shown(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Match {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("Le four chauffe dès l’aube. ", 5) + "Nos brioches\nsont prêtes. " + strings.Repeat("Passez nous voir bientôt. ", 6)
	for _, test := range []struct{ typed, text, want string }{
		{"pain", "Du pain chaud", "Du [pain] chaud"},
		{"rien", "Du pain\nchaud", "Du pain chaud"},
		{"pain chaud", "Du pain chaud", "Du [pain] [chaud]"},
		{`"pain chaud"`, "Du pain chaud", "Du [pain chaud]"},
		{"brioche", long, "… four chauffe dès l’aube. Nos [brioches] sont prêtes. Passez nous voir bientôt …"},
		{"", "Court", "Court"},
		{"", strings.Repeat("mot ", 40), strings.Repeat("mot ", 19) + "mot …"},
	} {
		if got := shown(Ask(test.typed).Snippet(test.text, 80)); got != test.want {
			t.Errorf("%q: got %q, want %q", test.typed, got, test.want)
		}
	}
	if got := shown(Ask("oeuf").Mark("Œufs de Pâques")); got != "[Œufs] de Pâques" {
		t.Error(got)
	}
}

// TestSnippetsAreOfTheText: what is shown stands in the text, is short enough,
// and holds a match when there is one.
func TestSnippetsAreOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.TrimSpace(rapid.StringOf(rapid.RuneFrom([]rune("aéœ bpin \n’.🥖s"))).Draw(t, "text"))
		typed := rapid.StringOf(rapid.RuneFrom([]rune("aéœ bpin\"s"))).Draw(t, "typed")
		q := Ask(typed)
		var all strings.Builder
		for _, p := range q.Mark(text) {
			all.WriteString(p.Text)
		}
		flat := strings.ReplaceAll(text, "\n", " ")
		if all.String() != flat {
			t.Fatalf("%q shown as %q", flat, all.String())
		}
		pieces := q.Snippet(text, 40)
		matched := false
		all.Reset()
		for _, p := range pieces {
			all.WriteString(p.Text)
			matched = matched || p.Match
		}
		inside := strings.TrimSuffix(strings.TrimPrefix(all.String(), "… "), " …")
		if !strings.Contains(flat, inside) || utf8.RuneCountInString(inside) > 40 {
			t.Fatalf("%q shown as %q", flat, inside)
		}
		if found := len(q.matches(wordsOf(text))) > 0; found != matched {
			t.Fatalf("%q in %q shown as %q", typed, text, shown(pieces))
		}
	})
}

func FuzzAsk(f *testing.F) {
	for _, seed := range []string{"pain", `"pain chaud`, "l'été", "« œufs »", "a* OR b:c NEAR(", "\xff\"", "🥖", "chevaux", "ﬁ½"} {
		f.Add(seed, "Du pain chaud, l’été")
	}
	f.Fuzz(func(t *testing.T, typed, text string) {
		q := Ask(typed)
		expression := q.FTS([]string{"a"}, "b")
		if strings.Count(expression, `"`)%2 != 0 || (expression == "") != q.IsZero() {
			t.Errorf("%q asks for %q", typed, expression)
		}
		q.In(text)
		q.Mark(text)
		q.Snippet(text, 50)
		// A whole word of a text is found in it.
		for _, w := range wordsOf(text) {
			if !Ask(text[w.from:w.to] + " ").In(text) {
				t.Errorf("%q is not found in %q", text[w.from:w.to], text)
			}
		}
	})
}
