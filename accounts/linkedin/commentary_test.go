package linkedin

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"parvis/app/networks"
)

func TestCommentary(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"Du pain frais, à 7 h !":         "Du pain frais, à 7 h !",
		"Le pain (au levain)":            `Le pain \(au levain\)`,
		`a\b|c{d}e@f[g]h<i>j*k_l~m`:      `a\\b\|c\{d\}e\@f\[g\]h\<i\>j\*k\_l\~m`,
		"#PainAuLevain et #fait_maison":  `#PainAuLevain et #fait\_maison`,
		"#1 des ventes, C# et # seul":    `\#1 des ventes, C\# et \# seul`,
		"＃été":                           "#été",
		"@mairie de Sète":                `\@mairie de Sète`,
		"https://martin.fr/a_b#c":        `https://martin.fr/a\_b\#c`,
		"une ligne\r\net une autre\r":    "une ligne\net une autre\n",
		"@[Mairie](urn:li:person:1)":     `\@\[Mairie\]\(urn:li:person:1\)`,
		"🥖 #pain🥖":                       "🥖 #pain🥖",
		"un octet \xff qui n’en est pas": "un octet \uFFFD qui n’en est pas",
	} {
		if got := commentary(text); got != want {
			t.Errorf("commentary(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	for little, want := range map[string]string{
		"":                                   "",
		"Du pain":                            "Du pain",
		`Le pain \(au levain\)`:              "Le pain (au levain)",
		`{hashtag|\#|levain} et #pain`:       "#levain et #pain",
		`{hashtag|\#|fait\_maison}`:          "#fait_maison",
		"{hashtag|＃|été}":                    "＃été",
		"@[Mairie de Sète](urn:li:person:1)": "Mairie de Sète",
		`@[A\]B](urn:li:organization:1) !`:   "A]B !",
		`@[Mairie](https://x)`:               "@[Mairie](https://x)",
		`{hashtag|\#|levain`:                 "{hashtag|#|levain",
		`fin \`:                              `fin \`,
		`\é`:                                 "é",
		"\xff":                               "\xff",
	} {
		if got := plain(little); got != want {
			t.Errorf("plain(%q) = %q, want %q", little, got, want)
		}
	}
}

func TestWhatIsWrittenReadsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := networks.Normalise(rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", " #levain", " {hashtag|", "@[a](urn:li:x)", `\`}).Draw(t, "end"))
		// The other sign of hashtags becomes LinkedIn's own.
		want := strings.ReplaceAll(text, "＃", "#")
		if got := strings.ReplaceAll(plain(commentary(text)), "＃", "#"); got != want {
			t.Fatalf("%q becomes %q", text, got)
		}
	})
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{`Le pain \(au levain\)`, `{hashtag|\#|levain}`, `@[A\]B](urn:li:organization:1)`, `{hashtag|`, `@[`, `\`, "{hashtag|\xff|\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, little string) {
		got := plain(little)
		if len(got) > len(little) {
			t.Errorf("%q grows into %q", little, got)
		}
		if utf8.ValidString(little) && !utf8.ValidString(got) {
			t.Errorf("%q breaks into %q", little, got)
		}
	})
}

func TestPage(t *testing.T) {
	for typed, want := range map[string][2]string{
		"123456":                     {"123456", ""},
		"urn:li:organization:123456": {"123456", ""},
		" boulangerie-martin\u00a0":  {"", "boulangerie-martin"},
		"@Boulangerie-Martin":        {"", "boulangerie-martin"},
		"linkedin.com/company/123/":  {"123", ""},
		"https://fr.linkedin.com/company/boulangerie-martin/about/": {"", "boulangerie-martin"},
		"https://www.linkedin.com/company/p%C3%A2tisserie?trk=x":    {"", "pâtisserie"},
		"https://www.linkedin.com/showcase/levain":                  {"", "levain"},
	} {
		number, vanity, ok := page(typed)
		if !ok || number != want[0] || vanity != want[1] {
			t.Errorf("page(%q) = %q, %q, %v; want %q", typed, number, vanity, ok, want)
		}
	}
	for _, typed := range []string{"", " ", "https://www.linkedin.com/in/camille", "www.linkedin.com", "a/b", "https://www.linkedin.com/company/", strings.Repeat("a", 101)} {
		if number, vanity, ok := page(typed); ok {
			t.Errorf("page(%q) = %q, %q; want none", typed, number, vanity)
		}
	}
}
