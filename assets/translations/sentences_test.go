package translations

import (
	"encoding/json"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"
)

// forms is one sentence in its plural forms; a sentence without plural has the
// form "" alone.
type forms map[string]string

// sentences reads every sentence of a language as the files have them, by key,
// and the file each is in.
func sentences(t *testing.T, lang Language) (map[string]forms, map[string]string) {
	t.Helper()
	all, from := make(map[string]forms), make(map[string]string)
	names, err := fs.Glob(files, string(lang)+"/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(data, &file); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for key, value := range file {
			if other, twice := from[key]; twice {
				t.Errorf("%s: %q is in %s too", name, key, other)
			}
			from[key] = name
			switch value := value.(type) {
			case string:
				all[key] = forms{"": value}
			case map[string]any:
				all[key] = forms{}
				for form, text := range value {
					s, ok := text.(string)
					if !ok {
						t.Errorf("%s: %q: form %q is no text", name, key, form)
					}
					all[key][form] = s
				}
			default:
				t.Errorf("%s: %q is no sentence", name, key)
			}
		}
	}
	return all, from
}

var placeholder = regexp.MustCompile(`\{\{\s*\.([A-Za-z]+)\s*\}\}`)

// placeholders returns the names that a sentence is filled with, sorted, each
// once, over all its forms.
func (f forms) placeholders() []string {
	names := make(map[string]bool)
	for _, text := range f {
		for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	french, from := sentences(t, French)
	english, fromEnglish := sentences(t, English)
	for _, key := range slices.Sorted(maps.Keys(french)) {
		other, ok := english[key]
		if !ok {
			t.Errorf("%s: %q has no English", from[key], key)
			continue
		}
		if path.Base(from[key]) != path.Base(fromEnglish[key]) {
			t.Errorf("%q is in %s and in %s", key, from[key], fromEnglish[key])
		}
		if a, b := slices.Sorted(maps.Keys(french[key])), slices.Sorted(maps.Keys(other)); !slices.Equal(a, b) {
			t.Errorf("%s: %q has the forms %q in French, %q in English", from[key], key, a, b)
		}
		if a, b := french[key].placeholders(), other.placeholders(); !slices.Equal(a, b) {
			t.Errorf("%s: %q is filled with %q in French, %q in English", from[key], key, a, b)
		}
	}
	for key := range english {
		if _, ok := french[key]; !ok {
			t.Errorf("%s: %q has no French", fromEnglish[key], key)
		}
	}
}

func TestSentencesAreWellFormed(t *testing.T) {
	for _, lang := range Languages() {
		all, from := sentences(t, lang)
		catalogue, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		for key, forms := range all {
			if home, _ := catalogue.home(key); home+".json" != path.Base(from[key]) {
				t.Errorf("%s: %q is looked for in %q", from[key], key, home)
			}
			if _, simple := forms[""]; !simple {
				if !slices.Equal(slices.Sorted(maps.Keys(forms)), []string{"one", "other"}) {
					t.Errorf("%s: %q has other forms than one and other", from[key], key)
				}
			}
			for form, text := range forms {
				if strings.TrimSpace(text) == "" || strings.TrimSpace(text) != text {
					t.Errorf("%s: %q %s is empty or begins or ends with a space", from[key], key, form)
				}
				if strings.Contains(text, "  ") {
					t.Errorf("%s: %q %s has two spaces in a row", from[key], key, form)
				}
				if _, err := template.New("").Parse(text); err != nil {
					t.Errorf("%s: %q %s: %v", from[key], key, form, err)
				}
				// What is left in braces would be shown as such.
				if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
					t.Errorf("%s: %q %s has braces that are no placeholder", from[key], key, form)
				}
			}
		}
	}
}

// faults are what good typography never has, by language. Placeholders are
// taken out first.
var faults = map[Language][]struct {
	what    string
	pattern *regexp.Regexp
}{
	French: {
		{"an ordinary space before a mark", regexp.MustCompile(` [;:!?»%€]`)},
		{"no narrow no-break space before a mark", regexp.MustCompile(`[\p{L}\p{N})][;!?]|[\p{L})]:(?:\s|$)`)},
		{"no space before a per cent sign", regexp.MustCompile(`[\p{N}]%`)},
		{"no no-break space inside guillemets", regexp.MustCompile(`«[^\x{a0}]|[^\x{a0}]»`)},
		{"a straight apostrophe", regexp.MustCompile(`'`)},
		{"English quotation marks", regexp.MustCompile(`[“”"]`)},
		{"three dots", regexp.MustCompile(`\.\.\.`)},
		{"oe for œ", regexp.MustCompile(`(?i)\b(?:oeuvre|coeur|soeur|oeil|voeu)`)},
		{"tutoiement", regexp.MustCompile(`(?i)(?:^|\P{L})(?:tu|toi|ton|tes|ta)(?:\P{L}|$)`)},
	},
	English: {
		{"a space before a mark", regexp.MustCompile(`[ \x{a0}\x{202f}][;:!?%]`)},
		{"a straight apostrophe", regexp.MustCompile(`'`)},
		{"straight quotation marks", regexp.MustCompile(`"`)},
		{"French quotation marks", regexp.MustCompile(`[«»]`)},
		{"three dots", regexp.MustCompile(`\.\.\.`)},
	},
}

// tone is the noun, which is no familiar form of address.
var tone = regexp.MustCompile(`(?i)(?:votre|quel|le|du) ton(?:\P{L}|$)`)

func TestTypography(t *testing.T) {
	for _, lang := range Languages() {
		all, from := sentences(t, lang)
		for key, forms := range all {
			for _, text := range forms {
				// An address or a time keeps its own colons.
				plain := tone.ReplaceAllString(regexp.MustCompile(`https?://\S*`).ReplaceAllString(placeholder.ReplaceAllString(text, "X"), "X"), "X")
				for _, fault := range faults[lang] {
					if found := fault.pattern.FindString(plain); found != "" {
						t.Errorf("%s: %q has %s (%q): %s", from[key], key, fault.what, found, text)
					}
				}
			}
		}
	}
}

func TestTypographyFindsFaults(t *testing.T) {
	for _, test := range []struct {
		lang Language
		text string
		want bool
	}{
		{French, "Est-elle parue ?", true},
		{French, "Est-elle parue\u202f?", false},
		{French, "Est-elle parue?", true},
		{French, "Attention: ceci", true},
		{French, "Attention\u202f: à 12:30", false},
		{French, "« Coulisses »", true},
		{French, "«\u00a0Coulisses\u00a0»", false},
		{French, "l'image", true},
		{French, "l’image", false},
		{French, "En cours...", true},
		{French, "40%", true},
		{French, "40\u202f%", false},
		{French, "Que veux-tu\u202f?", true},
		{English, "Did it appear ?", true},
		{English, "Did it appear?", false},
		{English, "it's", true},
	} {
		found := false
		for _, fault := range faults[test.lang] {
			found = found || fault.pattern.MatchString(test.text)
		}
		if found != test.want {
			t.Errorf("%s %q: got %v", test.lang, test.text, found)
		}
	}
}

func TestEverySentenceIsLoaded(t *testing.T) {
	for _, lang := range Languages() {
		c, err := Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		all, _ := sentences(t, lang)
		for key, forms := range all {
			args := make(map[string]any)
			for _, name := range forms.placeholders() {
				args[name] = "X"
			}
			if _, plural := forms["one"]; plural {
				args["Count"] = 2
			}
			if got := c.Args(key, args); got == key || strings.Contains(got, "<no value>") {
				t.Errorf("%s: %q comes back as %q", lang, key, got)
			}
		}
	}
}
