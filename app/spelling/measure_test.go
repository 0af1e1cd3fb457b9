package spelling_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/blevesearch/vellum"

	"parvis/app/spelling"
	data "parvis/assets/spelling"
)

// What the program must reach, on faults of a fixed seed.
const (
	faultCount       = 2000
	faultSeed        = 2026
	leastRecall      = 0.97
	leastPrecision   = 0.97
	leastFirst       = 0.80
	leastInFive      = 0.93
	leastSure        = 0.7
	leastSurely      = 0.95
	mostFalseAlarms  = 2.0 // per 1,000 words of clean text
	mostLaterAlarms  = 6.0
	leastDetectables = 1000
)

func sentences(t testing.TB, name string) []string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

func find(t testing.TB, text string) []spelling.Finding {
	t.Helper()
	found, err := spelling.Find(t.Context(), text, spelling.French, spelling.Words{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// oracle tells whether a wrong word is a word all the same, which no dictionary
// can see: every piece of it between spaces, apostrophes and hyphens is a form of
// the list, in its case or in lower case. It knows nothing of how the program
// reads a text.
type oracle struct{ forms *vellum.FST }

func newOracle(t testing.TB) oracle {
	t.Helper()
	forms, err := vellum.Load(data.French)
	if err != nil {
		t.Fatal(err)
	}
	return oracle{forms}
}

func (o oracle) form(word string) bool {
	for _, form := range []string{word, strings.ToLower(word)} {
		if ok, err := o.forms.Contains([]byte(form)); ok && err == nil {
			return true
		}
	}
	return false
}

var elisionsOnly = regexp.MustCompile(`^(?i:l|d|j|n|s|c|m|t|qu|jusqu|lorsqu|puisqu)$`)

func (o oracle) real(word string) bool {
	word = strings.ReplaceAll(word, "’", "'")
	if o.form(word) {
		return true
	}
	for _, part := range strings.FieldsFunc(word, func(r rune) bool { return r == '\'' || r == '-' }) {
		// A space where the apostrophe was is a fault, whatever the letters.
		if strings.Contains(part, " ") || !o.form(part) && !elisionsOnly.MatchString(part) {
			return false
		}
	}
	return true
}

// tally counts the faults of a kind.
type tally struct{ made, real, seen, first, five, sure, surely int }

func TestMeasured(t *testing.T) {
	clean := sentences(t, "clean_fr.txt")
	o := newOracle(t)
	tallies := make(map[faultKind]*tally)
	for _, k := range faultKinds() {
		tallies[k] = &tally{}
	}
	var all tally
	var alarms, right int
	var slow time.Duration
	for _, f := range faults(clean, faultCount, faultSeed) {
		began := time.Now()
		found := find(t, f.wrong)
		slow = max(slow, time.Since(began))
		seen, first, five := judge(f, found)
		for _, each := range found {
			if each.Kind == spelling.Spelling {
				alarms++
				if each.Start < f.end && f.start < each.End {
					right++
				}
			}
		}
		for _, tl := range []*tally{tallies[f.kind], &all} {
			tl.made++
			if o.real(f.word) {
				tl.real++
				continue
			}
			if sureAt(f, found) {
				tl.sure++
				if first {
					tl.surely++
				}
			}
			if seen {
				tl.seen++
			} else if testing.Verbose() {
				if tl == &all {
					t.Logf("missed %-25s %q in %q", f.kind, f.word, f.wrong)
				}
			}
			if first {
				tl.first++
			} else if seen && five && tl == &all && testing.Verbose() {
				t.Logf("not first %-20s %q: %q", f.kind, f.word, suggestionsAt(f, found))
			}
			if five {
				tl.five++
			} else if seen && tl == &all && testing.Verbose() {
				t.Logf("not in five %-20s %q: %v", f.kind, f.word, suggestionsAt(f, found))
			}
		}
	}
	t.Logf("%-26s %6s %10s %8s %8s %8s", "kind", "faults", "real word", "recall", "first", "in five")
	for _, k := range append(faultKinds(), "") {
		tl, name := tallies[k], string(k)
		if k == "" {
			tl, name = &all, "all"
		}
		detectable := float64(tl.made - tl.real)
		t.Logf("%-26s %6d %10d %8.3f %8.3f %8.3f", name, tl.made, tl.real, float64(tl.seen)/detectable, float64(tl.first)/float64(tl.seen), float64(tl.five)/float64(tl.seen))
	}
	precision := float64(right) / float64(alarms)
	t.Logf("precision %.3f (%d of %d); slowest sentence %v", precision, right, alarms, slow)

	t.Logf("offered alone: %.3f, of which right %.3f", float64(all.sure)/float64(all.seen), float64(all.surely)/float64(all.sure))

	detectable := float64(all.made - all.real)
	for _, floor := range []struct {
		name     string
		is, want float64
	}{
		{"detectable faults", detectable, leastDetectables},
		{"recall", float64(all.seen) / detectable, leastRecall},
		{"precision", precision, leastPrecision},
		{"right word first", float64(all.first) / float64(all.seen), leastFirst},
		{"offered alone", float64(all.sure) / float64(all.seen), leastSure},
		{"right word offered alone", float64(all.surely) / float64(all.sure), leastSurely},
		{"right word in five", float64(all.five) / float64(all.seen), leastInFive},
	} {
		if floor.is < floor.want {
			t.Errorf("%s: %.3f, wanted %.3f", floor.name, floor.is, floor.want)
		}
	}
}

// TestCleanTextHasFewAlarms counts what is called wrong in right sentences: those
// the program was tried on while it was made, and others written afterwards, which
// it was not changed for.
func TestCleanTextHasFewAlarms(t *testing.T) {
	for name, most := range map[string]float64{"clean_fr.txt": mostFalseAlarms, "clean_fr_later.txt": mostLaterAlarms} {
		var words, spelt, set int
		for _, s := range sentences(t, name) {
			words += len(strings.FieldsFunc(s, unicode.IsSpace))
			for _, f := range find(t, s) {
				if f.Kind == spelling.Spelling {
					spelt++
				} else {
					set++
				}
				t.Logf("%s: %s %q %q", name, f.Rule, f.Word, f.Suggestions)
			}
		}
		per := 1000 * float64(spelt) / float64(words)
		t.Logf("%s: %d words, %d false alarms of spelling (%.2f per 1,000), %d of typography", name, words, spelt, per, set)
		if per > most || set > 0 {
			t.Errorf("%s: false alarms: spelling %.2f per 1,000 words, typography %d", name, per, set)
		}
	}
}

// judge tells whether a fault was seen, and whether its right word is the first
// suggestion or one of five.
func judge(f fault, found []spelling.Finding) (seen, first, five bool) {
	same := func(a, b string) bool { return strings.ReplaceAll(a, "'", "’") == strings.ReplaceAll(b, "'", "’") }
	for _, each := range found {
		if each.Start >= f.end || f.start >= each.End || each.Kind == spelling.Typography && each.Rule != spelling.Accent && each.Rule != spelling.Ligature {
			continue
		}
		seen = true
		for i, s := range each.Suggestions {
			if same(spelling.Mend(f.wrong, each, s), f.clean) {
				five = true
				first = first || i == 0
			}
		}
	}
	return seen, first, five
}

func suggestionsAt(f fault, found []spelling.Finding) []string {
	i := slices.IndexFunc(found, func(each spelling.Finding) bool { return each.Start < f.end && f.start < each.End })
	if i < 0 {
		return nil
	}
	return found[i].Suggestions
}

// sureAt reports whether the first suggestion for a fault is offered alone.
func sureAt(f fault, found []spelling.Finding) bool {
	return slices.ContainsFunc(found, func(each spelling.Finding) bool {
		return each.Start < f.end && f.start < each.End && each.Sure && each.Kind == spelling.Spelling
	})
}
