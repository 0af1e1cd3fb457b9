package home

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/home"
	"parvis/app/keydates"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// fake answers with an overview, or fails.
type fake struct {
	overview home.Overview
	asked    int
	marked   []string
	fail     error
	events   *app.Events
}

func (f *fake) Overview(context.Context) (home.Overview, error) {
	f.asked++
	return f.overview, f.fail
}

func (f *fake) MarkDone(_ context.Context, action app.ID, done bool) error {
	f.marked = append(f.marked, fmt.Sprint(action, " ", done))
	if f.fail == nil {
		app.Emit(f.events, strategy.Changed{})
	}
	return f.fail
}

var (
	today  = app.Date{Year: 2026, Month: time.November, Day: 21}
	friday = app.Date{Year: 2026, Month: time.November, Day: 27}
)

func number(v float64) *float64 { return &v }

func task(severity home.Severity, title string, to home.Target) home.Task {
	return home.Task{
		Severity: severity, Title: app.Say("home.titled", "Title", title),
		Caption: app.Say("home.task.first_post.caption"), Action: app.Say("home.titled", "Title", title), Target: to,
	}
}

func filled() home.Overview {
	return home.Overview{
		FirstName: "Camille", Today: today, Context: app.Say("home.context", "Day", today, "Week", 47),
		Figures: []home.Figure{
			{
				Metric: metrics.Followers, Label: app.Say("home.figure.followers"), Value: number(2314), Change: number(86), Progress: number(0.7),
				Caption: app.Say("home.figure.no_objective"),
			},
			{Metric: metrics.EngagementRate, Label: app.Say("home.figure.engagement_rate"), Value: number(0.041), Change: number(-0.006)},
			{Metric: metrics.Reach, Label: app.Say("metrics.reach"), Caption: app.Say("home.figure.unmeasured")},
			{Metric: metrics.Published, Label: app.Say("home.figure.published"), Value: number(11), Of: number(16)},
		},
		Next: []home.NextPost{{
			ID: "n1", When: app.Say("home.when.week", "Day", time.Sunday, "Time", app.TimeOfDay{Hour: 9}), Title: "Brioche du dimanche",
			Networks: []networks.Network{networks.Bluesky}, State: editorial.StateScheduled, ComputerOn: true,
		}, {
			ID: "n2", When: app.Say("home.when.today", "Time", app.TimeOfDay{Hour: 17, Minute: 30}), State: editorial.State(editorial.Draft),
		}},
		KeyDates: []home.KeyDateAhead{{
			KeyDate: keydates.KeyDate{Date: friday, ID: "black_friday"}, Days: 6, Tag: app.Say("home.key_date.nothing"),
		}},
	}
}

func (f *fake) open(t *testing.T, lang translations.Language) (*pagetest.Host, *Page) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, lang, fyne.NewSize(1072, 800))
	f.events = app.NewEvents()
	p := New(h, Services{Home: f, Events: f.events})
	h.Win.SetContent(p.Object())
	p.Show(page.Target{Room: page.Home})
	return h, p
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func says(h *pagetest.Host, words string) bool {
	return slices.ContainsFunc(pagetest.Texts(h.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

// TestNextSaysWhatNeedsTheComputer: a post that a network keeps does not.
func TestNextSaysWhatNeedsTheComputer(t *testing.T) {
	f := &fake{overview: filled()}
	h, _ := f.open(t, translations.French)
	if !says(h, "ordinateur allumé") || !says(h, "prête") || says(h, "confiée") {
		t.Errorf("a post that leaves from here: %q", pagetest.Texts(h.Win))
	}
	f = &fake{overview: filled()}
	f.overview.Next[0].ComputerOn, f.overview.Next[0].KeptBy = false, []networks.Network{networks.WordPress}
	h, _ = f.open(t, translations.French)
	if says(h, "ordinateur allumé") || says(h, "prête") || !says(h, "confiée") {
		t.Errorf("a post that its network keeps: %q", pagetest.Texts(h.Win))
	}
}

func TestEveryTaskLeadsWhereItIsSolved(t *testing.T) {
	for _, test := range []struct {
		name string
		to   home.Target
		want page.Target
	}{
		{"a post", home.Target{Room: home.Composer, ID: "p"}, page.Target{Room: page.Editorial, View: page.EditPost, ID: "p"}},
		{"a first post", home.Target{Room: home.Composer}, page.Target{Room: page.Editorial, View: page.NewPost}},
		{"a week", home.Target{Room: home.Calendar, Day: friday}, page.Target{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: friday}}},
		{"a delivery", home.Target{Room: home.Register, ID: "p"}, page.Target{Room: page.Editorial, View: page.Register, ID: "p"}},
		{"an account", home.Target{Room: home.AccountsAt, ID: "a"}, page.Target{Room: page.Networks, ID: "a"}},
		{"a first account", home.Target{Room: home.AccountsAt}, page.Target{Room: page.Networks, View: page.Connect}},
		{"a question of the strategy", home.Target{Room: home.StrategyPath, ID: "actions"}, page.Target{Room: page.Strategy, View: page.StrategyPath, ID: "actions"}},
		{"the path of the strategy", home.Target{Room: home.StrategyPath}, page.Target{Room: page.Strategy, View: page.StrategyPath}},
		{"the review of the strategy", home.Target{Room: home.StrategyReview}, page.Target{Room: page.Strategy, View: page.StrategyReview}},
		{"figures", home.Target{Room: home.Indicators}, page.Target{Room: page.Metrics, View: page.Type}},
		{"a competitor", home.Target{Room: home.WatchAt, ID: "c"}, page.Target{Room: page.Watch, ID: "c"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := &fake{overview: filled()}
			f.overview.Tasks = []home.Task{task(home.Late, test.name, test.to)}
			h, _ := f.open(t, translations.French)
			pagetest.Press(t, h.Win, h.Catalogue.T("home.titled", "Title", test.name))
			if !slices.Equal(h.Targets, []page.Target{test.want}) {
				t.Errorf("went to %+v, want %+v", h.Targets, test.want)
			}
		})
	}
}

func TestAnActionIsDoneWithOneButtonAndUndone(t *testing.T) {
	f := &fake{overview: filled()}
	f.overview.Tasks = []home.Task{{
		Severity: home.Late, Title: app.Say("home.task.action", "Title", "Refaire la vitrine"),
		Caption: app.Say("home.task.action.caption", "Day", today), Action: app.Say("home.action.done"), Finishes: "a1",
	}}
	h, _ := f.open(t, translations.French)
	asked := f.asked
	pagetest.Press(t, h.Win, "C’est fait")
	if !slices.Equal(f.marked, []string{"a1 true"}) || len(h.Targets) > 0 || f.asked != asked+1 {
		t.Fatalf("marked %q, went to %+v, read %d times", f.marked, h.Targets, f.asked-asked)
	}
	if len(h.Toasts) != 1 || plain(h.Toasts[0]) != "C’est fait : Refaire la vitrine" || h.Undo == nil {
		t.Fatalf("toasts %q", h.Toasts)
	}
	h.Undo()
	if !slices.Equal(f.marked, []string{"a1 true", "a1 false"}) || len(h.Toasts) != 1 {
		t.Errorf("marked %q, toasts %q", f.marked, h.Toasts)
	}
	// What was not kept is not called done.
	f.fail = app.Fail(app.CodeUnavailable, "storage.error.full")
	pagetest.Press(t, h.Win, "C’est fait")
	if len(h.Errors) != 1 || len(h.Toasts) != 1 {
		t.Errorf("errors %v, toasts %q", h.Errors, h.Toasts)
	}
}

func TestTheHeaderWritesAPostAndTypesFigures(t *testing.T) {
	h, _ := (&fake{overview: filled()}).open(t, translations.French)
	pagetest.Press(t, h.Win, "Nouvelle publication")
	pagetest.Press(t, h.Win, "Saisir des chiffres")
	want := []page.Target{{Room: page.Editorial, View: page.NewPost}, {Room: page.Metrics, View: page.Type}}
	if !slices.Equal(h.Targets, want) {
		t.Errorf("went to %+v, want %+v", h.Targets, want)
	}
}

func TestNextPostsAndKeyDatesOpen(t *testing.T) {
	h, _ := (&fake{overview: filled()}).open(t, translations.French)
	for _, row := range pagetest.All[*kit.TapRow](h.Win) {
		pagetest.Click(h.Win, row)
	}
	want := []page.Target{
		{Room: page.Editorial, View: page.EditPost, ID: "n1"},
		{Room: page.Editorial, View: page.EditPost, ID: "n2"},
		{Room: page.Editorial, View: page.Calendar, At: app.Civil{Date: friday}},
	}
	if !slices.Equal(h.Targets, want) {
		t.Errorf("went to %+v, want %+v", h.Targets, want)
	}
}

func TestAFilledHomeSaysWhatThereIs(t *testing.T) {
	f := &fake{overview: filled()}
	f.overview.Tasks = []home.Task{
		task(home.Late, "a", home.Target{}), task(home.Soon, "b", home.Target{}), task(home.Info, "c", home.Target{}),
	}
	h, _ := f.open(t, translations.French)
	for _, words := range []string{
		"Bonjour, Camille", "Dim. 09:00", "Auj. 17:30", "Publication sans titre", "ordinateur allumé",
		// The colour of a task never speaks alone.
		"En retard · ", "Bientôt · ", "À savoir · ",
	} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestFigures(t *testing.T) {
	_, p := (&fake{overview: filled()}).open(t, translations.French)
	for i, want := range []struct {
		value, delta string
		missing      bool
		tone         kit.Tone
	}{
		{"2 314", "+86", false, kit.ToneGood},
		{"4,1 %", "−0,6 pt", false, kit.ToneDanger},
		{"n. d.", "", true, kit.ToneNeutral},
		{"11 / 16", "", false, kit.ToneNeutral},
	} {
		f := p.figure(filled().Figures[i])
		if plain(f.Value) != want.value || plain(f.Delta) != want.delta || f.Missing != want.missing || f.Tone != want.tone {
			t.Errorf("figure %d: %q %q missing %t tone %d, want %+v", i, f.Value, f.Delta, f.Missing, f.Tone, want)
		}
	}
}

func TestAnEmptyMonthIsNotZeroOutOfZero(t *testing.T) {
	_, p := (&fake{overview: filled()}).open(t, translations.French)
	f := p.figure(home.Figure{Metric: metrics.Published, Label: app.Say("home.figure.published"), Value: number(0), Of: number(0)})
	if f.Value != "0" {
		t.Errorf("shows %q", f.Value)
	}
}

func TestAnEmptyHomeExplainsItself(t *testing.T) {
	h, _ := (&fake{overview: home.Overview{Today: today, Context: app.Say("home.context", "Day", today, "Week", 47)}}).open(t, translations.French)
	for _, words := range []string{"Rien ne presse", "Rien de programmé", "Aucun temps fort"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestAnErrorIsToldWithAWayToTryAgain(t *testing.T) {
	f := &fake{overview: filled(), fail: app.Fail(app.CodeUnavailable, "storage.error.busy")}
	h, p := f.open(t, translations.French)
	if !pagetest.Says(h.Win, h.Catalogue.T("storage.error.busy")) {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	f.fail = nil
	pagetest.Press(t, h.Win, "Réessayer")
	if !says(h, "Bonjour, Camille") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
	// Later failures leave what is shown.
	f.fail = app.Fail(app.CodeUnavailable, "storage.error.busy")
	p.Show(page.Target{Room: page.Home})
	if !says(h, "Bonjour, Camille") || len(h.Errors) != 1 {
		t.Errorf("says %q, errors %v", pagetest.Texts(h.Win), h.Errors)
	}
}

func TestHomeFollowsChangesWhileItIsInFront(t *testing.T) {
	f := &fake{overview: filled()}
	_, p := f.open(t, translations.French)
	app.Emit(f.events, strategy.Changed{})
	if f.asked != 2 {
		t.Errorf("asked %d times, want 2", f.asked)
	}
	p.Hide()
	app.Emit(f.events, strategy.Changed{})
	if f.asked != 2 {
		t.Errorf("asked %d times behind another page, want 2", f.asked)
	}
}

func TestEnglish(t *testing.T) {
	h, _ := (&fake{overview: filled()}).open(t, translations.English)
	if !says(h, "Hello, Camille") || says(h, "Bonjour") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}
