package editorial

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func (d *desk) wasAsked(t *testing.T, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, d.asked); diff != "" {
		t.Errorf("asked of the service (-want +got):\n%s", diff)
	}
}

// carry goes into the chips of the selected day, picks the first up and strikes
// keys.
func (d *desk) carry(keys ...fyne.KeyName) {
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	d.host.Win.Canvas().Focused().TypedRune('m')
	pagetest.Keys(d.host.Win, keys...)
}

func TestDraggedPostGoesToTheDayAndBack(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 26)))
	d.wasAsked(t, "place 2026-11-26 [bread]")
	if diff := cmp.Diff([]string{"Déplacée au jeu. 26\u00a0nov."}, d.host.Toasts); diff != "" {
		t.Error(diff)
	}
	if got := d.post("bread").At; got != at(11, 26, 12, 15) {
		t.Fatalf("the post is at %v", got)
	}
	d.host.Undo()
	d.wasAsked(t, "place 2026-11-26 [bread]", "undo")
	// Back where it was, it can be taken again.
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 30)))
	if got := d.post("bread").At; got != at(11, 30, 12, 15) {
		t.Errorf("after the undo the chip moved to %v", got)
	}
}

func TestDragDroppedBesideOrOnItsOwnDayDoesNothing(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 24)))
	d.drag(d.chip(t, day(11, 24)), fyne.NewPos(-40, 20))
	d.drag(d.cell(t, day(11, 25)), d.cell(t, day(11, 26))) // nothing there to take
	d.wasAsked(t)
}

func TestPublishedPostStaysWhereItIs(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.drag(d.chip(t, day(11, 14)), d.cell(t, day(11, 26)))
	d.grid.Select(day(11, 14))
	d.host.Win.Canvas().Focus(d.grid)
	d.carry(fyne.KeyRight, fyne.KeyReturn)
	d.wasAsked(t)
	if id, _ := d.grid.Carrying(); id != "" {
		t.Errorf("the keyboard carries %q", id)
	}
}

func TestKeyboardMovesAPost(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Win.Canvas().Focus(d.grid)
	d.grid.Select(day(11, 24))
	d.carry(fyne.KeyRight, fyne.KeyDown, fyne.KeyReturn)
	d.wasAsked(t, "place 2026-12-02 [bread]")
	d.host.Undo()
	if got := d.post("bread").At; got != at(11, 24, 12, 15) {
		t.Errorf("the undo put it at %v", got)
	}
	if d.host.Win.Canvas().Focused() != fyne.Focusable(d.grid) {
		t.Error("the calendar lost the focus")
	}
}

func TestEscapeLeavesACarriedPost(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Win.Canvas().Focus(d.grid)
	d.grid.Select(day(11, 24))
	d.carry(fyne.KeyRight, fyne.KeyEscape, fyne.KeyReturn)
	if len(d.asked) > 0 {
		t.Errorf("asked %v", d.asked)
	}
}

func TestRefusedMoveIsToldAndThePostIsBack(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.refuse = app.Fail(app.CodeConflict, "editorial.error.fixed")
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 26)))
	if len(d.host.Errors) != 1 || !strings.Contains(d.host.Sentence(d.host.Errors[0]), "dupliquer") {
		t.Fatalf("told %v", d.host.Errors)
	}
	if len(d.host.Toasts) > 0 {
		t.Errorf("a toast says %q", d.host.Toasts)
	}
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 30)))
	if got := d.post("bread").At; got != at(11, 30, 12, 15) {
		t.Errorf("the chip could not be taken again: it is at %v", got)
	}
}

func TestRefusedUndoIsTold(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 26)))
	d.refuse = app.Fail(app.CodeConflict, "editorial.error.past", "Moment", "mardi")
	d.host.Undo()
	if len(d.host.Errors) != 1 {
		t.Errorf("told %v", d.host.Errors)
	}
}

// dragOut drags an idea from the tray to a position in the window.
func dragOut(i *idea, to fyne.Position) {
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(i)
	for _, p := range []fyne.Position{corner.AddXY(10, 10), corner.AddXY(-40, 60), to} {
		i.Dragged(&fyne.DragEvent{
			PointEvent: fyne.PointEvent{AbsolutePosition: p, Position: p.Subtract(corner)}, Dragged: fyne.NewDelta(1, 1),
		})
	}
	i.DragEnd()
}

func TestIdeaDraggedOntoADay(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.grid)
	dragOut(d.ideas()[0], corner.Add(d.cell(t, day(12, 2))))
	d.wasAsked(t, "place 2026-12-02 [logs]")
	if n := len(d.ideas()); n != 2 {
		t.Errorf("%d ideas are left", n)
	}
	d.host.Undo()
	d.wasAsked(t, "place 2026-12-02 [logs]", "undo")
	if n := len(d.ideas()); n != 3 {
		t.Errorf("%d ideas after the undo", n)
	}
}

func TestIdeaDroppedBesideTheMonthStays(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	dragOut(d.ideas()[0], fyne.NewPos(30, 30))
	d.wasAsked(t)
}

func TestIdeasArePlacedWithTheKeyboard(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.grid.Select(day(11, 25))
	d.host.Win.Canvas().Focus(d.ideas()[0])
	pagetest.Keys(d.host.Win, fyne.KeySpace, fyne.KeySpace)
	d.wasAsked(t, "place 2026-11-25 [logs]", "place 2026-11-25 [flour]")
	if focused, ok := d.host.Win.Canvas().Focused().(*idea); !ok || focused.post.ID != "mute" {
		t.Errorf("the focus is on %v, want the next idea", d.host.Win.Canvas().Focused())
	}
}

func TestIdeaOpens(t *testing.T) {
	for name, open := range map[string]func(d *desk){
		"tap":   func(d *desk) { pagetest.Click(d.host.Win, d.ideas()[1]) },
		"enter": func(d *desk) { d.host.Win.Canvas().Focus(d.ideas()[1]); pagetest.Keys(d.host.Win, fyne.KeyReturn) },
	} {
		t.Run(name, func(t *testing.T) {
			d := opened(t, newWorld(), translations.French)
			open(d)
			if diff := cmp.Diff([]string{"open flour"}, d.write.opened); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestANewPostTakesTheFreeSlotOfItsDay(t *testing.T) {
	w := newWorld()
	w.strategy.Slots = []strategy.Slot{
		{Weekday: time.Friday, Time: app.TimeOfDay{Hour: 7, Minute: 30}}, {Weekday: time.Friday, Time: app.TimeOfDay{Hour: 17}},
	}
	d := opened(t, w, translations.French)
	for _, step := range []struct {
		on   app.Date
		want string
	}{
		{day(11, 27), "new 2026-11-27 17:00"}, // 7 h 30 is taken
		{day(12, 4), "new 2026-12-04 07:30"},
		{day(11, 26), "new 2026-11-26 09:00"},
	} {
		d.page.calendar.newOn(step.on)
		if got := d.write.opened[len(d.write.opened)-1]; got != step.want {
			t.Errorf("opened %q, want %q", got, step.want)
		}
		d.page.leaveComposer()
	}
}

func TestDaysAndPostsOpenTheComposer(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.grid)
	for _, step := range []struct {
		act  func()
		want string
	}{
		{func() { test.TapCanvas(d.host.Win.Canvas(), corner.Add(d.cell(t, day(11, 25)))) }, "new 2026-11-25 09:00"},
		{func() { test.TapCanvas(d.host.Win.Canvas(), corner.Add(d.chip(t, day(11, 24)))) }, "open bread"},
		{func() { pagetest.Press(t, d.host.Win, "Nouvelle publication") }, "new  00:00"},
		{func() {
			d.host.Win.Canvas().Focus(d.grid)
			d.grid.Select(day(11, 26))
			pagetest.Keys(d.host.Win, fyne.KeyReturn)
		}, "new 2026-11-26 09:00"},
		{func() { d.page.Show(page.Target{View: page.EditPost, ID: "friday"}) }, "open friday"},
	} {
		step.act()
		if got := d.write.opened[len(d.write.opened)-1]; got != step.want {
			t.Errorf("opened %q, want %q", got, step.want)
		}
		d.page.leaveComposer()
		if !pagetest.Says(d.host.Win, "À placer") {
			t.Errorf("leaving the composer after %q shows %q", step.want, pagetest.Texts(d.host.Win))
		}
	}
}

// The composer leads back to where it was opened from.
func TestComposerLeadsBackToTheRegistre(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.page.Show(page.Target{View: page.Register})
	d.page.Show(page.Target{View: page.EditPost, ID: "out"})
	d.page.leaveComposer()
	if !pagetest.Says(d.host.Win, "Rien ici pour l’instant") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
}

func TestIdeasSayPillarAndState(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	for _, want := range []string{"Bûches : réservations", "Offres · brouillon", "(sans texte)", "Idée"} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("%q is not among %q", want, pagetest.Texts(d.host.Win))
		}
	}
}

func TestMonthsAreTurned(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	for _, step := range []struct{ press, title string }{
		{"Suivant", "Décembre 2026"},
		{"Suivant", "Janvier 2027"},
		{"Aujourd’hui", "Novembre 2026"},
		{"Précédent", "Octobre 2026"},
		{"Précédent", "Septembre 2026"},
	} {
		pagetest.Press(t, d.host.Win, step.press)
		if !pagetest.Says(d.host.Win, step.title) {
			t.Errorf("after %q: %q", step.press, pagetest.Texts(d.host.Win))
		}
	}
}

// A month that takes time to come still selects the day it was asked for.
func TestArrowsGoBeyondTheMonth(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Win.Canvas().Focus(d.grid)
	d.grid.Select(day(12, 4))
	d.host.Hold()
	pagetest.Keys(d.host.Win, fyne.KeyDown)
	d.host.Release()
	if !pagetest.Says(d.host.Win, "Décembre 2026") || d.grid.SelectedDay() != day(12, 11) {
		t.Errorf("%s is selected in %q", d.grid.SelectedDay(), pagetest.Texts(d.host.Win))
	}
}

// Impatient presses of the arrow skip months; only the last one shows.
func TestOnlyTheLastMonthAskedForIsShown(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Hold()
	pagetest.Press(t, d.host.Win, "Suivant")
	pagetest.Press(t, d.host.Win, "Suivant")
	d.host.Release(1, 0)
	if !pagetest.Says(d.host.Win, "Janvier 2027") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
}
