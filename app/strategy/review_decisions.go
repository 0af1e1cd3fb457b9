package strategy

import (
	"fmt"
	"math"
	"slices"
	"time"

	"parvis/app"
	"parvis/app/metrics"
)

const (
	// mostIdeas is how many ideas are suggested for one pillar: more than a
	// week's worth is put off anyway.
	mostIdeas = 3
	// bearable is the part of a cadence that may go missing without a word.
	bearable = 0.2
	// shortly is when what is to be done about a month is due, in days.
	shortly = 7
)

// withSuggested returns the decisions with what is suggested now: what the owner
// wrote or touched stays, with the reason as it is now; a suggestion that nobody
// touched says what the figures say today, and goes with its reason.
func (r *Reviews) withSuggested(review Review, suggested []Decision) []Decision {
	fresh := make(map[string]Decision, len(suggested))
	for _, d := range suggested {
		fresh[d.Cause] = d
	}
	var all []Decision
	for _, d := range review.Decisions {
		now, still := fresh[d.Cause]
		switch {
		case d.Cause == "":
		case d.Kept || d.Touched:
			if still {
				d.Why = now.Why
			}
		case !still:
			continue
		default:
			now.ID = d.ID
			d = now
		}
		delete(fresh, d.Cause)
		all = append(all, d)
	}
	for _, d := range suggested {
		if _, left := fresh[d.Cause]; left && len(all) < MaxDecisions {
			d.ID = r.service.NewID()
			all = append(all, d)
		}
	}
	return all
}

// suggest returns what the gaps of a month call for, each with its reason. ahead
// holds the posts placed after today.
func (w *writer) suggest(r Review, s Strategy, ahead []Posting, today app.Date) []Decision {
	var all []Decision
	room := newRoom(s.Slots, ahead, today)
	posts := 0
	for _, p := range r.Pillars {
		posts += p.Posts
	}
	for _, p := range r.Pillars {
		all = append(all, w.morePosts(p, posts, room)...)
	}
	days := max(r.Since.DaysUntil(r.To)+1, 1)
	for i, ch := range r.Channels {
		if d, ok := w.cadence(ch, s.Channels[i], s.Rhythm, days); ok {
			d.Day = today.AddDays(shortly)
			all = append(all, d)
		}
	}
	for _, o := range r.Objectives {
		if d, ok := w.objective(o); ok {
			d.Day = today.AddDays(shortly)
			all = append(all, d)
		}
	}
	for _, a := range r.Actions {
		if !a.Done && a.PostID == "" && a.Day.Before(today) && said(a.Title) {
			all = append(all, Decision{
				Kind: a.Kind, Text: a.Title, Day: today.AddDays(shortly), PillarID: a.PillarID, ActionID: a.ID,
				Why:   w.c.Say(app.Say("strategy.review.why.late", "Day", a.Day)),
				Cause: "action/" + string(a.ID),
			})
		}
	}
	return all
}

// morePosts suggests an idea for each post that a pillar is short of.
func (w *writer) morePosts(p PillarReview, posts int, room *room) []Decision {
	wanted := int(math.Round(float64(posts*p.ShareBP) / wholeBP))
	if p.PillarID == "" || !said(p.Name) || wanted <= p.Posts {
		return nil
	}
	why := w.c.N("strategy.review.why.pillar", p.Posts,
		"Name", p.Name, "Got", w.c.Percent(float64(p.GotBP)/wholeBP, 0), "Wanted", w.share(p.ShareBP), "Total", posts)
	var all []Decision
	for n := range min(wanted-p.Posts, mostIdeas) {
		all = append(all, Decision{
			Kind: KindIdea, Text: w.c.T("strategy.review.idea", "Name", p.Name), PillarID: p.PillarID, Day: room.next(p.PillarID),
			Why: why, Cause: fmt.Sprintf("pillar/%s/%d", p.PillarID, n+1),
		})
	}
	return all
}

// cadence suggests what to do about a cadence that was not held: post less, or
// find the time.
func (w *writer) cadence(r ChannelReview, ch Channel, rhythm Rhythm, days int) (Decision, bool) {
	if float64(r.Planned-r.Published) <= bearable*float64(r.Planned) {
		return Decision{}, false
	}
	d := Decision{
		Kind: KindTask, Cause: "cadence/" + string(ch.Network),
		Why: w.c.N("strategy.review.why.cadence", r.Published, "Network", networkName(ch.Network), "Planned", r.Planned),
	}
	held := r.Published * 7 / days
	minutes := rhythm.MinutesFor(ch.Format)
	if held == 0 || held >= ch.PerWeek {
		d.Text = w.c.T("strategy.review.find_time", "Network", networkName(ch.Network), "Time", w.length(max(ch.PerWeek*minutes, 1)))
		return d, true
	}
	d.Text = w.c.N("strategy.review.lower", held,
		"Network", networkName(ch.Network), "Time", w.length(max((ch.PerWeek-held)*minutes, 1)))
	return d, true
}

// objective suggests what to do about an objective that is not on course.
func (w *writer) objective(o ObjectiveReview) (Decision, bool) {
	d := Decision{Kind: KindTask, Cause: "objective/" + string(o.ObjectiveID)}
	switch o.Verdict {
	case metrics.Behind:
		d.Text = w.c.T("strategy.review.push", "Name", o.Name)
	case metrics.Missed:
		d.Text = w.c.T("strategy.review.renew", "Name", o.Name)
	default:
		return Decision{}, false
	}
	switch {
	case o.Current != nil && o.Expected != nil:
		d.Why = w.c.T("strategy.review.why.behind", "Name", o.Name,
			"Current", w.value(o.Metric, o.Current), "Expected", w.estimate(o.Metric, *o.Expected))
	case o.Current != nil && o.Target != nil:
		d.Why = w.c.T("strategy.review.why.far", "Name", o.Name,
			"Current", w.value(o.Metric, o.Current), "Target", w.value(o.Metric, o.Target))
	default:
		d.Why = w.c.T("strategy.outline.titled", "What", o.Name, "Text", w.c.T("metrics.verdict."+string(o.Verdict)))
	}
	return d, true
}

// room is where posts can still be placed in the weeks to come.
type room struct {
	slots []Slot
	taken map[app.Date]int
	from  app.Date
	given int
}

func newRoom(slots []Slot, ahead []Posting, today app.Date) *room {
	r := &room{slots: slots, taken: make(map[app.Date]int), from: today.AddDays(1)}
	for _, p := range ahead {
		r.taken[p.Day]++
	}
	return r
}

// next returns the next day with a free slot for a pillar; where there is none,
// a day a week.
func (r *room) next(pillar app.ID) app.Date {
	for i := range lookAhead {
		day := r.from.AddDays(i)
		if r.taken[day] < r.slotsOn(day.Weekday()) && r.fits(day.Weekday(), pillar) {
			r.taken[day]++
			return day
		}
	}
	r.given++
	return r.from.AddDays(7*r.given - 1)
}

func (r *room) slotsOn(weekday time.Weekday) int {
	n := 0
	for _, slot := range r.slots {
		if slot.Weekday == weekday {
			n++
		}
	}
	return n
}

func (r *room) fits(weekday time.Weekday, pillar app.ID) bool {
	return slices.ContainsFunc(r.slots, func(s Slot) bool {
		return s.Weekday == weekday && (s.PillarID == "" || s.PillarID == pillar)
	})
}
