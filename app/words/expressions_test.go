package words

import (
	"slices"
	"strings"
	"testing"
)

var expressionCases = []struct {
	name, listed, text, want string // several are separated by |
}{
	{"the word", "gratuit", "C’est gratuit !", "gratuit"},
	{"nothing to avoid", "", "C’est gratuit !", ""},
	{"not there", "gratuit", "Le pain du jour", ""},
	{"capitals", "gratuit", "GRATUIT ce soir", "GRATUIT"},
	{"accents typed", "ecologique", "Un sac écologique", "écologique"},
	{"accents forgotten", "écologique", "Un sac ecologique", "ecologique"},
	{"accents typed apart", "écologique", "Un sac e\u0301cologique", "e\u0301cologique"},
	{"accents on capitals", "économie", "ÉCONOMIES", "ÉCONOMIES"},
	{"part of a word", "gratuit", "La gratuité n’existe pas", ""},
	{"part of a word, the other way", "art", "La tarte du quartier", ""},
	{"plural", "promo", "Nos promos de la semaine", "promos"},
	{"singular", "promos", "La promo de la semaine", "promo"},
	{"plural in x", "cadeau", "Des cadeaux pour tous", "cadeaux"},
	{"plural in aux", "commercial", "Nos commerciaux arrivent", "commerciaux"},
	{"plural of ail", "travail", "Fermé pour travaux", "travaux"},
	{"singular of aux", "locaux", "Un produit local", "local"},
	{"mai is not mais", "mai", "Mais non", ""},
	{"mais is not mai", "mais", "En mai", ""},
	{"ver is not vers", "ver", "Vers midi", ""},
	{"cas is not ça", "cas", "Ça sent bon", ""},
	{"elision", "arnaque", "Ce n’est pas l’arnaque", "arnaque"},
	{"elision with a typewriter's apostrophe", "arnaque", "d'arnaque", "arnaque"},
	{"elision with a letter's apostrophe", "arnaque", "lʼarnaque", "arnaque"},
	{"elision in an expression", "n’importe quoi", "C'est N'importe  quoi", "N'importe  quoi"},
	{"expression", "pas cher", "Un pain pas cher du tout", "pas cher"},
	{"expression in the plural", "offre exceptionnelle", "Des offres exceptionnelles", "offres exceptionnelles"},
	{"expression over a line break", "pas cher", "pas\ncher", "pas\ncher"},
	{"expression with a no-break space", "pas cher", "pas\u00a0cher", "pas\u00a0cher"},
	{"expression with a hyphen", "low cost", "Du low-cost", "low-cost"},
	{"expression cut by a full stop", "pas cher", "Je ne sais pas. Cher ami,", ""},
	{"expression cut by a comma", "bon plan", "C’est bon, plan compris", ""},
	{"expression that is not finished", "prix cassé", "À tout prix", ""},
	{"the longer expression first", "cher|pas cher", "Pas cher, puis cher", "Pas cher|cher"},
	{"several in a line", "promo, pas cher ; soldes", "Soldes : promo", "Soldes|promo"},
	{"each once", "promo", "Promo, promo et promos", "Promo"},
	{"compound", "petit", "Le petit-déjeuner", ""},
	{"end of a compound", "monnaie", "Un porte-monnaie", ""},
	{"compound to avoid", "bien-être", "Votre bien-être", "bien-être"},
	{"verb and pronoun", "profitez", "Profitez-en !", "Profitez"},
	{"dash of a list", "promo", "-promo du jour", "promo"},
	{"in a hashtag", "promo", "Venez ! #promo #Promo2026", ""},
	{"in a link", "promo", "https://martin.fr/promo et boulangerie.fr/promo", ""},
	{"in an address that no network makes a link", "promo", "ftp://promo/promo et www.promo", ""},
	{"in a mention", "promo", "Merci @promo.fr et @promo", ""},
	{"in an e-mail address", "promo", "Écrivez à promo@martin.fr", ""},
	{"after a link", "promo", "https://martin.fr promo", "promo"},
	{"in quotation marks", "promo", "la « promo »", "promo"},
	{"in brackets", "promo", "(promo)", "promo"},
	{"at the end of a text in capitals", "PROMO", "promo", "promo"},
	{"ligature", "oeuf", "Des œufs", "œufs"},
	{"ligature to avoid", "cœur", "Coup de coeur", "coeur"},
	{"soft hyphen", "gratuit", "gra\u00adtuit", "gra\u00adtuit"},
	{"fancy letters", "gratuit", "𝐆𝐫𝐚𝐭𝐮𝐢𝐭", "𝐆𝐫𝐚𝐭𝐮𝐢𝐭"},
	{"sign", "100 % naturel", "100% naturel", "100% naturel"},
	{"number alone", "100 %", "100 baguettes", ""},
	{"picture", "🔥", "Chaud🔥devant", "🔥"},
	{"blank lines", " | , |«»", "Rien « du tout »", ""},
	{"other alphabet", "хлеб", "Свежий хлеб", "хлеб"},
}

func TestExpressionsAreFound(t *testing.T) {
	for _, test := range expressionCases {
		t.Run(test.name, func(t *testing.T) {
			list := NewExpressions(strings.Split(test.listed, "|"))
			var want []string
			if test.want != "" {
				want = strings.Split(test.want, "|")
			}
			var got []string
			for _, f := range list.Find(Of(test.text)) {
				got = append(got, test.text[f.Start:f.End])
			}
			if !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
}
