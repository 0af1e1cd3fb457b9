package snippets_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/snippets"
	"parvis/assets/translations"
)

func TestTemplates(t *testing.T) {
	values := map[string]string{"produit": "brioche {au} beurre", "Prix": "4,50 €"}
	for _, test := range []struct {
		text   string
		fields []string
		filled string
	}{
		{"", nil, ""},
		{"Bonjour !", nil, "Bonjour !"},
		{"Notre {produit} à {prix}", []string{"produit", "prix"}, "Notre brioche {au} beurre à 4,50 €"},
		{"{ PRODUIT }, {produit}", []string{"PRODUIT"}, "brioche {au} beurre, brioche {au} beurre"},
		{"{prénom} et {date}", []string{"prénom", "date"}, "{prénom} et {date}"},
		{"{{produit}} reste", nil, "{produit} reste"},
		{"{{{produit}}}", []string{"produit"}, "{brioche {au} beurre}"},
		{"}} {{", nil, "} {"},
		{"{nom du client}", []string{"nom du client"}, "{nom du client}"},
	} {
		p, err := snippets.ParseTemplate(test.text)
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		if diff := cmp.Diff(test.fields, p.Fields()); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
		if got := p.Fill(values); got != test.filled {
			t.Errorf("%q is filled as %q, want %q", test.text, got, test.filled)
		}
	}
}

func TestTemplatesThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]struct{ key, about string }{
		"Notre {produit":                       {"snippets.template.error.open", "{produit"},
		"Notre {produit à {prix}":              {"snippets.template.error.open", "{produit à {prix}"},
		"Notre {produit\nà}":                   {"snippets.template.error.open", "{produit"},
		"Notre {} ici":                         {"snippets.template.error.nameless", "{} ici"},
		"{ }":                                  {"snippets.template.error.nameless", "{ }"},
		"Un } seul":                            {"snippets.template.error.closed", "} seul"},
		"{a/b}":                                {"snippets.template.error.name", "a/b"},
		"{" + strings.Repeat("a", 41) + "}":    {"snippets.template.error.name", strings.Repeat("a", 41)},
		"{!}":                                  {"snippets.template.error.name", "!"},
		"{produit dont le nom est bien trop l": {"snippets.template.error.open", "{produit dont le nom est…"},
	} {
		_, err := snippets.ParseTemplate(text)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != want.key {
			t.Errorf("%q: %v, want %s", text, err, want.key)
			continue
		}
		about, _ := e.Args["Near"].(string)
		if about == "" {
			about, _ = e.Args["Name"].(string)
		}
		if about != want.about {
			t.Errorf("%q: says %q, want %q", text, about, want.about)
		}
	}
}

// escape writes a text so that a template says it as it is.
func escape(text string) string { return strings.NewReplacer("{", "{{", "}", "}}").Replace(text) }

func TestTemplateLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		p, err := snippets.ParseTemplate(escape(text))
		if err != nil || len(p.Fields()) != 0 || p.Fill(nil) != text {
			t.Fatalf("escaped, %q says %q with %v, %v", text, p.Fill(nil), p.Fields(), err)
		}
	})
	part := rapid.OneOf(rapid.Map(rapid.String(), escape), rapid.SampledFrom([]string{"{a}", "{b c}", "{É}"}))
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(part).Draw(t, "parts"), "")
		p, err := snippets.ParseTemplate(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		// With every field given, nothing else is left in braces than the text's own.
		values := map[string]string{"a": "\x01", "b c": "\x01", "é": "\x01"}
		if n := strings.Count(p.Fill(values), "\x01") - strings.Count(text, "\x01"); n != strings.Count(text, "{a}")+strings.Count(text, "{b c}")+strings.Count(text, "{É}") && !strings.Contains(text, "{{") {
			t.Fatalf("%q: %d values", text, n)
		}
	})
}

func FuzzParseTemplate(f *testing.F) {
	for _, seed := range []string{"", "{a}", "{{a}}", "{{{a}}}", "{a", "}", "{a {b}", "{é}\n{É}", "{\xff}", "{a}{b}{a}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := snippets.ParseTemplate(text)
		if err != nil {
			if app.CodeOf(err) != app.CodeInvalid {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		if utf8.ValidString(text) && !utf8.ValidString(p.Fill(nil)) {
			t.Errorf("%q says %q", text, p.Fill(nil))
		}
	})
}

func TestKnownFieldsFillThemselves(t *testing.T) {
	french, err := translations.Load(translations.French)
	if err != nil {
		t.Fatal(err)
	}
	b := business.Business{Name: "Boulangerie Martin", Town: "Nantes", FirstName: "Camille"}
	fields := []string{"Entreprise", "ville", "site", "date", "jour", "Prénom", "company", "produit"}
	got := snippets.KnownValues(fields, b, app.Date{Year: 2026, Month: time.December, Day: 1}, french)
	want := map[string]string{
		"Entreprise": "Boulangerie Martin", "company": "Boulangerie Martin", "ville": "Nantes",
		"date": "1er\u00a0décembre", "jour": "mardi", "Prénom": "Camille",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
