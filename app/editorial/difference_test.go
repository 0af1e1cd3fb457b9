package editorial

import (
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestDifferences(t *testing.T) {
	for _, test := range []struct {
		name, before, after string
		want                []Stretch
	}{
		{"nothing", "", "", nil},
		{"the same", "Du pain", "Du pain", []Stretch{{Kept, "Du pain"}}},
		{"all new", "", "Du pain", []Stretch{{Added, "Du pain"}}},
		{"all gone", "Du pain", "", []Stretch{{Removed, "Du pain"}}},
		{"a word", "Du pain chaud", "Du pain frais", []Stretch{{Kept, "Du pain "}, {Removed, "chaud"}, {Added, "frais"}}},
		{"an accent", "Noel", "Noël", []Stretch{{Removed, "Noel"}, {Added, "Noël"}}},
		{"a sign", "Demain !", "Demain…", []Stretch{{Kept, "Demain"}, {Removed, " !"}, {Added, "…"}}},
		{"a line", "a\nb", "a\nx\nb", []Stretch{{Kept, "a\n"}, {Added, "x\n"}, {Kept, "b"}}},
		{"in two places", "Le pain de Nantes cuit", "Un pain de Rezé cuit", []Stretch{
			{Removed, "Le"}, {Added, "Un"}, {Kept, " pain de "}, {Removed, "Nantes"}, {Added, "Rezé"}, {Kept, " cuit"},
		}},
		{"another sentence", "Venez demain", "Fermeture exceptionnelle", []Stretch{{Removed, "Venez demain"}, {Added, "Fermeture exceptionnelle"}}},
		{"a picture of several characters", "👩‍🍳 oui", "👩‍🍳 non", []Stretch{{Kept, "👩‍🍳 "}, {Removed, "oui"}, {Added, "non"}}},
	} {
		if diff := gocmp.Diff(test.want, Differences(test.before, test.after)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// sides gives the two texts that stretches tell of.
func sides(all []Stretch) (before, after string) {
	for _, one := range all {
		if one.Difference != Added {
			before += one.Text
		}
		if one.Difference != Removed {
			after += one.Text
		}
	}
	return before, after
}

func TestDifferencesTellBothTexts(t *testing.T) {
	text := rapid.Map(rapid.SliceOfN(rapid.SampledFrom([]string{"pain", "chaud", " ", "\n", "é", "!", "🥖", "au", "\xff"}), 0, 30), func(all []string) string {
		return strings.Join(all, "")
	})
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		all := Differences(before, after)
		if b, a := sides(all); b != before || a != after {
			t.Fatalf("%q and %q are told as %v", before, after, all)
		}
		for i, one := range all {
			if one.Text == "" || i > 0 && one.Difference == all[i-1].Difference {
				t.Fatalf("%v", all)
			}
		}
		if before == after && len(all) > 1 {
			t.Fatalf("nothing changed: %v", all)
		}
	})
}

// TestLongTextsAreComparedInTime: the longest texts there are, sharing nothing.
func TestLongTextsAreComparedInTime(t *testing.T) {
	before, after := strings.Repeat("pain ", MaxTextLength/5), strings.Repeat("four ", MaxTextLength/5)
	begun := time.Now()
	all := Differences("a"+before, "a"+after)
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	if b, a := sides(all); b != "a"+before || a != "a"+after {
		t.Error("the texts are not told")
	}
}

func FuzzDifferences(f *testing.F) {
	f.Add("Du pain chaud", "Du pain frais")
	f.Add("", "\xff\n")
	f.Add("👩‍🍳", "👩")
	f.Fuzz(func(t *testing.T, before, after string) {
		if b, a := sides(Differences(before, after)); b != before || a != after {
			t.Errorf("%q, %q", b, a)
		}
	})
}

func BenchmarkDifferences(b *testing.B) {
	before := strings.Repeat("Le pain de Nantes cuit au feu de bois. ", 60)
	after := "x" + strings.ReplaceAll(before, "Nantes", "Rezé") + "y"
	for b.Loop() {
		Differences(before, after)
	}
}
