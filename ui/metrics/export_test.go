package metrics

import (
	"context"
	"slices"
	"testing"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/ui/page/pagetest"
)

func TestExportingShowsTheCoverThenAsksWhere(t *testing.T) {
	w := filled()
	path := t.TempDir() + "/rapport.xlsx"
	w.saveAs = func(_, name string, chosen func(string, error)) {
		if name != "Rapport 2026-11.xlsx" {
			t.Errorf("offers the name %q", name)
		}
		chosen(path, nil)
	}
	h, _ := french(t, w)
	pagetest.Press(t, h.Win, "Exporter vers Excel")
	if !says(h, "Rapport de novembre 2026") || !says(h, "86 abonnés de plus.") {
		t.Fatalf("shows %q", pagetest.Texts(h.Win))
	}
	if !slices.Equal(w.days, []app.Date{today}) {
		t.Errorf("made the month of %v", w.days)
	}
	pagetest.Press(t, h.Win, "Enregistrer le classeur…")
	if !slices.Equal(h.Toasts, []string{"rapport.xlsx est enregistré"}) || len(h.Errors) > 0 {
		t.Errorf("toasts %q, errors %v", h.Toasts, h.Errors)
	}
}

func TestGivingUpAfterTheCoverWritesNothing(t *testing.T) {
	w := filled()
	asked := false
	w.saveAs = func(_, _ string, chosen func(string, error)) {
		asked = true
		chosen("", nil)
	}
	h, _ := french(t, w)
	pagetest.Press(t, h.Win, "Exporter vers Excel")
	pagetest.Press(t, h.Win, "Annuler")
	if asked {
		t.Error("asks where all the same")
	}
	pagetest.Press(t, h.Win, "Exporter vers Excel")
	pagetest.Press(t, h.Win, "Enregistrer le classeur…")
	if len(h.Toasts) > 0 || len(h.Errors) > 0 {
		t.Errorf("toasts %q, errors %v", h.Toasts, h.Errors)
	}
}

func TestExportingCanBeStopped(t *testing.T) {
	w := filled()
	h, _ := french(t, w)
	w.during = func(ctx context.Context) {
		// Figures that change meanwhile draw the page again.
		app.Emit(w.events, metrics.Changed{})
		if !says(h, "Préparation du classeur") {
			t.Errorf("does not show what it does; says %q", pagetest.Texts(h.Win))
		}
		pagetest.Press(t, h.Win, "Exporter vers Excel") // impatience
		pagetest.Press(t, h.Win, "Annuler")
		if ctx.Err() == nil {
			t.Error("goes on")
		}
	}
	pagetest.Press(t, h.Win, "Exporter vers Excel")
	if len(w.days) != 1 || !closed(h) || len(h.Errors) > 0 || says(h, "Préparation du classeur") {
		t.Errorf("made %v, errors %v, says %q", w.days, h.Errors, pagetest.Texts(h.Win))
	}
}

func TestAnExportThatFailsIsTold(t *testing.T) {
	w := filled()
	h, _ := french(t, w)
	w.fail = app.Fail(app.CodeUnavailable, "storage.error.busy")
	pagetest.Press(t, h.Win, "Exporter vers Excel")
	if len(h.Errors) != 1 || !closed(h) {
		t.Errorf("errors %v", h.Errors)
	}
}
