package legal

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"parvis/app"
)

type reviewCase struct {
	name     string
	facts    Facts
	rule     ID // "" for nothing found
	severity Severity
	said     string // the words that called it
	add      string
	declare  Disclosure
	needs    string
}

var cases = []reviewCase{
	{"an ordinary post", Facts{Text: "Le pain sort du four à 7 h."}, "", 0, "", "", "", ""},

	// Partnership: asked for, then wanted once declared.
	{"reads as a partnership", Facts{Text: "Un four offert par Meunier & Fils !"}, Partnership, Care, "offert par", "", Paid, ""},
	{"a code for new customers", Facts{Text: "Mon code de bienvenue : PAIN"}, "", 0, "", "", "", ""},
	{"a discount code is no partnership", Facts{Text: "Mon code promo de bienvenue"}, ReferencePrice, Note, "promo", "", "", ""},
	{"nobody offers", Facts{Text: "Un café offert pour deux brioches."}, "", 0, "", "", "", ""},
	{"declared without its label", Facts{Text: "Notre nouveau four.", Disclosures: []Disclosure{Paid}}, Partnership, Missing, "", "Publicité", "", ""},
	{"declared with a label", Facts{Text: "PUBLICITE : notre nouveau four.", Disclosures: []Disclosure{Paid}}, "", 0, "", "", "", ""},
	{"declared with the other label", Facts{Text: "Collaboration commerciale. Notre four.", Disclosures: []Disclosure{Paid}}, "", 0, "", "", "", ""},
	{"half a label", Facts{Text: "Une belle collaboration.", Disclosures: []Disclosure{Paid}}, Partnership, Missing, "", "Publicité", "", ""},
	{"paid, of what may not be", Facts{Text: "Publicité. Des paris sportifs.", Disclosures: []Disclosure{Paid}}, Banned, Care, "paris sportifs", "", "", ""},
	{"paid, wild animals", Facts{Text: "Publicité. Des animaux sauvages.", Disclosures: []Disclosure{Paid}}, Banned, Care, "animaux sauvages", "", "", ""},
	{"paid, gambling", Facts{Text: "Publicité. Un casino en ligne.", Disclosures: []Disclosure{Paid}}, Banned, Care, "casino en ligne", "", "", ""},
	{"not paid, nothing is banned", Facts{Text: "Des paris sportifs."}, "", 0, "", "", "", ""},

	// Images.
	{"an altered face", Facts{Text: "Avant et après.", Disclosures: []Disclosure{Altered}}, Retouched, Missing, "", "Images retouchées", "", ""},
	{"said so", Facts{Text: "Avant et après. Images retouchées.", Disclosures: []Disclosure{Altered}}, "", 0, "", "", "", ""},
	{"said with the label of another rule", Facts{Text: "Photographie retouchée", Disclosures: []Disclosure{Altered}}, Retouched, Missing, "", "Images retouchées", "", ""},
	{"a face that does not exist", Facts{Text: "Notre mannequin.", Disclosures: []Disclosure{Artificial}}, Virtual, Missing, "", "Images virtuelles", "", ""},

	// Sales.
	{"soldes outside the sales", Facts{Text: "Soldes sur les moules à cake", Day: day(2026, 11, 27)}, Sales, Care, "Soldes", "", "", ""},
	{"soldes within the sales", Facts{Text: "Soldes sur les moules à cake", Day: day(2026, 1, 10), Sales: true}, ReferencePrice, Note, "Soldes", "", "", ""},
	{"soldes without a day", Facts{Text: "Soldes sur les moules à cake"}, ReferencePrice, Note, "Soldes", "", "", ""},
	{"the balance of an account", Facts{Text: "Le solde se règle au retrait.", Day: day(2026, 11, 27)}, "", 0, "", "", "", ""},

	{"a balance", Facts{Text: "Solde de 20 € à régler", Day: day(2026, 11, 27)}, "", 0, "", "", "", ""},
	{"the balance of a departure", Facts{Text: "Nos soldes de tout compte", Day: day(2026, 11, 27)}, "", 0, "", "", "", ""},
	{"on sale", Facts{Text: "Nos moules en solde", Day: day(2026, 11, 27)}, Sales, Care, "en solde", "", "", ""},
	{"marked down", Facts{Text: "Un moule soldé", Day: day(2026, 11, 27)}, Sales, Care, "soldé", "", "", ""},
	{"within sales that are not official", Facts{Text: "Les soldes", Day: day(2027, 1, 8), Sales: true, Confirm: true}, Sales, Note, "soldes", "", "", ""},
	// Prices.
	{"a percentage off", Facts{Text: "Ce week-end : -20 % sur les tartes"}, ReferencePrice, Note, "-20 %", "", "", ""},
	{"with a minus sign and a thin space", Facts{Text: "− 5\u202f% aujourd’hui"}, ReferencePrice, Note, "− 5\u202f%", "", "", ""},
	{"a range is none", Facts{Text: "Entre 10-20 % de seigle"}, "", 0, "", "", "", ""},
	{"a share is none", Facts{Text: "100 % beurre, 70 % cacao"}, "", 0, "", "", "", ""},
	{"a former price", Facts{Text: "12 € au lieu de 15 €"}, ReferencePrice, Note, "au lieu de", "", "", ""},

	// Alcohol.
	{"wine", Facts{Text: "Un verre de vin avec le plateau."}, Alcohol, Care, "vin", mention, "", ""},
	{"wine with its warning", Facts{Text: "Un verre de vin. " + mention}, "", 0, "", "", "", ""},
	{"the warning as people type it", Facts{Text: "Du vin ! L'abus d'alcool est dangereux pour la sante a consommer avec moderation"}, "", 0, "", "", "", ""},
	{"half the warning", Facts{Text: "Du vin, à consommer avec modération."}, Alcohol, Care, "vin", mention, "", ""},
	{"vinegar", Facts{Text: "Un filet de vinaigre."}, "", 0, "", "", "", ""},
	{"a cake", Facts{Text: "Baba au rhum du dimanche."}, "", 0, "", "", "", ""},
	{"a cake and a bottle", Facts{Text: "Baba au rhum, et une bouteille de rhum."}, Alcohol, Care, "rhum", mention, "", ""},
	{"without alcohol", Facts{Text: "Un apéritif sans alcool."}, "", 0, "", "", "", ""},
	{"a cocktail without", Facts{Text: "Un cocktail sans alcool"}, "", 0, "", "", "", ""},
	{"a beer without", Facts{Text: "Bière sans alcool, apéritif"}, "", 0, "", "", "", ""},
	{"several without", Facts{Text: "Cidre sans alcool. Vin chaud sans alcool"}, "", 0, "", "", "", ""},
	{"one with, one without", Facts{Text: "Bière sans alcool, et du vin"}, Alcohol, Care, "vin", mention, "", ""},
	{"with or without", Facts{Text: "Un spritz avec ou sans alcool"}, Alcohol, Care, "spritz", mention, "", ""},
	{"without it, elsewhere", Facts{Text: "Sans alcool. Cocktail du jour"}, Alcohol, Care, "Cocktail", mention, "", ""},
	{"fruits", Facts{Text: "Cocktail de fruits, puis cocktail de fruits"}, "", 0, "", "", "", ""},
	{"digestion", Facts{Text: "Confort digestif, pain au levain"}, "", 0, "", "", "", ""},
	{"a hashtag is a name", Facts{Text: "#vin #champagne"}, "", 0, "", "", "", ""},

	// Contests.
	{"a contest", Facts{Text: "Jeu-concours : une bûche à gagner"}, Contest, Care, "Jeu-concours", "", "", "rules,free,end"},
	{"a contest that says all", Facts{Text: "Jeu-concours sans obligation d’achat, jusqu’au 20/12. Règlement sur notre site."}, "", 0, "", "", "", ""},
	{"a contest without its end", Facts{Text: "À gagner : une bûche. Participation gratuite, règlement en boutique."}, Contest, Care, "À gagner", "", "", "end"},
}

const mention = "L’abus d’alcool est dangereux pour la santé, à consommer avec modération."

func day(y int, m time.Month, d int) app.Date { return app.Date{Year: y, Month: m, Day: d} }

func TestTheRules(t *testing.T) {
	review := NewReview(Shipped())
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			found := review.Of(test.facts)
			if test.rule == "" {
				if len(found) > 0 {
					t.Fatalf("%s calls %s", test.facts.Text, found[0].Rule.ID)
				}
				return
			}
			i := slices.IndexFunc(found, func(f Finding) bool { return f.Rule.ID == test.rule })
			if i < 0 {
				t.Fatalf("%q does not call %s", test.facts.Text, test.rule)
			}
			f := found[i]
			if said := test.facts.Text[f.Said.Start:f.Said.End]; said != test.said {
				t.Errorf("called by %q, want %q", said, test.said)
			}
			if f.Severity != test.severity || f.Add != test.add || f.Declare != test.declare || strings.Join(f.Needs, ",") != test.needs {
				t.Errorf("severity %d, add %q, declare %q, needs %q", f.Severity, f.Add, f.Declare, f.Needs)
			}
			if f.Add == "" {
				return
			}
			test.facts.Text += "\n" + f.Add
			for _, again := range review.Of(test.facts) {
				if again.Rule.ID == test.rule {
					t.Errorf("%s is not settled by what it wants added", test.rule)
				}
			}
		})
	}
}

func TestEveryShippedRuleHasACase(t *testing.T) {
	for _, r := range Shipped() {
		if !slices.ContainsFunc(cases, func(c reviewCase) bool { return c.rule == r.ID }) {
			t.Errorf("no case for %s", r.ID)
		}
	}
}

// FuzzReview reads any text by any rule of one's own: what is shown is a stretch of
// the text.
func FuzzReview(f *testing.F) {
	for _, c := range cases {
		f.Add(c.facts.Text, c.said)
	}
	f.Add("-\u202f9%", "%")
	f.Add("\xff-5 %\xff", ",;\n")
	f.Fuzz(func(t *testing.T, text, listed string) {
		review := NewReview(append(Shipped(), Rule{ID: "own-1", Name: "x", Words: []string{listed}, Mention: text}))
		for _, finding := range review.Of(Facts{Text: text, Day: day(2026, 11, 27), Disclosures: Disclosures}) {
			if finding.Said.Start < 0 || finding.Said.Start > finding.Said.End || finding.Said.End > len(text) {
				t.Fatalf("%s shows %+v of %d", finding.Rule.ID, finding.Said, len(text))
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[finding.Said.Start:finding.Said.End]) {
				t.Fatalf("%s cuts a character", finding.Rule.ID)
			}
		}
	})
}
