package home

import (
	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/keydates"
	"parvis/app/networks"
)

// shown is how many rows the lists beside the tasks have.
const shown = 4

// NextPost is a post that leaves soon, or is placed and not scheduled yet.
type NextPost struct {
	ID       app.ID
	At       app.Civil
	When     app.Message // Auj. 17:30
	Title    string      // "" when nothing is written
	Networks []networks.Network
	State    editorial.State
	// ComputerOn: it leaves by itself, provided the computer is on then.
	ComputerOn bool
	// KeptBy are the networks that make it public by themselves, whatever the computer
	// does.
	KeptBy []networks.Network
}

func nextPosts(f facts) []NextPost {
	ahead := f.ahead(aheadDays)
	next := make([]NextPost, 0, shown)
	for _, p := range ahead[:min(len(ahead), shown)] {
		next = append(next, NextPost{
			ID: p.ID, At: p.At, When: when(f.today, p.At), Title: p.Title, Networks: p.Networks, State: p.State,
			ComputerOn: p.State == editorial.StateScheduled && !p.Kept(), KeptBy: p.KeptBy,
		})
	}
	return next
}

// when says a moment from today's point of view.
func when(today app.Date, at app.Civil) app.Message {
	switch days := today.DaysUntil(at.Date); {
	case days == 0:
		return app.Say("home.when.today", "Time", at.Time)
	case days > 0 && days < 7:
		return app.Say("home.when.week", "Day", at.Date.Weekday(), "Time", at.Time)
	default:
		return app.Say("home.when.later", "Day", app.ShortDate(at.Date), "Time", at.Time)
	}
}

// KeyDateAhead is a key date that comes, with what is prepared for it.
type KeyDateAhead struct {
	keydates.KeyDate
	Days   int // from today
	Ready  int // posts scheduled or out
	Ideas  int // placed, with nothing written yet
	Drafts int // posts placed but not scheduled
	Tag    app.Message
}

// leadDays is how long before a key date a post may speak of it.
const leadDays = 3

// keyDatesAhead returns the next occasions to speak. A post belongs to the
// occasion on whose day, or in the few days before, it is placed.
func keyDatesAhead(f facts) []KeyDateAhead {
	var ahead []KeyDateAhead
	for _, k := range f.keyDates {
		if k.Note {
			continue
		}
		row := KeyDateAhead{KeyDate: k, Days: f.today.DaysUntil(k.Date)}
		for _, p := range f.placed {
			if days := p.At.Date.DaysUntil(k.Date); days < 0 || days > leadDays || !stands(p.State) {
				continue
			}
			switch p.State {
			case editorial.StateIdea:
				row.Ideas++
			case editorial.StateDraft, editorial.StateToReview, editorial.StateToFix, editorial.StateApproved:
				row.Drafts++
			default:
				row.Ready++
			}
		}
		switch {
		case row.Ready > 0:
			row.Tag = app.Say("home.key_date.ready", "Count", row.Ready)
		case row.Drafts > 0:
			row.Tag = app.Say("home.key_date.drafts", "Count", row.Drafts)
		case row.Ideas > 0:
			row.Tag = app.Say("home.key_date.ideas", "Count", row.Ideas)
		default:
			row.Tag = app.Say("home.key_date.nothing")
		}
		ahead = append(ahead, row)
		if len(ahead) == shown {
			break
		}
	}
	return ahead
}

// contextLine says what day it is and what comes.
func contextLine(today app.Date, keyDates []KeyDateAhead) app.Message {
	day, week := app.LongDate(today), today.Week()
	if len(keyDates) == 0 {
		return app.Say("home.context", "Day", day, "Week", week)
	}
	next := keyDates[0]
	ahead := app.Say("home.ahead", "Name", next.Name(), "Count", next.Days)
	if next.Days == 0 {
		ahead = app.Say("home.ahead_today", "Name", next.Name())
	}
	return app.Say("home.context_ahead", "Day", day, "Week", week, "Ahead", ahead)
}
