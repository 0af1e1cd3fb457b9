package ideas

import (
	"cmp"
	"fmt"
	"slices"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/strategy"
)

// perKind is how many ideas one kind gives a day.
const perKind = 2

// month is about how many days a month has, to say how long ago something was.
const month = 30

// propose returns the ideas for a day, kind after kind, those that have no moment of
// their own at a free one. The same facts give the same ideas.
func (f facts) propose(day app.Date) []Idea {
	var all []Idea
	for _, kind := range []func(app.Date) []Idea{
		f.keyDates, f.slots, f.lacking, f.planned, f.waiting, f.saidWell, f.spokenOf,
	} {
		some := kind(day)
		all = append(all, some[:min(len(some), perKind)]...)
	}
	for i := range all {
		if all[i].At.IsZero() {
			all[i].At = f.at(day, all[i].PillarID)
		}
	}
	return all
}

// pick keeps at most n ideas: the best of every kind first, so that none hides
// another, then the next; in the order they came.
func pick(all []Idea, n int) []Idea {
	rank := make([]int, len(all))
	for i := range all {
		if i > 0 && all[i].Kind == all[i-1].Kind {
			rank[i] = rank[i-1] + 1
		}
	}
	kept := make([]bool, len(all))
	left := n
	for r := range perKind {
		for i := range all {
			if rank[i] == r && left > 0 {
				kept[i] = true
				left--
			}
		}
	}
	var picked []Idea
	for i, idea := range all {
		if kept[i] {
			picked = append(picked, idea)
		}
	}
	return picked
}

// keyDates are the dates that come soon and that no post is for, the nearest
// first.
func (f facts) keyDates(day app.Date) []Idea {
	var all []Idea
	for _, k := range f.dates {
		days := day.DaysUntil(k.Date)
		if k.Note || days < 0 || days > horizon {
			continue
		}
		if slices.ContainsFunc(f.placed, func(p editorial.Summary) bool { return speaksOf(k, p.At.Date) }) {
			continue
		}
		name := k.Name()
		if k.Confirm {
			name = app.Say("ideas.to_confirm", "Name", name)
		}
		reason := app.Say("ideas.reason.key_date", "Name", name, "Count", days, "Day", k.Date, "Lead", lead)
		if days == 0 {
			reason = app.Say("ideas.reason.key_date_today", "Name", name)
		}
		all = append(all, Idea{
			Kind: KeyDate, Title: k.Name(), Reason: reason, occasion: k.ID + " " + k.Date.String(),
		})
	}
	return all
}

// slots are the moments that the strategy keeps for a post on that day of the
// week and that none takes.
func (f facts) slots(day app.Date) []Idea {
	there := f.on(day)
	var all []Idea
	for _, s := range f.strategy.Slots {
		at := app.Civil{Date: day, Time: s.Time}
		taken := slices.ContainsFunc(there, func(p editorial.Summary) bool { return p.At.Time == s.Time })
		if s.Weekday != day.Weekday() || taken || !f.now.Before(at) {
			continue
		}
		title := app.Say("ideas.title.slot")
		if name := f.pillar(s.PillarID); name != "" {
			title = app.Say("ideas.title.pillar", "Pillar", name)
		}
		all = append(all, Idea{
			Kind: Slot, Title: title, PillarID: s.PillarID, At: at, occasion: string(s.ID) + " " + day.String(),
			Reason: app.Say("ideas.reason.slot", "Day", app.Say(fmt.Sprintf("date.weekday.%d", s.Weekday)), "Time", s.Time),
		})
	}
	slices.SortStableFunc(all, func(a, b Idea) int { return cmp.Compare(a.At.Time.Minutes(), b.At.Time.Minutes()) })
	return all
}

// lacking are the pillars that are short of posts in the month, the one that
// lacks most first; without any post, the greatest pillars.
func (f facts) lacking(day app.Date) []Idea {
	var placed []editorial.Summary
	for _, p := range f.placed {
		if p.At.Date.FirstOfMonth() == day.FirstOfMonth() {
			placed = append(placed, p)
		}
	}
	balance := editorial.BalanceOf(placed, f.strategy.Pillars)
	counted := balance.Total - balance.NoPillar
	var all []Idea
	var lacks []int
	for _, r := range balance.Rows {
		missing, target := 1, app.Ratio(float64(r.TargetBP)/10_000)
		if r.TargetBP < 10_000 {
			missing = r.Missing(counted)
		}
		reason := app.Say("ideas.reason.balance", "Pillar", r.Pillar.Name, "Posts", r.Count, "Of", counted,
			"Actual", app.Ratio(float64(r.ActualBP)/10_000), "Target", target, "Count", missing)
		switch {
		case r.TargetBP == 0:
			continue
		case counted == 0:
			missing = r.TargetBP
			reason = app.Say("ideas.reason.balance_empty", "Pillar", r.Pillar.Name, "Target", target)
		case r.ActualBP >= r.TargetBP || missing == 0:
			continue
		}
		lacks = append(lacks, missing)
		all = append(all, Idea{
			Kind: Balance, Title: app.Say("ideas.title.pillar", "Pillar", r.Pillar.Name), Reason: reason,
			PillarID: r.Pillar.ID, occasion: string(r.Pillar.ID),
		})
	}
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lacks[b], lacks[a]) })
	sorted := make([]Idea, len(all))
	for i, o := range order {
		sorted[i] = all[o]
	}
	return sorted
}

// planned are the ideas of the action plan that are no post yet and the nearest to
// the day, those without a day last.
func (f facts) planned(day app.Date) []Idea {
	actions := slices.Clone(f.actions)
	away := func(a strategy.Action) int {
		if a.Day.IsZero() {
			return 1 << 30
		}
		return max(day.DaysUntil(a.Day), a.Day.DaysUntil(day))
	}
	slices.SortStableFunc(actions, func(a, b strategy.Action) int { return cmp.Compare(away(a), away(b)) })
	var all []Idea
	for _, a := range actions[:min(len(actions), perKind)] {
		reason := app.Say("ideas.reason.plan_someday")
		if !a.Day.IsZero() {
			reason = app.Say("ideas.reason.plan", "Day", a.Day)
		}
		all = append(all, Idea{
			Kind: Plan, Title: app.Say("ideas.title.words", "Words", a.Title), Reason: reason,
			PillarID: a.PillarID, of: a.ID, occasion: string(a.ID),
		})
	}
	return all
}

// waiting are the newest posts without a day; those without a word are passed over.
func (f facts) waiting(app.Date) []Idea {
	var all []Idea
	for _, p := range f.unplaced {
		switch {
		case len(all) == perKind:
			return all
		case p.Title == "" || p.Fixed() || !stands(p.State):
			continue
		}
		all = append(all, Idea{
			Kind: Waiting, Title: app.Say("ideas.title.words", "Words", p.Title),
			Reason:   app.Say("ideas.reason.waiting", "State", p.State.Name()),
			PillarID: p.PillarID, of: p.ID, occasion: string(p.ID),
		})
	}
	return all
}

// saidWell are the posts that did well long enough ago, best first; one that was
// said again around the day, under the same title, is passed over.
func (f facts) saidWell(day app.Date) []Idea {
	var all []Idea
	for _, b := range f.best {
		again := slices.ContainsFunc(f.placed, func(p editorial.Summary) bool {
			return p.Title == b.Title && max(p.At.Date.DaysUntil(day), day.DaysUntil(p.At.Date)) <= rest
		})
		waits := slices.ContainsFunc(f.unplaced, func(p editorial.Summary) bool { return p.Title == b.Title })
		if again || waits || b.Title == "" {
			continue
		}
		all = append(all, Idea{
			Kind: Evergreen, Title: app.Say("ideas.title.words", "Words", b.Title), Text: f.texts[b.PostID],
			Reason: app.Say("ideas.reason.evergreen", "Months", b.Published.Date.DaysUntil(f.now.Date)/month, "Rate", app.Ratio(b.Rate),
				"Reach", int(*b.Reach), "Median", app.Ratio(f.median), "Count", f.measured),
			PillarID: b.PillarID, of: b.PostID, occasion: string(b.PostID),
		})
	}
	return all
}

// spokenOf is what competitors published lately, newest first, one each.
func (f facts) spokenOf(app.Date) []Idea {
	var all []Idea
	heard := make(map[app.ID]bool)
	for _, n := range f.news {
		if heard[n.CompetitorID] {
			continue
		}
		heard[n.CompetitorID] = true
		days := max(app.DateOf(n.Published).DaysUntil(f.now.Date), 0)
		reason := app.Say("ideas.reason.watch", "Who", n.Competitor, "Count", days)
		if days == 0 {
			reason = app.Say("ideas.reason.watch_today", "Who", n.Competitor)
		}
		all = append(all, Idea{
			Kind: Watch, Title: app.Say("ideas.title.words", "Words", n.Title), Reason: reason,
			Link: n.Link, occasion: n.Link + " " + n.Title,
		})
	}
	return all
}
