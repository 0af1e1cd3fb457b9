package feeds

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"parvis/app/watch"
)

// now is the day of the tests, 2026-11-21 14:32 in Paris.
var now = time.Date(2026, 11, 21, 13, 32, 0, 0, time.UTC)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestParseReadsEveryFormatAndEncoding(t *testing.T) {
	erable := watch.Feed{Title: "Café de l’Érable", Items: []watch.Item{{
		GUID: "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a", Title: "Brunch du dimanche & jazz",
		Link: "https://erable.example/brunch", Published: at("2026-11-19T18:00:00Z"),
	}}}
	for _, test := range []struct {
		file string
		want watch.Feed
	}{
		{"rss-0.91-latin1.xml", watch.Feed{Title: "Le Fournil d'Erdre", Items: []watch.Item{{
			GUID: "https://fournil-erdre.example/ete", Title: "Pâte levée : l'été arrive",
			Link: "https://fournil-erdre.example/ete",
		}}}},
		{"rss-1.0-utf8.xml", watch.Feed{Title: "Pains & Co", Items: []watch.Item{{
			GUID: "https://pains.example/a", Title: "Ouverture d’une 12e boutique",
			Link: "https://pains.example/a", Published: at("2026-11-18T07:30:00Z"),
		}}}},
		{"rss-2.0-windows1252.xml", watch.Feed{Title: "Maison Le Goff – le blog", Items: []watch.Item{
			{
				GUID: "maison-42", Title: "L’atelier « levain » à 25 €",
				Link: "https://maison-legoff.example/blog/levain", Published: at("2026-11-20T16:30:00Z"),
			},
			{
				GUID: "https://maison-legoff.example/blog/demain", Title: "Demain, dès l’aube…",
				Link: "https://maison-legoff.example/blog/demain", Published: at("2026-11-18T08:00:00Z"),
			},
		}}},
		{"atom-utf16le.xml", erable},
		{"atom-utf16be.xml", erable},
		{"atom-utf16le-no-mark.xml", erable},
		{"atom-utf8-mark.xml", erable},
		{"feed.json", watch.Feed{Title: "Salon Élégance", Items: []watch.Item{
			{
				GUID: "1", Title: "Coupe d’automne",
				Link: "https://elegance.example/1", Published: at("2026-11-10T08:00:00Z"),
			},
			{GUID: "2", Title: "Sans titre mais avec un texte", Published: at("2026-11-09T08:00:00Z")},
		}}},
		{"rss-2.0-untrue.xml", watch.Feed{Title: "Garage Léon", Items: []watch.Item{{
			GUID: "https://leon.example/pneus", Title: "Pneus d’hiver\u00a0: prêts !",
			Link: "https://leon.example/pneus", Published: at("2026-11-02T00:00:00Z"),
		}}}},
	} {
		t.Run(test.file, func(t *testing.T) {
			got, err := parse(sample(t, test.file), "", "https://site.example/feed", now)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("parse (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseTakesTheServersWordWhenTheFeedDeclaresNothing(t *testing.T) {
	body := []byte("<rss version=\"2.0\"><channel><title>\xc7a\xbae</title></channel></rss>")
	got, err := parse(body, "application/rss+xml; charset=iso-8859-15", "https://a.example/", now)
	if err != nil {
		t.Fatal(err)
	}
	if got.Title != "Çaºe" {
		t.Errorf("title = %q", got.Title)
	}
}

func TestParseRefusesWhatIsNoFeed(t *testing.T) {
	deep := "<rss version=\"2.0\"><channel>" + strings.Repeat("<x:a>", 200_000) + "</channel></rss>"
	for name, body := range map[string]string{
		"nothing":          "",
		"spaces":           " \n\t",
		"a page":           string(sample(t, "page.html")),
		"a broken feed":    string(sample(t, "broken.xml")),
		"another JSON":     `{"name":"x","items":[]}`,
		"JSON that stops":  `{"version":"https://jsonfeed.org/version/1","items":[`,
		"a picture":        "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"nested too deep":  deep,
		"text":             "Bonjour, voici la fournée du jour",
		"another document": `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`,
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := parse([]byte(body), "text/xml", "https://a.example/", now); err == nil {
				t.Errorf("parse accepted it: %+v", got)
			}
		})
	}
	if _, err := parse([]byte(deep), "", "https://a.example/", now); !errors.Is(err, errTooDeep) {
		t.Errorf("deep document: %v, want errTooDeep", err)
	}
}

func TestParseAcceptsAnEmptyFeed(t *testing.T) {
	got, err := parse([]byte(`<rss version="2.0"><channel><title>Vide</title></channel></rss>`), "", "https://a.example/", now)
	if err != nil || got.Title != "Vide" || len(got.Items) != 0 {
		t.Errorf("parse = %+v, %v", got, err)
	}
}

func rssOf(items ...string) []byte {
	return []byte(`<rss version="2.0"><channel><title>x</title><link>https://a.example/</link>` +
		strings.Join(items, "") + `</channel></rss>`)
}

func TestParseBelievesOnlyDatesThatCanBe(t *testing.T) {
	for _, test := range []struct {
		name, date string
		want       time.Time
	}{
		{"past", "Fri, 20 Nov 2026 10:00:00 GMT", at("2026-11-20T10:00:00Z")},
		{"missing", "", time.Time{}},
		{"nonsense", "bientôt", time.Time{}},
		{"an hour ahead, a wrong zone", "Sat, 21 Nov 2026 14:32:00 GMT", now},
		{"announced for later", "Fri, 25 Dec 2026 10:00:00 GMT", time.Time{}},
		{"before feeds existed", "Thu, 01 Jan 1970 00:00:00 GMT", time.Time{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := parse(rssOf("<item><title>a</title><pubDate>"+test.date+"</pubDate></item>"), "", "https://a.example/", now)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Items) != 1 || !got.Items[0].Published.Equal(test.want) {
				t.Errorf("items = %+v, want published %v", got.Items, test.want)
			}
		})
	}
}

func TestParseIdentifiesEntries(t *testing.T) {
	got, err := parse(rssOf(
		"<item><guid>g1</guid><title>un</title></item>",
		"<item><guid>g1</guid><title>un encore</title></item>",
		"<item><link>https://a.example/2</link><title>deux</title></item>",
		"<item><title>trois</title></item>",
		"<item><title>trois</title><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate></item>",
		"<item></item>",
		"<item><guid>"+strings.Repeat("z", 5000)+"</guid><title>long</title></item>",
	), "", "https://a.example/", now)
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	ids := make(map[string]bool)
	for _, item := range got.Items {
		titles = append(titles, item.Title)
		ids[item.GUID] = true
		if len(item.GUID) > 500 {
			t.Errorf("identifier of %d bytes", len(item.GUID))
		}
	}
	if diff := cmp.Diff([]string{"un", "deux", "trois", "trois", "long"}, titles); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	if len(ids) != len(got.Items) || !ids["g1"] || !ids["https://a.example/2"] {
		t.Errorf("identifiers = %v", ids)
	}
}

func TestParseKeepsTheNewestOfALongFeed(t *testing.T) {
	var items []string
	for i := range maxItems + 50 {
		// Oldest first, as some sites list them.
		day := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
		items = append(items, fmt.Sprintf("<item><guid>%d</guid><title>t</title><pubDate>%s</pubDate></item>", i, day.Format(time.RFC1123Z)))
	}
	got, err := parse(rssOf(items...), "", "https://a.example/", now)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Items) != maxItems {
		t.Fatalf("%d items, want %d", len(got.Items), maxItems)
	}
	if got.Items[0].GUID != fmt.Sprint(maxItems+49) || got.Items[maxItems-1].GUID != "50" {
		t.Errorf("kept %s to %s", got.Items[0].GUID, got.Items[maxItems-1].GUID)
	}
}

func TestPlainText(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"Nos bûches 2026", "Nos bûches 2026"},
		{"  deux\n\t lignes ", "deux lignes"},
		{"<p>Un<br>deux</p>", "Un deux"},
		{"L&#8217;atelier &amp; co", "L’atelier & co"},
		{"L&amp;#8217;atelier", "L’atelier"},
		{"prix < 5 € & fini", "prix < 5 € & fini"},
		{"<script>alert(1)</script>Bonjour", "Bonjour"},
		{"<img src=x onerror=alert(1)>Photo", "Photo"},
		{"abc\u202ecba\u200b", "abccba"},
		{"12\u202f000 clients\u00a0!", "12\u202f000 clients\u00a0!"},
		{"famille 👩\u200d👩\u200d👧", "famille 👩\u200d👩\u200d👧"},
		{"a\x00b\x1bc", "a b c"},
		{"", ""},
		{"<p></p>", ""},
	} {
		if got := plainText(test.in); got != test.want {
			t.Errorf("plainText(%q) = %q, want %q", test.in, got, test.want)
		}
	}
	if got := plainText(strings.Repeat("é", 100_000)); utf8.RuneCountInString(got) != maxTitle || !strings.HasSuffix(got, "…") {
		t.Errorf("a long title has %d characters", utf8.RuneCountInString(got))
	}
}

// FuzzParse proves that whatever a stranger sends, what comes out is bounded
// plain text, http(s) links and dates that have been.
func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*.*")
	if err != nil || len(names) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range names {
		f.Add(sample(f, filepath.Base(name)), "application/xml; charset=utf-8")
	}
	f.Add([]byte("<rss><channel><item><title>&#xD800;&#0;</title></item></channel></rss>"), "")
	f.Add([]byte("\xfe\xff\x00<\x00r"), "text/xml; charset=utf-16")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		feed, err := parse(body, contentType, "https://site.example/blog/feed", now)
		if err != nil {
			return
		}
		checkText(t, feed.Title)
		if len(feed.Items) > maxItems {
			t.Fatalf("%d items", len(feed.Items))
		}
		for _, item := range feed.Items {
			checkText(t, item.Title)
			if item.GUID == "" || len(item.GUID) > 500 || !utf8.ValidString(item.GUID) {
				t.Errorf("identifier %q", item.GUID)
			}
			if item.Link != "" && !httpAddress(item.Link) {
				t.Errorf("link %q", item.Link)
			}
			if item.Published.After(now) {
				t.Errorf("published %v", item.Published)
			}
		}
	})
}

func checkText(t *testing.T, s string) {
	t.Helper()
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > maxTitle {
		t.Errorf("text %q", s)
	}
	for _, r := range s {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			t.Errorf("text %q holds %U", s, r)
		}
	}
}

// FuzzAnnounced proves that a page can only announce http(s) addresses.
func FuzzAnnounced(f *testing.F) {
	f.Add(sample(f, "page.html"))
	f.Add([]byte(`<link rel=alternate type=application/rss+xml href=//[::1/feed>`))
	f.Fuzz(func(t *testing.T, page []byte) {
		found := announced(page, "https://site.example/")
		if len(found) > maxAnnounced {
			t.Errorf("%d feeds", len(found))
		}
		for _, address := range found {
			if !httpAddress(address) {
				t.Errorf("announced %q", address)
			}
		}
	})
}
