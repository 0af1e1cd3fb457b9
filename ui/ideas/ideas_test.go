package ideas

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/ideas"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// fake proposes what it holds and remembers what was chosen.
type fake struct {
	all    []ideas.Idea
	chosen []string
	undone int
	fail   error
}

func (f *fake) Ideas(context.Context, app.Date) ([]ideas.Idea, error) { return f.all, f.fail }

func (f *fake) Choose(_ context.Context, i ideas.Idea, title string) (app.ID, ideas.Undo, error) {
	if f.fail != nil {
		return "", nil, f.fail
	}
	f.chosen = append(f.chosen, title+" "+i.At.String())
	return "new", func(context.Context) error { f.undone++; return nil }, nil
}

var day = app.Date{Year: 2026, Month: time.December, Day: 3}

func opened(t *testing.T, f *fake) *pagetest.Host {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, translations.French, fyne.NewSize(1072, 800))
	Open(h, Services{Ideas: f}, day)
	return h
}

func some() *fake {
	at := app.Civil{Date: day, Time: app.TimeOfDay{Hour: 17, Minute: 30}}
	return &fake{all: []ideas.Idea{
		{Kind: ideas.KeyDate, Title: app.Say("keydates.christmas"), Reason: app.Say("ideas.reason.key_date_today", "Name", app.Say("keydates.christmas")), At: at},
		{Kind: ideas.Watch, Title: app.Say("ideas.title.words", "Words", "Le levain"), Reason: app.Say("ideas.reason.watch", "Who", "Le Goff", "Count", 2), Link: "https://legoff.fr/levain", At: at},
	}}
}

func TestChoosingAnIdea(t *testing.T) {
	f := some()
	h := opened(t, f)
	for _, words := range []string{"Jeudi 3 décembre", "Noël", "Le Goff l’a publié il y a 2 jours"} {
		if !strings.Contains(strings.ReplaceAll(strings.Join(pagetest.Texts(h.Win), "|"), "\u00a0", " "), words) {
			t.Errorf("does not say %q but %q", words, pagetest.Texts(h.Win))
		}
	}
	// The first has the focus.
	pagetest.Keys(h.Win, fyne.KeyReturn)
	if len(f.chosen) != 1 || f.chosen[0] != "Noël 2026-12-03 17:30" || h.Win.Canvas().Overlays().Top() != nil || len(h.Toasts) != 1 {
		t.Fatalf("chose %q, toasts %q", f.chosen, h.Toasts)
	}
	h.Undo()
	if f.undone != 1 {
		t.Error("not undone")
	}
}

func TestARefusalKeepsTheDialog(t *testing.T) {
	f := some()
	h := opened(t, f)
	f.fail = app.Fail(app.CodeConflict, "editorial.error.fixed")
	pagetest.Press(t, h.Win, "Choisir")
	if h.Win.Canvas().Overlays().Top() == nil || !pagetest.Says(h.Win, h.Sentence(f.fail)) {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestNoIdea(t *testing.T) {
	h := opened(t, &fake{})
	if !pagetest.Says(h.Win, "Aucune idée pour ce jour") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Nouvelle publication")
	if len(h.Targets) != 1 || h.Targets[0].View != page.NewPost || h.Targets[0].At.Date != day {
		t.Errorf("went to %v", h.Targets)
	}
}

func TestAFailureToRead(t *testing.T) {
	h := opened(t, &fake{fail: app.Fail(app.CodeUnavailable, "error.unavailable")})
	if len(h.Errors) != 1 || h.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("errors %v", h.Errors)
	}
}
