package versions

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

type bakery struct{}

func (bakery) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Trade: business.Bakery, Zone: business.DefaultZone}, nil
}

// desk is the view over the real services.
type desk struct {
	*testing.T
	store *strategytest.Memory
	host  *pagetest.Host
	view  *View
}

func speaking(mission string, pillars ...strategy.Pillar) strategy.Strategy {
	return strategy.Strategy{Profile: strategy.Profile{Mission: mission}, Pillars: pillars}
}

var (
	bread = strategy.Pillar{ID: "bread", Name: "Produits", Colour: 1, ShareBP: 6000}
	team  = strategy.Pillar{ID: "team", Name: "Équipe", Colour: 2, ShareBP: 4000}
	blank = strategy.Pillar{ID: "blank", Colour: 3}
)

// revised is a strategy of which two versions were kept, and that changed since.
func revised() *strategytest.Memory {
	made := func(number int, note string, s strategy.Strategy) strategy.Version {
		return strategy.Version{Number: number, MadeAt: time.Date(2026, 11, number, 23, 30, 0, 0, time.UTC), Note: note, Strategy: s}
	}
	return &strategytest.Memory{
		Kept: speaking("Du pain bio", bread, team, blank),
		Past: []strategy.Version{made(2, "Avec l’équipe", speaking("Du bon pain", bread)), made(1, "", speaking("Du pain", bread, team))},
	}
}

func open(t *testing.T, lang translations.Language, store *strategytest.Memory) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{T: t, store: store, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 800))}
	clock := app.FixedClock(pagetest.Now())
	service := strategy.NewService(store, app.NewEvents(), app.NewIDs(clock, nil))
	d.view = New(d.host, Services{History: strategy.NewHistory(service, store, clock), Strategy: service, Business: bakery{}}, kit.NewText("", kit.StyleSection))
	d.host.Win.SetContent(d.view.Object())
	d.view.Show()
	return d
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func (d *desk) says(words ...string) {
	d.Helper()
	for _, w := range words {
		if !slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), w) }) {
			d.Errorf("does not say %q; says %q", w, pagetest.Texts(d.host.Win))
		}
	}
}

func (d *desk) silent(words ...string) {
	d.Helper()
	for _, w := range words {
		if slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), w) }) {
			d.Errorf("says %q", w)
		}
	}
}

// choose takes an option of the nth list, from 0.
func (d *desk) choose(n int, option string) {
	d.Helper()
	s := pagetest.All[*kit.Select](d.host.Win)[n]
	i := slices.Index(s.Options(), option)
	if i < 0 {
		d.Fatalf("%q is not among %q", option, s.Options())
	}
	s.SetSelected(i)
	if s.OnChanged != nil {
		s.OnChanged(i)
	}
}

func TestWithoutVersionsTheViewSaysHowToMakeOne(t *testing.T) {
	d := open(t, translations.French, &strategytest.Memory{})
	d.says("Aucune version encore")
	pagetest.Press(t, d.host.Win, "Reprendre le parcours")
	if want := []page.Target{{Room: page.Strategy, View: page.StrategyPath}}; !slices.Equal(d.host.Targets, want) {
		t.Errorf("goes to %v", d.host.Targets)
	}
}

func TestVersionsAreListedAndCompared(t *testing.T) {
	d := open(t, translations.French, revised())
	// The newest, with today; days are those of the business: 23:30 UTC is the
	// day after in Paris.
	d.says("2 versions, gardées", "Version 2", "Version 1", "Avec l’équipe", "03/11/2026", "Aujourd’hui", "Du bon pain", "Du pain bio")
	d.choose(0, "Version 1")
	d.says("Du bon pain", "Équipe")
	d.silent("Du pain bio", "Aujourd’hui")
	rows := pagetest.All[*kit.TapRow](d.host.Win)
	pagetest.Click(d.host.Win, rows[1]) // from version 1: it is not compared with itself
	d.says("Du pain bio", "Aujourd’hui")
	if got := pagetest.All[*kit.Select](d.host.Win)[0].Options(); !slices.Equal(got, []string{"Aujourd’hui", "Version 2"}) {
		t.Errorf("offers %q", got)
	}
	d.store.Kept = strategytest.Copy(d.store.Past[1].Strategy)
	d.view.Show()
	d.says("Rien n’a changé entre les deux")
}

func TestAVersionIsReadInFull(t *testing.T) {
	d := open(t, translations.French, revised())
	pagetest.Press(t, d.host.Win, "Lire en entier")
	d.says("Version 2", "Mon entreprise", "Du bon pain")
	pagetest.Keys(d.host.Win, fyne.KeyEscape)
	if d.host.Win.Canvas().Overlays().Top() != nil {
		t.Error("Escape does not close it")
	}
}

func TestAVersionIsBroughtBack(t *testing.T) {
	d := open(t, translations.French, revised())
	d.store.Posts = map[app.ID]int{"team": 3, "blank": 1}
	d.host.Hold()
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	d.host.Release()
	d.says("Revenir à : Version 2", "« Équipe » n’est pas dans cette version : ses 3 publications", "« Pilier sans nom » n’est pas dans cette version")
	pagetest.Press(t, d.host.Win, "Annuler")
	if d.host.Win.Canvas().Overlays().Top() != nil {
		t.Fatal("a double click asks twice")
	}
	if d.store.Kept.Profile.Mission != "Du pain bio" {
		t.Error("brought back all the same")
	}
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	d.choose(0, "Produits")
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	d.says("Choisissez où vont les publications de chaque pilier")
	d.choose(1, "Aucun pilier")
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	if d.store.Kept.Profile.Mission != "Du bon pain" || d.store.Heirs["team"] != "bread" || d.store.Heirs["blank"] != "" {
		t.Errorf("kept %q, heirs %v", d.store.Kept.Profile.Mission, d.store.Heirs)
	}
	if len(d.store.Past) != 3 || d.store.Past[0].Strategy.Profile.Mission != "Du pain bio" || plain(d.store.Past[0].Note) != "Avant le retour à : Version 2" {
		t.Errorf("the present is not kept first: %+v", d.store.Past[0])
	}
	if len(d.host.Toasts) != 1 || !strings.Contains(d.host.Toasts[0], "Version 2") {
		t.Errorf("says %q", d.host.Toasts)
	}
	d.says("Version 3", "Rien n’a changé entre les deux")
}

func TestWhatFailsIsTold(t *testing.T) {
	store := revised()
	store.Fail = app.Fail(app.CodeUnavailable, "storage.error.busy")
	d := open(t, translations.French, store)
	store.Fail = nil
	pagetest.Press(t, d.host.Win, "Réessayer")
	d.says("Version 2")
	store.Fail = errors.New("disk full")
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	if len(d.host.Errors) != 1 || d.host.Win.Canvas().Overlays().Top() != nil {
		t.Errorf("told %v", d.host.Errors)
	}
	store.Fail = nil
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	store.FailSaves = errors.New("disk full")
	pagetest.Press(t, d.host.Win, "Revenir à cette version")
	if len(d.host.Errors) != 2 || len(d.host.Toasts) != 0 || store.Kept.Profile.Mission != "Du pain bio" {
		t.Errorf("told %v, %q", d.host.Errors, d.host.Toasts)
	}
}

func TestEnglish(t *testing.T) {
	for _, store := range []*strategytest.Memory{{}, revised()} {
		d := open(t, translations.English, store)
		for _, s := range pagetest.Texts(d.host.Win) {
			if strings.HasPrefix(s, "strategy.") {
				t.Errorf("no English for %s", s)
			}
		}
	}
}
