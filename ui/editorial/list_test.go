package editorial

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/assets/translations"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// listed shows the list from a day on, with the focus on it.
func (d *desk) list(t *testing.T, from app.Date) *list {
	t.Helper()
	d.page.Show(page.Target{View: page.List, At: app.Civil{Date: from}})
	l := d.page.calendar.list
	d.host.Win.Canvas().Focus(l.focusable())
	return l
}

// manyPosts are ten a day from 1 January 2026.
func manyPosts(n int) []editorial.Summary {
	all := make([]editorial.Summary, n)
	for i := range all {
		all[i] = editorial.Summary{
			ID: app.ID(fmt.Sprintf("post%05d", i)), Title: fmt.Sprintf("Fournée n° %05d", n-i), PillarID: "p1",
			At: app.Civil{Date: day(1, 1).AddDays(i / 10), Time: app.TimeOfDay{Hour: 8 + i%10}}, State: editorial.StateDraft,
		}
	}
	return all
}

func TestListBeginsToday(t *testing.T) {
	w := newWorld()
	w.posts = manyPosts(4000)
	d := opened(t, w, translations.French)
	l := d.list(t, day(11, 21))
	if got := l.current(); w.post(got).At.Date != day(11, 21) {
		t.Errorf("the row selected is %v", w.post(got).At)
	}
	if !pagetest.Says(d.host.Win, "4\u202f000 publications") {
		t.Errorf("the title is among %q", pagetest.Texts(d.host.Win))
	}
	if n := len(l.pages); n > 2 {
		t.Errorf("%d pages of %d rows were read to show one screen", n, pageRows)
	}
	// To the end, which is read then.
	pagetest.Keys(d.host.Win, fyne.KeyEnd)
	if got := l.current(); got != "post03999" {
		t.Errorf("End goes to %q", got)
	}
	if cell := l.table.CellAt(3999, listTitle); cell.Text != "Fournée n° 00001" {
		t.Errorf("the last row says %q", cell.Text)
	}
	pagetest.Press(t, d.host.Win, "Aujourd’hui")
	if got := l.current(); w.post(got).At.Date != day(11, 21) {
		t.Errorf("Aujourd’hui goes to %v", w.post(got).At)
	}
}

func TestListIsSorted(t *testing.T) {
	w := newWorld()
	w.posts = manyPosts(300)
	d := opened(t, w, translations.French)
	l := d.list(t, day(1, 1))
	l.table.OnSort(listTitle, false)
	if got := l.table.CellAt(0, listTitle).Text; got != "Fournée n° 00001" {
		t.Errorf("by title it begins with %q", got)
	}
	l.table.OnSort(listMoment, true)
	if p, _ := l.row(0); p.ID != "post00299" {
		t.Errorf("the latest first, it begins with %q", p.ID)
	}
}

func TestListMarksManyRows(t *testing.T) {
	w := newWorld()
	w.posts = manyPosts(1000)
	d := opened(t, w, translations.French)
	l := d.list(t, day(1, 1))
	pagetest.Keys(d.host.Win, fyne.KeySpace)
	if !pagetest.Says(d.host.Win, "1 choisie") {
		t.Errorf("one marked, it says %q", pagetest.Texts(d.host.Win))
	}
	// Rows that were never read are marked too.
	l.mark(0, 899, true)
	if n := len(d.page.calendar.marked); n != 900 {
		t.Errorf("%d are marked", n)
	}
	d.host.Strike(fyne.KeyA, false)
	if n := len(d.page.calendar.marked); n != 1000 || !l.all() {
		t.Errorf("Ctrl+A marks %d", n)
	}
	pagetest.Press(t, d.host.Win, "Ne plus rien choisir")
	if len(d.page.calendar.marked) != 0 || pagetest.Says(d.host.Win, "choisie") {
		t.Error("the bar stays")
	}
}

func TestListWithoutPosts(t *testing.T) {
	w := newWorld()
	w.posts = nil
	d := opened(t, w, translations.French)
	d.list(t, day(11, 21))
	if !pagetest.Says(d.host.Win, "Rien d’écrit encore") {
		t.Errorf("it says %q", pagetest.Texts(d.host.Win))
	}
	d.page.calendar.filterPillar("p1")
	if !pagetest.Says(d.host.Win, "Aucune publication ne correspond") {
		t.Errorf("filtered, it says %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Press(t, d.host.Win, "Tout afficher")
	if !pagetest.Says(d.host.Win, "Rien d’écrit encore") {
		t.Errorf("no longer filtered, it says %q", pagetest.Texts(d.host.Win))
	}
}

func TestListOpensAndComesBack(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	l := d.list(t, day(11, 24))
	pagetest.Keys(d.host.Win, fyne.KeyReturn)
	if diff := cmp.Diff([]string{"open bread"}, d.write.opened); diff != "" {
		t.Error(diff)
	}
	d.page.leaveComposer()
	if d.page.shown != listView || l.current() != "bread" {
		t.Errorf("back on %v at %q", d.page.shown, l.current())
	}
}
