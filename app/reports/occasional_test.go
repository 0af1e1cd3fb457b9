package reports_test

import (
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// What a business counts besides the usual has its columns once an objective is
// about it, or somebody noted it.
func TestOccasionalMetricsHaveColumnsWhenTheyAreFollowed(t *testing.T) {
	b := openSample(t)
	headers := func(w []byte) []string {
		rows, err := openBook(t, w).GetRows("Relevés")
		if err != nil {
			t.Fatal(err)
		}
		return rows[3]
	}
	c := catalogue(t, translations.French)
	for _, m := range metrics.Occasional() {
		if slices.Contains(headers(november(t).Bytes()), c.T("metrics."+string(m))) {
			t.Errorf("%s has a column although nobody follows it", m)
		}
	}

	target := 6.0
	hiring := strategy.Objective{
		ID: "hiring", Goal: strategy.GoalRecruiting, Metric: metrics.Applications, Target: &target,
		Start: today.AddMonths(-1), Due: today.AddMonths(2),
	}
	if err := b.file.Strategy().SaveObjective(t.Context(), hiring); err != nil {
		t.Fatal(err)
	}
	accounts, err := b.file.Networks().Accounts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var noted []metrics.Reading
	for i, day := range []app.Date{today.AddDays(-40), today.AddDays(-9)} {
		noted = append(noted, metrics.Reading{
			Metric: metrics.Orders, AccountID: accounts[0].ID, Day: day, Value: float64(10 + i), Origin: metrics.Typed, TakenAt: day.UTC(),
		})
	}
	if _, err := b.file.Metrics().SaveReadings(t.Context(), noted); err != nil {
		t.Fatal(err)
	}
	w := b.monthly(t, today, translations.French)
	got := headers(w.Bytes())
	for m, want := range map[metrics.Metric]bool{metrics.Applications: true, metrics.Orders: true, metrics.Reviews: false, metrics.Impressions: false} {
		if slices.Contains(got, c.T("metrics."+string(m))) != want {
			t.Errorf("a column of %s: %t; the headers are %q", m, !want, got)
		}
	}
	f := openBook(t, w.Bytes())
	// The objective without a name of its own bears that of its goal.
	goal := find(t, f, "Synthèse", c.T("strategy.goal.recruiting"), 5)
	if got := raw(t, f, "Synthèse", goal); got != c.T("metrics.missing") {
		t.Errorf("applications are %q although nobody noted them", got)
	}
	t.Run("office", func(t *testing.T) {
		checkRecomputed(t, w.Bytes(), realOffice(t).recompute(t, w.Bytes()))
	})
}
