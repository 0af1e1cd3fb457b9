package reports_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/reports"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// hostile are words that a program could take for something else.
var hostile = []string{
	`=cmd|' /C calc'!A0`, "+1+1", "@SUM(A1:A9)", `</style><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`,
	"{{.Title}}", "a\x00b\x1fc", "🥐👩🏽‍🍳 à l’œil & co", "l1\nl2", strings.Repeat("é", 2_000), strings.Repeat("x\n", 900),
}

// spiteful is a strategy that says one of them everywhere.
func spiteful(words string) strategy.Strategy {
	s := complete()
	s.Profile = strategy.Profile{
		Mission: words, Offer: words, Values: words, Difference: words, MinutesPerWeek: 60,
		SWOT: strategy.SWOT{Strengths: []string{words}, Weaknesses: []string{words}, Opportunities: []string{words}, Threats: []string{words}},
	}
	s.Audits[0].Handle, s.Audits[0].Note = words, words
	s.Objectives[0].Name = words
	s.Audiences[0].Name, s.Audiences[0].Who, s.Audiences[0].Needs, s.Audiences[0].Brakes = words, words, words, words
	s.Pillars[0].Name = words
	s.Voice = strategy.Voice{Tone: words, Look: words, Say: []string{words}, Avoid: []string{words}, Hashtags: []string{words}}
	s.Charter = strategy.Charter{Welcome: words, Who: words, Contact: words, Tone: words, Articles: []strategy.Article{{ID: "c", Title: words, Text: words}}}
	s.Crisis = strategy.Crisis{
		Levels:   []strategy.Level{{ID: "n", Name: words, Signs: words, Answer: words}},
		People:   []strategy.Contact{{ID: "q", Name: words, Role: words, Phone: words}},
		Messages: []strategy.Prepared{{ID: "m", Title: words, Text: words}},
	}
	s.Actions[0].Title, s.Actions[0].Who = words, words
	s.Campaigns[0].Name, s.Budget.Lines[0].Label = words, words
	return s
}

func TestStrategyHasOneSheetAPart(t *testing.T) {
	b := guided(t)
	for _, test := range []struct {
		in     translations.Language
		file   string
		sheets []string
		tables []string
	}{
		{
			translations.French, "Boulangerie Martin - Stratégie 2026-11-21.xlsx",
			[]string{
				"Stratégie", "1 Mon entreprise", "2 Bilan", "3 Objectifs", "4 Publics", "5 Réseaux", "6 Ligne éditoriale",
				"7 Créneaux", "8 Charte", "9 Crise", "10 Plan d’action", "10 Budget",
			},
			[]string{
				"Bilan", "Objectifs", "Publics", "Reseaux", "Piliers", "Mots", "Semaine", "Articles", "Niveaux", "Contacts",
				"Actions", "Depenses", "Campagnes",
			},
		},
		{
			translations.English, "Boulangerie Martin - Strategy 2026-11-21.xlsx",
			[]string{
				"Strategy", "1 My business", "2 Review of accounts", "3 Objectives", "4 Audiences", "5 Networks", "6 Editorial line",
				"7 Slots", "8 Charter", "9 Crisis", "10 Action plan", "10 Budget",
			},
			[]string{
				"Presences", "Objectives", "Audiences", "Networks", "Pillars", "WordsToUse", "Week", "Articles", "Levels", "Contacts",
				"Actions", "Spending", "Campaigns",
			},
		},
	} {
		w := b.strategy(t, test.in)
		if w.Name != test.file || len(w.Lines) != len(strategy.Steps()) {
			t.Errorf("%q with %d lines", w.Name, len(w.Lines))
		}
		f := openBook(t, w.Bytes())
		if diff := cmp.Diff(test.sheets, f.GetSheetList()); diff != "" {
			t.Error(diff)
		}
		var tables []string
		for _, sheet := range f.GetSheetList() {
			on, err := f.GetTables(sheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, one := range on {
				tables = append(tables, one.Name)
			}
		}
		if diff := cmp.Diff(test.tables, tables); diff != "" {
			t.Error(diff)
		}
		cells(t, f, func(sheet, cell, value string) {
			for _, room := range []string{"reports.", "strategy.", "metrics.", "business."} {
				if strings.HasPrefix(value, room) || strings.Contains(value, "<no value>") {
					t.Errorf("%s: %s!%s is %q", test.in, sheet, cell, value)
				}
			}
		})
	}
}

// Every sheet prints on A4 across, as wide as the paper, and says at its foot
// what it is; what is written there never changes the size of its letters.
func TestStrategyIsReadyToPrint(t *testing.T) {
	f := openBook(t, guided(t).strategy(t, translations.French).Bytes())
	titles := map[string]string{}
	for _, name := range f.GetDefinedName() {
		titles[name.Name+" "+name.Scope] = name.RefersTo
	}
	for _, sheet := range f.GetSheetList() {
		page, err := f.GetPageLayout(sheet)
		if err != nil || page.Size == nil || *page.Size != 9 || *page.Orientation != "landscape" || *page.FitToWidth != 1 || *page.FitToHeight != 0 {
			t.Errorf("%s: %+v, %v", sheet, page, err)
		}
		margins, err := f.GetPageMargins(sheet)
		if err != nil || *margins.Bottom <= *margins.Footer || *margins.Footer == 0 {
			t.Errorf("%s: no room for the foot: %+v, %v", sheet, margins, err)
		}
		foot, err := f.GetHeaderFooter(sheet)
		if err != nil || !strings.Contains(foot.OddFooter, sheet) || regexp.MustCompile(`&8[0-9]`).MatchString(foot.OddFooter) {
			t.Errorf("%s: %+v, %v", sheet, foot, err)
		}
		for _, name := range []string{"_xlnm.Print_Titles ", "_xlnm.Print_Area "} {
			if titles[name+sheet] == "" {
				t.Errorf("%s has no %s", sheet, name)
			}
		}
	}
}

// The values that formulas carry are those of the app.
func TestStrategyCountsAsTheAppDoes(t *testing.T) {
	f := openBook(t, guided(t).strategy(t, translations.French).Bytes())
	for _, test := range []struct {
		sheet, label string
		right        int
		want         string
	}{
		{"3 Objectifs", "Me faire connaître", 9, "139.5"}, // (2 500 − 2 314) ÷ 40 days × 30
		{"3 Objectifs", "Me faire connaître", 11, "en retard"},
		{"5 Réseaux", "Facebook", 5, "40"},
		{"5 Réseaux", "Instagram", 5, "45"},
		{"5 Réseaux", "Total par semaine", 5, "150"},
		{"5 Réseaux", "Ce qui reste", 5, "30"},
		{"6 Ligne éditoriale", "Total", 1, "1"},
		{"6 Ligne éditoriale", "Reste à répartir", 1, "0"},
		{"7 Créneaux", "Créneaux par semaine", 7, "4"},
		{"10 Plan d’action", "Actions prévues", 5, "8"},
		{"10 Plan d’action", "dont faites", 5, "1"},
		{"10 Budget", "Total", 1, "105.5"},
		{"10 Budget", "Reste du budget", 1, "44.5"},
	} {
		cell := find(t, f, test.sheet, test.label, test.right)
		if formula, err := f.GetCellFormula(test.sheet, cell); err != nil || formula == "" {
			t.Errorf("%s, %s: no formula: %v", test.sheet, test.label, err)
		}
		if got := raw(t, f, test.sheet, cell); !same(got, test.want) {
			t.Errorf("%s, %s: %s, want %s", test.sheet, test.label, got, test.want)
		}
	}
}

// objectives are aims of every kind: up and down, reached, over, incomplete.
func objectives() []strategy.Objective {
	aim := func(from, target *float64, due app.Date, m metrics.Metric) strategy.Objective {
		return strategy.Objective{Metric: m, From: from, Target: target, Start: day(time.October, 1), Due: due}
	}
	later, past := day(time.December, 31), day(time.November, 20)
	all := []strategy.Objective{
		aim(ptr(2228.0), ptr(2500.0), later, metrics.Followers),
		aim(ptr(2228.0), ptr(2320.0), later, metrics.Followers),
		aim(ptr(2228.0), ptr(2300.0), later, metrics.Followers),
		aim(ptr(2228.0), ptr(2300.0), past, metrics.Followers),
		aim(ptr(2228.0), ptr(2500.0), past, metrics.Followers),
		aim(ptr(2228.0), ptr(2500.0), today, metrics.Followers),
		aim(ptr(2400.0), ptr(2000.0), later, metrics.Followers),
		aim(ptr(2400.0), ptr(2350.0), later, metrics.Followers),
		aim(nil, ptr(2500.0), later, metrics.Followers),
		aim(ptr(2228.0), nil, later, metrics.Followers),
		aim(ptr(2228.0), ptr(2500.0), app.Date{}, metrics.Followers),
		aim(ptr(2228.0), ptr(2228.0), later, metrics.Followers),
		aim(nil, nil, app.Date{}, metrics.Followers),
		aim(ptr(0.035), ptr(0.05), later, metrics.EngagementRate),
		aim(ptr(0.035), ptr(0.04), later, metrics.EngagementRate),
		aim(ptr(0.0), ptr(300.0), later, metrics.Clicks), // nobody measured them
		aim(nil, ptr(300.0), later, metrics.Clicks),
		aim(ptr(100.0), ptr(300.0), day(time.September, 1), metrics.Clicks), // before it begins
		aim(ptr(0.0), ptr(12.0), later, metrics.Published),
	}
	for i := range all {
		all[i].ID, all[i].Name = app.ID(fmt.Sprint("objective", i)), fmt.Sprint("Objectif ", i)
	}
	return all
}

func TestOfficeJudgesObjectivesAsTheApp(t *testing.T) {
	o, b := realOffice(t), guided(t)
	s := complete()
	s.Objectives = objectives()
	b.with(t, s)
	c := catalogue(t, translations.French)
	w := b.strategy(t, translations.French)
	recomputed := o.recompute(t, w.Bytes())
	checkRecomputed(t, w.Bytes(), recomputed)
	seen := map[metrics.Verdict]bool{}
	for _, one := range s.Objectives {
		p, err := b.metrics.Progress(t.Context(), metrics.Aim{Metric: one.Metric, From: one.From, Target: one.Target, Start: one.Start, Due: one.Due}, today)
		if err != nil {
			t.Fatal(err)
		}
		seen[p.Verdict] = true
		if got, want := raw(t, recomputed, "3 Objectifs", find(t, recomputed, "3 Objectifs", one.Name, 11)), c.T("metrics.verdict."+string(p.Verdict)); got != want {
			t.Errorf("%s is %q, the app says %q", one.Name, got, want)
		}
		if p.NeededPerMonth == nil {
			continue
		}
		want := *p.NeededPerMonth
		if one.Metric.Ratio() {
			want *= 100
		}
		if got := raw(t, recomputed, "3 Objectifs", find(t, recomputed, "3 Objectifs", one.Name, 9)); !same(got, fmt.Sprint(want)) {
			t.Errorf("%s needs %s a month, the app says %v", one.Name, got, want)
		}
	}
	for _, v := range []metrics.Verdict{metrics.Reached, metrics.OnCourse, metrics.Behind, metrics.Missed, metrics.Unknown} {
		if !seen[v] {
			t.Errorf("no objective is %q: the table misses a case", v)
		}
	}
}

func TestOfficeFindsTheSameStrategy(t *testing.T) {
	o := realOffice(t)
	over := complete()
	over.Profile.MinutesPerWeek, over.Pillars[0].ShareBP = 60, 6_155
	over.Profile.BudgetCents = ptr[int64](0)
	over.Slots = append(over.Slots, strategy.Slot{ID: "s9", Weekday: time.Sunday, Time: at(9, 0), PillarID: "l2"})
	bare := complete()
	bare.Profile = strategy.Profile{}
	for _, test := range []struct {
		name     string
		answers  strategy.Strategy
		in       translations.Language
		formulas int
	}{
		{"in English", complete(), translations.English, 15},
		{"more than there is", over, translations.French, 15},
		{"neither time nor money", bare, translations.French, 13},
		{"nothing", strategy.Strategy{}, translations.French, 0},
		{"words like formulas", spiteful(hostile[0]), translations.French, 13},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := guided(t).with(t, test.answers).strategy(t, test.in)
			if n := checkRecomputed(t, w.Bytes(), o.recompute(t, w.Bytes())); n < test.formulas {
				t.Errorf("only %d formulas", n)
			}
		})
	}
}

func TestStrategyTotalsFollow(t *testing.T) {
	o := realOffice(t)
	f := openBook(t, guided(t).strategy(t, translations.French).Bytes())
	for sheet, change := range map[string]struct {
		label string
		value any
	}{"5 Réseaux": {"Facebook", 4}, "10 Budget": {"Publicité locale", 100}} {
		right := map[string]int{"5 Réseaux": 3, "10 Budget": 1}[sheet]
		if err := f.SetCellValue(sheet, find(t, f, sheet, change.label, right), change.value); err != nil {
			t.Fatal(err)
		}
	}
	changed, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	recomputed := o.recompute(t, changed.Bytes())
	if got := raw(t, recomputed, "5 Réseaux", find(t, recomputed, "5 Réseaux", "Ce qui reste", 5)); got != "-10" {
		t.Errorf("%s minutes left, want -10", got)
	}
	if got := raw(t, recomputed, "10 Budget", find(t, recomputed, "10 Budget", "Reste du budget", 1)); got != "24.5" {
		t.Errorf("%s euros left, want 24.5", got)
	}
}

func TestStrategyWordsStayWords(t *testing.T) {
	b := open(t)
	for i, words := range hostile {
		f := openBook(t, b.with(t, spiteful(words)).strategy(t, translations.French).Bytes())
		seen := 0
		cells(t, f, func(sheet, cell, value string) {
			formula, err := f.GetCellFormula(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			if formula != "" && strings.Contains(formula, "calc") {
				t.Errorf("%s!%s is the formula %s", sheet, cell, formula)
			}
			if formula == "" && value == words {
				seen++
			}
			if strings.ContainsAny(value, "\x00\x1f") {
				t.Errorf("%s!%s holds control characters: %q", sheet, cell, value)
			}
		})
		if words == strings.TrimSpace(words) && !strings.ContainsAny(words, "\x00\x1f") && seen < 25 {
			t.Errorf("words %d were found %d times: %.40q", i, seen, words)
		}
	}
}

func TestEmptyStrategyClaimsNothing(t *testing.T) {
	w := open(t).strategy(t, translations.French)
	f := openBook(t, w.Bytes())
	sheets := f.GetSheetList()
	if len(sheets) != 12 {
		t.Errorf("sheets are %v", sheets)
	}
	for _, sheet := range sheets {
		if tables, err := f.GetTables(sheet); err != nil || len(tables) > 0 {
			t.Errorf("%s has tables of nothing: %v, %v", sheet, tables, err)
		}
	}
	cells(t, f, func(sheet, cell, value string) {
		kind, err := f.GetCellType(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset || value == "0" {
			t.Errorf("%s!%s claims %q", sheet, cell, value)
		}
	})
	if !slices.ContainsFunc(w.Lines, func(l reports.Line) bool { return l.Text == "—" }) {
		t.Errorf("%v", w.Lines)
	}
}

// An audit names the account as it is called now.
func TestAuditFollowsItsAccount(t *testing.T) {
	b := guided(t)
	s := complete()
	s.Audits = []strategy.Audit{{ID: "a", AccountID: "019aa6d8-2a80-7000-8000-0000000000aa", Network: networks.X, Handle: "before"}}
	f := openBook(t, b.with(t, s).strategy(t, translations.French).Bytes())
	if got := raw(t, f, "2 Bilan", find(t, f, "2 Bilan", "Facebook", 1)); got != "Boulangerie Martin" {
		t.Errorf("called %q", got)
	}
}

func TestStrategyProgressAndCancel(t *testing.T) {
	b := guided(t)
	var steps []reports.Step
	ctx, cancel := context.WithCancel(t.Context())
	_, err := b.reports.Strategy(ctx, catalogue(t, translations.French), func(s reports.Step) {
		if steps = append(steps, s); s.Done == 1 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, but %v", err)
	}
	if diff := cmp.Diff([]reports.Step{{Done: 0, Total: 13}, {Done: 1, Total: 13}}, steps); diff != "" {
		t.Error(diff)
	}
}
