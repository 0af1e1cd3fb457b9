package spelling_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"parvis/app/spelling"
)

// FuzzFind holds what is true of every text: findings lie in the text, in order
// and apart, on the borders of characters; they spare links, mentions and
// hashtags; mending the typography leaves none.
func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"L'homme d' hier", "a-t-ijl", "«Oui» \"non\" ... !", "https://a.fr:80/x?y #tagg @quii", "\xff\xfe l'\xff", "lhomme 🎉!", "A 18h", "e\u0301te\u0301", "ETE-LA'B--C",
		"{a}{b!} :x: ;) :)", "l l l l", "\u00ad\u202f!\u00a0:", strings.Repeat("é'-", 30), "Ca Etes oeuf", "aujourd hui", "\"\"\"", "« « » »",
	} {
		f.Add(s, uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, l uint8) {
		if len(text) > 400 {
			return
		}
		language := []spelling.Language{spelling.French, spelling.English, spelling.Unsaid}[l%3]
		found, err := spelling.Find(t.Context(), text, language, spelling.NewWords("Zébulor"))
		if err != nil {
			t.Fatal(err)
		}
		end := 0
		for _, each := range found {
			if each.Start < end || each.End <= each.Start || each.End > len(text) || text[each.Start:each.End] != each.Word {
				t.Fatalf("%q: %+v after %d", text, each, end)
			}
			end = each.End
			if utf8.ValidString(text) && !utf8.ValidString(each.Word) {
				t.Fatalf("%q: %+v cuts a character", text, each)
			}
			if len(each.Suggestions) > spelling.MaxSuggestions || each.Kind == spelling.Typography && len(each.Suggestions) != 1 {
				t.Fatalf("%q: %+v", text, each)
			}
			for _, s := range each.Suggestions {
				if s == each.Word {
					t.Fatalf("%q: %q is suggested for itself", text, s)
				}
			}
		}
		spelling.MendTypography(text, found)
	})
}
