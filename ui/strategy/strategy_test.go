package strategy

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
	"parvis/ui/strategy/guide"
	"parvis/ui/strategy/review"
	"parvis/ui/strategy/versions"
)

// rooms are the neighbours of the strategy, with nothing in them.
type rooms struct{}

func (rooms) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Trade: business.Bakery, FirstName: "Camille", Zone: business.DefaultZone}, nil
}

func (rooms) SaveOpening(context.Context, business.Opening) error { return nil }

func (rooms) Accounts(context.Context) ([]networks.Account, error) { return nil, nil }

func (rooms) Progress(context.Context, metrics.Aim, app.Date) (metrics.Progress, error) {
	current := 2000.0
	return metrics.Progress{Current: &current, PaceReason: app.Say("metrics.reason.no_reading")}, nil
}

func (rooms) Postings(context.Context, app.Date, app.Date) ([]strategy.Posting, error) {
	return nil, nil
}

func (rooms) AddIdeas(context.Context, []strategy.Idea) error { return nil }

func (rooms) RemoveIdeas(context.Context, []app.ID) error { return nil }

// exports makes documents with nothing in them, unless it fails.
type exports struct{ fail error }

func (e *exports) Strategy(context.Context, *translations.Catalogue, func(reports.Step)) (reports.Workbook, error) {
	return reports.Workbook{}, e.fail
}

func (e *exports) StrategyPage(context.Context, *translations.Catalogue) (reports.Page, error) {
	return reports.Page{Name: "Stratégie.html"}, e.fail
}

// desk is the room over the real services.
type desk struct {
	*testing.T
	store   *strategytest.Memory
	service *strategy.Service
	exports *exports
	save    string // where the owner writes, "" to give up
	asked   []string
	host    *pagetest.Host
	page    *Page
}

func open(t *testing.T, lang translations.Language) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{T: t, store: &strategytest.Memory{}, exports: &exports{}, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 1600))}
	clock := app.FixedClock(pagetest.Now())
	d.service = strategy.NewService(d.store, app.NewEvents(), app.NewIDs(clock, nil))
	all := strategy.Neighbours{Business: rooms{}, Accounts: rooms{}, Figures: rooms{}, Posts: rooms{}}
	d.page = New(d.host, Services{
		Path:     guide.Services{Strategy: d.service, Reasoning: strategy.NewGuide(d.service, all, clock), Business: rooms{}},
		History:  strategy.NewHistory(d.service, d.store, clock),
		Versions: versions.Services{Strategy: d.service, Business: rooms{}},
		Reviews:  review.Services{Reviews: strategy.NewReviews(d.service, all, d.store, clock), Strategy: d.service},
		Exports:  d.exports,
		SaveAs: func(_, name string, chosen func(path string, err error)) {
			d.asked = append(d.asked, name)
			chosen(d.save, nil)
		},
	})
	d.host.Win.SetContent(d.page.Object())
	return d
}

// whole makes the strategy the complete example of the trade.
func (d *desk) whole() {
	d.Helper()
	guide := strategy.NewGuide(d.service, strategy.Neighbours{Business: rooms{}, Accounts: rooms{}, Figures: rooms{}, Posts: rooms{}}, app.FixedClock(pagetest.Now()))
	facts, err := guide.Facts(d.Context())
	if err != nil {
		d.Fatal(err)
	}
	if err := d.service.FillAll(d.Context(), strategy.ExampleFor(business.Bakery, translations.French), facts); err != nil {
		d.Fatal(err)
	}
	if missing := d.store.Kept.Missing(); len(missing) > 0 {
		d.Fatalf("still missing %v", missing)
	}
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func (d *desk) says(words string) bool {
	return slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

// tab goes to another view by the segmented control that is shown.
func (d *desk) tab(n int) {
	d.Helper()
	tabs := pagetest.All[*kit.Segmented](d.host.Win)[0]
	place := fyne.CurrentApp().Driver().AbsolutePositionForObject(tabs)
	test.TapCanvas(d.host.Win.Canvas(), place.AddXY((float32(n)+0.5)*tabs.Size().Width/3, tabs.Size().Height/2))
}

func TestTheViewsAreReachedAndKeepWhatWasTyped(t *testing.T) {
	d := open(t, translations.French)
	d.page.Show(page.Target{Room: page.Strategy})
	mission := pagetest.Field(t, d.host.Win, "Ce que vous apportez, et à qui")
	mission.Focus()
	test.Type(mission.Focusable(), "Du pain")
	d.tab(1)
	if !d.says("Aucune version encore") || d.store.Kept.Profile.Mission != "Du pain" {
		t.Errorf("kept %q; says %q", d.store.Kept.Profile.Mission, pagetest.Texts(d.host.Win))
	}
	if tabs := pagetest.All[*kit.Segmented](d.host.Win)[0]; tabs.Selected() != 1 {
		t.Errorf("the tab %d is shown", tabs.Selected())
	}
	d.tab(2)
	if !d.says("Novembre 2026") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.page.Hide()
	d.page.Show(page.Target{Room: page.Strategy}) // the room as it was left
	if !d.says("Novembre 2026") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.page.Show(page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(strategy.AskBudget)})
	if !d.says("Où va l’argent") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	d.tab(0)
	if tabs := pagetest.All[*kit.Segmented](d.host.Win)[0]; tabs.Selected() != 0 {
		t.Errorf("the tab %d is shown", tabs.Selected())
	}
}

func TestTheArrowsGoFromViewToView(t *testing.T) {
	d := open(t, translations.French)
	d.page.Show(page.Target{Room: page.Strategy})
	d.host.Win.Canvas().Focus(pagetest.All[*kit.Segmented](d.host.Win)[0])
	pagetest.Keys(d.host.Win, fyne.KeyRight, fyne.KeyRight)
	if !d.says("Novembre 2026") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
	pagetest.Keys(d.host.Win, fyne.KeyLeft)
	if !d.says("Aucune version encore") {
		t.Errorf("says %q", pagetest.Texts(d.host.Win))
	}
}

func TestTheLastQuestionKeepsAVersion(t *testing.T) {
	d := open(t, translations.French)
	d.page.Show(page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(strategy.AskPage)})
	note := func(text string) {
		focused := d.host.Win.Canvas().Focused()
		if focused == nil {
			t.Fatal("the note has not the focus")
		}
		test.Type(focused, text)
		pagetest.Press(t, d.host.Win, "Garder la version")
	}
	pagetest.Press(t, d.host.Win, "Valider cette version")
	note("Trop tôt")
	if len(d.store.Past) > 0 || d.host.Win.Canvas().Overlays().Top() == nil || pagetest.All[*kit.Entry](d.host.Win)[0].Text() != "Trop tôt" {
		t.Error("what cannot be kept takes the note away")
	}
	if got := pagetest.All[*kit.InlineError](d.host.Win); !slices.ContainsFunc(got, func(e *kit.InlineError) bool { return e.Text() != "" }) {
		t.Error("does not say why")
	}
	pagetest.Press(t, d.host.Win, "Annuler")
	d.whole()
	pagetest.Press(t, d.host.Win, "Valider cette version")
	d.host.Hold()
	note("La première")
	pagetest.Press(t, d.host.Win, "Garder la version") // a double click
	d.host.Release()
	if len(d.store.Past) != 1 || d.store.Past[0].Note != "La première" {
		t.Fatalf("kept %d versions", len(d.store.Past))
	}
	if d.host.Win.Canvas().Overlays().Top() != nil || !d.says("La première") || !slices.Equal(d.host.Toasts, []string{"Version 1 gardée"}) {
		t.Errorf("says %q, %q", pagetest.Texts(d.host.Win), d.host.Toasts)
	}
	if !d.store.At.Passed(strategy.AskPage) {
		t.Error("the last question is not passed")
	}
}

func TestExports(t *testing.T) {
	d := open(t, translations.French)
	d.page.Show(page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(strategy.AskPage)})
	pagetest.Press(t, d.host.Win, "Page à imprimer") // the owner gives up
	if !slices.Equal(d.asked, []string{"Stratégie.html"}) || len(d.host.Toasts) > 0 {
		t.Errorf("asked %q, says %q", d.asked, d.host.Toasts)
	}
	d.save = filepath.Join(t.TempDir(), "page.html")
	pagetest.Press(t, d.host.Win, "Page à imprimer")
	if _, err := os.Stat(d.save); err != nil {
		t.Error(err)
	}
	if len(d.host.Toasts) != 1 || plain(d.host.Toasts[0]) != "« page.html » est enregistré" {
		t.Errorf("says %q", d.host.Toasts)
	}
	d.exports.fail = errors.New("cannot")
	pagetest.Press(t, d.host.Win, "Page à imprimer")
	pagetest.Press(t, d.host.Win, "Classeur Excel")
	d.exports.fail, d.save = nil, filepath.Join(t.TempDir(), "no", "folder.html")
	pagetest.Press(t, d.host.Win, "Page à imprimer")
	if len(d.host.Errors) != 3 || len(d.host.Toasts) != 1 {
		t.Errorf("told %v, %q", d.host.Errors, d.host.Toasts)
	}
}

func TestEnglish(t *testing.T) {
	d := open(t, translations.English)
	d.page.Show(page.Target{Room: page.Strategy, View: page.StrategyPath, ID: app.ID(strategy.AskPage)})
	pagetest.Press(t, d.host.Win, "Validate this version")
	for _, s := range pagetest.Texts(d.host.Win) {
		if strings.HasPrefix(s, "strategy.") {
			t.Errorf("no English for %s", s)
		}
	}
}
