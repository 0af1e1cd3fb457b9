package keydates

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/keydates"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page/pagetest"
)

// file is the file of the tests, in memory.
type file struct {
	own      map[app.ID]keydates.Own
	holidays map[app.ID]keydates.Holiday
	shown    map[string]bool
	fails    error // of the next write
}

func (f *file) write(change func()) error {
	if err := f.fails; err != nil {
		f.fails = nil
		return err
	}
	change()
	return nil
}

func (f *file) Business(context.Context) (business.Business, error) {
	return business.Business{Trade: business.Bakery}, nil
}

func (f *file) OwnDates(context.Context) ([]keydates.Own, error) {
	return slices.Collect(maps.Values(f.own)), nil
}

func (f *file) SaveOwnDate(_ context.Context, o keydates.Own) error {
	return f.write(func() { f.own[o.ID] = o })
}

func (f *file) RemoveOwnDate(_ context.Context, id app.ID) error {
	return f.write(func() { delete(f.own, id) })
}

func (f *file) SchoolHolidays(context.Context) ([]keydates.Holiday, error) {
	return slices.SortedFunc(maps.Values(f.holidays), func(a, b keydates.Holiday) int { return b.First.DaysUntil(a.First) }), nil
}

func (f *file) SaveSchoolHolidays(_ context.Context, all []keydates.Holiday) error {
	return f.write(func() {
		for _, h := range all {
			f.holidays[h.ID] = h
		}
	})
}

func (f *file) RemoveSchoolHolidays(_ context.Context, ids []app.ID) error {
	return f.write(func() {
		for _, id := range ids {
			delete(f.holidays, id)
		}
	})
}

func (f *file) ShownDates(context.Context) (map[string]bool, error) { return maps.Clone(f.shown), nil }

func (f *file) ShowDate(_ context.Context, id string, shown *bool) error {
	return f.write(func() {
		delete(f.shown, id)
		if shown != nil {
			f.shown[id] = *shown
		}
	})
}

// opened shows the dialog on 2026.
func opened(t *testing.T, lang translations.Language) (*file, *pagetest.Host) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, lang, fyne.NewSize(1072, 800))
	f := &file{own: make(map[app.ID]keydates.Own), holidays: make(map[app.ID]keydates.Holiday), shown: make(map[string]bool)}
	service := keydates.NewService(f, f, app.NewEvents(), app.NewIDs(app.FixedClock(pagetest.Now()), nil))
	Open(h, Services{Dates: service}, 2026)
	return f, h
}

// choose shows the nth list.
func choose(h *pagetest.Host, n int) {
	tabs := pagetest.All[*kit.Segmented](h.Win)[0]
	h.Win.Canvas().Focus(tabs)
	for tabs.Selected() != n {
		key := fyne.KeyRight
		if tabs.Selected() > n {
			key = fyne.KeyLeft
		}
		tabs.TypedKey(&fyne.KeyEvent{Name: key})
	}
}

func enter(t *testing.T, h *pagetest.Host, field, text string) {
	t.Helper()
	e := pagetest.Field(t, h.Win, field)
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

// plain writes no-break spaces as ordinary ones.
var plain = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// says reports whether a text that is shown contains some words.
func says(h *pagetest.Host, words string) bool {
	return slices.ContainsFunc(pagetest.Texts(h.Win), func(s string) bool { return strings.Contains(plain.Replace(s), words) })
}

// pressFirst presses the first button of a name in the list, which opens further on.
func pressFirst(t *testing.T, h *pagetest.Host, label string) {
	t.Helper()
	h.Win.Canvas().Focus(pagetest.Button(h.Win, label))
	pagetest.Press(t, h.Win, label)
}

// button returns the button of an icon with a tooltip.
func button(h *pagetest.Host, tip string) *kit.Button {
	for _, b := range pagetest.All[*kit.Button](h.Win) {
		if plain.Replace(b.ToolTip()) == tip {
			return b
		}
	}
	return nil
}

func TestDatesTellTheirRule(t *testing.T) {
	_, h := opened(t, translations.French)
	for _, words := range []string{"Fête des mères", "Le dernier dimanche de mai, une semaine plus tard si c’est la Pentecôte", "47 jours avant Pâques", "Le quatrième jeudi de novembre, et 1 jour plus tard"} {
		if !says(h, words) {
			t.Errorf("does not say %q", words)
		}
	}
	found := false
	for _, one := range pagetest.All[*kit.Text](h.Win) {
		if one.Text() == "Jour de l’An" {
			found = strings.Contains(one.ToolTip(), "Source") && strings.Contains(one.ToolTip(), "L3133-1") && strings.Contains(one.ToolTip(), "2026-11")
		}
	}
	if !found {
		t.Error("New Year's Day does not tell its source")
	}
	pagetest.Press(t, h.Win, "Année suivante")
	if !says(h, "2027") || !says(h, "lun. 29 mars") {
		t.Errorf("2027 says %q", pagetest.Texts(h.Win))
	}
}

// TestTheYearOpensOnWhatComes: nobody plans what is past.
func TestTheYearOpensOnWhatComes(t *testing.T) {
	_, h := opened(t, translations.French)
	scroll := pagetest.All[*container.Scroll](h.Win)[0]
	in := func(name string) bool {
		for _, one := range pagetest.All[*kit.Text](h.Win) {
			if one.Text() == name {
				y := fyne.CurrentApp().Driver().AbsolutePositionForObject(one).Y - fyne.CurrentApp().Driver().AbsolutePositionForObject(scroll).Y
				return y >= 0 && y < scroll.Size().Height
			}
		}
		t.Fatalf("no %s", name)
		return false
	}
	if in("Jour de l’An") || !in("Black Friday") {
		t.Errorf("scrolled by %v of %v", scroll.Offset.Y, scroll.Content.Size().Height)
	}
}

func TestEnglish(t *testing.T) {
	_, h := opened(t, translations.English)
	for _, words := range []string{"Key dates", "The last Sunday of May, a week later if that is Pentecost", "Mother"} {
		if !says(h, words) {
			t.Errorf("does not say %q but %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestHidingAndShowing(t *testing.T) {
	f, h := opened(t, translations.French)
	pressFirst(t, h, "Masquer")
	if shown, decided := f.shown["new_year"]; shown || !decided || !says(h, "« Jour de l’An » n’est plus affiché.") {
		t.Errorf("kept %v; says %q", f.shown, pagetest.Texts(h.Win)[:4])
	}
	choose(h, int(hiddenTab))
	if !says(h, "Jour de l’An") || !says(h, "Vendredi saint") {
		t.Error("the hidden list has not what is hidden")
	}
	pagetest.Press(t, h.Win, "Annuler")
	if len(f.shown) != 0 || says(h, "Jour de l’An") {
		t.Errorf("undone: kept %v", f.shown)
	}
	pressFirst(t, h, "Afficher")
	if !f.shown["winter_sales"] {
		t.Errorf("kept %v", f.shown)
	}
}

func TestTheKeyboardStaysInTheList(t *testing.T) {
	f, h := opened(t, translations.French)
	hide := pagetest.Button(h.Win, "Masquer")
	h.Win.Canvas().Focus(hide)
	pagetest.Keys(h.Win, fyne.KeyReturn)
	next, ok := h.Win.Canvas().Focused().(*kit.Button)
	if !ok || next == hide || next.Text() != "Masquer" {
		t.Fatalf("the focus is on %v", h.Win.Canvas().Focused())
	}
	pagetest.Keys(h.Win, fyne.KeySpace)
	if len(f.shown) != 2 {
		t.Errorf("kept %v", f.shown)
	}
	pagetest.Keys(h.Win, fyne.KeyEscape)
	if h.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close")
	}
}

func TestADateOfTheOwnersOwn(t *testing.T) {
	f, h := opened(t, translations.French)
	pagetest.Press(t, h.Win, "Ajouter une date")
	pagetest.Press(t, h.Win, "Ajouter")
	if !says(h, "Donnez un nom à cette date.") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	enter(t, h, "Nom", "Foire de Nantes")
	day := pagetest.All[*kit.DateField](h.Win)[0]
	day.Focus()
	test.Type(day.Focusable(), "8/12/2026")
	pagetest.All[*kit.Checkbox](h.Win)[0].Tapped(nil)
	pagetest.Press(t, h.Win, "Ajouter")
	if len(f.own) != 1 || !says(h, "« Foire de Nantes » est ajouté.") {
		t.Fatalf("kept %v; says %q", f.own, pagetest.Texts(h.Win)[:5])
	}
	for _, o := range f.own {
		if !o.Yearly || o.Day != (app.Date{Year: 2026, Month: time.December, Day: 8}) {
			t.Errorf("kept %+v", o)
		}
	}
	edit := button(h, "Modifier « Foire de Nantes »")
	if edit == nil {
		t.Fatal("it cannot be changed")
	}
	edit.Tapped(nil)
	enter(t, h, "Nom", "Grande foire")
	pagetest.Press(t, h.Win, "Enregistrer")
	remove := button(h, "Retirer « Grande foire »")
	if remove == nil {
		t.Fatalf("not renamed: %v", f.own)
	}
	remove.Tapped(nil)
	if len(f.own) != 0 {
		t.Errorf("kept %v", f.own)
	}
	pagetest.Press(t, h.Win, "Annuler")
	if len(f.own) != 1 {
		t.Error("undoing brings nothing back")
	}
}

func TestPastingSchoolHolidays(t *testing.T) {
	f, h := opened(t, translations.French)
	choose(h, int(schoolTab))
	if !says(h, "fixées par le ministère") {
		t.Errorf("the empty list says %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Ajouter des vacances")
	if !pagetest.Button(h.Win, "Ajouter").Disabled() {
		t.Error("nothing was typed, and it can be added")
	}
	pagetest.Field(t, h.Win, "Périodes").SetText("Toussaint;17/10/2026;02/11/2026\nNoël;31/02/2026;01/03/2026")
	h.Elapse()
	pagetest.All[*kit.Checkbox](h.Win)[0].Tapped(nil)
	for _, words := range []string{"1 période comprise", "17/10/2026 → 01/11/2026", "1 ligne à corriger", "Le 31/2/2026 n’existe pas."} {
		if !says(h, words) {
			t.Errorf("does not say %q but %q", words, pagetest.Texts(h.Win))
		}
	}
	pagetest.Button(h.Win, "Ajouter").Tapped(nil)
	if len(f.holidays) != 1 || pagetest.Field(t, h.Win, "Périodes").Text() != "Noël;31/02/2026;01/03/2026" {
		t.Fatalf("kept %v; left %q", f.holidays, pagetest.Field(t, h.Win, "Périodes").Text())
	}
	// What was typed since the last reading is read first.
	pagetest.Button(h.Win, "Ajouter").Enable()
	pagetest.Field(t, h.Win, "Périodes").SetText("Noël;19/12/2026;04/01/2027")
	pagetest.All[*kit.Modal](h.Win)[0].Confirm()
	if len(f.holidays) != 2 || !says(h, "Vacances scolaires : Noël") {
		t.Fatalf("kept %v; says %q", f.holidays, pagetest.Texts(h.Win))
	}
	button(h, "Retirer « Vacances scolaires : Noël »").Tapped(nil)
	if len(f.holidays) != 1 {
		t.Errorf("kept %v", f.holidays)
	}
}

func TestAFailureIsSaidInTheDialog(t *testing.T) {
	f, h := opened(t, translations.French)
	f.fails = errors.New("disque plein")
	pressFirst(t, h, "Masquer")
	if !says(h, "disque plein") || says(h, "n’est plus affiché") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}
