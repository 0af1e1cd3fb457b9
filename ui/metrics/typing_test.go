package metrics

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// enter types in the field of a label in place of what it holds.
func enter(t *testing.T, h *pagetest.Host, label, text string) *kit.Entry {
	t.Helper()
	e := pagetest.Field(t, h.Win, label)
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
	return e
}

func TestTypingReadings(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French, page.Type)
	test.Type(h.Win.Canvas().Focused(), "2 314") // followers have the focus
	enter(t, h, "Portée", " 18 420 ")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	want := []metrics.Entry{
		{Metric: metrics.Followers, AccountID: "a1", Day: today, Text: "2 314"},
		{Metric: metrics.Reach, AccountID: "a1", Day: today, Text: "18 420"},
	}
	if len(w.typed) != 1 || !slices.Equal(w.typed[0], want) {
		t.Errorf("typed %+v, want %+v", w.typed, want)
	}
	if !closed(h) || !slices.Equal(h.Toasts, []string{"2 chiffres enregistrés"}) {
		t.Errorf("closed %t, toasts %q", closed(h), h.Toasts)
	}
}

func TestNothingTypedIsNoZero(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French, page.Type)
	pagetest.Press(t, h.Win, "Enregistrer")
	if len(w.typed) > 0 || closed(h) || !says(h, "un chiffre manquant n’est pas un zéro") {
		t.Errorf("typed %+v, says %q", w.typed, pagetest.Texts(h.Win))
	}
}

func TestProblemsAreToldUnderTheirFieldAndStayAsTyped(t *testing.T) {
	w := filled()
	w.answer = func(entries []metrics.Entry) (int, []metrics.Problem) {
		var problems []metrics.Problem
		for i, e := range entries {
			if e.Text == "abc" {
				problems = append(problems, metrics.Problem{Index: i, Err: app.Fail(app.CodeInvalid, "metrics.error.number", "Text", e.Text)})
			}
		}
		return len(entries) - len(problems), problems
	}
	h, _ := w.open(t, translations.French, page.Type)
	enter(t, h, "Abonnés", "2314")
	reach := enter(t, h, "Portée", "abc")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if closed(h) || !strings.Contains(plain(reach.Error()), "« abc » n’est pas un nombre") || reach.Text() != "abc" {
		t.Errorf("closed %t, told %q, shows %q", closed(h), reach.Error(), reach.Text())
	}
	enter(t, h, "Portée", "18420")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if !closed(h) || len(w.typed[1]) != 2 {
		t.Errorf("closed %t, typed %+v", closed(h), w.typed)
	}
}

func TestAnAstonishingFigureIsKeptOnceItIsConfirmed(t *testing.T) {
	w := filled()
	w.answer = func(entries []metrics.Entry) (int, []metrics.Problem) {
		if entries[0].Confirmed {
			return 1, nil
		}
		return 0, []metrics.Problem{{Confirmable: true, Err: app.Fail(app.CodeInvalid, "metrics.error.astonishing", "Value", 23140, "Previous", 2228, "Day", today)}}
	}
	h, _ := w.open(t, translations.French, page.Type)
	followers := enter(t, h, "Abonnés", "23140")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if closed(h) || !strings.Contains(followers.Error(), "est-ce bien cela") {
		t.Fatalf("closed %t, told %q", closed(h), followers.Error())
	}
	// Another figure is another question; so is another account.
	enter(t, h, "Abonnés", "23141")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	subject := pagetest.All[*kit.Select](h.Win)[0]
	subject.SetSelected(1)
	subject.OnChanged(1)
	pagetest.Press(t, h.Win, "Enregistrer") // no longer a confirmation
	if n := len(w.typed); n != 3 || w.typed[1][0].Confirmed || w.typed[2][0].Confirmed || closed(h) {
		t.Fatalf("typed %+v", w.typed)
	}
	pagetest.Press(t, h.Win, "Confirmer et enregistrer")
	if !closed(h) || !w.typed[3][0].Confirmed || w.typed[3][0].AccountID != "a2" {
		t.Errorf("closed %t, typed %+v", closed(h), w.typed[3])
	}
}

func TestADayThatIsWrongIsToldUnderTheDay(t *testing.T) {
	w := filled()
	w.answer = func([]metrics.Entry) (int, []metrics.Problem) {
		return 0, []metrics.Problem{{Err: app.Fail(app.CodeInvalid, "metrics.error.day_future"), OfDay: true}}
	}
	h, _ := w.open(t, translations.French, page.Type)
	enter(t, h, "Abonnés", "2314")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	day := pagetest.All[*kit.DateField](h.Win)[0]
	if !strings.Contains(day.Error(), "pas encore arrivé") || pagetest.Field(t, h.Win, "Abonnés").Error() != "" {
		t.Errorf("told %q under the day", day.Error())
	}
}

func TestOfACompetitorOnlyFollowersAreTyped(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French, page.Type)
	enter(t, h, "Portée", "5")
	subject := pagetest.All[*kit.Select](h.Win)[0]
	subject.SetSelected(2)
	subject.OnChanged(2)
	if says(h, "Portée") {
		t.Errorf("offers %q", pagetest.Texts(h.Win))
	}
	enter(t, h, "Abonnés", "3120")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	want := []metrics.Entry{{Metric: metrics.Followers, CompetitorID: "c1", Day: today, Text: "3120"}}
	if len(w.typed) != 1 || !slices.Equal(w.typed[0], want) {
		t.Errorf("typed %+v, want %+v", w.typed, want)
	}
}

func TestWhatAnObjectiveIsAboutIsTyped(t *testing.T) {
	w := filled()
	w.strategy.Objectives = append(w.strategy.Objectives, strategy.Objective{ID: "o4", Metric: metrics.Applications})
	h, _ := w.open(t, translations.French, page.Type)
	enter(t, h, "Candidatures", "3")
	pagetest.Keys(h.Win, fyne.KeyReturn)
	want := []metrics.Entry{{Metric: metrics.Applications, AccountID: "a1", Day: today, Text: "3"}}
	if len(w.typed) != 1 || !slices.Equal(w.typed[0], want) {
		t.Errorf("typed %+v, want %+v", w.typed, want)
	}
}

func TestWithoutAccountTypingLeadsToTheAccounts(t *testing.T) {
	w := filled()
	w.accounts, w.competitors = nil, nil
	h, _ := w.open(t, translations.French, page.Type)
	if !closed(h) || !slices.Equal(h.Targets, []page.Target{{Room: page.Networks}}) || len(h.Toasts) != 1 {
		t.Errorf("went to %+v, toasts %q", h.Targets, h.Toasts)
	}
}
