package metrics

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/app/watch"
	"parvis/assets/translations"
	"parvis/ui/chart"
	"parvis/ui/kit"
	"parvis/ui/page"
	"parvis/ui/page/pagetest"
)

// world is what the room asks, in memory.
type world struct {
	values      map[metrics.Metric]float64 // absent: not measured
	posts       []metrics.PostFigures
	strategy    strategy.Strategy
	noted       []metrics.Metric // of those that are occasional
	progress    metrics.Progress
	accounts    []networks.Account
	competitors []watch.Competitor
	answer      func(entries []metrics.Entry) (int, []metrics.Problem)
	typed       [][]metrics.Entry
	periods     []metrics.Period // of the figures asked for
	metric      metrics.Metric   // of the last series
	workbook    reports.Workbook
	days        []app.Date // of the workbooks asked for
	during      func(ctx context.Context)
	saveAs      func(title, name string, chosen func(string, error))
	fail        error
	events      *app.Events
}

func (w *world) Figure(_ context.Context, m metrics.Metric, period metrics.Period) (metrics.Figure, error) {
	w.periods = append(w.periods, period)
	f := metrics.Figure{Metric: m, Period: period, DeltaKind: m.Delta(), DeltaReason: app.Say("metrics.reason.no_previous")}
	if v, ok := w.values[m]; ok {
		f.Value = &v
	} else {
		f.Reason = app.Say("metrics.reason.no_reading")
	}
	return f, w.fail
}

func (w *world) Series(_ context.Context, q metrics.SeriesQuery) ([]metrics.Point, error) {
	w.metric = q.Metric
	var points []metrics.Point
	for period := metrics.PeriodOf(q.Span, q.From); !period.From.After(q.To); period = period.Shift(1) {
		point := metrics.Point{Period: period, Reason: app.Say("metrics.reason.no_reading")}
		if v, ok := w.values[q.Metric]; ok {
			v += float64(len(points))
			point.Value, point.Reason = &v, app.Message{}
		}
		points = append(points, point)
	}
	return points, nil
}

func (w *world) CompetitorMedian(context.Context, metrics.Span, app.Date, app.Date) ([]metrics.Point, error) {
	return nil, nil
}

func (w *world) Posts(context.Context, metrics.Period) ([]metrics.PostFigures, error) {
	return w.posts, nil
}

func (w *world) Progress(context.Context, metrics.Aim, app.Date) (metrics.Progress, error) {
	return w.progress, nil
}

func (w *world) Followed(_ context.Context, aims []metrics.Metric) ([]metrics.Metric, error) {
	all := metrics.Measured()
	for _, m := range metrics.Occasional() {
		if slices.Contains(aims, m) || slices.Contains(w.noted, m) {
			all = append(all, m)
		}
	}
	return all, nil
}

func (w *world) TypeReadings(_ context.Context, entries []metrics.Entry) (int, []metrics.Problem, error) {
	w.typed = append(w.typed, entries)
	if w.answer == nil {
		return len(entries), nil, w.fail
	}
	kept, problems := w.answer(entries)
	return kept, problems, w.fail
}

func (w *world) Monthly(ctx context.Context, day app.Date, _ *translations.Catalogue, progress func(reports.Step)) (reports.Workbook, error) {
	w.days = append(w.days, day)
	progress(reports.Step{Done: 1, Total: 2})
	if w.during != nil {
		w.during(ctx)
	}
	if ctx.Err() != nil {
		return reports.Workbook{}, ctx.Err()
	}
	return w.workbook, w.fail
}

func (w *world) Accounts(context.Context) ([]networks.Account, error) { return w.accounts, nil }

func (w *world) Strategy(context.Context) (strategy.Strategy, error) { return w.strategy, nil }

func (w *world) Competitors(context.Context) ([]watch.Competitor, error) { return w.competitors, nil }

var (
	today     = app.Date{Year: 2026, Month: time.November, Day: 21}
	endOfYear = app.Date{Year: 2026, Month: time.December, Day: 31}
)

func number(v float64) *float64 { return &v }

func filled() *world {
	return &world{
		values: map[metrics.Metric]float64{
			metrics.Followers: 2314, metrics.Reach: 18420, metrics.EngagementRate: 0.041, metrics.Published: 11,
		},
		posts: []metrics.PostFigures{
			{
				PostID: "b1", Title: "Le levain a 12 ans", Network: "instagram", PillarID: "p1", Published: app.Civil{Date: today},
				Reach: number(2140), Interactions: number(201),
			},
			{PostID: "b2", Title: "", Network: "bluesky", PillarID: "p2", Published: app.Civil{Date: today}, Reach: number(100), Interactions: number(2)},
			{PostID: "b3", Title: "Jamais relevée", Network: "bluesky", PillarID: "p2", Published: app.Civil{Date: today}},
		},
		strategy: strategy.Strategy{
			Pillars: []strategy.Pillar{{ID: "p1", Name: "Coulisses", Colour: 3}, {ID: "p2", Name: "Offres", Colour: 2}},
			Objectives: []strategy.Objective{
				{ID: "o1", Name: "Me faire connaître", Metric: metrics.Followers, Target: number(2500), Due: endOfYear},
				{ID: "o2", Metric: metrics.EngagementRate, Target: number(0.05)},
				{ID: "o3", Metric: metrics.Reach},
			},
		},
		progress: metrics.Progress{Current: number(0.04), Done: number(0.7), Verdict: metrics.Behind},
		accounts: []networks.Account{
			{ID: "a1", Network: networks.Bluesky, Handle: "martin.bsky.social"},
			{ID: "a2", Network: networks.Facebook, Handle: "Boulangerie Martin"},
		},
		competitors: []watch.Competitor{{ID: "c1", Name: "Maison Le Goff"}},
		workbook: reports.Workbook{
			Name: "Rapport 2026-11.xlsx", Title: "Rapport de novembre 2026", Lines: []reports.Line{{Label: "Fait", Text: "86 abonnés de plus."}},
		},
	}
}

func (w *world) open(t *testing.T, lang translations.Language, view string) (*pagetest.Host, *Page) {
	t.Helper()
	test.NewTempApp(t).Settings().SetTheme(kit.NewTheme(kit.ModeLight, 1))
	h := pagetest.NewIn(t, lang, fyne.NewSize(1072, 900))
	w.events = app.NewEvents()
	p := New(h, Services{
		Figures: w, Reports: w, Accounts: w, Strategy: w, Competitors: w, Events: w.events,
		SaveAs: func(title, name string, chosen func(string, error)) { w.saveAs(title, name, chosen) },
	})
	h.Win.SetContent(p.Object())
	p.Show(page.Target{Room: page.Metrics, View: view})
	return h, p
}

func french(t *testing.T, w *world) (*pagetest.Host, *Page) {
	t.Helper()
	return w.open(t, translations.French, "")
}

func plain(s string) string { return strings.NewReplacer("\u202f", " ", "\u00a0", " ").Replace(s) }

func says(h *pagetest.Host, words string) bool {
	return slices.ContainsFunc(pagetest.Texts(h.Win), func(s string) bool { return strings.Contains(plain(s), words) })
}

// paints reports whether a bar has a colour of the theme.
func paints(h *pagetest.Host, name fyne.ThemeColorName) bool {
	return slices.ContainsFunc(pagetest.All[*canvas.Rectangle](h.Win), func(r *canvas.Rectangle) bool {
		return r.Visible() && r.FillColor == kit.ColorFor(r, name)
	})
}

func closed(h *pagetest.Host) bool { return h.Win.Canvas().Overlays().Top() == nil }

func TestAMissingFigureSaysWhy(t *testing.T) {
	_, p := french(t, filled())
	f := p.tile(metrics.Figure{Metric: metrics.Clicks, Reason: app.Say("metrics.reason.no_reading")})
	if plain(f.Value) != "n. d." || !f.Missing || !strings.Contains(f.Caption, "Aucun relevé") || !strings.Contains(f.Tip, "Nombre de clics") {
		t.Errorf("%+v", f)
	}
}

func TestATileSaysItsChangeAsItIsBestRead(t *testing.T) {
	_, p := french(t, filled())
	for _, test := range []struct {
		name   string
		figure metrics.Figure
		value  string
		delta  string
		tone   kit.Tone
		tip    string
	}{
		{
			"level",
			metrics.Figure{Metric: metrics.Followers, Value: number(2314), Delta: number(86), Relative: number(0.0386), DeltaKind: metrics.DeltaAbsolute},
			"2 314", "+86 · +3,9 %", kit.ToneGood, "personnes abonnées",
		},
		{
			"flow",
			metrics.Figure{Metric: metrics.Reach, Value: number(18420), Delta: number(-900), Relative: number(-0.09), DeltaKind: metrics.DeltaPercent},
			"18 420", "−9 %", kit.ToneDanger, "",
		},
		{
			"ratio",
			metrics.Figure{Metric: metrics.EngagementRate, Value: number(0.041), Delta: number(0.006), DeltaKind: metrics.DeltaPoints},
			"4,1 %", "+0,6 pt", kit.ToneGood, "divisées par la portée",
		},
		{
			"same",
			metrics.Figure{Metric: metrics.Followers, Value: number(10), Delta: number(0), DeltaKind: metrics.DeltaAbsolute},
			"10", "0", kit.ToneNeutral, "",
		},
		{"from zero", metrics.Figure{
			Metric: metrics.Clicks, Value: number(12), Delta: number(12), DeltaKind: metrics.DeltaPercent,
			DeltaReason: app.Say("metrics.reason.previous_zero"),
		}, "12", "", kit.ToneNeutral, "était à zéro"},
		{
			"first",
			metrics.Figure{Metric: metrics.Clicks, Value: number(12), DeltaReason: app.Say("metrics.reason.no_previous"), AsOf: today},
			"12", "", kit.ToneNeutral, "Relevé le 21/11/2026",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := p.tile(test.figure)
			if plain(f.Value) != test.value || plain(f.Delta) != test.delta || f.Tone != test.tone || !strings.Contains(f.Tip, test.tip) {
				t.Errorf("%q %q tone %d tip %q", f.Value, f.Delta, f.Tone, f.Tip)
			}
		})
	}
}

func TestEveryRateNamesItsDenominator(t *testing.T) {
	h, p := french(t, filled())
	if got := p.tile(metrics.Figure{Metric: metrics.EngagementRate}).Label; got != "Engagement / portée" {
		t.Errorf("the tile is called %q", got)
	}
	for _, words := range []string{
		"publications du 01/09/2026 au 21/11/2026, interactions par rapport à la portée",
		"Engagement / portée, 30 derniers jours : 4,0 % · objectif 5,0 %",
	} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestObjectivesSayWhereTheyStand(t *testing.T) {
	w := filled()
	h, _ := french(t, w)
	for _, words := range []string{"Me faire connaître", "objectif 2 500 au 31/12/2026", "Portée, 30 derniers jours : "} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
	if says(h, "00/00") {
		t.Error("writes a day that is none")
	}
	w.strategy.Objectives = nil
	app.Emit(w.events, strategy.Changed{})
	pagetest.Press(t, h.Win, "Fixer un objectif")
	if !slices.Equal(h.Targets, []page.Target{{Room: page.Strategy}}) {
		t.Errorf("went to %+v", h.Targets)
	}
}

func TestAnObjectiveIsCalledByItsNameOrItsGoal(t *testing.T) {
	w := filled()
	w.strategy.Objectives = []strategy.Objective{
		{ID: "own", Goal: strategy.GoalNotoriety, Name: "Être connus à Nantes", Metric: metrics.Followers},
		{ID: "goal", Goal: strategy.GoalLoyalty, Metric: metrics.EngagementRate},
		{ID: "neither", Metric: metrics.Clicks},
	}
	h, _ := french(t, w)
	names := []string{"Être connus à Nantes", h.Catalogue.T("strategy.goal.loyalty"), "Clics vers le site"}
	for _, name := range names {
		if !pagetest.Says(h.Win, name) {
			t.Errorf("no objective is called %q; says %q", name, pagetest.Texts(h.Win))
		}
	}
	if pagetest.Says(h.Win, h.Catalogue.T("strategy.goal.notoriety")) {
		t.Error("the goal is said beside the name")
	}
}

func TestObjectivesShowTheirProjection(t *testing.T) {
	w := filled()
	w.strategy.Objectives = w.strategy.Objectives[:1]
	w.progress = metrics.Progress{
		Current: number(2314), Done: number(0.5), Verdict: metrics.Behind, Projection: number(2430), PerMonth: number(86),
	}
	h, _ := french(t, w)
	if !says(h, "À ce rythme : 2 430 à l’échéance") || len(pagetest.All[*kit.ProgressBar](h.Win)) == 0 {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestIndicatorsFollowTheStrategyAtOnce(t *testing.T) {
	w := filled()
	h, p := french(t, w)
	w.strategy.Pillars = []strategy.Pillar{{ID: "p1", Name: "Au fournil", Colour: 5}, {ID: "p2", Name: "Offres", Colour: 2}}
	w.strategy.Objectives = append(w.strategy.Objectives, strategy.Objective{ID: "o4", Goal: strategy.GoalVisits, Metric: metrics.Visits, Target: number(120)})
	app.Emit(w.events, strategy.Changed{})
	if !says(h, "Au fournil") || says(h, "Coulisses") {
		t.Errorf("a renamed pillar: says %q", pagetest.Texts(h.Win))
	}
	if !paints(h, kit.PillarColor(5)) || paints(h, kit.PillarColor(3)) {
		t.Error("a pillar that changed colour is drawn in the former one")
	}
	if !says(h, "Itinéraires et appels, 30 derniers jours : ") {
		t.Errorf("a new objective: says %q", pagetest.Texts(h.Win))
	}
	// Behind another page, nothing is read; it is when the page comes back.
	p.Hide()
	w.strategy.Pillars[0].Name = "En cuisine"
	app.Emit(w.events, strategy.Changed{})
	if says(h, "En cuisine") {
		t.Error("reads behind another page")
	}
	p.Show(page.Target{Room: page.Metrics})
	if !says(h, "En cuisine") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestOccasionalFiguresAreShownWhenTheyAreFollowed(t *testing.T) {
	w := filled()
	w.noted = []metrics.Metric{metrics.Orders}
	h, p := french(t, w)
	if want := append(slices.Clone(usual), metrics.Orders); !slices.Equal(p.seen.metrics, want) || len(pagetest.All[*kit.FigureTile](h.Win)) != 6 {
		t.Fatalf("shows %v in %d tiles", p.seen.metrics, len(pagetest.All[*kit.FigureTile](h.Win)))
	}
	choice := pagetest.All[*kit.Select](h.Win)[0]
	choice.SetSelected(5)
	choice.OnChanged(5)
	if w.metric != metrics.Orders {
		t.Fatalf("the chart shows %s", w.metric)
	}
	// A metric nobody follows any more leaves the chart to the followers.
	w.noted = nil
	app.Emit(w.events, strategy.Changed{})
	if p.metric != metrics.Followers || w.metric != metrics.Followers || len(p.seen.figures) != 5 {
		t.Errorf("the chart shows %s among %d figures", p.metric, len(p.seen.figures))
	}
}

func TestBestPostsOpen(t *testing.T) {
	h, _ := french(t, filled())
	rows := pagetest.All[*kit.TapRow](h.Win)
	if len(rows) != 2 || !says(h, "9,4 %") || !says(h, "Publication sans titre") || says(h, "Jamais relevée") {
		t.Fatalf("%d rows, says %q", len(rows), pagetest.Texts(h.Win))
	}
	pagetest.Click(h.Win, rows[0])
	if want := (page.Target{Room: page.Editorial, View: page.EditPost, ID: "b1"}); !slices.Equal(h.Targets, []page.Target{want}) {
		t.Errorf("went to %+v", h.Targets)
	}
}

func TestPillarsSayOnHowMuchTheyStand(t *testing.T) {
	h, _ := french(t, filled())
	for _, words := range []string{"Coulisses", "1 mesurée · peu fiable", "2,0 %"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestPeriods(t *testing.T) {
	w := filled()
	h, p := french(t, w)
	if p.period != metrics.PeriodOf(metrics.Month, today) || !pagetest.Button(h.Win, "Période suivante").Disabled() {
		t.Errorf("begins with %+v", p.period)
	}
	pagetest.Press(t, h.Win, "Période précédente")
	if want := metrics.PeriodOf(metrics.Month, today).Shift(-1); w.periods[len(w.periods)-1] != want || !says(h, "oct. 2026") {
		t.Errorf("asked for %+v, want %+v", w.periods[len(w.periods)-1], want)
	}
	pagetest.Press(t, h.Win, "Période suivante")
	spans := pagetest.All[*kit.Segmented](h.Win)[0]
	h.Win.Canvas().Focus(spans)
	// The keyboard keeps its place though the figures change.
	pagetest.Keys(h.Win, fyne.KeyRight, fyne.KeyRight)
	if want := metrics.PeriodOf(metrics.Year, today); w.periods[len(w.periods)-1] != want || !says(h, "2026") {
		t.Errorf("asked for %+v, want %+v", w.periods[len(w.periods)-1], want)
	}
	pagetest.Keys(h.Win, fyne.KeyHome)
	if want := metrics.PeriodOf(metrics.Week, today); w.periods[len(w.periods)-1] != want || !says(h, "semaine 47") {
		t.Errorf("asked for %+v, want the week of today", w.periods[len(w.periods)-1])
	}
}

func TestThePeriodThatEndsTodayIsTheLast(t *testing.T) {
	_, p := french(t, filled())
	p.turnTo(metrics.Period{Span: metrics.Week, From: today.AddDays(-6), To: today})
	if !p.next.Disabled() {
		t.Error("offers a period that has not begun")
	}
}

func TestTheChartFollowsTheMetricChosen(t *testing.T) {
	w := filled()
	h, _ := french(t, w)
	choice := pagetest.All[*kit.Select](h.Win)[0]
	choice.SetSelected(1)
	choice.OnChanged(1)
	if w.metric != metrics.Reach || len(pagetest.All[*chart.LineChart](h.Win)) != 1 {
		t.Errorf("asked for %v", w.metric)
	}
	choice = pagetest.All[*kit.Select](h.Win)[0]
	choice.SetSelected(3) // clicks, never measured
	choice.OnChanged(3)
	if len(pagetest.All[*chart.LineChart](h.Win)) != 0 || !says(h, "Aucun relevé pour l’instant") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestTheHintSaysTheChangeOrWhyThereIsNone(t *testing.T) {
	_, p := french(t, filled())
	if got := plain(strings.Join(p.hint(1).Lines, "; ")); got != "2 315 · Abonnés +1" {
		t.Errorf("says %q", got)
	}
	p.seen.course[1].Value, p.seen.course[1].Reason = nil, app.Say("metrics.reason.no_reading")
	if got := plain(strings.Join(p.hint(1).Lines, "; ")); got != "Abonnés : n. d.; Aucun relevé dans cette période." {
		t.Errorf("says %q", got)
	}
}

func TestAnEmptyRoomExplainsItself(t *testing.T) {
	h, _ := french(t, &world{accounts: filled().accounts})
	for _, words := range []string{"Aucun relevé pour l’instant", "Aucune publication mesurée", "Aucun objectif fixé"} {
		if !says(h, words) {
			t.Errorf("does not say %q; says %q", words, pagetest.Texts(h.Win))
		}
	}
}

func TestAnErrorIsToldWithAWayToTryAgain(t *testing.T) {
	w := filled()
	w.fail = app.Fail(app.CodeUnavailable, "storage.error.busy")
	h, _ := french(t, w)
	w.fail = nil
	pagetest.Press(t, h.Win, "Réessayer")
	if !says(h, "Meilleures publications") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}

func TestEnglish(t *testing.T) {
	h, _ := filled().open(t, translations.English, "")
	for _, s := range pagetest.Texts(h.Win) {
		if strings.HasPrefix(s, "metrics.") || strings.Contains(s, "portée") {
			t.Errorf("says %q", s)
		}
	}
	if !says(h, "last 30 days: 4.0%") {
		t.Errorf("says %q", pagetest.Texts(h.Win))
	}
}
