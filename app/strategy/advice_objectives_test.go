package strategy_test

import (
	"parvis/app"
	"parvis/app/metrics"
	"parvis/app/strategy"
)

// first changes the first objective.
func first(change func(o *strategy.Objective)) func(*strategy.Strategy, *strategy.Facts) {
	return func(s *strategy.Strategy, _ *strategy.Facts) { change(&s.Objectives[0]) }
}

// paced sets where followers stand, today when no day is given, and how they
// move.
func paced(p strategy.Pace) func(*strategy.Strategy, *strategy.Facts) {
	if p.Current != nil && p.AsOf.IsZero() {
		p.AsOf = saturday
	}
	return func(_ *strategy.Strategy, f *strategy.Facts) { f.Paces[metrics.Followers] = p }
}

// toward is the computation of a pace, from today to the day the sound
// objectives are due.
func toward(key string, gap, needed, pace app.Signed) app.Message {
	return why(key, "Gap", gap, "From", saturday, "Due", saturday.AddDays(40), "Count", 40, "Needed", needed, "Pace", pace)
}

func objectiveCases() []adviceCase {
	about := func(txt, reason app.Message) strategy.Advice {
		return strategy.Advice{Question: strategy.AskObjectives, ID: "known", Text: txt, Reason: reason}
	}
	followers := app.Say("metrics.followers")
	unread := app.Say("metrics.reason.no_reading")
	return []adviceCase{
		{"no objective", func(s *strategy.Strategy, _ *strategy.Facts) { s.Objectives = nil }, strategy.Advice{
			Question: strategy.AskObjectives, Text: text("objective_missing"), Reason: why("objective_missing"),
		}},
		{"three objectives", func(s *strategy.Strategy, _ *strategy.Facts) { s.Objectives = append(s.Objectives, s.Objectives[0]) }, strategy.Advice{
			Question: strategy.AskObjectives, Text: text("objectives_many", "Count", 3, "Max", 2), Reason: why("objectives_many", "Count", 3),
		}},
		{"the same figure twice", func(s *strategy.Strategy, _ *strategy.Facts) { s.Objectives[1].Metric = metrics.Followers }, strategy.Advice{
			Question: strategy.AskObjectives, ID: "loved", Text: text("objective_twice", "Metric", followers), Reason: why("objective_twice", "Metric", followers),
		}},
		{"a figure that does not show the goal", first(func(o *strategy.Objective) { o.Goal = strategy.GoalSales }), about(
			text("objective_unfit", "Metric", app.Say("metrics.orders")),
			why("objective_unfit", "Metric", followers, "Goal", app.Say("strategy.goal.sales")))},
		{"without a target", first(func(o *strategy.Objective) { o.Target = nil }), about(text("objective_no_target"), why("objective_no_target"))},
		{"without a day", first(func(o *strategy.Objective) { o.Due = app.Date{} }), about(text("objective_no_due"), why("objective_no_due"))},
		{"due on the day it starts", first(func(o *strategy.Objective) { o.Due = o.Start }), about(text("objective_due_first"),
			why("objective_due_first", "Start", saturday.AddDays(-60), "Due", saturday.AddDays(-60)))},
		{"over since yesterday", first(func(o *strategy.Objective) { o.Due = saturday.AddDays(-1) }), about(text("objective_over"),
			why("objective_over", "Day", saturday.AddDays(-1)))},
		{"without a start", first(func(o *strategy.Objective) { o.From = nil }), about(text("objective_no_start"), why("objective_no_start"))},
		{"going nowhere", first(func(o *strategy.Objective) { o.Target = new(2228.0) }), about(text("objective_no_change"),
			why("objective_no_change", "Value", 2228.0))},
		{"reached exactly", paced(strategy.Pace{Current: new(2500.0), AsOf: saturday.AddDays(-1)}), about(text("objective_reached"),
			why("objective_reached", "Current", 2500.0, "Day", saturday.AddDays(-1), "Target", 2500.0))},
		{"a rate that came down to its target", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives[1].From = new(0.09)
		}, strategy.Advice{
			Question: strategy.AskObjectives, ID: "loved", Text: text("objective_reached"),
			Reason: why("objective_reached", "Current", app.Ratio(0.041), "Day", saturday, "Target", app.Ratio(0.05)),
		}},
		{"never measured", paced(strategy.Pace{Reason: unread}), about(text("objective_unmeasured", "Metric", followers),
			why("objective_unmeasured", "Metric", followers, "Reason", unread))},
		{"a rate never measured", func(_ *strategy.Strategy, f *strategy.Facts) { delete(f.Paces, metrics.EngagementRate) }, strategy.Advice{
			Question: strategy.AskObjectives, ID: "loved", Text: text("objective_unmeasured_rate"),
			Reason: why("objective_unmeasured", "Metric", app.Say("metrics.engagement_rate"), "Reason", unread),
		}},
		{"posts not counted yet", first(func(o *strategy.Objective) { o.Metric = metrics.Published }), about(text("objective_uncounted"),
			why("objective_unmeasured", "Metric", app.Say("metrics.published"), "Reason", unread))},
		{"thirteen days left", first(func(o *strategy.Objective) { o.Due = saturday.AddDays(13) }), about(text("objective_short", "Count", 13),
			why("objective_short", "Day", saturday.AddDays(13), "Gap", app.Signed(272), "Count", 14))},
		{"due today", first(func(o *strategy.Objective) { o.Due = saturday }), about(text("objective_today"),
			why("objective_today", "Gap", app.Signed(272), "Day", saturday))},
		{"nothing placed before it is due", func(_ *strategy.Strategy, f *strategy.Facts) { f.Ahead = f.Ahead[3:] }, about(text("objective_no_posts"),
			why("objective_no_posts", "Today", saturday, "Day", saturday.AddDays(40)))},
		{"three times as fast", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(75.0)}), about(
			text("objective_ambitious", "Times", 3.0), toward("pace_day", 300, 7.5, 2.5))},
		{"as fast as before", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(225.0)}), func() strategy.Advice {
			a := about(text("objective_realistic"), toward("pace_day", 300, 7.5, 7.5))
			a.Good = true
			return a
		}()},
		{"half as fast again", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(150.0)}), func() strategy.Advice {
			a := about(text("objective_stretch"), toward("pace_day", 300, 7.5, 5))
			a.Good = true
			return a
		}()},
		{"ten times as fast", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(22.5)}), about(
			text("objective_far", "Within", 2245.0, "Due", saturday.AddDays(40), "Target", 2500.0, "Later", saturday.AddDays(267)),
			toward("pace_day", 300, 7.5, 0.75))},
		{"not within a year", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(15.0)}), about(
			text("objective_far_target", "Within", 2230.0, "Due", saturday.AddDays(40)),
			toward("pace_day", 300, 7.5, 0.5))},
		{"ten times as fast, downwards", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives[0].From, s.Objectives[0].Target = new(2300.0), new(1900.0)
			f.Paces[metrics.Followers] = strategy.Pace{Current: new(2200.0), AsOf: saturday, PerMonth: new(-22.5)}
		}, about(
			text("objective_far", "Within", 2155.0, "Due", saturday.AddDays(40), "Target", 1900.0, "Later", saturday.AddDays(267)),
			toward("pace_day", -300, -7.5, -0.75))},
		{"one more is no standstill", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives[0].From, s.Objectives[0].Target = new(0.0), new(1.0)
			f.Paces[metrics.Followers] = strategy.Pace{Current: new(0.0), AsOf: saturday, PerMonth: new(0.1)}
		}, about(text("objective_ambitious", "Times", 7.5),
			toward("pace_month", 1, 0.75, 0.1))},
		{"standing still", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(0.0)}), about(text("objective_against"),
			toward("pace_month", 300, 225, 0))},
		{"one a month is no 0 a day", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(1.0)}), about(
			text("objective_far_target", "Within", 2202.0, "Due", saturday.AddDays(40)), toward("pace_month", 300, 225, 1))},
		{"measured ten days ago", paced(strategy.Pace{Current: new(2200.0), AsOf: saturday.AddDays(-10), PerMonth: new(22.5)}), about(
			text("objective_far", "Within", 2257.0, "Due", saturday.AddDays(40), "Target", 2500.0, "Later", saturday.AddDays(257)),
			why("pace_day", "Gap", app.Signed(300), "From", saturday.AddDays(-10), "Due", saturday.AddDays(40), "Count", 50,
				"Needed", app.Signed(6), "Pace", app.Signed(0.75)))},
		{"a little faster, by less than is written", paced(strategy.Pace{Current: new(2200.0), PerMonth: new(224.0)}), func() strategy.Advice {
			a := about(text("objective_realistic"), toward("pace_day", 300, 7.5, 224.0/30))
			a.Good = true
			return a
		}()},
		{"a slow month", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives[0].Target = new(2212.0)
			s.Objectives[0].From = new(2200.0)
			f.Paces[metrics.Followers] = strategy.Pace{Current: new(2200.0), AsOf: saturday, PerMonth: new(-3.0)}
		}, about(text("objective_against"), toward("pace_month", 12, 9, -3))},
		{"a sum of thirty days", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives[0].Metric, s.Objectives[0].From, s.Objectives[0].Target = metrics.Reach, new(4000.0), new(6400.0)
		}, about(text("objective_ambitious", "Times", 3.0),
			toward("pace_month", 2400, 1800, 600))},
		{"measured once", paced(strategy.Pace{Current: new(2200.0)}), about(text("objective_pace_unknown"), why("objective_pace_unknown",
			"Gap", app.Signed(300), "From", saturday, "Due", saturday.AddDays(40), "Count", 40, "Needed", app.Signed(225), "Reason", app.Say("metrics.reason.no_pace")))},
		{"other accounts than before", paced(strategy.Pace{Current: new(2200.0), PaceReason: app.Say("metrics.reason.accounts_changed")}), about(
			text("objective_pace_unknown"), why("objective_pace_unknown",
				"Gap", app.Signed(300), "From", saturday, "Due", saturday.AddDays(40), "Count", 40, "Needed", app.Signed(225), "Reason", app.Say("metrics.reason.accounts_changed")))},
	}
}
