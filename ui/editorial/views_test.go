package editorial

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func (d *desk) tag(t *testing.T, label string) *kit.ActionTag {
	t.Helper()
	for _, tag := range pagetest.All[*kit.ActionTag](d.host.Win) {
		if strings.HasPrefix(tag.Text(), label) {
			return tag
		}
	}
	t.Fatalf("no filter %q", label)
	return nil
}

// shown are the IDs of the posts that the grid shows.
func (d *desk) shown() []string {
	var ids []string
	for _, w := range d.page.calendar.month.Weeks {
		for _, one := range w.Days {
			for _, chip := range d.page.calendar.gridDay(one, nil).Chips {
				ids = append(ids, chip.ID)
			}
		}
	}
	return ids
}

func TestFilterByPillar(t *testing.T) {
	w := newWorld()
	w.posts = append(w.posts, editorial.Summary{ID: "none", Title: "Sans pilier", At: at(11, 28, 9, 0), State: editorial.StateDraft})
	d := opened(t, w, translations.French)
	all := []string{"out", "bread", "friday", "none"}
	for _, step := range []struct {
		tap  string
		want []string
	}{
		{"Offres", []string{"friday"}},
		{"Offres", all},
		{"Produits", []string{"out", "bread"}},
		{"Offres", all},
	} {
		pagetest.Click(d.host.Win, d.tag(t, step.tap))
		if diff := cmp.Diff(step.want, d.shown()); diff != "" {
			t.Errorf("after %q (-want +got):\n%s", step.tap, diff)
		}
	}
}

func TestFilterKeepsTheFocus(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Win.Canvas().Focus(d.tag(t, "Offres"))
	pagetest.Keys(d.host.Win, fyne.KeySpace)
	pagetest.Keys(d.host.Win, fyne.KeySpace)
	if diff := cmp.Diff([]string{"out", "bread", "friday"}, d.shown()); diff != "" {
		t.Errorf("Space twice (-want +got):\n%s", diff)
	}
}

func TestFullDayListsItsPosts(t *testing.T) {
	w := newWorld()
	for i := range 9 {
		w.posts = append(w.posts, editorial.Summary{
			ID: app.ID("extra" + string(rune('0'+i))), Title: "Fournée " + string(rune('1'+i)), PillarID: "p1",
			At: at(11, 25, 8+i, 0), State: editorial.StateDraft,
		})
	}
	for i, kept := range []editorial.Summary{
		{ID: "kept", KeptBy: []networks.Network{networks.WordPress}},
		{ID: "partly", KeptBy: []networks.Network{networks.WordPress}, Here: true},
	} {
		kept.Title, kept.PillarID, kept.At, kept.State = "Gardée", "p1", at(11, 25, 18+i, 0), editorial.StateScheduled
		w.posts = append(w.posts, kept)
	}
	d := opened(t, w, translations.French)
	corner := fyne.CurrentApp().Driver().AbsolutePositionForObject(d.grid)
	p := d.cell(t, day(11, 25))
	test.TapCanvas(d.host.Win.Canvas(), corner.AddXY(p.X, p.Y))
	for _, want := range []string{"Mercredi 25 novembre", "Fournée 1", "Fournée 9", "16:00", "Brouillon", "Confié", "Programmé"} {
		if !pagetest.Says(d.host.Win, want) {
			t.Errorf("%q is not in the list: %q", want, pagetest.Texts(d.host.Win))
		}
	}
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if pagetest.Says(d.host.Win, "Mercredi 25 novembre") {
		t.Error("Escape does not close the list")
	}
}

// TestArrowsWalkTheCalendarOnArrival: nobody has to find it with Tab first.
func TestArrowsWalkTheCalendarOnArrival(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	canvas := d.host.Win.Canvas()
	for _, v := range []view{monthView, weekView, listView} {
		d.page.show(v)
		canvas.Unfocus()
		pagetest.Keys(d.host.Win, fyne.KeyReturn)
		if canvas.Focused() != nil {
			t.Errorf("view %d: Enter moved the focus to %T", v, canvas.Focused())
		}
		before := d.page.calendar.sight.moment()
		pagetest.Keys(d.host.Win, fyne.KeyDown)
		if canvas.Focused() != d.page.calendar.sight.focusable() || v != listView && d.page.calendar.sight.moment() == before {
			t.Errorf("view %d: the focus is on %T, at %v", v, canvas.Focused(), d.page.calendar.sight.moment())
		}
	}
	d.page.show(registerView)
	canvas.Unfocus()
	pagetest.Keys(d.host.Win, fyne.KeyDown)
	if canvas.Focused() != nil {
		t.Errorf("the Registre lost its keys to %T", canvas.Focused())
	}
}

func TestEventsReloadTheCalendarThatIsSeen(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.posts = d.posts[:3]
	app.Emit(d.events, editorial.PostChanged{ID: "logs"})
	if n := len(d.ideas()); n != 0 {
		t.Fatalf("%d ideas are still shown", n)
	}
	if !pagetest.Says(d.host.Win, "Aucune idée en attente") {
		t.Error("the empty tray does not say so")
	}
	before := d.reads
	d.page.Hide()
	app.Emit(d.events, editorial.PostChanged{ID: "logs"})
	if d.reads != before {
		t.Error("a hidden calendar read the file")
	}
	d.page.Show(page.Target{})
	if d.reads != before+1 {
		t.Error("the calendar did not read the file when it came back")
	}
}

// TestTheCalendarFollowsTheStrategy: a pillar that is renamed, coloured or given
// another share is so at once on its filter, its posts and the balance.
func TestTheCalendarFollowsTheStrategy(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	look := func(filter, name, detail string, colour int) {
		t.Helper()
		if tags := pagetest.All[*kit.ActionTag](d.host.Win); len(tags) != 2 || tags[1].Text() != filter {
			t.Errorf("the filter is not %q", filter)
		}
		for _, words := range []string{name, detail, name + " · brouillon"} {
			if !pagetest.Says(d.host.Win, words) {
				t.Errorf("no %q in %q", words, pagetest.Texts(d.host.Win))
			}
		}
		chips := d.page.calendar.gridDay(d.dayOf(day(11, 27)), d.page.calendar.colours()).Chips
		if len(chips) != 1 || chips[0].Pillar != colour {
			t.Errorf("the post is %+v, want colour %d", chips, colour)
		}
	}
	look("Offres 40\u202f%", "Offres", "33\u202f% / 40\u202f%", 2)
	d.strategy.Pillars[0].ShareBP = 2500
	d.strategy.Pillars[1] = strategy.Pillar{ID: "p2", Name: "Bons plans", Colour: 5, ShareBP: 7500}
	app.Emit(d.events, strategy.Changed{})
	look("Bons plans 75\u202f%", "Bons plans", "33\u202f% / 75\u202f%", 5)
}

func TestViewsAreChangedWithTheKeyboard(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Win.Canvas().Focus(d.page.calendar.tabs)
	pagetest.Keys(d.host.Win, fyne.KeyRight)
	if !pagetest.Says(d.host.Win, "16 – 22\u00a0nov. 2026") || len(pagetest.All[*kit.WeekGrid](d.host.Win)) != 1 {
		t.Fatalf("the right arrow shows %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Keys(d.host.Win, fyne.KeyRight)
	if !pagetest.Says(d.host.Win, "6 publications") || pagetest.Says(d.host.Win, "À placer") {
		t.Fatalf("twice, it shows %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Keys(d.host.Win, fyne.KeyRight)
	if d.ledger.reads != 1 || !pagetest.Says(d.host.Win, "Rien ici pour l’instant") {
		t.Fatalf("three times, it shows %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Keys(d.host.Win, fyne.KeyHome)
	if !pagetest.Says(d.host.Win, "Novembre 2026") || d.host.Win.Canvas().Focused() != fyne.Focusable(d.page.calendar.tabs) {
		t.Errorf("Home shows %q", pagetest.Texts(d.host.Win))
	}
}

// TestTheSightIsRemembered: the room comes back as it was looked at last, even in
// another window.
func TestTheSightIsRemembered(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.host.Strike(fyne.KeyS, true)
	d.host.Strike(fyne.KeyR, true)
	again := New(d.host, d.page.calendar.services)
	d.host.Win.SetContent(again.Object())
	again.Show(page.Target{})
	if again.shown != weekView || len(pagetest.All[*kit.WeekGrid](d.host.Win)) != 1 {
		t.Errorf("it comes back on %v", again.shown)
	}
	if viewNamed("mosaic") != monthView || viewNamed("") != monthView {
		t.Error("what nothing is known of is not the month")
	}
}

func TestTargetsOpenTheirView(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.page.Show(page.Target{View: page.Register})
	if d.ledger.reads != 1 {
		t.Error("the Registre was not read")
	}
	d.page.Show(page.Target{View: page.Calendar, At: at(2, 3, 0, 0)})
	if !pagetest.Says(d.host.Win, "Février 2026") || d.grid.SelectedDay() != day(2, 3) {
		t.Errorf("the calendar shows %q", pagetest.Texts(d.host.Win))
	}
	// As it was left.
	d.page.Hide()
	d.page.Show(page.Target{})
	if !pagetest.Says(d.host.Win, "Février 2026") {
		t.Errorf("coming back shows %q", pagetest.Texts(d.host.Win))
	}
}

func TestWithoutPillarsThereIsNoFilter(t *testing.T) {
	d := opened(t, newWorld(), translations.French)
	d.page.calendar.plan.Pillars = nil
	d.page.calendar.draw()
	if tags := pagetest.All[*kit.ActionTag](d.host.Win); len(tags) > 0 {
		t.Errorf("%d filters", len(tags))
	}
}

func TestCalendarSpeaksEnglish(t *testing.T) {
	d := opened(t, newWorld(), translations.English)
	d.drag(d.chip(t, day(11, 24)), d.cell(t, day(11, 26)))
	if !pagetest.Says(d.host.Win, "November 2026") {
		t.Errorf("no title among %q", pagetest.Texts(d.host.Win))
	}
	for _, text := range append(pagetest.Texts(d.host.Win), d.host.Toasts...) {
		for _, french := range []string{"À placer", "Équilibre", "Déplacée", "brouillon", "Mois"} {
			if strings.Contains(text, french) {
				t.Errorf("%q in English", text)
			}
		}
	}
	if len(d.host.Toasts) != 1 {
		t.Errorf("the toasts are %q", d.host.Toasts)
	}
}
