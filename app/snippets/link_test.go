package snippets_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/snippets"
)

func TestNormalAddress(t *testing.T) {
	for typed, want := range map[string]string{
		"https://martin.example":                           "https://martin.example",
		" martin.example/menu ":                            "https://martin.example/menu",
		"http://Martin.Example/Menu?x=1#haut":              "http://martin.example/Menu?x=1#haut",
		"https://boulangerie-léa.fr/gâteaux":               "https://xn--boulangerie-la-nkb.fr/g%C3%A2teaux",
		"https://martin.example/g%C3%A2teaux?q=pain+chaud": "https://martin.example/g%C3%A2teaux?q=pain+chaud",
		"https://martin.example/?q=pâte&b":                 "https://martin.example/?q=p%C3%A2te&b",
		"martin.example:8080/x":                            "https://martin.example:8080/x",
		"https://[2001:db8::1]/x":                          "https://[2001:db8::1]/x",
		"https://martin.example?":                          "https://martin.example",
	} {
		got, err := snippets.NormalAddress(typed)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", typed, got, err, want)
		}
		if again, err := snippets.NormalAddress(got); err != nil || again != got {
			t.Errorf("%q again: %q, %v", got, again, err)
		}
	}
	for typed, key := range map[string]string{
		"":                             "snippets.link.error.missing",
		"javascript:alert(1)":          "snippets.link.error.scheme",
		"mailto:a@martin.example":      "snippets.link.error.scheme",
		"ftp://martin.example/x":       "snippets.link.error.scheme",
		"file:///etc/passwd":           "snippets.link.error.scheme",
		"https://a:b@martin.example":   "snippets.link.error.user",
		"https://":                     "snippets.link.error.domain",
		"https://localhost":            "snippets.link.error.domain",
		"pain":                         "snippets.link.error.domain",
		"https://a b.example":          "snippets.link.error.address",
		"https://martin.example/%zz":   "snippets.link.error.address",
		"https://exa_mple-.example./x": "snippets.link.error.domain",
		"https://x.example/" + strings.Repeat("a", 2000): "snippets.link.error.long",
	} {
		_, err := snippets.NormalAddress(typed)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != key {
			t.Errorf("%q: %v, want %s", typed, err, key)
		}
	}
}

func TestTrack(t *testing.T) {
	noel := snippets.Tracking{Network: networks.Facebook, Campaign: "Noël à l’Erdre"}
	for _, test := range []struct {
		link snippets.Snippet
		to   snippets.Tracking
		want string
	}{
		{snippets.Snippet{Address: "martin.example"}, noel, "https://martin.example?utm_source=facebook&utm_medium=social&utm_campaign=noel-a-l-erdre"},
		{snippets.Snippet{Address: "martin.example", Medium: "Bio Insta", Content: "Bûche n° 2"}, snippets.Tracking{Network: networks.Instagram}, "https://martin.example?utm_source=instagram&utm_medium=bio-insta&utm_content=buche-n-2"},
		{snippets.Snippet{Address: "https://martin.example/menu?b=2&a=1#midi"}, snippets.Tracking{Network: networks.X}, "https://martin.example/menu?b=2&a=1&utm_source=x&utm_medium=social#midi"},
		{snippets.Snippet{Address: "https://martin.example/?utm_source=old&x=1&UTM_Medium=mail&utm_term=t&utm_campaign=ete"}, snippets.Tracking{Network: networks.Bluesky}, "https://martin.example/?x=1&utm_term=t&utm_campaign=ete&utm_source=bluesky&utm_medium=social"},
		{snippets.Snippet{Address: "https://martin.example/?utm_source=old"}, snippets.Tracking{}, "https://martin.example/?utm_source=old&utm_medium=social"},
	} {
		got, err := test.link.Track(test.to)
		if err != nil || got != test.want {
			t.Errorf("%s: %q, %v; want %q", test.link.Address, got, err, test.want)
		}
	}
}

// TestTrackedAddressesComeBack: read back, an address says what was put in, and
// everything else as it was.
func TestTrackedAddressesComeBack(t *testing.T) {
	word := rapid.StringMatching(`[a-zA-Zé%0-9]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		base := url.URL{
			Scheme: rapid.SampledFrom([]string{"http", "https"}).Draw(t, "scheme"),
			Host:   rapid.SampledFrom([]string{"martin.example", "boulangerie-léa.fr", "épicerie.été.example", "martin.example:8443"}).Draw(t, "host"),
			Path:   "/" + word.Draw(t, "path"), Fragment: word.Draw(t, "fragment"),
		}
		query := url.Values{}
		for range rapid.IntRange(0, 4).Draw(t, "parameters") {
			name := rapid.OneOf(word, rapid.SampledFrom([]string{"utm_source", "utm_campaign", "utm_term"})).Draw(t, "name")
			if name == "" {
				continue
			}
			query.Add(name, word.Draw(t, "value"))
		}
		base.RawQuery = query.Encode()
		link := snippets.Snippet{Address: base.String(), Medium: word.Draw(t, "medium"), Content: word.Draw(t, "content")}
		to := snippets.Tracking{
			Network:  rapid.SampledFrom([]networks.Network{"", networks.Facebook, networks.Google}).Draw(t, "network"),
			Campaign: rapid.String().Draw(t, "campaign"),
		}
		tracked, err := link.Track(to)
		if err != nil {
			t.Fatalf("%s: %v", link.Address, err)
		}
		again := link
		again.Address = tracked
		if twice, err := again.Track(to); err != nil || twice != tracked {
			t.Fatalf("twice: %s, %v; once: %s", twice, err, tracked)
		}
		got, err := url.Parse(tracked)
		if err != nil {
			t.Fatal(err)
		}
		if got.Path != base.Path || got.Fragment != base.Fragment || got.Scheme != base.Scheme {
			t.Fatalf("%s became %s", base.String(), tracked)
		}
		for name, value := range map[string]string{"utm_source": snippets.Slug(string(to.Network)), "utm_campaign": snippets.Slug(to.Campaign), "utm_content": snippets.Slug(link.Content)} {
			if value == "" {
				continue
			}
			if all := got.Query()[name]; len(all) != 1 || all[0] != value {
				t.Fatalf("%s: %s is %q, want %q", tracked, name, all, value)
			}
			query.Del(name)
		}
		query.Del("utm_medium")
		for name, values := range query {
			if kept := got.Query()[name]; strings.Join(kept, "\n") != strings.Join(values, "\n") {
				t.Fatalf("%s: %s is %q, was %q", tracked, name, kept, values)
			}
		}
	})
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"Noël à l’Erdre": "noel-a-l-erdre", "Cœur & Æther": "coeur-aether", "  ": "", "Été_2026": "ete_2026", "Зима": "", "---a---": "a",
		strings.Repeat("abc ", 40): strings.TrimSuffix(strings.Repeat("abc-", 15), "-"),
	} {
		if got := snippets.Slug(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := snippets.Slug(rapid.String().Draw(t, "name"))
		if snippets.Slug(s) != s || url.QueryEscape(s) != s || len(s) > 60 {
			t.Fatalf("slug %q", s)
		}
	})
}

func TestShownAddress(t *testing.T) {
	for address, want := range map[string]string{
		"https://xn--boulangerie-la-nkb.fr/g%C3%A2teaux?x=1#haut": "boulangerie-léa.fr/gâteaux?x=1#haut",
		"https://martin.example/":                                 "martin.example",
		"http://martin.example:8080/a":                            "martin.example:8080/a",
	} {
		if got := snippets.ShownAddress(address); got != want {
			t.Errorf("%s: %q, want %q", address, got, want)
		}
	}
}

func FuzzTrack(f *testing.F) {
	for _, seed := range []string{"martin.example", "https://léa.fr/é?a=b;c&utm_source=x#é", "javascript:x", "https://[::1]:80/", "http://a.b?&&=&%"} {
		f.Add(seed, "Noël")
	}
	f.Fuzz(func(t *testing.T, address, campaign string) {
		to := snippets.Tracking{Network: networks.Mastodon, Campaign: campaign}
		tracked, err := snippets.Snippet{Address: address}.Track(to)
		if err != nil {
			return
		}
		u, err := url.Parse(tracked)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
			t.Fatalf("%q became %q: %v", address, tracked, err)
		}
		if got := u.Query().Get("utm_source"); got != "mastodon" {
			t.Errorf("%q: utm_source is %q", tracked, got)
		}
		if twice, err := (snippets.Snippet{Address: tracked}).Track(to); err != nil || twice != tracked {
			t.Errorf("%q twice: %q, %v", tracked, twice, err)
		}
	})
}
