package spelling_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"parvis/app/spelling"
)

// wrongs returns the words that Find calls wrong, without those that are badly set.
func wrongs(t testing.TB, text string, language spelling.Language, words ...string) []string {
	t.Helper()
	found, err := spelling.Find(t.Context(), text, language, spelling.NewWords(words...))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range found {
		if text[f.Start:f.End] != f.Word {
			t.Errorf("%q: finding %q at %d..%d, where %q is", text, f.Word, f.Start, f.End, text[f.Start:f.End])
		}
		if f.Kind == spelling.Spelling {
			all = append(all, f.Word)
		}
	}
	return all
}

func TestRightWords(t *testing.T) {
	for _, text := range []string{
		"L'homme d'hier n'a qu'un œil, c'est-à-dire peu.",
		"L’an prochain, j’irai jusqu’au bout, lorsqu’il fera beau et puisqu’on m’y attend.",
		"Aujourd'hui, aujourd’hui, AUJOURD'HUI, quelqu'un d'autre, presqu'île, prud'homme, entr'ouvert",
		"A-t-il dit oui ? Y a-t-il du pain ? Dites-nous tout, allez-y, donne-m'en, va-t'en, parle-t-on, est-ce lui-même ?",
		"Celui-ci, ces jours-là, moi-même, qu'est-ce que c'est ? N'est-ce pas ?",
		"ETE, ÉTÉ, ECOLE, ÉCOLE, CŒUR, COEUR, L'ÉTÉ, L'ETE, SAINT-MALO, NOËL, NOEL",
		"Paris, Saint-Nazaire, l'Espagne, d'Artagnan, la Loire-Atlantique",
		"7h30, 12 €, 12€, 1er, 2e, 3ème, 14h, 9:30, 20 %, 2CV, A4, 500 g, 10 m d'eau, 5 l de lait, 15 km",
		"https://exemple.fr/pge?x=azertyu www.exempl.fr exempl.fr/jkjk zzz@exxemple.fr mailto:zzz@exxemple.fr",
		"@boulangrie_martin @bonjour.xyz #BoulangreieNantes #jaimelepainn #été_2026",
		"Bravo 🎉🎉 merci 👩‍🍳 !",
		"{prenom}, votre {commnde} est prête :wavee:",
		"iPhone, WordPress, YouTube, McDonald, SARL, TVA, SIRET, M. Dupont, Mme Martin, etc.",
		"Click & collect, happy hour, Black Friday, made in France",
		"la micro-entreprise, un demi-pain, l'anti-gaspi, l'ex-patron, un porte-monnaie",
		"Un chef-d'œuvre, la main-d’œuvre, des hors-d’œuvre, un tête-à-tête",
		"l’huile, l’hiver, le haricot, la hauteur, d’habitude, l’yeuse, le yaourt, la Hollande",
		"le vin d’Alsace, le maire d’Yvetot, la mairie d’Hennebont",
		"",
		"   \n\n",
		"É",
		"hum hum",
		"Ouv. tous les jours, env. 12 places, rens. au comptoir",
	} {
		if got := wrongs(t, text, spelling.French); len(got) > 0 {
			t.Errorf("%q: %q", text, got)
		}
		if got := wrongs(t, norm.NFD.String(text), spelling.French); len(got) > 0 {
			t.Errorf("%q in NFD: %q", text, got)
		}
	}
}

func TestWrongWords(t *testing.T) {
	for _, test := range []struct {
		text        string
		word, first string
	}{
		{"Voisinn, venez !", "Voisinn", "Voisin"},
		{"une bonne odeur de pian chaud et de bagette", "bagette", "baguette"},
		{"lhomme du jour", "lhomme", "l’homme"},
		{"merci jai adoré", "jai", "j’ai"},
		{"oui cest ouvert", "cest", "c’est"},
		{"on verra aujourdhui", "aujourdhui", "aujourd’hui"},
		{"on verra aujourd hui", "aujourd hui", "aujourd’hui"},
		{"le goût de l homme", "l homme", "l’homme"},
		{"le goût de l’ homme", "l’ homme", "l’homme"},
		{"un bouquet d hortensias", "d hortensias", "d’hortensias"},
		{"voici l’apéritf", "apéritf", "apéritif"},
		{"un petit-dejeuner", "petit-dejeuner", "petit-déjeuner"},
		{"des chevals", "chevals", "chevaux"},
		{"UNE BAGETTE", "BAGETTE", "BAGUETTE"},
		{"à VOisin", "VOisin", "Voisin"},
		{"l’haricot vert", "l’haricot", "le haricot"},
		{"parceque", "parceque", "parce que"},
		{"en ete", "ete", "été"},
		{norm.NFD.String("le fromagé frais est tres bon"), "tres", "très"},
		{"une farmacie", "farmacie", "pharmacie"},
		{"notre équippe", "équippe", "équipe"},
		{"dites-nosu", "dites-nosu", "dites-nous"},
	} {
		found, err := spelling.Find(t.Context(), test.text, spelling.French, spelling.Words{})
		if err != nil {
			t.Fatal(err)
		}
		var spelt []spelling.Finding
		for _, f := range found {
			if f.Kind == spelling.Spelling {
				spelt = append(spelt, f)
			}
		}
		if len(spelt) != 1 || spelt[0].Word != test.word || len(spelt[0].Suggestions) == 0 || spelt[0].Suggestions[0] != test.first {
			t.Errorf("%q: %+v", test.text, spelt)
		}
		for _, f := range spelt {
			if len(f.Suggestions) > spelling.MaxSuggestions {
				t.Errorf("%q: %d suggestions", test.text, len(f.Suggestions))
			}
		}
	}
}

func TestWordsOfTheBusiness(t *testing.T) {
	const text = "Le Zébulor de Kerguidu, zébulors, ZÉBULOR et l’Aérozo-Bar."
	if got := wrongs(t, text, spelling.French); len(got) == 0 {
		t.Fatal("the test has no word to learn")
	}
	got := wrongs(t, text, spelling.French, "Chez Zébulor", "zébulors", "Kerguidu", "Aérozo")
	if len(got) != 0 {
		t.Errorf("known and called wrong: %q", got)
	}
	// A word learnt is suggested, and a name is not known without its capital.
	found, err := spelling.Find(t.Context(), "le zébulorr", spelling.French, spelling.NewWords("zébulor"))
	if err != nil || len(found) != 1 || found[0].Suggestions[0] != "zébulor" {
		t.Errorf("%+v, %v", found, err)
	}
	if got := wrongs(t, "un kerguidu", spelling.French, "Kerguidu"); len(got) != 1 {
		t.Errorf("a name in lower case: %q", got)
	}
}

func TestEnglish(t *testing.T) {
	clean := sentences(t, "clean_en.txt")
	words := 0
	for _, s := range clean {
		words += len(strings.Fields(s))
		if got := wrongs(t, s, spelling.Unsaid); len(got) > 0 {
			t.Errorf("%q: %q", s, got)
		}
	}
	for text, want := range map[string]string{
		"The bread is redy and the shop is open":        "ready",
		"We recieve your letters every day of the week": "receive",
		"Our neighbours love the choclate cake we bake": "chocolate",
	} {
		found, err := spelling.Find(t.Context(), text, spelling.Unsaid, spelling.Words{})
		if err != nil || len(found) != 1 || found[0].Suggestions[0] != want {
			t.Errorf("%q: %+v, %v", text, found, err)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for _, name := range []string{"clean_fr.txt", "clean_en.txt"} {
		want := spelling.French
		if name == "clean_en.txt" {
			want = spelling.English
		}
		for _, s := range sentences(t, name) {
			if got, err := spelling.LanguageOf(s); err != nil || got != want {
				t.Errorf("%q: %s, %v", s, got, err)
			}
		}
	}
	for _, short := range []string{"", "Happy hour!", "The best", "Black Friday", "https://example.com/the-best-of-the-world", "#the #best #of #all", "Save the date", "Brunch, burger, cookie"} {
		if got, err := spelling.LanguageOf(short); err != nil || got != spelling.French {
			t.Errorf("%q: %s, %v", short, got, err)
		}
	}
}

func TestTypography(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Bonjour!", "Bonjour\u202f!"},
		{"Bonjour !", "Bonjour\u202f!"},
		{"Bonjour\u00a0!", "Bonjour\u00a0!"},
		{"Quoi?! Non ?!", "Quoi\u202f?! Non\u202f?!"},
		{"Menu: pain; beurre", "Menu\u00a0: pain\u202f; beurre"},
		{"Menu : pain", "Menu\u00a0: pain"},
		{"ouvert à 9:30, score 3:1, https://a.fr:80/x?y=1;z", "ouvert à 9:30, score 3:1, https://a.fr:80/x?y=1;z"},
		{"Merci :) et ;-) puis :D", "Merci :) et ;-) puis :D"},
		{"«Oui» et « non »", "«\u202fOui\u202f» et «\u202fnon\u202f»"},
		{`Il dit "oui" et "non", voilà`, "Il dit «\u202foui\u202f» et «\u202fnon\u202f», voilà"},
		{`un écran de 24" neuf`, `un écran de 24" neuf`},
		{`"24" ans`, "«\u202f24\u202f» ans"},
		{"l'homme d'un jour", "l’homme d’un jour"},
		{"'ainsi' dit-il", "'ainsi' dit-il"},
		{"A bientôt. A votre service", "À bientôt. À votre service"},
		{"A 18h, et le A de Amélie", "À 18h, et le A de Amélie"},
		{"A-t-il raison", "A-t-il raison"},
		{"A faim. A mangé. A préparées", "A faim. A mangé. A préparées"},
		{"Etes-vous là\u202f? Ecole fermée, Etat civil, Ca y est. Ca va", "Êtes-vous là\u202f? École fermée, État civil, Ça y est. Ça va"},
		{"un oeuf et du coeur", "un œuf et du cœur"},
		{"trop  de   place", "trop de place"},
		{"  en retrait  \n  suite", "  en retrait  \n  suite"},
		{"Attendez...", "Attendez…"},
		{"Bon.... ...", "Bon… …"},
		{"#sale! @bon! x", "#sale\u202f! @bon\u202f! x"},
		{"#un...deux l'@b", "#un...deux l'@b"},
		{"Le code {prenom}: {x}!", "Le code {prenom}\u00a0: {x}\u202f!"},
		{"Prix  !", "Prix\u202f!"},
		{"🎉!", "🎉\u202f!"},
		{"!", "!"},
		{"", ""},
	} {
		found, err := spelling.Find(t.Context(), test.text, spelling.French, spelling.Words{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			if f.Kind != spelling.Typography || len(f.Suggestions) != 1 {
				t.Errorf("%q: %+v", test.text, f)
			}
		}
		got := spelling.MendTypography(test.text, found)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
		again, err := spelling.Find(t.Context(), got, spelling.French, spelling.Words{})
		if err != nil || len(again) > 0 {
			t.Errorf("%q mended has still %+v, %v", got, again, err)
		}
	}
}

func TestEnglishKeepsItsTypography(t *testing.T) {
	const text = `The shop's "best" bread is here: come and taste it! Are you ready?`
	found, err := spelling.Find(t.Context(), text, spelling.Unsaid, spelling.Words{})
	if err != nil || len(found) > 0 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestMend(t *testing.T) {
	const text = "du bons pain"
	f := spelling.Finding{Start: 3, End: 7, Word: "bons"}
	if got := spelling.Mend(text, f, "bon"); got != "du bon pain" {
		t.Errorf("%q", got)
	}
	for _, stale := range []spelling.Finding{{Start: 2, End: 6, Word: "bons"}, {Start: 3, End: 70, Word: "bons"}, {Start: -1, End: 3}, {Start: 7, End: 3}} {
		if got := spelling.Mend(text, stale, "x"); got != text {
			t.Errorf("%+v made %q", stale, got)
		}
	}
}

func TestFindStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := spelling.Find(ctx, "un mot", spelling.French, spelling.Words{}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}
