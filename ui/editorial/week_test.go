package editorial

import (
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// week shows the week of a day with the focus on it.
func (d *desk) week(t *testing.T, on app.Date) {
	t.Helper()
	d.page.Show(page.Target{View: page.Week, At: app.Civil{Date: on}})
	d.host.Win.Canvas().Focus(d.page.calendar.week.Focusable())
}

// alt strikes an arrow with Alt on what has the focus.
func (d *desk) alt(key fyne.KeyName) {
	d.host.Win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt})
}

func TestWeekShowsPostsSlotsAndKeyDates(t *testing.T) {
	w := newWorld()
	w.strategy.Slots = []strategy.Slot{
		{Weekday: time.Tuesday, Time: app.TimeOfDay{Hour: 12, Minute: 15}, PillarID: "p1"}, // taken
		{Weekday: time.Thursday, Time: app.TimeOfDay{Hour: 18}, PillarID: "p2"},
	}
	d := opened(t, w, translations.French)
	d.week(t, day(11, 24))
	week := d.page.calendar.week
	if !pagetest.Says(d.host.Win, "23 – 29\u00a0nov. 2026") || !pagetest.Says(d.host.Win, "À placer") {
		t.Errorf("the week says %q", pagetest.Texts(d.host.Win))
	}
	tuesday, _ := week.Day(day(11, 24))
	if len(tuesday.Blocks) != 1 || tuesday.Blocks[0].Title != "Recette : pain perdu" || tuesday.Head != "mar. 24" || len(tuesday.Slots) != 0 {
		t.Errorf("Tuesday is %+v", tuesday)
	}
	thursday, _ := week.Day(day(11, 26))
	if len(thursday.Slots) != 1 || thursday.Slots[0].Label != "Offres" || !strings.Contains(thursday.Slots[0].Tip, "18:00") {
		t.Errorf("Thursday has the slots %+v", thursday.Slots)
	}
	// A slot that is over is not offered.
	d.week(t, day(11, 16))
	if past, _ := week.Day(day(11, 19)); len(past.Slots) != 0 {
		t.Errorf("a slot of the past is offered: %+v", past.Slots)
	}
	d.page.calendar.filterPillar("p1")
	d.week(t, day(11, 24))
	if thursday, _ := week.Day(day(11, 26)); len(thursday.Slots) != 0 {
		t.Error("the slot of a pillar that is hidden is shown")
	}
}

func TestAltArrowsMoveInTheWeekAndCanBeUndone(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 24))
	d.alt(fyne.KeyDown)
	d.alt(fyne.KeyRight)
	d.wasAsked(t, "place 2026-11-24 at 12:30 [bread]", "place 2026-11-25 at 12:30 [bread]")
	if diff := cmp.Diff("Déplacée au mer. 25\u00a0nov. 12:30", d.host.Toasts[1]); diff != "" {
		t.Error(diff)
	}
	if got := d.page.calendar.week.SelectedBlock(); got != "bread" {
		t.Errorf("%q is selected", got)
	}
	d.host.Undo()
	if got := d.post("bread").At; got != at(11, 24, 12, 30) {
		t.Errorf("the undo put it at %v", got)
	}
}

// Keys struck faster than the file is written act on what is seen.
func TestFastArrowsMoveAsManyTimes(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 24))
	d.host.Hold()
	d.alt(fyne.KeyRight)
	d.alt(fyne.KeyRight)
	d.alt(fyne.KeyRight)
	d.host.Release()
	if got := d.post("bread").At; got != at(11, 27, 12, 15) {
		t.Errorf("three arrows moved it to %v", got)
	}
	if got := d.page.calendar.week.Selected(); got != at(11, 27, 12, 15) {
		t.Errorf("the selection is at %v", got)
	}
}

func TestPostMovedBeyondTheWeekIsFollowed(t *testing.T) {
	w := newWorld()
	w.posts[1].At = at(11, 29, 12, 15) // a Sunday
	d := opened(t, w, translations.French)
	d.week(t, day(11, 29))
	d.alt(fyne.KeyRight)
	if !pagetest.Says(d.host.Win, "30\u00a0nov. – 6\u00a0déc. 2026") || d.page.calendar.week.SelectedBlock() != "bread" {
		t.Errorf("%q is selected in %q", d.page.calendar.week.SelectedBlock(), pagetest.Texts(d.host.Win))
	}
}

func TestIdeaDraggedOntoAnHour(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 24))
	grid := d.page.calendar.week
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(grid)
	dragOut(d.ideas()[0], corner.AddXY(grid.Size().Width/2, grid.Size().Height/2))
	if at := d.post("logs").At; at.Date != day(11, 26) || at.Time.Minute%15 != 0 {
		t.Errorf("the idea is at %v", at)
	}
	// With the keyboard, where the selection is.
	grid.Select(day(11, 24))
	d.host.Win.Canvas().Focus(d.ideas()[0])
	pagetest.Keys(d.host.Win, fyne.KeySpace)
	if got := d.post("flour").At; got != at(11, 24, 12, 15) {
		t.Errorf("Space placed it at %v", got)
	}
}

func TestPublishedBlockSaysWhyItStays(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 14))
	d.alt(fyne.KeyRight)
	d.wasAsked(t)
	if len(d.host.Errors) != 1 || !strings.Contains(d.host.Sentence(d.host.Errors[0]), "dupliquer") {
		t.Errorf("told %v", d.host.Errors)
	}
}

func TestNewPostAtTheHourSelected(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 26))
	d.host.Win.Canvas().Focused().TypedRune('n')
	if diff := cmp.Diff([]string{"new 2026-11-26 09:00"}, d.write.opened); diff != "" {
		t.Error(diff)
	}
}

func TestTheLineOfThePresentMoves(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.week(t, day(11, 21))
	d.host.Elapse()
	if d.page.calendar.week.cancel == nil {
		t.Error("the clock stopped while the week is seen")
	}
	d.page.Show(page.Target{View: page.Calendar, At: at(11, 21, 0, 0)})
	d.host.Elapse()
	if d.page.calendar.week.cancel != nil {
		t.Error("the clock goes on behind the month")
	}
}

func TestRefusedOnesAreTold(t *testing.T) {
	w := newWorld()
	w.reason = app.Say("editorial.error.fixed")
	w.posts = append(w.posts, editorial.Summary{ID: "old", Title: "Galette", At: at(11, 13, 9, 0), State: editorial.StatePublished})
	d := opened(t, w, translations.French)
	d.page.calendar.mark([]app.ID{"out", "bread", "old"}, true)
	d.page.calendar.removeAll(d.page.calendar.markedIDs())
	if len(d.host.Errors) != 1 {
		t.Fatalf("told %v", d.host.Errors)
	}
	if got := d.host.Sentence(d.host.Errors[0]); !strings.HasPrefix(got, "2 publications n’ont pas changé, dont «\u00a0Galette\u00a0»") {
		t.Errorf("told %q", got)
	}
	if diff := cmp.Diff([]string{"Publication supprimée"}, d.host.Toasts); diff != "" {
		t.Error(diff)
	}
}
