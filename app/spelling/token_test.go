package spelling

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestTokens(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string // words, with ^ where a sentence begins and # where there are digits
	}{
		{"Un mot. Deux", []string{"^Un", "mot", "^Deux"}},
		{"L’an d'hier, a‑t‑il\u00a0?", []string{"^L'an", "d'hier", "a-t-il"}},
		{"à 7h30, 12\u202f€ le 1er", []string{"^à", "#7h30", "#12", "le", "#1er"}},
		{"e\u0301te\u0301 fe\u0302te", []string{"^été", "fête"}},
		{"voir www.exemple.fr et zoe@exemple.fr ou #Fête @zoé.b", []string{"^voir", "et", "ou"}},
		{"'cité' -là- mots-", []string{"^cité", "là", "mots"}},
		{"ex\u00adtra {nom} :wave: fin", []string{"^extra", "fin"}},
		{"🎉 Oui", []string{"^Oui"}},
		{"un_nom deux", []string{"^#un_nom", "deux"}},
		{strings.Repeat("a", longestWord+1) + " b", []string{"b"}},
		{"du pain frais.et du lait", []string{"^du", "pain", "frais", "^et", "du", "lait"}},
		{"", nil},
	} {
		var got []string
		for _, tok := range tokens(test.text, protected(test.text)) {
			word := tok.word
			if tok.digits {
				word = "#" + word
			}
			if tok.first {
				word = "^" + word
			}
			got = append(got, word)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

// FuzzTokens holds that words come in order, apart, outside what is protected, and
// on the borders of characters.
func FuzzTokens(f *testing.F) {
	for _, s := range []string{"L’an d'hier", "#a@b {c} https://d.fr", "a\u00ad-'\u0301", "\xffé\xfe", "7h30!", "@@##{}{", "a@b.c.d-e"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		spans := protected(text)
		end := 0
		for _, s := range spans {
			if s.start < end || s.end <= s.start || s.end > len(text) {
				t.Fatalf("%q: spans %v", text, spans)
			}
			end = s.end
		}
		end = 0
		for _, tok := range tokens(text, spans) {
			if tok.start < end || tok.end <= tok.start || tok.end > len(text) || tok.word == "" && strings.Trim(text[tok.start:tok.end], "\u00ad") != "" {
				t.Fatalf("%q: %+v after %d", text, tok, end)
			}
			if covered(spans, tok.start, tok.end) {
				t.Fatalf("%q: %+v is in %v", text, tok, spans)
			}
			if !utf8.ValidString(tok.word) {
				t.Fatalf("%q: %+v", text, tok)
			}
			end = tok.end
		}
	})
}
