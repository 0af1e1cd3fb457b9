package strategy

import (
	"slices"
	"strings"
	"time"

	"parvis/app"
	"parvis/app/networks"
)

// silentDays is how long an account that is kept may go without a post: our own
// bound, a month.
const silentDays = 30

func (n *notes) identity(s Strategy) {
	if !said(s.Profile.Mission) {
		n.say(AskIdentity, app.Say("strategy.advice.mission_missing"), app.Say("strategy.advice.why.mission"))
	}
}

// swot speaks of the sides left empty once another one is filled: the question
// itself is optional.
func (n *notes) swot(w SWOT) {
	var empty []app.Message
	written := 0
	for _, side := range []struct {
		name  app.Message
		lines []string
	}{
		{app.Say("strategy.advice.side.strengths"), w.Strengths},
		{app.Say("strategy.advice.side.weaknesses"), w.Weaknesses},
		{app.Say("strategy.advice.side.opportunities"), w.Opportunities},
		{app.Say("strategy.advice.side.threats"), w.Threats},
	} {
		here := 0
		for _, line := range side.lines {
			if said(line) {
				here++
			}
		}
		if written += here; here == 0 {
			empty = append(empty, side.name)
		}
	}
	if written > 0 && len(empty) > 0 {
		n.say(AskSWOT, app.Say("strategy.advice.swot_sides", "Sides", listed(empty)), app.Say("strategy.advice.why.swot_sides", "Count", written))
	}
}

func (n *notes) means(s Strategy, f Facts) {
	if s.Profile.MinutesPerWeek == 0 {
		n.say(AskMeans, app.Say("strategy.advice.hours_missing"), app.Say("strategy.advice.why.hours_missing"))
	}
	if len(f.Business.Opening) == 0 {
		n.say(AskMeans, app.Say("strategy.advice.opening_missing"), app.Say("strategy.advice.why.opening_missing"))
	}
}

func (n *notes) audits(s Strategy, f Facts) {
	last := lastPosts(f)
	for _, a := range s.Audits {
		switch a.Verdict {
		case "":
			n.audit(a, app.Say("strategy.advice.audit_undecided", "Account", presence(a.Network, a.Handle)),
				app.Say("strategy.advice.why.audit_undecided"))
		case VerdictKeep:
			known := f.daysOn(a)
			if known < silentDays {
				continue // what was published before, Parvis cannot know
			}
			text := app.Say("strategy.advice.audit_silent", "Account", presence(a.Network, a.Handle))
			day, ever := last[a.Network]
			switch {
			case !ever:
				n.audit(a, text, app.Say("strategy.advice.why.silent_long", "Network", a.Network, "Count", min(known, PastDays)))
			case day.DaysUntil(f.Today) > silentDays:
				n.audit(a, text, app.Say("strategy.advice.why.silent_since", "Network", a.Network, "Day", day, "Count", day.DaysUntil(f.Today)))
			}
		case VerdictImprove:
			if !said(a.Note) {
				n.audit(a, app.Say("strategy.advice.audit_note", "Account", presence(a.Network, a.Handle)),
					app.Say("strategy.advice.why.audit_note"))
			}
		case VerdictStop:
			if c, chosen := s.channel(a.Network); chosen {
				n.audit(a, app.Say("strategy.advice.audit_stop", "Account", presence(a.Network, a.Handle)),
					app.Say("strategy.advice.why.audit_stop", "Network", a.Network, "Count", c.PerWeek))
			}
		}
	}
	for _, account := range f.Accounts {
		if slices.ContainsFunc(s.Audits, func(a Audit) bool { return a.speaksOf(account) }) {
			continue
		}
		told := n.say(AskAudit, app.Say("strategy.advice.audit_missing", "Account", presence(account.Network, account.Handle)),
			app.Say("strategy.advice.why.audit_missing", "Network", account.Network))
		told.ID, told.Network = account.ID, account.Network
	}
}

func (n *notes) audit(a Audit, text, reason app.Message) {
	told := n.say(AskAudit, text, reason)
	told.ID, told.Network = a.ID, a.Network
}

// presence names an account as people do: its network, with its handle when it
// has one.
func presence(network networks.Network, handle string) app.Message {
	if !said(handle) {
		return app.Say("strategy.advice.account", "Network", network)
	}
	return app.Say("strategy.advice.account_named", "Network", network, "Handle", handle)
}

// speaksOf reports whether an audit is that of an account, told by its ID or by
// where it is.
func (a Audit) speaksOf(account networks.Account) bool {
	return a.AccountID == account.ID || a.AccountID == "" && a.Network == account.Network && sameWords(a.Handle, account.Handle)
}

// daysOn returns for how many days Parvis has known the account of an audit, 0
// when it does not.
func (f Facts) daysOn(a Audit) int {
	for _, account := range f.Accounts {
		if a.speaksOf(account) {
			return f.daysSince(account.CreatedAt)
		}
	}
	return 0
}

// daysSince returns how many days of the business have passed since a moment.
func (f Facts) daysSince(t time.Time) int {
	return app.DateOf(t.In(f.Business.Location())).DaysUntil(f.Today)
}

// channel returns the channel of a network.
func (s Strategy) channel(network networks.Network) (Channel, bool) {
	for _, c := range s.Channels {
		if c.Network == network {
			return c, true
		}
	}
	return Channel{}, false
}

// lastPosts returns the last day that something was published, by network.
func lastPosts(f Facts) map[networks.Network]app.Date {
	last := make(map[networks.Network]app.Date)
	for _, p := range f.Past {
		for _, network := range p.Networks {
			if day, ok := last[network]; !ok || p.Day.After(day) {
				last[network] = p.Day
			}
		}
	}
	return last
}

func sameWords(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}
