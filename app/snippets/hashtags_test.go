package snippets_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app/networks"
	"parvis/app/snippets"
)

func TestParseTags(t *testing.T) {
	for _, test := range []struct {
		typed         string
		tags, refused []string
	}{
		{"", nil, nil},
		{"#PainAuLevain #Nantes", []string{"PainAuLevain", "Nantes"}, nil},
		{"pain, brioche;nantes\nlevain", []string{"pain", "brioche", "nantes", "levain"}, nil},
		{"#pain#brioche", []string{"pain", "brioche"}, nil},
		{"#Pain #pain #PAIN", []string{"Pain"}, nil},
		{"#Café #cafe\u0301 #cafe", []string{"Café", "cafe"}, nil}, // accents make another hashtag, their spelling does not
		{"pain-au-levain l’Erdre", []string{"painaulevain", "lErdre"}, nil},
		{"2026 #44 noel2026", []string{"noel2026"}, []string{"2026", "44"}},
		{"# ## !", nil, []string{"!"}},
		{"＃ゆき", []string{"ゆき"}, nil},
		{"pain_chaud", []string{"pain_chaud"}, nil},
		{"\xff#pain\xff", []string{"pain"}, nil},
		{strings.Repeat("a", 101), nil, []string{strings.Repeat("a", 101)}},
	} {
		tags, refused := snippets.ParseTags(test.typed)
		if diff := cmp.Diff(test.tags, tags); diff != "" {
			t.Errorf("%q: tags %s", test.typed, diff)
		}
		if diff := cmp.Diff(test.refused, refused); diff != "" {
			t.Errorf("%q: refused %s", test.typed, diff)
		}
	}
}

// TestTagsComeBack: what is written in a post is read as the same tags, and each
// is one hashtag for the networks.
func TestTagsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tags, _ := snippets.ParseTags(rapid.String().Draw(t, "typed"))
		text := snippets.TagText(tags)
		again, refused := snippets.ParseTags(text)
		if diff := cmp.Diff(tags, again); diff != "" || len(refused) > 0 {
			t.Fatalf("%q: %s, refused %q", text, diff, refused)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.StringOf(rapid.RuneFrom([]rune("aéÉœ9_-# ,’ñ"))).Draw(t, "typed")
		tags, _ := snippets.ParseTags(typed)
		var marked []string
		for _, m := range networks.Marks(networks.Bluesky, snippets.TagText(tags)) {
			marked = append(marked, m.Value)
		}
		long := false
		for _, tag := range tags {
			long = long || len([]rune(tag)) > 60 || strings.HasPrefix(tag, "_")
		}
		if diff := cmp.Diff(tags, marked); diff != "" && !long {
			t.Fatalf("%q: %s", typed, diff)
		}
	})
}

func TestTooMany(t *testing.T) {
	on := []networks.Network{networks.Facebook, networks.Instagram, networks.Instagram, networks.Bluesky}
	if got := snippets.TooMany(5, on); got != nil {
		t.Errorf("five: %v", got)
	}
	if diff := cmp.Diff([]snippets.Excess{{Network: networks.Instagram, Max: 5}}, snippets.TooMany(6, on)); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseTags(f *testing.F) {
	for _, seed := range []string{"", "#pain #pain", "2026", "pain-au-levain", "＃ゆき", "\xff", "é\u0301"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		tags, _ := snippets.ParseTags(typed)
		again, refused := snippets.ParseTags(snippets.TagText(tags))
		if diff := cmp.Diff(tags, again); diff != "" || len(refused) > 0 {
			t.Errorf("%q: %s, refused %q", typed, diff, refused)
		}
	})
}
