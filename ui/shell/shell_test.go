package shell

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

func TestRoomsAreBuiltWhenOpenedAndKept(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	if w.pages[page.Home] == nil || len(w.pages) != 1 {
		t.Fatalf("%d rooms were built at once", len(w.pages))
	}
	pagetest.Click(s.Window(), s.sidebar.items[page.Editorial])
	editorial := w.pages[page.Editorial]
	test.Type(editorial.entry.Input(), "Bonjour")
	pagetest.Click(s.Window(), s.sidebar.items[page.Home])
	if editorial.hidden != 1 || w.pages[page.Home].hidden != 1 {
		t.Error("a page that was left was not told")
	}
	pagetest.Click(s.Window(), s.sidebar.items[page.Editorial])
	if editorial.built != 1 || pagetest.Field(t, s.Window(), "Texte de Publications").Text() != "Bonjour" {
		t.Error("the room was not kept as it was left")
	}
	if n := len(editorial.targets); n != 2 {
		t.Errorf("the room was shown %d times", n)
	}
	// Going where one is does not hide the page.
	pagetest.Click(s.Window(), s.sidebar.items[page.Editorial])
	if editorial.hidden != 1 {
		t.Error("the page that stays was hidden")
	}
}

func TestPagesLeadToEachOther(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	target := page.Target{Room: page.Editorial, View: page.EditPost, ID: "p1"}
	w.pages[page.Home].host.Go(target)
	if diff := cmp.Diff([]page.Target{target}, w.pages[page.Editorial].targets); diff != "" {
		t.Error(diff)
	}
	if !s.sidebar.items[page.Editorial].chosen || s.sidebar.items[page.Home].chosen {
		t.Error("the sidebar does not show where one is")
	}
	w.pages[page.Home].host.Go(page.Target{Room: "elsewhere"})
	if !s.sidebar.items[page.Editorial].chosen {
		t.Error("a room that is not there was opened")
	}
}

func TestSidebarWorksWithTheKeyboard(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.Window().Canvas().Focus(s.sidebar.items[page.Settings])
	pagetest.Keys(s.Window(), fyne.KeyReturn)
	if w.pages[page.Settings] == nil {
		t.Error("Enter does not open the room")
	}
}

func TestShortcutsAreMenuItems(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	w.chosen = "/docs/salon.parvis"
	// They work while a field has the focus.
	s.Window().Canvas().Focus(w.pages[page.Home].entry.Focusable())
	strike(t, s, fyne.KeyN)
	if diff := cmp.Diff([]page.Target{{Room: page.Editorial, View: page.NewPost}}, w.pages[page.Editorial].targets); diff != "" {
		t.Errorf("Ctrl+N (-want +got):\n%s", diff)
	}
	for i, id := range []page.Room{page.Home, page.Editorial, page.Networks, page.Settings} {
		strike(t, s, fyne.KeyName(string(rune('1'+i))))
		if s.router.current != id {
			t.Errorf("Ctrl+%d shows %q", i+1, s.router.current)
		}
	}
	strike(t, s, fyne.KeyO)
	if s.Opened().Business.ID != "b2" {
		t.Error("Ctrl+O does not open the file that is chosen")
	}
	strike(t, s, fyne.KeyW)
	if s.Opened() != nil || w.saved.LastFile != "" {
		t.Error("Ctrl+W does not close the file")
	}
	strike(t, s, fyne.KeyQ)
	if !w.app.ended {
		t.Error("Ctrl+Q does not quit")
	}
}

func TestMenuWithoutAFile(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	for _, i := range items(s) {
		if slices.Contains([]string{"Nouvelle publication", "Fermer ce fichier", "Accueil"}, i.Label) {
			t.Errorf("%q is offered without a file", i.Label)
		}
	}
}

func TestPagesOfferCommands(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.Go(page.Target{Room: page.Editorial})
	var done []string
	do := func(what string) func() { return func() { done = append(done, what) } }
	offer := func(undo string) {
		w.pages[page.Editorial].host.Offer(
			page.Command{Name: undo, Key: fyne.KeyZ, Do: do(undo)},
			page.Command{},
			page.Command{Name: "Liste", Key: fyne.KeyL, Shift: true, Checked: true, Do: do("list")},
			page.Command{Name: "Rien", Key: fyne.KeyB, Disabled: true, Do: do("nothing")},
		)
	}
	offer("Annuler : déplacer")
	menu := s.Window().MainMenu().Items[1]
	if menu.Label != "Publications" || len(menu.Items) != 4 || !menu.Items[1].IsSeparator || !menu.Items[2].Checked {
		t.Fatalf("the menu is %q with %d items", menu.Label, len(menu.Items))
	}
	command := func(name string) {
		t.Helper()
		i := slices.IndexFunc(items(s), func(i *fyne.MenuItem) bool { return i.Label == name })
		if i < 0 {
			t.Fatalf("no item %q", name)
		}
		items(s)[i].Action()
	}
	command("Annuler : déplacer")
	command("Liste")
	command("Rien")
	offer("Annuler : supprimer")
	command("Annuler : supprimer")
	// In a field, undoing is that of its text.
	field := w.pages[page.Editorial].entry
	s.Window().Canvas().Focus(field.Focusable())
	field.Focusable().TypedRune('é')
	command("Annuler : supprimer")
	if field.Text() != "" {
		t.Errorf("the field holds %q", field.Text())
	}
	form := kit.NewModal(s.text, s.Window().Canvas(), kit.ModalOptions{Title: "Déplacer", Content: kit.Body("…")})
	form.Show()
	command("Liste")
	form.Close()
	if diff := cmp.Diff([]string{"Annuler : déplacer", "list", "Annuler : supprimer"}, done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
	s.Go(page.Target{Room: page.Home})
	if slices.ContainsFunc(items(s), func(i *fyne.MenuItem) bool { return i.Label == "Liste" }) {
		t.Error("another room offers them too")
	}
}

func TestPagesRemember(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	host := w.pages[page.Home].host
	if got := host.Remembered("view"); got != "" {
		t.Errorf("at first it is %q", got)
	}
	host.Remember("view", "week")
	if got := w.saved.Remembered["view"]; got != "week" || host.Remembered("view") != "week" {
		t.Errorf("the machine keeps %q", got)
	}
	// What is chosen in Réglages leaves it.
	s.SetPreferences(Preferences{Theme: ThemeDark})
	if host.Remembered("view") != "week" {
		t.Error("the preferences forgot it")
	}
}

// What is being filled in is not left by a shortcut struck by mistake.
func TestShortcutsWaitForAForm(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	form := kit.NewModal(s.text, s.Window().Canvas(), kit.ModalOptions{Title: "Connecter", Content: kit.Body("…")})
	form.Show()
	strike(t, s, fyne.KeyN)
	strike(t, s, fyne.KeyW)
	strike(t, s, fyne.Key2)
	if s.Opened() == nil || s.router.current != page.Home || !form.Visible() {
		t.Error("a shortcut acted under the form")
	}
	form.Close()
	strike(t, s, fyne.Key2)
	if s.router.current != page.Editorial {
		t.Error("the shortcut does not act once the form is closed")
	}
}

func TestPreferencesAreSeenAtOnce(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.Go(page.Target{Room: page.Settings})
	p := s.Preferences()
	p.Theme, p.Scale = ThemeDark, 1.3
	s.SetPreferences(p)
	theme := w.app.Settings().Theme().(*kit.Theme)
	if theme.Mode() != kit.ModeDark || theme.Size(kit.SizeBody) != kit.NewTheme(kit.ModeDark, 1.3).Size(kit.SizeBody) {
		t.Error("theme and text size are not applied")
	}
	if w.pages[page.Settings].built != 1 {
		t.Error("a change of theme built the room again")
	}
	p.Language = translations.English
	s.SetPreferences(p)
	says(t, s, "Settings")
	if pagetest.Field(t, s.Window(), "Texte de Settings") == nil || s.router.current != page.Settings {
		t.Error("the room is not shown in English")
	}
	if !slices.ContainsFunc(items(s), func(i *fyne.MenuItem) bool { return i.Label == "Settings" }) {
		t.Error("the menu is not in English")
	}
	want := Preferences{
		Language: translations.English, Theme: ThemeDark, Scale: 1.3, LastFile: "/docs/martin.parvis", Room: string(page.Settings),
	}
	if diff := cmp.Diff(want, w.saved); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
}

// Whoever changes the language has not lost what another field holds.
func TestChangingTheLanguageSavesWhatIsTyped(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	p := s.Preferences()
	p.Language = translations.English
	s.SetPreferences(p)
	if w.pages[page.Home].hidden != 1 {
		t.Error("the page was not told to save")
	}
}

func TestLanguageOfTheFirstStartScreen(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	s.SetPreferences(Preferences{Language: translations.English})
	says(t, s, "Welcome to Parvis")
}

func TestWindowSizeIsRemembered(t *testing.T) {
	for name, c := range map[string]struct{ saved, want fyne.Size }{
		"first start": {fyne.Size{}, fyne.NewSize(1280, 800)},
		"as left":     {fyne.NewSize(1400, 900), fyne.NewSize(1400, 900)},
		"too small":   {fyne.NewSize(600, 300), fyne.NewSize(1024, 640)},
		"too low":     {fyne.NewSize(1500, 300), fyne.NewSize(1500, 640)},
		"nonsense":    {fyne.NewSize(-4, 900), fyne.NewSize(1280, 800)},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.saved = Preferences{Width: c.saved.Width, Height: c.saved.Height}
			s := w.start(t)
			if got := s.Window().Canvas().Size(); got != c.want {
				t.Errorf("the window is %v", got)
			}
			s.Window().Resize(fyne.NewSize(1200, 700))
			s.Quit()
			if w.saved.Width != 1200 || w.saved.Height != 700 {
				t.Errorf("saved %v × %v", w.saved.Width, w.saved.Height)
			}
		})
	}
}

func TestFileThatIsOpenIsNotOpenedTwice(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.OpenFile("/docs/martin.parvis")
	if len(w.asked) != 1 || len(w.log) > 0 {
		t.Errorf("asked %q, log %q", w.asked, w.log)
	}
}

func TestFormsGoWithTheirFile(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	kit.NewModal(s.text, s.Window().Canvas(), kit.ModalOptions{Title: "Connecter", Content: kit.Body("…")}).Show()
	s.CloseWorkspace()
	says(t, s, "Bienvenue dans Parvis")
}

func TestSuspendedFileSaysSo(t *testing.T) {
	w := newWorld(t)
	w.suspended = true
	s := w.opened(t)
	says(t, s, "Rien ne part de ce fichier pour l’instant")
	pagetest.Press(t, s.Window(), "Voir le Registre")
	if diff := cmp.Diff([]page.Target{{Room: page.Editorial, View: page.Register}}, w.pages[page.Editorial].targets); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	says(t, s, "Rien ne part de ce fichier pour l’instant")

	pagetest.Press(t, s.Window(), "Reprendre les envois")
	says(t, s, "Reprendre les envois\u202f?")
	pagetest.Keys(s.Window(), fyne.KeyEscape)
	if w.resumed != 0 {
		t.Fatal("resumed without a confirmation")
	}
	w.refuse = app.Fail(app.CodeUnavailable, "storage.error.disk")
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	says(t, s, "Rien ne part de ce fichier pour l’instant", s.text.T("storage.error.disk"))
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	saysNot(t, s, "Rien ne part de ce fichier pour l’instant")
	if w.resumed != 2 {
		t.Errorf("resumed %d times", w.resumed)
	}
}

func TestSuspensionIsStillToldInAnotherLanguage(t *testing.T) {
	w := newWorld(t)
	w.suspended = true
	s := w.opened(t)
	s.SetPreferences(Preferences{Language: translations.English})
	says(t, s, s.text.T("shell.suspended.title"))
}

func TestPauseIsToldOnEveryPage(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	saysNot(t, s, "Tout est suspendu")
	w.paused = publishing.Pause{Since: pagetest.Now(), Why: publishing.PauseMourning, Note: "Décès de M. Martin", Who: "Anne"}
	app.Emit(s.open.Events, publishing.PauseChanged{})
	says(t, s, "Tout est suspendu depuis sam. 21\u00a0nov. 14:32", "Deuil, «\u00a0Décès de M. Martin\u00a0» · demandé par Anne")
	s.Go(page.Target{Room: page.Networks})
	s.SetPreferences(Preferences{Language: translations.English})
	says(t, s, "Everything has been suspended since")

	pagetest.Press(t, s.Window(), "Resume sending")
	says(t, s, "nothing leaves all at once")
	pagetest.Press(t, s.Window(), "Resume sending")
	saysNot(t, s, "Everything has been suspended")
	if !w.paused.IsZero() {
		t.Error("the pause goes on")
	}
}

// During a pause what networks have not given back is told, as long as it is so.
func TestPauseTellsWhatNetworksKeep(t *testing.T) {
	w := newWorld(t)
	w.paused, w.kept = publishing.Pause{Since: pagetest.Now(), Why: publishing.PauseCrisis}, 2
	s := w.opened(t)
	says(t, s, "2 publications confiées à des réseaux ne sont pas encore reprises")
	w.kept = 0
	app.Emit(s.open.Events, publishing.DeliveryChanged{})
	saysNot(t, s, "ne sont pas encore reprises")
	says(t, s, "Crise. Rien ne part")
}

// Both a copy that must be looked at and a pause are told, and ended apart.
func TestPauseOfASuspendedFile(t *testing.T) {
	w := newWorld(t)
	w.suspended, w.paused = true, publishing.Pause{Since: pagetest.Now(), Why: publishing.PauseClosed}
	s := w.opened(t)
	says(t, s, "Rien ne part de ce fichier", "Fermeture. Rien ne part")
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	pagetest.Press(t, s.Window(), "Reprendre les envois")
	saysNot(t, s, "Rien ne part de ce fichier")
	says(t, s, "Fermeture. Rien ne part")
}

// The accounts that wait for their passphrase are told above every page, until it is
// given.
func TestLockedAccountsAreToldOnEveryPage(t *testing.T) {
	w := newWorld(t)
	w.locked = true
	s := w.opened(t)
	const title = "Vos comptes attendent votre phrase secrète"
	says(t, s, title)
	s.Go(page.Target{Room: page.Networks})
	says(t, s, title)
	pagetest.Press(t, s.Window(), "Donner la phrase secrète")
	if w.locked {
		t.Fatal("the button asks for nothing")
	}
	app.Emit(s.open.Events, networks.VaultChanged{})
	saysNot(t, s, title)
}

// What comes by itself begins with the workspace and ends before it closes.
func TestWhatComesByItselfEndsWithTheWorkspace(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	s.CloseWorkspace()
	if diff := cmp.Diff([]string{"begin Boulangerie Martin", "end Boulangerie Martin after [hide home]"}, w.begun); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCrashIsToldOnce(t *testing.T) {
	w := newWorld(t)
	s := w.start(t, func(o *Options) { o.Crashed = true })
	s.OpenFile("/docs/martin.parvis")
	for _, f := range w.timers {
		f()
	}
	says(t, s, "s’est arrêté brusquement")
	pagetest.Press(t, s.Window(), "Compris")
	saysNot(t, s, "s’est arrêté brusquement")
	s.OpenFile("/docs/salon.parvis")
	saysNot(t, s, "s’est arrêté brusquement")
}

func TestFailuresStayUntilRead(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	h := w.pages[page.Home].host
	h.Failed(nil)
	if all := pagetest.All[*kit.Surface](s.Window()); len(all) > 0 {
		t.Error("no error is told")
	}
	for range 3 {
		h.Failed(app.Fail(app.CodeUnavailable, "storage.error.disk"))
	}
	h.Failed(context.Canceled)
	for _, f := range w.timers {
		f()
	}
	if got := len(s.notices.said); got != 2 {
		t.Errorf("%d notices: %q", got, s.notices.said)
	}
	says(t, s, s.text.T("storage.error.disk"), s.text.T("error.internal"))
	saysNot(t, s, "context canceled")
}

func TestToastsOfferTheUndo(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	undone := false
	w.pages[page.Home].host.Toast("Déplacée", func() { undone = true })
	says(t, s, "Déplacée")
	pagetest.Press(t, s.Window(), "Annuler")
	if !undone {
		t.Error("nothing was undone")
	}
}

func TestRenamedBusinessIsShown(t *testing.T) {
	w := newWorld(t)
	s := w.opened(t)
	app.Emit(s.Opened().Events, business.Changed{Business: business.Business{ID: "b1", Name: "Maison Martin", Zone: "Europe/Paris"}})
	if s.Window().Title() != "Maison Martin · Parvis" || s.sidebar.name.Text() != "Maison Martin" {
		t.Errorf("shows %q and %q", s.Window().Title(), s.sidebar.name.Text())
	}
}

func TestHostTellsTheTimeOfTheBusiness(t *testing.T) {
	w := newWorld(t)
	w.opened(t)
	if got := w.pages[page.Home].host.Now().Format("15:04 MST"); got != "14:32 CET" {
		t.Errorf("it is %s", got)
	}
}

// Every word of Fyne that can be seen has ours.
func TestFyneSpeaksOurWords(t *testing.T) {
	for _, language := range []translations.Language{translations.French, translations.English} {
		text, err := translations.Load(language)
		if err != nil {
			t.Fatal(err)
		}
		for word, key := range fyneWords {
			if got := text.T(key); got == key || strings.TrimSpace(got) == "" {
				t.Errorf("%s: %q is %q", language, word, got)
			}
		}
	}
}

// tall is a page that needs more room than the least window has.
type tall struct{ *room }

func (r tall) Object() fyne.CanvasObject {
	r.object = kit.Height(3000, kit.NewEntry("Au fond"))
	return r.object
}

// A page that needs more room scrolls: the window does not grow beyond the
// screen.
func TestWindowKeepsToItsLeastSize(t *testing.T) {
	w := newWorld(t)
	s := w.start(t)
	if got := s.Window().Content().MinSize(); got.Width > leastSize.Width || got.Height > leastSize.Height {
		t.Errorf("the first-start screen asks for %v", got)
	}
	s.OpenFile("/docs/martin.parvis")
	s.router.pages[page.Settings] = tall{&room{world: w, id: page.Settings}}
	s.Go(page.Target{Room: page.Settings})
	if got := s.Window().Content().MinSize(); got.Width > leastSize.Width || got.Height > leastSize.Height {
		t.Errorf("a tall page asks for %v", got)
	}
	if got := s.router.place.Size().Height; got < 3000 {
		t.Errorf("the page has %v to draw itself", got)
	}
}
