package strategy_test

import (
	"slices"
	"time"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/strategy"
)

func businessCases() []adviceCase {
	audit := func(verdict strategy.Verdict, note string) func(*strategy.Strategy, *strategy.Facts) {
		return func(s *strategy.Strategy, _ *strategy.Facts) { s.Audits[0].Verdict, s.Audits[0].Note = verdict, note }
	}
	about := func(txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: strategy.AskAudit, ID: "audit", Network: networks.Facebook, Text: txt, Reason: reason}
	}
	martin := named(networks.Facebook, "Martin")
	return []adviceCase{
		{"blank mission", func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.Mission = " \n" }, strategy.Advice{
			Question: strategy.AskIdentity, Text: text("mission_missing"), Reason: why("mission"),
		}},
		{"strengths only", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Profile.SWOT = strategy.SWOT{Strengths: []string{"Levain", "", "Four à bois"}, Threats: []string{" "}}
		}, strategy.Advice{
			Question: strategy.AskSWOT, Reason: why("swot_sides", "Count", 2),
			Text: text("swot_sides", "Sides", listOf(text("side.weaknesses"), listOf(text("side.opportunities"), text("side.threats")))),
		}},
		{"all but strengths", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Profile.SWOT = strategy.SWOT{Weaknesses: []string{"x"}, Opportunities: []string{"y"}, Threats: []string{"z"}}
		}, strategy.Advice{
			Question: strategy.AskSWOT, Reason: why("swot_sides", "Count", 3), Text: text("swot_sides", "Sides", text("side.strengths")),
		}},
		{"hours not said", func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.MinutesPerWeek = 0 }, strategy.Advice{
			Question: strategy.AskMeans, Text: text("hours_missing"), Reason: why("hours_missing"),
		}},
		{"opening hours not said", func(_ *strategy.Strategy, f *strategy.Facts) { f.Business.Opening = nil }, strategy.Advice{
			Question: strategy.AskMeans, Text: text("opening_missing"), Reason: why("opening_missing"),
		}},
		{"account without a verdict", audit("", ""), about(text("audit_undecided", "Account", martin), why("audit_undecided"))},
		{"kept, silent for eight weeks", func(_ *strategy.Strategy, f *strategy.Facts) { f.Past = nil }, about(
			text("audit_silent", "Account", martin), why("silent_long", "Network", networks.Facebook, "Count", 56))},
		{"kept, silent for the month that Parvis has known it", func(_ *strategy.Strategy, f *strategy.Facts) {
			// At 23:30 UTC it is the day after in Paris.
			f.Business.Zone, f.Past = "Europe/Paris", nil
			f.Accounts[0].CreatedAt = saturday.AddDays(-31).UTC().Add(23*time.Hour + 30*time.Minute)
		}, about(text("audit_silent", "Account", martin), why("silent_long", "Network", networks.Facebook, "Count", 30))},
		{"kept, silent for 31 days", func(_ *strategy.Strategy, f *strategy.Facts) {
			f.Past = []strategy.Posting{
				{Day: saturday.AddDays(-31), Networks: []networks.Network{networks.Facebook}},
				{Day: saturday.AddDays(-40), Networks: []networks.Network{networks.Facebook}},
				{Day: saturday.AddDays(-1), Networks: []networks.Network{networks.Instagram}},
			}
		}, about(text("audit_silent", "Account", martin), why("silent_since", "Network", networks.Facebook, "Day", saturday.AddDays(-31), "Count", 31))},
		{"to improve, without a word", audit(strategy.VerdictImprove, " "), about(text("audit_note", "Account", martin), why("audit_note"))},
		{"stopped, but chosen", audit(strategy.VerdictStop, ""), about(
			text("audit_stop", "Account", martin), why("audit_stop", "Network", networks.Facebook, "Count", 2))},
		{"account that nobody judged", func(s *strategy.Strategy, f *strategy.Facts) {
			f.Accounts = append(f.Accounts, networks.Account{ID: "x", Network: networks.X})
		}, strategy.Advice{
			Question: strategy.AskAudit, ID: "x", Network: networks.X, Text: text("audit_missing", "Account", account(networks.X)),
			Reason: why("audit_missing", "Network", networks.X),
		}},
	}
}

func audienceCases() []adviceCase {
	return []adviceCase{
		{"no audience", func(s *strategy.Strategy, _ *strategy.Facts) { s.Audiences = nil }, strategy.Advice{
			Question: strategy.AskAudiences, Text: text("audience_missing"), Reason: why("audience_missing"),
		}},
		{"four audiences", func(s *strategy.Strategy, _ *strategy.Facts) { s.Audiences = slices.Repeat(s.Audiences, 4) }, strategy.Advice{
			Question: strategy.AskAudiences, Text: text("audiences_many", "Max", 3), Reason: why("audiences_many", "Count", 4),
		}},
		{"an audience without needs or name", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audiences[0].Name, s.Audiences[0].Needs = "", " "
		}, strategy.Advice{
			Question: strategy.AskAudiences, ID: "claire", Text: text("audience_needs", "Audience", text("audience_unnamed")), Reason: why("audience_needs"),
		}},
		{"an audience that is elsewhere", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audiences[0].Where = []networks.Network{networks.TikTok, networks.X}
		}, strategy.Advice{
			Question: strategy.AskAudiences, ID: "claire", Text: text("audience_unreached", "Audience", "Claire, 38 ans"),
			Reason: why("audience_unreached", "Where", listOf(account(networks.TikTok), account(networks.X))),
		}},
	}
}

func editorialCases() []adviceCase {
	about := func(q strategy.Question, txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: q, Text: txt, Reason: reason}
	}
	pillar := func(txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: strategy.AskPillars, ID: "local", Text: txt, Reason: reason}
	}
	return []adviceCase{
		{"no pillar", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars = nil }, about(strategy.AskPillars,
			text("pillars_missing", "Min", 3, "Max", 5), why("pillars_missing"))},
		{"two pillars", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars = s.Pillars[:2] }, about(strategy.AskPillars,
			text("pillars_few", "Min", 3), why("pillars_few", "Count", 2))},
		{"80 %", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars = s.Pillars[:2] }, about(strategy.AskPillars,
			text("shares_under", "Gap", app.Ratio(0.2)), why("shares", "Sum", app.Ratio(0.8)))},
		{"105 %", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars[0].ShareBP = 5500 }, about(strategy.AskPillars,
			text("shares_over", "Gap", app.Ratio(0.05)), why("shares", "Sum", app.Ratio(1.05)))},
		{"a pillar without a name", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars[2].Name = " " }, pillar(
			text("pillar_unnamed"), why("pillar_unnamed", "Share", app.Ratio(0.2)))},
		{"the same pillar twice", func(s *strategy.Strategy, _ *strategy.Facts) { s.Pillars[2].Name = "produits " }, pillar(
			text("pillar_twice"), why("pillar_twice", "Name", "produits"))},
		{"emoji not chosen", func(s *strategy.Strategy, _ *strategy.Facts) { s.Voice.Emoji = "" }, about(strategy.AskTone,
			text("emoji_missing"), why("emoji_missing", "Count", 3))},
		{"a consultant who says tu", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Voice.Address, f.Business.Trade = strategy.Tu, business.Consultancy
		}, about(strategy.AskTone, text("tu_formal"), why("tu_formal", "Trade", app.Say("business.trade.consultancy")))},
		{"a word to say and to avoid", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Voice.Say, s.Voice.Avoid = []string{"artisanal ", "Artisanal", ""}, []string{"", "ARTISANAL"}
		}, about(strategy.AskWords, text("word_both", "Word", "artisanal"), why("word_both"))},
		{"a hashtag in two words", func(s *strategy.Strategy, _ *strategy.Facts) { s.Voice.Hashtags = []string{" #pain de élise"} }, about(strategy.AskWords,
			text("hashtag_spaces", "Tag", "#pain de élise", "Joined", "#PainDeÉlise"), why("hashtag_spaces"))},
		{"six hashtags", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Voice.Hashtags = []string{"#a", "#b", "#c", " ", "#d", "#e", "f"}
		}, about(strategy.AskWords, text("hashtags_many", "Max", 5), why("hashtags_many", "Count", 6, "Max", 5))},
	}
}

func rhythmCases() []adviceCase {
	about := func(q strategy.Question, txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: q, Text: txt, Reason: reason}
	}
	hours := func(minutes int) func(*strategy.Strategy, *strategy.Facts) {
		return func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.MinutesPerWeek = minutes }
	}
	good := func(a strategy.Advice) strategy.Advice {
		a.Good = true
		return a
	}
	return []adviceCase{
		{"a network where nothing is planned", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels[1].PerWeek = 0 }, strategy.Advice{
			Question: strategy.AskCadence, Network: networks.Instagram, Text: text("cadence_none", "Network", networks.Instagram),
			Reason: why("cadence_none", "Network", networks.Instagram),
		}},
		{"a minute too long", hours(149), about(strategy.AskCadence, text("cadence_over", "Over", time.Minute), weekOfBakery(149*time.Minute))},
		{"exactly on time", hours(150), good(about(strategy.AskCadence, text("cadence_fits"), weekOfBakery(150*time.Minute)))},
		{"half an hour left", hours(180), good(about(strategy.AskCadence,
			text("cadence_room", "Left", 30*time.Minute), weekOfBakery(180*time.Minute)))},
		{"three times as often as before", func(_ *strategy.Strategy, f *strategy.Facts) {
			f.Past = []strategy.Posting{
				{Day: saturday.AddDays(-18), Networks: []networks.Network{networks.Facebook, networks.Instagram}},
				{Day: saturday.AddDays(-3), Networks: []networks.Network{networks.Facebook, networks.Instagram, networks.Google}},
			}
		}, about(strategy.AskCadence, text("cadence_leap", "Planned", 5), why("cadence_leap", "Count", 3, "Past", 5.0/3, "Planned", 5))},
		{"no slot", func(s *strategy.Strategy, _ *strategy.Facts) { s.Slots = nil }, about(strategy.AskSlots,
			text("slots_missing"), why("slots_missing", "Count", 2))},
		{"no slot and no network", func(s *strategy.Strategy, _ *strategy.Facts) { s.Slots, s.Channels = nil, nil }, about(strategy.AskSlots,
			text("slots_missing"), why("slots_missing", "Count", 1))},
		{"a slot more than posts", func(s *strategy.Strategy, _ *strategy.Facts) {
			for hour := 12; hour < 15; hour++ {
				s.Slots = append(s.Slots, strategy.Slot{Weekday: time.Wednesday, Time: at(hour, 0)})
			}
		}, about(strategy.AskSlots, text("slots_many", "Count", 1), why("slots_many", "Count", 6, "Most", 5))},
		{"fewer slots than posts", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels[1].Format = strategy.FormatReel }, about(strategy.AskSlots,
			text("slots_few", "Count", 1), why("slots_few", "Count", 3, "Least", 4))},
		{"fewer slots than moments allow", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Audiences[0].Moments, f.Business.Opening = []strategy.Moment{strategy.Weekend}, f.Business.Opening[1:5]
			s.Channels[0].PerWeek = 4
			s.Slots = []strategy.Slot{{Weekday: time.Saturday, Time: at(10, 0)}, {Weekday: time.Sunday, Time: at(10, 0)}}
		}, about(strategy.AskSlots, text("slots_few", "Count", 2), why("slots_none", "Moments", app.Say("strategy.moment.weekend")))},
		{"all on one day", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Slots = []strategy.Slot{{Weekday: time.Friday, Time: at(12, 0)}, {Weekday: time.Friday, Time: at(17, 0)}}
		}, about(strategy.AskSlots, text("slots_same_day"), why("slots_same_day", "Count", 2, "Weekday", time.Friday))},
		{"when nobody looks", func(s *strategy.Strategy, _ *strategy.Facts) { s.Slots[1].Time = at(18, 0) }, strategy.Advice{
			Question: strategy.AskSlots, ID: "fri", Text: text("slot_unseen", "Weekday", time.Friday, "Time", at(18, 0)),
			Reason: why("slot_unseen", "Moments", listOf(app.Say("strategy.moment.noon"),
				listOf(app.Say("strategy.moment.afternoon"), app.Say("strategy.moment.weekend")))),
		}},
	}
}
