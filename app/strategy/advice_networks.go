package strategy

import (
	"slices"

	"parvis/app"
	"parvis/app/business"
	"parvis/app/networks"
)

// Fit says whether a network is worth the time of a business; its translated
// name is "strategy.fit.<fit>".
type Fit string

// The fits.
const (
	FitYes   Fit = "yes"
	FitMaybe Fit = "maybe" // once there is time, or for some only
	FitNo    Fit = "no"
)

// NetworkAdvice is what one network is worth here: what for, with what and how
// often a week the hours allow, and why, the weightiest reason first. There is
// always a reason. A network chosen has the role, the format ("" until chosen)
// and the rhythm that it was chosen with.
type NetworkAdvice struct {
	Network networks.Network
	Fit     Fit
	Role    Role
	Format  Format
	PerWeek int
	Reasons []app.Message
}

// regularPosts is how many posts in the PastDays make an account regular: one
// every other week.
const regularPosts = PastDays / 14

// The points that a fit is made of: our own weights. Being at the core of the
// trade is enough; so is an audience that is there together with something else.
const (
	corePoints     = 3
	suitedPoints   = 1
	audiencePoints = 2
	regularPoints  = 2
	accountPoints  = 1
	hiringPoints   = 1
	nobodyPoints   = -2

	yesPoints   = 3
	maybePoints = 1
)

// AdviseNetworks weighs every network that Parvis knows, the best first: what
// suits the trade, where the audiences are, what is there already, and how many
// of them the hours available keep alive beside those chosen.
func AdviseNetworks(s Strategy, f Facts) []NetworkAdvice {
	return judgeNetworks(s, f).advice
}

// judgement is the advice on every network, what speaks for each in a few words,
// and how many of those chosen find no time.
type judgement struct {
	advice  []NetworkAdvice
	grounds map[networks.Network][]app.Message
	crowded int
}

func judgeNetworks(s Strategy, f Facts) judgement {
	trade := tradeOf(f.Business)
	offered, suited := offeringsFor(trade)
	all := make([]weighed, len(offered))
	for i, o := range offered {
		all[i] = weigh(o, i < suited, trade, s, f)
	}
	slices.SortStableFunc(all, func(a, b weighed) int { return b.points() - a.points() })
	hours := newHours(s, all)
	j := judgement{grounds: make(map[networks.Network][]app.Message), crowded: len(hours.crowded)}
	for _, w := range all {
		a := w.advice()
		if c, chosen := s.channel(w.network); chosen {
			hours.hold(&a, c)
		} else {
			hours.limit(&a)
		}
		j.advice, j.grounds[w.network] = append(j.advice, a), w.favourable()
	}
	slices.SortStableFunc(j.advice, func(a, b NetworkAdvice) int { return fitOrder(a.Fit) - fitOrder(b.Fit) })
	return j
}

func fitOrder(fit Fit) int { return slices.Index([]Fit{FitYes, FitMaybe, FitNo}, fit) }

// weighed is a network with what speaks for and against it.
type weighed struct {
	offering
	grounds []ground
}

// ground is one reason and what it weighs. Its name is that of its sentence,
// "strategy.advice.why.<name>", and of the few words that sum it up where it
// speaks for the network, "strategy.advice.ground.<name>".
type ground struct {
	points int
	name   string
	reason app.Message
}

func (w weighed) points() int {
	total := 0
	for _, g := range w.grounds {
		total += g.points
	}
	return total
}

// favourable sums up what speaks for a network, the weightiest first.
func (w weighed) favourable() []app.Message {
	var all []app.Message
	for _, g := range slices.SortedStableFunc(slices.Values(w.grounds), func(a, b ground) int { return b.points - a.points }) {
		if g.points > 0 {
			all = append(all, app.Say("strategy.advice.ground."+g.name))
		}
	}
	return all
}

// advice returns what the points come to: what speaks for it comes first, or what
// speaks against a no.
func (w weighed) advice() NetworkAdvice {
	a := NetworkAdvice{Network: w.network, Fit: FitNo, Role: w.role, Format: w.format, PerWeek: w.perWeek}
	order := func(a, b ground) int { return b.points - a.points }
	switch points := w.points(); {
	case points >= yesPoints:
		a.Fit = FitYes
	case points >= maybePoints:
		a.Fit = FitMaybe
	default:
		order = func(a, b ground) int { return a.points - b.points }
	}
	for _, g := range slices.SortedStableFunc(slices.Values(w.grounds), order) {
		a.Reasons = append(a.Reasons, g.reason)
	}
	return a
}

// weigh gathers what speaks for and against a network.
func weigh(o offering, suited bool, trade business.Trade, s Strategy, f Facts) weighed {
	w := weighed{offering: o}
	add := func(points int, name string, args ...any) {
		w.grounds = append(w.grounds, ground{points, name, app.Say("strategy.advice.why."+name, args...)})
	}
	if a, stopped := s.stopped(o.network); stopped {
		add(0, "network_stopped", "Account", presence(a.Network, a.Handle))
		return w
	}
	good := app.Say("strategy.advice.why.network." + string(o.network))
	called := app.Say("business.trade." + string(trade))
	switch {
	case o.core:
		add(corePoints, "network_core", "Trade", called, "Good", good)
	case suited:
		add(suitedPoints, "network_suited", "Trade", called, "Good", good)
	default:
		add(0, "network_other", "Trade", called, "Good", good)
	}
	if there, placed := s.lookingAt(o.network); len(there) > 0 {
		add(audiencePoints, "network_audience", "Audiences", listed(there))
	} else if placed > 0 && o.role != RoleFound {
		// Nobody spends the evening on a listing: it is found by those who search.
		add(nobodyPoints, "network_nobody", "Count", placed)
	}
	if o.network == networks.LinkedIn && slices.ContainsFunc(s.Objectives, func(o Objective) bool { return o.Goal == GoalRecruiting }) {
		add(hiringPoints, "network_hiring")
	}
	switch n, days := postsOn(f, o.network), f.daysThere(o.network); {
	case n >= regularPosts:
		add(regularPoints, "network_regular", "Count", n, "Days", PastDays)
	case days >= PastDays:
		add(accountPoints, "network_account", "Count", n, "Days", PastDays)
	case days >= 0:
		add(accountPoints, "network_present")
	}
	return w
}

// daysThere returns for how many days Parvis has known an account on a network,
// -1 when it knows none.
func (f Facts) daysThere(network networks.Network) int {
	days := -1
	for _, a := range f.Accounts {
		if a.Network == network {
			days = max(days, f.daysSince(a.CreatedAt), 0)
		}
	}
	return days
}

// stopped returns the audit that decided to leave a network, unless another
// account there is kept.
func (s Strategy) stopped(network networks.Network) (Audit, bool) {
	var left Audit
	found := false
	for _, a := range s.Audits {
		switch {
		case a.Network != network:
		case a.Verdict == VerdictStop && !found:
			left, found = a, true
		case a.Verdict == VerdictKeep || a.Verdict == VerdictImprove:
			return Audit{}, false
		}
	}
	return left, found
}

// lookingAt names the audiences that are on a network, and counts those that are
// said to be somewhere.
func (s Strategy) lookingAt(network networks.Network) (there []app.Message, placed int) {
	for _, a := range s.Audiences {
		if len(a.Where) > 0 {
			placed++
		}
		if slices.Contains(a.Where, network) {
			there = append(there, app.Say("strategy.advice.audience", "Name", calledOf(a)))
		}
	}
	return there, placed
}

// postsOn counts what was published on a network in the PastDays.
func postsOn(f Facts, network networks.Network) int {
	n := 0
	for _, p := range f.Past {
		if slices.Contains(p.Networks, network) {
			n++
		}
	}
	return n
}
