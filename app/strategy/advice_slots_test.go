package strategy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
	"parvis/app/strategy"
)

// slotCase is what is proposed to a strategy.
type slotCase struct {
	name string
	s    strategy.Strategy
	f    strategy.Facts
	want []strategy.SlotIdea
}

func slotCases() []slotCase {
	weekly := func(posts int, moments ...strategy.Moment) strategy.Strategy {
		return strategy.Strategy{
			Channels:  []strategy.Channel{{Network: networks.Facebook, PerWeek: posts}},
			Audiences: []strategy.Audience{{Name: "Ana", Moments: moments}},
		}
	}
	of := func(trade business.Trade, week ...business.Hours) strategy.Facts {
		return strategy.Facts{Today: saturday, Business: business.Business{Trade: trade, Opening: week}}
	}
	rush := func(trade business.Trade, time app.TimeOfDay) app.Message {
		return why("slot_rush", "Trade", app.Say("business.trade."+string(trade)), "Time", time)
	}
	looks := func(name string, m strategy.Moment) app.Message {
		return why("slot_audience", "Audiences", text("audience", "Name", name), "Moment", app.Say("strategy.moment."+string(m)))
	}
	fills := func(pillar string, share app.Ratio) app.Message {
		return why("slot_pillar", "Pillar", pillar, "Share", share)
	}
	opens := func(day time.Weekday) app.Message { return why("slot_opening", "Weekday", day, "From", at(10, 0)) }
	free := sound()
	free.Slots = nil
	taken := sound()
	taken.Slots = []strategy.Slot{{Weekday: time.Tuesday, Time: at(12, 0), PillarID: "products"}}
	shop := []business.Hours{
		{Weekday: time.Tuesday, From: at(14, 0), To: at(19, 0)},
		{Weekday: time.Tuesday, From: at(10, 0), To: at(12, 0)},
		{Weekday: time.Friday, From: at(7, 30), To: at(12, 0)},
	}
	return []slotCase{
		{"as many as posts already", sound(), bakery(), nil},
		{"no rhythm yet", weekly(0), of(business.Other), nil},
		{"nothing known but the trade", weekly(2), of(business.Other), []strategy.SlotIdea{
			{Weekday: time.Tuesday, Time: at(12, 0), Reasons: []app.Message{rush(business.Other, at(12, 0))}},
			{Weekday: time.Friday, Time: at(12, 0), Reasons: []app.Message{rush(business.Other, at(12, 0))}},
		}},
		{"when the audience looks, by pillar", free, bakery(), []strategy.SlotIdea{
			{Weekday: time.Tuesday, Time: at(12, 0), Pillar: "products", Reasons: []app.Message{looks("Claire, 38 ans", strategy.Noon), fills("Produits", 0.5)}},
			{Weekday: time.Friday, Time: at(12, 0), Pillar: "behind", Reasons: []app.Message{looks("Claire, 38 ans", strategy.Noon), fills("Coulisses", 0.3)}},
		}},
		{"beside a slot there is", taken, bakery(), []strategy.SlotIdea{
			{Weekday: time.Friday, Time: at(12, 0), Pillar: "behind", Reasons: []app.Message{looks("Claire, 38 ans", strategy.Noon), fills("Coulisses", 0.3)}},
		}},
		{"an hour before opening, never at dawn", weekly(3), of(business.Shop, shop...), []strategy.SlotIdea{
			{Weekday: time.Tuesday, Time: at(9, 0), Reasons: []app.Message{opens(time.Tuesday)}},
			{Weekday: time.Tuesday, Time: at(12, 0), Reasons: []app.Message{rush(business.Shop, at(12, 0))}},
			{Weekday: time.Tuesday, Time: at(17, 30), Reasons: []app.Message{rush(business.Shop, at(17, 30))}},
		}},
		{"what speaks twice for a moment", weekly(1, strategy.Morning, strategy.Noon), of(business.Consultancy), []strategy.SlotIdea{
			{Weekday: time.Tuesday, Time: at(12, 0), Reasons: []app.Message{looks("Ana", strategy.Noon), rush(business.Consultancy, at(12, 0))}},
		}},
		{"the week-end on its days", weekly(1, strategy.Weekend), of(business.Bakery, business.Hours{Weekday: time.Sunday, From: at(7, 0), To: at(13, 0)}), []strategy.SlotIdea{
			{Weekday: time.Saturday, Time: at(10, 0), Reasons: []app.Message{looks("Ana", strategy.Weekend)}},
		}},
	}
}

func TestSlotsSuggestedStateTheirFacts(t *testing.T) {
	for _, test := range slotCases() {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, strategy.SuggestSlots(test.s, test.f)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Whatever the answers, slots suggested are new, can be kept, and are no more
// than the posts of the week.
func TestSlotsSuggestedAreWhatTheRhythmNeeds(t *testing.T) {
	type moment struct {
		day time.Weekday
		at  app.TimeOfDay
	}
	rapid.Check(t, func(t *rapid.T) {
		s, f := anyStrategy(t), anyFacts(t)
		taken := make(map[moment]bool)
		for _, slot := range s.Slots {
			taken[moment{slot.Weekday, slot.Time}] = true
		}
		ideas := strategy.SuggestSlots(s, f)
		posts := 0
		for _, c := range s.Channels {
			posts += c.PerWeek
		}
		if n := len(s.Slots) + len(ideas); len(ideas) > 0 && (n > posts || n > strategy.MaxSlots) {
			t.Fatalf("%d slots for %d posts", n, posts)
		}
		for _, idea := range ideas {
			m := moment{idea.Weekday, idea.Time}
			if taken[m] {
				t.Fatalf("%v is taken", m)
			}
			taken[m] = true
			if minutes := idea.Time.Minutes(); idea.Weekday < time.Sunday || idea.Weekday > time.Saturday || minutes < 7*60 || minutes >= 24*60 {
				t.Fatalf("%v is no moment to publish", m)
			}
		}
	})
}
