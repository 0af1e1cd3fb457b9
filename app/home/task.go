package home

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/editorial"
	"parvis/app/metrics"
	"parvis/app/networks"
	"parvis/app/publishing"
)

// Severity says how pressing a task is.
type Severity int

// Severities, the most pressing first. Their translated names are
// "home.severity.late", "home.severity.soon" and "home.severity.info".
const (
	Late Severity = iota // something went wrong or is overdue
	Soon                 // will be late if nothing is done
	Info                 // would help
)

// Name returns the word that goes with the colour of a severity.
func (s Severity) Name() app.Message {
	switch s {
	case Late:
		return app.Say("home.severity.late")
	case Soon:
		return app.Say("home.severity.soon")
	default:
		return app.Say("home.severity.info")
	}
}

// Task is one row of "À faire aujourd’hui": what it is, why, and the one button
// that solves it or leads where it is solved.
type Task struct {
	Severity Severity
	Title    app.Message
	Caption  app.Message
	Action   app.Message
	Target   Target
	// Finishes is the action of the strategy that the button marks as done
	// (Service.MarkDone), "" when it leads to Target.
	Finishes app.ID
	// order is the moment it is about, to sort those of one severity.
	order app.Civil
}

// few is how many tasks of one kind have a row each; more share one.
const few = 3

// staleDays is how old the last reading behind an objective may be.
const staleDays = 14

// tasks computes what is to be done, the most pressing first.
func tasks(f facts) []Task {
	var all []Task
	all = append(all, ledgerTasks(f)...)
	all = append(all, byHandTasks(f)...)
	all = append(all, accountTasks(f)...)
	all = append(all, rehearsalTasks(f)...)
	all = append(all, postTasks(f)...)
	all = append(all, planTasks(f)...)
	all = append(all, emptyWeek(f)...)
	all = append(all, objectiveTasks(f)...)
	all = append(all, beginnings(f)...)
	all = append(all, watchTasks(f)...)
	slices.SortStableFunc(all, func(a, b Task) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.order.String(), b.order.String()))
	})
	return all
}

// ledgerTasks are the deliveries that wait for their owner.
func ledgerTasks(f facts) []Task {
	all := catchUpTask(f)
	for _, kind := range []struct {
		state publishing.State
		name  string
	}{{publishing.Unknown, "unknown"}, {publishing.Refused, "refused"}, {publishing.Missed, "missed"}} {
		entries, key := unanswered(f.entries[kind.state]), "home.task."+kind.name
		action := app.Say("home.action." + kind.name)
		if len(entries) > few {
			all = append(all, Task{
				Title: app.Say(key+".many", "Count", len(entries)), Caption: app.Say(key + ".many.caption"),
				Action: action, Target: Target{Room: Register}, order: f.moment(entries[len(entries)-1]),
			})
			continue
		}
		for _, e := range entries {
			all = append(all, Task{
				Title:   app.Say(key, "Post", titleOf(e.Title), "Network", e.Account.Network),
				Caption: app.Say(key+".caption", "Network", e.Account.Network, "Moment", f.moment(e)),
				Action:  action, Target: Target{Room: Register, ID: e.Delivery.PostID}, order: f.moment(e),
			})
		}
	}
	return all
}

// unanswered are the rows about which the catch-up list has not asked.
func unanswered(entries []publishing.Entry) []publishing.Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e publishing.Entry) bool {
		return e.Delivery.Aside || e.Delivery.Left()
	})
}

// catchUpTask is what came due while nothing could leave, all of it one row.
func catchUpTask(f facts) []Task {
	var aside []publishing.Entry
	for _, e := range slices.Concat(f.entries[publishing.Missed], f.entries[publishing.Scheduled]) {
		if e.Delivery.Aside {
			aside = append(aside, e)
		}
	}
	if len(aside) == 0 {
		return nil
	}
	oldest := slices.MinFunc(aside, func(a, b publishing.Entry) int { return a.Delivery.DueAt.Compare(b.Delivery.DueAt) })
	return []Task{{
		Title: app.Say("home.task.catch_up", "Count", len(aside)), Caption: app.Say("home.task.catch_up.caption", "Moment", f.moment(oldest)),
		Action: app.Say("home.action.catch_up"), Target: Target{Room: CatchUp},
	}}
}

func (f facts) moment(e publishing.Entry) app.Civil { return app.CivilOf(e.Delivery.DueAt.In(f.zone)) }

// byHandTasks are the deliveries that came due and that the owner publishes by
// hand.
func byHandTasks(f facts) []Task {
	var all []Task
	for _, e := range f.entries[publishing.Scheduled] {
		if !e.Delivery.InHand(e.Account) || e.Delivery.DueAt.After(f.now) {
			continue
		}
		all = append(all, Task{
			Severity: Late, Title: app.Say("home.task.by_hand", "Post", titleOf(e.Title), "Network", e.Account.Network),
			Caption: app.Say("home.task.by_hand.caption", "Moment", f.moment(e)),
			Action:  app.Say("home.action.by_hand"), Target: Target{Room: Register, ID: e.Delivery.PostID}, order: f.moment(e),
		})
	}
	return all
}

// rehearsalTasks are the deliveries of the next day that would not leave, for a
// reason that no other row tells.
func rehearsalTasks(f facts) []Task {
	var failing []publishing.Rehearsal
	for _, r := range f.rehearsals {
		expired := slices.ContainsFunc(f.accounts, func(a networks.Account) bool {
			return a.ID == r.Account.ID && a.State == networks.AccountExpired
		})
		if !r.Problem.IsZero() && !expired {
			failing = append(failing, r)
		}
	}
	if len(failing) > few {
		return []Task{{
			Severity: Soon, Title: app.Say("home.task.rehearsal.many", "Count", len(failing)), Caption: app.Say("home.task.rehearsal.many.caption"),
			Action: app.Say("home.action.rehearsal.many"), Target: Target{Room: Rehearse}, order: app.CivilOf(failing[0].DueAt.In(f.zone)),
		}}
	}
	var all []Task
	for _, r := range failing {
		all = append(all, Task{
			Severity: Soon, Title: app.Say("home.task.rehearsal", "Post", titleOf(r.Title), "Network", r.Account.Network), Caption: r.Problem,
			Action: app.Say("home.action.rehearsal"), Target: Target{Room: Composer, ID: r.PostID}, order: app.CivilOf(r.DueAt.In(f.zone)),
		})
	}
	return all
}

// endingDays is how long before its end a credential is worth a row.
const endingDays = 7

// endingTask tells that the credential of an account ends soon, false when it does not.
func endingTask(f facts, a networks.Account) (Task, bool) {
	ends, known := f.ends[a.ID]
	left := ends.Sub(f.now)
	if !known || a.State != networks.AccountConnected || left > endingDays*24*time.Hour {
		return Task{}, false
	}
	task := Task{
		Severity: Soon, Title: app.Say("home.task.ending", "Network", a.Network, "Count", int(left/(24*time.Hour))),
		Caption: app.Say("home.task.ending.caption", "Handle", a.Handle),
		Action:  app.Say("home.action.account"), Target: Target{Room: AccountsAt, ID: a.ID}, order: app.CivilOf(ends.In(f.zone)),
	}
	switch {
	case left <= 0:
		task.Severity, task.Title = Late, app.Say("home.task.ending.over", "Network", a.Network)
	case left < 24*time.Hour:
		task.Title = app.Say("home.task.ending.today", "Network", a.Network)
	}
	return task, true
}

// accountTasks are the accounts that must be connected again, with what waits for
// them, and those that soon must be.
func accountTasks(f facts) []Task {
	waiting := make(map[app.ID]int) // posts, however many parts they have
	for _, e := range f.entries[publishing.Scheduled] {
		if !e.Delivery.Waits() {
			waiting[e.Delivery.AccountID]++
		}
	}
	var all []Task
	for _, a := range f.accounts {
		if task, soon := endingTask(f, a); soon {
			all = append(all, task)
		}
		if a.State != networks.AccountExpired {
			continue
		}
		task := Task{
			Severity: Late, Title: app.Say("home.task.account", "Network", a.Network),
			Caption: app.Say("home.task.account.caption", "Handle", a.Handle),
			Action:  app.Say("home.action.reconnect"), Target: Target{Room: AccountsAt, ID: a.ID},
		}
		if n := waiting[a.ID]; n > 0 {
			task.Caption = app.Say("home.task.account.waiting", "Count", n)
		}
		all = append(all, task)
	}
	return all
}

// postTasks are the posts of the days ahead that miss something.
func postTasks(f facts) []Task {
	var noAlt []Task
	for _, p := range f.due {
		var missing int
		for _, image := range p.Images {
			if strings.TrimSpace(image.Alt) == "" {
				missing++
			}
		}
		if missing > 0 {
			noAlt = append(noAlt, Task{
				Severity: Soon, Title: app.Say("home.task.alt", "Count", missing),
				Caption: app.Say("home.task.post.caption", "Post", titleOf(p.Label()), "Moment", p.At),
				Action:  app.Say("home.action.write"), Target: Target{Room: Composer, ID: p.ID}, order: p.At,
			})
		}
	}
	return slices.Concat(noAlt[:min(len(noAlt), few)], stageTasks(f))
}

// stageTasks are the posts of the days ahead that are not scheduled yet.
func stageTasks(f facts) []Task {
	var review, open []editorial.Summary
	for _, p := range f.ahead(dueDays) {
		switch p.State {
		case editorial.StateToReview, editorial.StateToFix:
			review = append(review, p)
		case editorial.StateScheduled:
		default:
			open = append(open, p)
		}
	}
	var all []Task
	for _, p := range review[:min(len(review), few)] {
		key, action := "home.task.review", "home.action.review"
		if p.State == editorial.StateToFix {
			key, action = "home.task.fix", "home.action.fix"
		}
		all = append(all, Task{
			Severity: Soon, Title: app.Say(key, "Post", titleOf(p.Title)), Caption: planned(p),
			Action: app.Say(action), Target: Target{Room: Composer, ID: p.ID}, order: p.At,
		})
	}
	switch {
	case len(open) == 0:
	case len(open) <= few:
		for _, p := range open {
			all = append(all, Task{
				Severity: Soon, Title: app.Say("home.task.schedule", "Post", titleOf(p.Title)), Caption: planned(p),
				Action: app.Say("home.action.finish"), Target: Target{Room: Composer, ID: p.ID}, order: p.At,
			})
		}
	default:
		all = append(all, Task{
			Severity: Soon, Title: app.Say("home.task.schedule.many", "Count", len(open)),
			Caption: app.Say("home.task.schedule.many.caption", "Post", titleOf(open[0].Title), "Moment", open[0].At),
			Action:  app.Say("home.action.calendar"), Target: Target{Room: Calendar, Day: open[0].At.Date}, order: open[0].At,
		})
	}
	return all
}

// planned says when and where a post is to go.
func planned(p editorial.Summary) app.Message {
	if len(p.Networks) == 0 {
		return app.Say("home.task.planned_nowhere", "Moment", p.At)
	}
	names := make([]string, len(p.Networks))
	for i, n := range p.Networks {
		names[i] = n.Name()
	}
	return app.Say("home.task.planned", "Moment", p.At, "Networks", strings.Join(names, ", "))
}

// titleOf names a post in a sentence, even one with nothing written.
func titleOf(title string) app.Message {
	if title == "" {
		return app.Say("home.untitled")
	}
	return app.Say("home.titled", "Title", title)
}

// emptyWeek is the first of the two weeks to come for which nothing is planned;
// nothing is said before the first post.
func emptyWeek(f facts) []Task {
	if len(f.placed) == 0 {
		return nil
	}
	for ahead := 7; ahead <= 14; ahead += 7 {
		monday := f.today.Monday().AddDays(ahead)
		if slices.ContainsFunc(f.placed, func(p editorial.Summary) bool {
			return p.At.Date.Monday() == monday && stands(p.State)
		}) {
			continue
		}
		return []Task{{
			Severity: Info, Title: app.Say("home.task.empty_week", "Week", monday.Week()), Caption: f.silentPillar(),
			Action: app.Say("home.action.calendar"), Target: Target{Room: Calendar, Day: monday}, order: app.Civil{Date: monday},
		}}
	}
	return nil
}

// silentPillar names the pillar that has had no post for longest.
func (f facts) silentPillar() app.Message {
	last := make(map[app.ID]app.Date)
	for _, p := range f.placed {
		if !p.At.Date.After(f.today) && stands(p.State) {
			last[p.PillarID] = p.At.Date
		}
	}
	silent, most := "", 0
	for _, p := range f.strategy.Pillars {
		days := pastDays
		if d, ok := last[p.ID]; ok {
			days = d.DaysUntil(f.today)
		}
		if days > most && p.Name != "" {
			silent, most = p.Name, days
		}
	}
	switch {
	case most == 0, most > app.DateOf(f.business.CreatedAt.In(f.business.Location())).DaysUntil(f.today):
		// A business that just began was silent about nothing.
		return app.Say("home.task.empty_week.caption")
	case most >= pastDays:
		return app.Say("home.task.empty_week.never", "Pillar", silent, "Count", pastDays)
	default:
		return app.Say("home.task.empty_week.pillar", "Pillar", silent, "Count", most)
	}
}

// objectiveTasks are the objectives whose figures nobody noted lately.
func objectiveTasks(f facts) []Task {
	var all []Task
	asked := make(map[metrics.Metric]bool)
	for _, o := range f.strategy.Objectives {
		// Parvis counts what it publishes by itself.
		if o.Metric == metrics.Published || asked[o.Metric] || (!o.Due.IsZero() && o.Due.Before(f.today)) {
			continue
		}
		asked[o.Metric] = true
		task := Task{
			Severity: Info, Title: app.Say("home.task.reading", "Metric", app.Say("metrics."+string(o.Metric))),
			Caption: app.Say("home.task.reading.never"), Action: app.Say("home.action.note"), Target: Target{Room: Indicators},
		}
		if last := f.progress[o.ID].AsOf; !last.IsZero() {
			days := last.DaysUntil(f.today)
			if days <= staleDays {
				continue
			}
			task.Caption = app.Say("home.task.reading.old", "Count", days)
		}
		all = append(all, task)
	}
	return all
}

// beginnings are the first steps of a new business.
func beginnings(f facts) []Task {
	all := strategyTask(f)
	add := func(name string, to Room) {
		all = append(all, Task{
			Severity: Info, Title: app.Say("home.task." + name), Caption: app.Say("home.task." + name + ".caption"),
			Action: app.Say("home.action." + name), Target: Target{Room: to},
		})
	}
	if len(f.accounts) == 0 {
		add("first_account", AccountsAt)
	}
	if len(f.placed) == 0 && f.unplaced == 0 {
		add("first_post", Composer)
	}
	return all
}

// failuresInARow is from how many failed readings on a feed is worth a word.
const failuresInARow = 3

// watchTasks are the competitors that cannot be read any more.
func watchTasks(f facts) []Task {
	var all []Task
	for _, c := range f.competitors {
		for _, source := range f.sources {
			if source.CompetitorID == c.ID && source.Failures >= failuresInARow {
				all = append(all, Task{
					Severity: Info, Title: app.Say("home.task.feed", "Competitor", c.Name),
					Caption: app.Say("home.task.feed.caption", "Count", source.Failures),
					Action:  app.Say("home.action.feed"), Target: Target{Room: WatchAt, ID: c.ID},
				})
				break
			}
		}
	}
	return all
}
