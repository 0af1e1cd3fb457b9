package networks_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app/networks"
)

var markCases = []struct {
	text string
	want []string
}{
	{"", nil},
	{"Du pain, du vrai.", nil},
	// Links among French punctuation.
	{"Voir https://martin.fr.", []string{"https://martin.fr → https://martin.fr"}},
	{"Voir https://martin.fr\u202f!", []string{"https://martin.fr → https://martin.fr"}},
	{"«\u00a0https://martin.fr/carte\u00a0»", []string{"https://martin.fr/carte → https://martin.fr/carte"}},
	{"«https://martin.fr/carte»", []string{"https://martin.fr/carte → https://martin.fr/carte"}},
	{"(https://martin.fr/carte)", []string{"https://martin.fr/carte → https://martin.fr/carte"}},
	{"(voir https://fr.wikipedia.org/wiki/Pain_(aliment)).", []string{"https://fr.wikipedia.org/wiki/Pain_(aliment) → https://fr.wikipedia.org/wiki/Pain_(aliment)"}},
	{"https://martin.fr, https://dupont.fr\u202f; fin", []string{"https://martin.fr → https://martin.fr", "https://dupont.fr → https://dupont.fr"}},
	{"https://martin.fr…", []string{"https://martin.fr → https://martin.fr"}},
	{"https://martin.fr?!", []string{"https://martin.fr → https://martin.fr"}},
	{"HTTPS://Martin.FR/Carte", []string{"HTTPS://Martin.FR/Carte → https://martin.fr/Carte"}},
	{"à l’adresse\u202f:https://martin.fr/a,b;c?d=1&e=2#f", []string{"https://martin.fr/a,b;c?d=1&e=2#f → https://martin.fr/a,b;c?d=1&e=2#f"}},
	{"🥖https://martin.fr🥐 martin.fr🥐", []string{"https://martin.fr → https://martin.fr", "martin.fr → https://martin.fr"}},
	{"🥖 https://martin.fr 🥐", []string{"https://martin.fr → https://martin.fr"}},
	{"https://fr.wikipedia.org/wiki/Pâtisserie?q=crème", []string{"https://fr.wikipedia.org/wiki/Pâtisserie?q=crème → https://fr.wikipedia.org/wiki/P%C3%A2tisserie?q=cr%C3%A8me"}},
	{"https://pâtisserie.fr", []string{"https://pâtisserie.fr → https://xn--ptisserie-b2a.fr"}},
	{"https://martin.fr:8443/x", []string{"https://martin.fr:8443/x → https://martin.fr:8443/x"}},
	{"https:// http://. https://a", nil},
	{"https://moi:secret@martin.fr", nil},
	{"javascript://martin.fr/%0aalert(1)", nil},
	// Addresses without a scheme.
	{"Commandez sur martin.fr.", []string{"martin.fr → https://martin.fr"}},
	{"Commandez sur www.martin.fr/carte/ aujourd’hui", []string{"www.martin.fr/carte/ → https://www.martin.fr/carte/"}},
	{"martin.fr/carte, puis dupont.com\u202f?", []string{"martin.fr/carte → https://martin.fr/carte", "dupont.com → https://dupont.com"}},
	{"martin.fr?", []string{"martin.fr → https://martin.fr"}},
	{"martin.fr:8443/x", []string{"martin.fr:8443/x → https://martin.fr:8443/x"}},
	{"martin.fr: ouvert", []string{"martin.fr → https://martin.fr"}},
	{"Du pain frais.et du lait, à midi.Le soir aussi, 10.30 ou p.ex. ceci etc.", nil},
	{"contact@martin.fr et prenom.nom@martin.fr", nil},
	{"martin.pain a.b.c ..fr .fr fr. -martin.fr_x", nil},
	// Hashtags.
	{"#Noël #pain-au-levain #œuf #2026 #1erMai", []string{"#Noël → Noël", "#pain-au-levain → pain-au-levain", "#œuf → œuf", "#1erMai → 1erMai"}},
	{"Miam #miam\u202f! (#brioche), «\u00a0#fouée\u00a0» d’#automne…", []string{"#miam → miam", "#brioche → brioche", "#fouée → fouée", "#automne → automne"}},
	{"＃パン屋", []string{"＃パン屋 → パン屋"}},
	{"#e\u0301te\u0301", []string{"#e\u0301te\u0301 → e\u0301te\u0301"}},
	{"#pain🥖 #👩🏽‍🍳", []string{"#pain🥖 → pain🥖", "#👩🏽‍🍳 → 👩🏽‍🍳"}},
	{"#client·e·s #fin- #_ # ## #️⃣ a#b C# &#39; n°#x", []string{"#client·e·s → client·e·s", "#fin → fin", "#x → x"}},
	{"#" + strings.Repeat("a", 65), nil},
	{"#" + strings.Repeat("a", 64), []string{"#" + strings.Repeat("a", 64) + " → " + strings.Repeat("a", 64)}},
	{"https://martin.fr/#carte #carte", []string{"https://martin.fr/#carte → https://martin.fr/#carte", "#carte → carte"}},
	{"http:/#0000\x80 #a\x80", []string{"#a → a"}},
	// Mentions.
	{"Merci @mairie.nantes.fr.", []string{"@mairie.nantes.fr → @mairie.nantes.fr"}},
	{"Merci (@Martin.bsky.social)\u202f!", []string{"@Martin.bsky.social → @martin.bsky.social"}},
	{"@nobody.fr @martin @ @.fr x@martin.bsky.social @martin.bsky.social@fr", []string{"@nobody.fr → @nobody.fr"}},
	{"@mairie.nantes.frère", nil},
}

func TestMarks(t *testing.T) {
	for _, tt := range markCases {
		var got []string
		for _, m := range networks.Marks(networks.Bluesky, tt.text) {
			sign := map[networks.MarkKind]string{networks.Mention: "@"}[m.Kind]
			got = append(got, fmt.Sprintf("%s → %s%s", tt.text[m.Start:m.End], sign, m.Value))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

// fatal is the part of a test that checkMarks needs.
type fatal interface {
	Fatalf(format string, args ...any)
}

// checkMarks holds the marks of a text against what networks demand.
func checkMarks(t fatal, text string) {
	end := 0
	for _, m := range networks.Marks(networks.Bluesky, text) {
		if m.Start < end || m.End <= m.Start || m.End > len(text) {
			t.Fatalf("%q: mark %+v after %d", text, m, end)
		}
		end = m.End
		stretch := text[m.Start:m.End]
		if utf8.ValidString(text) && !utf8.ValidString(stretch) {
			t.Fatalf("%q: %q cuts a character", text, stretch)
		}
		if strings.ContainsAny(stretch, " \n\t\u00a0\u202f«»\"") {
			t.Fatalf("%q: %q runs over a border", text, stretch)
		}
		switch m.Kind {
		case networks.Hashtag:
			if _, size := utf8.DecodeRuneInString(stretch); stretch[size:] != m.Value {
				t.Fatalf("%q: tag %q of %q", text, m.Value, stretch)
			}
		case networks.Mention:
			if strings.ToLower(stretch) != "@"+m.Value || !networks.DomainHandle(m.Value) {
				t.Fatalf("%q: mention %q of %q", text, m.Value, stretch)
			}
		case networks.Link:
			checkLink(t, text, stretch, m.Value)
		default:
			t.Fatalf("%q: mark %+v", text, m)
		}
	}
}

func checkLink(t fatal, text, stretch, address string) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") {
		t.Fatalf("%q: link %q of %q: %v", text, address, stretch, err)
	}
	for _, r := range address {
		if r <= ' ' || r > '~' {
			t.Fatalf("%q: link %q is not ASCII", text, address)
		}
	}
	if strings.ContainsAny(stretch[len(stretch)-1:], ".,;:!?'") {
		t.Fatalf("%q: %q takes the sentence's punctuation along", text, stretch)
	}
}

func TestMarkLaws(t *testing.T) {
	pieces := []string{
		"https://martin.fr", "http://", "www.dupont.com/a?b=c", "martin.fr", "#Noël", "#", "@mairie.nantes.fr", "@", " ", "\u202f!", "«\u00a0", "»", "(", ")",
		".", ",", "é", "e\u0301", "🥖", "👩🏽‍🍳", "\u200d", "\u200b", "a", "1", "/", "pâtisserie.fr", "%", "\xff", "\n", "]", "[", "…", "’", "x@y.fr", ":80",
	}
	rapid.Check(t, func(t *rapid.T) {
		checkMarks(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 20).Draw(t, "pieces"), ""))
		checkMarks(t, rapid.String().Draw(t, "text"))
		checkMarksOfAll(t, linked().Draw(t, "linked"))
	})
}

func FuzzMarks(f *testing.F) {
	for _, tt := range markCases {
		f.Add(tt.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkMarks(t, text)
		checkMarksOfAll(t, text)
	})
}

// checkMarksOfAll holds what networks find against what holds for all of them.
func checkMarksOfAll(t fatal, text string) {
	for _, n := range all {
		end := 0
		for _, m := range networks.Marks(n, text) {
			if m.Start < end || m.End <= m.Start || m.End > len(text) || m.Value == "" {
				t.Fatalf("%s: %q: mark %+v after %d", n, text, m, end)
			}
			end = m.End
			stretch := text[m.Start:m.End]
			borders := " \n\t\u00a0\u202f"
			if n == networks.Mastodon && m.Kind == networks.Link {
				// Its rules let no-break spaces into the query of an address.
				borders = " \n\t"
			}
			if utf8.ValidString(text) && !utf8.ValidString(stretch) || strings.ContainsAny(stretch, borders) {
				t.Fatalf("%s: %q: %q runs over a border", n, text, stretch)
			}
			for _, r := range m.Value {
				if m.Kind == networks.Link && (r <= ' ' || r > '~') {
					t.Fatalf("%s: %q: link %q is not ASCII", n, text, m.Value)
				}
			}
		}
	}
}

func TestMarksOfEachNetwork(t *testing.T) {
	const text = "#pain-au-levain #client·e·s @martin.nantes @a@b.fr frais.et https://martin.fr/é"
	for n, want := range map[networks.Network]string{
		networks.X:         "#pain #client·e·s @martin frais.et https://martin.fr/é",
		networks.Mastodon:  "#pain #client·e·s @martin.nantes @a@b.fr https://martin.fr/é",
		networks.Instagram: "#pain #client·e·s @martin.nantes https://martin.fr/é",
		networks.LinkedIn:  "#pain #client·e·s https://martin.fr/é",
		networks.Telegram:  "#pain #client·e·s @martin https://martin.fr/é",
		networks.Discord:   "https://martin.fr/é",
		networks.Google:    "https://martin.fr/é",
		networks.Bluesky:   "#pain-au-levain #client·e·s @martin.nantes https://martin.fr/é",
		"mosaic":           "#pain-au-levain #client·e·s @martin.nantes https://martin.fr/é",
	} {
		var got []string
		for _, m := range networks.Marks(n, text) {
			got = append(got, text[m.Start:m.End])
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", n, diff)
		}
	}
}
