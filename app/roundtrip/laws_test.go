package roundtrip

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// rows draws a row of cells that Parvis takes back.
func rows() *rapid.Generator[Values] {
	return rapid.Custom(func(t *rapid.T) Values {
		v := Values{}
		for _, c := range columns {
			if text := rapid.SampledFrom([]string{"", "", "a", "b", "c"}).Draw(t, string(c.name)); text != "" && c.role != computed {
				v[c.name] = text
			}
		}
		return v
	})
}

func every(Column) bool { return true }

// taken applies changes to a row; conflicts go to the sheet or stay.
func taken(here Values, changes []Change, sheet bool) Values {
	v := maps.Clone(here)
	for _, c := range changes {
		if c.Conflict && !sheet {
			continue
		}
		if c.There == "" {
			delete(v, c.Column)
			continue
		}
		v[c.Column] = c.There
	}
	return v
}

func conflicts(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Conflict })
}

func TestMergeLaws(t *testing.T) {
	same := func(t *rapid.T, what string, want, got Values) {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", what, diff)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		base, a, b := rows().Draw(t, "base"), rows().Draw(t, "a"), rows().Draw(t, "b")
		if changes := merge3(base, a, base, every); len(changes) != 0 {
			t.Fatalf("a sheet nobody edited changes %v", changes)
		}
		if changes := merge3(base, a, a, every); len(changes) != 0 {
			t.Fatalf("the same edits on both sides change %v", changes)
		}
		onlySheet := merge3(base, base, a, every)
		if conflicts(onlySheet) {
			t.Fatalf("edits of one side alone conflict: %v", onlySheet)
		}
		same(t, "edits of one side alone", a, taken(base, onlySheet, false))

		ab, ba := merge3(base, a, b, every), merge3(base, b, a, every)
		if conflicts(ab) != conflicts(ba) {
			t.Fatalf("one order conflicts, the other does not: %v, %v", ab, ba)
		}
		if !conflicts(ab) {
			same(t, "the other order", taken(a, ab, false), taken(b, ba, false))
		}
		same(t, "settled for the sheet, or from the other side for Parvis", taken(a, ab, true), taken(b, ba, false))

		merged := taken(a, ab, true)
		if again := merge3(base, merged, b, every); len(again) != 0 {
			t.Fatalf("merging again changes %v", again)
		}
	})
}

func TestColumnsThatTheSheetLostAreNotCompared(t *testing.T) {
	changes := merge3(Values{ColumnTitle: "a", ColumnText: "b"}, Values{ColumnTitle: "a", ColumnText: "b"}, Values{ColumnText: "c"},
		func(c Column) bool { return c != ColumnTitle })
	if len(changes) != 1 || changes[0].Column != ColumnText {
		t.Errorf("%v", changes)
	}
}
