package editorial

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/spelling"
)

// proof finds the words it knows to be wrong, and straight apostrophes.
type proof struct {
	reads []string
	err   error
}

func (p *proof) Find(_ context.Context, text string) ([]spelling.Finding, error) {
	p.reads = append(p.reads, text)
	var found []spelling.Finding
	add := func(word string, kind spelling.Kind, sure bool, suggestions ...string) {
		if at := strings.Index(text, word); at >= 0 {
			found = append(found, spelling.Finding{Start: at, End: at + len(word), Word: word, Kind: kind, Suggestions: suggestions, Sure: sure})
		}
	}
	add("voisinn", spelling.Spelling, true, "voisin", "voisins")
	add("paim", spelling.Spelling, false, "pain", "paie")
	add("zzz", spelling.Spelling, false)
	add("xxx", spelling.Spelling, false)
	add("'", spelling.Typography, true, "’")
	return found, p.err
}

func TestSpellingIsChecked(t *testing.T) {
	d := newDesk(t)
	d.rooms.Spelling = &proof{}
	instead := func(word, with string) app.Message {
		return app.Say("editorial.spelling.instead", "Word", word, "Suggestion", with)
	}
	alone := func(word string) app.Message { return app.Say("editorial.spelling.word", "Word", word) }
	said := func(words ...app.Message) app.Message {
		return app.Say("editorial.spelling.words.caption", "Words", app.Messages(words))
	}
	signs := Check{
		Severity: Informs, Title: app.Say("editorial.spelling.typography"), Caption: app.Say("editorial.spelling.typography.caption", "Count", 1),
		Fix: Fix{Action: FixTypography},
	}
	fine := Check{Severity: Fine, Title: app.Say("editorial.spelling.ok"), Caption: app.Say("editorial.spelling.ok.caption")}
	warns := func(caption app.Message, fix Fix) Check {
		return Check{Severity: Warns, Title: app.Say("editorial.spelling.words"), Caption: caption, Fix: fix}
	}
	for _, test := range []struct {
		name string
		post Post
		want []Check
	}{
		{"nothing said", Post{}, nil},
		{"right", Post{Text: "Du pain"}, []Check{fine}},
		{
			"a word",
			Post{Text: "Votre voisinn"},
			[]Check{warns(said(instead("voisinn", "voisin")), Fix{Action: FixReplaceWord, Start: 6, End: 13, Word: "voisinn", Text: "voisin"})},
		},
		{
			"a word in doubt",
			Post{Text: "Du paim"},
			[]Check{warns(said(instead("paim", "pain")), Fix{Action: FixSeeMistakes, Start: 3, End: 7})},
		},
		{
			"many words",
			Post{Text: "zzz xxx voisinn paim"},
			[]Check{warns(
				app.Say("editorial.spelling.words.more", "Words", app.Messages{instead("voisinn", "voisin"), instead("paim", "pain"), alone("zzz")}, "Count", 1),
				Fix{Action: FixReplaceWord, Start: 8, End: 15, Word: "voisinn", Text: "voisin"},
			)},
		},
		{"signs inform", Post{Text: "C'est bon"}, []Check{fine, signs}},
		{
			"in a version alone",
			Post{Text: "Votre voisinn, c'est", Variants: []Variant{{Network: networks.Bluesky, Text: "zzz"}}},
			[]Check{warns(said(alone("zzz")), Fix{Action: FixSeeMistakes, Network: networks.Bluesky, End: 3})},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.post.ID, test.post.Accounts = "p", []app.ID{"bsky"}
			checks, err := d.Checks(t.Context(), test.post)
			if err != nil {
				t.Fatal(err)
			}
			var got []Check
			for _, c := range checks {
				if strings.HasPrefix(c.Title.Key, "editorial.spelling.") {
					c.Mistakes = nil
					got = append(got, c)
				}
			}
			if diff := gocmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if wrong := len(Overridable(test.want)); len(Overridable(checks)) != wrong {
				t.Errorf("a reason is wanted for %v", titles(Overridable(checks)))
			}
		})
	}
}

func TestIgnoredWordsAreSpared(t *testing.T) {
	d := newDesk(t)
	d.rooms.Spelling = &proof{}
	checks, err := d.Checks(t.Context(), Post{ID: "p", Text: "Votre voisinn, du paim", Accounts: []app.ID{"bsky"}, At: civil(t, "2026-11-27 12:00")})
	if err != nil {
		t.Fatal(err)
	}
	sparing := func(words ...string) []Check {
		return Sparing(checks, func(f spelling.Finding) bool { return slices.Contains(words, f.Word) })
	}
	if diff := gocmp.Diff(checks, sparing()); diff != "" {
		t.Error(diff)
	}
	one := Overridable(sparing("voisinn"))
	if len(one) != 1 || !reflect.DeepEqual(one[0].Fix, Fix{Action: FixSeeMistakes, Start: 18, End: 22}) {
		t.Errorf("%+v", one)
	}
	want := []string{"2 accounts.ok", "2 length.ok", "2 original", "2 editorial.spelling.ok", "2 law.ok", "3 computer"}
	got := titles(sparing("voisinn", "paim"))
	slices.Sort(want)
	slices.Sort(got)
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Signs that are ignored are not counted, and nothing is said of none.
	c := signsCheck([]Mistake{{Finding: spelling.Finding{Word: "'"}}, {Finding: spelling.Finding{Word: "!"}}})
	of := func(words ...string) []Check {
		return Sparing([]Check{c}, func(f spelling.Finding) bool { return slices.Contains(words, f.Word) })
	}
	if got := of("!"); len(got) != 1 || got[0].Caption.Args["Count"] != 1 || len(of("!", "'")) != 0 {
		t.Errorf("%+v, %+v", got, of("!", "'"))
	}
	// A warning with a reason stays what it became.
	post := Post{ID: "p", Text: "Votre voisinn"}
	if checks, err = d.Checks(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	if err := d.Override(t.Context(), "p", Overridable(checks), "Un jeu de mots"); err != nil {
		t.Fatal(err)
	}
	if checks, err = d.Checks(t.Context(), post); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(checks, sparing("voisinn")); diff != "" || len(Overridable(checks)) > 0 {
		t.Error(diff, titles(checks))
	}
}

func TestAFailureToReadIsTold(t *testing.T) {
	d := newDesk(t)
	d.rooms.Spelling = &proof{err: errors.New("no dictionary")}
	if _, err := d.Checks(t.Context(), Post{ID: "p", Text: "Du pain"}); err == nil {
		t.Error("no error")
	}
}
