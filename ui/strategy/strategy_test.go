package strategy

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
	"parvis/app/metrics"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// store keeps a strategy in memory; fail, when set, is the answer to everything.
type store struct {
	kept  strategy.Strategy
	heirs []app.ID
	saves int
	fail  error
}

func (s *store) Strategy(context.Context) (strategy.Strategy, error) {
	kept := s.kept
	kept.Pillars, kept.Objectives, kept.Slots = slices.Clone(kept.Pillars), slices.Clone(kept.Objectives), slices.Clone(kept.Slots)
	return kept, s.fail
}

func (s *store) SaveMission(_ context.Context, mission string) error {
	s.kept.Mission = mission
	return s.saved()
}

func (s *store) SavePillar(_ context.Context, p strategy.Pillar) error {
	put(&s.kept.Pillars, p, func(one strategy.Pillar) bool { return one.ID == p.ID })
	return s.saved()
}

func (s *store) SaveObjective(_ context.Context, o strategy.Objective) error {
	put(&s.kept.Objectives, o, func(one strategy.Objective) bool { return one.ID == o.ID })
	return s.saved()
}

func (s *store) SaveSlot(_ context.Context, slot strategy.Slot) error {
	put(&s.kept.Slots, slot, func(one strategy.Slot) bool { return one.ID == slot.ID })
	return s.saved()
}

func (s *store) RemovePillar(_ context.Context, id, heir app.ID) error {
	s.kept.Pillars = slices.DeleteFunc(s.kept.Pillars, func(p strategy.Pillar) bool { return p.ID == id })
	s.heirs = append(s.heirs, heir)
	return s.saved()
}

func (s *store) RemoveObjective(_ context.Context, id app.ID) error {
	s.kept.Objectives = slices.DeleteFunc(s.kept.Objectives, func(o strategy.Objective) bool { return o.ID == id })
	return s.saved()
}

func (s *store) RemoveSlot(_ context.Context, id app.ID) error {
	s.kept.Slots = slices.DeleteFunc(s.kept.Slots, func(one strategy.Slot) bool { return one.ID == id })
	return s.saved()
}

func (s *store) saved() error {
	s.saves++
	return s.fail
}

func put[T any](list *[]T, one T, same func(T) bool) {
	if i := slices.IndexFunc(*list, same); i >= 0 {
		(*list)[i] = one
	} else {
		*list = append(*list, one)
	}
}

type bakery struct{}

func (bakery) Business(context.Context) (business.Business, error) {
	return business.Business{Name: "Boulangerie Martin", Trade: business.Bakery}, nil
}

// desk is the page on screen, over the real service.
type desk struct {
	t     *testing.T
	store *store
	host  *pagetest.Host
	page  *Page
}

var (
	startOfYear = app.Date{Year: 2026, Month: time.January, Day: 1}
	endOfYear   = app.Date{Year: 2026, Month: time.December, Day: 31}
)

func filled() strategy.Strategy {
	from, to, share := 1905.0, 2500.0, 0.05
	return strategy.Strategy{
		Mission: "Du bon pain pour le quartier",
		Objectives: []strategy.Objective{
			{ID: "o1", Name: "Me faire connaître", Metric: metrics.Followers, From: &from, Target: &to, Start: startOfYear, Due: endOfYear},
			{ID: "o2", Metric: metrics.EngagementRate, Target: &share, Start: startOfYear, Due: endOfYear},
		},
		Pillars: []strategy.Pillar{
			{ID: "p1", Name: "Produits", Colour: 1, ShareBP: 5000},
			{ID: "p2", Name: "Offres", Colour: 2, ShareBP: 3000},
			{ID: "p3", Name: "Équipe", Colour: 3, ShareBP: 2000},
		},
		Slots: []strategy.Slot{
			{ID: "s1", Weekday: time.Tuesday, Time: app.TimeOfDay{Hour: 12}, PillarID: "p2"},
			{ID: "s2", Weekday: time.Friday, Time: app.TimeOfDay{Hour: 17, Minute: 30}},
		},
	}
}

func open(t *testing.T, kept strategy.Strategy) *desk {
	t.Helper()
	return openIn(t, translations.French, &store{kept: kept})
}

func openIn(t *testing.T, lang translations.Language, s *store) *desk {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	d := &desk{t: t, store: s, host: pagetest.NewIn(t, lang, fyne.NewSize(1072, 1600))}
	ids := app.NewIDs(app.FixedClock(pagetest.Now()), nil)
	d.page = New(d.host, Services{Strategy: strategy.NewService(s, app.NewEvents(), ids), Business: bakery{}})
	d.host.Win.SetContent(d.page.Object())
	d.page.Show(page.Target{Room: page.Strategy})
	return d
}

// enter types in a field in place of what it holds.
func enter(e *kit.Entry, text string) {
	e.Focus()
	e.SetText("")
	test.Type(e.Focusable(), text)
}

// field returns the field that shows a text.
func (d *desk) field(text string) *kit.Entry {
	d.t.Helper()
	for _, e := range pagetest.All[*kit.Entry](d.host.Win) {
		if plain(e.Text()) == text {
			return e
		}
	}
	d.t.Fatalf("no field shows %q", text)
	return nil
}

// plain makes no-break spaces plain.
func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

// choose takes an option of the list that shows a text.
func (d *desk) choose(shown, option string) {
	d.t.Helper()
	for _, s := range pagetest.All[*kit.Select](d.host.Win) {
		i := slices.Index(s.Options(), option)
		if s.Selected() >= 0 && s.Options()[s.Selected()] == shown && i >= 0 {
			s.SetSelected(i)
			if s.OnChanged != nil {
				s.OnChanged(i)
			}
			return
		}
	}
	d.t.Fatalf("no list shows %q and offers %q", shown, option)
}

func (d *desk) says(words string) bool {
	return slices.ContainsFunc(pagetest.Texts(d.host.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

func TestTypingIsSavedWithinHalfASecondOrWhenLeaving(t *testing.T) {
	d := open(t, filled())
	enter(d.field("Du bon pain pour le quartier"), "Du pain au levain")
	if d.store.saves != 0 {
		t.Fatal("saved at every key")
	}
	d.host.Elapse()
	if d.store.kept.Mission != "Du pain au levain" || d.store.saves != 1 {
		t.Errorf("kept %q in %d saves", d.store.kept.Mission, d.store.saves)
	}
	enter(d.field("Produits"), "Nos pains")
	d.page.Hide()
	if d.store.kept.Pillars[0].Name != "Nos pains" {
		t.Errorf("leaving lost what was typed: %q", d.store.kept.Pillars[0].Name)
	}
}

func TestLeavingKeepsTheDateStillBeingTyped(t *testing.T) {
	kept := filled()
	kept.Objectives = kept.Objectives[:1]
	d := open(t, kept)
	for _, f := range pagetest.All[*kit.DateField](d.host.Win) {
		enter(&f.Entry, "15 janv. 2027")
	}
	d.page.Hide() // by the keyboard: no other field took the focus
	if got, want := d.store.kept.Objectives[0].Due, (app.Date{Year: 2027, Month: 1, Day: 15}); got != want {
		t.Errorf("kept %v, want %v", got, want)
	}
}

func TestNumbersAreReadAsPeopleTypeThem(t *testing.T) {
	for _, test := range []struct {
		field, typed string
		want         float64
		told         string
	}{
		{"2 500", "2 314", 2314, ""},
		{"2 500", "2314,5", 2314.5, ""},
		{"2 500", "abc", 2500, "« abc » n’est pas un nombre"},
		{"2 500", "2.314", 2500, "deux façons"},
		{"2 500", "5 %", 2500, "n’est pas un nombre"},
		{"2 500", "-3", 2500, "positif"},
		{"5 %", "5 %", 0.05, ""},
		{"5 %", "6,25", 0.0625, ""},
		{"5 %", "250 %", 0.05, "de 0 à 100 %"},
	} {
		t.Run(test.field+" "+test.typed, func(t *testing.T) {
			d := open(t, filled())
			field := d.field(test.field)
			enter(field, test.typed)
			d.host.Elapse()
			got := d.store.kept.Objectives[0].Target
			if test.field == "5 %" {
				got = d.store.kept.Objectives[1].Target
			}
			if test.told == "" && (got == nil || *got != test.want) || test.told != "" && got != nil && *got < 0 {
				t.Errorf("kept %v, want %v", got, test.want)
			}
			if field.Text() != test.typed {
				t.Errorf("the field shows %q: what was typed must stay", field.Text())
			}
			if test.told != "" && !d.says(test.told) {
				t.Errorf("does not say %q; says %q", test.told, pagetest.Texts(d.host.Win))
			}
		})
	}
}

func TestAnEmptyNumberIsUnknownNotZero(t *testing.T) {
	d := open(t, filled())
	enter(d.field("1 905"), "")
	d.host.Elapse()
	if from := d.store.kept.Objectives[0].From; from != nil {
		t.Errorf("kept %v, want none", *from)
	}
}

func TestAnotherMetricReadsTheFiguresAnew(t *testing.T) {
	d := open(t, filled())
	d.choose("Abonnés", "Engagement / portée")
	d.host.Elapse()
	o := d.store.kept.Objectives[0]
	if o.Metric != metrics.EngagementRate || o.From != nil || o.Target != nil {
		t.Errorf("kept %v from %v to %v: 1 905 followers are no rate", o.Metric, o.From, o.Target)
	}
	if !d.says("de 0 à 100 %") {
		t.Error("does not say what a rate is")
	}
	d.choose("Engagement / portée", "Clics vers le site") // the first list, changed back
	d.host.Elapse()
	o = d.store.kept.Objectives[0]
	if o.From == nil || *o.From != 1905 || o.Target == nil || *o.Target != 2500 {
		t.Errorf("kept from %v to %v, want what is still typed", o.From, o.Target)
	}
}

func TestPillarsAreAddedRenamedAndRemovedWithAnHeir(t *testing.T) {
	d := open(t, filled())
	pagetest.Press(t, d.host.Win, "Ajouter un pilier")
	if len(d.store.kept.Pillars) != 4 {
		t.Fatalf("%d pillars", len(d.store.kept.Pillars))
	}
	// The new one has the focus: its name is typed at once.
	test.Type(d.host.Win.Canvas().Focused(), "Vie locale")
	d.host.Elapse()
	if got := d.store.kept.Pillars[3].Name; got != "Vie locale" {
		t.Errorf("the new pillar is called %q", got)
	}
	d.choose("N’importe quel pilier", "Vie locale") // known to the slots without a reload
	d.host.Elapse()
	if got, want := d.store.kept.Slots[1].PillarID, d.store.kept.Pillars[3].ID; got != want {
		t.Errorf("the slot is for %q, want %q", got, want)
	}
	pagetest.Press(t, d.host.Win, "Retirer ce pilier")
	d.choose("Aucun pilier", "Équipe")
	pagetest.Press(t, d.host.Win, "Retirer ce pilier")
	if !slices.Equal(d.store.heirs, []app.ID{"p3"}) || d.store.kept.Pillars[0].ID != "p2" {
		t.Errorf("heirs %v, pillars %v", d.store.heirs, d.store.kept.Pillars)
	}
}

func TestRemovingAPillarCanBeGivenUp(t *testing.T) {
	d := open(t, filled())
	pagetest.Press(t, d.host.Win, "Retirer ce pilier")
	pagetest.Press(t, d.host.Win, "Annuler")
	if len(d.store.kept.Pillars) != 3 {
		t.Error("removed all the same")
	}
}

func TestTheSumOfTheSharesFollowsTyping(t *testing.T) {
	d := open(t, filled())
	sum := func() string {
		for _, tag := range pagetest.All[*kit.Tag](d.host.Win) {
			return plain(tag.Text())
		}
		return ""
	}
	if got := sum(); got != "total 100 %" {
		t.Errorf("says %q", got)
	}
	enter(d.field("50 %"), "62,5 %")
	if got := sum(); got != "total 112,5 %" {
		t.Errorf("says %q", got)
	}
	enter(d.field("30 %"), "beaucoup")
	d.host.Elapse()
	if !d.says("La part d’un pilier va de 0 à 100 %") || d.store.kept.Pillars[1].ShareBP != 3000 {
		t.Errorf("kept %d, says %q", d.store.kept.Pillars[1].ShareBP, pagetest.Texts(d.host.Win))
	}
}

// TestAPartOfWhatIsTypedIsNeverKept: a figure that becomes unreadable, after what
// was saved on the way, leaves the file as it was when the field was entered.
func TestAPartOfWhatIsTypedIsNeverKept(t *testing.T) {
	d := open(t, filled())
	target := d.field("2 500")
	for _, typed := range []string{"2", "2.", "2.5", "2.50", "2.500"} {
		target.Input().SetText(typed)
		d.host.Elapse()
	}
	if got := d.store.kept.Objectives[0].Target; got == nil || *got != 2500 {
		t.Errorf("kept %v, want what was there", got)
	}
	if target.Text() != "2.500" || !d.says("deux façons") {
		t.Errorf("shows %q", target.Text())
	}
	share := d.field("50 %")
	for _, typed := range []string{"2", "2.", "2.5", "2.500"} {
		share.Input().SetText(typed)
		d.host.Elapse()
	}
	if got := d.store.kept.Pillars[0].ShareBP; got != 5000 {
		t.Errorf("kept a share of %d", got)
	}
}

func TestTwoSlotsAtTheSameTimeAreToldUnderTheRow(t *testing.T) {
	d := open(t, filled())
	d.choose("Vendredi", "Mardi")
	enter(&pagetest.All[*kit.TimeField](d.host.Win)[1].Entry, "12h")
	d.page.Hide()
	if !d.says("existe déjà ce jour-là à 12:00") {
		t.Errorf("does not say so; says %q", pagetest.Texts(d.host.Win))
	}
	if d.store.kept.Slots[1].Time == d.store.kept.Slots[0].Time {
		t.Error("kept both")
	}
	d.choose("Mardi", "Lundi") // the first row leaves the place
	d.page.Hide()
	if d.store.kept.Slots[0].Weekday != time.Monday {
		t.Errorf("the first slot is on %v", d.store.kept.Slots[0].Weekday)
	}
	d.choose("N’importe quel pilier", "Produits") // the second is saved again
	d.page.Hide()
	if got := d.store.kept.Slots[1]; got.Weekday != time.Tuesday || got.Time.Hour != 12 || d.says("existe déjà") {
		t.Errorf("kept %v at %v; says %q", got.Weekday, got.Time, pagetest.Texts(d.host.Win))
	}
}

func TestAddingASlotTakesAFreeDay(t *testing.T) {
	d := open(t, filled())
	for range 6 {
		pagetest.Press(t, d.host.Win, "Ajouter un créneau")
	}
	if len(d.store.kept.Slots) != 8 || len(d.host.Errors) > 0 {
		t.Errorf("%d slots, errors %v", len(d.store.kept.Slots), d.host.Errors)
	}
}

func TestAnEmptyStrategyOffersTheExampleOfTheTrade(t *testing.T) {
	d := open(t, strategy.Strategy{})
	if !d.says("Choisissez un objectif chiffré et daté") {
		t.Error("gives no advice")
	}
	pagetest.Press(t, d.host.Win, "Partir d’un exemple pour mon métier")
	if len(d.store.kept.Pillars) < 3 || d.store.kept.Mission == "" {
		t.Errorf("kept %+v", d.store.kept)
	}
	if pagetest.Button(d.host.Win, "Partir d’un exemple pour mon métier") != nil {
		t.Error("still offers the example, though nothing is empty")
	}
}

func TestAnUnreadableFileIsToldWithAWayToTryAgain(t *testing.T) {
	s := &store{kept: filled(), fail: app.Fail(app.CodeUnavailable, "storage.error.busy")}
	d := openIn(t, translations.French, s)
	s.fail = nil
	pagetest.Press(t, d.host.Win, "Réessayer")
	if !d.says("En une phrase") {
		t.Errorf("shows %q", pagetest.Texts(d.host.Win))
	}
}

func TestWhatCannotBeSavedIsToldAndStaysTyped(t *testing.T) {
	d := open(t, filled())
	d.store.fail = errors.New("disk full")
	mission := d.field("Du bon pain pour le quartier")
	enter(mission, "Du pain")
	d.host.Elapse()
	if mission.Error() == "" || mission.Text() != "Du pain" {
		t.Errorf("shows %q, told %q", mission.Text(), mission.Error())
	}
	d.store.fail = nil
	enter(mission, "Du pain bio")
	d.host.Elapse()
	if mission.Error() != "" || d.store.kept.Mission != "Du pain bio" {
		t.Errorf("kept %q, told %q", d.store.kept.Mission, mission.Error())
	}
}

func TestALongNameDoesNotPushTheAdviceAway(t *testing.T) {
	kept := filled()
	kept.Pillars[1].Name = strings.Repeat("Offres de la semaine ", 4)
	d := open(t, kept)
	d.host.Win.Resize(fyne.NewSize(816, 640)) // the page beside the sidebar in the smallest window
	for _, text := range pagetest.All[*kit.Text](d.host.Win) {
		if text.Text() != "Conseils" {
			continue
		}
		if at := fyne.CurrentApp().Driver().AbsolutePositionForObject(text); at.X < 400 || at.Y > 200 {
			t.Errorf("the advice is at %v", at)
		}
	}
}

func TestEnglish(t *testing.T) {
	d := openIn(t, translations.English, &store{kept: filled()})
	for _, s := range pagetest.Texts(d.host.Win) {
		if strings.HasPrefix(s, "strategy.") {
			t.Errorf("no English for %s", s)
		}
	}
	d.choose("Followers", "Engagement / reach")
}
