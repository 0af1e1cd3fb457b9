package snippets_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/app"
	"parvis/app/networks"
	"parvis/app/snippets"
	"parvis/storage/storagetest"
)

// open returns the service over a real file, and the kinds it tells of.
func open(t *testing.T) (*snippets.Service, *[]snippets.Kind) {
	t.Helper()
	events, clock := app.NewEvents(), storagetest.Clock()
	var told []snippets.Kind
	app.On(events, func(c snippets.Changed) { told = append(told, c.Kind) })
	return snippets.NewService(storagetest.New(t).Snippets(), events, clock, app.NewIDs(clock, rand.NewChaCha8([32]byte{}))), &told
}

func names(t *testing.T, s *snippets.Service, kind snippets.Kind) string {
	t.Helper()
	all, err := s.List(t.Context(), kind)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, one := range all {
		list = append(list, one.Name)
	}
	return strings.Join(list, " ")
}

func TestSnippetsOfEveryKindAreKept(t *testing.T) {
	s, told := open(t)
	want := map[snippets.Kind]snippets.Snippet{
		snippets.Hashtags:  {Kind: snippets.Hashtags, Name: "Fournil", Tags: []string{"PainAuLevain", "Nantes"}},
		snippets.Signature: {Kind: snippets.Signature, Name: "Adresse", Text: "12 rue Crébillon", Networks: []networks.Network{networks.Facebook, networks.Google}},
		snippets.Template:  {Kind: snippets.Template, Name: "Nouveauté", Text: "Nouveau : {produit}"},
		snippets.Link:      {Kind: snippets.Link, Name: "Commander", Address: "https://martin.example/commander", Medium: "social", Content: "carte"},
	}
	given := want[snippets.Hashtags]
	given.Name, given.Tags, given.Text = "  Fournil ", []string{"#PainAuLevain #nantes", "Nantes"}, "not of this kind"
	want[snippets.Hashtags] = snippets.Snippet{Kind: snippets.Hashtags, Name: "Fournil", Tags: []string{"PainAuLevain", "nantes"}}
	kinds := []snippets.Kind{snippets.Hashtags, snippets.Signature, snippets.Template, snippets.Link}
	for _, kind := range kinds {
		one := want[kind]
		if kind == snippets.Hashtags {
			one = given
		}
		kept, err := s.Save(t.Context(), one)
		if err != nil {
			t.Fatal(err)
		}
		all, err := s.List(t.Context(), kind)
		if err != nil || len(all) != 1 || all[0].ID != kept.ID || all[0].Position != 1 {
			t.Fatalf("%s: %+v, %v", kind, all, err)
		}
		if diff := cmp.Diff(want[kind], all[0], cmpopts.IgnoreFields(snippets.Snippet{}, "ID", "Position")); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
	if diff := cmp.Diff(kinds, *told); diff != "" {
		t.Errorf("told %s", diff)
	}
}

func TestSnippetsThatCannotBeKept(t *testing.T) {
	s, told := open(t)
	for key, one := range map[string]snippets.Snippet{
		"snippets.error.name_missing":  {Kind: snippets.Signature, Name: " ", Text: "x"},
		"snippets.error.name_long":     {Kind: snippets.Signature, Name: strings.Repeat("é", 81), Text: "x"},
		"snippets.error.text_missing":  {Kind: snippets.Signature, Name: "a", Text: " \n"},
		"snippets.error.text_long":     {Kind: snippets.Signature, Name: "a", Text: strings.Repeat("é", 5001)},
		"snippets.error.tags_missing":  {Kind: snippets.Hashtags, Name: "a", Tags: []string{"2026"}},
		"snippets.error.tags_many":     {Kind: snippets.Hashtags, Name: "a", Tags: strings.Fields(many(61))},
		"snippets.error.kind":          {Kind: "song", Name: "a"},
		"snippets.template.error.open": {Kind: snippets.Template, Name: "a", Text: "{produit"},
		"snippets.link.error.scheme":   {Kind: snippets.Link, Name: "a", Address: "javascript:alert(1)"},
	} {
		_, err := s.Save(t.Context(), one)
		var e *app.Error
		if !errors.As(err, &e) || e.Code != app.CodeInvalid || e.Key != key {
			t.Errorf("%v, want %s", err, key)
		}
	}
	if len(*told) > 0 {
		t.Errorf("told %v", *told)
	}
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" tag" + strings.Repeat("a", i))
	}
	return b.String()
}

func TestSnippetsAreOrderedUsedAndDeleted(t *testing.T) {
	s, _ := open(t)
	kept := make(map[string]snippets.Snippet)
	for _, name := range []string{"a", "b", "c", "d"} {
		one, err := s.Save(t.Context(), snippets.Snippet{Kind: snippets.Signature, Name: name, Text: name})
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = one
	}
	move := func(name string, by int, want string) {
		t.Helper()
		if err := s.Move(t.Context(), snippets.Signature, kept[name].ID, by); err != nil {
			t.Fatal(err)
		}
		if got := names(t, s, snippets.Signature); got != want {
			t.Errorf("%s moved by %d: %s, want %s", name, by, got, want)
		}
	}
	move("c", -1, "a c b d")
	move("a", 1, "c a b d")
	move("d", 1, "c a b d")
	move("d", -9, "d c a b")
	for range 2 {
		if err := s.Used(t.Context(), kept["c"]); err != nil {
			t.Fatal(err)
		}
	}
	edited := kept["c"]
	edited.Name, edited.Uses = "C", 0
	if _, err := s.Save(t.Context(), edited); err != nil {
		t.Fatal(err)
	}
	undo, err := s.Delete(t.Context(), edited.ID)
	if err != nil || names(t, s, snippets.Signature) != "d a b" {
		t.Fatalf("deleted: %s, %v", names(t, s, snippets.Signature), err)
	}
	if err := s.Used(t.Context(), edited); err != nil {
		t.Errorf("the use of one that is gone: %v", err)
	}
	if _, err := s.Delete(t.Context(), edited.ID); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("deleted twice: %v", err)
	}
	if err := s.Move(t.Context(), snippets.Signature, edited.ID, 1); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("moved once it is gone: %v", err)
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, err := s.List(t.Context(), snippets.Signature)
	if err != nil || names(t, s, snippets.Signature) != "d C a b" || all[1].Uses != 2 || !all[1].UsedAt.Equal(storagetest.Now()) {
		t.Errorf("undone: %+v, %v", all, err)
	}
}

func TestRecentEmoji(t *testing.T) {
	s, _ := open(t)
	for _, e := range []string{"🥖", "🎄", "🥐", "🥖"} {
		if err := s.EmojiUsed(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.RecentEmoji(t.Context(), 2)
	if err != nil || strings.Join(got, "") != "🥖🥐" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWhatASearchFinds(t *testing.T) {
	one := snippets.Snippet{Name: "Fêtes de fin d’année", Tags: []string{"Noël", "BucheDeNoel"}, Text: "Cœur de Nantes"}
	for search, want := range map[string]bool{
		"": true, "noel": true, "FETE": true, "fin noël": true, "#bûche": true, "coeur": true, "ête": false, "pâques": false, "fin pâques": false,
	} {
		if got := one.Matches(search); got != want {
			t.Errorf("%q: %v", search, got)
		}
	}
}

func TestSignaturesAreProposedForTheirNetworks(t *testing.T) {
	one := snippets.Snippet{Networks: []networks.Network{networks.Facebook}}
	for _, test := range []struct {
		on   []networks.Network
		want bool
	}{{nil, true}, {[]networks.Network{networks.Facebook, networks.X}, true}, {[]networks.Network{networks.X}, false}} {
		if got := one.For(test.on); got != test.want {
			t.Errorf("%v: %v", test.on, got)
		}
	}
	if !(snippets.Snippet{}).For([]networks.Network{networks.X}) {
		t.Error("one for all networks must be proposed")
	}
}
