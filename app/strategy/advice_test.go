package strategy_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/assets/translations"
)

// saturday is the day advice is given on.
var saturday = app.Date{Year: 2026, Month: time.November, Day: 21}

func at(hour, minute int) app.TimeOfDay { return app.TimeOfDay{Hour: hour, Minute: minute} }

// sound is a strategy with nothing to change.
func sound() strategy.Strategy {
	articles := make([]strategy.Article, 5)
	for i := range articles {
		articles[i] = strategy.Article{ID: app.ID("article" + string(rune('1'+i))), Text: "Pas d’injures."}
	}
	return strategy.Strategy{
		Profile: strategy.Profile{Mission: "Donner envie chaque jour", MinutesPerWeek: 170, BudgetCents: new(int64(15_000))},
		Audits:  []strategy.Audit{{ID: "audit", AccountID: "fb", Network: networks.Facebook, Handle: "Martin", Verdict: strategy.VerdictKeep}},
		Objectives: []strategy.Objective{
			{
				ID: "known", Goal: strategy.GoalNotoriety, Metric: metrics.Followers, From: new(2228.0), Target: new(2500.0),
				Start: saturday.AddDays(-60), Due: saturday.AddDays(40),
			},
			{
				ID: "loved", Goal: strategy.GoalLoyalty, Metric: metrics.EngagementRate, From: new(0.041), Target: new(0.05),
				Start: saturday.AddDays(-60), Due: saturday.AddDays(40),
			},
		},
		Audiences: []strategy.Audience{{
			ID: "claire", Name: "Claire, 38 ans", Needs: "Du bon pain en rentrant", Where: []networks.Network{networks.Facebook, networks.Instagram},
			Moments: []strategy.Moment{strategy.Noon, strategy.Afternoon, strategy.Weekend},
		}},
		Channels: []strategy.Channel{
			{Network: networks.Facebook, Role: strategy.RoleNeighbours, PerWeek: 2, Format: strategy.FormatPhoto},
			{Network: networks.Instagram, Role: strategy.RoleShowcase, PerWeek: 2, Format: strategy.FormatPhoto},
			{Network: networks.Google, Role: strategy.RoleFound, PerWeek: 1, Format: strategy.FormatPhoto},
		},
		Pillars: []strategy.Pillar{
			{ID: "products", Name: "Produits", ShareBP: 5000},
			{ID: "behind", Name: "Coulisses", ShareBP: 3000},
			{ID: "local", Name: "Vie locale", ShareBP: 2000},
		},
		Voice: strategy.Voice{Tone: "Simple", Address: strategy.Vous, Emoji: strategy.FewEmoji, Hashtags: []string{"#PainMartin"}},
		Slots: []strategy.Slot{
			{ID: "tue", Weekday: time.Tuesday, Time: at(12, 0)},
			{ID: "fri", Weekday: time.Friday, Time: at(17, 30)},
			{ID: "sun", Weekday: time.Sunday, Time: at(9, 0)},
		},
		Charter: strategy.Charter{Articles: articles, AnswerHours: 48, Who: "Paul", Contact: "contact@martin.example"},
		Crisis: strategy.Crisis{
			Levels:   []strategy.Level{{ID: "low", Name: "Plainte", Answer: "Répondre"}, {ID: "high", Name: "Crise", Answer: "Se taire", Freeze: true}},
			People:   []strategy.Contact{{ID: "paul", Name: "Paul", Phone: "0600000000"}, {ID: "anne", Name: "Anne", Phone: "0600000001"}},
			Messages: []strategy.Prepared{{ID: "first", Text: "Nous vérifions."}},
		},
		Actions: []strategy.Action{{ID: "act", Kind: strategy.KindIdea, Title: "Galettes", Day: saturday.AddDays(10), PillarID: "products"}},
		Budget:  strategy.Budget{Lines: []strategy.BudgetLine{{Cents: 10_000}}, Review: saturday.AddDays(30)},
	}
}

// bakery is what happened around the sound strategy.
func bakery() strategy.Facts {
	f := strategy.Facts{
		Today: saturday,
		Business: business.Business{Trade: business.Bakery, Opening: business.Opening{
			{Weekday: time.Sunday, From: at(7, 0), To: at(13, 0)},
		}},
		Accounts: []networks.Account{{ID: "fb", Network: networks.Facebook, Handle: "Martin"}},
		Paces: map[metrics.Metric]strategy.Pace{
			metrics.Followers:      {Current: new(2228.0), AsOf: saturday, PerMonth: new(153.0)},
			metrics.EngagementRate: {Current: new(0.041), AsOf: saturday, PerMonth: new(0.006)},
			metrics.Reach:          {Current: new(4000.0), AsOf: saturday, PerMonth: new(600.0)},
		},
	}
	for day := time.Tuesday; day <= time.Saturday; day++ {
		f.Business.Opening = append(f.Business.Opening,
			business.Hours{Weekday: day, From: at(15, 0), To: at(19, 30)}, business.Hours{Weekday: day, From: at(7, 0), To: at(13, 0)})
	}
	both := []networks.Network{networks.Facebook, networks.Instagram}
	for week := range strategy.PastDays / 7 {
		f.Past = append(f.Past,
			strategy.Posting{Day: saturday.AddDays(-7*week - 4), Networks: both, Published: true},
			strategy.Posting{Day: saturday.AddDays(-7*week - 1), Networks: both, Published: true})
	}
	for _, days := range []int{0, 3, 40, 41} {
		f.Ahead = append(f.Ahead, strategy.Posting{Day: saturday.AddDays(days), Networks: both})
	}
	return f
}

func text(key string, args ...any) app.Message { return app.Say("strategy.advice."+key, args...) }

func why(key string, args ...any) app.Message { return app.Say("strategy.advice.why."+key, args...) }

func points(v float64) app.Message { return app.Say("metrics.points", "Points", app.Signed(v)) }

func account(n networks.Network) app.Message { return text("account", "Network", n) }

func named(n networks.Network, handle string) app.Message {
	return text("account_named", "Network", n, "Handle", handle)
}

func listOf(first, rest app.Message) app.Message { return text("list", "First", first, "Rest", rest) }

// grounded is a network with what speaks for it.
func grounded(n networks.Network, first string, rest ...string) app.Message {
	grounds := text("ground.network_" + first)
	if len(rest) > 0 {
		grounds = text("also", "First", grounds, "Rest", grounded(n, rest[0], rest[1:]...).Args["Grounds"])
	}
	return text("channel_grounds", "Network", n, "Grounds", grounds)
}

// goodNetworks is what speaks for the networks of the sound strategy.
func goodNetworks() app.Message {
	return listOf(grounded(networks.Facebook, "core", "audience", "regular"),
		listOf(grounded(networks.Instagram, "core", "audience", "regular"), grounded(networks.Google, "core")))
}

// whatIsGood is what the sound strategy is told.
func whatIsGood() []strategy.Advice {
	return []strategy.Advice{
		{
			Question: strategy.AskObjectives, ID: "known", Good: true, Text: text("objective_stretch"),
			Reason: toward("pace_day", 272, 6.8, 5.1),
		},
		{
			Question: strategy.AskObjectives, ID: "loved", Good: true, Text: text("objective_stretch"),
			Reason: why("pace_month", "Gap", points(0.9), "From", saturday, "Due", saturday.AddDays(40), "Count", 40,
				"Needed", points(0.675), "Pace", points(0.6)),
		},
		{
			Question: strategy.AskNetworks, Good: true, Text: text("channels_good", "Count", 3), Reason: why("channels_good_time",
				"Networks", goodNetworks(), "Cost", 150*time.Minute, "Total", 170*time.Minute),
		},
		{
			Question: strategy.AskCadence, Good: true, Text: text("cadence_fits"),
			Reason: weekOfBakery(170 * time.Minute),
		},
		{
			Question: strategy.AskSlots, Good: true, Text: text("slots_fit"), Reason: why("slots_fit", "Count", 3, "Least", 2, "Most", 5),
		},
		{
			Question: strategy.AskBudget, Good: true, Text: text("budget_within"),
			Reason: why("budget", "Planned", app.Cents(10_000), "Limit", app.Cents(15_000)),
		},
		{
			Question: strategy.AskPage, Good: true, Text: text("page_complete"), Reason: why("page_complete", "Count", 14),
		},
	}
}

// weekOfBakery is the computation of the sound strategy's week.
func weekOfBakery(total time.Duration) app.Message {
	cost := func(n networks.Network, times int) app.Message {
		return text("cost", "Network", n, "PerWeek", times, "Each", 20*time.Minute)
	}
	plus := func(first, rest app.Message) app.Message { return text("sum", "First", first, "Rest", rest) }
	return why("cadence", "Sum", plus(cost(networks.Facebook, 2), plus(cost(networks.Instagram, 2), plus(cost(networks.Google, 1),
		text("cost_answers", "Cost", 50*time.Minute)))), "Cost", 150*time.Minute, "Total", total)
}

// closely compares advice, figures to a billionth.
var closely = cmp.Comparer(func(a, b app.Signed) bool { return a-b < 1e-9 && b-a < 1e-9 })

func TestSoundStrategyIsReassured(t *testing.T) {
	if diff := cmp.Diff(whatIsGood(), strategy.Advise(sound(), bakery()), closely); diff != "" {
		t.Error(diff)
	}
}

// adviceCase is one change to the sound strategy or to the facts, and the advice
// that follows from it.
type adviceCase struct {
	name   string
	change func(s *strategy.Strategy, f *strategy.Facts)
	want   strategy.Advice
}

func TestAdviceStatesItsFacts(t *testing.T) {
	for _, test := range adviceCases() {
		t.Run(test.name, func(t *testing.T) {
			s, f := sound(), bakery()
			test.change(&s, &f)
			var found []strategy.Advice
			for _, a := range strategy.Advise(s, f) {
				if a.Text.Key == test.want.Text.Key && a.ID == test.want.ID && a.Network == test.want.Network {
					found = append(found, a)
				}
			}
			if diff := cmp.Diff([]strategy.Advice{test.want}, found, closely); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func adviceCases() []adviceCase {
	return slices.Concat(businessCases(), objectiveCases(), audienceCases(), editorialCases(), rhythmCases(), charterCases(), planCases())
}

func TestAnEmptyStrategyIsToldWhatToBeginWith(t *testing.T) {
	var got []string
	for _, a := range strategy.Advise(strategy.Strategy{}, strategy.Facts{Today: saturday}) {
		got = append(got, string(a.Question)+" "+strings.TrimPrefix(a.Text.Key, "strategy.advice."))
	}
	want := []string{
		"identity mission_missing", "means hours_missing", "means opening_missing", "objectives objective_missing",
		"audiences audience_missing", "networks network_missing", "pillars pillars_missing", "tone emoji_missing",
		"slots slots_missing", "articles article_missing", "answering delay_missing", "answering who_missing",
		"answering contact_missing", "levels level_missing", "people people_missing", "messages message_missing",
		"actions action_missing", "budget review_missing", "page page_missing",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// keysOf collects the sentences of a message and of those within it.
func keysOf(m app.Message, into map[string]bool) {
	into[m.Key] = true
	for _, arg := range m.Args {
		if inner, ok := arg.(app.Message); ok {
			keysOf(inner, into)
		}
	}
}

// Every sentence of advice is the expected answer of one of the tables, which
// state the facts that lead to it.
func TestEveryAdviceIsTested(t *testing.T) {
	data, err := os.ReadFile("../../assets/translations/fr/strategy.advice.json")
	if err != nil {
		t.Fatal(err)
	}
	var sentences map[string]any
	if err := json.Unmarshal(data, &sentences); err != nil {
		t.Fatal(err)
	}
	tested := make(map[string]bool)
	advice := whatIsGood()
	for _, test := range slices.Concat(adviceCases(), channelCases()) {
		advice = append(advice, test.want)
	}
	for _, a := range advice {
		keysOf(a.Text, tested)
		keysOf(a.Reason, tested)
	}
	for _, test := range networkCases() {
		for _, reason := range test.want.Reasons {
			keysOf(reason, tested)
		}
	}
	for _, test := range slotCases() {
		for _, idea := range test.want {
			for _, reason := range idea.Reasons {
				keysOf(reason, tested)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(sentences)) {
		if !tested[key] {
			t.Errorf("no test expects %q", key)
		}
	}
}

// Whatever the answers and the facts: advice comes in the order of the questions,
// never without its reason, and says everything it names, in both languages.
func TestAdviceAlwaysHasItsReason(t *testing.T) {
	var catalogues []*translations.Catalogue
	for _, lang := range translations.Languages() {
		c, err := translations.Load(lang)
		if err != nil {
			t.Fatal(err)
		}
		catalogues = append(catalogues, c)
	}
	rapid.Check(t, func(t *rapid.T) {
		s, f := anyStrategy(t), anyFacts(t)
		check := func(m app.Message) {
			if m.IsZero() {
				t.Fatal("advice without a reason")
			}
			for _, c := range catalogues {
				if said := c.Say(m); said == "" || said == m.Key || strings.Contains(said, "<no value>") || strings.Contains(said, "..") || strings.Contains(said, "strategy.advice.") {
					t.Fatalf("%+v is said as %q", m, said)
				}
			}
		}
		last := 0
		for _, a := range strategy.Advise(s, f) {
			at := slices.Index(strategy.Questions(), a.Question)
			if at < last {
				t.Fatalf("%s comes after a later question", a.Question)
			}
			last = at
			check(a.Text)
			check(a.Reason)
		}
		for _, a := range strategy.AdviseNetworks(s, f) {
			if len(a.Reasons) == 0 || a.PerWeek < 1 {
				t.Fatalf("%+v", a)
			}
			for _, reason := range a.Reasons {
				check(reason)
			}
		}
		for _, idea := range strategy.SuggestSlots(s, f) {
			if len(idea.Reasons) == 0 {
				t.Fatalf("%+v without a reason", idea)
			}
			for _, reason := range idea.Reasons {
				check(reason)
			}
		}
	})
}
