package mastodon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// shown are statuses as servers write them, and what was typed.
var shown = map[string]string{
	"":                                "",
	"<p>Bonjour</p>":                  "Bonjour",
	"<p>Un<br />deux</p><p>trois</p>": "Un\ndeux\n\ntrois",
	"<p>3 &lt; 5 &amp; &quot;oui&quot; l&#39;été</p>": `3 < 5 & "oui" l'été`,
	`<p>Voir <a href="https://martin.fr/une-longue-adresse" rel="nofollow noopener"><span class="invisible">https://</span><span class="ellipsis">martin.fr/une</span><span class="invisible">-longue-adresse</span></a> vite</p>`:             "Voir https://martin.fr/une-longue-adresse vite",
	`<p><span class="h-card" translate="no"><a href="https://nantes.social/@mairie" class="u-url mention">@<span>mairie</span></a></span> merci <a href="https://a.fr/tags/Pain" class="mention hashtag" rel="tag">#<span>Pain</span></a></p>`: "@Mairie@nantes.social merci #Pain",
	"Pixelfed<br />\nsans paragraphe": "Pixelfed\nsans paragraphe",
	"<p>cafe\u0301</p>":               "café",
}

func TestStatusesAreReadAsTyped(t *testing.T) {
	for written, typed := range shown {
		if got, want := comparable(plainText(written)), comparable(typed); got != want {
			t.Errorf("%q reads %q, want %q", written, got, want)
		}
	}
	if got := comparable("Merci @Julie.B@nantes.social, à martin@exemple.fr. @Paul."); got != "Merci @julie.b, à martin@exemple.fr. @paul." {
		t.Errorf("got %q", got)
	}
	if comparable("Bonjour") == comparable("Bonsoir") || comparable("@julie") == comparable("julie") || comparable("#Pain") == comparable("#pain") {
		t.Error("different texts compare as the same")
	}
}

func FuzzPlainText(f *testing.F) {
	for written, typed := range shown {
		f.Add(written)
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if said := comparable(plainText(text)); !utf8.ValidString(said) || strings.Contains(said, "\n") || strings.Contains(said, "  ") {
			t.Errorf("%q", said)
		}
		written := "<p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "<br />") + "</p>"
		if got, want := comparable(plainText(written)), comparable(text); got != want {
			t.Errorf("%q reads %q, want %q", written, got, want)
		}
	})
}
