package strategy_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
)

// measured are the facts about a business where everything was measured.
func measured() strategy.Facts {
	f := strategy.Facts{
		Today:    today,
		Ahead:    []strategy.Posting{{Day: today.AddDays(10)}},
		Business: business.Business{FirstName: "Claire"},
		Accounts: []networks.Account{
			{ID: "a", Network: networks.Facebook, Handle: "Chez Claire"}, {ID: "b", Network: networks.Instagram, Handle: "chezclaire"},
		},
		Paces: make(map[metrics.Metric]strategy.Pace),
	}
	for _, m := range strategy.Measurable() {
		f.Paces[m] = strategy.Pace{Current: new(400.0), AsOf: today, PerMonth: new(10.0)}
	}
	f.Paces[metrics.EngagementRate] = strategy.Pace{Current: new(0.041), AsOf: today, PerMonth: new(0.001)}
	return f
}

func TestFillAllLeavesTheOwnerLittleToSay(t *testing.T) {
	everyExample(t, func(t *testing.T, trade business.Trade, lang translations.Language) {
		for _, test := range []struct {
			name  string
			facts strategy.Facts
			want  []strategy.Question
		}{
			{"measured, with a first name", measured(), []strategy.Question{}},
			{"nothing known", strategy.Facts{Today: today}, []strategy.Question{strategy.AskObjectives, strategy.AskPeople}},
		} {
			s, f, _ := open(t)
			e := strategy.ExampleFor(trade, lang)
			if err := s.FillAll(t.Context(), e, test.facts); err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			if diff := cmp.Diff(test.want, f.Kept.Missing()); diff != "" {
				t.Errorf("%s: %s", test.name, diff)
			}
			if cost := f.Kept.WeekMinutes(); cost != e.Strategy.WeekMinutes() {
				t.Errorf("%s: the week costs %d minutes, %d in the example", test.name, cost, e.Strategy.WeekMinutes())
			}
		}
	})
}

func TestFillAllTwiceChangesNothing(t *testing.T) {
	everyExample(t, func(t *testing.T, trade business.Trade, lang translations.Language) {
		s, f, told := open(t)
		e := strategy.ExampleFor(trade, lang)
		if err := s.FillAll(t.Context(), e, measured()); err != nil {
			t.Fatal(err)
		}
		before, times := strategytest.Copy(f.Kept), *told
		if err := s.FillAll(t.Context(), e, measured()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, strategytest.Copy(f.Kept)); diff != "" || *told != times {
			t.Errorf("told %d times more: %s", *told-times, diff)
		}
	})
}

// An example that the advice finds fault with would teach an owner the contrary.
func TestTheAdviceAgreesWithTheExamples(t *testing.T) {
	// What the example leaves to the owner.
	owners := []strategy.Question{strategy.AskMeans, strategy.AskAudit, strategy.AskAnswering, strategy.AskPeople}
	everyExample(t, func(t *testing.T, trade business.Trade, lang translations.Language) {
		s, f, _ := open(t)
		facts := measured()
		facts.Business.Trade = trade
		if err := s.FillAll(t.Context(), strategy.ExampleFor(trade, lang), facts); err != nil {
			t.Fatal(err)
		}
		for _, a := range strategy.Advise(strategytest.Copy(f.Kept), facts) {
			if !a.Good && !slices.Contains(owners, a.Question) {
				t.Errorf("%s: %s %v, because %s %v", a.Question, a.Text.Key, a.Text.Args, a.Reason.Key, a.Reason.Args)
			}
		}
	})
}

func TestFilledRowsReferToEachOther(t *testing.T) {
	s, f, _ := open(t)
	e := strategy.ExampleFor(business.Bakery, translations.French)
	if err := s.FillAll(t.Context(), e, measured()); err != nil {
		t.Fatal(err)
	}
	ids := make(map[app.ID]bool)
	check := func(what string, id app.ID) {
		if id == "" || ids[id] {
			t.Errorf("%s has the ID %q", what, id)
		}
		ids[id] = true
	}
	for i, p := range f.Kept.Pillars {
		check("pillar", p.ID)
		if p.Colour != i+1 {
			t.Errorf("%s has the colour %d", p.Name, p.Colour)
		}
	}
	for _, a := range f.Kept.Audits {
		check("audit", a.ID)
	}
	for _, o := range f.Kept.Objectives {
		check("objective", o.ID)
		if o.Start != today || o.Due != today.AddDays(90) {
			t.Errorf("%s runs from %s to %s", o.Name, o.Start, o.Due)
		}
	}
	for _, a := range f.Kept.Audiences {
		check("audience", a.ID)
	}
	for i, slot := range f.Kept.Slots {
		check("slot", slot.ID)
		if want := e.SlotPillars[i]; want >= 0 && slot.PillarID != f.Kept.Pillars[want].ID || want < 0 && slot.PillarID != "" {
			t.Errorf("slot %d is for %q", i, slot.PillarID)
		}
	}
	for _, a := range f.Kept.Charter.Articles {
		check("article", a.ID)
	}
	for _, l := range f.Kept.Crisis.Levels {
		check("level", l.ID)
	}
	for _, p := range f.Kept.Crisis.People {
		check("contact", p.ID)
	}
	for _, m := range f.Kept.Crisis.Messages {
		check("message", m.ID)
	}
	for i, a := range f.Kept.Actions {
		check("action", a.ID)
		want := today.AddDays(e.ActionDays[i])
		for a.Kind == strategy.KindIdea && !slices.ContainsFunc(f.Kept.Slots, func(s strategy.Slot) bool { return s.Weekday == want.Weekday() }) {
			want = want.AddDays(1)
		}
		if a.Day != want {
			t.Errorf("%q on %s, not %s", a.Title, a.Day, want)
		}
		if want := e.ActionPillars[i]; want >= 0 && a.PillarID != f.Kept.Pillars[want].ID {
			t.Errorf("%q is for %q", a.Title, a.PillarID)
		}
	}
	for _, l := range f.Kept.Budget.Lines {
		check("line", l.ID)
	}
	if owner := f.Kept.Crisis.People[0].Name; owner != "Claire" || f.Kept.Crisis.People[1].Name != "" {
		t.Errorf("%q is called first, then %q", owner, f.Kept.Crisis.People[1].Name)
	}
	if want := today.FirstOfMonth().AddMonths(1); f.Kept.Budget.Review != want {
		t.Errorf("reviewed on %s, not %s", f.Kept.Budget.Review, want)
	}
}

func TestFillExampleNeverOverwrites(t *testing.T) {
	own := strategy.Strategy{
		Profile: strategy.Profile{
			Mission: "La mienne", Values: "Les miennes", SWOT: strategy.SWOT{Strengths: []string{"La force"}},
			MinutesPerWeek: 90, BudgetCents: new(int64(0)),
		},
		Audits:     []strategy.Audit{{ID: "x", AccountID: "a", Network: networks.Facebook, Verdict: strategy.VerdictStop}},
		Objectives: []strategy.Objective{{ID: "o", Metric: metrics.Reach, Start: today}},
		Audiences:  []strategy.Audience{{ID: "p", Name: "Moi"}},
		Channels:   []strategy.Channel{{Network: networks.Facebook, Role: strategy.RoleTalk, PerWeek: 5}, {Network: networks.Google}},
		Pillars:    []strategy.Pillar{{ID: "own", Name: "Mes pains", Colour: 4, ShareBP: 5000}},
		Voice:      strategy.Voice{Tone: "Le mien", Emoji: strategy.NoEmoji, Avoid: []string{"promo"}},
		Charter:    strategy.Charter{Articles: []strategy.Article{{ID: "a"}}, AnswerHours: 3},
		Crisis:     strategy.Crisis{People: []strategy.Contact{{ID: "c", Name: "Paul"}}},
		Actions:    []strategy.Action{{ID: "t", Kind: strategy.KindTask, Title: "La mienne"}},
		Budget:     strategy.Budget{Review: today.AddDays(5)},
	}
	s, f, _ := open(t)
	f.Kept = own
	want := strategytest.Copy(f.Kept)
	e := strategy.ExampleFor(business.Bakery, translations.French)
	if err := s.FillAll(t.Context(), e, measured()); err != nil {
		t.Fatal(err)
	}
	// What was empty, and nothing else, is the example's.
	ex := e.Strategy
	want.Profile.Offer, want.Profile.Difference = ex.Profile.Offer, ex.Profile.Difference
	want.Profile.SWOT.Weaknesses = ex.Profile.SWOT.Weaknesses
	want.Profile.SWOT.Opportunities, want.Profile.SWOT.Threats = ex.Profile.SWOT.Opportunities, ex.Profile.SWOT.Threats
	want.Audits = append(want.Audits, strategy.Audit{ID: f.Kept.Audits[1].ID, AccountID: "b", Network: networks.Instagram, Handle: "chezclaire"})
	want.Channels[0].Format = strategy.FormatPhoto
	want.Channels[1].Role, want.Channels[1].Format = strategy.RoleFound, strategy.FormatPhoto
	want.Voice.Address, want.Voice.Formats, want.Voice.Look = ex.Voice.Address, ex.Voice.Formats, ex.Voice.Look
	want.Voice.Say, want.Voice.Hashtags = ex.Voice.Say, ex.Voice.Hashtags
	want.Slots = f.Kept.Slots
	want.Charter.Welcome, want.Charter.Who, want.Charter.Tone = ex.Charter.Welcome, ex.Charter.Who, ex.Charter.Tone
	want.Crisis.Levels, want.Crisis.Messages = f.Kept.Crisis.Levels, f.Kept.Crisis.Messages
	if diff := cmp.Diff(want, f.Kept); diff != "" {
		t.Error(diff)
	}
	if len(f.Kept.Slots) != len(ex.Slots) || len(f.Kept.Crisis.Levels) != 3 || len(f.Kept.Crisis.Messages) != 3 {
		t.Errorf("%d slots, %d levels, %d messages", len(f.Kept.Slots), len(f.Kept.Crisis.Levels), len(f.Kept.Crisis.Messages))
	}
	for _, slot := range f.Kept.Slots {
		if slot.PillarID != "" {
			t.Errorf("a slot of the example for the owner's pillar: %+v", slot)
		}
	}
}

func TestCadenceStaysWithinTheOwnersTime(t *testing.T) {
	for minutes, want := range map[int][]int{
		0:   {3, 2, 1}, // not said
		170: {3, 2, 1},
		169: {2, 2, 1},
		110: {1, 1, 1},
		90:  {1, 1, 0},
		10:  {1, 0, 0}, // not even the answers
	} {
		s, f, _ := open(t)
		f.Kept.Profile.MinutesPerWeek = minutes
		e := strategy.ExampleFor(business.Bakery, translations.French)
		for _, q := range []strategy.Question{strategy.AskNetworks, strategy.AskCadence} {
			if err := s.FillExample(t.Context(), q, e, strategy.Facts{Today: today}); err != nil {
				t.Fatal(err)
			}
		}
		var got []int
		for _, c := range f.Kept.Channels {
			got = append(got, c.PerWeek)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d minutes: %d posts, not %d", minutes, got, want)
		}
	}
}

func TestBudgetStaysWithinTheOwnersMoney(t *testing.T) {
	for _, test := range []struct {
		budget *int64
		want   []int64
	}{
		{nil, []int64{4000, 2000}},
		{new(int64(9000)), []int64{4000, 2000}},
		{new(int64(2500)), []int64{1600, 800}},
		{new(int64(0)), nil},
	} {
		s, f, _ := open(t)
		f.Kept.Profile.BudgetCents = test.budget
		e := strategy.ExampleFor(business.Bakery, translations.French)
		if err := s.FillExample(t.Context(), strategy.AskBudget, e, strategy.Facts{Today: today}); err != nil {
			t.Fatal(err)
		}
		var got []int64
		for _, l := range f.Kept.Budget.Lines {
			got = append(got, l.Cents)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("budget %v: %d, not %d", test.budget, got, test.want)
		}
	}
}

func TestTargetsAreWithinReach(t *testing.T) {
	for _, test := range []struct {
		name     string
		metric   metrics.Metric
		from     float64
		perMonth *float64
		want     *float64
	}{
		{"a tenth more, in round figures", metrics.Followers, 2228, nil, new(2450.0)},
		{"a tenth more than the little there is", metrics.Followers, 105, nil, new(115.0)},
		{"a few more", metrics.Followers, 42, nil, new(46.0)},
		{"one more at least", metrics.Followers, 1, nil, new(2.0)},
		{"the present pace when it brings more", metrics.Followers, 2228, new(200.0), new(2800.0)},
		{"half as fast again when a tenth is too much", metrics.Followers, 2228, new(10.0), new(2270.0)},
		{"a tenth more when it goes down", metrics.Followers, 2228, new(-50.0), new(2450.0)},
		{"from nothing, the pace", metrics.Followers, 0, new(10.0), new(30.0)},
		{"from nothing, at no pace", metrics.Followers, 0, nil, nil},
		{"a ratio that hardly moves", metrics.EngagementRate, 0.0412, new(0.0001), new(0.042)},
		{"a ratio", metrics.EngagementRate, 0.041, nil, new(0.045)},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, f, _ := open(t)
			e := strategy.Example{
				Strategy:      strategy.Strategy{Objectives: []strategy.Objective{{Metric: test.metric}}},
				ObjectiveDays: []int{90},
			}
			facts := strategy.Facts{Today: today, Paces: map[metrics.Metric]strategy.Pace{
				test.metric: {Current: &test.from, PerMonth: test.perMonth},
			}}
			if err := s.FillExample(t.Context(), strategy.AskObjectives, e, facts); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, f.Kept.Objectives[0].Target); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFillExampleStopsAtAFailedSave(t *testing.T) {
	e := strategy.ExampleFor(business.Bakery, translations.French)
	for _, q := range strategy.Questions() {
		s, f, told := open(t)
		if q == strategy.AskCadence {
			f.Kept.Channels = []strategy.Channel{{Network: networks.Facebook}}
		}
		f.FailSaves = errors.New("disk full")
		if err := s.FillExample(t.Context(), q, e, measured()); (err == nil) != (q == strategy.AskPage) || *told != 0 {
			t.Errorf("%s: %v, told %d times", q, err, *told)
		}
	}
}
