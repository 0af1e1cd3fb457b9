package settings

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/approval"
	"parvis/app/business"
	"parvis/app/jobs"
	"parvis/app/legal"
	"parvis/app/publishing"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// world is what the page asks, in memory; fail is the answer of everything that
// keeps or reads.
type world struct {
	business business.Business
	saves    int
	path     string
	backups  []Backup
	rows     []jobs.Row
	look     Look
	opened   []string
	fail     error
	setting  approval.Setting
	rules    []legal.Rule
	keeping  publishing.Keeping
}

func (w *world) Setting(context.Context) (approval.Setting, error) { return w.setting, nil }

func (w *world) SaveSetting(_ context.Context, s approval.Setting) error {
	w.setting = s
	return w.fail
}

func (w *world) Keeping(context.Context) (publishing.Keeping, error) { return w.keeping, nil }

func (w *world) SetEntrusts(_ context.Context, on bool) error {
	w.keeping.On = on
	return w.fail
}

func (w *world) Rules(context.Context) ([]legal.Rule, error) { return w.rules, nil }

func (w *world) Amend(_ context.Context, r legal.Rule) (legal.Rule, legal.Undo, error) {
	if len(r.Words) == 0 && len(r.Labels) == 0 {
		return r, nil, app.Fail(app.CodeInvalid, "legal.error.words")
	}
	before := slices.Clone(w.rules)
	if r.ID == "" {
		r.ID = "own-1"
		w.rules = append(slices.Clone(w.rules), r)
	} else {
		w.rules = slices.Clone(w.rules)
		for i := range w.rules {
			if w.rules[i].ID == r.ID {
				w.rules[i], w.rules[i].Amended = r, true
			}
		}
	}
	return r, func(context.Context) error {
		w.rules = before
		return nil
	}, nil
}

// lawbook is the rules of a world.
type lawbook struct{ *world }

func (w lawbook) Restore(_ context.Context, id legal.ID) (legal.Undo, error) {
	w.rules = slices.DeleteFunc(slices.Clone(w.rules), func(r legal.Rule) bool { return r.ID == id })
	return func(context.Context) error { return nil }, nil
}

func (w *world) Business(context.Context) (business.Business, error) { return w.business, nil }

func (w *world) Save(_ context.Context, b business.Business) error {
	if strings.TrimSpace(b.Name) == "" {
		return app.Fail(app.CodeInvalid, "business.error.name_missing")
	}
	w.business = b
	w.saves++
	return w.fail
}

func (w *world) Path() string { return w.path }

func (w *world) Backups(context.Context) ([]Backup, error) { return w.backups, w.fail }

func (w *world) BackUp(context.Context) error {
	if w.fail == nil {
		w.backups = append([]Backup{{Path: "new", TakenAt: pagetest.Now(), Size: 2_400_000}}, w.backups...)
	}
	return w.fail
}

func (w *world) Restore(_ context.Context, b Backup) (string, error) {
	return b.Path + ".restored", w.fail
}

func (w *world) Jobs(context.Context) ([]jobs.Row, error) { return w.rows, w.fail }

func (w *world) Look() Look { return w.look }

func (w *world) SetLook(l Look) { w.look = l }

func (w *world) OpenFile(path string) { w.opened = append(w.opened, path) }

func filled() *world {
	return &world{
		business: business.Business{
			Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Nantes", FirstName: "Camille",
			Website: "https://boulangerie-martin.example",
		},
		path: "/home/camille/Documents/Boulangerie Martin.parvis",
		backups: []Backup{
			{Path: "b2", TakenAt: pagetest.Now().Add(-2 * time.Hour), Size: 1_400_000},
			{Path: "b1", TakenAt: pagetest.Now().Add(-26 * time.Hour), Size: 1_300_000},
		},
		rows: []jobs.Row{
			{Name: "publishing", StartedAt: pagetest.Now(), EndedAt: pagetest.Now(), NextAt: pagetest.Now().Add(time.Minute)},
			{Name: "watch", StartedAt: pagetest.Now(), EndedAt: pagetest.Now(), ErrorKey: "jobs.error.failed"},
			{Name: "backup", StartedAt: pagetest.Now()},
		},
		look:    Look{Language: translations.French, Theme: "light", Scale: 1},
		setting: approval.Setting{Way: approval.Alone}, rules: legal.Shipped(),
	}
}

func (w *world) open(t *testing.T, lang translations.Language) (*pagetest.Host, *Page) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, lang, fyne.NewSize(1072, 1000))
	p := New(h, Services{Business: w, File: w, Jobs: w, Machine: w, Approval: w, Law: lawbook{w}, Keeping: w})
	h.Win.SetContent(p.Object())
	p.Show(page.Target{Room: page.Settings})
	return h, p
}

// enter types in a field in place of what it holds.
func enter(e *kit.Entry, text string) {
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func says(h *pagetest.Host, words string) bool {
	return slices.ContainsFunc(pagetest.Texts(h.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

func TestTheBusinessIsSavedAsItIsTyped(t *testing.T) {
	w := filled()
	h, p := w.open(t, translations.French)
	if w.saves != 0 {
		t.Error("showing the business saved it")
	}
	enter(pagetest.Field(t, h.Win, "Ville"), "Rezé")
	h.Elapse()
	enter(pagetest.Field(t, h.Win, "Votre prénom"), "Sofiane")
	p.Hide()
	want := business.Business{
		Name: "Boulangerie Martin", Trade: business.Bakery, Town: "Rezé", FirstName: "Sofiane",
		Website: "https://boulangerie-martin.example",
	}
	if !cmp.Equal(w.business, want) || w.saves != 2 {
		t.Errorf("kept %+v in %d saves", w.business, w.saves)
	}
}

func TestANameThatIsMissingIsToldAndStaysAsTyped(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	name := pagetest.Field(t, h.Win, "Nom")
	enter(name, "")
	h.Elapse()
	if w.business.Name != "Boulangerie Martin" || name.Text() != "" {
		t.Errorf("kept %q, shows %q", w.business.Name, name.Text())
	}
	told := h.Catalogue.T("business.error.name_missing")
	if !pagetest.Says(h.Win, told) {
		t.Errorf("does not say %q", told)
	}
	enter(name, "Boulangerie Le Goff")
	h.Elapse()
	if pagetest.Says(h.Win, told) || w.business.Name != "Boulangerie Le Goff" {
		t.Errorf("kept %q, says %q", w.business.Name, pagetest.Texts(h.Win))
	}
}

func TestComingBackDoesNotWipeWhatIsBeingTyped(t *testing.T) {
	w := filled()
	h, p := w.open(t, translations.French)
	enter(pagetest.Field(t, h.Win, "Ville"), "Rezé")
	p.Show(page.Target{Room: page.Settings})
	if got := pagetest.Field(t, h.Win, "Ville").Text(); got != "Rezé" {
		t.Errorf("shows %q", got)
	}
}

func TestTheTradeIsChosen(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	trades := pagetest.All[*kit.Select](h.Win)[0]
	i := slices.Index(business.Trades(), business.Garage)
	trades.SetSelected(i)
	trades.OnChanged(i)
	h.Elapse()
	if w.business.Trade != business.Garage {
		t.Errorf("kept %v", w.business.Trade)
	}
}

func TestLanguageThemeAndSizeChangeAtOnce(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	languages := pagetest.All[*kit.Select](h.Win)[1]
	languages.SetSelected(2)
	languages.OnChanged(2)
	for _, s := range pagetest.All[*kit.Segmented](h.Win) {
		h.Win.Canvas().Focus(s)
		pagetest.Keys(h.Win, fyne.KeyEnd)
	}
	if want := (Look{Language: translations.English, Theme: "dark", Scale: 1.5}); w.look != want {
		t.Errorf("look %+v, want %+v", w.look, want)
	}
}

func TestALookOfALaterVersionIsShownAsTheSystems(t *testing.T) {
	w := filled()
	w.look = Look{Language: "br", Theme: "sepia", Scale: 7}
	h, _ := w.open(t, translations.French)
	if got := pagetest.All[*kit.Select](h.Win)[1].Selected(); got != 0 {
		t.Errorf("language %d", got)
	}
	if w.look.Theme != "sepia" {
		t.Error("showing it changed it")
	}
}

func TestBackingUpNow(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	pagetest.Press(t, h.Win, "Sauvegarder maintenant")
	if len(h.Toasts) != 1 || !says(h, "2,4 Mo") {
		t.Errorf("toasts %q, texts %q", h.Toasts, pagetest.Texts(h.Win))
	}
	w.fail = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, h.Win, "Sauvegarder maintenant")
	if len(h.Toasts) != 1 || len(h.Errors) == 0 || pagetest.Button(h.Win, "Sauvegarder maintenant").Disabled() {
		t.Errorf("toasts %q, errors %v", h.Toasts, h.Errors)
	}
}

func TestRestoringOpensACopyOnceConfirmed(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	pagetest.Press(t, h.Win, "Restaurer une copie") // the newest
	if !says(h, "sam. 21 nov. 12:32") || !says(h, "reste intact") {
		t.Errorf("asks %q", pagetest.Texts(h.Win))
	}
	pagetest.Press(t, h.Win, "Annuler")
	if len(w.opened) > 0 {
		t.Fatal("restored without consent")
	}
	pagetest.Press(t, h.Win, "Restaurer une copie")
	pagetest.Press(t, h.Win, "Restaurer une copie")
	if !slices.Equal(w.opened, []string{"b2.restored"}) {
		t.Errorf("opened %q", w.opened)
	}
}

func TestARestoreThatFailsIsTold(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	pagetest.Press(t, h.Win, "Restaurer une copie")
	w.fail = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, h.Win, "Restaurer une copie")
	if len(w.opened) > 0 || len(h.Errors) != 1 {
		t.Errorf("opened %q, errors %v", w.opened, h.Errors)
	}
}

func TestWithoutBackupsOrWork(t *testing.T) {
	w := filled()
	w.backups, w.rows = nil, nil
	h, _ := w.open(t, translations.French)
	for _, words := range []string{"Aucune sauvegarde", "Rien n’a encore tourné"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
	if slices.Contains(pagetest.Texts(h.Win), "") {
		t.Error("shows an empty text")
	}
}

func TestTheExampleHasNoBackups(t *testing.T) {
	w := filled()
	w.path = ""
	h, _ := w.open(t, translations.French)
	if !says(h, "L’exemple n’est pas gardé") || pagetest.Button(h.Win, "Sauvegarder maintenant") != nil {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestBackgroundWorkSaysItsOutcome(t *testing.T) {
	w := filled()
	h, _ := w.open(t, translations.French)
	var tags []string
	for _, tag := range pagetest.All[*kit.Tag](h.Win) {
		tags = append(tags, tag.Text())
	}
	if want := []string{"Fait", "Échec", "En cours"}; !slices.Equal(tags, want) {
		t.Errorf("outcomes %q, want %q", tags, want)
	}
	for _, words := range []string{"prochaine fois sam. 21 nov. 14:33", "n’a pas abouti"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestEnglish(t *testing.T) {
	h, _ := filled().open(t, translations.English)
	for _, words := range []string{"Settings", "Back up now"} {
		if !says(h, words) && pagetest.Button(h.Win, words) == nil {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestTheWayToValidateIsChosen(t *testing.T) {
	w := filled()
	h, p := w.open(t, translations.French)
	if p.approval.approver.Visible() || !says(h, "Qui écrit programme") {
		t.Error("nobody approves, and somebody is asked for")
	}
	h.Win.Canvas().Focus(p.approval.way)
	p.approval.way.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	if w.setting.Way != approval.One || !p.approval.approver.Visible() {
		t.Errorf("chosen %+v", w.setting)
	}
	enter(pagetest.Field(t, h.Win, "Qui valide"), "Léa")
	p.Hide()
	if w.setting != (approval.Setting{Way: approval.One, Approver: "Léa"}) {
		t.Errorf("kept %+v", w.setting)
	}
}

func TestNetworksMayKeepPostsOrNot(t *testing.T) {
	w := filled()
	w.keeping = publishing.Keeping{On: true, Entrusted: 2}
	h, p := w.open(t, translations.French)
	if !p.keeping.on.Checked() || !says(h, "2 publications sont confiées à des réseaux") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	h.Win.Canvas().Focus(p.keeping.on)
	pagetest.Keys(h.Win, fyne.KeySpace)
	if w.keeping.On || p.keeping.on.Checked() || !says(h, "2 publications sont encore chez des réseaux") {
		t.Errorf("chosen %+v, says %q", w.keeping, pagetest.Texts(h.Win))
	}
	w.fail = app.Fail(app.CodeUnavailable, "storage.error.disk")
	pagetest.Keys(h.Win, fyne.KeySpace)
	if len(h.Errors) != 1 {
		t.Errorf("a failure is told %d times", len(h.Errors))
	}
}

func TestRulesAreChanged(t *testing.T) {
	w := filled()
	h, p := w.open(t, translations.French)
	if len(p.law.rows.Objects) != len(w.rules) || !says(h, "Loi n° 2023-451") {
		t.Fatal("the rules are not listed with their sources")
	}
	boxes := func() []*kit.Checkbox {
		var all []*kit.Checkbox
		for _, row := range p.law.rows.Objects {
			all = append(all, row.(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*kit.Checkbox))
		}
		return all
	}
	test.Tap(boxes()[0])
	if !w.rules[0].Off || boxes()[0].Checked() || !says(h, "modifiée par vous") {
		t.Errorf("put off: %+v", w.rules[0])
	}
	h.Undo()
	if w.rules[0].Off || !boxes()[0].Checked() {
		t.Errorf("undone: %+v", w.rules[0])
	}

	form := newRuleForm(p.law, legal.Rule{})
	form.Show()
	test.Type(form.name.Focusable(), "Franchise")
	form.Confirm()
	if !form.Visible() || !says(h, "au moins un mot") {
		t.Error("a rule without words was kept")
	}
	form.words.SetText("siège, marque\n\n enseigne ")
	form.Confirm()
	if form.Visible() || len(p.law.rows.Objects) != len(w.rules) || !says(h, "Votre règle") {
		t.Error("the rule is not listed")
	}
	if got := w.rules[len(w.rules)-1]; !slices.Equal(got.Words, []string{"siège, marque", "enseigne"}) {
		t.Errorf("kept %+v", got)
	}
	form = newRuleForm(p.law, w.rules[len(w.rules)-1])
	form.Show()
	pagetest.Press(t, h.Win, "Supprimer cette règle")
	if len(p.law.rows.Objects) != len(legal.Shipped()) || form.Visible() {
		t.Error("the rule is still there")
	}
}
