package keydates

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
)

// listed returns the row of a date in a year.
func (d *desk) listed(t *testing.T, year int, id string) (Row, bool) {
	t.Helper()
	rows, err := d.Year(t.Context(), year)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.ID == id {
			return r, true
		}
	}
	return Row{}, false
}

// begins lists the dates of a stretch of days.
func (d *desk) begins(t *testing.T, from, to string) []string {
	t.Helper()
	all, err := d.Between(t.Context(), date(t, from), date(t, to))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range all {
		name := k.ID
		if k.Label != "" {
			name = k.Label
		}
		got = append(got, k.Date.String()[5:]+" "+name)
	}
	return got
}

func TestDatesAreShownAndHidden(t *testing.T) {
	d := newDesk(t)
	want := []string{"12-25 christmas", "12-31 new_years_eve"}
	if diff := cmp.Diff(want, d.begins(t, "2026-12-20", "2026-12-31")); diff != "" {
		t.Error(diff)
	}
	if _, err := d.Show(t.Context(), "saint_stephen", true); err != nil {
		t.Fatal(err)
	}
	undo, err := d.Show(t.Context(), "christmas", false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"12-26 saint_stephen", "12-31 new_years_eve"}, d.begins(t, "2026-12-20", "2026-12-31")); diff != "" {
		t.Error(diff)
	}
	if r, _ := d.listed(t, 2026, "christmas"); r.Shown || !r.Proposed {
		t.Errorf("Christmas: shown %v, proposed %v", r.Shown, r.Proposed)
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, decided := d.shown["christmas"]; decided {
		t.Error("undoing left a decision")
	}
	// A decision outlives the trade, what nobody decided follows it.
	d.business.Trade = business.Garage
	if r, _ := d.listed(t, 2026, "saint_stephen"); !r.Shown || r.Proposed {
		t.Errorf("Saint Stephen: %+v", r)
	}
	if r, _ := d.listed(t, 2026, "epiphany"); r.Shown {
		t.Error("a garage is shown Epiphany")
	}
	if d.changes != 3 {
		t.Errorf("%d changes told", d.changes)
	}
	if _, err := d.Show(t.Context(), "soldes", false); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("unknown date: %v", err)
	}
}

func TestRowsSayWhereTheyComeFrom(t *testing.T) {
	d := newDesk(t)
	rows, err := d.Year(t.Context(), 2027)
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(franceDates()) {
		t.Errorf("%d rows of %d dates", len(rows), len(franceDates()))
	}
	for i, r := range rows {
		if r.Rule.IsZero() || r.Source == "" || r.Read == "" {
			t.Errorf("%s: rule %v, source %q, read %q", r.ID, r.Rule, r.Source, r.Read)
		}
		if i > 0 && r.Date.Before(rows[i-1].Date) {
			t.Errorf("%s out of order", r.ID)
		}
	}
}

func TestOwnDates(t *testing.T) {
	d := newDesk(t)
	if _, err := d.Save(t.Context(), Own{Name: "  Anniversaire  du fournil ", Day: date(t, "2024-02-29"), Yearly: true, Note: " 10 ans \n"}); err != nil {
		t.Fatal(err)
	}
	undo, err := d.Save(t.Context(), Own{Name: "Foire", Day: date(t, "2026-02-28")})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		from, to string
		want     []string
	}{
		{"2023-02-25", "2023-03-01", nil},
		{"2024-02-25", "2024-02-29", []string{"02-29 Anniversaire du fournil"}},
		{"2026-02-25", "2026-02-28", []string{"02-28 Anniversaire du fournil", "02-28 Foire"}},
		{"2027-02-25", "2027-02-28", []string{"02-28 Anniversaire du fournil"}},
		{"2028-02-25", "2028-02-29", []string{"02-29 Anniversaire du fournil", "02-29 mardi_gras"}},
	} {
		got := d.begins(t, test.from, test.to)
		slices.Sort(got)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", test.from, diff)
		}
	}
	if err := undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(d.own) != 1 {
		t.Fatalf("%d dates after undoing", len(d.own))
	}
	var kept Own
	for _, o := range d.own {
		kept = o
	}
	if kept.Note != "10 ans" {
		t.Errorf("note %q", kept.Note)
	}
	changed := kept
	changed.Name, changed.Yearly = "Dix ans", false
	undo, err = d.Save(t.Context(), changed)
	if err != nil || d.own[kept.ID] != changed {
		t.Fatalf("%+v, %v", d.own[kept.ID], err)
	}
	if err := undo(t.Context()); err != nil || d.own[kept.ID] != kept {
		t.Errorf("undone: %+v, %v", d.own[kept.ID], err)
	}
	undo, err = d.Remove(t.Context(), kept.ID)
	if err != nil || len(d.own) != 0 {
		t.Fatalf("%v, %v", d.own, err)
	}
	if err := undo(t.Context()); err != nil || d.own[kept.ID] != kept {
		t.Errorf("brought back: %+v, %v", d.own[kept.ID], err)
	}
	if _, err := d.Remove(t.Context(), "gone"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("removing what is gone: %v", err)
	}
	if _, err := d.Save(t.Context(), Own{ID: "gone", Name: "x", Day: date(t, "2026-01-01")}); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("changing what is gone: %v", err)
	}
}

func TestOwnDatesAreChecked(t *testing.T) {
	long := func(n int) string { return string(slices.Repeat([]byte("a"), n)) }
	for key, o := range map[string]Own{
		"keydates.error.name_missing": {Name: "  ", Day: date(t, "2026-01-01")},
		"keydates.error.name_long":    {Name: long(MaxNameLength + 1), Day: date(t, "2026-01-01")},
		"keydates.error.note_long":    {Name: "x", Note: long(MaxNoteLength + 1), Day: date(t, "2026-01-01")},
		"keydates.error.day_missing":  {Name: "x"},
	} {
		_, err := newDesk(t).Save(t.Context(), o)
		var e *app.Error
		if !errors.As(err, &e) || e.Key != key || e.Code != app.CodeInvalid {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestAFailedWriteTellsNothing(t *testing.T) {
	d := newDesk(t)
	d.fails = errDisk
	if _, err := d.Save(t.Context(), Own{Name: "x", Day: date(t, "2026-01-01")}); !errors.Is(err, errDisk) {
		t.Errorf("got %v", err)
	}
	if d.changes != 0 {
		t.Error("a change was told")
	}
}

func TestSchoolHolidaysAreKept(t *testing.T) {
	d := newDesk(t)
	text := "Toussaint;17/10/2026;01/11/2026;B\nNoël du 19/12/2026 au 03/01/2027\nrien"
	pasted, err := d.Read(t.Context(), text, EveryZone, false)
	if err != nil || len(pasted.Holidays) != 2 || len(pasted.Refused) != 1 {
		t.Fatalf("%+v, %v", pasted, err)
	}
	undo, err := d.AddHolidays(t.Context(), pasted.Holidays)
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Read(t.Context(), text, EveryZone, false)
	if err != nil || len(again.Holidays) != 0 || again.Kept != 2 {
		t.Errorf("read again: %+v, %v", again, err)
	}
	for _, test := range []struct {
		from, to string
		want     int
	}{
		{"2026-10-01", "2026-10-16", 0},
		{"2026-10-01", "2026-10-17", 1},
		{"2026-11-01", "2026-11-30", 1},
		{"2026-11-02", "2026-12-18", 0},
		{"2026-10-20", "2026-12-25", 2},
		{"2027-01-03", "2027-01-03", 1},
	} {
		got, err := d.Holidays(t.Context(), date(t, test.from), date(t, test.to))
		if err != nil || len(got) != test.want {
			t.Errorf("%s..%s: %v, %v", test.from, test.to, got, err)
		}
	}
	all, _ := d.Holidays(t.Context(), date(t, "2026-01-01"), date(t, "2027-12-31"))
	back, err := d.RemoveHoliday(t.Context(), all[0].ID)
	if err != nil || len(d.holidays) != 1 {
		t.Fatalf("%v, %v", d.holidays, err)
	}
	if err := back(t.Context()); err != nil || d.holidays[all[0].ID] != all[0] {
		t.Errorf("brought back: %v, %v", d.holidays, err)
	}
	if err := undo(t.Context()); err != nil || len(d.holidays) != 0 {
		t.Errorf("undone: %v, %v", d.holidays, err)
	}
	if _, err := d.RemoveHoliday(t.Context(), "gone"); app.CodeOf(err) != app.CodeNotFound {
		t.Errorf("removing what is gone: %v", err)
	}
	if _, err := d.AddHolidays(t.Context(), []Holiday{{First: date(t, "2026-02-02"), Last: date(t, "2026-02-01")}}); app.CodeOf(err) != app.CodeInvalid {
		t.Errorf("ends before it begins: %v", err)
	}
}
