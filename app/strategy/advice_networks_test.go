package strategy_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// good is what a network is good for in a trade, as a ground of that kind says it.
func good(kind string, trade business.Trade, n networks.Network) app.Message {
	return why("network_"+kind, "Trade", app.Say("business.trade."+string(trade)), "Good", why("network."+string(n)))
}

// channelCases are about the networks chosen, among the cases of advice.
func channelCases() []adviceCase {
	about := func(n networks.Network, txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: strategy.AskNetworks, Network: n, Text: txt, Reason: reason}
	}
	return []adviceCase{
		{"no network", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels = nil }, about(networks.Facebook,
			text("network_missing", "Network", networks.Facebook), good("core", business.Bakery, networks.Facebook))},
		{"no network, and all stopped in the audit", func(s *strategy.Strategy, f *strategy.Facts) {
			for _, a := range strategy.AdviseNetworks(*s, *f) {
				s.Audits = append(s.Audits, strategy.Audit{Network: a.Network, Verdict: strategy.VerdictStop})
			}
			s.Audits, s.Channels = s.Audits[1:], nil
		}, about("", text("network_none"), why("network_none"))},
		{"no network, and an audience elsewhere", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Channels, s.Audiences[0].Where, f.Past = nil, []networks.Network{networks.X}, nil
			f.Business.Trade = business.Association
			f.Accounts = nil
		}, about(networks.X, text("network_missing", "Network", networks.X),
			why("network_audience", "Audiences", text("audience", "Name", "Claire, 38 ans")))},
		{"one that would serve, with time for it", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Channels = slices.Delete(s.Channels, 1, 2)
			s.Profile.MinutesPerWeek = 150
		}, about(networks.Instagram, text("network_worth", "Network", networks.Instagram), good("core", business.Bakery, networks.Instagram))},
		{"a second one, hours not said", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Channels, s.Profile.MinutesPerWeek = s.Channels[:1], 0
		}, about(networks.Instagram, text("network_worth", "Network", networks.Instagram), good("core", business.Bakery, networks.Instagram))},
		{"a network without a role", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels[1].Role = "" }, about(networks.Instagram,
			text("channel_role", "Network", networks.Instagram), why("channel_role"))},
		{"a network where no audience is", func(s *strategy.Strategy, _ *strategy.Facts) { s.Audiences[0].Where = s.Audiences[0].Where[:1] }, about(
			networks.Instagram, text("channel_nobody", "Network", networks.Instagram), why("network_nobody", "Count", 1))},
		{"a network that does not suit", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Channels = append(s.Channels, strategy.Channel{Network: networks.X, Role: strategy.RoleTalk, PerWeek: 1})
			s.Audiences[0].Where = nil
		}, about(networks.X, text("channel_unfit", "Network", networks.X), good("other", business.Bakery, networks.X))},
		{"two that suit for other reasons, hours not said", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Profile.MinutesPerWeek, s.Audiences[0].Where = 0, []networks.Network{networks.TikTok, networks.LinkedIn}
			s.Objectives[0].Goal = strategy.GoalRecruiting
			s.Channels = []strategy.Channel{
				{Network: networks.TikTok, Role: strategy.RoleShowcase, PerWeek: 1},
				{Network: networks.LinkedIn, Role: strategy.RoleRecruit, PerWeek: 1},
			}
			f.Accounts = []networks.Account{{Network: networks.LinkedIn}, {Network: networks.TikTok, CreatedAt: saturday.UTC()}}
		}, strategy.Advice{
			Question: strategy.AskNetworks, Good: true, Text: text("channels_good", "Count", 2), Reason: why("channels_good", "Networks", listOf(
				grounded(networks.TikTok, "audience", "suited", "present"), grounded(networks.LinkedIn, "audience", "hiring", "account"))),
		}},
		{"more networks than minutes", func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.MinutesPerWeek = 109 }, strategy.Advice{
			Question: strategy.AskNetworks, Text: text("channels_many", "Count", 3, "Max", 2),
			Reason: why("channels_many", "Least", 110*time.Minute, "Total", 109*time.Minute),
		}},
	}
}

func TestAdviceOnChannelsStatesItsFacts(t *testing.T) {
	for _, test := range channelCases() {
		t.Run(test.name, func(t *testing.T) {
			s, f := sound(), bakery()
			test.change(&s, &f)
			var found []strategy.Advice
			for _, a := range strategy.Advise(s, f) {
				if a.Text.Key == test.want.Text.Key {
					found = append(found, a)
				}
			}
			if diff := cmp.Diff([]strategy.Advice{test.want}, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAdviceOnChannelsKeepsSilent(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *strategy.Strategy)
		key    string
	}{
		{"a minute too few for one more", func(s *strategy.Strategy) {
			s.Channels = slices.Delete(s.Channels, 1, 2)
			s.Profile.MinutesPerWeek = 129
		}, "network_worth"},
		{"no time beside a network without a rhythm", func(s *strategy.Strategy) {
			s.Channels = slices.Delete(s.Channels, 1, 2)
			s.Channels[1].PerWeek, s.Profile.MinutesPerWeek = 0, 129
		}, "network_worth"},
		{"a third one, hours not said", func(s *strategy.Strategy) {
			s.Channels, s.Profile.MinutesPerWeek = s.Channels[:2], 0
		}, "network_worth"},
		{"just enough for a post on each", func(s *strategy.Strategy) { s.Profile.MinutesPerWeek = 110 }, "channels_many"},
		{"one network, however little time", func(s *strategy.Strategy) {
			s.Channels, s.Profile.MinutesPerWeek = s.Channels[:1], 1
		}, "channels_many"},
		{"one too many", func(s *strategy.Strategy) { s.Profile.MinutesPerWeek = 109 }, "channels_good"},
		{"more posts than time", func(s *strategy.Strategy) { s.Profile.MinutesPerWeek = 149 }, "channels_good"},
		{"too long videos", func(s *strategy.Strategy) { s.Channels[1].Format = strategy.FormatVideo }, "channels_good"},
		{"one where nobody is", func(s *strategy.Strategy) { s.Audiences[0].Where = s.Audiences[0].Where[:1] }, "channels_good"},
		{"a video network alone, with time for it", func(s *strategy.Strategy) {
			s.Channels = []strategy.Channel{{Network: networks.TikTok, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1}}
			s.Audiences[0].Where = nil
		}, "channel_unfit"},
		{"a listing is found without being looked at", func(*strategy.Strategy) {}, "channel_nobody"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := sound()
			test.change(&s)
			for _, a := range strategy.Advise(s, bakery()) {
				if a.Text.Key == "strategy.advice."+test.key {
					t.Errorf("got %+v", a)
				}
			}
		})
	}
}

// networkCase is what one network is worth to a strategy.
type networkCase struct {
	name string
	s    strategy.Strategy
	f    strategy.Facts
	want strategy.NetworkAdvice
}

func networkCases() []networkCase {
	// alone is a network in a trade of which nothing else is known.
	alone := func(trade business.Trade, kind string, want strategy.NetworkAdvice) networkCase {
		known := trade
		if trade == "blacksmith" {
			known = business.Other
		}
		want.Reasons = append(want.Reasons, good(kind, known, want.Network))
		return networkCase{
			name: string(trade) + " " + string(want.Network), f: strategy.Facts{Today: saturday, Business: business.Business{Trade: trade}}, want: want,
		}
	}
	restaurant := strategy.Facts{Today: saturday, Business: business.Business{Trade: business.Restaurant}}
	with := func(minutes int) strategy.Strategy {
		return strategy.Strategy{Profile: strategy.Profile{MinutesPerWeek: minutes}}
	}
	changed := func(change func(s *strategy.Strategy)) strategy.Strategy {
		s := sound()
		change(&s)
		return s
	}
	// beside is the sound strategy without a network, in so many minutes.
	beside := func(minutes int, left networks.Network) strategy.Strategy {
		return changed(func(s *strategy.Strategy) {
			s.Profile.MinutesPerWeek = minutes
			s.Channels = slices.DeleteFunc(s.Channels, func(c strategy.Channel) bool { return c.Network == left })
		})
	}
	known := restaurant
	known.Accounts = []networks.Account{{Network: networks.TikTok}}
	known.Past = []strategy.Posting{{Day: saturday, Networks: []networks.Network{networks.TikTok}}}
	recent := known
	recent.Accounts = []networks.Account{{Network: networks.TikTok, CreatedAt: saturday.AddDays(-55).UTC()}}
	claire := why("network_audience", "Audiences", text("audience", "Name", "Claire, 38 ans"))
	often := why("network_regular", "Count", 16, "Days", 56)
	return []networkCase{
		alone(business.Bakery, "core", strategy.NetworkAdvice{
			Network: networks.Facebook, Fit: strategy.FitYes, Role: strategy.RoleNeighbours, Format: strategy.FormatPhoto, PerWeek: 2,
		}),
		alone(business.Restaurant, "core", strategy.NetworkAdvice{
			Network: networks.Instagram, Fit: strategy.FitYes, Role: strategy.RoleShowcase, Format: strategy.FormatPhoto, PerWeek: 2,
		}),
		alone(business.Garage, "core", strategy.NetworkAdvice{
			Network: networks.Google, Fit: strategy.FitYes, Role: strategy.RoleFound, Format: strategy.FormatPhoto, PerWeek: 1,
		}),
		alone(business.Consultancy, "core", strategy.NetworkAdvice{
			Network: networks.LinkedIn, Fit: strategy.FitYes, Role: strategy.RoleExpertise, Format: strategy.FormatText, PerWeek: 2,
		}),
		alone(business.Consultancy, "suited", strategy.NetworkAdvice{
			Network: networks.WordPress, Fit: strategy.FitMaybe, Role: strategy.RoleExpertise, Format: strategy.FormatArticle, PerWeek: 1,
		}),
		alone(business.Consultancy, "suited", strategy.NetworkAdvice{
			Network: networks.Bluesky, Fit: strategy.FitMaybe, Role: strategy.RoleTalk, Format: strategy.FormatText, PerWeek: 2,
		}),
		alone(business.Association, "suited", strategy.NetworkAdvice{
			Network: networks.Mastodon, Fit: strategy.FitMaybe, Role: strategy.RoleTalk, Format: strategy.FormatText, PerWeek: 1,
		}),
		alone(business.Association, "suited", strategy.NetworkAdvice{
			Network: networks.Telegram, Fit: strategy.FitMaybe, Role: strategy.RoleNeighbours, Format: strategy.FormatText, PerWeek: 1,
		}),
		alone(business.Craft, "suited", strategy.NetworkAdvice{
			Network: networks.YouTube, Fit: strategy.FitMaybe, Role: strategy.RoleExplanation, Format: strategy.FormatVideo, PerWeek: 1,
		}),
		alone(business.Hairdresser, "suited", strategy.NetworkAdvice{
			Network: networks.Pinterest, Fit: strategy.FitMaybe, Role: strategy.RoleShowcase, Format: strategy.FormatPhoto, PerWeek: 1,
		}),
		alone(business.Shop, "suited", strategy.NetworkAdvice{
			Network: networks.TikTok, Fit: strategy.FitMaybe, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1,
		}),
		alone(business.Other, "other", strategy.NetworkAdvice{
			Network: networks.Threads, Fit: strategy.FitNo, Role: strategy.RoleTalk, Format: strategy.FormatText, PerWeek: 2,
		}),
		alone("blacksmith", "other", strategy.NetworkAdvice{
			Network: networks.X, Fit: strategy.FitNo, Role: strategy.RoleTalk, Format: strategy.FormatText, PerWeek: 2,
		}),
		alone(business.Bakery, "core", strategy.NetworkAdvice{ // the third, while nobody said how much time there is
			Network: networks.Google, Fit: strategy.FitMaybe, Role: strategy.RoleFound, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{why("network_trial", "Count", 2)},
		}),
		{"audience, regular posts and a rhythm", sound(), bakery(), strategy.NetworkAdvice{
			Network: networks.Facebook, Fit: strategy.FitYes, Role: strategy.RoleNeighbours, Format: strategy.FormatPhoto, PerWeek: 2,
			Reasons: []app.Message{
				good("core", business.Bakery, networks.Facebook), claire, often,
				why("network_planned", "Count", 2, "Each", 20*time.Minute, "Cost", 40*time.Minute),
			},
		}},
		{"what the first ones left, to the minute", beside(150, networks.Google), bakery(), strategy.NetworkAdvice{
			Network: networks.Google, Fit: strategy.FitYes, Role: strategy.RoleFound, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{
				good("core", business.Bakery, networks.Google),
				why("network_cost", "Count", 1, "Each", 20*time.Minute, "Cost", 20*time.Minute, "Left", 20*time.Minute),
			},
		}},
		{"less often for want of time", beside(149, networks.Instagram), bakery(), strategy.NetworkAdvice{
			Network: networks.Instagram, Fit: strategy.FitYes, Role: strategy.RoleShowcase, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{
				good("core", business.Bakery, networks.Instagram), claire, often,
				why("network_cost", "Count", 1, "Each", 20*time.Minute, "Cost", 20*time.Minute, "Left", 39*time.Minute),
			},
		}},
		{"later, for want of time", beside(120, networks.Instagram), bakery(), strategy.NetworkAdvice{
			Network: networks.Instagram, Fit: strategy.FitMaybe, Role: strategy.RoleShowcase, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{
				why("network_hours", "Cost", 20*time.Minute, "Left", 10*time.Minute, "Total", 2*time.Hour),
				good("core", business.Bakery, networks.Instagram), claire, often,
			},
		}},
		{"no, for want of time", with(130), restaurant, strategy.NetworkAdvice{
			Network: networks.TikTok, Fit: strategy.FitNo, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1,
			Reasons: []app.Message{
				why("network_hours", "Cost", time.Hour, "Left", time.Duration(0), "Total", 130*time.Minute),
				good("suited", business.Restaurant, networks.TikTok),
			},
		}},
		{"chosen, with no time even for one post", changed(func(s *strategy.Strategy) {
			s.Profile.MinutesPerWeek = 100
			s.Channels[1].Format, s.Channels[1].Role = strategy.FormatCarousel, strategy.RoleSelling
		}), bakery(), strategy.NetworkAdvice{
			Network: networks.Instagram, Fit: strategy.FitMaybe, Role: strategy.RoleSelling, Format: strategy.FormatCarousel, PerWeek: 2,
			Reasons: []app.Message{
				why("network_crowded", "Cost", 45*time.Minute, "Left", 30*time.Minute, "Total", 100*time.Minute),
				good("core", business.Bakery, networks.Instagram), claire, often,
			},
		}},
		{"chosen alone, with no time for it", changed(func(s *strategy.Strategy) {
			s.Profile.MinutesPerWeek, s.Channels = 60, s.Channels[:1]
		}), bakery(), strategy.NetworkAdvice{
			Network: networks.Facebook, Fit: strategy.FitYes, Role: strategy.RoleNeighbours, Format: strategy.FormatPhoto, PerWeek: 2,
			Reasons: []app.Message{
				good("core", business.Bakery, networks.Facebook), claire, often,
				why("network_first", "Cost", 20*time.Minute, "Answers", 50*time.Minute, "Total", 60*time.Minute),
			},
		}},
		{"the third one chosen, hours not said", changed(func(s *strategy.Strategy) { s.Profile.MinutesPerWeek = 0 }), bakery(), strategy.NetworkAdvice{
			Network: networks.Google, Fit: strategy.FitMaybe, Role: strategy.RoleFound, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{why("network_trial", "Count", 2), good("core", business.Bakery, networks.Google)},
		}},
		{"one all the same", with(50), restaurant, strategy.NetworkAdvice{
			Network: networks.Instagram, Fit: strategy.FitYes, Role: strategy.RoleShowcase, Format: strategy.FormatPhoto, PerWeek: 1,
			Reasons: []app.Message{
				good("core", business.Restaurant, networks.Instagram),
				why("network_first", "Cost", 20*time.Minute, "Answers", 50*time.Minute, "Total", 50*time.Minute),
			},
		}},
		{"no audience there", changed(func(s *strategy.Strategy) { s.Audiences = append(s.Audiences, strategy.Audience{Name: "Tous"}) }), bakery(), strategy.NetworkAdvice{
			Network: networks.TikTok, Fit: strategy.FitNo, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1,
			Reasons: []app.Message{why("network_nobody", "Count", 1), good("suited", business.Bakery, networks.TikTok)},
		}},
		{"two audiences there", changed(func(s *strategy.Strategy) {
			s.Profile.MinutesPerWeek = 0
			s.Audiences = []strategy.Audience{{Name: "Ana", Where: []networks.Network{networks.X}}, {Where: []networks.Network{networks.X}}}
		}), bakery(), strategy.NetworkAdvice{
			Network: networks.X, Fit: strategy.FitMaybe, Role: strategy.RoleTalk, Format: strategy.FormatText, PerWeek: 2,
			Reasons: []app.Message{why("network_audience", "Audiences",
				listOf(text("audience", "Name", "Ana"), text("audience", "Name", text("audience_unnamed")))), good("other", business.Bakery, networks.X)},
		}},
		{"an account hardly used", strategy.Strategy{}, known, strategy.NetworkAdvice{
			Network: networks.TikTok, Fit: strategy.FitMaybe, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1,
			Reasons: []app.Message{good("suited", business.Restaurant, networks.TikTok), why("network_account", "Count", 1, "Days", 56)},
		}},
		{"an account that Parvis has just come to know", strategy.Strategy{}, recent, strategy.NetworkAdvice{
			Network: networks.TikTok, Fit: strategy.FitMaybe, Role: strategy.RoleShowcase, Format: strategy.FormatReel, PerWeek: 1,
			Reasons: []app.Message{good("suited", business.Restaurant, networks.TikTok), why("network_present")},
		}},
		{"somebody to hire", strategy.Strategy{Objectives: []strategy.Objective{{Goal: strategy.GoalRecruiting}}}, restaurant, strategy.NetworkAdvice{
			Network: networks.LinkedIn, Fit: strategy.FitMaybe, Role: strategy.RoleExpertise, Format: strategy.FormatText, PerWeek: 1,
			Reasons: []app.Message{why("network_hiring"), good("other", business.Restaurant, networks.LinkedIn)},
		}},
		{"stopped in the audit", changed(func(s *strategy.Strategy) { s.Audits[0].Verdict = strategy.VerdictStop }), bakery(), strategy.NetworkAdvice{
			Network: networks.Facebook, Fit: strategy.FitNo, Role: strategy.RoleNeighbours, Format: strategy.FormatPhoto, PerWeek: 2,
			Reasons: []app.Message{why("network_stopped", "Account", named(networks.Facebook, "Martin"))},
		}},
		{"one account stopped, another kept", changed(func(s *strategy.Strategy) {
			s.Audits = append(s.Audits, strategy.Audit{ID: "old", Network: networks.Facebook, Verdict: strategy.VerdictStop})
			s.Profile.MinutesPerWeek = 0
		}), bakery(), strategy.NetworkAdvice{
			Network: networks.Facebook, Fit: strategy.FitYes, Role: strategy.RoleNeighbours, Format: strategy.FormatPhoto, PerWeek: 2,
			Reasons: []app.Message{good("core", business.Bakery, networks.Facebook), claire, often},
		}},
	}
}

func TestAdviceOnANetworkStatesItsFacts(t *testing.T) {
	for _, test := range networkCases() {
		t.Run(test.name, func(t *testing.T) {
			var found []strategy.NetworkAdvice
			for _, a := range strategy.AdviseNetworks(test.s, test.f) {
				if a.Network == test.want.Network {
					found = append(found, a)
				}
			}
			if diff := cmp.Diff([]strategy.NetworkAdvice{test.want}, found); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// For every trade something is advised, with a role, a format and a rhythm that
// this program knows.
func TestEveryTradeHasNetworks(t *testing.T) {
	for _, trade := range business.Trades() {
		all := strategy.AdviseNetworks(strategy.Strategy{}, strategy.Facts{Business: business.Business{Trade: trade}})
		if all[0].Fit != strategy.FitYes || all[len(all)-1].Fit != strategy.FitNo {
			t.Errorf("%s: from %s to %s", trade, all[0].Fit, all[len(all)-1].Fit)
		}
		for _, a := range all {
			if !slices.Contains(strategy.Roles(), a.Role) || !slices.Contains(strategy.Formats(), a.Format) ||
				a.PerWeek < 1 || a.PerWeek > strategy.MaxPerWeek || a.Network.Name() == string(a.Network) {
				t.Errorf("%s: %+v", trade, a)
			}
		}
	}
}

// The networks come best first, each once, and those that are advised fit into
// the hours beside those chosen, unless it is the only one.
func TestNetworksAdvisedFitIntoTheWeek(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, f := anyStrategy(t), anyFacts(t)
		all := strategy.AdviseNetworks(s, f)
		seen := make(map[networks.Network]bool)
		yes, cost := len(s.Channels), 0
		more := false
		for _, c := range s.Channels {
			cost += max(c.PerWeek, 1) * s.Rhythm.MinutesFor(c.Format)
		}
		for i, a := range all {
			if seen[a.Network] {
				t.Fatalf("%s comes twice", a.Network)
			}
			seen[a.Network] = true
			if i > 0 && all[i-1].Fit != a.Fit && (a.Fit == strategy.FitYes || all[i-1].Fit == strategy.FitNo) {
				t.Fatalf("%s after %s", a.Fit, all[i-1].Fit)
			}
			chosen := slices.ContainsFunc(s.Channels, func(c strategy.Channel) bool { return c.Network == a.Network })
			if a.Fit == strategy.FitYes && !chosen {
				more = true
				yes++
				cost += a.PerWeek * s.Rhythm.MinutesFor(a.Format)
			}
		}
		if hours := s.Profile.MinutesPerWeek; hours > 0 && more && yes > 1 && cost+s.Rhythm.Answering() > hours {
			t.Fatalf("%d networks cost %d minutes and answers %d, of %d", yes, cost, s.Rhythm.Answering(), hours)
		}
	})
}
