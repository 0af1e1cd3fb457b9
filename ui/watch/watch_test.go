package watch

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/watch"
	"parvis/assets/translations"
	"parvis/ui/chart"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// fake follows competitors in memory.
type fake struct {
	rows      []watch.Row
	followed  []watch.Followed
	news      []watch.News
	summary   watch.Summary
	refreshed watch.Refreshed
	asked     []string
	loads     int
	fail      error
	// during runs while a site is searched or sources are read.
	during func(ctx context.Context)
	events *app.Events
}

func (f *fake) Comparison(_ context.Context, today app.Date, weeks int) (watch.Comparison, error) {
	f.loads++
	c := watch.Comparison{Rows: f.rows, Complete: weeks - 1}
	monday := today.AddDays(-5 - 7*(weeks-1))
	for i := range weeks {
		c.Weeks = append(c.Weeks, watch.Week{Year: 2026, Number: 40 + i, Monday: monday.AddDays(7 * i), Complete: i < weeks-1})
	}
	return c, f.fail
}

func (f *fake) Flow(context.Context, int) ([]watch.News, error) { return f.news, nil }

func (f *fake) Summary(context.Context) (watch.Summary, error) { return f.summary, nil }

func (f *fake) Followed(context.Context) ([]watch.Followed, error) { return f.followed, nil }

func (f *fake) Follow(ctx context.Context, name, site string) (watch.Competitor, error) {
	return f.follow(ctx, "follow", name, site)
}

func (f *fake) FollowWithoutFeed(ctx context.Context, name, site string) (watch.Competitor, error) {
	return f.follow(ctx, "by hand", name, site)
}

func (f *fake) follow(ctx context.Context, how, name, site string) (watch.Competitor, error) {
	f.asked = append(f.asked, how+" "+name+" "+site)
	if f.during != nil {
		f.during(ctx)
	}
	if ctx.Err() != nil {
		return watch.Competitor{}, ctx.Err()
	}
	if f.fail != nil {
		return watch.Competitor{}, f.fail
	}
	c := watch.Competitor{ID: "new", Name: "Maison Le Goff", Site: site}
	f.followed = append(f.followed, watch.Followed{Competitor: c})
	return c, nil
}

func (f *fake) Rename(_ context.Context, id app.ID, name string) error {
	f.asked = append(f.asked, "rename "+string(id)+" "+name)
	if name == "" {
		return app.Fail(app.CodeInvalid, "watch.error.name_missing")
	}
	return nil
}

func (f *fake) Remove(_ context.Context, id app.ID) error {
	f.asked = append(f.asked, "remove "+string(id))
	f.followed = nil
	return nil
}

func (f *fake) Refresh(ctx context.Context, force bool) (watch.Refreshed, error) {
	f.asked = append(f.asked, "refresh")
	if f.during != nil {
		f.during(ctx)
	}
	if ctx.Err() != nil {
		return watch.Refreshed{}, ctx.Err()
	}
	return f.refreshed, f.fail
}

func rate(v float64) *float64 { return &v }

func counts(partial bool, numbers ...int) []watch.WeekCount {
	var all []watch.WeekCount
	for i, n := range numbers {
		c := watch.WeekCount{Partial: partial && i == len(numbers)-1}
		if n >= 0 {
			c.Count = &n
		}
		all = append(all, c)
	}
	return all
}

func filled() *fake {
	return &fake{
		rows: []watch.Row{
			{Name: "Boulangerie Martin", PostsPerWeek: rate(3.6), Measured: 7, Counts: counts(true, 3, 4, 3, 4, 3, 4, 4, 2)},
			{
				CompetitorID: "c1", Name: "Maison Le Goff", PostsPerWeek: rate(5.3), Measured: 5, Note: app.Say("watch.note.fewer_weeks", "Count", 5, "Total", 7),
				Counts: counts(true, -1, -1, 5, 5, 6, 5, 5, 3),
			},
			{CompetitorID: "c2", Name: "Pains & Co", Reason: app.Say("watch.reason.no_source"), Counts: counts(false, -1, -1, -1, -1, -1, -1, -1, -1)},
		},
		followed: []watch.Followed{
			{
				Competitor: watch.Competitor{ID: "c1", Name: "Maison Le Goff", Site: "https://maison-legoff.example"},
				Sources:    []watch.Source{{Feed: "https://maison-legoff.example/feed"}},
			},
			{Competitor: watch.Competitor{ID: "c2", Name: "Pains & Co", Site: "https://pains.example"}},
		},
		news: []watch.News{
			{Item: watch.Item{Title: "Nos bûches", Published: pagetest.Now()}, Competitor: "Maison Le Goff"},
			{Item: watch.Item{Title: "Sans date", Link: "https://maison-legoff.example/1"}, Competitor: "Maison Le Goff"},
		},
		summary: watch.Summary{Sources: 1, LastRead: pagetest.Now()},
	}
}

func (f *fake) open(t *testing.T, lang translations.Language, target page.Target) (*pagetest.Host, *Page) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, lang, fyne.NewSize(1072, 800))
	f.events = app.NewEvents()
	p := New(h, Services{Watch: f, Events: f.events})
	h.Win.SetContent(p.Object())
	p.Show(target)
	return h, p
}

func french(t *testing.T, f *fake) (*pagetest.Host, *Page) {
	t.Helper()
	return f.open(t, translations.French, page.Target{Room: page.Watch})
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func says(h *pagetest.Host, words string) bool {
	return slices.ContainsFunc(pagetest.Texts(h.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

func closed(h *pagetest.Host) bool { return h.Win.Canvas().Overlays().Top() == nil }

func TestTheTableComparesOnTheSameCountAndSaysWhatIsMissing(t *testing.T) {
	f := filled()
	f.followed[0].Sources[0].ErrorKey = "watch.error.site_fault"
	_, p := french(t, f)
	for _, test := range []struct {
		row, column int
		text        string
		tip         string
	}{
		{0, 1, "3,6", ""},
		{1, 1, "5,3", "mesuré sur 5 semaines complètes au lieu de 7"},
		{1, 2, "fil illisible", "en panne pour le moment"},
		{2, 1, "n. d.", "Suivi sans fil"},
		{2, 2, "—", "Suivi sans fil"},
		{2, 0, "Pains & Co", "ne plus le suivre"},
	} {
		c := p.cell(test.row, test.column)
		if plain(c.Text) != test.text || !strings.Contains(c.Tip, test.tip) {
			t.Errorf("row %d column %d: %q, tip %q; want %q, %q", test.row, test.column, c.Text, c.Tip, test.text, test.tip)
		}
	}
	if lines := p.weekLine(f.rows[1], 7); lines != "Maison Le Goff · 3 (semaine incomplète)" {
		t.Errorf("says %q", lines)
	}
	if lines := plain(p.weekLine(f.rows[2], 0)); lines != "Pains & Co · n. d." {
		t.Errorf("says %q", lines)
	}
}

func TestTheTrendLeavesOutWhatIsNotKnownWhole(t *testing.T) {
	got := values(watch.Row{Counts: counts(true, -1, 4, 2)})
	if got[0] == got[0] || got[1] != 4 || got[2] == got[2] {
		t.Errorf("values %v, want only the second", got)
	}
}

func TestTheStatusSaysWhenAndHowManyFail(t *testing.T) {
	f := filled()
	f.summary = watch.Summary{Sources: 3, Failing: 2, LastRead: pagetest.Now().Add(-time.Hour)}
	h, _ := french(t, f)
	if !says(h, "Relevé sam. 21 nov. 13:32 · 3 sources · 2 en erreur") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestReadingAgainSaysWhatCame(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer watch.Refreshed
		want   string
	}{
		{"news", watch.Refreshed{Asked: 3, New: 4}, "4 nouveautés"},
		{"nothing", watch.Refreshed{Asked: 3}, "0 nouveauté"},
		{"offline", watch.Refreshed{Asked: 3, Failed: 3}, "0 nouveauté · 3 sources n’ont pas répondu"},
		{"too soon", watch.Refreshed{}, "Les sources viennent d’être lues : réessayez dans un instant"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := filled()
			f.refreshed = test.answer
			h, _ := french(t, f)
			pagetest.Press(t, h.Win, "Relever")
			if len(h.Toasts) != 1 || plain(h.Toasts[0]) != test.want {
				t.Errorf("toasts %q, want %q", h.Toasts, test.want)
			}
			if pagetest.Button(h.Win, "Relever").Disabled() {
				t.Error("cannot be read again")
			}
		})
	}
}

func TestReadingAgainCanBeStopped(t *testing.T) {
	f := filled()
	h, _ := french(t, f)
	f.during = func(ctx context.Context) {
		// News that arrives meanwhile draws the page again.
		app.Emit(f.events, watch.Changed{})
		if !says(h, "Lecture des sites suivis") || !pagetest.Button(h.Win, "Relever").Disabled() {
			t.Errorf("does not show that it reads; says %q", pagetest.Texts(h.Win))
		}
		pagetest.Press(t, h.Win, "Annuler")
		if ctx.Err() == nil {
			t.Error("reading goes on")
		}
	}
	pagetest.Press(t, h.Win, "Relever")
	if len(h.Toasts) != 0 || len(h.Errors) != 0 || says(h, "Lecture des sites") || pagetest.Button(h.Win, "Relever").Disabled() {
		t.Errorf("toasts %q, errors %v, says %q", h.Toasts, h.Errors, pagetest.Texts(h.Win))
	}
}

func TestTheFlowSaysWhoAndWhen(t *testing.T) {
	h, _ := french(t, filled())
	for _, words := range []string{"Nos bûches", "· sam. 21 nov.", "· sans date"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
	if n := len(pagetest.All[*kit.TapRow](h.Win)); n != 1 {
		t.Errorf("%d rows open, want the one with a link", n)
	}
	f := filled()
	f.news = nil
	if h, _ := french(t, f); !says(h, "Rien de nouveau") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestTheRhythmNamesEveryone(t *testing.T) {
	h, _ := french(t, filled())
	if len(pagetest.All[*chart.BarChart](h.Win)) != 1 {
		t.Error("no chart")
	}
	for _, name := range []string{"Boulangerie Martin", "Maison Le Goff", "Pains & Co"} {
		if !says(h, name) {
			t.Errorf("the legend lacks %s", name)
		}
	}
}

func TestAnErrorIsToldWithAWayToTryAgain(t *testing.T) {
	f := filled()
	f.fail = app.Fail(app.CodeUnavailable, "storage.error.busy")
	h, _ := french(t, f)
	f.fail = nil
	pagetest.Press(t, h.Win, "Réessayer")
	if !says(h, "Comparaison") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestBehindAnotherPageNothingIsRead(t *testing.T) {
	f := filled()
	_, p := french(t, f)
	p.Hide()
	app.Emit(f.events, watch.Changed{})
	if f.loads != 1 {
		t.Errorf("read %d times", f.loads)
	}
}

func TestEnglish(t *testing.T) {
	h, _ := filled().open(t, translations.English, page.Target{Room: page.Watch})
	for _, s := range pagetest.Texts(h.Win) {
		if strings.Contains(s, "Relevé") || strings.HasPrefix(s, "watch.") {
			t.Errorf("says %q", s)
		}
	}
}
