package strategy_test

import (
	"slices"
	"testing"
	"time"

	"parvis/app/business"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// What is just within its bound is not spoken of.
func TestAdviceKeepsSilent(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(s *strategy.Strategy, f *strategy.Facts)
		key    string
	}{
		{"an empty SWOT is optional", func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.SWOT = strategy.SWOT{Threats: []string{""}} }, "swot_sides"},
		{"published thirty days ago", func(_ *strategy.Strategy, f *strategy.Facts) {
			f.Past = []strategy.Posting{{Day: saturday.AddDays(-30), Networks: []networks.Network{networks.Facebook}}}
		}, "audit_silent"},
		{"kept, known since a month but a day", func(_ *strategy.Strategy, f *strategy.Facts) {
			f.Accounts[0].CreatedAt, f.Past = saturday.AddDays(-29).UTC(), nil
		}, "audit_silent"},
		{"kept, of which Parvis knows nothing", func(_ *strategy.Strategy, f *strategy.Facts) { f.Accounts, f.Past = nil, nil }, "audit_silent"},
		{"an audience on a network that the audit leaves", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audits = append(s.Audits, strategy.Audit{Network: networks.X, Verdict: strategy.VerdictStop})
			s.Audiences[0].Where = []networks.Network{networks.X}
		}, "audience_unreached"},
		{"thirteen days that are enough", first(func(o *strategy.Objective) { o.Target, o.Due = new(2290.0), saturday.AddDays(13) }), "objective_short"},
		{"posts do not answer messages", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives, f.Ahead = s.Objectives[:1], nil
			s.Objectives[0].Goal, s.Objectives[0].Metric = strategy.GoalResponse, metrics.Answers
			f.Paces[metrics.Answers] = f.Paces[metrics.Followers]
		}, "objective_no_posts"},
		{"what counts for loyalty", first(func(o *strategy.Objective) { o.Goal, o.Metric = strategy.GoalLoyalty, metrics.Interactions }), "objective_unfit"},
		{"a goal of a later version", first(func(o *strategy.Objective) { o.Goal = "later" }), "objective_unfit"},
		{"a leap that Parvis cannot know", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Channels[0].PerWeek, f.Business.CreatedAt = 21, saturday.AddDays(-55).UTC()
		}, "cadence_leap"},
		{"a network without a rhythm, in a week with room", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels[2].PerWeek = 0 }, "cadence_room"},
		{"slots on the one day there is to propose", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Slots, s.Audiences[0].Moments = []strategy.Slot{{Weekday: time.Monday, Time: at(12, 0)}, {Weekday: time.Monday, Time: at(18, 0)}}, nil
			f.Business.Opening = business.Opening{{Weekday: time.Monday, From: at(9, 0), To: at(19, 0)}}
		}, "slots_same_day"},
		{"two levels", func(*strategy.Strategy, *strategy.Facts) {}, "level_missing"},
		{"stopped and not chosen", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audits[0].Verdict, s.Channels = strategy.VerdictStop, s.Channels[1:]
		}, "audit_stop"},
		{"audited under its name", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audits[0].AccountID, s.Audits[0].Handle = "", "martin "
		}, "audit_missing"},
		{"going down is an aim too", first(func(o *strategy.Objective) { o.Target = new(1000.0) }), "objective_reached"},
		{"fourteen days left", first(func(o *strategy.Objective) { o.Due = saturday.AddDays(14) }), "objective_short"},
		{"due today is not over", first(func(o *strategy.Objective) { o.Due = saturday }), "objective_over"},
		{"due today leaves no day to be realistic in", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Objectives = s.Objectives[:1]
			s.Objectives[0].Due = saturday
		}, "objective_realistic"},
		{"a goal that is none of the goals", first(func(o *strategy.Objective) { o.Goal = "" }), "objective_unfit"},
		{"reached, whatever is placed", func(s *strategy.Strategy, f *strategy.Facts) {
			s.Objectives, f.Ahead = s.Objectives[:1], nil
			f.Paces[metrics.Followers] = strategy.Pace{Current: new(2600.0)}
		}, "objective_no_posts"},
		{"three audiences", func(s *strategy.Strategy, _ *strategy.Facts) { s.Audiences = slices.Repeat(s.Audiences, 3) }, "audiences_many"},
		{"an audience that is nowhere in particular", func(s *strategy.Strategy, _ *strategy.Facts) { s.Audiences[0].Where = nil }, "audience_unreached"},
		{"no network chosen yet", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels = nil }, "audience_unreached"},
		{"a baker who says tu", func(s *strategy.Strategy, _ *strategy.Facts) { s.Voice.Address = strategy.Tu }, "tu_formal"},
		{"five hashtags", func(s *strategy.Strategy, _ *strategy.Facts) { s.Voice.Hashtags = slices.Repeat([]string{"#a"}, 5) }, "hashtags_many"},
		{"no hours, no computation", func(s *strategy.Strategy, _ *strategy.Facts) { s.Profile.MinutesPerWeek = 0 }, "cadence_over"},
		{"nothing published yet is no leap", func(_ *strategy.Strategy, f *strategy.Facts) { f.Past = nil }, "cadence_leap"},
		{"as many slots as posts", func(s *strategy.Strategy, _ *strategy.Facts) {
			for hour := 12; hour < 14; hour++ {
				s.Slots = append(s.Slots, strategy.Slot{Weekday: time.Wednesday, Time: at(hour, 0)})
			}
		}, "slots_many"},
		{"slots before any rhythm", func(s *strategy.Strategy, _ *strategy.Facts) { s.Channels = nil }, "slots_many"},
		{"one slot", func(s *strategy.Strategy, _ *strategy.Facts) { s.Slots = s.Slots[:1] }, "slots_same_day"},
		{"nobody said when they look", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Audiences[0].Moments, s.Slots[1].Time = nil, at(3, 0)
		}, "slot_unseen"},
		{"five articles", func(*strategy.Strategy, *strategy.Facts) {}, "articles_few"},
		{"an action of today", func(s *strategy.Strategy, _ *strategy.Facts) { s.Actions[0].Day = saturday }, "action_overdue"},
		{"an action of the last day", func(s *strategy.Strategy, _ *strategy.Facts) { s.Actions[0].Day = saturday.AddDays(90) }, "action_far"},
		{"an idea of yesterday that became a post", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Actions[0].Day, s.Actions[0].PostID = saturday.AddDays(-1), "post"
		}, "action_overdue"},
		{"an action that is done", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Actions[0].Day, s.Actions[0].Done = saturday.AddDays(-9), true
		}, "action_overdue"},
		{"a task without a pillar", func(s *strategy.Strategy, _ *strategy.Facts) {
			s.Actions[0].Kind, s.Actions[0].PillarID = strategy.KindTask, ""
		}, "action_pillar"},
		{"to the cent", func(s *strategy.Strategy, _ *strategy.Facts) { s.Budget.Lines[0].Cents = 15_000 }, "budget_over"},
		{"a review today", func(s *strategy.Strategy, _ *strategy.Facts) { s.Budget.Review = saturday }, "review_past"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, f := sound(), bakery()
			test.change(&s, &f)
			for _, a := range strategy.Advise(s, f) {
				if a.Text.Key == "strategy.advice."+test.key {
					t.Errorf("got %+v", a)
				}
			}
		})
	}
}
