package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// affixes is a small affix file with what those of the dictionaries use.
const affixes = `SET UTF-8
FLAG long
NEEDAFFIX ()
FORBIDDENWORD {}
PFX L' Y 2
PFX L' 0 l' [aeh]
PFX L' a l'A a
PFX Ki Y 2
PFX Ki 0 0 .
PFX Ki 0 kilo/S. .
SFX S. Y 2
SFX S. 0 0/L' [^sxz]
SFX S. 0 s [^sxz]
SFX a0 Y 4
SFX a0 er er er po:infi
SFX a0 ger gea ger po:ipsi
SFX a0 er a [^g]er po:ipsi
SFX a0 er ons/Zz [^cg]er
SFX Zz Y 1
SFX Zz 0 -nous .
`

const stems = `9
ami/S.() po:nom
watt/Ki() po:nom
manger/a0() po:v1
aimer/a0() po:v1
bon
mal/{}
mal
t'en po:err
nez/S. po:nom
`

func TestExpand(t *testing.T) {
	rs, err := readRules(strings.NewReader(affixes))
	if err != nil {
		t.Fatal(err)
	}
	all := make(forms)
	counted := countedUse(map[string]int{"ami": 8})
	if err := rs.expand(strings.NewReader(stems), counted, all); err != nil {
		t.Fatal(err)
	}
	want := []string{"aima", "aimer", "aimons", "aimons-nous", "ami", "amis", "bon", "kilowatt", "kilowatts", "mangea", "manger", "nez", "watt"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(all))); diff != "" {
		t.Error(diff)
	}
	for word, rare := range map[string]bool{"mangea": true, "aima": true, "aimer": false, "ami": false} {
		if all[word].rare != rare {
			t.Errorf("%s rare: %v", word, all[word].rare)
		}
	}
	// A form not seen is used two classes less than its word.
	if all["ami"].use != 4 || all["amis"].use != 2 || all["bon"].use != 0 {
		t.Errorf("uses: ami %d, amis %d, bon %d", all["ami"].use, all["amis"].use, all["bon"].use)
	}
}

func TestRulesNotUnderstood(t *testing.T) {
	for _, text := range []string{"SET ISO8859-1", "FLAG num", "AF 3", "SFX A 0 b .", "SFX A Y 1\nSFX A 0 b [^c"} {
		if _, err := readRules(strings.NewReader(text)); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func TestElides(t *testing.T) {
	h := aspirated{"haut", "onz", "ya", "ye.", "halle."}
	for word, want := range map[string]bool{
		"ami": true, "École": true, "œuf": true, "hauteur": false, "huile": true, "onze": false, "yaourt": false, "yeux": true,
		"ye": false, "hallebarde": true, "halle": false, "pain": false, "Yonne": true,
	} {
		if got := h.elides(word); got != want {
			t.Errorf("%s: %v", word, got)
		}
	}
}
