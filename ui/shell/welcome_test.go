package shell

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func says(t *testing.T, s *Shell, words ...string) {
	t.Helper()
	for _, w := range words {
		if !pagetest.Says(s.Window(), w) {
			t.Errorf("%q is not among %q", w, pagetest.Texts(s.Window()))
		}
	}
}

func saysNot(t *testing.T, s *Shell, words ...string) {
	t.Helper()
	for _, w := range words {
		if pagetest.Says(s.Window(), w) {
			t.Errorf("%q is among %q", w, pagetest.Texts(s.Window()))
		}
	}
}

func chooseTrade(s *Shell, trade business.Trade) {
	for i, t := range business.Trades() {
		if t == trade {
			pagetest.All[*kit.Select](s.Window())[0].SetSelected(i)
		}
	}
}

func TestFirstStartCreatesABusiness(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	name := pagetest.Field(t, s.Window(), "Nom de l’entreprise")
	if s.Window().Canvas().Focused() != name.Focusable() {
		t.Error("the first field has not the focus")
	}
	test.Type(name.Input(), "Boulangerie Dupont")
	chooseTrade(s, business.Bakery)
	test.Type(pagetest.Field(t, s.Window(), "Ville").Input(), "Lyon")
	pagetest.Press(t, s.Window(), "Créer mon entreprise")
	if diff := cmp.Diff([]string{"create Boulangerie Dupont bakery Lyon"}, w.asked); diff != "" {
		t.Error(diff)
	}
	if home := w.pages[page.Home]; home == nil || len(home.targets) != 1 {
		t.Fatal("Accueil is not shown")
	}
	if s.Window().Title() != "Boulangerie Dupont · Parvis" {
		t.Errorf("the title is %q", s.Window().Title())
	}
	if w.saved.LastFile != "/docs/Boulangerie Dupont.parvis" {
		t.Errorf("%q is opened next time", w.saved.LastFile)
	}
}

func TestEnterCreates(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	test.Type(pagetest.Field(t, s.Window(), "Nom de l’entreprise").Input(), "Garage du Port")
	chooseTrade(s, business.Garage)
	s.Window().Canvas().Focus(pagetest.Field(t, s.Window(), "Ville").Focusable())
	pagetest.Keys(s.Window(), fyne.KeyReturn)
	if s.Opened() == nil {
		t.Errorf("asked %q", w.asked)
	}
}

// Each mistake is told at its field, and what was typed stays.
func TestMistakesAreToldAtTheirField(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	name := pagetest.Field(t, s.Window(), "Nom de l’entreprise")
	town := pagetest.Field(t, s.Window(), "Ville")
	press := func() { pagetest.Press(t, s.Window(), "Créer mon entreprise") }

	press()
	if !strings.Contains(name.Error(), "Donnez un nom") || s.Window().Canvas().Focused() != name.Focusable() {
		t.Errorf("without a name: %q", name.Error())
	}
	name.SetText("Boulangerie")
	town.SetText(strings.Repeat("a", 200))
	press()
	if name.Error() != "" || !strings.Contains(s.welcome.wrong.Text(), "Choisissez votre métier") {
		t.Errorf("without a trade: %q at the name, %q at the trade", name.Error(), s.welcome.wrong.Text())
	}
	chooseTrade(s, business.Bakery)
	press()
	if !strings.Contains(town.Error(), "80") || s.welcome.wrong.Text() != "" {
		t.Errorf("with a long town: %q at the town, %q at the trade", town.Error(), s.welcome.wrong.Text())
	}
	if name.Text() != "Boulangerie" || len(town.Text()) != 200 {
		t.Error("what was typed is lost")
	}
	town.SetText("Nantes")
	press()
	if s.Opened() == nil {
		t.Error("the corrected form does not create")
	}
}

// A full disk is not a mistake of the form: it is told above the three ways.
func TestDiskThatRefusesIsTold(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	pagetest.Field(t, s.Window(), "Nom de l’entreprise").SetText("Boulangerie")
	w.refuse = app.Fail(app.CodeUnavailable, "storage.error.disk")
	pagetest.Press(t, s.Window(), "Créer mon entreprise")
	if s.welcome.refused.Text() == "" || s.Opened() != nil {
		t.Errorf("told %q", s.welcome.refused.Text())
	}
}

func TestImpatientClicksCreateOnce(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	pagetest.Field(t, s.Window(), "Nom de l’entreprise").SetText("Boulangerie")
	chooseTrade(s, business.Bakery)
	create := pagetest.Button(s.Window(), "Créer mon entreprise")
	w.held = true
	for range 3 {
		pagetest.Click(s.Window(), create)
	}
	says(t, s, "Création de votre fichier…")
	w.release()
	if len(w.asked) != 1 || s.Opened() == nil {
		t.Errorf("asked %q", w.asked)
	}
}

func TestExampleIsOpenedAndNotRemembered(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	pagetest.Press(t, s.Window(), "Ouvrir l’exemple")
	says(t, s, "Exemple · rien n’est envoyé aux réseaux")
	if w.saved.LastFile != "" {
		t.Errorf("%q is opened next time", w.saved.LastFile)
	}
}

func TestFileIsChosen(t *testing.T) {
	w := newWorld(t)
	w.chosen = "/docs/salon.parvis"
	s := w.start(t)
	pagetest.Press(t, s.Window(), "Choisir un fichier…")
	if s.Opened() == nil || s.Opened().Business.ID != "b2" {
		t.Errorf("asked %q", w.asked)
	}
}

func TestChoosingCanBeGivenUp(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	pagetest.Press(t, s.Window(), "Choisir un fichier…")
	if len(w.asked) > 0 || s.welcome.refused.Text() != "" {
		t.Errorf("asked %q, told %q", w.asked, s.welcome.refused.Text())
	}
}

// What refuses to open is told on the first-start screen, where it stays until
// another try.
func TestRefusedFileIsToldAndStays(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	w.chosen = "/docs/autre.parvis"
	pagetest.Press(t, s.Window(), "Choisir un fichier…")
	says(t, s, "Vérifiez-la")
	for _, f := range w.timers {
		f()
	}
	says(t, s, "Vérifiez-la", "Bienvenue dans Parvis")
	w.chosenErr = errors.New("no dialog")
	pagetest.Press(t, s.Window(), "Choisir un fichier…")
	if s.welcome.refused.Text() != s.text.T("error.internal") {
		t.Errorf("a fault is told as %q", s.welcome.refused.Text())
	}
}

// The file that is open stays when another one cannot be opened.
func TestRefusedFileLeavesTheOpenOne(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.OpenFile("/docs/autre.parvis")
	if s.Opened() == nil || s.Opened().Business.ID != "b1" || len(w.log) > 0 {
		t.Fatalf("log %q", w.log)
	}
	for _, f := range w.timers {
		f()
	}
	says(t, s, "Vérifiez-la")
	pagetest.Press(t, s.Window(), "Compris")
	saysNot(t, s, "Vérifiez-la")
}

func TestLastFileIsOpenedAgain(t *testing.T) {
	w := newWorld(t)
	w.saved = Preferences{LastFile: "/docs/martin.parvis", Room: string(page.Settings)}
	s := w.start(t)
	s.OpenLast()
	if s.Opened() == nil || w.pages[page.Settings] == nil || w.pages[page.Home] != nil {
		t.Errorf("the room left is not shown; asked %q", w.asked)
	}
	// Another file begins with Accueil.
	s.OpenFile("/docs/salon.parvis")
	if w.pages[page.Home] == nil {
		t.Error("another file does not begin with Accueil")
	}
}

func TestLastFileThatIsGoneIsTold(t *testing.T) {
	w := newWorld(t)
	w.saved = Preferences{LastFile: "/cle/martin.parvis"}
	s := w.start(t)
	s.OpenLast()
	says(t, s, "Bienvenue dans Parvis", "Vérifiez-la")
}

func TestFirstStartSpeaksEnglish(t *testing.T) {
	w := newWorld(t)
	s := w.start(t, func(o *Options) { o.Locale = "en-GB" })
	if s.text.Language() != translations.English {
		t.Fatalf("speaks %q", s.text.Language())
	}
	for _, one := range pagetest.Texts(s.Window()) {
		if strings.ContainsAny(one, "éèàê«") {
			t.Errorf("%q in English", one)
		}
	}
	for _, i := range items(s) {
		if strings.ContainsAny(i.Label, "éèàê«") {
			t.Errorf("the menu says %q in English", i.Label)
		}
	}
}

func TestAboutTellsWhereTheLogIs(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	s.showAbout()
	says(t, s, "Parvis 0.1.0", "/home/martin/.local/state/parvis/parvis.log", "Apache 2.0")
	pagetest.Press(t, s.Window(), "Ouvrir le dossier du journal")
	if diff := cmp.Diff([]string{"file:///home/martin/.local/state/parvis"}, w.app.opened); diff != "" {
		t.Error(diff)
	}
	pagetest.Keys(s.Window(), fyne.KeyEscape)
	saysNot(t, s, "Apache 2.0")
}

func TestDamagedFileOffersItsBackup(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	w.refuse = app.Fail(app.CodeInvalid, "storage.error.damaged_backup", "Backup", "/s/2026-11-20.parvis", "Day", app.Date{Year: 2026, Month: 11, Day: 20})
	s.OpenFile("/d/martin.parvis")
	if s.Opened() != nil || s.welcome.refused.Text() == "" {
		t.Fatalf("opened %v, told %q", s.Opened(), s.welcome.refused.Text())
	}
	pagetest.Press(t, s.Window(), "Restaurer")
	if want := "restore /s/2026-11-20.parvis to /d/martin.parvis"; w.asked[len(w.asked)-1] != want {
		t.Errorf("asked %q, want %q", w.asked, want)
	}
	if s.Opened() == nil || s.Opened().Business.Name != "Restaurée" {
		t.Errorf("after the restore %v is open", s.Opened())
	}
}

func TestAFileOpenedAtTheStartSkipsTheFirstScreenUnlessItFails(t *testing.T) {
	w := newWorld(t)
	opening := func(o *Options) { o.Opening = true }
	s := w.start(t, opening)
	if s.welcome != nil {
		t.Error("the first-start screen was built for nothing")
	}
	s.OpenFile("/docs/martin.parvis")
	if s.Opened() == nil || s.welcome != nil {
		t.Errorf("opened %v", s.Opened())
	}
	s = w.start(t, opening)
	w.refuse = app.Fail(app.CodeUnavailable, "storage.error.disk")
	s.OpenFile("/docs/martin.parvis")
	if s.welcome == nil || s.welcome.refused.Text() == "" {
		t.Error("the failure is told nowhere")
	}
}
