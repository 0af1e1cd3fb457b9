package reports_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/storage/storagetest"
)

// harmless are the elements and attributes of the page: none of them fetches or
// runs anything.
var (
	elements = []string{
		"html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "p", "div", "section", "span", "i", "b",
		"table", "thead", "tbody", "tfoot", "tr", "th", "td", "ul", "ol", "li", "dl", "dt", "dd",
	}
	attributes = []string{"lang", "charset", "http-equiv", "content", "name", "class", "style", "colspan"}
	width      = regexp.MustCompile(`^width: [0-9.]+%$`)
)

// read parses a page, checks that it stands by itself, and returns its words.
func read(t *testing.T, page string) string {
	t.Helper()
	tree, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for n := range tree.Descendants() {
		switch {
		case n.Type == html.TextNode && n.Parent.Data == "style":
			for _, fetch := range []string{"url(", "@import", "src:"} {
				if strings.Contains(n.Data, fetch) {
					t.Errorf("the style fetches: %s", fetch)
				}
			}
		case n.Type == html.TextNode:
			said.WriteString(n.Data)
		case n.Type == html.CommentNode:
			t.Errorf("a comment: %q", n.Data)
		case n.Type == html.ElementNode:
			if !slices.Contains(elements, n.Data) {
				t.Errorf("an element <%s>", n.Data)
			}
			for _, a := range n.Attr {
				if !slices.Contains(attributes, a.Key) || a.Key == "style" && (n.Data != "i" || !width.MatchString(a.Val)) {
					t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
			}
		}
	}
	return said.String()
}

func TestPageSaysTheStrategy(t *testing.T) {
	b := guided(t)
	for _, test := range []struct {
		in   translations.Language
		says []string
	}{
		{translations.French, []string{
			"Stratégie · Boulangerie Martin", "établie le 21/11/2026", "Donner envie chaque jour", "Claire, 38 ans.", "de 2\u202f228 à 2\u202f500",
			"En retard.", "40\u202f%", "Vie locale", "12:00 Coulisses", "Respect des personnes → ", "Me Rousseau", "La nuit au fournil",
			"105,50\u00a0€", "4\u00a0janv. 2027", "19/02/2027", "Qui prévenir, dans l’ordre",
		}},
		{translations.English, []string{"Strategy · Boulangerie Martin", "as of 21/11/2026", "from 2,228 to 2,500", "40%", "Behind.", "€105.50"}},
	} {
		page := b.page(t, test.in)
		if !strings.Contains(page, `<html lang="`+string(test.in)+`">`) {
			t.Errorf("%s: the page does not say its language", test.in)
		}
		said := read(t, page)
		for _, want := range test.says {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not said", test.in, want)
			}
		}
		for _, key := range []string{"reports.", "strategy.", "metrics.", "<no value>"} {
			if strings.Contains(said, key) {
				t.Errorf("%s: %q is said", test.in, key)
			}
		}
	}
}

func TestPageKeepsWordsAsWords(t *testing.T) {
	b := open(t)
	for _, words := range hostile {
		said := read(t, b.with(t, spiteful(words)).page(t, translations.French))
		if line, _, _ := strings.Cut(words, "\x00"); strings.Count(said, strings.TrimSpace(line)) < 20 {
			t.Errorf("%.40q is said %d times", words, strings.Count(said, line))
		}
	}
}

// given is a strategy that the file need not keep.
type given struct{ answers strategy.Strategy }

func (g given) Strategy(context.Context) (strategy.Strategy, error) { return g.answers, nil }

// What the file refuses now, a later version may not.
func TestPageCopesWithAnyPillar(t *testing.T) {
	b := open(t)
	p, err := reports.NewService(reports.Rooms{
		Business: b.file.Business(), Accounts: b.file.Networks(), Strategy: given{strategy.Strategy{Pillars: []strategy.Pillar{
			{ID: "1", Colour: 0, ShareBP: 20_000}, {ID: "2", Name: "x", Colour: 99, ShareBP: 1_234},
		}}},
	}, storagetest.Clock()).StrategyPage(t.Context(), catalogue(t, translations.French))
	if err != nil {
		t.Fatal(err)
	}
	page := string(p.Bytes())
	for _, want := range []string{`class="c1" style="width: 100%"`, `class="c5" style="width: 12.34%"`, "Sans nom", "12,34\u202f%"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	read(t, page)
}

func TestEmptyPageClaimsNothing(t *testing.T) {
	page := open(t).page(t, translations.French)
	said := read(t, page)
	for _, want := range []string{"Aucun pilier n’a encore été choisi.", "La charte n’a pas encore d’article.", "Il reste à répondre"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said", want)
		}
	}
	if strings.Contains(page, "<table>") || regexp.MustCompile(`\b0\b`).MatchString(said) {
		t.Errorf("an empty page claims something: %s", said)
	}
}

func TestPageSaves(t *testing.T) {
	p, err := open(t).reports.StrategyPage(t.Context(), catalogue(t, translations.French))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Boulangerie Martin - Stratégie 2026-11-21.html" {
		t.Errorf("called %q", p.Name)
	}
	dir := t.TempDir()
	if err := p.Save(filepath.Join(dir, p.Name)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(filepath.Join(dir, p.Name)); err != nil || string(got) != string(p.Bytes()) {
		t.Errorf("%d bytes, want %d: %v", len(got), len(p.Bytes()), err)
	}
	if err := p.Save(filepath.Join(dir, "gone", p.Name)); app.MessageOf(err).Key != "exports.error.folder" {
		t.Errorf("%v", err)
	}
}

// begun is what the example of a trade becomes once its objectives have figures
// and its actions days and people.
func begun(trade business.Trade, in translations.Language) strategy.Strategy {
	e := strategy.ExampleFor(trade, in)
	s := e.Strategy
	for i := range s.Objectives {
		o := &s.Objectives[i]
		o.ID, o.From, o.Target, o.Start, o.Due = app.ID(fmt.Sprint("o", i)), ptr(0.03), ptr(0.05), today, today.AddDays(e.ObjectiveDays[i])
	}
	for i := range s.Actions {
		s.Actions[i].Day, s.Actions[i].Who = today.AddDays(e.ActionDays[i]), "Camille"
	}
	s.Audits, s.Crisis.People, s.Budget.Review = complete().Audits, complete().Crisis.People, today.AddDays(90)
	return s
}

// A real browser prints an ordinary complete strategy on one sheet of A4, and a
// very long one on several.
func TestBrowserPrintsOnOneSheet(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		const why = "CHROMIUM IS NOT INSTALLED: the page was not printed by a real browser"
		if os.Getenv("PARVIS_REQUIRE_REAL") == "1" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	long := complete()
	for range 60 {
		long.Profile.SWOT.Threats = append(long.Profile.SWOT.Threats, strings.Repeat("pain ", 40))
	}
	for _, test := range []struct {
		name    string
		answers strategy.Strategy
		in      translations.Language
		one     bool
	}{
		{"complete", complete(), translations.French, true},
		{"example of a trade", begun(business.Restaurant, translations.French), translations.French, true},
		{"very long", long, translations.French, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := open(t)
			p, err := reports.NewService(reports.Rooms{
				Business: b.file.Business(), Accounts: b.file.Networks(), Figures: b.metrics, Strategy: given{test.answers},
			}, storagetest.Clock()).StrategyPage(t.Context(), catalogue(t, test.in))
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			page, pdf := filepath.Join(dir, "page.html"), filepath.Join(dir, "page.pdf")
			if err := os.WriteFile(page, p.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			// Without a sandbox, as it refuses to have one as root; the page runs nothing.
			run := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu",
				"--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+pdf, "file://"+page)
			run.WaitDelay = 10 * time.Second
			if log, err := run.CombinedOutput(); err != nil {
				t.Fatalf("printing: %v\n%s", err, log)
			}
			data, err := os.ReadFile(pdf)
			if err != nil {
				t.Fatal(err)
			}
			pages := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(data, -1))
			if pages == 0 || (pages == 1) != test.one {
				t.Errorf("%d pages", pages)
			}
		})
	}
}
