package reports_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/reports"
	"parvis/app/watch"
	"parvis/assets/translations"
	"parvis/storage/storagetest"
)

func TestCoverOfNovember(t *testing.T) {
	w := november(t)
	spaces := strings.NewReplacer("\u202f", " ", "\u00a0", " ")
	var got []string
	for _, l := range w.Lines {
		got = append(got, spaces.Replace(l.Label+" : "+l.Text))
	}
	want := []string{
		"Fait : 2 314 abonnés au 19/11/2026. +86 par rapport à oct. 2026. Il en manque 186 pour l’objectif de 2 500 au 31/12/2026.",
		"Fait : Portée : 18 420 (+12 % par rapport aux mêmes jours, du 1er oct. au 21 oct.). Engagement : 4,1 % de la portée (+0,6 pt).",
		"Fait : 11 publications parues. 6 encore à venir ce mois-ci. 1 en échec, manquée ou à vérifier : voir le Registre.",
	}
	if diff := cmp.Diff(want, got[:3]); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(got[3], "« Coulisses » fait le plus réagir") || !strings.Contains(got[4], "« Offres » prend 28 %") {
		t.Errorf("%q, %q", got[3], got[4])
	}
	if w.Name != "Boulangerie Martin - Rapport mensuel 2026-11.xlsx" {
		t.Errorf("called %q", w.Name)
	}
}

func TestCoverOfAnUnmeasuredMonth(t *testing.T) {
	w := openSample(t).monthly(t, app.Date{Year: 2026, Month: time.August, Day: 10}, translations.French)
	if !strings.Contains(w.Lines[0].Text, "n.\u00a0d.") || strings.Contains(w.Lines[0].Text, " 0 ") {
		t.Errorf("%q", w.Lines[0].Text)
	}
}

func TestFutureMonthIsRefused(t *testing.T) {
	_, err := open(t).reports.Monthly(t.Context(), today.AddMonths(1), catalogue(t, translations.French), nil)
	if app.CodeOf(err) != app.CodeInvalid || app.MessageOf(err).Key != "reports.error.future" {
		t.Errorf("%v", err)
	}
}

func TestProgressAndCancel(t *testing.T) {
	b := openSample(t)
	var steps []reports.Step
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.reports.Monthly(ctx, today, catalogue(t, translations.French), func(s reports.Step) {
		steps = append(steps, s)
		if s.Done == 2 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, but %v", err)
	}
	if diff := cmp.Diff([]reports.Step{{0, 6}, {1, 6}, {2, 6}}, steps); diff != "" {
		t.Error(diff)
	}
}

// Words from the owner and from strangers' feeds are written as words.
func TestWordsNeverBecomeFormulas(t *testing.T) {
	b := openSample(t)
	hostile := []string{
		`=HYPERLINK("http://evil.example";"oups")`, "+1+1", "-2", "@SUM(A1:A9)", "a\x00b\x1fc", "<b>&\"", strings.Repeat("é", 40_000),
	}
	for i, title := range hostile {
		id := app.NewIDs(storagetest.Clock(), nil).New()
		if err := b.file.Editorial().SavePost(t.Context(), editorial.Post{
			ID: id, Title: title, Text: "x", Stage: editorial.Draft, CreatedAt: storagetest.Now(), UpdatedAt: storagetest.Now(),
			At: app.Civil{Date: today.AddDays(1), Time: app.TimeOfDay{Hour: i}},
		}); err != nil {
			t.Fatal(err)
		}
	}
	sources, err := b.file.Watch().Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.file.Watch().SaveReadResult(t.Context(), sources[0], []watch.Item{
		{GUID: "x", Title: "=cmd|' /C calc'!A0", Link: "javascript:alert(1)", Published: storagetest.Now().AddDate(0, 0, -2), SeenAt: storagetest.Now()},
	}); err != nil {
		t.Fatal(err)
	}
	f := openBook(t, b.monthly(t, today, translations.French).Bytes())
	seen := 0
	cells(t, f, func(sheet, cell, value string) {
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(formula, "HYPERLINK") || strings.Contains(formula, "cmd") {
			t.Errorf("%s!%s is the formula %s", sheet, cell, formula)
		}
		for _, h := range append(hostile, "=cmd|' /C calc'!A0") {
			if formula == "" && value == h {
				seen++
			}
		}
		if strings.HasPrefix(value, "javascript:") {
			if ok, _, _ := f.GetCellHyperLink(sheet, cell); ok {
				t.Errorf("%s!%s opens %s", sheet, cell, value)
			}
		}
	})
	if seen < 5 { // the clean ones come back unchanged
		t.Errorf("%d of the titles were found again", seen)
	}
}

func TestSave(t *testing.T) {
	w := november(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "rapport.xlsx")
	for range 2 { // the second one replaces the first
		if err := w.Save(path); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil || string(got) != string(w.Bytes()) {
		t.Errorf("%d bytes, want %d: %v", len(got), len(w.Bytes()), err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
