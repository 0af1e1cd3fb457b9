package wordpress

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"parvis/app/networks"
)

func TestTitle(t *testing.T) {
	for _, tt := range []struct{ title, text, want string }{
		{"  Le pain \n au levain ", "Autre chose.", "Le pain au levain"},
		{"", "Il sort du four. Venez vite.", "Il sort du four"},
		{"", "Il sort du four\u202f! Venez vite.", "Il sort du four\u202f!"},
		{"", "«\u00a0Venez\u00a0!\u00a0» C’est prêt.", "«\u00a0Venez\u00a0!\u00a0»"},
		{"", "Demain, chez M. Martin, fête du pain. Venez.", "Demain, chez M. Martin, fête du pain"},
		{"", "La baguette à 1.20 € reste là", "La baguette à 1.20 € reste là"},
		{"", "\n\nPremière ligne\nSeconde ligne", "Première ligne"},
		{"", "Fermé lundi.", "Fermé lundi"},
		{"", "Elle dit (souvent.) Venez", "Elle dit (souvent.)"},
		{"", strings.Repeat("Une très longue phrase ", 8), "Une très longue phrase Une très longue phrase Une très longue phrase Une très…"},
		{"", "", ""},
	} {
		if got := titleOf(networks.Content{Title: tt.title, Text: tt.text}); got != tt.want {
			t.Errorf("title of %q, %q: %q, want %q", tt.title, tt.text, got, tt.want)
		}
	}
}

func TestSlug(t *testing.T) {
	id := networks.Identity{Key: "k7m2p9x4qz"}
	for title, want := range map[string]string{
		"Le pain d’été : œufs & crème": "le-pain-d-ete-oeufs-creme-k7m2p9x4qz",
		"🥖 面包":                         "k7m2p9x4qz",
		strings.Repeat("levain ", 20):  "levain-levain-levain-levain-levain-levain-levain-levain-k7m2p9x4qz",
		strings.Repeat("x", 100):       strings.Repeat("x", 60) + "-k7m2p9x4qz",
	} {
		if got := slugOf(networks.Content{Title: title}, id); got != want {
			t.Errorf("slug of %q: %q, want %q", title, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	content := networks.Content{
		Text: "Un\r\ndeux & <b>trois</b>\n \n\n[gallery] https://a.fr/?x=1&y=[2]\n<!-- wp:html -->\n",
		Images: []networks.Image{
			{Alt: `Une "miche" <dorée>`},
		},
	}
	want := `<!-- wp:paragraph -->
<p>Un<br>
deux &amp; &lt;b&gt;trois&lt;/b&gt;</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>&#91;gallery&#93; <a href="https://a.fr/?x=1&amp;y=&#91;2&#93;">https://a.fr/?x=1&amp;y=&#91;2&#93;</a><br>
&lt;!-- wp:html --&gt;</p>
<!-- /wp:paragraph -->

<!-- wp:image {"id":12,"sizeSlug":"full","linkDestination":"none"} -->
<figure class="wp-block-image size-full"><img src="https://a.fr/m.png?a=1&amp;b=2" alt="Une &#34;miche&#34; &lt;dorée&gt;" class="wp-image-12"/></figure>
<!-- /wp:image -->`
	if got := htmlOf(content, []uploaded{{ID: 12, URL: "https://a.fr/m.png?a=1&b=2"}}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestHTMLSaysTheTextAndNothingElse lets any text through: what a reader sees is
// the text, and nothing in it becomes a tag or a shortcode.
func TestHTMLSaysTheTextAndNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(
			rapid.SampledFrom([]rune("<>&\"'[]/!-= \n\rhttps:.afr")), rapid.Rune(),
		)).Draw(t, "text")
		written := htmlOf(networks.Content{Text: text}, nil)
		if strings.ContainsAny(written, "[]") {
			t.Fatalf("a bracket is left in %q", written)
		}
		tokens := html.NewTokenizer(strings.NewReader(written))
		for tokens.Next() != html.ErrorToken {
			switch token := tokens.Token(); token.Type {
			case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
				if token.Data != "p" && token.Data != "br" && token.Data != "a" {
					t.Fatalf("the tag %s in %q", token, written)
				}
			case html.CommentToken:
				if token.Data != " wp:paragraph " && token.Data != " /wp:paragraph " {
					t.Fatalf("the comment %s in %q", token, written)
				}
			}
		}
		if got, want := said(textOf(written)), said(text); got != want {
			t.Fatalf("a reader sees %q, want %q", got, want)
		}
	})
}

func TestSaysSame(t *testing.T) {
	for _, tt := range []struct {
		rendered, text string
		want           bool
	}{
		{"<p>L&#8217;été, &#8220;c&#8217;est&#8221; <br />\nbeau &#8212; 5 &lt; 6</p>\n", "L'été, \"c'est\"\nbeau -- 5 < 6", true},
		{`<p>Voir <a href="https://a.fr/x" rel="nofollow ugc">https://a.fr/x</a> <img src="smile.png" alt=":)"></p>`, "Voir https://a.fr/x :)", true},
		{"<p>Demain</p>", "Hier", false},
		{"<p>Demain matin</p>", "Demain", false},
		{"", "Demain", false},
	} {
		if got := saysSame(tt.rendered, tt.text); got != tt.want {
			t.Errorf("%q says %q: %v", tt.rendered, tt.text, got)
		}
	}
}

func FuzzTextOf(f *testing.F) {
	for _, seed := range []string{"<p>L&#8217;été</p>", "a < b", "<a href='x'>y", "<!-- x", "<script>x</script>", "&#x110000;", "\xff<"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, rendered string) {
		if text := textOf(rendered); len(text) > 3*len(rendered)+8 {
			t.Errorf("%d bytes of text from %d", len(text), len(rendered))
		}
		if !saysSame(html.EscapeString(rendered), rendered) {
			t.Errorf("%q is not read back from its own HTML", rendered)
		}
	})
}

func FuzzLinkedRoot(f *testing.F) {
	for _, seed := range []string{
		`<https://exemple.fr/wp-json/>; rel="https://api.w.org/"`, `</wp-json/>; rel=https://api.w.org/, <x>; rel="y"`,
		`<https://voleur.example/>; rel="https://api.w.org/"`, `<http://exemple.fr/>; rel="https://api.w.org/"`,
		`<javascript:x>; rel="https://api.w.org/"`, `<>; rel=""`, `<//exemple.fr@voleur.example/>; rel="https://api.w.org/"`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		page, err := siteAddress("exemple.fr")
		if err != nil {
			t.Fatal(err)
		}
		u := linkedRoot(map[string][]string{"Link": {line}}, page)
		if u != nil && (u.Scheme != "https" || u.Host != "exemple.fr" && u.Host != "www.exemple.fr" && !strings.EqualFold(u.Host, "exemple.fr") && !strings.EqualFold(u.Host, "www.exemple.fr") || u.User != nil) {
			t.Errorf("%q sends the password to %s", line, u)
		}
	})
}

func TestRootKeepsItsForm(t *testing.T) {
	for service, want := range map[string]string{
		"https://exemple.fr/wp-json/":                 "exemple.fr",
		"https://exemple.fr/blog/wp-json":             "exemple.fr/blog",
		"https://exemple.fr/?rest_route=/":            "exemple.fr",
		"https://exemple.fr/index.php?rest_route=/":   "exemple.fr",
		"https://exemple.fr/index.php/wp-json/":       "exemple.fr",
		"https://exemple.fr/a/index.php?rest_route=/": "exemple.fr/a",
		"http://127.0.0.1:1":                          "127.0.0.1:1",
	} {
		r := parseRoot(service)
		if r.site() != want || parseRoot(r.String()) != r {
			t.Errorf("%s: %+v of %s, kept as %s", service, r, r.site(), r)
		}
	}
}
