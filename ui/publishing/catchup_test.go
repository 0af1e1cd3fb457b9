package publishing

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// overdue is a row of the catch-up list that was due some hours before the tests'
// now.
func overdue(id string, hours int, lateness time.Duration) publishing.Overdue {
	late := time.Duration(hours) * time.Hour
	return publishing.Overdue{
		Aside: publishing.Aside{
			Title: "Fournée " + id, Account: martin,
			Delivery: publishing.Delivery{
				ID: app.ID(id), PostID: app.ID("post-" + id), State: publishing.Scheduled, Lateness: lateness,
				DueAt: pagetest.Now().Add(-late), Aside: true,
			},
		},
		Late: late, Within: late <= lateness, Never: lateness == 0,
	}
}

// watched is a window over which the catch-up list comes by itself.
type watched struct {
	*ledger
	host   *pagetest.Host
	events *app.Events
	end    func()
}

func watch(t *testing.T, lang translations.Language, rows ...publishing.Overdue) *watched {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	w := &watched{
		ledger: &ledger{overdue: rows}, events: app.NewEvents(), host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800)),
	}
	w.end = WatchCatchUp(w.host, w.ledger, w.events)
	return w
}

func (w *watched) open() bool { return w.host.Win.Canvas().Overlays().Top() != nil }

func (w *watched) ticks() []*kit.Checkbox { return pagetest.All[*kit.Checkbox](w.host.Win) }

// Only what is within its lateness is ticked; what may not be late cannot be.
func TestCatchUpIsAskedOnce(t *testing.T) {
	w := watch(t, translations.French, overdue("1", 70, 2*time.Hour), overdue("2", 3, 0), overdue("3", 1, 2*time.Hour))
	ticks := w.ticks()
	if len(ticks) != 3 {
		t.Fatalf("%d rows, want 3", len(ticks))
	}
	for i, want := range []struct{ checked, disabled bool }{{false, false}, {false, true}, {true, false}} {
		if ticks[i].Checked() != want.checked || ticks[i].Disabled() != want.disabled {
			t.Errorf("row %d is ticked %t and off %t", i, ticks[i].Checked(), ticks[i].Disabled())
		}
	}
	for _, want := range []string{
		"3 envois étaient prévus", "1\u00a0h de retard", "Au-delà du retard toléré (2\u00a0h)", "Aucun retard toléré",
	} {
		if !pagetest.Says(w.host.Win, want) {
			t.Errorf("%q is not among %q", want, pagetest.Texts(w.host.Win))
		}
	}
	if pagetest.Button(w.host.Win, "Envoyer l’envoi coché") == nil {
		t.Error("the button does not count one")
	}
	pagetest.Click(w.host.Win, ticks[0])
	pagetest.Press(t, w.host.Win, "Envoyer les 2 cochés")
	if got := w.asked; len(got) != 1 || got[0] != "send [1 3] of [1 2 3]" {
		t.Errorf("asked %q", got)
	}
	if w.open() {
		t.Error("the list stays after the answer")
	}
	app.Emit(w.events, publishing.CatchUpChanged{})
	if w.open() {
		t.Error("an empty list came by itself")
	}
}

// Closed without an answer, it does not come by itself again, until something more
// is on it.
func TestCatchUpLater(t *testing.T) {
	w := watch(t, translations.French, overdue("1", 1, 2*time.Hour))
	pagetest.Press(t, w.host.Win, "Plus tard")
	app.Emit(w.events, publishing.CatchUpChanged{})
	if w.open() || len(w.asked) > 0 {
		t.Errorf("it came again, or was answered: %q", w.asked)
	}
	w.overdue = append(w.overdue, overdue("2", 1, 2*time.Hour))
	app.Emit(w.events, publishing.CatchUpChanged{})
	if !w.open() {
		t.Fatal("something more did not bring it")
	}
	pagetest.Press(t, w.host.Win, "Tout laisser")
	if got := w.asked; len(got) != 1 || got[0] != "send [] of [1 2]" {
		t.Errorf("asked %q", got)
	}
	w.end()
	w.overdue = append(w.overdue, overdue("3", 1, 2*time.Hour))
	app.Emit(w.events, publishing.CatchUpChanged{})
	if w.open() {
		t.Error("it came over a workspace that closed")
	}
}

// Over a form it waits.
func TestCatchUpWaitsForAForm(t *testing.T) {
	w := watch(t, translations.French)
	form := kit.NewModal(w.host.Text(), w.host.Win.Canvas(), kit.ModalOptions{Title: "Formulaire", Content: kit.Body("")})
	form.Show()
	w.overdue = append(w.overdue, overdue("1", 1, 2*time.Hour))
	app.Emit(w.events, publishing.CatchUpChanged{})
	if pagetest.Says(w.host.Win, "Ce qui aurait dû partir") {
		t.Fatal("it came over a form")
	}
	form.Close()
	w.host.Elapse()
	if !pagetest.Says(w.host.Win, "Ce qui aurait dû partir") {
		t.Error("it never came")
	}
}

// What cannot be kept is said in the list, which stays.
func TestCatchUpRefused(t *testing.T) {
	w := watch(t, translations.French, overdue("1", 1, 2*time.Hour))
	w.refuse = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, w.host.Win, "Envoyer l’envoi coché")
	if !w.open() || !pagetest.Says(w.host.Win, w.host.Text().T("storage.error.full")) {
		t.Errorf("%q says nothing of it", pagetest.Texts(w.host.Win))
	}
}

// From the Registre, a delivery that is asked about leads to the list.
func TestCatchUpFromTheRegistre(t *testing.T) {
	e := entry("1", publishing.Missed, 3)
	e.Delivery.Aside = true
	d := opened(t, translations.English, e)
	d.overdue = []publishing.Overdue{overdue("1", 3, 2*time.Hour)}
	pagetest.Press(t, d.host.Win, "Decide…")
	if !pagetest.Says(d.host.Win, "What should have left") {
		t.Errorf("the list is not among %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Leave them all")
	d.view.ShowCatchUp()
	if len(d.host.Toasts) == 0 || d.host.Toasts[len(d.host.Toasts)-1] != "There is nothing left to catch up with." {
		t.Errorf("said %q", d.host.Toasts)
	}
}

func TestPauseIsAskedWithItsReason(t *testing.T) {
	d := opened(t, translations.French)
	pagetest.Press(t, d.host.Win, "Tout suspendre…")
	why := pagetest.All[*kit.Segmented](d.host.Win)
	d.host.Win.Canvas().Focus(why[len(why)-1])
	pagetest.Keys(d.host.Win, fyne.KeyRight)
	pagetest.Field(t, d.host.Win, "Précision").SetText("Décès de M. Martin")
	pagetest.Field(t, d.host.Win, "Demandé par").SetText("Anne")
	d.refuse = app.Fail(app.CodeInvalid, "publishing.pause.error.long", "Max", 200)
	pagetest.Press(t, d.host.Win, "Tout suspendre")
	if !pagetest.Says(d.host.Win, "200 caractères au plus") {
		t.Errorf("the refusal is not among %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Tout suspendre")
	const asked = `pause mourning "Décès de M. Martin" "Anne"`
	d.wasAsked(t, asked, asked)
	app.Emit(d.events, publishing.PauseChanged{})
	if b := pagetest.Button(d.host.Win, "Tout suspendre…"); b == nil || !b.Disabled() {
		t.Error("everything can be suspended twice")
	}
	d.paused = publishing.Pause{}
	app.Emit(d.events, publishing.PauseChanged{})
	if pagetest.Button(d.host.Win, "Tout suspendre…").Disabled() {
		t.Error("the command stays off after the pause")
	}
}
