package strategy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
	"parvis/app/strategy/strategytest"
	"parvis/assets/translations"
)

// examples returns the strategy of an owner who took everything of the example
// of each trade.
func examples(t *testing.T) map[business.Trade]strategy.Strategy {
	t.Helper()
	all := make(map[business.Trade]strategy.Strategy)
	for _, trade := range business.Trades() {
		s, f, _ := open(t)
		if err := s.FillAll(t.Context(), strategy.ExampleFor(trade, translations.French), measured()); err != nil {
			t.Fatal(err)
		}
		all[trade] = f.Kept
	}
	return all
}

// nudged is the example of a trade that an owner changed a little, and what is
// known around it.
func nudged(t *rapid.T, all map[business.Trade]strategy.Strategy) (strategy.Strategy, strategy.Facts) {
	trade := rapid.SampledFrom(business.Trades()).Draw(t, "trade")
	s, f := strategytest.Copy(all[trade]), measured()
	f.Business.Trade, f.Business.CreatedAt = trade, today.AddDays(-rapid.SampledFrom([]int{0, 40, 400}).Draw(t, "known")).UTC()
	for i := range f.Accounts {
		f.Accounts[i].CreatedAt = f.Business.CreatedAt
	}
	day := func(name string) app.Date {
		return today.AddDays(rapid.SampledFrom([]int{-40, -1, 0, 5, 20, 90}).Draw(t, name))
	}
	for range rapid.IntRange(0, 4).Draw(t, "changes") {
		switch rapid.SampledFrom([]string{"time", "network", "moments", "where", "hours", "slots", "verdict", "objective", "pace", "posts"}).Draw(t, "change") {
		case "time":
			s.Profile.MinutesPerWeek = rapid.SampledFrom([]int{0, 10, 60, 90, 100, 120, 125, 150, 300, 600}).Draw(t, "minutes")
		case "network":
			c := strategy.Channel{
				Network: anyNetwork.Draw(t, "network"), Role: rapid.SampledFrom(strategy.Roles()).Draw(t, "role"),
				Format: rapid.SampledFrom(append(strategy.Formats(), "")).Draw(t, "format"), PerWeek: rapid.IntRange(0, 4).Draw(t, "posts"),
			}
			s.Channels = slices.DeleteFunc(s.Channels, func(o strategy.Channel) bool { return o.Network == c.Network })
			if rapid.Bool().Draw(t, "chosen") {
				s.Channels = append(s.Channels, c)
			}
		case "moments":
			s.Audiences[0].Moments = rapid.SliceOfN(rapid.SampledFrom(strategy.Moments()), 0, 2).Draw(t, "moments")
		case "where":
			s.Audiences[0].Where = rapid.SliceOfN(anyNetwork, 0, 2).Draw(t, "where")
		case "hours":
			f.Business.Opening = nil
			for _, weekday := range rapid.SliceOfNDistinct(rapid.IntRange(0, 6), 0, 6, rapid.ID).Draw(t, "open") {
				from := rapid.IntRange(6, 17).Draw(t, "from")
				f.Business.Opening = append(f.Business.Opening, business.Hours{Weekday: time.Weekday(weekday), From: at(from, 0), To: at(from+4, 30)})
			}
		case "slots":
			s.Slots = s.Slots[:rapid.IntRange(0, len(s.Slots)).Draw(t, "kept")]
		case "verdict":
			s.Audits[0].Verdict = rapid.SampledFrom(strategy.Verdicts()).Draw(t, "verdict")
		case "objective":
			o := &s.Objectives[0]
			o.Metric, o.Due = rapid.SampledFrom(strategy.Measurable()).Draw(t, "metric"), day("due")
			o.Target = new(rapid.Float64Range(0, 600).Draw(t, "target"))
		case "pace":
			f.Paces[s.Objectives[0].Metric] = strategy.Pace{
				Current: new(rapid.Float64Range(0, 600).Draw(t, "current")), AsOf: today.AddDays(-rapid.IntRange(0, 29).Draw(t, "age")), PerMonth: anyValue(t, -50),
			}
		case "posts":
			f.Ahead, f.Past = nil, some(t, "past", 9, func(t *rapid.T) strategy.Posting {
				return strategy.Posting{Day: today.AddDays(-rapid.IntRange(1, 50).Draw(t, "ago")), Networks: []networks.Network{anyNetwork.Draw(t, "on")}}
			})
		}
	}
	return s, f
}

// told are the keys of what is advised on a question.
func told(s strategy.Strategy, f strategy.Facts, q strategy.Question) []string {
	var keys []string
	for _, a := range strategy.Advise(s, f) {
		if a.Question == q {
			keys = append(keys, strings.TrimPrefix(a.Text.Key, "strategy.advice."))
		}
	}
	return keys
}

// An owner who takes every slot proposed is not told to move one of them.
func TestSlotsTakenAreNotRegretted(t *testing.T) {
	all := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		s, f := nudged(t, all)
		s.Slots = s.Slots[:rapid.IntRange(0, min(1, len(s.Slots))).Draw(t, "kept")]
		moments := rapid.SliceOfN(rapid.SampledFrom(strategy.Moments()), 0, 2).Draw(t, "moments")
		for i := range s.Audiences {
			s.Audiences[i].Moments = moments
		}
		ideas := strategy.SuggestSlots(s, f)
		for _, idea := range ideas {
			s.Slots = append(s.Slots, strategy.Slot{ID: "taken", Weekday: idea.Weekday, Time: idea.Time, PillarID: idea.Pillar})
		}
		for _, a := range strategy.Advise(s, f) {
			if a.ID == "taken" {
				t.Fatalf("a slot proposed is told %s %v", a.Text.Key, a.Text.Args)
			}
		}
		if len(ideas) == 0 {
			return
		}
		for _, key := range told(s, f, strategy.AskSlots) {
			if key == "slots_many" || key == "slots_same_day" || key == "slots_missing" {
				t.Fatalf("%d slots proposed and taken are told %s", len(ideas), key)
			}
		}
	})
}

// An owner who chooses the networks advised, for what and as often as advised,
// is not told to leave one.
func TestNetworksTakenAreNotRegretted(t *testing.T) {
	all := examples(t)
	rapid.Check(t, func(t *rapid.T) {
		s, f := nudged(t, all)
		afresh := rapid.Bool().Draw(t, "afresh")
		if afresh {
			s.Channels = nil
		}
		var taken []strategy.Channel
		for _, a := range strategy.AdviseNetworks(s, f) {
			if a.Fit == strategy.FitYes {
				taken = append(taken, strategy.Channel{Network: a.Network, Role: a.Role, Format: a.Format, PerWeek: a.PerWeek})
			}
		}
		if s.Channels = taken; len(taken) == 0 {
			return
		}
		for _, key := range told(s, f, strategy.AskNetworks) {
			if key == "channels_many" || key == "channel_unfit" {
				t.Fatalf("%v are told %s", taken, key)
			}
		}
		if keys := told(s, f, strategy.AskCadence); afresh && len(taken) > 1 && slices.Contains(keys, "cadence_over") {
			t.Fatalf("%v are told %v", taken, keys)
		}
	})
}

// Nothing is both good and to be changed.
func TestAdviceDoesNotContradictItself(t *testing.T) {
	all := examples(t)
	// What may stand beside something good: another matter than it.
	other := map[strategy.Question][]string{
		strategy.AskObjectives: {"objective_no_posts", "objective_no_start", "objective_twice", "objective_unfit"},
		strategy.AskNetworks:   {"network_worth"},
		strategy.AskCadence:    {"cadence_leap"},
		strategy.AskBudget:     {"review_missing", "review_past"},
	}
	rapid.Check(t, func(t *rapid.T) {
		s, f := nudged(t, all)
		advice := strategy.Advise(s, f)
		for _, good := range advice {
			if !good.Good {
				continue
			}
			for _, a := range advice {
				if a.Question == good.Question && (good.ID == "" || a.ID == good.ID) && !a.Good &&
					!slices.Contains(other[a.Question], strings.TrimPrefix(a.Text.Key, "strategy.advice.")) {
					t.Fatalf("%s beside %s", good.Text.Key, a.Text.Key)
				}
			}
		}
		if good := told(s, f, strategy.AskNetworks); slices.Contains(good, "channels_good") && s.Profile.MinutesPerWeek > 0 && s.WeekMinutes() > s.Profile.MinutesPerWeek {
			t.Fatalf("networks that cost %d of %d minutes are good", s.WeekMinutes(), s.Profile.MinutesPerWeek)
		}
		idle := slices.ContainsFunc(s.Channels, func(c strategy.Channel) bool { return c.PerWeek == 0 })
		if idle || s.Profile.MinutesPerWeek > 0 && s.WeekMinutes() > s.Profile.MinutesPerWeek {
			return
		}
		for _, n := range strategy.AdviseNetworks(s, f) {
			chosen := slices.ContainsFunc(s.Channels, func(c strategy.Channel) bool { return c.Network == n.Network })
			short := slices.ContainsFunc(n.Reasons, func(r app.Message) bool {
				return strings.HasSuffix(r.Key, "network_hours") || strings.HasSuffix(r.Key, "network_crowded")
			})
			if chosen && short {
				t.Fatalf("%s is told that it lacks time in a week that holds it", n.Network)
			}
		}
	})
}

// A new owner is not blamed for what happened before Parvis was there.
func TestANewBusinessIsNotSilent(t *testing.T) {
	for trade, s := range examples(t) {
		f := measured()
		f.Business.Trade, f.Business.CreatedAt = trade, today.UTC()
		for i := range s.Audits {
			s.Audits[i].Verdict = strategy.VerdictKeep
		}
		for i := range f.Accounts {
			f.Accounts[i].CreatedAt = today.UTC()
		}
		f.Past = []strategy.Posting{{Day: today, Networks: []networks.Network{networks.Facebook}}}
		for _, a := range strategy.Advise(s, f) {
			if key := a.Text.Key; strings.HasSuffix(key, "audit_silent") || strings.HasSuffix(key, "cadence_leap") {
				t.Errorf("%s: %s", trade, key)
			}
		}
		for _, n := range strategy.AdviseNetworks(s, f) {
			for _, r := range n.Reasons {
				if r.Key == "strategy.advice.why.network_account" && n.Network != networks.Facebook {
					t.Errorf("%s: %s %v", trade, n.Network, r.Args)
				}
			}
		}
	}
}

// What is needed per month is the same figure wherever it is said: the objective
// of the bakery, measured ten days ago.
func TestNeededPerMonthIsThatOfTheIndicators(t *testing.T) {
	s, f := sound(), bakery()
	asOf, o := saturday.AddDays(-10), s.Objectives[0]
	f.Paces[metrics.Followers] = strategy.Pace{Current: new(2300.0), AsOf: asOf, PerMonth: new(20.0)}
	o.Target, o.Due = new(2325.0), saturday.AddDays(40)
	s.Objectives = []strategy.Objective{o}
	want, _ := metrics.NeededPerMonth(2300, 2325, asOf, o.Due)
	for _, a := range strategy.Advise(s, f) {
		if got, said := a.Reason.Args["Needed"]; said {
			if got != app.Signed(want) || want != 15 {
				t.Errorf("%v a month, not %v", got, want)
			}
			return
		}
	}
	t.Error("nothing is said to be needed")
}
